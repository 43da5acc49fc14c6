import json
from pathlib import Path

import pytest

from kg.errors import QueryError, UnknownQueryError
from kg.store import Store
from queries.command import answer, answer_free, describe, listing


def test_listing_has_a_line_for_each_question() -> None:
    assert "what-inhibits           What inhibits it, or lowers its amount?" in listing().splitlines()


def test_describe_shows_parameters_and_query() -> None:
    text = describe("what-inhibits")
    assert "entity (entity): what is inhibited; required; e.g. T cell" in text
    assert "litkg query what-inhibits 'entity=T cell'" in text
    assert "SELECT" in text


def test_answer_renders_as_asked(store: Store) -> None:
    text = answer(store, "what-inhibits", {"entity": "T cell"}, "json")
    assert len(json.loads(text)["rows"]) == 3


def test_answer_reads_a_file_of_sparql(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    file.write_text("SELECT ?o { ?s rel:secretes ?o }", encoding="utf-8")
    assert answer(store, str(file), {}, "tsv") == "o\nlitkg:gene.sclever-1"
    with pytest.raises(QueryError, match="takes no parameters"):
        answer(store, str(file), {"entity": "PD-1"}, "tsv")


def test_answer_to_what_is_neither_question_nor_file(store: Store) -> None:
    with pytest.raises(UnknownQueryError, match="nothing-like-it"):
        answer(store, "nothing-like-it", {}, "table")


def test_file_that_is_not_text_is_refused(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(QueryError, match="cannot be read as a query"):
        answer(store, str(file), {}, "table")


def test_free_sparql_is_answered(store: Store) -> None:
    assert answer_free(store, "ASK { ?s rel:secretes ?o }", "csv") == "answer\r\nyes"
