"""Are two texts nearly the same?

A text is sketched by the smallest hashes of its runs of five words, one for each of 60 bins; the share of
bins in which two sketches agree estimates the share of runs that the texts have in common (Jaccard). The
sketch is cut into bands of three bins, so that a text finds its near-copies among any number of others by
looking for equal bands: of texts that share half of their runs 93 % have an equal band, of those that
share two thirds 99.9 %, of unrelated ones none. One permutation hashing with rotation: Shrivastava and Li
2014, arXiv:1406.4784; bands: Leskovec et al., Mining of Massive Datasets, ch. 3.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator

#: shorter texts have no sketch: two people can write the same short sentence
MIN_WORDS = 20
#: the share of runs from which two texts are near-copies
NEARLY_THE_SAME = 0.5

_RUN, _BINS, _ROWS = 5, 60, 3
_WORDS = re.compile(r"\w+")
_MASK = 0xFFFFFFFF


def sketch(text: str) -> frozenset[str]:
    """The bands of a text, each its number and its hashes; none for a text of fewer than `MIN_WORDS` words.

    Case, punctuation and spaces do not count.

    >>> len(sketch("word " * 30)), len(sketch("A short sentence."))
    (20, 0)
    """
    words = _WORDS.findall(unicodedata.normalize("NFKC", text).casefold())
    if len(words) < MIN_WORDS:
        return frozenset()
    filled = _rotated(_smallest(words))
    starts = range(0, _BINS, _ROWS)
    return frozenset(
        f"{start // _ROWS:02}:" + "".join(f"{value:08x}" for value in filled[start : start + _ROWS])
        for start in starts
    )


def resemblance(one: frozenset[str], other: frozenset[str]) -> float:
    """An estimate of the share of runs that two texts have in common, 0-1; its standard error is 0.06.

    >>> text = " ".join(map(str, range(100)))
    >>> resemblance(sketch(text), sketch(text.replace(" ", ", ")))
    1.0
    """
    pairs = zip(_hashes(one), _hashes(other), strict=False)
    return sum(a == b for a, b in pairs) / _BINS


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two texts are near-copies: they share a band, and at least `NEARLY_THE_SAME` of their runs."""
    return not one.isdisjoint(other) and resemblance(one, other) >= NEARLY_THE_SAME


def _smallest(words: list[str]) -> dict[int, int]:
    """The smallest hash of each bin that a run falls into."""
    found: dict[int, int] = {}
    for start in range(len(words) - _RUN + 1):
        run = " ".join(words[start : start + _RUN]).encode(errors="replace")
        drawn = int.from_bytes(hashlib.blake2b(run, digest_size=8).digest(), "big")
        place, value = drawn % _BINS, drawn // _BINS & _MASK
        if value < found.get(place, _MASK + 1):
            found[place] = value
    return found


def _rotated(found: dict[int, int]) -> list[int]:
    """Each bin's hash; an empty bin borrows that of the next one that is not, marked by the distance."""
    return [
        next(
            (found[(place + away) % _BINS] + away) & _MASK
            for away in range(_BINS)
            if (place + away) % _BINS in found
        )
        for place in range(_BINS)
    ]


def _hashes(bands: frozenset[str]) -> Iterator[str]:
    for band in sorted(bands):
        digits = band.partition(":")[2]
        yield from (digits[at : at + 8] for at in range(0, len(digits), 8))
