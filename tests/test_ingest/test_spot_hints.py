"""What the lexicon says of each token."""

from __future__ import annotations

import numpy as np

from ingest.lexicon import Lexicon, Match, NameStatus, Sense
from ingest.mention import Kind
from ingest.spot.hints import KINDS, WIDTH, hints
from kg.vocabulary import Category

#: "a bb ccc"
SPANS = [(0, 1), (2, 4), (5, 8)]
GENE, CHEMICAL = 3 * KINDS.index(Kind.GENE), 3 * KINDS.index(Kind.CHEMICAL)


def match(start: int, end: int, *senses: tuple[Category, float]) -> Match:
    nowhere = object()
    return Match(
        start,
        end,
        tuple(Sense("HGNC:1", c, NameStatus.LABEL, score, "x", nowhere) for c, score in senses),  # type: ignore[arg-type]
    )


def test_hints_mark_where_a_name_begins_goes_on_and_ends() -> None:
    found = hints(SPANS, [match(2, 8, (Category.GENE, 0.75))])
    assert found[:, GENE : GENE + 3].tolist() == [[0, 0, 0], [0.75, 0.75, 0], [0, 0.75, 0.75]]
    assert found.sum() == 3


def test_hints_of_each_kind_keep_the_best_score() -> None:
    senses = ((Category.DRUG, 0.75), (Category.GENE, 0.5), (Category.CHEMICAL, 0.25))
    found = hints(SPANS, [match(0, 1, *senses)])
    assert (found[0, CHEMICAL], found[0, GENE]) == (0.75, 0.5)


def test_hints_of_one_kind_come_from_the_longer_name() -> None:
    found = hints(SPANS, [match(0, 8, (Category.GENE, 0.5)), match(2, 4, (Category.GENE, 1.0))])
    assert found[:, GENE + 1].tolist() == [0.5, 0.5, 0.5]


def test_hints_of_different_kinds_may_overlap() -> None:
    found = hints(SPANS, [match(0, 4, (Category.GENE, 0.5)), match(2, 8, (Category.DRUG, 1.0))])
    assert (found[1, GENE + 1], found[1, CHEMICAL + 1]) == (0.5, 1.0)


def test_hints_leave_out_names_that_end_inside_a_token() -> None:
    assert not hints(SPANS, [match(0, 3, (Category.GENE, 1.0))]).any()


def test_hints_of_nothing() -> None:
    assert hints([], []).shape == (0, WIDTH)


def test_hints_of_real_names_lie_in_their_kinds(lexicon: Lexicon) -> None:
    text = "STAB1 melanoma"
    found = hints([(0, 5), (6, 14)], lexicon.match(text))
    assert np.argmax(found, axis=1).tolist() == [GENE, 3 * KINDS.index(Kind.DISEASE)]
