"""What does the recogniser read a text as?

>>> [(text, form(text)) for text, *_ in tokens("PD-1+ T cells")]
[('PD', 'pd'), ('-', '-'), ('1', '0'), ('+', '+'), ('T', 't'), ('cells', 'cells')]
"""

from __future__ import annotations

import re
from functools import lru_cache

_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
_DIGIT = re.compile(r"\d")

#: no token is longer; longer runs of letters (sequences, encoded data) are read in pieces
LONGEST = 40


def tokens(text: str, start: int = 0, end: int | None = None) -> list[tuple[str, int, int]]:
    """Words and single signs of ``text[start:end]``, each with its half-open code-point offsets in ``text``."""
    found: list[tuple[str, int, int]] = []
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        first, last = match.span()
        while last - first > LONGEST:
            found.append((text[first : first + LONGEST], first, first + LONGEST))
            first += LONGEST
        found.append((text[first:last], first, last))
    return found


@lru_cache(maxsize=1 << 16)
def form(token: str) -> str:
    """The token as the word vectors know it: lower case, digits all alike, no lone surrogates."""
    plain = token if token.isascii() else token.encode("utf-8", "replace").decode("utf-8")
    return _DIGIT.sub("0", plain.lower())


#: the shapes of tokens, by number
SHAPES = ("lower", "upper", "capitalised", "mixed", "digits", "letters and digits", "sign", "single capital")


@lru_cache(maxsize=1 << 16)
def shape(token: str) -> int:
    """The number of the token's shape in `SHAPES`.

    >>> [SHAPES[shape(token)] for token in ("cells", "PD", "Stab1", "mTOR", "T", "+")]
    ['lower', 'upper', 'letters and digits', 'mixed', 'single capital', 'sign']
    """
    if token.isalpha():
        if token.islower():
            return 0
        if len(token) == 1:
            return 7
        if token.isupper():
            return 1
        return 2 if token[0].isupper() and token[1:].islower() else 3
    if token.isdigit():
        return 4
    return 5 if token.isalnum() else 6


_ALPHABET = (
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-+/.,:;()[]'\"*%&<>=_|"
    "αβγδεζηθικλμνξοπρστυφχψωΔ"
)
#: 0 pads, 1 is any other character
CHARACTERS = {character: number for number, character in enumerate(_ALPHABET, start=2)}
#: letters of a token that are read: the first ten and the last ten
LETTERS = 20


@lru_cache(maxsize=1 << 16)
def letters(token: str) -> tuple[int, ...]:
    """The numbers of the token's characters, `LETTERS` of them, padded with 0."""
    read = token if len(token) <= LETTERS else token[: LETTERS // 2] + token[-LETTERS // 2 :]
    numbers = [CHARACTERS.get(character, 1) for character in read]
    return tuple(numbers + [0] * (LETTERS - len(numbers)))
