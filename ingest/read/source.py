"""Which bytes does a source hold? Opening, unpacking, limiting, in chunks and never all at once unasked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from ingest.read.unpack import unpacker
from kg.errors import ReadError
from kg.model import Document, Notice

Item = Document | Notice | ReadError
"""What a reader gives: a document, what is told of another one, or what could not be read."""

CHUNK = 1 << 16
RECORD_LIMIT = 100 * 1000 * 1000
"""Bytes that one page, one text or one XML record may have, unpacked."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where on the web a source was fetched from, and the Content-Type that came with it; empty for a file."""

    address: str = ""
    media_type: str = ""

    @property
    def charset(self) -> str:
        """The encoding that the Content-Type names.

        >>> Origin("https://a.org/", 'text/html; Charset="ISO-8859-1"').charset
        'iso-8859-1'
        """
        found = re.search(r";\s*charset\s*=\s*[\"']?([\w.:-]+)", self.media_type, re.I)
        return found[1].lower() if found else ""


@dataclass(frozen=True, slots=True)
class Input:
    """An open source: its name for messages, its first bytes, all its bytes (the first ones again), its origin."""

    name: str
    head: bytes
    chunks: Iterator[bytes]
    origin: Origin = field(default_factory=Origin)

    def all(self, limit: int = RECORD_LIMIT) -> bytes:
        """Everything, unless that is more than ``limit`` bytes."""
        parts, size = [], 0
        for chunk in self.chunks:
            size += len(chunk)
            if size > limit:
                raise ReadError(
                    self.name, f"larger than {limit // 1_000_000} MB; split it into single articles"
                )
            parts.append(chunk)
        return b"".join(parts)


def open_binary(source: Path | str | BinaryIO) -> BinaryIO | nullcontext[BinaryIO]:
    """A context manager of the bytes; a stream that the caller opened stays open."""
    if isinstance(source, str | Path):
        if "\0" in str(source):
            raise ReadError(repr(str(source)), "no file can have this name")
        return Path(source).open("rb")
    return nullcontext(source)


def name_of(source: Path | str | BinaryIO) -> str:
    """What to call the source in a message."""
    return str(source) if isinstance(source, str | Path) else str(getattr(source, "name", "") or "input")


def input_of(stream: BinaryIO, name: str, origin: Origin) -> Input:
    """Begin to read the stream; what is packed is recognised by its first bytes and unpacked on the way."""
    head, chunks = _peek(_chunks(stream))
    if unpack := unpacker(head):
        head, chunks = _peek(unpack(chunks, name))
    return Input(name, head, chunks, origin)


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk


def _peek(chunks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """The first chunk's worth of bytes, and all chunks from the beginning.

    An error met while looking ahead is raised only when the chunks before it have been handed out.
    """
    ahead: list[bytes] = []
    failure: ReadError | None = None
    try:
        while sum(map(len, ahead)) < CHUNK and (chunk := next(chunks, b"")):
            ahead.append(chunk)
    except ReadError as error:
        if not ahead:
            raise
        failure = error
    return b"".join(ahead), _again(ahead, failure, chunks)


def _again(ahead: list[bytes], failure: ReadError | None, chunks: Iterator[bytes]) -> Iterator[bytes]:
    yield from ahead
    if failure:
        raise failure
    yield from chunks


def lines(source: Input, limit: int) -> Iterator[bytes | None]:
    """The lines, without their ends; None for one of more bytes, which is never held in memory.

    Where the bytes break off with an error, the unfinished line before it is not handed out.
    """
    parts: list[bytes] = []
    size = 0
    for chunk in source.chunks:
        *ends, rest = chunk.split(b"\n")
        for end in ends:
            yield b"".join((*parts, end)) if size + len(end) <= limit else None
            parts, size = [], 0
        size += len(rest)
        if size <= limit:
            parts.append(rest)
        else:
            parts.clear()
    if size:
        yield b"".join(parts) if size <= limit else None
