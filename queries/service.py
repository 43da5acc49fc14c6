"""What do the HTTP routes share? The newest edition, the workers, the library, and what may be written."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from contextlib import suppress
from typing import Any

import pyoxigraph as ox
from fastapi import Request
from pydantic_core import from_json

from kg.answers import Cell, Ingested, literal_value
from kg.errors import QueryError, StoreLockedError
from kg.identifiers import Identifiers
from queries.bind import BoundQuery, bind
from queries.edition import Edition, Editions
from queries.guard import QueryPool, Underway
from queries.library import Library
from queries.names import Names, SearchNeededError
from queries.notes import Notes
from queries.request import Dataset
from queries.run import Table
from queries.threads import finished, in_thread

_JSON = "application/sparql-results+json"
_LARGE = 100_000  # bytes of an answer that takes a while to read
#: reads documents from bytes, given a name and a format or None, and adds them to the store
Ingest = Callable[[bytes, str, str | None], tuple[Ingested, ...]]


class Service:
    """One store as a server sees it.

    :param path: folder of the store
    :param strangers: runs free SPARQL
    :param questions: runs the library's queries, which a crowd of strangers' does not keep waiting
    :param ingest: adds documents; None where that is not offered
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        strangers: QueryPool,
        questions: QueryPool,
        ingest: Ingest | None = None,
    ) -> None:
        self.editions = Editions(path)
        self.notes = Notes(path)
        self.strangers = strangers
        self.questions = questions
        self.library = Library.load()
        #: threads of strangers' queries, so that they leave others to look-ups; None for the loop's own
        self.crowd: Executor | None = None
        self._ingest = ingest
        self._writing = threading.Lock()

    def close(self) -> None:
        """Stop the workers and close the store."""
        self.strangers.close()
        self.questions.close()
        self.editions.close()

    @property
    def can_ingest(self) -> bool:
        """Whether documents can be sent."""
        return self._ingest is not None

    def ingest(self, content: bytes, name: str, form: str | None) -> tuple[Ingested, ...]:
        """Add documents to the store; one call at a time.

        :raises StoreLockedError: if another one is at work
        """
        assert self._ingest is not None
        if not self._writing.acquire(blocking=False):
            raise StoreLockedError("other documents are being read just now; try again in a minute")
        try:
            return self._ingest(content, name, form)
        finally:
            self._writing.release()

    def ask(self, edition: Edition, name: str, values: Mapping[str, str]) -> Table:
        """The answer to a question of the library.

        :raises QueryError: if there is no such question, a value cannot be read, or it takes too long
        """
        bound = self._bound(name, values, edition, Names(edition.graph))
        dataset = _undeclared(edition.dataset(self.notes))
        reply = self.questions.run(
            dataset, bound.text, solutions=_JSON, default_graphs=dataset.default_graphs
        )
        return solutions_table(reply.body, edition.graph.store.identifiers, bound.notes)

    async def ask_soon(self, edition: Edition, name: str, values: Mapping[str, str]) -> Table:
        """The same in the loop of a server, which waits for the worker and reads no more than a few quads.

        What may take longer a thread does: search for names, make the dataset, start a worker or wait for one, wait for
        a long query, read a large answer.
        """
        dataset = edition.composed(self.notes)
        names = Names(edition.graph, hurried=True)
        begun: Underway | None = None
        with suppress(SearchNeededError):
            if dataset:
                bound = self._bound(name, values, edition, names)
                begun = self.questions.begin(_undeclared(dataset), bound.text, _JSON)
        if begun is None:
            return await in_thread(self.ask, edition, name, values)
        try:
            notes = names.check()  # while the worker is at it
        except BaseException as error:
            if isinstance(error, QueryError):  # nobody is to end workers by asking for what there is not
                await finished(begun, self.questions.patience)
            else:
                begun.drop()
            raise
        reply = await finished(begun, self.questions.patience)
        notes, ids = (*bound.notes, *notes), edition.graph.store.identifiers
        if len(reply.body) > _LARGE:
            return await in_thread(solutions_table, reply.body, ids, notes)
        return solutions_table(reply.body, ids, notes)

    def _bound(self, name: str, values: Mapping[str, str], edition: Edition, names: Names) -> BoundQuery:
        return bind(self.library.get(name), values, names, edition.graph.store.base)


def _undeclared(dataset: Dataset) -> Dataset:
    """The dataset for queries that declare their prefixes."""
    return Dataset(dataset.path, dataset.base, dataset.default_graphs)


def solutions_table(body: bytes, ids: Identifiers, notes: tuple[str, ...] = ()) -> Table:
    """The answer of a worker in SPARQL's JSON as a table of plain values."""
    found = from_json(body, cache_strings="keys")
    if "boolean" in found:
        return Table(("answer",), ((bool(found["boolean"]),),), notes)
    names = tuple(found["head"]["vars"])
    plain = _Plain(ids)
    rows = tuple(
        tuple([plain(row[name]) if name in row else None for name in names])
        for row in found["results"]["bindings"]
    )
    return Table(names, rows, notes)


class _Plain:
    """Terms of SPARQL's JSON as `kg.answers.plain_value` has them; each IRI is compressed once."""

    def __init__(self, ids: Identifiers) -> None:
        self._ids = ids
        self._known: dict[str, str] = {}

    def __call__(self, term: dict[str, Any]) -> Cell:
        value, kind = term["value"], term["type"]
        if kind == "uri":
            if value not in self._known:
                self._known[value] = self._ids.compress(value) or value
            return self._known[value]
        if kind == "literal":
            datatype = term.get("datatype")
            return literal_value(value, datatype) if datatype else value
        return f"_:{value}" if kind == "bnode" else _triple(term)


def _triple(term: dict[str, Any]) -> str:
    """A triple that is a term, as Oxigraph writes it."""
    alone = {"head": {"vars": ["term"]}, "results": {"bindings": [{"term": term}]}}
    found = ox.parse_query_results(json.dumps(alone).encode(), format=ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QuerySolutions)
    return str(next(found)["term"])


def service_of(request: Request) -> Service:
    """The service of the application that handles a request."""
    service = request.app.state.service
    assert isinstance(service, Service)
    return service
