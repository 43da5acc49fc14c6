"""How is one sense of one key packed into 32 bits?"""

from __future__ import annotations

from typing import NamedTuple

TERM_BITS, STATUS_BITS, GATE_BITS, CASING_BITS = 19, 4, 2, 6

#: in a key's head: the other bits are an offset into the overflow; in the overflow: the key's last posting
FLAG = 1 << 31

_STATUS_SHIFT = TERM_BITS
_GATE_SHIFT = _STATUS_SHIFT + STATUS_BITS
_CASING_SHIFT = _GATE_SHIFT + GATE_BITS


class Posting(NamedTuple):
    """A term that a key may mean; ``status``, ``gate`` and ``casing`` are numbers of their tables."""

    gate: int
    status: int
    casing: int
    term: int


def pack(posting: Posting) -> int:
    """The posting as a number below FLAG.

    >>> unpack(pack(Posting(gate=2, status=3, casing=61, term=300_000)))
    Posting(gate=2, status=3, casing=61, term=300000)
    """
    return (
        posting.term
        | posting.status << _STATUS_SHIFT
        | posting.gate << _GATE_SHIFT
        | posting.casing << _CASING_SHIFT
    )


def unpack(packed: int) -> Posting:
    """The posting of a number; its flag is ignored."""
    return Posting(
        gate=packed >> _GATE_SHIFT & (1 << GATE_BITS) - 1,
        status=packed >> _STATUS_SHIFT & (1 << STATUS_BITS) - 1,
        casing=packed >> _CASING_SHIFT & (1 << CASING_BITS) - 1,
        term=packed & (1 << TERM_BITS) - 1,
    )
