"""How likely is a relation to be right? Fits the weights of `ingest.weigh` on development parts, from raw text.

    python -m ingest.relate.pairs.train.calibrate --corpora DIR [--classifier DIR] [--recogniser DIR] [--out FILE]

Names are recognised as in use; only relations of two names that the annotators marked too, of types that they
relate, are judged. A relation is right if the annotators claim the same of the two, or what it implies: that the two
go together accepts any claim, that one changes the other accepts more and less. Prints how far scores are from shares,
each document scored by weights that were fitted without its fold. Recogniser and classifier must not have learnt from
these parts.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from ingest.extract import Extractor
from ingest.relate.pairs.meaning import CLAIM_OF
from ingest.relate.pairs.network import PACKAGED, PairNetwork
from ingest.relate.pairs.opinion import Claimed
from ingest.relate.pairs.train.corpus import annotated
from ingest.relate.pairs.train.labels import CONVENTIONS
from ingest.relate.relator import Relation
from ingest.spot.network import Network
from ingest.weigh import FEATURES, Context, Weights
from kg.model import Document, Span

#: groups and relations with fewer examples have no weight of their own
_ENOUGH, _FOLDS = 150, 5
#: what a corpus annotates, where it is not all that its relations could claim
_ONLY: Mapping[str, frozenset[Claimed]] = {"bc5cdr": frozenset({Claimed.RAISES})}
_IMPLIED: Mapping[Claimed, frozenset[Claimed]] = {
    Claimed.GOES_WITH: frozenset(Claimed) - {Claimed.NOTHING},
    Claimed.CHANGES: frozenset({Claimed.CHANGES, Claimed.RAISES, Claimed.LOWERS}),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """A relation that would be stated, what its score is made of, and whether annotators claim it."""

    corpus: str
    document: int
    values: tuple[float, ...]
    groups: str
    relation: str
    right: bool


def judged(path: Path, corpus: str, extractor: Extractor) -> Iterator[Judged]:
    """The relations that would be stated of the names that annotators of this corpus relate."""
    documents = list(annotated(path))
    counted = Counter(types for document in documents for types in document.related())
    related = {types for types, number in counted.items() if number >= 0.02 * counted.total()}
    for number, document in enumerate(documents):
        read = Document(str(number), document.text)
        for relation, context, spans in _stated(extractor, read):
            claim = CLAIM_OF.get(relation.relation)
            if claim is None or claim not in _ONLY.get(corpus, Claimed) or not context.is_fitted(relation):
                continue
            if (told := document.claims(*spans, related)) is not None:
                right = bool(told & _IMPLIED.get(claim, {claim}))
                values = context.features(relation)
                yield Judged(corpus, number, values, context.groups(relation), relation.relation, right)


def _stated(
    extractor: Extractor, document: Document
) -> Iterator[tuple[Relation, Context, tuple[Span, Span]]]:
    names, sentences, relations = extractor.read(document)
    context = Context(relations, names, sentences)
    for relation in relations:
        if not relation.negated:
            yield relation, context, (names[relation.subject].span, names[relation.object].span)


def fit(rows: Sequence[Judged]) -> Weights:
    """The weights of a logistic regression."""
    groups, relations = _frequent(row.groups for row in rows), _frequent(row.relation for row in rows)
    model = LogisticRegression(C=1.0, max_iter=5000)
    model.fit(_matrix(rows, groups, relations), [row.right for row in rows])
    found = [round(float(value), 4) for value in model.coef_[0]]
    at = len(FEATURES)
    return Weights(
        round(float(model.intercept_[0]), 4),
        tuple(found[:at]),
        dict(zip(groups, found[at:], strict=False)),
        dict(zip(relations, found[at + len(groups) :], strict=True)),
    )


def _frequent(words: Iterator[str]) -> list[str]:
    return sorted(word for word, number in Counter(words).items() if number >= _ENOUGH)


def _matrix(rows: Sequence[Judged], groups: Sequence[str], relations: Sequence[str]) -> NDArray[np.float64]:
    return np.array(
        [
            [*row.values, *(row.groups == one for one in groups), *(row.relation == one for one in relations)]
            for row in rows
        ],
        dtype=np.float64,
    )


def crosswise(rows: Sequence[Judged]) -> NDArray[np.float64]:
    """Scores by weights that were fitted without the fold of the row's document."""
    scores = np.zeros(len(rows))
    for fold in range(_FOLDS):
        weights = fit([row for row in rows if row.document % _FOLDS != fold])
        for place, row in enumerate(rows):
            if row.document % _FOLDS == fold:
                scores[place] = weights.score(row.values, row.groups, row.relation)
    return scores


def report(rows: Sequence[Judged], scores: NDArray[np.float64]) -> None:
    """Print a line for each tenth of scores, the mean distance of score and share, and shares by relation."""
    right, distance = np.array([row.right for row in rows]), 0.0
    print("score          number   mean  right")
    for low in np.arange(0, 1, 0.1):
        here = (scores >= low) & (scores < low + 0.1)
        if here.any():
            mean, share = scores[here].mean(), right[here].mean()
            distance += here.sum() * abs(mean - share) / len(rows)
            print(f"{low:.1f} to {low + 0.1:.1f}     {here.sum():6d}  {mean:.3f}  {share:.3f}")
    print(f"mean distance of score and share {distance:.3f}")
    for threshold in (0.5, 0.55, 0.6, 0.65, 0.7):
        shares = [f"{corpus} {_share(rows, scores >= threshold, corpus)}" for corpus in _corpora(rows)]
        print(f"from {threshold}: " + ", ".join(shares))
    by_relation: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        by_relation[row.relation].append(place)
    for relation, places in sorted(by_relation.items(), key=lambda item: -len(item[1])):
        high = [place for place in places if scores[place] >= 0.6]
        print(
            f"{relation:24s} {len(places):6d} right {right[places].mean():.3f} scored {scores[places].mean():.3f}; "
            f"from 0.6: {len(high)} right {right[high].mean() if high else float('nan'):.3f}"
        )


def _corpora(rows: Sequence[Judged]) -> list[str]:
    return sorted({row.corpus for row in rows})


def _share(rows: Sequence[Judged], chosen: NDArray[np.bool_], corpus: str) -> str:
    here = [row.right for row, one in zip(rows, chosen, strict=True) if one and row.corpus == corpus]
    return f"{sum(here) / len(here):.3f} of {len(here)}" if here else "none"


def main() -> None:
    """Fit, report and write."""
    parser = argparse.ArgumentParser(prog="python -m ingest.relate.pairs.train.calibrate")
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--classifier", type=Path, default=PACKAGED)
    parser.add_argument("--recogniser", type=Path)
    parser.add_argument("--out", type=Path, default=PACKAGED / "calibration.json")
    options = parser.parse_args()
    extractor = Extractor.load()
    extractor.recogniser.network = Network.open(options.recogniser)
    extractor.pairs = PairNetwork(extractor.recogniser.network.vectors, options.classifier)
    rows: list[Judged] = []
    for path in sorted(options.corpora.glob("*.devel.jsonl.zst")):
        corpus = path.name.split(".")[0]
        if corpus in CONVENTIONS:
            found = list(judged(path, corpus, extractor))
            print(f"{path.name}: {len(found)} relations, {sum(row.right for row in found)} right", flush=True)
            rows += found
    report(rows, crosswise(rows))
    weights = fit(rows)
    written: dict[str, Any] = {
        "bias": weights.bias,
        "features": dict(zip(FEATURES, weights.features, strict=True)),
        "groups": weights.groups,
        "relations": weights.relations,
    }
    options.out.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
