"""What readers said: the files of their labels and verdicts, what their claims mean, and how scores are fitted."""

from __future__ import annotations

from importlib import import_module, resources
from pathlib import Path
from typing import Any

import pytest

from ingest.extract import Extractor
from ingest.language import Language
from ingest.lexicon import Lexicon
from ingest.linking.train.trust import ALONE, linked
from ingest.relate.pairs.meaning import Meaning, meaning
from ingest.relate.pairs.opinion import Claimed
from ingest.relate.pairs.train.examples import Label
from ingest.relate.pairs.train.readings import CONVENTION, readings, taught_by_readers, unsound
from ingest.weigh import FEATURES
from kg.model import Document, Span
from kg.vocabulary import Aspect, Category

HEADER = "document\tstart\tend\tother_start\tother_end\tclaim\tforward\tnegated\thedged\n"
TRAIN = resources.files("ingest.relate.pairs.train")


def test_readings_are_labels_by_the_places_of_two_names(tmp_path: Path) -> None:
    path = tmp_path / "readings.tsv"
    path.write_text(
        HEADER + "1\t0\t4\t15\t20\traises\t1\t0\t1\n1\t0\t4\t30\t36\tnothing\t\t\t\n", encoding="utf-8"
    )
    found = readings(path)["1"]
    assert found[frozenset((Span(0, 4), Span(15, 20)))] == Label(Claimed.RAISES, True, False, True)
    assert found[frozenset((Span(0, 4), Span(30, 36)))] == Label(Claimed.NOTHING)


@pytest.mark.parametrize(
    "line", ["1\t0\t4\t15\t20\tcures\t1\t0\t0", "1\t4\t4\t15\t20\traises\t1\t0\t0", "1\t0"]
)
def test_readings_name_the_line_that_is_none(line: str, tmp_path: Path) -> None:
    path = tmp_path / "readings.tsv"
    path.write_text(f"{HEADER}{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 2: no reading"):
        readings(path)


def test_unsound_are_the_pairs_with_a_wrong_name(tmp_path: Path) -> None:
    path = tmp_path / "checks.tsv"
    lines = (
        "1\t0\t4\t15\t20\traises\t1\t0\t0\t0",
        "1\t0\t4\t30\t36\tnothing\t\t\t\t1",
        "1\t0\t4\t40\t46\tnothing\t\t\t\t",
    )
    path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    assert unsound(path) == {("1", frozenset((Span(0, 4), Span(15, 20))))}


def test_packaged_checks_are_pairs_that_were_not_learnt() -> None:
    with resources.as_file(TRAIN) as folder:
        learnt, kept = readings(folder / "readings.tsv"), readings(folder / "checks.tsv")
    assert sum(map(len, kept.values())) > 4000
    assert not [
        (name, pair) for name, pairs in kept.items() for pair in pairs if pair in learnt.get(name, {})
    ]


def test_packaged_readings_are_of_every_claim() -> None:
    with resources.as_file(TRAIN / "readings.tsv") as path:
        labels = [label for found in readings(path).values() for label in found.values()]
    assert len(labels) > 5000
    assert {label.claim for label in labels} == set(Claimed)


def test_reader_teaches_the_pairs_of_names_that_are_found(
    lexicon: Lexicon, language: Language, tmp_path: Path
) -> None:
    article, path = tmp_path / "a.jsonl", tmp_path / "readings.tsv"
    article.write_text('{"id": "1", "text": "IL-6 activates STAT3 in patients."}\n', encoding="utf-8")
    path.write_text(
        HEADER + "1\t0\t4\t15\t20\traises\t1\t0\t0\n1\t0\t4\t90\t95\tbinds\t\t\t\n", encoding="utf-8"
    )
    (example,) = taught_by_readers(path, [article], Extractor(lexicon, language))
    assert example.conventions == (CONVENTION,)
    assert example.labels == (Label(Claimed.RAISES, True, False, False),)


@pytest.mark.parametrize(
    ("claim", "subject", "object_", "cue", "effect", "meant"),
    [
        (Claimed.MAKES, Category.CELL, Category.GENE, "release", "", Meaning("secretes")),
        (Claimed.MAKES, Category.CELL, Category.CHEMICAL, "contain", "", Meaning("produces")),
        (Claimed.MAKES, Category.ANATOMY, Category.GENE, "detect", "", Meaning("expresses")),
        (Claimed.MAKES, Category.GENE, Category.CELL, "express", "", None),
        (Claimed.TESTED, Category.DRUG, Category.DISEASE, "trial", "", Meaning("tested_for")),
        (Claimed.TESTED, Category.GENE, Category.DISEASE, "trial", "", None),
        (Claimed.KIND_OF, Category.DRUG, Category.CHEMICAL, "such", "", None),
        (Claimed.LOWERS, Category.DRUG, Category.DISEASE, "prevent", "", Meaning("prevents")),
        (Claimed.LOWERS, Category.DRUG, Category.DISEASE, "help", "", Meaning("treats")),
        (Claimed.RAISES, Category.GENE, Category.TREATMENT, "", "", Meaning("confers_sensitivity_to")),
        (Claimed.RAISES, Category.DRUG, Category.TREATMENT, "", "", None),
        (
            Claimed.RAISES,
            Category.CHEMICAL,
            Category.GENE,
            "induce",
            "induce",
            Meaning("increases_amount_of", Aspect.ABUNDANCE),
        ),
        (Claimed.GOES_WITH, Category.DRUG, Category.DRUG, "combine", "", None),
    ],
)
def test_claims_mean_relations_that_fit_the_two_kinds(
    claim: Claimed, subject: Category, object_: Category, cue: str, effect: str, meant: Meaning | None
) -> None:
    assert meaning(claim, subject, object_, None, cue, effect) == meant


@pytest.fixture
def calibrate() -> Any:
    """The module that fits scores, which needs what only training needs."""
    pytest.importorskip("scipy")
    return import_module("ingest.relate.pairs.train.calibrate")


def test_packaged_verdicts_are_read(calibrate: Any) -> None:
    with resources.as_file(TRAIN / "said.tsv") as path:
        found = [verdict for told in calibrate.verdicts(path).values() for verdict in told.values()]
    assert len(found) > 25_000
    assert 0.6 < sum(right for _, right, _ in found) / len(found) < 0.8
    assert all(right == (why == "-") for _, right, why in found)


def _judged(calibrate: Any, number: int, claim: float, said: bool) -> Any:
    """A verdict on a statement of its own document that differs from others in its claim alone."""
    values = tuple(claim if name == "claim" else 0.0 for name in FEATURES)
    return calibrate.Judged(str(number), "PubMed", "inhibits", values, said, said, 1.0)


def test_grown_chances_follow_the_verdicts(calibrate: Any) -> None:
    rows = [_judged(calibrate, number, float(number % 7), number % 7 > 3) for number in range(700)]
    chances = calibrate.scored(calibrate.grow(rows), rows[:7])
    assert max(chances[:4]) < 0.3 < 0.7 < min(chances[4:])


def test_grown_chances_are_shares(calibrate: Any) -> None:
    rows = [_judged(calibrate, number, 1.0, number % 4 > 0) for number in range(400)]
    assert abs(calibrate.scored(calibrate.grow(rows), rows[:1])[0] - 0.75) < 0.05


@pytest.mark.parametrize(
    ("right", "second", "whole"),
    [(True, True, True), (True, False, False), (False, True, False), (True, None, None)],
)
@pytest.mark.parametrize("before", ["", "Nothing new. "])
def test_verdicts_on_words_and_on_names(
    before: str, right: bool, second: bool | None, whole: bool | None, calibrate: Any, extractor: Extractor
) -> None:
    document = Document("x", f"{before}Nivolumab blocks PD-1 on T cells.")
    names, _, relations = extractor.read(document)
    relation = next(r for r in relations if r.relation == "inhibits")
    of_names = {linked(names[relation.subject]): True, linked(names[relation.object]): second}
    known = {one: so for one, so in of_names.items() if so is not None}
    given = {calibrate.said(relation, names): ("PubMed", right, "-" if right else "r")}
    reader = calibrate.Reader(extractor)
    in_article, alone = calibrate.of_document(document, given, frozenset(), reader, known)
    assert (in_article.said, in_article.whole, in_article.weight) == (right, whole, 1.0)
    assert (alone.said, alone.whole, alone.weight) == (right, whole, ALONE)
    places = frozenset((names[relation.subject].span, names[relation.object].span))
    assert not list(calibrate.of_document(document, given, {places}, reader, known))
