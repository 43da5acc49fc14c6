"""Which abbreviations does a text define, and what do they stand for?

The algorithm of Schwartz and Hearst (Pac. Symp. Biocomput. 2003, 451-462): in "long form (SHORT)" the
letters of the short form are looked for in the words before the bracket, from right to left. Beyond it: the
short form first, both in one bracket, brackets inside names ("poly(ADP-ribose) polymerase"), Greek letters
in the short form alone, and plurals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Span = tuple[int, int]

BRACKET = re.compile(
    r"[(\[](?:(?:e\.g\.|i\.e\.|abbreviated(?: as)?|abbr\.|termed|hereafter|hereinafter|also called|now),?\s)?"
    r"([^()\[\]\n]{1,120}(?:(?<=\w)[(\[][^()\[\]\s]{1,12}[)\]][^()\[\]\n]{0,60}){0,2})[)\]](?!\w)"
)
IN_WORDS = re.compile(r",? (?:abbreviated (?:as |to )?|hereafter |hereinafter )([A-Z][\w-]{1,11})(?!\w)")
SHORT_PREFIX = re.compile(r"(?:(?<=\s)|^)(?:[\w,']{1,2}-)+$")
SEPARATOR = re.compile(r"\s*[;,:]\s|\s+or\s")
#: a bracket inside a name is none that a long form ends at
GLUED = re.compile(r"(?<=\w)[(\[][^()\[\]\s]{1,20}[)\]]|[.;!?]\s+(?=[A-Z])|\n|[()\[\]]")
WORD = re.compile(r"[^\s\"'“”‘’](?:\S*[^\s\"'“”‘’,;])?")
#: "CHOP (cyclophosphamide, doxorubicin, vincristine and prednisone)" says what is in it, not what it is called
LIST = re.compile(r"[^\W\d][\w -]*(?:, (?:and )?[^\W\d][\w -]*){2,}(?:,? and [\w -]+)?")
_WORD_PART = re.compile(r"[^\W_]+")
LONGEST_SHORT_FORM = 12
GREEK = dict(zip("αβγδεζηθκλμνξπρστφχψω", "abgdezhtklmnxprstpcpo", strict=True))
#: words that a short form may leave out
_SMALL = frozenset("of and in the for to with or by on from at a an".split())


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
    found = [a for bracket in BRACKET.finditer(text) for a in _defined(text, bracket)]
    found += [a for match in IN_WORDS.finditer(text) if (a := _before_it(text, match.span(1), match.start()))]
    return tuple(sorted(found, key=lambda a: max(a.short[0], a.long[0])))


def _defined(text: str, bracket: re.Match[str]) -> Iterator[Abbreviation]:
    parts = _parts(bracket)
    first = parts[0]
    found = _before_it(text, first, bracket.start()) if _is_short_form(text[slice(*first)]) else None
    if found is None and _is_short_form(text[slice(*first)]) and len(parts) > 1:
        found = _pair(text, first, parts[1])  # "(IL-6, interleukin 6)"
    if found is None and not LIST.fullmatch(bracket[1]):
        found = _reversed(text, first, bracket.start())
    if found is None and len(parts) > 1 and _is_short_form(text[slice(*parts[1])]):
        found = _pair(text, parts[1], first)  # "serotonin (5-hydroxytryptamine, 5-HT)"
    if found:
        yield found


def _parts(bracket: re.Match[str]) -> list[Span]:
    """What stands in the bracket, cut at the first "or", comma, colon or semicolon, and what follows up to the next."""
    start, inner = bracket.start(1), bracket[1]
    parts: list[Span] = []
    at = 0
    while len(parts) < 2:
        separator = SEPARATOR.search(inner, at)
        end = separator.start() if separator else len(inner)
        part = inner[at:end]
        left, right = at + len(part) - len(part.lstrip()), at + len(part.rstrip())
        parts.append((start + left, start + max(left, right)))
        if separator is None:
            break
        at = separator.end()
    return parts


def _before_it(text: str, short: Span, end: int) -> Abbreviation | None:
    """ "long form (SHORT)" """
    written = text[slice(*short)]
    if not _is_short_form(written):
        return None
    window = _before(text, end, _most_words(written))
    long = _long_form(text, short, window)
    if long is None and written.endswith("s") and _is_short_form(written[:-1]):
        long = _long_form(text, (short[0], short[1] - 1), window)
    return Abbreviation(short, long) if long else None


def _pair(text: str, short: Span, long: Span) -> Abbreviation | None:
    """A short form and the whole of its long form, both known."""
    return Abbreviation(short, long) if long[0] < long[1] and _long_form(text, short, long) == long else None


def _reversed(text: str, long: Span, bracket: int) -> Abbreviation | None:
    """ "SHORT (long form)" """
    before = _before(text, bracket, 1)
    short = text[slice(*before)]
    words = text[slice(*long)].split()
    if before[1] < bracket - 1 or not _is_short_form(short) or not 1 < len(words) <= _most_words(short):
        return None
    return _pair(text, before, long)


def _is_short_form(text: str) -> bool:
    """One or two words of 2 to 12 characters with a capital in them, the first one a letter or digit."""
    letters = sum(char.isalpha() for char in text)
    return (
        1 < len(text) <= LONGEST_SHORT_FORM
        and text[0].isalnum()
        and len(text.split()) <= 2
        and letters > 0
        and not any(sign in text for sign in ("+", "/-"))
        and any(char.isupper() for char in text)
    )


def _most_words(short: str) -> int:
    letters = sum(char.isalnum() for char in short)
    return min(letters + 5, letters * 2)


def _before(text: str, end: int, most_words: int) -> Span:
    """The last words of the sentence before `end`."""
    start = max(0, end - 60 - 20 * most_words)
    for stop in GLUED.finditer(text, start, end):
        if len(stop.group()) < 3 or stop.group()[-1] not in ")]":
            start = stop.end()
    words = list(WORD.finditer(text, start, end))[-most_words:]
    return (words[0].start(), words[-1].end()) if words else (end, end)


def _long_form(text: str, short: Span, window: Span) -> Span | None:
    """The shortest end of the window that has the short form's letters in order.

    The first letter begins a word. A part such as "c-" or "12-O-" before it belongs to it. At most one word at
    its end may be left out ("cytochrome P450 isoenzyme (CYP)").
    """
    written = text[slice(*short)].lower()
    letters = [char for char in written if char.isalnum()]
    places = _initials(text, letters, window) or _from_right(text, letters, window)
    if not places:
        return None
    at = places[-1]
    prefix = SHORT_PREFIX.search(text, max(0, at - 12), at)
    start = prefix.start() if prefix else at
    if _left_out(text, places[0], window[1]) > 1:
        return None
    return (start, window[1]) if _is_long_form(text[start : window[1]], text[slice(*short)]) else None


def _initials(text: str, letters: Sequence[str], window: Span) -> list[int]:
    """The places of the letters, the last first, if just these begin the last words of the window, else none.

    So the BBI is the Bowman-Birk inhibitor, not the Birk inhibitor, in which its letters are, too.
    """
    begins = [found.start() for found in _WORD_PART.finditer(text, *window)][-len(letters) :]
    return begins[::-1] if [text[at].lower() for at in begins] == letters else []


def _from_right(text: str, letters: Sequence[str], window: Span) -> list[int]:
    """The places of the letters, the last first, each the last one before the one behind it; none if one is missing."""
    at, places = window[1], list[int]()
    for i, letter in enumerate(reversed(letters)):
        at = _last(text, letter, window[0], at, at_start=i == len(letters) - 1)
        if at < 0:
            return []
        places.append(at)
    return places


def _left_out(text: str, last: int, end: int) -> int:
    """How many words after that of the last letter the short form says nothing of."""
    words = [word.group().lower() for word in WORD.finditer(text, last, end)]
    return sum(word not in _SMALL for word in words[1:])


def _last(text: str, letter: str, start: int, end: int, *, at_start: bool) -> int:
    """The last place of the letter, a Greek one written as it is, by its name, or the other way round."""
    wanted = {letter, GREEK.get(letter, letter)}
    for i in range(end - 1, start - 1, -1):
        lower = text[i].lower()
        alike = lower in wanted or GREEK.get(lower) == letter
        if alike and not (at_start and i > start and text[i - 1].isalnum()):
            return i
    return -1


def _is_long_form(long: str, short: str) -> bool:
    """Longer than the short form, and not one that merely contains it."""
    return len(long) > len(short) and short not in long.split() and len(long.split()) <= _most_words(short)
