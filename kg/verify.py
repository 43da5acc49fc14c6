"""Is everything in the store as it should be?

Three questions, each answered from the stored quads alone: does every document graph hold a whole document
(its quads are exactly those that its contribution is written as), is everything that a document refers to in
its graph, and are the derived graphs those that follow from the documents? Shapes are for `kg.check`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from kg.errors import LitkgError
from kg.model import Contribution
from kg.rdf import contribution_quads
from kg.rdf_reader import read_contribution
from kg.store import Store

#: how many wrong triples of a derived graph are told one by one
_TOLD = 5


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong: the IRI of the graph that it is in, and what it is."""

    graph: str
    message: str


def verify(store: Store) -> Iterator[Fault]:
    """All faults of a store, found one by one; takes about as long as rebuilding it.

    Give it a store that is open read-only: one that is written meanwhile may change under it.
    """
    for graph in document_graphs(store):
        yield from _document_faults(store, graph)
    yield from _derived_faults(store)


def document_graphs(store: Store) -> list[NamedNode]:
    """The names of the graphs that are documents', in order."""
    named = {graph for graph in store.data.named_graphs() if isinstance(graph, NamedNode)}
    return sorted(named - store.terms.derived, key=str)


def dangling(contribution: Contribution) -> list[str]:
    """The entities that a contribution refers to and does not describe."""
    named = {mention.entity for mention in contribution.mentions}
    for claim in contribution.claims:
        named |= {claim.statement.subject, claim.statement.object, *claim.evidence.context}
    return sorted(named - {entity.id for entity in contribution.entities})


def _document_faults(store: Store, graph: NamedNode) -> Iterator[Fault]:
    quads = set(store.data.quads_for_pattern(None, None, None, graph))
    try:
        contribution = read_contribution(quads, store.identifiers)
        whole = set(contribution_quads(contribution, store.identifiers))
    except (LitkgError, LookupError, ValueError, StopIteration) as error:
        yield Fault(graph.value, f"not a whole document: {error}; read it again")
        return
    fingerprint = store.terms.own["fingerprint"]
    spare = {quad for quad in quads - whole if quad.predicate != fingerprint}
    if spare or whole - quads:
        count = f"{len(whole - quads)} quads are missing, {len(spare)} are too many"
        yield Fault(graph.value, f"not a whole document: {count}; read it again")
    for curie in dangling(contribution):
        yield Fault(graph.value, f"refers to {curie} without describing it; read the document again")


def _derived_faults(store: Store) -> Iterator[Fault]:
    with tempfile.TemporaryDirectory(prefix="litkg-verify-") as folder:
        try:
            fresh = store.afresh(folder, store.threshold)
        except (LitkgError, LookupError, ValueError, StopIteration) as error:
            told = f"cannot be made again of damaged documents ({error}); mend these first"
            yield Fault(store.terms.assembly.value, told)
            return
        for graph in sorted(store.terms.derived, key=str):
            yield from _difference(store, fresh, graph)


def _difference(store: Store, fresh: Store, graph: NamedNode) -> Iterator[Fault]:
    advice = "`litkg rebuild` mends it"
    yield from _told(graph, "is missing", advice, _without(fresh, store, graph))
    yield from _told(graph, "follows from no document", advice, _without(store, fresh, graph))


def _without(one: Store, other: Store, graph: NamedNode) -> Iterator[Quad]:
    there = other.data
    return (q for q in one.data.quads_for_pattern(None, None, None, graph) if q not in there)


def _told(graph: NamedNode, what: str, advice: str, quads: Iterable[Quad]) -> Iterator[Fault]:
    wrong = 0
    for wrong, quad in enumerate(quads, 1):
        if wrong <= _TOLD:
            yield Fault(graph.value, f"{quad.triple} {what}; {advice}")
    if wrong > _TOLD:
        yield Fault(graph.value, f"{wrong - _TOLD} more: {what}; {advice}")
