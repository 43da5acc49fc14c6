"""How are sentences found and parsed?

The packaged spaCy model is loaded, checked and run here; `model/MODEL_CARD.md` says what it was made from.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.attrs import IDS  # type: ignore[import-not-found]
from spacy.language import Language as Pipeline
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.tokens import Doc
from spacy.util import get_words_and_spaces, is_compatible_version, registry

from ingest.language.encoding import Encoder, by_doc
from ingest.language.forms import Forms
from ingest.language.parsing import Parser
from ingest.language.sentences import excerpt, readable, stretches, trimmed
from kg.errors import ModelError

MODEL = Path(__file__).parent / "model"
CHECKSUMS, ENCODER = "SHA256SUMS", "encoder.onnx"
MOST_CHARACTERS, MOST_TOKENS = 2_000, 250
UNBROKEN = re.compile(r"\S{400}")
MOST_STRINGS = 300_000
#: so few sentences that numpy starts no threads for a product of theirs
BATCH = 32
#: what spaCy would find out of each new word, and no component asks
_NOT_ASKED = frozenset(
    IDS[name]
    for name in (
        "IS_ALPHA IS_ASCII IS_BRACKET IS_CURRENCY IS_DIGIT IS_LEFT_PUNCT IS_LOWER IS_PUNCT IS_QUOTE IS_RIGHT_PUNCT "
        "IS_STOP IS_TITLE IS_UPPER LIKE_EMAIL LIKE_NUM LIKE_URL"
    ).split()
)


class Language:
    """The packaged model: finds sentences and parses them.

    Not for use by several threads at once: give each its own.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open()
        self.version = f"{self._pipeline.meta['name']} {self._pipeline.meta['version']}"

    @classmethod
    def load(cls, folder: Path = MODEL) -> Language:
        """The packaged model, or another one of the same make.

        Raises `ModelError` if it is missing, damaged or made for another version of spaCy.
        """
        _verify(folder)
        return cls(folder)

    def sentences(self, text: str) -> tuple[tuple[int, int], ...]:
        """The half-open offsets of the sentences of `text`, in order.

        Together they cover all text that is not white space, and none begins or ends with white space. A
        blank line ends a sentence, and so does a line break after a heading.
        """
        return self.sentences_in(text, [(0, len(text))])

    def sentences_in(self, text: str, sections: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        """The sentences of these stretches of `text`, none of which crosses from one to another."""
        self._renew()
        pieces = [
            (start + first, start + last)
            for start, end in sections
            for first, last in stretches(text[start:end])
        ]
        inside = self._begins_in([text[start:end] for start, end in pieces])
        spans = (
            trimmed(text, *sentence)
            for (start, end), begins in zip(pieces, inside, strict=True)
            for sentence in pairwise([start, *(start + begin for begin in begins), end])
        )
        return tuple((start, end) for start, end in spans if start < end)

    def _begins_in(self, texts: Sequence[str]) -> Iterator[list[int]]:
        """Where all sentences but the first begin in each of the texts."""
        for first in range(0, len(texts), BATCH):
            excerpts = [excerpt(text) for text in texts[first : first + BATCH]]
            docs = [self._tokenised(one.text) for one in excerpts]
            begins = self._splitter.read(docs)[0] if any(map(len, docs)) else np.zeros(0)
            for one, doc, begin in zip(excerpts, docs, by_doc(begins, docs), strict=True):
                yield [one.place(doc[token].idx) for token in np.flatnonzero(begin).tolist() if token]

    def parse(self, sentences: Iterable[str]) -> Iterator[Doc]:
        """One `Doc` for each sentence, in order, with tags, lemmas and a tree of one root.

        A sentence of more than 2,000 characters or 250 tokens, or with 400 characters on end without white
        space, comes back without a tree (`has_annotation("DEP")` is false): it is seldom prose, and takes
        long. White space is read as blanks. A `Doc` stays valid as long as it is kept.
        """
        remaining = iter(sentences)
        while batch := list(islice(remaining, BATCH)):
            self._renew()
            docs = [self._tokenised(text) for text in batch]
            prose = [doc for doc, text in zip(docs, batch, strict=True) if _is_prose(doc, text)]
            if prose:
                self._annotate([_as_one_sentence(doc) for doc in prose])
            yield from docs

    def _annotate(self, docs: Sequence[Doc]) -> None:
        tags, features = self._encoder.read(docs)
        self._tagger.set_annotations(docs, by_doc(tags, docs))
        self._parser.annotate(docs, features)
        self._forms.write(docs)

    def _tokenised(self, text: str) -> Doc:
        """Split by spaCy, or at white space where there is so little that spaCy would take for ever."""
        text = readable(text)
        if UNBROKEN.search(text):
            return Doc(self._pipeline.vocab, *get_words_and_spaces(text.split(), text))
        return self._pipeline.tokenizer(text)

    def _renew(self) -> None:
        """Load the pipeline again once it has met very many words, because spaCy never forgets one.

        `Language.memory_zone` would forget them too, but also break every `Doc` that is still in use.
        """
        if len(self._pipeline.vocab.strings) > MOST_STRINGS:
            self._open()

    def _open(self) -> None:
        self._pipeline = _load(self._folder)
        parts: dict[str, Any] = dict(self._pipeline.components)
        self._tagger, self._parser = parts["tagger"], Parser(parts["parser"])
        self._encoder = Encoder(parts["tok2vec"].model, self._folder / "tok2vec" / ENCODER)
        self._splitter = Encoder(parts["senter"].model.layers[0], self._folder / "senter" / ENCODER)
        self._forms = Forms(self._pipeline)


def _is_prose(doc: Doc, text: str) -> bool:
    return 0 < len(doc) <= MOST_TOKENS and len(text) <= MOST_CHARACTERS and not UNBROKEN.search(text)


def _as_one_sentence(doc: Doc) -> Doc:
    starts: Any = np.full((len(doc), 1), -1).astype(np.uint64)  # what spaCy's arrays have for no start
    starts[:1] = 0
    doc.from_array(["SENT_START"], starts)
    return doc


@registry.tokenizers("litkg.Tokenizer")  # type: ignore[untyped-decorator]
def _without_rules() -> Callable[[Pipeline], Tokenizer]:
    """Makes a tokenizer whose rules the packaged model brings: those of English by default need not be made before."""
    return lambda pipeline: Tokenizer(pipeline.vocab)


def _load(folder: Path) -> Pipeline:
    try:
        pipeline = spacy.load(
            folder,
            disable=["senter", "attribute_ruler", "lemmatizer"],
            config={"nlp.tokenizer": {"@tokenizers": "litkg.Tokenizer"}},
        )
    except Exception as error:  # whatever thinc, msgpack or the registry may raise
        raise ModelError(
            f"{folder}: the language model cannot be loaded ({error}); reinstall litkg"
        ) from error
    vocabulary: Any = pipeline.vocab
    found = vocabulary.lex_attr_getters.items()
    vocabulary.lex_attr_getters = {name: find for name, find in found if name not in _NOT_ASKED}
    return pipeline


def _verify(folder: Path) -> None:
    for name, digest in _checksums(folder).items():
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise ModelError(f"{path}: the language model is missing or damaged here; reinstall litkg")
    made_for = json.loads((folder / "meta.json").read_text(encoding="utf-8"))["spacy_version"]
    if not is_compatible_version(spacy.about.__version__, made_for):
        raise ModelError(
            f"{folder}: the language model needs spaCy {made_for}, not {spacy.about.__version__}"
        )


def _checksums(folder: Path) -> dict[str, str]:
    try:
        lines = (folder / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ModelError(f"{folder}: there is no language model here; reinstall litkg") from error
    return {name: digest for digest, name in (re.split(" +", line, maxsplit=1) for line in lines)}
