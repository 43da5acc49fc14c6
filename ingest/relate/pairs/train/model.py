"""The classifier of pairs, as it is trained: read the sentence from both ends, then look at two names of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor, nn

from ingest.relate.pairs.network import DISTANCES, LENGTHS, Arrays, Vocabulary
from ingest.relate.pairs.opinion import CLAIMS
from ingest.relate.pairs.seen import Pair, Seen

#: sizes of the learnt vectors, and of the layers
WORD, TAG, DEPENDENCY, EFFECT, GROUP, STEP = 96, 12, 16, 12, 16, 8
STATE, HIDDEN = 128, 192
#: besides the claims: who acts, denied, supposed, of an amount
OTHERS = 4
#: what a word that is not between two names scores there
_ABSENT = np.float32(-1e4)


def arrays(
    vocabulary: Vocabulary,
    sentences: Sequence[Seen],
    pairs: Sequence[Sequence[Pair]],
    conventions: Sequence[Sequence[str]],
) -> tuple[Arrays, list[str]]:
    """The inputs of `Pairing` but for the word vectors, and the words that need them.

    Those of `Vocabulary.words` and `Vocabulary.features`, with ``places`` (P, 2, 2) the sentence and word of each name,
    ``apart`` (P, 1), and ``between`` and ``path`` (P, L), which are 0 at the words that count and very low elsewhere.
    """
    found, texts = vocabulary.words(sentences)
    found |= vocabulary.features(sentences, pairs, conventions)
    every = [(column, pair) for column, here in enumerate(pairs) for pair in here]
    for name in ("between", "path"):
        found[name] = np.full((len(every), len(found["words"])), _ABSENT, dtype=np.float32)
    for row, (_, pair) in enumerate(every):
        found["between"][row, pair.first + 1 : pair.second] = 0
        found["path"][row, list(pair.path)] = 0
    found["places"] = np.array(
        [((column, pair.first), (column, pair.second)) for column, pair in every], np.int64
    ).reshape(-1, 2, 2)
    found["apart"] = np.array([[pair.second > pair.first + 1] for _, pair in every], np.float32)
    return found, texts


class Scorer(nn.Module):
    """Scores of the claims and of `OTHERS` for each pair, by the states of words; what reads these is added to it.

    ``state`` and ``hidden`` are widths, of a word's state and of the layer that sees a pair; ``dropped`` is the
    share of that layer, and of what it sees, that is dropped in training.
    """

    def __init__(self, tables: Mapping[str, int], state: int, hidden: int, dropped: float) -> None:
        super().__init__()
        sizes = {"tags": TAG, "dependencies": DEPENDENCY, "effects": EFFECT, "groups": GROUP}
        self.known = sum(sizes.values())
        self.tables = nn.ModuleDict({n: nn.Embedding(tables[n] + 1, s) for n, s in sizes.items()})
        self.distances = nn.Embedding(DISTANCES, STEP)
        self.steps = nn.Embedding(LENGTHS, STEP)
        self.styles = nn.Embedding(tables["conventions"] + 1, STEP)
        width = 4 * state + 2 * GROUP + 3 * STEP + tables["rules"] + 2
        self.hidden = nn.Linear(width, hidden)
        self.output = nn.Linear(hidden, len(CLAIMS) + OTHERS)
        self.style_output = nn.Embedding(tables["conventions"] + 1, len(CLAIMS) + OTHERS)
        nn.init.zeros_(self.style_output.weight)
        self.some = nn.Dropout(dropped)

    def beside(self, words: Tensor, inputs: Mapping[str, Tensor]) -> Tensor:
        """The words, shape (L, B, size), with ``known`` numbers more: what is known of them otherwise."""
        return torch.cat([words, *(table(inputs[name]) for name, table in self.tables.items())], 2)

    def scores(self, states: Tensor, inputs: Mapping[str, Tensor]) -> Tensor:
        """Scores, shape (pairs, claims + `OTHERS`), by the words' states, shape (L, B, state)."""
        column, first, second = (
            inputs["places"][:, 0, 0],
            inputs["places"][:, 0, 1],
            inputs["places"][:, 1, 1],
        )
        whole = states.transpose(0, 1)[column]
        groups = self.tables["groups"]
        features = [
            states[first, column],
            states[second, column],
            (whole + inputs["between"][..., None]).amax(1) * inputs["apart"],
            (whole + inputs["path"][..., None]).amax(1),
            groups(inputs["groups"][first, column]),
            groups(inputs["groups"][second, column]),
            self.distances(inputs["distances"]),
            self.steps(inputs["steps"]),
            self.styles(inputs["conventions"]),
            inputs["rules"],
        ]
        hidden = torch.relu(self.hidden(self.some(torch.cat(features, 1))))
        return self.output(self.some(hidden)) + self.style_output(inputs["conventions"])


class Pairing(Scorer):
    """The classifier that is packaged; inputs as of `arrays`, with ``vectors``."""

    def __init__(self, dimensions: int, tables: Mapping[str, int]) -> None:
        super().__init__(tables, 2 * STATE, HIDDEN, 0.35)
        self.words = nn.Linear(dimensions, WORD)
        self.reader = nn.LSTM(WORD + self.known, STATE, bidirectional=True)
        self.few = nn.Dropout(0.3)

    def forward(self, inputs: Mapping[str, Tensor]) -> Tensor:
        """Scores, shape (pairs, claims + `OTHERS`)."""
        # the words of one sentence stand below one another
        read = self.beside(torch.relu(self.words(inputs["vectors"]))[inputs["words"]], inputs)
        packed = nn.utils.rnn.pack_padded_sequence(self.few(read), inputs["lengths"], enforce_sorted=False)
        states, _ = self.reader(packed)
        states, _ = nn.utils.rnn.pad_packed_sequence(states, total_length=len(inputs["words"]))
        return self.scores(states, inputs)
