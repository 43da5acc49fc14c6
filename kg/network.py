"""How do the statements look as a network for networkx?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import networkx
import numpy as np

from kg.columns import Columns, columns
from kg.export_rows import ALL, Selection
from kg.store import Store

_Attributes: TypeAlias = dict[str, str | bool | float | int | None]


def network(store: Store, selection: Selection = ALL) -> networkx.MultiDiGraph[str]:
    """A directed multigraph whose nodes are CURIEs and whose edges are the selected statements.

    A node has ``label`` and ``category``. An edge's key is the statement's hash; it has ``relation``,
    ``aspect`` (or None), ``negated``, ``hedged``, ``belief`` (0-1) and ``evidence_count``. Negated and hedged
    statements are there too unless the selection leaves them out.
    """
    found = columns(store, selection)
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    graph.add_nodes_from(_nodes(found))
    graph.add_edges_from(_edges(found))  # type: ignore[arg-type]  # stubs know of no keys
    return graph


def _nodes(found: Columns) -> Iterator[tuple[str, _Attributes]]:
    for place in np.union1d(found.subject, found.object).tolist():
        described = {"label": found.labels[place], "category": found.categories[place]}
        yield found.curies[place], {name: value for name, value in described.items() if value}


def _edges(found: Columns) -> Iterator[tuple[str, str, str, _Attributes]]:
    curies, relations, aspects = found.curies, found.relations, [*found.aspects, None]
    rows = zip(
        found.hash,
        found.subject.tolist(),
        found.object.tolist(),
        found.relation.tolist(),
        found.aspect.tolist(),  # -1, which stands for none, is the place of None
        found.negated.tolist(),
        found.hedged.tolist(),
        found.belief.tolist(),
        found.evidence_count.tolist(),
        strict=True,
    )
    for key, subject, obj, relation, aspect, negated, hedged, belief, count in rows:
        attributes: _Attributes = {
            "relation": relations[relation],
            "aspect": aspects[aspect],
            "negated": negated,
            "hedged": hedged,
            "belief": belief,
            "evidence_count": count,
        }
        yield curies[subject], curies[obj], key, attributes
