"""How does the graph look in KGX, the exchange format of Biolink graphs?

A gzipped tar archive of a file of nodes and a file of edges, as tables or as JSON lines; lists are joined by
``|`` in tables. Format: https://github.com/biolink/kgx/blob/master/specification/kgx-format.md
"""

from __future__ import annotations

import csv
import json
import tarfile
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from kg.export_rows import Edge, Selection, edges, nodes, publications
from kg.vocabulary import RELATIONS, qualifiers

if TYPE_CHECKING:
    from kg.model import Entity
    from kg.store import Store

Record = dict[str, Any]
_NODE = ("id", "category", "name", "synonym", "xref")
_EDGE = (
    *("id", "subject", "predicate", "object", "category", "negated", "object_aspect_qualifier"),
    *("object_direction_qualifier", "knowledge_level", "agent_type", "primary_knowledge_source"),
    *("publications", "relation", "belief", "evidence_count", "hedged"),
)


def write_tables(store: Store, out: IO[bytes], wanted: Selection) -> None:
    """The two tables."""
    _archive(store, out, wanted, "tsv", _table)


def write_lines(store: Store, out: IO[bytes], wanted: Selection) -> None:
    """The two files of JSON lines."""
    _archive(store, out, wanted, "jsonl", _lines)


def node_record(entity: Entity) -> Record:
    """An entity as a node."""
    return {
        "id": entity.id,
        "category": [str(entity.category)],
        "name": entity.label,
        "synonym": list(entity.synonyms),
        "xref": list(entity.xrefs),
    }


def edge_record(store: Store, edge: Edge) -> Record:
    """A statement as an edge; ``relation``, ``belief``, ``evidence_count`` and ``hedged`` are our own."""
    return {
        "id": store.terms.statement(edge.hash).value,
        "subject": edge.subject,
        "predicate": f"biolink:{RELATIONS[edge.relation].predicate}",
        "object": edge.object,
        "category": ["biolink:Association"],
        "negated": edge.negated,
        **qualifiers(edge.relation, edge.aspect),
        "knowledge_level": "not_provided",
        "agent_type": "text_mining_agent",
        "primary_knowledge_source": "infores:litkg",
        "publications": publications(store, edge),
        "relation": edge.relation,
        "belief": edge.belief,
        "evidence_count": edge.evidence_count,
        "hedged": edge.hedged,
    }


def _archive(
    store: Store,
    out: IO[bytes],
    wanted: Selection,
    ending: str,
    write: Callable[[IO[str], tuple[str, ...], Iterable[Record]], None],
) -> None:
    parts = (
        ("nodes", _NODE, map(node_record, nodes(store, wanted))),
        ("edges", _EDGE, (edge_record(store, edge) for edge in edges(store, wanted))),
    )
    with tempfile.TemporaryDirectory() as folder, tarfile.open(fileobj=out, mode="w|gz") as archive:
        for name, columns, records in parts:
            path = Path(folder, f"litkg_{name}.{ending}")
            with path.open("w", encoding="utf-8", newline="") as file:
                write(file, columns, records)
            archive.add(path, path.name, filter=_anonymous)
            path.unlink()


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Equal graphs give equal archives, whoever writes them."""
    member.mtime = member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


def _table(file: IO[str], columns: tuple[str, ...], records: Iterable[Record]) -> None:
    table = csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
    table.writerow(columns)
    for record in records:
        table.writerow([_cell(record.get(column)) for column in columns])


def _cell(value: Any) -> str:
    """A value in a table: on one line and without tabs, since KGX quotes nothing."""
    if isinstance(value, list):
        return "|".join(_cell(item).replace("|", " ") for item in value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else " ".join(str(value).split())


def _lines(file: IO[str], columns: tuple[str, ...], records: Iterable[Record]) -> None:
    for record in records:
        file.write(json.dumps(record, ensure_ascii=False) + "\n")
