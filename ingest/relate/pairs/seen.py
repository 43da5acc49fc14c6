"""What does the classifier of pairs see: a sentence, and two names in it?

Names are hidden: the classifier learns what the words between and around them say, not which things go together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from ingest.relate.groups import GROUP_OF
from ingest.relate.lexis import triggers
from ingest.relate.mask import Named
from ingest.relate.relator import Relation
from ingest.relate.tree import Parse, starts

#: names further apart than so many words are no pair, and a sentence has no more pairs than _MOST
_FAR, _MOST = 60, 400


@dataclass(frozen=True, slots=True)
class Seen:
    """The words of a masked sentence; those of names are empty, and have a group.

    All fields are as long as the sentence; ``heads`` are positions, ``effects`` those of the trigger words.
    """

    words: tuple[str, ...]
    tags: tuple[str, ...]
    dependencies: tuple[str, ...]
    effects: tuple[str, ...]
    groups: tuple[str, ...]
    heads: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names of a sentence, by their positions among its words and among the document's names.

    ``path`` leads from one to the other along the parse, both ends included. ``said`` is what the rules say of
    them: relations, turned round where marked so, and whether denied or supposed; ``trust`` is theirs, 0-1.
    """

    first: int
    second: int
    names: tuple[int, int]
    path: tuple[int, ...]
    said: tuple[str, ...]
    trust: float


def see(parse: Parse, names: Iterable[Named]) -> tuple[Seen, dict[int, int]]:
    """The sentence, and where each of its names stands: positions of words by number of the name."""
    names = tuple(names)
    at = starts(parse)
    places = {name.index: at[name.start] for name in names if name.start in at}
    groups = {places[name.index]: GROUP_OF[name.category] for name in names if name.index in places}
    verbs, nouns = triggers("V"), triggers("N")
    rows = []
    for place, token in enumerate(parse):
        group = groups.get(place, "")
        text, base = ("", "") if group else (token.text, token.lemma_.lower())
        following = parse[place + 1].lower_ if place + 1 < len(parse) else ""
        trigger = verbs.get(f"{base} {following}") or verbs.get(base) or nouns.get(base)
        effect = trigger.effect if trigger else ""
        rows.append((text, token.tag_, token.dep_, effect, group, token.head.i))
    seen = Seen(*(tuple(column) for column in zip(*rows, strict=True)))
    return seen, places


def pairs(
    seen: Seen, places: dict[int, int], names: Sequence[Named], relations: Iterable[Relation]
) -> Iterator[Pair]:
    """Every two names that stand for different things, in the order of the text."""
    said: dict[frozenset[int], list[Relation]] = {}
    for relation in relations:
        said.setdefault(frozenset((relation.subject, relation.object)), []).append(relation)
    placed = sorted(
        ((places[name.index], name) for name in names if name.index in places), key=lambda one: one[0]
    )
    joined = (two for two in combinations(placed, 2) if two[1][0] - two[0][0] <= _FAR)
    for (first, left), (second, right) in islice(joined, _MOST):
        if left.entity != right.entity and first != second:
            found = said.get(frozenset((left.index, right.index)), [])
            yield Pair(
                first,
                second,
                (left.index, right.index),
                path(seen.heads, first, second),
                tuple(dict.fromkeys(word for r in found for word in _said(r, left.index))),
                max((r.score for r in found), default=0.0),
            )


def _said(relation: Relation, first: int) -> Iterator[str]:
    yield relation.relation if relation.subject == first else f"reversed {relation.relation}"
    if relation.negated:
        yield "negated"
    if relation.hedged:
        yield "hedged"


def path(heads: Sequence[int], first: int, second: int) -> tuple[int, ...]:
    """The words from one to the other along the parse, both included; just the two if nothing joins them.

    >>> path((1, 1, 1), 0, 2)
    (0, 1, 2)
    """
    up, down = list(_upwards(heads, first)), list(_upwards(heads, second))
    below = {word: number for number, word in enumerate(down)}
    for number, word in enumerate(up):
        if word in below:
            return (*up[: number + 1], *reversed(down[: below[word]]))
    return (first, second)


def _upwards(heads: Sequence[int], word: int) -> Iterator[int]:
    yield word
    while heads[word] != word:
        word = heads[word]
        yield word
