"""How is a table of answers shown? With links from what it names to the pages about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.answers import Cell
from queries.index.lookups import Index
from queries.pages import links
from queries.results import DocumentItem, Named
from queries.run import Table

_LONG = ("sentence", "path", "title", "names")
#: rows that a page shows; a file has them all
MOST = 500


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell as it is shown; ``kind`` is number, mark, long or "", ``note`` says what a CURIE is called."""

    text: str
    kind: str = ""
    url: str | None = None
    note: str = ""


def columns(table: Table) -> list[str]:
    """The columns that are shown; those that are another one's link are not."""
    return [name for name in table.columns if not _is_folded(name, table.columns)]


def rows(table: Table, index: Index) -> list[list[Shown]]:
    """The first rows, cell by cell; what entities are called and where articles are, the index knows."""
    shown = columns(table)
    first = Table(table.columns, table.rows[:MOST])
    texts = list(dict.fromkeys(cell for row in first.rows for cell in row if isinstance(cell, str)))
    named = index.named(text for text in texts if (links.value(text) or "").startswith("/entities/"))
    articles = index.documents_at(text for text in texts if links.is_web(text))
    return [[_cell(name, record, named, articles) for name in shown] for record in first.records()]


def _is_folded(column: str, names: Sequence[str]) -> bool:
    """Whether another column carries this one as its link: a label its identifier, a count its statement."""
    if column == "statement":
        return "evidence_count" in names
    return column.endswith("_id") and column.removesuffix("_id") in names


def _cell(
    column: str, record: Mapping[str, Cell], named: Mapping[str, Named], articles: Mapping[str, DocumentItem]
) -> Shown:
    value = record[column]
    if isinstance(value, bool):
        return Shown("yes", "mark") if value else Shown("no" if column == "answer" else "")
    if value is None or value == "":
        return Shown("")
    if isinstance(value, int | float):
        text = f"{value:.4g}" if isinstance(value, float) else str(value)
        return Shown(text, "number", _url(column, text, record))
    if links.is_web(value):
        return Shown(value, "long", links.document(articles[value].id) if value in articles else value)
    url = _url(column, value, record)
    known = named.get(value)
    note = known.label if known and known.label != value else ""
    return Shown(value, "long" if column.startswith(_LONG) or len(value) > 60 else "", url, note)


def _url(column: str, value: str, record: Mapping[str, Cell]) -> str | None:
    """Where a value leads: to an entity, to a statement's sentences, to a document."""
    if curie := record.get(f"{column}_id"):
        return links.entity(str(curie))
    if column.endswith("_id"):
        return links.entity(value)
    statement = record.get("statement") if column == "evidence_count" else None
    if statement is None and column.startswith("statement") and len(value) == 20:
        statement = value
    if statement:
        return links.statement(str(statement).removeprefix("statement:"))
    if (
        column.startswith("document")
        and "count" not in column
        and not isinstance(record[column], int | float)
    ):
        return links.document(value)
    return links.value(value)
