"""How is a parser's complaint told to a person? In one line, with line and column."""

from __future__ import annotations

import re

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_KNOWN_REASONS = {
    "Prefix not found": "a prefix is not declared",
    "The SELECT contains a variable that is unbound": "SELECT names a variable that is not in GROUP BY",
}
_UPDATE = re.compile(
    r"\b(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY)\b(?!\s*\{?\s*\?)", re.IGNORECASE
)
_ASKS = re.compile(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)
_LONGEST_REASON = 80


def explained(sparql: str, message: str) -> str:
    """A parser's message in one line with line and column; updates are told apart."""
    place = _PLACE.search(message)
    if place is None:
        return " ".join(message.split())
    if _UPDATE.search(sparql) and not _ASKS.search(sparql):
        return "SPARQL UPDATE is refused: only reading articles writes to the graph; use SELECT, ASK or CONSTRUCT"
    line, column, reason = place.groups()
    for known, plain in _KNOWN_REASONS.items():
        if known in reason:
            return f"not a SPARQL 1.1 query: line {line}, column {column}: {plain}"
    short = reason if len(reason) <= _LONGEST_REASON and "'..=" not in reason else "unexpected text"
    return f"not a SPARQL 1.1 query: line {line}, column {column}: {' '.join(short.split())}"
