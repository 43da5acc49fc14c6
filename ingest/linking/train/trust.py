"""Grow the trees that say how likely a strict reader is to let a name pass (`ingest.linking.trust`).

    python -m ingest.linking.train.trust --judged FILE --articles FILE… [--out FILE] [--repute FILE]

A file of judged names holds a line for each: document, start and end, category and entity, 1 or 0 for right or wrong,
and why (b borders, c category or no name, l link). The articles' text is not in it; the articles are read again, and
names that are still found and linked as they were are learnt, and once more in their sentences, as if these stood
alone. What readers thought of a name elsewhere counts, too: --repute is the table of that, which is written, too.
Prints how far trust is from shares, each document's names by trees that were grown without its fold.
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
from ingest.lexicon.key import key
from ingest.linking.familiar import Linked as Named
from ingest.linking.ranker import Floats, Trees, chances
from ingest.linking.repute import PACKAGED as REPUTE
from ingest.linking.repute import Counts, Repute, write
from ingest.linking.train.crosswise import FOLDS, crosswise, folds_of, print_tenths, verdict_lines
from ingest.linking.train.trees import grown
from ingest.linking.trust import PACKAGED, features, trust
from ingest.mention import Recognised
from ingest.relate.pairs.train.readings import documents
from ingest.weigh import Trusted
from kg.model import Document, Span

COLUMNS = "document,start,end,category,entity,right,why".split(",")
#: what a name in a sentence that stands alone counts
ALONE = 0.3
#: start, end, category and entity of a name, in the order of the columns
Linked = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A name that a reader judged, and its features."""

    document: str
    values: tuple[float, ...]
    right: bool
    weight: float = 1.0


def verdicts(path: Path) -> dict[str, dict[Linked, bool]]:
    """Whether each judged name of each document is right.

    :raises ValueError: naming the line, if it is not as described above
    """
    found: dict[str, dict[Linked, bool]] = defaultdict(dict)
    for row in verdict_lines(path, COLUMNS):
        found[row[0]][tuple(row[1:5])] = row[5] == "1"
    return dict(found)


def reputes(
    verdicts: Mapping[str, Mapping[Linked, bool]], articles: Iterable[Document]
) -> dict[str, dict[Named, Counts]]:
    """What readers thought of each name and entity, by article."""
    found: dict[str, dict[Named, Counts]] = {}
    for document in articles:
        passed: dict[Named, list[bool]] = defaultdict(list)
        for (start, end, _, entity), right in verdicts[document.id].items():
            passed[key(document.text[int(start) : int(end)]), entity].append(right)
        found[document.id] = {
            named: (1, 0) if 2 * sum(right) > len(right) else (0, 1) for named, right in passed.items()
        }
    return found


def together(reputes_: Mapping[str, Mapping[Named, Counts]]) -> dict[Named, Counts]:
    """The sums over all articles."""
    total: dict[Named, list[int]] = defaultdict(lambda: [0, 0])
    for counts in reputes_.values():
        for named, (right, wrong) in counts.items():
            total[named][0] += right
            total[named][1] += wrong
    return {named: (right, wrong) for named, (right, wrong) in total.items()}


def judged(
    verdicts: Mapping[str, Mapping[Linked, bool]],
    articles: Iterable[Document],
    extractor: Extractor,
    reputes_: Mapping[str, Mapping[Named, Counts]],
) -> Iterator[Judged]:
    """The judged names that are still found and linked as they were, and then in each of their sentences alone."""
    repute = Repute(together(reputes_))
    for document in articles:
        known, own = verdicts[document.id], reputes_[document.id]
        names, sentences = extractor.names(document)
        holding: set[Span] = set()
        for name, row in _rows(document.text, names, 0, known, repute, own):
            holding.update(sentence for sentence in sentences if sentence.contains(name.span))
            yield Judged(document.id, row, known[linked(name)])
        for sentence in sorted(holding, key=lambda one: one.start):
            text = sentence.of(document.text)
            names, _ = extractor.names(Document(document.id, text))
            for name, row in _rows(text, names, sentence.start, known, repute, own):
                yield Judged(document.id, row, known[linked(name, sentence.start)], ALONE)


def linked(name: Recognised, offset: int = 0) -> Linked:
    """Where a name stands and what it is taken for; ``offset`` is that of the text in its article."""
    entity = name.best.entity
    return str(name.span.start + offset), str(name.span.end + offset), entity.category.name, entity.id


def _rows(
    text: str,
    names: Sequence[Recognised],
    offset: int,
    known: Mapping[Linked, bool],
    repute: Repute,
    own: Mapping[Named, Counts],
) -> Iterator[tuple[Recognised, tuple[float, ...]]]:
    """The judged names among those of a text, with their features."""
    places = [place for place, name in enumerate(names) if linked(name, offset) in known]
    for place, row in zip(places, features(text, names, places, repute, own), strict=True):
        yield names[place], tuple(row)


def learnable(
    path: Path, articles: Sequence[Path], extractor: Extractor
) -> tuple[dict[str, dict[Named, Counts]], list[Judged]]:
    """What readers thought of names, by article, and all that trees can learn of it."""
    given = verdicts(path)
    reputes_ = reputes(given, documents(articles, given))
    return reputes_, list(judged(given, documents(articles, given), extractor, reputes_))


def grow(rows: Sequence[Judged]) -> Trees:
    """The trees for these names."""
    values = np.array([row.values for row in rows])
    right = np.array([row.right for row in rows], dtype=np.float64)
    weights = np.array([row.weight for row in rows])
    return grown(values, right, trees=220, rate=0.05, depth=8, least=20, held_back=5.0, weights=weights)


def trusted(trees: Trees, rows: Sequence[Judged]) -> Floats:
    """How far the trees trust these names, 0-1."""
    return chances(trees.log_odds(np.array([row.values for row in rows])))


class Unlearnt:
    """How far the names of a document are trusted by trees that have learnt nothing of it."""

    def __init__(self, path: Path, articles: Sequence[Path], extractor: Extractor) -> None:
        self._own, rows = learnable(path, articles, extractor)
        self._repute = Repute(together(self._own))
        self._folds = folds_of(row.document for row in rows)
        self._trees = [
            grow([row for row in rows if self._folds[row.document] != fold]) for fold in range(FOLDS)
        ]

    def of(self, document: str) -> Trusted:
        """For the names of this document."""
        trees = self._trees[self._folds.get(document, 0)]
        return partial(trust, trees=trees, judged=self._repute, own=self._own.get(document))


def report(rows: Sequence[Judged], chances_: Floats) -> None:
    """Print the share of right names for each tenth of trust, the mean distance, and the area under the curve."""
    from sklearn.metrics import roc_auc_score

    right = [row.right for row in rows]
    print_tenths("trust", chances_, right)
    print(f"a right name is trusted more than a wrong one in {roc_auc_score(right, chances_):.3f} of pairs")
    print(f"by the scores of links in {roc_auc_score(right, [row.values[0] for row in rows]):.3f}")


def main() -> None:
    """Grow, report and write."""
    parser = argparse.ArgumentParser(prog="python -m ingest.linking.train.trust")
    parser.add_argument("--judged", type=Path, required=True)
    parser.add_argument("--articles", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, default=PACKAGED)
    parser.add_argument("--repute", type=Path, default=REPUTE)
    options = parser.parse_args()
    reputes_, rows = learnable(options.judged, options.articles, Extractor.load())
    write(options.repute, together(reputes_))
    print(f"{len(rows)} names, {sum(row.right for row in rows)} right")
    report(rows, crosswise(rows, lambda known: partial(trusted, grow(known))))
    arrays: dict[str, Any] = grow(rows).arrays("trees")
    np.savez_compressed(options.out, **arrays)


if __name__ == "__main__":
    main()
