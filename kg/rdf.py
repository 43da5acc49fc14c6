"""How is a contribution written as RDF?

One named graph per document, whose name is the document's IRI, holds all that the document contributes.
Only IRIs and literals, no blank nodes; the same contribution gives the same quads. `kg.rdf_reader` is the
way back. Vocabularies: Biolink Model 4, W3C Web Annotation, PROV-O, Dublin Core terms, schema.org, SKOS.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg.identifiers import Identifiers
from kg.model import Claim, Contribution, Document, DocumentKind, Entity, Evidence, Mention, Statement
from kg.terms import (
    BIOLINK,
    DCTERMS,
    LABEL,
    OA,
    PATH_SEPARATOR,
    PROV,
    RDFS,
    SCHEMA,
    SKOS,
    SUBCLASS_OF,
    TYPE,
    Terms,
    decimal,
    flag,
    number,
    text,
)
from kg.vocabulary import ASPECTS, RELATIONS, qualifiers

Pair = tuple[NamedNode, NamedNode | Literal]
Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]

DOCUMENT_CLASS = {
    DocumentKind.NEWS: SCHEMA["NewsArticle"],
    DocumentKind.ABSTRACT: SCHEMA["ScholarlyArticle"],
    DocumentKind.FULL_TEXT: SCHEMA["ScholarlyArticle"],
    DocumentKind.PREPRINT: SCHEMA["ScholarlyArticle"],
    DocumentKind.TEXT: SCHEMA["Article"],
}


def contribution_quads(
    contribution: Contribution, identifiers: Identifiers, terms: Terms | None = None
) -> list[Quad]:
    """The quads of a contribution, each once, all in the graph that its document's IRI names.

    Scores keep four digits after the point. Of two mentions of one entity at one place, and of two equal
    pieces of evidence, the surer is kept. ``terms`` of the same identifiers remember nodes from call to call.

    :raises IdentifierError: for a CURIE that is malformed or whose prefix is unknown
    """
    writer = _Writer(contribution.document, terms or Terms(identifiers))
    return [Quad(s, p, o, writer.node) for s, p, o in dict.fromkeys(writer.triples(contribution))]


def vocabulary_quads(terms: Terms) -> list[Quad]:
    """The quads that describe relations and aspects, in the vocabulary graph."""
    triples = [triple for name in RELATIONS for triple in _relation(terms, name)]
    triples += [(terms.aspect(name), LABEL, text(name)) for name in ASPECTS]
    return [Quad(s, p, o, terms.vocabulary) for s, p, o in triples]


def statement_triples(terms: Terms, statement: Statement) -> Iterator[Triple]:
    """What identifies a statement: the same in every graph that holds it."""
    node = terms.statement(statement.hash)
    yield node, TYPE, BIOLINK["Association"]
    yield node, BIOLINK["subject"], terms.entity(statement.subject)
    yield node, terms.own["relation"], terms.relation(statement.relation)
    yield node, BIOLINK["object"], terms.entity(statement.object)
    yield node, BIOLINK["negated"], flag(statement.negated)
    if statement.aspect is not None:
        yield node, terms.own["aspect"], terms.aspect(statement.aspect)


def to_nquads(quads: Iterable[Quad]) -> str:
    """N-Quads, one line a quad, sorted: equal sets of quads give equal text."""
    return "".join(f"{line} .\n" for line in sorted({str(quad) for quad in quads}))


def kept_mentions(contribution: Contribution) -> list[Mention]:
    """One mention for each place and entity: the surest."""
    kept = {(m.span, m.entity): m for m in sorted(contribution.mentions, key=lambda m: (m.score, m.reason))}
    return list(kept.values())


def kept_claims(contribution: Contribution) -> list[Claim]:
    """One claim for each piece of evidence: the surest."""
    rising = sorted(contribution.claims, key=lambda c: (c.evidence.score, not c.evidence.hedged))
    return list({c.evidence.hash(c.statement): c for c in rising}.values())


def kept_entities(contribution: Contribution) -> list[Entity]:
    """One description for each entity: the first."""
    return list({entity.id: entity for entity in reversed(contribution.entities)}.values())


def _relation(terms: Terms, name: str) -> Iterator[Triple]:
    node, relation = terms.relation(name), RELATIONS[name]
    yield node, TYPE, terms.own["Relation"]
    yield node, LABEL, text(relation.label)
    yield node, RDFS["comment"], text(relation.definition)
    yield node, RDFS["subPropertyOf"], BIOLINK[relation.predicate]
    yield node, terms.own["symmetric"], flag(relation.symmetric)
    if relation.direction:
        yield node, terms.own["direction"], text(relation.direction.value)
    if relation.aspect:
        yield node, terms.own["aspect"], terms.aspect(relation.aspect.value)
    if relation.opposite:
        yield node, terms.own["opposite"], terms.relation(relation.opposite)


class _Writer:
    """Writes what one document contributes."""

    def __init__(self, document: Document, terms: Terms) -> None:
        self.document = document
        self.terms = terms
        self.node = NamedNode(terms.identifiers.document(document))
        self.activity = self.part("activity")

    def part(self, name: str) -> NamedNode:
        """The node of a part of the document."""
        return NamedNode(f"{self.node.value}#{name}")

    def triples(self, contribution: Contribution) -> Iterator[Triple]:
        claims = kept_claims(contribution)
        statements = dict.fromkeys(claim.statement for claim in claims)
        yield from self.describe(self.node, self.metadata(len(statements)))
        yield from self.parts()
        yield from self.describe(self.activity, self.provenance(contribution))
        for entity in kept_entities(contribution):
            yield from self.describe(self.terms.entity(entity.id), self.entity(entity))
        for mention in kept_mentions(contribution):
            yield from self.mention(mention)
        for statement in statements:
            yield from self.statement(statement)
        for claim in claims:
            yield from self.evidence(claim.statement, claim.evidence)

    def describe(self, node: NamedNode, pairs: Iterable[Pair]) -> Iterator[Triple]:
        return ((node, predicate, value) for predicate, value in pairs)

    def metadata(self, statements: int) -> Iterator[Pair]:
        document, own = self.document, self.terms.own
        yield TYPE, DOCUMENT_CLASS[document.kind]
        yield DCTERMS["identifier"], text(document.id)
        yield SCHEMA["text"], text(document.text)
        yield own["kind"], text(document.kind.value)
        yield own["statement_count"], number(statements)
        known = {
            DCTERMS["title"]: document.title,
            DCTERMS["date"]: document.date,
            DCTERMS["publisher"]: document.publisher,
            DCTERMS["isPartOf"]: document.journal,
            DCTERMS["language"]: document.language,
            SCHEMA["url"]: document.url,
            DCTERMS["license"]: document.licence,
            own["doi"]: document.doi,
            own["pmid"]: document.pmid,
            own["pmcid"]: document.pmcid,
        }
        yield from ((predicate, text(value)) for predicate, value in known.items() if value)
        yield from ((DCTERMS["creator"], text(author)) for author in document.authors)
        yield from ((own["reports"], text(article)) for article in document.reports)
        yield from ((own["notice"], text(notice)) for notice in document.notices)
        if document.withdrawn:
            yield own["withdrawn"], flag(True)

    def parts(self) -> Iterator[Triple]:
        own = self.terms.own
        for index, author in enumerate(self.document.authors):
            node = self.part(f"author-{index}")
            yield self.node, SCHEMA["author"], node
            yield node, SCHEMA["name"], text(author)
            yield node, SCHEMA["position"], number(index)
        for index, section in enumerate(self.document.sections):
            node = self.part(f"section-{index}")
            yield self.node, own["section"], node
            yield node, own["kind"], text(section.kind)
            yield node, DCTERMS["title"], text(section.title)
            yield node, SCHEMA["position"], number(index)
            yield node, own["start"], number(section.start)
            yield node, own["end"], number(section.end)

    def provenance(self, contribution: Contribution) -> Iterator[Pair]:
        own, activity = self.terms.own, contribution.activity
        yield TYPE, PROV["Activity"]
        yield PROV["used"], self.node
        yield own["software"], text(activity.software)
        yield own["version"], text(activity.version)
        yield from ((own["model"], text(model)) for model in activity.models)

    def entity(self, entity: Entity) -> Iterator[Pair]:
        yield LABEL, text(entity.label)
        yield BIOLINK["category"], self.terms.entity(entity.category)
        yield self.terms.own["curie"], text(entity.id)
        yield from ((SKOS["altLabel"], text(synonym)) for synonym in entity.synonyms)
        yield from ((SKOS["exactMatch"], self.terms.entity(xref)) for xref in entity.xrefs)
        yield from ((SUBCLASS_OF, self.terms.entity(ancestor)) for ancestor in entity.ancestors)
        if entity.ancestors:
            yield self.terms.own["lineage"], text(" ".join(entity.ancestors))

    def mention(self, mention: Mention) -> Iterator[Triple]:
        own = self.terms.own
        iri = self.terms.identifiers.mention(self.document, mention)
        node, target, quote, position = (
            NamedNode(iri + end) for end in ("", "/target", "/quote", "/position")
        )
        yield node, TYPE, OA["Annotation"]
        yield node, OA["hasBody"], self.terms.entity(mention.entity)
        yield node, OA["hasTarget"], target
        yield node, own["category"], self.terms.entity(mention.category)
        yield node, own["score"], decimal(mention.score)
        if mention.reason:
            yield node, own["reason"], text(mention.reason)
        yield target, TYPE, OA["SpecificResource"]
        yield target, OA["hasSource"], self.node
        yield target, OA["hasSelector"], quote
        yield target, OA["hasSelector"], position
        yield quote, TYPE, OA["TextQuoteSelector"]
        yield quote, OA["exact"], text(mention.text)
        yield position, TYPE, OA["TextPositionSelector"]
        yield position, OA["start"], number(mention.span.start)
        yield position, OA["end"], number(mention.span.end)

    def statement(self, statement: Statement) -> Iterator[Triple]:
        node = self.terms.statement(statement.hash)
        yield from statement_triples(self.terms, statement)
        yield node, BIOLINK["predicate"], BIOLINK[RELATIONS[statement.relation].predicate]
        yield node, BIOLINK["knowledge_level"], text("not_provided")
        yield node, BIOLINK["agent_type"], text("text_mining_agent")
        for slot, value in qualifiers(statement.relation, statement.aspect).items():
            yield node, BIOLINK[slot], text(value)

    def evidence(self, statement: Statement, evidence: Evidence) -> Iterator[Triple]:
        node = self.terms.evidence(evidence.hash(statement))
        claimed = self.terms.statement(statement.hash)
        yield claimed, BIOLINK["has_evidence"], node
        yield claimed, self.terms.own["evidence"], node
        yield node, self.terms.own["supports"], claimed
        yield from self.describe(node, self.finding(evidence))
        yield from self.describe(node, self.offsets(evidence))

    def finding(self, evidence: Evidence) -> Iterator[Pair]:
        own = self.terms.own
        yield TYPE, BIOLINK["TextMiningStudyResult"]
        yield BIOLINK["supporting_text"], text(evidence.sentence_text)
        yield BIOLINK["extraction_confidence_score"], decimal(evidence.score)
        yield own["document"], self.node
        yield PROV["wasDerivedFrom"], self.node
        yield PROV["wasGeneratedBy"], self.activity
        yield own["cue"], text(evidence.cue.of(self.document.text))
        yield own["hedged"], flag(evidence.hedged)
        yield own["extractor"], text(evidence.extractor)
        if evidence.section:
            yield BIOLINK["supporting_text_section_type"], text(evidence.section)
        if evidence.subject_note:
            yield own["subject_note"], text(evidence.subject_note)
        if evidence.path:
            yield own["path"], text(PATH_SEPARATOR.join(evidence.path))
        yield from ((own["context"], self.terms.entity(curie)) for curie in evidence.context)

    def offsets(self, evidence: Evidence) -> Iterator[Pair]:
        """Where things stand: ours count in the document, Biolink's in the sentence."""
        for name in ("sentence", "subject", "object", "cue", "antecedent"):
            if span := getattr(evidence, name):
                yield self.terms.own[f"{name}_start"], number(span.start)
                yield self.terms.own[f"{name}_end"], number(span.end)
        for name, span in (("subject", evidence.subject), ("object", evidence.object)):
            if evidence.sentence.contains(span):
                yield BIOLINK[f"{name}_location_in_text"], number(span.start - evidence.sentence.start)
                yield BIOLINK[f"{name}_location_in_text"], number(span.end - evidence.sentence.start)
