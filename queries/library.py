"""Which questions are ready to be asked? The query library, read from ``queries/library/*.rq``.

A file is a SPARQL 1.1 query that runs as it stands, with a header of ``#+`` lines in YAML as grlc has it
(doi:10.1007/978-3-319-70407-4_48). A parameter ``name`` takes its values from the block
``VALUES ?_name { … }``; what stands there in the file is an example, or UNDEF where any value will do.
The parameter ``limit`` is the number of the last LIMIT, and of those before the comment ``# limit``. Own IRIs
are written with the default base.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Self

import yaml

from kg.errors import UnknownQueryError

_MARK = "#+"


class ParameterType(StrEnum):
    """What a value of a parameter is read as."""

    ENTITY = "entity"
    CATEGORY = "category"
    RELATION = "relation"
    DOCUMENT = "document"
    STATEMENT = "statement"
    INTEGER = "integer"
    DECIMAL = "decimal"
    STRING = "string"


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question asks for; one that is not required stands for "any" when it is left out."""

    name: str
    type: ParameterType
    description: str
    example: str
    default: str | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class QueryTemplate:
    """A question: its name, what it answers, what it asks for and its SPARQL without the header."""

    name: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of this name."""
        return next((p for p in self.parameters if p.name == name), None)


class Library:
    """Questions by name."""

    def __init__(self, templates: Iterable[QueryTemplate]) -> None:
        self._templates: Mapping[str, QueryTemplate] = {t.name: t for t in templates}

    @classmethod
    def load(cls) -> Self:
        """The questions that come with litkg."""
        return cls(_packaged())

    def names(self) -> list[str]:
        """All names, sorted."""
        return sorted(self._templates)

    def templates(self) -> list[QueryTemplate]:
        """All questions, by name."""
        return [self._templates[name] for name in self.names()]

    def get(self, name: str) -> QueryTemplate:
        """The question of this name.

        :raises UnknownQueryError: if there is none, with the names that are nearest
        """
        if name in self._templates:
            return self._templates[name]
        near = get_close_matches(name, self._templates, n=3, cutoff=0.4)
        hint = f"did you mean {' or '.join(near)}?" if near else f"known are {', '.join(self.names())}"
        raise UnknownQueryError(f"no question is called {name!r}; {hint}")


def read_template(name: str, source: str) -> QueryTemplate:
    """The question that a file holds.

    :raises ValueError: if its header is missing or malformed
    """
    lines = source.splitlines(keepends=True)
    header = "".join(line.removeprefix(_MARK)[1:] for line in lines if line.startswith(_MARK))
    body = "".join(line for line in lines if not line.startswith(_MARK)).lstrip("\n")
    try:
        fields = yaml.safe_load(header)
        return QueryTemplate(
            name=name,
            summary=fields["summary"],
            description=fields["description"],
            parameters=tuple(_parameter(entry, body) for entry in fields.get("parameters", ())),
            text=body,
        )
    except (yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"{name}: header not as it should be: {error}") from error


def _parameter(entry: Mapping[str, Any], body: str) -> Parameter:
    default = entry.get("default")
    return Parameter(
        name=entry["name"],
        type=ParameterType(entry["type"]),
        description=entry["description"],
        example=str(entry["example"]),
        default=None if default is None else str(default),
        required=default is None and f"VALUES ?_{entry['name']} {{ UNDEF }}" not in body,
    )


@cache
def _packaged() -> tuple[QueryTemplate, ...]:
    folder = files("queries") / "library"
    found = (entry for entry in folder.iterdir() if entry.name.endswith(".rq"))
    return tuple(
        read_template(entry.name.removesuffix(".rq"), entry.read_text(encoding="utf-8")) for entry in found
    )
