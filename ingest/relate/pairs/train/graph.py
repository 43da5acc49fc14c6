"""How is the classifier of pairs written for the run time? As ONNX, operator by operator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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


def reader(parameters: Parameters) -> onnx.ModelProto:
    """The network that reads sentences, checked; its inputs are those of `Vocabulary.words` with ``vectors``."""
    graph = Graph()
    _read(graph, parameters)
    whole = TensorProto.INT64
    inputs = [
        value("vectors", "U", parameters["words.weight"].shape[1]),
        *(value(name, "L", "B", type=whole) for name in ("words", *_TABLES)),
        value("lengths", "B", type=TensorProto.INT32),
    ]
    return _made(graph, inputs, value("states", "B", "L", _state(parameters)))


def scorer(parameters: Parameters) -> onnx.ModelProto:
    """The network that scores pairs, checked; its inputs are those of `Vocabulary.features` with ``states``."""
    graph = Graph()
    _score(graph, parameters)
    whole = TensorProto.INT64
    rules = parameters["hidden.weight"].shape[1] - _width(parameters)
    inputs = [
        value("states", "P", 4 * _state(parameters)),
        value("sides", "P", 2, type=whole),
        value("rules", "P", rules),
        *(value(name, "P", type=whole) for name in ("distances", "steps", "conventions")),
    ]
    return _made(graph, inputs, value("scores", "P", len(CLAIMS) + OTHERS))


def _made(
    graph: Graph, inputs: Sequence[onnx.ValueInfoProto], output: onnx.ValueInfoProto
) -> onnx.ModelProto:
    made = helper.make_model(
        helper.make_graph(graph.nodes, "pairs", inputs, [output], graph.tensors),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR,
    )
    onnx.checker.check_model(made)
    return made


def _state(parameters: Parameters) -> int:
    """The width of a word's state, of both directions."""
    return 2 * int(parameters["reader.weight_hh_l0"].shape[1])


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


def _score(graph: Graph, parameters: Parameters) -> None:
    groups = _looked_up(graph, parameters, "tables.groups", "sides")
    width = 2 * parameters["tables.groups.weight"].shape[1]
    flat = graph.add("Reshape", [groups, graph.constant("flat", np.array([-1, width]))], "groups")
    features = [
        "states",
        flat,
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


def _looked_up(graph: Graph, parameters: Parameters, table: str, numbers: str) -> str:
    name = graph.constant(f"{table}.table", parameters[f"{table}.weight"])
    return graph.add("Gather", [name, numbers], f"{table}.found")
