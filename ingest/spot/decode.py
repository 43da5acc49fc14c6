"""Which spans follow from the network's scores, and how probable is each?

For each kind the labels of a sentence are a chain: outside, begin, inside, end, single. The best chain gives
the spans; the share of all chains that hold a span is its probability. Chains that may hold one are walked side
by side: labels come first and chains last in all arrays, so that a step is a few operations on long rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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
    by_label = np.ascontiguousarray(np.moveaxis(scores, -1, 0))
    sentence, kind = _hopeful(by_label, lengths)
    if not len(sentence):
        return
    lasts = lengths[sentence] - 1
    tokens, _, kinds = by_label.shape[1:]
    held = by_label.reshape(LABELS, tokens, -1)[:, : int(lasts[0]) + 1]
    chosen = held.take(sentence * kinds + kind, axis=2)
    chosen = np.ascontiguousarray((chosen - np.maximum.reduce(chosen)).transpose(1, 0, 2))
    labels = _best(chosen, transitions[kind], lasts)
    named = np.flatnonzero(labels.any(0))
    chains = _Chains.over(chosen[:, :, named], transitions[kind[named]], lasts[named])
    for row, first, last in _names(labels[:, named]):
        chain = named[row]
        yield int(sentence[chain]), int(kind[chain]), first, last, chains.share(first, last, row)


#: where no token prefers any label to "outside" by more than this, nothing is found
_HOPELESS = -2.5
#: what may begin and what may end a chain
_START = np.array([1, 1, 0, 0, 1], dtype=np.float32)
_STOP = np.array([1, 0, 0, 1, 1], dtype=np.float32)
#: logarithms of what may not be
_NEVER = np.float32(-1e4)


def _hopeful(scores: _Floats, lengths: NDArray[np.int32]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Sentence and kind of the chains that may hold a name, the longer first; ``scores`` by label."""
    hopes = np.maximum.reduce(scores[1:])
    hopes -= scores[OUTSIDE]
    hopes[np.arange(len(hopes))[:, None] >= lengths] = -np.inf
    hope = np.maximum.reduce(hopes)
    sentence, kind = np.nonzero(hope > _HOPELESS)
    order = np.lexsort((kind, sentence, -lengths[sentence]))
    return sentence[order], kind[order]


def _alive(lasts: NDArray[np.int32], length: int) -> list[int]:
    """How many chains, the longer first, have a token at each place."""
    found: list[int] = np.searchsorted(-lasts, -np.arange(length), side="right").tolist()
    return found


def _best(scores: _Floats, transitions: _Floats, lasts: NDArray[np.int32]) -> NDArray[np.int8]:
    """The labels of the likeliest chains, shape (tokens, chains).

    ``scores`` has the shape (tokens, labels, chains); the best label of a token has 0.
    """
    length, _, rows = scores.shape
    alive = _alive(lasts, length)
    steps = np.ascontiguousarray(transitions.transpose(1, 2, 0))
    best = np.empty(scores.shape, dtype=np.float32)
    best[0] = scores[0] + np.where(_START, 0, _NEVER)[:, None]
    for at in range(1, length):
        live = alive[at]
        ways = best[at - 1, :, None, :live] + steps[..., :live]
        np.add(np.maximum.reduce(ways), scores[at, :, :live], out=best[at, :, :live])
    labels = np.zeros((length, rows), dtype=np.int8)
    by_chain = np.ascontiguousarray(best.transpose(0, 2, 1))
    label = (by_chain[lasts, np.arange(rows)] + np.where(_STOP, 0, _NEVER)).argmax(1)
    into = transitions.transpose(0, 2, 1).reshape(-1, LABELS)  # each label of each chain: the ways to it
    chain = LABELS * np.arange(rows)
    for at in range(length - 1, 0, -1):
        live = alive[at]
        now = label[:live]
        labels[at, :live] = now
        ways = into.take(chain[:live] + now, axis=0)
        ways += by_chain[at - 1, :live]
        label[:live] = ways.argmax(1)
    labels[0] = label
    return labels


@dataclass(frozen=True, slots=True)
class _Chains:
    """All chains of labels of some sentences, summed up: what their probabilities are made of.

    ``potentials`` has the shape (tokens, labels, rows), ``steps`` (from, to, rows). ``forward`` are the scaled
    weights of all chains up to each token, by its label, ``scales`` by what they were divided at each token;
    ``backward`` are those from each token on, counted from the end of the row.
    """

    potentials: _Floats
    steps: _Floats
    lasts: NDArray[np.int32]
    forward: _Floats
    backward: _Floats
    scales: _Floats

    @classmethod
    def over(cls, scores: _Floats, transitions: _Floats, lasts: NDArray[np.int32]) -> _Chains:
        """Sum up the chains of rows of falling length, forwards and backwards in one go; ``scores`` as above."""
        length, _, rows = scores.shape
        alive = _alive(lasts, length)
        potentials = np.exp(scores)
        from_end = np.maximum(lasts - np.arange(length)[:, None], 0)
        turned = potentials[from_end, :, np.arange(rows)].transpose(0, 2, 1)
        both = _side_by_side(potentials, turned)
        table = np.exp(np.maximum(transitions, -80.0))
        steps = _side_by_side(table.transpose(1, 2, 0), table.transpose(2, 1, 0))
        weights = np.empty_like(both)
        scales = np.ones((length, 2 * rows), dtype=np.float32)
        weights[0] = np.tile(np.stack((_START, _STOP), 1), rows) * both[0]
        for at in range(1, length):
            live = 2 * alive[at]
            reached = np.add.reduce(weights[at - 1, :, None, :live] * steps[..., :live])
            reached *= both[at, :, :live]
            scale = scales[at, :live] = np.maximum.reduce(reached)
            np.divide(reached, scale, out=weights[at, :, :live])
        return cls(potentials, steps[..., ::2], lasts, weights[..., ::2], weights[..., 1::2], scales[:, ::2])

    def share(self, first: int, last: int, row: int) -> float:
        """The share of all chains of the row that have exactly this span."""
        steps, potentials, scales = self.steps[..., row], self.potentials[..., row], self.scales[:, row]
        label = SINGLE if first == last else BEGIN
        before = self.forward[first - 1, :, row] @ steps[:, label] if first else 1.0
        through = float(before) * float(potentials[first, label]) / float(scales[first])
        for at in range(first + 1, last + 1):
            held, label = label, END if at == last else INSIDE
            through *= float(steps[held, label]) * float(potentials[at, label]) / float(scales[at])
        left = int(self.lasts[row]) - last
        ahead = steps @ self.backward[left - 1, :, row] if left else _STOP
        every = float(self.forward[last, :, row] @ ahead)
        return through * float(ahead[label]) / every if every > 0 else 0.0


def _side_by_side(forward: _Floats, backward: _Floats) -> _Floats:
    """Each row of both, one behind the other, along the last axis."""
    return np.stack((forward, backward), -1).reshape(*forward.shape[:-1], -1)


def _names(labels: NDArray[np.int8]) -> Iterator[tuple[int, int, int]]:
    """Chain, first and last token of each name; ``labels`` has the shape (tokens, chains)."""
    chains, tokens = np.nonzero(labels.T)
    first = -1
    held = labels[tokens, chains]
    for chain, at, label in zip(chains.tolist(), tokens.tolist(), held.tolist(), strict=True):
        if label == SINGLE:
            yield chain, at, at
        elif label == BEGIN:
            first = at
        elif label == END and first >= 0:
            yield chain, first, at
            first = -1
