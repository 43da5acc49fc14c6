"""The remembered parts of speech and lemmas are those of spaCy's own components."""

from __future__ import annotations

import pytest
import spacy

from ingest.language import Language
from ingest.language.pipeline import MODEL


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("There is no evidence that IL-6 was induced.", id="existential"),
        pytest.param("It ain't gonna bind; let's see.", id="rules of two words"),
        pytest.param("These cells do not release what they had produced.", id="auxiliaries"),
        pytest.param("The  mice  , which were older, died.", id="blanks"),
    ],
)
def test_parse_gives_the_forms_of_the_whole_pipeline(text: str) -> None:
    whole = spacy.load(MODEL, disable=["senter"])
    doc = whole.tokenizer(text)
    for token in doc[1:]:
        token.is_sent_start = False
    expected = whole(doc)
    language = Language.load()
    for _ in range(2):  # learnt, then remembered
        (found,) = language.parse([text])
        assert [(t.tag_, t.pos_, t.lemma_, t.dep_) for t in found] == [
            (t.tag_, t.pos_, t.lemma_, t.dep_) for t in expected
        ]
