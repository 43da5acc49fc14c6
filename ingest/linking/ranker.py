"""How likely is an option right, given its features?

Boosted trees, trained by ``ingest.linking.train`` with scikit-learn and kept as plain arrays, so that numpy
alone runs them. Every tree is grown to the same depth; all are walked at once. Genes have trees of their own,
since what tells them apart, the species, tells nothing of other names.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from ingest.mention import Kind
from kg.errors import LexiconError

Floats = NDArray[np.float64]

#: what a file raises that holds no such arrays, or not all of them
_DAMAGED = (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error)
#: the kinds as the first column of the features numbers them
KINDS = tuple(Kind)
_GENE = KINDS.index(Kind.GENE)


@dataclass(frozen=True)
class Trees:
    """Trees as arrays of shape (trees, nodes).

    At a node, ``feature`` <= ``threshold`` leads to ``left``, else to ``right``; a leaf leads to itself.
    ``base`` is the sum's start.
    """

    feature: NDArray[np.int32]
    threshold: Floats
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: Floats
    base: float
    depth: int

    @cached_property
    def _ways(self) -> NDArray[np.intp]:
        """Where each node leads, below or at its threshold and above it, counted over all trees."""
        roots = np.arange(len(self.left)) * self.left.shape[1]
        ways: NDArray[np.intp] = np.stack((self.left, self.right), -1) + roots[:, None, None]
        return ways

    def arrays(self, name: str) -> dict[str, NDArray[np.generic]]:
        """The arrays by which a file keeps the trees, their keys beginning with the name."""
        return {
            f"{name}_feature": self.feature.astype(np.uint8),
            f"{name}_threshold": self.threshold.astype(np.float32),
            f"{name}_left": self.left.astype(np.uint8),
            f"{name}_right": self.right.astype(np.uint8),
            f"{name}_value": self.value.astype(np.float32),
            f"{name}_numbers": np.array([self.base, self.depth]),
        }

    def log_odds(self, features: Floats) -> Floats:
        """The logarithm of the odds that each row is right."""
        trees, nodes = self.feature.shape
        if not len(features):
            return np.zeros(0)
        rows = np.arange(len(features))[:, None] * features.shape[1]
        at = np.tile(np.arange(trees) * nodes, (len(features), 1))
        for _ in range(self.depth):
            above = features.take(rows + self.feature.take(at)) > self.threshold.take(at)
            at = self._ways.take(2 * at + above)
        # one order of addition, whatever the number of rows: the same name gets the same bytes
        total: Floats = self.base + np.add.accumulate(self.value.take(at), axis=1)[:, -1]
        return total


def chances(log_odds: Floats) -> Floats:
    """The probabilities, 0-1, of log odds."""
    found: Floats = 1.0 / (1.0 + np.exp(-log_odds))
    return found


@dataclass(frozen=True, slots=True)
class Ranker:
    """Trees for genes and for all others, and how sure their best options are by experience.

    ``calibration`` gives a kind the slope and the intercept by which log odds become those that were met in
    documents that the trees had not seen (Platt's scaling); kinds without are taken at their word. ``floor`` is
    the probability below which a name is better left unlinked.
    """

    genes: Trees
    others: Trees
    floor: float
    calibration: Mapping[Kind, tuple[float, float]] = field(default_factory=dict)

    def probabilities(self, features: Floats) -> Floats:
        """The probability that each row is right, 0-1."""
        total = np.zeros(len(features))
        of_gene = features[:, 0] == _GENE
        for trees, rows in ((self.genes, of_gene), (self.others, ~of_gene)):
            total[rows] = trees.log_odds(features[rows])
        slopes = np.array([self.calibration.get(kind, (1.0, 0.0)) for kind in KINDS])
        slope, intercept = slopes[features[:, 0].astype(int)].T
        return chances(slope * total + intercept)

    def write(self, path: Path) -> None:
        """Write the arrays."""
        held: dict[str, Any] = {
            "calibration": np.array([self.calibration.get(kind, (1.0, 0.0)) for kind in KINDS])
        }
        held |= {**self.genes.arrays("genes"), **self.others.arrays("others")}
        np.savez_compressed(path, floor=np.array(self.floor), **held)

    @classmethod
    def read(cls, path: Path) -> Ranker:
        """The ranker of a file that `write` made; raises LexiconError if it is damaged."""
        try:
            with path.open("rb") as stream, np.load(stream, allow_pickle=False) as held:
                slopes = dict(zip(KINDS, map(tuple, held["calibration"].tolist()), strict=True))
                return cls(_trees(held, "genes"), _trees(held, "others"), float(held["floor"]), slopes)
        except _DAMAGED as error:
            raise LexiconError(f"{path}: no readable ranker ({error}); install litkg again") from error


def read_trees(path: Path, name: str = "trees") -> Trees:
    """The trees of a file that keeps their `Trees.arrays`; raises LexiconError if it is damaged."""
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as held:
            return _trees(held, name)
    except _DAMAGED as error:
        raise LexiconError(f"{path}: no readable trees ({error}); install litkg again") from error


def _trees(held: Mapping[str, NDArray[np.generic]], name: str) -> Trees:
    base, depth = held[f"{name}_numbers"].tolist()
    return Trees(
        held[f"{name}_feature"].astype(np.int32),
        held[f"{name}_threshold"].astype(np.float64),
        held[f"{name}_left"].astype(np.int32),
        held[f"{name}_right"].astype(np.int32),
        held[f"{name}_value"].astype(np.float64),
        float(base),
        int(depth),
    )
