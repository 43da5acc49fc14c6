"""Where may a name begin and end in this text, and what is the text's key from there?"""

from __future__ import annotations

from functools import lru_cache

from ingest.lexicon.key import BARRIER, is_break, tokens

_REACH = 52
_PLAIN = {"", " ", "-", "/"}
_breaks = lru_cache(maxsize=4096)(is_break)


class Scan:
    """The key of a whole text, with the way back to its code points.

    ``begins`` are the places in the key at which each token begins.
    """

    __slots__ = ("_ends", "_key", "_spans", "_text", "begins")

    def __init__(self, text: str) -> None:
        self._text = text
        self._spans: list[tuple[int, int]] = []
        self._ends: dict[int, int] = {}
        self.begins: list[int] = []
        pieces: list[str] = []
        place, last, before = 0, 0, ""
        for norm, start, end in tokens(text):
            gap = text[last:start]
            if gap not in _PLAIN and (_breaks(gap, before) or (gap == "(" and norm == "s")):  # protein(s)
                pieces.append(BARRIER)
                place += 2
            self.begins.append(place)
            pieces.append(norm)
            place += len(norm) + 1
            self._ends[place] = len(self._spans)
            self._spans.append((start, end))
            # of longer words one is like another to a gap
            last, before = end, text[start:end] if end - start == 1 else ""
        self._key = " ".join(pieces) + " "

    def rest(self, begin: int) -> str:
        """The key from one place on, as far as any name reaches."""
        return self._key[begin : begin + _REACH]

    def span(self, first: int, end: int) -> tuple[int, int] | None:
        """Offsets from the token number ``first`` to the one whose key ends at ``end``; None if none does.

        A token such as "IFNgamma" has two words in the key, and no name ends between them.
        """
        last = self._ends.get(end)
        return None if last is None else _balanced(self._text, self._spans[first][0], self._spans[last][1])


def _balanced(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span with the parenthesis that closes one within it; None if it closes one from outside."""
    surface = text[start:end]
    if "(" not in surface and ")" not in surface:
        return start, end
    depth = 0
    for character in surface:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth < 0:
            return None
    if depth and text[end : end + 1] != ")":
        return None
    return start, end + min(depth, 1)
