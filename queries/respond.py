"""How does a value become a response? As JSON or a page, with an entity tag: what has not changed is not sent again."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, TypeVar

from fastapi import HTTPException, Request, Response
from pydantic import TypeAdapter

from queries.edition import Edition
from queries.entity_tags import named
from queries.formats import choose
from queries.pages.site import HTML, look, wants_page
from queries.service import service_of
from queries.threads import in_thread

JSON = "application/json"
Found = TypeVar("Found")
#: values of ``format=`` in an address, which goes before the Accept header: links cannot set that
_FORMATS = MappingProxyType(
    {
        "json": "application/json",
        "html": HTML,
        "csv": "text/csv",
        "tsv": "text/tab-separated-values",
        "xml": "application/sparql-results+xml",
        "ttl": "text/turtle",
        "nt": "application/n-triples",
        "jsonld": "application/ld+json",
        "rdf": "application/rdf+xml",
    }
)
_UNCHANGING = {"Cache-Control": "no-cache", "Vary": "Accept"}


def reply(request: Request, find: Callable[[Edition], object], media: str = JSON) -> Response:
    """The response for what ``find`` finds in the newest edition; 304 if the client has it already.

    What ``find`` gives is a value of `queries.results`, bytes or a response.
    """
    with service_of(request).editions.reading() as edition:
        tag = _tag(request, edition.key)
        return _unchanged(request, tag) or _response(request, find(edition), tag, media)


async def reply_soon(
    request: Request, find: Callable[[Edition], Awaitable[object]], media: str = JSON
) -> Response:
    """The same for what is found in the loop of the server."""
    editions = service_of(request).editions
    if not editions.key():
        await in_thread(editions.wait)
    with editions.reading() as edition:
        tag = _tag(request, edition.key)
        return _unchanged(request, tag) or _response(request, await find(edition), tag, media)


def _unchanged(request: Request, tag: str) -> Response | None:
    """What tells a client that it has the answer already; None if it has not."""
    if not named(request.headers.get("if-none-match"), tag):
        return None
    return Response(status_code=304, headers={"ETag": tag, **_UNCHANGING})


def _response(request: Request, value: object, tag: str, media: str) -> Response:
    headers = {"ETag": tag, **_UNCHANGING}
    if isinstance(value, Response):
        failed = value.status_code >= 400  # what went wrong may go well the next time
        value.headers.update({"Cache-Control": "no-store"} if failed else headers)
        return value
    following = getattr(value, "next", None)
    if following:
        headers["Link"] = f'<{request.url.include_query_params(cursor=following)}>; rel="next"'
    body = value if isinstance(value, bytes) else encoded(value)
    return Response(body, media_type=media, headers=headers)


def answer(
    request: Request,
    find: Callable[[Edition], Found],
    show: Callable[[Request, Edition, Found], Response],
) -> Response:
    """What ``find`` finds, as JSON; for a browser as the page that ``show`` makes of it."""
    if not wants_page(accepted(request)):
        return reply(request, find)
    return reply(request, lambda edition: show(request, edition, find(edition)), HTML)


def accepted(request: Request) -> str | None:
    """What the client accepts: ``format=`` of the address if it is there, else the Accept header."""
    asked = _FORMATS.get(request.query_params.get("format", ""))
    return asked or request.headers.get("accept")


def as_file(request: Request, response: Response) -> Response:
    """The response, to be kept as a file where the address says ``format=``."""
    form = request.query_params.get("format", "")
    if form in _FORMATS and form != "html":
        response.headers["Content-Disposition"] = f'attachment; filename="litkg.{form}"'
    return response


def encoded(value: Any) -> bytes:
    """A value of `queries.results` as JSON."""
    kind: Any = type(value)
    return _adapter(kind).dump_json(value)


def negotiated(request: Request, offered: Sequence[str]) -> str:
    """The media type that the client likes best.

    :raises HTTPException: 406 if it likes none
    """
    media = choose(accepted(request), offered)
    if media is None:
        raise HTTPException(406, f"offered are {', '.join(offered)}")
    return media


@lru_cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _tag(request: Request, key: str) -> str:
    scope = request.scope
    address = scope.get("root_path", "") + scope["path"]
    asked = f"{key} {address} {request.headers.get('accept', '')} {look()} ".encode("utf-8", "replace")
    return f'W/"{hashlib.sha256(asked + scope["query_string"]).hexdigest()[:20]}"'
