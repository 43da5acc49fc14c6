"""The reader as a whole: recognition, packing, limits, and what it does with anything at all."""

import gzip
import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.read import FORMATS, read
from kg.errors import ReadError
from kg.model import Document

FIXTURES = Path(__file__).parent / "fixtures" / "read"


def read_bytes(data: bytes, format: str | None = None, name: str = "input") -> list[Document | ReadError]:
    return list(read(io.BytesIO(data), format=format, name=name))


def only_error(data: bytes, format: str | None = None) -> ReadError:
    (error,) = read_bytes(data, format)
    assert isinstance(error, ReadError)
    assert "\n" not in str(error)
    return error


class Endless(io.RawIOBase):
    """A stream without an end; it counts the bytes that were asked of it."""

    def __init__(self, start: bytes) -> None:
        self.start, self.given = start, 0

    def read(self, size: int = -1) -> bytes:
        chunk = (self.start + b"a" * size)[:size]
        self.start = self.start[size:]
        self.given += len(chunk)
        return chunk


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("web_dump.txt", "Shed receptor fragments quieten killer cells, blood samples suggest"),
        ("pubmed_page.html", "Receptor shedding in macrophages"),
        ("pubmed_set.xml", "Receptor shedding by macrophages slows CD8+ T cells"),
        ("medline_set.xml", "First of an old set"),
    ],
)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_read_recognises_format_by_content(name: str, title: str, packed: bool) -> None:
    data = (FIXTURES / name).read_bytes()
    first = read_bytes(gzip.compress(data) if packed else data)[0]
    assert isinstance(first, Document)
    assert first.title == title


@pytest.mark.parametrize(
    "text",
    ["The tag <html> begins a page.\nIt is old.", "<0.05 was held significant.", "{not JSON} at all"],
    ids=["names a tag", "less than", "brace"],
)
def test_read_takes_text_that_looks_a_little_like_markup_for_text(text: str) -> None:
    (document,) = read_bytes(text.encode())
    assert isinstance(document, Document)
    assert document.text == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (gzip.compress(b""), "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not UTF-8 at byte 0"),
        (b"some words and a \x00 byte", "binary data"),
        (b"\x01\x02\x03\x04 words", "binary data"),
        (b"\x1f\x8bnot gzip at all", "gzip data is damaged"),
        (b'{\n  "id": "x",\n  "text": "t"\n}', "not JSON lines"),
        (b'[{"id": "x", "text": "t"}]', "not JSON lines"),
        (b'<!DOCTYPE article PUBLIC "-//NLM//DTD JATS" "x.dtd"><article/>', "without front matter"),
    ],
)
def test_read_refuses_what_is_no_document(data: bytes, reason: str) -> None:
    assert reason in only_error(data).reason


@pytest.mark.parametrize(
    ("source", "reason"),
    [("missing.txt", "no such file"), (".", "is a directory"), ("a\0b", "no file can have this name")],
)
def test_read_names_the_file_that_cannot_be_opened(source: str, reason: str, tmp_path: Path) -> None:
    (error,) = read(str(tmp_path / source))
    assert isinstance(error, ReadError)
    assert reason in error.reason


def test_read_leaves_a_stream_open_that_it_did_not_open() -> None:
    stream = io.BytesIO(b"A title\nA sentence.")
    list(read(stream))
    assert not stream.closed


def test_read_does_not_know_other_formats() -> None:
    with pytest.raises(ValueError, match="docx"):
        list(read(io.BytesIO(b"x"), format="docx"))


def test_truncated_gzip_gives_the_complete_records_then_one_error() -> None:
    lines = b"".join(json.dumps({"id": str(n), "text": "word " * n}).encode() + b"\n" for n in range(2000))
    packed = gzip.compress(lines)
    *documents, error = read_bytes(packed[: len(packed) // 2])
    assert [document.id for document in documents if isinstance(document, Document)] == [
        str(n) for n in range(len(documents))
    ]
    assert len(documents) > 100
    assert isinstance(error, ReadError)
    assert "ends too early" in error.reason


def test_gzip_members_one_after_another_are_one_file() -> None:
    packed = gzip.compress(b'{"id": "a", "text": "x"}\n') + gzip.compress(b'{"id": "b", "text": "y"}\n')
    assert [document.id for document in read_bytes(packed) if isinstance(document, Document)] == ["a", "b"]


@pytest.mark.parametrize(
    ("format", "start", "limit"),
    [
        ("text", b"", 100_000_000),
        ("html", b"<html><body><p>", 20_000_000),
        ("pubmed", b"<PubmedArticleSet><PubmedArticle>", 100_000_000),
        ("jsonl", b"\0", 100_000),
    ],
)
def test_read_stops_at_its_limit_in_a_source_without_end(format: str, start: bytes, limit: int) -> None:
    stream = Endless(start)
    (error,) = read(stream, format=format)  # type: ignore[arg-type]
    assert isinstance(error, ReadError)
    assert stream.given <= limit + 200_000


def test_gzip_bomb_meets_the_limit() -> None:
    assert "refused as unsafe" in only_error(gzip.compress(b"a" * 101_000_000, 1), "jsonl").reason


MARKUP = st.text(alphabet="<>/!?[]&;=\"' \nabpPMIDhtml{}:,0\\u\x85\u2028é", max_size=300).map(str.encode)
BEGINNINGS = st.sampled_from(
    [
        b"",
        b"<html><body><p>",
        b"<PubmedArticle><MedlineCitation><PMID>1</PMID>",
        b'{"id":',
        b"\x1f\x8b\x08",
        b"\xff\xfe",
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    beginning=BEGINNINGS,
    data=st.one_of(st.binary(max_size=300), MARKUP),
    format=st.sampled_from([None, *FORMATS]),
)
def test_read_never_raises_and_its_sections_lie_in_its_text(
    beginning: bytes, data: bytes, format: str | None
) -> None:
    for document in read_bytes(beginning + data, format):
        if isinstance(document, Document):
            assert all(0 <= s.start < s.end <= len(document.text) for s in document.sections)
            assert not any("\ud800" <= character <= "\udfff" for character in document.text)
