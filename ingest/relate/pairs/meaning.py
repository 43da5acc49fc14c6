"""Which relation of the closed table does a claim make between two kinds of things, and who acts on whom?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ingest.mention import AGENTS, GENES
from ingest.relate.compose import CELLS, CONDITIONS, MOLECULES, OF_AMOUNTS
from ingest.relate.groups import GROUP_OF
from ingest.relate.pairs.opinion import Claimed
from kg.vocabulary import Aspect, Category

#: aspects of a molecule that are amounts of it
_AMOUNTS = frozenset(
    {Aspect.ABUNDANCE, Aspect.EXPRESSION, Aspect.SECRETION, Aspect.SYNTHESIS, Aspect.STABILITY}
)
#: of these the first acts on the second, whatever their order
_ACTS: tuple[tuple[str, str], ...] = (
    ("chemical", "gene"),
    ("chemical", "disease"),
    ("gene", "disease"),
    ("variant", "disease"),
    ("variant", "gene"),
    ("cell", "disease"),
)
#: from which probability on the classifier is heard of amounts, where the words are silent and where they speak
_LIKELY, _SURELY = 0.7, 0.8
_NOWHERE = frozenset({Category.TAXON, Category.ANATOMY})
_RELEASING = frozenset("secrete secretion release shed export".split())
_PRODUCING = frozenset("produce production synthesize synthesise synthesis make generate generation".split())
_PREVENTING = frozenset("prevent prevention prophylaxis prophylactic preventive avoid".split())

#: what a relation of the table claims, if it is one that the classifier was taught
CLAIM_OF: Mapping[str, Claimed] = MappingProxyType(
    {
        **dict.fromkeys(
            ("activates", "increases_amount_of", "causes", "worsens", "contributes_to"), Claimed.RAISES
        ),
        **dict.fromkeys(("inhibits", "decreases_amount_of", "treats", "prevents"), Claimed.LOWERS),
        "affects": Claimed.CHANGES,
        **dict.fromkeys(("binds", "targets"), Claimed.BINDS),
        "associated_with": Claimed.GOES_WITH,
        "substrate_of": Claimed.CONVERTS,
        "located_in": Claimed.HOLDS,
        **dict.fromkeys(("secretes", "produces", "expresses"), Claimed.MAKES),
        "tested_for": Claimed.TESTED,
    }
)


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


def meaning(
    claim: Claimed,
    subject: Category,
    object_: Category,
    aspect: Aspect | None,
    cue: str = "",
    effect: str = "",
    amount: float = 0.5,
) -> Meaning | None:
    """The relation that the claim makes of the two, None where they make none.

    ``cue`` is the lemma of the word that makes the claim, ``effect`` that of a trigger word; ``amount`` is how likely
    the classifier thinks it, 0-1, that how much there is of the object is meant.
    """
    if claim is Claimed.HOLDS:
        return _held(subject, object_)
    if (subject in _NOWHERE and claim is not Claimed.MAKES) or object_ in _NOWHERE:
        return None
    if claim in (Claimed.RAISES, Claimed.LOWERS):
        return _changed(
            claim is Claimed.RAISES,
            subject,
            object_,
            _side(_amount(aspect, object_, effect), object_, amount),
            cue,
        )
    if claim is Claimed.BINDS:
        return _bound(subject, object_)
    if claim is Claimed.CONVERTS:
        pair = GROUP_OF[subject], GROUP_OF[object_]
        return Meaning("substrate_of") if pair == ("chemical", "gene") else None
    if claim is Claimed.MAKES:
        return _made(subject, object_, cue)
    if claim is Claimed.TESTED:
        return Meaning("tested_for") if subject in AGENTS | CELLS and object_ in CONDITIONS else None
    if claim is Claimed.KIND_OF:
        return None
    if claim is Claimed.CHANGES and object_ in MOLECULES | CELLS | {Category.PROCESS}:
        return Meaning("affects", aspect)
    return None if subject in AGENTS and object_ in AGENTS else Meaning("associated_with")


def _amount(aspect: Aspect | None, object_: Category, effect: str) -> Aspect | None:
    """ "Induces X", "X falls": how much there is of it is meant; "the binding of X": what it does."""
    if aspect is None and effect == "bind":
        return Aspect.ACTIVITY
    if aspect is None and effect in OF_AMOUNTS and object_ in MOLECULES - {Category.ACTIVITY}:
        return Aspect.ABUNDANCE
    return aspect


def _side(aspect: Aspect | None, object_: Category, amount: float) -> Aspect | None:
    """The side of a molecule that is meant, where the classifier is surer of it than the words are."""
    if object_ not in MOLECULES - {Category.ACTIVITY}:
        return aspect
    if aspect in (None, Aspect.ACTIVITY):
        return Aspect.ABUNDANCE if amount >= (_LIKELY if aspect is None else _SURELY) else aspect
    return Aspect.ACTIVITY if aspect in _AMOUNTS and amount <= 1 - _SURELY else aspect


def _bound(subject: Category, object_: Category) -> Meaning | None:
    if subject in MOLECULES and object_ in MOLECULES:
        return None if subject is object_ is Category.DRUG else Meaning("binds")
    return Meaning("targets") if subject in AGENTS and object_ in CELLS else None


def _made(subject: Category, object_: Category, cue: str) -> Meaning | None:
    if object_ not in MOLECULES or subject not in CELLS | CONDITIONS | _NOWHERE:
        return None
    if cue in _RELEASING and subject in CELLS:
        return Meaning("secretes")
    if cue in _PRODUCING or object_ not in GENES:
        return Meaning("produces") if subject in CELLS | CONDITIONS else None
    return Meaning("expresses")


def _held(subject: Category, object_: Category) -> Meaning | None:
    # cells are in no part of a cell, and a line of cells is not where it was taken from
    within = {Category.ANATOMY} if subject is Category.CELL else {Category.ANATOMY, Category.COMPONENT}
    located = subject in (MOLECULES | CELLS) - {Category.CELL_LINE} and object_ in within
    return Meaning("located_in") if located else None


def _changed(
    more: bool, subject: Category, object_: Category, aspect: Aspect | None, cue: str
) -> Meaning | None:
    if object_ in CONDITIONS:
        if GROUP_OF[subject] == "chemical":
            return Meaning("causes" if more else "prevents" if cue in _PREVENTING else "treats")
        return Meaning("contributes_to") if more else Meaning("inhibits", aspect or Aspect.ACTIVITY)
    if object_ is Category.TREATMENT and subject not in GENES | {Category.VARIANT}:
        return None  # "more chemotherapy", "longer in hospital": readers called all of 13 wrong
    if object_ is Category.TREATMENT or (subject is Category.VARIANT and object_ is Category.DRUG):
        return Meaning("confers_sensitivity_to" if more else "confers_resistance_to")
    if object_ is Category.VARIANT and subject in AGENTS:
        return Meaning("activates" if more else "inhibits", Aspect.ACTIVITY)
    if object_ is Category.VARIANT or (subject in AGENTS and object_ is Category.DRUG):
        return None  # of two drugs, one seldom acts on the other
    if object_ in MOLECULES and aspect in _AMOUNTS:
        return Meaning("increases_amount_of" if more else "decreases_amount_of", aspect)
    return Meaning("activates" if more else "inhibits", aspect or Aspect.ACTIVITY)
