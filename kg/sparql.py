"""What a SPARQL query says of itself, read off its text."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: strings, IRIs and comments of a query
_NOT_KEYWORDS = re.compile(
    r'''"""(?:[^\\]|\\.)*?"""|\'{3}(?:[^\\]|\\.)*?\'{3}|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''''
    r"|<[^<>\s]*>|#[^\n]*",
    re.DOTALL,
)


def has_from(sparql: str) -> bool:
    """Whether a query says itself which graphs it is about."""
    return bool(re.search(r"\bFROM\b", _NOT_KEYWORDS.sub(" ", sparql), re.IGNORECASE))


def declaring(sparql: str, prefixes: Mapping[str, str]) -> str:
    """The query with those prefixes declared that it may use; its own declarations come later, and win."""
    used = (f"PREFIX {name}: <{iri}>" for name, iri in prefixes.items() if f"{name}:" in sparql)
    return "\n".join([*used, sparql])
