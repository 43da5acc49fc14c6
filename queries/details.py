"""What is known of one thing? A statement with its sentences, a document with its marks: graph and index together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.errors import UnknownEntityError
from kg.graph import Graph
from kg.model import Claim, Contribution, Document, Evidence, Span
from queries.index.lookups import Index
from queries.results import (
    ClaimItem,
    DocumentDetail,
    EvidenceItem,
    MentionItem,
    Named,
    Range,
    SectionItem,
    StatementDetail,
    StatementItem,
)


def statement_detail(graph: Graph, index: Index, name: str) -> StatementDetail:
    """A statement by its hash, with all that is known of it.

    :raises UnknownEntityError: if no document supports it
    :raises IdentifierError: if it is no hash
    """
    found = graph.statement(name)
    told = index.statements_of([found.hash, *found.contradicts])
    if found.hash not in told:
        raise UnknownEntityError(f"no document of this graph supports the statement {found.hash}")
    opposed = tuple(told[other] for other in found.contradicts if other in told)
    return StatementDetail(told[found.hash], evidence_of(graph, index, found.hash), opposed)


def evidence_of(
    graph: Graph, index: Index, statement: str, limit: int | None = None
) -> tuple[EvidenceItem, ...]:
    """The sentences that make a statement, the surest first."""
    found = graph.evidence(statement)[:limit]
    documents = index.documents_of(e.document for e in found)
    named = index.named(curie for e in found for curie in e.context)
    return tuple(_evidence(e, *documents.get(e.document, ("", "", "")), named) for e in found)


def document_detail(graph: Graph, index: Index, identifier: str) -> DocumentDetail:
    """A document by its identifier, with its text and what is marked in it.

    :raises UnknownDocumentError: if the store does not hold it
    """
    contribution = graph.store.contribution(identifier)
    document = contribution.document
    named = index.named(_named_in(contribution))
    claims = _claims(index, document, contribution.claims, named)
    mentions = tuple(
        MentionItem(_range(m.span), m.text, named[m.entity], m.score, m.reason) for m in contribution.mentions
    )
    sections = tuple(SectionItem(s.kind, s.title, Range(s.start, s.end)) for s in document.sections)
    return DocumentDetail(
        document.id,
        graph.store.identifiers.document(document),
        document.title,
        document.text,
        str(document.kind),
        document.url,
        document.doi,
        document.pmid,
        document.pmcid,
        document.date,
        document.publisher,
        document.journal,
        document.authors,
        document.language,
        sections,
        mentions,
        claims,
    )


def _named_in(contribution: Contribution) -> Iterable[str]:
    yield from (mention.entity for mention in contribution.mentions)
    for claim in contribution.claims:
        yield from (claim.statement.subject, claim.statement.object, *claim.evidence.context)


def _claims(
    index: Index, document: Document, claims: Sequence[Claim], named: dict[str, Named]
) -> tuple[ClaimItem, ...]:
    told: dict[str, StatementItem] = index.statements_of(claim.statement.hash for claim in claims)
    about = (document.title, document.date, str(document.kind))
    return tuple(
        ClaimItem(told[claim.statement.hash], _evidence(claim.evidence, *about, named))
        for claim in claims
        if claim.statement.hash in told
    )


def _evidence(found: Evidence, title: str, date: str, kind: str, named: dict[str, Named]) -> EvidenceItem:
    return EvidenceItem(
        found.document,
        title,
        date,
        kind,
        found.section,
        found.sentence_text,
        _range(found.sentence),
        _range(found.subject),
        _range(found.object),
        _range(found.cue),
        _range(found.antecedent) if found.antecedent else None,
        found.hedged,
        found.score,
        found.extractor,
        tuple(named[curie] for curie in found.context),
        found.subject_note,
    )


def _range(span: Span) -> Range:
    return Range(span.start, span.end)
