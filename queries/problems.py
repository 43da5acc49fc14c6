"""How does the API say that something is wrong? As problem details (RFC 9457), or as a page; in one line for people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route

from kg.errors import (
    IdentifierError,
    LitkgError,
    QueryError,
    QueryMemoryError,
    QueryTimeoutError,
    ReadError,
    StoreError,
    StoreLockedError,
    UnknownDocumentError,
    UnknownEntityError,
    UnknownQueryError,
)
from queries.notes import ProtectedGraphError
from queries.pages.site import page, wants_page

#: the status of each kind of error, the most specific first
_STATUS: tuple[tuple[type[LitkgError], int], ...] = (
    (QueryTimeoutError, 504),
    (QueryMemoryError, 507),
    (StoreLockedError, 503),
    (StoreError, 503),
    (UnknownQueryError, 404),
    (UnknownEntityError, 404),
    (UnknownDocumentError, 404),
    (ProtectedGraphError, 403),
    (QueryError, 400),
    (IdentifierError, 400),
    (ReadError, 422),
)
_RETRY = {503: "2", 504: "2", 429: "1"}
_SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "examples": ["about:blank"]},
        "title": {"type": "string", "examples": ["Not Found"]},
        "status": {"type": "integer", "examples": [404]},
        "detail": {
            "type": "string",
            "examples": ["no document of this graph names HGNC:1; search by name instead"],
        },
        "errors": {"type": "array", "items": {"type": "object"}},
    },
}
_MEANING = {
    400: "A value cannot be read",
    401: "No token, or a wrong one",
    403: "Not allowed here",
    404: "Nothing of this name",
    406: "None of the media types in Accept is offered",
    408: "The body did not arrive in time",
    413: "The body is too large",
    415: "The body is of a media type that is not read",
    422: "A parameter is missing or out of range",
    429: "Too many requests",
    503: "The store cannot be read, or not yet",
    504: "It took too long and was stopped",
    507: "It needed too much memory and was stopped",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What OpenAPI says of these statuses; 422, 429 and 503 are always among them."""
    content = {"application/problem+json": {"schema": _SCHEMA}}
    return {s: {"description": _MEANING[s], "content": content} for s in sorted({*statuses, 422, 429, 503})}


def problem(
    status: int,
    detail: str,
    errors: list[dict[str, Any]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem as a response."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": " ".join(detail.split()),
    }
    if errors:
        body["errors"] = errors
    own = {"Cache-Control": "no-store", **({"Retry-After": _RETRY[status]} if status in _RETRY else {})}
    text = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    return Response(text, status, {**own, **(headers or {})}, "application/problem+json")


def add_problems(app: FastAPI) -> None:
    """Let an application answer every error so."""
    app.add_exception_handler(LitkgError, _foreseen)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(Exception, _unforeseen)


def status_of(error: LitkgError) -> int:
    """The status of an error."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def _foreseen(request: Request, error: Exception) -> Response:
    assert isinstance(error, LitkgError)
    return _told(request, status_of(error), str(error))


def _unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    details = [{"where": [str(part) for part in e["loc"]], "what": str(e["msg"])} for e in error.errors()]
    first = details[0]
    return _told(request, 422, f"{first['where'][-1]}: {first['what']}", details)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    headers = {"Allow": _allowed(request)} if error.status_code == 405 else error.headers
    return _told(request, error.status_code, str(error.detail), headers=headers)


def _told(
    request: Request,
    status: int,
    detail: str,
    errors: list[dict[str, Any]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem as JSON, or as a page for a browser."""
    made = problem(status, detail, errors, headers)
    if not wants_page(request.headers.get("accept"), ("application/problem+json", "application/json")):
        return made
    title = HTTPStatus(status).phrase
    shown = page(request, "problem.html", status, title=title, code=status, detail=" ".join(detail.split()))
    kept = ("cache-control", "retry-after", "allow", "www-authenticate")
    shown.headers.update({name: value for name, value in made.headers.items() if name in kept})
    return shown


def _allowed(request: Request) -> str:
    """The methods of all routes that fit the path; a router itself names those of the first."""
    routes: list[Route] = request.app.state.routes
    fitting = [route for route in routes if route.matches(request.scope)[0] is not Match.NONE]
    methods = {method for route in fitting for method in route.methods or ()}
    return ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))


def _unforeseen(request: Request, error: Exception) -> Response:
    """Nothing of the error is told to strangers; the server's log has it."""
    return _told(request, 500, "something went wrong here; the server's log says what")
