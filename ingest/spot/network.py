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

#: sentences of one document whose labels are settled at a time
_CHUNK = 60


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

        The network reads each sentence by itself, so that its names are the same whatever stands beside it.
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
            known, shapes = self._words.known(list(chain.from_iterable(one.tokens for one in chunk)))
            begun = 0
            for column, sentence in enumerate(chunk):
                ended = begun + len(sentence.tokens)
                read = self._scores(known[begun:ended], shapes[begun:ended], sentence.hints)
                scores[: len(read), column] = read
                begun = ended
            for row, kind, start, last, probability in spans(scores, lengths, self._transitions):
                yield Found(numbers[row], start, last, self._kinds[kind], probability)

    def _scores(
        self, known: NDArray[np.float32], shapes: NDArray[np.int64], hints: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Scores of the labels of one sentence, shape (tokens, kinds, labels)."""
        inputs = {
            "words": known[:, None],
            "shapes": shapes[:, None],
            "hints": hints[:, None],
            "lengths": np.array([len(known)], dtype=np.int32),
            **self._biases,
        }
        (scores,) = self._session.run(None, inputs)
        return np.asarray(scores).reshape(len(known), len(self._kinds), LABELS)

    def vectors(self, tokens: Iterable[str]) -> NDArray[np.float32]:
        """Word vectors, shape (tokens, dimensions)."""
        return self._words.vectors(list(tokens))


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
