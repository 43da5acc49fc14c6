"""Columns that the writer keeps, held against those that are read from the database."""

import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import column_changes
from kg.columns import FILE, Columns, columns_of, described, load
from kg.export_rows import edges
from kg.model import Contribution
from kg.store import Store
from tests.builders import told

CLAIMS = (
    "HGNC:18628 inhibits CL:0000084",
    "HGNC:18628 activates CL:0000084",
    "HGNC:18628 inhibits CL:0000625",
    "HGNC:8760 binds HGNC:18628",
    "litkg:drug.bexmarilimab targets HGNC:18628",
)


@st.composite
def _steps(draw: st.DrawFn) -> list[tuple[str, Contribution | None]]:
    """Documents to write, remove or leave, and when to close, publish or rebuild."""
    steps: list[tuple[str, Contribution | None]] = []
    for _ in range(draw(st.integers(1, 8))):
        kind = draw(st.sampled_from(["add", "add", "add", "remove", "publish", "reopen", "rebuild"]))
        name = draw(st.sampled_from("abc"))
        claims = draw(st.lists(st.sampled_from(CLAIMS), min_size=1, max_size=3, unique=True))
        aspect = draw(st.sampled_from([None, "activity", "expression"]))
        hedged, negated = draw(st.booleans()), draw(st.booleans())
        steps.append((kind, told(name, *claims, aspect=aspect, hedged=hedged, negated=negated)))
    return steps


def _kept(path: Path) -> Columns | None:
    with Store.open(path, read_only=True) as store:
        place = store.view_path(FILE)
        assert place
        return load(place)


def _read(path: Path) -> Columns:
    with Store.open(path, read_only=True) as store:
        return columns_of(edges(store), lambda curie: described(store, curie))


def _same(one: Columns, other: Columns) -> bool:
    pairs = [(getattr(one, field.name), getattr(other, field.name)) for field in fields(Columns)]
    return all(np.array_equal(a, b) and type(a) is type(b) for a, b in pairs)


def _play(path: Path, steps: list[tuple[str, Contribution | None]]) -> None:
    store = Store.open(path)
    for kind, contribution in steps:
        assert contribution
        identifier = contribution.document.id
        if kind == "add":
            store.add(contribution)
        elif kind == "remove" and identifier in {d.id for d in store.documents()}:
            store.remove(identifier)
        elif kind == "publish":
            store.publish()
        elif kind == "rebuild":
            store.rebuild()
        elif kind == "reopen":
            store.close()
            store = Store.open(path)
    store.close()


@pytest.mark.parametrize("held", [50_000, 1], ids=["at once", "in parts"])
def test_kept_columns_are_what_the_database_says(
    held: int, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(column_changes, "_MOST_HELD", held)

    @settings(max_examples=25, deadline=None)
    @given(_steps())
    def holds(steps: list[tuple[str, Contribution | None]]) -> None:
        path = tmp_path_factory.mktemp("columns") / "store"
        _play(path, steps)
        kept = _kept(path)
        assert kept is not None
        assert _same(kept, _read(path))

    holds()


def test_columns_of_a_lost_base_are_left_to_readers(tmp_path: Path) -> None:
    _play(tmp_path / "store", [("add", told("a", CLAIMS[0]))])
    (kept,) = (tmp_path / "store" / "views").iterdir()
    kept.unlink()
    _play(tmp_path / "store", [("add", told("b", CLAIMS[1]))])
    assert _kept(tmp_path / "store") is None


def test_damaged_base_is_left_to_readers(tmp_path: Path) -> None:
    _play(tmp_path / "store", [("add", told("a", CLAIMS[0]))])
    (kept,) = (tmp_path / "store" / "views").iterdir()
    kept.write_bytes(b"rubbish")
    _play(tmp_path / "store", [("add", told("b", CLAIMS[1]))])
    assert _kept(tmp_path / "store") is None


def test_what_a_killed_writer_left_is_not_guessed(tmp_path: Path) -> None:
    _play(tmp_path / "store", [("add", told("a", CLAIMS[0]))])
    code = """
import os, sys
from kg.store import Store
from tests.builders import told
store = Store.open(sys.argv[1])
store.add(told("b", sys.argv[2]))
os._exit(0)
"""
    command = [sys.executable, "-c", code, str(tmp_path / "store"), CLAIMS[1]]
    subprocess.run(command, check=True, cwd=Path(__file__).parents[2])
    assert _kept(tmp_path / "store") is None
    assert len(_read(tmp_path / "store").hash) == 2
