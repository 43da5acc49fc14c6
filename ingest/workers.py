"""How are documents extracted by several processes at once?

Each process loads models of its own and is given one document at a time. Results come in the order of the
documents, whichever process is faster. A process that dies costs the document that it was given, nothing else.
"""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import TypeVar

from ingest.extract import Extractor
from kg.errors import LitkgError
from kg.model import Contribution, Document

#: documents on their way for each process: enough that one long article does not stop the others
_AHEAD = 8

Load = Callable[[], Extractor]
Other = TypeVar("Other")


@dataclass(frozen=True, slots=True)
class Extracted:
    """What came of a document: a contribution, or an error; the time that it took is in seconds."""

    document: Document
    contribution: Contribution | None
    error: str = ""
    seconds: float = 0.0


def extract_here(load: Load, items: Iterable[Document | Other]) -> Generator[Extracted | Other]:
    """Extract documents in this process, one after the other; what is no document is handed on."""
    extractor = None
    for item in items:
        if isinstance(item, Document):
            extractor = extractor or load()
            yield _attempt(extractor, item)
        else:
            yield item


def extract_beside(load: Load, items: Iterable[Document | Other], jobs: int) -> Generator[Extracted | Other]:
    """The same by so many processes, in the same order; ``load`` must be importable by name.

    :raises LitkgError: if a process cannot load its models
    """
    workers = [_Worker(load) for _ in range(jobs)]
    idle: SimpleQueue[_Worker] = SimpleQueue()
    for worker in workers:
        idle.put(worker)
    threads = ThreadPoolExecutor(jobs)  # each waits for one process

    def extract(document: Document) -> Extracted:
        worker = idle.get()
        try:
            return worker.extract(document)
        finally:
            idle.put(worker)

    try:
        under_way: deque[Future[Extracted] | Other] = deque()
        for item in items:
            under_way.append(threads.submit(extract, item) if isinstance(item, Document) else item)
            if len(under_way) >= _AHEAD * jobs:
                yield _result(under_way.popleft())
        while under_way:
            yield _result(under_way.popleft())
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.stop()
        threads.shutdown()


def _result(found: Future[Extracted] | Other) -> Extracted | Other:
    return found.result() if isinstance(found, Future) else found


class _Worker:
    """A process that extracts, started when it is first needed and again when it has died."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._process: multiprocessing.process.BaseProcess | None = None
        self._connection: Connection | None = None
        self._stopped = False

    def extract(self, document: Document) -> Extracted:
        """What the process makes of a document; an error if it dies of it."""
        try:
            connection = self._connection or self._start()
            connection.send(document)
            found = connection.recv()
        except (EOFError, OSError):
            return Extracted(document, None, self._death())
        assert isinstance(found, Extracted)
        return found

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self._stopped = True
        if self._process is not None:
            self._process.kill()

    def _start(self) -> Connection:
        if self._stopped:
            raise EOFError
        context = multiprocessing.get_context("spawn")  # a fork would share the store's lock and threads
        ours, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, self._load), daemon=True)
        resource_tracker.ensure_running()  # or else starting it would unblock what is blocked here
        old = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])  # Ctrl-C is for the main process
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, old)
            theirs.close()
        refusal = ours.recv()
        if isinstance(refusal, LitkgError):
            raise refusal
        self._connection = ours
        return ours

    def _death(self) -> str:
        process, self._process, self._connection = self._process, None, None
        if process is None:
            return "was not extracted: stopped"
        process.join(5)
        return f"ended the process that extracted it ({_how(process.exitcode)}); the others go on"


def _how(code: int | None) -> str:
    if code is not None and code < 0:
        with suppress(ValueError):
            return f"{signal.Signals(-code).name}: killed, or out of memory"
    return f"exit code {code}"


def _work(connection: Connection, load: Load) -> None:
    """What the process does: extract what it is sent, until nothing comes any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        extractor = load()
    except LitkgError as error:
        connection.send(error)
        return
    connection.send(None)
    with suppress(EOFError, OSError):
        while True:
            connection.send(_attempt(extractor, connection.recv()))


def _attempt(extractor: Extractor, document: Document) -> Extracted:
    """An article that the software has a fault with must not stop ten thousand others."""
    start = time.perf_counter()
    try:
        contribution = extractor.extract(document).as_contribution()
    except Exception as error:
        return Extracted(document, None, f"cannot be extracted: {type(error).__name__}: {error}")
    return Extracted(document, contribution, "", time.perf_counter() - start)
