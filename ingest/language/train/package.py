"""What goes into the packaged model, and how is it written?

The trained tagger and parser, the sentence splitter of biosenter (MIT, Jake Lever) beside them, the strings
that they need and no others, and a list of checksums.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import asdict
from importlib import resources
from pathlib import Path

import onnx
import spacy
from spacy.language import Language

from ingest.language.pipeline import CHECKSUMS, ENCODER
from ingest.language.train.graph import splitter, tagger_and_parser
from ingest.language.train.scores import ParserScores

CARD = "MODEL_CARD.md"


def package(nlp: Language, folder: Path, version: str, scores: ParserScores) -> None:
    """Write the pipeline to `folder`, ready to load; of what is there only the model card is kept."""
    card = folder / CARD
    text = card.read_text(encoding="utf-8") if card.exists() else ""
    shutil.rmtree(folder, ignore_errors=True)
    add_splitter(nlp)
    nlp.meta.update(
        name="litkg", version=version, license="MIT", spacy_version=">=3.8.0,<3.9.0", author="litkg"
    )
    nlp.meta.update(
        description="Tagger, parser and sentence splitter for biomedical text", performance=asdict(scores)
    )
    nlp.meta.update(email="", url="", sources=[])
    nlp.to_disk(folder)
    strip_strings(nlp, folder)
    write_encoders(nlp, folder)
    write_checksums(folder)
    card.write_text(text, encoding="utf-8")


def add_splitter(nlp: Language) -> None:
    """Put biosenter's sentence splitter first in the pipeline."""
    with resources.as_file(resources.files("biosenter") / "model") as model:
        nlp.add_pipe("senter", source=spacy.load(model), first=True)


def strip_strings(nlp: Language, folder: Path) -> None:
    """Keep the labels only: spaCy works on hashes, and learns the spelling of a word when it meets it."""
    labels = {label for pipe in nlp.pipe_names for label in getattr(nlp.get_pipe(pipe), "labels", ())}
    (folder / "vocab" / "strings.json").write_text(json.dumps(sorted(labels)), encoding="utf-8")


def write_encoders(nlp: Language, folder: Path) -> None:
    """Put beside each Tok2Vec its encoder, and what reads it, for onnxruntime."""
    onnx.save(tagger_and_parser(nlp), folder / "tok2vec" / ENCODER)
    onnx.save(splitter(nlp), folder / "senter" / ENCODER)


def write_checksums(folder: Path) -> None:
    """One line a file in the form of sha256sum, the model card left out."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".md" and p.name != CHECKSUMS)
    lines = [
        f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(folder).as_posix()}\n" for p in files
    ]
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8")
