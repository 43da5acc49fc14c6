"""Scores: what the sentence says, and what the rest of the document adds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ingest.extract import Extraction
from ingest.mention import Candidate, Recognised
from ingest.relate.pairs.opinion import Claimed, Opinion, support
from ingest.relate.relator import CLASSIFIER, Relation
from ingest.weigh import FEATURES, Context, weigh
from kg.model import Document, Entity, Section, Span
from kg.vocabulary import Category

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
    opinion = Opinion((1 - claim, 0, claim, *[0.0] * 8), 0.0, 0.0, 0.0, 0.3)
    heard = support(opinion, Claimed.LOWERS, False)
    return Relation(
        subject, "inhibits", object_, "activity", False, False, 0.8, span, span, kind, opinion=heard
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


def test_what_a_rule_and_the_classifier_say_is_surer_than_what_one_says() -> None:
    both, one = (
        next(iter(weigh([said(1, 0, 0, 0.9, kind)], NAMES, SENTENCES, DOCUMENT)))
        for kind in ("participle", CLASSIFIER)
    )
    assert both.score > one.score


def test_a_section_of_methods_makes_nothing_surer() -> None:
    methods = replace(DOCUMENT, sections=(Section("body", "Statistical methods", 0, 150),))
    results = replace(DOCUMENT, sections=(Section("body", "Results", 0, 150),))
    scores = [
        next(iter(weigh([said(1, 0, 0)], NAMES, SENTENCES, document))).score
        for document in (methods, results)
    ]
    assert scores[0] <= scores[1]


def test_features_have_the_order_of_their_names() -> None:
    relations = [said(1, 0, 0, 0.9), replace(said(3, 5, 1), relation="binds", opinion=None)]
    context = Context(relations, NAMES, SENTENCES, DOCUMENT)
    rows = [dict(zip(FEATURES, row, strict=True)) for row in context.features(relations).tolist()]
    assert [(row["says inhibits"], row["says binds"]) for row in rows] == [(1, 0), (0, 1)]
    assert [(row["of DRUG"], row["to GENE"], row["to DRUG"]) for row in rows] == [(1, 1, 0)] * 2
    assert [(row["classifier"], row["unheard"], row["forward"]) for row in rows] == [(1, 0, 1), (1, 1, 0)]
    assert rows[0]["claim"] == rows[0]["anything"] > rows[1]["claim"] > 0


def test_short_form_in_brackets_is_said_to_do_the_same(extract: Callable[[str], Extraction]) -> None:
    found = extract("Interleukin 6 (IL-6) activates STAT3.")
    subjects = {found.mentions[r.subject].text for r in found.relations}
    assert subjects == {"Interleukin 6", "IL-6"}
    assert len(found.as_contribution().claims) == 1
