"""What stands around an entity or behind a statement, and what stands out in a graph?"""

from __future__ import annotations

import json
from collections.abc import Iterable

from kg.view import Finding
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


def evidence_places(index: Index, statement: str, limit: int | None = None) -> list[tuple[str, str]]:
    """The hash of each piece of evidence of a statement, with the IRI of its document; the surest first."""
    rows = index.reader.rows(_EVIDENCE, (statement, -1 if limit is None else limit))
    return [(name, iri) for name, iri in rows]


def findings(index: Index, statement: str) -> list[Finding]:
    """What the belief in a statement is reckoned from."""
    rows = index.reader.rows(_FINDINGS, (statement,))
    return [Finding(iri, score, bool(hedged), *rest) for iri, score, hedged, *rest in rows]


def opposed(index: Index, statement: str) -> list[str]:
    """The hashes of the statements that say the opposite of one."""
    return [row[0] for row in index.reader.rows(_OPPOSED, (statement,))]


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
_EVIDENCE = """
SELECT e.hash, d.iri FROM evidence e JOIN statement s ON s.id = e.statement JOIN document d ON d.id = e.document
JOIN sentence t ON t.id = e.sentence WHERE s.hash = ?
ORDER BY e.score DESC, d.identifier, t.start, e.hash LIMIT ?
"""
_FINDINGS = """
SELECT d.iri, e.score, e.hedged, e.extractor, d.source, d.source_kind
FROM evidence e JOIN statement s ON s.id = e.statement JOIN document d ON d.id = e.document WHERE s.hash = ?
"""
_OPPOSED = """
SELECT o.hash FROM statement s JOIN contradiction c ON s.id IN (c.one, c.other)
JOIN statement o ON o.id IN (c.one, c.other) AND o.id != s.id WHERE s.hash = ? ORDER BY o.belief DESC, o.hash
"""
_PROMINENT = """
SELECT curie, label, category FROM entity WHERE category = ? AND statements > 0
ORDER BY statements DESC, curie LIMIT ?
"""
