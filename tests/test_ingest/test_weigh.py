"""Scores: what the sentence says, and what the rest of the document adds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from ingest.extract import THRESHOLD, Extraction
from ingest.mention import Candidate, Recognised
from ingest.relate.relator import CLASSIFIER, Relation
from ingest.weigh import FEATURES, fitted, weigh
from kg.model import Entity, Span
from kg.vocabulary import RELATIONS, Category

SENTENCES = (Span(0, 50), Span(50, 100), Span(100, 150))


def name(entity: str, category: Category, start: int, link: float = 0.9) -> Recognised:
    return Recognised(Span(start, start + 4), (Candidate(Entity(entity, entity, category), link, ""),))


NAMES = [
    name("HGNC:1", Category.GENE, 0),
    name("CHEBI:1", Category.DRUG, 10),
    name("HGNC:1", Category.GENE, 60),
    name("CHEBI:1", Category.DRUG, 70),
    name("CL:1", Category.CELL, 110),
    name("HGNC:2", Category.GENE, 120),
]


def said(subject: int, object_: int, sentence: int, claim: float = 0.7, kind: str = CLASSIFIER) -> Relation:
    span = SENTENCES[sentence]
    return Relation(
        subject, "inhibits", object_, "activity", False, False, 0.8, span, span, kind, opinion=(claim, claim)
    )


def test_likelier_claims_score_higher() -> None:
    scores = [r.score for p in (0.3, 0.6, 0.9) for r in weigh([said(1, 0, 0, p)], NAMES, SENTENCES)]
    assert scores == sorted(scores)
    assert 0 < scores[0] < scores[-1] < 1


def test_what_is_said_again_is_surer() -> None:
    (once,) = weigh([said(1, 0, 0)], NAMES, SENTENCES)
    twice, _ = weigh([said(1, 0, 0), said(3, 2, 1, 0.9)], NAMES, SENTENCES)
    assert twice.score > once.score


def test_a_doubtful_link_makes_a_doubtful_statement() -> None:
    weak = [name("HGNC:1", Category.GENE, 0, link=0.2), *NAMES[1:]]
    (sure,), (doubtful,) = weigh([said(1, 0, 0)], NAMES, SENTENCES), weigh([said(1, 0, 0)], weak, SENTENCES)
    assert doubtful.score < sure.score


def test_a_rule_is_trusted_where_corpora_say_nothing() -> None:
    relation = replace(said(4, 5, 2, kind="active"), relation="secretes", opinion=None)
    (found,) = weigh([relation], NAMES, SENTENCES)
    assert found.score == pytest.approx(0.8 * (0.6 + 0.4 * 0.9))


def test_packaged_weights_fit_the_features_and_relations() -> None:
    weights = fitted()
    assert len(weights.features) == len(FEATURES)
    assert weights.relations.keys() <= RELATIONS.keys()
    assert min(weights.groups.values()) <= weights.usual <= max(weights.groups.values())


def test_short_form_in_brackets_is_said_to_do_the_same(extract: Callable[[str], Extraction]) -> None:
    found = extract("Interleukin 6 (IL-6) activates STAT3.")
    subjects = {found.mentions[r.subject].text for r in found.relations}
    assert subjects == {"Interleukin 6", "IL-6"}
    assert len(found.as_contribution().claims) == 1


@pytest.mark.parametrize(
    ("other", "category"),
    [("CHEBI:2", Category.DRUG), ("litkg:gene.fx1", Category.GENE)],
    ids=["two drugs", "unknown thing"],
)
def test_company_is_not_asserted_on_the_classifiers_word(other: str, category: Category) -> None:
    names = [name("CHEBI:1", Category.DRUG, 0), name(other, category, 10)]
    told = [
        replace(said(0, 1, 0, 0.99, kind), relation=relation, aspect=None)
        for kind, relation in ((CLASSIFIER, "associated_with"), ("active", "associated_with"))
    ]
    alone, ruled = (next(iter(weigh([relation], names, SENTENCES))).score for relation in told)
    assert alone < THRESHOLD
    assert alone < ruled
