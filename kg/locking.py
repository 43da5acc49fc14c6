"""Who may write to a store? One process at a time, and the others are told which.

The lock is the operating system's (flock): it goes with the process that holds it, however that ends.
Works on Linux and macOS; the store must lie on a local disk.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from kg.errors import StoreError, StoreLockedError


class WriterLock:
    """Held from construction to `release`.

    :raises StoreLockedError: if another process, or another store of this one, holds it
    """

    def __init__(self, path: Path) -> None:
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise StoreError(
                f"{path.parent}: cannot be written ({error.strerror}); open it read-only"
            ) from None
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = describe(_read(self._file))
            os.close(self._file)
            raise StoreLockedError(
                f"{path.parent}: {holder} is writing to this store; wait for it to end, or open it read-only"
            ) from None
        except OSError as error:
            os.close(self._file)
            raise StoreError(
                f"{path.parent}: cannot be locked here ({error.strerror}); use a local disk"
            ) from None
        with suppress(
            OSError
        ):  # on a full disk the lock holds all the same, it only does not say whose it is
            os.ftruncate(self._file, 0)
            os.pwrite(self._file, json.dumps(this_process()).encode(), 0)

    def release(self) -> None:
        """Let the next writer in; a second call does nothing."""
        if self._file >= 0:
            with suppress(OSError):
                os.ftruncate(self._file, 0)
            os.close(self._file)
            self._file = -1


def this_process() -> dict[str, str]:
    """What others are told of this process."""
    return {
        "pid": str(os.getpid()),
        "host": socket.gethostname(),
        "command": " ".join(sys.argv)[:200],
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _read(file: int) -> dict[str, str]:
    with suppress(ValueError):
        found = json.loads(os.pread(file, 4096, 0))
        if isinstance(found, dict):
            return found
    return {}


def describe(holder: dict[str, str]) -> str:
    """A holder in words."""
    if not {"pid", "host", "command", "since"} <= holder.keys():
        return "another process"
    return "process {pid} on {host} ({command}, since {since})".format_map(holder)
