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
from pathlib import Path

from kg.errors import IdentifierError, StoreError
from kg.identifiers import DEFAULT_BASE, checked_base
from kg.snapshots import Snapshots

#: the RDF shape that a store is written in; another one needs the documents to be read again
SCHEMA_VERSION = 1

_FORMAT = "litkg store"


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
        """Declare the folder a store with this base, in one step."""
        manifest = {"format": _FORMAT, "schema": SCHEMA_VERSION, "base": checked_base(base or DEFAULT_BASE)}
        part = self._manifest.with_suffix(".part")
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
        if schema != SCHEMA_VERSION:
            raise StoreError(
                f"{self.path}: written in version {schema} of the graph's shape, this litkg knows "
                f"{SCHEMA_VERSION}; use the litkg that made it, or read the documents into a new store"
            )
        if expected is not None and expected != base:
            raise StoreError(
                f"{self.path}: its base is {base}, not {expected}; the base is fixed when a store is made"
            )
        return base

    @property
    def unpublished(self) -> bool:
        """Whether readers have not been given all that was written."""
        return self._unpublished.exists() or not self.snapshots.latest()

    @unpublished.setter
    def unpublished(self, value: bool) -> None:
        if value:
            self._unpublished.touch()
        else:
            self._unpublished.unlink(missing_ok=True)
