"""What does the model make of a word before it looks at the neighbours? It is asked once, and remembered.

The first layers of a spaCy network, about half of its work, read each word by itself: its normal form, first and last
letters, shape, and whether a blank follows. What they make of it does not depend on the batch that it is read in (BLIS
sums each row up in one order), so that what is remembered is what would be computed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from thinc.api import Model

#: words remembered before all are forgotten; some 20 MB
_MOST = 1 << 15

_Floats = NDArray[np.float32]
_Numbers = NDArray[np.uint64]


def remember_embeddings(tok2vec: Model[Any, Any]) -> None:
    """Let a spaCy Tok2Vec, made of embedding and encoding layers, remember what the former give; it learns no more."""
    memory = _Memory(tok2vec.layers[0])

    def forward(
        model: Model[Any, Any], docs: Sequence[Doc], is_train: bool
    ) -> tuple[list[_Floats], Callable[[Any], Any]]:
        return list(memory.embeddings(docs)), lambda gradient: gradient

    tok2vec.layers[0] = Model("remembered embeddings", forward)


class _Memory:
    """Embeddings, by the numbers that they are made from. Not for several threads."""

    def __init__(self, embed: Model[Any, Any]) -> None:
        self._features, *self._layers = embed.layers
        self._places: dict[bytes, int] = {}
        self._known = np.empty((_MOST, embed.get_dim("nO")), dtype=np.float32)

    def embeddings(self, docs: Sequence[Doc]) -> Iterator[_Floats]:
        """Those of the words of each document, shape (words, width)."""
        features: list[_Numbers] = self._features.predict(docs)
        rows = np.concatenate(features)
        words: list[bytes] = rows.view(f"V{rows.strides[0]}").ravel().tolist()
        found = (
            self._known[[self._places[word] for word in words]]
            if self._learn(words, rows)
            else self._embed(rows)
        )
        ends = np.cumsum([len(one) for one in features])
        for end, one in zip(ends, features, strict=True):
            yield found[end - len(one) : end]

    def _learn(self, words: Sequence[bytes], rows: _Numbers) -> bool:
        """Remember the words, given with their features; false if they are too many."""
        if not len(words):
            return False
        new = {word: number for number, word in enumerate(words) if word not in self._places}
        if len(self._places) + len(new) > _MOST:
            self._places.clear()
            new = {word: number for number, word in enumerate(words)}
        if len(new) > _MOST:
            return False
        if new:
            at = len(self._places)
            self._known[at : at + len(new)] = self._embed(rows[list(new.values())])
            self._places.update(zip(new, range(at, at + len(new)), strict=True))
        return True

    def _embed(self, rows: _Numbers) -> _Floats:
        """What the layers make of words with these features."""
        found: Any = [rows]
        for layer in self._layers:
            found = layer.predict(found)
        embedded: _Floats = found[0]
        return embedded
