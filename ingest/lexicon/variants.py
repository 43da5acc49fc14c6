"""In which other ways may an unlisted name be listed?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.lexicon.key import key

_AFFIXES = re.compile(
    r"^(?:the|human|soluble|recombinant|total|serum|plasma)\s+|\s+(?:protein|gene|mrna|levels?|expression)$",
    re.I,
)
_GREEK = {"a": "alpha", "b": "beta", "g": "gamma", "d": "delta", "k": "kappa"}


def variants(name: str) -> Iterator[str]:
    """Keys to try for a name whose own key is not listed, the nearest first.

    >>> list(variants("IL-1b"))[:2], list(variants("Clever 1 protein"))
    (['il 1 beta', 'il1b'], ['clever1protein', 'clever 1'])
    """
    own = key(name)
    words = own.split()
    if words and words[-1] in _GREEK and len(words) > 1:
        yield " ".join([*words[:-1], _GREEK[words[-1]]])
    if len(words) == 1 and len(own) > 3 and own[-1] in _GREEK:
        yield f"{own[:-1]} {_GREEK[own[-1]]}"
    if len(words) > 1:
        yield "".join(words)
    bare = key(_AFFIXES.sub("", name.strip()))
    if bare and bare != own:
        yield bare
