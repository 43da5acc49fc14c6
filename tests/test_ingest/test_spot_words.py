"""What is known of a token: its vector and spelling, the same however often and beside whatever it is asked for."""

from __future__ import annotations

import numpy as np
import pytest

from ingest.spot import words as module
from ingest.spot.network import PACKAGED
from ingest.spot.tokens import SHAPES, letters
from ingest.spot.words import Words

TOKENS = ["IL", "-", "6", "interferon", "unheardofword", "IL", "β"]


@pytest.fixture
def words() -> Words:
    return Words.open(PACKAGED)


def test_known_has_a_row_for_each_token(words: Words) -> None:
    rows, shapes = words.known(TOKENS)
    assert rows.shape == (len(TOKENS), words.dimensions + 64)
    assert rows.dtype == np.float32
    assert [SHAPES[shape] for shape in shapes[:4]] == ["upper", "sign", "digits", "lower"]
    assert (rows[0] == rows[5]).all()


def test_known_of_no_tokens_is_empty(words: Words) -> None:
    assert len(words.known([])[0]) == 0


def test_known_does_not_depend_on_what_was_asked_before(words: Words) -> None:
    alone = [Words.open(PACKAGED).known([token])[0] for token in TOKENS]
    words.known(["something", "else", *TOKENS[::-1]])
    assert np.concatenate(alone).tobytes() == words.known(TOKENS)[0].tobytes()


def test_known_is_the_same_after_all_was_forgotten(words: Words, monkeypatch: pytest.MonkeyPatch) -> None:
    before = words.known(TOKENS)[0]
    monkeypatch.setattr(module, "MOST", 4)
    for token in TOKENS:
        words.known([token])
    assert words.known(TOKENS)[0].tobytes() == before.tobytes()


def test_spelling_is_a_convolution_over_the_letters(words: Words) -> None:
    before, own, behind = np.load(PACKAGED / "letters.npy")
    spelt = letters("IL")
    places = [
        own[spelt[at]]
        + (before[spelt[at - 1]] if at else 0)
        + (behind[spelt[at + 1]] if at + 1 < len(spelt) else 0)
        for at in range(len(spelt))
    ]
    found = words.known(["IL"])[0][0, words.dimensions :]
    assert np.allclose(found, np.maximum(np.max(places, axis=0), 0), atol=1e-6)
