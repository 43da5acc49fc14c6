"""The classifier of pairs, as it is trained: read the sentence from both ends, then look at two names of it."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from ingest.relate.pairs.network import DISTANCES, LENGTHS
from ingest.relate.pairs.opinion import CLAIMS

#: sizes of the learnt vectors, and of the layers
WORD, TAG, DEPENDENCY, EFFECT, GROUP, STEP = 96, 12, 16, 12, 16, 8
STATE, HIDDEN = 128, 192
#: besides the claims: who acts, denied, supposed
OTHERS = 3


class Pairing(nn.Module):
    """Scores of the claims and of `OTHERS` for each pair; inputs as of `Vocabulary.arrays`, with ``vectors``."""

    def __init__(self, dimensions: int, tables: Mapping[str, int]) -> None:
        super().__init__()
        self.words = nn.Linear(dimensions, WORD)
        sizes = {"tags": TAG, "dependencies": DEPENDENCY, "effects": EFFECT, "groups": GROUP}
        self.tables = nn.ModuleDict({n: nn.Embedding(tables[n] + 1, s) for n, s in sizes.items()})
        self.reader = nn.LSTM(WORD + sum(sizes.values()), STATE, bidirectional=True)
        self.distances = nn.Embedding(DISTANCES, STEP)
        self.steps = nn.Embedding(LENGTHS, STEP)
        self.styles = nn.Embedding(tables["conventions"] + 1, STEP)
        width = 4 * 2 * STATE + 2 * GROUP + 3 * STEP + tables["rules"] + 2
        self.hidden = nn.Linear(width, HIDDEN)
        self.output = nn.Linear(HIDDEN, len(CLAIMS) + OTHERS)
        self.style_output = nn.Embedding(tables["conventions"] + 1, len(CLAIMS) + OTHERS)
        nn.init.zeros_(self.style_output.weight)
        self.few, self.some = nn.Dropout(0.3), nn.Dropout(0.35)

    def forward(self, inputs: Mapping[str, Tensor]) -> Tensor:
        """Scores, shape (pairs, claims + `OTHERS`)."""
        known = torch.relu(self.words(inputs["vectors"]))[inputs["words"]]
        # the words of one sentence stand below one another
        read = torch.cat([known, *(table(inputs[name]) for name, table in self.tables.items())], 2)
        packed = nn.utils.rnn.pack_padded_sequence(self.few(read), inputs["lengths"], enforce_sorted=False)
        states, _ = self.reader(packed)
        states, _ = nn.utils.rnn.pad_packed_sequence(states, total_length=len(inputs["words"]))
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
