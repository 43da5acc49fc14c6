"""What does the recogniser know of a token by itself? It is asked once, and remembered.

A word vector, and what the letters spell: each letter adds something to its own place and to the two beside it, and
the strongest of each number over all places counts (a convolution of width three, its filters multiplied with the
letters' vectors beforehand).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Lock

import marisa_trie  # type: ignore[import-not-found]
import numpy as np
from numpy.typing import NDArray

from ingest.spot.arrays import read_array
from ingest.spot.tokens import form, letters, shape
from kg.errors import ModelError

FILES = ("words.marisa", "vectors.npy", "scales.npy", "letters.npy")
#: tokens remembered before all are forgotten
MOST = 1 << 14

_Floats = NDArray[np.float32]


class Words:
    """What is known of tokens; safe to share between threads.

    ``vectors`` (words + 1, dimensions) with ``scales`` (words + 1) are the word vectors in the order of the trie, that
    of unknown words last; ``letters`` (3, characters, filters) is what a letter adds to the place behind it, its own
    and the one before it.
    """

    def __init__(
        self,
        words: marisa_trie.Trie,
        vectors: NDArray[np.int8],
        scales: NDArray[np.float16],
        letters: _Floats,
    ) -> None:
        self._words, self._vectors, self._scales, self._letters = words, vectors, scales, letters
        self.dimensions: int = vectors.shape[1]
        self._numbers: dict[str, int] = {}
        self._known = np.zeros((0, self.dimensions + letters.shape[2]), dtype=np.float32)
        self._shapes = np.zeros(0, dtype=np.int64)
        self._lock = Lock()

    @classmethod
    def open(cls, folder: Path) -> Words:
        """The words of a packaged network. Raises ModelError if a file is missing or damaged."""
        trie, *arrays = FILES
        vectors, scales, letters = (read_array(folder / name, mapped=name == FILES[1]) for name in arrays)
        return cls(_trie(folder / trie), vectors, scales, letters)

    def known(self, tokens: Sequence[str]) -> tuple[_Floats, NDArray[np.int64]]:
        """What is known of each token, shape (tokens, dimensions + filters), and the number of its shape."""
        with self._lock:
            numbers = self._numbers
            new = [token for token in dict.fromkeys(tokens) if token not in numbers]
            if new:
                if len(numbers) + len(new) > MOST:
                    numbers.clear()
                    new = list(dict.fromkeys(tokens))
                self._learn(new)
            places = [numbers[token] for token in tokens]
            return self._known[places], self._shapes[places]

    def vectors(self, tokens: Sequence[str]) -> _Floats:
        """The word vectors, shape (tokens, dimensions)."""
        return self.known(tokens)[0][:, : self.dimensions]

    def _learn(self, tokens: Sequence[str]) -> None:
        start, end = len(self._numbers), len(self._numbers) + len(tokens)
        if len(self._known) < end:
            room = max(MOST, end)
            self._known = np.concatenate(
                [self._known[:start], np.zeros((room - start, self._known.shape[1]), np.float32)]
            )
            self._shapes = np.concatenate([self._shapes[:start], np.zeros(room - start, np.int64)])
        rows = np.array([self._words.get(form(token), len(self._scales) - 1) for token in tokens])
        self._known[start:end, : self.dimensions] = self._vectors[rows] * self._scales[rows, None].astype(
            np.float32
        )
        self._known[start:end, self.dimensions :] = self._spelling(tokens)
        self._shapes[start:end] = [shape(token) for token in tokens]
        self._numbers.update(zip(tokens, range(start, end), strict=True))

    def _spelling(self, tokens: Sequence[str]) -> _Floats:
        """What their letters say, shape (tokens, filters), from 0."""
        spelt = np.array([letters(token) for token in tokens])
        before, own, behind = self._letters
        seen: _Floats = own[spelt]
        seen[:, 1:] += before[spelt[:, :-1]]
        seen[:, :-1] += behind[spelt[:, 1:]]
        strongest: _Floats = np.maximum(seen.max(1), 0)
        return strongest


def _trie(path: Path) -> marisa_trie.Trie:
    try:
        return marisa_trie.Trie().mmap(str(path))
    except RuntimeError as error:
        raise ModelError(f"{path}: damaged ({error}); install litkg again") from error
