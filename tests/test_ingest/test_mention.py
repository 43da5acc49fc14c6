"""Identifiers of the graph's own, and candidates in order."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.mention import Candidate, Recognised, own_identifier
from kg.identifiers import Identifiers
from kg.model import Span
from kg.vocabulary import Category
from tests.builders import PDCD1, STAB1

NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9+ -]{0,20}", fullmatch=True)


@pytest.mark.parametrize(
    ("category", "name", "expected"),
    [
        pytest.param(Category.DRUG, "Fooximab", "litkg:drug.fooximab", id="capital"),
        pytest.param(Category.GENE, "soluble STAB1", "litkg:gene.soluble-stab1", id="blank"),
        pytest.param(
            Category.TREATMENT, "anti-PD-1 therapy", "litkg:treatment.anti-pd-1-therapy", id="hyphen"
        ),
        pytest.param(Category.CELL, "CD8+ T cell", "litkg:cell.cd8-pos-t-cell", id="plus"),
        pytest.param(Category.CELL, "CD8⁺ T cell", "litkg:cell.cd8-pos-t-cell", id="superscript-plus"),
        pytest.param(Category.GENE, "IFN-γ", "litkg:gene.ifn-gamma", id="greek"),
        pytest.param(Category.VARIANT, "c.35G>A", "litkg:variant.c-35g-a", id="variant"),
    ],
)
def test_own_identifier_spells_the_name(category: Category, name: str, expected: str) -> None:
    assert own_identifier(category, name) == expected


@pytest.mark.parametrize("category", Category, ids=lambda c: c.removeprefix("biolink:"))
def test_own_identifier_knows_every_category(category: Category) -> None:
    assert re.fullmatch(r"litkg:[a-z]+\.foo-1", own_identifier(category, "Foo-1"))


def test_own_identifier_differs_between_categories() -> None:
    assert len({own_identifier(category, "Foo-1") for category in Category}) == len(Category)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("p.R175*", "p.R175=", id="stop-or-silent"),
        pytest.param("CD3ζ", "CD3", id="unusual-greek"),
        pytest.param("因子", "蛋白", id="no-latin-letter"),
    ],
)
def test_own_identifier_keeps_different_names_apart(one: str, other: str) -> None:
    assert own_identifier(Category.VARIANT, one) != own_identifier(Category.VARIANT, other)


@given(name=NAMES, category=st.sampled_from(Category))
def test_own_identifier_is_a_curie_that_leads_back(name: str, category: Category) -> None:
    curie, identifiers = own_identifier(category, name), Identifiers()
    assert identifiers.compress(identifiers.expand(curie)) == curie


@given(name=NAMES, category=st.sampled_from(Category))
def test_own_identifier_does_not_depend_on_case(name: str, category: Category) -> None:
    assert own_identifier(category, name) == own_identifier(category, name.upper())


def test_best_is_the_first_candidate() -> None:
    first, second = Candidate(STAB1, 0.9, "label"), Candidate(PDCD1, 0.4, "alias")
    assert Recognised(Span(0, 4), (first, second)).best is first
