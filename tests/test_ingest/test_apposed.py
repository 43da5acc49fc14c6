"""Cells and molecules side by side."""

from __future__ import annotations

import pytest

from ingest.relate.apposed import find_apposed
from ingest.relate.mask import Named
from kg.vocabulary import Category
from tests.test_ingest.test_paths import named


def said(marked: str) -> set[tuple[str, str, str]]:
    """What is found in a sentence; [ ] marks cells, < > molecules."""
    text, names = named(marked, Category.CELL, Category.GENE)
    return {(one.subject.entity, one.relation, one.object.entity) for one in find_apposed(text, names)}


@pytest.mark.parametrize(
    ("marked", "found"),
    [
        ("mRNA of <IL12B> ([monocytes]) rose.", {("monocytes", "expresses", "IL12B")}),
        (
            "[Mast cells] (<KIT>, <FCER1A>) were few.",
            {("Mast cells", "expresses", "KIT"), ("Mast cells", "expresses", "FCER1A")},
        ),
        ("<PAX5>, a marker of [B cells], fell.", {("B cells", "expresses", "PAX5")}),
        (
            "The [mast cell] signature genes <KIT> and <MITF> fell.",
            {("mast cell", "expresses", "KIT"), ("mast cell", "expresses", "MITF")},
        ),
        ("<CD68>, a [macrophage] marker, was low.", {("macrophage", "expresses", "CD68")}),
        (
            "[Mast cells] and their cytokines <IL-4> and <IL-13> do harm.",
            {("Mast cells", "expresses", "IL-4"), ("Mast cells", "expresses", "IL-13")},
        ),
        ("[Monocytes] secreting <IL-6> were seen.", {("Monocytes", "secretes", "IL-6")}),
        ("Less <IL-6> production by [monocytes] was seen.", {("monocytes", "produces", "IL-6")}),
        ("Release of <IL-6> from [monocytes] was seen.", {("monocytes", "secretes", "IL-6")}),
        (
            "[Mast cells] ( <KIT> , <FCER1A> ) were few .",
            {("Mast cells", "expresses", "KIT"), ("Mast cells", "expresses", "FCER1A")},
        ),
        (
            "[B cell] cytokines ( e.g. , <IL-6> ) were low.",
            {("B cell", "expresses", "IL-6")},
        ),
        ("<IL-6>, which is mainly produced by [monocytes], rose.", {("monocytes", "produces", "IL-6")}),
        ("The role of <IL-5> producing [mast cells] grew.", {("mast cells", "produces", "IL-5")}),
        ("<CCR2>-expressing resident [macrophages] died.", {("macrophages", "expresses", "CCR2")}),
        (
            "Mediators released by [mast cells], such as <TNF> and <IL-5>, do harm.",
            {("mast cells", "secretes", "TNF"), ("mast cells", "secretes", "IL-5")},
        ),
        ("[Mast cells] (producing <IL-5>) were few.", {("Mast cells", "produces", "IL-5")}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_cell_has_what_stands_beside_it(marked: str, found: set[tuple[str, str, str]]) -> None:
    assert said(marked) == found


@pytest.mark.parametrize(
    ("marked", "factors"),
    [
        ("The [B cell] transcription factor <PAX5> was lost.", ["PAX5"]),
        ("<PAX5>, the main transcription factor of [B cells], fell.", ["PAX5"]),
        ("<PAX5> and <EBF1>, transcriptional factors of [B cells], fell.", ["PAX5", "EBF1"]),
        ("<PAX5>, <EBF1>, which encode key transcription factors in [B cells], fell.", ["PAX5", "EBF1"]),
        ("<PAX5> ([B cell] master regulator) fell.", ["PAX5"]),
        ("Transcription factors typical of [B cells] such as <PAX5> and <EBF1> fell.", ["PAX5", "EBF1"]),
    ],
)
def test_factor_of_a_cell_acts_on_it(marked: str, factors: list[str]) -> None:
    assert {(subject, relation) for subject, relation, _ in said(marked)} == {
        (one, "affects") for one in factors
    }


@pytest.mark.parametrize(
    "marked",
    [
        "Transcription factors not typical of [B cells], such as <GATA1>, fell.",
        "[Mast cells] (<KIT>-negative) were few.",
        "The activator of [B cells] (<BAFF>) was low.",
        "There was no <IL-6> production by [monocytes].",
        "[Monocytes] that did not express <IL-6> were seen.",
        "[Th2] cytokines, <IL-6> and others were measured.",
        "We studied the expression of <IL6> in [monocytes].",
        "Blood lacked <IL-5> producing [mast cells].",
        "<IL-5>-producing and [mast cells] were seen.",
        "Mediators that act on [mast cells], such as <IL-5>, were given.",
        "The ectopic expression of <IL6> in [monocytes] was toxic.",
        "[Monocytes] express <IL-6>-induced genes.",
        "[Monocytes], <IL-6> and others were measured.",
    ],
)
def test_other_neighbours_say_nothing(marked: str) -> None:
    assert said(marked) == set()


def test_names_inside_names_are_passed_over() -> None:
    names = [
        Named(0, 0, 10, Category.CELL, "KIT+ cells"),
        Named(1, 0, 3, Category.GENE, "KIT", inner=True),
    ]
    assert list(find_apposed("KIT+ cells", names)) == []
