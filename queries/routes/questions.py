"""How are the questions of the library asked over HTTP?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from kg.answers import Cell
from kg.errors import QueryError
from queries.edition import Edition
from queries.library import QueryTemplate
from queries.page import question_page
from queries.problems import problems, status_of
from queries.render import render_csv, render_tsv
from queries.respond import JSON, encoded, negotiated, reply
from queries.run import Table
from queries.service import Service, service_of

router = APIRouter(tags=["Questions"])
_HTML, _CSV, _TSV = "text/html", "text/csv", "text/tab-separated-values"


@dataclass(frozen=True, slots=True)
class ParameterItem:
    """What a question asks for."""

    name: str
    type: str
    description: str
    example: str
    default: str | None
    required: bool


@dataclass(frozen=True, slots=True)
class QuestionItem:
    """A question of the library."""

    name: str
    summary: str
    description: str
    parameters: tuple[ParameterItem, ...]
    sparql: str


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """All questions, by name."""

    items: tuple[QuestionItem, ...]


@dataclass(frozen=True, slots=True)
class TableAnswer:
    """The answer to a question: columns, rows by column, and notes on how the values were read."""

    columns: tuple[str, ...]
    rows: tuple[dict[str, Cell], ...]
    notes: tuple[str, ...]


@router.get("/queries", response_model=QuestionPage, responses=problems())
def questions(request: Request) -> Response:
    """The questions of the library."""
    templates = service_of(request).library.templates()
    return reply(request, lambda _: QuestionPage(tuple(map(_question, templates))))


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


@router.get(
    "/queries/{name}",
    response_model=TableAnswer,
    responses={
        **problems(400, 404, 406, 504, 507),
        200: {"content": {_CSV: _TEXT, _TSV: _TEXT, _HTML: _TEXT}},
    },
    openapi_extra=_VALUES,
)
def question(
    request: Request,
    name: Annotated[str, Path(examples=["what-inhibits"], pattern=r"^[a-z0-9-]+$", max_length=100)],
) -> Response:
    """The answer to a question; its parameters go in the URL: `/queries/what-inhibits?entity=PD-1`.

    JSON, CSV or TSV; a browser gets a page with a form.
    """
    service = service_of(request)
    media = negotiated(request, [JSON, _CSV, _TSV, _HTML])
    values = {name: value for name, value in request.query_params.items() if value.strip()}

    def find(edition: Edition) -> bytes | Response:
        if media == _HTML:
            return _as_page(service, edition, name, values)
        table = service.ask(edition, name, values)
        if media == _CSV:
            return (render_csv(table) + "\r\n").encode()
        if media == _TSV:
            return (render_tsv(table) + "\n").encode()
        return encoded(TableAnswer(table.columns, tuple(table.records()), table.notes))

    return reply(request, find, media)


def _as_page(service: Service, edition: Edition, name: str, values: dict[str, str]) -> Response:
    """The form of a question, with its answer once what it needs is given."""
    template = service.library.get(name)
    if any(p.required and p.name not in values for p in template.parameters):
        return question_page(template, values, None)
    try:
        return question_page(template, values, service.ask(edition, name, values))
    except QueryError as error:
        return question_page(template, values, Table((), (), (str(error),)), status=status_of(error))


def _question(template: QueryTemplate) -> QuestionItem:
    parameters = tuple(
        ParameterItem(p.name, str(p.type), p.description, p.example, p.default, p.required)
        for p in template.parameters
    )
    return QuestionItem(template.name, template.summary, template.description, parameters, template.text)
