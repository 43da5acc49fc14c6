"""Make the table of used names and the ranker from annotated corpora.

    python -m ingest.linking.train --corpora DIR --out DIR [--lexicon DIR] [--also-dev] [--measure]

Documents that a development part holds too are left out of training. The reliability of the links by kind goes
to stdout: of the training documents by cross-validation, before and after calibration, and with --measure of the
development parts.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from ingest.lexicon import Lexicon
from ingest.linking.resolve import RANKER, USAGE
from ingest.linking.train.calibrate import (
    Best,
    adjusted,
    best_options,
    by_kind,
    calibrated,
    crossed,
    reliability,
)
from ingest.linking.train.corpora import SHARED, development, gathered
from ingest.linking.train.examples import examples
from ingest.linking.train.tally import Tally
from ingest.linking.train.trees import fitted

#: below this calibrated probability a name stays unlinked: it more likely means something else or nothing listed
FLOOR = 0.5


def main(arguments: Sequence[str] | None = None) -> None:
    """Train on the corpora of a folder and write the ranker and the table."""
    asked = _arguments(arguments)
    lexicon = Lexicon.open(asked.lexicon)
    documents = gathered(asked.corpora, also_dev=asked.also_dev)
    tally = Tally(lexicon, (d for d in documents if d.corpus in SHARED))
    learnt = list(examples(lexicon, documents, tally))
    bests = crossed(learnt)
    plain = fitted(learnt, FLOOR)
    ranker = calibrated(plain, bests)
    asked.out.mkdir(parents=True, exist_ok=True)
    ranker.write(asked.out / RANKER)
    tally.table().write(asked.out / USAGE)
    print(f"{len(documents)} documents, {sum(len(one.right) for one in learnt)} options")
    report("training documents, crossed", bests, adjusted(bests, ranker.calibration))
    if asked.measure:
        new = list(examples(lexicon, development(asked.corpora), tally))
        report("development", list(best_options(plain, new)), list(best_options(ranker, new)))


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--lexicon", type=Path, help="another lexicon than the packaged one")
    parser.add_argument("--also-dev", action="store_true", help="train on the development parts too")
    parser.add_argument("--measure", action="store_true", help="report on the development parts")
    return parser.parse_args(arguments)


def report(title: str, before: Sequence[Best], after: Sequence[Best]) -> None:
    """Print how reliable the links of each kind were before and after calibration."""
    print(f"\n{title}\n  kind, names, calibration error before, after; tenth: number, mean, share right")
    later = by_kind(after)
    for kind, held in by_kind(before).items():
        (was, _), (now, bins) = reliability(held), reliability(later[kind])
        print(f"  {kind.value} {len(held)} {was:.3f} {now:.3f}; {bins}")


if __name__ == "__main__":
    main()
