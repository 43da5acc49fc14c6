"""How does each statement look as a nanopublication?

One an affirmed or denied statement: the assertion is its Biolink association, the provenance its documents and
sentences, the publication info who made it and when. Unsigned. Guidelines: https://nanopub.net/guidelines/
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from kg.export_rows import Edge, Selection, edges
from kg.model import Statement
from kg.rdf import statement_triples
from kg.terms import BIOLINK, DCTERMS, PROV, TYPE, XSD, Namespace, decimal
from kg.vocabulary import RELATIONS, qualifiers

if TYPE_CHECKING:
    from kg.store import Store

NP = Namespace("http://www.nanopub.org/nschema#")
_PARTS = (("hasAssertion", "assertion"), ("hasProvenance", "provenance"), ("hasPublicationInfo", "pubinfo"))


def write_nanopubs(store: Store, out: IO[bytes], wanted: Selection) -> None:
    """TriG of four graphs a statement."""
    made = datetime.now(UTC).replace(microsecond=0)
    quads = (quad for edge in edges(store, wanted) for quad in nanopub(store, edge, made))
    serialize(quads, out, format=RdfFormat.TRIG, prefixes=store.prefixes() | {"np": NP[""].value})


def nanopub(store: Store, edge: Edge, made: datetime) -> Iterator[Quad]:
    """The quads of one nanopublication, whose name is made from the statement's hash."""
    node = NamedNode(store.identifiers.own("nanopub", edge.hash))
    parts = {
        name: NamedNode(f"{node.value}#{name}") for name in ("head", "assertion", "provenance", "pubinfo")
    }
    yield Quad(node, TYPE, NP["Nanopublication"], parts["head"])
    for predicate, name in _PARTS:
        yield Quad(node, NP[predicate], parts[name], parts["head"])
    yield from _assertion(store, edge, parts["assertion"])
    yield from _provenance(store, edge, parts["assertion"], parts["provenance"])
    when = Literal(made.isoformat(), datatype=XSD["dateTime"])
    yield Quad(node, DCTERMS["created"], when, parts["pubinfo"])
    yield Quad(
        node, DCTERMS["creator"], NamedNode(store.identifiers.own("software", "litkg")), parts["pubinfo"]
    )


def _assertion(store: Store, edge: Edge, graph: NamedNode) -> Iterator[Quad]:
    said = Statement(edge.subject, edge.relation, edge.object, edge.aspect, edge.negated)
    node = store.terms.statement(edge.hash)
    for s, p, o in statement_triples(store.terms, said):
        yield Quad(s, p, o, graph)
    yield Quad(node, BIOLINK["predicate"], BIOLINK[RELATIONS[edge.relation].predicate], graph)
    for slot, value in qualifiers(edge.relation, edge.aspect).items():
        yield Quad(node, BIOLINK[slot], Literal(value), graph)


def _provenance(store: Store, edge: Edge, assertion: NamedNode, graph: NamedNode) -> Iterator[Quad]:
    own, inner, node = store.terms.own, store.oxigraph, store.terms.statement(edge.hash)
    yield Quad(assertion, own["belief"], decimal(edge.belief), graph)
    for support in inner.quads_for_pattern(None, own["supports"], node, None):
        evidence, document = support.subject, support.graph_name
        yield Quad(assertion, PROV["wasDerivedFrom"], document, graph)  # type: ignore[arg-type]
        yield Quad(assertion, BIOLINK["has_evidence"], evidence, graph)
        for predicate in (BIOLINK["supporting_text"], own["hedged"]):
            for quad in inner.quads_for_pattern(evidence, predicate, None, document):
                yield Quad(evidence, predicate, quad.object, graph)
