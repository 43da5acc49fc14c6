"""Which abbreviations does a text define, and what do they stand for?

The algorithm of Schwartz and Hearst (Pac. Symp. Biocomput. 2003, 451-462): in "long form (SHORT)" the
letters of the short form are looked for in the words before the bracket, from right to left.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

Span = tuple[int, int]

BRACKET = re.compile(
    r"(?<=\s)[(\[](?:(?:e\.g\.|i\.e\.|abbreviated|termed),?\s)?([^()\[\]\n]{1,120})[)\]](?!\w)"
)
SHORT_PREFIX = re.compile(r"(?:(?<=\s)|^)(?:[\w,']{1,2}-)+$")
SEPARATOR = re.compile(r"\s*[;,]\s|\s+or\s")
SENTENCE_END = re.compile(r"[.;!?]\s+(?=[A-Z])|\n|[()\[\]]")
WORD = re.compile(r"[^\s\"'“”‘’](?:\S*[^\s\"'“”‘’,;])?")
LONGEST_SHORT_FORM = 12


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form and what it stands for, as half-open offsets into the text."""

    short: Span
    long: Span


def find_abbreviations(text: str) -> tuple[Abbreviation, ...]:
    """The definitions in `text`, in order: "long form (SHORT)" and "SHORT (long form)".

    >>> text = "Interleukin 6 (IL-6) binds its receptor, VEGF (vascular endothelial growth factor) does not."
    >>> [(text[slice(*a.short)], text[slice(*a.long)]) for a in find_abbreviations(text)]
    [('IL-6', 'Interleukin 6'), ('VEGF', 'vascular endothelial growth factor')]
    """
    found = (_defined(text, bracket) for bracket in BRACKET.finditer(text))
    return tuple(abbreviation for abbreviation in found if abbreviation)


def _defined(text: str, bracket: re.Match[str]) -> Abbreviation | None:
    inner = _first_part(bracket)
    if _is_short_form(text[slice(*inner)]):
        long = _long_form(text, inner, _before(text, bracket.start(), _most_words(text[slice(*inner)])))
        return Abbreviation(inner, long) if long else None
    return _reversed(text, inner, bracket.start())


def _first_part(bracket: re.Match[str]) -> Span:
    """What stands in the bracket, up to "or", a comma or a semicolon."""
    start = bracket.start(1)
    inner = bracket[1]
    separator = SEPARATOR.search(inner)
    inner = inner[: separator.start()] if separator else inner
    return start + len(inner) - len(inner.lstrip()), start + len(inner.rstrip())


def _reversed(text: str, long: Span, bracket: int) -> Abbreviation | None:
    """ "SHORT (long form)" """
    before = _before(text, bracket, 1)
    short = text[slice(*before)]
    words = text[slice(*long)].split()
    if not _is_short_form(short) or not 1 < len(words) <= _most_words(short):
        return None
    return Abbreviation(before, long) if _long_form(text, before, long) == long else None


def _is_short_form(text: str) -> bool:
    """One or two words of 2 to 12 characters with a capital in them, the first one a letter or digit."""
    letters = sum(char.isalpha() for char in text)
    return (
        1 < len(text) <= LONGEST_SHORT_FORM
        and text[0].isalnum()
        and len(text.split()) <= 2
        and letters > 0
        and any(char.isupper() for char in text)
    )


def _most_words(short: str) -> int:
    letters = sum(char.isalnum() for char in short)
    return min(letters + 5, letters * 2)


def _before(text: str, end: int, most_words: int) -> Span:
    """The last words of the sentence before `end`."""
    start = max(0, end - 60 - 20 * most_words)
    for stop in SENTENCE_END.finditer(text, start, end):
        start = stop.end()
    words = list(WORD.finditer(text, start, end))[-most_words:]
    return (words[0].start(), words[-1].end()) if words else (end, end)


def _long_form(text: str, short: Span, window: Span) -> Span | None:
    """The shortest end of the window that has the short form's letters in order.

    The first letter begins a word. A part such as "c-" or "12-O-" before it belongs to it.
    """
    at = window[1]
    letters = [char for char in text[slice(*short)].lower() if char.isalnum()]
    for i, letter in enumerate(reversed(letters)):
        at = _last(text, letter, window[0], at, at_start=i == len(letters) - 1)
        if at < 0:
            return None
    prefix = SHORT_PREFIX.search(text, max(0, at - 12), at)
    start, end = prefix.start() if prefix else at, window[1]
    return (start, end) if _is_long_form(text[start:end], text[slice(*short)]) else None


def _last(text: str, letter: str, start: int, end: int, *, at_start: bool) -> int:
    for i in range(end - 1, start - 1, -1):
        if text[i].lower() == letter and not (at_start and i > start and text[i - 1].isalnum()):
            return i
    return -1


def _is_long_form(long: str, short: str) -> bool:
    """Longer than the short form, and not one that merely contains it."""
    return len(long) > len(short) and short not in long.split() and len(long.split()) <= _most_words(short)
