"""Editions: what is made beside a store, and what is dropped again."""

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.store import Store
from queries.edition import Edition, Editions
from queries.notes import Notes, ProtectedGraphError
from tests.test_queries.articles import articles


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Store.open(tmp_path) as store:
        store.add(next(articles()))
    return tmp_path


def newest(editions: Editions, generation: int) -> Edition:
    """The edition of at least this snapshot, once it is ready."""
    for _ in range(300):
        with editions.reading() as edition:
            if edition.graph.store.generation >= generation:
                return edition
        time.sleep(0.1)
    raise AssertionError("no newer edition was made")


def test_edition_stays_while_it_is_read(path: Path) -> None:
    editions = Editions(path)
    with editions.reading() as old:
        with Store.open(path) as store:
            store.add(list(articles())[1])
        newest(editions, store.generation)
        assert (old.index.statistics().documents, old.graph.store.stats().documents) == (1, 1)
    with editions.reading() as new:
        assert new.index.statistics().documents == 2
    editions.close()


def test_editions_before_are_dropped(path: Path) -> None:
    editions = Editions(path)
    with editions.reading() as first:
        kept = {entry.name for entry in (path / "serve").iterdir()}
    left = path / "serve" / "part-left"
    left.mkdir()
    os.utime(left, (0, 0))
    for article in list(articles())[1:3]:
        with Store.open(path) as store:
            store.add(article)
        newest(editions, store.generation)
    names = {entry.name for entry in (path / "serve").iterdir()}
    assert kept == {first.key}
    assert not names & {first.key, "part-left"}
    editions.close()


def test_datasets_with_older_notes_are_dropped(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("queries.edition._ABOUT_TO", 0.0)
    editions, notes = Editions(path), Notes(path)
    with editions.reading() as edition:
        made = []
        for content in (b"", b"<urn:a> <urn:b> <urn:c> .\n", b""):
            notes.replace(content, edition.graph.store)
            made.append(edition.dataset(notes).path)
        assert [Path(one).exists() for one in made] == [True, False, True]
    editions.close()


def test_graph_that_has_become_a_document_is_not_mixed_with_notes(path: Path) -> None:
    notes, later = Notes(path), list(articles())[1]
    with Store.open(path) as store:
        iri = "http://x.example/article"
        notes.replace(f"<urn:a> <urn:b> <urn:c> <{iri}> .\n".encode(), store)
        assert len(notes.quads(store)) == 1
        document = replace(later.document, url=iri)
        store.add(replace(later, document=document))
        assert notes.quads(store) == []
        with pytest.raises(ProtectedGraphError):
            notes.replace(notes.read(), store)


def test_folder_without_a_store_is_reported(tmp_path: Path) -> None:
    editions = Editions(tmp_path / "none")
    with pytest.raises(StoreError, match="no store here"), editions.reading():
        pass
    editions.close()
