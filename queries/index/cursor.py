"""How does a list go on? By an opaque word that holds the sort key of the last row, not its number.

A list that is read page by page therefore neither skips nor repeats rows when the graph grows meanwhile.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence

from kg.errors import UnknownEntityError

_LONGEST = 2000


def write_cursor(key: Sequence[str | int | float]) -> str:
    """The word for a sort key.

    >>> read_cursor(write_cursor((0.75, "59d1")), (float, str))
    (0.75, '59d1')
    """
    return base64.urlsafe_b64encode(json.dumps(list(key)).encode()).decode().rstrip("=")


def read_cursor(word: str | None, types: Sequence[type]) -> tuple[str | int | float, ...] | None:
    """The sort key of a word, None for none.

    :raises UnknownEntityError: if it is no word that `write_cursor` made for a key of these types
    """
    if word is None:
        return None
    try:
        padded = word[:_LONGEST].encode("ascii") + b"=" * (-len(word) % 4)
        key = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        key = None
    if not isinstance(key, list) or len(key) != len(types):
        raise UnknownEntityError("cursor: take it unchanged from `next` of the page before")
    if not all(
        type(part) is kind or (kind is float and type(part) is int)
        for part, kind in zip(key, types, strict=True)
    ):
        raise UnknownEntityError("cursor: take it from the same list, with the same conditions")
    if any(isinstance(part, int | float) and not abs(part) < 1 << 62 for part in key):
        raise UnknownEntityError("cursor: take it unchanged from `next` of the page before")
    return tuple(key)
