"""Lists that the recogniser finds as one name: each part means something of its own."""

from __future__ import annotations

import pytest

from ingest.language import Language
from ingest.lexicon import Lexicon
from ingest.patterns.lists import take_apart
from ingest.recognise import Recogniser


@pytest.mark.parametrize(
    ("surface", "parts"),
    [
        ("IL-2, -4 and -10", ["IL-2", "IL-4", "IL-10"]),
        ("TLR2/4", ["TLR2", "TLR4"]),
        ("MMP-2 and -9", ["MMP-2", "MMP-9"]),
        ("TGF-beta1, -beta2 and -beta3", ["TGF-beta1", "TGF-beta2", "TGF-beta3"]),
        ("B and T cells", ["B cells", "T cells"]),
        ("CD4+ and CD8+ T cells", ["CD4+ T cells", "CD8+ T cells"]),
        ("VEGFR-1, - 2 and -3", ["VEGFR-1", "VEGFR-2", "VEGFR-3"]),
        ("IL-6", []),
        ("tumor necrosis factor (TNF and", []),
    ],
)
def test_take_apart_writes_each_part_out(surface: str, parts: list[str]) -> None:
    assert [part.forms[0] for part in take_apart(surface)] == parts


@pytest.fixture(scope="module")
def recogniser(lexicon: Lexicon) -> Recogniser:
    return Recogniser.open(lexicon)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "IL-2, -4 and -10 were measured.",
            {"IL-2": "HGNC:6001", "-4": "HGNC:6014", "-10": "HGNC:5962"},
        ),
        ("MMP-2 and -9 were inhibited.", {"MMP-2": "HGNC:7166", "-9": "HGNC:7176"}),
        ("STAT1/3 was active.", {"STAT1": "HGNC:11362", "3": "HGNC:11364"}),
        ("IL-1alpha and -beta fell.", {"IL-1alpha": "HGNC:5991", "-beta": "HGNC:5992"}),
        ("B and T cells were seen.", {"B": "CL:0000236", "T cells": "CL:0000084"}),
        ("Head and neck cancer was seen.", {"Head and neck cancer": "MONDO:0005627"}),
    ],
)
def test_each_part_of_a_list_is_linked(
    recogniser: Recogniser, language: Language, text: str, expected: dict[str, str]
) -> None:
    names = recogniser.recognise(text, language.sentences(text))
    assert {name.span.of(text): name.best.entity.id for name in names} == expected


def test_a_time_is_no_cell(recogniser: Recogniser, language: Language) -> None:
    text = "Samples were taken at 1 and at 2 hours after birth."
    assert recogniser.recognise(text, language.sentences(text)) == ()
