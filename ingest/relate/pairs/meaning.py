"""Which relation of the closed table does a claim make between two kinds of things, and who acts on whom?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ingest.mention import AGENTS
from ingest.relate.compose import CELLS, CONDITIONS, MOLECULES
from ingest.relate.groups import GROUP_OF
from ingest.relate.pairs.opinion import Claimed
from kg.vocabulary import Aspect, Category

#: aspects of a molecule that are amounts of it
_AMOUNTS = frozenset(
    {Aspect.ABUNDANCE, Aspect.EXPRESSION, Aspect.SECRETION, Aspect.SYNTHESIS, Aspect.STABILITY}
)
#: whose way of annotating the classifier follows for a pair of groups; for others that of no corpus
_CONVENTIONS: Mapping[frozenset[str], str] = MappingProxyType(
    {
        frozenset({"gene"}): "pc",
        frozenset({"chemical", "gene"}): "chemprot",
        frozenset({"chemical"}): "biored",
        frozenset({"chemical", "disease"}): "biored",
        frozenset({"gene", "disease"}): "biored",
        frozenset({"variant", "disease"}): "biored",
        frozenset({"variant", "gene"}): "biored",
        frozenset({"variant", "chemical"}): "biored",
        frozenset({"cell", "gene"}): "cg",
        frozenset({"cell", "chemical"}): "cg",
        frozenset({"cell"}): "cg",
        frozenset({"component", "gene"}): "pc",
        frozenset({"component", "chemical"}): "pc",
    }
)
#: of these the first acts on the second, whatever their order
_ACTS: tuple[tuple[str, str], ...] = (
    ("chemical", "gene"),
    ("chemical", "disease"),
    ("gene", "disease"),
    ("variant", "disease"),
    ("variant", "gene"),
    ("variant", "chemical"),
    ("cell", "disease"),
)
_NOWHERE = frozenset({Category.TAXON, Category.ANATOMY})

#: what a relation of the table claims, if it is one that the classifier was taught
CLAIM_OF: Mapping[str, Claimed] = MappingProxyType(
    {
        **dict.fromkeys(
            ("activates", "increases_amount_of", "causes", "worsens", "contributes_to"), Claimed.RAISES
        ),
        **dict.fromkeys(("inhibits", "decreases_amount_of", "treats", "prevents"), Claimed.LOWERS),
        "affects": Claimed.CHANGES,
        "binds": Claimed.BINDS,
        "associated_with": Claimed.GOES_WITH,
        "substrate_of": Claimed.CONVERTS,
        "located_in": Claimed.HOLDS,
    }
)


def convention(first: Category, second: Category) -> str:
    """Whose way of annotating counts for these two kinds."""
    return _CONVENTIONS.get(frozenset((GROUP_OF[first], GROUP_OF[second])), "")


def acts_first(first: Category, second: Category, forward: float) -> bool:
    """Whether the name that stands first acts on the other."""
    groups = GROUP_OF[first], GROUP_OF[second]
    if groups in _ACTS:
        return True
    return False if groups[::-1] in _ACTS else forward >= 0.5


@dataclass(frozen=True, slots=True)
class Meaning:
    """A relation of the table with its aspect."""

    relation: str
    aspect: Aspect | None = None


def meaning(claim: Claimed, subject: Category, object_: Category, aspect: Aspect | None) -> Meaning | None:
    """The relation that the claim makes of the two, None where they make none."""
    if claim is Claimed.HOLDS:
        return _held(subject, object_)
    if subject in _NOWHERE or object_ in _NOWHERE:
        return None
    if claim in (Claimed.RAISES, Claimed.LOWERS):
        return _changed(claim is Claimed.RAISES, subject, object_, aspect)
    if claim is Claimed.BINDS:
        return Meaning("binds") if subject in MOLECULES and object_ in MOLECULES else None
    if claim is Claimed.CONVERTS:
        pair = GROUP_OF[subject], GROUP_OF[object_]
        return Meaning("substrate_of") if pair == ("chemical", "gene") else None
    if claim is Claimed.CHANGES and object_ in MOLECULES | CELLS | {Category.PROCESS}:
        return Meaning("affects", aspect)
    return Meaning("associated_with")


def _held(subject: Category, object_: Category) -> Meaning | None:
    if subject in MOLECULES | CELLS and object_ in {Category.ANATOMY, Category.COMPONENT}:
        return Meaning("located_in")
    return None


def _changed(more: bool, subject: Category, object_: Category, aspect: Aspect | None) -> Meaning | None:
    if object_ in CONDITIONS:
        if GROUP_OF[subject] == "chemical":
            return Meaning("causes" if more else "treats")
        return Meaning("contributes_to") if more else Meaning("inhibits", aspect or Aspect.ACTIVITY)
    if object_ in (Category.VARIANT, Category.TREATMENT) or (subject in AGENTS and object_ is Category.DRUG):
        return None  # of two drugs, one seldom acts on the other
    if object_ in MOLECULES and aspect in _AMOUNTS:
        return Meaning("increases_amount_of" if more else "decreases_amount_of", aspect)
    return Meaning("activates" if more else "inhibits", aspect or Aspect.ACTIVITY)
