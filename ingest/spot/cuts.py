"""Where does a find of the network begin and end, if it was cut in the middle of something?

The network reads words one by one: it opens a bracket that it does not close, takes what brought a protein forth for
the first word of its name ("TPA-induced collagenase"), or finds one name in two that are joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ingest.mention import Kind, Spotted
from ingest.patterns.own import Lookup
from kg.model import Span

#: what happened to a protein before it was measured, and the beginning of a name, not of a noun, behind it
_INDUCED = re.compile(
    r"\S+[-\u2010\u2011](?:induced|stimulated|treated|inducible|mediated) (?=\w*[A-Z\d]|class )"
)
_OPENED = re.compile(r" [(\[][^()\[\]]*$")
_CLOSED = re.compile(r"[^()\[\]]*[)\]]$")
#: two names that were joined before all else was: "5-HT2Aand 5-HT7", "mononuclear (MNC) and polymorphonuclear cells"
_TWO = re.compile(r"\d[A-Z]?and |\w\) and ")
_TWO_OF = frozenset({Kind.GENE, Kind.CELL_TYPE})
#: what is left of a protein, by the part that it lost: the ΔSH2 of "Xyz-ΔSH2"
_LOST = re.compile(r"(?:\u0394|[Dd]elta-?)[A-Z]\w*")
_MIDDLE = re.compile(r"\w[-\u2010\u2011]$")


def well_cut(text: str, found: Iterable[Spotted], lookup: Lookup) -> Iterator[Spotted]:
    """The finds between their right borders; without those that are pieces of names, or two at once."""
    for one in found:
        surface = one.span.of(text)
        if (
            one.kind is Kind.GENE
            and _LOST.fullmatch(surface)
            and _MIDDLE.search(text[max(0, one.span.start - 2) : one.span.start])
        ):
            continue
        if one.kind in _TWO_OF and _TWO.search(surface) and not lookup(surface):
            continue
        if span := _balanced(text, one.span):
            yield replace(one, span=_without_cause(text, span, lookup) if one.kind is Kind.GENE else span)


def _balanced(text: str, span: Span) -> Span | None:
    """The place with all brackets closed: with the one behind it, or without what one opens or closes; None if nothing
    is left.
    """
    surface = span.of(text)
    opened = sum(map(surface.count, "([")) - sum(map(surface.count, ")]"))
    if opened == 1 and (rest := _OPENED.search(surface)):
        return Span(span.start, span.start + rest.start()) if rest.start() else None
    if opened == 1 and text[span.end : span.end + 1] in (")", "]"):
        return Span(span.start, span.end + 1)
    if opened == -1 and _CLOSED.fullmatch(surface):
        return Span(span.start, span.end - 1) if len(surface) > 1 else None
    return span


def _without_cause(text: str, span: Span, lookup: Lookup) -> Span:
    """The place of the name alone, of one that no list has: "class II" of "IFN-gamma-induced class II"."""
    surface = span.of(text)
    cause = _INDUCED.match(surface)
    return Span(span.start + cause.end(), span.end) if cause and not lookup(surface) else span
