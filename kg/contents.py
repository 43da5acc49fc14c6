"""What is in a store, as lists and numbers?"""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import QuerySolution

from kg.model import DocumentKind


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document of the store; ``statements`` counts the distinct ones that it supports.

    What a ``withdrawn`` document says is kept and counts for nothing.
    """

    id: str
    iri: str
    title: str
    date: str
    kind: DocumentKind
    statements: int
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class StoreStats:
    """How much a store holds."""

    documents: int
    statements: int
    evidence: int
    mentions: int
    entities: int
    quads: int


def document_summary(row: QuerySolution) -> DocumentSummary:
    """A row of `DOCUMENTS` as a value."""
    title, date = row["title"], row["date"]
    return DocumentSummary(
        id=row["id"].value,
        iri=row["document"].value,
        title=title.value if title else "",
        date=date.value if date else "",
        kind=DocumentKind(row["kind"].value),
        statements=int(row["statements"].value),
        withdrawn=row["withdrawn"].value == "true",
    )


def store_stats(row: QuerySolution, quads: int) -> StoreStats:
    """The row of `STATS` as a value."""
    names = ("documents", "statements", "evidence", "mentions", "entities")
    return StoreStats(quads=quads, **{name: int(row[name].value) for name in names})


#: every document with its title, date, kind and number of statements, by id
DOCUMENTS = """
SELECT ?document ?id ?title ?date ?kind ?statements ?withdrawn WHERE {
  GRAPH ?document {
    ?document dcterms:identifier ?id ; litkg:kind ?kind ; litkg:statement_count ?statements .
    OPTIONAL { ?document dcterms:title ?title }
    OPTIONAL { ?document dcterms:date ?date }
  }
  BIND(EXISTS { GRAPH ?document { ?document litkg:withdrawn ?notice } } AS ?withdrawn)
} ORDER BY ?id
"""

#: one row that counts what a store holds
STATS = """
SELECT ?documents ?statements ?evidence ?mentions ?entities WHERE {
  { SELECT (COUNT(*) AS ?documents) WHERE { GRAPH ?g { ?s litkg:statement_count ?n } } }
  { SELECT (COUNT(*) AS ?statements) WHERE { GRAPH graph:assembly { ?s litkg:belief ?b } } }
  { SELECT (COUNT(*) AS ?evidence) WHERE { GRAPH ?g { ?s litkg:supports ?o } } }
  { SELECT (COUNT(*) AS ?mentions) WHERE { GRAPH ?g { ?s oa:hasBody ?o } } }
  { SELECT (COUNT(*) AS ?entities) WHERE { GRAPH graph:entities { ?s litkg:curie ?c } } }
}
"""
