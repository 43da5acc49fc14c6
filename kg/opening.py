"""How is a store opened: for writing, for reading what was published, or where an endpoint keeps it?"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.endpoint import Endpoint
from kg.errors import StoreError, StoreLockedError
from kg.folder import Folder, damaged
from kg.identifiers import DEFAULT_BASE, Identifiers
from kg.locking import WriterLock
from kg.remote import Remote
from kg.snapshots import release
from kg.store import Store
from kg.terms import Terms

if TYPE_CHECKING:
    from kg.column_changes import ColumnChanges


def open_writer(folder: Folder, base: str | None) -> Store:
    """The store in a folder, made if there is none, for the one process that writes."""
    folder.make()
    lock = WriterLock(folder.lock)
    try:
        if not folder.exists():
            folder.write_base(base)
        database, found_base = folder.database(), folder.read_base(base)
        changes = _changes(folder, database, Terms(Identifiers(found_base)))
        store = Store(database, found_base, folder=folder, lock=lock, changes=changes)
        store.prepare()
        store.publish()
    except BaseException:
        lock.release()
        raise
    return store


def _changes(folder: Folder, database: ox.Store, terms: Terms) -> ColumnChanges | None:
    """Notes changes where it is known what they begin with; None after a crash, or where columns were never made."""
    from kg.column_changes import ColumnChanges  # numpy: readers need none
    from kg.columns import FILE

    if not len(database):
        return ColumnChanges(terms, None)
    if folder.unpublished:
        return None
    kept = folder.view_path(folder.snapshots.latest(), FILE)
    return ColumnChanges(terms, kept) if kept.exists() else None


def open_endpoint(address: str, base: str | None, create: bool, read_only: bool) -> Store:
    """The store at an address; without ``create`` there must be one already."""
    remote = Remote(Endpoint(address))
    found = remote.read_base(base)
    if found is None:
        if not create:
            raise StoreError(
                f"{remote.address}: no store here; ingest an article to make one, or check the address"
            )
        remote.declare(base)
        found = remote.read_base(base)
    store = Store(remote, found or DEFAULT_BASE, read_only=read_only)
    if not read_only:
        try:
            remote.hold()
            store.prepare()
        except BaseException:
            remote.release()
            raise
    return store


def _publish_what_is_left(folder: Folder, base: str | None) -> None:
    """Show what a writer that died had written; where the disk is full, what was published is better than nothing."""
    try:
        open_writer(folder, base).close()
    except StoreLockedError:
        pass  # a writer is at work and will publish
    except StoreError as error:
        if not folder.snapshots.latest():
            raise
        logging.getLogger(__name__).warning("%s; what is read lacks the last documents", error)


def open_snapshot(folder: Folder, base: str | None) -> Store:
    """What the store in a folder last published."""
    found_base = folder.read_base(base)
    if folder.unpublished and os.access(folder.path, os.W_OK):
        _publish_what_is_left(folder, base)
    snapshot = folder.snapshots.acquire()
    if snapshot is None:
        raise StoreError(f"{folder.path}: nothing to read yet; wait until the writer publishes")
    number, path, file = snapshot
    try:
        inner = ox.Store.read_only(os.fspath(path))
    except (OSError, RuntimeError) as error:
        release(file)
        raise damaged(path, error) from None
    return Store(inner, found_base, folder=folder, snapshot=(number, file))
