"""How is a store taken to one file, and back?

A backup is N-Quads compressed with Zstandard, which any RDF store can load: one comment with the version of
the graph's shape and the base, all quads, and one comment with their number. It is made of a snapshot, so a
writer may go on working meanwhile. Neither way needs memory that grows with the store.
Formats: RDF 1.1 N-Quads; Zstandard, RFC 8878, with checksum.
"""

from __future__ import annotations

import io
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox
import zstandard

from kg.errors import StoreError
from kg.folder import SCHEMA_VERSION, Folder, check_schema, written
from kg.identifiers import checked_base
from kg.store import Store

_FORMAT = "litkg backup"
_LONGEST_COMMENT = 4096


@dataclass(frozen=True, slots=True)
class Saved:
    """What a backup holds: ``documents`` and ``quads`` are numbers, ``size`` is in bytes."""

    documents: int
    quads: int
    size: int


def backup(store: Store, path: Path) -> Saved:
    """Write what a store holds to a file; one of that name stays until the new one is whole.

    Give it a store that is open read-only: one that is written meanwhile may change under it.

    :raises StoreError: if the file cannot be written
    """
    part = path.with_name(f"{path.name}.part")
    try:
        with written(path):
            quads = _write(store, part)
            part.replace(path)
            size = path.stat().st_size
    finally:
        part.unlink(missing_ok=True)
    return Saved(sum(1 for _ in store.documents()), quads, size)


def restore(path: Path, folder: str | os.PathLike[str]) -> Saved:
    """Make a new store of a backup: whole, or not at all.

    :raises StoreError: if there is something in the folder, or the backup is damaged, cut short, no backup
        or of a newer version
    """
    target = Folder(folder)
    if target.exists() or (target.path.is_dir() and any(target.path.iterdir())):
        raise StoreError(
            f"{target.path}: a store is here already; name a new folder, or move the old one away"
        )
    base = _base(path)
    part = target.path.with_name(f"{target.path.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        saved = _fill(path, part, base)
        with written(target.path):
            part.rename(target.path)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return saved


def _write(store: Store, part: Path) -> int:
    manifest = {"format": _FORMAT, "schema": SCHEMA_VERSION, "base": store.base}
    compressor = zstandard.ZstdCompressor(level=6, write_checksum=True)
    with part.open("wb") as file:
        with compressor.stream_writer(file, closefd=False) as packed:
            packed.write(f"# {json.dumps(manifest)}\n".encode())
            counted = _Counted(packed)
            ox.serialize(iter(store.data), counted, ox.RdfFormat.N_QUADS)  # type: ignore[arg-type]
            packed.write(f"# {json.dumps({'quads': counted.lines})}\n".encode())
        file.flush()
        os.fsync(file.fileno())
    return counted.lines


def _fill(path: Path, part: Path, base: str) -> Saved:
    folder = Folder(part)
    folder.make()
    database = folder.database()
    with _reading(path) as packed:
        tail = _Tail(packed)
        try:
            with written(part):
                database.bulk_load(tail, ox.RdfFormat.N_QUADS)  # type: ignore[arg-type]
        except (SyntaxError, zstandard.ZstdError) as error:
            raise _damaged(path, str(error)) from None
    quads = _promised(tail.seen)
    if quads != len(database):
        raise _damaged(path, f"it has {len(database)} quads of {quads or 'an unknown number'}")
    del database  # closes it
    folder.write_base(base)
    with Store.open(part) as store:
        return Saved(sum(1 for _ in store.documents()), quads, path.stat().st_size)


def _base(path: Path) -> str:
    with _reading(path) as packed:
        try:
            head = packed.read(_LONGEST_COMMENT).partition(b"\n")[0]
            manifest = json.loads(head.removeprefix(b"#"))
            if manifest["format"] != _FORMAT:
                raise ValueError("another format")
            schema, base = manifest["schema"], checked_base(manifest["base"])
        except (zstandard.ZstdError, ValueError, KeyError, TypeError):
            raise StoreError(
                f"{path}: not a backup of a litkg store; name a file of `litkg backup`"
            ) from None
    check_schema(schema, os.fspath(path))
    return base


@contextmanager
def _reading(path: Path) -> Iterator[IO[bytes]]:
    try:
        with path.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as packed:
            yield io.BufferedReader(packed)
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror or error})") from None


def _promised(tail: bytes) -> int | None:
    """The number of quads that the last comment tells; None where the end is missing."""
    last = tail.rstrip(b"\n").rpartition(b"\n")[2]
    try:
        return int(json.loads(last.removeprefix(b"#"))["quads"])
    except (ValueError, KeyError, TypeError):
        return None


def _damaged(path: Path, how: str) -> StoreError:
    return StoreError(f"{path}: damaged or cut short ({' '.join(how.split())}); take another backup")


class _Counted:
    """A file to write to that counts lines."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self.lines = 0

    def write(self, data: bytes) -> int:
        self.lines += data.count(b"\n")
        self._file.write(data)
        return len(data)

    def flush(self) -> None:
        """Nothing: the file is flushed when it is whole."""


class _Tail:
    """A file to read from that keeps the last bytes that were read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.seen = b""

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.seen = (self.seen + data)[-_LONGEST_COMMENT:]
        return data
