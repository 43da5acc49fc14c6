"""Which tables does the index have?"""

from __future__ import annotations

#: of the tables; an index of another version is made again
INDEX_VERSION = 3

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entity (
  id INTEGER PRIMARY KEY, curie TEXT NOT NULL, iri TEXT NOT NULL, label TEXT NOT NULL,
  category TEXT NOT NULL, synonyms TEXT NOT NULL, xrefs TEXT NOT NULL, lineage TEXT NOT NULL,
  statements INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE name (id INTEGER PRIMARY KEY, entity INTEGER NOT NULL, kind INTEGER NOT NULL, key TEXT NOT NULL,
  text TEXT NOT NULL);
CREATE VIRTUAL TABLE name_words USING fts5(
  text, content='name', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='1 2 3');
CREATE TABLE below (ancestor INTEGER NOT NULL, entity INTEGER NOT NULL, PRIMARY KEY (ancestor, entity))
  WITHOUT ROWID;
CREATE TABLE document (
  id INTEGER PRIMARY KEY, identifier TEXT NOT NULL, iri TEXT NOT NULL, title TEXT NOT NULL, date TEXT NOT NULL,
  kind TEXT NOT NULL, journal TEXT NOT NULL, statements INTEGER NOT NULL,
  withdrawn INTEGER NOT NULL, source TEXT NOT NULL, source_kind TEXT NOT NULL
);
CREATE TABLE statement (
  id INTEGER PRIMARY KEY, hash TEXT NOT NULL, subject INTEGER NOT NULL, relation TEXT NOT NULL,
  object INTEGER NOT NULL, aspect TEXT, direction TEXT, negated INTEGER NOT NULL, hedged INTEGER NOT NULL,
  belief REAL NOT NULL, evidence_count INTEGER NOT NULL, document_count INTEGER NOT NULL,
  source_count INTEGER NOT NULL, first_date TEXT NOT NULL DEFAULT '',
  last_date TEXT NOT NULL DEFAULT '', contradictions INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE sentence (
  id INTEGER PRIMARY KEY, document INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  section TEXT NOT NULL, text TEXT NOT NULL
);
CREATE VIRTUAL TABLE sentence_words USING fts5(
  text, content='sentence', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
CREATE TABLE evidence (
  id INTEGER PRIMARY KEY, statement INTEGER NOT NULL, sentence INTEGER NOT NULL, document INTEGER NOT NULL,
  score REAL NOT NULL, hedged INTEGER NOT NULL, hash TEXT NOT NULL, extractor TEXT NOT NULL
);
CREATE TABLE link (
  subject INTEGER NOT NULL, object INTEGER NOT NULL, statement INTEGER NOT NULL, belief REAL NOT NULL,
  PRIMARY KEY (subject, object)
) WITHOUT ROWID;
CREATE TABLE contradiction (
  one INTEGER NOT NULL, other INTEGER NOT NULL, weaker REAL NOT NULL, PRIMARY KEY (weaker, one, other)
) WITHOUT ROWID;
"""

#: made once the tables are filled
INDICES = """
CREATE UNIQUE INDEX entity_curie ON entity (curie);
CREATE INDEX entity_known ON entity (category, statements DESC, curie);
CREATE INDEX entity_iri ON entity (iri);
CREATE INDEX name_key ON name (key, entity, kind);
CREATE INDEX below_entity ON below (entity);
CREATE UNIQUE INDEX document_identifier ON document (identifier);
CREATE INDEX document_iri ON document (iri);
CREATE INDEX document_date ON document (date DESC, identifier);
CREATE UNIQUE INDEX statement_hash ON statement (hash);
CREATE INDEX statement_belief ON statement (belief DESC, hash);
CREATE INDEX statement_subject ON statement (subject, belief DESC, hash);
CREATE INDEX statement_object ON statement (object, belief DESC, hash);
CREATE INDEX statement_relation ON statement (relation, belief DESC, hash);
CREATE INDEX statement_first ON statement (first_date DESC, hash);
CREATE INDEX sentence_document ON sentence (document);
CREATE INDEX evidence_statement ON evidence (statement, score DESC);
CREATE INDEX evidence_document ON evidence (document);
CREATE INDEX evidence_sentence ON evidence (sentence);
CREATE INDEX link_object ON link (object, belief DESC);
CREATE INDEX link_subject ON link (subject, belief DESC);
CREATE INDEX contradiction_one ON contradiction (one);
CREATE INDEX contradiction_other ON contradiction (other);
"""

#: what follows from the rows
DERIVED = """
INSERT INTO name_words (name_words) VALUES ('rebuild');
INSERT INTO sentence_words (sentence_words) VALUES ('rebuild');
UPDATE entity SET statements = (SELECT COUNT(*) FROM statement WHERE subject = entity.id)
  + (SELECT COUNT(*) FROM statement WHERE object = entity.id AND subject != entity.id);
UPDATE statement SET (first_date, last_date) = (
  SELECT COALESCE(MIN(NULLIF(d.date, '')), ''), COALESCE(MAX(d.date), '')
  FROM evidence e JOIN document d ON d.id = e.document WHERE e.statement = statement.id);
UPDATE statement SET contradictions = (SELECT COUNT(*) FROM contradiction
  WHERE one = statement.id OR other = statement.id);
"""

#: best statement from one entity to another among those that stand as facts; a symmetric one counts both ways
LINKS = """
INSERT INTO link (subject, object, statement, belief)
SELECT subject, object, id, MAX(belief) FROM (
  SELECT id, subject, object, belief FROM statement WHERE standing AND subject != object
  UNION ALL
  SELECT id, object, subject, belief FROM statement
  WHERE standing AND subject != object AND relation IN (SELECT value FROM json_each(:symmetric))
) GROUP BY subject, object
""".replace("standing", "NOT negated AND NOT hedged AND belief >= :threshold")
