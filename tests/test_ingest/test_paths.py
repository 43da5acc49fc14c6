"""Words along the parse between two names: every line of the table is held by its own example."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from ingest.extract import Extraction
from ingest.language import Language
from ingest.relate.mask import Named, mask
from ingest.relate.paths import find
from ingest.relate.tree import read_tree
from ingest.relate.ways import Pattern, patterns
from kg.vocabulary import Category

_MARKED = re.compile(r"\[([^]]+)\]|<([^>]+)>")


def named(marked: str, acting: Category, other: Category) -> tuple[str, list[Named]]:
    """The sentence, and its names; [ ] marks those that act, < > the others."""
    text, names, at = "", [], 0
    for match in _MARKED.finditer(marked):
        text += marked[at : match.start()]
        surface = match[1] or match[2]
        category = acting if match[1] else other
        names.append(Named(len(names), len(text), len(text) + len(surface), category, surface, head=surface))
        text, at = text + surface, match.end()
    return text + marked[at:], names


def claims(language: Language, text: str, names: list[Named]) -> set[tuple[str, str, str, bool]]:
    masked = mask(text, names)
    (parse,) = map(read_tree, language.parse([masked.text]))
    return {
        (one.subject.entity, one.pattern.relation, one.object.entity, one.mode.negated)
        for one in find(parse, masked.names)
    }


def of_cell(groups: frozenset[str]) -> Category:
    return Category.CELL if "cell" in groups else Category.GENE


@pytest.mark.parametrize("pattern", patterns(), ids=lambda one: one.example[:50])
def test_pattern_finds_its_example(pattern: Pattern, language: Language) -> None:
    text, names = named(pattern.example, of_cell(pattern.first), of_cell(pattern.second))
    (acting,) = (m[1] for m in _MARKED.finditer(pattern.example) if m[1])
    (other,) = (m[2] for m in _MARKED.finditer(pattern.example) if m[2])
    assert claims(language, text, names) == {(acting, pattern.relation, other, False)}


@pytest.mark.parametrize(
    "marked",
    [
        "[IL-4] blocked the differentiation of <Th1 cells>.",
        "[T cells] and the production of <IL-2> were measured.",
        "[Macrophages] and lower <IL-17> production were seen.",
        "[B cells] respond to <IL-21> that others secrete.",
        "We asked whether [B cells] secrete <IL-10>.",
        "[T cells] secrete IL-2, whereas B cells secrete <IL-10>.",
        "IL-2 is made by [T cells], whereas <IL-10> is produced by B cells.",
    ],
)
def test_other_ways_are_no_pattern(marked: str, language: Language) -> None:
    first = Category.GENE if marked.startswith("[IL-4]") else Category.CELL
    second = Category.CELL if first is Category.GENE else Category.GENE
    assert claims(language, *named(marked, first, second)) == set()


def test_exception_of_a_list_is_denied(language: Language) -> None:
    found = claims(
        language, *named("[Th2 cells] produce <IL-4> but not <IL-12>.", Category.CELL, Category.GENE)
    )
    assert found == {("Th2 cells", "produces", "IL-4", False), ("Th2 cells", "produces", "IL-12", True)}


def test_denied_verb_before_a_molecule_makes_no_exception(language: Language) -> None:
    found = claims(language, *named("[B cells] do not produce <IL-4>.", Category.CELL, Category.GENE))
    assert found == {("B cells", "produces", "IL-4", True)}


def test_gene_of_a_way_is_no_other_word(language: Language) -> None:
    text = "[T cells] show expression of the <IL-2> gene."
    assert claims(language, *named(text, Category.CELL, Category.GENE)) == {
        ("T cells", "expresses", "IL-2", False)
    }


def test_what_is_joined_by_other_is_a_class(language: Language) -> None:
    text = "<IL-2> and other [Th1] cytokines rose."
    assert claims(language, *named(text, Category.CELL, Category.GENE)) == {
        ("Th1", "produces", "IL-2", False)
    }


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("Tacrine and donepezil are AChE inhibitors.", {("Tacrine", False), ("donepezil", False)}),
        (
            "AChE inhibitors such as tacrine and donepezil were given.",
            {("tacrine", False), ("donepezil", False)},
        ),
        ("The AChE inhibitors tacrine and donepezil were given.", {("tacrine", False), ("donepezil", False)}),
        ("The AChE inhibitor tacrine and memantine were given.", {("tacrine", False)}),
        ("Memantine is not an AChE inhibitor.", {("Memantine", True)}),
        ("AChE inhibitors and memantine were given.", set()),
        ("We found that donepezil acts as an AChE inhibitor.", {("donepezil", False)}),
        ("Memantine did not act as an AChE inhibitor.", {("Memantine", True)}),
        (
            "AChE inhibitors (e.g. tacrine, donepezil) and memantine were given.",
            {("tacrine", False), ("donepezil", False)},
        ),
        ("They took tacrine (an AChE inhibitor) daily.", {("tacrine", False)}),
    ],
)
def test_members_of_a_class_act_on_its_target(
    text: str, targets: set[tuple[str, bool]], extract: Callable[[str], Extraction]
) -> None:
    found = extract(text)
    said = [r for r in found.relations if r.relation == "inhibits"]
    assert {(found.mentions[r.subject].text, r.negated) for r in said} == targets
    assert {found.mentions[r.object].text for r in said} <= {"AChE"}


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Rituximab is an anti-CD20 antibody.", "targets"),
        ("Salbutamol is a beta2-adrenoceptor agonist.", "activates"),
        ("Losartan, an AT1 receptor antagonist, was given.", "inhibits"),
    ],
)
def test_class_says_what_its_members_do(
    text: str, relation: str, extract: Callable[[str], Extraction]
) -> None:
    assert [r.relation for r in extract(text).relations] == [relation]
