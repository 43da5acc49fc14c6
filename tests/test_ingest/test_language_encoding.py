"""The networks that onnxruntime runs are those of the spaCy model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import spacy
from spacy.language import Language as Pipeline
from spacy.tokens import Doc
from thinc.api import Model

from ingest.language.encoding import Encoder, by_doc
from ingest.language.pipeline import ENCODER, MODEL
from kg.errors import ModelError

TEXTS = ("IL-6 activates STAT3.", "", "Gefitinib inhibits EGFR in the lung, as IL-6 activates STAT3.", "IL-6")


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return spacy.load(MODEL)


@pytest.fixture
def docs(pipeline: Pipeline) -> list[Doc]:
    return [pipeline.tokenizer(text) for text in TEXTS]


def tok2vec_of(pipeline: Pipeline, name: str) -> Model[Any, Any]:
    part: Any = pipeline.get_pipe(name)
    model: Model[Any, Any] = part.model
    return model if name == "tok2vec" else model.layers[0]


def encoder_of(pipeline: Pipeline, name: str) -> Encoder:
    return Encoder(tok2vec_of(pipeline, name), MODEL / name / ENCODER)


@pytest.mark.parametrize(("name", "reads"), [("tok2vec", "tagger"), ("senter", "senter")])
def test_encoders_choose_what_the_model_chooses(
    pipeline: Pipeline, docs: list[Doc], name: str, reads: str
) -> None:
    parts: dict[str, Any] = dict(pipeline.components)
    chosen = encoder_of(pipeline, name).read(docs)[0]
    if name == "tok2vec":
        parts[name].set_annotations(docs, parts[name].predict(docs))
    for one, other in zip(parts[reads].predict(docs), by_doc(chosen, docs), strict=True):
        assert np.array_equal(one, other)


def test_encoder_gives_what_the_parser_reads(pipeline: Pipeline, docs: list[Doc]) -> None:
    parts: dict[str, Any] = dict(pipeline.components)
    parts["tok2vec"].set_annotations(docs, parts["tok2vec"].predict(docs))
    narrow, wide, _ = parts["parser"].model.layers
    computed = wide.predict(narrow.predict(docs))
    _, features = encoder_of(pipeline, "tok2vec").read(docs)
    assert features == pytest.approx(computed.swapaxes(2, 3).reshape(len(features), -1), abs=1e-4)


def test_what_is_read_of_a_word_is_the_same_whatever_stands_before_and_behind(
    pipeline: Pipeline, docs: list[Doc]
) -> None:
    encoder = encoder_of(pipeline, "tok2vec")
    together = by_doc(encoder.read(docs)[1][1:], docs)
    for doc, rows in zip(docs, together, strict=True):
        if len(doc):
            assert np.array_equal(encoder.read([doc])[1][1:], rows)


def test_encoder_that_is_missing_is_named(pipeline: Pipeline, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=ENCODER):
        Encoder(tok2vec_of(pipeline, "senter"), tmp_path / ENCODER)


def test_encoders_are_written_from_the_model(pipeline: Pipeline, tmp_path: Path) -> None:
    pytest.importorskip("onnx", reason="the extra `train` is not installed")
    from ingest.language.train.package import write_encoders

    for name in ("tok2vec", "senter"):
        (tmp_path / name).mkdir()
    write_encoders(pipeline, tmp_path)
    for name in ("tok2vec", "senter"):
        assert (tmp_path / name / ENCODER).read_bytes() == (MODEL / name / ENCODER).read_bytes()
