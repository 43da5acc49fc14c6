"""`python -m ingest.spot.train --corpora DIR --text FILE... --out DIR` makes the packaged recogniser again.

Each step keeps its result in the work folder and is not done again: the text, word vectors, pre-training,
examples, fitting. With --development the network learns from the development parts as well, and the scores
that are packaged are those of the training without them, if that was done in the same work folder.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from torch import Tensor

from ingest.language import Language
from ingest.lexicon import Lexicon
from ingest.spot.network import Network
from ingest.spot.train import fit, pretrain
from ingest.spot.train.corpora import DEVELOPMENT, TRAINING, development_fingerprints
from ingest.spot.train.examples import Example, Reader, is_held_out
from ingest.spot.train.package import STYLES, VERSION, package, read_checkpoint, read_styles
from ingest.spot.train.plain import write_text
from ingest.spot.train.scores import score, score_in_own_style
from ingest.spot.train.vectors import Vectors, train_vectors

T = TypeVar("T")


def main(arguments: list[str] | None = None) -> None:
    """Train, measure and write the recogniser; progress goes to stderr, the scores to stdout."""
    options = _arguments(arguments)
    options.work.mkdir(parents=True, exist_ok=True)
    vectors, encoder = _pretrained(options)
    taught, held_out = _examples(options)
    plan = fit.Plan(passes=options.passes, minutes=options.minutes, seed=options.seed)
    state = options.work / ("all.pt" if options.development else "fitted.pt")
    for done in fit.fit(taught, vectors, encoder, plan, state):
        _say(f"pass {done.number}, loss {done.loss:.3f}, {done.minutes:.0f} min")
    weights, scores = read_checkpoint(state), options.work / "scores.json"
    if not options.development:
        package(weights, options.out, options.styles, options.version)
        found = {
            "own style": score_in_own_style(weights, held_out),
            "as packaged": score(Network.open(options.out), held_out),
        }
        scores.write_text(json.dumps(found, indent=1), encoding="utf-8")
    known = json.loads(scores.read_text(encoding="utf-8")) if scores.exists() else {}
    package(weights, options.out, options.styles, options.version, known)
    print(json.dumps(known, indent=1))


def _pretrained(options: argparse.Namespace) -> tuple[Vectors, dict[str, Tensor]]:
    """The word vectors and the encoder that plain text alone teaches."""
    text, vectors = options.work / "text", options.work / "vectors.npz"
    _once(text, lambda path: write_text(options.corpora, options.text, path))
    _once(vectors, lambda path: train_vectors(text, options.seed).save(path))
    plan = pretrain.Plan(words=options.words, minutes=options.minutes, seed=options.seed)
    loaded = Vectors.load(vectors)
    return loaded, pretrain.pretrain(text, loaded, plan, options.work / "pretrained.pt")


def _examples(options: argparse.Namespace) -> tuple[list[Example], list[Example]]:
    """The sentences to learn from, and those to measure with."""
    training, development = options.work / "training.pickle", options.work / "development.pickle"

    def read(parts: str) -> list[Example]:
        reader = Reader(Lexicon.open(), Language.load())
        if parts == "training":
            return list(reader.read(options.corpora, TRAINING, development_fingerprints(options.corpora)))
        return list(reader.read(options.corpora, DEVELOPMENT, frozenset()))

    _once(training, lambda path: path.write_bytes(pickle.dumps(read("training"))))
    _once(development, lambda path: path.write_bytes(pickle.dumps(read("development"))))
    taught, held_out = pickle.loads(training.read_bytes()), pickle.loads(development.read_bytes())
    aside = [example for example in taught if is_held_out(example)]
    if options.development:
        return [*taught, *held_out], []
    return [example for example in taught if not is_held_out(example)], [*held_out, *aside]


def _once(path: Path, make: Callable[[Path], T]) -> None:
    """Make a file unless it is there; a stop in between leaves none."""
    if not path.exists():
        _say(f"making {path.name}")
        unfinished = path.with_suffix(".part")
        make(unfinished)
        unfinished.replace(path)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m ingest.spot.train", description=__doc__)
    say = parser.add_argument
    say("--corpora", type=Path, required=True, help="folder with ner/*.jsonl.zst and rel/*.jsonl.zst")
    say("--text", type=Path, nargs="*", default=[], help="files of further documents, .jsonl or .jsonl.zst")
    say("--out", type=Path, required=True, help="folder for the recogniser")
    say("--work", type=Path, help="folder for intermediate results; beside the recogniser unless given")
    say("--development", action="store_true", help="learn from the development parts as well")
    say("--minutes", type=float, help="the longest that pre-training, and fitting, may each take")
    say("--words", type=int, default=pretrain.Plan().words, help="words of plain text to pre-train with")
    say("--passes", type=int, default=fit.Plan().passes, help="times over the corpora")
    say("--seed", type=int, default=0, help="seed of everything that is drawn at random")
    say(
        "--styles", type=read_styles, default=dict(STYLES), help="whose style each kind follows: KIND=STYLE,…"
    )
    say("--version", default=VERSION, help="version of the recogniser")
    options = parser.parse_args(arguments)
    options.work = options.work or options.out.with_name(options.out.name + ".work")
    return options


if __name__ == "__main__":
    main()
