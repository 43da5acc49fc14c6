"""Whose way of annotating does the network follow?

Corpora disagree on what a name is: one marks "cells", another only named types of cells. The network learnt the
convention of each corpus as numbers beside; which one it follows is chosen, kind by kind, when it is opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.mention import Kind
from ingest.spot.decode import LABELS
from kg.errors import ModelError

_Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Conventions:
    """The conventions that a network has learnt.

    ``kinds_of`` says which kinds each convention annotates; ``usual`` what each kind of the network follows unless
    told otherwise. ``biases`` are what a convention adds to the hidden layer and to the scores of the labels,
    shape (conventions, kinds, hidden + labels), both in the order of the other two.
    """

    kinds_of: Mapping[str, frozenset[Kind]]
    usual: Mapping[Kind, str]
    biases: _Floats

    def chosen(self, wish: Mapping[Kind, str] | str | None) -> dict[Kind, str]:
        """The convention of each kind; one name is for the kinds that it annotates, the others stay as usual.

        Raises ModelError, naming those that there are, for a convention that is not known.
        """
        if isinstance(wish, str):
            wish = dict.fromkeys(self.kinds_of.get(wish, self.usual), wish)
        chosen = {**self.usual, **(wish or {})}
        for name in chosen.values():
            if name not in self.kinds_of:
                raise ModelError(f"no convention is called {name!r}; there are {', '.join(self.kinds_of)}")
        return chosen

    def inputs(self, wish: Mapping[Kind, str] | str | None) -> dict[str, _Floats]:
        """The network's inputs ``hidden.bias`` and ``scores.bias`` for this choice."""
        chosen, numbers = self.chosen(wish), {name: number for number, name in enumerate(self.kinds_of)}
        rows = self.biases[[numbers[chosen[kind]] for kind in self.usual], np.arange(len(self.usual))]
        hidden = rows.shape[1] - LABELS
        return {"hidden.bias": rows[:, :hidden].reshape(-1), "scores.bias": rows[:, hidden:].reshape(-1)}
