"""What does the trained network say of the tokens of a document?

The model is a folder: ``network.onnx`` reads letters, shapes, word vectors and hints and scores each token's
labels; ``words.marisa`` and ``vectors.npy`` with ``scales.npy`` are the word vectors, eight bits a number;
``transitions.npy`` says which label follows which; ``conventions.npy`` holds the ways of annotating that can be
followed; ``model.json`` names the kinds, the conventions, the version and the sizes.
``ingest.spot.train`` makes it; ``MODEL_CARD.md`` describes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import marisa_trie  # type: ignore[import-not-found]
import numpy as np
from numpy.typing import NDArray

from ingest.mention import Kind
from ingest.session import open_session
from ingest.spot.conventions import Conventions
from ingest.spot.decode import LABELS, spans
from ingest.spot.tokens import form, letters, shape
from kg.errors import ModelError

FORMAT = 2
PACKAGED = Path(__file__).parent / "data"

#: sentences that the network reads at a time, and whose labels are settled at a time, of one document
_BATCH, _CHUNK = 6, 60


@dataclass(frozen=True, slots=True)
class Sentence:
    """The tokens of a sentence and the lexicon's hints, shape (tokens, hints)."""

    tokens: Sequence[str]
    hints: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a sentence: its first and last token, kind and probability 0-1."""

    sentence: int
    first: int
    last: int
    kind: Kind
    probability: float


class Network:
    """The trained recogniser; safe to share between threads."""

    def __init__(self, folder: Path, conventions: Mapping[Kind, str] | str | None = None) -> None:
        header = _read_header(folder)
        self.version: str = header["version"]
        self._kinds: list[Kind] = header["kinds"]
        self._words = _trie(folder / "words.marisa")
        self._vectors: NDArray[np.int8] = _array(folder / "vectors.npy", mapped=True)
        self._scales: NDArray[np.float16] = _array(folder / "scales.npy")
        self._transitions: NDArray[np.float32] = _array(folder / "transitions.npy")
        known = Conventions(header["conventions"], header["usual"], _array(folder / "conventions.npy"))
        self._biases = known.inputs(conventions)
        self._session = open_session(folder / "network.onnx")

    @classmethod
    def open(cls, folder: Path | None = None, conventions: Mapping[Kind, str] | str | None = None) -> Network:
        """The packaged network, or that of another folder.

        ``conventions`` says whose way of annotating a kind follows, one name for all kinds that it annotates; kinds
        that it leaves out follow the usual one. Raises ModelError if damaged, or for a convention that is not known.
        """
        return cls(folder or PACKAGED, conventions)

    def read(self, sentences: Sequence[Sentence]) -> Iterator[Found]:
        """The names in the sentences of one document, whatever their overlaps.

        Sentences of like length are read together, so that the result depends on this document alone.
        """
        order = sorted(
            (i for i, sentence in enumerate(sentences) if sentence.tokens),
            key=lambda i: (len(sentences[i].tokens), i),
        )
        for at in range(0, len(order), _CHUNK):
            numbers = order[at : at + _CHUNK]
            chunk = [sentences[i] for i in numbers]
            lengths = np.array([len(sentence.tokens) for sentence in chunk], dtype=np.int32)
            scores = np.zeros((int(lengths[-1]), len(chunk), len(self._kinds), LABELS), dtype=np.float32)
            for first in range(0, len(chunk), _BATCH):
                part = slice(first, first + _BATCH)
                read = self._scores(chunk[part], lengths[part])
                scores[: len(read), part] = read
            for row, kind, start, last, probability in spans(scores, lengths, self._transitions):
                yield Found(numbers[row], start, last, self._kinds[kind], probability)

    def _scores(self, batch: Sequence[Sentence], lengths: NDArray[np.int32]) -> NDArray[np.float32]:
        """Scores of the labels, shape (tokens, sentences, kinds, labels)."""
        known: dict[str, int] = {}
        numbers = [
            known.setdefault(token, len(known)) for token in chain.from_iterable(s.tokens for s in batch)
        ]
        shape_of = np.array([shape(token) for token in known], dtype=np.int64)
        size = (int(lengths.max()), len(batch))
        words, shapes = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
        hints = np.zeros((*size, batch[0].hints.shape[1]), dtype=np.float32)
        at = 0
        for row, sentence in enumerate(batch):
            count = len(sentence.tokens)
            words[:count, row] = numbers[at : at + count]
            shapes[:count, row] = shape_of[words[:count, row]]
            hints[:count, row] = sentence.hints
            at += count
        inputs = {
            "vectors": self.vectors(known),
            "letters": np.array([letters(token) for token in known], dtype=np.int64),
            "words": words,
            "shapes": shapes,
            "hints": hints,
            "lengths": lengths,
            **self._biases,
        }
        (scores,) = self._session.run(None, inputs)
        return np.asarray(scores).reshape(*size, len(self._kinds), LABELS)

    def vectors(self, tokens: Iterable[str]) -> NDArray[np.float32]:
        """Word vectors, shape (tokens, dimensions); the last row of the table is for unknown words."""
        unknown = len(self._scales) - 1
        rows = np.array([self._words.get(form(token), unknown) for token in tokens])
        found: NDArray[np.float32] = self._vectors[rows] * self._scales[rows, None].astype(np.float32)
        return found


def _read_header(folder: Path) -> dict[str, Any]:
    path = folder / "model.json"
    try:
        header: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if header.get("format") != FORMAT:
            raise ModelError(f"{path}: made for another version; train it again")
        header["kinds"] = [Kind(kind) for kind in header["kinds"]]
        header["usual"] = {kind: header["usual"][kind] for kind in header["kinds"]}
        header["conventions"] = {
            name: frozenset(map(Kind, kinds)) for name, kinds in header["conventions"].items()
        }
        sizes = header["version"] and header["sizes"].items()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"{path}: no readable model ({error}); install litkg again") from error
    for name, size in sizes:
        file = folder / name
        if not file.is_file() or file.stat().st_size != size:
            raise ModelError(f"{file}: missing or not {size} bytes long; install litkg again")
    return header


def _trie(path: Path) -> marisa_trie.Trie:
    try:
        return marisa_trie.Trie().mmap(str(path))
    except RuntimeError as error:
        raise ModelError(f"{path}: damaged ({error}); install litkg again") from error


def _array(path: Path, *, mapped: bool = False) -> NDArray[Any]:
    try:
        found: NDArray[Any] = np.load(path, mmap_mode="r" if mapped else None)
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: damaged ({error}); install litkg again") from error
    return found
