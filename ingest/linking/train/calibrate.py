"""How often is the best option right that the trees call so likely?

Each document is ranked by trees that were grown from other documents; for each kind the log odds of the best
option are fitted to whether it was right (Platt, Advances in Large Margin Classifiers, 1999).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np

from ingest.linking.ranker import Ranker
from ingest.linking.train.crosswise import tenths
from ingest.linking.train.examples import Example
from ingest.linking.train.trees import fitted
from ingest.mention import Kind

_FOLDS = 5
#: best options of a kind below which it is taken at its word
_FEW = 200
#: probabilities are kept away from 0 and 1 so that their odds are finite
_NEAR = 1e-6


@dataclass(frozen=True, slots=True)
class Best:
    """The best option of a name: how likely the trees call it, and whether it was right."""

    kind: Kind
    probability: float
    right: bool


def best_options(ranker: Ranker, examples: Sequence[Example]) -> Iterator[Best]:
    """The best option of every name of the examples where the corpus can say whether it is right."""
    for one in examples:
        chances, at = ranker.probabilities(one.features), 0
        for name in one.names:
            mine = chances[at : at + len(name.options)]
            if len(mine):
                verdict = one.right[at + int(np.argmax(mine))]
                if verdict is not None:
                    yield Best(name.kind, float(mine.max()), verdict)
            at += len(name.options)


def crossed(examples: Sequence[Example]) -> list[Best]:
    """The best options, each as judged by trees that have not seen its document."""
    found: list[Best] = []
    for fold in range(_FOLDS):
        mine = [crc32(one.document.id.encode()) % _FOLDS == fold for one in examples]
        ranker = fitted([one for one, out in zip(examples, mine, strict=True) if not out], 0.0)
        found += best_options(ranker, [one for one, out in zip(examples, mine, strict=True) if out])
    return found


def calibrated(ranker: Ranker, bests: Sequence[Best]) -> Ranker:
    """The ranker with the slope and intercept of each kind that occurs often enough."""
    from sklearn.linear_model import LogisticRegression

    slopes: dict[Kind, tuple[float, float]] = {}
    for kind, held in by_kind(bests).items():
        if len(held) < _FEW:
            continue
        model = LogisticRegression(C=1e6).fit(
            np.array([[_log_odds(one.probability)] for one in held]), [one.right for one in held]
        )
        slopes[kind] = (float(model.coef_[0, 0]), float(model.intercept_[0]))
    return replace(ranker, calibration=slopes)


def adjusted(bests: Sequence[Best], calibration: Mapping[Kind, tuple[float, float]]) -> list[Best]:
    """The best options with calibrated probabilities."""
    found = []
    for one in bests:
        slope, intercept = calibration.get(one.kind, (1.0, 0.0))
        total = slope * _log_odds(one.probability) + intercept
        found.append(replace(one, probability=float(1 / (1 + np.exp(-total)))))
    return found


def _log_odds(probability: float) -> float:
    held = min(1 - _NEAR, max(_NEAR, probability))
    return float(np.log(held / (1 - held)))


def by_kind(bests: Sequence[Best]) -> dict[Kind, list[Best]]:
    """The best options of each kind."""
    held: defaultdict[Kind, list[Best]] = defaultdict(list)
    for one in bests:
        held[one.kind].append(one)
    return dict(held)


def reliability(bests: Sequence[Best]) -> tuple[float, str]:
    """The expected calibration error, and for each tenth: number, mean probability, share right."""
    error, found = tenths((one.probability for one in bests), (one.right for one in bests))
    return error, ", ".join(
        f"{low:.1f}: {number} {mean:.2f} {share:.2f}" for low, number, mean, share in found
    )
