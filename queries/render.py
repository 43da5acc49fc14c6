"""How does an answer look? Text for a terminal, TSV, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
import shutil
import textwrap
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from kg.answers import Cell
from queries.run import Table

_GAP = "  "
_INDENT = "    "
_NARROWEST = 8
_MARKS = frozenset({"negated", "hedged"})


def render_text(table: Table, width: int | None = None) -> str:
    """Aligned columns under a heading, notes above.

    Marks that no row bears ("negated", "hedged") are left out. Where a row does not fit the width, the sentence
    that proves it, its document and the identifiers stand beneath it; what is still too long is cut.

    :param width: in columns of the terminal, which is asked if none is given; 0 cuts nothing
    """
    notes = [f"Note: {note}." for note in table.notes]
    if not table.rows:
        return "\n".join([*notes, "Nothing found."])
    room = shutil.get_terminal_size().columns if width is None else width
    beneath = _beneath(table, room)
    idle = {n for i, n in enumerate(table.columns) if n in _MARKS and not any(row[i] for row in table.rows)}
    shown = [i for i, name in enumerate(table.columns) if name not in beneath | idle]
    cells = [[_heading(table.columns[i]) for i in shown], *([_text(r[i]) for i in shown] for r in table.rows)]
    widths = _widths(cells, room)
    numeric = [all(_is_number(row[i]) for row in table.rows) for i in shown]
    head, *rows = [_line(row, widths, numeric) for row in cells]
    lines = [*notes, *([""] if notes else []), head, _GAP.join("─" * width for width in widths)]
    for row, record in zip(rows, table.records(), strict=True):
        lines += [row, *_proof(record, beneath, room)]
    return "\n".join(lines)


def render_tsv(table: Table) -> str:
    """A heading and one line a row; tabs and line breaks inside a value become spaces."""
    rows = ([" ".join(_text(value).splitlines()).replace("\t", " ") for value in row] for row in table.rows)
    return "\n".join("\t".join(row) for row in ([*table.columns], *rows))


def render_csv(table: Table) -> str:
    """RFC 4180, with a heading."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([_text(value) for value in row] for row in table.rows)
    return out.getvalue().removesuffix("\r\n")


def render_json(table: Table) -> str:
    """An object with ``columns``, ``rows`` (one object each) and ``notes``."""
    answer = {"columns": table.columns, "rows": table.records(), "notes": table.notes}
    return json.dumps(answer, ensure_ascii=False, indent=1)


RENDERERS: Mapping[str, Callable[[Table], str]] = MappingProxyType(
    {"table": render_text, "tsv": render_tsv, "csv": render_csv, "json": render_json}
)


def _beneath(table: Table, room: int) -> set[str]:
    """The columns that stand beneath a row: none if all fits, or if no sentence proves a row."""
    cells = [table.columns, *([_text(value) for value in row] for row in table.rows)]
    needed = sum(max(_width(row[i]) for row in cells) + len(_GAP) for i in range(len(table.columns)))
    if not room or needed - len(_GAP) <= room or not any(n.startswith("sentence") for n in table.columns):
        return set()
    return {
        n for n in table.columns if n.endswith("_id") or n.startswith(("sentence", "document", "statement"))
    }


def _proof(record: Mapping[str, Cell], beneath: set[str], room: int) -> Iterator[str]:
    """The lines beneath a row: each sentence, then identifiers, hashes and documents."""
    names = [name for name in record if name in beneath]
    sentences = [name for name in names if name.startswith("sentence")]
    for name in sentences:
        said = f"“{' '.join(_text(record[name]).split())}”"
        yield from textwrap.wrap(said, max(room, 40), initial_indent=_INDENT, subsequent_indent=_INDENT)
    rest = sorted((name for name in names if name not in sentences), key=lambda n: n.startswith("document"))
    if rest:
        yield _cut(_INDENT + " · ".join(_text(record[name]) for name in rest), room)


def _heading(name: str) -> str:
    return name.removesuffix("_count").replace("_", " ")


def _text(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return format(value, ".4g") if isinstance(value, float) else str(value)


def _is_number(value: Cell) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _widths(cells: Sequence[Sequence[str]], room: int) -> list[int]:
    """Width of each column: what it needs, the widest cut down until a row fits the room."""
    widths = [max(_width(row[i]) for row in cells) for i in range(len(cells[0]))]
    while room and sum(widths) + len(_GAP) * (len(widths) - 1) > room:
        widest = max(range(len(widths)), key=widths.__getitem__)
        if widths[widest] <= _NARROWEST:
            break
        widths[widest] -= 1
    return widths


def _line(row: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    return _GAP.join(_aligned(row, widths, numeric)).rstrip()


def _aligned(row: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> Iterator[str]:
    for value, width, right in zip(row, widths, numeric, strict=True):
        shown = _cut(" ".join(value.split()), width)
        pad = " " * (width - _width(shown))
        yield pad + shown if right else shown + pad


def _cut(value: str, width: int) -> str:
    if not width or _width(value) <= width:
        return value
    while value and _width(value) >= width:
        value = value[:-1]
    return value.rstrip() + "…"


def _width(value: str) -> int:
    """Columns of a terminal: wide East Asian characters take two, combining marks none."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in value
    )
