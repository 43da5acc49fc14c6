"""How does the graph leave the store?

N-Quads, TriG and JSON-LD keep the named graphs apart; Turtle gives all graphs as one, each triple once.
Graphs come in the order of their names and triples in the order of their text: equal stores give equal
N-Quads, and the other forms differ at most in the order of prefixes. One graph at a time is held in memory.
Standards: RDF 1.1, JSON-LD 1.1 (expanded).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from kg.errors import ExportError

if TYPE_CHECKING:
    from kg.store import Store

#: the forms by name, each with the usual ending of its files
FORMATS = {"nquads": "nq", "trig": "trig", "turtle": "ttl", "jsonld": "jsonld"}


def export(store: Store, out: IO[bytes], form: str, document: str | None = None) -> None:
    """Write the whole store, or what one document contributes, to a binary file.

    :param form: a name of `FORMATS`
    :raises ExportError: if there is no such form, or the file cannot be written
    :raises UnknownDocumentError: if the store does not hold the document
    """
    if form not in FORMATS:
        raise ExportError(f"no form is called {form!r}; there are {', '.join(FORMATS)}")
    graphs = (
        [store.graph_of(document)] if document is not None else sorted(store.data.named_graphs(), key=str)
    )
    quads = (
        quad for graph in graphs for quad in _sorted(store.data.quads_for_pattern(None, None, None, graph))
    )
    try:
        _write(store, quads, out, form, once=document is None)
    except OSError as error:
        raise ExportError(f"the export cannot be written: {error.strerror or error}") from error


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
        holders = store.data.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        if str(quad.graph_name) == min(str(holder.graph_name) for holder in holders):
            yield quad.triple
