"""Where does a person ask how one thing leads to another? Names are looked up; programs use ``/paths`` with CURIEs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from kg.errors import UnknownEntityError
from queries.edition import Edition
from queries.pages.names import picked, read_name
from queries.pages.pathfinder import path_page
from queries.pages.site import HTML
from queries.paths import find_paths
from queries.respond import reply
from queries.results import Named, PathPage
from queries.routes.parameters import PLAIN, Ways, known
from queries.threads import Threaded

router = APIRouter(tags=["Pages"], route_class=Threaded)
End = Annotated[str, Query(max_length=300, pattern=PLAIN)]


@router.get("/path-finder", include_in_schema=False)
def path_finder(
    request: Request,
    source: Annotated[str, Query(alias="from", max_length=300, pattern=PLAIN)] = "",
    target: Annotated[str, Query(alias="to", max_length=300, pattern=PLAIN)] = "",
    steps: Annotated[int, Query(ge=1, le=3)] = 2,
    ways: Ways = "forward",
) -> Response:
    """The form of the path finder, and the paths once both ends are given."""

    def find(edition: Edition) -> Response:
        ends = [_end(edition, text) for text in (source, target)]
        missing = [text for text, end in zip((source, target), ends, strict=True) if text and end is None]
        found: PathPage | None = None
        if all(ends):
            start, end = (named.id for named in ends if named)
            found = find_paths(
                edition.graph, edition.index, start, end, steps=steps, both_ways=ways == "both", limit=12
            )
        return path_page(request, ends, missing, found, steps, ways)

    return reply(request, find, HTML)


def _end(edition: Edition, text: str) -> Named | None:
    """The entity that a person means by what stands in a field."""
    try:
        curie = known(edition, picked(text))
        edition.index.number_of(curie)
        return edition.index.named([curie])[curie]
    except UnknownEntityError:
        return read_name(edition.index, text)
