"""What "respectively" keeps apart."""

from __future__ import annotations

import pytest

from ingest.relate.aligned import crossed
from kg.vocabulary import Category
from tests.test_ingest.test_paths import named


@pytest.mark.parametrize(
    ("marked", "apart"),
    [
        (
            "<M-CSF> and <RANKL> make [macrophages] and [osteoclasts], respectively.",
            {"M-CSF osteoclasts", "RANKL macrophages"},
        ),
        (
            "[Monocytes] and [B cells] were stained for <CD14> and <CD19> respectively.",
            {"Monocytes CD19", "B cells CD14"},
        ),
        ("<M-CSF> and <RANKL> make [macrophages] and [osteoclasts].", set()),
        ("<M-CSF>, <IL-3> and <RANKL> make [macrophages] and [osteoclasts], respectively.", set()),
    ],
)
def test_lists_of_one_length_are_aligned(marked: str, apart: set[str]) -> None:
    text, names = named(marked, Category.CELL, Category.GENE)
    found = {frozenset(names[number].entity for number in pair) for pair in crossed(text, names)}
    wanted = {frozenset(n.entity for n in names if n.entity in pair) for pair in apart}
    assert found == wanted
