"""Heads and labels are those that spaCy's own loop finds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import spacy
from spacy.language import Language as Pipeline
from spacy.tokens import Doc

from ingest.language.parsing import Parser
from ingest.language.pipeline import MODEL

TEXTS = (
    "Stop.",
    "IL-6 activates STAT3.",
    "Mice that were given gefitinib, which inhibits EGFR, lost weight.",
    "Neither of the drugs, as far as anybody knows, has ever been shown to do what its makers said it would.",
)


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return spacy.load(MODEL, enable=["tok2vec", "tagger"])


def parsed(pipeline: Pipeline, texts: tuple[str, ...], ours: bool) -> list[list[tuple[int, str]]]:
    spacys: Any = pipeline.get_pipe("parser")
    docs: list[Doc] = list(pipeline.pipe(texts))
    if ours:
        narrow, wide, _ = spacys.model.layers
        features = wide.predict(narrow.predict(docs)).swapaxes(2, 3)
        Parser(spacys).annotate(docs, np.ascontiguousarray(features))
    else:
        spacys.set_annotations(docs, spacys.predict(docs))
    return [[(token.head.i, token.dep_) for token in doc] for doc in docs]


def test_parser_moves_as_spacys_does(pipeline: Pipeline) -> None:
    assert parsed(pipeline, TEXTS, ours=True) == parsed(pipeline, TEXTS, ours=False)


def test_parser_gives_a_sentence_the_same_tree_in_any_company(pipeline: Pipeline) -> None:
    alone = [tree for text in TEXTS for tree in parsed(pipeline, (text,), ours=True)]
    assert alone == parsed(pipeline, TEXTS * 9, ours=True)[: len(TEXTS)]
