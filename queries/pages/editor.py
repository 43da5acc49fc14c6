"""How does a person ask SPARQL? In a text area, with examples to begin with, and answers as a table or as Turtle."""

from __future__ import annotations

from types import MappingProxyType

from fastapi import Request, Response

from kg.errors import QueryError
from kg.identifiers import DEFAULT_BASE
from queries.edition import Edition
from queries.library import Library
from queries.pages import table
from queries.pages.site import page
from queries.problems import status_of
from queries.service import Service, solutions_table

_SOLUTIONS, _GRAPH = "application/sparql-results+json", "text/turtle"
_LONGEST = 200_000  # bytes of Turtle that a page shows
#: short queries to learn from, by what they answer
EXAMPLES = MappingProxyType(
    {
        "The most believed statements": """SELECT ?subject ?relation ?object ?belief WHERE {
  ?statement biolink:subject ?subject ; litkg:relation ?relation ; biolink:object ?object ;
             biolink:negated false ; litkg:hedged false ; litkg:belief ?belief .
}
ORDER BY DESC(?belief) LIMIT 20""",
        "Facts as plain triples": """SELECT ?subject ?name ?object ?its_name WHERE {
  ?subject rel:inhibits ?object ; rdfs:label ?name .
  ?object rdfs:label ?its_name .
}
LIMIT 20""",
        "What articles say, with sentences": """SELECT ?article ?sentence WHERE {
  GRAPH ?document {
    ?document dcterms:title ?article .
    ?evidence litkg:supports ?statement ; biolink:supporting_text ?sentence .
  }
}
LIMIT 20""",
        "How many statements each relation has": """SELECT ?relation (COUNT(*) AS ?statements) WHERE {
  ?statement litkg:relation ?relation .
}
GROUP BY ?relation ORDER BY DESC(?statements)""",
    }
)


def editor_page(
    request: Request,
    service: Service,
    sparql: str | None,
    default: tuple[str, ...] = (),
    named: tuple[str, ...] = (),
    base_iri: str | None = None,
) -> Response:
    """The editor; with a query, what it answers or what is wrong with it."""
    with service.editions.reading() as edition:
        if sparql is None:
            text = _example(request.query_params.get("example", ""), edition)
            return _page(request, text)
        try:
            reply = service.strangers.run(
                edition.dataset(service.notes),
                sparql,
                solutions=_SOLUTIONS,
                graph=_GRAPH,
                default_graphs=default if default or named else None,
                named_graphs=named if default or named else None,
                base_iri=base_iri,
            )
        except QueryError as error:
            return _page(request, sparql, status_of(error), problem=str(error))
        if reply.media == _GRAPH:
            turtle = reply.body[:_LONGEST].decode("utf-8", "ignore")
            return _page(request, sparql, turtle=turtle, cut=len(reply.body) > _LONGEST)
        answer = solutions_table(reply.body, edition.graph.store.identifiers)
        rows = table.rows(answer, edition.index)
    return _page(request, sparql, columns=table.columns(answer), rows=rows, total=len(answer.rows))


def _example(name: str, edition: Edition) -> str:
    """The text of an example or of a question of the library; the first example where there is none of this name."""
    library = Library.load()
    if name in library.names():
        base = edition.graph.store.base
        return library.get(name).text.replace(f"<{DEFAULT_BASE}", f"<{base}")
    return EXAMPLES.get(name, next(iter(EXAMPLES.values())))


def _page(request: Request, sparql: str, status: int = 200, /, **values: object) -> Response:
    blank: dict[str, object] = {
        "problem": "",
        "turtle": None,
        "cut": False,
        "columns": None,
        "rows": [],
        "total": 0,
    }
    questions = Library.load().templates()
    return page(
        request,
        "sparql.html",
        status,
        **{**blank, **values},
        sparql=sparql,
        examples=EXAMPLES,
        questions=questions,
    )
