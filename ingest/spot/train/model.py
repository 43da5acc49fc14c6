"""How does the recogniser read a sentence while it learns?

Letters through a convolution, word vectors, shapes and the lexicon's hints, read from both ends by an LSTM;
above it each kind has its own labels. How a corpus annotates a kind, its style, is a vector of its own, so that
corpora that disagree can teach one network. ``ingest.spot.train.graph`` writes the same network for the run time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from ingest.spot.decode import BEGIN, END, INSIDE, LABELS
from ingest.spot.hints import KINDS, WIDTH
from ingest.spot.tokens import CHARACTERS, SHAPES, letters, shape
from ingest.spot.train.weights import LEGAL, NEVER

_LETTER, _FILTERS, _SHAPE = 32, 64, 8
_SIZE, _HIDDEN, _STYLE = 224, 48, 8


@dataclass(frozen=True, slots=True)
class Inputs:
    """Sentences as tensors: U different tokens, B sentences of at most L tokens.

    ``words`` (U) are rows of the word vectors, ``letters`` (U, letters), ``tokens`` (B, L) rows of these two,
    ``shapes`` (B, L), ``hints`` (B, L, `WIDTH`), ``lengths`` (B).
    """

    words: Tensor
    letters: Tensor
    tokens: Tensor
    shapes: Tensor
    hints: Tensor
    lengths: Tensor


def inputs(
    words: NDArray[np.int64],
    kinds: Sequence[str],
    tokens: NDArray[np.int64],
    hints: Tensor,
    lengths: list[int],
) -> Inputs:
    """The inputs of sentences whose ``tokens`` (B, L) are positions in ``kinds``, their different tokens."""
    shapes = np.array([shape(token) for token in kinds], dtype=np.int64)[tokens]
    spelt = np.array([letters(token) for token in kinds], dtype=np.int64)
    return Inputs(
        torch.from_numpy(words),
        torch.from_numpy(spelt),
        torch.from_numpy(tokens),
        torch.from_numpy(shapes),
        hints,
        torch.tensor(lengths),
    )


class Recognising(nn.Module):
    """The network in training; ``vectors`` are the word vectors that it begins with."""

    def __init__(self, vectors: NDArray[np.float32], styles: int) -> None:
        super().__init__()
        kinds = len(KINDS)
        self.words = nn.Embedding.from_pretrained(torch.from_numpy(vectors), freeze=False, sparse=True)
        self.letters = nn.Embedding(len(CHARACTERS) + 2, _LETTER, padding_idx=0)
        self.convolution = nn.Conv1d(_LETTER, _FILTERS, 3, padding=1)
        self.shapes = nn.Embedding(len(SHAPES), _SHAPE)
        width = vectors.shape[1] + _FILTERS + _SHAPE + WIDTH
        self.reader = nn.LSTM(width, _SIZE, bidirectional=True, batch_first=True)
        self.styles = nn.Embedding(styles + 1, _STYLE * kinds)
        nn.init.normal_(self.styles.weight, 0, 0.3)
        self.hidden = nn.Linear(2 * _SIZE + WIDTH, kinds * _HIDDEN)
        self.style_hidden = nn.Parameter(torch.randn(kinds, _STYLE, _HIDDEN) * 0.2)
        self.output = nn.Parameter(torch.randn(kinds, _HIDDEN, LABELS) * 0.1)
        self.output_bias = nn.Parameter(torch.zeros(kinds, LABELS))
        self.style_output = nn.Parameter(torch.zeros(kinds, _STYLE, LABELS))
        self.transitions = nn.Parameter(torch.zeros(kinds, LABELS, LABELS))

    def encoder(self) -> tuple[nn.Module, ...]:
        """The parts that read; a language model can train them."""
        return self.letters, self.convolution, self.shapes, self.reader

    def read(self, batch: Inputs, dropout: float) -> Tensor:
        """The sentences read from both ends, shape (B, L, 2 x `_SIZE`): the first half of the last, left to right."""
        seen = self.convolution(self.letters(batch.letters).transpose(1, 2))
        known = torch.cat([self.words(batch.words), torch.relu(seen).max(2).values], 1)
        tokens = torch.cat([known[batch.tokens], self.shapes(batch.shapes), batch.hints], 2)
        kept = functional.dropout(tokens, dropout, self.training)
        packed = pack_padded_sequence(kept, batch.lengths, batch_first=True, enforce_sorted=False)
        read, _ = self.reader(packed)
        padded: Tensor = pad_packed_sequence(read, batch_first=True, total_length=batch.tokens.shape[1])[0]
        return padded

    def forward(self, batch: Inputs, styles: Tensor) -> Tensor:
        """Scores of the labels, shape (B, L, kinds, labels), for sentences in these styles, by number."""
        read = functional.dropout(self.read(batch, 0.3), 0.4, self.training)
        sentences, length, _ = read.shape
        above = self.hidden(torch.cat([read, batch.hints], 2)).view(sentences, length, len(KINDS), _HIDDEN)
        style = self.styles(styles).view(sentences, len(KINDS), _STYLE)
        active = torch.relu(above + torch.einsum("bks,ksh->bkh", style, self.style_hidden)[:, None])
        kept = functional.dropout(active, 0.4, self.training)
        bias = self.output_bias + torch.einsum("bks,kso->bko", style, self.style_output)[:, None]
        scores: Tensor = torch.einsum("blkh,kho->blko", kept, self.output) + bias
        return scores

    def loss(self, scores: Tensor, labels: Tensor, inside: Tensor) -> Tensor:
        """The surprise at what is known of the labels, shape (B, kinds); see `surprise`."""
        return surprise(scores, self.transitions.masked_fill(~torch.from_numpy(LEGAL), NEVER), labels, inside)


def surprise(scores: Tensor, transitions: Tensor, labels: Tensor, inside: Tensor) -> Tensor:
    """The negative logarithm of the share of the chains of labels that agree with what is known, (B, kinds).

    ``scores`` (B, L, kinds, labels), ``labels`` (B, L, kinds) with -1 where any label agrees, ``inside`` (B, L)
    true for tokens, false for padding. A linear-chain CRF with partial labels: Tsuboi et al. 2008,
    https://aclanthology.org/C08-1113.
    """
    denied = torch.zeros_like(scores).masked_fill_((labels >= 0)[..., None], NEVER)
    denied.scatter_(3, labels.clamp(min=0).long()[..., None], 0.0)
    both = torch.cat([scores, scores + denied])
    live = torch.cat([inside, inside])
    chains = _ends(INSIDE, END) + both[:, 0]
    for at in range(1, scores.shape[1]):
        longer = torch.logsumexp(chains[..., None] + transitions, -2) + both[:, at]
        chains = torch.where(live[:, at, None, None], longer, chains)
    weights = torch.logsumexp(chains + _ends(BEGIN, INSIDE), -1)
    every, agreeing = weights.chunk(2)
    return every - agreeing


def _ends(*never: int) -> Tensor:
    """Scores of the labels at an end of the sentence, where some cannot stand."""
    ends = torch.zeros(LABELS)
    ends[list(never)] = NEVER
    return ends
