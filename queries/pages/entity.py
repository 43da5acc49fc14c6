"""What does the page about an entity show? Its names, its place among others, what is said of it by relation."""

from __future__ import annotations

from fastapi import Request, Response

from queries.edition import Edition
from queries.index.around import relation_groups
from queries.pages import words
from queries.pages.around import neighbourhood
from queries.pages.site import page
from queries.results import EntityDetail, Named

_EACH = 6  # statements of a relation


def entity_page(request: Request, edition: Edition, entity: EntityDetail, subtypes: bool) -> Response:
    """The page about an entity; ``subtypes`` adds what is said of what is below it."""
    groups = relation_groups(edition.index, entity.id, subtypes=subtypes, most=_EACH)
    acting = [group for group in groups if words.is_act(group.relation)]
    return page(
        request,
        "entity.html",
        entity=entity,
        subtypes=subtypes,
        broader=[named for named in entity.ancestors if named.label != named.id],
        total=sum(group.total for group in groups),
        contradicted=edition.index.contradictions_of(entity.id),
        sides=(
            (f"What acts on {entity.label}", [g for g in acting if g.side == "object"]),
            (f"What {entity.label} acts on", [g for g in acting if g.side == "subject"]),
        ),
        others=[group for group in groups if not words.is_act(group.relation)],
        picture=neighbourhood(Named(entity.id, entity.label, entity.category), groups),
    )
