"""Grow the trees that say how likely a strict reader is to let a name pass (`ingest.linking.trust`).

    python -m ingest.linking.train.trust --judged FILE --articles FILE… [--out FILE]

A file of judged names holds a line for each: document, start and end, category and entity, 1 or 0 for right or wrong,
and why (b borders, c category or no name, l link). The articles' text is not in it; the articles are read again, and
names that are still found and linked as they were are learnt. Prints how far trust is from shares, each document's
names by trees that were grown without its fold.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ingest.extract import Extractor
from ingest.linking.ranker import Floats, Trees
from ingest.linking.train.trees import grown
from ingest.linking.trust import PACKAGED, features
from ingest.relate.pairs.train.readings import documents
from kg.model import Document

COLUMNS = "document,start,end,category,entity,right,why".split(",")
_FOLDS = 8

#: start, end, category and entity of a name, in the order of the columns
Linked = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A name that a reader judged, and its features."""

    document: str
    values: tuple[float, ...]
    right: bool


def verdicts(path: Path) -> dict[str, dict[Linked, bool]]:
    """Whether each judged name of each document is right.

    :raises ValueError: naming the line, if it is not as described above
    """
    found: dict[str, dict[Linked, bool]] = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as stream:
        for number, row in enumerate(csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE), start=1):
            if row == COLUMNS:
                continue
            if len(row) != len(COLUMNS) or row[5] not in ("0", "1"):
                raise ValueError(f"{path}, line {number}: no verdict")
            found[row[0]][tuple(row[1:5])] = row[5] == "1"
    return dict(found)


def judged(
    verdicts: Mapping[str, Mapping[Linked, bool]], articles: Iterable[Document], extractor: Extractor
) -> Iterator[Judged]:
    """The judged names that are still found and linked as they were."""
    for document in articles:
        names, _ = extractor.names(document)
        given = verdicts[document.id]
        linked = [
            (str(n.span.start), str(n.span.end), n.best.entity.category.name, n.best.entity.id) for n in names
        ]
        places = [place for place, one in enumerate(linked) if one in given]
        rows = features(document.text, names, places)
        for place, row in zip(places, rows, strict=True):
            yield Judged(document.id, tuple(row), given[linked[place]])


def grow(rows: Sequence[Judged]) -> Trees:
    """The trees for these names."""
    values = np.array([row.values for row in rows])
    right = np.array([row.right for row in rows], dtype=np.float64)
    return grown(values, right, trees=110, rate=0.05, depth=6, least=20, held_back=5.0)


def crosswise(rows: Sequence[Judged]) -> Floats:
    """Trust by trees that were grown without the fold of the name's document."""
    folds = {name: number % _FOLDS for number, name in enumerate(sorted({row.document for row in rows}))}
    trusted = np.zeros(len(rows))
    for fold in range(_FOLDS):
        trees = grow([row for row in rows if folds[row.document] != fold])
        places = [place for place, row in enumerate(rows) if folds[row.document] == fold]
        if places:
            trusted[places] = 1 / (
                1 + np.exp(-trees.log_odds(np.array([rows[place].values for place in places])))
            )
    return trusted


def report(rows: Sequence[Judged], trusted: Floats) -> None:
    """Print the share of right names for each tenth of trust, the mean distance, and the area under the curve."""
    right, distance = np.array([row.right for row in rows]), 0.0
    print("trust          number   mean  right")
    for low in np.arange(0, 1, 0.1):
        here = (trusted >= low) & (trusted < low + 0.1)
        if here.any():
            mean, share = trusted[here].mean(), right[here].mean()
            distance += here.sum() * abs(mean - share) / len(rows)
            print(f"{low:.1f} to {low + 0.1:.1f}     {here.sum():6d}  {mean:.3f}  {share:.3f}")
    print(f"mean distance of trust and share {distance:.3f}")
    print(f"a right name is trusted more than a wrong one in {_area(right, trusted):.3f} of pairs")
    print(f"by the scores of links in {_area(right, np.array([row.values[0] for row in rows])):.3f}")


def _area(right: np.ndarray, scores: Floats) -> float:
    """The area under the receiver's operating curve."""
    from scipy.stats import rankdata

    ranks, positive = rankdata(scores), right.sum()
    return float((ranks[right].sum() - positive * (positive + 1) / 2) / (positive * (len(right) - positive)))


def main() -> None:
    """Grow, report and write."""
    parser = argparse.ArgumentParser(prog="python -m ingest.linking.train.trust")
    parser.add_argument("--judged", type=Path, required=True)
    parser.add_argument("--articles", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, default=PACKAGED)
    options = parser.parse_args()
    given = verdicts(options.judged)
    rows = list(judged(given, documents(options.articles, given), Extractor.load()))
    print(f"{len(rows)} names, {sum(row.right for row in rows)} right")
    report(rows, crosswise(rows))
    arrays: dict[str, Any] = grow(rows).arrays("trees")
    np.savez_compressed(options.out, **arrays)


if __name__ == "__main__":
    main()
