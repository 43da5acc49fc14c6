"""How can a store be read while it is written?

Readers never open the directory that a writer works in, which Oxigraph leaves undefined. They open the
last snapshot: a checkpoint that the writer makes when it publishes, of hard links to files that never
change, so that it takes milliseconds and little room. A snapshot stays as long as a reader has it open.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from contextlib import suppress
from pathlib import Path

from pyoxigraph import Store


class Snapshots:
    """The numbered snapshots in one directory; a higher number is newer."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def latest(self) -> int:
        """The number of the newest snapshot, 0 where there is none."""
        return max(self._numbers(), default=0)

    def publish(self, store: Store) -> int:
        """Make a snapshot of what the store holds now and drop those that nobody reads; its number."""
        number = self.latest() + 1
        self.directory.mkdir(exist_ok=True)
        unfinished = self.directory / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        store.backup(os.fspath(unfinished))
        unfinished.rename(self.directory / str(number))
        self._drop_before(number)
        return number

    def acquire(self) -> tuple[int, Path, int] | None:
        """The newest snapshot, kept from being dropped: number, directory and the file to `release`."""
        while number := self.latest():
            path = self.directory / str(number)
            with suppress(FileNotFoundError):
                file = os.open(path, os.O_RDONLY)
                fcntl.flock(file, fcntl.LOCK_SH)
                if path.exists():
                    return number, path, file
                os.close(file)
        return None

    def _numbers(self) -> list[int]:
        with suppress(FileNotFoundError):
            return [int(name) for name in os.listdir(self.directory) if name.isdigit()]
        return []

    def _drop_before(self, number: int) -> None:
        for old in self._numbers():
            if old < number:
                _drop(self.directory / str(old))


def release(file: int) -> None:
    """Let a snapshot go that `Snapshots.acquire` kept."""
    os.close(file)


def _drop(path: Path) -> None:
    """Remove a snapshot unless somebody reads it."""
    file = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        doomed = path.with_name("doomed")
        shutil.rmtree(doomed, ignore_errors=True)
        path.rename(doomed)
        shutil.rmtree(doomed)
    except BlockingIOError:
        pass
    finally:
        os.close(file)
