"""Which things of the graph can be looked up over HTTP? Entities, statements, documents and questions."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from kg.errors import QueryError
from kg.graph import AssembledStatement, Graph
from queries.formats import choose
from queries.page import home_page, question_page
from queries.render import render_csv, render_tsv
from queries.run import Table
from queries.schema import (
    DocumentAnswer,
    DocumentEntry,
    EntityAnswer,
    EvidenceAnswer,
    HealthAnswer,
    Problem,
    QuestionAnswer,
    StatementAnswer,
    StatementPage,
    StatementWithEvidence,
    StatsAnswer,
    TableAnswer,
)
from queries.service import Service, service_of

_HTML, _JSON, _CSV, _TSV = "text/html", "application/json", "text/csv", "text/tab-separated-values"
_MISSING: dict[int | str, dict[str, Any]] = {404: {"model": Problem, "description": "Nothing of this name"}}
_BAD: dict[int | str, dict[str, Any]] = {400: {"model": Problem, "description": "A value cannot be read"}}
_TABLE: dict[int | str, dict[str, Any]] = {
    200: {"model": TableAnswer, "content": {media: {"schema": {"type": "string"}} for media in (_CSV, _TSV)}},
    406: {"model": Problem, "description": "None of the media types in Accept is offered"},
    504: {"model": Problem, "description": "The question took too long"},
}

Served = Annotated[Service, Depends(service_of)]
Limit = Annotated[int, Query(ge=1, le=1000, description="at most so many")]
Offset = Annotated[int, Query(ge=0, le=1_000_000, description="so many are left out at the start")]

router = APIRouter()


@router.get("/", include_in_schema=False)
def home(service: Served, q: str = "") -> Response:
    """The page for people: search, questions, links."""
    with service.live.reading() as graph:
        found = graph.find(q, limit=50) if q.strip() else []
        return home_page(q, found, service.library.templates(), graph.store.stats())


@router.get("/entities", tags=["Look-ups"])
def search_entities(
    service: Served,
    q: Annotated[
        str, Query(min_length=1, description="CURIE, or part of a label or synonym", examples=["clever-1"])
    ],
    limit: Limit = 10,
) -> list[EntityAnswer]:
    """Find entities by name, the best match first."""
    with service.live.reading() as graph:
        return [EntityAnswer.of(entity) for entity in graph.find(q, limit=limit)]


@router.get("/entities/{curie:path}/statements", tags=["Look-ups"], responses={**_BAD, **_MISSING})
def statements_of_entity(
    service: Served,
    curie: str,
    min_belief: Annotated[float, Query(ge=0, le=1)] = 0.0,
    limit: Limit = 50,
    offset: Offset = 0,
) -> StatementPage:
    """Statements about an entity, as subject or object, the most believed first."""
    with service.live.reading() as graph:
        standard, most = graph.entity(curie).id, offset + limit + 1
        found = graph.statements(subject=standard, min_belief=min_belief, limit=most)
        found += graph.statements(object=standard, min_belief=min_belief, limit=most)
        unique = {statement.hash: statement for statement in found}.values()
        ordered = sorted(unique, key=lambda s: (-s.belief, s.hash))
        return _page(service, graph, ordered, offset, limit)


@router.get("/entities/{curie:path}", tags=["Look-ups"], responses={**_BAD, **_MISSING})
def entity(service: Served, curie: str) -> EntityAnswer:
    """An entity by its CURIE."""
    with service.live.reading() as graph:
        return EntityAnswer.of(graph.entity(curie))


@router.get("/statements", tags=["Look-ups"], responses={**_BAD, **_MISSING})
def statements(
    service: Served,
    subject: Annotated[str | None, Query(description="CURIE", examples=["HGNC:18628"])] = None,
    object: Annotated[str | None, Query(description="CURIE", examples=["CL:0000084"])] = None,
    relation: Annotated[str | None, Query(examples=["inhibits"])] = None,
    aspect: Annotated[str | None, Query(examples=["proliferation"])] = None,
    subject_category: Annotated[str | None, Query(examples=["biolink:Drug"])] = None,
    object_category: Annotated[str | None, Query(examples=["biolink:Cell"])] = None,
    subtypes: Annotated[bool, Query(description="whether subtypes of subject and object count")] = False,
    document: Annotated[str | None, Query(description="identifier", examples=["PMID:12345"])] = None,
    min_belief: Annotated[float, Query(ge=0, le=1, description="0-1")] = 0.0,
    negated: Annotated[bool | None, Query(description="only (not) negated ones")] = None,
    hedged: Annotated[bool | None, Query(description="only (not) wholly hedged ones")] = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> StatementPage:
    """Statements that fit every condition given, the most believed first."""
    with service.live.reading() as graph:
        found = graph.statements(
            subject=subject,
            relation=relation,
            object=object,
            aspect=aspect,
            subject_category=subject_category,
            object_category=object_category,
            include_subtypes=subtypes,
            min_belief=min_belief,
            negated=negated,
            hedged=hedged,
            document=document,
            limit=offset + limit + 1,
        )
        return _page(service, graph, found, offset, limit)


@router.get("/statements/{hash}", tags=["Look-ups"], responses={**_BAD, **_MISSING})
def statement(service: Served, hash: str) -> StatementWithEvidence:
    """A statement by its hash, with every sentence that makes it."""
    with service.live.reading() as graph:
        found = graph.statement(hash)
        evidence = [EvidenceAnswer.of(evidence) for evidence in graph.evidence(found)]
        (answer,) = _answers(service, graph, [found])
        return StatementWithEvidence(**dict(answer), evidence=evidence)


@router.get("/documents", tags=["Look-ups"])
def documents(service: Served, limit: Limit = 100, offset: Offset = 0) -> list[DocumentEntry]:
    """The documents of the graph, by identifier."""
    with service.live.reading() as graph:
        return [DocumentEntry.of(d) for d in graph.documents()[offset : offset + limit]]


@router.get("/documents/{id:path}", tags=["Look-ups"], responses=_MISSING)
def document(service: Served, id: str) -> DocumentAnswer:
    """A document by its identifier, with its text."""
    with service.live.reading() as graph:
        return DocumentAnswer.of(graph.store.contribution(id).document)


@router.get("/queries", tags=["Questions"])
def questions(service: Served) -> list[QuestionAnswer]:
    """The questions of the library."""
    return [QuestionAnswer.of(template) for template in service.library.templates()]


@router.get(
    "/queries/{name}", tags=["Questions"], response_model=None, responses={**_BAD, **_MISSING, **_TABLE}
)
def question(service: Served, name: str, request: Request) -> Response | TableAnswer:
    """The answer to a question; its parameters go in the URL: `/queries/what-inhibits?entity=PD-1`.

    JSON, CSV or TSV; a browser gets a page with a form.
    """
    media = choose(request.headers.get("accept"), [_JSON, _CSV, _TSV, _HTML])
    values = {name: value for name, value in request.query_params.items() if value.strip()}
    if media == _HTML:
        return _as_page(service, name, values)
    table = service.ask(name, values)
    if media == _CSV:
        return Response(render_csv(table) + "\r\n", media_type=_CSV)
    if media == _TSV:
        return Response(render_tsv(table) + "\n", media_type=_TSV)
    return TableAnswer.of(table) if media else Response(status_code=406)


@router.get("/stats", tags=["Service"])
def stats(service: Served) -> StatsAnswer:
    """How much the graph holds."""
    with service.live.reading() as graph:
        return StatsAnswer.of(graph.store.stats())


@router.get("/health", tags=["Service"])
def health(service: Served) -> HealthAnswer:
    """Whether the graph can be read."""
    with service.live.reading() as graph:
        return HealthAnswer(status="ok", generation=graph.store.generation)


def _as_page(service: Service, name: str, values: dict[str, str]) -> Response:
    """The form of a question, with its answer once what it needs is given."""
    template = service.library.get(name)
    if any(p.required and p.name not in values for p in template.parameters):
        return question_page(template, values, None)
    try:
        return question_page(template, values, service.ask(name, values))
    except QueryError as error:
        return question_page(template, values, Table((), (), (str(error),)), status=400)


def _page(
    service: Service, graph: Graph, found: list[AssembledStatement], offset: int, limit: int
) -> StatementPage:
    shown = found[offset : offset + limit]
    more = len(found) > offset + limit
    return StatementPage(statements=_answers(service, graph, shown), offset=offset, limit=limit, more=more)


def _answers(service: Service, graph: Graph, found: list[AssembledStatement]) -> list[StatementAnswer]:
    curies = {c for s in found for c in (s.statement.subject, s.statement.object)}
    labels = service.labels(graph, curies)
    return [StatementAnswer.of(statement, labels) for statement in found]
