"""What does the parser read in place of a name?

A gene symbol or a marker-laden cell name derails a parser that was trained on words, so each name is replaced
by one common word of its kind ("PD-L1 impairs CD8+ T cell responses" is parsed as "insulin impairs macrophage
responses"). ``Masked`` keeps the way back to the document's offsets.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from kg.model import Span
from kg.vocabulary import Category

#: one common word for each kind of name: singular, plural
_WORDS: dict[Category, tuple[str, str]] = {
    Category.GENE: ("insulin", "kinases"),
    Category.GENE_FAMILY: ("insulin", "kinases"),
    Category.DRUG: ("aspirin", "drugs"),
    Category.CHEMICAL: ("glucose", "sugars"),
    Category.DISEASE: ("asthma", "tumors"),
    Category.PHENOTYPE: ("fever", "seizures"),
    Category.CELL: ("macrophage", "macrophages"),
    Category.CELL_LINE: ("macrophages", "macrophages"),
    Category.ANATOMY: ("liver", "kidneys"),
    Category.PROCESS: ("apoptosis", "processes"),
    Category.ACTIVITY: ("catalysis", "activities"),
    Category.COMPONENT: ("nucleus", "membranes"),
    Category.VARIANT: ("mutation", "mutations"),
    Category.TREATMENT: ("chemotherapy", "therapies"),
}
_PROMPT = re.compile(r"\bprompt(s|ed)?(?= [\w+-]+(?: [\w+-]+){0,3} to [a-z])")
#: ", which *in turn* primes", "they, *in turn*, release"
_IN_TURN = re.compile(r"(?:(?<=, which)|(?<=, who)|(?<=they)|(?<=these)),? in turn\b,?")
_FACTOR = re.compile(
    r"\b(?:more than|nearly|almost|roughly|about) (?=(?:halv|doubl|tripl|quadrupl)(?:ed|es?|ing)\b)"
)
_FLARING = re.compile(r"(?<=\bflare)[- ]up(?=s?\b)")
_CELLS = re.compile(r" (?:cells?(?: lines?)?|lymphocytes?)\b")
_SPLIT_WORD = re.compile(
    r"\b([Uu]p|[Dd]own|[Cc]o|[Oo]ver|[Dd]e)[-\u2010\u2011 ](?=regulat|express|stimulat|activat|sensiti)"
)
#: between a name and its short form, and behind that
OPENED = re.compile(r" [(\[] ?")
_CLOSED = re.compile(r" ?[)\]]")
#: of text that was cut into words: gaps before commas and inside brackets
_GAP = re.compile(r" (?=[,;.:)\]](?: |$))|(?<= [(\[]) ")
_SINGULAR_ENDINGS = ("ss", "us", "is", "as")


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a sentence: its position among the document's names, its place in the sentence, its entity.

    ``inner`` marks a name inside another. ``start`` and ``end`` count in the sentence until it is masked, then
    in the masked sentence; ``place`` is the span in the document; ``head`` is its last word as the text has it.
    """

    index: int
    start: int
    end: int
    category: Category
    entity: str
    inner: bool = False
    place: Span | None = None
    head: str = ""


@dataclass(frozen=True, slots=True)
class Masked:
    """A sentence with its names masked. ``starts`` and ``shifts`` lead from its offsets to the sentence's."""

    text: str
    original: str
    names: tuple[Named, ...]
    starts: tuple[int, ...]
    shifts: tuple[int, ...]

    def back(self, offset: int) -> int:
        """The offset in the sentence of an offset in the masked text (outside the masks)."""
        return offset + self.shifts[bisect_right(self.starts, offset) - 1]


def mask(text: str, names: Sequence[Named]) -> Masked:
    """The sentence with every outer name but those of species masked; inner names keep no place in it."""
    outer = [n for n in names if not n.inner and n.category in _WORDS]
    pieces: list[str] = []
    masked: list[Named] = []
    starts, shifts = [0], [0]
    at = length = 0
    for start, end, name, plain in sorted((*_spots(text, outer), *_respelled(text)), key=lambda s: s[:2]):
        if start < at:
            continue
        pieces.append(text[at:start])
        length += start - at
        word = plain if name is None else _word(text[start:end], name.category, first=length == 0)
        if name is not None:
            held = name.category, name.entity, name.inner, name.place, name.head
            masked.append(Named(name.index, length, length + len(word), *held))
        pieces.append(word)
        length += len(word)
        at = end
        starts.append(length)
        shifts.append(at - length)
    pieces.append(text[at:])
    return Masked("".join(pieces), text, tuple(masked), tuple(starts), tuple(shifts))


#: where it starts and ends, and the name there, or else what is read instead
_Spot = tuple[int, int, Named | None, str]


def _spots(text: str, names: Sequence[Named]) -> Iterator[_Spot]:
    """Where each name stands, with its short form in brackets, "interleukin 6 (IL-6)", and "cells" after it."""
    ranked = sorted(names, key=lambda n: n.start)
    for name, following in zip_longest(ranked, ranked[1:]):
        end = name.end
        if following and following.entity == name.entity:
            closed = _CLOSED.match(text, following.end)
            if closed and OPENED.fullmatch(text, name.end, following.start):
                end = closed.end()
        if name.category in (Category.CELL, Category.CELL_LINE) and (cells := _CELLS.match(text, end)):
            end = cells.end()
        yield name.start, end, name, ""


def _respelled(text: str) -> Iterator[_Spot]:
    """What the parser reads better otherwise.

    "Down-regulates" as one, "prompt" as a verb, "more than halved" without its measure, "flare-ups" as flares,
    "which in turn primes" (whose verb it takes for a noun) without the turn, "( a , b )" without gaps.
    """
    for match in _SPLIT_WORD.finditer(text):
        yield match.end(1), match.end(), None, ""
    for match in _GAP.finditer(text):
        yield match.start(), match.end(), None, ""
    for match in _IN_TURN.finditer(text):
        yield match.start(), match.end(), None, ""
    for match in _FLARING.finditer(text):
        yield match.start(), match.end(), None, ""
    for match in _FACTOR.finditer(text):
        yield match.start(), match.end(), None, ""
    for match in _PROMPT.finditer(text):
        yield match.start(), match.end(), None, "cause" + {"ed": "d", "s": "s"}.get(match.group(1), "")


def _word(surface: str, category: Category, *, first: bool) -> str:
    singular, plural = _WORDS[category]
    several = surface.endswith("s") and not surface.endswith(_SINGULAR_ENDINGS) and surface[-2:-1].islower()
    word = plural if several else singular
    return word.capitalize() if first else word
