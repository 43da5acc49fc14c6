"""How do bytes become documents? One function, `read`, for every format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from ingest.read.archive import Member, archive_of
from ingest.read.blocks import document_id_of_text
from ingest.read.formats import FORMATS, recognise
from ingest.read.source import Input, Item, Origin, input_of, name_of, open_binary
from kg.errors import BrokenOffError, ReadError
from kg.model import Document

__all__ = ["FORMATS", "document_id_of_text", "read"]

MOST_TEXT = 2_000_000
"""Code points that a document may have: a long book. Extraction takes minutes for so much."""


def read(
    source: Path | str | BinaryIO,
    *,
    format: str | None = None,
    name: str = "",
    origin: Origin = Origin(),  # noqa: B008 - a value that does not change
) -> Iterator[Item]:
    """The documents of a file or binary stream, and what it says of others (`Notice`), one at a time, in its order.

    gzip, bzip2, xz and zstd are unpacked on the way; the files of zip and tar archives are read one after the other.

    ``format`` is a key of `FORMATS`, or None to recognise it from the content. ``name`` is what errors call
    the source, ``origin`` tells where it was fetched from. A record that cannot be read comes as a `ReadError`
    value and the next ones follow; a source that cannot be read is one such value. Bad content never raises; a
    format that does not exist is a ValueError.
    """
    if format is not None and format not in FORMATS:
        raise ValueError(f"no such format: {format!r}; one of {', '.join(FORMATS)}")
    label = name or name_of(source)
    try:
        with open_binary(source) as stream:
            for item in _read_counted(stream, label, format, origin, in_archive=False):
                yield _of_bearable_length(item, label)
    except ReadError as error:
        yield error
    except OSError as error:
        yield ReadError(label, (error.strerror or str(error)).lower())


def _read_counted(
    stream: BinaryIO, name: str, format: str | None, origin: Origin, *, in_archive: bool
) -> Iterator[Item]:
    """The same as `_read`; where it breaks off, the error says whether anything was read before."""
    documents = 0
    try:
        for item in _read(stream, name, format, origin, in_archive=in_archive):
            documents += isinstance(item, Document)
            yield item
    except BrokenOffError as error:
        raise error.after(documents) from error


def _read(
    stream: BinaryIO, name: str, format: str | None, origin: Origin, *, in_archive: bool
) -> Iterator[Item]:
    opened = input_of(stream, name, origin)
    packed = archive_of(opened)
    if packed is None:
        yield from _reader(format or recognise(opened.head, name, origin.media_type))(opened)
    elif in_archive:
        raise ReadError(name, "an archive in an archive; unpack the outer one first")
    else:
        members = False
        for member in packed:
            members = True
            yield from _member(member, format)
        if not members:
            raise ReadError(name, "an archive without a file to read")


def _of_bearable_length(item: Item, name: str) -> Item:
    if isinstance(item, Document) and len(item.text) > MOST_TEXT:
        where = f"{name}, {item.id[:80]}" if item.id else name
        return ReadError(
            where, f"a text of more than {MOST_TEXT:,} characters; split it into single articles"
        )
    return item


def _member(member: Member | ReadError, format: str | None) -> Iterator[Item]:
    """What a file of an archive holds; one that cannot be read ends nothing."""
    if isinstance(member, ReadError):
        yield member
        return
    name, stream = member
    try:
        yield from _read_counted(stream, name, format, Origin(), in_archive=True)
    except ReadError as error:
        yield error


def _reader(format: str) -> Callable[[Input], Iterator[Item]]:
    """The reader of a format; imported here because trafilatura and lxml take a tenth of a second."""
    if format == "html":
        from ingest.read.html import read_html as reader
    elif format == "pubmed":
        from ingest.read.pubmed import read_pubmed as reader
    elif format == "jats":
        from ingest.read.jats import read_jats as reader
    elif format == "bioc":
        from ingest.read.bioc import read_bioc as reader
    elif format == "biocjson":
        from ingest.read.bioc import read_bioc_json as reader
    elif format == "pubtator":
        from ingest.read.pubtator import read_pubtator as reader
    elif format == "pdf":
        from ingest.read.pdf import read_pdf as reader
    elif format == "markdown":
        from ingest.read.markdown import read_markdown as reader
    elif format == "feed":
        from ingest.read.feed import read_feed as reader
    elif format == "jsonl":
        from ingest.read.jsonl import read_jsonl as reader
    else:
        from ingest.read.text import read_text as reader
    return reader
