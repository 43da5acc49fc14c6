"""What is there to be found of entities? Search, look-up, neighbours, hierarchy, paths."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from kg.vocabulary import Category
from queries.edition import Edition
from queries.pages import lists
from queries.pages.entity import entity_page
from queries.pages.site import HTML
from queries.paths import find_paths
from queries.problems import problems
from queries.rdf import RDF_MEDIA, entity_rdf
from queries.respond import JSON, answer, encoded, negotiated, reply
from queries.results import EntityDetail, EntityPage, Hierarchy, NeighbourPage, PathPage, StatementPage
from queries.routes.parameters import CURIE, Asked, Curie, Cursor, Limit, Text, Ways, known, settled
from queries.threads import Threaded

router = APIRouter(tags=["Entities"], route_class=Threaded)


@router.get("/entities", response_model=EntityPage, responses=problems(400))
def search_entities(
    request: Request,
    q: Text,
    category: Annotated[Category | None, Query(description="only of this category")] = None,
    limit: Annotated[int, Query(ge=1, le=100, description="at most so many")] = 10,
) -> Response:
    """Find entities by name, synonym or identifier, perhaps unfinished: made to be asked while somebody types."""
    return answer(
        request,
        lambda edition: edition.index.search(q, category and category.value, limit),
        lists.entities_page,
    )


@router.get("/entities/{curie:path}/statements", response_model=StatementPage, responses=problems(400, 404))
def statements_of_entity(
    request: Request, curie: Curie, asked: Asked, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """Statements about an entity, the most believed first; other conditions narrow them, as in `/statements`."""

    def find(edition: Edition) -> StatementPage:
        standard = known(edition, curie)
        edition.index.number_of(standard)
        return edition.index.statements(settled(edition, asked, entity=standard), limit, cursor)

    return answer(request, find, lists.statements_page)


@router.get("/entities/{curie:path}/neighbours", response_model=NeighbourPage, responses=problems(400, 404))
def neighbours_of_entity(
    request: Request, curie: Curie, asked: Asked, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """What acts on an entity and what it acts on, by relation, the surest first."""

    def find(edition: Edition) -> NeighbourPage:
        return edition.index.neighbours(known(edition, curie), settled(edition, asked), limit, cursor)

    return reply(request, find)


@router.get("/entities/{curie:path}/hierarchy", response_model=Hierarchy, responses=problems(400, 404))
def hierarchy_of_entity(request: Request, curie: Curie) -> Response:
    """What stands above an entity, nearest first, and directly below it."""
    return reply(request, lambda edition: edition.index.hierarchy(known(edition, curie)))


@router.get(
    "/entities/{curie:path}",
    response_model=EntityDetail,
    responses={
        **problems(400, 404, 406),
        200: {
            "content": {
                media: {} if "json" in media else {"schema": {"type": "string"}} for media in RDF_MEDIA
            }
        },
    },
)
def entity(
    request: Request,
    curie: Curie,
    subtypes: Annotated[
        bool, Query(description="whether the page has what is said of subtypes, too")
    ] = False,
) -> Response:
    """An entity by its CURIE: JSON, or as RDF in Turtle, JSON-LD, N-Triples or RDF/XML; a browser gets a page."""
    media = negotiated(request, [JSON, *RDF_MEDIA, HTML])
    return entity_response(request, curie, media, subtypes)


def entity_response(request: Request, curie: str, media: str, subtypes: bool = False) -> Response:
    """An entity in a media type."""

    def find(edition: Edition) -> bytes | Response:
        standard = known(edition, curie)
        detail = edition.index.entity(standard)
        if media == HTML:
            return entity_page(request, edition, detail, subtypes)
        return encoded(detail) if media == JSON else entity_rdf(edition.graph.store, standard, media)

    return reply(request, find, media)


@router.get("/paths", response_model=PathPage, responses=problems(400, 404))
def paths(
    request: Request,
    source: Annotated[
        str,
        Query(
            alias="from",
            description="CURIE",
            examples=["CHEBI:8228"],
            min_length=3,
            max_length=300,
            pattern=CURIE,
        ),
    ],
    target: Annotated[
        str,
        Query(
            alias="to",
            description="CURIE",
            examples=["CL:0000084"],
            min_length=3,
            max_length=300,
            pattern=CURIE,
        ),
    ],
    steps: Annotated[int, Query(ge=1, le=3, description="at most so many statements")] = 3,
    ways: Annotated[Ways, Query(description="whether statements may be followed backwards, too")] = "forward",
    limit: Annotated[int, Query(ge=1, le=50, description="at most so many")] = 10,
) -> Response:
    """How one thing leads to another: chains of statements that stand as facts, each step with its sentences."""

    def find(edition: Edition) -> PathPage:
        ends = known(edition, source), known(edition, target)
        return find_paths(
            edition.graph, edition.index, *ends, steps=steps, both_ways=ways == "both", limit=limit
        )

    return reply(request, find)
