"""How far has training come, how fast does it learn there, and how is a step taken and kept?"""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import Adam, SparseAdam


class Schedule:
    """The share of training that is done, by work or by time, whichever is further.

    ``seconds`` were spent before training was last stopped; without ``minutes`` time does not count, and the
    same seed gives the same result.
    """

    def __init__(self, steps_to_warm_up: int, slowest: float, minutes: float | None, seconds: float) -> None:
        self._warm = steps_to_warm_up
        self._slowest = slowest
        self._limit = 60 * minutes if minutes else float("inf")
        self._begun = time.monotonic() - seconds

    @property
    def seconds(self) -> float:
        """The time spent until now."""
        return time.monotonic() - self._begun

    def share(self, work: float) -> float:
        """The share that is done, 0-1, of this share of the work; at 1 training ends."""
        return min(1.0, max(work, self.seconds / self._limit))

    def rate(self, step: int, share: float) -> float:
        """The factor of the learning rates: it rises over the first steps, then falls in a line."""
        return min(1.0, (step + 1) / self._warm) * max(self._slowest, 1 - share)


class Learner:
    """Takes the steps: word vectors, of which a step sees few, learn apart from all else and at their own rate."""

    def __init__(
        self,
        dense: Iterable[nn.Parameter],
        sparse: Iterable[nn.Parameter],
        rate: float,
        rate_of_vectors: float,
    ) -> None:
        self._dense = list(dense)
        self._optimisers: list[tuple[torch.optim.Optimizer, float]] = [
            (Adam(self._dense, lr=rate), rate),
            (SparseAdam(list(sparse), lr=rate_of_vectors), rate_of_vectors),
        ]
        self.steps = 0

    def step(self, loss: Tensor, factor: float) -> float:
        """Learn from a loss, the rates times ``factor``; gives the loss as a number."""
        for optimiser, rate in self._optimisers:
            for group in optimiser.param_groups:
                group["lr"] = rate * factor
            optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call,unused-ignore]
        nn.utils.clip_grad_norm_(self._dense, 5.0)
        for optimiser, _ in self._optimisers:
            optimiser.step()
        self.steps += 1
        return float(loss.detach())

    def state(self) -> dict[str, Any]:
        """What `restore` needs."""
        return {"steps": self.steps, "optimisers": [o.state_dict() for o, _ in self._optimisers]}

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from a state that was kept."""
        self.steps = state["steps"]
        for (optimiser, _), kept in zip(self._optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(kept)


class Average:
    """The mean of a model's parameters over some 700 last steps: steadier than where the last step led.

    The word vectors, which are many, are added every eighth step.
    """

    _MEMORY, _EVERY, _RARE = 0.9985, 8, "words.weight"

    def __init__(self, model: nn.Module) -> None:
        self._model = model
        self.parameters = {name: value.clone() for name, value in model.state_dict().items()}

    def add(self, step: int) -> None:
        """Count the parameters as they are after this step, the first of which is 1."""
        share = min(self._MEMORY, (step + 1) / (step + 10))
        for name, value in self._model.state_dict().items():
            if name != self._RARE:
                self.parameters[name].lerp_(value, 1 - share)
            elif step % self._EVERY == 0:
                self.parameters[name].lerp_(value, 1 - share**self._EVERY)


def keep(path: Path, state: dict[str, Any]) -> None:
    """Write a state; a stop in between leaves what was kept before."""
    unfinished = path.with_suffix(".part")
    torch.save(state, unfinished)
    unfinished.replace(path)
