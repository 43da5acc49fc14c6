"""What stands around an entity, or stands out in a graph? The surest statements of each relation; the best known."""

from __future__ import annotations

import json
from collections.abc import Iterable

from kg.vocabulary import RELATIONS
from queries.index.conditions import Conditions
from queries.index.lookups import Index
from queries.results import Named, RelationGroup

_SYMMETRIC = json.dumps([name for name, relation in RELATIONS.items() if relation.symmetric])
_PLACE = {name: place for place, name in enumerate(RELATIONS)}


def relation_groups(
    index: Index, curie: str, *, subtypes: bool = False, most: int = 8
) -> tuple[RelationGroup, ...]:
    """The surest statements about an entity by relation and side, in the order of the vocabulary.

    :param subtypes: whether those about its subtypes count, too
    :param most: statements of each group
    :raises UnknownEntityError: if the graph has none of this CURIE
    """
    index.number_of(curie)
    where, values = Conditions(entity=curie, subtypes=subtypes).where()
    subject, given = Conditions(entity=curie, role="subject", subtypes=subtypes).where()
    rows = index.reader.rows(
        _GROUPS.format(where=where, subject=subject), (_SYMMETRIC, *given, *values, most)
    )
    told = index.statements_numbered(row[3] for row in rows)
    found: dict[tuple[str, str, int], list[int]] = {}
    for relation, side, total, number in rows:
        found.setdefault((relation, side, total), []).append(number)
    groups = (
        RelationGroup(relation, side, total, tuple(told[number] for number in numbers))  # type: ignore[arg-type]
        for (relation, side, total), numbers in found.items()
    )
    return tuple(sorted(groups, key=lambda group: (_PLACE[group.relation], group.side)))


def prominent(index: Index, categories: Iterable[str], most: int = 6) -> dict[str, tuple[Named, ...]]:
    """The entities of each category that most statements are about."""
    found = {
        category: tuple(Named(*row) for row in index.reader.rows(_PROMINENT, (category, most)))
        for category in categories
    }
    return {category: entities for category, entities in found.items() if entities}


_GROUPS = """
SELECT relation, side, total, id FROM (
  SELECT id, relation, side,
    ROW_NUMBER() OVER (PARTITION BY relation, side ORDER BY belief DESC, hash) AS place,
    COUNT(*) OVER (PARTITION BY relation, side) AS total
  FROM (
    SELECT s.id, s.relation, s.belief, s.hash,
      CASE WHEN s.relation IN (SELECT value FROM json_each(?)) THEN 'either'
           WHEN {subject} THEN 'subject' ELSE 'object' END AS side
    FROM statement s WHERE {where}
  )
) WHERE place <= ? ORDER BY relation, side, place
"""
_PROMINENT = """
SELECT curie, label, category FROM entity WHERE category = ? AND statements > 0
ORDER BY statements DESC, curie LIMIT ?
"""
