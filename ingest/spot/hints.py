"""What does the lexicon say of each token? Evidence for the recogniser, not a decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.lexicon import Match
from ingest.mention import CATEGORIES_OF, Kind
from kg.vocabulary import Category

KINDS = tuple(Kind)
#: for each kind: a listed name begins, goes on, ends at this token
WIDTH = 3 * len(KINDS)

_PLACE: dict[Category, int] = {
    category: KINDS.index(kind) for kind, categories in CATEGORIES_OF.items() for category in categories
}


def hints(spans: Sequence[tuple[int, int]], matches: Iterable[Match]) -> NDArray[np.float32]:
    """Scores 0-1 of the listed names at each token, shape (tokens, `WIDTH`); the longest name of a kind counts.

    ``spans`` are the tokens' offsets, in order; ``matches`` lie anywhere, in order of start, the longer first.
    """
    found = np.zeros((len(spans), WIDTH), dtype=np.float32)
    starts = {start: place for place, (start, _) in enumerate(spans)}
    ends = {end: place for place, (_, end) in enumerate(spans)}
    taken = [-1] * len(KINDS)
    for match in matches:
        first, last = starts.get(match.start), ends.get(match.end)
        if first is None or last is None:
            continue
        for kind, score in _scores(match).items():
            if match.start >= taken[kind]:
                taken[kind] = match.end
                found[first, 3 * kind] = score
                found[first : last + 1, 3 * kind + 1] = score
                found[last, 3 * kind + 2] = score
    return found


def _scores(match: Match) -> dict[int, float]:
    """The best score that the name has in each kind, by the kind's number."""
    best: dict[int, float] = {}
    for sense in match.senses:  # best first
        best.setdefault(_PLACE[sense.category], sense.score)
    return best
