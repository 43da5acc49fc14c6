"""`python -m ingest.language.train --treebank DIR --general DIR --out DIR` makes the packaged model again."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from spacy.tokens import Doc
from spacy.vocab import Vocab

from ingest.language.train.claims import draw_claims
from ingest.language.train.fit import Plan, fit, load_stock_model
from ingest.language.train.general import plain_sentences, read_paragraphs
from ingest.language.train.package import package
from ingest.language.train.scores import score
from ingest.language.train.treebank import read_treebank

TRAINING, DEVELOPMENT = "craft_treebank.train.conllu.zst", "craft_treebank.dev.conllu.zst"
CLAIMS, PLAIN, HELD_OUT = 8000, 6000, 600


def main(arguments: list[str] | None = None) -> None:
    """Train, measure and write the model; progress goes to stderr, the scores to stdout."""
    options = _arguments(arguments)
    nlp = load_stock_model()
    picking, reporting = held_out_trees(options.treebank, nlp.vocab)
    plain = plain_sentences(list(read_paragraphs(options.general)), nlp, PLAIN + HELD_OUT)
    trees = [tree for _, tree in read_treebank(options.treebank / TRAINING, nlp.vocab)]
    mixture = [*trees, *draw_claims(CLAIMS, nlp.vocab), *plain[HELD_OUT:]]
    claims = draw_claims(HELD_OUT, nlp.vocab, held_out=True)
    print(
        f"{len(trees)} gold trees, {CLAIMS} claims, {len(plain) - HELD_OUT} plain sentences", file=sys.stderr
    )
    held_out = {"craft": picking, "claims": claims, "plain": plain[:HELD_OUT]}
    for scores in fit(nlp, mixture, held_out, Plan(passes=options.passes)):
        print(
            json.dumps({name: round(value, 4) for name, value in scores.items()}), file=sys.stderr, flush=True
        )
    reported = score(nlp, reporting)
    package(nlp, options.out, options.version, reported)
    print(json.dumps(asdict(reported)))


def held_out_trees(treebank: Path, vocab: Vocab) -> tuple[list[Doc], list[Doc]]:
    """The development part by article: one half to pick the model with, the other only to report on."""
    trees = list(read_treebank(treebank / DEVELOPMENT, vocab))
    articles = list(dict.fromkeys(article for article, _ in trees))
    picking = set(articles[: len(articles) // 2])
    return [t for a, t in trees if a in picking], [t for a, t in trees if a not in picking]


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m ingest.language.train", description=__doc__)
    parser.add_argument(
        "--treebank", type=Path, required=True, help="folder with craft_treebank.{train,dev}.conllu.zst"
    )
    parser.add_argument(
        "--general", type=Path, required=True, help="folder with JATS files; those under CC BY are used"
    )
    parser.add_argument(
        "--out", type=Path, required=True, help="folder for the model; what is there is replaced"
    )
    parser.add_argument("--passes", type=int, default=Plan().passes, help="times over the training data")
    parser.add_argument("--version", default="1.0.0", help="version of the model")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
