"""Which media type does a client get? Content negotiation by RFC 9110, and the formats of SPARQL answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from pyoxigraph import QueryResultsFormat, RdfFormat

#: formats of SELECT and ASK, the preferred first
SOLUTION_FORMATS: Mapping[str, QueryResultsFormat] = MappingProxyType(
    {
        "application/sparql-results+json": QueryResultsFormat.JSON,
        "application/json": QueryResultsFormat.JSON,
        "application/sparql-results+xml": QueryResultsFormat.XML,
        "application/xml": QueryResultsFormat.XML,
        "text/csv": QueryResultsFormat.CSV,
        "text/tab-separated-values": QueryResultsFormat.TSV,
    }
)

#: formats of CONSTRUCT and DESCRIBE, the preferred first
GRAPH_FORMATS: Mapping[str, RdfFormat] = MappingProxyType(
    {
        "text/turtle": RdfFormat.TURTLE,
        "application/n-triples": RdfFormat.N_TRIPLES,
        "application/ld+json": RdfFormat.JSON_LD,
        "application/rdf+xml": RdfFormat.RDF_XML,
        "application/trig": RdfFormat.TRIG,
        "application/n-quads": RdfFormat.N_QUADS,
    }
)


def choose(accept: str | None, offered: Sequence[str]) -> str | None:
    """The offered media type that an Accept header likes best; of equals the one offered first.

    >>> choose("text/csv;q=0.5, application/*", ["text/csv", "application/json"])
    'application/json'
    >>> choose("image/png", ["text/csv"]) is None, choose(None, ["text/csv"])
    (True, 'text/csv')
    """
    if accept is None or not accept.strip():
        return offered[0]
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    scored = [(_quality(media, ranges), -place, media) for place, media in enumerate(offered)]
    best = max(scored)
    return best[2] if best[0] > 0 else None


def _range(part: str) -> tuple[str, float]:
    media, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            return media, _number(value)
    return media, 1.0


def _number(value: str) -> float:
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0


def _quality(media: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The quality of the most specific range that fits, 0 where none does."""
    family = media.partition("/")[0] + "/*"
    for wanted in (media, family, "*/*"):
        fits = [quality for found, quality in ranges if found == wanted]
        if fits:
            return max(fits)
    return 0.0
