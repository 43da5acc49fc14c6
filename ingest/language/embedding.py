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
    memory = Memory(lambda rows: _embedded(layers, rows))

    def forward(
        model: Model[Any, Any], docs: Sequence[Doc], is_train: bool
    ) -> tuple[list[_Floats], Callable[[Any], Any]]:
        words: list[Numbers] = features.predict(docs)
        rows = memory.rows(np.concatenate(words)) if any(map(len, docs)) else _embedded(layers, words[0])
        ends = accumulate(map(len, docs))
        return [
            rows[end - len(doc) : end] for end, doc in zip(ends, docs, strict=True)
        ], lambda gradient: gradient

    tok2vec.layers[0] = Model("remembered embeddings", forward)


def _embedded(layers: Sequence[Model[Any, Any]], rows: Numbers) -> _Floats:
    """What the layers make of words with these features."""
    found: Any = [rows]
    for layer in layers:
        found = layer.predict(found)
    embedded: _Floats = found[0]
    return embedded
