"""Which part of speech and which lemma has each word of a parsed sentence?

spaCy's attribute ruler tries some 350 patterns on every word, and so takes as long as the parser. All but a few
look at one word, its tag and its dependency, so what they and the lemmatiser say of those is remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from spacy.language import Language as Pipeline
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

#: words remembered before all are forgotten; some 30 MB
_MOST = 100_000

_SEEN: list[int | str] = ["ORTH", "TAG", "DEP"]
_SAID: list[int | str] = ["TAG", "DEP", "POS", "LEMMA"]
_Numbers = tuple[int, ...]


class Forms:
    """Writes parts of speech and lemmas into tagged and parsed sentences, as a pipeline's two components would.

    They must be in the pipeline, and disabled. Morphological features are left out. Not for several threads.
    """

    def __init__(self, pipeline: Pipeline) -> None:
        self._vocab = pipeline.vocab
        ruler: Any = pipeline.get_pipe("attribute_ruler")
        self._all: Callable[[Doc], Doc] = ruler
        self._lemmatise: Callable[[Doc], Doc] = _with_sets(pipeline.get_pipe("lemmatizer"))
        self._of_one, self._of_several = AttributeRuler(self._vocab), Matcher(self._vocab)
        rules = {str(rule): rule for rule in ruler.patterns}  # the model has each twice
        for name, rule in rules.items():
            patterns: Any = rule["patterns"]
            if all(len(words) == 1 for words in patterns):
                self._of_one.add_patterns([rule])
            else:
                self._of_several.add(name, patterns)
        self._known: dict[_Numbers, _Numbers] = {}

    def write(self, docs: Sequence[Doc]) -> None:
        """Set part of speech and lemma of every word."""
        if len(self._known) > _MOST:
            self._known.clear()
        plain = [doc for doc in docs if len(doc) and not self._of_several(doc)]
        seen = [[tuple(word) for word in doc.to_array(_SEEN).tolist()] for doc in plain]
        self._learn(list({word for words in seen for word in words if word not in self._known}))
        for doc, words in zip(plain, seen, strict=True):
            doc.from_array(_SAID, _array([self._known[word] for word in words]))
        for doc in docs:
            if not doc.has_annotation("LEMMA"):
                self._lemmatise(self._all(doc))

    def _learn(self, words: Sequence[_Numbers]) -> None:
        """Remember what the components say of each word by itself."""
        if not words:
            return
        doc = Doc(self._vocab, [self._vocab.strings[orth] for orth, *_ in words])
        doc.from_array(_SEEN[1:], _array([rest for _, *rest in words]))
        said = self._lemmatise(self._of_one(doc)).to_array(_SAID).tolist()
        self._known.update(zip(words, map(tuple, said), strict=True))


def _with_sets(lemmatizer: Any) -> Any:
    """The lemmatiser with its lists of known words as sets: it looks every new word up, and lists are long."""
    listed = lemmatizer.lookups.get_table("lemma_index")
    for part, words in listed.items():
        listed[part] = frozenset(words)
    return lemmatizer


def _array(rows: Sequence[Sequence[int]]) -> Any:  # spaCy's types ask for signed numbers, spaCy for unsigned
    return np.array(rows, dtype=np.uint64)
