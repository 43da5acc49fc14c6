"""The classifier of pairs: what it sees, what it says, and what is made of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ingest.extract import Extraction, Extractor
from ingest.language import Language
from ingest.relate.groups import GROUP_OF
from ingest.relate.mask import Named, mask
from ingest.relate.pairs.judge import Heard, judge
from ingest.relate.pairs.meaning import acts_first, meaning
from ingest.relate.pairs.network import CONVENTION, PACKAGED, PairNetwork, annotators, states_of
from ingest.relate.pairs.opinion import CLAIMS, Claimed, Opinion
from ingest.relate.pairs.seen import Pair, Seen, pairs, see
from ingest.relate.relator import Relation, relate
from ingest.relate.tree import read_tree
from kg.errors import ModelError
from kg.model import Span
from kg.vocabulary import RELATIONS, Aspect, Category


def opinion(claim: Claimed, chance: float = 0.9, negated: float = 0.0, amount: float = 0.4) -> Opinion:
    """One that thinks this claim as likely as that, and the rest is nothing."""
    chances = dict.fromkeys(CLAIMS, 0.0) | {Claimed.NOTHING: 1 - chance, claim: chance}
    return Opinion(tuple(chances.values()), 1.0, negated, 0.0, amount)


@pytest.fixture
def heard(language: Language) -> Callable[..., tuple[Heard, list[Relation]]]:
    """A sentence of which the classifier thinks the same of every pair, and the relations that rules find."""

    def hear(text: str, what: Opinion, *names: tuple[str, Category]) -> tuple[Heard, list[Relation]]:
        places = [(text.index(name), name, category) for name, category in names]
        named = [
            Named(i, at, at + len(name), category, name, False, Span(at, at + len(name)), name.split()[-1])
            for i, (at, name, category) in enumerate(places)
        ]
        masked = mask(text, named)
        (parse,) = map(read_tree, language.parse([masked.text]))
        found = relate(parse, masked, 0, named)
        seen, at = see(parse, masked.names)
        here = tuple(pairs(seen, at, masked.names, found))
        return Heard(parse, masked, 0, seen, here, [what] * len(here)), found

    return hear


IL6, STAT3 = ("IL-6", Category.GENE), ("STAT3", Category.GENE)
GLIOMA = ("glioma", Category.DISEASE)


def test_names_are_hidden_from_the_classifier(heard: Callable[..., tuple[Heard, list[Relation]]]) -> None:
    one, _ = heard("IL-6 was seen where STAT3 was.", opinion(Claimed.NOTHING), IL6, STAT3)
    assert [one.seen.words[p.first] + one.seen.words[p.second] for p in one.pairs] == [""]
    assert {one.seen.groups[one.pairs[0].first], one.seen.groups[one.pairs[0].second]} == {"gene"}
    assert "insulin" not in one.seen.words


def test_what_only_the_classifier_sees_is_stated(heard: Callable[..., tuple[Heard, list[Relation]]]) -> None:
    one, found = heard("IL-6 was seen where STAT3 was.", opinion(Claimed.RAISES), IL6, STAT3)
    assert found == []
    (relation,) = judge(one, found)
    assert (relation.subject, relation.relation, relation.object) == (0, "activates", 1)
    assert (relation.kind, relation.extractor) == ("classifier", "pairs-1")
    assert relation.opinion is not None
    assert (relation.opinion.claim, relation.opinion.anything) == pytest.approx((0.9, 0.9))


def test_the_sign_of_what_there_is_less_of_is_not_the_classifiers_to_tell(
    heard: Callable[..., tuple[Heard, list[Relation]]],
) -> None:
    one, found = heard(
        "Through IL-6, obesity drives exhaustion of T cells.",
        opinion(Claimed.RAISES),
        IL6,
        ("T cells", Category.CELL),
    )
    assert [relation.relation for relation in judge(one, found)] == ["affects"]


def test_an_unlikely_claim_is_not_stated(heard: Callable[..., tuple[Heard, list[Relation]]]) -> None:
    one, found = heard("IL-6 was seen where STAT3 was.", opinion(Claimed.RAISES, 0.1), IL6, STAT3)
    assert judge(one, found) == []


def test_an_aim_is_no_claim(heard: Callable[..., tuple[Heard, list[Relation]]]) -> None:
    text = "We aimed to investigate whether IL-6 contributes to glioma."
    one, found = heard(text, opinion(Claimed.RAISES), IL6, GLIOMA)
    assert judge(one, found) == []


@pytest.mark.parametrize(
    ("text", "negated", "hedged"),
    [
        ("IL-6 levels did not correlate with glioma grade.", True, False),
        ("IL-6 may promote glioma.", False, True),
        ("IL-6 promotes glioma.", False, False),
    ],
)
def test_denials_and_hedges_are_kept(
    heard: Callable[..., tuple[Heard, list[Relation]]], text: str, negated: bool, hedged: bool
) -> None:
    one, _ = heard(text, opinion(Claimed.RAISES), IL6, GLIOMA)
    (relation,) = judge(one, [])
    assert (relation.negated, relation.hedged) == (negated, hedged)


def test_a_sure_classifier_overrules_a_rule(heard: Callable[..., tuple[Heard, list[Relation]]]) -> None:
    one, (found,) = heard("IL-6 activates STAT3.", opinion(Claimed.LOWERS), IL6, STAT3)
    assert found.relation == "activates"
    assert [r.relation for r in judge(one, [found])] == ["inhibits"]


def test_the_side_that_is_meant_is_read_from_the_text_and_not_from_its_mask(
    heard: Callable[..., tuple[Heard, list[Relation]]],
) -> None:
    process = ("gene expression", Category.PROCESS)
    one, _ = heard(
        "We saw IL-6 induction of STAT3 gene expression.", opinion(Claimed.RAISES), IL6, STAT3, process
    )
    said = {(r.subject, r.object): (r.relation, r.aspect) for r in judge(one, [])}
    assert said[0, 1] == ("increases_amount_of", "expression")


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("IL-6 blocks the production of STAT3.", "synthesis"),
        ("IL-6 blocks the production of GLIOMAX, CD4 and STAT3.", "synthesis"),
        ("IL-6 blocks what goes on at the level of STAT3.", "activity"),
        ("IL-6 blocks the differentiation of STAT3.", "activity"),
    ],
)
def test_the_side_that_is_meant_is_that_of_the_whole_list(
    heard: Callable[..., tuple[Heard, list[Relation]]], text: str, aspect: str
) -> None:
    one, _ = heard(text, opinion(Claimed.LOWERS), IL6, STAT3)
    (relation,) = judge(one, [])
    assert relation.aspect == aspect


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("IL-6 induced the activation of STAT3.", ("activates", "activity")),
        ("IL-6 induced the binding of STAT3 to its site.", ("activates", "activity")),
        ("IL-6 induced STAT3 DNA binding and growth.", ("activates", "activity")),
        ("IL-6 increased STAT3 mRNA levels.", ("increases_amount_of", "expression")),
        ("IL-6 increased STAT3-dependent transcription.", ("activates", "activity")),
        ("IL-6 increased STAT3 transcription factors.", ("increases_amount_of", "abundance")),
        ("Overexpression of IL-6 stimulates STAT3.", ("activates", "activity")),
        ("IL-6 induced several genes for STAT3.", ("increases_amount_of", "expression")),
        ("IL-6 makes them produce cytokines such as STAT3.", ("increases_amount_of", "synthesis")),
    ],
)
def test_the_word_that_governs_the_object_says_which_side_is_meant(
    heard: Callable[..., tuple[Heard, list[Relation]]], text: str, said: tuple[str, str]
) -> None:
    one, _ = heard(text, opinion(Claimed.RAISES), IL6, STAT3)
    (relation,) = judge(one, [])
    assert (relation.relation, relation.aspect) == said


@pytest.mark.parametrize(
    ("text", "amount", "said"),
    [
        ("IL-6 induced the activation of STAT3.", 0.9, "activates"),
        ("IL-6 stimulates STAT3.", 0.6, "activates"),
        ("IL-6 stimulates STAT3.", 0.75, "increases_amount_of"),
        ("IL-6 increased STAT3 mRNA levels.", 0.3, "increases_amount_of"),
        ("IL-6 increased STAT3 mRNA levels.", 0.1, "activates"),
    ],
)
def test_the_classifier_says_which_side_is_meant_where_it_is_surer_than_words(
    heard: Callable[..., tuple[Heard, list[Relation]]], text: str, amount: float, said: str
) -> None:
    one, _ = heard(text, opinion(Claimed.RAISES, amount=amount), IL6, STAT3)
    (relation,) = judge(one, [])
    assert relation.relation == said


@pytest.mark.parametrize(
    ("text", "forward", "acting"),
    [
        ("They saw STAT3-dependent IL-6 production.", 0.0, "STAT3"),
        ("We saw the response of IL-6 to STAT3.", 1.0, "STAT3"),
        ("IL-6 inhibition of STAT3 was seen.", 0.0, "IL-6"),
        ("Activation of IL-6 enhances STAT3 accumulation.", 0.0, "IL-6"),
    ],
)
def test_grammar_tells_who_acts(
    heard: Callable[..., tuple[Heard, list[Relation]]], text: str, forward: float, acting: str
) -> None:
    names = sorted([IL6, STAT3], key=lambda name: text.index(name[0]))
    one, _ = heard(text, replace(opinion(Claimed.RAISES), forward=forward), *names)
    (relation,) = judge(one, [])
    assert names[relation.subject][0] == acting


MONOCYTES, MITOSIS = ("monocytes", Category.CELL), ("mitosis", Category.PROCESS)


@pytest.mark.parametrize(
    ("text", "claim", "other"),
    [
        ("Treatment of monocytes with IL-6 was done.", Claimed.CHANGES, MONOCYTES),
        ("IL-6 lowered TNF in monocytes.", Claimed.CHANGES, MONOCYTES),
        ("IL-6 blocked the adhesion to monocytes.", Claimed.LOWERS, MONOCYTES),
        ("They saw mitosis exit triggered by IL-6.", Claimed.RAISES, MITOSIS),
        ("It lowered hepatic IL-6 output.", Claimed.HOLDS, ("hepatic", Category.ANATOMY)),
        ("TNF increased STAT3 in the presence of IL-6.", Claimed.RAISES, STAT3),
        ("TNF lowered STAT3 activity, as elicited by IL-6.", Claimed.LOWERS, STAT3),
        ("IL-6 lowered TNF, but STAT3 levels were unchanged.", Claimed.LOWERS, STAT3),
        ("IL-6 binds to receptors containing STAT3.", Claimed.BINDS, STAT3),
        ("The IL-6/STAT3 proteins were seen.", Claimed.BINDS, STAT3),
        ("IL-6 binds TNF that inhibits STAT3.", Claimed.LOWERS, STAT3),
        ("TNF inhibits STAT3 in cells stimulated by IL-6.", Claimed.LOWERS, STAT3),
        ("IL-6 blocks TNF, an inducer of STAT3.", Claimed.LOWERS, STAT3),
        ("IL-6 raises TNF after mitosis.", Claimed.RAISES, MITOSIS),
        ("They saw the adherence of IL-6 to endothelium.", Claimed.HOLDS, ("endothelium", Category.ANATOMY)),
        (
            "They saw a failure of IL-6 translocation to the liver.",
            Claimed.HOLDS,
            ("liver", Category.ANATOMY),
        ),
    ],
)
def test_what_the_sentence_cannot_claim_is_not_stated(
    heard: Callable[..., tuple[Heard, list[Relation]]], text: str, claim: Claimed, other: tuple[str, Category]
) -> None:
    third = [("TNF", Category.GENE)] if "TNF" in text else []
    names = sorted([IL6, other, *third], key=lambda name: text.index(name[0]))
    forward = float(names.index(IL6) < names.index(other))
    one, _ = heard(text, replace(opinion(claim), forward=forward), *names)
    two = {names.index(IL6), names.index(other)}
    assert [r for r in judge(one, []) if {r.subject, r.object} == two] == []


def test_what_is_denied_in_part_is_not_stated(
    heard: Callable[..., tuple[Heard, list[Relation]]],
) -> None:
    one, _ = heard("STAT3 was partly independent of IL-6.", opinion(Claimed.CHANGES, negated=0.9), IL6, STAT3)
    assert judge(one, []) == []


def test_what_is_not_changed_in_a_place_is_there(
    heard: Callable[..., tuple[Heard, list[Relation]]],
) -> None:
    one, _ = heard(
        "It did not change IL-6 of plasma.", opinion(Claimed.HOLDS), IL6, ("plasma", Category.ANATOMY)
    )
    (relation,) = judge(one, [])
    assert (relation.relation, relation.negated) == ("located_in", False)


def test_what_is_no_longer_done_may_be_done_otherwise(
    heard: Callable[..., tuple[Heard, list[Relation]]],
) -> None:
    text = "Once old, IL-6 no longer promotes glioma."
    one, _ = heard(text, opinion(Claimed.RAISES, negated=0.9), IL6, GLIOMA)
    assert judge(one, []) == []


def test_what_is_dispensable_does_nothing(heard: Callable[..., tuple[Heard, list[Relation]]]) -> None:
    one, _ = heard("IL-6 is dispensable for glioma.", opinion(Claimed.RAISES), IL6, GLIOMA)
    (relation,) = judge(one, [])
    assert relation.negated


@pytest.mark.parametrize(
    "text", ["Unlike IL-6, LIF promotes glioma.", "In contrast to IL-6, LIF promotes glioma."]
)
def test_nothing_is_said_of_what_is_contrasted(
    heard: Callable[..., tuple[Heard, list[Relation]]], text: str
) -> None:
    one, _ = heard(text, opinion(Claimed.RAISES), IL6, GLIOMA)
    assert judge(one, []) == []


def test_effects_on_effects_are_left_to_the_rules(
    heard: Callable[..., tuple[Heard, list[Relation]]],
) -> None:
    one, found = heard("IL-6 promotes the degradation of STAT3.", opinion(Claimed.RAISES), IL6, STAT3)
    (relation,) = judge(one, found)
    assert (relation.relation, relation.score) == ("decreases_amount_of", found[0].score)


def test_a_rule_hears_what_the_classifier_thinks_of_it(
    heard: Callable[..., tuple[Heard, list[Relation]]],
) -> None:
    one, found = heard("IL-6 activates STAT3.", opinion(Claimed.RAISES), IL6, STAT3)
    (relation,) = judge(one, found)
    assert relation.opinion is not None
    assert (relation.opinion.claim, relation.opinion.anything) == pytest.approx((0.9, 0.9))


@pytest.mark.parametrize("claim", [claim for claim in CLAIMS[1:] if claim is not Claimed.KIND_OF])
def test_every_meaning_is_a_relation_of_the_table(claim: Claimed) -> None:
    meant = [
        found.relation
        for subject in GROUP_OF
        for object_ in GROUP_OF
        if (found := meaning(claim, subject, object_, Aspect.EXPRESSION))
    ]
    assert meant
    assert set(meant) <= set(RELATIONS)


@pytest.mark.parametrize(
    ("claim", "subject", "object_", "relation"),
    [
        (Claimed.RAISES, Category.DRUG, Category.DISEASE, "causes"),
        (Claimed.LOWERS, Category.DRUG, Category.DISEASE, "treats"),
        (Claimed.RAISES, Category.GENE, Category.DISEASE, "contributes_to"),
        (Claimed.CONVERTS, Category.CHEMICAL, Category.GENE, "substrate_of"),
        (Claimed.GOES_WITH, Category.VARIANT, Category.DISEASE, "associated_with"),
        (Claimed.HOLDS, Category.GENE, Category.COMPONENT, "located_in"),
        (Claimed.HOLDS, Category.CELL, Category.ANATOMY, "located_in"),
        (Claimed.HOLDS, Category.CELL, Category.COMPONENT, None),
        (Claimed.HOLDS, Category.CELL_LINE, Category.ANATOMY, None),
        (Claimed.BINDS, Category.GENE, Category.DISEASE, None),
        (Claimed.RAISES, Category.TAXON, Category.GENE, None),
        (Claimed.RAISES, Category.VARIANT, Category.DRUG, "confers_sensitivity_to"),
        (Claimed.LOWERS, Category.VARIANT, Category.DRUG, "confers_resistance_to"),
        (Claimed.LOWERS, Category.DRUG, Category.VARIANT, "inhibits"),
        (Claimed.LOWERS, Category.GENE, Category.VARIANT, None),
    ],
)
def test_meaning_depends_on_the_kinds(
    claim: Claimed, subject: Category, object_: Category, relation: str | None
) -> None:
    found = meaning(claim, subject, object_, None)
    assert (found.relation if found else None) == relation


def test_drugs_act_on_genes_wherever_they_stand() -> None:
    assert acts_first(Category.DRUG, Category.GENE, 0.1)
    assert not acts_first(Category.GENE, Category.DRUG, 0.9)
    assert acts_first(Category.GENE, Category.GENE, 0.9)


def test_variants_and_drugs_act_on_each_other() -> None:
    assert acts_first(Category.VARIANT, Category.DRUG, 0.9)
    assert not acts_first(Category.VARIANT, Category.DRUG, 0.1)


def test_what_an_inhibitor_does_is_not_done_by_what_it_inhibits(extract: Callable[[str], Extraction]) -> None:
    found = extract("The BRAF V600E inhibitor vemurafenib blocks ERK.")
    names = [mention.span.of(found.document.text) for mention in found.mentions]
    said = {(names[r.subject], r.relation, names[r.object]) for r in found.relations}
    assert ("vemurafenib", "inhibits", "ERK") in said
    assert not [one for one in said if one[0] in ("BRAF", "V600E") and one[2] == "ERK"]
    assert not [one for one in said if one[2] == "vemurafenib"]


@pytest.fixture(scope="module")
def network(extractor: Extractor) -> PairNetwork:
    return extractor.pairs


def test_a_sentence_is_read_alike_alone_and_among_others(
    network: PairNetwork, heard: Callable[..., tuple[Heard, list[Relation]]]
) -> None:
    what = opinion(Claimed.NOTHING)
    texts = (
        "IL-6 activates STAT3.",
        "In the cells of mice, IL-6 was not seen to raise what STAT3 does there.",
    )
    both = [heard(text, what, IL6, STAT3)[0] for text in texts]
    asked = [[CONVENTION]]
    alone = [next(network.read([one.seen], [one.pairs], asked)) for one in both]
    together = list(network.read([one.seen for one in both], [one.pairs for one in both], asked * 2))
    for one, other in zip(alone, together, strict=True):
        assert one[0].claims == pytest.approx(other[0].claims, abs=1e-5)
        assert sum(one[0].claims) == pytest.approx(1)


def test_a_plain_claim_is_read_as_what_it_says(
    network: PairNetwork, heard: Callable[..., tuple[Heard, list[Relation]]]
) -> None:
    one, _ = heard("IL-6 strongly inhibited the activity of STAT3.", opinion(Claimed.NOTHING), IL6, STAT3)
    ((found,),) = network.read([one.seen], [one.pairs], [["pc"]])
    assert found.best[0] is Claimed.LOWERS
    assert found.forward > 0.5


def test_a_sentence_of_many_names_is_read(extract: Callable[[str], Extraction]) -> None:
    genes = "IL-6 IL-10 TNF STAT3 TP53 EGFR KRAS BRAF MYC AKT1 PTEN RB1".split()
    text = f"{', '.join(genes * 6)} and CD8 were raised in melanoma."
    assert all(0 <= relation.score <= 1 for relation in extract(text).relations)


@pytest.mark.parametrize("damage", ["missing", "format", "short", "not json"])
def test_a_damaged_classifier_is_said_to_be(extractor: Extractor, tmp_path: Path, damage: str) -> None:
    shutil.copytree(PACKAGED, tmp_path / "data")
    header = tmp_path / "data" / "model.json"
    model = tmp_path / "data" / "pairs.onnx"
    if damage == "missing":
        model.unlink()
    elif damage == "short":
        model.write_bytes(model.read_bytes()[:100])
    elif damage == "format":
        header.write_text(
            json.dumps({**json.loads(header.read_text("utf-8")), "format": 0}), encoding="utf-8"
        )
    else:
        header.write_text("{", encoding="utf-8")
    with pytest.raises(ModelError, match="again"):
        PairNetwork(extractor.recogniser.network.vectors, tmp_path / "data")


def test_states_of_pairs_are_the_strongest_of_their_words() -> None:
    read = np.random.default_rng(7).standard_normal((2, 5, 3)).astype(np.float32)
    far, near = Pair(0, 3, (0, 1), (0, 2, 3), (), 0.0), Pair(1, 2, (0, 1), (1, 2), (), 0.0)
    found = states_of(list(read), [[far], [near, far]])
    for row, (sentence, pair) in enumerate(((read[0], far), (read[1], near), (read[1], far))):
        inner = sentence[pair.first + 1 : pair.second]
        between = inner.max(0) if len(inner) else np.zeros(3)
        along = sentence[list(pair.path)].max(0)
        wanted = np.concatenate([sentence[pair.first], sentence[pair.second], between, along])
        assert np.array_equal(found[row], wanted)


def test_what_is_said_of_a_form_and_of_the_thing_is_said_of_the_thing(
    heard: Callable[..., tuple[Heard, list[Relation]]],
) -> None:
    names = ("sCD14", Category.GENE), ("CD44", Category.GENE), ("membrane", Category.COMPONENT)
    one, _ = heard("sCD14 was a form of CD44, a receptor of the membrane.", opinion(Claimed.HOLDS), *names)
    form = Relation(0, "form_of", 1, None, False, False, 0.9, Span(0, 53), Span(12, 19), "name")
    said = {(r.subject, r.relation, r.object) for r in judge(one, [form])}
    assert said == {(0, "form_of", 1), (1, "located_in", 2)}
    assert (0, "located_in", 2) in {(r.subject, r.relation, r.object) for r in judge(one, [])}


def test_annotators_are_heard_to_their_share_where_readers_are_asked(extractor: Extractor) -> None:
    words = ("", "inhibits", "", ".")
    seen = Seen(
        words,
        ("NN", "VBZ", "NN", "."),
        ("nsubj", "ROOT", "dobj", "punct"),
        ("",) * 4,
        ("chemical", "", "gene", ""),
        (1, 1, 1, 1),
    )
    pair = Pair(0, 2, (0, 1), (0, 1, 2), (), 0.0)
    vectors = extractor.recogniser.network.vectors

    def claims(heard: float, way: str) -> np.ndarray:
        ((opinion,),) = PairNetwork(vectors, heard=heard).read([seen], [[pair]], [[way]])
        return np.array(opinion.claims)

    readers, theirs = claims(0.0, CONVENTION), claims(0.0, annotators(seen, pair))
    assert np.abs(readers - theirs).max() > 0.01
    assert np.allclose(claims(0.25, CONVENTION), 0.75 * readers + 0.25 * theirs, atol=1e-4)
    assert np.allclose(claims(0.25, "cg"), claims(0.0, "cg"), atol=1e-4)


def test_what_puts_something_into_a_place_is_not_there_itself(extract: Callable[[str], Extraction]) -> None:
    found = extract("We report a protein that monocytes shed into the blood.")
    monocytes = {number for number, one in enumerate(found.mentions) if one.text == "monocytes"}
    assert not any(r.relation == "located_in" and r.subject in monocytes for r in found.relations)
