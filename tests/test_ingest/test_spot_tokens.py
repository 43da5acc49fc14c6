"""What the recogniser reads: tokens with true offsets, forms, shapes and letters of any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.spot.tokens import CHARACTERS, LETTERS, LONGEST, SHAPES, form, letters, shape, tokens


@given(st.text())
def test_tokens_leave_out_nothing_but_white_space(text: str) -> None:
    read = tokens(text)
    assert all(text[start:end] == token for token, start, end in read)
    assert "".join(token for token, *_ in read) == "".join(text.split())


@given(st.text(), st.integers(0, 10), st.integers(0, 10))
def test_tokens_of_a_part_lie_inside_it(text: str, start: int, length: int) -> None:
    end = min(len(text), start + length)
    assert all(start <= first < last <= end for _, first, last in tokens(text, start, end))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        pytest.param("anti-PD-1", ["anti", "-", "PD", "-", "1"], id="hyphens"),
        pytest.param("CD4+CD25+", ["CD4", "+", "CD25", "+"], id="signs"),
        pytest.param("TGF_β1", ["TGF", "_", "β1"], id="underscore"),
        pytest.param("e\u0301a", ["e", "\u0301", "a"], id="combining-character"),
        pytest.param("a\U0001f9ecb", ["a", "\U0001f9ec", "b"], id="emoji"),
        pytest.param("p.R175H", ["p", ".", "R175H"], id="variant"),
    ],
)
def test_tokens_split_where_names_may_begin(text: str, read: list[str]) -> None:
    assert [token for token, *_ in tokens(text)] == read


def test_tokens_are_never_long() -> None:
    read = tokens("ACGT" * 1000)
    assert max(len(token) for token, *_ in read) == LONGEST
    assert len(read) == 4000 // LONGEST


@pytest.mark.parametrize(
    ("token", "named"),
    [
        ("cells", "lower"),
        ("TNF", "upper"),
        ("Interleukin", "capitalised"),
        ("mRNA", "mixed"),
        ("12", "digits"),
        ("CD8", "letters and digits"),
        ("+", "sign"),
        ("T", "single capital"),
        ("α", "lower"),
        ("細胞", "mixed"),
    ],
)
def test_shape_of_token(token: str, named: str) -> None:
    assert SHAPES[shape(token)] == named


@given(st.text(min_size=1, max_size=60))
def test_letters_of_any_token_are_known_and_as_many(token: str) -> None:
    numbers = letters(token)
    assert len(numbers) == LETTERS
    assert set(numbers) <= {0, 1, *CHARACTERS.values()}


def test_letters_of_a_long_token_are_its_ends() -> None:
    assert letters("a" * 15 + "b" * 15) == letters("a" * 10 + "b" * 10)


def test_form_makes_digits_alike() -> None:
    assert form("IL17a") == form("il28A") == "il00a"
