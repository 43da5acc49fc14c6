"""How do the statements look as a network for networkx?"""

from __future__ import annotations

import networkx
from pyoxigraph import QuerySolutions

from kg.store import Store


def network(store: Store, min_belief: float = 0.0) -> networkx.MultiDiGraph[str]:
    """A directed multigraph whose nodes are CURIEs and whose edges are statements.

    A node has ``label`` and ``category``. An edge's key is the statement's hash; it has ``relation``,
    ``aspect`` (or None), ``negated``, ``hedged``, ``belief`` and ``evidence_count``. Negated and hedged
    statements are there too: filter them out where edges should be facts.
    """
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    curie, local = store.terms.curie, store.terms.local
    for row in _select(store, _EDGES % float(min_belief)):
        graph.add_edge(
            curie(row["subject"]),
            curie(row["object"]),
            key=local(row["statement"]),
            relation=local(row["relation"]),
            aspect=local(row["aspect"]) if row["aspect"] else None,
            negated=row["negated"].value == "true",
            hedged=row["hedged"].value == "true",
            belief=float(row["belief"].value),
            evidence_count=int(row["evidence"].value),
        )
    for row in _select(store, _NODES):
        if row["curie"].value in graph:
            graph.add_node(row["curie"].value, label=row["label"].value, category=curie(row["category"]))
    return graph


def _select(store: Store, query: str) -> QuerySolutions:
    rows = store.query(query)
    assert isinstance(rows, QuerySolutions)
    return rows


_EDGES = """
SELECT ?statement ?subject ?object ?relation ?aspect ?negated ?hedged ?belief ?evidence WHERE {
  GRAPH graph:assembly {
    ?statement biolink:subject ?subject ; biolink:object ?object ; biolink:negated ?negated ;
      litkg:relation ?relation ; litkg:belief ?belief ; litkg:hedged ?hedged ;
      litkg:evidence_count ?evidence .
    FILTER(?belief >= %r)
    OPTIONAL { ?statement litkg:aspect ?aspect }
  }
} ORDER BY ?statement
"""

_NODES = """
SELECT ?curie ?label ?category WHERE {
  GRAPH graph:entities { ?entity litkg:curie ?curie ; rdfs:label ?label ; biolink:category ?category }
}
"""
