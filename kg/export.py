"""How does the graph leave the store?

N-Quads, TriG and JSON-LD keep the named graphs apart; Turtle gives all graphs as one, each triple once.
Graphs come in the order of their names and triples in the order of their text: equal stores give equal
N-Quads, and the other forms differ at most in the order of prefixes. One graph at a time is held in memory.
The other forms hold statements as rows (`kg.export_rows`), stream them, and take a selection.
Standards: RDF 1.1, or 1.2 with each statement as the reifier of its triple; JSON-LD 1.1 (expanded).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from kg import export_kgx, export_nanopubs, export_networks
from kg.errors import ExportError
from kg.export_rows import ALL, Selection
from kg.terms import BIOLINK, RDF

if TYPE_CHECKING:
    from kg.store import Store

#: the forms of RDF by name, each with the usual ending of its files
FORMATS = {"nquads": "nq", "trig": "trig", "turtle": "ttl", "jsonld": "jsonld"}
#: the forms of rows by name, likewise
ROW_FORMATS = {
    "kgx": "tar.gz",
    "kgx-jsonl": "tar.gz",
    "graphml": "graphml",
    "cx2": "cx2",
    "sif": "sif",
    "parquet": "parquet",
    "nanopubs": "trig",
}
_WRITERS = {
    "kgx": export_kgx.write_tables,
    "kgx-jsonl": export_kgx.write_lines,
    "graphml": export_networks.write_graphml,
    "cx2": export_networks.write_cx2,
    "sif": export_networks.write_sif,
    "parquet": export_networks.write_parquet,
    "nanopubs": export_nanopubs.write_nanopubs,
}


def export(
    store: Store,
    out: IO[bytes],
    form: str,
    document: str | None = None,
    *,
    selection: Selection = ALL,
    rdf: str = "1.1",
) -> None:
    """Write the whole store, what one document contributes, or selected statements, to a binary file.

    :param form: a name of `FORMATS`, which take a document, or of `ROW_FORMATS`, which take a selection
    :param rdf: "1.2" says ``statement rdf:reifies <<( subject relation object )>>`` too; not in JSON-LD
    :raises ExportError: if there is no such form, it does not go with the rest, or the file cannot be written
    :raises UnknownDocumentError: if the store does not hold the document
    """
    _check(form, document, selection, rdf)
    try:
        if form in _WRITERS:
            _WRITERS[form](store, out, selection)
        else:
            _write(store, _quads(store, document, rdf), out, form, once=document is None)
    except OSError as error:
        raise ExportError(f"the export cannot be written: {error.strerror or error}") from error


def _check(form: str, document: str | None, selection: Selection, rdf: str) -> None:
    if form not in FORMATS and form not in ROW_FORMATS:
        raise ExportError(f"no form is called {form!r}; there are {', '.join([*FORMATS, *ROW_FORMATS])}")
    if form in FORMATS and selection != ALL:
        raise ExportError(
            f"{form} takes the whole graph or a document; {', '.join(ROW_FORMATS)} take selections"
        )
    if form in ROW_FORMATS and document is not None:
        raise ExportError(f"{form} takes selections; {', '.join(FORMATS)} take a document")
    if rdf not in ("1.1", "1.2") or (rdf == "1.2" and form not in ("nquads", "trig", "turtle")):
        raise ExportError("RDF is 1.1, or 1.2 in nquads, trig and turtle")


def _quads(store: Store, document: str | None, rdf: str) -> Iterator[Quad]:
    names = sorted(store.data.named_graphs(), key=str)
    for graph in [store.graph_of(document)] if document is not None else names:
        for quad in _sorted(store.data.quads_for_pattern(None, None, None, graph)):
            yield quad
            if rdf == "1.2" and quad.predicate == store.terms.own["relation"]:
                yield from _reified(store, quad)


def _reified(store: Store, relation: Quad) -> Iterator[Quad]:
    """The statement of this relation as the reifier of its triple."""
    node, graph = relation.subject, relation.graph_name
    ends = [
        quad.object
        for role in ("subject", "object")
        for quad in store.data.quads_for_pattern(node, BIOLINK[role], None, graph)
    ]
    if len(ends) == 2 and isinstance(relation.object, NamedNode):
        triple = Triple(ends[0], relation.object, ends[1])  # type: ignore[arg-type]
        yield Quad(node, RDF["reifies"], triple, graph)


def _write(store: Store, quads: Iterator[Quad], out: IO[bytes], form: str, once: bool) -> None:
    prefixes = store.prefixes()
    if form == "turtle":
        triples = _each_once(store, quads) if once else (quad.triple for quad in quads)
        serialize(triples, out, format=RdfFormat.TURTLE, prefixes=prefixes)
    elif form == "nquads":
        serialize(quads, out, format=RdfFormat.N_QUADS)
    elif form == "trig":
        serialize(quads, out, format=RdfFormat.TRIG, prefixes=prefixes)
    else:
        serialize(quads, out, format=RdfFormat.JSON_LD)


def _sorted(quads: Iterable[Quad]) -> list[Quad]:
    return sorted(quads, key=str)


def _each_once(store: Store, quads: Iterator[Quad]) -> Iterator[Triple]:
    """The triple of a quad, where its graph is the first of those that hold it."""
    for quad in quads:
        if quad.predicate == RDF["reifies"]:  # not in the store
            if quad.graph_name == store.terms.assembly:
                yield quad.triple
            continue
        holders = store.data.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        if str(quad.graph_name) == min(str(holder.graph_name) for holder in holders):
            yield quad.triple
