"""Which boosted trees tell right options from wrong ones?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ingest.linking.ranker import KINDS, Floats, Ranker, Trees
from ingest.linking.train.examples import Example, judged
from ingest.mention import Kind

_GENE = KINDS.index(Kind.GENE)


def fitted(found: Iterable[Example], floor: float) -> Ranker:
    """A ranker for these examples, not yet calibrated."""
    features, right = judged(found)
    of_gene = features[:, 0] == _GENE
    return Ranker(grown(features[of_gene], right[of_gene]), grown(features[~of_gene], right[~of_gene]), floor)


def grown(
    features: Floats,
    right: Floats,
    trees: int = 150,
    rate: float = 0.1,
    depth: int = 6,
    least: int = 25,
    held_back: float = 1.0,
    weights: Floats | None = None,
    ways: Sequence[int] | None = None,
) -> Trees:
    """Trees that tell right rows from wrong ones; ``least`` rows a leaf, ``held_back`` by that much (L2).

    ``ways`` are 1 of columns that can only speak for a row, -1 of those that only against it.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(
        max_iter=trees, learning_rate=rate, max_depth=depth, max_leaf_nodes=24, min_samples_leaf=least,
        l2_regularization=held_back, random_state=0, early_stopping=False, monotonic_cst=ways,
    )  # fmt: skip
    model.fit(features, right, sample_weight=weights)
    return _as_arrays(model)


def _as_arrays(model: Any) -> Trees:
    """The trees of a fitted scikit-learn model."""
    trees = [predictors[0].nodes for predictors in model._predictors]
    shape = (len(trees), max(len(nodes) for nodes in trees))
    feature, left, right = (np.zeros(shape, dtype=np.int32) for _ in range(3))
    threshold, value = np.zeros(shape), np.zeros(shape)
    depth = 0
    for place, nodes in enumerate(trees):
        for at, node in enumerate(nodes):
            leaf = bool(node["is_leaf"])
            feature[place, at] = 0 if leaf else node["feature_idx"]
            threshold[place, at] = 0 if leaf else node["num_threshold"]
            left[place, at] = at if leaf else node["left"]
            right[place, at] = at if leaf else node["right"]
            value[place, at] = node["value"] if leaf else 0
            depth = max(depth, int(node["depth"]))
    return Trees(feature, threshold, left, right, value, float(model._baseline_prediction.ravel()[0]), depth)
