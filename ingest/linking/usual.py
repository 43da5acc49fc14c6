"""What does a short form usually stand for, where a text does not define it?

A table made by ``ingest.linking.train.short_forms`` from the definitions of many articles: for a kind of thing and a
short form the long form that most of them give it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ingest.linking.reviewed import rows
from ingest.mention import Kind


class Usual:
    """Long forms by kind and short form, as written."""

    def __init__(self, longs: Mapping[tuple[Kind, str], str] | None = None) -> None:
        self._longs = longs or {}

    def __len__(self) -> int:
        return len(self._longs)

    def long(self, short: str, kind: Kind) -> str:
        """What the short form, or its plural, usually stands for among things of the kind; empty if nothing does.

        >>> usual = Usual({(Kind.DISEASE, "AML"): "acute myeloid leukemia"})
        >>> usual.long("AMLs", Kind.DISEASE), usual.long("AML", Kind.GENE)
        ('acute myeloid leukemia', '')
        """
        found = self._longs.get((kind, short))
        if found is None and len(short) > 2 and short[-1] == "s":
            found = self._longs.get((kind, short[:-1]))
        return found or ""

    @classmethod
    def read(cls, path: Path) -> Usual:
        """The table of a file; raises LexiconError if it is damaged."""
        return cls({(kind, short): long for kind, short, long, _ in rows(path)})


def written(found: Iterable[tuple[Kind, str, str, int, int]]) -> Iterator[str]:
    """The lines of the table: kind, short form, long form, documents that agree and those with a thing of the kind."""
    yield "# What short forms usually stand for; made by ingest.linking.train.short_forms."
    yield "# Kind of thing, short form, long form, documents that agree of those that define it as a thing of the kind."
    for kind, short, long, count, of in found:
        yield f"{kind.value}\t{short}\t{long}\t{count} of {of}"
