"""Does the store have the shape that readers rely on?

SHACL shapes (``shapes.ttl``) are checked with pySHACL, one document graph at a time, so that memory does
not grow with the store. Specification: https://www.w3.org/TR/shacl/.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files

import pyshacl
import rdflib
from pyoxigraph import NamedNode, RdfFormat, serialize
from rdflib.namespace import RDF, SH

from kg.identifiers import DEFAULT_BASE
from kg.store import Store


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
    """Check the vocabulary graph and the documents, all of them if none are named.

    :raises UnknownDocumentError: if the store does not hold a document
    """
    if documents is None:
        named = {graph for graph in store.oxigraph.named_graphs() if isinstance(graph, NamedNode)}
        graphs = sorted(named - store.terms.derived, key=str)
    else:
        graphs = [store.graph_of(document) for document in documents]
    graphs.append(store.terms.vocabulary)
    shapes = _shapes(store.base)
    found = tuple(violation for graph in graphs for violation in _violations(store, graph, shapes))
    return CheckReport(len(graphs), found)


def _shapes(base: str) -> rdflib.Graph:
    turtle = files("kg").joinpath("shapes.ttl").read_text(encoding="utf-8")
    return rdflib.Graph().parse(data=turtle.replace(f"<{DEFAULT_BASE}", f"<{base}"), format="turtle")


def _violations(store: Store, graph: NamedNode, shapes: rdflib.Graph) -> Iterator[Violation]:
    quads = store.oxigraph.quads_for_pattern(None, None, None, graph)
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
