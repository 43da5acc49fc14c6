"""Which rows does a look-up read? The SQL that is asked of the index's tables."""

from __future__ import annotations

ENTITY = "SELECT id, curie, iri, label, category, synonyms, xrefs, statements FROM entity"
NAMES = "SELECT n.entity, n.kind, n.text, e.statements FROM name n JOIN entity e ON e.id = n.entity"
SAME = """
SELECT curie FROM (
  SELECT curie, 0 AS rank, 0 AS few FROM entity WHERE curie = ?
  UNION ALL
  SELECT e.curie, 1, -e.statements FROM name n JOIN entity e ON e.id = n.entity
  WHERE n.kind = 3 AND n.text = ? AND n.key = ?
) ORDER BY rank, few, curie LIMIT 1
"""
DOCUMENT = "SELECT identifier, iri, title, date, kind, journal, statements, withdrawn FROM document"
STATEMENT = """
SELECT s.id, s.hash, a.curie, a.label, a.category, s.relation, b.curie, b.label, b.category, s.aspect, s.direction,
  s.negated, s.hedged, s.belief, s.evidence_count, s.document_count, s.contradictions, s.first_date, s.last_date,
  s.source_count
FROM statement s JOIN entity a ON a.id = s.subject JOIN entity b ON b.id = s.object
"""
CHILDREN = """
SELECT e.curie, e.label, e.category FROM below b JOIN entity e ON e.id = b.entity
WHERE b.ancestor = ? AND b.entity != ? AND NOT EXISTS (
  SELECT 1 FROM below u JOIN below v ON v.ancestor = u.entity
  WHERE u.ancestor = ? AND v.entity = b.entity AND u.entity != b.entity AND u.entity != ?)
ORDER BY e.label, e.curie
"""
SENTENCES = """
SELECT t.id, d.identifier, d.title, d.date, t.section, t.text, t.start, t."end",
  SNIPPET(sentence_words, 0, char(2), char(3), '…', 48)
FROM sentence_words w JOIN sentence t ON t.id = w.rowid JOIN document d ON d.id = t.document
WHERE sentence_words MATCH ? {narrowed}
ORDER BY BM25(sentence_words), t.id LIMIT ? OFFSET ?
"""
SENTENCES_COUNT = """
SELECT COUNT(*) FROM sentence_words w JOIN sentence t ON t.id = w.rowid WHERE sentence_words MATCH ? {narrowed}
"""
QUOTES = """
SELECT s.hash, t.text, d.identifier, d.title, d.date, d.iri, t.section, e.score, e.hedged
FROM json_each(?) w JOIN statement s ON s.hash = w.value JOIN evidence e ON e.id IN (
  SELECT id FROM evidence WHERE statement = s.id ORDER BY score DESC, id LIMIT ?)
JOIN sentence t ON t.id = e.sentence JOIN document d ON d.id = t.document ORDER BY s.hash, e.score DESC, e.id
"""
NARROWED = (
    "AND t.id IN (SELECT e.sentence FROM evidence e JOIN statement s ON s.id = e.statement WHERE {where})"
)
NEIGHBOURS = """
SELECT n.* FROM (
  SELECT o.curie, o.label, o.category, x.relation, x.outgoing, COUNT(*) AS statements, MAX(x.belief) AS belief,
    SUM(x.evidence_count) AS evidence, SUM(x.negated) AS negated, SUM(x.hedged) AS hedged,
    SUM(x.contradictions) AS contradictions, x.hash AS best, o.id AS number
  FROM (
    SELECT s.*, 1 AS outgoing, s.object AS other FROM statement s WHERE s.subject = ? AND {where}
    UNION ALL
    SELECT s.*, 0 AS outgoing, s.subject AS other FROM statement s WHERE s.object = ? AND s.subject != ? AND {where}
  ) x JOIN entity o ON o.id = x.other
  GROUP BY o.id, x.relation, x.outgoing
) n
"""
NEIGHBOUR_ORDER = "n.belief DESC, n.number, n.relation, n.outgoing"
NEIGHBOUR_AFTER = "(n.belief < ? OR (n.belief = ? AND (n.number, n.relation, n.outgoing) > (?, ?, ?)))"
