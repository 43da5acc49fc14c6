"""What the parser reads in place of names, and the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.relate.mask import Named, mask
from kg.vocabulary import Category


def named(text: str, *told: tuple[str, Category]) -> list[Named]:
    """Names in the order of the text; a name that is told twice is the same entity."""
    found, at = [], 0
    for index, (surface, category) in enumerate(told):
        at = text.index(surface, at)
        found.append(Named(index, at, at + len(surface), category, surface.lower(), head=surface.split()[-1]))
        at += len(surface)
    return found


@pytest.mark.parametrize(
    ("text", "names", "masked"),
    [
        pytest.param(
            "PD-L1 binds IL-6",
            [("PD-L1", Category.GENE), ("IL-6", Category.GENE)],
            "Insulin binds insulin",
            id="genes",
        ),
        pytest.param(
            "We saw CD8+ T cells", [("CD8+ T cells", Category.CELL)], "We saw macrophages", id="plural"
        ),
        pytest.param("a B cell", [("B cell", Category.CELL)], "a macrophage", id="singular"),
        pytest.param(
            "the virus spread", [("virus", Category.COMPONENT)], "the nucleus spread", id="us-is-singular"
        ),
        pytest.param("in mice", [("mice", Category.TAXON)], "in mice", id="species-stay"),
        pytest.param(
            "It down-regulates IL-6", [("IL-6", Category.GENE)], "It downregulates insulin", id="hyphen"
        ),
        pytest.param("Up regulation of X", [], "Upregulation of X", id="blank"),
        pytest.param("It more than halved flare-ups", [], "It halved flares", id="measure-and-flares"),
        pytest.param("more than half of flares", [], "more than half of flares", id="no-measure"),
        pytest.param("pain , ( a , b ) ; 1 : 4 .", [], "pain, (a, b); 1: 4.", id="gaps"),
        pytest.param("down the road", [], "down the road", id="other-down"),
        pytest.param("", [], "", id="empty"),
    ],
)
def test_mask_puts_common_words_for_names(text: str, names: list[tuple[str, Category]], masked: str) -> None:
    assert mask(text, named(text, *names)).text == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        pytest.param("long name (LN) acts", "Insulin acts", id="round"),
        pytest.param("long name [LN] acts", "Insulin acts", id="square"),
        pytest.param("long name ( LN ) acts", "Insulin acts", id="gaps"),
        pytest.param("long name, LN acts", "Insulin, insulin acts", id="no-brackets"),
        pytest.param("long name (LN, x) acts", "Insulin (insulin, x) acts", id="more-in-brackets"),
    ],
)
def test_mask_takes_a_name_and_its_short_form_as_one(text: str, masked: str) -> None:
    one, other = named(text, ("long name", Category.GENE), ("LN", Category.GENE))
    same = Named(1, other.start, other.end, Category.GENE, one.entity, head="LN")
    assert mask(text, [one, same]).text == masked


def test_mask_keeps_different_names_in_brackets_apart() -> None:
    text = "IL-6 (TNF) acts"
    assert (
        mask(text, named(text, ("IL-6", Category.GENE), ("TNF", Category.GENE))).text
        == "Insulin (insulin) acts"
    )


def test_mask_leaves_inner_names_out() -> None:
    outer = Named(0, 0, 9, Category.DRUG, "anti-PD-1")
    inner = Named(1, 5, 9, Category.GENE, "PD-1", inner=True)
    masked = mask("anti-PD-1 acts", [outer, inner])
    assert (masked.text, [n.index for n in masked.names]) == ("Aspirin acts", [0])


WORDS = st.sampled_from(["down-", "regulates", "Up ", "x", "β", "😀", " (", ") ", ", ", "bind ", ". "])
NAMES = st.sampled_from(
    [
        ("IL-6", Category.GENE),
        ("CD8+ T cells", Category.CELL),
        ("mice", Category.TAXON),
        ("Q", Category.DISEASE),
        ("a very long name of a drug", Category.DRUG),
    ]
)


@st.composite
def sentences(draw: st.DrawFn) -> tuple[str, list[Named]]:
    text, names = "", []
    for piece in draw(st.lists(st.one_of(WORDS, NAMES), max_size=15)):
        if isinstance(piece, tuple):
            surface, category = piece
            names.append(
                Named(len(names), len(text), len(text) + len(surface), category, surface, head=surface)
            )
            text += surface
        else:
            text += piece
    return text, names


@given(sentence=sentences())
def test_back_leads_to_the_same_character_outside_the_masks(sentence: tuple[str, list[Named]]) -> None:
    text, names = sentence
    masked = mask(text, names)
    inside = {i for n in masked.names for i in range(n.start, n.end)}
    for at in set(range(len(masked.text))) - inside:
        assert masked.text[at] == text[masked.back(at)]


@given(sentence=sentences())
def test_masks_stand_in_order_for_names_that_were_given(sentence: tuple[str, list[Named]]) -> None:
    text, names = sentence
    masked = mask(text, names)
    assert [n.start for n in masked.names] == sorted(n.start for n in masked.names)
    assert all(masked.text[n.start : n.end].isalpha() for n in masked.names)
    assert {n.index for n in masked.names} <= {n.index for n in names}
