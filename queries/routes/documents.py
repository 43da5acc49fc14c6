"""What is there to be found of documents? Lists, single ones with their marks; and how new ones are sent."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response

from kg.model import DocumentKind
from queries.details import document_detail
from queries.pages import lists
from queries.pages.document import document_page
from queries.problems import problem, problems
from queries.respond import answer, encoded
from queries.results import DocumentDetail, DocumentPage, IngestReport
from queries.routes.parameters import PLAIN, Cursor, Date, Identifier, Limit
from queries.safety import authorise
from queries.service import service_of
from queries.threads import Threaded, in_thread

router = APIRouter(tags=["Documents"], route_class=Threaded)
#: media types that documents are sent in, and the reader of each; None lets the content decide
_READERS: dict[str, str | None] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "application/xml": None,
    "text/xml": None,
    "application/gzip": None,
    "application/x-ndjson": "jsonl",
    "application/jsonl": "jsonl",
    "application/octet-stream": None,
}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            media: {"schema": {"type": "string", "minLength": 1}, "example": "Clever-1 suppresses T cells."}
            if media == "text/plain"
            else {"schema": {"type": "string", "minLength": 1}}
            for media in _READERS
        },
    },
    "security": [{"token": []}],
}


@router.get("/documents", response_model=DocumentPage, responses=problems(400, 404))
def documents(
    request: Request,
    q: Annotated[str, Query(max_length=500, pattern=PLAIN, description="part of a title or identifier")] = "",
    kind: DocumentKind | None = None,
    since: Date = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """The documents of the graph, the latest first."""
    return answer(
        request,
        lambda edition: edition.index.documents(q, kind and kind.value, since, limit, cursor),
        lists.documents_page,
    )


@router.get("/documents/{id:path}", response_model=DocumentDetail, responses=problems(404))
def document(request: Request, id: Identifier) -> Response:
    """A document with its text, and every name and claim that is marked in it."""
    return answer(request, lambda edition: document_detail(edition.graph, edition.index, id), document_page)


@router.post(
    "/documents",
    status_code=201,
    response_model=IngestReport,
    responses=problems(400, 401, 403, 408, 413, 415),
    dependencies=[Depends(authorise)],
    openapi_extra=_BODY,
)
async def send_documents(
    request: Request,
    name: Annotated[
        str, Query(max_length=500, pattern=PLAIN, description="what to call it in messages")
    ] = "what was sent",
) -> Response:
    """Read documents and add what they claim: a web page, PubMed XML, plain text, or JSON lines of {"id","text"}.

    Needs the token. Look-ups show what is new within seconds of the answer.
    """
    service = service_of(request)
    if not service.can_ingest:
        raise HTTPException(403, "this server does not read documents")
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media not in _READERS:
        raise HTTPException(415, f"send one of {', '.join(_READERS)}, not {media or 'a body without a type'}")
    content = await request.body()
    if not content:
        raise HTTPException(400, "the body is empty; send a document")
    found = await in_thread(service.ingest, content, name, _READERS[media])
    if found and all(one.problem for one in found):
        return problem(422, found[0].problem)
    return Response(encoded(IngestReport(found)), 201, media_type="application/json")
