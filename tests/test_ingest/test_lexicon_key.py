import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.lexicon.key import fold, is_break, key, tokens
from ingest.lexicon.scan import Scan

SAME = {
    "hyphen": ("PD-1", "PD1", "PD 1", "pd-1"),
    "greek": ("TNF-α", "TNFα", "TNF alpha", "TNF-Alpha", "TNFalpha"),
    "greek in the middle": ("NF-κB", "NF-kappaB", "NFκB", "NF kappa B"),
    "plural": ("T cells", "T-cell", "T cell", "t-Cells"),
    "plural in ies": ("antibodies", "antibody"),
    "plural in ases": ("metastases", "metastasis"),
    "plural of an enzyme": ("kinases", "kinase"),
    "plural of an acronym": ("MAPKs", "MAPK", "mapk"),
    "superscript": ("CD8⁺ T cells", "CD8+ T cell", "CD8(+) T cell"),
    "british": ("tumour", "tumor", "Tumours"),
    "british blood": ("anaemia", "anemia"),
    "accent": ("Sjögren", "Sjogren", "Sjo\u0308gren"),
}


@pytest.mark.parametrize("spellings", SAME.values(), ids=SAME.keys())
def test_key_is_the_same_for_spellings_of_one_name(spellings: tuple[str, ...]) -> None:
    assert len({key(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("KRAS", "KRA"),
        ("Kras", "Kra"),
        ("PTGS2", "PTG2"),
        ("IL-1", "IL-11"),
        ("lupus", "lupu"),
        ("CD8+", "CD8"),
    ],
)
def test_key_keeps_different_names_apart(one: str, other: str) -> None:
    assert key(one) != key(other)


@given(st.text(max_size=60))
def test_tokens_lie_in_the_text_in_order(text: str) -> None:
    spans = [(start, end) for _, start, end in tokens(text)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


@given(st.text(alphabet=st.characters(min_codepoint=32), max_size=40))
def test_fold_points_each_character_back_to_where_it_came_from(text: str) -> None:
    folded, offsets = fold(text)
    places = range(len(text)) if offsets is None else offsets
    assert len(folded) == len(places)
    for character, place in zip(folded, places, strict=True):
        source = "μ" if text[place] == "µ" else text[place]
        assert character in unicodedata.normalize("NFKD", source).lower()


@pytest.mark.parametrize(
    ("gap", "before", "broken"),
    [
        (". ", "cells", True),
        (". ", "E", False),
        (" (", "factor", True),
        (") ", "+", False),
        ("=", "CI", True),
        ("\n\n", "Title", True),
        ("\n", "breast", False),
    ],
)
def test_is_break_stops_names_at_the_end_of_a_phrase(gap: str, before: str, broken: bool) -> None:
    assert is_break(gap, before) is broken


def test_scan_gives_the_closing_parenthesis_to_the_name_that_opened_it() -> None:
    text = "with CaCl(2) added (see CaCl2)"
    scan = Scan(text)
    spans = [scan.span(first, begin + len("cacl 2 ")) for first, begin in enumerate(scan.begins)]
    assert [text[slice(*span)] for span in spans if span] == ["CaCl(2)", "CaCl2"]
