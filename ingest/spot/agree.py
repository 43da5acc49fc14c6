"""Do the finds in one document agree with one another?

The network reads one sentence at a time. A document uses a name in one sense: a short form is of the kind of
the long form that defines it, and no name where its long form is none; a name that was found in most places is a
name in the others too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.cover import Cover
from ingest.language import Abbreviation
from ingest.mention import Kind, Spotted
from kg.model import Span

#: below this a find is no name, only a hint that it may be one
PROBABLE = 0.35
#: a word must be as probable somewhere to be taken for a name where the network did not find it; a code need not
_SURE = 0.75
#: the share of its places at which a name must be found to be a name at all of them
_MOST = 0.34
#: a long form may begin with words that its name leaves out, to this share
_COVERED = 0.5


#: of what kind a long form and its short form are, which the network takes for the third; None if they are no name
Known = Callable[[str, str, Kind], Kind | None]


def agree(
    text: str,
    found: Sequence[Spotted],
    abbreviations: Sequence[Abbreviation],
    known_as: Known = lambda long, short, kind: None,
) -> tuple[Spotted, ...]:
    """The names of the document: probable ones, one kind a surface, all places of a name; no overlaps.

    In order of start. Of overlapping names the longer wins, then the likelier. A short form whose long form the
    network finds no name in is what it is ``known_as``.
    """
    likely = [one for one in found if one.probability >= PROBABLE]
    meant = _meant(text, likely, abbreviations)
    probable = settle(_without_aspects(text, list(_defined_as(text, likely, meant, known_as))))
    defined = dict(_defined(text, probable, abbreviations))
    kinds = _kinds(text, found) | {
        form: kind for short, (kind, _) in defined.items() for form in (short.removesuffix("s"), short)
    }
    known = [_in_doubt(one, kinds.get(one.span.of(text), one.kind)) for one in probable]
    taken = Cover(one.span for one in known if one.kind not in _HOLDERS)
    shorts = [
        Spotted(span, kind, probability)
        for short, (kind, probability) in defined.items()
        for span in _places(text, short, plural=True)
        if not taken.overlaps(span)
    ]
    return settle([*known, *shorts, *_repeated(text, settle([*known, *shorts]))])


def settle(found: Iterable[Spotted]) -> tuple[Spotted, ...]:
    """The finds without overlaps, in order of start, the longer first: the longer wins, then the likelier.

    Inside a process, a cell, an anatomical or a cellular part, a gene, chemical or disease stands as well.
    """
    taken, holding = Cover(), Cover()
    kept: list[Spotted] = []
    for one in sorted(found, key=lambda s: (s.span.start - s.span.end, -s.probability, s.span.start, s.kind)):
        if taken.overlaps(one.span) or (
            holding.overlaps(one.span) and not (one.kind in _HELD and holding.holds(one.span))
        ):
            continue
        (holding if one.kind in _HOLDERS else taken).add(one.span)
        kept.append(one)
    return tuple(sorted(kept, key=lambda s: (s.span.start, -s.span.end)))


_HOLDERS = frozenset({Kind.PROCESS, Kind.CELL_TYPE, Kind.CELL_LINE, Kind.ANATOMY, Kind.COMPONENT})
_HELD = frozenset({Kind.GENE, Kind.CHEMICAL, Kind.DISEASE, Kind.VARIANT})

#: what is said of a gene or chemical by such a word is an aspect of it, not a process by itself
_ASPECT = re.compile(
    r"[ -](?:production|secretion|release|(?:over|co)?-?expression|activation|signal+ing|phosphorylation|activity"
    r"|degradation|levels?|inhibition|stimulation|ubiquitination|translocation|accumulation|binding|upregulation"
    r"|downregulation|synthesis|induction)$"
)


def _without_aspects(text: str, found: Sequence[Spotted]) -> list[Spotted]:
    """Leave out processes that are but an aspect of a gene or chemical: the production of "IL-10 production"."""
    things = {(one.span.start, one.span.end) for one in found if one.kind in (Kind.GENE, Kind.CHEMICAL)}
    kept = []
    for one in found:
        aspect = _ASPECT.search(one.span.of(text)) if one.kind is Kind.PROCESS else None
        if not aspect or (one.span.start, one.span.start + aspect.start()) not in things:
            kept.append(one)
    return kept


@dataclass(frozen=True, slots=True)
class _Meant:
    """What the network says of a long form: its ``kinds``, and those that names in its end leave possible."""

    long: str
    kinds: frozenset[Kind]
    ends: frozenset[Kind]


def _meant(text: str, likely: Sequence[Spotted], abbreviations: Iterable[Abbreviation]) -> dict[str, _Meant]:
    """The short forms of the text and what their long forms are, by their first definition."""
    found: dict[str, _Meant] = {}
    for pair in abbreviations:
        (start, end), short = pair.long, text[slice(*pair.short)]
        if len(short) < 2 or short in found:
            continue
        last = [one for one in likely if one.span.start < end <= one.span.end]
        open_ = any(
            one.span.end > end or _LINK.search(text, start, max(start, one.span.start)) for one in last
        )
        kinds = {one.kind for one in last if end - one.span.start >= _COVERED * (end - start)}
        ends = frozenset(Kind) if open_ else frozenset(one.kind for one in last)
        kinds = set() if open_ else kinds
        found[short] = _Meant(text[start:end], frozenset(kinds), ends)
    return found


#: before it a long form names something else: deleted in colorectal cancer (DCC) is no cancer
_LINK = re.compile(r"\b(?:in|of|for|with|by|to|from)\b")
_GENE_WORD = re.compile(
    r" (?:genes?|mRNAs?|proteins?|promoters?|transcripts?|cDNA|locus|alleles?|mutations?)\b"
)


def _defined_as(
    text: str, likely: Iterable[Spotted], meant: Mapping[str, _Meant], known_as: Known
) -> Iterator[Spotted]:
    """The finds, short forms of the kind of their long forms; left out where the long form is no name.

    "In vitro fertilization (IVF)" is no disease, though the network, which sees the letters, is sure of it.
    Where the long form is of one kind, no sureness helps but a word that says gene.
    """
    for one in likely:
        surface = one.span.of(text)
        long = meant.get(surface) or meant.get(surface.removesuffix("s")) or meant.get(f"{surface}s")
        if long is None:
            yield one
        elif long.kinds:
            (kind, *others) = long.kinds
            own = others or (one.kind is Kind.GENE and _GENE_WORD.match(text, one.span.end))
            yield one if own else replace(one, kind=kind)
        elif one.kind in long.ends:
            yield one
        elif (known := known_as(long.long, surface, one.kind)) is not None:
            yield replace(one, kind=known)


def _in_doubt(one: Spotted, kind: Kind) -> Spotted:
    """The find as of another kind, unless it is sure of its own: VHL is a gene here and a disease there."""
    return one if one.kind is kind or one.probability >= _SURE else Spotted(one.span, kind, one.probability)


def _kinds(text: str, found: Iterable[Spotted]) -> dict[str, Kind]:
    """The kind of each surface, by all the places at which it was found."""
    votes: dict[str, dict[Kind, float]] = defaultdict(lambda: defaultdict(float))
    for one in found:
        votes[one.span.of(text)][one.kind] += one.probability
    return {surface: max(kinds, key=lambda k: (kinds[k], k)) for surface, kinds in votes.items()}


def _defined(
    text: str, names: Sequence[Spotted], abbreviations: Iterable[Abbreviation]
) -> Iterator[tuple[str, tuple[Kind, float]]]:
    """The kind and probability of each short form, by the name that ends where its long form ends."""
    ending = {one.span.end: one for one in names}
    for pair in abbreviations:
        long, short = Span(*pair.long), Span(*pair.short).of(text)
        one = ending.get(long.end)
        if one and len(short) > 1 and long.end - one.span.start >= _COVERED * (long.end - long.start):
            yield short, (one.kind, one.probability)


def _repeated(text: str, names: Sequence[Spotted]) -> Iterator[Spotted]:
    """Names that were found at most of their places, at the others."""
    found: dict[str, list[Spotted]] = defaultdict(list)
    for one in names:
        found[one.span.of(text)].append(one)
    for surface, places in found.items():
        best = max(places, key=lambda one: one.probability)
        if len(surface) < 2 or best.probability < (_SURE if surface.isalpha() else PROBABLE):
            continue
        everywhere = list(_places(text, surface))
        if len(places) < len(everywhere) and len(places) >= _MOST * len(everywhere):
            mean = sum(one.probability for one in places) / len(everywhere)
            yield from (Spotted(span, best.kind, mean) for span in everywhere)


def _places(text: str, name: str, *, plural: bool = False) -> Iterator[Span]:
    """Where the name stands by itself, with an s behind it if it may."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        following = text[end : end + 2]
        if plural and following[:1] == "s":
            end, following = end + 1, following[1:]
        before = text[start - 1 : start]
        if not (_word(before) or before == "-" or _word(following[:1])):
            yield Span(start, end)
        start = text.find(name, start + len(name))


def _word(character: str) -> bool:
    return character.isalnum() or character == "_"
