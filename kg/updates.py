"""Which SPARQL update changes exactly these quads?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from pyoxigraph import NamedNode, Quad


def data_operations(verb: str, quads: Collection[Quad]) -> Iterator[str]:
    """SPARQL update operations that add or remove exactly these quads."""
    if quads:
        lines = (f"GRAPH {quad.graph_name} {{ {quad.triple} }}" for quad in quads)
        yield f"{verb} DATA {{\n" + "\n".join(lines) + "\n}"


def batches(nodes: Iterable[NamedNode], size: int) -> Iterator[list[NamedNode]]:
    """The nodes in their order, so many at a time."""
    rest = list(nodes)
    for start in range(0, len(rest), size):
        yield rest[start : start + size]
