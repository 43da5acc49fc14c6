"""Which words may a way along the parse have, and what do they mean? The patterns are data, ``paths.tsv``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ingest.relate.lexis import bridges, rows

_ALONE = "only "
_NO_PATTERNS = ("link", "alone", "among")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A line of the table: between which groups, over which lemmas, and what it means.

    One of ``key`` and, if there are any, one of ``too`` stand on the way. ``example`` marks the one that acts with
    [ ] and the other with < >.
    """

    first: frozenset[str]
    second: frozenset[str]
    key: frozenset[str]
    too: frozenset[str]
    relation: str
    aspect: str | None
    trust: float
    example: str
    alone: bool = False
    """Whether no words but its own, and those of the line "alone", may stand on the way."""


@cache
def patterns() -> tuple[Pattern, ...]:
    """The patterns, in the order of the table."""
    return tuple(_pattern(*row) for row in rows("paths.tsv") if row[0] not in _NO_PATTERNS)


def _pattern(
    first: str, second: str, key: str, too: str, relation: str, aspect: str, trust: str, example: str
) -> Pattern:
    return Pattern(
        _groups(first.removeprefix(_ALONE)),
        _groups(second),
        _words(key),
        _words(too),
        relation,
        aspect or None,
        float(trust),
        example,
        first.startswith(_ALONE),
    )


@cache
def _listed(kind: str) -> frozenset[str]:
    """Lemmas that may stand on any way, "link", or on one that is its line's "alone"."""
    return frozenset(
        word for row in rows("paths.tsv") if row[0] == kind for cell in row[1:] for word in cell.split()
    )


@cache
def _besides(first: frozenset[str], second: frozenset[str]) -> frozenset[str]:
    """Lemmas that may stand on any way between these groups."""
    among = (
        _words(words)
        for kind, one, other, words, *_ in rows("paths.tsv")
        if kind == "among" and _groups(one) == first and second <= _groups(other)
    )
    return _listed("link").union(*among)


def _groups(cell: str) -> frozenset[str]:
    return frozenset(cell.split("|"))


def _words(cell: str) -> frozenset[str]:
    return frozenset(cell.split())


def allowed(pattern: Pattern) -> frozenset[str]:
    """Lemmas that may stand on a way of the pattern."""
    own = pattern.key | pattern.too
    return own | (_listed("alone") if pattern.alone else _besides(pattern.first, pattern.second))


@cache
def sides() -> frozenset[str]:
    """Nouns that say which side of a cell or molecule is meant."""
    return frozenset(bridges()).union(*(pattern.key for pattern in patterns()))
