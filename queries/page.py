"""What does a person see in a browser? Plain pages that need nothing from elsewhere, and no script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from urllib.parse import quote, urlencode

from fastapi.responses import HTMLResponse

from kg.answers import Cell
from queries.library import Parameter, QueryTemplate
from queries.results import EntityItem, Statistics
from queries.run import Table

_POLICY = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'"}
_STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8882; --link: light-dark(#0b5cad, #7db8f0) }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 0 auto; padding: 1rem 1.5rem 4rem }
h1 { font-size: 1.5rem; margin: .5rem 0 } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem }
a { color: var(--link) } header a { text-decoration: none; font-weight: 600 }
input, textarea, button { font: inherit; padding: .35rem .6rem; border: 1px solid var(--line); border-radius: .3rem }
input, textarea { background: Field; color: FieldText }
textarea { width: 100%; box-sizing: border-box; font-family: monospace; font-size: .9rem }
button { cursor: pointer } form p { margin: .5rem 0 } label { display: inline-block; min-width: 7rem; font-weight: 600 }
table { border-collapse: collapse; font-size: .9rem; width: 100% } .wide { overflow-x: auto }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line) }
th { white-space: nowrap; background: var(--soft) } td.n { text-align: right; font-variant-numeric: tabular-nums }
td.mark { font-weight: 600; color: light-dark(#a33c00, #ff9d5c) } td.s { min-width: 18rem }
.note { background: var(--soft); padding: .5rem .8rem; border-radius: .3rem } .hint { opacity: .7; font-size: .9rem }
dt { font-weight: 600; margin-top: .6rem } dd { margin-left: 0 } code { font-size: .9em }
"""
_LONG = ("sentence", "path", "title", "names")
_SPARQL = """SELECT ?subject ?relation ?object ?belief WHERE {
  ?statement biolink:subject ?subject ; litkg:relation ?relation ; biolink:object ?object ;
             biolink:negated false ; litkg:hedged false ; litkg:belief ?belief .
} ORDER BY DESC(?belief) LIMIT 20"""
_ENDPOINTS = (
    ("/entities?q=", "find entities by name"),
    ("/statements?min_belief=0.7", "statements by entity, relation, direction, belief, date, document"),
    ("/evidence?q=", "sentences by their words"),
    ("/contradictions", "pairs of statements that cannot both hold"),
    ("/documents", "documents"),
    ("/queries", "the questions below, for programs"),
    ("/sparql?query=ASK{}", "SPARQL 1.1 Protocol"),
    ("/stats", "how much there is"),
    ("/docs", "the whole interface, to try out"),
    ("/openapi.json", "its description for programs"),
)


def home_page(
    text: str, found: Iterable[EntityItem], templates: Iterable[QueryTemplate], stats: Statistics
) -> HTMLResponse:
    """Search box with what it found, the questions, a box for SPARQL, the endpoints."""
    counts = f"{stats.documents:,} documents, {stats.statements:,} statements, {stats.entities:,} entities"
    parts = [
        f"<h1>What do the articles say?</h1><p>{counts}.</p>",
        '<form action="/"><p><input name="q" size="40" placeholder="gene, cell, drug, disease …" '
        f'aria-label="name" value="{escape(text)}"> <button>Search</button></p></form>',
        _found(text, list(found)) if text.strip() else "",
        "<h2>Questions</h2><dl>",
        *(
            f'<dt><a href="/queries/{quote(t.name)}">{escape(t.summary)}</a></dt><dd>{escape(t.description)}</dd>'
            for t in templates
        ),
        f"</dl><h2 id='sparql'>SPARQL</h2>{_sparql_form(_SPARQL)}<h2>For programs</h2><ul>",
        *(
            f'<li><a href="{escape(url)}"><code>{escape(url)}</code></a> {what}</li>'
            for url, what in _ENDPOINTS
        ),
        "</ul>",
    ]
    return _page("litkg", "".join(parts))


def question_page(
    template: QueryTemplate, values: Mapping[str, str], table: Table | None, status: int = 200
) -> HTMLResponse:
    """The form of a question with the values given, and its answer if there is one."""
    fields = "".join(_field(p, values.get(p.name, p.default or "")) for p in template.parameters)
    form = f"<form>{fields}<p><button>Ask</button></p></form>"
    answer = _answer(table, template.name, values) if table is not None else ""
    head = f"<h1>{escape(template.summary)}</h1><p>{escape(template.description)}</p>"
    return _page(template.summary, head + form + answer, status)


def sparql_page(sparql: str, table: Table) -> HTMLResponse:
    """A SPARQL query and its answer."""
    return _page("SPARQL", f"<h1>SPARQL</h1>{_sparql_form(sparql)}{_table(table)}")


def _page(title: str, body: str, status: int = 200) -> HTMLResponse:
    text = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>'
        f'<body><header><a href="/">litkg</a></header><main>{body}</main></body></html>'
    )
    return HTMLResponse(text, status, headers={**_POLICY, "Vary": "Accept"})


def _found(text: str, entities: list[EntityItem]) -> str:
    if not entities:
        return f'<p class="note">No document of this graph names “{escape(text)}”.</p>'
    rows = "".join(
        f'<tr><td><a href="{_about(e.id)}">{escape(e.label)}</a></td><td>{escape(e.id)}</td>'
        f"<td>{escape(e.category.partition(':')[2])}</td><td>{escape(', '.join(e.synonyms[:8]))}</td></tr>"
        for e in entities
    )
    heads = "<tr><th>Name</th><th>Identifier</th><th>Category</th><th>Also called</th></tr>"
    return f'<div class="wide"><table>{heads}{rows}</table></div>'


def _sparql_form(sparql: str) -> str:
    area = f'<textarea name="query" rows="6" aria-label="query">{escape(sparql)}</textarea>'
    hint = '<span class="hint">read only, with a deadline; prefixes are declared already</span>'
    return f'<form action="/sparql"><p>{area}</p><p><button>Ask</button> {hint}</p></form>'


def _field(parameter: Parameter, value: str) -> str:
    name, needed = escape(parameter.name), " required" if parameter.required else ""
    given = f'name="{name}" size="30" value="{escape(value)}" placeholder="{escape(parameter.example)}"'
    hint = f'<span class="hint">{escape(parameter.description)}</span>'
    return f'<p><label for="{name}">{name}</label> <input id="{name}" {given}{needed}> {hint}</p>'


def _answer(table: Table, name: str, values: Mapping[str, str]) -> str:
    notes = "".join(f'<p class="note">{escape(note)}</p>' for note in table.notes)
    if not table.columns:
        return notes
    hint = (
        f'<p class="hint">{len(table.rows)} rows; as data: <code>/queries/{escape(name)}?'
        f"{escape(urlencode(values))}</code> with <code>Accept: application/json</code> or <code>text/csv</code></p>"
    )
    return notes + _table(table) + hint


def _table(table: Table) -> str:
    if not table.rows:
        return "<p>Nothing found.</p>"
    shown = [name for name in table.columns if not _is_folded(name, table.columns)]
    heads = "".join(f"<th>{escape(name.replace('_', ' '))}</th>" for name in shown)
    rows = "".join(f"<tr>{''.join(_cell(name, record) for name in shown)}</tr>" for record in table.records())
    return f'<div class="wide"><table><tr>{heads}</tr>{rows}</table></div>'


def _is_folded(column: str, columns: Sequence[str]) -> bool:
    """Whether another column carries this one as its link: a label its identifier, a count its statement."""
    if column == "statement":
        return "evidence_count" in columns
    return column.endswith("_id") and column.removesuffix("_id") in columns


def _cell(column: str, record: Mapping[str, Cell]) -> str:
    value = record[column]
    if isinstance(value, bool):
        return f'<td class="mark">{"yes" if value else ""}</td>'
    if value is None or value == "":
        return "<td></td>"
    shown = escape(f"{value:.4g}" if isinstance(value, float) else str(value))
    link, target = _link(column, str(value), record)
    if link:
        shown = f'<a href="{escape(link)}" title="{escape(target)}">{shown}</a>'
    if isinstance(value, int | float):
        return f'<td class="n">{shown}</td>'
    return f'<td class="s">{shown}</td>' if column.startswith(_LONG) else f"<td>{shown}</td>"


def _link(column: str, value: str, record: Mapping[str, Cell]) -> tuple[str, str]:
    """Where a value leads and what that is: what is known of an entity, a statement's sentences, a document."""
    if curie := record.get(f"{column}_id"):
        return _about(str(curie)), str(curie)
    if column.endswith("_id"):
        return _about(value), value
    statement = record.get("statement") if column == "evidence_count" else None
    if statement is None and column.startswith("statement") and " " not in value:
        statement = value
    if statement:
        return f"/queries/evidence-for-statement?statement={quote(str(statement))}", f"statement {statement}"
    if column.startswith("document"):
        return f"/queries/statements-of-document?document={quote(value)}", value
    return "", ""


def _about(curie: str) -> str:
    return f"/queries/what-is-known-about?entity={quote(curie)}"
