"""The graph: identifiers, vocabulary, model, RDF shape, store, assembly and views.

>>> import kg
>>> graph = kg.open("store")  # doctest: +SKIP
>>> graph.find("clever-1")  # doctest: +SKIP
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.graph import Graph

__all__ = ["open"]


def open(path: str | os.PathLike[str]) -> Graph:
    """Open the store in a folder, as it was last published, or at the address of a SPARQL endpoint, for reading.

    :raises StoreError: if there is no store, or it cannot be read
    """
    from kg.graph import Graph
    from kg.store import Store

    return Graph(Store.open(path, read_only=True))
