"""What does a store look like on disk?

::

    store/
    ├── litkg.json    format, schema version and base, written once
    ├── lock          held by the process that writes
    ├── data/         Oxigraph's files, touched by that process only
    ├── unpublished   there while data/ holds more than the newest snapshot
    └── snapshots/    what readers open
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyoxigraph as ox

from kg.errors import IdentifierError, StoreError
from kg.identifiers import DEFAULT_BASE, checked_base
from kg.snapshots import Snapshots

#: the RDF shape that a store is written in; another one needs the documents to be read again
SCHEMA_VERSION = 1

_FORMAT = "litkg store"
_FULL = "the disk is full; make room and go on"


class Folder:
    """The directory of one store; making it touches nothing."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self.lock = self.path / "lock"
        self.data = self.path / "data"
        self.snapshots = Snapshots(self.path / "snapshots")
        self._manifest = self.path / "litkg.json"
        self._unpublished = self.path / "unpublished"

    def exists(self) -> bool:
        """Whether there is a store here.

        :raises StoreError: if there is something else
        """
        if self._manifest.is_file():
            return True
        if self.path.exists() and not self.path.is_dir():
            raise StoreError(f"{self.path}: a file, not a store; name a folder")
        try:
            strangers = self.path.is_dir() and {entry.name for entry in self.path.iterdir()} - {
                "lock",
                "litkg.part",
            }
        except PermissionError:
            raise StoreError(f"{self.path}: cannot be read; check the permissions of the folder") from None
        if strangers:
            raise StoreError(
                f"{self.path}: a folder with other files, not a store; name a new or empty folder"
            )
        return False

    def make(self) -> None:
        """Make the directory itself."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{self.path}: cannot be made ({error.strerror}); name another folder") from None

    def write_base(self, base: str | None) -> None:
        """Declare the folder a store with this base, in one step.

        :raises StoreError: if that cannot be written
        """
        manifest = {"format": _FORMAT, "schema": SCHEMA_VERSION, "base": checked_base(base or DEFAULT_BASE)}
        part = self._manifest.with_suffix(".part")
        with written(self.path):
            part.write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
            part.replace(self._manifest)

    def read_base(self, expected: str | None) -> str:
        """The store's base.

        :raises StoreError: if the store is damaged, of another version, or has not the expected base
        """
        try:
            manifest = json.loads(self._manifest.read_text(encoding="utf-8"))
            schema, base = manifest["schema"], checked_base(manifest["base"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError, IdentifierError):
            raise StoreError(
                f"{self._manifest}: damaged; make a new store and read the documents again"
            ) from None
        check_schema(schema, os.fspath(self.path))
        if expected is not None and expected != base:
            raise StoreError(
                f"{self.path}: its base is {base}, not {expected}; the base is fixed when a store is made"
            )
        return base

    def view_path(self, generation: int, name: str) -> Path:
        """Where something derived from a snapshot may be kept; another snapshot of this number has another place."""
        made = (self.snapshots.directory / str(generation)).stat().st_mtime_ns
        return self.path / "views" / f"{generation}-{made}-{name}"

    @property
    def unpublished(self) -> bool:
        """Whether readers have not been given all that was written."""
        return self._unpublished.exists() or not self.snapshots.latest()

    @unpublished.setter
    def unpublished(self, value: bool) -> None:
        with written(self.path):
            if value:
                self._unpublished.touch()
            else:
                self._unpublished.unlink(missing_ok=True)

    def publish(self, store: ox.Store) -> None:
        """Make a snapshot of what the database holds now.

        :raises StoreError: if that cannot be written; readers go on with the one before
        """
        with written(self.path):
            self.snapshots.publish(store)
        self.unpublished = False

    def database(self) -> ox.Store:
        """The database itself, to write to.

        :raises StoreError: if it is damaged, or cannot be opened
        """
        try:
            return ox.Store(os.fspath(self.data))
        except (OSError, RuntimeError) as error:
            raise damaged(self.data, error) from None

    def drop_old_logs(self) -> None:
        """Open the database once more: Oxigraph deletes its write-ahead logs, twice the data in size, only then."""
        with suppress(OSError, RuntimeError):
            ox.Store(os.fspath(self.data))

    def size(self) -> int:
        """Bytes on disk of the database; what snapshots share with it is not counted twice."""
        files = [file.stat() for file in self.path.rglob("*") if file.is_file()]
        return sum({(stat.st_dev, stat.st_ino): stat.st_size for stat in files}.values())


def check_schema(schema: object, where: str) -> None:
    """Whether what was written in this version of the graph's shape can be read.

    What can only be added (an optional property) leaves the version as it is.

    :raises StoreError: if it cannot
    """
    if schema == SCHEMA_VERSION:
        return
    if isinstance(schema, int) and schema > SCHEMA_VERSION:
        advice = "install a newer litkg"
    else:
        advice = "read the documents into a new store, or use the litkg that made it"
    raise StoreError(
        f"{where}: written in version {schema} of the graph's shape, this litkg knows {SCHEMA_VERSION}; {advice}"
    )


@contextmanager
def written(path: Path) -> Iterator[None]:
    """Turn what the system refuses while a store is written into one error.

    :raises StoreError: if the block failed for want of room or of permission
    """
    try:
        yield
    except (OSError, RuntimeError) as error:
        if "Corruption" in str(error):
            raise damaged(path, error) from None
        raise StoreError(
            f"{path}: cannot be written ({_refusal(error)}); what was done before is kept"
        ) from None


def damaged(path: Path, error: Exception) -> StoreError:
    """What is told of files that Oxigraph cannot read."""
    told = " ".join(str(error).split())
    if _FULL in _refusal(error):
        return StoreError(f"{path}: cannot be opened ({_FULL})")
    return StoreError(
        f"{path}: cannot be read ({told[:200]}); restore a backup (`litkg backup` may still save what was "
        "published last), or read the documents into a new store"
    )


def _refusal(error: Exception) -> str:
    told = getattr(error, "strerror", None) or str(error)
    if "No space left" in told or "File too large" in told or "quota" in told.lower():
        return _FULL
    return told
