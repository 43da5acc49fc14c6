"""How does a page come about? From a template, with everything escaped, under a policy that runs no foreign script."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from urllib.parse import parse_qsl, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from queries.formats import choose
from queries.pages import links, words

HTML = "text/html"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: where the header of every page leads
_PLACES = (
    ("/documents", "Articles"),
    ("/statements", "Statements"),
    ("/contradictions", "Contradictions"),
    ("/new?since=1000", "What is new"),
    ("/path-finder", "Paths"),
    ("/queries", "Questions"),
    ("/sparql", "SPARQL"),
)
_MEDIA = MappingProxyType({"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"})


def page(request: Request, template: str, status: int = 200, /, **values: object) -> HTMLResponse:
    """A page made from a template and the values that it names."""
    text = _environment().get_template(template).render(request=request, **values)
    headers = {"Content-Security-Policy": _POLICY, "Vary": "Accept", "Cache-Control": "no-cache"}
    return HTMLResponse(text.encode("utf-8", "replace"), status, headers)


def wants_page(accept: str | None, offered: tuple[str, ...] = ("application/json",)) -> bool:
    """Whether a client likes a page better than all else that is offered: browsers do.

    >>> wants_page("text/html,*/*;q=0.8"), wants_page("*/*"), wants_page(None)
    (True, False, False)
    """
    return choose(accept, [*offered, HTML]) == HTML


@cache
def static_files() -> Mapping[str, tuple[bytes, str]]:
    """Style, script and pictures by name, with their media types."""
    folder = files("queries.pages") / "static"
    return MappingProxyType(
        {
            entry.name: (entry.read_bytes(), _MEDIA[entry.name.rpartition(".")[2]])
            for entry in folder.iterdir()
        }
    )


@cache
def look() -> str:
    """What changes when templates, style or script do: pages that a browser keeps are then not the same any more."""
    templates = files("queries.pages") / "templates"
    parts = [entry.read_bytes() for entry in sorted(templates.iterdir(), key=lambda entry: entry.name)]
    parts += [content for _, (content, _) in sorted(static_files().items())]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:10]


class EmptyFields:
    """Middleware that drops empty fields of a form from the address of a page: they stand for "any"."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] == "http" and b"=" in scope["query_string"]:
            accept = Headers(scope=scope).get("accept")
            if scope["method"] == "GET" and wants_page(accept):
                fields = parse_qsl(scope["query_string"].decode("latin-1"))
                scope = {**scope, "query_string": urlencode(fields).encode("latin-1")}
        await self._app(scope, receive, send)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("queries.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(links=links, words=words, places=_PLACES, look=look())
    made.filters["thousands"] = "{:,}".format
    return made
