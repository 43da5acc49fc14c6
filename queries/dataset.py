"""What does a SPARQL query see? The snapshot, what describes it, and graphs that were written by hand.

Queries read a copy of hard links of the snapshot, made in milliseconds, with these further quads. The store itself
and all that is derived from it never hold them: no update can disturb the assembly.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import Quad

from kg.errors import StoreError
from kg.store import Store
from queries.request import Dataset


def compose(store: Store, target: Path, quads: Iterable[Quad]) -> Dataset:
    """A copy of an open snapshot with further quads, in a folder that is made in one step.

    :raises StoreError: if it cannot be written
    """
    if not target.exists():
        part = Path(tempfile.mkdtemp(prefix="part-", dir=target.parent))
        try:
            store.oxigraph.backup(os.fspath(part / "copy"))
            copy = ox.Store(os.fspath(part / "copy"))
            copy.extend(quads)
            copy.flush()
            del copy
            if not target.exists():  # another server may have been faster
                (part / "copy").rename(target)
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{target}: cannot be written: {error}; is the disk full?") from None
        finally:
            shutil.rmtree(part, ignore_errors=True)
    default = tuple(sorted(graph.value for graph in store.terms.derived))
    return Dataset(os.fspath(target), store.base, default, tuple(store.prefixes().items()))


def open_dataset(dataset: Dataset) -> Store:
    """The database as a store to be read only, kept from being dropped until it is closed.

    :raises StoreError: if it cannot be read
    """
    try:
        file = os.open(dataset.path, os.O_RDONLY)
        fcntl.flock(file, fcntl.LOCK_SH)
        return Store(ox.Store.read_only(dataset.path), dataset.base, snapshot=(0, file))
    except (OSError, RuntimeError) as error:
        raise StoreError(f"{dataset.path}: cannot be read: {error}") from None


def drop_unread(path: Path) -> bool:
    """Remove a folder unless somebody holds it; whether it is gone."""
    try:
        file = os.open(path, os.O_RDONLY)
    except OSError:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(path, ignore_errors=True)
        return True
    except OSError:
        return False
    finally:
        os.close(file)
