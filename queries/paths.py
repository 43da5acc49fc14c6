"""How does one thing lead to another? Chains of statements that stand as facts, shortest first.

From each end only the surest statement to a neighbour is followed, and the surest few hundred neighbours:
otherwise paths multiply at every hub.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import prod

from kg.graph import Graph
from queries.details import evidence_of
from queries.index.lookups import Index
from queries.results import Path, PathPage, Step

_WIDEST = 400
_SENTENCES = 2


@dataclass(frozen=True, slots=True)
class _Link:
    """A statement from one entity to another, all by their numbers in the index."""

    source: int
    target: int
    statement: int
    belief: float
    reversed: bool = False


def find_paths(
    graph: Graph,
    index: Index,
    source: str,
    target: str,
    *,
    steps: int = 3,
    both_ways: bool = False,
    limit: int = 10,
) -> PathPage:
    """Paths of at most three steps between two entities, with the surest sentences of each step.

    :param both_ways: whether statements may be followed from object to subject, too
    :raises UnknownEntityError: if the graph has none of one of the CURIEs
    """
    ends = index.number_of(source), index.number_of(target)
    found = sorted(_chains(index, *ends, steps, both_ways), key=_rank)[:limit]
    told = index.statements_numbered(link.statement for chain in found for link in chain)
    sentences = {n: evidence_of(graph, index, item.id, _SENTENCES) for n, item in told.items()}
    paths = tuple(
        Path(
            round(prod(link.belief for link in chain), 6),
            tuple(Step(told[link.statement], link.reversed, sentences[link.statement]) for link in chain),
        )
        for chain in found
    )
    named = index.named([source, target])
    return PathPage(named[source], named[target], paths)


def _rank(chain: tuple[_Link, ...]) -> tuple[object, ...]:
    return len(chain), -prod(link.belief for link in chain), [link.statement for link in chain]


def _chains(index: Index, start: int, end: int, steps: int, both_ways: bool) -> Iterator[tuple[_Link, ...]]:
    if start == end:
        return
    onward = {link.target: link for link in _around(index, start, both_ways, forward=True)}
    back = {link.source: link for link in _around(index, end, both_ways, forward=False)}
    if end in onward:
        yield (onward[end],)
    onward.pop(end, None)
    back.pop(start, None)
    if steps >= 2:
        yield from ((onward[middle], back[middle]) for middle in onward.keys() & back.keys())
    if steps >= 3:
        for link in _between(index, onward.keys(), back.keys(), both_ways):
            if link.source != link.target:
                yield onward[link.source], link, back[link.target]


def _around(index: Index, number: int, both_ways: bool, *, forward: bool) -> list[_Link]:
    """The surest link to each neighbour, away from the entity or towards it; the least sure come first."""
    found = []
    for column in ("subject", "object"):
        reversed_ = (column == "subject") != forward
        if both_ways or not reversed_:
            for other, statement, belief in index.links(column, number, _WIDEST):
                source, target = (number, other) if forward else (other, number)
                found.append(_Link(source, target, statement, belief, reversed_))
    return sorted(found, key=lambda link: (link.belief, -link.statement))


def _between(
    index: Index, sources: Iterable[int], targets: Iterable[int], both_ways: bool
) -> Iterator[_Link]:
    best = {
        (s, t): _Link(s, t, statement, belief)
        for s, t, statement, belief in index.links_between(sources, targets)
    }
    if both_ways:
        for t, s, statement, belief in index.links_between(targets, sources):
            if (s, t) not in best or best[s, t].belief < belief:
                best[s, t] = _Link(s, t, statement, belief, True)
    yield from best.values()
