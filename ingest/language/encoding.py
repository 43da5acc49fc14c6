"""What does the model make of a word among its neighbours? The encoder of a spaCy Tok2Vec, run by onnxruntime.

It is the same arithmetic in two fifths of thinc's time. ``encoder.onnx`` in the folder of the component is the encoder
of the model beside it; ``ingest.language.train.graph`` writes it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from thinc.api import Model

from ingest.session import open_session

_Floats = NDArray[np.float32]


def encode_by_session(tok2vec: Model[Any, Any], path: Path) -> None:
    """Let a spaCy Tok2Vec, made of embedding and encoding layers, run the latter from this file; it learns no more.

    Raises `ModelError` if the file is missing or damaged.
    """
    session = open_session(path)
    gap: int = tok2vec.layers[1].attrs["pad"]

    def forward(
        model: Model[Any, Any], documents: Sequence[_Floats], is_train: bool
    ) -> tuple[list[_Floats], Callable[[Any], Any]]:
        rows, places = _apart(documents, gap)
        (encoded,) = session.run(None, {"rows": rows})
        return [encoded[start:end] for start, end in places], lambda gradient: gradient

    tok2vec.layers[1] = Model("encoder", forward)


def _apart(documents: Sequence[_Floats], gap: int) -> tuple[_Floats, list[tuple[int, int]]]:
    """The rows of all documents with empty ones before, between and behind them, and where those of each are."""
    ends = np.cumsum([gap, *(len(one) + gap for one in documents)]).tolist()
    places = [(start, end - gap) for start, end in pairwise(ends)]
    rows = np.zeros((ends[-1], documents[0].shape[1]), dtype=np.float32)
    for (start, end), one in zip(places, documents, strict=True):
        rows[start:end] = one
    return rows, places
