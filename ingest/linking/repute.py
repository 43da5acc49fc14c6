"""What did strict readers think of this name for this entity, and of this entity, in other articles?

The table is made by ``ingest.linking.train.trust`` of the names that they judged: numbers of articles, no text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from math import log1p
from pathlib import Path

from ingest.linking.familiar import Linked, key_of
from ingest.linking.packed import read_lines, reading, write_lines

PACKAGED = Path(__file__).parent / "data" / "repute.tsv.zst"
#: in how many articles readers let a name pass, and in how many they did not
Counts = tuple[int, int]
_NONE: Counts = (0, 0)
#: what is thought of a name of which nobody was asked: so many articles, this share of which are right
_BEFORE, _SHARE = 3.0, 0.9


class Repute:
    """Numbers of articles by name and entity; names are compared by their lexicon key."""

    def __init__(self, articles: Mapping[Linked, Counts]) -> None:
        self._names = articles
        self._entities: dict[str, Counts] = defaultdict(lambda: _NONE)
        for (_, entity), counts in articles.items():
            self._entities[entity] = _sum(self._entities[entity], counts)

    def of(self, surface: str, entity: str, own: Mapping[Linked, Counts] | None = None) -> tuple[float, ...]:
        """Log of 1 + the articles, and the share in which readers let it pass, 0-1: of the entity, and so named.

        What is known of an ``own`` article is left out.
        """
        linked = key_of(surface), entity
        here = own or {}
        of_entity = [counts for (_, one), counts in here.items() if one == entity]
        parts = (
            _less(self._entities.get(entity, _NONE), *of_entity),
            _less(self._names.get(linked, _NONE), here.get(linked, _NONE)),
        )
        return tuple(number for right, wrong in parts for number in _told(right, wrong))

    @classmethod
    def read(cls, path: Path) -> Repute:
        """The table of a file.

        :raises LexiconError: if it is damaged
        """
        with reading(path, "judged names"):
            rows = (line.split("\t") for line in read_lines(path, 1 << 24))
            return cls({(name, entity): (int(right), int(wrong)) for name, entity, right, wrong in rows})


def _told(right: int, wrong: int) -> tuple[float, float]:
    articles = right + wrong
    return log1p(articles), (right + _BEFORE * _SHARE) / (articles + _BEFORE)


def _sum(one: Counts, other: Counts) -> Counts:
    return one[0] + other[0], one[1] + other[1]


def _less(all_: Counts, *parts: Counts) -> Counts:
    return all_[0] - sum(right for right, _ in parts), all_[1] - sum(wrong for _, wrong in parts)


@cache
def repute() -> Repute:
    """The packaged table."""
    return Repute.read(PACKAGED)


def write(path: Path, articles: Mapping[Linked, Counts]) -> None:
    """Write the table, in the order of the names."""
    write_lines(
        path, ("\t".join((*linked, *map(str, counts))) for linked, counts in sorted(articles.items()))
    )
