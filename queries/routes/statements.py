"""What is there to be found of statements? Lists by conditions, single ones with their sentences, contradictions."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from queries.details import statement_detail
from queries.edition import Edition
from queries.pages import lists
from queries.pages.statement import shown, statement_page
from queries.problems import problems
from queries.respond import answer
from queries.results import ContradictionPage, SentencePage, StatementDetail, StatementPage
from queries.routes.parameters import DATE, Asked, Cursor, Hash, Limit, Text, settled
from queries.threads import Threaded

router = APIRouter(tags=["Statements"], route_class=Threaded)


@router.get("/statements", response_model=StatementPage, responses=problems(400, 404))
def statements(request: Request, asked: Asked, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """Statements that fulfil every condition given, the most believed first.

    `since` and `until` are compared with the dates of the documents that say it.
    """

    def find(edition: Edition) -> StatementPage:
        return edition.index.statements(settled(edition, asked), limit, cursor)

    return answer(request, find, lists.statements_page)


@router.get("/statements/{hash}", response_model=StatementDetail, responses=problems(400, 404))
def statement(request: Request, hash: Hash) -> Response:
    """A statement with every sentence that makes it, and the statements that say the opposite."""
    return answer(
        request,
        lambda edition: statement_detail(edition.graph, edition.index, hash, shown(request)),
        statement_page,
    )


@router.get("/new", response_model=StatementPage, responses=problems(400, 404))
def new_statements(
    request: Request,
    asked: Asked,
    since: Annotated[
        str, Query(pattern=DATE, description="ISO 8601: year, month or day", examples=["2015-06"])
    ],
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """What no document said before a date, the latest first; dates are those of the documents."""

    def find(edition: Edition) -> StatementPage:
        return edition.index.newest(settled(edition, asked, since=None, new_since=since), limit, cursor)

    return answer(request, find, lists.new_page)


@router.get("/contradictions", response_model=ContradictionPage, responses=problems(400, 404))
def contradictions(request: Request, asked: Asked, limit: Limit = 20, cursor: Cursor = None) -> Response:
    """Pairs of statements that cannot both hold, of which one fulfils the conditions."""

    def find(edition: Edition) -> ContradictionPage:
        return edition.index.contradictions(settled(edition, asked), limit, cursor)

    return answer(request, find, lists.contradictions_page)


@router.get("/evidence", response_model=SentencePage, responses=problems(400, 404))
def evidence(request: Request, q: Text, asked: Asked, limit: Limit = 20, cursor: Cursor = None) -> Response:
    """Sentences that prove statements, by their words: "double quotes" make a phrase, -word leaves one out."""

    def find(edition: Edition) -> SentencePage:
        return edition.index.sentences(q, settled(edition, asked), limit, cursor)

    return answer(request, find, lists.sentences_page)
