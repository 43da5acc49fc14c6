"""How can a stranger's query be run safely? In one of a few processes that are killed when it takes too long.

A query that runs in Oxigraph cannot be interrupted, and one that needs too much memory takes its process
along. So each runs in a worker with a read-only store, a memory limit, no network and a deadline.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self

from kg.errors import LitkgError, QueryMemoryError, QueryTimeoutError, StoreError
from kg.store import Store
from queries.formats import GRAPH_FORMATS, SOLUTION_FORMATS
from queries.worker import Reply, Request

_MEGABYTE = 1 << 20
_START_SECONDS = 30.0
_WORKER = "from queries.worker import main; main()"


class _Worker:
    """One process at the other end of a socket."""

    def __init__(self, path: str, memory: int) -> None:
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-c", _WORKER, str(theirs.fileno()), path, str(memory)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(e or os.getcwd() for e in sys.path)}
        self._process = subprocess.Popen(
            command, pass_fds=[theirs.fileno()], env=environment, stdin=subprocess.DEVNULL
        )
        theirs.close()
        self._connection = Connection(ours.detach())
        if not self._started():
            self.kill()
            raise StoreError(f"{path}: no process could be started to ask this store; is it readable?")

    def ask(self, request: Request) -> Reply:
        """The answer to a request; the worker is dead if this raises `QueryTimeoutError` or `QueryMemoryError`."""
        try:
            self._connection.send_bytes(pickle.dumps(request))
            if not self._connection.poll(request.timeout):
                self.kill()
                raise QueryTimeoutError(
                    f"the query was stopped after {request.timeout:.3g} s; add a LIMIT or ask for less"
                )
            reply = self._connection.recv()
        except (EOFError, OSError):
            raise self._fate(request) from None
        if isinstance(reply, LitkgError):
            raise reply
        assert isinstance(reply, Reply)
        return reply

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()
        self._process.wait()
        self._connection.close()

    def _started(self) -> bool:
        with suppress(EOFError, OSError):
            if self._connection.poll(_START_SECONDS):
                self._connection.recv()
                return True
        return False

    def _fate(self, request: Request) -> LitkgError:
        """Why the process is gone."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(1.0)
        alarmed = self._process.returncode == -signal.SIGALRM
        self.kill()
        if alarmed:
            return QueryTimeoutError(
                f"the query was stopped after {request.timeout:.3g} s; add a LIMIT or ask for less"
            )
        return QueryMemoryError("the query needed more memory than it may have; add a LIMIT or ask for less")


class QueryPool:
    """A few workers on one store; threads may share it. Workers start when they are first needed.

    :param path: folder of the store
    :param workers: how many queries run at a time; others wait for their turn
    :param timeout: seconds that a query may take, waiting included
    :param memory: bytes of address space of each worker; not enforced on macOS
    :param max_bytes: the largest answer
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        workers: int = 2,
        timeout: float = 10.0,
        memory: int = 2048 * _MEGABYTE,
        max_bytes: int = 64 * _MEGABYTE,
    ) -> None:
        self.path = os.fspath(path)
        self.timeout = timeout
        self.memory = memory
        self.max_bytes = max_bytes
        self._places: queue.Queue[_Worker | None] = queue.Queue()
        self._count = workers
        self._closing = threading.Lock()
        self._closed = False
        for _ in range(workers):
            self._places.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def run(
        self,
        sparql: str,
        *,
        solutions: str | None = next(iter(SOLUTION_FORMATS)),
        graph: str | None = next(iter(GRAPH_FORMATS)),
        default_graphs: tuple[str, ...] | None = None,
        named_graphs: tuple[str, ...] | None = None,
    ) -> Reply:
        """The answer to a query, over the store as it was last published.

        :param solutions: media type for SELECT and ASK, None if they are not acceptable
        :param graph: media type for CONSTRUCT and DESCRIBE, None if they are not acceptable
        :raises QueryTimeoutError: if it was not answered in time
        :raises QueryMemoryError: if it needed too much memory
        :raises QueryError: if it is malformed, an update, uses SERVICE or has too large an answer
        """
        deadline = time.monotonic() + self.timeout
        worker = self._take()
        try:
            worker = worker or _Worker(self.path, self.memory)
            left = max(deadline - time.monotonic(), self.timeout / 2)
            generation = Store.latest_generation(self.path)
            request = Request(
                sparql, solutions, graph, left, generation, self.max_bytes, default_graphs, named_graphs
            )
            return worker.ask(request)
        except (QueryTimeoutError, QueryMemoryError, StoreError):
            worker = None
            raise
        finally:
            self._places.put(worker)

    def close(self) -> None:
        """Stop all workers, when the queries that run have ended; a second call does nothing."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
            for _ in range(self._count):
                if worker := self._places.get():
                    worker.kill()

    def _take(self) -> _Worker | None:
        if self._closed:
            raise StoreError("the pool of workers is closed")
        try:
            return self._places.get(timeout=self.timeout)
        except queue.Empty:
            raise QueryTimeoutError(
                f"all {self._count} workers were busy for {self.timeout:g} s; try again later"
            ) from None
