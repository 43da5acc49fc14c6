"""Which files does a zip or tar archive hold? They are read one by one where they lie; nothing is written to disk."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import PurePosixPath
from stat import S_ISLNK
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO

from ingest.read.source import Input
from ingest.read.unpack import FREE, RATIO
from kg.errors import BrokenOffError, ReadError

MOST_MEMBERS = 1_000_000
#: bytes of an archive that are held in memory; a larger one lies in a temporary file meanwhile
_IN_MEMORY = 32 * 1000 * 1000
_CHUNK = 1 << 16
_ASKED_BEHIND_END = 20

Member = tuple[str, BinaryIO]


def archive_of(source: Input) -> Iterator[Member | ReadError] | None:
    """The files of an archive, by name (``ARCHIVE!path``) and open until the next is asked for; None if it is none."""
    if source.head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_members(source.chunks, source.name)
    if source.head[257:262] == b"ustar":
        return _tar_members(source.chunks, source.name)
    return None


def _zip_members(chunks: Iterator[bytes], name: str) -> Iterator[Member | ReadError]:
    """Those of a zip archive; links are passed over. Office documents are zip archives, too, and refused."""
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as held:
        size = 0
        for chunk in chunks:
            size += held.write(chunk)
        try:
            with zipfile.ZipFile(held) as archive:
                yield from _zipped(archive, size, name)
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise ReadError(name, f"the zip archive is damaged ({error})") from error


def _zipped(archive: zipfile.ZipFile, size: int, name: str) -> Iterator[Member | ReadError]:
    if len(archive.infolist()) > MOST_MEMBERS:
        raise ReadError(name, f"more than {MOST_MEMBERS:,} files in one archive")
    if "[Content_Types].xml" in archive.namelist():
        raise ReadError(name, "an office document; save it as text")
    unpacked = 0
    for info in archive.infolist():
        where = f"{name}!{info.filename}"
        unpacked += info.file_size
        if info.is_dir() or S_ISLNK(info.external_attr >> 16) or _is_hidden(info.filename):
            continue
        if unpacked > FREE and unpacked > RATIO * size:
            raise ReadError(name, f"unpacks to more than {RATIO} times its size; refused as unsafe")
        if _climbs(info.filename):
            yield ReadError(where, "a path that leads out of the archive; refused")
        elif info.flag_bits & 1:
            yield ReadError(where, "locked by a password; unpack it first")
        else:
            try:
                with archive.open(info) as member:
                    yield where, io.BufferedReader(_Limited(member, info.file_size, where))
            except NotImplementedError as error:
                yield ReadError(where, f"packed in a way that is not known here ({error})")


def _tar_members(chunks: Iterator[bytes], name: str) -> Iterator[Member | ReadError]:
    """Those of a tar archive, as they come along; links and devices are passed over."""
    stream = io.BufferedReader(_Chunks(chunks))
    try:
        with closing(tarfile.open(fileobj=stream, mode="r|", errorlevel=0)) as archive:
            for info in archive:
                where = f"{name}!{info.name}"
                if not info.isfile() or _is_hidden(info.name):
                    continue
                if _climbs(info.name):
                    yield ReadError(where, "a path that leads out of the archive; refused")
                elif info.issparse():
                    yield ReadError(where, "a sparse file, which may unpack to any size; refused as unsafe")
                elif (member := archive.extractfile(info)) is not None:
                    with member:
                        yield where, io.BufferedReader(_Limited(member, info.size, where))
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        raise BrokenOffError(name, f"the tar archive is damaged ({error})") from error


def _climbs(path: str) -> bool:
    parts = PurePosixPath(path.replace("\\", "/"))
    return parts.is_absolute() or ".." in parts.parts or (len(path) > 1 and path[1] == ":")


def _is_hidden(path: str) -> bool:
    """Whether it is what a system put there: .DS_Store, __MACOSX/…"""
    return any(part.startswith((".", "__MACOSX")) and part not in (".", "..") for part in path.split("/"))


class _Chunks(io.RawIOBase):
    """Pieces of bytes as a stream.

    It breaks where it is asked on and on behind its end: `tarfile` passes over a member of 4 exabytes piece by piece.
    """

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = b""
        self._behind = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        while not self._rest:
            try:
                self._rest = next(self._chunks)
            except StopIteration:
                self._behind += 1
                if self._behind > _ASKED_BEHIND_END:
                    raise OSError("it ends too early") from None
                return 0
        count = min(len(view), len(self._rest))
        view[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


class _Limited(io.RawIOBase):
    """A member that gives no more bytes than its archive says it has, and a clear error for damaged ones."""

    def __init__(self, inner: IO[bytes], size: int, name: str) -> None:
        self._inner, self._left, self._name = inner, size, name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        try:
            data = self._inner.read(min(len(view), _CHUNK))
        except Exception as error:  # zlib's, lzma's, bz2's and zipfile's errors have no common root
            raise ReadError(self._name, f"damaged inside its archive ({error})") from error
        self._left -= len(data)
        if self._left < 0:
            raise ReadError(self._name, "larger than its archive says; refused as unsafe")
        view[: len(data)] = data
        return len(data)
