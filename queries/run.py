"""What does the graph answer? A question or free SPARQL on a store, as a table of plain values.

Queries run in this process, without a deadline: they are for those who own the store. What strangers ask
goes through `queries.guard`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.answers import Cell, plain_value
from kg.database import Results
from kg.errors import QueryError
from kg.graph import Graph
from kg.store import Store
from queries.bind import bind
from queries.explain import explained
from queries.library import QueryTemplate
from queries.names import Names


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
