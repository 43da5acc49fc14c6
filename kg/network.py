"""How do the statements look as a network for networkx?"""

from __future__ import annotations

import networkx

from kg.export_rows import ALL, Selection, edges
from kg.store import Store
from kg.terms import BIOLINK, LABEL


def network(store: Store, selection: Selection = ALL) -> networkx.MultiDiGraph[str]:
    """A directed multigraph whose nodes are CURIEs and whose edges are the selected statements.

    A node has ``label`` and ``category``. An edge's key is the statement's hash; it has ``relation``,
    ``aspect`` (or None), ``negated``, ``hedged``, ``belief`` (0-1) and ``evidence_count``. Negated and hedged
    statements are there too unless the selection leaves them out.
    """
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for edge in edges(store, selection):
        graph.add_edge(
            edge.subject,
            edge.object,
            key=edge.hash,
            relation=edge.relation,
            aspect=edge.aspect,
            negated=edge.negated,
            hedged=edge.hedged,
            belief=edge.belief,
            evidence_count=edge.evidence_count,
        )
    inner, terms = store.oxigraph, store.terms
    for curie, data in graph.nodes.items():
        for quad in inner.quads_for_pattern(terms.entity(curie), None, None, terms.entities):
            if quad.predicate == LABEL:
                data["label"] = quad.object.value  # type: ignore[union-attr]
            elif quad.predicate == BIOLINK["category"]:
                data["category"] = terms.curie(quad.object)  # type: ignore[arg-type]
    return graph
