"""How likely is an option right, given its features?

Boosted trees, trained by ``ingest.linking.train`` with scikit-learn and kept as plain arrays, so that numpy
alone runs them. Every tree is grown to the same depth; all are walked at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.errors import LexiconError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ranker:
    """Trees as arrays of shape (trees, nodes).

    At a node, ``feature`` <= ``threshold`` leads to ``left``, else to ``right``; a leaf leads to itself.
    ``base`` is the sum's start, ``floor`` the probability below which a name is better left unlinked.
    """

    feature: NDArray[np.int32]
    threshold: Floats
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: Floats
    base: float
    depth: int
    floor: float

    def probabilities(self, features: Floats) -> Floats:
        """The probability that each row is right, 0-1."""
        trees, nodes = self.feature.shape
        if not len(features):
            return np.zeros(0)
        offsets = (np.arange(trees) * nodes)[None, :]
        rows = np.arange(len(features))[:, None]
        at = np.broadcast_to(offsets, (len(features), trees))
        feature, threshold = self.feature.ravel(), self.threshold.ravel()
        left, right = self.left.ravel(), self.right.ravel()
        for _ in range(self.depth):
            below = features[rows, feature[at]] <= threshold[at]
            at = offsets + np.where(below, left[at], right[at])
        # one order of addition, whatever the number of rows: the same name gets the same bytes
        total = self.base + np.add.accumulate(self.value.ravel()[at], axis=1)[:, -1]
        chances: Floats = 1.0 / (1.0 + np.exp(-total))
        return chances

    def write(self, path: Path) -> None:
        """Write the arrays."""
        np.savez_compressed(
            path,
            feature=self.feature.astype(np.uint8),
            threshold=self.threshold.astype(np.float32),
            left=self.left.astype(np.uint8),
            right=self.right.astype(np.uint8),
            value=self.value.astype(np.float32),
            numbers=np.array([self.base, self.depth, self.floor]),
        )

    @classmethod
    def read(cls, path: Path) -> Ranker:
        """The ranker of a file that `write` made; raises LexiconError if it is damaged."""
        try:
            with np.load(path, allow_pickle=False) as held:
                base, depth, floor = (float(number) for number in held["numbers"])
                return cls(
                    held["feature"].astype(np.int32),
                    held["threshold"].astype(np.float64),
                    held["left"].astype(np.int32),
                    held["right"].astype(np.int32),
                    held["value"].astype(np.float64),
                    base,
                    int(depth),
                    floor,
                )
        except (OSError, ValueError, KeyError) as error:
            raise LexiconError(f"{path}: no readable ranker ({error}); install litkg again") from error
