"""Names that no list holds, found by their shape: what is found, what it is made of, and what is left alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from ingest import patterns
from ingest.mention import Candidate, Recognised
from kg.model import Entity, Span
from kg.vocabulary import Category

Finder = Callable[[str, Sequence[Recognised]], object]

GENES = {
    name: Entity(f"HGNC:{number}", name, Category.GENE)
    for number, name in enumerate(
        ["EGFR", "ALK", "PD-1", "PD-L1", "CTLA-4", "BRAF", "TP53", "CD14", "LYVE-1"], 1
    )
}
MEK = Entity("FPLX:MEK", "MEK", Category.GENE_FAMILY)
CELLS = {
    "T cells": Entity("CL:0000084", "T cell", Category.CELL, ancestors=("CL:0000542", "CL:0000000")),
    "macrophages": Entity("CL:0000235", "macrophage", Category.CELL, ancestors=("CL:0000000",)),
}
ENTITIES = {**GENES, "MEK": MEK, **CELLS, "asthma": Entity("MONDO:0004979", "asthma", Category.DISEASE)}


def known(text: str, *names: str) -> list[Recognised]:
    """The places where the text says these names, each linked to the entity of the same name."""
    found = []
    for name in names:
        start = text.index(name)
        while start >= 0:
            candidate = Candidate(ENTITIES[name], 0.9, "label")
            found.append(Recognised(Span(start, start + len(name)), (candidate,)))
            start = text.find(name, start + 1)
    return sorted(found, key=lambda r: r.span.start)


def lookup(name: str) -> tuple[Candidate, ...]:
    return (Candidate(ENTITIES[name], 0.9, "label"),) if name in ENTITIES else ()


def told(text: str, found: object) -> list[str]:
    """What was found, as "surface = label"."""
    return [f"{r.span.of(text)} = {r.best.entity.label}" for r in found]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        pytest.param(
            "An anti-PD-1 antibody.", ["PD-1"], ["anti-PD-1 antibody = anti-PD-1 antibody"], id="antibody"
        ),
        pytest.param("Anti-PD-1 mAbs act.", ["PD-1"], ["Anti-PD-1 mAbs = anti-PD-1 antibody"], id="mabs"),
        pytest.param(
            "anti-CTLA-4 therapy", ["CTLA-4"], ["anti-CTLA-4 therapy = anti-CTLA-4 therapy"], id="therapy"
        ),
        pytest.param("anti-PD-1 failed", ["PD-1"], ["anti-PD-1 = anti-PD-1 therapy"], id="bare"),
        pytest.param(
            "anti-PD-1/PD-L1 therapy",
            ["PD-1", "PD-L1"],
            ["anti-PD-1/PD-L1 therapy = anti-PD-1/PD-L1 therapy"],
            id="joined",
        ),
        pytest.param(
            "anti-PD-L1-based immunotherapy",
            ["PD-L1"],
            ["anti-PD-L1-based immunotherapy = anti-PD-L1 therapy"],
            id="based",
        ),
        pytest.param("EGFR inhibitors", ["EGFR"], ["EGFR inhibitors = EGFR inhibitor"], id="inhibitors"),
        pytest.param(
            "EGFR tyrosine kinase inhibitor",
            ["EGFR"],
            ["EGFR tyrosine kinase inhibitor = EGFR inhibitor"],
            id="kinase",
        ),
        pytest.param(
            "EGFR blockers", ["EGFR"], ["EGFR blockers = EGFR inhibitor"], id="blocker-is-inhibitor"
        ),
        pytest.param("PD-1 blockade", ["PD-1"], ["PD-1 blockade = PD-1 blockade"], id="blockade"),
        pytest.param("PD-1 agonist", ["PD-1"], ["PD-1 agonist = PD-1 agonist"], id="agonist"),
        pytest.param(
            "EGFR, ALK and MEK inhibitors",
            ["EGFR", "ALK", "MEK"],
            ["ALK = ALK inhibitor", "EGFR = EGFR inhibitor", "MEK inhibitors = MEK inhibitor"],
            id="list",
        ),
        pytest.param(
            "EGFR or ALK inhibitors",
            ["EGFR", "ALK"],
            ["ALK inhibitors = ALK inhibitor", "EGFR = EGFR inhibitor"],
            id="or",
        ),
        pytest.param("EGFR Inhibitors", ["EGFR"], ["EGFR Inhibitors = EGFR inhibitor"], id="heading"),
        pytest.param("asthma inhibitors", ["asthma"], [], id="no-gene"),
        pytest.param("EGFR inhibits ALK", ["EGFR", "ALK"], [], id="verb"),
        pytest.param("EGFR. Inhibitors of ALK", ["EGFR", "ALK"], [], id="over-a-full-stop"),
        pytest.param("anti-EGFR CAR T cells", ["EGFR"], [], id="car"),
        pytest.param("manti-EGFR was", ["EGFR"], [], id="not-a-prefix"),
    ],
)
def test_agents_are_found(text: str, names: list[str], expected: list[str]) -> None:
    assert sorted(told(text, patterns.find_agents(text, known(text, *names)))) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        pytest.param("anti-PD-1 antibodies", Category.DRUG, id="antibody-is-drug"),
        pytest.param("anti-PD-1 therapy", Category.TREATMENT, id="therapy-is-treatment"),
        pytest.param("PD-1 inhibitor", Category.DRUG, id="inhibitor-is-drug"),
        pytest.param("PD-1 blockade", Category.TREATMENT, id="blockade-is-treatment"),
    ],
)
def test_agents_have_a_category_and_keep_their_target(text: str, category: Category) -> None:
    (agent,) = patterns.find_agents(text, known(text, "PD-1"))
    assert agent.best.entity.category is category
    assert [span.of(text) for span in agent.inner] == ["PD-1"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("serum sPD-L1 rose", ["sPD-L1 = soluble PD-L1"], id="prefix"),
        pytest.param("soluble CD14 rose", ["soluble CD14 = soluble CD14"], id="word"),
        pytest.param("Cells shed CD14", [], id="shed-is-a-verb"),
        pytest.param("sPD-L1-high patients", ["sPD-L1 = soluble PD-L1"], id="trailing-part"),
        pytest.param("sIgM on B cells", [], id="surface"),
        pytest.param("the soluble form of CD14", [], id="form-of-names-the-base"),
        pytest.param("siRNA and sFoo9", [], id="unknown-base"),
        pytest.param("isPD-L1 high", [], id="inside-a-word"),
        pytest.param("soluble asthma", [], id="no-gene"),
    ],
)
def test_soluble_forms_are_found(text: str, expected: list[str]) -> None:
    names = known(text, *(name for name in ("CD14", "asthma") if name in text))
    assert told(text, patterns.find_soluble_forms(text, names, lookup)) == expected


def test_soluble_form_belongs_to_its_base() -> None:
    (form,) = patterns.find_soluble_forms("sPD-L1 rose", [], lookup)
    entity = form.best.entity
    assert (entity.id, entity.ancestors) == ("litkg:gene.soluble-pd-l1", (GENES["PD-L1"].id,))
    assert entity.synonyms == ("sPD-L1",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("LYVE-1+ macrophages", "LYVE-1+ macrophage", id="plus"),
        pytest.param("LYVE-1⁺ macrophages", "LYVE-1+ macrophage", id="superscript"),
        pytest.param("CD206-positive macrophages", "CD206+ macrophage", id="positive"),
        pytest.param("CD206-expressing macrophages", "CD206+ macrophage", id="expressing"),
        pytest.param("CD206−macrophages", "CD206- macrophage", id="minus"),
        pytest.param("CD8+CD103+ T cells", "CD8+ CD103+ T cell", id="two"),
        pytest.param("CD103+ CD8+ T cells", "CD8+ CD103+ T cell", id="order-does-not-matter"),
        pytest.param("PD-1high T cells", "PD-1hi T cell", id="high"),
        pytest.param("PD-1lo T cells", "PD-1lo T cell", id="low"),
        pytest.param("M2-like macrophages", "M2-like macrophage", id="like"),
        pytest.param("M2-polarized macrophages", "M2-polarized macrophage", id="polarised"),
        pytest.param("tumour macrophages", None, id="no-marker"),
        pytest.param("In CD8 T cells", None, id="no-sign"),
    ],
)
def test_marked_cells_are_found(text: str, expected: str | None) -> None:
    names = known(text, *(name for name in CELLS if name in text))
    found = list(patterns.find_marked_cells(text, names))
    assert [r.best.entity.label for r in found] == ([expected] if expected else [])
    assert all(r.span == Span(0, len(text)) for r in found)


def test_marked_cell_is_a_kind_of_its_head() -> None:
    text = "CD8+ T cells"
    (cell,) = patterns.find_marked_cells(text, known(text, "T cells"))
    assert cell.best.entity.ancestors == ("CL:0000084", "CL:0000542", "CL:0000000")


@pytest.mark.parametrize(
    "name",
    [
        "fooximab",
        "Zantuzumab",
        "barotinib",
        "quxaciclib",
        "zanvaparib",
        "delanzomib",
        "foosertib",
        "baxicabtagene",
    ],
)
def test_drugs_are_found_by_their_stem(name: str) -> None:
    text = f"We gave {name} to mice."
    (drug,) = patterns.find_drugs(text, [])
    assert (drug.span.of(text), drug.best.entity.category) == (name, Category.DRUG)
    assert drug.best.entity.id == f"litkg:drug.{name.lower()}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("fooximab vedotin was", ["fooximab vedotin"], id="conjugate"),
        pytest.param("fooximab given to", ["fooximab"], id="next-word"),
        pytest.param("fooximab-abcd was", ["fooximab-abcd"], id="biosimilar"),
        pytest.param("Fab and mab and a collab", [], id="too-short"),
        pytest.param("We grab the lab", [], id="common-words"),
    ],
)
def test_drugs_end_where_the_name_does(text: str, expected: list[str]) -> None:
    assert [r.span.of(text) for r in patterns.find_drugs(text, [])] == expected


def test_drugs_leave_alone_what_is_known() -> None:
    text = "barotinib"
    assert not list(patterns.find_drugs(text, [Recognised(Span(0, 9), lookup("EGFR"))]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("carriers of rs12345", ["rs12345 = rs12345"], id="snp"),
        pytest.param("p.Arg175His", ["p.Arg175His = p.Arg175His"], id="three-letter"),
        pytest.param("p.R175H", ["p.R175H = p.R175H"], id="one-letter"),
        pytest.param("c.35G>A", ["c.35G>A = c.35G>A"], id="dna"),
        pytest.param("c.76_78delACT", ["c.76_78delACT = c.76_78delACT"], id="deletion"),
        pytest.param("BRAF V600E", ["V600E = BRAF V600E"], id="beside-its-gene"),
        pytest.param(
            "BRAF-V600E",
            ["V600E = BRAF V600E"],
            id="hyphen",
        ),
        pytest.param(
            "the T790M mutation of ALK was seen in every fourth of the patients of this trial",
            ["T790M = T790M"],
            id="early-in-a-long-text",
        ),
        pytest.param("BRAF (V600E)", ["V600E = BRAF V600E"], id="brackets"),
        pytest.param("the mutation T790M", ["T790M = T790M"], id="mutation-before"),
        pytest.param("the T790M mutation", ["T790M = T790M"], id="mutation-after"),
        pytest.param("buffer H300K was used", [], id="no-context"),
        pytest.param("the mutation A100A", [], id="no-change"),
        pytest.param("sample rs12", [], id="too-few-digits"),
    ],
)
def test_variants_are_found(text: str, expected: list[str]) -> None:
    names = known(text, "BRAF") if "BRAF" in text else []
    assert told(text, patterns.find_variants(text, names)) == expected


def test_variants_by_number_have_their_public_identifier() -> None:
    (variant,) = patterns.find_variants("rs12345", [])
    assert variant.best.entity.id == "DBSNP:rs12345"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The protein Foo-3 rose.", [("Foo-3", Category.GENE)], id="protein"),
        pytest.param("the Foo3 receptor rose", [("Foo3", Category.GENE)], id="receptor-after"),
        pytest.param("the drug XY-1234 failed", [("XY-1234", Category.DRUG)], id="drug"),
        pytest.param("the antibody, called XY314, slows it", [("XY314", Category.DRUG)], id="called"),
        pytest.param("a vaccine known as Xyz-9", [("Xyz-9", Category.DRUG)], id="known-as"),
        pytest.param("XY314, a new bispecific antibody, failed", [("XY314", Category.DRUG)], id="explained"),
        pytest.param(
            "XY314, an experimental pill, failed", [("XY314", Category.DRUG)], id="explained-as-pill"
        ),
        pytest.param("XY314 is an oral antiviral", [("XY314", Category.DRUG)], id="is-explained"),
        pytest.param("the molecule, dubbed XY314,", [("XY314", Category.DRUG)], id="dubbed"),
        pytest.param("a pill that is known as XY314", [("XY314", Category.DRUG)], id="is-known-as"),
        pytest.param("The vaccine, XY314, failed", [("XY314", Category.DRUG)], id="beside"),
        pytest.param("XY314 is a drug target", [], id="drug-target"),
        pytest.param("in HT29, a line that no inhibitor stops", [], id="explained-as-something-else"),
        pytest.param("anti-Xyz3 antibodies", [("Xyz3", Category.GENE)], id="target-of-antibody"),
        pytest.param(
            "The protein Foo-3 rose. Then Foo-3 fell.",
            [("Foo-3", Category.GENE), ("Foo-3", Category.GENE)],
            id="everywhere",
        ),
        pytest.param("The protein IgG1 rose.", [], id="immunoglobulin"),
        pytest.param("drug COVID-19 data", [], id="covid"),
        pytest.param("gene Fig2 shows", [], id="figure"),
        pytest.param("the antibody B7 was", [], id="too-short"),
        pytest.param("protein levels in Day-3 mice", [], id="not-next-to-it"),
        pytest.param("anti-inflammatory drugs", [], id="anti-inflammatory"),
        pytest.param("the protein siRNA fell", [], id="no-digit"),
        pytest.param("a Foo-3xyzzy-protein", [], id="no-blank"),
    ],
)
def test_introduced_names_are_found(text: str, expected: list[tuple[str, Category]]) -> None:
    found = patterns.find_introduced(text, [])
    assert [(r.span.of(text), r.best.entity.category) for r in found] == expected


def test_introduced_names_are_less_sure_than_listed_ones() -> None:
    (name,) = patterns.find_introduced("The protein Foo-3 rose.", [])
    assert name.best.score < 0.7
    assert name.best.reason == "not in the lexicon; introduced by the text"


def test_without_covered_keeps_the_target_inside_an_agent() -> None:
    text = "anti-PD-1 antibody of EGFR"
    inside = known(text, "PD-1", "EGFR")
    swallowed = Recognised(Span(10, 18), lookup("EGFR"))
    agent = next(iter(patterns.find_agents(text, inside)))
    kept = list(patterns.without_covered([*inside, swallowed], [agent]))
    assert [r.span.of(text) for r in kept] == ["PD-1", "EGFR"]
