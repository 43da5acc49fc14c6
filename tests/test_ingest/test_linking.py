"""Names that the recogniser spotted, linked in the light of their document."""

from __future__ import annotations

import re

import pytest

from ingest.language import find_abbreviations
from ingest.lexicon import Lexicon
from ingest.linking.linker import Linker
from ingest.mention import Kind, Recognised, Spotted
from kg.model import Span
from kg.vocabulary import Category
from tests.timing import seconds

_MARK = re.compile(r"\[([^|\]]+)\|(\w+)\]")


def spotted(marked: str) -> tuple[str, tuple[Spotted, ...]]:
    """The text of "[TACE|Gene] sheds", and its marked names."""
    text, found, last = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[last : mark.start()]
        found.append(Spotted(Span(len(text), len(text) + len(mark[1])), Kind[mark[2].upper()], 0.9))
        text, last = text + mark[1], mark.end()
    return text + marked[last:], tuple(found)


def linked(linker: Linker, marked: str) -> list[Recognised]:
    text, names = spotted(marked)
    return list(linker.link_spotted(text, names, find_abbreviations(text)))


def identifiers(linker: Linker, marked: str) -> list[str]:
    return [one.best.entity.id for one in linked(linker, marked)]


SYMBOLS = {
    "in no list": (
        "The [transient receptor potential vanilloid 5|gene] ([TRPV5|gene]) opens.",
        ["HGNC:3145"] * 2,
    ),
    "shortened": (
        "The [SH2 domain-containing leukocyte protein of 76 kilodalton|gene] ([SLP-76|gene]) is needed.",
        ["HGNC:6529"] * 2,
    ),
}


@pytest.mark.parametrize(("marked", "found"), SYMBOLS.values(), ids=SYMBOLS.keys())
def test_long_form_that_no_list_has_is_the_gene_of_its_symbol(
    linker: Linker, marked: str, found: list[str]
) -> None:
    assert identifiers(linker, marked) == found


FORMS = {
    "gene with its noun": ("The [KRAS gene|gene] was sequenced.", "HGNC:6407"),
    "mutant": ("Cells with [mutant TP53|gene] grew.", "HGNC:11998"),
    "receptor spelled out": ("The [epidermal growth factor receptor|gene] was blocked.", "HGNC:3236"),
    "Greek letter": ("[IFN-γ|gene] rose in patients.", "HGNC:5438"),
    "adjective": ("The [hypertensive|disease] patients were older.", "MONDO:0005044"),
    "turned round": ("A family history of [cancer of the breast|disease].", "MONDO:0007254"),
    "plural": ("[Macrophages|cell_type] ate it.", "CL:0000235"),
    "origin of cells": ("[Peripheral blood monocytes|cell_type] of donors ate it.", "CL:0000576"),
    "cells of people": ("[Primary human T lymphocytes|cell_type] ate it.", "CL:0000084"),
    "line of lymphocytes": ("[Jurkat T cells|cell_line] died.", "cellosaurus:CVCL_0065"),
    "line by its lineage": ("[promyelocytic leukemia HL-60|cell_line] cells died.", "cellosaurus:CVCL_0002"),
    "innate cells": ("[Type 2 innate lymphoid cells|cell_type] ate it.", "CL:0001069"),
    "family": ("Then [NF-AT|gene] binds.", "FPLX:NFAT"),
    "British": ("[Leukaemia|disease] was seen.", "MONDO:0005059"),
    "element": ("[Pb|chemical] in the blood of children.", "CHEBI:27889"),
    "people": ("The [patients|species] were followed.", "NCBITaxon:9606"),
    "adjective of a tissue": ("The [retinal|anatomy] layers.", "UBERON:0000966"),
    "cell line with its noun": ("In [HeLa cells|cell_line] it fell.", "cellosaurus:CVCL_0030"),
}


@pytest.mark.parametrize(("marked", "identifier"), FORMS.values(), ids=FORMS.keys())
def test_link_spotted_finds_a_name_that_is_written_otherwise(
    linker: Linker, marked: str, identifier: str
) -> None:
    (name,) = linked(linker, marked)
    assert (name.best.entity.id, name.linked) == (identifier, True)
    assert name.best.reason


TRAPS = {
    "TACE": ("[transarterial chemoembolization (TACE)|disease]. [TACE|gene] was given.", "HGNC:195"),
    "CSR": ("Class switch recombination (CSR) fell. [CSR|gene] needs AID.", "HGNC:10479"),
    "ANA": ("Antinuclear antibodies (ANA) were high. [ANA|gene] rose.", "HGNC:2507"),
    "LSD": ("Lumpy skin disease (LSD) spread. [LSD|chemical] killed cattle.", "CHEBI:6605"),
    "SMA, an artery": (
        "The superior mesenteric artery (SMA) was tied. [SMA|disease] closed.",
        "MONDO:0001516",
    ),
    "SMA, an artery, no gene": (
        "The superior mesenteric artery (SMA) was tied. [SMA|gene] closed.",
        "HGNC:11117",
    ),
    "Hb, no gene": ("Habenular neurons (Hb) fire. [Hb|gene] is small.", "HGNC:4827"),
    "AD, no disease": ("Androgen deprivation (AD) helps. [AD|disease] is hard.", "MONDO:0004975"),
}


@pytest.mark.parametrize(("marked", "wrong"), TRAPS.values(), ids=TRAPS.keys())
def test_link_spotted_vetoes_what_the_long_form_does_not_resemble(
    linker: Linker, marked: str, wrong: str
) -> None:
    last = linked(linker, marked)[-1]
    assert last.best.entity.id != wrong
    assert not last.linked


DEFINED = {
    "SMA, a disease": (
        "[Spinal muscular atrophy|disease] (SMA) is rare. [SMA|disease] kills.",
        "MONDO:0001516",
    ),
    "LSD, a drug": ("[Lysergic acid diethylamide|chemical] (LSD) works. [LSD|chemical] too.", "CHEBI:6605"),
    "TACE, a gene": ("[TNF-alpha converting enzyme|gene] (TACE) sheds TNF. [TACE|gene] acts.", "HGNC:195"),
    "AD, dermatitis": ("[Atopic dermatitis|disease] (AD) itches. [AD|disease] spreads.", "MONDO:0004980"),
}


@pytest.mark.parametrize(("marked", "identifier"), DEFINED.values(), ids=DEFINED.keys())
def test_link_spotted_links_a_short_form_by_its_long_form(
    linker: Linker, marked: str, identifier: str
) -> None:
    assert identifiers(linker, marked)[-1] == identifier


def test_link_spotted_gives_a_short_form_the_sense_of_its_long_form(linker: Linker) -> None:
    marked = (
        "[Alzheimer disease|disease] ([AD|disease]) is common; [atopic dermatitis|disease] is too. "
        "[AD|disease] kills."
    )
    long, short, other, later = identifiers(linker, marked)
    assert long == short == later == "MONDO:0004975"
    assert other == "MONDO:0004980"


def test_link_spotted_reads_the_same_acronym_otherwise_in_another_document(linker: Linker) -> None:
    long, short = identifiers(linker, "[Atopic dermatitis|disease] ([AD|disease]) itches.")
    assert long == short == "MONDO:0004980"


def test_link_spotted_takes_an_apposed_code_for_the_name_before_it(linker: Linker) -> None:
    marked = "Rats had [phenobarbital|chemical] ([PB|chemical]: 15 mg). [PB|chemical] slowed them."
    assert len(set(identifiers(linker, marked))) == 1


def test_link_spotted_spells_out_short_forms_inside_names(linker: Linker) -> None:
    marked = "Cytomegalovirus (CMV) is a virus. [CMV infection|disease] followed."
    assert identifiers(linker, marked) == ["MONDO:0005132"]


def test_link_spotted_leaves_an_unknown_name_unlinked(linker: Linker) -> None:
    (name,) = linked(linker, "We gave [zorblatinib|chemical] to cells.")
    assert not name.linked
    assert name.best.entity.label == "zorblatinib"
    assert name.best.reason.startswith("not linked; ")


def test_link_spotted_makes_one_entity_of_both_forms_of_an_unknown_name(linker: Linker) -> None:
    marked = "[Quorbital lattice syndrome|disease] ([QLS|disease]) is new. [QLS|disease] is rare."
    assert len(set(identifiers(linker, marked))) == 1


def test_link_spotted_answers_for_every_name_in_order(linker: Linker) -> None:
    text, names = spotted("[IL-6|gene] and [IL-10|gene] act on [T cells|cell_type]; [IL-6|gene] more.")
    found = linker.link_spotted(text, names[::-1], ())
    assert [one.span for one in found] == [one.span for one in names[::-1]]
    assert found[0].candidates == found[-1].candidates


def test_link_spotted_gives_probabilities_best_first(linker: Linker) -> None:
    for name in linked(linker, "[ER|gene] and [PAR1|gene] with [CD44|gene], [SMA|disease] and [Hb|gene]."):
        scores = [candidate.score for candidate in name.candidates]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)


def test_link_spotted_does_not_depend_on_earlier_documents(lexicon: Lexicon) -> None:
    document = "Patients with [SMA|disease] lack [SMN1|gene]. [ER|gene] and [estrogen|chemical] matter."
    fresh = linked(Linker(lexicon), document)
    used = Linker(lexicon)
    linked(
        used, "Smooth muscle actin (SMA) and [SMA|gene]; [ER|component] is the endoplasmic reticulum (ER)."
    )
    assert linked(used, document) == fresh


def test_link_spotted_does_not_depend_on_the_other_names_being_many(linker: Linker) -> None:
    alone = linked(linker, "[IL-6|gene] rose.")[0]
    crowd = linked(linker, "[IL-6|gene] rose. " + "[zorblat|chemical] [flurbic acid|chemical] " * 40)[0]
    assert alone.best == crowd.best


VARIANTS = {
    "three letters": ("[BRAF|gene] [p.Val600Glu|variant] or [V600E|variant].", "tmVar:p|SUB|V|600|E"),
    "words": ("[valine to glutamic acid at position 600|variant] is [V600E|variant].", "tmVar:p|SUB|V|600|E"),
    "bases": ("[c.1799T>A|variant] is [1799T-->A|variant].", "tmVar:c|SUB|T|1799|A"),
}


@pytest.mark.parametrize(("marked", "identifier"), VARIANTS.values(), ids=VARIANTS.keys())
def test_link_spotted_makes_one_entity_of_all_writings_of_a_variant(
    linker: Linker, marked: str, identifier: str
) -> None:
    one, other = linked(linker, marked)[-2:]
    assert one.best.entity.id == other.best.entity.id
    assert identifier in one.best.entity.xrefs


def test_link_spotted_names_a_variant_by_its_gene(linker: Linker) -> None:
    _, variant = linked(linker, "[BRAF|gene] [G593S|variant] melanoma.")
    assert variant.best.entity.id == "litkg:variant.braf-g593s"


KNOWN = {
    "gene before it": "[BRAF|gene] [V600E|variant] melanoma.",
    "gene elsewhere": "Tumours with [V600E|variant] have active [BRAF|gene].",
    "of the coding sequence": "[BRAF|gene] [c.1799T>A|variant] melanoma.",
}


@pytest.mark.parametrize("marked", KNOWN.values(), ids=KNOWN.keys())
def test_link_spotted_knows_the_number_of_a_variant_that_everybody_names(linker: Linker, marked: str) -> None:
    (variant,) = [one for one in linked(linker, marked) if one.best.entity.category is Category.VARIANT]
    assert variant.best.entity.id == "DBSNP:rs113488022"


def test_link_spotted_numbers_no_variant_of_another_gene(linker: Linker) -> None:
    *_, variant = linked(linker, "[ARAF|gene] [V600E|variant] and [TP53|gene].")[:2]
    assert variant.best.entity.id == "litkg:variant.araf-v600e"


def test_link_spotted_tells_changes_apart_that_share_a_number(linker: Linker) -> None:
    _, one, other = linked(linker, "[KRAS|gene] [G12D|variant] or [G12V|variant].")
    assert one.best.entity.id != other.best.entity.id
    assert {"dbSNP:rs121913529"} <= set(one.best.entity.xrefs) & set(other.best.entity.xrefs)


def test_link_spotted_gives_a_drug_the_number_of_its_salt(linker: Linker) -> None:
    (name,) = linked(linker, "We gave [sildenafil|chemical].")
    assert name.best.entity.label == "sildenafil"
    assert "MESH:D000068677" in name.best.entity.xrefs


def test_link_spotted_takes_the_number_that_the_text_gives_a_variant(linker: Linker) -> None:
    marked = "The [H472Q|variant] genotype (rs1870377) helps; [His472Gln|variant] does."
    one, other = linked(linker, marked)
    assert one.best.entity.id == other.best.entity.id == "DBSNP:rs1870377"
    assert {"dbSNP:rs1870377", "tmVar:p|SUB|H|472|Q"} <= set(one.best.entity.xrefs)


ODD = {
    "other script": "腫瘍",
    "emoji": "IL-6 🧬",
    "combining characters": "te\u0301te\u0301",
    "control characters": "TNF\x00\x07",
    "signs only": "+/-",
    "brackets": "((((([[[[",
    "very long": "renal " * 2000,
}


@pytest.mark.parametrize("name", ODD.values(), ids=ODD.keys())
@pytest.mark.parametrize("kind", [Kind.GENE, Kind.DISEASE, Kind.CHEMICAL, Kind.VARIANT])
def test_link_spotted_answers_for_odd_names(linker: Linker, name: str, kind: Kind) -> None:
    (found,) = linker.link_spotted(name, (Spotted(Span(0, len(name)), kind, 0.5),), ())
    assert found.best.entity.id.partition(":")[2]


def test_link_spotted_takes_time_in_proportion_to_the_names(linker: Linker) -> None:
    words = [f"{a}{b}{c}" for a in "QXZJ" for b in "ABCDEFGHIJ" for c in "KLMNOPQRST"]
    text = " ".join(f"quick {word.lower()} {word}" for word in words) + " mouse." * 20_000
    names = tuple(
        Spotted(Span(found.start(), found.end()), Kind.CHEMICAL, 0.5)
        for found in re.finditer(r"quick \w+|[A-Z]{3}", text)
    )
    assert len(linker.link_spotted(text, names, ())) == len(names)
    assert seconds(lambda: linker.link_spotted(text, names, ()), tries=2) < 10


LONG = "Tumours were studied in many ways. " * 120
SPECIES = {
    "no species named": ("[STAB1|gene] rose.", "HGNC:18628"),
    "patients": ("In patients, [STAB1|gene] rose.", "HGNC:18628"),
    "mice": ("Mice were bred. In these mice, [Stab1|gene] rose in mouse liver.", "MGI:2178742"),
    "rats": ("Rats were fed. In rats, [Tnf|gene] rose in rat liver.", "RGD:3876"),
    "target of a therapy": ("Anti-[PD-1|gene] therapy fails. In mice, tumours grew.", "HGNC:8760"),
    "target in mice": ("Anti-[PD-1|gene] antibodies cured mice.", "MGI:104879"),
    "target in a text about mice": (
        "Mouse tumours. In mice, [Ly6g|gene] fell. Mouse T cells act. We gave anti-[PD-1|gene].",
        "MGI:104879",
    ),
    "mice in passing": (LONG + "The gene [STAB1|gene] rose. Later, mice were bred.", "HGNC:18628"),
    "mice in passing, in the sentence": (LONG + "In mice, [STAB1|gene] rose.", "MGI:2178742"),
    "mice in passing, a symbol of the mouse": (
        LONG + "We cut [Stab1|gene]. Later, mice died.",
        "MGI:2178742",
    ),
    "people and mice": ("Patients had more [IL6|gene]. Then [Stab1|gene] of mice was cut.", "MGI:2178742"),
}


@pytest.mark.parametrize(("marked", "identifier"), SPECIES.values(), ids=SPECIES.keys())
def test_link_spotted_takes_the_gene_of_the_species(linker: Linker, marked: str, identifier: str) -> None:
    assert identifiers(linker, marked)[-1] == identifier


def test_link_spotted_keeps_the_gene_of_the_other_species_behind(linker: Linker) -> None:
    (name,) = linked(linker, "Mice were bred. In these mice, [Stab1|gene] rose in mouse liver.")
    assert "HGNC:18628" in [candidate.entity.id for candidate in name.candidates[1:]]


@pytest.mark.parametrize(
    ("marked", "identifier"),
    [("[IFN-γ|gene] wakes macrophages.", "HGNC:5438"), ("[Ifng|gene] wakes macrophages.", "MGI:107656")],
)
def test_link_spotted_is_as_sure_as_of_all_species_together_where_none_is_named(
    linker: Linker, marked: str, identifier: str
) -> None:
    (name,) = linked(linker, marked)
    others = [candidate.score for candidate in name.candidates[1:]]
    assert name.best.entity.id == identifier
    assert name.best.score > 0.5 > max(others)


LETTERS = {
    "reviewed": ("They drank [alcohol|chemical], which harms the liver.", "CHEBI:16236"),
    "singular": ("We gave [benzamide|chemical].", "CHEBI:28179"),
    "member": ("[epidermal growth factor receptor 2|gene] ([HER2|gene]) rose in patients.", "HGNC:3430"),
}


@pytest.mark.parametrize(("marked", "identifier"), LETTERS.values(), ids=LETTERS.keys())
def test_link_spotted_takes_what_the_name_is_to_the_letter(
    linker: Linker, marked: str, identifier: str
) -> None:
    assert identifiers(linker, marked)[-1] == identifier


def test_link_spotted_gives_a_term_of_the_name_the_uses_of_another_with_its_number(linker: Linker) -> None:
    (name,) = linked(linker, "They had [colon cancer|disease].")
    assert name.best.entity.id == "MONDO:0021063"


@pytest.mark.parametrize(
    ("long", "short", "taken", "kind"),
    [
        ("stimulator of interferon genes", "STING", Kind.GENE, Kind.GENE),
        ("monoamine oxidase inhibitor", "MAOI", Kind.DISEASE, Kind.CHEMICAL),
        ("in vitro fertilization", "IVF", Kind.DISEASE, Kind.CHEMICAL),
        ("cytomegalovirus", "CMV", Kind.DISEASE, None),
        ("cytomegalovirus", "CMV", Kind.SPECIES, Kind.SPECIES),
        ("bispectral index", "BIS", Kind.GENE, None),
    ],
)
def test_known_as_tells_what_a_long_form_is(
    linker: Linker, long: str, short: str, taken: Kind, kind: Kind | None
) -> None:
    assert linker.known_as(long, short, taken) is kind
