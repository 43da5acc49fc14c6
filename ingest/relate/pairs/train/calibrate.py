"""How likely is a relation to be right? Fits the scores of `ingest.relate.pairs.judge` on development parts.

    python -m ingest.relate.pairs.train.calibrate --corpora DIR [--classifier DIR] [--recogniser DIR] [--out FILE]

The corpora's names are given. A relation is right if the annotators claim the same, or what it implies: that the
two go together accepts any claim, that one changes the other accepts more and less. Prints how far scores are from
shares, each document scored by weights that were fitted without its fold.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from ingest.language import Language
from ingest.relate.pairs.judge import KIND, LEAST, Weights, features, is_overruled
from ingest.relate.pairs.meaning import CLAIM_OF
from ingest.relate.pairs.network import PACKAGED, PairNetwork
from ingest.relate.pairs.opinion import Claimed, Opinion
from ingest.relate.pairs.seen import Pair
from ingest.relate.pairs.train.examples import Example, examples
from ingest.relate.pairs.train.labels import CONVENTIONS
from ingest.spot.network import Network

#: groups of names with fewer relations share the weights of all
_ENOUGH, _FOLDS = 200, 5
_IMPLIED = {
    Claimed.GOES_WITH: frozenset(Claimed) - {Claimed.NOTHING},
    Claimed.CHANGES: frozenset({Claimed.CHANGES, Claimed.RAISES, Claimed.LOWERS}),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """A relation that would be stated, the features of its score, and whether annotators claim it."""

    source: str
    groups: str
    values: tuple[float, float, float]
    right: bool


def judged(taught: Sequence[Example], network: PairNetwork) -> Iterator[Judged]:
    """The relations that rules and classifier would state of the examples."""
    opinions = network.read(
        [example.seen for example in taught],
        [example.pairs for example in taught],
        [[example.convention] * len(example.pairs) for example in taught],
    )
    for example, found in zip(taught, opinions, strict=True):
        for pair, opinion, label in zip(example.pairs, found, example.labels, strict=True):
            if not label.negated:
                groups = sorted((example.seen.groups[pair.first], example.seen.groups[pair.second]))
                for source, claim in _stated(pair, opinion):
                    right = claim in _IMPLIED.get(label.claim, {label.claim}) and claim is not Claimed.NOTHING
                    yield Judged(source, "-".join(groups), features(pair, opinion, claim), right)


def _stated(pair: Pair, opinion: Opinion) -> Iterator[tuple[str, Claimed]]:
    known = [CLAIM_OF.get(word.removeprefix("reversed ")) for word in pair.said]
    claims = {claim for claim in known if claim}
    kept = {claim for claim in claims if not is_overruled(claim, opinion)}
    yield from (("rule", claim) for claim in sorted(kept))
    if not kept and opinion.best[1] >= LEAST:
        yield KIND, opinion.best[0]


def fit(rows: Sequence[Judged]) -> dict[str, Weights]:
    """Weights for each source, and for each pair of groups with enough relations."""
    by_name: dict[str, list[Judged]] = defaultdict(list)
    for row in rows:
        by_name[row.source].append(row)
        by_name[f"{row.source} {row.groups}"].append(row)
    fitted = {}
    for name, here in sorted(by_name.items()):
        right = np.array([row.right for row in here])
        if len(here) >= _ENOUGH and 0 < right.sum() < len(here):
            model = LogisticRegression(C=1.0, max_iter=1000)
            model.fit(np.array([row.values for row in here]), right)
            fitted[name] = Weights(float(model.intercept_[0]), *map(float, model.coef_[0]))
    return fitted


def scores(rows: Sequence[Judged], fitted: dict[str, Weights]) -> NDArray[np.float64]:
    """The rows' scores 0-1."""
    found = []
    for row in rows:
        weights = fitted.get(f"{row.source} {row.groups}") or fitted[row.source]
        found.append(weights.bias + sum(w * v for w, v in zip(weights[1:], row.values, strict=True)))
    return np.asarray(1 / (1 + np.exp(-np.array(found))))


def report(rows: Sequence[Judged], found: NDArray[np.float64]) -> None:
    """Print a line for each tenth of scores, and the mean distance of score and share."""
    right, distance = np.array([row.right for row in rows]), 0.0
    print("score          number   mean  right")
    for low in np.arange(0, 1, 0.1):
        here = (found >= low) & (found < low + 0.1)
        if here.any():
            mean, share = found[here].mean(), right[here].mean()
            distance += here.sum() * abs(mean - share) / len(rows)
            print(f"{low:.1f} to {low + 0.1:.1f}     {here.sum():6d}  {mean:.3f}  {share:.3f}")
    print(f"mean distance of score and share {distance:.3f}")


def main() -> None:
    """Fit, report and write."""
    parser = argparse.ArgumentParser(prog="python -m ingest.relate.pairs.train.calibrate")
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--classifier", type=Path, default=PACKAGED)
    parser.add_argument("--recogniser", type=Path)
    parser.add_argument("--out", type=Path, default=PACKAGED / "calibration.json")
    options = parser.parse_args()
    language = Language.load()
    network = PairNetwork(Network.open(options.recogniser).vectors, options.classifier)
    rows: list[Judged] = []
    for path in sorted(options.corpora.glob("*.devel.jsonl.zst")):
        corpus = path.name.split(".")[0]
        if corpus in CONVENTIONS:
            found = list(judged(list(examples(path, CONVENTIONS[corpus], language)), network))
            print(f"{path.name}: {len(found)} relations, {sum(row.right for row in found)} right", flush=True)
            rows += found
    held_out = np.zeros(len(rows))
    folds = np.arange(len(rows)) * _FOLDS // len(rows)
    for fold in range(_FOLDS):
        taught = [row for row, other in zip(rows, folds, strict=True) if other != fold]
        here = np.flatnonzero(folds == fold)
        held_out[here] = scores([rows[i] for i in here], fit(taught))
    report(rows, held_out)
    written = {name: [round(value, 4) for value in weights] for name, weights in fit(rows).items()}
    options.out.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
