"""The graph as columns, data frames, HTML for notebooks, and a picture."""

import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import kg
from kg import drawing
from kg.columns import Columns, columns
from kg.errors import ExportError, UnknownEntityError
from kg.export_rows import ALL, Selection, edges
from kg.graph import Graph
from kg.model import Entity, Evidence, Span
from kg.picture import draw
from kg.store import Store
from kg.vocabulary import Category
from tests.builders import make_statement, told

INHIBITS = "HGNC:18628 inhibits CL:0000084"
SELECTIONS = (
    ALL,
    Selection(relation="inhibits"),
    Selection(relation="treats"),
    Selection(category=Category.DRUG),
    Selection(min_belief=0.8),
    Selection(negated=True),
    Selection(hedged=False, negated=False),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "store") as store:
        store.add(told("a", INHIBITS, "HGNC:18628 binds CL:0000084"))
        store.add(told("b", INHIBITS, score=0.6))
        store.add(told("c", "HGNC:18628 inhibits CL:0000625", negated=True, hedged=True))
        store.add(told("d", "litkg:drug.bexmarilimab targets HGNC:18628", aspect="expression"))
    return tmp_path / "store"


def rows(found: Columns) -> set[tuple[object, ...]]:
    aspects = [*found.aspects, None]
    return {
        (
            found.hash[n],
            found.curies[found.subject[n]],
            found.relations[found.relation[n]],
            found.curies[found.object[n]],
            aspects[found.aspect[n]],
            bool(found.negated[n]),
            bool(found.hedged[n]),
            float(found.belief[n]),
            int(found.evidence_count[n]),
        )
        for n in range(len(found.hash))
    }


@pytest.mark.parametrize("wanted", SELECTIONS, ids=str)
@pytest.mark.parametrize("keeps", [True, False])
def test_columns_say_what_rows_say(path: Path, wanted: Selection, keeps: bool) -> None:
    with Store.open(path, read_only=keeps) as store:
        assert rows(columns(store, wanted)) == {
            (
                e.hash,
                e.subject,
                e.relation,
                e.object,
                e.aspect,
                e.negated,
                e.hedged,
                e.belief,
                e.evidence_count,
            )
            for e in edges(store, wanted)
        }


def test_columns_are_kept_until_the_store_changes(path: Path) -> None:
    with Store.open(path, read_only=True) as store:
        columns(store)
    (kept,) = (path / "views").iterdir()
    with Store.open(path) as store:
        store.add(told("e", "HGNC:8760 binds CL:0000084"))
    with Store.open(path, read_only=True) as store:
        assert len(columns(store).hash) == 5
    (other,) = (path / "views").iterdir()
    assert other != kept


def test_damaged_columns_are_made_again(path: Path) -> None:
    for content in (b"", b"PK\x03\x04 rubbish"):
        with Store.open(path, read_only=True) as store:
            columns(store)
            (kept,) = (path / "views").iterdir()
            kept.write_bytes(content)
            assert len(columns(store).hash) == 4


def test_polars_has_a_row_for_each_statement(path: Path) -> None:
    with kg.open(path) as graph:
        frame = graph.to_polars(relation="inhibits", negated=False)
    assert frame.rows(named=True) == [
        {
            "hash": make_statement(INHIBITS).hash,
            "subject": "HGNC:18628",
            "subject_label": "STAB1",
            "subject_category": "biolink:Gene",
            "relation": "inhibits",
            "object": "CL:0000084",
            "object_label": "T cell",
            "object_category": "biolink:Cell",
            "aspect": None,
            "negated": False,
            "hedged": False,
            "belief": 0.874,
            "evidence_count": 2,
        }
    ]


def test_pandas_has_what_polars_has(path: Path) -> None:
    with kg.open(path) as graph:
        ours, theirs = graph.to_pandas(), graph.to_polars()
    assert list(ours.columns) == theirs.columns
    assert ours["hash"].tolist() == theirs["hash"].to_list()
    assert ours["belief"].sum() == theirs["belief"].sum()


@pytest.mark.parametrize("package", ["polars", "pandas"])
def test_missing_package_is_named(path: Path, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with kg.open(path) as graph, pytest.raises(ExportError, match=rf"pip install 'litkg\[{package}\]'"):
        getattr(graph, f"to_{package}")()


def test_frames_of_an_empty_graph_are_empty() -> None:
    graph = Graph(Store.in_memory())
    assert (graph.to_polars().height, len(graph.to_pandas())) == (0, 0)


# ------------------------------------------------------------------------------------------- notebooks


def test_notebooks_show_what_there_is(path: Path) -> None:
    with kg.open(path) as graph:
        found = graph.statements(relation="inhibits", negated=False)[0]
        shown = [
            v._repr_html_() for v in (graph, found, graph.entity("CL:0000084"), graph.evidence(found)[0])
        ]
    assert "<td>4</td>" in shown[0]
    assert "<th>belief</th><td>0.87</td>" in shown[1]
    assert "T cell &lt;CL:0000084&gt;" in shown[2]
    assert shown[3].startswith("<blockquote><mark>C</mark>")


def test_script_is_text_in_notebooks() -> None:
    script = "<script>alert(1)</script>"
    entity = Entity("HGNC:1", script, Category.GENE, (script,))
    spans = Span(0, len(script)), Span(0, 3), Span(4, 6), Span(3, 4)
    evidence = Evidence(script, spans[0], script, *spans[1:], False, "test", 0.5, script)
    shown = entity._repr_html_() + evidence._repr_html_()
    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") >= 3


# --------------------------------------------------------------------------------------------- picture


def test_picture_shows_neighbours_and_what_is_said(path: Path) -> None:
    with kg.open(path) as graph:
        drawn = graph.plot("HGNC:18628")
        assert drawn.svg == graph.plot("HGNC:18628").svg
    parsed = ET.fromstring(drawn._repr_svg_())
    told = [element.text or "" for element in parsed.iter("{http://www.w3.org/2000/svg}title")]
    assert "STAB1 inhibits T cell, belief 0.87" in told
    assert "denied: only supposed: STAB1 inhibits CD8-positive T cell, belief 0.38" in told
    assert sum(1 for _ in parsed.iter("{http://www.w3.org/2000/svg}rect")) == 3


def test_picture_escapes_names_and_links(tmp_path: Path) -> None:
    script = Entity("HGNC:1", '<script>"', Category.GENE)
    address = '/e?"HGNC:1'
    shown = drawing.Entity(script.id, script.label, script.category, address)
    link = drawing.Link(shown, "in", None, 0.9, True, True, "<b>told</b>", address)
    drawn = draw(drawing.Entity("HGNC:2", "<hub>", "biolink:Gene"), [[link]])
    assert drawn
    ET.fromstring(drawn.svg)
    assert not any(tag in drawn.svg for tag in ("<script", "<b>", "<hub"))
    assert drawn.svg.count('href="/e?&quot;HGNC:1"') == 2
    drawn.save(tmp_path / "picture.svg")
    assert (tmp_path / "picture.svg").read_text(encoding="utf-8") == drawn.svg


def test_picture_has_so_many_neighbours_at_most(path: Path) -> None:
    with kg.open(path) as graph:
        assert graph.plot("HGNC:18628", most=1).svg.count("<rect") == 1
        assert graph.plot("HGNC:18628", min_belief=0.99).svg.count("<rect") == 0
        with pytest.raises(UnknownEntityError):
            graph.plot("HGNC:1")
