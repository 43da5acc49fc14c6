"""How is a graph served over HTTP? A SPARQL endpoint, look-ups, the questions of the library, and pages."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version
from types import MappingProxyType
from typing import Any

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline
from starlette.middleware.cors import CORSMiddleware

from queries.examples import add_examples
from queries.guard import QueryPool
from queries.pages.site import EmptyFields
from queries.problems import add_problems
from queries.remembered import Remembered
from queries.routes import (
    documents,
    entities,
    graphstore,
    iris,
    pathfinder,
    questions,
    sparql,
    statements,
    status,
)
from queries.safety import Limits, Safety
from queries.service import Ingest, Service
from queries.threads import in_thread

_ABOUT = """
What articles claim, as a graph in which every statement leads back to the sentence that says it.

A statement that is **negated** or **hedged** is marked as such and is never a fact. Lists go on with `next`, given
as `cursor`. Every answer has an ETag; errors are problem details (RFC 9457). Writing needs a token. Browsers get
pages at the same addresses; `format=json`, `csv`, `tsv`, `ttl` … in an address goes before the Accept header.
"""
_MEGABYTE = 1 << 20
_PATIENCE = 0.2
_THREADS = 40
#: newer FastAPI looks for OpenTelemetry at each request
_NO_TELEMETRY = MappingProxyType({"tracing": False, "metrics": False, "logs": False})
#: in the order in which their addresses are looked through: what is asked most comes first
_ROUTERS = (questions, sparql, entities, pathfinder, statements, documents, graphstore, status, iris)


def create_app(
    store_path: str | os.PathLike[str],
    *,
    timeout: float = 10.0,
    workers: int = 4,
    slow: int = 4,
    memory: int = 2048 * _MEGABYTE,
    max_bytes: int = 64 * _MEGABYTE,
    ingest: Ingest | None = None,
    token: str | None = None,
    origins: Sequence[str] = (),
    limits: Limits | None = None,
) -> FastAPI:
    """An application that serves the store in a folder, as it was last published.

    It is read only unless there is a token. Nothing is opened before the first request. What is ingested
    meanwhile is seen once it is published and indexed.

    :param timeout: seconds that a query may take
    :param workers: how many queries of strangers run at a time, and how many of the library besides
    :param slow: how many of strangers run besides that take longer than a fifth of a second
    :param memory: bytes of address space for each of them; not enforced on macOS
    :param max_bytes: the largest answer to a query
    :param ingest: reads documents that are sent and adds them to the store
    :param token: who has it may write: send documents, update, store graphs
    :param origins: web sites whose scripts may read answers (CORS); "*" for all
    """
    strangers, questions = (
        QueryPool(
            workers=workers, slow=slow, patience=patience, timeout=timeout, memory=memory, max_bytes=max_bytes
        )
        for patience in (_PATIENCE, timeout)
    )
    service = Service(store_path, strangers, questions, ingest)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        service.editions.ready()
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(_THREADS, "litkg"))
        with ThreadPoolExecutor(workers + 2 * slow, "stranger") as service.crowd:
            yield
        await in_thread(service.close)  # it waits for questions, and these for the loop

    app: FastAPI = FastAPIOffline(
        title="litkg",
        version=_version(),
        description=_ABOUT,
        lifespan=lifespan,
        redoc_url=None,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        telemetry=_NO_TELEMETRY,
    )
    app.state.service = service
    app.state.token = token
    app.state.routes = [route for module in _ROUTERS for route in module.router.routes]
    # included, a router would be looked through twice for each request; FastAPI's own pages come last
    app.router.routes[:0] = app.state.routes
    add_problems(app)
    _complete_description(app)
    app.add_middleware(Remembered, edition=service.editions.key)
    if origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(origins),
            allow_methods=["GET", "HEAD", "POST", "PUT", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "Accept", "If-None-Match"],
            expose_headers=["ETag", "Link", "Location"],
            max_age=600,
        )
    app.add_middleware(EmptyFields)
    app.add_middleware(Safety, limits=limits or Limits())
    return app


def _complete_description(app: FastAPI) -> None:
    """Let OpenAPI say how the token is given, and what answers look like."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        described = made()
        schemes = described.setdefault("components", {}).setdefault("securitySchemes", {})
        if "token" not in schemes:
            schemes["token"] = {"type": "http", "scheme": "bearer"}
            add_examples(described)
        return described

    app.openapi = openapi  # type: ignore[method-assign]


def _version() -> str:
    try:
        return version("litkg")
    except PackageNotFoundError:
        return "0"
