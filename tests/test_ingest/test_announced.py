"""A thing may be told of before its name is."""

from __future__ import annotations

import pytest

from ingest.extract import Extractor
from ingest.mention import Candidate, Recognised
from ingest.recognise import _as_drugs, _no_genes
from ingest.relate.announced import Announcement, announced_to, find_announcements
from kg.model import Document, Entity, Span
from kg.vocabulary import Category

LATER = "An experimental pill that blocks KRAS shrank melanomas. The compound, called sotorasib, did not cause colitis."


def told(extractor: Extractor, text: str) -> set[tuple[str, str, str]]:
    found = extractor.extract(Document("x", text))
    labels = [mention.text for mention in found.mentions]
    return {(labels[r.subject], r.relation, labels[r.object]) for r in found.relations if not r.negated}


def given(text: str, name: str, category: Category = Category.DRUG) -> list[str]:
    """The nouns to which the text gives the name."""
    at = text.index(name)
    entity = Entity(f"litkg:drug.{name.lower()}", name, category)
    named = Recognised(Span(at, at + len(name)), (Candidate(entity, 0.9, ""),))
    return [one.noun for one in find_announcements(text, [named])]


@pytest.mark.parametrize(
    ("text", "nouns"),
    [
        ("The compound, called XY-12, was safe.", ["compound"]),
        ("The firm's new drug, which is known as XY-12, was safe.", ["drug"]),
        ("This antibody has been dubbed \u201cXY-12\u201d.", ["antibody"]),
        ("The pill, XY-12, was safe.", ["pill"]),
        ("The vaccine (XY-12) was safe.", ["vaccine"]),
        ("The drug XY-12 was safe.", []),
        ("A compound called XY-12 was safe.", []),
        ("With the drug, XY-12 patients slept.", []),
        ("The mouse, called XY-12, was old.", []),
        ("The firm's second pill, called XY-12, was safe.", []),
    ],
)
def test_names_are_given_to_what_the_text_spoke_of(text: str, nouns: list[str]) -> None:
    assert given(text, "XY-12") == nouns


def test_names_of_other_things_are_given_to_no_drug() -> None:
    assert given("The inhibitor, called XY-12, rose.", "XY-12", Category.GENE) == []


def test_names_are_taken_back_a_few_sentences() -> None:
    sentences = [Span(10 * i, 10 * i + 9) for i in range(6)]
    named = Announcement(0, "drug", Span(42, 45))
    assert [bool(announced_to([named], sentences, i)) for i in range(6)] == [
        False,
        True,
        True,
        True,
        False,
        False,
    ]


def test_a_phrase_says_what_the_name_given_later_does(extractor: Extractor) -> None:
    assert told(extractor, LATER) == {
        ("sotorasib", "inhibits", "KRAS"),
        ("sotorasib", "treats", "melanomas"),
    }


def test_the_name_given_later_is_the_antecedent(extractor: Extractor) -> None:
    claims = extractor.extract(Document("x", LATER)).as_contribution().claims
    found = {claim.evidence.antecedent for claim in claims if claim.evidence.sentence.start == 0}
    assert [span.of(LATER) for span in found if span] == ["sotorasib"]


def test_of_two_such_phrases_neither_is_what_is_named(extractor: Extractor) -> None:
    text = "A pill that blocks KRAS beat a drug that blocks EGFR. The compound, called sotorasib, was safe."
    assert told(extractor, text) == set()


def test_a_phrase_of_another_kind_is_not_what_is_named(extractor: Extractor) -> None:
    text = "A vaccine that targets KRAS shrank melanomas. The antibody, called cetuximab, was not tested."
    assert told(extractor, text) == set()


def test_without_coreference_nothing_is_taken_back(extractor: Extractor) -> None:
    plain = Extractor(extractor.recogniser.linker.lexicon, extractor.language, coreference=False)
    assert told(plain, LATER) == set()


def test_the_drug_is_taken_up_as_an_object_too(extractor: Extractor) -> None:
    text = "The trial was of sotorasib. Patients with mutations in KEAP1 did not respond to the new drug."
    assert told(extractor, text) == {("KEAP1", "confers_resistance_to", "sotorasib")}


def test_cells_that_are_made_to_be_given_treat(extractor: Extractor) -> None:
    text = "CD19 CAR T cells eased myositis."
    assert told(extractor, text) >= {("CD19 CAR T cells", "treats", "myositis")}


def test_a_code_is_one_drug_wherever_the_text_names_it() -> None:
    found = [
        Recognised(Span(9 * i, 9 * i + 7), (Candidate(Entity(id_, "HLW-302", category), score, ""),))
        for i, (id_, category, score) in enumerate(
            [
                ("litkg:chemical.hlw-302", Category.CHEMICAL, 0.4),
                ("litkg:drug.hlw-302", Category.DRUG, 0.7),
                ("litkg:chemical.hlw-3021", Category.CHEMICAL, 0.4),
            ]
        )
    ]
    assert [(n.best.entity.id, n.best.score) for n in _as_drugs(found)] == [
        ("litkg:drug.hlw-302", 0.7),
        ("litkg:drug.hlw-302", 0.7),
        ("litkg:chemical.hlw-3021", 0.4),
    ]


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Its pill, called QVX-90, sank.", "litkg:drug.qvx-90"),
        ("A cell without QVX-90 sank.", "litkg:gene.qvx-90"),
        ("It is a drug, QVX-90. The protein QVX-90 sank.", "litkg:gene.qvx-90"),
    ],
)
def test_what_the_text_calls_a_drug_is_no_unknown_gene(text: str, entity: str) -> None:
    at = text.index("QVX-90")
    gene = Entity("litkg:gene.qvx-90", "QVX-90", Category.GENE)
    (found,) = _no_genes(text, [Recognised(Span(at, at + 6), (Candidate(gene, 0.6, ""),))])
    assert found.best.entity.id == entity
