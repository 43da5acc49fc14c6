"""Each line of the table of settings is tested by its example, in which it is the first to hold."""

from __future__ import annotations

import re

import pytest

from ingest.relate import lexis
from ingest.relate.settings import in_their_setting, mark, settings
from ingest.relate.mask import Masked, Named
from ingest.relate.relator import Relation
from kg.model import Span
from kg.vocabulary import RELATIONS, Category

ROWS = [row for row in lexis._rows("settings.tsv") if row[0] != "let"]
_MARKS = ((r"\{([dtx])\}", r"<<\1>>"), (r"\[[^\]]+\]", "<<s>>"), (r"(?<!<)<(?!<)[^<>]+>(?!>)", "<<o>>"))


def _marked(example: str) -> str:
    for pattern, mark_ in _MARKS:
        example = re.sub(pattern, mark_, example)
    return example.replace("<<", "<").replace(">>", ">")


@pytest.mark.parametrize("number", range(len(ROWS)), ids=[row[4] for row in ROWS])
def test_every_line_is_the_first_that_fits_its_example(number: int) -> None:
    marked, told = _marked(ROWS[number][4]), ROWS[number][0].split("|")
    assert {marked.count("<s>"), marked.count("<o>")} == {1}
    relation = "affects" if told == ["any"] else told[0]
    assert [n for n, setting in enumerate(settings()) if setting.fits(relation, marked)][:1] == [number]
