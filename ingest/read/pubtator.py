"""How is PubTator's format read? Its titles and abstracts become the text; annotations are left."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.read.blocks import Block, assemble
from ingest.read.source import Input, Item, lines
from kg.errors import ReadError
from kg.model import Document, DocumentKind

LINE_LIMIT = 50 * 1000 * 1000
"""Bytes that one line may have."""

_LINE = re.compile(r"([^|\t]+)\|([a-z])\|(.*)")
_ANNOTATION = re.compile(r"[^|\t]+\t")
_PMID = re.compile(r"[1-9]\d{0,8}")


def read_pubtator(source: Input) -> Iterator[Item]:
    """A document for each block of ``id|t|title`` and ``id|a|abstract`` lines, streamed at constant memory.

    A blank line or another identifier ends a block. The text is both, joined by a line break, so that offsets are
    PubTator's. An identifier that is a number is PubMed's. A line of neither kind is an error that names its number
    (from 1) and ends nothing.
    """
    name, blocks, start = "", list[Block](), 0
    for number, line in enumerate(lines(source, LINE_LIMIT), start=1):
        where = f"{source.name}, line {number}"
        written = _decoded(line, where)
        if isinstance(written, ReadError):
            yield written
            continue
        told = _LINE.fullmatch(written)
        if told and told[1] == name:
            blocks.append(Block("abstract", told[3]))
        elif told:
            yield from _document(name, blocks, f"{source.name}, line {start}")
            name, blocks, start = told[1], [Block("title" if told[2] == "t" else "abstract", told[3])], number
        elif not written.strip():
            yield from _document(name, blocks, f"{source.name}, line {start}")
            name, blocks = "", []
        elif not _ANNOTATION.match(written):
            yield ReadError(where, "neither text (id|t|…, id|a|…) nor an annotation")
    yield from _document(name, blocks, f"{source.name}, line {start}")


def _decoded(line: bytes | None, where: str) -> str | ReadError:
    if line is None:
        return ReadError(where, f"longer than {LINE_LIMIT // 1_000_000} MB")
    try:
        return line.decode("utf-8-sig").rstrip("\r")
    except UnicodeDecodeError as error:
        return ReadError(where, f"not UTF-8 at byte {error.start} of the line")


def _document(name: str, blocks: list[Block], where: str) -> Iterator[Item]:
    text, sections = assemble(blocks)
    if not blocks:
        return
    if not text.strip():
        yield ReadError(where, f"{name} has no text")
        return
    is_pmid = bool(_PMID.fullmatch(name))
    yield Document(
        id=f"PMID:{name}" if is_pmid else name,
        text=text,
        title=blocks[0].text.strip() if blocks[0].kind == "title" else "",
        sections=sections,
        kind=DocumentKind.ABSTRACT if is_pmid else DocumentKind.TEXT,
        url=f"https://pubmed.ncbi.nlm.nih.gov/{name}/" if is_pmid else "",
        pmid=name if is_pmid else "",
    )
