"""The encoders that onnxruntime runs are those of the spaCy model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import spacy
from thinc.api import Model

from ingest.language.encoding import encode_by_session
from ingest.language.pipeline import ENCODER, MODEL
from kg.errors import ModelError

TEXTS = ("IL-6 activates STAT3.", "", "Gefitinib inhibits EGFR in the lung, as IL-6 activates STAT3.", "IL-6")


def tok2vec_of(name: str) -> Model[Any, Any]:
    parts: dict[str, Any] = dict(spacy.load(MODEL).components)
    model = parts[name].model
    return model if name == "tok2vec" else model.layers[0]


@pytest.mark.parametrize("name", ["tok2vec", "senter"])
def test_encoders_give_what_the_model_gives(name: str) -> None:
    plain, quick = tok2vec_of(name), tok2vec_of(name)
    encode_by_session(quick, MODEL / name / ENCODER)
    docs = [spacy.blank("en").tokenizer(text) for text in TEXTS]
    alone = [rows for doc in docs for rows in quick.predict([doc])]
    for one, other, by_itself in zip(plain.predict(docs), quick.predict(docs), alone, strict=True):
        assert one == pytest.approx(other, abs=1e-4)
        assert np.array_equal(other, by_itself)  # whatever its neighbours


def test_encoder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=ENCODER):
        encode_by_session(tok2vec_of("senter"), tmp_path / ENCODER)


@pytest.mark.parametrize("name", ["tok2vec", "senter"])
def test_encoders_are_written_from_the_model(name: str) -> None:
    pytest.importorskip("onnx", reason="the extra `train` is not installed")
    from ingest.language.train.graph import encoder

    assert encoder(tok2vec_of(name)).SerializeToString() == (MODEL / name / ENCODER).read_bytes()
