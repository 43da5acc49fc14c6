"""What is the recogniser shown: which labels has each token, and of which is nothing known?"""

from __future__ import annotations

import hashlib
import re
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.language import Language
from ingest.lexicon import Lexicon, Match
from ingest.mention import Kind
from ingest.spot.decode import BEGIN, END, INSIDE, OUTSIDE, SINGLE
from ingest.spot.hints import KINDS, WIDTH, hints
from ingest.spot.tokens import tokens
from ingest.spot.train.corpora import (
    CELL,
    KIND_OF,
    SPLIT,
    Corpus,
    fingerprint,
    path_of,
    read_documents,
)
from kg.vocabulary import Category

_FIFTH = " fifth"
#: the label of a token of which nothing is known
ANY = -1

_Labels = NDArray[np.int8]
_Token = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence. ``labels`` has the shape (tokens, kinds) and holds `ANY` where the corpus says nothing.

    ``places`` and ``hints`` are the lexicon's hints that are not 0: token and column, and the value.
    """

    corpus: str
    style: str
    tokens: tuple[str, ...]
    labels: _Labels
    places: NDArray[np.int16]
    hints: NDArray[np.float16]

    def all_hints(self) -> NDArray[np.float32]:
        """The hints, shape (tokens, `WIDTH`)."""
        table = np.zeros((len(self.tokens), WIDTH), dtype=np.float32)
        table[self.places[0], self.places[1]] = self.hints
        return table


@dataclass(frozen=True, slots=True)
class Entity:
    """An annotated span; if not ``sure`` its tokens may or may not be a name of the kind."""

    start: int
    end: int
    kind: Kind
    sure: bool


class Reader:
    """Makes examples of documents with the lexicon and the sentence splitter of the run time."""

    def __init__(self, lexicon: Lexicon, language: Language) -> None:
        self._lexicon = lexicon
        self._language = language

    def read(self, folder: Path, corpora: Iterable[Corpus], without: frozenset[str]) -> Iterator[Example]:
        """The sentences of the corpora, without the documents of these fingerprints."""
        for corpus in corpora:
            count = 0
            for document in read_documents(path_of(folder, corpus.file)):
                if fingerprint(document) not in without:
                    count += 1
                    yield from self._examples(corpus, document)
            print(f"{corpus.file}: {count} documents", file=sys.stderr, flush=True)

    def _examples(self, corpus: Corpus, document: Mapping[str, Any]) -> Iterator[Example]:
        text = document["text"]
        name = corpus.file + _FIFTH if corpus.file == SPLIT and is_fifth(document["id"]) else corpus.file
        entities = list(entities_of(corpus, document, self._is_cell_line))
        matches = list(self._lexicon.match(text))
        starts = [match.start for match in matches]
        for start, end in self._language.sentences(text):
            if read := tokens(text, start, end):
                inside = matches[bisect_left(starts, start) : bisect_left(starts, end)]
                labels = labels_of(corpus, read, [e for e in entities if e.start < end and start < e.end])
                yield _example(name, corpus.style, read, labels, inside)

    def _is_cell_line(self, name: str) -> bool:
        """Whether the cells of this name are a line, by a code in it or by the lexicon."""
        if "line" in name or any(_is_code(part) for part in _PART.findall(name)):
            return True
        senses = self._lexicon.lookup(name.removesuffix(" cells").removesuffix(" cell"), 1)
        return bool(senses) and senses[0].category is Category.CELL_LINE


_PART = re.compile(r"[A-Za-z0-9-]+")
_MARKER = re.compile(r"(CD|Th|M|T|B|TH|Tc|Ly)\d+")


def _is_code(part: str) -> bool:
    """Whether it is the like of "MCF-7" but not of "CD4"."""
    letter, digit = re.search("[A-Z]", part), re.search(r"\d", part)
    return bool(letter and digit and not _MARKER.match(part))


def _example(
    name: str, style: str, read: Sequence[_Token], labels: _Labels, matches: Sequence[Match]
) -> Example:
    said = hints([(start, end) for _, start, end in read], matches)
    places = np.nonzero(said)
    return Example(
        name,
        style,
        tuple(token for token, *_ in read),
        labels,
        np.array(places, dtype=np.int16),
        said[places].astype(np.float16),
    )


def entities_of(
    corpus: Corpus, document: Mapping[str, Any], is_cell_line: Callable[[str], bool]
) -> Iterator[Entity]:
    """The annotated names of the kinds that the corpus annotates, the longest first."""
    for entity in sorted(document["entities"], key=lambda e: int(e["start"]) - int(e["end"])):
        start, end, kind_name = entity["start"], entity["end"], entity["type"]
        if kind_name == CELL and Kind.CELL_TYPE in corpus.kinds:
            line = is_cell_line(document["text"][start:end])
            yield Entity(start, end, Kind.CELL_LINE if line else Kind.CELL_TYPE, sure=True)
        elif KIND_OF.get(kind_name) in corpus.kinds:
            yield Entity(start, end, KIND_OF[kind_name], sure=True)
        elif kind_name in corpus.unsure:
            yield Entity(start, end, corpus.unsure[kind_name], sure=False)


_PEOPLE = re.compile(
    r"(patients?|wom[ae]n|m[ae]n|child(ren)?|infants?|boys?|girls?|people|persons?|participants?|individuals?"
    r"|subjects?|humans?|volunteers?|adults?|neonates?|newborns?|males?|females?)",
    re.IGNORECASE,
)


def labels_of(corpus: Corpus, read: Sequence[_Token], entities: Sequence[Entity]) -> _Labels:
    """The labels of a sentence's tokens, shape (tokens, kinds); ``entities`` overlap it, the longest first.

    Of names of one kind inside one another, the outer counts. A name that does not begin and end with a token
    is masked, and so is one that the corpus is not sure of.
    """
    labels = np.full((len(read), len(KINDS)), ANY, dtype=np.int8)
    labels[:, [KINDS.index(kind) for kind in corpus.kinds]] = OUTSIDE
    starts = {start: at for at, (_, start, _) in enumerate(read)}
    ends = {end: at for at, (_, _, end) in enumerate(read)}
    for entity in entities:
        column = labels[:, KINDS.index(entity.kind)]
        first, last = starts.get(entity.start), ends.get(entity.end)
        if first is None or last is None or not entity.sure:
            column[[at for at, (_, s, e) in enumerate(read) if s < entity.end and entity.start < e]] = ANY
        elif not (column[first : last + 1] > OUTSIDE).any():
            column[first : last + 1] = chain(last - first + 1)
    if corpus.unsure_of_people:
        _mask_people(labels[:, KINDS.index(Kind.SPECIES)], read)
    return labels


def chain(length: int) -> list[int]:
    """The labels of a name of so many tokens."""
    return [SINGLE] if length == 1 else [BEGIN, *[INSIDE] * (length - 2), END]


def _mask_people(column: _Labels, read: Sequence[_Token]) -> None:
    for at, (token, *_) in enumerate(read):
        if column[at] == OUTSIDE and _PEOPLE.fullmatch(token):
            column[at] = ANY


def is_fifth(identifier: str) -> bool:
    """Whether the document is of the fifth that is kept aside, by its identifier alone."""
    return int(hashlib.md5(identifier.encode(), usedforsecurity=False).hexdigest(), 16) % 5 == 0


def is_held_out(example: Example) -> bool:
    """Whether it is of the fifth of a training part that serves as its development part."""
    return example.corpus.endswith(_FIFTH)
