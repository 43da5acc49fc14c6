"""How is a worker started, spoken to and ended? As a process of its own at the other end of a socket.

What it does there: `queries.worker`; when it is ended: `queries.guard`.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
from contextlib import suppress

from kg.errors import LitkgError, QueryMemoryError, QueryTimeoutError, StoreError
from queries.request import Reply, Request, Update, packed, read_reply, receive, send

_START_SECONDS = 30.0
_WORKER = "from queries.worker import main; main()"
_LOW_PRIORITY = 15


class WorkerProcess:
    """One process at the other end of a socket."""

    def __init__(self, memory: int) -> None:
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-c", _WORKER, str(theirs.fileno()), str(memory)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(e or os.getcwd() for e in sys.path)}
        environment.pop("LITKG_TOKEN", None)
        # glibc reserves 64 MB of address space for each arena
        environment.setdefault("MALLOC_ARENA_MAX", "2")
        self._process = subprocess.Popen(
            command, pass_fds=[theirs.fileno()], env=environment, stdin=subprocess.DEVNULL
        )
        theirs.close()
        self.channel = ours
        self._poll = select.poll()
        self._poll.register(ours, select.POLLIN)
        if not self._started():
            self.kill()
            raise StoreError("no process could be started to run queries in; is there memory left?")

    def send(self, request: Request | Update) -> None:
        """Hand over a request.

        :raises LitkgError: if the process is gone
        """
        try:
            send(self.channel, packed(request))
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
            return read_reply(receive(self.channel))
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
        self.channel.close()

    def _started(self) -> bool:
        with suppress(EOFError, OSError):
            if self.answered(_START_SECONDS):
                receive(self.channel)
                return True
        return False

    def _fate(self, request: Request | Update) -> LitkgError:
        """Why the process is gone."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(1.0)
        alarmed = self._process.returncode == -signal.SIGALRM
        self.kill()
        if alarmed:
            return too_long(request.timeout)
        return QueryMemoryError("the query needed more memory than it may have; add a LIMIT or ask for less")


def too_long(seconds: float) -> QueryTimeoutError:
    """What a query is told that had so many seconds."""
    return QueryTimeoutError(f"the query was stopped after {seconds:.3g} s; add a LIMIT or ask for less")
