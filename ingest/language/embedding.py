"""What does the model make of a word before it looks at the neighbours? It is asked once, and remembered.

The first layers of a spaCy network, about half of its work, read each word by itself: its normal form, first and last
letters, shape, and whether a blank follows. What they make of it does not depend on the batch that it is read in (BLIS
sums each row up in one order), so that what is remembered is what would be computed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from thinc.api import Model

from ingest.language.memory import Memory, Numbers

_Floats = NDArray[np.float32]


class Embedding:
    """The embedding layers of a spaCy Tok2Vec, whose work is remembered. Not for several threads."""

    def __init__(self, tok2vec: Model[Any, Any]) -> None:
        features, *layers = tok2vec.layers[0].layers
        self._features: list[int | str] = features.attrs["columns"]
        self._memory = Memory(_embedding(layers))

    def rows(self, docs: Sequence[Doc]) -> _Floats:
        """A row for each word of the docs, which hold one at least."""
        return self._memory.rows(np.concatenate([doc.to_array(self._features) for doc in docs]))


def _embedding(layers: Sequence[Model[Any, Any]]) -> Callable[[Numbers], _Floats]:
    """What the layers make of words with these features: the same steps in the same order, without what training needs.

    For a few new words at a time, thinc's bookkeeping takes longer than its arithmetic.
    """
    model: dict[str, list[Any]] = {}
    for layer in layers:
        for part in layer.walk():
            model.setdefault(part.name, []).append(part)
    tables = [(part.attrs["column"], part.get_param("E"), part.attrs["seed"]) for part in model["hashembed"]]
    (maxout,), (even,) = model["maxout"], model["layernorm"]
    ops: Any = maxout.ops
    outputs, pieces, inputs = (maxout.get_dim(name) for name in ("nO", "nP", "nI"))
    weights, bias = maxout.get_param("W").reshape(-1, inputs), maxout.get_param("b").reshape(-1)
    scale, shift = even.get_param("G"), even.get_param("b")

    def embedded(rows: Numbers) -> _Floats:
        looked_up = [
            ops.gather_add(table, ops.hash(np.ascontiguousarray(rows[:, column]), seed) % len(table))
            for column, table, seed in tables
        ]
        linear = ops.gemm(np.concatenate(looked_up, axis=1), weights, trans2=True)
        linear += bias
        best: Any = ops.maxout(linear.reshape(-1, outputs, pieces))[0]
        middle, spread = best.mean(axis=1, keepdims=True), best.var(axis=1, keepdims=True) + 1e-08
        made: _Floats = (best - middle) * spread ** (-1.0 / 2.0) * scale + shift
        return made

    return embedded
