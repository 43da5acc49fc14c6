"""What may be written by hand, and where is it kept? Graphs that are not litkg's own, in one file of N-Quads.

An update sees and changes these graphs only: neither documents nor what is derived from them. It runs on a
copy in the memory of a worker, and the file is replaced in one step once it has succeeded. Queries see
the graphs beside those of the store; assembly, look-ups and exports never do.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad

from kg.errors import LitkgError, StoreError
from kg.locking import WriterLock
from kg.store import Store

#: the default graph of an update; queries reach it as this graph, under the store's base
DEFAULT_GRAPH = "graph/notes"
MOST_BYTES = 32 << 20


class ProtectedGraphError(LitkgError):
    """A graph is litkg's own, and nobody writes to it by hand."""


class Notes:
    """The graphs written by hand beside the store in a folder; threads may share it."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path) / "notes.nq"
        self._lock = threading.RLock()
        self._seen: tuple[int, int] | None = None
        self._version = "none"

    @property
    def version(self) -> str:
        """A word that is equal for equal content."""
        with self._lock:
            try:
                found = self._path.stat()
            except OSError:
                return "none"
            if self._seen != (found.st_mtime_ns, found.st_size):
                self._version = hashlib.sha256(self._path.read_bytes()).hexdigest()[:12]
                self._seen = (found.st_mtime_ns, found.st_size)
            return self._version

    def read(self) -> bytes:
        """All of it as N-Quads, the default graph as such."""
        with self._lock:
            return self._path.read_bytes() if self._path.exists() else b""

    def quads(self, store: Store) -> list[Quad]:
        """All of it as a query over the store sees it; a graph that has become litkg's own since is left out."""
        default = NamedNode(store.base + DEFAULT_GRAPH)
        graphs: dict[object, bool] = {}
        found = []
        for quad in ox.parse(self.read(), ox.RdfFormat.N_QUADS):
            graph = quad.graph_name if isinstance(quad.graph_name, NamedNode) else default
            if graph not in graphs:
                graphs[graph] = graph == default or not is_protected(store, graph)
            if graphs[graph]:
                found.append(Quad(quad.subject, quad.predicate, quad.object, graph))
        return found

    def writing(self) -> WriterLock:
        """The right to replace the content; release it.

        :raises StoreLockedError: if another process is writing
        """
        return WriterLock(self._path.with_name("notes.lock"))

    def replace(self, content: bytes, store: Store) -> None:
        """Put other content in place of what there is.

        :raises ProtectedGraphError: if it has a graph of litkg's own; nothing is changed then
        :raises StoreError: if there is too much of it, or it cannot be written
        """
        if len(content) > MOST_BYTES:
            raise StoreError(
                f"graphs written by hand may take {MOST_BYTES >> 20} MB together; these are more"
            )
        check_graphs(store, (q.graph_name for q in ox.parse(content, ox.RdfFormat.N_QUADS)))
        with self._lock:
            part = self._path.with_suffix(".part")
            try:
                with part.open("wb") as out:
                    out.write(content)
                    out.flush()
                    os.fsync(out.fileno())
                part.replace(self._path)
            except OSError as error:
                raise StoreError(f"{self._path}: cannot be written: {error.strerror}") from None


def check_graphs(store: Store, graphs: Iterable[object]) -> None:
    """Refuse graphs that are litkg's own.

    :raises ProtectedGraphError: if one is
    """
    for graph in {graph for graph in graphs if isinstance(graph, NamedNode)}:
        if is_protected(store, graph):
            raise ProtectedGraphError(
                f"{graph.value} is a graph of litkg's own; only reading articles writes to it: use another name"
            )


def is_protected(store: Store, graph: NamedNode) -> bool:
    """Whether a graph is a document's, a derived one, or has a name that litkg keeps for itself."""
    return graph.value.startswith(store.base) or store.oxigraph.contains_named_graph(graph)
