"""What does the page about an article show? What it is, its text with its marks, its claims."""

from __future__ import annotations

from collections import Counter

from fastapi import Request, Response

from queries.edition import Edition
from queries.pages.marks import paragraphs, title_names, title_start
from queries.pages.site import page
from queries.results import DocumentDetail, EvidenceItem, StatementItem

_NAMED = 24  # entities that are listed


def document_page(request: Request, edition: Edition, found: DocumentDetail) -> Response:
    """The page about an article."""
    counts = Counter(mention.entity for mention in found.mentions)
    named = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].label, pair[0].id))
    claims: dict[StatementItem, list[EvidenceItem]] = {}
    for claim in found.claims:
        claims.setdefault(claim.statement, []).append(claim.evidence)
    return page(
        request,
        "document.html",
        found=found,
        title=title_names(found),
        title_start=title_start(found),
        paragraphs=list(paragraphs(found)),
        claims=list(claims.items()),
        named=named[:_NAMED],
        more=len(named) - _NAMED,
    )
