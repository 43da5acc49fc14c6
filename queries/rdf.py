"""How is one thing given as RDF? What the graph says of it, in Turtle, JSON-LD, N-Triples or RDF/XML."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pyoxigraph as ox
from pyoxigraph import NamedNode, Triple

from kg.errors import UnknownEntityError
from kg.store import Store
from kg.terms import BIOLINK
from queries.formats import GRAPH_FORMATS

#: media types of RDF, the preferred first
RDF_MEDIA = ("application/ld+json", "text/turtle", "application/n-triples", "application/rdf+xml")
_MOST = 5000


def entity_rdf(store: Store, curie: str, media: str) -> bytes:
    """What the entity graph says of an entity, its direct triples, and the nodes of statements about it."""
    return node_rdf(store, store.terms.entity(curie), media)


def node_rdf(store: Store, node: NamedNode, media: str) -> bytes:
    """What the graph says of a node: as subject anywhere but in mentions, as object in the assembly.

    :raises UnknownEntityError: if it says nothing
    """
    triples = node_triples(store, node)
    if not triples:
        raise UnknownEntityError(f"nothing is said of {node.value} here")
    return serialised(store, triples, media)


def node_triples(store: Store, node: NamedNode) -> list[Triple]:
    """The same as triples, at most some thousands; empty if nothing is said of it."""
    return list(dict.fromkeys(_about(store, node)))[:_MOST]


def serialised(store: Store, triples: Iterable[Triple], media: str) -> bytes:
    """Triples in a media type, with the prefixes that they use."""
    found = list(triples)
    text = " ".join(
        {
            term.value
            for t in found
            for term in (t.subject, t.predicate, t.object)
            if isinstance(term, NamedNode)
        }
    )
    prefixes = {name: start for name, start in store.prefixes().items() if start in text}
    out = io.BytesIO()
    ox.serialize(found, out, GRAPH_FORMATS[media], prefixes=prefixes)
    return out.getvalue()


def _about(store: Store, node: NamedNode) -> Iterable[Triple]:
    inner, terms = store.oxigraph, store.terms
    for graph in (terms.entities, terms.assembly, terms.vocabulary):
        yield from (quad.triple for quad in inner.quads_for_pattern(node, None, None, graph))
    yield from (quad.triple for quad in inner.quads_for_pattern(None, None, node, terms.assembly))
    if next(inner.quads_for_pattern(node, None, None, terms.entities), None) is None:
        yield from (quad.triple for quad in inner.quads_for_pattern(node, None, None, None))
        evidence = inner.quads_for_pattern(None, terms.own["supports"], node, None)
        yield from (Triple(node, BIOLINK["has_evidence"], quad.subject) for quad in evidence)
