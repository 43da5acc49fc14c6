"""What does an agent get to read? Little, and always with the sentence and the article that it can quote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.answers import Cell
from kg.vocabulary import RELATIONS
from queries.index.lookups import Index
from queries.results import EntityItem, Named, Quote, StatementItem

_SYNONYMS = 8


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity; ``id`` is what other tools take, ``matched`` the name that was found."""

    id: str
    label: str
    category: str
    statements: int
    matched: str | None
    synonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Things:
    """Entities, the best match first."""

    items: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class Described:
    """An entity, what stands above it (nearest first) and directly below it."""

    entity: Thing
    iri: str
    xrefs: tuple[str, ...]
    ancestors: tuple[Named, ...]
    children: tuple[Named, ...]
    descendants: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A statement; ``says`` is it in words. Denied and merely supposed ones are marked and are no facts.

    ``belief`` is 0-1, higher is surer; ``quotes`` are the surest sentences, of ``sentences`` in all.
    """

    id: str
    says: str
    subject: Named
    relation: str
    object: Named
    aspect: str | None
    denied: bool
    supposed: bool
    belief: float
    sentences: int
    documents: int
    contradictions: int
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Statements:
    """Statements in their order; ``next`` is the cursor of what follows, ``total`` counts all."""

    items: tuple[Said, ...]
    total: int
    next: str | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A statement with its sentences, and the statements that say the opposite."""

    statement: Said
    contradicted_by: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """A neighbour: ``says`` is the surest of ``statements`` between the two, by one relation in one direction."""

    entity: Named
    relation: str
    outgoing: bool
    statements: int
    sentences: int
    surest: Said


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Neighbours, the surest first; ``next`` is the cursor of what follows."""

    items: tuple[Beside, ...]
    total: int
    next: str | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """Statements that lead from one thing to another; ``belief`` is the product of theirs."""

    says: str
    belief: float
    steps: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Chains:
    """Chains, the shortest first."""

    items: tuple[Chain, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opposed:
    """Two statements that cannot both hold; ``weaker`` is the lower of the two beliefs."""

    one: Said
    other: Said
    weaker: float


@dataclass(frozen=True, slots=True)
class Oppositions:
    """Contradictions, the best supported first; ``next`` is the cursor of what follows."""

    items: tuple[Opposed, ...]
    total: int
    next: str | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence that was searched for, its article, and the statements that were read in it, in words and by id."""

    sentence: str
    document: str
    title: str
    date: str
    section: str
    says: tuple[str, ...]
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentences:
    """Sentences, the best match first; ``next`` is the cursor of what follows."""

    items: tuple[Heard, ...]
    total: int
    next: str | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """A name in a text, from code point ``start``."""

    start: int
    text: str
    entity: Named


@dataclass(frozen=True, slots=True)
class Article:
    """A document and a stretch of its text, from code point ``start`` of ``length``, with what is marked in it."""

    document: str
    iri: str
    title: str
    date: str
    kind: str
    journal: str
    authors: tuple[str, ...]
    start: int
    length: int
    text: str
    names: tuple[Marked, ...]
    statements: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A table; ``left_out`` counts the rows that were not sent because they were too many or too long."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    left_out: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Triples:
    """What CONSTRUCT or DESCRIBE made, in Turtle."""

    turtle: str


def thing(item: EntityItem) -> Thing:
    """An entity with a few of its names."""
    return Thing(
        item.id,
        item.label,
        item.category,
        item.statements,
        item.matched or None,
        item.synonyms[:_SYNONYMS],
    )


def said(index: Index, items: Iterable[StatementItem], quotes: int = 1) -> list[Said]:
    """Statements, each with so many of its surest sentences."""
    found = list(items)
    quoted = index.quotes([item.id for item in found], quotes) if quotes else {}
    return [_said(item, quoted.get(item.id, ())) for item in found]


def in_words(item: StatementItem) -> str:
    """A statement as a person would read it out.

    >>> t_cell = Named("CL:0000084", "T cell")
    >>> in_words(StatementItem("", t_cell, "inhibits", t_cell, "growth", None, True, False, 0, 0, 0, 0, "", ""))
    'denied: T cell inhibits T cell (growth)'
    """
    aspect = f" ({item.aspect})" if item.aspect else ""
    mark = "denied: " * item.negated + "only supposed: " * item.hedged
    return f"{mark}{item.subject.label} {RELATIONS[item.relation].label} {item.object.label}{aspect}"


def rows_within(rows: Sequence[tuple[Cell, ...]], most: int, letters: int) -> tuple[tuple[Cell, ...], ...]:
    """The first rows, as many as are allowed and as fit into so many characters."""
    kept: list[tuple[Cell, ...]] = []
    for row in rows[:most]:
        letters -= sum(len(str(cell)) + 4 for cell in row)
        if letters < 0:
            break
        kept.append(row)
    return tuple(kept)


def _said(item: StatementItem, quotes: tuple[Quote, ...]) -> Said:
    return Said(
        item.id,
        in_words(item),
        item.subject,
        item.relation,
        item.object,
        item.aspect,
        item.negated,
        item.hedged,
        round(item.belief, 3),
        item.evidence_count,
        item.document_count,
        item.contradictions,
        quotes,
    )
