"""Readers' verdicts: how their files are read, and how well what is learnt from them holds of other documents."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np

from ingest.linking.ranker import Floats

FOLDS = 8
_BINS = 10

#: number, mean chance and share right of the verdicts of a tenth of chances, which begins at the first
Tenth = tuple[float, int, float, float]


class OfDocument(Protocol):
    """What was judged in a document."""

    @property
    def document(self) -> str:
        """The document's identifier."""


T = TypeVar("T", bound=OfDocument)


def verdict_lines(path: Path, columns: Sequence[str]) -> Iterator[list[str]]:
    """The lines of a file of verdicts behind its head, of which the column "right" says 1 or 0.

    :raises ValueError: naming the line that has other columns or no verdict
    """
    place = columns.index("right")
    with path.open(encoding="utf-8", newline="") as stream:
        for number, row in enumerate(csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE), start=1):
            if row == list(columns):
                continue
            if len(row) != len(columns) or row[place] not in ("0", "1"):
                raise ValueError(f"{path}, line {number}: no verdict")
            yield row


def crosswise(rows: Sequence[T], learn: Callable[[Sequence[T]], Callable[[Sequence[T]], Floats]]) -> Floats:
    """What is made of each row by what was learnt without the fold of the row's document.

    ``learn`` makes of rows what makes a number of each of others.
    """
    folds = folds_of(row.document for row in rows)
    found = np.zeros(len(rows))
    for fold in range(FOLDS):
        places = [place for place, row in enumerate(rows) if folds[row.document] == fold]
        if places:
            learnt = learn([row for row in rows if folds[row.document] != fold])
            found[places] = learnt([rows[place] for place in places])
    return found


def folds_of(documents: Iterable[str]) -> dict[str, int]:
    """The fold, 0 to `FOLDS` - 1, of each document."""
    return {name: number % FOLDS for number, name in enumerate(sorted(set(documents)))}


def tenths(chances: Iterable[float], right: Iterable[bool]) -> tuple[float, list[Tenth]]:
    """The mean distance of chance and share (expected calibration error), and the tenths that hold something."""
    bins: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for chance, so in zip(chances, right, strict=True):
        bins[min(_BINS - 1, int(chance * _BINS))].append((chance, so))
    error, found = 0.0, list[Tenth]()
    for place, held in sorted(bins.items()):
        said, so_many = sum(chance for chance, _ in held), sum(so for _, so in held)
        error += abs(said - so_many)
        found.append((place / _BINS, len(held), said / len(held), so_many / len(held)))
    return error / max(1, sum(number for _, number, _, _ in found)), found


def print_tenths(of: str, chances: Floats, right: Sequence[bool]) -> None:
    """Print a line for each tenth of the chances, and their mean distance from the shares."""
    error, found = tenths(chances.tolist(), right)
    print(f"{of:14s} number   mean  right")
    for low, number, mean, share in found:
        print(f"{low:.1f} to {low + 1 / _BINS:.1f}     {number:6d}  {mean:.3f}  {share:.3f}")
    print(f"mean distance of {of} and share {error:.3f}")
