"""How do agents reach the look-ups? Over the Model Context Protocol, on standard input and output; read only.

https://modelcontextprotocol.io/. Arguments are checked against each tool's own signature, one that it does not
have is refused, and what cannot be answered comes back as one line that says why.
"""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import anyio
import mcp_types as types
from anyio import to_thread
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ArgsKwargs, to_jsonable_python

from kg.errors import LitkgError
from queries.agents.guide import guide, questions
from queries.agents.tools import Tools
from queries.guard import QueryPool
from queries.service import Service

if TYPE_CHECKING:
    from mcp.server.context import ServerRequestContext as Context

_SCHEME = "litkg://"
_JSON = "application/json"
_ABOUT = """\
litkg is a graph of what biomedical articles claim, read by a program: every statement leads back to the sentence that \
says it. Quote the sentence and its article (`document`, `title`, `date`, `iri`) when you use a statement. What is \
marked `denied` or `supposed` is no fact; `belief` is 0-1. The reading is right in about three of four cases, so read \
the quoted sentence before you rely on a statement. Tools take names (PD-1) or identifiers (HGNC:8760).\
"""
_HARMLESS = types.ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
_RESOURCES = (
    (
        "guide",
        "How the graph is laid out",
        "Relations, categories, prefixes and examples for SPARQL",
        "text/markdown",
    ),
    ("questions", "Questions of the library", "What ask_question answers, with parameters", _JSON),
    ("statistics", "How much there is", "Articles, statements, entities, by kind and year", _JSON),
)
_TEMPLATES = (
    ("entity", "describe_entity", "An entity by its CURIE"),
    ("statement", "show_statement", "A statement by its id, with sentences"),
    ("document", "read_document", "The beginning of an article, with what was read in it"),
)


class AgentServer:
    """The tools and resources of one store, as the protocol has them."""

    def __init__(self, service: Service) -> None:
        tools = Tools(service)
        found = inspect.getmembers(tools, inspect.ismethod)
        self._calls = {name: _adapter(method) for name, method in found if not name.startswith("_")}
        self._told = {name: inspect.getdoc(method) or "" for name, method in found}
        self._service = service

    def protocol(self) -> Server[dict[str, Any]]:
        """The server, for any transport."""
        return Server(
            "litkg",
            version=_version(),
            title="litkg: what articles claim",
            instructions=_ABOUT,
            on_list_tools=self._list_tools,
            on_call_tool=self._call_tool,
            on_list_resources=self._list_resources,
            on_list_resource_templates=self._list_templates,
            on_read_resource=self._read_resource,
        )

    async def _list_tools(self, _: Context[Any], __: object) -> types.ListToolsResult:
        return types.ListToolsResult(
            tools=[
                types.Tool(
                    name=name,
                    description=self._told[name],
                    input_schema={"type": "object", **adapter.json_schema()},
                    annotations=_HARMLESS,
                )
                for name, adapter in self._calls.items()
            ]
        )

    async def _call_tool(self, _: Context[Any], asked: types.CallToolRequestParams) -> types.CallToolResult:
        try:
            found = await to_thread.run_sync(self._answer, asked.name, asked.arguments or {})
        except LitkgError as error:
            return _failure(" ".join(str(error).split()))
        except Exception as error:  # whatever it is, the agent is told that it failed, and no more than that
            print(f"litkg: {asked.name}: {error!r}", file=sys.stderr)
            return _failure("something went wrong here; standard error of litkg mcp says what")
        text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
        return types.CallToolResult(
            content=[types.TextContent(type="text", text=text)], structured_content=found
        )

    def _answer(self, name: str, arguments: Mapping[str, Any]) -> Any:
        """What a tool finds, as plain values.

        :raises LitkgError: if there is no such tool, an argument is wrong, or there is no answer
        """
        if name not in self._calls:
            raise LitkgError(f"no tool is called {name!r}; there are {', '.join(self._calls)}")
        try:
            found = self._calls[name].validate_python(ArgsKwargs((), dict(arguments)))
        except ValidationError as error:
            raise LitkgError(_mistakes(error)) from None
        return to_jsonable_python(found)

    async def _list_resources(self, _: Context[Any], __: object) -> types.ListResourcesResult:
        return types.ListResourcesResult(
            resources=[
                types.Resource(uri=_SCHEME + name, name=name, title=title, description=about, mime_type=media)
                for name, title, about, media in _RESOURCES
            ]
        )

    async def _list_templates(self, _: Context[Any], __: object) -> types.ListResourceTemplatesResult:
        return types.ListResourceTemplatesResult(
            resource_templates=[
                types.ResourceTemplate(
                    uri_template=f"{_SCHEME}{kind}/{{id}}", name=kind, description=about, mime_type=_JSON
                )
                for kind, _, about in _TEMPLATES
            ]
        )

    async def _read_resource(
        self, _: Context[Any], asked: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        uri = str(asked.uri)
        try:
            text, media = await to_thread.run_sync(self._resource, uri)
        except LitkgError as error:
            raise MCPError(types.INVALID_PARAMS, " ".join(str(error).split()), {"uri": uri}) from None
        return types.ReadResourceResult(
            contents=[types.TextResourceContents(uri=uri, mime_type=media, text=text)]
        )

    def _resource(self, uri: str) -> tuple[str, str]:
        kind, _, local = uri.removeprefix(_SCHEME).partition("/")
        for name, tool, _about in _TEMPLATES:
            if (kind, bool(local)) == (name, True):
                return json.dumps(self._answer(tool, {name: unquote(local)}), ensure_ascii=False), _JSON
        match uri.removeprefix(_SCHEME).rstrip("/"):
            case "guide":
                with self._service.editions.reading() as edition:
                    return guide(edition.graph.store), "text/markdown"
            case "questions":
                return json.dumps(questions(self._service.library), ensure_ascii=False), _JSON
            case "statistics":
                return json.dumps(self._answer("count_everything", {}), ensure_ascii=False), _JSON
        raise LitkgError(f"no resource {uri}; there are {', '.join(_SCHEME + r[0] for r in _RESOURCES)}")


def serve_agents(store_path: Path, *, timeout: float, workers: int, memory: int) -> None:
    """Answer an agent on standard input and output until it closes them.

    :param timeout: seconds that a query may take
    :param memory: MB of address space of each query
    """

    def pool(patience: float) -> QueryPool:
        return QueryPool(
            workers=workers,
            slow=workers,
            patience=patience,
            timeout=timeout,
            memory=memory << 20,
            max_bytes=16 << 20,
        )

    service = Service(store_path, pool(0.2), pool(timeout))
    service.editions.ready()
    with suppress(KeyboardInterrupt):
        anyio.run(_over_stdio, AgentServer(service).protocol())
    service.close()


async def _over_stdio(server: Server[dict[str, Any]]) -> None:
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())


def _failure(reason: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text=reason)], is_error=True)


def _mistakes(error: ValidationError) -> str:
    """What is wrong with the arguments, in one line."""
    told = []
    for one in error.errors(include_url=False):
        where = ".".join(str(part) for part in one["loc"])
        unknown = one["type"] == "unexpected_keyword_argument"
        told.append(f"{where}: {'this tool has no such argument' if unknown else one['msg']}")
    return "; ".join(told)


def _adapter(method: Any) -> TypeAdapter[Any]:
    """What checks arguments against the signature of a method, and calls it."""
    return TypeAdapter(method)


def _version() -> str:
    try:
        return version("litkg")
    except PackageNotFoundError:
        return "0"
