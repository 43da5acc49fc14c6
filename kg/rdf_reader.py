"""What did a document contribute, read back from its graph?

The opposite of `kg.rdf`: ``read_contribution(contribution_quads(c)) == canonical(c)``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import StoreError
from kg.identifiers import Identifiers
from kg.model import (
    Activity,
    Claim,
    Contribution,
    Document,
    DocumentKind,
    Entity,
    Evidence,
    Mention,
    Section,
    Span,
    Statement,
)
from kg.rdf import kept_claims, kept_entities, kept_mentions
from kg.terms import BIOLINK, DCTERMS, LABEL, OA, PATH_SEPARATOR, SCHEMA, SKOS, TYPE, Terms
from kg.vocabulary import Category

Value = NamedNode | Literal


class Facts:
    """Triples by subject and predicate, with the readings that the graph's shape needs."""

    def __init__(self, quads: Iterable[Quad], terms: Terms) -> None:
        self.terms = terms
        self._values: dict[NamedNode, dict[NamedNode, list[Value]]] = defaultdict(lambda: defaultdict(list))
        for quad in quads:
            self._values[quad.subject][quad.predicate].append(quad.object)  # type: ignore[index,arg-type]

    def with_property(self, predicate: NamedNode) -> list[NamedNode]:
        """The subjects that have the property."""
        return [subject for subject, values in self._values.items() if predicate in values]

    def with_type(self, kind: NamedNode) -> list[NamedNode]:
        """The subjects of a class."""
        return [subject for subject, values in self._values.items() if kind in values.get(TYPE, ())]

    def all(self, subject: NamedNode, predicate: NamedNode) -> list[Value]:
        """All values of a property, in no order."""
        return self._values.get(subject, {}).get(predicate, [])

    def texts(self, subject: NamedNode, predicate: NamedNode) -> tuple[str, ...]:
        """All values as strings, sorted."""
        return tuple(sorted(value.value for value in self.all(subject, predicate)))

    def curies(self, subject: NamedNode, predicate: NamedNode) -> tuple[str, ...]:
        """All values as CURIEs, sorted."""
        return tuple(sorted(self.terms.curie(value) for value in self.all(subject, predicate)))  # type: ignore[arg-type]

    def text(self, subject: NamedNode, predicate: NamedNode) -> str:
        """The only value as a string, "" where there is none."""
        return next(iter(self.texts(subject, predicate)), "")

    def node(self, subject: NamedNode, predicate: NamedNode) -> NamedNode:
        """The only value, a node.

        :raises StoreError: if there is none
        """
        for value in self.all(subject, predicate):
            if isinstance(value, NamedNode):
                return value
        raise StoreError(
            f"{subject.value} has no {predicate.value}: rebuild the store or read the document again"
        )

    def whole(self, subject: NamedNode, predicate: NamedNode) -> int:
        """The only value as an integer.

        :raises StoreError: if there is none
        """
        try:
            return int(self.text(subject, predicate))
        except ValueError:
            raise StoreError(f"{subject.value} has no number as {predicate.value}: read it again") from None

    def score(self, subject: NamedNode, predicate: NamedNode) -> float:
        """The only value as a float."""
        return float(Decimal(self.text(subject, predicate) or "0"))

    def true(self, subject: NamedNode, predicate: NamedNode) -> bool:
        """Whether the only value is true."""
        return self.text(subject, predicate) == "true"

    def span(self, subject: NamedNode, name: str) -> Span | None:
        """The span whose ends are ``name_start`` and ``name_end``, None where there is none."""
        own = self.terms.own
        if not self.all(subject, own[f"{name}_start"]):
            return None
        return Span(self.whole(subject, own[f"{name}_start"]), self.whole(subject, own[f"{name}_end"]))


def read_contribution(quads: Iterable[Quad], identifiers: Identifiers) -> Contribution:
    """What the quads of one document's graph say.

    :raises StoreError: if the graph describes no document, or a required property is missing
    """
    facts = Facts(quads, Terms(identifiers))
    documents = facts.with_property(DCTERMS["identifier"])
    if len(documents) != 1:
        raise StoreError(f"a document graph describes one document, this one {len(documents)}")
    document = read_document(facts, documents[0])
    return Contribution(
        document=document,
        entities=tuple(sorted(read_entities(facts), key=lambda entity: entity.id)),
        mentions=tuple(sorted(_mentions(facts), key=_mention_order)),
        claims=tuple(sorted(_claims(facts, document), key=_claim_order)),
        activity=_activity(facts, NamedNode(f"{documents[0].value}#activity")),
    )


def canonical(contribution: Contribution) -> Contribution:
    """The contribution as reading it back gives it: unordered parts sorted, scores to four digits."""
    return Contribution(
        document=replace(
            contribution.document,
            reports=_distinct(contribution.document.reports),
            notices=_distinct(contribution.document.notices),
        ),
        entities=tuple(
            sorted((_canonical_entity(e) for e in kept_entities(contribution)), key=lambda entity: entity.id)
        ),
        mentions=tuple(
            sorted(
                (replace(m, score=round(m.score, 4)) for m in kept_mentions(contribution)), key=_mention_order
            )
        ),
        claims=tuple(sorted((_canonical_claim(c) for c in kept_claims(contribution)), key=_claim_order)),
        activity=replace(contribution.activity, models=_distinct(contribution.activity.models)),
    )


def read_statement(facts: Facts, node: NamedNode) -> Statement:
    """The statement that a node stands for."""
    terms = facts.terms
    aspect = facts.all(node, terms.own["aspect"])
    return Statement(
        subject=terms.curie(facts.node(node, BIOLINK["subject"])),
        relation=terms.local(facts.node(node, terms.own["relation"])),
        object=terms.curie(facts.node(node, BIOLINK["object"])),
        aspect=terms.local(aspect[0]) if aspect else None,  # type: ignore[arg-type]
        negated=facts.true(node, BIOLINK["negated"]),
    )


def touched(changed: Set[Quad], quads: Set[Quad], terms: Terms) -> tuple[set[Statement], set[NamedNode]]:
    """The statements and entities of these quads of documents that a change can concern."""
    supports, curie = terms.own["supports"], terms.own["curie"]
    subjects = {quad.subject for quad in changed}
    nodes, entities = set[Any](), set[Any]()
    for quad in quads:
        if quad.predicate == supports and quad.subject in subjects:
            nodes.add(quad.object)
        elif quad.predicate == curie and quad.subject in subjects:
            entities.add(quad.subject)
    facts = Facts((quad for quad in quads if quad.subject in nodes), terms)
    return {read_statement(facts, node) for node in nodes}, entities


def read_document(facts: Facts, node: NamedNode) -> Document:
    """The document that a node stands for, from what is said of it and of its authors and sections."""
    own = facts.terms.own
    return Document(
        id=facts.text(node, DCTERMS["identifier"]),
        text=facts.text(node, SCHEMA["text"]),
        title=facts.text(node, DCTERMS["title"]),
        sections=tuple(_section(facts, part) for part in _ordered(facts, node, own["section"])),
        kind=DocumentKind(facts.text(node, own["kind"])),
        url=facts.text(node, SCHEMA["url"]),
        doi=facts.text(node, own["doi"]),
        pmid=facts.text(node, own["pmid"]),
        pmcid=facts.text(node, own["pmcid"]),
        date=facts.text(node, DCTERMS["date"]),
        publisher=facts.text(node, DCTERMS["publisher"]),
        journal=facts.text(node, DCTERMS["isPartOf"]),
        authors=tuple(facts.text(a, SCHEMA["name"]) for a in _ordered(facts, node, SCHEMA["author"])),
        language=facts.text(node, DCTERMS["language"]),
        reports=facts.texts(node, own["reports"]),
        licence=facts.text(node, DCTERMS["license"]),
        notices=facts.texts(node, own["notice"]),
    )


def read_entities(facts: Facts) -> list[Entity]:
    """The entities that are described."""
    own = facts.terms.own
    return [
        Entity(
            id=facts.text(node, own["curie"]),
            label=facts.text(node, LABEL),
            category=Category(facts.terms.curie(facts.node(node, BIOLINK["category"]))),
            synonyms=facts.texts(node, SKOS["altLabel"]),
            xrefs=facts.curies(node, SKOS["exactMatch"]),
            ancestors=tuple(facts.text(node, own["lineage"]).split()),
        )
        for node in facts.with_property(own["curie"])
    ]


def read_evidence(facts: Facts, node: NamedNode, document_id: str) -> Evidence:
    """The evidence that a node stands for."""
    own = facts.terms.own
    spans = {name: facts.span(node, name) for name in ("sentence", "subject", "object", "cue")}
    if None in spans.values():
        raise StoreError(
            f"{node.value} lacks the place of its sentence, subject, object or cue: read it again"
        )
    return Evidence(
        document=document_id,
        sentence_text=facts.text(node, BIOLINK["supporting_text"]),
        hedged=facts.true(node, own["hedged"]),
        extractor=facts.text(node, own["extractor"]),
        score=facts.score(node, BIOLINK["extraction_confidence_score"]),
        section=facts.text(node, BIOLINK["supporting_text_section_type"]),
        context=facts.curies(node, own["context"]),
        antecedent=facts.span(node, "antecedent"),
        subject_note=facts.text(node, own["subject_note"]),
        path=tuple(filter(None, facts.text(node, own["path"]).split(PATH_SEPARATOR))),
        **spans,  # type: ignore[arg-type]
    )


def _ordered(facts: Facts, node: NamedNode, predicate: NamedNode) -> list[NamedNode]:
    parts = [part for part in facts.all(node, predicate) if isinstance(part, NamedNode)]
    return sorted(parts, key=lambda part: facts.whole(part, SCHEMA["position"]))


def _section(facts: Facts, node: NamedNode) -> Section:
    own = facts.terms.own
    return Section(
        kind=facts.text(node, own["kind"]),
        title=facts.text(node, DCTERMS["title"]),
        start=facts.whole(node, own["start"]),
        end=facts.whole(node, own["end"]),
    )


def _mentions(facts: Facts) -> Iterable[Mention]:
    own = facts.terms.own
    for node in facts.with_type(OA["Annotation"]):
        selectors = facts.all(facts.node(node, OA["hasTarget"]), OA["hasSelector"])
        place = {name: _first(facts, selectors, OA[name]) for name in ("exact", "start", "end")}
        yield Mention(
            span=Span(int(place["start"]), int(place["end"])),
            text=place["exact"],
            category=Category(facts.terms.curie(facts.node(node, own["category"]))),
            entity=facts.terms.curie(facts.node(node, OA["hasBody"])),
            score=facts.score(node, own["score"]),
            reason=facts.text(node, own["reason"]),
        )


def _first(facts: Facts, nodes: Iterable[Value], predicate: NamedNode) -> str:
    for node in nodes:
        if isinstance(node, NamedNode) and facts.all(node, predicate):
            return facts.text(node, predicate)
    raise StoreError(f"a mention has no {predicate.value}: read its document again")


def _claims(facts: Facts, document: Document) -> Iterable[Claim]:
    supports = facts.terms.own["supports"]
    statements: dict[NamedNode, Statement] = {}
    for node in facts.with_property(supports):
        claimed = facts.node(node, supports)
        if claimed not in statements:
            statements[claimed] = read_statement(facts, claimed)
        yield Claim(statements[claimed], read_evidence(facts, node, document.id))


def _activity(facts: Facts, node: NamedNode) -> Activity:
    own = facts.terms.own
    return Activity(
        facts.text(node, own["software"]), facts.text(node, own["version"]), facts.texts(node, own["model"])
    )


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))


def _canonical_entity(entity: Entity) -> Entity:
    return replace(entity, synonyms=_distinct(entity.synonyms), xrefs=_distinct(entity.xrefs))


def _canonical_claim(claim: Claim) -> Claim:
    evidence = claim.evidence
    context = _distinct(evidence.context)
    return Claim(claim.statement, replace(evidence, score=round(evidence.score, 4), context=context))


def _mention_order(mention: Mention) -> tuple[int, int, str]:
    return mention.span.start, mention.span.end, mention.entity


def _claim_order(claim: Claim) -> tuple[int, int, int, int, str]:
    e = claim.evidence
    return e.sentence.start, e.subject.start, e.object.start, e.cue.start, e.hash(claim.statement)
