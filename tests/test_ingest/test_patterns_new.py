"""Names by their shape: one entity whatever the way it is written, and what shortened lists mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import patterns
from ingest.mention import Candidate, Recognised
from ingest.patterns.own import Lookup
from kg.model import Entity, Span
from kg.vocabulary import Category
from tests.timing import seconds

T_CELL = Entity("CL:0000084", "T cell", Category.CELL, ancestors=("CL:0000000",))
CD8 = Entity("CL:0000625", "CD8-positive, alpha-beta T cell", Category.CELL, ancestors=("CL:0000084",))
MOUSE = Entity("NCBITaxon:10090", "Mus musculus", Category.TAXON)


def gene(symbol: str) -> Entity:
    return Entity(f"HGNC:{symbol}", symbol, Category.GENE)


def disease(label: str) -> Entity:
    return Entity(f"MONDO:{label.replace(' ', '-')}", label, Category.DISEASE)


def drug(label: str) -> Entity:
    return Entity(f"UNII:{label}", label, Category.DRUG)


NAMES = {
    **{symbol: gene(symbol) for symbol in ("PD-1", "PD-L1", "CTLA-4", "CD19", "CD22", "CD40", "CD3", "CD28", "EGFR")},
    **{symbol: gene(symbol) for symbol in ("IL-2", "IL-4", "IL-10", "TLR2", "TLR4", "CDK4", "CDK6", "IL-13", "IL-6")},
    **{symbol: gene(symbol) for symbol in ("EML4", "ALK", "JAK", "STAT3", "BCR", "ABL", "BRAF", "TGF-β1", "TGF-β2")},
    "p53": gene("TP53"),
    "interleukin 4": gene("IL-4"),
    "IL-4 receptor": gene("IL4R"),
    "IL-6 receptor": gene("IL6R"),
    "interleukin 13": gene("IL-13"),
    "T cells": T_CELL,
    "T cell": T_CELL,
    "B cells": Entity("CL:0000236", "B cell", Category.CELL),
    "CD8+ T cells": CD8,
    "CD8-positive, alpha-beta T cell": CD8,
    "CD4+ T cells": Entity("CL:0000624", "CD4-positive, alpha-beta T cell", Category.CELL),
    "macrophages": Entity("CL:0000235", "macrophage", Category.CELL),
    "cells": Entity("CL:0000000", "cell", Category.CELL),
    "cell": Entity("CL:0000000", "cell", Category.CELL),
    "mice": MOUSE,
    "patients": Entity("NCBITaxon:9606", "Homo sapiens", Category.TAXON),
    "ovarian cancer": disease("ovarian cancer"),
    "breast cancer": disease("breast cancer"),
    "lung cancer": disease("lung cancer"),
    "diabetes": disease("diabetes"),
    "type 1 diabetes": disease("type 1 diabetes"),
    "type 2 diabetes": disease("type 2 diabetes"),
    "melanoma": disease("melanoma"),
    "NSCLC": disease("non-small cell lung cancer"),
    "nivolumab": drug("nivolumab"),
    "ipilimumab": drug("ipilimumab"),
    "ritonavir": drug("ritonavir"),
    "oxaliplatin": drug("oxaliplatin"),
}  # fmt: skip
#: what the lexicon would match in a text; the rest is only looked up
IN_TEXT = [
    n
    for n in NAMES
    if n not in ("cells", "cell", "T cell", "breast cancer", "type 1 diabetes", "type 2 diabetes")
]
_LISTED = re.compile(
    "|".join(rf"(?<![\w]){re.escape(n)}(?!\w)" for n in sorted(IN_TEXT, key=len, reverse=True))
)


def lookup(name: str) -> tuple[Candidate, ...]:
    return (Candidate(NAMES[name], 0.9, "label"),) if name in NAMES else ()


def known(text: str) -> list[Recognised]:
    return [Recognised(Span(*m.span()), lookup(m.group())) for m in _LISTED.finditer(text)]


def labels(found: Iterable[Recognised]) -> list[str]:
    return [r.best.entity.label for r in found]


def told(text: str, found: Iterable[Recognised]) -> list[str]:
    return sorted(f"{r.span.of(text)} = {r.best.entity.label}" for r in found)


@pytest.mark.parametrize(
    "text",
    [
        "anti-PD-1 antibody",
        "PD-1 antibodies",
        "PD-1-blocking antibody",
        "monoclonal antibody against PD-1",
        "antibodies to PD-1",
        "anti-PD-1 mAbs",
    ],
)
def test_antibodies_are_one_entity_however_they_are_written(text: str) -> None:
    (agent,) = patterns.find_agents(text, known(text), lookup)
    assert (agent.span.of(text), agent.best.entity.id) == (text, "litkg:drug.anti-pd-1-antibody")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("anti-CTLA-4 and anti-PD-1 mAbs", ["anti-CTLA-4 antibody", "anti-PD-1 antibody"], id="noun"),
        pytest.param("anti-CD3 and CD28 antibodies", ["anti-CD3 antibody", "anti-CD28 antibody"], id="shared-anti"),
        pytest.param("IL-4 and anti-CD40 antibodies", ["anti-CD40 antibody"], id="cytokine-beside-antibody"),
        pytest.param("PD-L1/PD-1 inhibitors", ["PD-1/PD-L1 inhibitor"], id="order-of-targets"),
        pytest.param("anti-PD-(L)1 therapy", ["anti-PD-1/PD-L1 therapy"], id="optional-letter"),
        pytest.param("agonistic anti-CD40 antibody", ["anti-CD40 agonist antibody"], id="agonist"),
        pytest.param("EGFR-targeted therapy", ["anti-EGFR therapy"], id="targeted"),
        pytest.param("EGFR TKIs", ["EGFR inhibitor"], id="tki"),
        pytest.param("STAT3 siRNA", ["STAT3 siRNA"], id="sirna"),
        pytest.param("an inhibitor of EGFR", [], id="said-in-words"),
        pytest.param("IL-2 therapy", [], id="given-not-blocked"),
    ],
)  # fmt: skip
def test_agents_of_several_targets_and_kinds(text: str, expected: list[str]) -> None:
    assert labels(patterns.find_agents(text, known(text), lookup)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "CD19 CAR T cells",
        "anti-CD19 CAR-T cells",
        "CD19-targeted CAR T cell",
        "CD19-directed chimeric antigen receptor T cells",
    ],
)
def test_car_cells_are_one_entity_however_they_are_written(text: str) -> None:
    (cell,) = patterns.find_car_cells(text, known(text), lookup)
    assert (cell.span.of(text), cell.best.entity.id) == (text, "litkg:cell.anti-cd19-car-t-cell")
    assert "CL:0000084" in cell.best.entity.ancestors


def test_car_cell_therapy_is_a_treatment() -> None:
    text = "CD19/CD22 CAR T cell therapy"
    (found,) = patterns.find_car_cells(text, known(text), lookup)
    assert found.best.entity.category is Category.TREATMENT


@pytest.mark.parametrize(
    "text",
    [
        "PD-1high CD8+ T cells",
        "CD8+PD-1high T cells",
        "CD8(+)PD-1(hi) T cells",
        "CD8⁺ PD1hi T cells",
        "CD8-positive, PD-1bright T cells",
        "PD-1++CD8+ T cells",
        "CD8 + PD-1high T cells",
    ],
)
def test_marked_cells_are_one_entity_however_they_are_written(text: str) -> None:
    (cell,) = patterns.find_marked_cells(text, known(text), lookup)
    assert (cell.span.of(text), cell.best.entity.label) == (text, "CD8+ PD-1hi T cell")
    assert cell.best.entity.ancestors[:2] == ("CL:0000625", "CL:0000084")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("CD8-positive T cells", ["CD8-positive, alpha-beta T cell"], id="ontology-wins"),
        pytest.param("CD45RA-CCR7+ T cells", ["CD45RA- CCR7+ T cell"], id="glued-minus"),
        pytest.param("Lin-Sca-1+c-Kit+ cells", ["Lin- Sca-1+ c-Kit+ cell"], id="any-cell"),
        pytest.param("HLA-DR+ macrophages", ["HLA-DR+ macrophage"], id="hyphen-in-the-marker"),
        pytest.param("TUNEL-positive cells", [], id="stain"),
        pytest.param("HIV-positive T cells", [], id="virus"),
        pytest.param("IL-2-treated T cells", [], id="treated"),
        pytest.param("VEGF-A + T cells", [], id="and"),
    ],
)
def test_marks_are_told_from_other_words(text: str, expected: list[str]) -> None:
    assert labels(patterns.find_marked_cells(text, known(text), lookup)) == expected


@pytest.mark.parametrize(
    "text", ["CD34+CD38- progenitors", "CD38-CD34+ progenitors", "CD34+ CD38- progenitor"]
)
def test_a_marked_cell_without_a_link_gets_its_marks_in_order(text: str) -> None:
    spotted = Recognised(Span(0, len(text)), (Candidate(patterns.own(Category.CELL, text), 0.5, "spotted"),))
    (cell,) = patterns.find_marked_cells(text, [spotted], lookup)
    assert cell.best.entity.id == "litkg:cell.cd34-pos-cd38-neg-progenitor"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("IL-2, -4 and -10 rose", ["-10 = IL-10", "-4 = IL-4"], id="hyphens"),
        pytest.param("TLR2/4 rose", ["4 = TLR4"], id="slash"),
        pytest.param("CDK4/6.", ["6 = CDK6"], id="slash-before-full-stop"),
        pytest.param("TGF-β1 and -β2", ["-β2 = TGF-β2"], id="greek"),
        pytest.param("interleukins 4 and 13", ["13 = IL-13", "interleukins 4 = IL-4"], id="plural"),
        pytest.param("IL-4 and 13 patients", [], id="bare-number"),
        pytest.param("IL-2/IL-4", [], id="both-in-full"),
        pytest.param("CD4+ and CD8+ T cells", ["CD4+ = CD4-positive, alpha-beta T cell"], id="marked-cells"),
        pytest.param("B and T cells", ["B = B cell"], id="cells"),
        pytest.param("breast and ovarian cancer", ["breast = breast cancer"], id="diseases"),
        pytest.param("type 1 and 2 diabetes", ["2 diabetes = type 2 diabetes", "type 1 = type 1 diabetes"], id="kind"),
        pytest.param("in breast, ovarian cancer", [], id="comma-alone"),
        pytest.param("stage and ovarian cancer", [], id="no-such-disease"),
    ],
)  # fmt: skip
def test_conjuncts_mean_what_the_list_spares(text: str, expected: list[str]) -> None:
    assert told(text, patterns.find_conjuncts(text, known(text), lookup)) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "category", "expected"),
    [
        pytest.param("IL-4 and -13", Category.GENE, ["-13 = IL-13", "IL-4 = IL-4"], id="genes"),
        pytest.param(
            "breast and ovarian cancer",
            Category.DISEASE,
            ["breast = breast cancer", "ovarian cancer = ovarian cancer"],
            id="diseases",
        ),
    ],
)
def test_a_list_that_was_taken_for_one_name_is_taken_apart(
    text: str, category: Category, expected: list[str]
) -> None:
    whole = Recognised(Span(0, len(text)), (Candidate(Entity("litkg:x.y", text, category), 0.5, "spotted"),))
    parts = list(patterns.find_conjuncts(text, [whole], lookup))
    assert told(text, parts) == expected
    assert patterns.without_lists([whole], parts) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("mutant p53 rose", ["mutant p53 = mutant TP53"], id="mutant"),
        pytest.param("p-STAT3 and phosphorylation", ["p-STAT3 = phosphorylated STAT3"] , id="hyphen"),
        pytest.param("pSTAT3, a phosphoprotein", ["pSTAT3 = phosphorylated STAT3"], id="glued"),
        pytest.param("levels of phosphorylated STAT3", ["phosphorylated STAT3 = phosphorylated STAT3"], id="adj"),
        pytest.param("JAK phosphorylated STAT3", [], id="verb"),
        pytest.param("Truncated p53 rose", ["Truncated p53 = truncated TP53"], id="first-word"),
        pytest.param("the pSTAT3 plasmid was phosphorylated", [], id="plasmid"),
        pytest.param("pSTAT3 vanished", [], id="nothing-on-phosphorylation"),
    ],
)  # fmt: skip
def test_changed_genes_are_forms_of_the_gene(text: str, expected: list[str]) -> None:
    found = {r.span: r for r in patterns.find_changed_genes(text, known(text), lookup)}
    assert told(text, found.values()) == expected
    assert all(r.best.entity.ancestors[0].startswith("HGNC:") for r in found.values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("EGFR-mutant NSCLC", ["EGFR-mutant non-small cell lung cancer"], id="mutant"),
        pytest.param("EGFR-mutated NSCLC", ["EGFR-mutant non-small cell lung cancer"], id="mutated"),
        pytest.param("BRAF V600E-mutant melanoma", ["BRAF V600E-mutant melanoma"], id="variant"),
        pytest.param("STAT3-/- mice", ["STAT3-deficient mouse"], id="minus-minus"),
        pytest.param("STAT3 knockout mice", ["STAT3-deficient mouse"], id="knockout"),
        pytest.param("p53-null cells", ["TP53-deficient cell"], id="null"),
        pytest.param("EGFR mutated patients", [], id="patients"),
        pytest.param("EGFR in NSCLC", [], id="no-state"),
    ],
)
def test_carriers_of_a_genotype_are_one_entity(text: str, expected: list[str]) -> None:
    assert labels(patterns.find_carriers(text, known(text), lookup)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The EML4-ALK fusion; EML4-ALK again", ["EML4::ALK", "EML4::ALK"], id="told-once"),
        pytest.param("BCR::ABL rose", ["BCR::ABL"], id="double-colon"),
        pytest.param("the fusion protein EML4/ALK", ["EML4::ALK"], id="cue-before"),
        pytest.param("JAK-STAT3 signalling", [], id="pathway"),
        pytest.param("EML4-ALK transcription", [], id="transcription"),
    ],
)
def test_fusions_have_both_genes_as_parents(text: str, expected: list[str]) -> None:
    found = list(patterns.find_fusions(text, known(text), lookup))
    assert labels(found) == expected
    assert all(len(r.best.entity.ancestors) == 2 for r in found)


@pytest.mark.parametrize(
    "text",
    [
        "nivolumab plus ipilimumab",
        "ipilimumab in combination with nivolumab",
        "ipilimumab combined with nivolumab",
        "nivolumab and ipilimumab combination therapy",
        "nivolumab/ipilimumab combination",
    ],
)
def test_combinations_are_one_treatment_whatever_the_order(text: str) -> None:
    (found,) = patterns.find_combinations(text, known(text))
    assert found.best.entity.id == "litkg:treatment.ipilimumab-plus-nivolumab"
    assert found.span.of(text) == text
    assert len(found.inner) == 2


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("combination of nivolumab and ipilimumab", 1, id="said-before"),
        pytest.param("nivolumab and ipilimumab", 0, id="only-listed"),
        pytest.param("nivolumab plus ritonavir-boosted lopinavir", 0, id="part-of-a-word"),
        pytest.param("nivolumab plus nivolumab", 0, id="the-same"),
    ],
)
def test_combinations_are_said_to_be_given_together(text: str, count: int) -> None:
    assert len(list(patterns.find_combinations(text, known(text)))) == count


@pytest.mark.parametrize("text", ["FOLFOX", "mFOLFOX6", "FOLFOX-4"])
def test_regimens_are_found_with_their_drugs(text: str) -> None:
    (found,) = patterns.find_regimens(text, lookup)
    assert (found.best.entity.label, found.best.entity.ancestors) == ("FOLFOX", ("UNII:oxaliplatin",))


def test_a_regimen_of_two_names_is_one() -> None:
    (found,) = patterns.find_regimens("RCHOP", lookup)
    assert found.best.entity.label == "R-CHOP"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("AZD1234 was", "AZD-1234", id="company"),
        pytest.param("AZD 1234 was", "AZD-1234", id="blank"),
        pytest.param("treated with QX-1234", "QX-1234", id="given"),
        pytest.param("QX-1234 (10 mg/kg)", "QX-1234", id="dose"),
        pytest.param("QX-1234 rose", None, id="no-sign-of-a-drug"),
        pytest.param("treated with NCT-01234", None, id="trial"),
        pytest.param("treated with IL-12", None, id="cytokine"),
        pytest.param("treated MCF-10 cells", None, id="line"),
        pytest.param("abzaparvovec was", "abzaparvovec", id="gene-therapy"),
        pytest.param("quxiran and zolisiran", "zolisiran", id="sirna-stem"),
        pytest.param("to intercept it", None, id="english"),
        pytest.param("fooximab zolotecan was", "fooximab zolotecan", id="conjugate"),
    ],
)
def test_drugs_are_found_by_stem_or_code(text: str, expected: str | None) -> None:
    assert labels(patterns.find_drugs(text, [])) == ([expected] if expected else [])


Found = Callable[[str, Sequence[Recognised]], Iterator[Recognised]]
FINDERS: dict[str, Found] = {
    "agents": lambda text, names: patterns.find_agents(text, names, lookup),
    "car-cells": lambda text, names: patterns.find_car_cells(text, names, lookup),
    "marked-cells": lambda text, names: patterns.find_marked_cells(text, names, lookup),
    "conjuncts": lambda text, names: patterns.find_conjuncts(text, names, lookup),
    "changed-genes": lambda text, names: patterns.find_changed_genes(text, names, lookup),
    "carriers": lambda text, names: patterns.find_carriers(text, names, lookup),
    "fusions": lambda text, names: patterns.find_fusions(text, names, lookup),
    "combinations": patterns.find_combinations,
    "regimens": lambda text, _: patterns.find_regimens(text, lookup),
    "soluble": lambda text, names: patterns.find_soluble_forms(text, names, lookup),
    "drugs": patterns.find_drugs,
    "variants": patterns.find_variants,
    "introduced": patterns.find_introduced,
}
PIECES = [
    *"()/,-+ ;.α1s🧬\u0301\0Aβ漢", "anti-", "PD-1", "IL-2", "CD8+", "T cells", " and ", "-4", "/4", "mice", "-/-",
    " plus ", "nivolumab", "phospho", "mutant ", "CAR T", " cells", "high", "(+)", "fusion", "::", "p.", "AZD12", "mab",
]  # fmt: skip


@pytest.mark.parametrize("find", FINDERS.values(), ids=FINDERS)
@settings(max_examples=40, deadline=None)
@given(text=st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_patterns_stay_inside_odd_text(find: Found, text: str) -> None:
    for name in find(text, known(text)):
        assert 0 <= name.span.start < name.span.end <= len(text)
        assert all(name.span.contains(part) for part in name.inner)
        assert name.span.of(text).strip() == name.span.of(text)


@pytest.mark.parametrize("find", FINDERS.values(), ids=FINDERS)
@pytest.mark.parametrize(
    "unit",
    [
        "(",
        "+",
        "-",
        "1",
        "A",
        "a-",
        "A1",
        "CD4+",
        "IL-2, ",
        "/4",
        "PD-1/",
        "PD-1 and ",
        "T cells and ",
        "nivolumab+",
    ],
)
def test_patterns_take_time_in_proportion_to_the_text(find: Found, unit: str) -> None:
    def spent(size: int) -> float:
        text = unit * (size // len(unit))
        names = known(text)
        assert len(list(find(text, names))) <= len(text)
        return seconds(lambda: list(find(text, names)))

    assert spent(40_000) <= 8 * spent(10_000) + 0.3


def counted(calls: list[str]) -> Lookup:
    def look(name: str) -> tuple[Candidate, ...]:
        calls.append(name)
        return lookup(name)

    return look


@pytest.mark.parametrize(
    "unit", ["CD4+CD8- T cells ", "IL-2, -4 ", "B and T cells ", "sPD-1 ", "PD-1-mutant mice "]
)
def test_lookups_grow_with_the_text_and_no_faster(unit: str) -> None:
    asked = []
    for times in (50, 100):
        calls: list[str] = []
        text = unit * times
        look, names = counted(calls), known(text)
        for find in (
            patterns.find_marked_cells,
            patterns.find_conjuncts,
            patterns.find_soluble_forms,
            patterns.find_carriers,
        ):
            list(find(text, names, look))
        asked.append(len(calls))
    assert asked[1] <= 2 * asked[0] + 2


def test_an_agent_is_named_by_the_long_form_with_its_short_form() -> None:
    text = "interleukin 4 (IL-4) antagonists"
    (agent,) = patterns.find_agents(text, known(text), lookup)
    assert (agent.span.of(text), agent.best.entity.label) == (text, "IL-4 antagonist")
    assert [span.of(text) for span in agent.inner] == ["interleukin 4", "IL-4"]
    other = "interleukin 4 (IL-4) rose"
    assert list(patterns.find_agents(other, known(other), lookup)) == []


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        pytest.param("IL-4 receptors", ["IL-4"], ["IL-4 receptors = IL4R"], id="noun"),
        pytest.param("IL-4 (B4) receptor", ["IL-4"], ["IL-4 (B4) receptor = IL4R"], id="short-form"),
        pytest.param("IL-4, IL-6 and CSF receptors", ["IL-4", "IL-6", "CSF receptors"],
                     ["IL-4 = IL4R", "IL-6 = IL6R"], id="shared"),
        pytest.param("IL-4 and the IL-6 receptor", ["IL-4", "IL-6 receptor"], [], id="singular"),
        pytest.param("TLR2 receptors", ["TLR2"], [], id="no-such-receptor"),
        pytest.param("blocks the receptor for IL-4.", ["IL-4"], ["receptor for IL-4 = IL4R"], id="before"),
        pytest.param("CD124, the receptor for IL-4.", ["IL-4"], [], id="said-of-another"),
        pytest.param("is the receptor for IL-4.", ["IL-4"], [], id="said-of-the-subject"),
        pytest.param("blocks the receptor for IL-4 and IL-6", ["IL-4", "IL-6"], [], id="of-several"),
    ],
)  # fmt: skip
def test_receptors_are_found_by_what_they_bind(text: str, names: list[str], expected: list[str]) -> None:
    given_ = [
        Recognised(Span(at, at + len(name)), lookup(name) or (Candidate(gene(name), 0.8, "found"),))
        for name in names
        for at in (text.index(name),)
    ]
    assert told(text, patterns.find_receptors(text, given_, lookup)) == expected


@pytest.mark.parametrize(
    ("text", "label", "category"),
    [
        ("CAR-macrophages", "CAR macrophage", Category.CELL),
        ("chimeric antigen receptor macrophages", "CAR macrophage", Category.CELL),
        ("CAR-macrophages therapy", "CAR macrophage therapy", Category.TREATMENT),
    ],
)
def test_cells_have_a_car_whatever_it_binds(text: str, label: str, category: Category) -> None:
    (cell,) = patterns.find_cells_with_cars(text, known(text), lookup)
    assert (cell.span.of(text), cell.best.entity.label, cell.best.entity.category) == (text, label, category)
