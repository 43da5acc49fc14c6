"""What has the recogniser learnt? Its parameters as arrays, with the words and styles that they belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.spot.hints import KINDS

#: the first row of the word vectors is for words that have none
UNKNOWN = ""
#: the transitions that the labels outside, begin, inside, end, single allow
LEGAL: NDArray[np.bool_] = np.array(
    [[target in "OBS" if source in "OES" else target in "IE" for target in "OBIES"] for source in "OBIES"]
)
#: the score of a transition that is not allowed
NEVER = -1e4

_Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """The parameters of `ingest.spot.train.model.Recognising` by their names there.

    ``words`` are the forms of the rows of the word vectors, `UNKNOWN` first; ``styles`` the ways of annotating,
    in the order of their vectors, after which that of no particular style comes.
    """

    parameters: Mapping[str, _Floats]
    words: Sequence[str]
    styles: Sequence[str]

    def __getitem__(self, name: str) -> _Floats:
        return self.parameters[name]

    def style_biases(self) -> _Floats:
        """What each style, and last none, adds to each kind's hidden layer and label scores, with all that is alike.

        Shape (styles + 1, kinds, hidden + labels).
        """
        table = self["styles.weight"].reshape(len(self.styles) + 1, len(KINDS), -1)
        hidden = np.einsum("nks,ksh->nkh", table, self["style_hidden"])
        output = np.einsum("nks,kso->nko", table, self["style_output"])
        hidden += self["hidden.bias"].reshape(len(KINDS), -1)
        return np.concatenate([hidden, output + self["output_bias"]], axis=2).astype(np.float32)

    def letters(self) -> _Floats:
        """What a letter adds to the place behind it, its own and the one before it, shape (3, characters, filters)."""
        filters = self["convolution.weight"].transpose(
            2, 1, 0
        )  # (places, size of a letter's vector, filters)
        found: _Floats = self["letters.weight"] @ filters
        found[1] += self["convolution.bias"]
        return found

    def legal_transitions(self) -> _Floats:
        """Scores of one label after another, shape (kinds, from, to)."""
        return np.where(LEGAL, self["transitions"], np.float32(NEVER)).astype(np.float32)
