"""Can anything be said of the names of a sentence? Where nothing can, it need not be parsed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from ingest.relate.compose import CELLS, MOLECULES
from ingest.relate.coreference import may_resume
from kg.model import Entity
from kg.vocabulary import Category

#: what can be found in a part of the body, or be made there; nothing else is said of one
_HELD = MOLECULES | CELLS


def is_worth_parsing(
    sentence: str, here: Iterable[Entity], before: Sequence[Entity] = (), after: Sequence[Entity] = ()
) -> bool:
    """Whether two different entities are named that a relation can join.

    Both in the sentence, or, if it has words that take up a name, one of them in the sentences ``before`` it;
    or one of them is what something in it is called ``after`` it.
    """
    named = {entity.id: entity for entity in here}
    if not named:
        return False
    if _can_relate(named.values()) or (after and _can_relate([*named.values(), *after])):
        return True
    return bool(before) and may_resume(sentence) and _can_relate([*named.values(), *before])


def _can_relate(entities: Iterable[Entity]) -> bool:
    return any(
        one.id != other.id and can_relate(one.category, other.category)
        for one, other in combinations(entities, 2)
    )


def can_relate(one: Category, other: Category) -> bool:
    """Whether any rule, or the classifier, can find a relation between things of these categories.

    Species are not masked, and so nothing is found of them.
    """
    if Category.TAXON in (one, other):
        return False
    if one is Category.ANATOMY:
        return other in _HELD
    return other is not Category.ANATOMY or one in _HELD
