"""What do the parts of a shortened list mean: IL-2, -4 and -10; TLR2/4; B and T cells; breast and ovarian cancer?

Each part is a name of its own. Its span is what the text writes for it ("-4", "CD4+", "breast") and its candidates
are those of what it means (IL-4, CD4+ T cell, breast cancer). The part that is written in full keeps its own name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import islice, takewhile

from ingest.cover import Cover
from ingest.mention import GENES, Candidate, Recognised
from ingest.patterns.own import Lookup
from kg.model import Span
from kg.vocabulary import Category

_LEAST = 0.4
_MOST = 6
_GREEK = r"(?:[\u03b1-\u03c9]|alpha|beta|gamma|delta|epsilon|kappa)"
_ITEM = rf"(?:\d{{1,2}}(?:[A-Z]|{_GREEK})?|{_GREEK}\d?|[A-E](?![A-Za-z]))"

# ----------------------------------------------------------------- the stem stands before: IL-2 and -4

#: the end of a name: a hyphen or blank, and what changes from part to part
_STEM = re.compile(
    rf"(?<![\w-])([A-Za-z][A-Za-z0-9-]{{0,20}}?|[A-Za-z][a-z]{{1,20}}(?: [a-z]{{1,20}}){{0,3}}?)(s?)([- ]?)({_ITEM})"
    r"(?=[,/ ]|-[\d\u03b1-\u03c9])"
)
#: the following parts: "/4", "/-4", ", -4 and -10"; a bare number only after a slash
_SLASHED = re.compile(rf"/(-?{_ITEM})(?!\w|\.\d)")
_HYPHENED = re.compile(rf"(?:,? ?(?:and/or|and|or|to|,)|/) ?(-{_ITEM})(?!\w|\.\d)")
#: "interleukins 4 and 13": the plural allows for bare numbers
_PLURAL = re.compile(rf",? (?:and |or )?({_ITEM})(?!\w|[.,]\d| ?%)")
#: what all of these have in them; a text without it is not looked through for stems, which takes long
_LISTED = re.compile(
    rf"{_ITEM}(?:/-?{_ITEM}|(?:,? ?(?:and/or|and|or|to|,)|/) ?-{_ITEM})|s {_ITEM},? (?:and |or )?{_ITEM}"
)


def find_conjuncts(text: str, known: Sequence[Recognised], lookup: Lookup) -> Iterator[Recognised]:
    """The shortened parts of lists, each a name of its own; what the text writes in full is left to the others."""
    whole = [r for r in known if _is_list(r, text, lookup)]
    lists = {r.span for r in whole}
    single = [r for r in known if r.span not in lists]
    lasts = [last for r in whole if (last := _last_of(r, text, lookup))]
    yield from lasts
    yield from _after_stem(text, Cover(r.span for r in single), lookup)
    yield from _before_head(text, [*single, *lasts], lookup)
    yield from _numbered(text, single, lookup)


def without_lists(names: Sequence[Recognised], conjuncts: Sequence[Recognised]) -> list[Recognised]:
    """The names without those that are a whole list: of "IL-4 and -13" both parts stand for themselves."""
    starts = sorted((c.span.start, c.span.end) for c in conjuncts)
    return [name for name in names if _held(starts, name.span) < 2]


def _held(parts: Sequence[tuple[int, int]], span: Span) -> int:
    """How many of the parts, in order, lie in the span."""
    first = bisect_left(parts, (span.start, 0))
    within = takewhile(lambda part: part[0] < span.end, islice(parts, first, None))
    return sum(end <= span.end for _, end in within)


_JOINT = re.compile(r"^(.{1,40}?)(?:,? (?:and/or|and|or) |/)(.+)$", re.S)


def _is_list(name: Recognised, text: str, lookup: Lookup) -> bool:
    """Whether a name that someone has found is a list of names, which no lexicon has as one."""
    surface = name.span.of(text)
    return len(surface) <= 3 * _LONGEST and _JOINT.match(surface) is not None and not lookup(surface)


def _last_of(name: Recognised, text: str, lookup: Lookup) -> Recognised | None:
    """The "ovarian cancer" of "breast and ovarian cancer"."""
    kinds = _HEADED.get(name.best.entity.category)
    match = _JOINT.match(name.span.of(text)) if kinds else None
    meaning = _best(lookup, match.group(2), kinds) if match and kinds else None
    if match is None or meaning is None:
        return None
    return Recognised(Span(name.span.start + match.start(2), name.span.end), meaning)


def _after_stem(text: str, covered: Cover, lookup: Lookup) -> Iterator[Recognised]:
    if not _LISTED.search(text):
        return
    at = 0
    while match := _STEM.search(text, at):
        at = match.end(4)
        if len(match.group(1)) < 2:
            continue
        items, end = _items(text, match)
        if not items or not _alike(match.group(4), items, text):
            continue
        at = end
        full = Span(match.start(), end)
        meanings = [(span, _best(lookup, _written(match, span.of(text)), GENES)) for span in items]
        first = _best(lookup, _written(match, match.group(4)), GENES)
        if (
            first is None
            or not any(meaning for _, meaning in meanings)
            or covered.overlaps(Span(end - 1, end))
        ):
            continue
        if not covered.overlaps(Span(match.start(4), match.end(4))):
            yield Recognised(Span(match.start(), match.end(4)), first)
        for span, meaning in meanings:
            if meaning:
                yield Recognised(span, _explained(meaning, full.of(text)))


def _items(text: str, stem: re.Match[str]) -> tuple[list[Span], int]:
    """The parts after the first, and where the last ends."""
    found: list[Span] = []
    at = stem.end()
    plural = stem.group(2) == "s" and stem.group(3) == " "
    while len(found) < _MOST:
        match = (
            _SLASHED.match(text, at)
            or _HYPHENED.match(text, at)
            or (_PLURAL.match(text, at) if plural else None)
        )
        if match is None:
            break
        found.append(Span(*match.span(1)))
        at = match.end()
    return found, at


def _alike(first: str, items: Sequence[Span], text: str) -> bool:
    """Whether letters follow a letter and numbers a number, as far as no hyphen says that they belong to the stem."""
    bare = [item for span in items if not (item := span.of(text)).startswith("-")]
    return all(item.isalpha() == first.isalpha() for item in bare)


def _written(stem: re.Match[str], item: str) -> str:
    """The name in full of a part."""
    item = item.lstrip("-")
    glue = stem.group(3) or ("-" if item[:1].isalpha() and len(item) > 1 else "")
    return f"{stem.group(1)}{glue}{item}"


# ------------------------------------------------------------- the head stands behind: B and T cells

_PART = r"(?<![^\s(\[,;/])([^\s,/()\[\];:]{1,20}(?: [12I]{1,2})?)"
_LAST = re.compile(rf"{_PART}(?:,? (?:and/or|and|or|versus|vs\.?) |/)$")
_EARLIER = re.compile(rf"{_PART}, $")
_HEADED: dict[Category, frozenset[Category]] = {
    Category.CELL: frozenset({Category.CELL}),
    Category.DISEASE: frozenset({Category.DISEASE, Category.PHENOTYPE}),
    Category.PHENOTYPE: frozenset({Category.DISEASE, Category.PHENOTYPE}),
}
_LONGEST = 40
#: words that make a name with most heads and are no part of a list
_NO_PARTS = frozenset(
    "the a an of in with both other all total chronic acute severe these this many some primary cell cells disease"
    " and or new".split()
)


def _before_head(text: str, known: Sequence[Recognised], lookup: Lookup) -> Iterator[Recognised]:
    """The parts before a name that share its head: the B of "B and T cells"."""
    covered = Cover(r.span for r in known if r.best.entity.category in _HEADED)
    for name in known:
        kinds = _HEADED.get(name.best.entity.category)
        if kinds is None:
            continue
        at = name.span.start
        for place in range(_MOST):
            found = _one_before(text, at, name, kinds, lookup, _EARLIER if place else _LAST)
            if found is None or covered.overlaps(found.span):
                break
            yield found
            at = found.span.start


def _one_before(
    text: str, at: int, name: Recognised, kinds: Set[Category], lookup: Lookup, pattern: re.Pattern[str]
) -> Recognised | None:
    """The part that ends there; it has as many words as that of the name it shares a head with."""
    window = max(0, at - _LONGEST)
    match = pattern.search(text[window:at])
    if match is None or match.group(1).lower() in _NO_PARTS:
        return None
    part = match.group(1)
    start = window + match.start(1)
    words = name.span.of(text).split()
    head = " ".join(words[len(part.split()) :])
    meaning = _best(lookup, f"{part} {head}", kinds) if head else None
    if meaning is None or meaning[0].entity.id == name.best.entity.id:
        return None
    span = Span(start, start + len(part))
    return Recognised(span, _explained(meaning, text[start : name.span.end]))


_NUMBERED = re.compile(
    r"\b([A-Za-z]{4,10}?)s? (\d|I{1,3}|IV)(?: ?(?:and|or|/|&|and/or) ?)(\d|I{1,3}|IV)[ -]$"
)


def _numbered(text: str, known: Sequence[Recognised], lookup: Lookup) -> Iterator[Recognised]:
    """ "type 1 and 2 diabetes": the second is written with its head."""
    for name in known:
        kinds = _HEADED.get(name.best.entity.category)
        window = max(0, name.span.start - _LONGEST)
        match = _NUMBERED.search(text[window : name.span.start]) if kinds else None
        if match is None or kinds is None:
            continue
        word, one, two = match.groups()
        head = name.span.of(text)
        first, second = (_best(lookup, f"{word} {number} {head}", kinds) for number in (one, two))
        if first and second:
            whole = text[window + match.start() : name.span.end]
            yield Recognised(Span(window + match.start(), window + match.end(2)), _explained(first, whole))
            yield Recognised(Span(window + match.start(3), name.span.end), _explained(second, whole))


def _best(lookup: Lookup, name: str, kinds: Set[Category]) -> tuple[Candidate, ...] | None:
    found = tuple(c for c in lookup(name) if c.entity.category in kinds)
    return found if found and found[0].score >= _LEAST else None


def _explained(candidates: Sequence[Candidate], whole: str) -> tuple[Candidate, ...]:
    return tuple(replace(c, reason=f"part of “{' '.join(whole.split())}”: {c.reason}") for c in candidates)
