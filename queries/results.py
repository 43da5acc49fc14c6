"""What do look-ups give back? Plain values that the HTTP API, pages and agents share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from kg.answers import Cell, Ingested


@dataclass(frozen=True, slots=True)
class Named:
    """An entity in a few words; ``id`` is a CURIE, ``category`` a Biolink class."""

    id: str
    label: str
    category: str = ""


@dataclass(frozen=True, slots=True)
class EntityItem:
    """An entity with its names.

    ``statements`` counts those about it; ``matched`` is the name that a search found, "" elsewhere.
    """

    id: str
    iri: str
    label: str
    category: str
    synonyms: tuple[str, ...]
    xrefs: tuple[str, ...]
    statements: int
    matched: str = ""


@dataclass(frozen=True, slots=True)
class EntityDetail:
    """An entity, its names and what stands directly above and below it.

    ``ancestors`` are all superclasses, nearest first; ``children`` the subtypes of the graph with none between,
    ``descendants`` how many subtypes there are in all.
    """

    id: str
    iri: str
    label: str
    category: str
    synonyms: tuple[str, ...]
    xrefs: tuple[str, ...]
    statements: int
    ancestors: tuple[Named, ...]
    children: tuple[Named, ...]
    descendants: int


@dataclass(frozen=True, slots=True)
class StatementItem:
    """What is claimed, with what all its evidence together says of it.

    A negated one says that the relation does not hold; a hedged one is supposed by all its sources and stated
    by none: neither is a fact. ``belief`` is 0-1, higher is surer. ``direction`` is increased, decreased or
    null; ``aspect`` the side of the object that is meant. ``first_date`` and ``last_date`` are those of
    the earliest and the latest document that says it, ISO 8601 as precise as known. ``source_count`` counts a
    document and its copies once.
    """

    id: str
    subject: Named
    relation: str
    object: Named
    aspect: str | None
    direction: str | None
    negated: bool
    hedged: bool
    belief: float
    evidence_count: int
    document_count: int
    contradictions: int
    first_date: str
    last_date: str
    source_count: int = 0


@dataclass(frozen=True, slots=True)
class Range:
    """A half-open range of Unicode code points in the document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One sentence of one document that makes a statement, and where in it.

    ``score`` is 0-1: how likely the sentence really says this. ``cue`` is the word that carries the relation,
    ``antecedent`` what a pronoun stands for, ``context`` the cells, tissues, diseases and species named besides,
    ``path`` the words between subject and object where effects are nested ("loss", "abolished"). What a
    ``withdrawn`` document says counts for nothing.
    """

    document: str
    title: str
    date: str
    kind: str
    section: str
    sentence: str
    sentence_range: Range
    subject_range: Range
    object_range: Range
    cue_range: Range
    antecedent_range: Range | None
    hedged: bool
    score: float
    extractor: str
    context: tuple[Named, ...]
    subject_note: str
    path: tuple[str, ...]
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Share:
    """What one source, a document with its copies, brings to the belief in a statement: its best sentence.

    ``weight`` is the score, half of it where the sentence is hedged. ``extractor_error`` and ``kind_error`` are how
    often the extractor, and sources of this kind, are wrong in the same way again and again (`kg.belief`). ``kind``
    is "withdrawn" for a document that was.
    """

    document: str
    title: str
    kind: str
    extractor: str
    hedged: bool
    score: float
    weight: float
    extractor_error: float
    kind_error: float


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence that makes a statement, and the article that it stands in; ``iri`` leads to the article.

    ``score`` is 0-1: how likely the sentence really says so; ``supposed`` if it only supposes.
    """

    sentence: str
    document: str
    title: str
    date: str
    iri: str
    section: str
    score: float
    supposed: bool


@dataclass(frozen=True, slots=True)
class StatementDetail:
    """A statement with every sentence that makes it, the surest first, and the statements that bear on it.

    ``shares`` are what its belief is reckoned from. ``more_general`` and ``more_specific`` are the most believed
    statements that it refines or that refine it, at most fifty of each.
    """

    statement: StatementItem
    evidence: tuple[EvidenceItem, ...]
    contradicts: tuple[StatementItem, ...]
    more_general: tuple[StatementItem, ...] = ()
    more_specific: tuple[StatementItem, ...] = ()
    shares: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class RelationGroup:
    """The surest statements of an entity by one relation.

    ``side`` is where the entity stands: subject, object, or either for a relation without direction; ``total``
    counts all statements of the group.
    """

    relation: str
    side: Literal["subject", "object", "either"]
    total: int
    items: tuple[StatementItem, ...]


@dataclass(frozen=True, slots=True)
class SentenceHit:
    """A sentence that a search found, with the statements that it makes.

    ``highlight`` is the sentence with what was searched for between U+0002 and U+0003, a part of it if it is long.
    """

    document: str
    title: str
    date: str
    section: str
    sentence: str
    sentence_range: Range
    highlight: str
    statements: tuple[StatementItem, ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An entity that statements link to another one, by one relation in one direction.

    ``outgoing`` means that the entity asked about is the subject; ``belief`` is that of the surest statement,
    ``evidence_count`` the sentences of all, ``negated`` and ``hedged`` how many statements are so.
    """

    entity: Named
    relation: str
    outgoing: bool
    statements: int
    belief: float
    evidence_count: int
    negated: int
    hedged: int
    contradictions: int
    best: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two statements that cannot both hold; ``weaker`` is the lower of the two beliefs."""

    one: StatementItem
    other: StatementItem
    weaker: float


@dataclass(frozen=True, slots=True)
class Step:
    """A statement on a path and its surest sentences; ``reversed`` if the path goes from its object to its subject."""

    statement: StatementItem
    reversed: bool
    evidence: tuple[EvidenceItem, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """A chain of statements; ``belief`` is the product of theirs."""

    belief: float
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class DocumentItem:
    """A document in a list; ``statements`` counts the distinct ones that it supports."""

    id: str
    iri: str
    title: str
    date: str
    kind: str
    journal: str
    statements: int
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class MentionItem:
    """A place of a text that names an entity; ``score`` is 0-1, and ``reason`` says why this entity was chosen."""

    range: Range
    text: str
    entity: Named
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class ClaimItem:
    """What a sentence of a document says, and where."""

    statement: StatementItem
    evidence: EvidenceItem


@dataclass(frozen=True, slots=True)
class SectionItem:
    """A stretch of a text: its kind (title, abstract, body …) and heading."""

    kind: str
    title: str
    range: Range


@dataclass(frozen=True, slots=True)
class DocumentDetail:
    """A document: what a citation needs, the text that every range counts in, and what is marked in it.

    ``notices`` tell what was published about it since (retraction, erratum …); what a ``withdrawn`` one says counts
    for nothing.
    """

    id: str
    iri: str
    title: str
    text: str
    kind: str
    url: str
    doi: str
    pmid: str
    pmcid: str
    date: str
    publisher: str
    journal: str
    authors: tuple[str, ...]
    language: str
    sections: tuple[SectionItem, ...]
    mentions: tuple[MentionItem, ...]
    claims: tuple[ClaimItem, ...]
    licence: str = ""
    notices: tuple[str, ...] = ()
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are of something."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """How much the graph holds, and of what kinds; dates are those of the earliest and the latest document."""

    documents: int
    statements: int
    evidence: int
    mentions: int
    entities: int
    quads: int
    contradictions: int
    first_date: str
    last_date: str
    relations: tuple[Count, ...]
    categories: tuple[Count, ...]
    kinds: tuple[Count, ...]
    years: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class EntityPage:
    """Entities, the best match first."""

    items: tuple[EntityItem, ...]


@dataclass(frozen=True, slots=True)
class StatementPage:
    """Statements in their order; ``next`` continues the list, null at its end; ``total`` counts all."""

    items: tuple[StatementItem, ...]
    next: str | None
    total: int


@dataclass(frozen=True, slots=True)
class SentencePage:
    """Sentences, the best match first; ``next`` continues the list."""

    items: tuple[SentenceHit, ...]
    next: str | None
    total: int


@dataclass(frozen=True, slots=True)
class NeighbourPage:
    """Neighbours, the surest first; ``next`` continues the list."""

    items: tuple[Neighbour, ...]
    next: str | None
    total: int


@dataclass(frozen=True, slots=True)
class ContradictionPage:
    """Contradictions, those in which even the weaker side is well supported first; ``next`` continues the list."""

    items: tuple[Contradiction, ...]
    next: str | None
    total: int


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """Documents in their order; ``next`` continues the list."""

    items: tuple[DocumentItem, ...]
    next: str | None
    total: int


@dataclass(frozen=True, slots=True)
class PathPage:
    """Paths, the shortest first, then by belief."""

    source: Named
    target: Named
    items: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """What stands above an entity, nearest first, and directly below it."""

    entity: Named
    ancestors: tuple[Named, ...]
    children: tuple[Named, ...]
    descendants: int


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of the documents that were sent; look-ups show them within seconds."""

    documents: tuple[Ingested, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class ParameterItem:
    """What a question asks for."""

    name: str
    type: str
    description: str
    example: str
    default: str | None
    required: bool


@dataclass(frozen=True, slots=True)
class QuestionItem:
    """A question of the library."""

    name: str
    summary: str
    description: str
    parameters: tuple[ParameterItem, ...]
    sparql: str


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """All questions, by name."""

    items: tuple[QuestionItem, ...]


@dataclass(frozen=True, slots=True)
class TableAnswer:
    """The answer to a question: columns, rows by column, and notes on how the values were read."""

    columns: tuple[str, ...]
    rows: tuple[dict[str, Cell], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the server is alive."""

    status: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether look-ups are answered; ``up_to_date`` is false while a newer snapshot is being indexed."""

    status: str
    edition: str
    up_to_date: bool
