"""How does the graph look to programs that draw networks: GraphML, Cytoscape CX2, SIF, and Parquet tables?

GraphML: http://graphml.graphdrawing.org; CX2: https://cytoscape.org/cx/cx2/specification/; SIF:
https://manual.cytoscape.org. In SIF, which has no room for it, a denied relation starts with ``not_``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice
from typing import IO, TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from kg.errors import ExportError
from kg.export_rows import Edge, Selection, edges, nodes

if TYPE_CHECKING:
    from kg.store import Store

_BATCH = 20_000
_NODE = {"label": "string", "category": "string"}
_EDGE = {
    "relation": "string",
    "aspect": "string",
    "negated": "boolean",
    "hedged": "boolean",
    "belief": "double",
    "evidence_count": "int",
}
_CX2_TYPES = {"int": "integer"}


def write_graphml(store: Store, out: IO[bytes], wanted: Selection) -> None:
    """GraphML; an edge's id is the statement's hash."""
    for line in _graphml(store, wanted):
        out.write(f"{line}\n".encode())


def write_cx2(store: Store, out: IO[bytes], wanted: Selection) -> None:
    """Cytoscape CX2; a node's ``name`` is its label and ``represents`` its CURIE."""
    numbers: dict[str, int] = {}
    out.write(b"[" + _json({"CXVersion": "2.0", "hasFragments": True}) + b",\n")
    out.write(_json({"attributeDeclarations": [_declared()]}) + b",\n")
    out.write(_json({"networkAttributes": [{"name": "litkg"}]}))
    for entity in nodes(store, wanted):
        numbers[entity.id] = len(numbers)
        values = {"name": entity.label, "represents": entity.id, "category": str(entity.category)}
        out.write(b",\n" + _json({"nodes": [{"id": numbers[entity.id], "v": values}]}))
    for number, edge in enumerate(edges(store, wanted)):
        ends = {"id": number, "s": numbers[edge.subject], "t": numbers[edge.object]}
        values = _attributes(edge) | {"interaction": edge.relation, "statement": edge.hash}
        out.write(b",\n" + _json({"edges": [{**ends, "v": values}]}))
    out.write(b",\n" + _json({"status": [{"success": True}]}) + b"]\n")


def write_sif(store: Store, out: IO[bytes], wanted: Selection) -> None:
    """SIF: subject, relation and object, parted by tabs."""
    for edge in edges(store, wanted):
        verb = f"not_{edge.relation}" if edge.negated else edge.relation
        out.write(f"{edge.subject}\t{verb}\t{edge.object}\n".encode())


def write_parquet(store: Store, out: IO[bytes], wanted: Selection) -> None:
    """A table of statements, zstd-compressed; the columns are the fields of `kg.export_rows.Edge`.

    :raises ExportError: if pyarrow is not installed
    """
    try:
        import pyarrow as pa  # type: ignore[import-untyped]
        from pyarrow import parquet
    except ImportError:
        raise ExportError("Parquet needs pyarrow; install it with: pip install 'litkg[parquet]'") from None
    kinds = {"string": pa.string(), "boolean": pa.bool_(), "double": pa.float64(), "int": pa.int64()}
    fields = {"hash": "string", "subject": "string", "object": "string", **_EDGE}
    schema = pa.schema([(name, kinds[kind]) for name, kind in fields.items()])
    rows = edges(store, wanted)
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        while batch := list(islice(rows, _BATCH)):
            writer.write_table(pa.Table.from_pylist([asdict(edge) for edge in batch], schema=schema))


def _graphml(store: Store, wanted: Selection) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    for domain, attributes in (("node", _NODE), ("edge", _EDGE)):
        for name, kind in attributes.items():
            yield f'<key id="{domain}_{name}" for="{domain}" attr.name="{name}" attr.type="{kind}"/>'
    yield '<graph edgedefault="directed">'
    for entity in nodes(store, wanted):
        data = {"label": entity.label, "category": str(entity.category)}
        yield f"<node id={quoteattr(entity.id)}>{_data('node', data)}</node>"
    for edge in edges(store, wanted):
        ends = f"source={quoteattr(edge.subject)} target={quoteattr(edge.object)}"
        yield f'<edge id="{edge.hash}" {ends}>{_data("edge", _attributes(edge))}</edge>'
    yield "</graph></graphml>"


def _data(domain: str, values: dict[str, Any]) -> str:
    return "".join(
        f'<data key="{domain}_{name}">{escape(_xml_text(value))}</data>' for name, value in values.items()
    )


def _xml_text(value: Any) -> str:
    """A value as XML 1.0 can hold it: without control characters."""
    if isinstance(value, bool):
        return str(value).lower()
    return "".join(c for c in str(value) if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff"))


def _attributes(edge: Edge) -> dict[str, Any]:
    found = {name: getattr(edge, name) for name in _EDGE}
    return {name: value for name, value in found.items() if value is not None}


def _declared() -> dict[str, Any]:
    kinds = {name: {"d": _CX2_TYPES.get(kind, kind)} for name, kind in _EDGE.items()}
    text = {"d": "string"}
    return {
        "networkAttributes": {"name": text},
        "nodes": {"name": text, "represents": text, "category": text},
        "edges": {**kinds, "interaction": text, "statement": text},
    }


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
