"""How does the recogniser learn from the corpora, all together?"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ingest.spot.train.batches import Batches, bundles, count_forms
from ingest.spot.train.corpora import STYLES
from ingest.spot.train.examples import ANY, Example
from ingest.spot.train.learning import Average, Learner, Schedule, keep
from ingest.spot.train.model import Inputs, Recognising
from ingest.spot.train.vectors import Vectors, starting_table


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast; bundles are counted in tokens. Words of the corpora need ``fewest`` occurrences."""

    passes: int = 7
    minutes: float | None = None
    seed: int = 0
    rate: float = 2e-3
    rate_of_vectors: float = 5e-4
    bundle: int = 1100
    longest: int = 120
    fewest: int = 3


#: of each pass over a corpus so much is read, drawn anew; what is not here is read in full
_SHARES = {
    "craft": 0.5,
    "jnlpba": 0.6,
    "bc2gm": 0.35,
    "drugprot": 0.45,
    "linnaeus": 0.1,
    "bioid": 0.12,
    "s800": 0.4,
}


@dataclass(frozen=True, slots=True)
class Pass:
    """What a pass over the examples came to: its number, the mean loss, the minutes since the beginning."""

    number: int
    loss: float
    minutes: float


def fit(
    examples: Sequence[Example], vectors: Vectors, encoder: Mapping[str, Tensor], plan: Plan, state: Path
) -> Iterator[Pass]:
    """Train and yield after each pass, when the network is kept in ``state``; what is there already goes on.

    ``encoder`` holds the parameters that pre-training found, of its words the first rows. One thread, and each
    pass draws from a seed of its own, so that a training that was stopped ends as one that was not.
    """
    torch.set_num_threads(1)
    torch.manual_seed(plan.seed)
    counts = count_forms(examples)
    often = (word for word, count in counts.items() if count >= plan.fewest)
    words, table = starting_table(vectors, often, plan.seed)
    model = Recognising(table, len(STYLES))
    begin_with(model, encoder)
    training = _Training(model, plan, Batches(words, STYLES, counts))
    kept: dict[str, Any] = (
        torch.load(state) if state.exists() else {"passes": 0, "seconds": 0.0, "share": 0.0}
    )
    if kept["passes"]:
        training.restore(kept)
    schedule = Schedule(200, 0.02, plan.minutes, kept["seconds"])
    share, number = kept["share"], kept["passes"]
    while share < 1:
        loss, share = training.run(number, examples, schedule)
        number += 1
        done = {"passes": number, "seconds": schedule.seconds, "share": share}
        training.save(state, done | {"words": words, "styles": list(STYLES)})
        yield Pass(number, loss, schedule.seconds / 60)


def begin_with(model: Recognising, encoder: Mapping[str, Tensor]) -> None:
    """Copy these parameters into the model; of the word vectors, those of the first words."""
    with torch.no_grad():
        for name, value in model.named_parameters():
            if name in encoder:
                value[: len(encoder[name])] = encoder[name]


class _Training:
    """The network and what steers it."""

    def __init__(self, model: Recognising, plan: Plan, batches: Batches) -> None:
        self._model, self._plan, self._batches = model, plan, batches
        others = (value for name, value in model.named_parameters() if name != "words.weight")
        self._learner = Learner(others, [model.words.weight], plan.rate, plan.rate_of_vectors)
        self._average = Average(model)

    def run(self, number: int, examples: Sequence[Example], schedule: Schedule) -> tuple[float, float]:
        """One pass, or what there is time for; gives the mean loss and the share of training that is done."""
        plan = self._plan
        torch.manual_seed(plan.seed + 1 + number)
        draw = random.Random(plan.seed + 1 + number)
        chosen = bundles([e for e in examples if _is_drawn(e, plan, draw)], plan.bundle, draw)
        batches = self._batches.make(chosen, np.random.default_rng(plan.seed + 1 + number))
        losses = [0.0]
        self._model.train()
        for at, (read, styles, labels, inside) in enumerate(batches):
            share = schedule.share((number + at / len(chosen)) / plan.passes)
            if share >= 1:
                break
            losses.append(self._step(read, styles, labels, inside, schedule.rate(self._learner.steps, share)))
        return sum(losses) / max(1, len(losses) - 1), schedule.share((number + 1) / plan.passes)

    def _step(self, read: Inputs, styles: Tensor, labels: Tensor, inside: Tensor, factor: float) -> float:
        surprises = self._model.loss(self._model(read, styles), labels, inside)
        annotated = (labels != ANY).any(1)
        loss = (surprises * annotated).sum() / inside.sum() * 10
        number = self._learner.step(loss, factor)
        self._average.add(self._learner.steps)
        return number

    def save(self, path: Path, more: dict[str, Any]) -> None:
        """Keep the average, which is to be used, and the network as it is now, which goes on learning."""
        states = {"weights": self._average.parameters, "latest": self._model.state_dict()}
        keep(path, {**states, **self._learner.state(), **more})

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from a state that was kept."""
        self._model.load_state_dict(state["latest"])
        self._average.parameters = state["weights"]
        self._learner.restore(state)


def _is_drawn(example: Example, plan: Plan, draw: random.Random) -> bool:
    if draw.random() >= _SHARES.get(example.style, 1.0) or len(example.tokens) > plan.longest:
        return False
    return bool((example.labels != ANY).any())
