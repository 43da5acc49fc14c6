import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.render import render_csv, render_json, render_text, render_tsv
from queries.run import Table

TOLD = Table(
    ("subject", "subject_id", "negated", "belief", "sentence", "document", "statement"),
    (("STAB1", "HGNC:18628", False, 0.912, "Clever-1 inhibits\nT cells.", "PMID:1", "59d10158"),),
    ("read as STAB1",),
)
CELLS = st.one_of(st.none(), st.booleans(), st.integers(), st.text(st.characters(exclude_categories=["Cs"])))
TABLES = st.lists(st.tuples(CELLS, CELLS), max_size=4).map(lambda rows: Table(("a", "b"), tuple(rows)))


def test_text_that_fits_is_one_line_a_row() -> None:
    assert render_text(TOLD, 200).splitlines() == [
        "Note: read as STAB1.",
        "",
        "subject  subject id  belief  sentence                    document  statement",
        "───────  ──────────  ──────  ──────────────────────────  ────────  ─────────",
        "STAB1    HGNC:18628   0.912  Clever-1 inhibits T cells.  PMID:1    59d10158",
    ]


def test_text_shows_a_mark_that_a_row_bears() -> None:
    table = Table(("subject", "negated"), (("STAB1", True), ("TNF", False)))
    assert render_text(table, 80).splitlines() == [
        "subject  negated",
        "───────  ───────",
        "STAB1    yes",
        "TNF      no",
    ]


def test_text_too_wide_puts_the_proof_beneath() -> None:
    assert render_text(TOLD, 40).splitlines()[2:] == [
        "subject  belief",
        "───────  ──────",
        "STAB1     0.912",
        "    “Clever-1 inhibits T cells.”",
        "    HGNC:18628 · 59d10158 · PMID:1",
    ]


def test_text_cuts_what_is_too_long() -> None:
    table = Table(("title",), (("x" * 50,),))
    assert render_text(table, 20).splitlines()[-1] == "x" * 19 + "…"
    assert render_text(table, 0).splitlines()[-1] == "x" * 50


@given(table=TABLES, width=st.integers(30, 90))
def test_text_never_exceeds_the_terminal(table: Table, width: int) -> None:
    assert all(len(line) <= width for line in render_text(table, width).splitlines())


def test_text_of_nothing_says_so() -> None:
    assert render_text(Table(("a",), ()), 80) == "Nothing found."


def test_wide_characters_take_two_columns() -> None:
    assert render_text(Table(("a", "b"), (("細胞", "x"),)), 80).splitlines()[-1] == "細胞  x"


@given(table=TABLES)
def test_csv_reads_back(table: Table) -> None:
    head, *rows = csv.reader(io.StringIO(render_csv(table) + "\r\n", newline=""))
    assert head == ["a", "b"]
    assert len(rows) == len(table.rows)


@given(table=TABLES)
def test_tsv_has_one_line_a_row(table: Table) -> None:
    lines = render_tsv(table).split("\n")
    assert len(lines) == 1 + len(table.rows)
    assert all(line.count("\t") == 1 for line in lines)


@given(table=TABLES)
def test_json_keeps_every_value(table: Table) -> None:
    read = json.loads(render_json(table))
    assert [tuple(row.values()) for row in read["rows"]] == list(table.rows)


@pytest.mark.parametrize("render", [render_text, render_tsv, render_csv, render_json])
def test_renderings_say_what_is_negated(render: object) -> None:
    table = Table(("relation", "negated"), (("inhibits", True),))
    assert ("true" if render is render_json else "yes") in render(table)  # type: ignore[operator]
