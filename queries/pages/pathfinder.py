"""How are paths between two entities shown? Step by step, each with the sentences that say it."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request, Response

from queries.pages.marks import sentence_pieces
from queries.pages.site import page
from queries.results import Named, PathPage


def path_page(
    request: Request,
    ends: Sequence[Named | None],
    missing: Sequence[str],
    found: PathPage | None,
    steps: int,
    ways: str,
) -> Response:
    """The form, and the paths that were found; ``missing`` are names that nothing has."""
    paths = [
        (path.belief, [(step, [(e, sentence_pieces(e)) for e in step.evidence]) for step in path.steps])
        for path in (found.items if found else ())
    ]
    return page(
        request,
        "paths.html",
        ends=ends,
        missing=missing,
        asked=found is not None,
        paths=paths,
        steps=steps,
        ways=ways,
    )
