"""What does the text name, before anyone has decided which entity is meant?

These types exist only on the way from text to statement; what the graph remembers is in `kg.model`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from kg.model import Entity, Span, content_hash
from kg.vocabulary import Category

#: genes and their products, single or as a family
GENES = frozenset({Category.GENE, Category.GENE_FAMILY})
#: what is given to a patient or to cells
AGENTS = frozenset({Category.DRUG, Category.CHEMICAL, Category.TREATMENT})


class Kind(StrEnum):
    """The coarse kinds of names that corpora annotate and that the recogniser tells apart."""

    GENE = "Gene"
    CHEMICAL = "Chemical"
    DISEASE = "Disease"
    CELL_TYPE = "CellType"
    CELL_LINE = "CellLine"
    SPECIES = "Species"
    VARIANT = "Variant"
    ANATOMY = "Anatomy"
    PROCESS = "BiologicalProcess"
    COMPONENT = "CellularComponent"


#: the categories that an entity named by a span of this kind may have
CATEGORIES_OF: dict[Kind, frozenset[Category]] = {
    Kind.GENE: GENES,
    Kind.CHEMICAL: AGENTS,
    Kind.DISEASE: frozenset({Category.DISEASE, Category.PHENOTYPE}),
    Kind.CELL_TYPE: frozenset({Category.CELL}),
    Kind.CELL_LINE: frozenset({Category.CELL_LINE}),
    Kind.SPECIES: frozenset({Category.TAXON}),
    Kind.VARIANT: frozenset({Category.VARIANT}),
    Kind.ANATOMY: frozenset({Category.ANATOMY}),
    Kind.PROCESS: frozenset({Category.PROCESS, Category.ACTIVITY}),
    Kind.COMPONENT: frozenset({Category.COMPONENT}),
}
#: and of what kind the name of an entity of a category is
KIND_OF: dict[Category, Kind] = {one: kind for kind, found in CATEGORIES_OF.items() for one in found}


@dataclass(frozen=True, slots=True)
class Spotted:
    """A span that the recogniser takes for a name of one kind; ``probability`` is 0-1."""

    span: Span
    kind: Kind
    probability: float


@dataclass(frozen=True, slots=True)
class Basis:
    """What a link rests on.

    ``status`` is how the name belongs to the term, as the lexicon says (`ingest.lexicon.NameStatus`), empty where only
    annotators used it so, in ``uses`` documents of ``known``; ``fit`` is how well it names the term, 0-1. ``steps`` is
    how far the form that was looked up is from the name, 0 as written to 3 shortened.
    """

    status: str = ""
    fit: float = 0.0
    steps: int = 0
    uses: int = 0
    known: int = 0
    defined: bool = False
    """Whether the name is a short form whose long form was looked up."""
    counterpart: bool = False
    """Whether the name is that of the gene in another species."""
    listed: bool = False
    """Whether the name was found in lists alone, not by the recogniser."""
    spotted: float = 1.0
    """How sure the recogniser is that there is a name, 0-1; 1 where it was not asked."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a surface may name; ``score`` is 0-1, higher is likelier, ``reason`` is for a person.

    ``basis`` is None where the name's shape or its parts tell what it is, and lists do not.
    """

    entity: Entity
    score: float
    reason: str
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Recognised:
    """A span of the document's text that names something, with its candidates, best first, at least one.

    ``inner`` are the names inside the name that stand for themselves as well: the PD-1 of anti-PD-1.
    """

    span: Span
    candidates: tuple[Candidate, ...]
    inner: tuple[Span, ...] = ()

    @property
    def best(self) -> Candidate:
        """The candidate of the highest score."""
        return self.candidates[0]

    @property
    def linked(self) -> bool:
        """Whether the best candidate is an entity of a vocabulary, not one of the graph's own."""
        return not is_own(self.best.entity.id)


def is_own(identifier: str) -> bool:
    """Whether the identifier is one that `own_identifier` made."""
    return identifier.startswith("litkg:")


_NOT_WORD = re.compile(r"[^0-9A-Za-z]+")

_KIND = {
    Category.GENE: "gene",
    Category.GENE_FAMILY: "family",
    Category.DRUG: "drug",
    Category.CHEMICAL: "chemical",
    Category.DISEASE: "disease",
    Category.PHENOTYPE: "phenotype",
    Category.CELL: "cell",
    Category.CELL_LINE: "cellline",
    Category.ANATOMY: "anatomy",
    Category.TAXON: "taxon",
    Category.PROCESS: "process",
    Category.ACTIVITY: "function",
    Category.COMPONENT: "component",
    Category.VARIANT: "variant",
    Category.TREATMENT: "treatment",
}


def own_identifier(category: Category, name: str) -> str:
    """The graph's own CURIE for a thing that no vocabulary knows: the same name gives the same identifier.

    >>> own_identifier(Category.DRUG, "Fooximab")
    'litkg:drug.fooximab'
    >>> own_identifier(Category.CELL, "LYVE-1⁺ macrophage")
    'litkg:cell.lyve-1-pos-macrophage'
    >>> own_identifier(Category.VARIANT, "p.R175*"), own_identifier(Category.CELL, "CD25- T cell")
    ('litkg:variant.p-r175ter', 'litkg:cell.cd25-neg-t-cell')
    """
    plain = unicodedata.normalize("NFKD", name).replace("\N{MINUS SIGN}", "-")
    signed = re.sub(r"(?<=\w)-(?=\s|$)", " neg ", re.sub(r"(?<=\w)\+", " pos ", plain))
    spelled = "".join(_SPELLED.get(sign, sign) for sign in signed)
    local = _NOT_WORD.sub("-", spelled).strip("-").lower()
    return f"litkg:{_KIND[category]}.{local or content_hash(name)}"


_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau "
    "upsilon phi chi psi omega"
).split()
_SPELLED = {
    "*": "ter",
    "=": "silent",
    **{chr(0x3B1 + place): name for place, name in enumerate(_GREEK)},
    **{chr(0x391 + place): name for place, name in enumerate(_GREEK)},
}
