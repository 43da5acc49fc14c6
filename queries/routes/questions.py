"""How are the questions of the library asked over HTTP?"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from kg.errors import QueryError
from queries.edition import Edition
from queries.library import ParameterType, QueryTemplate
from queries.pages.names import picked
from queries.pages.question import question_page
from queries.pages.site import HTML, page
from queries.problems import problems, status_of
from queries.render import render_csv, render_tsv
from queries.respond import JSON, answer, as_file, encoded, negotiated, reply, reply_soon
from queries.results import ParameterItem, QuestionItem, QuestionPage, TableAnswer
from queries.service import Service, service_of
from queries.threads import Straight, Threaded, in_thread

router = APIRouter(tags=["Questions"], route_class=Threaded)
straight = APIRouter(tags=["Questions"], route_class=Straight)
_CSV, _TSV = "text/csv", "text/tab-separated-values"


@router.get("/queries", response_model=QuestionPage, responses=problems())
def questions(request: Request) -> Response:
    """The questions of the library."""
    templates = service_of(request).library.templates()
    return answer(request, lambda _: QuestionPage(tuple(map(_question, templates))), _list)


_TEXT: dict[str, Any] = {"schema": {"type": "string"}}
_VALUES = {
    "parameters": [
        {
            "name": "values",
            "in": "query",
            "description": "values of the question's parameters, by their names",
            "schema": {"type": "object", "additionalProperties": {"type": "string"}},
            "style": "form",
            "explode": True,
            "example": {"entity": "T cell"},
        }
    ]
}


@straight.get(
    "/queries/{name}",
    response_model=TableAnswer,
    responses={
        **problems(400, 404, 406, 504, 507),
        200: {"content": {_CSV: _TEXT, _TSV: _TEXT, HTML: _TEXT}},
    },
    openapi_extra=_VALUES,
)
async def question(
    request: Request,
    name: Annotated[str, Path(examples=["what-inhibits"], pattern=r"^[a-z0-9-]+$", max_length=100)],
) -> Response:
    """The answer to a question; its parameters go in the URL: `/queries/what-inhibits?entity=PD-1`.

    JSON, CSV or TSV; a browser gets a page with a form.
    """
    service = service_of(request)
    media = negotiated(request, [JSON, _CSV, _TSV, HTML])
    values = {n: value for n, value in request.query_params.items() if value.strip() and n != "format"}
    if media == HTML:
        return await in_thread(
            reply, request, lambda edition: _as_page(request, service, edition, name, values), HTML
        )

    async def find(edition: Edition) -> bytes | Response:
        table = await service.ask_soon(edition, name, values)
        if media == _CSV:
            return as_file(request, Response((render_csv(table) + "\r\n").encode(), media_type=media))
        if media == _TSV:
            return as_file(request, Response((render_tsv(table) + "\n").encode(), media_type=media))
        return encoded(TableAnswer(table.columns, tuple(table.records()), table.notes))

    return await reply_soon(request, find, media)


def _list(request: Request, edition: Edition, found: QuestionPage) -> Response:
    return page(request, "questions.html", questions=found.items)


def _as_page(
    request: Request, service: Service, edition: Edition, name: str, given: dict[str, str]
) -> Response:
    """The form of a question, with its answer once what it needs is given."""
    template = service.library.get(name)
    entities = {p.name for p in template.parameters if p.type is ParameterType.ENTITY}
    values = {name: picked(value) if name in entities else value for name, value in given.items()}
    table, problem, status = None, "", 200
    if all(p.name in values for p in template.parameters if p.required):
        try:
            table = service.ask(edition, name, values)
        except QueryError as error:
            problem, status = str(error), status_of(error)
    return question_page(request, edition, template, given, table, problem, status)


def _question(template: QueryTemplate) -> QuestionItem:
    parameters = tuple(
        ParameterItem(p.name, str(p.type), p.description, p.example, p.default, p.required)
        for p in template.parameters
    )
    return QuestionItem(template.name, template.summary, template.description, parameters, template.text)


router.routes.extend(straight.routes)
