"""Which relation do an effect, its subject and its object make?

Effects compose by sign: what reduces the inhibition of Y activates Y. The aspect that the object's phrase
names ("secretion of") decides between doing (activates, inhibits) and amount (increases_amount_of …), and
the categories of both sides decide what an effect means: to "reduce" a disease is to treat it if a drug does
so. Pairs that make no sense in the closed table give None.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.mention import AGENTS, GENES
from ingest.relate.arguments import Argument, Arguments
from ingest.relate.lexis import RESPONSES, SIGN
from kg.vocabulary import Aspect, Category

MOLECULES = frozenset(
    {
        Category.GENE,
        Category.GENE_FAMILY,
        Category.DRUG,
        Category.CHEMICAL,
        Category.COMPONENT,
        Category.ACTIVITY,
    }
)
CELLS = frozenset({Category.CELL, Category.CELL_LINE})
CONDITIONS = frozenset({Category.DISEASE, Category.PHENOTYPE})
_AMOUNTS = frozenset(
    {
        Aspect.ABUNDANCE,
        Aspect.EXPRESSION,
        Aspect.SECRETION,
        Aspect.SYNTHESIS,
        Aspect.STABILITY,
        Aspect.INFILTRATION,
    }
)
#: effects on how much there is of a thing
OF_AMOUNTS = ("increase", "decrease", "gain", "loss", "induce")
#: species and organs neither act nor are acted on: they tell where
_PLACES = frozenset({Category.TAXON, Category.ANATOMY})
#: what an aspect of cells is when it is said of a condition: its development says nothing, its expansion is growth
_OF_CONDITIONS: dict[Aspect, Aspect | None] = {
    Aspect.DIFFERENTIATION: None,
    Aspect.PROLIFERATION: Aspect.GROWTH,
    Aspect.SYNTHESIS: None,
}
_CARRIERS = CELLS | {Category.DISEASE, Category.ANATOMY, Category.TAXON}


def is_condition(argument: Argument, arguments: Arguments) -> bool:
    """Whether a disease or a symptom is meant, and not what becomes of one: "*loss* of X"."""
    return arguments.by_index[argument.name].category in CONDITIONS and not argument.effect


@dataclass(frozen=True, slots=True)
class Verdict:
    """A relation of the closed table with its aspect; ``swapped`` where subject and object change places."""

    relation: str
    aspect: Aspect | None = None
    swapped: bool = False


def compose(
    effect: str, subject: Argument, subject_category: Category, object_: Argument, object_category: Category
) -> Verdict | None:
    """The relation that the effect makes between the two, or None where the pair makes no sense."""
    plain = _PLAIN.get(effect)
    if plain:
        return plain(subject, subject_category, object_, object_category)
    if subject_category in _PLACES | {Category.COMPONENT, Category.ACTIVITY} or object_category in _PLACES:
        return None
    if effect in ("affect", "role"):
        return _affects(subject_category, object_, object_category)
    return _causal(effect, subject, subject_category, object_, object_category)


def _affects(subject_category: Category, object_: Argument, category: Category) -> Verdict | None:
    if category is Category.TREATMENT and object_.aspect is None:
        return None
    if category in CONDITIONS and object_.aspect in (None, Aspect.DIFFERENTIATION):
        return Verdict("associated_with")
    return Verdict("affects", object_.aspect)


def _causal(
    effect: str, subject: Argument, subject_category: Category, object_: Argument, category: Category
) -> Verdict | None:
    sign = SIGN[effect] * object_.sign
    if subject.effect in ("loss", "down", "decrease"):
        sign *= subject.sign
    kind = _strength(effect, object_.effect)
    if object_.aspect in RESPONSES and category in AGENTS:
        return _response(sign, object_.aspect)
    if subject_category is Category.VARIANT and category is Category.DRUG and object_.aspect not in _AMOUNTS:
        return _response(sign, Aspect.SENSITIVITY)
    if category in CONDITIONS and subject_category in CELLS and subject.effect == "decrease":
        return Verdict("associated_with")  # what comes of their destruction: they do not hold it back
    if category in CONDITIONS:
        return _condition(effect, kind, sign, subject_category, object_, category)
    if category is Category.TREATMENT:
        if kind not in ("up", "improve", "down"):
            return None
        return Verdict("confers_sensitivity_to" if sign > 0 else "confers_resistance_to")
    if effect in ("worsen", "relieve") and (category is Category.PROCESS or _is_harm(object_)):
        kind = "up" if effect == "worsen" else "down"
    elif effect in ("treat", "worsen", "relieve"):
        return None
    if effect == "prevent":
        kind = "down"
    if effect == "contribute" and category in MOLECULES and object_.aspect is None:
        return None
    if category in MOLECULES or category in CELLS or category is Category.VARIANT:
        if object_.aspect is Aspect.SEVERITY:
            return None  # a "testosterone flare" is an illness of its own
        return _thing(kind, sign, object_, category, effect)
    if object_.aspect in (Aspect.RISK, Aspect.ABUNDANCE):
        return Verdict("increases_amount_of" if sign > 0 else "decreases_amount_of", object_.aspect)
    return Verdict("activates" if sign > 0 else "inhibits", object_.aspect or Aspect.ACTIVITY)


def _is_harm(object_: Argument) -> bool:
    """Whether it can get worse: the death or exhaustion of cells, and amounts, which are said to when they rise."""
    return object_.aspect is not None and (object_.sign < 0 or object_.aspect in _AMOUNTS)


def _strength(effect: str, inner: str) -> str:
    """Of "caused a *decrease* in", the inner effect says what kind of change it is."""
    if effect in ("cause", "induce", "contribute") and inner in (
        "increase",
        "decrease",
        "loss",
        "gain",
        "up",
        "down",
    ):
        return inner
    return effect


def _thing(kind: str, sign: int, object_: Argument, category: Category, effect: str) -> Verdict:
    aspect = Aspect.ACTIVITY if object_.aspect in RESPONSES else object_.aspect
    if object_.aspect is Aspect.RESISTANCE:
        sign = -sign
    if category in CELLS:
        aspect = Aspect.DIFFERENTIATION if aspect is Aspect.SYNTHESIS else aspect
        kind = "up" if kind in ("induce", "cause") and aspect is None else kind
    if category in (Category.ACTIVITY, Category.COMPONENT):
        kind = "up"
    if aspect is None and kind in ("increase", "decrease") and object_.effect in ("up", "down"):
        aspect = Aspect.ACTIVITY  # "the activation of X rose": it does more, there is as much of it
    if aspect is None and kind in (*OF_AMOUNTS, "cause"):
        aspect = Aspect.ABUNDANCE
    if aspect is None and object_.effect in OF_AMOUNTS and category in MOLECULES:
        aspect = Aspect.ABUNDANCE  # "blocked the induction of X": there is less of it
    if aspect is Aspect.DEGRADATION and category in MOLECULES:
        return Verdict("decreases_amount_of" if sign > 0 else "increases_amount_of", Aspect.ABUNDANCE)
    if aspect is Aspect.INFILTRATION and category in MOLECULES:
        return Verdict("activates" if sign > 0 else "inhibits", Aspect.LOCALIZATION)
    if effect == "improve" and aspect is Aspect.ABUNDANCE and category in MOLECULES:
        return Verdict("affects", aspect)  # a better level of glucose is a lower one, of HDL a higher
    if aspect in _AMOUNTS:
        return Verdict("increases_amount_of" if sign > 0 else "decreases_amount_of", aspect)
    return Verdict("activates" if sign > 0 else "inhibits", aspect or Aspect.ACTIVITY)


def _response(sign: int, aspect: Aspect) -> Verdict:
    weaker = (sign > 0) == (aspect is Aspect.RESISTANCE)
    return Verdict("confers_resistance_to" if weaker else "confers_sensitivity_to")


def _condition(
    effect: str, kind: str, sign: int, subject: Category, object_: Argument, category: Category
) -> Verdict | None:
    aspect = _OF_CONDITIONS.get(object_.aspect, object_.aspect) if object_.aspect else None
    if aspect in RESPONSES or aspect is Aspect.SURVIVAL:
        return None
    if object_.effect == "loss" and "loss" in object_.way:
        return None  # "the loss of cartilage, pain and disability": nobody loses these
    if aspect is Aspect.RISK:
        return Verdict("increases_amount_of" if sign > 0 else "decreases_amount_of", Aspect.RISK)
    if effect == "prevent" and sign < 0:
        return Verdict("prevents")
    if aspect in (Aspect.GROWTH, Aspect.MIGRATION, Aspect.PROLIFERATION):
        return Verdict("activates" if sign > 0 else "inhibits", aspect)
    if effect == "improve":
        return Verdict("treats") if subject in AGENTS and aspect is None and sign > 0 else None
    if sign > 0:
        if effect == "contribute" and kind == effect:
            return Verdict("contributes_to")
        if effect in ("cause", "induce") and kind == effect and aspect is not Aspect.SEVERITY:
            return Verdict("causes")
        if category is Category.PHENOTYPE and effect != "worsen":
            return Verdict("activates", aspect or Aspect.ACTIVITY)
        return Verdict("worsens")
    if subject in AGENTS:
        return Verdict("treats")
    return Verdict("inhibits", aspect or Aspect.ACTIVITY)


def _treat(subject: Argument, sc: Category, object_: Argument, oc: Category) -> Verdict | None:
    if sc in AGENTS | CELLS and oc in CONDITIONS:
        return Verdict("treats")
    return None


def _test(subject: Argument, sc: Category, object_: Argument, oc: Category) -> Verdict | None:
    return Verdict("tested_for") if sc in AGENTS | CELLS and oc in CONDITIONS else None


def _bind(subject: Argument, sc: Category, object_: Argument, oc: Category) -> Verdict | None:
    if sc is Category.DRUG and oc is Category.DRUG:
        return None  # of two drugs an interaction is meant that takes no binding
    able = MOLECULES | CELLS
    if sc in able and oc in able and not (sc in CELLS and oc in CELLS) and object_.aspect is None:
        return Verdict("binds")
    return None


def _target(subject: Argument, sc: Category, object_: Argument, oc: Category) -> Verdict | None:
    if sc in AGENTS | {Category.GENE} and oc in GENES | CELLS | {
        Category.COMPONENT,
        Category.PROCESS,
        Category.VARIANT,
    }:
        return Verdict("targets")
    return None


def _targeted(subject: Argument, sc: Category, object_: Argument, oc: Category) -> Verdict | None:
    found = _target(object_, oc, subject, sc)
    return Verdict("targets", swapped=True) if found else None


def _secrete(subject: Argument, sc: Category, object_: Argument, oc: Category) -> Verdict | None:
    return Verdict("secretes") if sc in CELLS | {Category.DISEASE} and oc in MOLECULES else None


def _produce(subject: Argument, sc: Category, object_: Argument, oc: Category) -> Verdict | None:
    return Verdict("produces") if sc in CELLS | {Category.DISEASE} and oc in MOLECULES else None


def _express(subject: Argument, sc: Category, object_: Argument, oc: Category) -> Verdict | None:
    return Verdict("expresses") if sc in _CARRIERS and oc in GENES else None


def _marker(subject: Argument, sc: Category, object_: Argument, oc: Category) -> Verdict | None:
    if sc in MOLECULES | CELLS | {Category.VARIANT} and oc in CONDITIONS | AGENTS | {Category.PROCESS}:
        if oc in (Category.DRUG, Category.CHEMICAL) and object_.aspect not in RESPONSES:
            return None
        return Verdict("biomarker_for", object_.aspect)
    return None


def _associate(subject: Argument, sc: Category, object_: Argument, oc: Category) -> Verdict | None:
    if sc in _PLACES or oc in _PLACES:
        return None
    if object_.aspect in RESPONSES and oc in AGENTS:
        return _response(object_.sign * subject.sign, object_.aspect)
    if oc in AGENTS and sc in AGENTS:
        return None
    if object_.aspect is Aspect.RISK and oc in CONDITIONS:
        return Verdict("associated_with", Aspect.RISK)
    return Verdict("associated_with")


def _sensitise(subject: Argument, sc: Category, object_: Argument, oc: Category) -> Verdict | None:
    return _response(subject.sign, Aspect.SENSITIVITY) if oc in AGENTS and sc not in _PLACES else None


def _desensitise(subject: Argument, sc: Category, object_: Argument, oc: Category) -> Verdict | None:
    return _response(subject.sign, Aspect.RESISTANCE) if oc in AGENTS and sc not in _PLACES else None


def _found(subject: Argument, sc: Category, object_: Argument, oc: Category) -> Verdict | None:
    if sc in GENES and oc in CELLS:
        return Verdict("expresses", swapped=True)
    return _locate(subject, sc, object_, oc)


def _locate(subject: Argument, sc: Category, object_: Argument, oc: Category) -> Verdict | None:
    if sc in MOLECULES | CELLS and oc in {Category.ANATOMY, Category.COMPONENT}:
        return Verdict("located_in")
    return None


_PLAIN = {
    "treat": _treat,
    "test": _test,
    "bind": _bind,
    "bindreverse": _bind,
    "target": _target,
    "targeted": _targeted,
    "secrete": _secrete,
    "produce": _produce,
    "express": _express,
    "marker": _marker,
    "associate": _associate,
    "correlate": _associate,
    "sensitise": _sensitise,
    "desensitise": _desensitise,
    "resist": _desensitise,
    "found": _found,
    "locate": _locate,
}
