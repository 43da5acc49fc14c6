"""Which line breaks of a text end a sentence, whatever stands round them?

>>> text = "Results\\nWe found PD-L1 in\\nT cells.\\n\\nDiscussion"
>>> [text[start:end] for start, end in stretches(text)]
['Results\\n', 'We found PD-L1 in\\nT cells.\\n\\n', 'Discussion']
"""

from __future__ import annotations

import re
from collections.abc import Iterator

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


def readable(text: str) -> str:
    """The text with blanks for other white space and U+FFFD for lone surrogates; no offset changes."""
    return UNREADABLE.sub(lambda found: " " if found[0].isspace() else "\ufffd", text)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets without the white space at both ends."""
    kept = text[start:end]
    return start + len(kept) - len(kept.lstrip()), end - len(kept) + len(kept.rstrip())
