"""How can a stranger's query be run safely? In one of a few processes that are killed when it takes too long.

A query that runs in Oxigraph cannot be interrupted, and one that needs too much memory takes its process
along. So each runs in a worker with a read-only store, a memory limit, no network and a deadline. One that runs
for long moves to the slow lane, at low priority, and a fresh worker takes its place, so that a few
long queries do not keep short ones waiting; where the slow lane is full, the query that has run longest is stopped.
"""

from __future__ import annotations

import os
import pickle
import queue
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self

from kg.errors import LitkgError, QueryMemoryError, QueryTimeoutError, StoreError
from queries.formats import GRAPH_FORMATS, SOLUTION_FORMATS
from queries.request import Dataset, Reply, Request, Update, read_reply

_MEGABYTE = 1 << 20
_START_SECONDS = 30.0
_WORKER = "from queries.worker import main; main()"
_LOW_PRIORITY = 15
_FAIR_SECONDS = 1.0
_TRIES = 5
_CROWDED = "stopped because other long queries are running; try again later, or ask for less"


class _Worker:
    """One process at the other end of a socket."""

    def __init__(self, memory: int) -> None:
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-c", _WORKER, str(theirs.fileno()), str(memory)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(e or os.getcwd() for e in sys.path)}
        environment.pop("LITKG_TOKEN", None)
        environment.setdefault(
            "MALLOC_ARENA_MAX", "2"
        )  # glibc reserves 64 MB of address space for each arena
        self._process = subprocess.Popen(
            command, pass_fds=[theirs.fileno()], env=environment, stdin=subprocess.DEVNULL
        )
        theirs.close()
        self._connection = Connection(ours.detach())
        self._poll = select.poll()  # Connection.poll makes a selector each time
        self._poll.register(self._connection.fileno(), select.POLLIN)
        if not self._started():
            self.kill()
            raise StoreError("no process could be started to run queries in; is there memory left?")

    def send(self, request: Request | Update) -> None:
        """Hand over a request.

        :raises LitkgError: if the process is gone
        """
        try:
            self._connection.send_bytes(pickle.dumps(request))
        except OSError:
            raise self._fate(request) from None

    def answered(self, seconds: float) -> bool:
        """Whether there is an answer, or the process gone, within so many seconds."""
        return bool(self._poll.poll(seconds * 1000))

    def receive(self, request: Request | Update) -> Reply:
        """The answer.

        :raises LitkgError: what the query failed of; the worker is dead if `QueryTimeoutError` or `QueryMemoryError`
        """
        try:
            return read_reply(self._connection.recv_bytes())
        except (EOFError, OSError):
            raise self._fate(request) from None

    def slow_down(self) -> None:
        """Let others go first from now on."""
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._process.pid, _LOW_PRIORITY)

    def stop(self) -> None:
        """End the process at once; another thread that waits for it cleans up."""
        self._process.kill()

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()
        self._process.wait()
        self._connection.close()

    def _started(self) -> bool:
        with suppress(EOFError, OSError):
            if self.answered(_START_SECONDS):
                self._connection.recv_bytes()
                return True
        return False

    def _fate(self, request: Request | Update) -> LitkgError:
        """Why the process is gone."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(1.0)
        alarmed = self._process.returncode == -signal.SIGALRM
        self.kill()
        if alarmed:
            return _too_long(request.timeout)
        return QueryMemoryError("the query needed more memory than it may have; add a LIMIT or ask for less")


class _Seat:
    """A long query's place in the slow lane."""

    def __init__(self, worker: _Worker, since: float) -> None:
        self.worker = worker
        self.since = since
        self.given_up = False


class _SlowLane:
    """The long queries that run: so many at most. Where it is full, the one that has run longest makes room."""

    def __init__(self, seats: int) -> None:
        self._seats = seats
        self._taken: list[_Seat] = []
        self._lock = threading.Lock()

    def enter(self, seat: _Seat) -> bool:
        """Take a seat; False if all are taken by queries that have had little time yet."""
        with self._lock:
            if len(self._taken) >= self._seats:
                oldest = self._taken[0] if self._taken else seat
                if time.monotonic() - oldest.since < _FAIR_SECONDS:
                    return False
                oldest.given_up = True
                oldest.worker.stop()
                self._taken.remove(oldest)
            self._taken.append(seat)
            return True

    def leave(self, seat: _Seat) -> None:
        """Give the seat back, if it is still taken."""
        with self._lock:
            if seat in self._taken:
                self._taken.remove(seat)


def _too_long(seconds: float) -> QueryTimeoutError:
    return QueryTimeoutError(f"the query was stopped after {seconds:.3g} s; add a LIMIT or ask for less")


class QueryPool:
    """A few workers; threads may share it. Workers start when they are first needed.

    :param workers: how many queries run at a time; others wait for their turn
    :param slow: how many run besides that have taken longer than ``patience`` seconds; all have one second at least
    :param timeout: seconds that a query may take, waiting included
    :param memory: bytes of address space of each worker; not enforced on macOS
    :param max_bytes: the largest answer
    """

    def __init__(
        self,
        *,
        workers: int = 4,
        slow: int = 4,
        patience: float = 0.2,
        timeout: float = 10.0,
        memory: int = 2048 * _MEGABYTE,
        max_bytes: int = 64 * _MEGABYTE,
    ) -> None:
        self.timeout = timeout
        self.memory = memory
        self.max_bytes = max_bytes
        self.patience = patience
        self._places: queue.LifoQueue[_Worker | None] = queue.LifoQueue()  # whose memory is warm goes first
        self._count = workers
        self._lane = _SlowLane(slow)
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
        dataset: Dataset,
        sparql: str,
        *,
        solutions: str | None = next(iter(SOLUTION_FORMATS)),
        graph: str | None = next(iter(GRAPH_FORMATS)),
        default_graphs: tuple[str, ...] | None = None,
        named_graphs: tuple[str, ...] | None = None,
        base_iri: str | None = None,
    ) -> Reply:
        """The answer to a query.

        :param solutions: media type for SELECT and ASK, None if they are not acceptable
        :param graph: media type for CONSTRUCT and DESCRIBE, None if they are not acceptable
        :param base_iri: what relative IRIs are relative to
        :raises QueryTimeoutError: if it was not answered in time
        :raises QueryMemoryError: if it needed too much memory
        :raises QueryError: if it is malformed, an update, uses SERVICE or has too large an answer
        """
        return self._run(
            lambda left: Request(
                dataset,
                sparql,
                solutions,
                graph,
                left,
                self.max_bytes,
                default_graphs,
                named_graphs,
                base_iri,
            )
        )

    def update(
        self, quads: bytes, sparql: str, prefixes: dict[str, str], base_iri: str | None = None
    ) -> bytes:
        """The N-Quads that an update makes of these; errors are those of `run`."""
        return self._run(lambda left: Update(sparql, quads, prefixes, base_iri, left, self.max_bytes)).body

    def close(self) -> None:
        """Stop all workers, when the queries that run have ended; a second call does nothing."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
            for _ in range(self._count):
                if worker := self._places.get():
                    worker.kill()

    def _run(self, asked: Callable[[float], Request | Update]) -> Reply:
        deadline = time.monotonic() + self.timeout
        worker = self._take()
        place_given_away = False
        try:
            worker = worker or _Worker(self.memory)
            request = asked(max(deadline - time.monotonic(), self.timeout / 2))
            worker.send(request)
            if not worker.answered(min(self.patience, request.timeout)):
                place_given_away = True
                self._refill()
                return self._slowly(worker, request)
            return worker.receive(request)
        except (QueryTimeoutError, QueryMemoryError):
            worker = None  # it is dead
            raise
        finally:
            if not place_given_away and worker is not None:
                self._places.put(worker)
            elif not place_given_away:
                self._refill()

    def _slowly(self, worker: _Worker, request: Request | Update) -> Reply:
        """The answer of a worker whose place is no longer in the pool."""
        seat = _Seat(worker, time.monotonic())
        try:
            worker.slow_down()
            if self._waits_for(seat) and not worker.answered(max(request.timeout - self.patience, 0)):
                raise _too_long(request.timeout)
            return worker.receive(request)
        except QueryMemoryError:
            if seat.given_up:
                raise QueryTimeoutError(_CROWDED) from None
            raise
        finally:
            self._lane.leave(seat)
            worker.kill()

    def _waits_for(self, seat: _Seat) -> bool:
        """Whether a seat was taken; False if the answer came before that.

        :raises QueryTimeoutError: if there is no room
        """
        for _ in range(_TRIES):
            if self._lane.enter(seat):
                return True
            if seat.worker.answered(_FAIR_SECONDS / _TRIES):
                return False
        if self._lane.enter(seat):
            return True
        raise QueryTimeoutError(_CROWDED)

    def _refill(self) -> None:
        """Start a worker for a place that is empty, so that the next query need not wait for that."""

        def start() -> None:
            worker: _Worker | None = None
            with suppress(StoreError, OSError):
                worker = _Worker(self.memory)
            self._places.put(worker)

        threading.Thread(target=start, daemon=True).start()

    def _take(self) -> _Worker | None:
        if self._closed:
            raise StoreError("the pool of workers is closed")
        try:
            return self._places.get(timeout=self.timeout)
        except queue.Empty:
            raise QueryTimeoutError(
                f"all {self._count} workers were busy for {self.timeout:g} s; try again later"
            ) from None
