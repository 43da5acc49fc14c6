"""The index by itself: what it says agrees with the graph."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryTimeoutError, UnknownEntityError
from kg.graph import Graph
from kg.store import Store
from queries.index.build import build_index
from queries.index.conditions import Conditions
from queries.index.cursor import read_cursor, write_cursor
from queries.index.lookups import Index
from queries.index.names import match_start, match_words
from queries.index.reader import Reader


@pytest.fixture(scope="module")
def reader(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    path = tmp_path_factory.mktemp("index") / "index.sqlite"
    build_index(store, path)
    reader = Reader(path)
    yield reader
    reader.close()


@pytest.fixture(scope="module")
def index(reader: Reader) -> Index:
    return Index(reader)


def test_index_holds_the_statements_of_the_graph(index: Index, store: Store) -> None:
    found = index.statements(Conditions(), limit=100).items
    graph = Graph(store).statements()
    assert [(s.id, s.belief, s.evidence_count, s.hedged) for s in found] == [
        (s.hash, s.belief, s.evidence_count, s.hedged) for s in graph
    ]


def test_same_store_gives_the_same_index(store: Store, tmp_path: Path) -> None:
    for name in ("one", "two"):
        build_index(store, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_subtypes_are_those_of_the_graph(index: Index, store: Store) -> None:
    conditions = Conditions(entity="CL:0000000", subtypes=True)
    below = {"CL:0000000", *Graph(store).subtypes("CL:0000000")}
    found = index.statements(conditions, limit=100).items
    assert found
    assert all({s.subject.id, s.object.id} & below for s in found)


def test_question_that_takes_too_long_is_stopped(tmp_path: Path, store: Store) -> None:
    build_index(store, tmp_path / "index")
    hurried = Reader(tmp_path / "index", seconds=0.05)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n"
    with pytest.raises(QueryTimeoutError, match="stopped"):
        hurried.rows(endless)
    assert hurried.number("SELECT COUNT(*) FROM statement") == 12
    hurried.close()


def test_index_cannot_be_written(reader: Reader) -> None:
    from kg.errors import StoreError

    with pytest.raises(StoreError):
        reader.rows("DELETE FROM statement")


@given(st.lists(st.text() | st.integers(-(2**60), 2**60) | st.floats(-1, 1), min_size=1, max_size=4))
def test_cursor_is_read_as_it_was_written(key: list[str | int | float]) -> None:
    assert read_cursor(write_cursor(key), [type(part) for part in key]) == tuple(key)


@given(st.text())
def test_any_cursor_is_a_key_or_refused(word: str) -> None:
    with suppress(UnknownEntityError):
        _belief, name = read_cursor(word, (float, str)) or ()
        assert isinstance(name, str)


@given(st.text())
def test_no_text_is_syntax_of_the_full_text_search(index: Index, text: str) -> None:
    for expression in (match_start(text), match_words(text)):
        if expression:
            index._reader.rows("SELECT rowid FROM sentence_words WHERE sentence_words MATCH ?", (expression,))


def test_threads_have_a_connection_each_and_one_after_the_other_the_same(reader: Reader) -> None:
    slow = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT max(i) FROM n"
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda n: reader.number(slow, (n,)), range(20_000, 20_040))) == list(
            range(20_000, 20_040)
        )
    before = list(reader._idle)
    assert [reader.number("SELECT ?", (n,)) for n in range(20)] == list(range(20))
    assert reader._idle == before
