"""What does the page about a statement show? Every sentence that makes it, why it is believed, and what bears on it."""

from __future__ import annotations

from fastapi import Request, Response

from queries.edition import Edition
from queries.pages.marks import sentence_pieces
from queries.pages.site import page, wants_page
from queries.results import StatementDetail

_MOST = 50  # sentences, or sources, unless all are asked for


def shown(request: Request) -> int | None:
    """How many sentences the client wants: a browser gets the surest fifty unless it asks for all."""
    browser = wants_page(request.headers.get("accept")) and "format" not in request.query_params
    return _MOST if browser and "all" not in request.query_params else None


def statement_page(request: Request, edition: Edition, found: StatementDetail) -> Response:
    """The page about a statement; ``?all=1`` shows all of its sentences."""
    return page(
        request,
        "statement.html",
        found=found,
        evidence=[(item, sentence_pieces(item)) for item in found.evidence],
        shares=found.shares[: shown(request)],
        threshold=edition.graph.store.threshold,
    )
