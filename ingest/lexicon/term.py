"""What does the lexicon know: terms, their names, and what a stretch of text may mean?"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from ingest.lexicon.key import GREEK, fold, key
from kg.vocabulary import Category


class NameStatus(StrEnum):
    """How a name belongs to its term, best first; BROAD names serve look-up only, never matching."""

    LABEL = "label"
    CURATED = "curated"
    EXACT = "exact"
    ALIAS = "alias"
    PREVIOUS = "previous"
    BRAND = "brand"
    CODE = "code"
    RELATED = "related"
    NARROW = "narrow"
    GENERATED = "generated"
    BROAD = "broad"


#: names that are the term's own, not some other word for it or what it is a part of
OWN_NAMES = frozenset({NameStatus.LABEL, NameStatus.CURATED, NameStatus.EXACT})


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of the lexicon.

    ``id`` is a CURIE in the preferred namespace of its category, ``xrefs`` are equivalent CURIEs, ``parents``
    the direct superclasses that are terms themselves, ``synonyms`` a selection of names for display,
    ``orthologs`` what the source calls the same gene of another species (see ``Lexicon.orthologs``).
    """

    id: str
    label: str
    category: Category
    xrefs: tuple[str, ...]
    parents: tuple[str, ...]
    synonyms: tuple[str, ...]
    orthologs: tuple[str, ...] = ()

    @property
    def taxon(self) -> str:
        """The species of a gene, NCBITaxon:9606, 10090 or 10116; empty for anything else.

        >>> Term("MGI:107527", "Ly6g", Category.GENE, (), (), ()).taxon
        'NCBITaxon:10090'
        """
        return GENE_TAXA.get(self.id.partition(":")[0], "")


#: the species whose genes a nomenclature names
GENE_TAXA = {"HGNC": "NCBITaxon:9606", "MGI": "NCBITaxon:10090", "RGD": "NCBITaxon:10116"}


class TermSource(Protocol):
    """Whatever gives the terms behind senses."""

    def get(self, identifier: str) -> Term:
        """The term of this identifier; raises UnknownEntityError."""


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing that a surface may mean; ``score`` is 0-1, higher is likelier, without regard to context.

    ``user`` says that the name is one that the user has added; its status is CURATED.
    """

    term_id: str
    category: Category
    status: NameStatus
    score: float
    surface: str
    source: TermSource = field(repr=False, compare=False)
    user: bool = False

    @property
    def term(self) -> Term:
        """The term itself, read from the lexicon when first asked for."""
        return self.source.get(self.term_id)

    @property
    def name(self) -> str:
        """The listed name as its source spells it, or its key if the spelling was not kept."""
        wanted = key(self.surface)
        term = self.term
        names = (name for name in (term.label, *term.synonyms) if key(name) == wanted)
        return min(names, key=lambda name: _difference_rank(self.surface, name), default=wanted)

    @property
    def reason(self) -> str:
        """One line for a person: which name of which term, and how its spelling differs."""
        vocabulary = VOCABULARIES.get(self.term_id.partition(":")[0], self.term_id.partition(":")[0])
        how = difference(self.surface, self.name)
        status = "your own name" if self.user else _STATUS_WORDS[self.status]
        return f"{status} of {self.term_id} ({vocabulary}), {how}"


@dataclass(frozen=True, slots=True)
class Match:
    """A listed name in a text: half-open code-point offsets, and its senses, best first, at least one."""

    start: int
    end: int
    senses: tuple[Sense, ...]

    @property
    def user(self) -> bool:
        """Whether the name is one that the user has added: it then means that and nothing else."""
        return self.senses[0].user


VOCABULARIES = {
    "CHEBI": "ChEBI",
    "CL": "Cell Ontology",
    "FPLX": "FamPlex",
    "GO": "Gene Ontology",
    "HGNC": "HGNC",
    "HP": "Human Phenotype Ontology",
    "MESH": "Medical Subject Headings",
    "MGI": "Mouse Genome Informatics",
    "MONDO": "Mondo Disease Ontology",
    "NCBITaxon": "NCBI Taxonomy",
    "RGD": "Rat Genome Database",
    "UBERON": "Uberon",
    "UNII": "FDA substance register",
    "cellosaurus": "Cellosaurus",
}

_STATUS_WORDS = {
    NameStatus.LABEL: "label",
    NameStatus.CURATED: "curated name",
    NameStatus.EXACT: "synonym",
    NameStatus.ALIAS: "alias symbol",
    NameStatus.PREVIOUS: "previous symbol",
    NameStatus.BRAND: "brand name",
    NameStatus.CODE: "development code",
    NameStatus.RELATED: "related name",
    NameStatus.NARROW: "narrower name",
    NameStatus.GENERATED: "derived name",
    NameStatus.BROAD: "broader name",
}

_DIFFERENCES = (
    "same spelling",
    "same spelling but for capital letters",
    "same spelling but for the plural",
    "same spelling but for hyphens or spaces",
    "a variant spelling",
)


def difference(surface: str, name: str) -> str:
    """How a surface differs from a listed name of the same key, in words.

    >>> difference("T cells", "T cell"), difference("PD1", "PD-1"), difference("stat3", "STAT3")
    ('same spelling but for the plural', 'same spelling but for hyphens or spaces', \
'same spelling but for capital letters')
    """
    return _DIFFERENCES[_difference_rank(surface, name)]


def _difference_rank(surface: str, name: str) -> int:
    if surface == name:
        return 0
    one, other = fold(surface)[0], fold(name)[0]
    if one == other:
        return 1
    one, other = _joined(one), _joined(other)
    if one == other:
        return 3
    return 2 if one.startswith(other[:-2]) or other.startswith(one[:-2]) else 4


def _joined(folded: str) -> str:
    return "".join(GREEK.get(c, c) for c in folded if c.isalnum() or c == "+")
