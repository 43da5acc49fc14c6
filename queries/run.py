"""What does the graph answer? A question or free SPARQL on a store, as a table of plain values.

Queries run in this process, without a deadline: they are for those who own the store. What strangers ask
goes through `queries.guard`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.answers import Cell, plain_value
from kg.errors import QueryError
from kg.graph import Graph
from kg.store import Results, Store
from queries.bind import bind
from queries.library import QueryTemplate
from queries.names import Names

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


@dataclass(frozen=True, slots=True)
class Table:
    """An answer: the names of the columns, rows of plain values, and notes on how the question was read."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()

    def records(self) -> list[dict[str, Cell]]:
        """The rows as dicts by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def run_question(store: Store, template: QueryTemplate, values: Mapping[str, str]) -> Table:
    """The answer to a question of the library.

    :param values: by parameter; see `queries.bind.bind`
    :raises QueryError: if a value cannot be read
    """
    bound = bind(template, values, Names(Graph(store)), store.base)
    answer = run_sparql(store, bound.text)
    return Table(answer.columns, answer.rows, bound.notes)


def run_sparql(store: Store, sparql: str) -> Table:
    """The answer to a SPARQL 1.1 query; the store's prefixes need not be declared.

    ASK gives one cell; CONSTRUCT and DESCRIBE give a row for each triple. IRIs come as CURIEs where they
    have one.

    :raises QueryError: if the query is malformed, is an update, or cannot be run
    """
    try:
        return _table(store.query(sparql), store)
    except QueryError as error:
        raise QueryError(explained(sparql, str(error))) from None
    except (OSError, RuntimeError) as error:
        raise QueryError(f"the query could not be run: {' '.join(str(error).split())}") from None


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


def _table(results: Results, store: Store) -> Table:
    ids = store.identifiers
    if isinstance(results, ox.QueryBoolean):
        return Table(("answer",), ((bool(results),),))
    if isinstance(results, ox.QueryTriples):
        rows = ((t.subject, t.predicate, t.object) for t in results)
        columns = ("subject", "predicate", "object")
        return Table(columns, tuple(tuple(plain_value(term, ids) for term in row) for row in rows))
    names = tuple(variable.value for variable in results.variables)
    return Table(names, tuple(tuple(plain_value(row[name], ids) for name in names) for row in results))
