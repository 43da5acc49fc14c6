"""What do the abbreviations of this document stand for?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.language import Abbreviation
from ingest.mention import Spotted

_TOKEN = re.compile(r"[^\s()\[\],;/]+")
#: a spotted name stands for a long form when it covers this share of it
_COVER = 0.6


class Meanings:
    """Short forms of one text and the long forms that it gives them; the first definition counts."""

    def __init__(
        self, text: str, abbreviations: Sequence[Abbreviation], spotted: Sequence[Spotted] = ()
    ) -> None:
        ends: dict[int, Spotted] = {}
        for one in spotted:
            held = ends.get(one.span.end)
            if held is None or one.span.start < held.span.start:
                ends[one.span.end] = one
        self._long: dict[str, str] = {}
        for pair in abbreviations:
            short = text[slice(*pair.short)]
            self._long.setdefault(short, _long_form(text, pair.long, ends))
        self.short_of = {long: short for short, long in reversed(self._long.items())}

    def long(self, surface: str) -> str | None:
        """The long form of a surface that is a short form, or its plural; None if it is none."""
        found = self._long.get(surface)
        if found is None and len(surface) > 2 and surface[-1] == "s":
            found = self._long.get(surface[:-1])
        return found

    def spelled_out(self, surface: str) -> str:
        """The surface with the short forms in it spelled out: "CMV disease" as "cytomegalovirus disease"."""
        if not self._long:
            return surface
        return _TOKEN.sub(lambda token: self._in_full(token.group()), surface)

    def _in_full(self, token: str) -> str:
        if (long := self.long(token)) is not None:
            return long
        head, hyphen, rest = token.partition("-")
        if hyphen and (long := self.long(head)) is not None:
            return f"{long}-{rest}"
        return token


def _long_form(text: str, long: tuple[int, int], ends: dict[int, Spotted]) -> str:
    """The long form, or the spotted name that ends with it, where it covers most of it or goes beyond."""
    start, end = long
    named = ends.get(end)
    if named is None or named.span.end - named.span.start < _COVER * (end - start):
        return " ".join(text[start:end].split())
    first = named.span.start if named.span.start > start or start - named.span.start < 12 else start
    return " ".join(text[first:end].split())


_WORD = re.compile(r"[a-z0-9]{2,}")
_STEM = 5


def resemblance(name: str, others: Sequence[str]) -> float:
    """Share of the name's words that the best of the other names has, 0-1, by their first letters.

    >>> resemblance("transarterial chemoembolization", ["ADAM17", "TNF-alpha converting enzyme"])
    0.0
    """
    wanted = _stems(name)
    if not wanted:
        return 0.0
    return max((len(wanted & _stems(other)) / len(wanted) for other in others), default=0.0)


def _stems(name: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(name.lower())}
