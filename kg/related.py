"""Which other statements bear on a statement, and which documents on a document?

More general and more specific statements, and contradictions with the evidence of both sides, as the assembly
links them; and how far a statement is believed if what is said more specifically counts for it too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, QuerySolutions

from kg.belief import belief
from kg.model import Evidence
from kg.sources import Sources
from kg.terms import DCTERMS
from kg.view import View

if TYPE_CHECKING:
    from kg.graph import AssembledStatement, Graph


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two statements that cannot both hold, the more believed one first, each with its evidence, the surest first."""

    first: AssembledStatement
    second: AssembledStatement
    first_evidence: tuple[Evidence, ...]
    second_evidence: tuple[Evidence, ...]

    @property
    def weaker(self) -> float:
        """The belief in the less believed side: how far there is a contradiction at all."""
        return min(self.first.belief, self.second.belief)

    @property
    def hedged(self) -> bool:
        """Whether one side is only supposed, wherever it is said."""
        return self.first.hedged or self.second.hedged


def more_general(graph: Graph, node: NamedNode) -> list[AssembledStatement]:
    """The statements that a statement refines, the most believed first."""
    terms, inner = graph.store.terms, graph.store.data
    found = inner.quads_for_pattern(node, terms.own["refines"], None, terms.assembly)
    return _believed(graph, [quad.object for quad in found])


def more_specific(graph: Graph, node: NamedNode) -> list[AssembledStatement]:
    """The statements that refine a statement, the most believed first."""
    terms, inner = graph.store.terms, graph.store.data
    found = inner.quads_for_pattern(None, terms.own["refines"], node, terms.assembly)
    return _believed(graph, [quad.subject for quad in found])


def support(graph: Graph, found: AssembledStatement, node: NamedNode) -> float:
    """The belief in a statement if the evidence of those that refine it counts as its own."""
    view = View(graph.store.data, graph.store.terms)
    place = Sources(view).place
    told = [found, *more_specific(graph, node)]
    return belief(finding for each in told for finding in view.findings(each.statement, place))


def contradictions(
    graph: Graph, about: str | None, min_belief: float, hedged: bool | None, limit: int | None
) -> list[Contradiction]:
    """The contradictions of a graph; see `kg.graph.Graph.contradictions`."""
    entity = graph.store.terms.entity(graph.store.identifiers.standardise(about)) if about else None
    query = _CONTRADICTIONS % {
        "about": f"?one biolink:subject|biolink:object {entity} ." if entity else "",
        "hedged": "" if hedged is None else f"FILTER((?h1 || ?h2) = {str(hedged).lower()})",
        "belief": float(min_belief),
        "limit": "" if limit is None else f"LIMIT {int(limit)}",
    }
    rows = graph.store.query(query)
    assert isinstance(rows, QuerySolutions)
    local = graph.store.terms.local
    return [_contradiction(graph, local(row["one"]), local(row["other"])) for row in rows]


def same_source(graph: Graph, document_id: str) -> list[str]:
    """The identifiers of the documents that are one source with a document, itself among them, sorted."""
    terms, inner = graph.store.terms, graph.store.data
    node = graph.store.graph_of(document_id)
    source = next(inner.quads_for_pattern(node, terms.own["source"], None, terms.assembly), None)
    if source is None:
        return [document_id]
    members = inner.quads_for_pattern(None, terms.own["source"], source.object, terms.assembly)
    nodes = [q.subject for q in members if isinstance(q.subject, NamedNode)]
    named = (inner.quads_for_pattern(node, DCTERMS["identifier"], None, node) for node in nodes)
    return sorted(quad.object.value for quads in named for quad in quads)  # type: ignore[union-attr]


def _believed(graph: Graph, nodes: list[object]) -> list[AssembledStatement]:
    hashes = [graph.store.terms.local(node) for node in nodes if isinstance(node, NamedNode)]
    return sorted(map(graph.statement, hashes), key=lambda found: (-found.belief, found.hash))


def _contradiction(graph: Graph, *hashes: str) -> Contradiction:
    found = sorted(map(graph.statement, hashes), key=lambda each: (-each.belief, each.hash))
    first, second = found
    return Contradiction(first, second, tuple(graph.evidence(first)), tuple(graph.evidence(second)))


_CONTRADICTIONS = """
SELECT DISTINCT ?one ?other ?weaker WHERE { GRAPH graph:assembly {
  %(about)s
  ?one litkg:contradicts ?other ; litkg:belief ?b1 ; litkg:hedged ?h1 .
  ?other litkg:belief ?b2 ; litkg:hedged ?h2 .
  FILTER(STR(?one) < STR(?other))
  BIND(IF(?b1 < ?b2, ?b1, ?b2) AS ?weaker)
  FILTER(?weaker >= %(belief)r)
  %(hedged)s
} } ORDER BY DESC(?weaker) ?one ?other %(limit)s
"""
