"""How is the encoder of a spaCy Tok2Vec written for onnxruntime?"""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from onnx import helper
from thinc.api import Model

from ingest.spot.train.graph import IR, OPSET, Graph, value

_PARTS = ("expand_window", "maxout", "layernorm")


def encoder(tok2vec: Model[Any, Any]) -> onnx.ModelProto:
    """The MaxoutWindowEncoder of a Tok2Vec, checked: from ``rows`` (words, width) to ``encoded``, of the same shape.

    Documents stand apart by as many empty rows as a word sees neighbours on one side.
    """
    models = list(tok2vec.layers[1].walk())
    layers = zip(*([one for one in models if one.name == part] for part in _PARTS), strict=True)
    graph, rows, width = Graph(), "rows", tok2vec.layers[1].get_dim("nO")
    for number, (window, maxout, norm) in enumerate(layers):
        read = _layer(graph, f"{number}", rows, window.attrs["window_size"], maxout, norm)
        rows = graph.add("Add", [rows, read], f"{number}.sum")
    graph.add("Identity", [rows], "encoded")
    inputs, outputs = [value("rows", "words", width)], [value("encoded", "words", width)]
    made = helper.make_model(
        helper.make_graph(graph.nodes, "encoder", inputs, outputs, graph.tensors),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR,
    )
    onnx.checker.check_model(made)
    return made


def _layer(graph: Graph, name: str, rows: str, reach: int, maxout: Any, norm: Any) -> str:
    """A window of words, the best of some linear functions of it, made even."""
    weights, bias = maxout.get_param("W"), maxout.get_param("b")
    width, pieces, seen = weights.shape
    padded = graph.add(
        "Pad", [rows, graph.constant(f"{name}.edges", _numbers(reach, 0, reach, 0))], f"{name}.padded"
    )
    first, last = graph.constant(f"{name}.axis", _numbers(0)), np.iinfo(np.int64).max
    window = []
    for at in range(2 * reach + 1):
        end = at - 2 * reach or last
        bounds = [
            graph.constant(f"{name}.{at}.{what}", _numbers(n)) for what, n in (("start", at), ("end", end))
        ]
        window.append(graph.add("Slice", [padded, *bounds, first], f"{name}.{at}.seen"))
    joined = graph.add("Concat", window, f"{name}.window", axis=1)
    table = graph.constant(f"{name}.table", weights.transpose(2, 1, 0).reshape(seen, pieces * width))
    linear = graph.add(
        "Gemm", [joined, table, graph.constant(f"{name}.bias", bias.T.reshape(-1))], f"{name}.linear"
    )
    shape = graph.constant(f"{name}.shape", _numbers(-1, pieces, width))
    apart = graph.add("Reshape", [linear, shape], f"{name}.pieces")
    axis = graph.constant(f"{name}.pieces.axis", _numbers(1))
    best = graph.add("ReduceMax", [apart, axis], f"{name}.best", keepdims=0)
    scales = [graph.constant(f"{name}.{part}", norm.get_param(part)) for part in ("G", "b")]
    return graph.add("LayerNormalization", [best, *scales], f"{name}.even", axis=-1, epsilon=1e-8)


def _numbers(*values: int) -> Any:
    return np.array(values, dtype=np.int64)
