"""What did annotators take this name for, in the corpora that the linker learnt from?

A small table made by ``ingest.linking.train``: for a kind and the key of a name, the entities that it was
annotated with and in how many documents. It knows names that no vocabulary lists ("hypertensive") and which
of several listed meanings is the usual one. Identifiers that the lexicon lacks, or has under a category that
the kind does not allow, come with the label that they were named by most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.linking.packed import read_lines, reading, write_lines
from ingest.mention import Kind

Key = tuple[Kind, str]


@dataclass(frozen=True, slots=True)
class Use:
    """An entity that a name was used for, and in how many ``documents``."""

    entity: str
    documents: int


class Usage:
    """Names as annotators understood them.

    ``labels`` name the entities that the lexicon does not have; ``same`` gives identifiers that it does not
    have the identifier that it has for the same thing, known by its name.
    """

    def __init__(
        self,
        names: Mapping[Key, tuple[Use, ...]],
        labels: Mapping[str, str] | None = None,
        same: Mapping[str, str] | None = None,
    ) -> None:
        self._names = names
        self._labels = labels or {}
        self._same = same or {}
        self._aliases: dict[str, tuple[str, ...]] = {}
        for alias, entity in sorted(self._same.items()):
            self._aliases[entity] = (*self._aliases.get(entity, ()), alias)
        known: defaultdict[tuple[Kind, str], int] = defaultdict(int)
        for (kind, _), uses in names.items():
            for use in uses:
                known[kind, use.entity] += use.documents
        self._documents = dict(known)

    def of(self, kind: Kind, key: str) -> tuple[Use, ...]:
        """What a name of this key was used for, the commonest first."""
        return self._names.get((kind, key), ())

    def documents(self, kind: Kind, entity: str) -> int:
        """In how many documents the entity was named, by whatever name, counted once a name."""
        return self._documents.get((kind, entity), 0)

    def label(self, entity: str) -> str | None:
        """The label of an entity that the lexicon does not know or not as this, else None."""
        return self._labels.get(entity)

    def aliases(self, entity: str) -> tuple[str, ...]:
        """Identifiers of the same thing that the lexicon does not have."""
        return self._aliases.get(entity, ())

    @classmethod
    def read(cls, path: Path) -> Usage:
        """The table of a file that `lines` made; raises LexiconError if it is damaged."""
        with reading(path, "names"):
            return _parsed(read_lines(path, 1 << 26))

    def write(self, path: Path) -> None:
        """Write the table, sorted, so that equal tables are equal bytes."""
        lines = [f"{entity}\t{label}" for entity, label in sorted(self._labels.items())]
        lines += [f"=\t{alias}\t{entity}" for alias, entity in sorted(self._same.items())]
        for (kind, key), uses in sorted(self._names.items()):
            packed = " ".join(f"{use.entity}={use.documents}" for use in uses)
            lines.append(f"{kind.value}\t{key}\t{packed}")
        write_lines(path, lines)


def _parsed(lines: Iterable[str]) -> Usage:
    names: dict[Key, tuple[Use, ...]] = {}
    labels: dict[str, str] = {}
    same: dict[str, str] = {}
    for line in lines:
        fields = line.split("\t")
        if len(fields) == 2:
            labels[fields[0]] = fields[1]
        elif fields[0] == "=":
            same[fields[1]] = fields[2]
        elif len(fields) == 3:
            names[Kind(fields[0]), fields[1]] = tuple(map(_use, fields[2].split(" ")))
    return Usage(names, labels, same)


def _use(packed: str) -> Use:
    entity, _, documents = packed.rpartition("=")
    return Use(entity, int(documents))


def ranked(counts: Iterable[tuple[str, int]]) -> tuple[Use, ...]:
    """The entities of a name, the commonest first, then by identifier."""
    return tuple(Use(entity, count) for entity, count in sorted(counts, key=lambda one: (-one[1], one[0])))
