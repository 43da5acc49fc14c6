"""How are lists shown? Search results, statements, contradictions, sentences, articles; each goes on page by page."""

from __future__ import annotations

from fastapi import Request, Response

from kg.model import DocumentKind
from kg.vocabulary import RELATIONS, Category
from queries.edition import Edition
from queries.pages.site import page
from queries.results import ContradictionPage, DocumentPage, EntityPage, Named, SentencePage, StatementPage

_ENTITIES = ("entity", "subject", "object")


def entities_page(request: Request, edition: Edition, found: EntityPage) -> Response:
    """What a search found."""
    return page(
        request,
        "entities.html",
        found=found,
        text=request.query_params.get("q", ""),
        categories=list(Category),
    )


def statements_page(request: Request, edition: Edition, found: StatementPage) -> Response:
    """Statements by conditions."""
    title = "Statements"
    return _statements(request, edition, found, title, "The most believed first.")


def new_page(request: Request, edition: Edition, found: StatementPage) -> Response:
    """Statements by when they were first made."""
    return _statements(
        request,
        edition,
        found,
        "What is new",
        "By the date of the first article that says it, the latest first.",
    )


def contradictions_page(request: Request, edition: Edition, found: ContradictionPage) -> Response:
    """Pairs of opposite statements."""
    return page(request, "contradictions.html", found=found, about=_about(request, edition))


def sentences_page(request: Request, edition: Edition, found: SentencePage) -> Response:
    """Sentences by their words."""
    return page(request, "sentences.html", found=found, text=request.query_params.get("q", ""))


def documents_page(request: Request, edition: Edition, found: DocumentPage) -> Response:
    """Articles."""
    return page(
        request,
        "documents.html",
        found=found,
        text=request.query_params.get("q", ""),
        kinds=list(DocumentKind),
    )


def _statements(request: Request, edition: Edition, found: StatementPage, title: str, order: str) -> Response:
    return page(
        request,
        "statements.html",
        found=found,
        title=title,
        order=order,
        about=_about(request, edition),
        relations=list(RELATIONS),
        categories=list(Category),
        kinds=list(DocumentKind),
    )


def _about(request: Request, edition: Edition) -> list[tuple[str, Named]]:
    """The entities that the conditions name, each with the name of its condition."""
    given = {name: request.query_params[name] for name in _ENTITIES if name in request.query_params}
    if curie := request.path_params.get("curie"):
        given["entity"] = curie
    named = edition.index.named(given.values())
    return [(name, named[curie]) for name, curie in given.items()]
