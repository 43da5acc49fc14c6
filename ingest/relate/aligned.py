"""Which names does "respectively" keep apart?

"T-bet and GATA-3 control Th1 and Th2 cells, respectively": of two lists as long as each other, the first of one goes
with the first of the other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product

from ingest.relate.groups import GROUP_OF
from ingest.relate.mask import Named

_WORD = re.compile(r"\brespectively\b")
#: between the members of a list, after what belongs to the one before
_NEXT = re.compile(r"(?: (?:cells?|genes?|proteins?|mRNAs?))?(?:,? and |,? or |, |/)")
#: how far before the word the list ends that it aligns
_NEAR = 40


def crossed(text: str, names: Sequence[Named]) -> frozenset[frozenset[int]]:
    """Pairs of numbers of names of which "respectively" says that they do not belong together; names count in the text.

    >>> from kg.vocabulary import Category
    >>> text = "IL-4 and IL-12 induce Th2 and Th1 cells, respectively."
    >>> found = [(0, 4), (9, 14), (22, 25), (30, 39)]
    >>> kinds = [Category.GENE] * 2 + [Category.CELL] * 2
    >>> names = [Named(i, *at, kind, text[slice(*at)]) for i, (at, kind) in enumerate(zip(found, kinds))]
    >>> sorted(sorted(pair) for pair in crossed(text, names))
    [[0, 3], [1, 2]]
    """
    found: set[frozenset[int]] = set()
    words = list(_WORD.finditer(text))
    if words:
        lists = _lists(text, [name for name in names if not name.inner])
        for word in words:
            found |= _kept_apart(word.start(), lists)
    return frozenset(found)


def _kept_apart(at: int, lists: Sequence[Sequence[Named]]) -> set[frozenset[int]]:
    before = [members for members in lists if members[-1].end <= at]
    if not before or at - before[-1][-1].end > _NEAR:
        return set()
    last = before.pop()
    other = next((members for members in reversed(before) if len(members) == len(last)), None)
    if other is None:
        return set()
    pairs = product(enumerate(other), enumerate(last))
    return {frozenset((one.index, two.index)) for (i, one), (j, two) in pairs if i != j}


def _lists(text: str, names: Sequence[Named]) -> list[list[Named]]:
    """The names of the text in lists of one kind of things, alone where they stand alone; those of two or more."""
    lists: list[list[Named]] = []
    for name in names:
        last = lists[-1][-1] if lists else None
        alike = last is not None and GROUP_OF[last.category] == GROUP_OF[name.category]
        if last is not None and alike and _NEXT.fullmatch(text, last.end, name.start):
            lists[-1].append(name)
        else:
            lists.append([name])
    return [members for members in lists if len(members) > 1]
