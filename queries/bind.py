"""How do a person's values get into a question? As RDF terms, never as text.

A value is read as a term first (an IRI that is one, a literal), and the term's own serialisation then
fills the block ``VALUES ?_name { … }`` that the question has for it. Nothing that a person types can
therefore end the block or add to the query. A question's text is cut at these places once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.identifiers import DEFAULT_BASE
from queries.library import Parameter, ParameterType, QueryTemplate

Term = NamedNode | Literal
#: finds the terms that a value stands for, and what a person should know about the choice
Resolve = Callable[[Parameter, str], "Resolved"]

_PLACE = re.compile(
    r"VALUES \?_(?P<name>\w+) \{(?P<terms>[^}]*)\}|\bLIMIT\s+(?P<rows>\d+)(?P<marked>\s*# limit\b)?"
)
_MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Resolved:
    """The terms that a value stands for, and notes for the person who gave it."""

    terms: tuple[Term, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BoundQuery:
    """A question with its values in place: SPARQL that runs anywhere, and notes on how values were read."""

    text: str
    notes: tuple[str, ...] = ()


def bind(
    template: QueryTemplate, values: Mapping[str, str], resolve: Resolve, base: str = DEFAULT_BASE
) -> BoundQuery:
    """Put values in place of a question's parameters.

    :param values: by the name of the parameter; what is left out takes its default
    :param resolve: reads entities, categories, relations, documents and statements; see `queries.names`
    :param base: start of the store's own IRIs
    :raises QueryError: for an unknown or missing parameter, or a value that cannot be read
    """
    _check_names(template, values)
    cut = _cut(template.text, base)
    parts = list(cut.parts)
    notes: list[str] = []
    for parameter in template.parameters:
        value = values.get(parameter.name, parameter.default)
        if parameter.name == "limit":
            filling = str(_limit(value or ""))
        elif value is None or not value.strip():
            filling = _absent(template, parameter)
        else:
            resolved = _resolved(parameter, value.strip(), resolve)
            filling = f" {' '.join(str(term) for term in resolved.terms)} "
            notes += resolved.notes
        for place in cut.places.get(parameter.name, ()):
            parts[place] = filling
    return BoundQuery("".join(parts), tuple(notes))


@dataclass(frozen=True, slots=True)
class _Cut:
    """A text in parts, and which of them are the places of a parameter's values."""

    parts: tuple[str, ...]
    places: Mapping[str, tuple[int, ...]]


@lru_cache
def _cut(text: str, base: str) -> _Cut:
    text = text.replace(f"<{DEFAULT_BASE}", f"<{base}")
    found = list(_PLACE.finditer(text))
    last = max((n for n, match in enumerate(found) if match["rows"]), default=None)
    parts: list[str] = []
    places: dict[str, tuple[int, ...]] = {}
    end = 0
    for number, match in enumerate(found):
        limits = number == last or match["marked"]
        name, group = (match["name"], "terms") if match["name"] else ("limit" if limits else "", "rows")
        parts += text[end : match.start(group)], match[group]
        places[name] = (*places.get(name, ()), len(parts) - 1)
        end = match.end(group)
    return _Cut((*parts, text[end:]), places)


def _check_names(template: QueryTemplate, values: Mapping[str, str]) -> None:
    for name in values:
        if template.parameter(name) is None:
            known = ", ".join(p.name for p in template.parameters)
            raise QueryError(f"{template.name} has no parameter {name!r}; it has {known}")


def _absent(template: QueryTemplate, parameter: Parameter) -> str:
    if parameter.required:
        raise QueryError(
            f"{template.name} needs {parameter.name}: {parameter.description}, such as "
            f"{parameter.name}={parameter.example!r}"
        )
    return " UNDEF "


def _resolved(parameter: Parameter, value: str, resolve: Resolve) -> Resolved:
    try:
        match parameter.type:
            case ParameterType.STRING:
                return Resolved((Literal(value),))
            case ParameterType.INTEGER:
                return Resolved((Literal(int(value)),))
            case ParameterType.DECIMAL:
                return Resolved((_decimal(value),))
            case _:
                return resolve(parameter, value)
    except (ValueError, InvalidOperation):
        raise QueryError(f"{parameter.name}: not of type {parameter.type}: {value!r}") from None


def _decimal(value: str) -> Literal:
    number = Decimal(value)
    if not number.is_finite():
        raise ValueError(value)
    return Literal(format(number, "f"), datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))


def _limit(value: str) -> int:
    if not (value.strip().isascii() and value.strip().isdigit()) or not 0 < int(value) <= _MOST_ROWS:
        raise QueryError(f"limit: a whole number from 1 to {_MOST_ROWS} is needed, not {value!r}")
    return int(value)
