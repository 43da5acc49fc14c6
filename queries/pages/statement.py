"""What does the page about a statement show? Every sentence that makes it, why it is believed, and what bears on it."""

from __future__ import annotations

from fastapi import Request, Response

from queries.edition import Edition
from queries.pages.marks import sentence_pieces
from queries.pages.site import page
from queries.results import StatementDetail

_MOST = 50  # sentences, or sources, unless all are asked for


def statement_page(request: Request, edition: Edition, found: StatementDetail) -> Response:
    """The page about a statement; ``?all=1`` shows all of its sentences."""
    most = None if request.query_params.get("all") else _MOST
    return page(
        request,
        "statement.html",
        found=found,
        evidence=[(item, sentence_pieces(item)) for item in found.evidence[:most]],
        shares=found.shares[:most],
        threshold=edition.graph.store.threshold,
    )
