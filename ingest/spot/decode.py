"""Which spans follow from the network's scores, and how probable is each?

For each kind the labels of a sentence are a chain: outside, begin, inside, end, single. The best chain gives
the spans; the share of all chains that hold a span is its probability. The sums run on scaled probabilities,
not logarithms: a step is one small product of matrices.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

OUTSIDE, BEGIN, INSIDE, END, SINGLE = range(5)
LABELS = 5
#: a name whose probability is lower is not worth a look
FLOOR = 0.05

_Floats = NDArray[np.float32]


def spans(
    scores: _Floats, lengths: NDArray[np.int32], transitions: _Floats
) -> Iterator[tuple[int, int, int, int, float]]:
    """The names in a batch: (sentence, kind, first token, last token, probability 0-1).

    ``scores`` has the shape (tokens, sentences, kinds, `LABELS`), ``transitions`` (kinds, from, to). Overlaps
    between kinds are left as they are; within a kind there are none.
    """
    length = len(scores)
    inside = np.arange(length)[:, None] < lengths[None, :]
    hope = (scores[..., 1:].max(-1) - scores[..., 0]).max(0, initial=-np.inf, where=inside[..., None])
    sentence, kind = np.nonzero(hope > _HOPELESS)
    order = np.lexsort((kind, sentence, -lengths[sentence]))
    sentence, kind = sentence[order], kind[order]
    if not len(sentence):
        return
    longest = int(lengths[sentence].max())
    chosen = scores[:longest, sentence, kind]
    potentials = np.exp(chosen - chosen.max(-1, keepdims=True))
    steps = np.exp(np.maximum(transitions[kind], -80.0))
    lasts = lengths[sentence] - 1
    labels = _best(potentials, steps, lasts)
    forward, backward = _forward(potentials, steps), _backward(potentials, steps, lasts)
    for row in range(len(sentence)):
        for first, last in _runs(labels[: lasts[row] + 1, row]):
            probability = _probability(first, last, row, potentials, steps, forward, backward)
            yield int(sentence[row]), int(kind[row]), first, last, probability


#: where no token prefers any label to "outside" by more than this, nothing is found
_HOPELESS = -2.5

_START = np.array([1, 1, 0, 0, 1], dtype=np.float32)
_STOP = np.array([1, 0, 0, 1, 1], dtype=np.float32)


def _best(potentials: _Floats, steps: _Floats, lasts: NDArray[np.int32]) -> NDArray[np.int8]:
    """The labels of the likeliest chain of each row, shape (tokens, rows)."""
    length, rows, _ = potentials.shape
    back = np.zeros((length, rows, LABELS), dtype=np.int8)
    score = _START * potentials[0]
    alive = np.searchsorted(-lasts, -np.arange(length), side="right")
    for at in range(1, length):
        live = alive[at]
        ways = score[:live, :, None] * steps[:live]
        back[at, :live] = ways.argmax(1)
        found = ways.max(1) * potentials[at, :live]
        score[:live] = found / found.max(-1, keepdims=True)
    labels = np.zeros((length, rows), dtype=np.int8)
    label = (score * _STOP).argmax(-1)
    for at in range(length - 1, -1, -1):
        live = alive[at]
        labels[at, :live] = label[:live]
        label[:live] = np.take_along_axis(back[at, :live], label[:live, None], 1)[:, 0]
    return labels


def _forward(potentials: _Floats, steps: _Floats) -> _Floats:
    """Scaled weights of all chains up to each token, by its label; shape as ``potentials``."""
    weights = np.empty_like(potentials)
    weights[0] = _START * potentials[0]
    weights[0] /= weights[0].sum(-1, keepdims=True)
    for at in range(1, len(potentials)):
        reached = (weights[at - 1][:, None, :] @ steps)[:, 0] * potentials[at]
        weights[at] = reached / reached.sum(-1, keepdims=True)
    return weights


def _backward(potentials: _Floats, steps: _Floats, lasts: NDArray[np.int32]) -> _Floats:
    """Scaled weights of all chains from each token on, by its label, the token's own potential left out."""
    weights = np.empty_like(potentials)
    weights[-1] = _STOP
    for at in range(len(potentials) - 2, -1, -1):
        ahead = (steps @ (weights[at + 1] * potentials[at + 1])[..., None])[..., 0]
        ahead /= ahead.sum(-1, keepdims=True)
        weights[at] = np.where((lasts == at)[:, None], _STOP, ahead)
    return weights


def _runs(labels: NDArray[np.int8]) -> Iterator[tuple[int, int]]:
    first = -1
    for at in np.flatnonzero(labels):
        label = labels[at]
        if label == SINGLE:
            yield int(at), int(at)
        elif label == BEGIN:
            first = int(at)
        elif label == END and first >= 0:
            yield first, int(at)
            first = -1


def _probability(
    first: int,
    last: int,
    row: int,
    potentials: _Floats,
    steps: _Floats,
    forward: _Floats,
    backward: _Floats,
) -> float:
    """The share of all chains that have exactly this span.

    From the token before the span on, the chains that go through it are weighed against all chains.
    """
    table = steps[row]
    start = np.ones(LABELS, dtype=np.float32) * _START if first == 0 else forward[first - 1, row] @ table
    every = through = start.astype(np.float64)
    for at in range(first, last + 1):
        if at > first:
            every, through = every @ table, through @ table
        wanted = SINGLE if first == last else BEGIN if at == first else END if at == last else INSIDE
        only = np.zeros(LABELS)
        only[wanted] = potentials[at, row, wanted]
        every, through = every * potentials[at, row], through * only
        scale = every.sum()
        every, through = every / scale, through / scale
    ahead = backward[last, row]
    total = float(every @ ahead)
    return float(through @ ahead) / total if total > 0 else 0.0
