"""JSON lines: the text exactly as given, each broken line an error of its own."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.read import jsonl, read
from kg.errors import ReadError
from kg.model import Document

CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
RECORDS = st.lists(
    st.tuples(st.text(CHARACTERS, min_size=1).filter(str.strip), st.text(CHARACTERS)), min_size=1, max_size=5
)


def read_lines(*lines: object) -> list[Document | ReadError]:
    data = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    return list(read(io.BytesIO(data.encode()), format="jsonl", name="lines"))


@given(RECORDS, st.booleans())
def test_json_lines_round_trip(records: list[tuple[str, str]], escaped: bool) -> None:
    lines = [json.dumps({"id": id, "text": text}, ensure_ascii=escaped) for id, text in records]
    found = read_lines(*lines)
    assert [(d.id, d.text) for d in found if isinstance(d, Document)] == records


def test_text_is_never_cleaned() -> None:
    text = "\ufeff Title \r\n\r\nRelated articles\nSubscribe now\n"
    (document,) = read_lines({"id": "x", "text": text})
    assert isinstance(document, Document)
    assert document.text == text
    assert document.sections == ()


def test_optional_keys_are_metadata() -> None:
    (document,) = read_lines(
        {
            "id": "x",
            "text": "t",
            "title": "T",
            "doi": "https://doi.org/10.1234/AB",
            "date": "2025-09",
            "url": None,
        }
    )
    assert isinstance(document, Document)
    assert (document.title, document.doi, document.date, document.url) == ("T", "10.1234/ab", "2025-09", "")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"id": "x", "text": "cut', "not JSON"),
        ("[1, 2]", "not a JSON object"),
        ('{"text": "t"}', 'no "id"'),
        ('{"id": "", "text": "t"}', 'no "id"'),
        ('{"id": "x"}', 'no "text"'),
        ('{"id": 7, "text": "t"}', 'the "id" is not a string'),
        ('{"id": "x", "text": ["t"]}', 'the "text" is not a string'),
        ('{"id": "x", "text": "a\\ud800"}', "half a surrogate pair at offset 1"),
        ('{"id": "x", "text": "ab\\u0000"}', "a NUL character at offset 2"),
        ('{"id": "x", "text": "t", "date": "last week"}', "ISO 8601"),
        ('{"id": "x", "text": ' + "[" * 100_000, "nesting too deep"),
        ('{"id": ' + "9" * 10_000 + "}", "a number too long"),
    ],
)
def test_broken_line_is_an_error_with_its_number_and_the_rest_is_read(line: str, reason: str) -> None:
    error, last = read_lines(line, {"id": "last", "text": "t"})
    assert isinstance(error, ReadError)
    assert error.source == "lines, line 1"
    assert reason in error.reason
    assert isinstance(last, Document)


def test_line_that_is_not_utf8_is_an_error() -> None:
    (error,) = read(io.BytesIO(b'{"id": "x", "text": "caf\xe9"}\n'))
    assert isinstance(error, ReadError)
    assert error.reason == "not UTF-8 at byte 24 of the line"


def test_blank_lines_and_duplicate_ids_and_windows_ends_are_fine() -> None:
    found = list(read(io.BytesIO(b'\xef\xbb\xbf{"id":"a","text":"x"}\r\n\r\n{"id":"a","text":"y"}\r\n')))
    assert [d.text for d in found if isinstance(d, Document)] == ["x", "y"]


@pytest.mark.parametrize("limit", [30, 100_000], ids=["within a chunk", "over chunks"])
def test_line_that_is_too_long_is_passed_over(limit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "LINE_LIMIT", limit)
    error, document = read_lines({"id": "long", "text": "a" * (limit * 3)}, {"id": "b", "text": "x"})
    assert isinstance(error, ReadError)
    assert error.reason.startswith("longer than")
    assert isinstance(document, Document)
    assert document.id == "b"
