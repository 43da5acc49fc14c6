"""What does the graph need of the thing that holds its quads?

Oxigraph's own store satisfies this, and so does a SPARQL endpoint (`kg.remote.Remote`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Protocol, runtime_checkable

from pyoxigraph import Quad, QueryBoolean, QuerySolutions, QueryTriples

#: what a query gives
Results = QuerySolutions | QueryBoolean | QueryTriples


class Database(Protocol):
    """Quads that can be asked for by pattern; None stands for anything."""

    def quads_for_pattern(
        self, subject: Any, predicate: Any, object: Any, graph_name: Any = None, /
    ) -> Iterator[Quad]:
        """The quads of this pattern."""

    def named_graphs(self) -> Iterator[Any]:
        """The names of all graphs."""

    def contains_named_graph(self, graph_name: Any, /) -> bool:
        """Whether there is a graph of this name."""

    def __contains__(self, quad: Any, /) -> bool: ...

    def __iter__(self) -> Iterator[Quad]: ...

    def __len__(self) -> int: ...


@runtime_checkable
class Distant(Protocol):
    """What a database far away can do besides, so that little is sent and nothing looked up in vain."""

    def holds_outside(self, subject: Any, predicate: Any, object: Any, hidden: Collection[Any], /) -> bool:
        """Whether a graph that is not ``hidden`` holds this triple; true while that is not known yet."""

    def holds_within(self, subject: Any, predicate: Any, object: Any, graph_name: Any, /) -> bool:
        """Whether a graph holds a triple of this pattern; true while that is not known yet."""

    def awaits(self, subject: Any, predicate: Any, object: Any, graph_name: Any, /) -> bool:
        """Whether this pattern is still to be looked up, and so its emptiness means nothing."""
