"""Claims of single sentences, with the names given: what is found must be exactly what is written below."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.language import Language
from tests.claims import cases, read_all

HERE = Path(__file__).parent
UNSEEN = cases(HERE / "claims_unseen.txt")


@pytest.mark.parametrize(
    ("marked", "expected"), [pytest.param(*case, id=case[0][:60]) for case in cases(HERE / "claims.txt")]
)
def test_relate_sentence_gives_its_claims(marked: str, expected: frozenset[str], language: Language) -> None:
    (read,) = read_all([marked], language)
    assert read.claims() == expected


def test_relate_does_as_well_on_sentences_that_nothing_was_tuned_on(language: Language) -> None:
    """The floor is what was measured when the sentences were first read; they are not to be tuned on."""
    read = read_all([marked for marked, _ in UNSEEN], language)
    exact = sum(one.claims() == expected for one, (_, expected) in zip(read, UNSEEN, strict=True))
    wrong = sum(len(one.claims() - expected) for one, (_, expected) in zip(read, UNSEEN, strict=True))
    assert exact >= 32
    assert wrong <= 1
