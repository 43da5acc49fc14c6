"""Which entity stands in a field of a form? One that was picked from the suggestions, or the best match of a name."""

from __future__ import annotations

import re

from queries.index.lookups import Index
from queries.results import Named

_PICKED = re.compile(r".*\(([^\s():]+:[^\s]+)\)\s*", re.DOTALL)


def picked(text: str) -> str:
    """The CURIE that a picked suggestion ends with, else the text itself.

    >>> picked("T cell (CL:0000084)"), picked("PD-1")
    ('CL:0000084', 'PD-1')
    """
    found = _PICKED.fullmatch(text)
    return found[1] if found else text.strip()


def read_name(index: Index, text: str) -> Named | None:
    """The entity that a name most likely means; None if nothing is called so."""
    if not text.strip():
        return None
    found = index.search(text, None, 1).items
    return Named(found[0].id, found[0].label, found[0].category) if found else None
