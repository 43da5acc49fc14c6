"""Subsets of T cells by their short names, and processes that are only half of what the text says."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.extract import Extraction
from ingest.patterns.subsets import find_subsets
from kg.vocabulary import Category

Extract = Callable[[str], Extraction]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Runx3 regulates Trm differentiation.", "tissue-resident memory T cell"),
        ("TCM cells expressed CCR7.", "central memory T cell"),
        ("Human iNKT cells released IL-4.", "invariant natural killer T cell"),
        ("Central memory T cells home to lymph nodes.", "central memory T cell"),
        ("Tfh cells help B cells.", "T follicular helper cell"),
        ("pTreg cells arise in the gut.", "peripheral regulatory T cell"),
        ("T helper type 2 responses were weak.", "T-helper 2 cell"),
        ("T helper 17 and regulatory T cells were few.", "T-helper 17 cell"),
        ("IL-12 induces TH1 differentiation.", "T-helper 1 cell"),
        ("T(H)9 cells were few.", "T-helper 9 cell"),
        ("T-regs were few.", "regulatory T cell"),
        ("Regulatory T and B cells were few.", "regulatory T cell"),
        ("Tc cells were few.", "cytotoxic T cell"),
        ("IL-2, a Th1 cytokine, fell.", "T-helper 1 cell"),
        ("IL-2 and other Th1 cytokines fell.", "T-helper 1 cell"),
    ],
)
def test_subset_is_found_by_its_short_name(text: str, label: str, extract: Extract) -> None:
    found = extract(text)
    labels = {e.label for e in found.entities if e.category is Category.CELL}
    assert label in labels


@pytest.mark.parametrize(
    "text",
    [
        "TCM was given for pain.",
        "A TEM image.",
        "The Tremor was mild.",
        "EM and RM",
        "TH1 neurons fired.",
        "A Th1.5 sample.",
    ],
)
def test_capitals_alone_are_no_subset(text: str) -> None:
    assert list(find_subsets(text, [])) == []


@pytest.mark.parametrize("text", ["Th1 cytokine responses fell.", "T helper 2 cytokines fell."])
def test_cytokines_of_a_subset_are_no_cells(text: str, extract: Extract) -> None:
    assert not [m for m in extract(text).mentions if m.category is Category.CELL]


def test_cell_keeps_its_word_before_a_process(extract: Extract) -> None:
    found = extract("PLZF controls MAIT cell maturation and TH1-cell polarization.")
    assert {m.text for m in found.mentions if m.category is Category.CELL} == {"MAIT cell", "TH1-cell"}
    assert not [m for m in found.mentions if m.category is Category.PROCESS]
