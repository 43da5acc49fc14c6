"""What short forms usually stand for: the table, and how it is made from definitions."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.lexicon import Lexicon
from ingest.linking.resolve import PACKAGED, USUAL
from ingest.linking.train.short_forms import agreed, definitions, senses
from ingest.linking.usual import Usual, written
from ingest.mention import Kind
from kg.errors import LexiconError
from kg.model import Document


def documents(*texts: str) -> list[Document]:
    return [Document(str(number), text) for number, text in enumerate(texts)]


AML = "They had acute myeloid leukemia (AML)."


def test_definitions_name_the_documents_that_define_a_short_form_so() -> None:
    assert definitions(documents(AML, AML)) == {"AML": {"acute myeloid leukemia": {"0", "1"}}}


def test_senses_take_the_same_in_other_words_together() -> None:
    found = {"acute myeloid leukaemia": {"1"}, "acute myeloid leukemia": {"2", "3"}, "angiomyolipoma": {"4"}}
    assert senses(found) == [("acute myeloid leukemia", 3), ("angiomyolipoma", 1)]


def test_agreed_wants_four_documents_and_most_of_all(lexicon: Lexicon) -> None:
    other = "An additive mixed linear model (AML) was fitted."
    assert list(agreed(definitions(documents(*[AML] * 3)), lexicon)) == []
    assert list(agreed(definitions(documents(*[AML] * 4, *[other] * 5)), lexicon)) == []
    assert list(agreed(definitions(documents(*[AML] * 4, other)), lexicon)) == [
        (Kind.DISEASE, "AML", "acute myeloid leukemia", 4, 4)
    ]


def test_usual_reads_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "table.tsv"
    path.write_text("\n".join(written([(Kind.GENE, "GH", "growth hormone", 9, 10)])), encoding="utf-8")
    usual = Usual.read(path)
    assert (usual.long("GH", Kind.GENE), usual.long("GH", Kind.DISEASE), len(usual)) == (
        "growth hormone",
        "",
        1,
    )


def test_usual_names_the_file_that_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "table.tsv"
    path.write_text("Genes\tGH\tgrowth hormone\t9 of 9", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"table\.tsv"):
        Usual.read(path)


def test_packaged_table_knows_common_short_forms() -> None:
    usual = Usual.read(PACKAGED / USUAL)
    assert usual.long("AML", Kind.DISEASE) == "acute myeloid leukemia"
    assert usual.long("HD", Kind.DISEASE) == ""  # as often haemodialysis
