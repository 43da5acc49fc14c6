"""How is a question of the library asked on a page? With a form for what it needs, and its answer as a table."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Request, Response

from queries.edition import Edition
from queries.library import QueryTemplate
from queries.pages import table
from queries.pages.site import page
from queries.run import Table


def question_page(
    request: Request,
    edition: Edition,
    template: QueryTemplate,
    values: Mapping[str, str],
    answer: Table | None,
    problem: str,
    status: int,
) -> Response:
    """The form with the values given, and the answer or what is wrong with them."""
    return page(
        request,
        "question.html",
        status,
        question=template,
        values=values,
        problem=problem,
        answer=answer,
        columns=table.columns(answer) if answer else [],
        rows=table.rows(answer, edition.index) if answer else [],
        most=table.MOST,
    )
