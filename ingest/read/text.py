"""How is plain text read? Lines are paragraphs, the first is the title, page furniture is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.read.blocks import Block, assemble, document_id, on_one_line
from ingest.read.encoding import web_encoding
from ingest.read.formats import find_bom
from ingest.read.furniture import without_furniture
from ingest.read.source import Input, Item
from kg.errors import ReadError
from kg.model import Document

LIMIT = 20 * 1000 * 1000
"""Bytes that a text may have."""

_LONGEST_TITLE = 300
_WRAPPED_WIDTH = 120
_ADDRESS = re.compile(
    r"(?:(?:original )?source|url|link|via|retrieved from)\s*:\s*(https?://[^\s<>\"]+)", re.I
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’)\]]*$")


def read_text(source: Input) -> Iterator[Item]:
    """One document: UTF-8, or UTF-16 with a byte order mark; other encodings and binary data are refused.

    A line ``Source: https://…`` is the address of the document and not of its text. Lines broken at a fixed
    width are joined again to paragraphs.
    """
    lines = _paragraphs(decode(source.all(LIMIT), source.name, source.origin.charset))
    addresses = [found[1] for found in map(_ADDRESS.fullmatch, lines) if found]
    blocks = without_furniture(_blocks([line for line in lines if not _ADDRESS.fullmatch(line)]))
    text, sections = assemble(blocks)
    if not text:
        raise ReadError(source.name, "empty")
    url = addresses[0] if addresses else source.origin.address
    title = blocks[0].text if blocks[0].kind == "title" else ""
    yield Document(document_id(text, url=url), text, title, sections, url=url)


def decode(data: bytes, name: str, charset: str = "") -> str:
    """The text of the bytes, in UTF-8 or else what the server says (``charset``).

    A wrong byte is an error that says where, never a guess.
    """
    encoding, skip = find_bom(data) or ("utf-8", 0)
    try:
        text = data[skip:].decode(encoding)
    except UnicodeDecodeError as error:
        if (told := web_encoding(charset)) not in ("", encoding):
            return decode(data.decode(told, "replace").encode(), name)
        at, byte = error.start + skip, data[error.start + skip]
        reason = f"not {encoding.upper()} at byte {at} (0x{byte:02x}); save it as UTF-8"
        raise ReadError(name, reason) from error
    controls = len(_CONTROL.findall(text))
    if "\0" in text or controls * 100 > len(text):
        raise ReadError(name, "binary data, not text")
    return text


def _paragraphs(text: str) -> list[str]:
    """The lines that are not blank; where a stretch between blank lines was wrapped, it is one line again."""
    stretches = re.split(
        r"\n[^\S\n]*\n", text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    )
    lines: list[str] = []
    for stretch in stretches:
        parts = [line for line in map(on_one_line, stretch.split("\n")) if line]
        lines.extend([_joined(parts)] if _is_wrapped(parts) else parts)
    return lines


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether the lines are one paragraph broken at a fixed width: none wide, most ending mid-sentence."""
    if len(lines) < 3 or max(map(len, lines)) > _WRAPPED_WIDTH:
        return False
    width = max(map(len, lines[:-1]))
    inner = lines[:-1]
    broken = sum(not _SENTENCE_END.search(line) for line in inner)
    return broken * 2 > len(inner) and all(len(line) * 2 > width for line in inner)


def _joined(lines: Sequence[str]) -> str:
    """One line; a hyphen at a line's end belongs to the word, so no space follows it."""
    text = lines[0]
    for line in lines[1:]:
        text += line if text.endswith("-") and text[-2:-1].isalnum() else " " + line
    return text


def _blocks(lines: Sequence[str]) -> list[Block]:
    """Title and body; a first line that is a sentence or long is no title."""
    titled = (
        len(lines) > 1 and len(lines[0]) <= _LONGEST_TITLE and not lines[0].endswith((".", ":", ";", ","))
    )
    return [Block("title" if titled and not number else "body", line) for number, line in enumerate(lines)]
