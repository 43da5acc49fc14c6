"""What does the model make of a word among its neighbours? A spaCy Tok2Vec and the layers that read it, by onnxruntime.

It is the same arithmetic in two fifths of thinc's time. ``encoder.onnx`` in the folder of the component holds the
layers of the model beside it; ``ingest.language.train.graph`` writes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from thinc.api import Model

from ingest.language.embedding import Embedding
from ingest.session import open_session


class Encoder:
    """A Tok2Vec, made of embedding and encoding layers, and what is read off it. Not for several threads.

    Raises `ModelError` if the file is missing or damaged.
    """

    def __init__(self, tok2vec: Model[Any, Any], path: Path) -> None:
        self._session = open_session(path)
        self._embedding = Embedding(tok2vec)
        self._gap: int = tok2vec.layers[1].attrs["pad"]

    def read(self, docs: Sequence[Doc]) -> list[NDArray[Any]]:
        """The outputs of the file for these docs, which hold a word at least; a row for each word, in order."""
        words, length = _places([len(doc) for doc in docs], self._gap)
        embedded = self._embedding.rows(docs)
        rows = np.zeros((length, embedded.shape[1]), dtype=np.float32)
        rows[words] = embedded
        outputs: list[NDArray[Any]] = self._session.run(None, {"rows": rows, "words": words})
        return outputs


def by_doc(rows: NDArray[Any], docs: Sequence[Doc]) -> list[NDArray[Any]]:
    """The rows of each of the docs."""
    return [rows[start:end] for start, end in pairwise(accumulate(map(len, docs), initial=0))]


def _places(lengths: Sequence[int], gap: int) -> tuple[NDArray[np.int64], int]:
    """Where the words of docs stand among rows with so many empty ones before, between and behind, and how many.

    >>> _places([2, 1], 3)
    (array([3, 4, 8]), 12)
    """
    gaps = np.repeat(np.arange(1, len(lengths) + 1), lengths) * gap
    return gaps + np.arange(len(gaps)), (len(lengths) + 1) * gap + len(gaps)
