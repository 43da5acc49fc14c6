"""Which categories, relations and aspects can a statement use, and what are they in Biolink?

The vocabulary is closed: what an article says is expressed in these terms or not at all. Each relation is
a readable verb of the project's own, and stands for a Biolink predicate together with its qualifiers.
Biolink Model: https://w3id.org/biolink/ (Unni et al. 2022, doi:10.1111/cts.13302).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Category(StrEnum):
    """What kind of thing an entity is: a Biolink class."""

    GENE = "biolink:Gene"
    GENE_FAMILY = "biolink:GeneFamily"
    DRUG = "biolink:Drug"
    CHEMICAL = "biolink:ChemicalEntity"
    DISEASE = "biolink:Disease"
    PHENOTYPE = "biolink:PhenotypicFeature"
    CELL = "biolink:Cell"
    CELL_LINE = "biolink:CellLine"
    ANATOMY = "biolink:AnatomicalEntity"
    TAXON = "biolink:OrganismTaxon"
    PROCESS = "biolink:BiologicalProcess"
    ACTIVITY = "biolink:MolecularActivity"
    COMPONENT = "biolink:CellularComponent"
    VARIANT = "biolink:SequenceVariant"
    TREATMENT = "biolink:Treatment"


class Aspect(StrEnum):
    """Which side of the object a statement is about."""

    ACTIVITY = "activity"
    ABUNDANCE = "abundance"
    EXPRESSION = "expression"
    SECRETION = "secretion"
    SYNTHESIS = "synthesis"
    DEGRADATION = "degradation"
    STABILITY = "stability"
    LOCALIZATION = "localization"
    TRANSPORT = "transport"
    UPTAKE = "uptake"
    PHOSPHORYLATION = "phosphorylation"
    PROLIFERATION = "proliferation"
    DIFFERENTIATION = "differentiation"
    SURVIVAL = "survival"
    MIGRATION = "migration"
    INFILTRATION = "infiltration"
    GROWTH = "growth"
    RESPONSE = "response"
    RESISTANCE = "resistance"
    SENSITIVITY = "sensitivity"
    RISK = "risk"
    SEVERITY = "severity"


#: every aspect, in the order of the table
ASPECTS = tuple(aspect.value for aspect in Aspect)


class Direction(StrEnum):
    """Which way the object's aspect moves."""

    INCREASED = "increased"
    DECREASED = "decreased"


@dataclass(frozen=True, slots=True)
class Relation:
    """A verb of the closed table and its meaning in Biolink.

    ``opposite`` names the relation that contradicts it between the same two entities; ``symmetric`` means
    that subject and object may change places.
    """

    name: str
    predicate: str
    definition: str
    direction: Direction | None = None
    aspect: Aspect | None = None
    opposite: str | None = None
    symmetric: bool = False

    @property
    def label(self) -> str:
        """The name as it reads in a sentence.

        >>> RELATIONS["confers_resistance_to"].label
        'confers resistance to'
        """
        return self.name.replace("_", " ")


_UP, _DOWN = Direction.INCREASED, Direction.DECREASED

_TABLE = (
    Relation(
        "activates", "affects", "raises what the object does", _UP, Aspect.ACTIVITY, opposite="inhibits"
    ),
    Relation(
        "inhibits", "affects", "lowers what the object does", _DOWN, Aspect.ACTIVITY, opposite="activates"
    ),
    Relation(
        "increases_amount_of",
        "affects",
        "raises how much of the object there is",
        _UP,
        Aspect.ABUNDANCE,
        opposite="decreases_amount_of",
    ),
    Relation(
        "decreases_amount_of",
        "affects",
        "lowers how much of the object there is",
        _DOWN,
        Aspect.ABUNDANCE,
        opposite="increases_amount_of",
    ),
    Relation("affects", "affects", "changes the object, which way is not said"),
    Relation(
        "binds",
        "directly_physically_interacts_with",
        "touches and holds the object",
        symmetric=True,
    ),
    Relation("targets", "has_target", "is made to act on the object"),
    Relation("secretes", "produces", "releases the object to its surroundings"),
    Relation("produces", "produces", "makes the object"),
    Relation("expresses", "expresses", "carries or makes the gene product"),
    Relation("treats", "treats", "is an effective therapy of the condition", opposite="worsens"),
    Relation("tested_for", "studied_to_treat", "is tried as a therapy of the condition"),
    Relation(
        "prevents",
        "preventative_for_condition",
        "keeps the condition from arising",
        opposite="causes",
    ),
    Relation("worsens", "exacerbates_condition", "makes the condition worse", opposite="treats"),
    Relation("causes", "causes", "brings the condition or process about", opposite="prevents"),
    Relation(
        "contributes_to", "contributes_to", "is among what brings the condition about or makes it worse"
    ),
    Relation(
        "confers_resistance_to",
        "associated_with_resistance_to",
        "goes with a weaker response to the therapy",
        opposite="confers_sensitivity_to",
    ),
    Relation(
        "confers_sensitivity_to",
        "associated_with_sensitivity_to",
        "goes with a stronger response to the therapy",
        opposite="confers_resistance_to",
    ),
    Relation("biomarker_for", "biomarker_for", "tells of the object's presence, course or outcome"),
    Relation("associated_with", "associated_with", "goes with the object, how is not said", symmetric=True),
    Relation(
        "positively_correlated_with",
        "positively_correlated_with",
        "rises when the object rises",
        opposite="negatively_correlated_with",
        symmetric=True,
    ),
    Relation(
        "negatively_correlated_with",
        "negatively_correlated_with",
        "falls when the object rises",
        opposite="positively_correlated_with",
        symmetric=True,
    ),
    Relation("substrate_of", "is_substrate_of", "is turned into something else, or carried, by the object"),
    Relation("located_in", "located_in", "is found in the object"),
    Relation("part_of", "part_of", "is a component of the object"),
    Relation(
        "form_of", "gene_product_of", "is a soluble, secreted, membrane-bound or other form of the object"
    ),
    Relation("variant_of", "is_sequence_variant_of", "is a sequence variant of the gene"),
)

#: every relation by its name, in the order of the table
RELATIONS = MappingProxyType({relation.name: relation for relation in _TABLE})


def aspect_of(relation: str, aspect: str | None) -> str | None:
    """The aspect that a statement speaks of: its own, or else the relation's usual one.

    >>> aspect_of("inhibits", None), aspect_of("inhibits", "proliferation"), aspect_of("binds", None)
    ('activity', 'proliferation', None)
    """
    if aspect is not None:
        return aspect
    usual = RELATIONS[relation].aspect
    return usual.value if usual else None


def qualifiers(relation: str, aspect: str | None) -> dict[str, str]:
    """Biolink qualifiers of a relation, by the local names of their slots.

    >>> qualifiers("increases_amount_of", "secretion")
    {'object_aspect_qualifier': 'secretion', 'object_direction_qualifier': 'increased'}
    >>> qualifiers("binds", None)
    {}
    """
    found: dict[str, str] = {}
    if spoken := aspect_of(relation, aspect):
        found["object_aspect_qualifier"] = spoken
    if direction := RELATIONS[relation].direction:
        found["object_direction_qualifier"] = direction.value
    return found
