"""What is remembered of words is what the model computes of them, to the bit."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc
from thinc.api import Model

from ingest.language.embedding import remember_embeddings
from ingest.language.pipeline import MODEL

TEXTS = ("IL-6 activates STAT3.", "", "Gefitinib inhibits EGFR in the lung, as IL-6 activates STAT3.", "IL-6")


@pytest.fixture(params=["tok2vec", "senter"])
def models(request: pytest.FixtureRequest) -> tuple[Model, Model, list[Doc]]:
    """A model as it is, the same one with a memory, and documents of its vocabulary."""
    plain, memory = (spacy.load(MODEL) for _ in range(2))
    docs = [plain.tokenizer(text) for text in TEXTS]
    one, other = (pipeline.get_pipe(request.param).model for pipeline in (plain, memory))
    if request.param == "senter":
        one, other = one.layers[0], other.layers[0]
    remember_embeddings(other)
    return one, other, docs


def test_remembered_embeddings_are_those_computed(models: tuple[Model, Model, list[Doc]]) -> None:
    plain, memory, docs = models
    for batch in (docs, docs[::-1], docs[:1]):  # learnt, then remembered, in whatever company
        for one, other in zip(plain.predict(batch), memory.predict(batch), strict=True):
            assert np.array_equal(one, other)


def test_remembered_embeddings_of_nothing_have_no_rows(models: tuple[Model, Model, list[Doc]]) -> None:
    _, memory, docs = models
    assert [len(rows) for rows in memory.layers[0].predict([docs[1]])] == [0]
