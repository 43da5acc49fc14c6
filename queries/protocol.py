"""How do programs ask SPARQL? The SPARQL 1.1 Protocol, query operation, read only.

https://www.w3.org/TR/sparql11-protocol/
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool

from queries.formats import GRAPH_FORMATS, SOLUTION_FORMATS, choose
from queries.page import sparql_page
from queries.schema import Problem
from queries.service import Service, service_of, solutions_table

_HTML, _JSON = "text/html", "application/sparql-results+json"
_FORM, _QUERY, _UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
_LONGEST = 1 << 20

_TEXT = {"schema": {"type": "string"}}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "SELECT, ASK: JSON, XML, CSV or TSV; CONSTRUCT, DESCRIBE: Turtle, N-Triples, JSON-LD, RDF/XML",
        "content": dict.fromkeys((*SOLUTION_FORMATS, *GRAPH_FORMATS), _TEXT),
    },
    400: {"model": Problem, "description": "The query is malformed, an update, or uses SERVICE"},
    406: {"model": Problem, "description": "None of the media types in Accept fits the query"},
    413: {"model": Problem, "description": "The query is longer than 1 MiB"},
    503: {"model": Problem, "description": "The query needed too much memory"},
    504: {"model": Problem, "description": "The query ran too long"},
}
_GRAPHS = [
    {"name": f"{kind}-graph-uri", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}}
    for kind in ("default", "named")
]
_EXAMPLE = "SELECT ?subject ?object WHERE { ?subject rel:inhibits ?object } LIMIT 10"
_GET: dict[str, Any] = {
    "parameters": [
        {"name": "query", "in": "query", "required": True, "schema": {"type": "string"}, "example": _EXAMPLE},
        *_GRAPHS,
    ]
}
_FIELDS = {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]}
_POST: dict[str, Any] = {
    "parameters": _GRAPHS,
    "requestBody": {
        "required": True,
        "content": {
            _QUERY: {"schema": {"type": "string"}, "example": _EXAMPLE},
            _FORM: {"schema": _FIELDS, "example": {"query": _EXAMPLE}},
        },
    },
}

router = APIRouter(tags=["SPARQL"])


@router.get("/sparql", response_class=Response, responses=_RESPONSES, openapi_extra=_GET)
async def sparql_get(request: Request) -> Response:
    """Answer a SPARQL 1.1 query given in the URL.

    Outside GRAPH a pattern matches the assembled graph; `GRAPH ?document { … }` matches what each document
    says. The prefixes of the graph need not be declared. Queries have a deadline and cannot write.
    """
    return await _answer(request, request.query_params.multi_items())


@router.post("/sparql", response_class=Response, responses=_RESPONSES, openapi_extra=_POST)
async def sparql_post(request: Request) -> Response:
    """Answer a SPARQL 1.1 query given in the body."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media == _UPDATE:
        raise HTTPException(403, "SPARQL UPDATE is refused: this endpoint is read only")
    if media not in (_FORM, _QUERY):
        raise HTTPException(415, f"send {_QUERY} or {_FORM}, not {media or 'a body without a type'}")
    text = await _text(request)
    in_url = request.query_params.multi_items()
    if media == _QUERY:
        return await _answer(request, [("query", text), *in_url])
    return await _answer(request, [*parse_qsl(text, keep_blank_values=True), *in_url])


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


async def _answer(request: Request, fields: list[tuple[str, str]]) -> Response:
    if any(name == "update" for name, _ in fields):
        raise HTTPException(403, "SPARQL UPDATE is refused: this endpoint is read only")
    queries = [value for name, value in fields if name == "query"]
    if len(queries) != 1:
        raise HTTPException(400, f"exactly one parameter 'query' is needed, not {len(queries)}")
    graphs = {
        kind: tuple(value for name, value in fields if name == f"{kind}-graph-uri")
        for kind in ("default", "named")
    }
    accept = request.headers.get("accept")
    return await run_in_threadpool(_run, service_of(request), queries[0], accept, graphs)


def _run(service: Service, sparql: str, accept: str | None, graphs: dict[str, tuple[str, ...]]) -> Response:
    solutions = choose(accept, [*SOLUTION_FORMATS, _HTML])
    graph = choose(accept, list(GRAPH_FORMATS))
    if solutions is None and graph is None:
        raise HTTPException(406, f"offered are {', '.join([*SOLUTION_FORMATS, *GRAPH_FORMATS])}")
    chosen = any(graphs.values())
    reply = service.pool.run(
        sparql,
        solutions=_JSON if solutions == _HTML else solutions,
        graph=graph,
        default_graphs=graphs["default"] if chosen else None,
        named_graphs=graphs["named"] if chosen else None,
    )
    if not reply.media:
        raise HTTPException(
            406, f"this query is answered as {', '.join([*SOLUTION_FORMATS, *GRAPH_FORMATS])}"
        )
    if solutions == _HTML and reply.media == _JSON:
        with service.live.reading() as live:
            return sparql_page(sparql, solutions_table(reply.body, live.store.identifiers))
    return Response(reply.body, media_type=reply.media, headers={"Vary": "Accept"})
