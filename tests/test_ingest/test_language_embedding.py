"""What is remembered of words is what the model computes of them, to the bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import spacy

from ingest.language.embedding import Embedding
from ingest.language.pipeline import MODEL

TEXTS = ("IL-6 activates STAT3.", "", "Gefitinib inhibits EGFR in the lung, as IL-6 activates STAT3.", "IL-6")


@pytest.mark.parametrize("name", ["tok2vec", "senter"])
def test_remembered_embeddings_are_those_computed(name: str) -> None:
    pipeline = spacy.load(MODEL)
    part: Any = pipeline.get_pipe(name)
    tok2vec = part.model if name == "tok2vec" else part.model.layers[0]
    docs = [pipeline.tokenizer(text) for text in TEXTS]
    embedding = Embedding(tok2vec)
    for batch in (docs, docs[::-1], docs[:1]):  # learnt, then remembered, in whatever company
        plain = tok2vec.layers[0].predict(batch)
        assert np.array_equal(np.concatenate(plain), embedding.rows(batch))
