"""What does a person see first? Where to search, how much there is, what is best known, questions."""

from __future__ import annotations

from fastapi import Request, Response

from kg.vocabulary import Category
from queries.edition import Edition
from queries.index.around import prominent
from queries.library import Library
from queries.pages.site import page

_SHOWN = (Category.GENE, Category.CELL, Category.DRUG, Category.DISEASE)


def home_page(request: Request, edition: Edition) -> Response:
    """The page at the root."""
    return page(
        request,
        "home.html",
        stats=edition.index.statistics(),
        known=prominent(edition.index, _SHOWN),
        questions=Library.load().templates(),
    )
