"""Tables of the linker: how damage is told, and how lines are packed, in one frame of zstd."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import zstandard

from kg.errors import LexiconError


@contextmanager
def reading(path: Path, what: str) -> Iterator[None]:
    """What goes wrong within says that the file is no readable table of this.

    :raises LexiconError: in place of OSError, ValueError and StopIteration
    """
    try:
        yield
    except (OSError, ValueError, StopIteration) as error:
        raise LexiconError(f"{path}: no readable table of {what} ({error}); install litkg again") from error


def read_lines(path: Path, most: int) -> list[str]:
    """The lines of a packed table.

    :raises OSError: if it cannot be read
    :raises ValueError: if it is damaged, or unpacks to more than ``most`` bytes
    """
    try:
        packed = zstandard.ZstdDecompressor().decompress(path.read_bytes(), max_output_size=most)
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from error
    return packed.decode().split("\n")


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write a packed table; equal lines are equal bytes."""
    path.write_bytes(zstandard.ZstdCompressor(level=19).compress("\n".join(lines).encode()))
