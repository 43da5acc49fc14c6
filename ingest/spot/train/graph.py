"""How is the network written for the run time? As ONNX, operator by operator.

Torch's own exporters would bring their own dependencies, and layers that the run time does not need: the word
vectors stay outside, and a style is but the biases of the last two layers, which are inputs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from ingest.spot.decode import LABELS
from ingest.spot.hints import KINDS, WIDTH
from ingest.spot.train.weights import Weights

OPSET, IR = 18, 9
_DIRECTIONS = ("", "_reverse")


def network(weights: Weights) -> onnx.ModelProto:
    """The network that scores labels, checked.

    B sentences of at most L tokens: ``words`` (L, B, dimensions + filters) what `ingest.spot.words.Words` knows of
    them, ``shapes`` (L, B), ``hints`` (L, B, `WIDTH`), ``lengths`` (B), ``hidden.bias`` (kinds x hidden) and
    ``scores.bias`` (kinds x labels) as `Weights.style_biases` gives them; gives ``scores`` (L, B, kinds x labels).
    """
    graph = Graph()
    read = _read(graph, weights, _tokens(graph, weights))
    _score(graph, weights, read)
    made = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "names",
            _inputs(weights),
            [value("scores", "L", "B", len(KINDS) * LABELS)],
            graph.tensors,
        ),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR,
    )
    onnx.checker.check_model(made)
    return made


class Graph:
    """Nodes and constants, in the order in which they were added."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.tensors: list[onnx.TensorProto] = []

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        """Add a constant; gives its name."""
        self.tensors.append(numpy_helper.from_array(np.asarray(value, order="C"), name))
        return name

    def add(self, operator: str, inputs: Sequence[str], output: str, **attributes: object) -> str:
        """Add a node; gives the name of its output."""
        self.nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output


def _inputs(weights: Weights) -> list[onnx.ValueInfoProto]:
    whole = TensorProto.INT64
    kinds, hidden, labels = weights["output"].shape
    return [
        value("words", "L", "B", weights["words.weight"].shape[1] + weights["convolution.bias"].shape[0]),
        value("shapes", "L", "B", type=whole),
        value("hints", "L", "B", WIDTH),
        value("lengths", "B", type=TensorProto.INT32),
        value("hidden.bias", kinds * hidden),
        value("scores.bias", kinds * labels),
    ]


def value(name: str, *shape: str | int, type: int = TensorProto.FLOAT) -> onnx.ValueInfoProto:
    """An input or output; sizes that vary have names."""
    return helper.make_tensor_value_info(name, type, shape)


def _tokens(graph: Graph, weights: Weights) -> str:
    """What is known of each token by itself: (L, B, features)."""
    shapes = graph.add(
        "Gather", [graph.constant("shapes.table", weights["shapes.weight"]), "shapes"], "shaped"
    )
    return graph.add("Concat", ["words", shapes, "hints"], "tokens", axis=2)


def _read(graph: Graph, weights: Weights, tokens: str) -> str:
    """The sentence read from both ends: (L, B, 2 x size)."""
    size = weights["reader.weight_hh_l0"].shape[1]
    inputs = both_directions(weights, "reader.weight_ih_l0")
    states = both_directions(weights, "reader.weight_hh_l0")
    biases = np.concatenate(
        [both_directions(weights, "reader.bias_ih_l0"), both_directions(weights, "reader.bias_hh_l0")], axis=1
    )
    tables = [
        graph.constant("reader.inputs", inputs),
        graph.constant("reader.states", states),
        graph.constant("reader.biases", biases),
    ]
    both = graph.add(
        "LSTM", [tokens, *tables, "lengths"], "both", direction="bidirectional", hidden_size=size
    )
    turned = graph.add("Transpose", [both], "both.turned", perm=[0, 2, 1, 3])
    return graph.add("Reshape", [turned, graph.constant("joined", np.array([0, 0, 2 * size]))], "read")


def both_directions(weights: Weights | Mapping[str, NDArray[np.float32]], name: str) -> NDArray[np.float32]:
    """A table of the reader for both directions, its gates in ONNX's order."""
    return np.stack([_gates(weights[name + direction]) for direction in _DIRECTIONS])


def _gates(table: NDArray[np.float32]) -> NDArray[np.float32]:
    """Torch keeps the gates as input, forget, cell, output; ONNX as input, output, forget, cell."""
    into, forget, cell, out = np.split(table, 4)
    return np.concatenate([into, out, forget, cell])


def _score(graph: Graph, weights: Weights, read: str) -> None:
    """The labels' scores; each kind has its own part of the hidden layer."""
    kinds, hidden, _ = weights["output"].shape
    output = np.zeros((kinds * hidden, kinds * LABELS), dtype=np.float32)
    for kind in range(kinds):
        rows, columns = slice(kind * hidden, (kind + 1) * hidden), slice(kind * LABELS, (kind + 1) * LABELS)
        output[rows, columns] = weights["output"][kind]
    above = graph.add("Concat", [read, "hints"], "above", axis=2)
    weighed = _linear(graph, above, "hidden", weights["hidden.weight"].T)
    _linear(graph, graph.add("Relu", [weighed], "active"), "scores", output)


def _linear(graph: Graph, value: str, name: str, table: NDArray[np.float32]) -> str:
    product = graph.add("MatMul", [value, graph.constant(f"{name}.table", table)], f"{name}.product")
    return graph.add("Add", [product, f"{name}.bias"], name)
