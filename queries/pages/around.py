"""How does the page about an entity draw its neighbourhood? As `kg.picture` does, each part a link."""

from __future__ import annotations

from collections.abc import Sequence

from kg.drawing import Entity, Link, Picture, Way
from kg.picture import draw
from kg.vocabulary import RELATIONS
from queries.pages import links, words
from queries.results import Named, RelationGroup, StatementItem

_WAYS: dict[str, Way] = {"object": "in", "subject": "out", "either": "either"}


def neighbourhood(entity: Named, groups: Sequence[RelationGroup]) -> Picture | None:
    """The most believed neighbours of the groups, and their most believed statements; None if there are none."""
    return draw(
        _shown(entity), [[_link(item, group.side, entity.id) for item in group.items] for group in groups]
    )


def _link(item: StatementItem, side: str, curie: str) -> Link:
    if side == "either":
        other = item.object if item.subject.id == curie else item.subject
    else:
        other = item.object if side == "subject" else item.subject
    told = f"{item.subject.label} {words.verb(item)} {item.object.label}"
    told += f" ({item.aspect})" if item.aspect else ""
    told += ", only supposed" if item.hedged else ""
    told += f": belief {item.belief:.2f}, {words.counted(item.evidence_count, 'sentence')}"
    direction = RELATIONS[item.relation].direction
    return Link(
        _shown(other),
        _WAYS[side],
        direction,
        item.belief,
        item.negated,
        item.hedged,
        told,
        links.statement(item.id),
    )


def _shown(entity: Named) -> Entity:
    return Entity(entity.id, entity.label, entity.category, links.entity(entity.id))
