"""What do the HTTP routes share? The live graph, the pool of workers, the library."""

from __future__ import annotations

import os
from collections.abc import Mapping

import pyoxigraph as ox
from fastapi import Request

from kg.answers import plain_value
from kg.graph import Graph
from kg.identifiers import Identifiers
from queries.bind import bind
from queries.guard import QueryPool
from queries.library import Library
from queries.live import LiveGraph
from queries.names import Names
from queries.run import Table

_JSON = "application/sparql-results+json"


class Service:
    """One store as a server sees it.

    :param path: folder of the store
    :param pool: runs every query, the library's too
    """

    def __init__(self, path: str | os.PathLike[str], pool: QueryPool) -> None:
        self.live = LiveGraph(path)
        self.pool = pool
        self.library = Library.load()

    def close(self) -> None:
        """Stop the workers and close the store."""
        self.pool.close()
        self.live.close()

    def ask(self, name: str, values: Mapping[str, str]) -> Table:
        """The answer to a question of the library.

        :raises QueryError: if there is no such question, a value cannot be read, or it takes too long
        """
        template = self.library.get(name)
        with self.live.reading() as graph:
            bound = bind(template, values, Names(graph), graph.store.base)
            reply = self.pool.run(bound.text, solutions=_JSON)
            return solutions_table(reply.body, graph.store.identifiers, bound.notes)

    def labels(self, graph: Graph, curies: set[str]) -> dict[str, str]:
        """Labels of entities by CURIE; an entity without a description has none."""
        terms = graph.store.terms
        nodes = " ".join(str(terms.entity(curie)) for curie in curies)
        rows = graph.store.query(f"SELECT ?e ?label {{ VALUES ?e {{ {nodes} }} ?e rdfs:label ?label }}")
        assert isinstance(rows, ox.QuerySolutions)
        return {terms.curie(row["e"]): row["label"].value for row in rows}


def solutions_table(body: bytes, ids: Identifiers, notes: tuple[str, ...] = ()) -> Table:
    """The answer of a worker in SPARQL's JSON as a table of plain values."""
    results = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    if isinstance(results, ox.QueryBoolean):
        return Table(("answer",), ((bool(results),),), notes)
    names = tuple(variable.value for variable in results.variables)
    rows = tuple(tuple(plain_value(row[name], ids) for name in names) for row in results)
    return Table(names, rows, notes)


def service_of(request: Request) -> Service:
    """The service of the application that handles a request."""
    service = request.app.state.service
    assert isinstance(service, Service)
    return service
