"""Scores: what the sentence says, and what the rest of the document adds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ingest.extract import Extraction
from ingest.mention import Candidate, Recognised
from ingest.relate.relator import CLASSIFIER, Relation
from ingest.weigh import FEATURES, fitted, weigh
from kg.model import Document, Entity, Section, Span
from kg.vocabulary import RELATIONS, Category

SENTENCES = (Span(0, 50), Span(50, 100), Span(100, 150))
DOCUMENT = Document("1", "The one inhibits another. " * 6)


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
    scores = [r.score for p in (0.3, 0.6, 0.9) for r in weigh([said(1, 0, 0, p)], NAMES, SENTENCES, DOCUMENT)]
    assert scores == sorted(scores)
    assert 0 < scores[0] < scores[-1] < 1


def test_what_is_said_again_is_surer() -> None:
    (once,) = weigh([said(1, 0, 0)], NAMES, SENTENCES, DOCUMENT)
    twice, _ = weigh([said(1, 0, 0), said(3, 2, 1, 0.9)], NAMES, SENTENCES, DOCUMENT)
    assert twice.score > once.score


def test_a_doubtful_link_makes_a_doubtful_statement() -> None:
    weak = [name("HGNC:1", Category.GENE, 0, link=0.2), *NAMES[1:]]
    (sure,), (doubtful,) = (weigh([said(1, 0, 0)], names, SENTENCES, DOCUMENT) for names in (NAMES, weak))
    assert doubtful.score < sure.score


def test_each_kind_of_rule_counts_for_itself() -> None:
    participle, passive = (
        next(iter(weigh([said(1, 0, 0, kind=kind)], NAMES, SENTENCES, DOCUMENT)))
        for kind in ("participle", "passive")
    )
    assert participle.score > passive.score


def test_a_section_of_methods_makes_nothing_surer() -> None:
    methods = replace(DOCUMENT, sections=(Section("body", "Statistical methods", 0, 150),))
    results = replace(DOCUMENT, sections=(Section("body", "Results", 0, 150),))
    scores = [
        next(iter(weigh([said(1, 0, 0)], NAMES, SENTENCES, document))).score
        for document in (methods, results)
    ]
    assert scores[0] <= scores[1]


def test_packaged_weights_fit_the_features_and_relations() -> None:
    weights = fitted()
    assert len(weights.features) == len(FEATURES)
    kinds = set(weights.relations) - set(RELATIONS)
    assert kinds == {
        "active",
        "apposed",
        "between",
        "care",
        "is a",
        "light verb",
        "name activates",
        "name inhibits",
        "name variant_of",
        "nominal",
        "owing",
        "participle",
        "passive",
        "path",
    }
    assert set(weights.relations) - kinds
    assert min(weights.groups.values()) <= weights.usual <= max(weights.groups.values())


def test_short_form_in_brackets_is_said_to_do_the_same(extract: Callable[[str], Extraction]) -> None:
    found = extract("Interleukin 6 (IL-6) activates STAT3.")
    subjects = {found.mentions[r.subject].text for r in found.relations}
    assert subjects == {"Interleukin 6", "IL-6"}
    assert len(found.as_contribution().claims) == 1
