"""What does the graph remember? Documents, entities, mentions, statements and their evidence.

All offsets are half-open ranges of Unicode code points in ``Document.text``. Values are immutable; two
values of equal content are the same value. What exists only on the way from text to statement is defined
in ``ingest``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from kg.vocabulary import ASPECTS, RELATIONS, Category


class DocumentKind(StrEnum):
    """What sort of article a document is."""

    NEWS = "news"
    ABSTRACT = "abstract"
    FULL_TEXT = "full_text"
    PREPRINT = "preprint"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points, ``0 <= start < end``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}-{self.end}")

    def of(self, text: str) -> str:
        """The part of the text that the span covers.

        >>> Span(0, 4).of("PD-1 binds PD-L1")
        'PD-1'
        """
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether the other lies wholly inside, or is the same."""
        return self.start <= other.start and other.end <= self.end


#: notices after which an article counts for nothing
WITHDRAWING = frozenset({"retraction", "deletion"})


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document: its kind (title, abstract, body, heading, caption …) and heading."""

    kind: str
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """An article: what a citation needs, and one canonical text that every offset counts in.

    ``id`` is ``PMID:…``, ``DOI:…``, an http(s) URL, ``text:`` and a hash, or the caller's own string.
    ``date`` is ISO 8601, as precise as the source says. Empty strings stand for what is not known.
    ``reports`` names the articles that a news item reports on: DOIs, PubMed identifiers or addresses.
    ``licence`` is the address of a licence, or the publisher's word for it. ``notices`` tell what was published
    about the article since: ``retraction``, ``expression of concern``, ``erratum``, or ``deletion`` from PubMed.
    """

    id: str
    text: str
    title: str = ""
    sections: tuple[Section, ...] = ()
    kind: DocumentKind = DocumentKind.TEXT
    url: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    date: str = ""
    publisher: str = ""
    journal: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    reports: tuple[str, ...] = ()
    licence: str = ""
    notices: tuple[str, ...] = ()

    @property
    def withdrawn(self) -> bool:
        """Whether the article was retracted or deleted: what it claims is kept and counts for nothing."""
        return not WITHDRAWING.isdisjoint(self.notices)

    def section_at(self, offset: int) -> Section | None:
        """The section that holds the code point at this offset."""
        return next((s for s in self.sections if s.start <= offset < s.end), None)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that was published about another article.

    ``article`` is the article's ``PMID:…``, ``DOI:…`` or ``PMC:…``; ``says`` is one of `Document.notices`.
    """

    article: str
    says: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that statements are about. ``id`` is a CURIE; ``xrefs`` are equivalent CURIEs.

    ``ancestors`` are the CURIEs of all its superclasses, nearest first.
    """

    id: str
    label: str
    category: Category
    synonyms: tuple[str, ...] = ()
    xrefs: tuple[str, ...] = ()
    ancestors: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        from kg.html import entity_html

        return entity_html(self)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a document that names an entity.

    ``text`` equals ``span.of(document.text)``; ``score`` is 0-1, higher is surer, and ``reason`` tells a
    person why this entity was chosen.
    """

    span: Span
    text: str
    category: Category
    entity: str
    score: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """What is claimed, whoever says it. ``subject`` and ``object`` are CURIEs, ``relation`` a name of
    `kg.vocabulary.RELATIONS`, ``aspect`` a value of `kg.vocabulary.Aspect` or None.
    """

    subject: str
    relation: str
    object: str
    aspect: str | None = None
    negated: bool = False

    def __post_init__(self) -> None:
        if self.relation not in RELATIONS:
            raise ValueError(f"not a relation of the vocabulary: {self.relation!r}")
        if self.aspect is not None and self.aspect not in ASPECTS:
            raise ValueError(f"not an aspect of the vocabulary: {self.aspect!r}")

    @property
    def hash(self) -> str:
        """Identity: 20 hexadecimal digits of SHA-256 over subject, relation, object, aspect and negated.

        >>> Statement("HGNC:18628", "binds", "CL:0000084").hash
        '2f306aa489e02b4595f2'
        """
        return content_hash(
            self.subject, self.relation, self.object, self.aspect or "", "negated" if self.negated else ""
        )

    def _repr_html_(self) -> str:
        from kg.html import statement_html

        return statement_html(self)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence of one document that makes a statement, and where in it.

    ``score`` is 0-1: how likely the sentence really says this. ``hedged`` marks what the authors only
    suppose; ``cue`` is the word that carries the relation. ``context`` holds the CURIEs of cell types,
    tissues, diseases and species that the sentence names besides. ``antecedent`` is what a pronoun or
    "these cells" was taken to stand for, where the subject or object is one. ``subject_note`` says which
    state of the subject is meant ("elevated level"). ``path`` holds the words between the two, from subject to
    object, where effects or aspects are nested ("loss", "abolished", "inhibition").
    """

    document: str
    sentence: Span
    sentence_text: str
    subject: Span
    object: Span
    cue: Span
    hedged: bool
    extractor: str
    score: float
    section: str = ""
    context: tuple[str, ...] = ()
    antecedent: Span | None = None
    subject_note: str = ""
    path: tuple[str, ...] = ()

    def hash(self, statement: Statement) -> str:
        """Identity: SHA-256 over the statement's hash, document, spans and extractor (20 hex digits)."""
        spans = (self.sentence, self.subject, self.object, self.cue)
        return content_hash(
            statement.hash, self.document, *(f"{s.start}-{s.end}" for s in spans), self.extractor
        )

    def _repr_html_(self) -> str:
        from kg.html import evidence_html

        return evidence_html(self)


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement together with one piece of evidence for it."""

    statement: Statement
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Activity:
    """The software that made a contribution: name, version and the models that it used."""

    software: str
    version: str
    models: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contribution:
    """Everything that one document brings to the graph.

    ``entities`` describes every entity that a mention or claim refers to, and their superclasses where
    these have labels of their own.
    """

    document: Document
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    activity: Activity = field(default=Activity("litkg", "0"))


def content_hash(*parts: str) -> str:
    """20 hexadecimal digits of SHA-256 over the parts, each ended by U+001F."""
    return hashlib.sha256("".join(f"{part}\x1f" for part in parts).encode()).hexdigest()[:20]
