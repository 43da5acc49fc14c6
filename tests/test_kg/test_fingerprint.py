import random

import pytest

from kg.fingerprint import alike, resemblance, sketch

DRAW = random.Random(1)
WORDS = [f"word{n}" for n in range(3000)]
RELEASE = DRAW.choices(WORDS, k=400)
OTHER = DRAW.choices(WORDS, k=400)


def text(words: list[str]) -> str:
    return " ".join(words)


@pytest.mark.parametrize(
    ("copy", "near"),
    [
        (RELEASE, True),
        (["Another", "headline", "of", "six", "words:", *RELEASE], True),
        (RELEASE[:280], True),
        ([*RELEASE, *OTHER[:150]], True),
        ([*RELEASE[:100], *OTHER[:300]], False),
        (OTHER, False),
    ],
    ids=["same", "headline", "cut", "surrounded", "quoted", "unrelated"],
)
def test_copies_are_alike(copy: list[str], near: bool) -> None:
    assert alike(sketch(text(RELEASE)), sketch(text(copy))) is near


def test_spelling_out_does_not_count() -> None:
    assert sketch(text(RELEASE)) == sketch(", ".join(RELEASE).upper())


def test_resemblance_estimates_the_share_of_common_runs() -> None:
    estimates = []
    for seed in range(30):
        words = random.Random(seed).choices(WORDS, k=300)
        runs = [{tuple(w[at : at + 5]) for at in range(len(w) - 4)} for w in (words, words[:200])]
        share = len(runs[0] & runs[1]) / len(runs[0] | runs[1])
        estimates.append(resemblance(sketch(text(words)), sketch(text(words[:200]))) - share)
    assert abs(sum(estimates) / len(estimates)) < 0.03
    assert max(map(abs, estimates)) < 0.25


def test_short_texts_are_not_compared() -> None:
    short = sketch("Clever-1 inhibits T cells.")
    assert not short
    assert not alike(short, short)


def test_any_text_has_a_sketch_or_none() -> None:
    assert sketch("") == sketch("\ud800 " * 50) == frozenset()
    assert len(sketch("細胞 " * 40)) == 20
