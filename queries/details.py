"""What is known of one thing? A statement with its sentences, a document with its marks: graph and index together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import NamedNode, Quad, QuerySolutions

from kg.belief import counted, extractor_error, kind_error, weighted
from kg.errors import UnknownEntityError
from kg.graph import Graph
from kg.model import Document, Evidence, Span
from kg.rdf_reader import Facts, read_document, read_evidence
from kg.terms import SCHEMA
from kg.view import Finding
from queries.index.around import evidence_places, findings, opposed
from queries.index.lookups import Index
from queries.results import (
    ClaimItem,
    DocumentDetail,
    DocumentItem,
    EvidenceItem,
    MentionItem,
    Named,
    Range,
    SectionItem,
    Share,
    StatementDetail,
    StatementItem,
)

_MOST = 50  # statements that are more general, or more specific, than one


def statement_detail(graph: Graph, index: Index, name: str, limit: int | None = None) -> StatementDetail:
    """A statement by its hash, with all that is known of it.

    :param limit: sentences, the surest; None: all
    :raises UnknownEntityError: if no document supports it
    """
    against = opposed(index, name)
    general, specific = _refined(graph, name)
    told = index.statements_of([name, *against, *general, *specific])
    if name not in told:
        raise UnknownEntityError(f"no document of this graph supports the statement {name}")
    return StatementDetail(
        told[name],
        evidence_of(graph, index, name, limit),
        tuple(told[other] for other in against),
        _believed(told, general),
        _believed(told, specific),
        _shares(index, name),
    )


def evidence_of(
    graph: Graph, index: Index, statement: str, limit: int | None = None
) -> tuple[EvidenceItem, ...]:
    """The sentences that make a statement, the surest first."""
    places = evidence_places(index, statement, limit)
    documents = index.documents_at(iri for _, iri in places)
    found = [(_read_evidence(graph, name, iri, documents[iri].id), documents[iri]) for name, iri in places]
    named = index.named(curie for evidence, _ in found for curie in evidence.context)
    return tuple(_evidence(evidence, about, named) for evidence, about in found)


def _read_evidence(graph: Graph, name: str, document: str, identifier: str) -> Evidence:
    node = graph.store.terms.evidence(name)
    quads = graph.store.data.quads_for_pattern(node, None, None, NamedNode(document))
    return read_evidence(Facts(quads, graph.store.terms), node, identifier)


def _refined(graph: Graph, name: str) -> tuple[list[str], list[str]]:
    """The hashes of the statements that one refines, and of those that refine it."""
    terms, inner = graph.store.terms, graph.store.data
    node, refines = terms.statement(name), terms.own["refines"]
    above = _nodes(inner.quads_for_pattern(node, refines, None, terms.assembly))
    below = _nodes(inner.quads_for_pattern(None, refines, node, terms.assembly))
    return [terms.local(general) for _, general in above], [terms.local(specific) for specific, _ in below]


def _believed(told: Mapping[str, StatementItem], hashes: Iterable[str]) -> tuple[StatementItem, ...]:
    found = [told[name] for name in hashes if name in told]
    return tuple(sorted(found, key=lambda item: (-item.belief, item.id))[:_MOST])


def _shares(index: Index, name: str) -> tuple[Share, ...]:
    """What each source brings to the belief, the most first."""
    told = counted(findings(index, name))
    documents = index.documents_at(finding.document for finding in told)
    shares = (_share(finding, documents[finding.document]) for finding in told)
    return tuple(sorted(shares, key=lambda share: (-share.weight, share.document)))


def _share(finding: Finding, about: DocumentItem) -> Share:
    return Share(
        about.id,
        about.title,
        finding.kind,
        finding.extractor,
        finding.hedged,
        finding.score,
        weighted(finding),
        extractor_error(finding.extractor),
        kind_error(finding.kind),
    )


def document_detail(graph: Graph, index: Index, identifier: str) -> DocumentDetail:
    """A document by its identifier, with its text and what is marked in it.

    :raises UnknownDocumentError: if the store does not hold it
    """
    node = graph.store.graph_of(identifier)
    document = _document(graph, node)
    claims = _claims(graph, index, document, node)
    mentions = _mentions(graph, index, document, node)
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
        document.licence,
        document.notices,
        document.withdrawn,
    )


def _document(graph: Graph, node: NamedNode) -> Document:
    """The document without its marks; a full text has tens of thousands of quads, of which these are few."""
    inner, terms = graph.store.data, graph.store.terms
    quads = list(inner.quads_for_pattern(node, None, None, node))
    linked = [q for q in quads if q.predicate in (terms.own["section"], SCHEMA["author"])]
    for _, part in _nodes(linked):
        quads += inner.quads_for_pattern(part, None, None, node)
    return read_document(Facts(quads, terms), node)


def _claims(graph: Graph, index: Index, document: Document, node: NamedNode) -> tuple[ClaimItem, ...]:
    """What its sentences say, in the order of the text."""
    inner, terms = graph.store.data, graph.store.terms
    found = [
        (
            read_evidence(Facts(inner.quads_for_pattern(made, None, None, node), terms), made, document.id),
            claimed,
        )
        for made, claimed in _nodes(inner.quads_for_pattern(None, terms.own["supports"], None, node))
    ]
    told = index.statements_of(terms.local(claimed) for _, claimed in found)
    named = index.named(curie for evidence, _ in found for curie in evidence.context)
    about = DocumentItem(
        document.id, "", document.title, document.date, str(document.kind), "", 0, document.withdrawn
    )
    claims = (
        ClaimItem(told[terms.local(claimed)], _evidence(evidence, about, named))
        for evidence, claimed in found
        if terms.local(claimed) in told
    )
    return tuple(sorted(claims, key=_place))


def _nodes(quads: Iterable[Quad]) -> Iterator[tuple[NamedNode, NamedNode]]:
    """Subject and object of each, where both are nodes."""
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            yield quad.subject, quad.object


def _place(claim: ClaimItem) -> tuple[object, ...]:
    found = claim.evidence
    return (
        found.sentence_range.start,
        found.subject_range.start,
        found.object_range.start,
        found.cue_range.start,
        claim.statement.id,
    )


def _mentions(graph: Graph, index: Index, document: Document, node: NamedNode) -> tuple[MentionItem, ...]:
    """The places that name something, in the order of the text."""
    rows = graph.store.query(_MENTIONS.replace("?document", str(node)))
    assert isinstance(rows, QuerySolutions)
    found = [
        (int(r["start"].value), int(r["end"].value), r["entity"], float(r["score"].value), r["reason"])
        for r in rows
    ]
    curies = {entity: graph.store.terms.curie(entity) for _, _, entity, _, _ in found}
    named = index.named(curies.values())
    mentions = (
        MentionItem(
            Range(start, end),
            document.text[start:end],
            named[curies[entity]],
            score,
            reason.value if reason else "",
        )
        for start, end, entity, score, reason in found
    )
    return tuple(sorted(mentions, key=lambda m: (m.range.start, m.range.end, m.entity.id)))


def _evidence(found: Evidence, about: DocumentItem, named: Mapping[str, Named]) -> EvidenceItem:
    return EvidenceItem(
        found.document,
        about.title,
        about.date,
        about.kind,
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
        found.path,
        about.withdrawn,
    )


def _range(span: Span) -> Range:
    return Range(span.start, span.end)


_MENTIONS = """
SELECT ?start ?end ?entity ?score ?reason WHERE {
  GRAPH ?document {
    ?mention oa:hasBody ?entity ; oa:hasTarget ?target ; litkg:score ?score .
    ?target oa:hasSelector ?place .
    ?place oa:start ?start ; oa:end ?end .
    OPTIONAL { ?mention litkg:reason ?reason }
  }
}
"""
