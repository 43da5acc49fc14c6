"""What does the trained network say of the tokens of a document?

The model is a folder: ``network.onnx`` reads what is known of each token, its shape and hints and scores its labels;
``words.marisa`` and ``vectors.npy`` with ``scales.npy`` are the word vectors, eight bits a number; ``letters.npy`` is
what letters say; ``transitions.npy`` says which label follows which; ``conventions.npy`` holds the ways of annotating
that can be followed; ``model.json`` names the kinds, the conventions, the version and the sizes.
``ingest.spot.train`` makes it; ``MODEL_CARD.md`` describes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.mention import Kind
from ingest.session import open_session
from ingest.spot.arrays import read_array
from ingest.spot.conventions import Conventions
from ingest.spot.decode import LABELS, spans
from ingest.spot.words import Words
from kg.errors import ModelError

FORMAT = 3
PACKAGED = Path(__file__).parent / "data"

#: sentences of one document that the network reads at a time, at most, and whose labels are settled at a time
_BATCH, _CHUNK = 12, 60
#: what a batch costs for each of its steps, and by itself, where a sentence more costs 1 a step
_STEP, _START = 0.6, 3.0


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
        self._words = Words.open(folder)
        self._transitions: NDArray[np.float32] = read_array(folder / "transitions.npy")
        known = Conventions(header["conventions"], header["usual"], read_array(folder / "conventions.npy"))
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

        Sentences of like length are read together, those of one document alone, whatever stands beside it.
        """
        order = sorted(
            (i for i, sentence in enumerate(sentences) if sentence.tokens),
            key=lambda i: (len(sentences[i].tokens), i),
        )
        for at in range(0, len(order), _CHUNK):
            numbers = order[at : at + _CHUNK]
            chunk = [sentences[i] for i in numbers]
            lengths = np.array([len(sentence.tokens) for sentence in chunk], dtype=np.int32)
            tokens = list(chain.from_iterable(sentence.tokens for sentence in chunk))
            known, shapes = self._words.known(tokens)
            scores = np.zeros((int(lengths[-1]), len(chunk), len(self._kinds), LABELS), dtype=np.float32)
            begun = 0
            for part in batches(lengths.tolist()):
                ended = begun + int(lengths[part].sum())
                hints = np.concatenate([sentence.hints for sentence in chunk[part]])
                read = self._scores(known[begun:ended], shapes[begun:ended], hints, lengths[part])
                scores[: len(read), part] = read
                begun = ended
            for row, kind, start, last, probability in spans(scores, lengths, self._transitions):
                yield Found(numbers[row], start, last, self._kinds[kind], probability)

    def _scores(
        self,
        known: NDArray[np.float32],
        shapes: NDArray[np.int64],
        hints: NDArray[np.float32],
        lengths: NDArray[np.int32],
    ) -> NDArray[np.float32]:
        """Scores of the labels, shape (tokens, sentences, kinds, labels); inputs stand one sentence after another."""
        size = (int(lengths.max()), len(lengths))
        inside = np.arange(size[0]) < lengths[:, None]
        inputs: dict[str, NDArray[Any]] = {"lengths": lengths, **self._biases}
        for name, values in (("words", known), ("shapes", shapes), ("hints", hints)):
            padded = np.zeros((*size, *values.shape[1:]), dtype=values.dtype)
            padded.swapaxes(0, 1)[inside] = values
            inputs[name] = padded
        (scores,) = self._session.run(None, inputs)
        return np.asarray(scores).reshape(*size, len(self._kinds), LABELS)

    def vectors(self, tokens: Iterable[str]) -> NDArray[np.float32]:
        """Word vectors, shape (tokens, dimensions)."""
        return self._words.vectors(list(tokens))


def batches(lengths: Sequence[int], alone: float = _START) -> list[slice]:
    """Which sentences, of these rising lengths, are best read together: batches long in step, with little padding.

    ``alone`` is what a batch costs by itself, where a step of a sentence costs 1.

    >>> batches([5, 6, 6, 40, 41])
    [slice(0, 3, None), slice(3, 5, None)]
    """
    cost, first = [0.0], [0]
    for end, length in enumerate(lengths, 1):
        ways = (
            (cost[start] + alone + length * (end - start + _STEP), start)
            for start in range(max(0, end - _BATCH), end)
        )
        best, start = min(ways)
        cost.append(best)
        first.append(start)
    found, end = [], len(lengths)
    while end:
        found.append(slice(first[end], end))
        end = first[end]
    return found[::-1]


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
