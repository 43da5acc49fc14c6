"""What goes into the packaged recogniser, and how is it written?

    python -m ingest.spot.train.package CHECKPOINT --out DIR [--styles Gene=biored,CellType=craft] [--scores FILE]

The network as ONNX and the word vectors, both with eight bits a number, the transitions, the styles that can be
followed, and a header; the folder is what `ingest.spot.network.Network` opens. The styles of the command line are
those that it follows unless told otherwise; what are styles in training are conventions to those who use it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import marisa_trie  # type: ignore[import-not-found]
import numpy as np
import onnx
from numpy.typing import NDArray

from ingest.mention import Kind
from ingest.spot.hints import KINDS
from ingest.spot.network import FORMAT
from ingest.spot.train.corpora import KINDS_OF
from ingest.spot.train.graph import network
from ingest.spot.train.quantise import quantised
from ingest.spot.train.weights import Weights

CHECKSUMS, HEADER, NETWORK = "SHA256SUMS", "model.json", "network.onnx"
FILES = (
    NETWORK,
    "words.marisa",
    "vectors.npy",
    "scales.npy",
    "letters.npy",
    "transitions.npy",
    "conventions.npy",
)
VERSION = "1.0.0"

#: the way of annotating of no corpus in particular
NONE = "none"
#: whose way of annotating a kind the packaged network usually follows; a kind that is not here follows none
STYLES: Mapping[Kind, str] = {
    Kind.GENE: "biored",
    Kind.CHEMICAL: "biored",
    Kind.DISEASE: "biored",
    Kind.CELL_TYPE: "biored",
    Kind.CELL_LINE: "biored",
    Kind.SPECIES: "biored",
    Kind.VARIANT: "biored",
    Kind.ANATOMY: "biored",
    Kind.PROCESS: "craft",
    Kind.COMPONENT: "pc",
}

Scores = Mapping[str, Mapping[str, float]]


def package(
    weights: Weights,
    folder: Path,
    styles: Mapping[Kind, str] = STYLES,
    version: str = VERSION,
    scores: Scores | None = None,
) -> None:
    """Write the recogniser to `folder`; files of other names are left alone.

    Raises ValueError for a style that was not trained. The same weights give the same bytes.
    """
    if unknown := set(styles.values()) - {*weights.styles, NONE}:
        raise ValueError(f"not trained: {', '.join(sorted(unknown))}; there are {', '.join(weights.styles)}")
    made = quantised(network(weights))
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(made, folder / NETWORK)
    np.save(folder / "letters.npy", weights.letters())
    np.save(folder / "conventions.npy", weights.style_biases())
    np.save(folder / "transitions.npy", weights.legal_transitions())
    _write_words(weights, folder)
    header: dict[str, Any] = {
        "format": FORMAT,
        "version": version,
        "kinds": [kind.value for kind in KINDS],
        "usual": {kind.value: styles.get(kind, NONE) for kind in KINDS},
        "conventions": {
            **{style: [kind.value for kind in KINDS_OF.get(style, KINDS)] for style in weights.styles},
            NONE: [kind.value for kind in KINDS],
        },
        "sizes": {},
        "scores": scores or {},
    }
    write_header(folder, header)


def write_header(folder: Path, header: Mapping[str, Any]) -> None:
    """Write the header with the sizes of the files that are there, and the checksums."""
    sizes = {name: (folder / name).stat().st_size for name in FILES}
    (folder / HEADER).write_text(json.dumps({**header, "sizes": sizes}, indent=1) + "\n", encoding="utf-8")
    lines = [f"{_digest(folder / name)}  {name}\n" for name in sorted((*FILES, HEADER))]
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8")


def _write_words(weights: Weights, folder: Path) -> None:
    """The words as a trie, and their vectors in the order of its numbers, that of unknown words last."""
    rows = {word: row for row, word in enumerate(weights.words) if row}
    trie = marisa_trie.Trie(sorted(rows))
    trie.save(str(folder / "words.marisa"))
    order = [rows[trie.restore_key(number)] for number in range(len(trie))]
    vectors, scales = in_steps(weights["words.weight"][[*order, 0]])
    np.save(folder / "vectors.npy", vectors)
    np.save(folder / "scales.npy", scales)


def in_steps(table: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
    """The table in steps of a 127th of each row's largest number, and the length of each row's step.

    >>> in_steps(np.array([[0.5, -1.0, 0.25], [0, 0, 0]], dtype=np.float32))[0].tolist()
    [[64, -127, 32], [0, 0, 0]]
    """
    steps = np.maximum(np.abs(table).max(1) / 127, np.finfo(np.float16).tiny).astype(np.float16)
    whole = np.rint(table / steps[:, None].astype(np.float32))
    return np.clip(whole, -127, 127).astype(np.int8), steps


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_styles(text: str) -> dict[Kind, str]:
    """The styles chosen on the command line.

    >>> read_styles("Gene=biored,CellType=craft")
    {<Kind.GENE: 'Gene'>: 'biored', <Kind.CELL_TYPE: 'CellType'>: 'craft'}
    """
    pairs = (part.split("=", 1) for part in text.split(",") if part)
    return {Kind(kind.strip()): style.strip() for kind, style in pairs}


#: the parameters' names in checkpoints of our first experiments
_FIRST_NAMES = {
    "e": "words",
    "c": "letters",
    "conv": "convolution",
    "sh": "shapes",
    "l": "reader",
    "style": "styles",
    "a": "hidden",
    "sa": "style_hidden",
    "o": "output",
    "ob": "output_bias",
    "so": "style_output",
    "tr": "transitions",
}


def read_checkpoint(path: Path) -> Weights:
    """The weights of a state that `ingest.spot.train.fit` keeps, or of our first experiments."""
    import torch

    state = torch.load(path, map_location="cpu")
    if "weights" in state:
        arrays = {name: value.numpy() for name, value in state["weights"].items()}
        return Weights(arrays, state["words"], state["styles"])
    arrays = {_renamed(name): value.numpy() for name, value in state["m"].items() if name != "legal"}
    return Weights(arrays, state["V"], state["STY"])


def _renamed(name: str) -> str:
    first, dot, rest = name.partition(".")
    return _FIRST_NAMES[first] + dot + rest


def main(arguments: list[str] | None = None) -> None:
    """Package a checkpoint."""
    parser = argparse.ArgumentParser(prog="python -m ingest.spot.train.package")
    parser.add_argument("checkpoint", type=Path, help="state of a network in training")
    parser.add_argument("--out", type=Path, required=True, help="folder for the recogniser")
    parser.add_argument("--styles", type=read_styles, default=dict(STYLES), help="KIND=STYLE,…")
    parser.add_argument("--version", default=VERSION, help="version of the recogniser")
    parser.add_argument("--scores", type=Path, help="JSON file with the scores on development parts")
    options = parser.parse_args(arguments)
    scores = json.loads(options.scores.read_text(encoding="utf-8")) if options.scores else None
    package(read_checkpoint(options.checkpoint), options.out, options.styles, options.version, scores)


if __name__ == "__main__":
    main()
