"""Is a network worth it? A linear model on words, path, effects and rules beside the packaged classifier, names given.

    python -m ingest.relate.pairs.train.compare --corpora DIR [--classifier DIR] [--recogniser DIR]

Both are taught by train parts and measured on development parts, pair by pair; each has for each corpus the threshold
that suits it best.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import FeatureHasher
from sklearn.linear_model import SGDClassifier

from ingest.language import Language
from ingest.relate.pairs.network import PACKAGED, PairNetwork
from ingest.relate.pairs.opinion import CLAIMS
from ingest.relate.pairs.seen import Pair
from ingest.relate.pairs.train.examples import Example, Label, examples, held
from ingest.relate.pairs.train.labels import CONVENTIONS
from ingest.spot.network import Network

_NEAR = 3


def features(example: Example, pair: Pair) -> Iterator[str]:
    """Lexical, syntactic and lexicon features of a pair, each alone and with the groups of its names."""
    seen = example.seen
    groups = f"{seen.groups[pair.first]}-{seen.groups[pair.second]}"
    words = [word.lower() or f"<{group}>" for word, group in zip(seen.words, seen.groups, strict=True)]
    between, inner = words[pair.first + 1 : pair.second], pair.path[1:-1]
    plain = [
        *(f"b {word}" for word in between),
        *(f"bb {one} {other}" for one, other in pairwise(between)),
        *(f"p {words[place]}" for place in inner),
        "pw " + " ".join(words[place] for place in inner),
        "pd " + " ".join(seen.dependencies[place] for place in pair.path),
        *(f"e {seen.effects[place]}" for place in inner if seen.effects[place]),
        *(f"eb {effect}" for effect in seen.effects[pair.first : pair.second] if effect),
        *(f"r {said}" for said in pair.said),
        *(f"< {word}" for word in words[max(0, pair.first - _NEAR) : pair.first]),
        *(f"> {word}" for word in words[pair.second + 1 : pair.second + 1 + _NEAR]),
        f"d {min(10, (pair.second - pair.first).bit_length())}",
        f"l {min(8, len(pair.path))}",
    ]
    way = example.conventions[0]
    for feature in plain:
        yield feature
        yield f"{groups} {feature}"
        yield f"{way} {feature}"
    yield f"{way} {groups}"


def _labels(taught: Sequence[Example]) -> list[Label]:
    return [label for example in taught for label in example.labels if isinstance(label, Label)]


def _matrix(taught: Sequence[Example]) -> object:
    rows = (features(example, pair) for example in taught for pair in example.pairs)
    return FeatureHasher(2**20, input_type="string").transform(rows)


def f1(taught: Sequence[Example], chances: NDArray[np.float64]) -> tuple[float, float]:
    """The best F1 of pairs, and of pairs with their claim, at any threshold. ``chances``: (pairs, claims)."""
    labels = _labels(taught)
    wanted = np.array([CLAIMS.index(label.claim) if not label.negated else 0 for label in labels])
    some, best = 1 - chances[:, 0], 1 + chances[:, 1:].argmax(1)
    order = np.argsort(-some)
    found = np.arange(1, len(order) + 1)
    total = (wanted > 0).sum()
    return tuple(
        float((2 * np.cumsum(right[order]) / (found + total)).max())
        for right in (wanted > 0, (wanted == best) & (wanted > 0))
    )  # type: ignore[return-value]


def main() -> None:
    """Train the linear model, read with both, print a line for each corpus."""
    parser = argparse.ArgumentParser(prog="python -m ingest.relate.pairs.train.compare")
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--classifier", type=Path, default=PACKAGED)
    parser.add_argument("--recogniser", type=Path)
    options = parser.parse_args()
    language, taught, tested = Language.load(), [], {}
    for path in sorted(options.corpora.glob("*.jsonl.zst")):
        corpus, part = path.name.split(".")[:2]
        if corpus in CONVENTIONS:
            found = list(examples(path, CONVENTIONS[corpus], language))
            if part == "devel":
                tested[corpus] = found
            else:
                taught += found
    linear = SGDClassifier(loss="log_loss", alpha=2e-6, max_iter=12, random_state=0, average=True)
    linear.fit(_matrix(taught), [CLAIMS.index(label.claim) for label in _labels(taught)])
    network = PairNetwork(Network.open(options.recogniser).vectors, options.classifier)
    print(
        f"taught by {held(taught)} pairs\n{'corpus':12s} pairs  linear F1, typed  network F1, typed  pairs/s"
    )
    for corpus, here in tested.items():
        straight = np.zeros((held(here), len(CLAIMS)))
        started = time.process_time()
        straight[:, linear.classes_] = linear.predict_proba(_matrix(here))
        between = time.process_time()
        read = network.read(
            [e.seen for e in here], [e.pairs for e in here], [list(e.conventions) for e in here]
        )
        bent = np.array([opinion.claims for opinions in read for opinion in opinions])
        ended = time.process_time()
        one, other = f1(here, straight), f1(here, bent)
        speeds = f"{held(here) / (between - started):.0f}, {held(here) / (ended - between):.0f}"
        print(
            f"{corpus:12s} {held(here):5d}  {one[0]:.3f} {one[1]:.3f}  {other[0]:.3f} {other[1]:.3f}  {speeds}"
        )


if __name__ == "__main__":
    main()
