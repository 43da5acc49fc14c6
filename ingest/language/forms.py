"""Which part of speech and which lemma has each word of a parsed sentence?

spaCy's attribute ruler tries some 350 patterns on every word, and so takes as long as the parser. All but a few
look at one word, its tag and its dependency, so what they and the lemmatiser say of those is remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any

import numpy as np
from spacy.language import Language as Pipeline
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

from ingest.language.memory import Memory, Numbers

_SEEN: list[int | str] = ["ORTH", "TAG", "DEP"]
_SAID: list[int | str] = ["TAG", "DEP", "POS", "LEMMA"]


class Forms:
    """Writes parts of speech and lemmas into tagged and parsed sentences, as a pipeline's two components would.

    They must be in the pipeline, and disabled. Morphological features are left out. Not for several threads.
    """

    def __init__(self, pipeline: Pipeline) -> None:
        self._vocab = pipeline.vocab
        ruler: Any = pipeline.get_pipe("attribute_ruler")
        self._all: Callable[[Doc], Doc] = ruler
        self._lemmatise: Callable[[Doc], Doc] = _with_sets(pipeline.get_pipe("lemmatizer"))
        self._of_one = AttributeRuler(self._vocab)
        self._of_several, self._first = Matcher(self._vocab), Matcher(self._vocab)
        rules = {str(rule): rule for rule in ruler.patterns}  # the model has each twice
        for name, rule in rules.items():
            patterns: Any = rule["patterns"]
            if all(len(words) == 1 for words in patterns):
                self._of_one.add_patterns([rule])
            else:
                self._of_several.add(name, patterns)
                self._first.add(name, [words[:1] for words in patterns])
        self._memory = Memory(self._said)

    def write(self, docs: Sequence[Doc]) -> None:
        """Set part of speech and lemma of every word."""
        docs = [doc for doc in docs if len(doc)]
        if not docs:
            return
        said = self._memory.rows(np.concatenate([doc.to_array(_SEEN) for doc in docs]))
        for end, doc in zip(accumulate(map(len, docs)), docs, strict=True):
            words: Any = said[
                end - len(doc) : end
            ]  # spaCy's types ask for signed numbers, spaCy for unsigned
            if words[:, -1].any() and self._of_several(doc):
                self._lemmatise(self._all(doc))
            else:
                doc.from_array(_SAID, words[:, :-1])

    def _said(self, words: Numbers) -> Numbers:
        """What the components say of each word by itself, and whether a rule of several words may begin with it."""
        doc = Doc(self._vocab, [self._vocab.strings[orth] for orth in words[:, 0].tolist()])
        seen: Any = words[:, 1:]
        doc.from_array(_SEEN[1:], seen)
        first = np.zeros((len(words), 1), dtype=np.uint64)
        first[[start for _, start, _ in self._first(doc)]] = 1
        return np.hstack((self._lemmatise(self._of_one(doc)).to_array(_SAID), first))


def _with_sets(lemmatizer: Any) -> Any:
    """The lemmatiser with its lists of known words as sets: it looks every new word up, and lists are long."""
    listed = lemmatizer.lookups.get_table("lemma_index")
    for part, words in listed.items():
        listed[part] = frozenset(words)
    return lemmatizer
