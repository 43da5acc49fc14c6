"""Which neighbours of an entity are shown in its picture? The surest of each relation, one statement each.

One picture for notebooks and web pages; the same graph gives the same one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from kg.drawing import Entity, Link, Picture, Way, drawn
from kg.vocabulary import RELATIONS

if TYPE_CHECKING:
    from kg.graph import AssembledStatement, Graph


def plot(graph: Graph, curie: str, most: int, min_belief: float) -> Picture:
    """An entity among its surest neighbours, at most so many.

    :raises UnknownEntityError: if no document names the entity
    """
    centre = graph.entity(curie)
    sides = ({"subject": centre.id}, {"object": centre.id})
    found = [s for side in sides for s in graph.statements(**side, min_belief=min_belief, limit=20 * most)]  # type: ignore[arg-type]
    links: dict[tuple[str, Way], list[Link]] = {}
    for item in sorted(set(found), key=lambda s: (-s.belief, s.hash)):
        link = _link(graph, item, centre.id)
        links.setdefault((item.statement.relation, link.way), []).append(link)
    shown = Entity(centre.id, centre.label, centre.category)
    return draw(shown, list(links.values()), most) or drawn(shown, {}, {})


def _link(graph: Graph, item: AssembledStatement, centre: str) -> Link:
    told = item.statement
    relation = RELATIONS[told.relation]
    way: Way = "either" if relation.symmetric else "out" if told.subject == centre else "in"
    labels = graph.entity(told.subject).label, graph.entity(told.object).label
    other = graph.entity(told.object if told.subject == centre else told.subject)
    aspect = f" ({told.aspect})" if told.aspect else ""
    mark = "denied: " * told.negated + "only supposed: " * item.hedged
    words = f"{mark}{labels[0]} {relation.label} {labels[1]}{aspect}, belief {item.belief:.2f}"
    shown = Entity(other.id, other.label, other.category)
    return Link(shown, way, relation.direction, item.belief, told.negated, item.hedged, words)


def draw(centre: Entity, groups: Sequence[Sequence[Link]], most: int = 18) -> Picture | None:
    """A picture of an entity and the neighbours that it is linked to; None if there are none.

    Groups, of links by one relation, take turns, so that no relation crowds out the others.

    :param groups: in each the surest link comes first
    :param most: neighbours, half of them on each side
    """
    turns = [link for link in chain.from_iterable(zip_longest(*groups)) if link]
    told = [link for link in turns if link.neighbour.curie != centre.curie]
    rows = max(1, (most + 1) // 2)
    left = _surest([link for link in told if link.way == "in"], rows)
    right = _surest([link for link in told if link.way == "out"], min(rows, most - len(left)), left)
    free = _surest([link for link in told if link.way == "either"], most, left | right)
    for curie, link in list(free.items())[: most - len(left) - len(right)]:  # these fill the shorter side
        side = left if len(left) <= len(right) else right
        if len(side) < rows:
            side[curie] = link
    return drawn(centre, left, right) if left or right else None


def _surest(found: Iterable[Link], most: int, taken: Iterable[str] = ()) -> dict[str, Link]:
    """The first neighbours that are not taken, each with its most believed link."""
    kept: dict[str, Link] = {}
    elsewhere = set(taken)
    for link in found:
        curie = link.neighbour.curie
        if curie in kept:
            kept[curie] = max(kept[curie], link, key=lambda each: each.belief)
        elif len(kept) < most and curie not in elsewhere:
            kept[curie] = link
    return kept
