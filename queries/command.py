"""What does ``litkg query`` print?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kg.errors import QueryError
from kg.store import Store
from queries.library import Library, Parameter, QueryTemplate
from queries.render import RENDERERS
from queries.run import run_question, run_sparql


def listing() -> str:
    """The questions of the library, one line each."""
    templates = Library.load().templates()
    width = max(len(template.name) for template in templates)
    return "\n".join(f"{template.name:<{width}}  {template.summary}" for template in templates)


def describe(name: str) -> str:
    """A question in full: what it answers, its parameters, how to ask it, and its SPARQL.

    :raises UnknownQueryError: if there is none of this name
    """
    template = Library.load().get(name)
    lines = [f"# {template.summary}", "#", f"# {template.description}", "#"]
    lines += [f"#   {_usage(parameter)}" for parameter in template.parameters]
    return "\n".join([*lines, "#", f"# {_call(template)}", "", template.text.rstrip()])


def answer(store: Store, name: str, values: Mapping[str, str], form: str) -> str:
    """The answer to a question of the library, or to the SPARQL in a file of this name.

    :param form: table, tsv, csv or json
    :raises QueryError: if there is no such question, or a value cannot be read
    """
    library = Library.load()
    path = Path(name)
    if name not in library.names() and path.is_file():
        if values:
            raise QueryError(f"{name} is a file of SPARQL, which takes no parameters; a question does")
        return answer_free(store, _read(path), form)
    if path.suffix in (".rq", ".sparql"):
        raise QueryError(f"{name}: no such file")
    return RENDERERS[form](run_question(store, library.get(name), values))


def answer_free(store: Store, sparql: str, form: str) -> str:
    """The answer to a SPARQL query.

    :param form: table, tsv, csv or json
    :raises QueryError: if the query is malformed or an update
    """
    return RENDERERS[form](run_sparql(store, sparql))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path}: cannot be read as a query: {error}") from None


def _usage(parameter: Parameter) -> str:
    kind = f"{parameter.name} ({parameter.type})"
    need = (
        "required" if parameter.required else f"default {parameter.default}" if parameter.default else "any"
    )
    return f"{kind}: {parameter.description}; {need}; e.g. {parameter.example}"


def _call(template: QueryTemplate) -> str:
    given = "".join(f" '{p.name}={p.example}'" for p in template.parameters if p.required)
    return f"litkg query {template.name}{given}"
