"""Grow the trees that say how likely a strict reader is to let a name pass (`ingest.linking.trust`).

    python -m ingest.linking.train.trust --judged FILE --articles FILE… [--out FILE]

A file of judged names holds a line for each: document, start and end, category and entity, 1 or 0 for right or wrong,
and why (b borders, c category or no name, l link). The articles' text is not in it; the articles are read again, and
names that are still found and linked as they were are learnt. Prints how far trust is from shares, each document's
names by trees that were grown without its fold.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from ingest.extract import Extractor
from ingest.linking.ranker import Floats, Trees, chances
from ingest.linking.train.crosswise import crosswise, print_tenths, verdict_lines
from ingest.linking.train.trees import grown
from ingest.linking.trust import PACKAGED, features
from ingest.relate.pairs.train.readings import documents
from kg.model import Document

COLUMNS = "document,start,end,category,entity,right,why".split(",")
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
    for row in verdict_lines(path, COLUMNS):
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
    return grown(values, right, trees=160, rate=0.05, depth=7, least=20, held_back=5.0)


def trusted(trees: Trees, rows: Sequence[Judged]) -> Floats:
    """How far the trees trust these names, 0-1."""
    return chances(trees.log_odds(np.array([row.values for row in rows])))


def report(rows: Sequence[Judged], trust: Floats) -> None:
    """Print the share of right names for each tenth of trust, the mean distance, and the area under the curve."""
    from sklearn.metrics import roc_auc_score

    right = [row.right for row in rows]
    print_tenths("trust", trust, right)
    print(f"a right name is trusted more than a wrong one in {roc_auc_score(right, trust):.3f} of pairs")
    print(f"by the scores of links in {roc_auc_score(right, [row.values[0] for row in rows]):.3f}")


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
    report(rows, crosswise(rows, lambda known: partial(trusted, grow(known))))
    arrays: dict[str, Any] = grow(rows).arrays("trees")
    np.savez_compressed(options.out, **arrays)


if __name__ == "__main__":
    main()
