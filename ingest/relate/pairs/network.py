"""What does the trained network claim of the pairs of a document?

The model is a folder: ``reader.onnx`` reads sentences, ``pairs.onnx`` scores pairs, ``model.json`` names what it knows
(tags, dependencies, effects, groups, relations of the rules, conventions). Word vectors are those of the recogniser.
``ingest.relate.pairs.train`` makes it; ``MODEL_CARD.md`` describes it.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from math import log2
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.relate.pairs.batches import batches
from ingest.relate.pairs.opinion import CLAIMS, Opinion
from ingest.relate.pairs.seen import Pair, Seen
from ingest.session import open_session
from kg.errors import ModelError

FORMAT = 3
PACKAGED = Path(__file__).parent / "data"
FILES = ("reader.onnx", "pairs.onnx")
#: whose way of annotating is followed: that of readers who were shown sentences of articles
CONVENTION = "read"

#: steps of the distance between two names, and of the length of the path between them
DISTANCES, LENGTHS = 16, 12
#: so many sentences, and about so many pairs, are read at a time
_SENTENCES, _PAIRS = 8, 120
#: what it costs to run the reader once, where a word costs 1
_START = 10.0

#: how far annotators are heard beside readers, and those of which corpus on pairs of these groups: what both would say
#: is the surest
HEARD = 0.2
_ANNOTATORS = {
    frozenset({"gene"}): "pc",
    frozenset({"chemical", "gene"}): "chemprot",
    frozenset({"chemical", "disease"}): "bc5cdr",
}
_OF_DISEASES, _OF_OTHERS = "biored", "cg"

Vectors = Callable[[Sequence[str]], NDArray[np.float32]]
Arrays = dict[str, NDArray[Any]]


class PairReader(Protocol):
    """Whatever says what is claimed of pairs."""

    def read(
        self,
        sentences: Sequence[Seen],
        pairs: Sequence[Sequence[Pair]],
        conventions: Sequence[Sequence[str]],
    ) -> Iterator[list[Opinion]]:
        """What is claimed of the pairs of each sentence of one document, in order; a convention for each pair."""
        ...


class Vocabulary:
    """What the network knows by number; 0 is for what it does not know."""

    def __init__(self, tables: dict[str, list[str]]) -> None:
        self.tables = tables
        self._numbers = {
            name: {word: number for number, word in enumerate(words, start=1)}
            for name, words in tables.items()
        }

    def numbers(self, table: str, words: Sequence[str]) -> list[int]:
        """The words' numbers."""
        known = self._numbers[table]
        return [known.get(word, 0) for word in words]

    def words(self, sentences: Sequence[Seen]) -> tuple[Arrays, list[str]]:
        """The reader's inputs but for the word vectors, and the words that need them: row 0 is for a name.

        B sentences of at most L words: ``words``, ``tags`` … (L, B), ``lengths`` (B).
        """
        size = (max(len(seen.words) for seen in sentences), len(sentences))
        texts: dict[str, int] = {"": 0}
        found: Arrays = {
            name: np.zeros(size, dtype=np.int64)
            for name in ("words", "tags", "dependencies", "effects", "groups")
        }
        for column, seen in enumerate(sentences):
            count = len(seen.words)
            found["words"][:count, column] = [texts.setdefault(word, len(texts)) for word in seen.words]
            for name in ("tags", "dependencies", "effects", "groups"):
                found[name][:count, column] = self.numbers(name, getattr(seen, name))
        found["lengths"] = np.array([len(seen.words) for seen in sentences], dtype=np.int32)
        return found, list(texts)

    def features(
        self, sentences: Sequence[Seen], pairs: Sequence[Sequence[Pair]], conventions: Sequence[Sequence[str]]
    ) -> Arrays:
        """What is known of P pairs beside the words: ``sides`` (P, 2) their groups, the others (P) or (P, rules)."""
        every = [pair for here in pairs for pair in here]
        said = [(row, word) for row, pair in enumerate(every) for word in pair.said]
        rules = np.zeros((len(every), len(self.tables["rules"]) + 2), dtype=np.float32)
        rules[[row for row, _ in said], self.numbers("rules", [word for _, word in said])] = 1
        rules[:, -1] = [pair.trust for pair in every]
        groups = [
            seen.groups[place]
            for seen, here in zip(sentences, pairs, strict=True)
            for pair in here
            for place in (pair.first, pair.second)
        ]
        return {
            "sides": np.array(self.numbers("groups", groups), np.int64).reshape(-1, 2),
            "rules": rules,
            "distances": np.array([_step(pair.second - pair.first) for pair in every], np.int64),
            "steps": np.array([min(LENGTHS - 1, len(pair.path)) for pair in every], np.int64),
            "conventions": np.array(
                self.numbers("conventions", [c for chosen in conventions for c in chosen]), np.int64
            ),
        }


def _step(distance: int) -> int:
    return min(DISTANCES - 1, int(2.5 * log2(distance)))


class ScoringReader(ABC):
    """A `PairReader` that scores pairs, sentences of like length together."""

    def read(
        self,
        sentences: Sequence[Seen],
        pairs: Sequence[Sequence[Pair]],
        conventions: Sequence[Sequence[str]],
    ) -> Iterator[list[Opinion]]:
        """As `PairReader.read`."""
        held = sorted((i for i, here in enumerate(pairs) if here), key=lambda i: (len(sentences[i].words), i))
        found: dict[int, list[Opinion]] = {}
        for numbers in _batches(held, pairs):
            part = (
                [sentences[i] for i in numbers],
                [pairs[i] for i in numbers],
                [conventions[i] for i in numbers],
            )
            opinions = iter(_opinions(self._scores(*part)))
            found |= {i: [next(opinions) for _ in pairs[i]] for i in numbers}
        yield from (found.get(i, []) for i in range(len(sentences)))

    @abstractmethod
    def _scores(
        self,
        sentences: Sequence[Seen],
        pairs: Sequence[Sequence[Pair]],
        conventions: Sequence[Sequence[str]],
    ) -> NDArray[np.float32]:
        """Scores of P pairs, shape (P, claims and the four others)."""


class PairNetwork(ScoringReader):
    """The trained classifier of pairs; safe to share between threads.

    ``vectors`` gives the words' vectors; where readers' way is asked for, annotators are ``heard`` to this share.
    """

    def __init__(self, vectors: Vectors, folder: Path = PACKAGED, heard: float = 0.0) -> None:
        self._heard = heard
        header = read_header(folder)
        self.version: str = header["version"]
        self._vocabulary = Vocabulary(header["tables"])
        self._vectors = vectors
        self._reader, self._scorer = (open_session(folder / name) for name in FILES)

    def _scores(
        self,
        sentences: Sequence[Seen],
        pairs: Sequence[Sequence[Pair]],
        conventions: Sequence[Sequence[str]],
    ) -> NDArray[np.float32]:
        inputs, texts = self._vocabulary.words(sentences)
        features = self._vocabulary.features(sentences, pairs, conventions)
        features["states"] = states_of(self._states(inputs, vectors_of(texts, self._vectors)), pairs)
        (scores,) = self._scorer.run(None, features)
        if self._heard:
            ways = [
                annotators(seen, pair) if way == CONVENTION else way
                for seen, here, chosen in zip(sentences, pairs, conventions, strict=True)
                for pair, way in zip(here, chosen, strict=True)
            ]
            features["conventions"] = np.array(self._vocabulary.numbers("conventions", ways), np.int64)
            (others,) = self._scorer.run(None, features)
            scores = _between(np.asarray(scores), np.asarray(others), self._heard)
        return np.asarray(scores, dtype=np.float32)

    def _states(self, inputs: Arrays, vectors: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """What the reader makes of each sentence, shape (L, size); sentences are of rising lengths."""
        lengths = inputs["lengths"]
        states: list[NDArray[np.float32]] = []
        for part in batches(lengths.tolist(), _START):
            longest = lengths[part][-1]
            read = {name: array[:longest, part] for name, array in inputs.items() if name != "lengths"}
            states.extend(self._reader.run(None, {**read, "lengths": lengths[part], "vectors": vectors})[0])
        return states


def annotators(seen: Seen, pair: Pair) -> str:
    """The corpus whose annotators are asked about such a pair."""
    groups = frozenset((seen.groups[pair.first], seen.groups[pair.second]))
    return _ANNOTATORS.get(groups) or (_OF_DISEASES if groups & {"disease", "variant"} else _OF_OTHERS)


def _between(scores: NDArray[np.float32], others: NDArray[np.float32], share: float) -> NDArray[np.float32]:
    """Scores of the probabilities between two, which counts to this share the second."""
    parts = [
        (1 - share) * one + share * other
        for one, other in zip(_chances(scores), _chances(others), strict=True)
    ]
    claims, rest = (np.clip(part, 1e-6, 1 - 1e-6) for part in parts)
    return np.concatenate([np.log(claims), np.log(rest / (1 - rest))], axis=1)


def states_of(read: Sequence[NDArray[np.float32]], pairs: Sequence[Sequence[Pair]]) -> NDArray[np.float32]:
    """The states of each pair, shape (P, 4 x size): of its two names, the strongest between them, and along the path.

    ``read`` are those of the words of each sentence, shape (L, size). Where nothing stands between the two, zeros stand
    for it.
    """
    size = read[0].shape[1]
    found = np.zeros((sum(map(len, pairs)), 4, size), dtype=np.float32)
    rows = iter(found)
    for words, here in zip(read, pairs, strict=True):
        for pair, (one, other, between, along) in zip(here, rows, strict=False):
            one[:], other[:] = words[pair.first], words[pair.second]
            if pair.second > pair.first + 1:
                np.maximum.reduce(words[pair.first + 1 : pair.second], out=between)
            np.maximum.reduce(words.take(pair.path, axis=0), out=along)
    return found.reshape(-1, 4 * size)


def vectors_of(texts: Sequence[str], vectors: Vectors) -> NDArray[np.float32]:
    """The words' vectors; a name, which is empty, has none."""
    found = vectors(list(texts))
    found[0] = 0
    return found


def _batches(numbers: Sequence[int], pairs: Sequence[Sequence[Pair]]) -> Iterator[Sequence[int]]:
    """Sentences that are read together."""
    first = held = 0
    for at, number in enumerate(numbers):
        if at > first and (at - first >= _SENTENCES or held + len(pairs[number]) > _PAIRS):
            yield numbers[first:at]
            first, held = at, 0
        held += len(pairs[number])
    if first < len(numbers):
        yield numbers[first:]


def _chances(scores: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The probabilities of the claims, and of the others."""
    claims = np.exp(scores[:, : len(CLAIMS)] - scores[:, : len(CLAIMS)].max(1, keepdims=True))
    claims /= claims.sum(1, keepdims=True)
    others = 1 / (1 + np.exp(-scores[:, len(CLAIMS) :]))
    return claims, others.astype(np.float32)


def _opinions(scores: NDArray[np.float32]) -> Iterator[Opinion]:
    claims, others = _chances(scores)
    for one, rest in zip(claims.tolist(), others.tolist(), strict=True):
        yield Opinion(tuple(one), *rest)


def read_header(folder: Path) -> dict[str, Any]:
    """What ``model.json`` says of the classifier in a folder.

    :raises ModelError: if it is missing, of another version, or a file that it names is not whole
    """
    path = folder / "model.json"
    try:
        header: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        complete = header["version"] and header["tables"]["conventions"] and header["sizes"].items()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"{path}: no readable model ({error}); install litkg again") from error
    if header.get("format") != FORMAT or header.get("claims") != list(CLAIMS):
        raise ModelError(f"{path}: made for another version; train it again")
    for name, size in complete:
        file = folder / name
        if not file.is_file() or file.stat().st_size != size:
            raise ModelError(f"{file}: missing or not {size} bytes long; install litkg again")
    return header
