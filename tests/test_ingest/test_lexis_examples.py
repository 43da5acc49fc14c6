"""Each line of the tables of words is tested by its example: a claim that the line alone finds in the sentence."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.language import Language
from ingest.relate import lexis, relator
from tests.claims import Read, read_all

TABLES = ("triggers.tsv", "nouns.tsv", "states.tsv")


@pytest.fixture(scope="module", params=TABLES)
def lines(request: pytest.FixtureRequest, language: Language) -> list[tuple[str, list[str], Read]]:
    """The lines of a table with their sentences, parsed together."""
    rows = lexis.rows(request.param)
    sentences = read_all([row[5] for row in rows], language)
    return [(request.param, row, one) for row, one in zip(rows, sentences, strict=True)]


@pytest.fixture
def forgotten() -> Iterator[list[str]]:
    """The line that is put in here is not known to the rules on words."""
    rows, line = lexis.rows, [""]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            relator, "find", lambda parse, names: ()
        )  # patterns over paths know some of the words too, and so do those of neighbours
        patch.setattr(relator, "find_apposed", lambda text, names: ())
        patch.setattr(lexis, "rows", lambda name: [r for r in rows(name) if [name, *r[:2]] != line])
        yield line
    _forget()


def _forget() -> None:
    for table in (lexis.triggers, lexis.phrases, lexis.bridges, lexis.states):
        table.cache_clear()


def test_every_line_has_an_example_and_its_claim(lines: list[tuple[str, list[str], Read]]) -> None:
    assert [row[0] for _, row, _ in lines if len(row) != 7 or not row[5].endswith(".")] == []


def test_examples_say_what_stands_beside_them(lines: list[tuple[str, list[str], Read]]) -> None:
    assert [(row[5], one.claims()) for _, row, one in lines if row[6] not in one.claims()] == []


def test_examples_say_it_by_their_line_alone(
    lines: list[tuple[str, list[str], Read]], forgotten: list[str]
) -> None:
    idle = []
    for table, row, one in lines:
        forgotten[:] = [table, *row[:2]]
        _forget()
        if row[6] in one.claims():
            idle.append(row[5])
    assert idle == []
