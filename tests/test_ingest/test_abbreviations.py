"""Short forms and what they stand for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language import find_abbreviations


def defined(text: str) -> list[tuple[str, str]]:
    return [(text[slice(*found.short)], text[slice(*found.long)]) for found in find_abbreviations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Protein kinase C (PKC) rose.", [("PKC", "Protein kinase C")], id="plain"),
        pytest.param(
            "a tumor necrosis factor (TNF).", [("TNF", "tumor necrosis factor")], id="shortest long form"
        ),
        pytest.param("Interleukin 6 (IL-6)", [("IL-6", "Interleukin 6")], id="digit"),
        pytest.param(
            "VEGF (vascular endothelial growth factor)",
            [("VEGF", "vascular endothelial growth factor")],
            id="reversed",
        ),
        pytest.param(
            "heat shock protein [Hsp; also X]", [("Hsp", "heat shock protein")], id="square bracket"
        ),
        pytest.param(
            "c-Jun N-terminal kinase (JNK)", [("JNK", "c-Jun N-terminal kinase")], id="short prefix"
        ),
        pytest.param(
            "anti-programmed death 1 (PD-1)", [("PD-1", "programmed death 1")], id="prefix not meant"
        ),
        pytest.param(
            "central nervous system (CNS, brain)", [("CNS", "central nervous system")], id="list in bracket"
        ),
        pytest.param(
            "the “epidermal growth factor” (EGF)", [("EGF", "epidermal growth factor")], id="quotes"
        ),
        pytest.param(
            "🧬 naïve β-cell activation (NCA) 🧬", [("NCA", "naïve β-cell activation")], id="not ASCII"
        ),
        pytest.param("in mice (n = 3) and rats (see Table 1)", [], id="remarks"),
        pytest.param("1,25-(OH)2D3 of hydroxyl", [], id="chemical"),
        pytest.param("We saw it. Only then (OT) rose", [("OT", "Only then")], id="not over a full stop"),
        pytest.param(
            "poly(ADP-ribose) polymerase (PARP)",
            [("PARP", "poly(ADP-ribose) polymerase")],
            id="bracket inside the long form",
        ),
        pytest.param(
            "the thiazide-sensitive Na(+)-Cl(-) cotransporter (TSC)",
            [("TSC", "thiazide-sensitive Na(+)-Cl(-) cotransporter")],
            id="charges",
        ),
        pytest.param(
            "serotonin (5-hydroxytryptamine, 5-HT)",
            [("5-HT", "5-hydroxytryptamine")],
            id="both in the bracket",
        ),
        pytest.param(
            "the duct (CBD, common bile duct)",
            [("CBD", "common bile duct")],
            id="both in the bracket, short first",
        ),
        pytest.param(
            "the SNP(single nucleotide polymorphism)",
            [("SNP", "single nucleotide polymorphism")],
            id="no blank before the bracket",
        ),
        pytest.param(
            "tumour necrosis factor alpha (TNFα)", [("TNFα", "tumour necrosis factor alpha")], id="Greek"
        ),
        pytest.param("T cell receptor (TCRs)", [("TCRs", "T cell receptor")], id="plural short form"),
        pytest.param(
            "programmed death ligand 1, hereafter PD-L1, rose",
            [("PD-L1", "programmed death ligand 1")],
            id="without brackets",
        ),
        pytest.param(
            "confidence interval (95% confidence interval (CI))",
            [("CI", "confidence interval")],
            id="bracket in a bracket",
        ),
        pytest.param(
            "conversion in some patients undergoing cyclosporine (CsA)", [], id="last words left out"
        ),
        pytest.param("the treatment and assay (T+A)", [], id="sum"),
        pytest.param(
            "RCHOP (rituximab cyclophosphamide, doxorubicin, vincristine, prednisone)", [], id="what is in it"
        ),
        pytest.param("", [], id="empty"),
    ],
)
def test_find_abbreviations_finds_the_definition(text: str, expected: list[tuple[str, str]]) -> None:
    assert defined(text) == expected


def test_find_abbreviations_keeps_every_definition_in_order() -> None:
    text = "Protein kinase C (PKC) and protein kinase A (PKA); again protein kinase C (PKC)."
    assert [short for short, _ in defined(text)] == ["PKC", "PKA", "PKC"]


@given(st.text(st.sampled_from("aA ()[]-,.;\n1éβ🧬\ud800\0\"'"), max_size=100))
def test_find_abbreviations_stays_inside_odd_text(text: str) -> None:
    for found in find_abbreviations(text):
        assert 0 <= found.short[0] < found.short[1] <= len(text)
        assert 0 <= found.long[0] < found.long[1] <= len(text)
        assert found.long[1] <= found.short[0] or found.short[1] <= found.long[0]


@pytest.mark.parametrize(
    "text",
    [
        "(" * 500_000,
        " (AB)" * 50_000,
        "a " * 500_000 + "(AAAA)",
        "'" * 500_000 + " (QQ)",
        "A(B)" * 100_000,
        "x(y)z (" * 50_000,
    ],
)
def test_find_abbreviations_is_quick_on_hostile_text(text: str) -> None:
    assert len(find_abbreviations(text)) <= 50_000


def test_initials_go_before_letters_inside_words() -> None:
    text = (
        "The Bowman-Birk inhibitor (BBI) and tumor necrosis factor (TNF); a C-reactive protein (CRP) assay."
    )
    found = {text[slice(*one.short)]: text[slice(*one.long)] for one in find_abbreviations(text)}
    assert found == {
        "BBI": "Bowman-Birk inhibitor",
        "TNF": "tumor necrosis factor",
        "CRP": "C-reactive protein",
    }
