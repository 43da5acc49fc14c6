"""What do words mean, by the company that they keep? Word vectors trained on plain text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from gensim.models import Word2Vec
from numpy.typing import NDArray

from ingest.spot.tokens import form
from ingest.spot.train.weights import UNKNOWN

DIMENSIONS = 128


@dataclass(frozen=True, slots=True)
class Vectors:
    """Forms of words, the most frequent first, and their vectors, shape (words, dimensions)."""

    words: tuple[str, ...]
    table: NDArray[np.float32]

    @classmethod
    def load(cls, path: Path) -> Vectors:
        """Vectors that were saved."""
        with np.load(path) as kept:
            return cls(tuple(kept["words"].tolist()), kept["table"])

    def save(self, path: Path) -> None:
        """Write the vectors to a file that `load` reads."""
        with path.open("wb") as file:
            np.savez(file, words=np.array(self.words), table=self.table)


def train_vectors(text: Path, seed: int) -> Vectors:
    """Skip-gram vectors of the words in `text`, a file of passages; some six minutes for 28 million words.

    Mikolov et al. 2013, https://arxiv.org/abs/1310.4546. One thread, so that a seed gives the same vectors.
    """
    forms = text.with_suffix(".forms")
    with text.open(encoding="utf-8") as read, forms.open("w", encoding="utf-8") as written:
        written.writelines(" ".join(map(form, line.split())) + "\n" for line in read)
    model = Word2Vec(
        corpus_file=str(forms),
        vector_size=DIMENSIONS,
        window=4,
        min_count=4,
        sg=1,
        negative=8,
        sample=1e-4,
        epochs=5,
        workers=1,
        seed=seed,
    )
    forms.unlink()
    return Vectors(tuple(model.wv.index_to_key), np.asarray(model.wv.vectors, dtype=np.float32))


def starting_table(
    vectors: Vectors, others: Iterable[str], seed: int
) -> tuple[list[str], NDArray[np.float32]]:
    """Words and the table that training begins with: the unknown word, those with vectors, the others at random."""
    words = list(dict.fromkeys([UNKNOWN, *vectors.words, *others]))
    table = np.random.default_rng(seed).uniform(-0.05, 0.05, (len(words), vectors.table.shape[1]))
    table[1 : len(vectors.words) + 1] = vectors.table * (0.3 / vectors.table.std())
    return words, table.astype(np.float32)
