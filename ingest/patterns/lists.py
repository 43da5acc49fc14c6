"""Which names that were found as one are lists of names, and what does each part mean?

Of "IL-2, -4 and -10" or "B and T cells" each part is a name of its own. Its span is what the text writes for it
("-4", "B"); what it means is written out ("IL-4", "B cells") and linked like any other name of the document. A list
stays one name where the lexicon has it as one (ERK1/2 is a family) and where its parts mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace

from ingest.language import Abbreviation
from ingest.mention import CATEGORIES_OF, Kind, Recognised, Spotted
from ingest.patterns.own import Lookup
from kg.model import Span
from kg.vocabulary import Category

#: links the names of a text: one Recognised for each, in their order
Link = Callable[[str, Sequence[Spotted], Sequence[Abbreviation]], Sequence[Recognised]]

_LEAST = 0.4
#: "breast and ovarian cancer" is one name to all who annotate diseases, and so it is here
_WHOLE = frozenset({Kind.VARIANT, Kind.DISEASE})
_MOST_PARTS, _MOST_FORMS, _LONGEST = 8, 6, 120

_JOINT = re.compile(r",? (?:and/or|and|or|versus|vs\.?|&) |, (?=\S)|(?<=[^\s/])/(?=[^\s/])")
_GREEK = r"[\u03b1-\u03c9]|(?:alpha|beta|gamma|delta|epsilon|kappa|zeta|theta)"
#: what changes from part to part of a name: a number, a Roman number, a Greek letter or a Latin one
_CHANGING = tuple(
    re.compile(rf"(?<!{before})({sign})$")
    for before, sign in (
        ("[.]", r"\d{1,2}(?:[A-Za-z])?"),
        (r"\w", r"I{1,3}|IV|VI{0,3}|IX|X"),
        ("[A-Za-z]{9}", rf"(?:{_GREEK})-?\d?"),
        ("[A-Za-z]", r"[A-Z]"),
    )
)
_PLURAL = re.compile(r"(?<=[a-rt-z])s(?= (?:types? )?$)")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a list: what the text writes for it, and what it may be in full, likeliest first.

    A ``numbered`` one is told by a number or letter alone, as the -4 of "IL-2 and -4".
    """

    span: Span
    forms: tuple[str, ...]
    numbered: bool = False


def link_apart(
    text: str, spotted: Sequence[Spotted], abbreviations: Sequence[Abbreviation], link: Link, lookup: Lookup
) -> list[tuple[Spotted, Recognised]]:
    """The spotted names and their links, in order of start, the longer first, with lists taken apart.

    What the parts mean is written behind the text, so that they are linked in the light of the other names.
    """
    lists = [(one, parts) for one in spotted if (parts := _parts(text, one, abbreviations, lookup))]
    if not lists:
        return list(zip(spotted, link(text, spotted, abbreviations), strict=True))
    asked: list[Spotted] = []
    written = text
    for one, parts in lists:
        for part in parts:
            name = part.forms[0]
            asked.append(replace(one, span=Span(len(written) + 1, len(written) + 1 + len(name))))
            written = f"{written}\n{name}"
    linked = iter(link(written, [*spotted, *asked], abbreviations))
    found = {one.span: (one, name) for one, name in zip(spotted, linked, strict=False)}
    for (one, parts), meanings in [(held, [next(linked) for _ in held[1]]) for held in lists]:
        if _resolved(parts, meanings):
            del found[one.span]
            found |= {part.span: _part(text, one, part, m) for part, m in zip(parts, meanings, strict=True)}
    return sorted(found.values(), key=lambda pair: (pair[0].span.start, -pair[0].span.end))


def _resolved(parts: Sequence[Part], meanings: Sequence[Recognised]) -> bool:
    """Whether the parts mean things of their own: one of numbered parts, else two, and not the same."""
    if any(len(part.forms[0]) < 2 for part in parts):  # the C of "RPE/C" is no gene
        return False
    linked = sum(name.linked for name in meanings)
    distinct = len({name.best.entity.id for name in meanings})
    return distinct > 1 and linked >= (1 if any(part.numbered for part in parts) else 2)


def _part(text: str, whole: Spotted, part: Part, meaning: Recognised) -> tuple[Spotted, Recognised]:
    told = " ".join(whole.span.of(text).split())
    candidates = tuple(replace(c, reason=f"part of “{told}”: {c.reason}") for c in meaning.candidates)
    return replace(whole, span=part.span), Recognised(part.span, candidates)


def _parts(
    text: str, one: Spotted, abbreviations: Iterable[Abbreviation], lookup: Lookup
) -> tuple[Part, ...]:
    """The parts of a name that is a list, each with what it means alone; none of any other name."""
    surface = one.span.of(text)
    if len(surface) > _LONGEST or one.kind in _WHOLE or not _JOINT.search(surface):
        return ()
    kinds = CATEGORIES_OF[one.kind]
    if _known(lookup, surface, kinds) or _abbreviated(text, one.span, abbreviations):
        return ()
    return tuple(
        replace(p, forms=(_likeliest(p, lookup, kinds),)) for p in take_apart(surface, one.span.start)
    )


def _likeliest(part: Part, lookup: Lookup, kinds: Set[Category]) -> str:
    return next((form for form in part.forms if _known(lookup, form, kinds)), part.forms[0])


def _known(lookup: Lookup, name: str, kinds: Set[Category]) -> bool:
    return any(c.entity.category in kinds and c.score >= _LEAST for c in lookup(name))


def _abbreviated(text: str, span: Span, abbreviations: Iterable[Abbreviation]) -> bool:
    """Whether the text has a short form for it: granulocyte/macrophage colony-stimulating factor (GM-CSF)."""
    longs = (pair for pair in abbreviations if Span(*pair.long).overlaps(span))
    return any(not _JOINT.search(Span(*pair.short).of(text)) and pair.long[1] == span.end for pair in longs)


def take_apart(surface: str, start: int = 0) -> tuple[Part, ...]:
    """The parts of a list of names that begins at ``start``; none where it is no list.

    >>> [part.forms[0] for part in take_apart("IL-1alpha and -beta")]
    ['IL-1alpha', 'IL-1beta']
    >>> [part.forms[0] for part in take_apart("breast, colon and ovarian cancer")]
    ['breast cancer', 'colon cancer', 'ovarian cancer']
    """
    spans = list(_items(surface))
    items = [span.of(surface) for span in spans]
    if not 1 < len(items) <= _MOST_PARTS or any(item.count("(") != item.count(")") for item in items):
        return ()
    parts = []
    for place, span in enumerate(spans):
        numbered = list(_numbered(items, place))
        forms = dict.fromkeys([*numbered, *_headed(items, place), *_stemmed(items, place), items[place]])
        where = Span(start + span.start, start + span.end)
        parts.append(Part(where, tuple(forms)[:_MOST_FORMS], bool(numbered)))
    return tuple(parts)


def _items(surface: str) -> Iterator[Span]:
    at = 0
    for joint in _JOINT.finditer(surface):
        if joint.start() > at:
            yield Span(at, joint.start())
        at = joint.end()
    if at < len(surface):
        yield Span(at, len(surface))


def _numbered(items: Sequence[str], place: int) -> Iterator[str]:
    """What a part is whose number or letter stands for that of the first: the -4 of IL-2 and -4, IL-2 too."""
    shown = items[place or 1].removeprefix("-").lstrip()
    sign, blank, rest = shown.partition(" ")
    for changing in _CHANGING:
        stem = changing.search(items[0])
        if stem and changing.fullmatch(sign):
            name = items[0] if place == 0 else items[0][: stem.start(1)] + sign
            tail = blank + rest if rest else _tail(items)
            single = items[0][: stem.start(1)]
            if _PLURAL.search(single):
                yield _PLURAL.sub("", single) + name[len(single) :] + tail
            if tail:
                yield name + tail
            yield name
            return


def _tail(items: Sequence[str]) -> str:
    """What follows the last number: the p40 of IL-12/23 p40."""
    _, blank, rest = items[-1].partition(" ")
    return blank + rest


def _headed(items: Sequence[str], place: int) -> Iterator[str]:
    """What a part is that shares the end of the last: the breast of breast and ovarian cancer."""
    item, last = items[place], items[-1]
    if place == len(items) - 1:
        return
    if item.endswith("-") and "-" in last:
        yield item + last.partition("-")[2]
    words, own = last.split(), len(item.split())
    for cut in dict.fromkeys((own, *range(1, len(words)))):
        if 0 < cut < len(words):
            yield " ".join([item, *words[cut:]])


def _stemmed(items: Sequence[str], place: int) -> Iterator[str]:
    """What a part is that shares the beginning of the first: the palate of cleft lip and palate."""
    words, own = items[0].split(), len(items[place].split())
    if place:
        for cut in dict.fromkeys((own, 1)):
            if cut < len(words):
                yield " ".join([*words[:-cut], items[place]])
