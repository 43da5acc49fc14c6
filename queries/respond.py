"""How does a value become a response? As JSON with an entity tag, so that what has not changed is not sent again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from fastapi import HTTPException, Request, Response
from pydantic import TypeAdapter

from queries.edition import Edition
from queries.formats import choose
from queries.service import service_of

JSON = "application/json"
_UNCHANGING = {"Cache-Control": "no-cache", "Vary": "Accept"}


def reply(request: Request, find: Callable[[Edition], object], media: str = JSON) -> Response:
    """The response for what ``find`` finds in the newest edition; 304 if the client has it already.

    What ``find`` gives is a value of `queries.results`, bytes or a response.
    """
    service = service_of(request)
    with service.editions.reading() as edition:
        tag = _tag(request, edition.key)
        headers = {"ETag": tag, **_UNCHANGING}
        if _has(request.headers.get("if-none-match"), tag):
            return Response(status_code=304, headers=headers)
        value = find(edition)
    if isinstance(value, Response):
        value.headers.update(headers)
        return value
    following = getattr(value, "next", None)
    if following:
        headers["Link"] = f'<{request.url.include_query_params(cursor=following)}>; rel="next"'
    body = value if isinstance(value, bytes) else encoded(value)
    return Response(body, media_type=media, headers=headers)


def encoded(value: Any) -> bytes:
    """A value of `queries.results` as JSON."""
    kind: Any = type(value)
    return _adapter(kind).dump_json(value)


def negotiated(request: Request, offered: Sequence[str]) -> str:
    """The media type that the client likes best.

    :raises HTTPException: 406 if it likes none
    """
    media = choose(request.headers.get("accept"), offered)
    if media is None:
        raise HTTPException(406, f"offered are {', '.join(offered)}")
    return media


@lru_cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _tag(request: Request, key: str) -> str:
    asked = f"{key} {request.url.path}?{request.url.query} {request.headers.get('accept', '')}"
    return f'W/"{hashlib.sha256(asked.encode("utf-8", "replace")).hexdigest()[:20]}"'


def _has(given: str | None, tag: str) -> bool:
    """Whether If-None-Match names the tag; weak comparison, RFC 9110 section 8.8.3.2."""
    if not given:
        return False
    plain = tag.removeprefix("W/")
    return given.strip() == "*" or plain in {one.strip().removeprefix("W/") for one in given.split(",")}
