"""What runs a stranger's query? A process of its own, which can be killed.

It reads the store, cannot reach the network where the system allows that to be taken away, has a limit on
memory, and ends itself shortly after the deadline even if nobody is left to kill it. The pool that starts
it speaks to it over a socket that it inherits. See `queries.guard`.
"""

from __future__ import annotations

import ctypes
import fcntl
import io
import os
import re
import resource
import secrets
import signal
import socket
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import LitkgError, QueryError, QueryMemoryError, StoreError
from queries.explain import explained
from queries.formats import GRAPH_FORMATS, SOLUTION_FORMATS
from queries.request import Reply, Request, Update, receive, send, unpacked, written

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
#: seconds past the deadline after which a worker that was not killed ends itself
GRACE = 2.0
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_ESCAPED_LETTER = re.compile(
    r"\\u00([46][0-9a-f]|[57][0-9a])|\\U000000([46][0-9a-f]|[57][0-9a])", re.IGNORECASE
)


class _Capped(io.BytesIO):
    """A file that refuses to grow beyond a size."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def write(self, data: Buffer, /) -> int:
        if self.tell() + memoryview(data).nbytes > self._most:
            raise QueryError(f"the answer is larger than {self._most} bytes; add a LIMIT, or ask for less")
        return super().write(data)


def serve(channel: socket.socket, memory: int) -> None:
    """Answer requests until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    leave_network()
    _limit_memory(memory)
    send(channel, b"ready")
    databases = _Databases()
    while True:
        try:
            request = unpacked(receive(channel))
        except (EOFError, OSError):
            return
        send(channel, written(_reply(databases, request)))


class _Databases:
    """The database that was asked last, kept open, and kept from being dropped meanwhile."""

    def __init__(self) -> None:
        self._path = ""
        self._store: ox.Store | None = None
        self._file = -1

    def store(self, path: str) -> ox.Store:
        if self._store is None or path != self._path:
            self._store = None
            with suppress(OSError):
                os.close(self._file)
            try:
                self._file = os.open(path, os.O_RDONLY)
                fcntl.flock(self._file, fcntl.LOCK_SH)
                self._store, self._path = ox.Store.read_only(path), path
            except (OSError, RuntimeError) as error:
                raise StoreError(f"{path}: cannot be read: {error}") from None
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
    plain, masked = _masked(sparql, "service", "load")
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


def _masked(sparql: str, *words: str) -> tuple[str, str]:
    plain = _ESCAPED_LETTER.sub(lambda m: chr(int(m[1] or m[2], 16)), sparql) if "\\" in sparql else sparql
    if plain.isascii() and not any(word in plain.lower() for word in words):
        return plain, plain
    return plain, re.sub("|".join(words), "s" + secrets.token_hex(8), plain, flags=re.IGNORECASE)


def _reply(databases: _Databases, request: Request | Update) -> Reply | LitkgError:
    signal.setitimer(signal.ITIMER_REAL, request.timeout + GRACE)  # its default action ends the process
    try:
        if isinstance(request, Update):
            return _updated(request)
        return _answer(databases.store(request.dataset.path), request)
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


def _answer(store: ox.Store, request: Request) -> Reply:
    prefixes = dict(request.dataset.prefixes)
    refuse_service(request.sparql, prefixes)
    return _serialised(_results(store, request, prefixes), request, prefixes)


def _results(store: ox.Store, request: Request, prefixes: dict[str, str]) -> Results:
    """The answer; relative IRIs are relative to the endpoint."""
    named = request.named_graphs
    try:
        return store.query(
            request.sparql,
            prefixes=prefixes,
            base_iri=request.base_iri,
            default_graph=_default_graph(request, prefixes),
            named_graphs=None if named is None else [ox.NamedNode(iri) for iri in named],
        )
    except SyntaxError as error:
        raise QueryError(f"not a SPARQL 1.1 query: {error.msg}") from None
    except ValueError as error:
        raise QueryError(f"not a query for this graph: {error}") from None
    except (OSError, RuntimeError) as error:
        raise QueryError(f"the query could not be run: {error}") from None


def _default_graph(request: Request, prefixes: dict[str, str]) -> list[Graph] | None:
    """What is matched outside GRAPH: as the protocol says, else as FROM says, else the derived graphs."""
    if request.default_graphs is not None:
        return [ox.NamedNode(iri) for iri in request.default_graphs]
    plain, masked = _masked(request.sparql, "from")
    if plain != masked and _parses(plain, request, prefixes) and not _parses(masked, request, prefixes):
        return None
    return [ox.NamedNode(iri) for iri in request.dataset.default_graphs]


def _parses(sparql: str, request: Request, prefixes: dict[str, str]) -> bool:
    try:
        ox.Store().query(sparql, prefixes=prefixes, base_iri=request.base_iri)
    except (SyntaxError, ValueError):
        return False
    return True


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
    serve(socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2]))
