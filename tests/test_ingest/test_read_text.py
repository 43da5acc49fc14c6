"""Plain text: paragraphs, title, the address line, encodings."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.read import document_id_of_text, read
from kg.errors import ReadError
from kg.model import Document

FIXTURES = Path(__file__).parent / "fixtures" / "read"


def read_text(text: str | bytes) -> Document:
    (document,) = read(io.BytesIO(text.encode() if isinstance(text, str) else text), format="text")
    assert isinstance(document, Document)
    return document


def test_dump_of_a_web_page_is_its_article() -> None:
    (document,) = read(FIXTURES / "web_dump.txt")
    assert isinstance(document, Document)
    assert document.text.startswith(
        "Shed receptor fragments quieten killer cells, blood samples suggest\nDoctors"
    )
    assert document.text.endswith("said a member of the team.")
    assert document.id == document.url == "https://news.example.org/2025/fragments.html"
    assert [(s.kind, s.start) for s in document.sections] == [("title", 0), ("body", len(document.title) + 1)]


def test_text_without_address_is_named_by_its_hash() -> None:
    document = read_text("A title\nOne sentence.")
    assert document.id == document_id_of_text(document.text)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("A title\nA sentence.", "A title"),
        ("One sentence is no title.", ""),
        ("A sentence comes first.\nThen another.", ""),
        ("word " * 80 + "\nThen another.", ""),
    ],
    ids=["title", "one line", "sentence", "too long"],
)
def test_first_line_is_the_title_unless_it_reads_otherwise(text: str, title: str) -> None:
    assert read_text(text).title == title


def test_wrapped_lines_are_one_paragraph() -> None:
    wrapped = (
        "Macrophages release a receptor when they\nare inflamed, and treatment with an anti-\n"
        "PD-1 antibody has no effect on\nthat."
    )
    assert read_text(f"Title\n\n{wrapped}\n\nMore follows.").text == (
        "Title\nMacrophages release a receptor when they are inflamed, and treatment with an "
        "anti-PD-1 antibody has no effect on that.\nMore follows."
    )


def test_short_lines_that_are_paragraphs_stay_apart() -> None:
    lines = "Title here\nIt binds T cells.\nIt inhibits them.\nIt is shed."
    assert read_text(lines).text == lines


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_encodings_that_declare_themselves_are_read(encoding: str) -> None:
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    assert read_text(mark + "Naïve β cells\nThey age.".encode(encoding)).text == "Naïve β cells\nThey age."


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"TGF-\xdf in caf\xe9s", "not UTF-8 at byte 4 (0xdf)"),
        (b"\xef\xbb\xbfab\xff", "not UTF-8 at byte 5 (0xff)"),
        (b"\xff\xfea\x00b", "not UTF-16-LE at byte 4"),
        (b"\xed\xa0\x80", "not UTF-8 at byte 0"),
        (b"  \n \n", "empty"),
    ],
    ids=["latin-1", "after the mark", "half a unit", "surrogate", "blank"],
)
def test_text_that_cannot_be_read_says_where(data: bytes, reason: str) -> None:
    (error,) = read(io.BytesIO(data), format="text")
    assert isinstance(error, ReadError)
    assert reason in error.reason


@given(st.lists(st.text(st.characters(categories=["L", "N", "P"]), min_size=1), min_size=1, max_size=8))
def test_every_word_of_plain_lines_is_kept(words: list[str]) -> None:
    prose = "and more of these words follow, so that it is a paragraph of prose in the end."
    document = read_text(f"Title\n{' '.join(words)} {prose}")
    assert document.text.split() == ["Title", *words, *prose.split()]
