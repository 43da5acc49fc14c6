"""What does an IRI of the graph's own answer? The thing that it names, as HTML, JSON, JSON-LD or Turtle as asked.

Where a store's base is an address of this server (https://kg.example.org/), its IRIs can be followed:
entities, statements, evidence, relations, aspects, terms, documents.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pyoxigraph import NamedNode

from kg.errors import UnknownEntityError
from queries.details import statement_detail
from queries.edition import Edition
from queries.pages import links
from queries.pages.resource import place_of, resource_page
from queries.pages.site import HTML
from queries.problems import problems
from queries.rdf import RDF_MEDIA, node_rdf
from queries.respond import JSON, encoded, negotiated, reply
from queries.routes.entities import entity_response
from queries.threads import Threaded

router = APIRouter(tags=["IRIs"], route_class=Threaded)
#: the first part of IRIs under the base, beside entity and statement
_KINDS = ("evidence", "relation", "aspect", "term", "document", "mention", "query")
_TEXT = {"schema": {"type": "string"}}
_RESPONSES = {
    **problems(400, 404, 406),
    200: {"content": {media: {} if "json" in media else _TEXT for media in RDF_MEDIA}},
}


@router.get("/entity/{local:path}", include_in_schema=False)
def own_entity(request: Request, local: str) -> Response:
    """An entity that no vocabulary knows."""
    media = negotiated(request, [JSON, *RDF_MEDIA, HTML])
    if media == HTML:
        return RedirectResponse(links.entity(f"litkg:{local}"), 303)
    return entity_response(request, f"litkg:{local}", media)


@router.get("/statement/{hash}", include_in_schema=False)
def own_statement(request: Request, hash: str) -> Response:
    """A statement."""
    media = negotiated(request, [JSON, *RDF_MEDIA, HTML])

    def find(edition: Edition) -> bytes | Response:
        detail = statement_detail(edition.graph, edition.index, hash)
        if media == HTML:
            return RedirectResponse(links.statement(hash), 303)
        if media == JSON:
            return encoded(detail)
        return node_rdf(edition.graph.store, edition.graph.store.terms.statement(detail.statement.id), media)

    return reply(request, find, media)


@router.get("/resource", response_class=Response, responses=_RESPONSES, summary="Any IRI of the graph")
def resource(request: Request, iri: str) -> Response:
    """What the graph says of any IRI, as RDF; a browser is sent to the page about it, or gets a table."""
    return _thing(request, lambda _: iri)


def own_thing(request: Request, local: str) -> Response:
    """Anything else that has an IRI under the base."""
    kind = request.url.path.lstrip("/").partition("/")[0]
    return _thing(request, lambda edition: f"{edition.graph.store.base}{kind}/{quote(local, safe='-._~')}")


def _thing(request: Request, iri_in: Callable[[Edition], str]) -> Response:
    media = negotiated(request, [*RDF_MEDIA, HTML])

    def find(edition: Edition) -> bytes | Response:
        node = _node(iri_in(edition))
        if media == HTML:
            place = place_of(edition, node)
            return RedirectResponse(place, 303) if place else resource_page(request, edition, node)
        return node_rdf(edition.graph.store, node, media)

    return reply(request, find, media)


for _kind in _KINDS:
    router.add_api_route(f"/{_kind}/{{local:path}}", own_thing, include_in_schema=False)


def _node(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise UnknownEntityError(f"not an IRI: {error}") from None
