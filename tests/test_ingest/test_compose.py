"""Effect, aspect and categories make a relation, or none where they make no sense."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.relate.arguments import Argument
from ingest.relate.compose import _PLAIN, compose
from ingest.relate.lexis import SIGN
from kg.vocabulary import RELATIONS, Aspect, Category

CATEGORIES = {
    "gene": Category.GENE,
    "family": Category.GENE_FAMILY,
    "drug": Category.DRUG,
    "chemical": Category.CHEMICAL,
    "treatment": Category.TREATMENT,
    "disease": Category.DISEASE,
    "phenotype": Category.PHENOTYPE,
    "cell": Category.CELL,
    "line": Category.CELL_LINE,
    "process": Category.PROCESS,
    "anatomy": Category.ANATOMY,
    "taxon": Category.TAXON,
    "variant": Category.VARIANT,
    "component": Category.COMPONENT,
}
EFFECTS = sorted({*_PLAIN, *SIGN, "affect", "role"})
TREATING = {"treats", "tested_for", "targets", "confers_resistance_to", "confers_sensitivity_to"}
AGENTS = {Category.DRUG, Category.CHEMICAL, Category.TREATMENT}


def told(effect: str, subject: str, object_: str) -> str | None:
    """The verdict on "gene" and "gene:secretion" or "gene:survival-" (with a sign), in words."""
    sides = []
    for name, side in enumerate((subject, object_)):
        kind, _, aspect = side.partition(":")
        bare = aspect.rstrip("-")
        argument = Argument(name, name, Aspect(bare) if bare else None, -1 if aspect.endswith("-") else 1)
        sides.append((argument, CATEGORIES[kind]))
    verdict = compose(effect, *sides[0], *sides[1])
    if verdict is None:
        return None
    words = [
        verdict.relation,
        verdict.aspect.value if verdict.aspect else "",
        "swapped" if verdict.swapped else "",
    ]
    return " ".join(filter(None, words))


TABLE = """
up           gene       gene              activates activity
down         drug       gene              inhibits activity
down         gene       family            inhibits activity
down         gene       cell              inhibits activity
down         gene       cell:proliferation inhibits proliferation
up           gene       cell:survival-    inhibits survival
down         gene       cell:survival-    activates survival
up           gene       cell:differentiation activates differentiation
down         gene       process           inhibits activity
up           drug       gene:secretion    increases_amount_of secretion
down         drug       gene:secretion    decreases_amount_of secretion
down         drug       gene:expression   decreases_amount_of expression
increase     gene       gene              increases_amount_of abundance
decrease     drug       gene              decreases_amount_of abundance
decrease     drug       gene:activity     inhibits activity
induce       gene       gene              increases_amount_of abundance
induce       gene       process           activates activity
induce       gene       cell              activates activity
up           gene       gene:degradation  decreases_amount_of abundance
down         gene       gene:degradation  increases_amount_of abundance
up           gene       gene:phosphorylation activates phosphorylation
up           drug       cell:infiltration increases_amount_of infiltration
treat        drug       disease           treats
treat        treatment  phenotype         treats
treat        cell       disease           treats
treat        gene       disease           -
treat        drug       gene              -
test         drug       disease           tested_for
test         gene       disease           -
prevent      drug       disease           prevents
prevent      gene       disease           prevents
relieve      drug       disease           treats
improve      drug       disease           treats
improve      gene       disease           -
down         drug       disease           treats
down         gene       disease           inhibits activity
down         drug       disease:growth    inhibits growth
decrease     drug       disease:risk      decreases_amount_of risk
increase     gene       disease:risk      increases_amount_of risk
cause        gene       disease           causes
contribute   gene       disease           contributes_to
worsen       gene       disease           worsens
up           gene       disease           worsens
worsen       gene       gene              -
contribute   gene       gene              -
up           gene       treatment         confers_sensitivity_to
down         gene       treatment         confers_resistance_to
up           gene       treatment:resistance confers_resistance_to
down         drug       drug:resistance   confers_sensitivity_to
improve      gene       drug:response     confers_sensitivity_to
down         gene       drug:sensitivity  confers_resistance_to
bind         gene       gene              binds
bind         gene       cell              binds
bind         drug       gene              binds
bind         cell       cell              -
bind         gene       gene:secretion    -
bind         gene       disease           -
target       drug       gene              targets
target       treatment  cell              targets
target       disease    gene              -
targeted     gene       drug              targets swapped
targeted     drug       gene              -
secrete      cell       gene              secretes
secrete      disease    gene              secretes
secrete      drug       gene              -
secrete      cell       disease           -
produce      line       chemical          produces
produce      gene       chemical          -
express      cell       gene              expresses
express      anatomy    gene              expresses
express      taxon      family            expresses
express      drug       gene              -
express      cell       drug              -
found        gene       cell              expresses swapped
found        gene       anatomy           located_in
found        disease    cell              -
locate       gene       component         located_in
locate       gene       gene              -
marker       gene       disease           biomarker_for
marker       variant    treatment:response biomarker_for response
marker       gene       drug:response     biomarker_for response
marker       gene       drug              -
marker       drug       disease           biomarker_for
associate    gene       disease           associated_with
associate    gene       disease:risk      associated_with risk
associate    gene       treatment:resistance confers_resistance_to
associate    variant    disease           associated_with
associate    drug       drug              -
associate    gene       taxon             -
correlate    gene       gene              associated_with
sensitise    gene       drug              confers_sensitivity_to
desensitise  gene       drug              confers_resistance_to
resist       gene       drug              confers_resistance_to
sensitise    gene       gene              -
affect       gene       gene              affects
affect       gene       gene:secretion    affects secretion
affect       gene       disease           associated_with
affect       gene       treatment         -
role         gene       process           affects
up           taxon      gene              -
up           anatomy    gene              -
up           gene       taxon             -
up           gene       anatomy           -
up           gene       variant           activates activity
"""


@pytest.mark.parametrize("line", TABLE.strip().splitlines(), ids=lambda line: " ".join(line.split()))
def test_compose_table(line: str) -> None:
    effect, subject, object_, *expected = line.split()
    assert (told(effect, subject, object_) or "-") == " ".join(expected)


@pytest.mark.parametrize(
    ("inner", "sign", "expected"),
    [
        pytest.param("down", -1, "activates", id="less-inhibition-activates"),
        pytest.param("up", 1, "inhibits", id="less-activation-inhibits"),
    ],
)
def test_compose_multiplies_signs_of_the_object(inner: str, sign: int, expected: str) -> None:
    object_ = Argument(1, 1, sign=sign, effect=inner)
    verdict = compose("decrease", Argument(0, 0), Category.DRUG, object_, Category.PROCESS)
    assert verdict is not None
    assert verdict.relation == expected


def test_compose_turns_round_what_the_loss_of_the_subject_does() -> None:
    loss = Argument(0, 0, sign=-1, effect="loss")
    verdict = compose("up", loss, Category.GENE, Argument(1, 1), Category.CELL)
    assert verdict is not None
    assert verdict.relation == "inhibits"


@pytest.mark.parametrize(
    ("inner", "relation"), [("decrease", "decreases_amount_of"), ("gain", "increases_amount_of")]
)
def test_compose_lets_the_inner_noun_say_what_is_caused(inner: str, relation: str) -> None:
    object_ = Argument(1, 1, sign=SIGN[inner], effect=inner)
    verdict = compose("cause", Argument(0, 0), Category.DRUG, object_, Category.GENE)
    assert verdict is not None
    assert (verdict.relation, verdict.aspect) == (relation, Aspect.ABUNDANCE)


def arguments() -> st.SearchStrategy[Argument]:
    return st.builds(
        Argument,
        name=st.integers(0, 3),
        token=st.integers(0, 9),
        aspect=st.none() | st.sampled_from(Aspect),
        sign=st.sampled_from((-1, 1)),
        effect=st.sampled_from(("", "up", "down", "increase", "decrease", "induce", "gain", "loss")),
    )


@pytest.mark.parametrize("effect", EFFECTS)
@given(subject=arguments(), object_=arguments(), sc=st.sampled_from(Category), oc=st.sampled_from(Category))
def test_compose_stays_in_the_vocabulary(
    effect: str, subject: Argument, object_: Argument, sc: Category, oc: Category
) -> None:
    verdict = compose(effect, subject, sc, object_, oc)
    if verdict is None:
        return
    first, second = (oc, sc) if verdict.swapped else (sc, oc)
    assert verdict.relation in RELATIONS
    assert Category.TAXON not in (first, second) or verdict.relation == "expresses"
    if verdict.relation in ("treats", "tested_for"):
        assert first in AGENTS | {Category.CELL, Category.CELL_LINE}
        assert second in (Category.DISEASE, Category.PHENOTYPE)
    if verdict.relation in ("confers_resistance_to", "confers_sensitivity_to"):
        assert second in AGENTS
    if verdict.relation == "targets":
        assert second not in AGENTS | {Category.DISEASE}
    if verdict.relation in ("causes", "prevents", "worsens"):
        assert second in (Category.DISEASE, Category.PHENOTYPE)


def test_every_effect_makes_a_relation_of_some_pair() -> None:
    fruitless = set(EFFECTS)
    for effect in EFFECTS:
        for sc in Category:
            for oc in Category:
                if compose(effect, Argument(0, 0), sc, Argument(1, 1), oc):
                    fruitless.discard(effect)
    assert not fruitless
