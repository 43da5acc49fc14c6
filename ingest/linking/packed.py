"""Tables of the linker, packed: the lines of a text in one frame of zstd."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import zstandard


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
