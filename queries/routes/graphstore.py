"""How are whole graphs fetched and written? The SPARQL 1.1 Graph Store HTTP Protocol.

https://www.w3.org/TR/sparql11-http-rdf-update/. Every graph can be fetched; written are, with the token, only graphs
that are not litkg's own. The default graph there is the one of updates (``graph/notes``). A graph is named by
``?graph=``, by ``?default``, or by the URL itself where that goes on after ``/data/``.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import urljoin

import pyoxigraph as ox
from fastapi import APIRouter, Depends, HTTPException, Request, Response
from pyoxigraph import DefaultGraph, NamedNode, Quad

from kg.errors import QueryError
from queries.edition import Edition
from queries.formats import GRAPH_FORMATS
from queries.notes import DEFAULT_GRAPH, check_graphs
from queries.problems import problems
from queries.respond import negotiated
from queries.safety import authorise
from queries.service import Service, service_of
from queries.threads import Threaded, in_thread

Graph = NamedNode | DefaultGraph
#: what becomes of the quads of a graph
Change = Callable[[list[Quad], list[Quad]], list[Quad]]

router = APIRouter(tags=["SPARQL"], route_class=Threaded)
_PARAMETERS = [
    {
        "name": "graph",
        "in": "query",
        "schema": {"type": "string"},
        "description": "IRI of the graph",
    },
    {
        "name": "default",
        "in": "query",
        "schema": {"type": "string"},
        "allowEmptyValue": True,
        "description": "the default graph",
    },
]
_TEXT = {"schema": {"type": "string"}}
_GRAPH = {media: {} if "json" in media else _TEXT for media in GRAPH_FORMATS}
_EXTRA: dict[str, Any] = {"parameters": _PARAMETERS}
_WRITE: dict[str, Any] = {
    "parameters": _PARAMETERS,
    "requestBody": {"required": True, "content": _GRAPH},
    "security": [{"token": []}],
}
_DONE: dict[int | str, dict[str, Any]] = {
    201: {"description": "The graph is new"},
    204: {"description": "Done"},
}


@router.get(
    "/data",
    response_class=Response,
    responses={
        **problems(400, 404, 406, 504, 507),
        200: {"content": _GRAPH},
    },
    openapi_extra=_EXTRA,
)
@router.get("/data/{name:path}", include_in_schema=False)
def get_graph(request: Request) -> Response:
    """Fetch a graph: a document's, a derived one, or one written by hand."""
    service = service_of(request)
    media = negotiated(request, list(GRAPH_FORMATS))
    with service.editions.reading() as edition:
        node = _asked(request)
        graph = node if isinstance(node, NamedNode) else NamedNode(edition.graph.store.base + DEFAULT_GRAPH)
        dataset = edition.dataset(service.notes)
        found = service.strangers.run(
            dataset, f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}", graph=media
        )
        known = service.strangers.run(dataset, f"ASK {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
    if b"true" not in known.body and isinstance(node, NamedNode):
        raise HTTPException(404, f"no graph is called {graph.value}")
    return Response(found.body, media_type=media, headers={"Vary": "Accept", "Cache-Control": "no-cache"})


@router.put(
    "/data",
    response_class=Response,
    responses={**problems(400, 401, 403, 408, 413, 415), **_DONE},
    dependencies=[Depends(authorise)],
    openapi_extra=_WRITE,
    status_code=204,
)
@router.put("/data/{name:path}", include_in_schema=False, dependencies=[Depends(authorise)])
async def put_graph(request: Request) -> Response:
    """Put a graph in place of what there is of it. Needs the token."""
    return await _write(request, lambda _, new: new)


@router.post(
    "/data",
    response_class=Response,
    responses={**problems(400, 401, 403, 408, 413, 415), **_DONE},
    dependencies=[Depends(authorise)],
    openapi_extra=_WRITE,
    status_code=204,
)
@router.post("/data/{name:path}", include_in_schema=False, dependencies=[Depends(authorise)])
async def post_graph(request: Request) -> Response:
    """Add to a graph; without a name, to a new one, whose IRI is in Location. Needs the token."""
    return await _write(request, lambda old, new: [*old, *new], fresh=True)


@router.delete(
    "/data",
    response_class=Response,
    responses={**problems(400, 401, 403, 404), 204: {"description": "Done"}},
    dependencies=[Depends(authorise)],
    openapi_extra={**_EXTRA, "security": [{"token": []}]},
    status_code=204,
)
@router.delete("/data/{name:path}", include_in_schema=False, dependencies=[Depends(authorise)])
def delete_graph(request: Request) -> Response:
    """Remove a graph. Needs the token."""
    service = service_of(request)
    with service.editions.reading() as edition:
        graph = _asked(request)
        if not _replace(service, edition, graph, [], lambda _, new: new):
            raise HTTPException(404, "no graph that was written by hand has this name")
    return Response(status_code=204)


async def _write(request: Request, change: Change, fresh: bool = False) -> Response:
    body = await request.body()
    return await in_thread(_written, request, body, change, fresh)


def _written(request: Request, body: bytes, change: Change, fresh: bool) -> Response:
    service = service_of(request)
    with service.editions.reading() as edition:
        unnamed = fresh and request.url.path.rstrip("/") == "/data" and not request.query_params
        own = f"{str(request.url).rstrip('/')}/{uuid.uuid4()}"
        graph = _node(request, own) if unnamed else _asked(request)
        triples = _parsed(request.headers.get("content-type", ""), body, graph)
        existed = _replace(service, edition, graph, triples, change)
    if existed:
        return Response(status_code=204)
    return Response(status_code=201, headers={"Location": own if unnamed else str(request.url)})


def _asked(request: Request) -> Graph:
    """The graph that a request is about.

    :raises HTTPException: 400 if it names none, or more than one
    """
    direct = request.url.path.removeprefix("/data").strip("/") != ""
    graphs, default = request.query_params.getlist("graph"), "default" in request.query_params
    if len(graphs) + default + direct != 1:
        raise HTTPException(400, "name one graph: ?graph=IRI, ?default, or a URL below /data/")
    if default:
        return DefaultGraph()
    return _node(request, graphs[0] if graphs else str(request.url))


def _node(request: Request, iri: str) -> NamedNode:
    """A graph by its IRI, which may be relative to the address of the request."""
    try:
        return NamedNode(urljoin(str(request.url), iri))
    except ValueError as error:
        raise HTTPException(400, f"graph: not an IRI: {error}") from None


def _replace(service: Service, edition: Edition, graph: Graph, given: list[Quad], change: Change) -> bool:
    """Change a graph; whether there was one before."""
    store = edition.graph.store
    check_graphs(store, [graph])
    lock = service.notes.writing()
    try:
        notes = ox.Store()
        notes.load(service.notes.read(), ox.RdfFormat.N_QUADS)
        old = list(notes.quads_for_pattern(None, None, None, graph))
        notes.remove_graph(graph)
        notes.extend(change(old, given))
        service.notes.replace(notes.dump(format=ox.RdfFormat.N_QUADS) or b"", store)
    finally:
        lock.release()
    edition.dataset(service.notes)
    return bool(old)


def _parsed(content_type: str, body: bytes, graph: Graph) -> list[Quad]:
    """The triples of a body, or of each part of a form, in a graph; blank nodes are new ones."""
    media = content_type.partition(";")[0].strip().lower()
    if media == "multipart/form-data":
        message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
        parts = [(part.get_content_type(), _payload(part)) for part in message.iter_parts()]
    else:
        parts = [(media, body)]
    return [quad for kind, content in parts for quad in _read(kind, content, graph)]


def _payload(part: Message) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _read(media: str, content: bytes, graph: Graph) -> Iterable[Quad]:
    if media not in GRAPH_FORMATS:
        raise HTTPException(
            415, f"send one of {', '.join(GRAPH_FORMATS)}, not {media or 'a body without a type'}"
        )
    base = graph.value if isinstance(graph, NamedNode) else None
    try:
        found = list(ox.parse(content, GRAPH_FORMATS[media], base_iri=base, rename_blank_nodes=True))
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"not {media}: {' '.join(str(error).split())}") from None
    if any(not isinstance(quad.graph_name, DefaultGraph) for quad in found):
        raise HTTPException(400, "send triples; a graph is named in the URL")
    return [Quad(quad.subject, quad.predicate, quad.object, graph) for quad in found]
