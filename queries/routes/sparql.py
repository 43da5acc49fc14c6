"""How do programs speak SPARQL? The SPARQL 1.1 Protocol: queries for everyone, updates with a token.

https://www.w3.org/TR/sparql11-protocol/. An update sees and changes only graphs that were written by hand.
"""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, HTTPException, Request, Response
from pyoxigraph import NamedNode

from kg.errors import QueryError
from queries.description import dataset_description, service_description
from queries.edition import Edition
from queries.formats import GRAPH_FORMATS, SOLUTION_FORMATS, choose
from queries.pages.editor import editor_page
from queries.pages.site import HTML
from queries.problems import problems
from queries.rdf import RDF_MEDIA, serialised
from queries.respond import accepted, as_file, negotiated, reply
from queries.safety import authorise
from queries.service import Service, service_of
from queries.threads import Threaded, in_thread, in_thread_of
from queries.using import with_dataset

_FORM, _QUERY, _UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
_LONGEST = 1 << 20
_TURTLE_FIRST = ("text/turtle", *(media for media in RDF_MEDIA if media != "text/turtle"))

_TEXT = {"schema": {"type": "string"}}
_ANSWERS = {
    "description": "SELECT, ASK: JSON, XML, CSV, TSV; CONSTRUCT, DESCRIBE: Turtle, N-Triples, JSON-LD, RDF/XML, "
    "TriG, N-Quads; without a query, the service description",
    "content": {
        media: {} if "json" in media else _TEXT for media in (*SOLUTION_FORMATS, *GRAPH_FORMATS, HTML)
    },
}
_RESPONSES: dict[int | str, dict[str, Any]] = {**problems(400, 403, 406, 504, 507), 200: _ANSWERS}
_URIS = {"type": "array", "items": {"type": "string"}}
_GRAPHS = [
    {"name": f"{kind}-graph-uri", "in": "query", "schema": _URIS, "description": f"IRIs of the {kind} graphs"}
    for kind in ("default", "named")
]
_EXAMPLE = "SELECT ?subject ?object WHERE { ?subject rel:inhibits ?object } LIMIT 10"
_GET: dict[str, Any] = {
    "parameters": [
        {"name": "query", "in": "query", "schema": {"type": "string"}, "example": _EXAMPLE},
        *_GRAPHS,
    ]
}
_FIELDS = {"type": "object", "properties": {"query": {"type": "string"}, "update": {"type": "string"}}}
_POST: dict[str, Any] = {
    "parameters": _GRAPHS,
    "requestBody": {
        "required": True,
        "content": {
            _QUERY: {"schema": {"type": "string"}, "example": _EXAMPLE},
            _FORM: {"schema": _FIELDS, "example": {"query": _EXAMPLE}},
            _UPDATE: {
                "schema": {"type": "string"},
                "example": "INSERT DATA { GRAPH <http://example.org/mine> { } }",
            },
        },
    },
}

router = APIRouter(tags=["SPARQL"], route_class=Threaded)


@router.get("/sparql", response_class=Response, responses=_RESPONSES, openapi_extra=_GET)
async def sparql_get(request: Request) -> Response:
    """Answer a SPARQL 1.1 query given in the URL; without one, describe the service.

    Outside GRAPH a pattern matches the assembled graph; `GRAPH ?document { … }` matches what each document
    says. The prefixes of the graph need not be declared. Queries have a deadline and cannot write.
    """
    fields = request.query_params.multi_items()
    if any(name == "update" for name, _ in fields):
        raise HTTPException(400, "an update is sent by POST")
    if not any(name == "query" for name, _ in fields):
        return await in_thread(_service, request)
    return await _query(request, fields)


@router.post(
    "/sparql",
    response_class=Response,
    responses={**_RESPONSES, **problems(401, 408, 413, 415), 204: {"description": "The update is done"}},
    openapi_extra=_POST,
)
async def sparql_post(request: Request) -> Response:
    """Answer a SPARQL 1.1 query given in the body, or do an update, which needs the token.

    An update sees and changes only graphs that were written by hand, never those of documents or what is
    derived from them; its default graph is the graph `graph/notes` of a query.
    """
    media = _media(request)
    text = await _text(request)
    in_url = request.query_params.multi_items()
    if media == _UPDATE:
        return await _update(request, [("update", text), *in_url])
    if media == _QUERY:
        return await _query(request, [("query", text), *in_url])
    fields = [*parse_qsl(text, keep_blank_values=True), *in_url]
    names = {name for name, _ in fields}
    if {"query", "update"} <= names:
        raise HTTPException(400, "send a query or an update, not both")
    return await (_update if "update" in names else _query)(request, fields)


@router.get("/.well-known/void", response_class=Response, responses={**problems(406), 200: _ANSWERS})
def void(request: Request) -> Response:
    """What the dataset holds, in VoID."""
    media = negotiated(request, _TURTLE_FIRST)
    return reply(request, lambda edition: _described(edition, [], media), media)


def _media(request: Request) -> str:
    media, _, parameters = request.headers.get("content-type", "").partition(";")
    media = media.strip().lower()
    if media not in (_FORM, _QUERY, _UPDATE):
        raise HTTPException(
            415, f"send {_QUERY}, {_UPDATE} or {_FORM}, not {media or 'a body without a type'}"
        )
    for parameter in parameters.split(";"):
        name, _, value = parameter.strip().partition("=")
        if name.lower() == "charset" and value.strip('" ').lower() not in ("utf-8", "utf8", "us-ascii"):
            raise HTTPException(415, f"send UTF-8, not {value}")
    return media


async def _text(request: Request) -> str:
    """The body, read no further than a query may be long."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST:
            raise HTTPException(413, f"the query is longer than {_LONGEST} bytes")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise HTTPException(400, "the query is not UTF-8") from None


def _one(fields: list[tuple[str, str]], wanted: str) -> str:
    found = [value for name, value in fields if name == wanted]
    if len(found) != 1:
        raise HTTPException(400, f"exactly one parameter {wanted!r} is needed, not {len(found)}")
    return found[0]


def _graphs(fields: list[tuple[str, str]], name: str) -> tuple[str, ...]:
    return tuple(value for key, value in fields if key == name)


async def _query(request: Request, fields: list[tuple[str, str]]) -> Response:
    graphs = _graphs(fields, "default-graph-uri"), _graphs(fields, "named-graph-uri")
    accept = accepted(request)
    service = service_of(request)
    query = _one(fields, "query")
    if choose(accept, [*SOLUTION_FORMATS, HTML]) == HTML:
        task = partial(editor_page, request, service, query, *graphs, _base(request))
    else:
        task = partial(run_query, service, query, accept, *graphs, _base(request))
    return as_file(request, await in_thread_of(service.crowd, task))


async def _update(request: Request, fields: list[tuple[str, str]]) -> Response:
    authorise(request)
    dataset = _graphs(fields, "using-graph-uri"), _graphs(fields, "using-named-graph-uri")
    update = with_dataset(_one(fields, "update"), *dataset)
    service = service_of(request)
    await in_thread_of(service.crowd, partial(run_update, service, update, _base(request)))
    return Response(status_code=204)


def _base(request: Request) -> str | None:
    """The address of the endpoint, which relative IRIs are relative to."""
    try:
        return NamedNode(str(request.url.replace(query="", fragment=""))).value
    except ValueError:
        return None


def run_query(
    service: Service,
    sparql: str,
    accept: str | None,
    default: tuple[str, ...] = (),
    named: tuple[str, ...] = (),
    base_iri: str | None = None,
) -> Response:
    """The answer to a stranger's query as a response."""
    solutions = choose(accept, list(SOLUTION_FORMATS))
    graph = choose(accept, list(GRAPH_FORMATS))
    offered = f"offered are {', '.join([*SOLUTION_FORMATS, *GRAPH_FORMATS])}"
    if solutions is None and graph is None:
        raise HTTPException(406, offered)
    with service.editions.reading() as edition:
        reply = service.strangers.run(
            edition.dataset(service.notes),
            sparql,
            solutions=solutions,
            graph=graph,
            default_graphs=default if default or named else None,
            named_graphs=named if default or named else None,
            base_iri=base_iri,
        )
        if not reply.media:
            raise HTTPException(406, f"this query is not answered so; {offered}")
    return Response(
        reply.body, media_type=reply.media, headers={"Vary": "Accept", "Cache-Control": "no-cache"}
    )


def run_update(service: Service, sparql: str, base_iri: str | None = None) -> None:
    """Do an update on the graphs written by hand.

    :raises QueryError: if it is malformed or cannot be done; nothing is changed then
    :raises ProtectedGraphError: if it writes to a graph of litkg's own; nothing is changed then
    """
    with service.editions.reading() as edition:
        lock = service.notes.writing()
        try:
            store = edition.graph.store
            after = service.strangers.update(service.notes.read(), sparql, store.prefixes(), base_iri)
            service.notes.replace(after, store)
        finally:
            lock.release()
        edition.dataset(service.notes)


def _service(request: Request) -> Response:
    if choose(accepted(request), [*_TURTLE_FIRST, HTML]) == HTML:
        return editor_page(request, service_of(request), None)
    media = negotiated(request, _TURTLE_FIRST)
    endpoint = str(request.url.replace(query="", fragment=""))
    writable = bool(request.app.state.token)

    def find(edition: Edition) -> bytes:
        try:
            told = service_description(edition.graph.store.terms, endpoint, writable=writable)
        except ValueError:
            raise QueryError("the address of this request is no IRI") from None
        return _described(edition, told, media)

    return reply(request, find, media)


def _described(edition: Edition, told: list[Any], media: str) -> bytes:
    store = edition.graph.store
    void = dataset_description(store.terms, edition.index.statistics(), edition.index.predicates())
    return serialised(store, [*told, *void], media)
