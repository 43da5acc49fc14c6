"""What runs a stranger's query? A process of its own, which can be killed.

It reads the store, cannot reach the network where the system allows that to be taken away, has a limit on
memory, and ends itself shortly after the deadline even if nobody is left to kill it. The pool that starts
it speaks to it over a socket that it inherits. See `queries.guard`.
"""

from __future__ import annotations

import ctypes
import io
import os
import pickle
import re
import resource
import secrets
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import LitkgError, QueryError, QueryMemoryError, StoreError
from kg.store import Results, Store
from queries.dataset import Dataset, open_dataset
from queries.formats import GRAPH_FORMATS, SOLUTION_FORMATS
from queries.run import explained

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

#: seconds past the deadline after which a worker that was not killed ends itself
GRACE = 2.0
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_ESCAPED_LETTER = re.compile(
    r"\\u00([46][0-9a-f]|[57][0-9a])|\\U000000([46][0-9a-f]|[57][0-9a])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Request:
    """A query, the database that it is asked of, and the media types that may answer it."""

    dataset: Dataset
    sparql: str
    solutions: str | None
    graph: str | None
    timeout: float
    max_bytes: int
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    base_iri: str | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """A SPARQL update, and the N-Quads that it sees and changes; the reply is the N-Quads afterwards."""

    sparql: str
    quads: bytes
    prefixes: dict[str, str]
    base_iri: str | None
    timeout: float
    max_bytes: int


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer in one media type; ``media`` is empty where none of those asked for fits the query."""

    media: str
    body: bytes


class _Capped(io.BytesIO):
    """A file that refuses to grow beyond a size."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def write(self, data: Buffer, /) -> int:
        if self.tell() + memoryview(data).nbytes > self._most:
            raise QueryError(f"the answer is larger than {self._most} bytes; add a LIMIT, or ask for less")
        return super().write(data)


def serve(connection: Connection, memory: int) -> None:
    """Answer requests until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    isolated = leave_network()
    _limit_memory(memory)
    connection.send(isolated)
    databases = _Databases()
    while True:
        try:
            request: Request | Update = pickle.loads(connection.recv_bytes())
        except (EOFError, OSError):
            return
        connection.send(_reply(databases, request))


class _Databases:
    """The database that was asked last, kept open."""

    def __init__(self) -> None:
        self._dataset: Dataset | None = None
        self._store: Store | None = None

    def store(self, dataset: Dataset) -> Store:
        if self._store is None or dataset != self._dataset:
            if self._store:
                self._store.close()
            self._store, self._dataset = open_dataset(dataset), dataset
        return self._store


def leave_network() -> bool:
    """Move this process to an empty network of its own; False where the system does not allow it."""
    unshare = getattr(ctypes.CDLL(None, use_errno=True), "unshare", None)
    if unshare is None:
        return False
    return any(unshare(flags) == 0 for flags in (_NEW_NETWORK, _NEW_USER | _NEW_NETWORK))


def refuse_service(sparql: str, prefixes: dict[str, str]) -> None:
    """Refuse a query that would ask another server.

    The word is looked for by the parser itself: once it is masked by a word that nobody can guess, a query
    that has it in a string, a name or a comment still parses, and one that has the keyword does not. No
    tokeniser of ours has to agree with Oxigraph's. Nothing is asked but an empty store.

    :param prefixes: those that need not be declared
    :raises QueryError: if SERVICE is used
    """
    plain, masked = _masked(sparql, "service")
    if masked == plain:
        return
    try:
        ox.Store().query(masked, prefixes=prefixes)
    except (SyntaxError, ValueError) as error:
        raise QueryError(
            f"SERVICE is refused: this endpoint asks its own graph only (or: {explained(sparql, str(error))})"
        ) from None


def refuse_reaching_out(sparql: str, prefixes: dict[str, str]) -> None:
    """Refuse an update that would read from elsewhere, in the way of `refuse_service`.

    :raises QueryError: if LOAD or SERVICE is used
    """
    plain, masked = _masked(sparql, "service|load")
    if masked == plain:
        return
    try:
        ox.Store().update(masked, prefixes=prefixes)
    except SyntaxError as error:
        raise QueryError(
            f"LOAD and SERVICE are refused: send the data itself (or: {explained(sparql, str(error))})"
        ) from None
    except (ValueError, OSError, RuntimeError):
        return  # it parses; that graphs are missing in an empty store is nothing


def _masked(sparql: str, words: str) -> tuple[str, str]:
    plain = _ESCAPED_LETTER.sub(lambda m: chr(int(m[1] or m[2], 16)), sparql)
    return plain, re.sub(words, "s" + secrets.token_hex(8), plain, flags=re.IGNORECASE)


def _reply(databases: _Databases, request: Request | Update) -> Reply | LitkgError:
    signal.setitimer(signal.ITIMER_REAL, request.timeout + GRACE)  # its default action ends the process
    try:
        if isinstance(request, Update):
            return _updated(request)
        return _answer(databases.store(request.dataset), request)
    except StoreError as error:
        return error
    except LitkgError as error:
        return QueryError(explained(request.sparql, str(error)))
    except MemoryError:
        return QueryMemoryError("the query needed more memory than it may have; add a LIMIT or ask for less")
    except Exception as error:  # whatever it is, the next query must be answered
        return QueryError(f"the query could not be run: {' '.join(str(error).split())}")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _answer(store: Store, request: Request) -> Reply:
    prefixes = store.prefixes()
    refuse_service(request.sparql, prefixes)
    return _serialised(_results(store, request), request, prefixes)


def _results(store: Store, request: Request) -> Results:
    """The answer; only a query that cannot do without gets a BASE, so that errors keep their place."""

    def asked(sparql: str) -> Results:
        return store.query(sparql, default_graphs=request.default_graphs, named_graphs=request.named_graphs)

    try:
        return asked(request.sparql)
    except QueryError:
        if request.base_iri is None:
            raise
        with suppress(QueryError):
            return asked(f"BASE <{request.base_iri}> {request.sparql}")
        raise


def _updated(request: Update) -> Reply:
    refuse_reaching_out(request.sparql, request.prefixes)
    store = ox.Store()
    store.load(request.quads, ox.RdfFormat.N_QUADS)
    try:
        store.update(request.sparql, prefixes=request.prefixes, base_iri=request.base_iri)
    except SyntaxError as error:
        place = explained(request.sparql, str(error.msg)).removeprefix("not a SPARQL 1.1 query: ")
        raise QueryError(f"not a SPARQL 1.1 update: {place}") from None
    except RuntimeError as error:
        raise QueryError(f"the update was not done: {' '.join(str(error).split())}") from None
    out = _Capped(request.max_bytes)
    store.dump(out, ox.RdfFormat.N_QUADS)
    return Reply(ox.RdfFormat.N_QUADS.media_type, out.getvalue())


def _serialised(results: Results, request: Request, prefixes: dict[str, str]) -> Reply:
    out = _Capped(request.max_bytes)
    if isinstance(results, ox.QueryTriples):
        if request.graph is None:
            return Reply("", b"")
        ox.serialize(results, out, format=GRAPH_FORMATS[request.graph], prefixes=prefixes)
        return Reply(request.graph, out.getvalue())
    if request.solutions is None:
        return Reply("", b"")
    results.serialize(out, format=SOLUTION_FORMATS[request.solutions])
    return Reply(request.solutions, out.getvalue())


def _limit_memory(memory: int) -> None:
    """Cap the address space; a system that cannot, such as macOS, is left as it is."""
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Serve the socket with the memory limit that the arguments name."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # nobody needs what an aborting allocation prints
    serve(Connection(int(sys.argv[1])), int(sys.argv[2]))
