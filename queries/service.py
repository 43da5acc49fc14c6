"""What do the HTTP routes share? The newest edition, the workers, the library, and what may be written."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping

import pyoxigraph as ox
from anyio import CapacityLimiter
from fastapi import Request

from kg.answers import Ingested, plain_value
from kg.errors import StoreLockedError
from kg.identifiers import Identifiers
from queries.bind import bind
from queries.edition import Edition, Editions
from queries.guard import QueryPool
from queries.library import Library
from queries.names import Names
from queries.notes import Notes
from queries.run import Table

_JSON = "application/sparql-results+json"
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
        #: lets so many strangers' queries have a thread that they leave some to look-ups; set where a loop runs
        self.crowd: CapacityLimiter | None = None
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
        template = self.library.get(name)
        store = edition.graph.store
        bound = bind(template, values, Names(edition.graph), store.base)
        dataset = edition.dataset(self.notes)
        reply = self.questions.run(
            dataset, bound.text, solutions=_JSON, default_graphs=dataset.default_graphs
        )
        return solutions_table(reply.body, store.identifiers, bound.notes)


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
