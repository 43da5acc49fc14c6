"""Contributions for tests, built from a few words."""

from __future__ import annotations

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
from kg.vocabulary import Category

STAB1 = Entity(
    "HGNC:18628", "STAB1", Category.GENE, ("CLEVER1", "Clever-1", "stabilin-1"), ("NCBIGene:23166",)
)
PDCD1 = Entity("HGNC:8760", "PDCD1", Category.GENE, ("PD-1",))
T_CELL = Entity("CL:0000084", "T cell", Category.CELL, ("T lymphocyte",), (), ("CL:0000542", "CL:0000000"))
CD8 = Entity(
    "CL:0000625", "CD8-positive T cell", Category.CELL, (), (), ("CL:0000084", "CL:0000542", "CL:0000000")
)
MELANOMA = Entity("MONDO:0005105", "melanoma", Category.DISEASE)
BEXMARILIMAB = Entity("litkg:drug.bexmarilimab", "bexmarilimab", Category.DRUG, ("FP-1305",))
ENTITIES = {entity.id: entity for entity in (STAB1, PDCD1, T_CELL, CD8, MELANOMA, BEXMARILIMAB)}


def make_entity(curie: str, label: str = "", category: Category = Category.GENE) -> Entity:
    """A known entity of this module, or a new one without synonyms."""
    return ENTITIES.get(curie) or Entity(curie, label or curie, category)


def make_document(
    identifier: str = "text:1", text: str = "", *, kind: DocumentKind = DocumentKind.TEXT, **metadata: str
) -> Document:
    """A document of one section; the keyword arguments are fields of `Document`."""
    text = text or "Clever-1 inhibits T cells."
    return Document(
        id=identifier, text=text, kind=kind, sections=(Section("body", "", 0, len(text)),), **metadata
    )  # type: ignore[arg-type]


def make_statement(told: str, *, aspect: str | None = None, negated: bool = False) -> Statement:
    """A statement from "HGNC:18628 inhibits CL:0000084"."""
    subject, relation, obj = told.split()
    return Statement(subject, relation, obj, aspect, negated)


def make_claim(
    told: str,
    document: Document,
    *,
    score: float = 0.8,
    hedged: bool = False,
    negated: bool = False,
    aspect: str | None = None,
    extractor: str = "patterns",
    at: int = 0,
    context: tuple[str, ...] = (),
) -> Claim:
    """A claim whose sentence is the whole text from ``at``; its spans are the first words of it."""
    size = len(document.text)
    evidence = Evidence(
        document=document.id,
        sentence=Span(at, size),
        sentence_text=document.text[at:],
        subject=Span(at, at + 1),
        object=Span(at + 2, at + 3),
        cue=Span(at + 1, at + 2),
        hedged=hedged,
        extractor=extractor,
        score=score,
        section="body",
        context=context,
    )
    return Claim(make_statement(told, aspect=aspect, negated=negated), evidence)


def make_mention(document: Document, surface: str, curie: str, score: float = 0.9) -> Mention:
    """The first place where the text says ``surface``."""
    start = document.text.index(surface)
    span = Span(start, start + len(surface))
    return Mention(span, surface, make_entity(curie).category, curie, score, "exact name")


def make_contribution(document: Document, *claims: Claim, mentions: tuple[Mention, ...] = ()) -> Contribution:
    """A contribution that describes every entity that it names."""
    curies = {c for claim in claims for c in (claim.statement.subject, claim.statement.object)}
    curies |= {c for claim in claims for c in claim.evidence.context} | {m.entity for m in mentions}
    entities = tuple(make_entity(curie) for curie in sorted(curies))
    return Contribution(document, entities, mentions, claims, Activity("litkg", "0.1.0", ("core 1",)))


def told(identifier: str, *claims: str, **options: object) -> Contribution:
    """A document that makes these statements: ``told("a", "HGNC:1 binds HGNC:2", hedged=True)``."""
    document = make_document(identifier)
    made = (make_claim(claim, document, at=at, **options) for at, claim in enumerate(claims))  # type: ignore[arg-type]
    return make_contribution(document, *made)
