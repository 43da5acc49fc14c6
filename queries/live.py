"""How does a server follow a store that is being written? It reads the newest snapshot, request by request."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from kg.graph import Graph
from kg.store import Store


class _Shared:
    """A graph and how many requests are reading it."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.readers = 0


class LiveGraph:
    """The graph in a folder as it was last published; threads may share it."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._current: _Shared | None = None

    @contextmanager
    def reading(self) -> Iterator[Graph]:
        """The graph, which stays the same and open inside the block.

        :raises StoreError: if there is no store, or it cannot be read
        """
        with self._lock:
            shared = self._newest()
            shared.readers += 1
        try:
            yield shared.graph
        finally:
            with self._lock:
                shared.readers -= 1
                self._close_unused(shared)

    def close(self) -> None:
        """Close the graph once nobody reads it."""
        with self._lock:
            last, self._current = self._current, None
            if last:
                self._close_unused(last)

    def _newest(self) -> _Shared:
        old = self._current
        if old and old.graph.store.generation >= Store.latest_generation(self._path):
            return old
        self._current = _Shared(Graph(Store.open(self._path, read_only=True)))
        if old:
            self._close_unused(old)
        return self._current

    def _close_unused(self, shared: _Shared) -> None:
        if shared.readers == 0 and shared is not self._current:
            shared.graph.close()
