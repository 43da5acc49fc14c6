"""How is the server, and how much does it hold?"""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request, Response

from queries.pages.home import home_page
from queries.pages.site import HTML, static_files
from queries.problems import problem, problems
from queries.respond import encoded, reply
from queries.results import Health, Readiness, Statistics
from queries.service import service_of
from queries.threads import Threaded

router = APIRouter(tags=["Service"], route_class=Threaded)


@router.get("/", include_in_schema=False)
def home(request: Request) -> Response:
    """The page for people: search, what there is, questions."""
    return reply(request, lambda edition: home_page(request, edition), HTML)


@router.get("/static/{name}", include_in_schema=False)
def static(name: str) -> Response:
    """Style, script and pictures of the pages."""
    if name not in static_files():
        raise HTTPException(404, f"there is no file {name}")
    content, media = static_files()[name]
    return Response(content, media_type=media, headers={"Cache-Control": "public, max-age=31536000"})


@router.get("/stats", response_model=Statistics, responses=problems())
def stats(request: Request) -> Response:
    """How much the graph holds, and of what kinds."""
    return reply(request, lambda edition: edition.index.statistics())


@router.get("/health", response_model=Health)
async def health() -> Response:
    """Whether the server is alive; it may not be ready yet."""
    return Response(
        encoded(Health("ok")), media_type="application/json", headers={"Cache-Control": "no-store"}
    )


@router.get("/ready", response_model=Readiness, responses=problems())
def ready(request: Request) -> Response:
    """Whether look-ups are answered: the store can be read and its index is made."""
    editions = service_of(request).editions
    if not editions.ready():
        return problem(503, "the store cannot be read, or its index is being made")
    with editions.reading() as edition:
        body = encoded(Readiness("ready", edition.key, editions.up_to_date()))
    return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})
