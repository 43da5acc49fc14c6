"""How are the records of terms read? In compressed blocks, kept as bytes: of a block few records are ever asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import zstandard
from numpy.typing import NDArray

from kg.errors import LexiconError


@dataclass(frozen=True, slots=True)
class Block:
    r"""The records of a block: columns of lines, with the places at which the lines of each begin.

    >>> block = Block.read(zstandard.compress("PD-1\nα\0HGNC:8760\n".encode()), 0)
    >>> block.record(0), block.record(1)
    (['PD-1', 'HGNC:8760'], ['α', ''])
    """

    columns: Sequence[bytes]
    begins: Sequence[NDArray[np.intp]]

    @classmethod
    def read(cls, packed: bytes, number: int) -> Block:
        """The block of these bytes; raises LexiconError, which names its number, if they are damaged."""
        try:
            text = zstandard.ZstdDecompressor().decompress(packed)
            text.decode()
        except (zstandard.ZstdError, UnicodeDecodeError) as error:
            raise LexiconError(f"terms.bin, block {number}: {error}; install litkg again") from error
        columns = text.split(b"\0")
        return cls(columns, [_begins(column) for column in columns])

    def record(self, row: int) -> list[str]:
        """The line of each column."""
        return [
            column[begins[row] : begins[row + 1] - 1].decode()
            for column, begins in zip(self.columns, self.begins, strict=True)
        ]


def _begins(column: bytes) -> NDArray[np.intp]:
    """Where each line begins, and where one behind the last would."""
    ends = np.flatnonzero(np.frombuffer(column, np.uint8) == ord("\n"))
    return np.concatenate(([0], ends + 1, [len(column) + 1]))
