"""How is a name capitalised, and does a surface go with it?

A pattern has one letter for each run of equal words: l lower, U upper, C capitalised, m mixed.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+")
_REPEATED = re.compile(r"(.)\1+")

#: the pattern of a name whose own is too rare to be kept: it goes with any surface
ANY = "?"


@lru_cache(maxsize=1 << 13)
def casing(name: str) -> str:
    """The pattern of a name.

    >>> [casing(name) for name in ("PD-L1", "Clever-1", "T cells", "MAPKs", "mTOR", "EGFR inhibitor", "17")]
    ['U', 'C', 'Ul', 'U', 'm', 'Ul', '']
    """
    return _REPEATED.sub(r"\1", "".join(map(_word_case, _WORD.findall(name))))


def _word_case(word: str) -> str:
    if word.isupper() or (len(word) > 2 and word[-1] == "s" and word[:-1].isupper()):
        return "U"
    if word.islower():
        return "l"
    return "C" if word[1:].islower() else "m"


def fit(listed: str, written: str, length: int) -> float:
    """How well a surface's pattern goes with the listed one, 0-1; ``length`` is that of the surface.

    >>> fit("U", "U", 5), fit("U", "l", 5) < fit("U", "C", 5) < 1
    (1.0, True)
    """
    if listed in (written, ANY):
        return 1.0
    if "U" in listed or "m" in listed:
        return 0.95 if written == "U" else 0.85 if "C" in written or "U" in written else 0.6
    if written == "U" or "m" in written:
        return 0.6 if length <= 5 else 0.95
    return 0.99
