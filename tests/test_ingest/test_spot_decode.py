"""Spans and their probabilities, against all chains of labels counted one by one."""

from __future__ import annotations

import math
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from ingest.spot.decode import BEGIN, END, INSIDE, LABELS, OUTSIDE, SINGLE, spans

LEGAL = {
    OUTSIDE: {OUTSIDE, BEGIN, SINGLE},
    BEGIN: {INSIDE, END},
    INSIDE: {INSIDE, END},
    END: {OUTSIDE, BEGIN, SINGLE},
    SINGLE: {OUTSIDE, BEGIN, SINGLE},
}
Floats = NDArray[np.float32]
Chain = tuple[int, ...]


def is_legal(chain: Chain) -> bool:
    steps = all(b in LEGAL[a] for a, b in pairwise(chain))
    return steps and chain[0] not in (INSIDE, END) and chain[-1] not in (BEGIN, INSIDE)


def names_of(chain: Chain) -> list[tuple[int, int]]:
    starts = [at for at, label in enumerate(chain) if label in (BEGIN, SINGLE)]
    ends = [at for at, label in enumerate(chain) if label in (END, SINGLE)]
    return list(zip(starts, ends, strict=True))


def counted(scores: Floats, steps: Floats) -> list[tuple[int, int, float]]:
    """The names of the best chain of one sentence and one kind, with the share of all chains that hold each."""
    weights: dict[Chain, float] = {}
    for chain in product(range(LABELS), repeat=len(scores)):
        if is_legal(chain):
            own = sum(float(scores[at, label]) for at, label in enumerate(chain))
            weights[chain] = own + sum(float(steps[a, b]) for a, b in pairwise(chain))
    highest = max(weights.values())
    total = sum(math.exp(w - highest) for w in weights.values())
    best = max(weights, key=lambda chain: weights[chain])
    return [
        (*name, sum(math.exp(w - highest) for c, w in weights.items() if name in names_of(c)) / total)
        for name in names_of(best)
    ]


def transitions(draw: np.random.Generator, kinds: int) -> Floats:
    """Random scores of the steps that are allowed."""
    allowed = np.array([[b in LEGAL[a] for b in range(LABELS)] for a in range(LABELS)])
    return np.where(allowed, draw.uniform(-2, 2, (kinds, LABELS, LABELS)), -1e4).astype(np.float32)


@given(
    st.integers(0, 2**32),
    st.lists(st.integers(1, 5), min_size=1, max_size=4),
    st.sampled_from([1.0, 4.0, 25.0]),
)
def test_spans_are_those_of_the_best_chain_with_its_share(seed: int, lengths: list[int], size: float) -> None:
    draw = np.random.default_rng(seed)
    scores = draw.uniform(-size, size, (max(lengths), len(lengths), 2, LABELS)).astype(np.float32)
    scores[0, :, :, SINGLE] = scores[0, :, :, OUTSIDE]  # so that no sentence is passed over as hopeless
    steps = transitions(draw, 2)
    found = sorted(spans(scores, np.array(lengths, dtype=np.int32), steps))
    wanted = sorted(
        (sentence, kind, first, last, share)
        for sentence, length in enumerate(lengths)
        for kind in range(2)
        for first, last, share in counted(scores[:length, sentence, kind], steps[kind])
    )
    assert [name[:4] for name in found] == [name[:4] for name in wanted]
    assert [name[4] for name in found] == pytest.approx([name[4] for name in wanted], abs=1e-4)


def likely(*labels: int) -> Floats:
    """Scores of one sentence of one kind that favour these labels."""
    scores = np.zeros((len(labels), 1, 1, LABELS), dtype=np.float32)
    scores[np.arange(len(labels)), 0, 0, labels] = 12
    return scores


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        pytest.param((OUTSIDE, OUTSIDE), [], id="nothing"),
        pytest.param((SINGLE, SINGLE), [(0, 0), (1, 1)], id="neighbours"),
        pytest.param((BEGIN, END, BEGIN, INSIDE, END), [(0, 1), (2, 4)], id="to-both-edges"),
        pytest.param((SINGLE,), [(0, 0)], id="one-token"),
    ],
)
def test_spans_of_clear_scores(labels: Chain, names: list[tuple[int, int]]) -> None:
    steps = transitions(np.random.default_rng(0), 1) * 0.1
    found = list(spans(likely(*labels), np.array([len(labels)], dtype=np.int32), np.maximum(steps, -1e4)))
    assert [(first, last) for _, _, first, last, _ in found] == names
    assert all(name[4] > 0.9 for name in found)


def test_spans_do_not_depend_on_what_lies_beyond_the_sentence() -> None:
    draw = np.random.default_rng(3)
    scores, steps = draw.normal(size=(6, 2, 1, LABELS)).astype(np.float32) * 3, transitions(draw, 1)
    lengths = np.array([6, 3], dtype=np.int32)
    other = scores.copy()
    other[3:, 1] = 50
    assert list(spans(scores, lengths, steps)) == list(spans(other, lengths, steps))


def test_spans_of_sentences_without_hope_are_none() -> None:
    scores = np.zeros((3, 1, 1, LABELS), dtype=np.float32)
    scores[..., OUTSIDE] = 9
    steps = transitions(np.random.default_rng(0), 1)
    assert list(spans(scores, np.array([3], dtype=np.int32), steps)) == []


def test_spans_of_long_sentences_have_probabilities() -> None:
    draw = np.random.default_rng(5)
    scores = draw.normal(size=(2000, 1, 1, LABELS)).astype(np.float32) * 10
    found = list(spans(scores, np.array([2000], dtype=np.int32), transitions(draw, 1)))
    assert found
    assert all(0 <= name[4] <= 1.0001 for name in found)
