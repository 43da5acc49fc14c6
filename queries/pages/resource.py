"""What does the IRI of a thing lead a person to? To the page about it, else to a table of what the graph says of it."""

from __future__ import annotations

from fastapi import Request, Response
from pyoxigraph import NamedNode

from kg.answers import plain_value
from kg.errors import UnknownEntityError
from kg.terms import DCTERMS
from queries.edition import Edition
from queries.pages import links, table
from queries.pages.site import page
from queries.rdf import node_triples
from queries.run import Table


def place_of(edition: Edition, node: NamedNode) -> str | None:
    """The page about a node: an entity, a statement, a document, the statement that is evidence's; else None."""
    store = edition.graph.store
    if edition.index.reader.row("SELECT 1 FROM entity WHERE iri = ?", (node.value,)):
        return links.entity(store.terms.curie(node))
    if node.value.startswith(f"{store.base}statement/"):
        return links.statement(store.terms.local(node))
    identifier = next(store.data.quads_for_pattern(node, DCTERMS["identifier"], None, node), None)
    if identifier:
        return links.document(identifier.object.value)  # type: ignore[union-attr]
    supported = next(store.data.quads_for_pattern(node, store.terms.own["supports"], None, None), None)
    return links.statement(store.terms.local(supported.object)) if supported else None  # type: ignore[arg-type]


def resource_page(request: Request, edition: Edition, node: NamedNode) -> Response:
    """A table of the triples of a node.

    :raises UnknownEntityError: if the graph says nothing of it
    """
    ids = edition.graph.store.identifiers
    triples = node_triples(edition.graph.store, node)
    if not triples:
        raise UnknownEntityError(f"nothing is said of {node.value} here")
    rows = tuple(
        tuple(plain_value(term, ids) for term in (t.subject, t.predicate, t.object)) for t in triples
    )
    told = Table(("subject", "predicate", "object"), rows)
    return page(
        request,
        "resource.html",
        iri=node.value,
        columns=told.columns,
        rows=table.rows(told, edition.index),
        total=len(rows),
    )
