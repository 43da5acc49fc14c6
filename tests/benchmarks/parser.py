"""How do the packaged model and the stock English model compare?

    python tests/benchmarks/parser.py --treebank DIR

DIR holds `craft_treebank.dev.conllu.zst`; the stock model comes with the extra `train`. "Picked" are the
articles that the training script picked the model with, "kept" the ones that it only reported on.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import spacy
import zstandard
from spacy.language import Language as Pipeline
from spacy.tokens import Doc

from ingest.language import Language
from ingest.language.pipeline import MODEL
from ingest.language.train.__main__ import DEVELOPMENT, held_out_trees
from ingest.language.train.fit import load_stock_model
from ingest.language.train.scores import parse_single_sentences, read_claims, score, spoken_claims

CLAIMS = Path(__file__).parents[1] / "test_ingest" / "test_language_claims.tsv"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--treebank", type=Path, required=True)
    treebank: Path = parser.parse_args().treebank
    begin = time.perf_counter()
    language = Language.load()
    print(f"load {time.perf_counter() - begin:.2f} s, {_size(MODEL) / 1e6:.1f} MB")
    for label, pipeline in (("stock", load_stock_model()), ("ours", spacy.load(MODEL, disable=["senter"]))):
        report_pipeline(label, pipeline, held_out_trees(treebank, pipeline.vocab))
    report_sentences(language, list(_paragraphs(treebank / DEVELOPMENT)))


def report_pipeline(label: str, pipeline: Pipeline, trees: tuple[Sequence[Doc], Sequence[Doc]]) -> None:
    for part, gold in zip(("picked", "kept"), trees, strict=True):
        scores = {name: f"{100 * value:.1f}" for name, value in asdict(score(pipeline, gold)).items()}
        print(label, part, len(gold), "sentences", scores)
    claims = read_claims(CLAIMS)
    docs = parse_single_sentences(pipeline, (sentence for sentence, _ in claims))
    right = sum(len(gold & spoken_claims(doc)) for (_, gold), doc in zip(claims, docs, strict=True))
    print(label, "short claims", right, "of", sum(len(gold) for _, gold in claims))
    texts = [tree.text for part in trees for tree in part]
    begin = time.process_time()
    words = sum(len(doc) for doc in pipeline.pipe(texts))
    print(label, f"{words / (time.process_time() - begin):,.0f} words a second of one processor")


def report_sentences(language: Language, paragraphs: Sequence[list[str]]) -> None:
    """How many inner ends of sentences are found in each paragraph; headings have no end to be seen."""
    right = gold = found = 0
    begin = time.process_time()
    for sentences in paragraphs:
        text = " ".join(sentences)
        true = {len(" ".join(sentences[: i + 1])) for i in range(len(sentences) - 1)}
        ends = {end for _, end in language.sentences(text)} - {len(text)}
        right += sum(text[end - 1] in ".!?" for end in true & ends)
        gold += sum(text[end - 1] in ".!?" for end in true)
        found += sum(text[end - 1] in ".!?" for end in ends)
    words = sum(len(sentence.split()) for sentences in paragraphs for sentence in sentences)
    speed = words / (time.process_time() - begin)
    print(
        f"sentences: P {100 * right / found:.1f} R {100 * right / gold:.1f} of {gold} ends,"
        f" {speed:,.0f} words a second"
    )


def _paragraphs(path: Path) -> Iterator[list[str]]:
    data = zstandard.ZstdDecompressor().stream_reader(path.read_bytes()).read().decode("utf-8")
    for paragraph in data.split("# newpar id = ")[1:]:
        yield re.findall(r"^# text = (.*)$", paragraph, re.MULTILINE)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
