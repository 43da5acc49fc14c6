"""Which meanings of names are known, or known to be wrong, whatever lists and annotators say?

Two tables: meanings that were reviewed by hand (``meanings.tsv``), and entities that readers of real sentences refused
for a name (``refused.tsv``, made by ``ingest.linking.train.refusals``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from functools import lru_cache
from pathlib import Path

from ingest.lexicon.key import key
from ingest.linking.usage import Key
from ingest.mention import Kind
from kg.errors import LexiconError

MEANINGS, REFUSED = "meanings.tsv", "refused.tsv"
#: in place of an entity: the name means something that no vocabulary has
NONE = "-"
#: in place of an entity: these words, written so, are no name of a thing of the kind
NOTHING = "!"


class Reviewed:
    """What names mean and do not mean; names are compared by their lexicon key, words that are no names by letters."""

    def __init__(
        self,
        meanings: Mapping[Key, str] | None = None,
        refused: Mapping[Key, frozenset[str]] | None = None,
        idle: Set[Key] = frozenset(),
    ) -> None:
        self._meanings = meanings or {}
        self._refused = refused or {}
        self._idle = idle
        self._key = lru_cache(maxsize=1 << 15)(key)

    def meaning(self, name: str, kind: Kind) -> str:
        """The entity that the name means, `NONE` if none that vocabularies have, empty if the table lacks the name."""
        return self._meanings.get((kind, self._key(name)), "")

    def is_nothing(self, name: str, kind: Kind) -> bool:
        """Whether these words, so written, are no name of a thing of the kind: the app of a telephone, not APP."""
        return (kind, _written(name)) in self._idle

    def refuses(self, name: str, kind: Kind, entity: str) -> bool:
        """Whether readers said that the name does not mean this entity."""
        return entity in self._refused.get((kind, self._key(name)), ())

    def excludes(self, name: str, kind: Kind, entity: str) -> bool:
        """Whether either table says that the name does not mean this entity."""
        meant = self.meaning(name, kind)
        return (bool(meant) and meant != entity) or self.refuses(name, kind, entity)

    @classmethod
    def read(cls, folder: Path) -> Reviewed:
        """The tables of a folder; raises LexiconError if one is damaged."""
        meanings: dict[Key, str] = {}
        idle = set()
        for kind, name, entity, _ in rows(folder / MEANINGS):
            if entity == NOTHING:
                idle.add((kind, _written(name)))
            else:
                meanings[kind, key(name)] = entity
        refused: dict[Key, frozenset[str]] = {}
        for kind, name, entity, _ in rows(folder / REFUSED):
            named = kind, key(name)
            refused[named] = refused.get(named, frozenset()) | {entity}
        return cls(meanings, refused, frozenset(idle))


def _written(name: str) -> str:
    """The name as it is written within a sentence, in the singular."""
    inside = name[0].lower() + name[1:] if name[1:].islower() else name
    return inside[:-1] if len(name) > 3 and name.endswith("s") else inside


def rows(path: Path) -> Iterator[tuple[Kind, str, str, str]]:
    """Kind, name, meaning and note of each row of a table of names.

    :raises LexiconError: if it is damaged
    """
    try:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                kind, name, meaning, note = line.split("\t")
                yield Kind(kind), name, meaning, note
    except (OSError, ValueError) as error:
        raise LexiconError(f"{path}: no readable table of names ({error}); install litkg again") from error
