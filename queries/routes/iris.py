"""What does an IRI of the graph's own answer? The thing that it names, as HTML, JSON, JSON-LD or Turtle as asked.

Where a store's base is an address of this server (https://kg.example.org/), its IRIs can be followed:
entities, statements, evidence, relations, aspects, terms, documents.
"""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pyoxigraph import NamedNode

from kg.errors import UnknownEntityError
from queries.details import statement_detail
from queries.edition import Edition
from queries.problems import problems
from queries.rdf import RDF_MEDIA, node_rdf
from queries.respond import JSON, encoded, negotiated, reply
from queries.routes.entities import entity_response

router = APIRouter(tags=["IRIs"])
#: the first part of IRIs under the base, beside entity and statement
_KINDS = ("evidence", "relation", "aspect", "term", "document", "mention", "query")
_HTML = "text/html"
_TEXT = {"schema": {"type": "string"}}
_RESPONSES = {
    **problems(400, 404, 406),
    200: {"content": {media: {} if "json" in media else _TEXT for media in RDF_MEDIA}},
}


@router.get("/entity/{local:path}", include_in_schema=False)
def own_entity(request: Request, local: str) -> Response:
    """An entity that no vocabulary knows."""
    return entity_response(request, f"litkg:{local}", negotiated(request, [JSON, *RDF_MEDIA, _HTML]))


@router.get("/statement/{hash}", include_in_schema=False)
def own_statement(request: Request, hash: str) -> Response:
    """A statement."""
    media = negotiated(request, [JSON, *RDF_MEDIA, _HTML])

    def find(edition: Edition) -> bytes | Response:
        detail = statement_detail(edition.graph, edition.index, hash)
        if media == _HTML:
            return RedirectResponse(f"/queries/evidence-for-statement?statement={hash}", 303)
        if media == JSON:
            return encoded(detail)
        return node_rdf(edition.graph.store, edition.graph.store.terms.statement(detail.statement.id), media)

    return reply(request, find, media)


@router.get("/resource", response_class=Response, responses=_RESPONSES, summary="Any IRI of the graph")
def resource(request: Request, iri: str) -> Response:
    """What the graph says of any IRI, as RDF."""
    media = negotiated(request, RDF_MEDIA)
    return reply(request, lambda edition: node_rdf(edition.graph.store, _node(iri), media), media)


def own_thing(request: Request, local: str) -> Response:
    """Anything else that has an IRI under the base."""
    media = negotiated(request, RDF_MEDIA)
    kind = request.url.path.lstrip("/").partition("/")[0]

    def find(edition: Edition) -> bytes:
        store = edition.graph.store
        return node_rdf(store, _node(f"{store.base}{kind}/{quote(local, safe='-._~')}"), media)

    return reply(request, find, media)


for _kind in _KINDS:
    router.add_api_route(f"/{_kind}/{{local:path}}", own_thing, include_in_schema=False)


def _node(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise UnknownEntityError(f"not an IRI: {error}") from None
