"""Names that lists have in part, classes and codes of something else: not linked to what a word of them means."""

from __future__ import annotations

import pytest

from ingest.extract import Extractor
from ingest.linking.doubts import says_nothing
from ingest.linking.linker import Linker
from ingest.mention import Kind
from tests.test_ingest.test_doubts import linked
from tests.test_ingest.test_linking import identifiers
from tests.test_ingest.test_linking import linked as marked

ANOTHER = {
    "kinase of it": ("We purified an IkappaBalpha kinase of monkeys.", "IkappaBalpha kinase", Kind.GENE),
    "what binds it": ("The clone is a LEF-1-interacting protein.", "LEF-1-interacting protein", Kind.GENE),
    "site": ("It sits at an interferon-gamma activation sequence.", "interferon-gamma activation sequence", Kind.GENE),
    "fusion": ("They have the E2A-XYZ here.", "E2A-XYZ", Kind.GENE),
    "phosphate": ("They drank adenosine-5'-triphosphate daily.", "adenosine-5'-triphosphate", Kind.CHEMICAL),
    "given together": ("All had etoposide plus cisplatin at home.", "etoposide plus cisplatin", Kind.CHEMICAL),
    "outcome": ("It lowers the risk of cardiovascular death a lot.", "cardiovascular death", Kind.DISEASE),
    "secondary": ("Some had liver metastases at autopsy.", "liver metastases", Kind.DISEASE),
    "class": ("It is a tyrosine kinase of frogs.", "tyrosine kinase", Kind.GENE),
    "weight": ("A band of p140 was seen in patients.", "p140", Kind.GENE),
    "letter": ("We looked at beta in patients.", "beta", Kind.GENE),
    "element of DNA": ("Tat needs the TAR element. So TAR matters.", "TAR", Kind.GENE),
    "acronym": ("They injected NPH at night.", "NPH", Kind.CHEMICAL),
}  # fmt: skip


@pytest.mark.parametrize(("text", "name", "kind"), ANOTHER.values(), ids=ANOTHER.keys())
def test_link_takes_no_name_for_what_a_part_of_it_means(
    linker: Linker, text: str, name: str, kind: Kind
) -> None:
    assert not linked(linker, text, name, kind).linked


KEPT = {
    "kinase of that name": ("The JAK3 kinase of patients is fast.", "JAK3 kinase", "HGNC:6193"),
    "marker": ("They block the CD40 receptor of patients.", "CD40 receptor", "HGNC:11919"),
    "weight that all know": ("In patients p53 is lost.", "p53", "HGNC:11998"),
    "weight beside a symbol": ("In patients DDX6, a helicase, is p54 on gels.", "p54", "HGNC:2747"),
}


@pytest.mark.parametrize(("text", "name", "identifier"), KEPT.values(), ids=KEPT.keys())
def test_link_keeps_what_the_whole_name_means(linker: Linker, text: str, name: str, identifier: str) -> None:
    assert linked(linker, text, name, Kind.GENE).best.entity.id == identifier


def test_link_takes_the_gene_that_the_text_calls_by_another_name(linker: Linker) -> None:
    text = "In patients gC1qR sits on mitochondria. There p32 is cut."
    found = linked(linker, text, "p32", Kind.GENE)
    assert (found.best.entity.id, found.linked) == ("HGNC:1243", True)


def test_link_takes_the_gene_that_has_all_words_of_a_long_form(linker: Linker) -> None:
    text = "[Major basic protein|gene] ([MBP|gene]) of patients is toxic. [MBP|gene] kills worms."
    assert identifiers(linker, text)[-1] == "HGNC:9362"


def test_link_takes_a_procedure_for_no_substance_of_the_same_letters(linker: Linker) -> None:
    text = "Anti-tachycardia pacing (ATP) is painless. [ATP|chemical] worked in most."
    assert not marked(linker, text)[-1].linked


def test_link_takes_a_combination_for_none_of_its_parts(linker: Linker) -> None:
    text = "Cells had PMA plus [ionomycin|chemical] (P/I). With [P/I|chemical] they grew."
    assert not marked(linker, text)[-1].linked


@pytest.mark.parametrize("surface", ["Ag", "Ags", "antigens", "Omega-3", "n-3"])
def test_antigens_and_fatty_acids_name_no_gene(surface: str) -> None:
    assert says_nothing(surface, Kind.GENE)


def test_recognise_takes_the_end_of_a_code_for_no_cell(extractor: Extractor) -> None:
    text = "It kills 2B8-M cells and M cells of the gut."
    names = extractor.recogniser.recognise(text, [(0, len(text))])
    assert [n.span.start for n in names if n.best.entity.id == "CL:0000682"] == [text.rindex("M cells")]
