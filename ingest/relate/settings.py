"""Who was treated, what was only tried, and what came of it?

"Patients with kidney failure undergoing dialysis slept badly": neither is said to treat nor to be tested. The words
are data, ``settings.tsv`` beside this file, each line with an example that is its test: patterns over the sentence, in
which its names are replaced by what they are to the relation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from ingest.mention import AGENTS
from ingest.relate.compose import CONDITIONS
from ingest.relate.lexis import MEASURES, rows
from ingest.relate.mask import Masked
from ingest.relate.relator import NAME, Relation
from kg.vocabulary import Category

#: longer sentences are lists and tables, which no pattern fits
_LONGEST = 1500
_ANY, _SAVE = "any", "tested_for"
#: of these relations nothing is said where the place is any tissue or cell: "expressed in ten tissues"
_PLACED = frozenset({"located_in", "expresses", "produces", "secretes"})
_ANYWHERE = frozenset({"UBERON:0000479", "CL:0000000"})


@dataclass(frozen=True, slots=True)
class Setting:
    """A line of the table. ``becomes`` is a relation, "affirmed" or "denied", empty where nothing is claimed."""

    relations: frozenset[str]
    becomes: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None

    def fits(self, marked: str) -> bool:
        """Whether the sentence puts a relation that it is about like this."""
        return bool(self.pattern.search(marked)) and not (self.unless and self.unless.search(marked))


@cache
def settings() -> tuple[Setting, ...]:
    """The lines of the table; of those that fit, the first holds."""
    parts: dict[str, str] = {}
    found = []
    for first, *rest in rows("settings.tsv"):
        if first == "let":
            parts["{" + rest[0] + "}"] = rest[1]
            continue
        becomes, pattern, unless, _example = (("" if cell == "-" else cell) for cell in rest)
        barred = _compiled(unless, parts) if unless else None
        found.append(Setting(frozenset(first.split("|")), becomes, _compiled(pattern, parts), barred))
    return tuple(found)


@cache
def settings_of(relation: str) -> tuple[Setting, ...]:
    """The lines that are about a relation, "not X" where it is denied."""
    about = {relation} if relation == _SAVE else {relation, _ANY}
    return tuple(setting for setting in settings() if about & setting.relations)


def _compiled(pattern: str, parts: dict[str, str]) -> re.Pattern[str]:
    for name, part in parts.items():
        pattern = pattern.replace(name, part)
    return re.compile(pattern)


def in_their_setting(relations: Iterable[Relation], masked: Masked) -> Iterator[Relation]:
    """The relations of a sentence as the words around their names mean them; void where these claim nothing."""
    places = {name.index: name.entity for name in masked.names}
    for relation in relations:
        sides = {relation.subject, relation.object}
        if relation.relation in _PLACED and not _ANYWHERE.isdisjoint(places.get(side, "") for side in sides):
            yield replace(relation, void=True)
            continue
        apart = relation.kind == NAME or not sides <= places.keys()
        yield relation if apart or len(masked.text) > _LONGEST else _meant(relation, masked)


def _meant(relation: Relation, masked: Masked) -> Relation:
    told = f"not {relation.relation}" if relation.negated else relation.relation
    marked = mark(masked, relation.subject, relation.object)
    setting = next((s for s in settings_of(told) if s.fits(marked)), None)
    if setting is None:
        return relation
    if not setting.becomes:
        return replace(relation, void=True)
    if setting.becomes in ("affirmed", "denied"):
        return replace(relation, negated=setting.becomes == "denied")
    return replace(relation, relation=setting.becomes, aspect=None, read_as=relation.relation)


def mark(masked: Masked, subject: int, object_: int) -> str:
    """The sentence in small letters, with <s> for the subject, <o> for the object, <d>, <t> and <x> for other names.

    Behind what can be measured stands what is: "<o> pressure". Patterns are tried on small letters in half the time
    that they take without regard to case.
    """
    pieces, at = [], 0
    for name in sorted(masked.names, key=lambda name: name.start):
        own = {subject: "<s>", object_: "<o>"}.get(name.index) or _KINDS.get(name.category, "<x>")
        measured = name.category is Category.PROCESS and name.head.lower() in _MEASURED
        pieces += [masked.text[at : name.start], f"{own} {name.head}" if measured else own]
        at = name.end
    return ("".join(pieces) + masked.text[at:]).lower().translate(_HYPHENS)


_MEASURED = MEASURES | frozenset("index temperature mass tone volume intake".split())
_HYPHENS = {0x2010: "-", 0x2011: "-"}
_KINDS: dict[Category, str] = {**dict.fromkeys(AGENTS, "<t>"), **dict.fromkeys(CONDITIONS, "<d>")}
