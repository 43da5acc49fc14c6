"""How does training go on from a packaged classifier, though the new one knows more words and claims?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from ingest.relate.pairs.network import FILES, Vocabulary
from ingest.relate.pairs.opinion import CLAIMS
from ingest.relate.pairs.train.model import OTHERS, Pairing

Table = NDArray[np.float32]

#: claims that a classifier without a list of its own knows, in its order
_FIRST_CLAIMS = "nothing,raises,lowers,changes,binds,goes with,converts,holds".split(",")


def resume(model: Pairing, vocabulary: Vocabulary, folder: Path) -> None:
    """Give the model the weights of the classifier in the folder; what that one did not know keeps its own."""
    header = json.loads((folder / "model.json").read_text("utf-8"))
    known = {
        tensor.name: numpy_helper.to_array(tensor)
        for name in FILES
        for tensor in onnx.load(folder / name).graph.initializer
    }
    old = {name: list(words) for name, words in header["tables"].items()}
    told = header.get("claims", _FIRST_CLAIMS)
    claims = [*told, *(f"other {n}" for n in range(known["output.bias"].size - len(told)))]
    wanted = [*CLAIMS, *(f"other {n}" for n in range(OTHERS))]
    state = {name: tensor.numpy() for name, tensor in model.state_dict().items()}
    for name in ("tags", "dependencies", "effects", "groups"):
        _rows(
            state[f"tables.{name}.weight"], known[f"tables.{name}.table"], vocabulary.tables[name], old[name]
        )
    for name in ("styles", "style_output"):
        table = known[f"{name}.table"]
        if name == "style_output":
            table = _columns(np.zeros((len(table), len(wanted)), np.float32), table, wanted, claims)
        _rows(state[f"{name}.weight"], table, vocabulary.tables["conventions"], old["conventions"])
    for name in ("distances", "steps"):
        state[f"{name}.weight"][:] = known[f"{name}.table"]
    for name in ("words", "hidden"):
        state[f"{name}.bias"][:] = known[f"{name}.bias"]
    state["words.weight"][:] = known["words.table"].T
    _hidden(state["hidden.weight"], known["hidden.table"].T, vocabulary.tables["rules"], old["rules"])
    _columns(state["output.weight"].T, known["output.table"], wanted, claims)
    _columns(state["output.bias"][None], known["output.bias"][None], wanted, claims)
    _reader(state, known)
    model.load_state_dict({name: torch.from_numpy(table.copy()) for name, table in state.items()})


def _rows(new: Table, old: Table, words: Sequence[str], before: Sequence[str]) -> None:
    """Rows of an embedding, whose row 0 is for the unknown."""
    new[0] = old[0]
    places = {word: number for number, word in enumerate(before, start=1)}
    for number, word in enumerate(words, start=1):
        # what is new begins as the unknown
        new[number] = old[places.get(word, 0)]


def _columns(new: Table, old: Table, words: Sequence[str], before: Sequence[str]) -> Table:
    for number, word in enumerate(words):
        if word in before:
            new[:, number] = old[:, list(before).index(word)]
    return new


def _hidden(new: Table, old: Table, rules: Sequence[str], before: Sequence[str]) -> None:
    """The hidden layer's columns: fixed features, number 0 and one for each word of the rules, and their trust."""
    fixed = old.shape[1] - len(before) - 2
    new[:, : fixed + 1], new[:, -1] = old[:, : fixed + 1], old[:, -1]
    _columns(new[:, fixed + 1 : -1], old[:, fixed + 1 : -1], rules, before)


def _reader(state: dict[str, Table], known: dict[str, Table]) -> None:
    for number, direction in enumerate(("", "_reverse")):
        state[f"reader.weight_ih_l0{direction}"][:] = _gates(known["reader.inputs"][number])
        state[f"reader.weight_hh_l0{direction}"][:] = _gates(known["reader.states"][number])
        into, within = np.split(known["reader.biases"][number], 2)
        state[f"reader.bias_ih_l0{direction}"][:] = _gates(into)
        state[f"reader.bias_hh_l0{direction}"][:] = _gates(within)


def _gates(table: Table) -> Table:
    """ONNX keeps the gates as input, output, forget, cell; torch as input, forget, cell, output."""
    into, out, forget, cell = np.split(table, 4)
    return np.concatenate([into, forget, cell, out])
