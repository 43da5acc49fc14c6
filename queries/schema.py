"""What do the answers of the HTTP interface look like? The only place with pydantic models."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from kg.answers import Cell
from kg.contents import DocumentSummary, StoreStats
from kg.graph import AssembledStatement
from kg.model import Document, Entity, Evidence, Span
from queries.library import Parameter, QueryTemplate
from queries.run import Table


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True)


class EntityAnswer(_Answer):
    """A thing that statements are about."""

    id: str = Field(description="CURIE", examples=["HGNC:18628"])
    label: str = Field(examples=["STAB1"])
    category: str = Field(description="Biolink class", examples=["biolink:Gene"])
    synonyms: list[str] = Field(default_factory=list, examples=[["Clever-1", "stabilin-1"]])
    xrefs: list[str] = Field(
        default_factory=list, description="equivalent CURIEs", examples=[["NCBIGene:23166"]]
    )
    ancestors: list[str] = Field(
        default_factory=list, description="CURIEs of all superclasses, nearest first"
    )

    @classmethod
    def of(cls, entity: Entity) -> EntityAnswer:
        """The answer for an entity."""
        return cls(
            id=entity.id,
            label=entity.label,
            category=str(entity.category),
            synonyms=list(entity.synonyms),
            xrefs=list(entity.xrefs),
            ancestors=list(entity.ancestors),
        )


class Named(_Answer):
    """An entity by identifier and label."""

    id: str = Field(examples=["CL:0000084"])
    label: str = Field(examples=["T cell"])


class StatementAnswer(_Answer):
    """What is claimed, with what all its evidence together says of it.

    A statement that is negated says that the relation does not hold; one that is hedged is supposed by all
    its sources and stated by none.
    """

    hash: str = Field(description="identity of the statement", examples=["59d101580f2e415c593f"])
    subject: Named
    relation: str = Field(examples=["inhibits"])
    aspect: str | None = Field(
        description="side of the object that is meant, if named", examples=["activity"]
    )
    object: Named
    negated: bool = Field(examples=[False])
    hedged: bool = Field(description="true if no evidence states it outright", examples=[False])
    belief: float = Field(description="0-1, higher is surer", examples=[0.912])
    evidence_count: int = Field(description="sentences that say it", examples=[2])
    document_count: int = Field(description="documents that say it", examples=[2])
    contradicts: list[str] = Field(description="hashes of the statements that say the opposite")

    @classmethod
    def of(cls, found: AssembledStatement, labels: dict[str, str]) -> StatementAnswer:
        """The answer for a statement; ``labels`` by CURIE."""
        told = found.statement
        return cls(
            hash=found.hash,
            subject=Named(id=told.subject, label=labels.get(told.subject, told.subject)),
            relation=told.relation,
            aspect=told.aspect,
            object=Named(id=told.object, label=labels.get(told.object, told.object)),
            negated=told.negated,
            hedged=found.hedged,
            belief=found.belief,
            evidence_count=found.evidence_count,
            document_count=found.document_count,
            contradicts=list(found.contradicts),
        )


class Range(_Answer):
    """A half-open range of Unicode code points in the document's text."""

    start: int = Field(examples=[40])
    end: int = Field(examples=[48])

    @classmethod
    def of(cls, span: Span) -> Range:
        """The answer for a span."""
        return cls(start=span.start, end=span.end)


class EvidenceAnswer(_Answer):
    """One sentence of one document that makes a statement, and where in it."""

    document: str = Field(examples=["PMID:12345"])
    sentence: str = Field(description="the sentence itself", examples=["Clever-1 inhibits T cells."])
    sentence_range: Range
    subject_range: Range
    object_range: Range
    cue_range: Range = Field(description="the word that carries the relation")
    antecedent_range: Range | None = Field(description="what a pronoun stands for")
    hedged: bool = Field(description="true if the authors only suppose it", examples=[False])
    score: float = Field(description="0-1: how likely the sentence really says this", examples=[0.8])
    extractor: str = Field(examples=["patterns"])
    section: str = Field(examples=["abstract"])
    context: list[str] = Field(description="CURIEs of cell types, tissues, diseases, species named besides")
    subject_note: str = Field(description="which state of the subject is meant", examples=["elevated level"])

    @classmethod
    def of(cls, evidence: Evidence) -> EvidenceAnswer:
        """The answer for a piece of evidence."""
        return cls(
            document=evidence.document,
            sentence=evidence.sentence_text,
            sentence_range=Range.of(evidence.sentence),
            subject_range=Range.of(evidence.subject),
            object_range=Range.of(evidence.object),
            cue_range=Range.of(evidence.cue),
            antecedent_range=Range.of(evidence.antecedent) if evidence.antecedent else None,
            hedged=evidence.hedged,
            score=evidence.score,
            extractor=evidence.extractor,
            section=evidence.section,
            context=list(evidence.context),
            subject_note=evidence.subject_note,
        )


class StatementWithEvidence(StatementAnswer):
    """A statement and the sentences that make it, the surest first."""

    evidence: list[EvidenceAnswer]


class StatementPage(_Answer):
    """Statements, the most believed first."""

    statements: list[StatementAnswer]
    offset: int = Field(examples=[0])
    limit: int = Field(examples=[50])
    more: bool = Field(description="whether there are others after these", examples=[False])


class DocumentEntry(_Answer):
    """A document in a list."""

    id: str = Field(examples=["PMID:12345"])
    iri: str = Field(examples=["https://pubmed.ncbi.nlm.nih.gov/12345"])
    title: str
    date: str = Field(description="ISO 8601, as precise as known", examples=["2024-05"])
    kind: str = Field(examples=["abstract"])
    statements: int = Field(description="distinct statements that it supports", examples=[7])

    @classmethod
    def of(cls, summary: DocumentSummary) -> DocumentEntry:
        """The answer for a document in a list."""
        return cls(
            id=summary.id,
            iri=summary.iri,
            title=summary.title,
            date=summary.date,
            kind=str(summary.kind),
            statements=summary.statements,
        )


class DocumentAnswer(_Answer):
    """A document: what a citation needs, and the text that every offset counts in."""

    id: str = Field(examples=["PMID:12345"])
    title: str
    text: str
    kind: str = Field(examples=["abstract"])
    url: str
    doi: str
    pmid: str
    pmcid: str
    date: str
    publisher: str
    journal: str
    authors: list[str]
    language: str = Field(examples=["en"])

    @classmethod
    def of(cls, document: Document) -> DocumentAnswer:
        """The answer for a document."""
        fields: dict[str, Any] = {name: getattr(document, name) for name in cls.model_fields}
        return cls(**{**fields, "kind": str(document.kind), "authors": list(document.authors)})


class ParameterAnswer(_Answer):
    """What a question asks for."""

    name: str = Field(examples=["entity"])
    type: str = Field(examples=["entity"])
    description: str
    example: str = Field(examples=["PD-1"])
    default: str | None
    required: bool

    @classmethod
    def of(cls, parameter: Parameter) -> ParameterAnswer:
        """The answer for a parameter."""
        return cls(
            name=parameter.name,
            type=str(parameter.type),
            description=parameter.description,
            example=parameter.example,
            default=parameter.default,
            required=parameter.required,
        )


class QuestionAnswer(_Answer):
    """A question of the library."""

    name: str = Field(examples=["what-inhibits"])
    summary: str = Field(examples=["What inhibits it, or lowers its amount?"])
    description: str
    parameters: list[ParameterAnswer]
    sparql: str

    @classmethod
    def of(cls, template: QueryTemplate) -> QuestionAnswer:
        """The answer for a question."""
        return cls(
            name=template.name,
            summary=template.summary,
            description=template.description,
            parameters=[ParameterAnswer.of(p) for p in template.parameters],
            sparql=template.text,
        )


class TableAnswer(_Answer):
    """The answer to a question: columns, rows by column, and notes on how the values were read."""

    columns: list[str] = Field(examples=[["subject", "relation", "object", "belief"]])
    rows: list[dict[str, Cell]]
    notes: list[str] = Field(examples=[["'PD-1' was read as PDCD1 (HGNC:8760)"]])

    @classmethod
    def of(cls, table: Table) -> TableAnswer:
        """The answer for a table."""
        return cls(columns=list(table.columns), rows=table.records(), notes=list(table.notes))


class StatsAnswer(_Answer):
    """How much the graph holds."""

    documents: int
    statements: int
    evidence: int
    mentions: int
    entities: int
    quads: int

    @classmethod
    def of(cls, stats: StoreStats) -> StatsAnswer:
        """The answer for the counts of a store."""
        return cls(**{name: getattr(stats, name) for name in cls.model_fields})


class HealthAnswer(_Answer):
    """Whether the graph can be read."""

    status: str = Field(examples=["ok"])
    generation: int = Field(description="number of the snapshot that is read", examples=[3])


class Problem(BaseModel):
    """What went wrong: one line, and details where there are any."""

    error: str = Field(examples=["no document of this store names HGNC:1"])
    detail: Any = None
