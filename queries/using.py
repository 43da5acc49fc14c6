"""How does a SPARQL update get the dataset that the protocol names? By USING clauses, put where the grammar has them.

https://www.w3.org/TR/sparql11-protocol/#update-operation: ``using-graph-uri`` and ``using-named-graph-uri`` stand
for USING and USING NAMED, and must not meet these or WITH in the update itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import NamedNode

from kg.errors import QueryError

_TOKEN = re.compile(
    r"""
      (?P<skip>"{3}(?:[^\\]|\\.)*?"{3} | '{3}(?:[^\\]|\\.)*?'{3} | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*'
        | <[^<>"{}|^`\\\s]*> | \#[^\n]* | [?$]\w+ | \w*:[^\s;{}()<>]*)
    | (?P<word>\w+) | (?P<open>\{) | (?P<close>\})
    """,
    re.VERBOSE | re.DOTALL,
)


def with_dataset(update: str, default: tuple[str, ...], named: tuple[str, ...]) -> str:
    """The update with these graphs as the dataset of each operation that has a WHERE.

    :raises QueryError: if a graph is no IRI, or the update names a dataset itself
    """
    if not default and not named:
        return update
    clauses = "".join(f" USING {graph}" for graph in _nodes(default))
    clauses += "".join(f" USING NAMED {graph}" for graph in _nodes(named))
    parts, last, template = [], 0, ""
    for word, start, end in _outer(update):
        if word in ("USING", "WITH"):
            raise QueryError(f"{word} and using-graph-uri exclude each other: name the dataset once")
        if word == "WHERE":
            parts += [update[last:start], template, clauses, " "]
            last = start
        short = re.match(r"\s*WHERE\s*", update[end:], re.IGNORECASE) if word == "DELETE" else None
        template = _block(update, end + short.end()) if short else ""
    return "".join([*parts, update[last:]])


def _nodes(graphs: tuple[str, ...]) -> list[NamedNode]:
    try:
        return [NamedNode(graph) for graph in graphs]
    except ValueError as error:
        raise QueryError(f"a graph that is no IRI: {error}") from None


def _outer(update: str) -> Iterator[tuple[str, int, int]]:
    """The words outside all braces, in capitals, with their places."""
    depth = 0
    for found in _TOKEN.finditer(update):
        if found["open"]:
            depth += 1
        elif found["close"]:
            depth -= 1
        elif found["word"] and depth == 0:
            yield found["word"].upper(), found.start(), found.end()


def _block(update: str, start: int) -> str:
    """The block in braces that starts here."""
    depth = 0
    for found in _TOKEN.finditer(update, start):
        depth += bool(found["open"]) - bool(found["close"])
        if depth == 0:
            return " " + update[start : found.end()]
    return ""
