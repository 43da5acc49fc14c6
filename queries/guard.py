"""How can a stranger's query be run safely? In one of a few processes that are killed when it takes too long.

A query that runs in Oxigraph cannot be interrupted, and one that needs too much memory takes its process
along. So each runs in a worker with a read-only store, a memory limit, no network and a deadline. One that runs
for long moves to the slow lane, at low priority, and a fresh worker takes its place, so that a few
long queries do not keep short ones waiting; where the slow lane is full, the query that has run longest is stopped.
"""

from __future__ import annotations

import queue
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import Self

from kg.errors import QueryMemoryError, QueryTimeoutError, StoreError
from queries.formats import GRAPH_FORMATS, SOLUTION_FORMATS
from queries.process import WorkerProcess, too_long
from queries.request import Dataset, Reply, Request, Update, size_of_next

_MEGABYTE = 1 << 20
_FAIR_SECONDS = 1.0
_TRIES = 5
_SMALL = 128 << 10  # bytes of an answer that can be taken in without delay
_CROWDED = "stopped because other long queries are running; try again later, or ask for less"


class _Seat:
    """A long query's place in the slow lane."""

    def __init__(self, worker: WorkerProcess, since: float) -> None:
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
        # whose memory is warm goes first
        self._places: queue.LifoQueue[WorkerProcess | None] = queue.LifoQueue()
        self._count = workers
        self.lane = _SlowLane(slow)
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
        asked = Request(
            dataset,
            sparql,
            solutions,
            graph,
            self.timeout,
            self.max_bytes,
            default_graphs,
            named_graphs,
            base_iri,
        )
        return self._run(asked)

    def begin(self, dataset: Dataset, sparql: str, solutions: str) -> Underway | None:
        """Let a worker begin with a query that names its graphs, or none; None if all are busy, or are to be started.

        Nothing is waited for, so that the loop of a server can call this.

        :raises QueryMemoryError: if the worker is gone
        """
        worker = self._idle()
        if worker is None:
            return None
        asked = Request(
            dataset, sparql, solutions, None, self.timeout, self.max_bytes, dataset.default_graphs
        )
        return self._begun(worker, asked)

    def update(
        self, quads: bytes, sparql: str, prefixes: dict[str, str], base_iri: str | None = None
    ) -> bytes:
        """The N-Quads that an update makes of these; errors are those of `run`."""
        return self._run(Update(sparql, quads, prefixes, base_iri, self.timeout, self.max_bytes)).body

    def close(self) -> None:
        """Stop all workers, when the queries that run have ended; a second call does nothing."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
            for _ in range(self._count):
                if worker := self._places.get():
                    worker.kill()

    def give_back(self, worker: WorkerProcess) -> None:
        """Let a worker have the next query."""
        self._places.put(worker)

    def refill(self) -> None:
        """Start a worker for a place that is empty, so that the next query need not wait for that."""

        def start() -> None:
            worker: WorkerProcess | None = None
            with suppress(StoreError, OSError):
                worker = WorkerProcess(self.memory)
            self._places.put(worker)

        threading.Thread(target=start, daemon=True).start()

    def _run(self, request: Request | Update) -> Reply:
        deadline = time.monotonic() + self.timeout
        worker = self._take()
        if worker is None:
            worker = self._started()
        left = max(deadline - time.monotonic(), self.timeout / 2)
        return self._begun(worker, request._replace(timeout=left)).finish(self.patience)

    def _begun(self, worker: WorkerProcess, request: Request | Update) -> Underway:
        try:
            worker.send(request)
        except BaseException:
            worker.kill()
            self.refill()
            raise
        return Underway(self, worker, request)

    def _started(self) -> WorkerProcess:
        """A worker for a place that is empty."""
        try:
            return WorkerProcess(self.memory)
        except BaseException:
            self.refill()
            raise

    def _idle(self) -> WorkerProcess | None:
        """A worker that waits for a query."""
        with suppress(queue.Empty):
            worker = self._places.get_nowait()
            if worker is None:
                self._places.put(None)
            return worker
        return None

    def _take(self) -> WorkerProcess | None:
        if self._closed:
            raise StoreError("the pool of workers is closed")
        try:
            return self._places.get(timeout=self.timeout)
        except queue.Empty:
            raise QueryTimeoutError(
                f"all {self._count} workers were busy for {self.timeout:g} s; try again later"
            ) from None


class Underway:
    """A query that a worker is at; who began it finishes or drops it."""

    def __init__(self, pool: QueryPool, worker: WorkerProcess, request: Request | Update) -> None:
        self._pool = pool
        self._worker = worker
        self._request = request

    def fileno(self) -> int:
        """What can be read once there is an answer, or the worker is gone."""
        return self._worker.channel.fileno()

    def is_answered(self) -> bool:
        """Whether there is an answer that `finish` takes in without delay; a large one takes a while."""
        size = size_of_next(self._worker.channel)
        return size is not None and size <= _SMALL

    def finish(self, patience: float) -> Reply:
        """The answer; waits for it.

        :param patience: seconds until it counts as slow
        :raises LitkgError: as `QueryPool.run` does
        """
        if self._worker.answered(min(patience, self._request.timeout)):
            return self.take()
        self._pool.refill()
        return self._slowly()

    def take(self) -> Reply:
        """The answer that is there.

        :raises LitkgError: as `QueryPool.run` does
        """
        alive = True
        try:
            return self._worker.receive(self._request)
        except (QueryTimeoutError, QueryMemoryError):
            alive = False
            raise
        finally:
            if alive:
                self._pool.give_back(self._worker)
            else:
                self._pool.refill()

    def drop(self) -> None:
        """Stop it."""
        self._worker.kill()
        self._pool.refill()

    def _slowly(self) -> Reply:
        """The answer of a worker whose place is no longer in the pool."""
        worker, request, patience = self._worker, self._request, self._pool.patience
        seat = _Seat(worker, time.monotonic())
        try:
            worker.slow_down()
            if self._waits_for(seat) and not worker.answered(max(request.timeout - patience, 0)):
                raise too_long(request.timeout)
            return worker.receive(request)
        except QueryMemoryError:
            if seat.given_up:
                raise QueryTimeoutError(_CROWDED) from None
            raise
        finally:
            self._pool.lane.leave(seat)
            worker.kill()

    def _waits_for(self, seat: _Seat) -> bool:
        """Whether a seat was taken; False if the answer came before that.

        :raises QueryTimeoutError: if there is no room
        """
        for _ in range(_TRIES):
            if self._pool.lane.enter(seat):
                return True
            if seat.worker.answered(_FAIR_SECONDS / _TRIES):
                return False
        if self._pool.lane.enter(seat):
            return True
        raise QueryTimeoutError(_CROWDED)
