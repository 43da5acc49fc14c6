"""Which text without annotations teaches the recogniser English, and how is it kept?

One passage a line, its tokens with blanks between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.spot.tokens import tokens
from ingest.spot.train.corpora import SUFFIX, development_fingerprints, fingerprint, read_documents

#: these parts of the corpora, by their paths
_PARTS = (
    "ner/*.train",
    "ner/gnormplus.test",
    "ner/drugprot_ner.test",
    "rel/*train",
    "rel/*all",
    "rel/ade*",
    "rel/chemprot.devel",
)
#: a part with names taken out is no English
_WITHOUT_NAMES = "anon"
_BREAK = re.compile(r"\n+|(?<=[a-z)\]0-9][.?!])\s+(?=[A-Z])")
_FEWEST = 4


def write_text(corpora: Path, texts: Iterable[Path], out: Path) -> None:
    """Write the passages of the corpora and of further files, each document once.

    Documents of development parts are left out, so that scores on them are of text that nobody has read.
    """
    with out.open("w", encoding="utf-8") as file:
        for passage in _passages([*_corpora_files(corpora), *texts], set(development_fingerprints(corpora))):
            file.write(passage + "\n")


def _corpora_files(folder: Path) -> list[Path]:
    found = {path for part in _PARTS for path in folder.glob(part + SUFFIX)}
    return sorted(path for path in found if _WITHOUT_NAMES not in path.name)


def _passages(paths: Iterable[Path], without: set[str]) -> Iterator[str]:
    seen: set[str] = set()
    for path in paths:
        for document in read_documents(path):
            beginning = document["text"][:200]
            if beginning not in seen and fingerprint(document) not in without:
                seen.add(beginning)
                for passage in _BREAK.split(document["text"]):
                    read = [token for token, *_ in tokens(passage)]
                    if len(read) >= _FEWEST:
                        yield " ".join(read)


class Passages:
    """Passages of these lengths in memory, as the numbers of their tokens.

    ``tokens`` are the different ones, by number, and ``counts`` say how often each occurs.
    """

    def __init__(self, text: Path, lengths: range) -> None:
        known: dict[str, int] = {}
        read: list[NDArray[np.int32]] = []
        with text.open(encoding="utf-8") as file:
            for line in file:
                if len(words := line.split()) in lengths:
                    read.append(np.array([known.setdefault(w, len(known)) for w in words], dtype=np.int32))
        self.tokens = list(known)
        self.counts = np.bincount(np.concatenate(read), minlength=len(known))
        self._passages = read

    def __len__(self) -> int:
        return len(self._passages)

    def __getitem__(self, at: int) -> NDArray[np.int32]:
        return self._passages[at]
