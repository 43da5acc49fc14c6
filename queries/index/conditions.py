"""Which statements are wanted? Conditions as a value, and the SQL that they stand for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Role = Literal["subject", "object", "either"]
Sql = tuple[str, tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Conditions:
    """What statements must fulfil; None stands for anything.

    ``entity`` takes part in the ``role``; ``subtypes`` lets the entities below it, below ``subject`` and below
    ``object`` count too. ``category`` is that of either side. ``since`` and ``until`` are compared with the dates of
    the documents that say it; ``new_since`` asks that none said it before. ``kind`` is that of such a document.
    All entities are CURIEs as the graph spells them.
    """

    entity: str | None = None
    role: Role = "either"
    subject: str | None = None
    object: str | None = None
    subtypes: bool = False
    relation: str | None = None
    aspect: str | None = None
    direction: str | None = None
    category: str | None = None
    subject_category: str | None = None
    object_category: str | None = None
    min_belief: float = 0.0
    max_belief: float = 1.0
    negated: bool | None = None
    hedged: bool | None = None
    contradicted: bool | None = None
    document: str | None = None
    kind: str | None = None
    since: str | None = None
    until: str | None = None
    new_since: str | None = None

    def where(self) -> Sql:
        """The condition on the table ``statement AS s``; every value is a parameter, none is text of the query."""
        parts = list(self._parts())
        text = " AND ".join(part for part, _ in parts) or "1"
        return text, tuple(value for _, values in parts for value in values)

    def _parts(self) -> Iterator[Sql]:
        yield from self._entities()
        for column in ("relation", "aspect", "direction", "negated", "hedged"):
            value = getattr(self, column)
            if value is not None:
                yield f"s.{column} = ?", (value,)
        if self.min_belief > 0:
            yield "s.belief >= ?", (self.min_belief,)
        if self.max_belief < 1:
            yield "s.belief <= ?", (self.max_belief,)
        if self.contradicted is not None:
            yield f"s.contradictions {'>' if self.contradicted else '='} 0", ()
        if self.new_since is not None:
            yield "s.first_date >= ?", (self.new_since,)
        yield from self._said_by()

    def _entities(self) -> Iterator[Sql]:
        below = _BELOW if self.subtypes else _SELF
        for column, curie in (("subject", self.subject), ("object", self.object)):
            if curie is not None:
                yield f"s.{column} IN ({below})", (curie,)
        if self.entity is not None:
            roles = ("subject", "object") if self.role == "either" else (self.role,)
            yield f"({' OR '.join(f's.{role} IN ({below})' for role in roles)})", (self.entity,) * len(roles)
        of_category = "s.{} IN (SELECT id FROM entity WHERE category = ?)"
        for column, category in (("subject", self.subject_category), ("object", self.object_category)):
            if category is not None:
                yield of_category.format(column), (category,)
        if self.category is not None:
            either = " OR ".join(of_category.format(column) for column in ("subject", "object"))
            yield f"({either})", (self.category, self.category)

    def _said_by(self) -> Iterator[Sql]:
        """One document that fulfils all that is asked of documents."""
        asked = [
            ("d.identifier = ?", self.document),
            ("d.kind = ?", self.kind),
            ("d.date >= ?", self.since),
            (
                "d.date != '' AND d.date <= ?",
                None if self.until is None else self.until + "~",
            ),  # 2016-05 is in 2016
        ]
        given = [(text, value) for text, value in asked if value is not None]
        if given:
            text = " AND ".join(part for part, _ in given)
            yield f"s.id IN ({_SAYS} AND {text})", tuple(value for _, value in given)


_SELF = "SELECT id FROM entity WHERE curie = ?"
_BELOW = "SELECT b.entity FROM below b JOIN entity a ON a.id = b.ancestor WHERE a.curie = ?"
_SAYS = "SELECT v.statement FROM evidence v JOIN document d ON d.id = v.document WHERE 1"
