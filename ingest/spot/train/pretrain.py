"""What does plain text teach the network before it sees a name? To guess the next word, from both ends.

A language model in each direction over the recogniser's own encoder; the words are guessed by the word vectors
themselves, among those of the bundle and a sample of others. Peters et al. 2017, https://aclanthology.org/P17-1161.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from ingest.spot.hints import WIDTH
from ingest.spot.tokens import form
from ingest.spot.train.corpora import STYLES
from ingest.spot.train.learning import Learner, Schedule, keep
from ingest.spot.train.model import Inputs, Recognising, inputs
from ingest.spot.train.plain import Passages
from ingest.spot.train.vectors import Vectors, starting_table

#: passages of other lengths, in tokens, are left out
LENGTHS = range(7, 91)


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast; ``words`` are read in all, in bundles counted in tokens."""

    words: int = 13_000_000
    minutes: float | None = None
    seed: int = 0
    rate: float = 1.5e-3
    rate_of_vectors: float = 3e-4
    bundle: int = 1400
    others: int = 2500


#: passages that are sorted by length together, and portions of them between two savings
_PORTION, _PORTIONS_KEPT = 4096, 40
#: stands where there is no word to guess
_PADDING = -1


def pretrain(text: Path, vectors: Vectors, plan: Plan, state: Path) -> dict[str, Tensor]:
    """The encoder's parameters after pre-training, the word vectors among them.

    Progress is kept in ``state`` and goes on from there.
    """
    torch.set_num_threads(1)
    passages = Passages(text, LENGTHS)
    training = _Training(passages, vectors, plan)
    kept: dict[str, Any] = torch.load(state) if state.exists() else {"portion": 0, "words": 0, "seconds": 0.0}
    if kept["portion"]:
        training.restore(kept)
    schedule = Schedule(300, 0.05, plan.minutes, kept["seconds"])
    portion, words, share = kept["portion"], kept["words"], schedule.share(kept["words"] / plan.words)
    while share < 1:
        words, loss = training.run(portion, words, schedule)
        portion, share = portion + 1, schedule.share(words / plan.words)
        if portion % _PORTIONS_KEPT == 0 or share >= 1:
            training.save(state, {"portion": portion, "words": words, "seconds": schedule.seconds})
            minutes = schedule.seconds / 60
            print(f"{words:,} words, loss {loss:.3f}, {minutes:.0f} min", file=sys.stderr, flush=True)
    return training.encoder()


class _Training:
    """The two language models and what steers them."""

    def __init__(self, passages: Passages, vectors: Vectors, plan: Plan) -> None:
        torch.manual_seed(plan.seed)
        self._passages, self._plan = passages, plan
        words, table = starting_table(vectors, (), plan.seed)
        rows = {word: row for row, word in enumerate(words)}
        self._rows = np.array([rows.get(form(token), 0) for token in passages.tokens], dtype=np.int64)
        self._likely = _likelihoods(passages, self._rows, len(words))
        self._cumulated = self._likely.cumsum()
        self.model = Recognising(table, len(STYLES))
        self._guess = _Guess(table.shape, self.model.reader.hidden_size)
        guess = self._guess
        parts = (*self.model.encoder(), guess.forward_view, guess.backward_view)
        dense = (value for part in parts for value in part.parameters())
        sparse = (self.model.words.weight, guess.bias.weight)
        self._learner = Learner(dense, sparse, plan.rate, plan.rate_of_vectors)

    def run(self, portion: int, words: int, schedule: Schedule) -> tuple[int, float]:
        """Read one portion of the text; gives the words read in all, and the mean loss of a direction."""
        torch.manual_seed(self._plan.seed + 1 + portion)
        draw = np.random.default_rng(self._plan.seed + 1 + portion)
        losses: list[float] = []
        self.model.train()
        for bundle in self._bundles(portion):
            share = schedule.share(words / self._plan.words)
            if share >= 1:
                break
            factor = schedule.rate(self._learner.steps, share)
            losses.append(self._step([self._passages[at] for at in bundle], factor, draw))
            words += sum(len(self._passages[at]) for at in bundle)
        return words, sum(losses) / max(1, len(losses))

    def _bundles(self, portion: int) -> list[list[int]]:
        """A portion of the passages in bundles of like length; each round over the text is shuffled anew."""
        portions = -(-len(self._passages) // _PORTION)
        order = np.random.default_rng((self._plan.seed, portion // portions)).permutation(len(self._passages))
        first = portion % portions * _PORTION
        chosen = sorted(order[first : first + _PORTION].tolist(), key=lambda at: len(self._passages[at]))
        found: list[list[int]] = [[]]
        for at in chosen:
            if found[-1] and len(self._passages[at]) * (len(found[-1]) + 1) > self._plan.bundle:
                found.append([])
            found[-1].append(at)
        random.Random(self._plan.seed + portion).shuffle(found)
        return found

    def _step(self, bundle: Sequence[NDArray[np.int32]], factor: float, draw: np.random.Generator) -> float:
        lengths = [len(passage) for passage in bundle]
        inside = np.arange(max(lengths)) < np.array(lengths)[:, None]
        different, places = np.unique(np.concatenate(bundle), return_inverse=True)
        tokens = np.zeros(inside.shape, dtype=np.int64)
        tokens[inside] = places
        rows = self._rows[different]
        targets = torch.from_numpy(np.where(inside, rows[tokens], _PADDING))
        among = np.union1d(rows, np.searchsorted(self._cumulated, draw.random(self._plan.others)))
        read = self.model.read(self._inputs(rows, different, tokens, lengths, draw), 0.1)
        among = among[(among > 0) & (among < len(self._likely))]
        loss = self._guess(read, targets, torch.from_numpy(among), self._offsets(among), self.model.words)
        return self._learner.step(loss, factor) / 2

    def _inputs(
        self,
        rows: NDArray[np.int64],
        different: NDArray[np.int32],
        tokens: NDArray[np.int64],
        lengths: list[int],
        draw: np.random.Generator,
    ) -> Inputs:
        """The passages without hints, one in twenty of their words unknown."""
        words = np.where(draw.random(len(rows)) < 0.05, 0, rows)
        kinds = [self._passages.tokens[token] for token in different]
        return inputs(words, kinds, tokens, torch.zeros(*tokens.shape, WIDTH), lengths)

    def _offsets(self, among: NDArray[np.int64]) -> Tensor:
        """Half the logarithm of the chance to be in the sample: frequent words are there more often."""
        chance = 1 - np.exp(-self._plan.others * self._likely[among])
        return torch.from_numpy(0.5 * np.log(np.maximum(chance, 1e-4))).float()

    def encoder(self) -> dict[str, Tensor]:
        """The parameters of the encoder and the word vectors, by their names in the model."""
        parts = ("words", "letters", "convolution", "shapes", "reader")
        return {n: v for n, v in self.model.state_dict().items() if n.partition(".")[0] in parts}

    def save(self, path: Path, more: dict[str, Any]) -> None:
        """Keep the models as they are now."""
        states = {"model": self.model.state_dict(), "guess": self._guess.state_dict()}
        keep(path, {**states, **self._learner.state(), **more})

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from a state that was kept."""
        self.model.load_state_dict(state["model"])
        self._guess.load_state_dict(state["guess"])
        self._learner.restore(state)


class _Guess(nn.Module):
    """Guesses the word after each token from what stands before it, and the one before it from what comes after."""

    def __init__(self, table: tuple[int, ...], size: int) -> None:
        super().__init__()
        words, dimensions = table
        self._size = size
        self.forward_view = nn.Linear(size, dimensions)
        self.backward_view = nn.Linear(size, dimensions)
        self.bias = nn.Embedding(words, 1, sparse=True)
        nn.init.zeros_(self.bias.weight)

    def forward(
        self, read: Tensor, targets: Tensor, among: Tensor, offsets: Tensor, words: nn.Embedding
    ) -> Tensor:
        """The summed loss of both directions; ``among`` are the rows of the words to choose from, in order."""
        bias, choices = self.bias(among)[:, 0] - offsets, words(among)
        losses = [
            functional.cross_entropy(
                functional.dropout(view(states[wanted > 0]), 0.1, self.training) @ choices.t() + bias,
                torch.searchsorted(among, wanted[wanted > 0]),
            )
            for view, states, wanted in self._directions(read, targets)
        ]
        return losses[0] + losses[1]

    def _directions(self, read: Tensor, targets: Tensor) -> Iterator[tuple[nn.Linear, Tensor, Tensor]]:
        yield self.forward_view, read[:, :-1, : self._size], targets[:, 1:]
        # a token whose own place is padding has nothing to its right
        yield (
            self.backward_view,
            read[:, 1:, self._size :],
            torch.where(targets[:, 1:] != _PADDING, targets[:, :-1], 0),
        )


def _likelihoods(passages: Passages, rows: NDArray[np.int64], words: int) -> NDArray[np.float64]:
    """How often each word is drawn as one of the others: by its frequency to the power of 3/4."""
    counts = np.bincount(rows, weights=passages.counts, minlength=words)
    counts[0] = 0
    weights = counts**0.75
    return np.asarray(weights / weights.sum())
