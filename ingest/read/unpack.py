"""How is what is packed unpacked on the way? gzip, bzip2, xz and zstd, in small pieces, and never a bomb."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import zstandard

from kg.errors import BrokenOffError, ReadError

PIECE = 1 << 16
"""Bytes that are unpacked at a time at most."""

FREE, RATIO = 100 * 1000 * 1000, 200
"""So many bytes may come of anything; of what is packed more tightly than this, no more do. Articles pack 3 to 30
times; a bomb 1,000 times and more."""


def unpacker(head: bytes) -> Callable[[Iterator[bytes], str], Iterator[bytes]] | None:
    """What unpacks data that begins like this; None where it is not packed."""
    return next((unpack for magic, unpack in _UNPACKERS.items() if head.startswith(magic)), None)


def _gzip(chunks: Iterator[bytes], name: str) -> Iterator[bytes]:
    return _unpacked(chunks, name, "gzip", lambda: _Inflater(), zlib.error)


def _bzip2(chunks: Iterator[bytes], name: str) -> Iterator[bytes]:
    return _unpacked(chunks, name, "bzip2", bz2.BZ2Decompressor, OSError)


def _xz(chunks: Iterator[bytes], name: str) -> Iterator[bytes]:
    limited = lambda: lzma.LZMADecompressor(memlimit=256 * 1024 * 1024)  # noqa: E731
    return _unpacked(chunks, name, "xz", limited, lzma.LZMAError)


def _zstd(chunks: Iterator[bytes], name: str) -> Iterator[bytes]:
    return _unpacked(chunks, name, "zstd", lambda: _Zstd(), zstandard.ZstdError)


_UNPACKERS: dict[bytes, Callable[[Iterator[bytes], str], Iterator[bytes]]] = {
    b"\x1f\x8b": _gzip,
    b"BZh": _bzip2,
    b"\xfd7zXZ\0": _xz,
    b"\x28\xb5\x2f\xfd": _zstd,
}


class _Inflater:
    """zlib, asked as the standard library's other decompressors are."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


class _Zstd:
    """zstd, which unpacks all that it is given: it is given little at a time."""

    def __init__(self) -> None:
        self._inner = zstandard.ZstdDecompressor(max_window_size=128 * 1024 * 1024).decompressobj()
        self._rest = b""

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data + self._rest

    @property
    def needs_input(self) -> bool:
        return not self._rest

    def decompress(self, data: bytes, max_length: int) -> bytes:
        data = self._rest + data
        few = max(1, max_length // 256)
        self._rest = data[few:]
        return self._inner.decompress(data[:few])


def _unpacked(
    chunks: Iterator[bytes], name: str, what: str, start: Callable[[], Any], broken: type[Exception]
) -> Iterator[bytes]:
    """Unpack one or more members; what comes before damage is handed out before the damage is raised."""
    member, packed, unpacked = start(), 0, 0
    try:
        for chunk in chunks:
            packed += len(chunk)
            while chunk or not (member.eof or member.needs_input):
                if member.eof:
                    if not (chunk := chunk.lstrip(b"\0")):  # padding between and after members
                        break
                    member = start()
                piece = member.decompress(chunk, PIECE)
                chunk = member.unused_data if member.eof else b""
                unpacked += len(piece)
                if unpacked > FREE and unpacked > RATIO * packed:
                    raise ReadError(name, f"unpacks to more than {RATIO} times its size; refused as unsafe")
                if piece:
                    yield piece
    except broken as error:
        raise BrokenOffError(name, f"the {what} data is damaged ({error})") from error
    if not member.eof:
        raise BrokenOffError(name, f"the {what} data ends too early, fetch the file again")
