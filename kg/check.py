"""Does the store have the shape that readers rely on?

SHACL shapes (``shapes.ttl``) are checked with pySHACL, one document graph and so many nodes of the assembly at
a time, so that memory does not grow with the store. Specification: https://www.w3.org/TR/shacl/.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from itertools import chain

import pyshacl
import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, serialize
from rdflib.namespace import RDF, SH

from kg.identifiers import DEFAULT_BASE
from kg.store import Store

_NODES_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Violation:
    """Where a graph breaks a shape: the graph, the node, the property (or "") and what is wrong."""

    graph: str
    focus: str
    path: str
    message: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was found; ``graphs`` counts those that were checked."""

    graphs: int
    violations: tuple[Violation, ...]

    @property
    def conforms(self) -> bool:
        """Whether nothing is wrong."""
        return not self.violations


def check(store: Store, documents: Iterable[str] | None = None) -> CheckReport:
    """Check the vocabulary graph and the named documents; if none are named, all of them and the assembly.

    :raises UnknownDocumentError: if the store does not hold a document
    """
    if documents is None:
        named = {graph for graph in store.data.named_graphs() if isinstance(graph, NamedNode)}
        graphs = sorted(named - store.terms.derived, key=str)
    else:
        graphs = [store.graph_of(document) for document in documents]
    graphs.append(store.terms.vocabulary)
    shapes = _shapes(store.base)
    parts = ((graph, store.data.quads_for_pattern(None, None, None, graph)) for graph in graphs)
    assembled = _assembled(store) if documents is None else ()
    found = tuple(v for graph, quads in chain(parts, assembled) for v in _violations(graph, quads, shapes))
    return CheckReport(len(graphs) + (documents is None), found)


def _assembled(store: Store) -> Iterator[tuple[NamedNode, list[Quad]]]:
    """The assembly graph, some nodes at a time."""
    graph, inner, own = store.terms.assembly, store.data, store.terms.own
    found = (inner.quads_for_pattern(None, own[name], None, graph) for name in ("belief", "source"))
    nodes = [quad.subject for quads in found for quad in quads]
    for start in range(0, len(nodes), _NODES_AT_A_TIME):
        batch = nodes[start : start + _NODES_AT_A_TIME]
        yield graph, [quad for node in batch for quad in inner.quads_for_pattern(node, None, None, graph)]


def _shapes(base: str) -> rdflib.Graph:
    turtle = files("kg").joinpath("shapes.ttl").read_text(encoding="utf-8")
    return rdflib.Graph().parse(data=turtle.replace(f"<{DEFAULT_BASE}", f"<{base}"), format="turtle")


def _violations(graph: NamedNode, quads: Iterable[Quad], shapes: rdflib.Graph) -> Iterator[Violation]:
    triples = serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES)
    data = rdflib.Graph().parse(data=triples, format="nt")
    _, results, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    assert isinstance(results, rdflib.Graph)
    found = (_violation(graph, results, result) for result in results.subjects(RDF.type, SH.ValidationResult))
    yield from sorted(found, key=lambda violation: (violation.focus, violation.path, violation.message))


def _violation(graph: NamedNode, results: rdflib.Graph, result: rdflib.term.Node) -> Violation:
    path = results.value(result, SH.resultPath)
    return Violation(
        graph=graph.value,
        focus=str(results.value(result, SH.focusNode)),
        path=str(path) if isinstance(path, rdflib.URIRef) else "",
        message=str(results.value(result, SH.resultMessage)),
    )
