"""Which line breaks of a text end a sentence, whatever stands round them, and where else may one end?

>>> text = "Results\\nWe found PD-L1 in\\nT cells.\\n\\nDiscussion"
>>> [text[start:end] for start, end in stretches(text)]
['Results\\n', 'We found PD-L1 in\\nT cells.\\n\\n', 'Discussion']
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import itemgetter

BLANK_LINE = r"\n[^\S\n]*\n\s*"
LINE_BEFORE_CAPITAL = r"\n[^\S\n]*(?=[^\w\s]?[A-ZÀ-ÖØ-ÞΑ-Ω])"
LINE_BEFORE_ITEM = r"\n[^\S\n]*(?=(?:[-*•‣▪●·–]|\d{1,2}[.)])[^\S\n])"
BREAK = re.compile(f"({BLANK_LINE}|{LINE_BEFORE_ITEM})|{LINE_BEFORE_CAPITAL}")
WRAPPED = re.compile(
    r"[,;(\[/–-]$|[.!?][\"'”’)\]]*$|\b(?:a|an|and|as|at|between|by|for|from|in|into|is|its|of|on|or|than|that|the|their"
    r"|these|this|to|via|was|were|which|with)$"
)
UNREADABLE = re.compile(r"[^\S ]|[\ud800-\udfff]")
LONGEST = 20_000
WORD = re.compile(r"\S+")
#: the network ends no sentence but behind one of these, and none inside a number
MARK = re.compile(r"[.?!…。](?!\d)")
#: tokens on either side of one that the network sees, two in each of two layers
REACH = 4


def stretches(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of the stretches that no sentence crosses; together they are the whole text.

    They end at a blank line, before a list item, and at a line break between a heading and a capital. A line
    that ends in a comma or a word such as "of" is no heading but was wrapped. None is longer than 20,000
    characters.
    """
    start = 0
    for found in BREAK.finditer(text):
        if found[1] or not WRAPPED.search(text[max(start, found.start() - 40) : found.start()].rstrip()):
            yield from _bounded(text, start, found.end())
            start = found.end()
    yield from _bounded(text, start, len(text))


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        blank = text.rfind(" ", start, start + LONGEST)
        cut = blank + 1 if blank > start else start + LONGEST
        yield start, cut
        start = cut
    if start < end:
        yield start, end


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The words of a text that show where a sentence begins in it; all others are left out.

    ``ends`` are where each stretch that was kept ends in the excerpt and in the whole text, in order.
    """

    text: str
    ends: Sequence[tuple[int, int]]

    def place(self, offset: int) -> int:
        """Where this offset of the excerpt is in the whole text."""
        here, there = self.ends[bisect_right(self.ends, offset, key=itemgetter(0))]
        return there - (here - offset)


def excerpt(text: str) -> Excerpt:
    """What the network must read to find the sentences of the text: about each mark, all that it sees there.

    >>> excerpt("We studied one thing after another in mice. It was fine").text
    'after another in mice. It was fine'
    >>> excerpt("No doubt at all: 3.5 mg.").text
    ''
    """
    words = [found.start() for found in WORD.finditer(text)]
    # each word's own is REACH - 1 places on
    bounds = [*([0] * REACH), *words[1:], *([len(text)] * (REACH + 2))]
    kept: list[tuple[int, int]] = []
    for mark in MARK.finditer(text, 0, len(text.rstrip()) - 1):
        word = bisect_right(words, mark.start()) - 1
        start, end = bounds[word], bounds[word + 2 * REACH + 1]
        if kept and start <= kept[-1][1]:
            start = kept.pop()[0]
        kept.append((start, end))
    shown = "".join(text[start:end] for start, end in kept)
    ends = accumulate(end - start for start, end in kept)
    return Excerpt(shown, list(zip(ends, (end for _, end in kept), strict=True)))


def readable(text: str) -> str:
    """The text with blanks for other white space and U+FFFD for lone surrogates; no offset changes."""
    return UNREADABLE.sub(lambda found: " " if found[0].isspace() else "\ufffd", text)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets without the white space at both ends."""
    kept = text[start:end]
    return start + len(kept) - len(kept.lstrip()), end - len(kept) + len(kept.rstrip())
