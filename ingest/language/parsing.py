"""Which word is each word's head? The moves of spaCy's parser, chosen for all sentences at once.

spaCy's own loop takes Python's lock some twenty times for each move, and multiplies small matrices slowly; for many
sentences it takes three times as long.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.ml.parser_model import ParserStepModel  # type: ignore[import-not-found]
from spacy.tokens import Doc


class Parser:
    """A spaCy parser that is told what it reads of each word. Not for several threads."""

    def __init__(self, parser: Any) -> None:
        _, lower, upper = parser.model.layers
        self._parser = parser
        self._places: int = lower.get_dim("nF")
        self._hidden: int = lower.get_dim("nO")
        self._bias = lower.get_param("b").T.reshape(1, -1)
        self._weights = np.ascontiguousarray(upper.get_param("W").T)
        self._score = upper.get_param("b")
        self._step = SimpleNamespace(state2vec=SimpleNamespace(nF=self._places))  # all that spaCy asks there

    def annotate(self, docs: Sequence[Doc], features: NDArray[np.float32]) -> None:
        """Write heads and labels into docs that hold a word at least.

        ``features`` are those that `ingest.language.train.graph` tells of.
        """
        rows = features.reshape(-1, 2 * self._hidden)
        first = np.arange(self._places, 2 * self._places)[
            :, None
        ]  # a word of -1 is none, whose rows stand first
        every = self._parser.moves.init_batch(docs)
        states = [state for state in every if not state.is_final()]
        while states:
            words = ParserStepModel.get_token_ids(self._step, states)
            read = np.add.reduce(rows.take(words.T * self._places + first, axis=0), axis=0)
            read += self._bias
            hidden = np.maximum(read[:, : self._hidden], read[:, self._hidden :])
            scores = hidden @ self._weights
            scores += self._score
            states = self._parser.transition_states(states, scores)
        self._parser.set_annotations(docs, every)
