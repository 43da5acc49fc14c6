"""How is the classifier of pairs written for the run time? As ONNX, operator by operator."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper

from ingest.relate.pairs.opinion import CLAIMS
from ingest.relate.pairs.train.model import OTHERS
from ingest.spot.train.graph import IR, OPSET, Graph, both_directions, value

Parameters = Mapping[str, NDArray[np.float32]]

#: tables of what is known of a word beside its vector, in the order of the model's
_TABLES = ("tags", "dependencies", "effects", "groups")


def network(parameters: Parameters) -> onnx.ModelProto:
    """The network that scores pairs, checked; its inputs are those of `Vocabulary.arrays` with ``vectors``."""
    graph = Graph()
    states = _read(graph, parameters)
    _score(graph, parameters, states)
    made = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "pairs",
            _inputs(parameters),
            [value("scores", "P", len(CLAIMS) + OTHERS)],
            graph.tensors,
        ),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR,
    )
    onnx.checker.check_model(made)
    return made


def _inputs(parameters: Parameters) -> list[onnx.ValueInfoProto]:
    whole = TensorProto.INT64
    rules = parameters["hidden.weight"].shape[1] - _width(parameters)
    return [
        value("vectors", "U", parameters["words.weight"].shape[1]),
        *(value(name, "L", "B", type=whole) for name in ("words", *_TABLES)),
        value("lengths", "B", type=TensorProto.INT32),
        value("places", "P", 2, 2, type=whole),
        value("between", "P", "L"),
        value("path", "P", "L"),
        value("apart", "P", 1),
        value("rules", "P", rules),
        *(value(name, "P", type=whole) for name in ("distances", "steps", "conventions")),
    ]


def _width(parameters: Parameters) -> int:
    """The width of a pair's features but for those of the rules."""
    state = parameters["reader.weight_hh_l0"].shape[1]
    group = parameters["tables.groups.weight"].shape[1]
    steps = sum(parameters[f"{name}.weight"].shape[1] for name in ("distances", "steps", "styles"))
    return int(8 * state + 2 * group + steps)


def _read(graph: Graph, parameters: Parameters) -> str:
    """The sentences read from both ends: (B, L, 2 x size)."""
    known = _linear(graph, parameters, "vectors", "words")
    words = graph.add("Gather", [graph.add("Relu", [known], "known"), "words"], "placed")
    tables = [_looked_up(graph, parameters, f"tables.{name}", name) for name in _TABLES]
    tokens = graph.add("Concat", [words, *tables], "tokens", axis=2)
    size = parameters["reader.weight_hh_l0"].shape[1]
    inputs = [
        graph.constant("reader.inputs", both_directions(parameters, "reader.weight_ih_l0")),
        graph.constant("reader.states", both_directions(parameters, "reader.weight_hh_l0")),
        graph.constant(
            "reader.biases",
            np.concatenate(
                [both_directions(parameters, f"reader.bias_{part}_l0") for part in ("ih", "hh")], axis=1
            ),
        ),
    ]
    both = graph.add(
        "LSTM", [tokens, *inputs, "lengths"], "both", direction="bidirectional", hidden_size=size
    )
    turned = graph.add("Transpose", [both], "turned", perm=[2, 0, 1, 3])
    return graph.add("Reshape", [turned, graph.constant("joined", np.array([0, 0, 2 * size]))], "states")


def _score(graph: Graph, parameters: Parameters, states: str) -> None:
    axis = graph.constant("words.axis", np.array([1]))
    last = graph.constant("last", np.array([-1]))
    first, second = (
        graph.add("Gather", ["places", graph.constant(f"side.{n}", np.array(n))], f"place.{n}", axis=1)
        for n in (0, 1)
    )
    column = graph.add("Gather", [first, graph.constant("column", np.array(0))], "sentence", axis=1)
    whole = graph.add("Gather", [states, column], "whole")

    def strongest(where: str) -> str:
        mask = graph.add("Unsqueeze", [where, last], f"{where}.mask")
        masked = graph.add("Add", [whole, mask], f"{where}.masked")
        return graph.add("ReduceMax", [masked, axis], f"{where}.strongest", keepdims=0)

    between = graph.add("Mul", [strongest("between"), "apart"], "between.found")
    turned = graph.add("Transpose", ["groups"], "groups.turned", perm=[1, 0])
    sides = []
    for number, place in enumerate((first, second)):
        group = graph.add("GatherND", [turned, place], f"group.{number}")
        sides.append(_looked_up(graph, parameters, "tables.groups", group, f"group.{number}.vector"))
    features = [
        graph.add("GatherND", [states, first], "state.first"),
        graph.add("GatherND", [states, second], "state.second"),
        between,
        strongest("path"),
        *sides,
        _looked_up(graph, parameters, "distances", "distances"),
        _looked_up(graph, parameters, "steps", "steps"),
        _looked_up(graph, parameters, "styles", "conventions"),
        "rules",
    ]
    pair = graph.add("Concat", features, "pair", axis=1)
    hidden = graph.add("Relu", [_linear(graph, parameters, pair, "hidden")], "hidden.active")
    plain = _linear(graph, parameters, hidden, "output")
    style = _looked_up(graph, parameters, "style_output", "conventions")
    graph.add("Add", [plain, style], "scores")


def _linear(graph: Graph, parameters: Parameters, inputs: str, name: str) -> str:
    table = graph.constant(f"{name}.table", np.ascontiguousarray(parameters[f"{name}.weight"].T))
    product = graph.add("MatMul", [inputs, table], f"{name}.product")
    bias = graph.constant(f"{name}.bias", parameters[f"{name}.bias"])
    return graph.add("Add", [product, bias], f"{name}.made")


def _looked_up(graph: Graph, parameters: Parameters, table: str, numbers: str, made: str = "") -> str:
    name = f"{table}.table"
    if not any(tensor.name == name for tensor in graph.tensors):
        graph.constant(name, parameters[f"{table}.weight"])
    return graph.add("Gather", [name, numbers], made or f"{table}.found")
