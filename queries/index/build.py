"""How is the index of a snapshot made? By one pass over the predicates that look-ups need."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from kg.identifiers import Identifiers
from kg.store import Store
from kg.terms import BIOLINK, DCTERMS, LABEL, SKOS, SUBCLASS_OF, Terms
from kg.vocabulary import RELATIONS
from queries.dataset import open_dataset
from queries.index.names import key_of
from queries.index.tables import DERIVED, INDEX_VERSION, INDICES, LINKS, TABLES
from queries.request import Dataset

Value = NamedNode | Literal
_LABEL, _SYNONYM, _IDENTIFIER, _XREF = range(4)
_ENTITY = "INSERT INTO entity (id, curie, iri, label, category, synonyms, xrefs, lineage)"


def build_index(store: Store, path: Path) -> None:
    """Write the index of all that a store holds to a file that is not there yet."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000"
        )
        connection.executescript(TABLES)
        connection.execute("BEGIN")
        _Builder(store, connection).fill()
        connection.execute("COMMIT")
        connection.executescript(INDICES + DERIVED)
        symmetric = [name for name, relation in RELATIONS.items() if relation.symmetric]
        connection.execute(LINKS, {"threshold": store.threshold, "symmetric": json.dumps(symmetric)})
        connection.execute("ANALYZE")


class _Builder:
    """Fills the tables; nodes are numbered in the order of their IRIs, so that a store gives one index."""

    def __init__(self, store: Store, connection: sqlite3.Connection) -> None:
        self.store = store
        self.terms: Terms = store.terms
        self.ids: Identifiers = store.identifiers
        self.connection = connection
        self.entities: dict[str, int] = {}
        self.documents: dict[str, int] = {}
        self.statements: dict[str, int] = {}
        self.beliefs: dict[str, float] = {}

    def fill(self) -> None:
        """All rows."""
        self._entities()
        self._documents()
        self._statements()
        self._contradictions()
        self._evidence()
        self._meta()

    def _entities(self) -> None:
        graph, own = self.terms.entities, self.terms.own
        curies, labels = self._one(own["curie"], graph), self._one(LABEL, graph)
        categories, lineages = self._one(BIOLINK["category"], graph), self._one(own["lineage"], graph)
        synonyms, xrefs = self._many(SKOS["altLabel"], graph), self._many(SKOS["exactMatch"], graph)
        self.entities = {node: number for number, node in enumerate(sorted(curies), 1)}
        rows, names = [], []
        for node, number in self.entities.items():
            label, others = labels.get(node, curies[node]), sorted(synonyms.get(node, ()))
            same = sorted(self._curie(iri) for iri in xrefs.get(node, ()))
            category = self._curie(categories.get(node, ""))
            rows.append(
                (
                    number,
                    curies[node],
                    node,
                    label,
                    category,
                    json.dumps(others),
                    json.dumps(same),
                    lineages.get(node, ""),
                )
            )
            told = [(_LABEL, label), *((_SYNONYM, n) for n in others)]
            told += [(_IDENTIFIER, curies[node]), *((_XREF, curie) for curie in same)]
            names += [(number, kind, key_of(text), text) for kind, text in told]
        insert = f"{_ENTITY} VALUES (?,?,?,?,?,?,?,?)"
        self.connection.executemany(insert, rows)
        self.connection.executemany("INSERT INTO name (entity, kind, key, text) VALUES (?,?,?,?)", names)
        above = self._many(SUBCLASS_OF, graph)
        pairs = {
            (self._entity(ancestor), self.entities[node])
            for node, ancestors in sorted(above.items())
            for ancestor in sorted(ancestors)
            if node in self.entities
        }
        pairs |= {(number, number) for number in self.entities.values()}  # everything is below itself
        self.connection.executemany("INSERT OR IGNORE INTO below VALUES (?,?)", sorted(pairs))

    def _documents(self) -> None:
        own = self.terms.own
        counts = self._one(own["statement_count"])  # only documents have it
        columns = [
            self._one(p)
            for p in (
                DCTERMS["identifier"],
                DCTERMS["title"],
                DCTERMS["date"],
                own["kind"],
                DCTERMS["isPartOf"],
            )
        ]
        self.documents = {node: number for number, node in enumerate(sorted(counts), 1)}
        identifiers, titles, dates, kinds, journals = columns
        withdrawn = self._one(own["withdrawn"])
        sources, source_kinds = (
            self._one(own[name], self.terms.assembly) for name in ("source", "source_kind")
        )
        rows = [
            (
                n,
                identifiers[d],
                d,
                titles.get(d, ""),
                dates.get(d, ""),
                kinds.get(d, ""),
                journals.get(d, ""),
                int(counts[d]),
                d in withdrawn,
                sources.get(d, d),
                source_kinds.get(d, ""),
            )
            for d, n in self.documents.items()
        ]
        self.connection.executemany("INSERT INTO document VALUES (?,?,?,?,?,?,?,?,?,?,?)", rows)

    def _statements(self) -> None:
        graph, own = self.terms.assembly, self.terms.own
        beliefs = self._one(own["belief"], graph)
        names = ("subject", "object", "negated")
        subjects, objects, negated = (self._one(BIOLINK[name], graph) for name in names)
        relations, aspects, hedged = (
            self._one(own[name], graph) for name in ("relation", "aspect", "hedged")
        )
        evidence, documents, sources = (
            self._one(own[name], graph) for name in ("evidence_count", "document_count", "source_count")
        )
        self.statements = {node: number for number, node in enumerate(sorted(beliefs), 1)}
        self.beliefs = {node: float(value) for node, value in beliefs.items()}
        rows = []
        for node, number in self.statements.items():
            relation = _local(relations[node])
            aspect = _local(aspects[node]) if node in aspects else None
            direction = RELATIONS[relation].direction
            pair = (self._entity(subjects[node]), relation, self._entity(objects[node]), aspect)
            marks = (direction and direction.value, negated[node] == "true", hedged[node] == "true")
            counts = (int(evidence[node]), int(documents[node]), int(sources.get(node, 0)))
            numbers = (self.beliefs[node], *counts)
            rows.append((number, _local(node), *pair, *marks, *numbers))
        insert = (
            "INSERT INTO statement (id, hash, subject, relation, object, aspect, direction, negated, hedged,"
            " belief, evidence_count, document_count, source_count) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"
        )
        self.connection.executemany(insert, rows)

    def _contradictions(self) -> None:
        opposed = self._many(self.terms.own["contradicts"], self.terms.assembly)
        rows = {
            (
                *sorted((self.statements[one], self.statements[other])),
                min(self.beliefs[one], self.beliefs[other]),
            )
            for one, others in opposed.items()
            for other in others
            if one in self.statements and other in self.statements
        }
        self.connection.executemany("INSERT INTO contradiction VALUES (?,?,?)", sorted(rows))

    def _evidence(self) -> None:
        own = self.terms.own
        texts, scores = (
            self._one(BIOLINK["supporting_text"]),
            self._one(BIOLINK["extraction_confidence_score"]),
        )
        sections, extractors = (
            self._one(BIOLINK["supporting_text_section_type"]),
            self._one(own["extractor"]),
        )
        hedged, starts, ends = (self._one(own[n]) for n in ("hedged", "sentence_start", "sentence_end"))
        sentences: dict[tuple[int, int, int], int] = {}
        told, rows = [], []
        for quad in self.store.oxigraph.quads_for_pattern(None, own["supports"], None, None):
            node, claimed = quad.subject.value, quad.object.value  # type: ignore[union-attr]
            document = self.documents.get(quad.graph_name.value)  # type: ignore[union-attr]
            if document is None or claimed not in self.statements:
                continue
            place = (document, int(starts[node]), int(ends[node]))
            if place not in sentences:
                sentences[place] = len(sentences) + 1
                told.append((sentences[place], *place, sections.get(node, ""), texts[node]))
            found = (float(scores[node]), hedged[node] == "true", _local(node), extractors[node])
            rows.append((self.statements[claimed], sentences[place], document, *found))
        self.connection.executemany("INSERT INTO sentence VALUES (?,?,?,?,?,?)", told)
        insert = (
            "INSERT INTO evidence (statement, sentence, document, score, hedged, hash, extractor)"
            " VALUES (?,?,?,?,?,?,?)"
        )
        self.connection.executemany(insert, rows)

    def _meta(self) -> None:
        mentions = sum(
            1
            for _ in self.store.oxigraph.quads_for_pattern(
                None, NamedNode("http://www.w3.org/ns/oa#hasBody"), None, None
            )
        )
        predicates = Counter(
            quad.predicate.value
            for quad in self.store.oxigraph.quads_for_pattern(None, None, None, self.terms.assembly)
        )
        facts = {
            "version": str(INDEX_VERSION),
            "base": self.store.base,
            "mentions": str(mentions),
            "quads": str(len(self.store.oxigraph)),
            "threshold": str(self.store.threshold),
            "predicates": json.dumps(predicates),
        }
        self.connection.executemany("INSERT INTO meta VALUES (?,?)", facts.items())

    def _entity(self, node: str) -> int:
        """The number of an entity; one that no document describes gets a row by its identifier alone."""
        if node not in self.entities:
            number = self.entities[node] = len(self.entities) + 1
            curie = self._curie(node)
            insert = f"{_ENTITY} VALUES (?,?,?,?,'','[]','[]','')"
            self.connection.execute(insert, (number, curie, node, curie))
            self.connection.execute("INSERT OR IGNORE INTO below VALUES (?,?)", (number, number))
        return self.entities[node]

    def _curie(self, iri: str) -> str:
        return self.ids.compress(iri) or iri

    def _pairs(self, predicate: NamedNode, graph: NamedNode | None) -> Iterator[tuple[str, str]]:
        for quad in self.store.oxigraph.quads_for_pattern(None, predicate, None, graph):
            yield quad.subject.value, quad.object.value  # type: ignore[union-attr]

    def _one(self, predicate: NamedNode, graph: NamedNode | None = None) -> dict[str, str]:
        return dict(self._pairs(predicate, graph))

    def _many(self, predicate: NamedNode, graph: NamedNode | None = None) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for subject, value in self._pairs(predicate, graph):
            found.setdefault(subject, set()).add(value)
        return found


def _local(iri: str) -> str:
    return iri.rpartition("/")[2]


def main() -> None:
    """Make the index of the database (folder, base) that the arguments name as the file of the third."""
    os.nice(5)
    path, base, target = sys.argv[1:]
    with open_dataset(Dataset(path, base)) as store:
        build_index(store, Path(target))
