"""How is a graph served over HTTP? A SPARQL endpoint, look-ups, the questions of the library, and pages."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi_offline import FastAPIOffline
from starlette.exceptions import HTTPException as StarletteHTTPException

from kg.errors import (
    IdentifierError,
    LitkgError,
    QueryError,
    QueryMemoryError,
    QueryTimeoutError,
    StoreError,
    UnknownDocumentError,
    UnknownEntityError,
    UnknownQueryError,
)
from queries import lookups, protocol
from queries.guard import QueryPool
from queries.service import Service

_ABOUT = """
What articles claim, as a graph in which every statement leads back to the sentence that says it.

A statement that is **negated** or **hedged** is marked as such and is never a fact.
"""
#: the status of each kind of error, the most specific first
_STATUS: tuple[tuple[type[LitkgError], int], ...] = (
    (QueryTimeoutError, 504),
    (QueryMemoryError, 503),
    (StoreError, 503),
    (UnknownQueryError, 404),
    (UnknownEntityError, 404),
    (UnknownDocumentError, 404),
    (QueryError, 400),
    (IdentifierError, 400),
)
_MEGABYTE = 1 << 20


def create_app(
    store_path: str | os.PathLike[str],
    *,
    timeout: float = 10.0,
    workers: int = 2,
    memory: int = 2048 * _MEGABYTE,
    max_bytes: int = 64 * _MEGABYTE,
) -> FastAPI:
    """An application that serves the store in a folder, as it was last published, to be read only.

    Nothing is opened before the first request. What is ingested meanwhile is seen once it is published.

    :param timeout: seconds that a query may take
    :param workers: how many queries run at a time
    :param memory: bytes of address space for each of them; not enforced on macOS
    :param max_bytes: the largest answer to a query
    """
    pool = QueryPool(store_path, workers=workers, timeout=timeout, memory=memory, max_bytes=max_bytes)
    service = Service(store_path, pool)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        service.close()

    app: FastAPI = FastAPIOffline(
        title="litkg",
        version=_version(),
        description=_ABOUT,
        lifespan=lifespan,
        redoc_url=None,
        license_info={"name": "Apache-2.0"},
    )
    app.state.service = service
    app.include_router(protocol.router)
    app.include_router(lookups.router)
    app.add_exception_handler(LitkgError, _foreseen)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(StarletteHTTPException, _refused)
    return app


def _foreseen(request: Request, error: Exception) -> JSONResponse:
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    return _problem(status, str(error))


def _unreadable(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    details = [{"where": list(e["loc"]), "what": e["msg"]} for e in error.errors()]
    first = details[0]
    return _problem(422, f"{first['where'][-1]}: {first['what']}", details)


def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, StarletteHTTPException)
    return _problem(error.status_code, str(error.detail), headers=error.headers)


def _problem(
    status: int, message: str, detail: object = None, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    return JSONResponse({"error": " ".join(message.split()), "detail": detail}, status, headers=headers)


def _version() -> str:
    try:
        return version("litkg")
    except PackageNotFoundError:
        return "0"
