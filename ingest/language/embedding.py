"""What does the model make of a word before it looks at the neighbours? It is asked once, and remembered.

The first layers of a spaCy network, about half of its work, read each word by itself: its normal form, first and last
letters, shape, and whether a blank follows. What they make of it does not depend on the batch that it is read in (BLIS
sums each row up in one order), so that what is remembered is what would be computed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from thinc.api import Model

from ingest.language.memory import Memory, Numbers

_Floats = NDArray[np.float32]


def remember_embeddings(tok2vec: Model[Any, Any]) -> None:
    """Let a spaCy Tok2Vec, made of embedding and encoding layers, remember the former's work; it learns no more."""
    features, *layers = tok2vec.layers[0].layers
    memory = Memory(_embedding(layers))
    width: int = tok2vec.layers[0].get_dim("nO")

    def forward(
        model: Model[Any, Any], docs: Sequence[Doc], is_train: bool
    ) -> tuple[list[_Floats], Callable[[Any], Any]]:
        words: list[Numbers] = features.predict(docs)
        rows = memory.rows(np.concatenate(words)) if any(map(len, docs)) else np.zeros((0, width), np.float32)
        ends = accumulate(map(len, docs))
        return [
            rows[end - len(doc) : end] for end, doc in zip(ends, docs, strict=True)
        ], lambda gradient: gradient

    tok2vec.layers[0] = Model("remembered embeddings", forward)


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
