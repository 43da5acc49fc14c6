"""Which statements and entities leave the store, as plain rows?

Statements stream in the order of the store's index; only the CURIEs of the entities that they name are held.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, QuerySolution, QuerySolutions

from kg.errors import QueryError
from kg.rdf_reader import Facts, read_entities
from kg.terms import DCTERMS
from kg.vocabulary import RELATIONS, Category

if TYPE_CHECKING:
    from kg.model import Entity
    from kg.store import Store


@dataclass(frozen=True, slots=True)
class Selection:
    """Which statements are wanted: those that fit every condition given; None fits all.

    ``category`` is that of the subject or the object; ``min_belief`` is 0-1.

    :raises QueryError: for a relation or category that the vocabulary does not have
    """

    relation: str | None = None
    category: Category | str | None = None
    min_belief: float = 0.0
    negated: bool | None = None
    hedged: bool | None = None

    def __post_init__(self) -> None:
        for name, known in ((self.relation, list(RELATIONS)), (self.category, [str(c) for c in Category])):
            if name is not None and name not in known:
                raise QueryError(f"unknown: {name!r}; known are {', '.join(known)}")


#: every statement
ALL = Selection()


@dataclass(frozen=True, slots=True)
class Edge:
    """A statement with what all its evidence says of it; the fields are those of `kg.graph`."""

    hash: str
    subject: str
    relation: str
    object: str
    aspect: str | None
    negated: bool
    hedged: bool
    belief: float
    evidence_count: int


def edges(store: Store, selection: Selection = ALL) -> Iterator[Edge]:
    """The statements that fit the selection, read one at a time."""
    rows = store.query(_query(store, selection))
    assert isinstance(rows, QuerySolutions)
    return (_edge(store, row) for row in rows)


def nodes(store: Store, selection: Selection = ALL) -> Iterator[Entity]:
    """The entities that the selected statements name, by CURIE."""
    named: set[str] = set()
    for edge in edges(store, selection):
        named.update((edge.subject, edge.object))
    for curie in sorted(named):
        quads = store.data.quads_for_pattern(store.terms.entity(curie), None, None, store.terms.entities)
        yield from read_entities(Facts(quads, store.terms))


def publications(store: Store, edge: Edge) -> list[str]:
    """The documents that support a statement, sorted: PMID or DOI CURIEs, else IRIs."""
    node, own, inner = store.terms.statement(edge.hash), store.terms.own, store.oxigraph
    graphs = {quad.graph_name for quad in inner.quads_for_pattern(None, own["supports"], node, None)}
    return sorted(_publication(store, graph) for graph in graphs if isinstance(graph, NamedNode))


def _publication(store: Store, graph: NamedNode) -> str:
    for prefix, name in (("PMID", "pmid"), ("DOI", "doi")):
        for quad in store.data.quads_for_pattern(graph, store.terms.own[name], None, graph):
            return f"{prefix}:{quad.object.value}"  # type: ignore[union-attr]
    for quad in store.data.quads_for_pattern(graph, DCTERMS["identifier"], None, graph):
        if quad.object.value.startswith(("PMID:", "DOI:")):  # type: ignore[union-attr]
            return quad.object.value  # type: ignore[union-attr]
    return graph.value


def _edge(store: Store, row: QuerySolution) -> Edge:
    curie, local, aspect = store.terms.curie, store.terms.local, row["aspect"]
    return Edge(
        hash=local(row["statement"]),
        subject=curie(row["subject"]),
        relation=local(row["relation"]),
        object=curie(row["object"]),
        aspect=local(aspect) if aspect else None,
        negated=row["negated"].value == "true",
        hedged=row["hedged"].value == "true",
        belief=float(row["belief"].value),
        evidence_count=int(row["evidence"].value),
    )


def _query(store: Store, wanted: Selection) -> str:
    conditions = [
        f"?statement litkg:relation {store.terms.relation(wanted.relation)} ." if wanted.relation else "",
        f"?statement biolink:negated {str(wanted.negated).lower()} ." if wanted.negated is not None else "",
        f"?statement litkg:hedged {str(wanted.hedged).lower()} ." if wanted.hedged is not None else "",
        f"FILTER(?belief >= {float(wanted.min_belief)!r})" if wanted.min_belief else "",
    ]
    category = ""
    if wanted.category is not None:
        node = store.terms.entity(wanted.category)
        of = "GRAPH graph:entities {{ ?{role} biolink:category {node} }}"
        subject, obj = (of.format(role=role, node=node) for role in ("subject", "object"))
        category = f"FILTER(EXISTS {{ {subject} }} || EXISTS {{ {obj} }})"
    return _EDGES.replace("CONDITIONS", " ".join(conditions)).replace("CATEGORY", category)


_EDGES = """
SELECT ?statement ?subject ?object ?relation ?aspect ?negated ?hedged ?belief ?evidence WHERE {
  GRAPH graph:assembly {
    ?statement biolink:subject ?subject ; biolink:object ?object ; biolink:negated ?negated ;
      litkg:relation ?relation ; litkg:belief ?belief ; litkg:hedged ?hedged ;
      litkg:evidence_count ?evidence .
    CONDITIONS
    OPTIONAL { ?statement litkg:aspect ?aspect }
  }
  CATEGORY
}
"""
