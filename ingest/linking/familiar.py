"""In how many articles does this name stand for this entity, as the linker reads them?

What many articles use is looked at by many: names of a single article, and things of which only one speaks, are the
likeliest to be wrong. The table is made by ``ingest.linking.train.familiar``: counts of names and entities, no text.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from ingest.lexicon.key import key
from ingest.linking.packed import read_lines, reading, write_lines
from ingest.mention import Recognised

PACKAGED = Path(__file__).parent / "data" / "familiar.tsv.zst"
#: a name's key and its entity
Linked = tuple[str, str]
#: a surface's key; of a name several tables are asked
key_of = lru_cache(maxsize=1 << 14)(key)


class Familiar:
    """Numbers of articles by name and entity; names are compared by their lexicon key."""

    def __init__(self, articles: Mapping[Linked, int]) -> None:
        self._articles = articles

    def articles(self, name: Recognised, surface: str) -> int:
        """The number of articles that use a name so; 0 of what few do."""
        return self._articles.get((key_of(surface), name.best.entity.id), 0)

    @classmethod
    def read(cls, path: Path) -> Familiar:
        """The table of a file.

        :raises LexiconError: if it is damaged
        """
        with reading(path, "names"):
            rows = (line.split("\t") for line in read_lines(path, 1 << 24))
            return cls({(name, entity): int(articles) for name, entity, articles in rows})


@cache
def familiar() -> Familiar:
    """The packaged table."""
    return Familiar.read(PACKAGED)


def write(path: Path, articles: Mapping[Linked, int]) -> None:
    """Write the table, in the order of the names."""
    write_lines(path, (f"{name}\t{entity}\t{number}" for (name, entity), number in sorted(articles.items())))
