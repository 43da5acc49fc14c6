"""How are a network's weights kept in eight bits?

    python -m ingest.spot.train.quantise FOLDER [--version VERSION]

`ingest.spot.train.package` does it to all that it writes; the command does it to a folder with a network of floats,
without training. The weights lose some precision and cannot be had back, so that training goes on from a checkpoint.

What flows between the layers is rounded as well, in steps of the largest numbers of one run: a network must be given
one sentence at a time, or it would read a sentence by its neighbours. Weights have seven bits of the eight, so that
no processor's sums of two products overflow, and all give the same.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic  # type: ignore[import-untyped]

_LAYERS, _LAST = ("LSTM", "MatMul"), "scores.product"


def quantised(network: onnx.ModelProto) -> onnx.ModelProto:
    """The network with the weights of its reader and of its linear layers in eight bits, but for the last layer's.

    That one is small, and what is lost there goes straight into the scores.
    """
    for node in network.graph.node:
        node.name = node.output[0]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "network.onnx"
        quantize_dynamic(
            network,
            path,
            op_types_to_quantize=_LAYERS,
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            nodes_to_exclude=[_LAST],
        )
        return onnx.load(path)


def is_quantised(network: onnx.ModelProto) -> bool:
    """Whether that was done to it."""
    return any(node.op_type == "DynamicQuantizeLSTM" for node in network.graph.node)


def main(arguments: list[str] | None = None) -> None:
    """Quantise the network of a packaged recogniser where it lies."""
    from ingest.spot.train.package import HEADER, NETWORK, write_header

    parser = argparse.ArgumentParser(prog="python -m ingest.spot.train.quantise")
    parser.add_argument("folder", type=Path, help="folder of a packaged recogniser")
    parser.add_argument("--version", help="version of the recogniser, unless that of before")
    options = parser.parse_args(arguments)
    path: Path = options.folder / NETWORK
    network = onnx.load(path)
    if is_quantised(network):
        parser.error(f"{path} has weights of eight bits already")
    header = json.loads((options.folder / HEADER).read_text(encoding="utf-8"))
    onnx.save(quantised(network), path)
    write_header(options.folder, {**header, "version": options.version or header["version"]})


if __name__ == "__main__":
    main()
