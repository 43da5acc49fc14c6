"""How are the networks of a spaCy pipeline written for onnxruntime?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper
from spacy.language import Language
from thinc.api import Model

from ingest.spot.train.graph import IR, OPSET, Graph, value

_PARTS = ("expand_window", "maxout", "layernorm")


def tagger_and_parser(nlp: Language) -> onnx.ModelProto:
    """The encoder that tagger and parser share: gives ``tags`` (words), and what the parser reads of each word.

    The latter, ``features`` (1 + words, places in a state x pieces x hidden), begins with what it reads of no word.
    """
    parts: dict[str, Any] = dict(nlp.components)
    graph = Graph()
    seen, width = _encode(graph, parts["tok2vec"].model)
    _choose(graph, seen, "tags", parts["tagger"].model)
    narrow, wide = (parts["parser"].model.layers[n] for n in (0, 1))
    (linear,) = (one for one in narrow.walk() if one.name == "linear")
    narrowed = _linear(graph, seen, "narrowed", linear.get_param("W"), linear.get_param("b"))
    weights = wide.get_param("W").swapaxes(1, 2).reshape(-1, linear.get_dim("nO"))
    of_words = _linear(graph, narrowed, "of_words", weights)
    of_none = graph.constant("of_none", wide.get_param("pad").swapaxes(2, 3).reshape(1, -1))
    graph.add("Concat", [of_none, of_words], "features", axis=0)
    outputs = [value("tags", "words", type=TensorProto.INT64), value("features", "features", len(weights))]
    return _made(graph, width, outputs)


def splitter(nlp: Language) -> onnx.ModelProto:
    """The network of the sentence splitter: gives ``begins`` (words), 1 where a sentence begins."""
    parts: dict[str, Any] = dict(nlp.components)
    graph = Graph()
    seen, width = _encode(graph, parts["senter"].model.layers[0])
    _choose(graph, seen, "begins", parts["senter"].model)
    return _made(graph, width, [value("begins", "words", type=TensorProto.INT64)])


def _made(graph: Graph, width: int, outputs: Sequence[onnx.ValueInfoProto]) -> onnx.ModelProto:
    inputs = [value("rows", "rows", width), value("words", "words", type=TensorProto.INT64)]
    made = helper.make_model(
        helper.make_graph(graph.nodes, "encoder", inputs, outputs, graph.tensors),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR,
    )
    onnx.checker.check_model(made)
    return made


def _encode(graph: Graph, tok2vec: Model[Any, Any]) -> tuple[str, int]:
    """The MaxoutWindowEncoder of a Tok2Vec: of ``rows`` (rows, width) it gives those of ``words``.

    Documents stand apart by as many empty rows as a word sees neighbours on one side.
    """
    models = list(tok2vec.layers[1].walk())
    layers = zip(*([one for one in models if one.name == part] for part in _PARTS), strict=True)
    rows, width = "rows", tok2vec.layers[1].get_dim("nO")
    for number, (window, maxout, norm) in enumerate(layers):
        read = _layer(graph, f"{number}", rows, window.attrs["window_size"], maxout, norm)
        rows = graph.add("Add", [rows, read], f"{number}.sum")
    return graph.add("Gather", [rows, "words"], "seen", axis=0), width


def _choose(graph: Graph, seen: str, name: str, model: Model[Any, Any]) -> None:
    """The likeliest of the classes of a softmax."""
    (softmax,) = (one for one in model.walk() if one.name == "softmax")
    scores = _linear(graph, seen, f"{name}.scores", softmax.get_param("W"), softmax.get_param("b"))
    graph.add("ArgMax", [scores], name, axis=1, keepdims=0)


def _linear(graph: Graph, rows: str, name: str, weights: Any, *bias: Any) -> str:
    read = [graph.constant(f"{name}.table", weights.T), *(graph.constant(f"{name}.bias", b) for b in bias)]
    return graph.add("Gemm", [rows, *read], name)


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
