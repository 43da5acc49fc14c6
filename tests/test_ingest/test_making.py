"""Factors and cells on a way along the parse: who acts on whom, and what may stand between them."""

from __future__ import annotations

import pytest

from ingest.language import Language
from kg.vocabulary import Category
from tests.test_ingest.test_paths import claims, named


def said(language: Language, marked: str) -> set[tuple[str, str, str]]:
    """What is affirmed in a sentence; [ ] marks factors, < > cells."""
    found = claims(language, *named(marked, Category.GENE, Category.CELL))
    return {(subject, relation, object_) for subject, relation, object_, negated in found if not negated}


@pytest.mark.parametrize(
    ("marked", "relation"),
    [
        ("[CEBPA] is a crucial activator of <macrophage> maturation.", "activates"),
        ("[SPIB] is needed for the induction and maintenance of <plasma cells>.", "activates"),
        ("[NFIL3] acts as the master factor of <eosinophil> commitment.", "activates"),
        ("Conversion of progenitors to <mast cells> depends on [MITF].", "activates"),
        ("<Mast cell> commitment depends on [MITF].", "activates"),
        ("[IKZF1] is a regulator of <pro-B cell> specification.", "affects"),
        ("Large amounts of [SPI1] are required for <neutrophils>.", "affects"),
        ("<Neutrophils> are dependent on [CSF3].", "affects"),
        ("[IL-15]-dependent <NK cells> were lost.", "affects"),
        ("[CSF1]-differentiated <macrophages> were plated.", "activates"),
        ("[GATA2] is a regulator of the program that drives <mast cell> identity.", "affects"),
        ("In addition to [IL-3], this is crucial for <mast cell> commitment.", "activates"),
        ("[IL-3] was used for <basophil> differentiation.", "activates"),
        ("[RUNX1] is essential for the survival of <mast cells>.", "activates"),
        ("[IL-5] is crucial for the function of <eosinophils>.", "activates"),
    ],
)
def test_what_makes_a_cell_acts_on_it(marked: str, relation: str, language: Language) -> None:
    assert {found[1] for found in said(language, marked)} == {relation}


@pytest.mark.parametrize(
    "marked",
    [
        "<Macrophage> maturation drives [CCL2] signaling.",
        "<B cell> differentiation is critical for [IL-6].",
        "<Mast cells> are required for [IL-13].",
        "<Mast cells> essential for [IL-13] were lost.",
        "[IL-13] requires <mast cells>.",
        "<Progenitors> differentiated into [basophil].",
        "[KLF2] is needed for the induction of CCR7 in <neutrophils>.",
        "[CEBPA] is more important than [CEBPB] in those cells for <B cells>.",
    ],
)
def test_what_the_cell_does_is_not_done_to_it(marked: str, language: Language) -> None:
    assert not [found for found in said(language, marked) if found[0] != "CEBPA"]


def test_negative_regulator_does_not_activate(language: Language) -> None:
    assert said(language, "[ZBTB7A] is a negative regulator of <erythroblast> maturation.") == {
        ("ZBTB7A", "affects", "erythroblast")
    }


def test_all_of_a_long_list_are_meant(language: Language) -> None:
    marked = "Genes essential for <mast cell> development, such as [KIT], [MITF], [GATA2], [TAL1] and [LMO2], fell."
    assert len(said(language, marked)) == 5


def test_cell_becomes_another_on_the_way(language: Language) -> None:
    text, names = named(
        "<Monocytes> cultured in [CSF2] differentiate into <dendritic cells>.", Category.GENE, Category.CELL
    )
    assert ("CSF2", "activates", "dendritic cells", False) in claims(language, text, names)
