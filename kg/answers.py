"""How do the results of SPARQL, and of reading documents, look in Python?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from kg.database import Results
from kg.identifiers import Identifiers
from kg.store import Store

if TYPE_CHECKING:
    import rdflib

Cell: TypeAlias = str | int | float | bool | None
Answer: TypeAlias = "list[dict[str, Cell]] | bool | rdflib.Graph"

_XSD = "http://www.w3.org/2001/XMLSchema#"
_READERS: Mapping[str, Callable[[str], Cell]] = MappingProxyType(
    {
        _XSD + "boolean": lambda value: value in ("true", "1"),
        _XSD + "integer": int,
        **dict.fromkeys((_XSD + name for name in ("decimal", "double", "float")), float),
    }
)


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one document that was sent; ``problem`` says why it could not be read, "" if it was."""

    id: str
    title: str
    statements: int
    changed: bool
    problem: str = ""


def plain_answer(results: Results, identifiers: Identifiers) -> Answer:
    """SELECT as a list of dicts, ASK as a bool, CONSTRUCT and DESCRIBE as an rdflib graph."""
    if isinstance(results, ox.QueryBoolean):
        return bool(results)
    if isinstance(results, ox.QueryTriples):
        return _rdflib_graph(results, identifiers)
    names = [variable.value for variable in results.variables]
    return [{name: plain_value(row[name], identifiers) for name in names} for row in results]


def plain_value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None, ids: Identifiers) -> Cell:
    """A term as a CURIE, IRI, number, boolean or string; None stays None."""
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return ids.compress(term.value) or term.value
    if not isinstance(term, ox.Literal):
        return str(term)
    return literal_value(term.value, term.datatype.value)


def literal_value(value: str, datatype: str) -> Cell:
    """A literal as a number or a boolean where its datatype says so and its value is one, else its text.

    >>> literal_value("2", "http://www.w3.org/2001/XMLSchema#integer")
    2
    >>> literal_value("two", "http://www.w3.org/2001/XMLSchema#integer")
    'two'
    """
    read = _READERS.get(datatype, str)
    try:
        return read(value)
    except ValueError:
        return value


def rdflib_dataset(store: Store) -> rdflib.Dataset:
    """An rdflib dataset over the store; its default graph is all graphs together."""
    import rdflib
    from oxrdflib import OxigraphStore

    dataset = rdflib.Dataset(store=OxigraphStore(store=store.oxigraph), default_union=True)
    _bind(dataset, store.identifiers)
    return dataset


def _rdflib_graph(triples: ox.QueryTriples, identifiers: Identifiers) -> rdflib.Graph:
    import rdflib

    graph = rdflib.Graph()
    _bind(graph, identifiers)
    graph.parse(data=triples.serialize(format=ox.RdfFormat.N_TRIPLES), format="nt")
    return graph


def _bind(graph: rdflib.Graph, identifiers: Identifiers) -> None:
    for prefix, start in identifiers.prefixes.items():
        graph.bind(prefix, start, replace=True)
