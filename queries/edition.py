"""How does a server follow a store that is being written? By editions: a snapshot together with its index.

When a snapshot is published, its index is made in a process of its own; requests read the edition before it until
that is ready. An edition stays as long as a request reads it. What is made lies in ``serve/`` beside the store, or
in a temporary folder where that cannot be written, and is found again by the next server.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pyoxigraph import Quad

from kg.errors import LitkgError, StoreError
from kg.folder import Folder
from kg.graph import Graph
from kg.store import Store
from queries.dataset import compose, drop_unread
from queries.description import description_quads
from queries.index.lookups import Index
from queries.index.reader import Reader
from queries.index.tables import INDEX_VERSION
from queries.library import Library
from queries.notes import Notes
from queries.request import Dataset

_FORGOTTEN = 3600.0
_LOOKED = 0.02  # seconds for which it is known what was published last
_ABOUT_TO = 60.0  # seconds in which a request that was given a dataset has opened it
_BUILD = "from queries.index.build import main; main()"


class Edition:
    """A snapshot as requests see it: graph, index, and the dataset of SPARQL queries.

    ``key`` is equal for equal content, also of another server.
    """

    def __init__(self, graph: Graph, index: Index, folder: Path, key: str) -> None:
        self.graph = graph
        self.index = index
        self.key = key
        self.readers = 0
        self._folder = folder
        self._file = os.open(folder, os.O_RDONLY)
        fcntl.flock(self._file, fcntl.LOCK_SH)
        self._composing = threading.Lock()
        self._datasets: dict[str, Dataset] = {}

    def dataset(self, notes: Notes) -> Dataset:
        """What SPARQL queries see, with the notes as they are now."""
        version = notes.version
        with self._composing:
            if version not in self._datasets:
                store = self.graph.store
                quads = [*self._described(), *notes.quads(store)]
                self._datasets[version] = compose(store, self._folder / f"dataset-{version}", quads)
                self._forget_but(version)
            return self._datasets[version]

    def composed(self, notes: Notes) -> Dataset | None:
        """The same if it is there already."""
        return self._datasets.get(notes.version)

    def close(self) -> None:
        """Let everything go."""
        self.graph.close()
        self.index.close()
        os.close(self._file)

    def _described(self) -> list[Quad]:
        index, templates = self.index, Library.load().templates()
        return description_quads(self.graph.store.terms, templates, index.statistics(), index.predicates())

    def _forget_but(self, version: str) -> None:
        """Drop datasets with older notes that no worker of any server reads, or is about to."""
        for path in self._folder.glob("dataset-*"):
            old = path.name.removeprefix("dataset-")
            settled = time.time() - path.stat().st_ctime > _ABOUT_TO
            if old != version and settled and drop_unread(path):
                self._datasets.pop(old, None)


class Editions:
    """The newest edition of the store in a folder; threads may share it.

    :param patience: seconds that a request waits for the first edition
    """

    def __init__(self, path: str | os.PathLike[str], patience: float = 30.0) -> None:
        self._path = Path(path)
        self._snapshots = Folder(path).snapshots
        self._patience = patience
        self._changed = threading.Condition()
        self._current: Edition | None = None
        self._preparing = False
        self._closed = False
        self._looked_at = 0.0
        self._failure: LitkgError | None = None
        self._failed_at = 0.0
        self._temporary: tempfile.TemporaryDirectory[str] | None = None

    @contextmanager
    def reading(self) -> Iterator[Edition]:
        """The newest edition that is ready; it stays the same and open inside the block.

        :raises StoreError: if there is no store, or it cannot be read
        """
        edition = self._acquire()
        try:
            yield edition
        finally:
            self._release(edition)

    def wait(self) -> None:
        """Wait until an edition is ready.

        :raises StoreError: as `reading` does
        """
        self._release(self._acquire())

    def ready(self) -> bool:
        """Whether an edition is ready; if none is, it is begun."""
        with self._changed:
            self._refresh()
            return self._current is not None

    def key(self) -> str:
        """The key of the edition that is read now, "" if none is ready."""
        with self._changed:
            self._refresh(_LOOKED)
            return self._current.key if self._current else ""

    def up_to_date(self) -> bool:
        """Whether requests read what was published last."""
        with self._changed:
            self._refresh()
            return self._current is not None and not self._preparing

    def close(self) -> None:
        """Close the edition once nobody reads it."""
        with self._changed:
            self._closed = True
            self._changed.wait_for(lambda: not self._preparing, 30)
            last, self._current = self._current, None
            if last and not last.readers:
                last.close()
        if self._temporary:
            self._temporary.cleanup()

    def _acquire(self) -> Edition:
        with self._changed:
            self._refresh(_LOOKED)
            if self._current is None:
                self._changed.wait_for(
                    lambda: self._current is not None or not self._preparing, self._patience
                )
            if self._current is None:
                raise self._failure or StoreError(
                    "the index of the store is being made; try again in a minute"
                )
            self._current.readers += 1
            return self._current

    def _release(self, edition: Edition) -> None:
        with self._changed:
            edition.readers -= 1
            if not edition.readers and edition is not self._current:
                edition.close()

    def _refresh(self, seconds: float = 0.0) -> None:
        """Begin the next edition if the store has been published since; the lock is held.

        :param seconds: for which it is not looked for again
        """
        now = time.monotonic()
        if self._preparing or self._closed or (self._failure and now < self._failed_at + 1.0):
            return
        if self._current is not None and now < self._looked_at + seconds:
            return
        self._looked_at = now
        number = self._snapshots.latest()
        if self._current is None or self._current.graph.store.generation < number:
            self._preparing = True
            threading.Thread(target=self._prepare, daemon=True).start()

    def _prepare(self) -> None:
        edition: Edition | None = None
        failure: LitkgError | None = None
        try:
            edition = self._made()
        except LitkgError as error:
            failure = error
        except Exception as error:  # whatever it is, requests must be told
            failure = StoreError(f"{self._path}: cannot be served: {' '.join(str(error).split())}")
        with self._changed:
            old = self._current
            if edition:
                self._current = edition
                if old and not old.readers:
                    old.close()
            self._failure, self._failed_at = failure, time.monotonic()
            self._preparing = False
            self._changed.notify_all()

    def _made(self) -> Edition:
        graph = Graph(Store.open(self._path, read_only=True))
        try:
            key, serve = self._key(graph.store), self._serve()
            folder = serve / key
            if not (folder / "index.sqlite").exists():
                _build(graph.store, serve, folder)
            edition = Edition(graph, Index(Reader(folder / "index.sqlite")), folder, key)
        except BaseException:
            graph.close()
            raise
        _tidy(serve, folder)
        return edition

    def _key(self, store: Store) -> str:
        found = (self._snapshots.directory / str(store.generation)).stat()
        identity = f"{store.generation} {found.st_ino} {found.st_mtime_ns} {INDEX_VERSION} {store.base}"
        return f"{store.generation}-{hashlib.sha256(identity.encode()).hexdigest()[:12]}"

    def _serve(self) -> Path:
        folder = self._path / "serve"
        with suppress(OSError):
            folder.mkdir(exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
        if self._temporary is None:
            self._temporary = tempfile.TemporaryDirectory(prefix="litkg-serve-")
        return Path(self._temporary.name)


def _tidy(serve: Path, current: Path) -> None:
    """Drop editions that nobody reads, and what a server left behind that was killed while it made one."""
    for other in serve.iterdir():
        with suppress(OSError):
            forgotten = other.name.startswith("part-") and time.time() - other.stat().st_mtime > _FORGOTTEN
            if other != current and (forgotten or other.name[:1].isdigit()):
                drop_unread(other)


def _build(store: Store, serve: Path, folder: Path) -> None:
    """Make the index in a process of its own, and the folder in one step."""
    with tempfile.TemporaryDirectory(prefix="part-", dir=serve) as part:
        plain, made = Path(part) / "plain", Path(part) / "made"
        made.mkdir()
        store.oxigraph.backup(os.fspath(plain))
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(e or os.getcwd() for e in sys.path)}
        command = [
            sys.executable,
            "-c",
            _BUILD,
            os.fspath(plain),
            store.base,
            os.fspath(made / "index.sqlite"),
        ]
        done = subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["it was stopped"])[-1]
            raise StoreError(f"the index of the store could not be made: {last}")
        with suppress(OSError):  # another server may have been faster
            made.rename(folder)
