"""How well does a packaged recogniser find the names of the development parts?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from ingest.mention import Kind
from ingest.spot.decode import BEGIN, END, SINGLE
from ingest.spot.hints import KINDS
from ingest.spot.network import Network, Sentence
from ingest.spot.train.corpora import STYLES
from ingest.spot.train.examples import ANY, Example
from ingest.spot.train.package import package
from ingest.spot.train.weights import Weights

#: all kinds of a corpus together
ALL = "all"
#: in this style, cell types and cell lines together are one more kind
_CELLS_TOGETHER, _CELL = "anatem", "Cell"

_Name = tuple[str, int, int]


@dataclass(slots=True)
class Tally:
    """Names found and wanted."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, wanted: set[_Name], found: set[_Name]) -> None:
        """Count the names of one sentence; only the same span of the same kind is right."""
        self.right += len(wanted & found)
        self.wrong += len(found - wanted)
        self.missed += len(wanted - found)

    @property
    def f1(self) -> float:
        """The F score, 0-1."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


def score(network: Network, examples: Iterable[Example]) -> dict[str, dict[str, float]]:
    """F scores of exact spans by corpus and kind; a kind counts where the corpus annotates it."""
    tallies: dict[str, dict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))
    for corpus, group in groupby(sorted(examples, key=lambda e: e.corpus), key=lambda e: e.corpus):
        for example, found in _read(network, list(group)):
            for kind, wanted, got in _by_kind(example, found):
                tallies[corpus][kind].add(wanted, got)
    return {
        corpus: {kind: round(tally.f1, 4) for kind, tally in sorted(kinds.items())}
        for corpus, kinds in tallies.items()
    }


def _read(network: Network, examples: Sequence[Example]) -> Iterator[tuple[Example, set[_Name]]]:
    found: list[set[_Name]] = [set() for _ in examples]
    for name in network.read([Sentence(e.tokens, e.all_hints()) for e in examples]):
        found[name.sentence].add((name.kind.value, name.first, name.last))
    yield from zip(examples, found, strict=True)


def _by_kind(example: Example, found: set[_Name]) -> Iterator[tuple[str, set[_Name], set[_Name]]]:
    """Names wanted and found of each kind that is annotated, and of all together."""
    known = [place for place in range(len(KINDS)) if (example.labels[:, place] != ANY).any()]
    wanted = {(KINDS[k].value, *span) for k in known for span in spans_of(example.labels[:, k])}
    kinds = {KINDS[place].value for place in known}
    for kind in sorted(kinds):
        yield kind, {n for n in wanted if n[0] == kind}, {n for n in found if n[0] == kind}
    yield ALL, wanted, {name for name in found if name[0] in kinds}
    if example.style == _CELLS_TOGETHER:
        yield _CELL, _cells(wanted), _cells(found)


def _cells(names: set[_Name]) -> set[_Name]:
    return {(_CELL, *span) for kind, *span in names if kind in (Kind.CELL_TYPE, Kind.CELL_LINE)}  # type: ignore[misc]


def spans_of(labels: NDArray[np.int8]) -> Iterator[tuple[int, int]]:
    """First and last token of each name in a sentence's labels of one kind."""
    first: int | None = None
    for at, label in enumerate(labels.tolist()):
        if label == SINGLE:
            yield at, at
        elif label == BEGIN:
            first = at
        elif label == END and first is not None:
            yield first, at
            first = None


def score_in_own_style(weights: Weights, examples: Sequence[Example]) -> dict[str, dict[str, float]]:
    """The F scores of a network that follows, on each corpus, that corpus's own way of annotating."""
    scores: dict[str, dict[str, float]] = {}
    with TemporaryDirectory() as folder:
        package(weights, Path(folder))
        for style in STYLES:
            if chosen := [example for example in examples if example.style == style]:
                scores |= score(Network.open(Path(folder), style), chosen)
    return scores
