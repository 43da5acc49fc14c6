"""Which receptors are named by what they bind: the IL-6 of "IL-6 and IL-10 receptors", "the receptor for IL-6"?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.mention import GENES, Recognised
from ingest.patterns.own import Lookup, meant
from kg.model import Span
from kg.vocabulary import Category

_BOUND = GENES | {Category.CHEMICAL, Category.DRUG}
#: the noun behind a name, with a short form or type of the receptor between
_BEHIND = re.compile(r"(?: \([^()]{1,12}\))?[ -](?:type \w{1,3} )?receptors?\b")
_JOINED = re.compile(r"(?:,|,? (?:and|or|and/or)|/) ?(?:the )?$")
_RECEPTORS = re.compile(r"receptors$", re.I)
_RECEPTOR = re.compile(r"receptors?\b", re.I)
#: "the receptor for IL-4", of one thing: of several each may have its own
#: "X, the receptor for IL-4" and "X is the receptor for IL-4" say what X binds
_BEFORE = re.compile(
    r"(?<![,(] )(?<!\bis )(?<!\bas )(?<!\bwas )\bthe "
    r"(?P<noun>(?:cell[- ]surface )?receptor for (?:the (?:hormone|cytokine|protein) )?)$"
)
_SEVERAL = re.compile(r"(?: \([^()]{1,12}\))?(?:,? (?:and|or) |, [A-Z]|/)")
_LONGEST_GAP = 8
_LONGEST_BEFORE = 40


def find_receptors(text: str, known: Sequence[Recognised], lookup: Lookup) -> Iterator[Recognised]:
    """Receptors that lists have, where only what they bind was found; the plural may be said of two."""
    names = sorted((r for r in known if r.best.entity.category in _BOUND), key=lambda r: r.span.start)
    ends = {r.span.end: r for r in names}
    for name in names:
        surface = name.span.of(text)
        if _RECEPTOR.search(surface):
            if _RECEPTORS.search(surface):
                yield from _sharing(text, ends, name, lookup)
        elif before := _BEFORE.search(text[max(0, name.span.start - _LONGEST_BEFORE) : name.span.start]):
            alone = not _SEVERAL.match(text, name.span.end)
            if alone and (found := _receptor(name, surface, lookup)):
                yield replace(found, span=Span(name.span.start - len(before["noun"]), name.span.end))
        elif (noun := _BEHIND.match(text, name.span.end)) and (found := _receptor(name, surface, lookup)):
            yield replace(found, span=Span(name.span.start, noun.end()))


def _receptor(name: Recognised, surface: str, lookup: Lookup) -> Recognised | None:
    candidate = meant(lookup, f"{surface} receptor", GENES)
    if candidate is None or candidate.entity.id == name.best.entity.id:
        return None
    reason = f"the receptor is meant: {candidate.reason}"
    score = min(candidate.score, name.best.score)
    return Recognised(name.span, (replace(candidate, score=score, reason=reason),))


def _sharing(
    text: str, ends: dict[int, Recognised], last: Recognised, lookup: Lookup
) -> Iterator[Recognised]:
    """The names before this one that share its noun."""
    at = last.span.start
    while joint := _JOINED.search(text[max(0, at - _LONGEST_GAP) : at]):
        before = ends.get(at - len(joint.group()))
        if before is None or before.best.entity.category not in _BOUND:
            return
        if found := _receptor(before, before.span.of(text), lookup):
            yield found
        at = before.span.start
