"""Whether finds that are but parts of longer names are left out."""

from __future__ import annotations

import pytest

from ingest.lexicon import Lexicon
from ingest.mention import Kind, Spotted
from ingest.spot.parts import fixed_words, without_parts
from kg.model import Span


def kept(lexicon: Lexicon, text: str, name: str, kind: Kind) -> bool:
    """Whether a find at the first place of a name is kept."""
    start = text.index(name)
    one = Spotted(Span(start, start + len(name)), kind, 0.9)
    return one in without_parts(text, (one,), tuple(lexicon.match(text)), fixed_words(text))


PARTS = [
    pytest.param("It lowered blood pressure.", "blood", Kind.ANATOMY, id="measure-of-an-organ"),
    pytest.param(
        "They had in vitro fertilization.", "fertilization", Kind.PROCESS, id="process-in-treatment"
    ),
    pytest.param("After intracytoplasmic sperm injection", "sperm", Kind.CELL_TYPE, id="cell-in-treatment"),
    pytest.param("We gave chorionic gonadotropin.", "chorionic", Kind.ANATOMY, id="organ-in-drug"),
    pytest.param("The human papillomavirus spreads.", "human", Kind.SPECIES, id="host-in-virus"),
    pytest.param("It raised stroke volume.", "stroke", Kind.DISEASE, id="other-sense"),
    pytest.param("We used the Autism Behavioral Checklist here.", "Autism", Kind.DISEASE, id="scale"),
    pytest.param(
        "We asked the Cystic Fibrosis Foundation for it.", "Cystic Fibrosis", Kind.DISEASE, id="body"
    ),
    pytest.param(
        "Data of the Institute of Cancer Research were used.", "Cancer", Kind.DISEASE, id="institute"
    ),
    pytest.param("It bound to nuclear receptors.", "nuclear", Kind.COMPONENT, id="receptors"),
    pytest.param("It induced factors binding to DNA.", "factors binding", Kind.PROCESS, id="participle"),
    pytest.param("We made pTNF(-585)Luc for it.", "pTNF", Kind.GENE, id="reporter"),
    pytest.param("It has two zinc fingers.", "zinc", Kind.CHEMICAL, id="zinc-finger"),
    pytest.param("A RING-finger protein bound it.", "finger", Kind.ANATOMY, id="ring-finger"),
    pytest.param("The tyrosine-phosphorylated form", "tyrosine", Kind.CHEMICAL, id="acid-of-a-kinase"),
    pytest.param("Its C-terminal tail was cut.", "tail", Kind.ANATOMY, id="end-of-a-protein"),
    pytest.param("Chinese hamster ovary cells grew.", "ovary", Kind.ANATOMY, id="cell-line"),
    pytest.param("Swollen sperm heads were counted.", "heads", Kind.ANATOMY, id="end-of-a-cell"),
    pytest.param("A head-to-head trial was run.", "head", Kind.ANATOMY, id="way-of-comparing"),
    pytest.param("The head of the department agreed.", "head", Kind.ANATOMY, id="person"),
    pytest.param("The Src homology 2 domain", "Src", Kind.GENE, id="domain"),
    pytest.param("It opens calcium channels.", "calcium", Kind.CHEMICAL, id="ion-of-a-channel"),
    pytest.param("Extracts of skeletal and cardiac muscle", "skeletal", Kind.ANATOMY, id="kind-of-muscle"),
    pytest.param("It had no antidepressant activity.", "antidepressant", Kind.CHEMICAL, id="what-it-does"),
    pytest.param("Signs of ER stress", "ER", Kind.COMPONENT, id="stress"),
    pytest.param("Levels of Th1 and Th2 cytokines", "Th1", Kind.CELL_TYPE, id="cytokines-of-cells"),
    pytest.param("They expressed myc-RAB1B here.", "myc", Kind.GENE, id="tag-before"),
    pytest.param("They expressed Myc-tagged Miro.", "Myc", Kind.GENE, id="tag"),
    pytest.param("It improved insulin sensitivity.", "insulin", Kind.GENE, id="answer-to-a-hormone"),
    pytest.param("Its hypoglycaemic effect was weak.", "hypoglycaemic", Kind.DISEASE, id="what-a-drug-does"),
    pytest.param("Androgen deprivation helped.", "Androgen", Kind.CHEMICAL, id="deprivation"),
    pytest.param("Immunoglobulin A (IgA) nephropathy", "IgA", Kind.GENE, id="nephropathy"),
    pytest.param("The mineral density of bone fell.", "mineral", Kind.CHEMICAL, id="density"),
    pytest.param("We asked non-diabetic women.", "diabetic", Kind.DISEASE, id="non"),
    pytest.param("The pre-diabetes of adults", "diabetes", Kind.DISEASE, id="before-a-disease"),
    pytest.param("In two stroke units they met.", "stroke", Kind.DISEASE, id="who-cares"),
    pytest.param("By contrast, Lai et al. saw none.", "Lai", Kind.CHEMICAL, id="author"),
    pytest.param("A report by Rose and Lai (2008)", "Lai", Kind.CHEMICAL, id="author-and-year"),
    pytest.param("taken at T0, T1, T2, T3, T4 and T5 by hand", "T2", Kind.CHEMICAL, id="series"),
]


@pytest.mark.parametrize(("text", "name", "kind"), PARTS)
def test_without_parts_leaves_out_parts(lexicon: Lexicon, text: str, name: str, kind: Kind) -> None:
    assert not kept(lexicon, text, name, kind)


NAMES = [
    pytest.param("It lowered blood flow meters.", "meters", Kind.ANATOMY, id="beside-a-name"),
    pytest.param("They were given zinc and iron.", "zinc", Kind.CHEMICAL, id="metal"),
    pytest.param("Its hypotensive effect harmed her.", "hypotensive", Kind.DISEASE, id="harm"),
    pytest.param("It raised plasma insulin.", "insulin", Kind.GENE, id="hormone"),
    pytest.param("Canon-diabetes was seen.", "diabetes", Kind.DISEASE, id="other-prefix"),
    pytest.param("A drug, Wegovy (2021), helped.", "Wegovy", Kind.CHEMICAL, id="drug-and-year"),
    pytest.param("A zinc finger protein", "zinc finger protein", Kind.GENE, id="protein-of-fixed-words"),
    pytest.param("There is Src homology to yeast.", "Src", Kind.GENE, id="likeness"),
    pytest.param("Its skeletal muscle grew.", "skeletal muscle", Kind.ANATOMY, id="muscle"),
    pytest.param("Calcium rose.", "Calcium", Kind.CHEMICAL, id="ion"),
    pytest.param("Myc-induced growth", "Myc", Kind.GENE, id="no-tag"),
    pytest.param("They took an antidepressant.", "antidepressant", Kind.CHEMICAL, id="drug"),
    pytest.param("Th1 responses were seen.", "Th1", Kind.CELL_TYPE, id="cells"),
    pytest.param("Th1 cytokines such as IFN-γ rose.", "Th1", Kind.CELL_TYPE, id="makers-of-a-cytokine"),
    pytest.param("Plasma tyrosine rose.", "tyrosine", Kind.CHEMICAL, id="acid"),
    pytest.param("The tail was cut.", "tail", Kind.ANATOMY, id="tail"),
    pytest.param("Tumours of the head and neck grew.", "head", Kind.ANATOMY, id="head"),
    pytest.param("The blood was cold.", "blood", Kind.ANATOMY, id="alone"),
    pytest.param("We gave human plasma.", "plasma", Kind.ANATOMY, id="head-of-a-drug"),
    pytest.param("Chemotherapy of breast cancer helped.", "breast cancer", Kind.DISEASE, id="disease"),
    pytest.param("We studied Autism in this study of 20 boys.", "Autism", Kind.DISEASE, id="no-title"),
    pytest.param(
        "Nivolumab in Advanced Melanoma Trial Shows Promise", "Melanoma", Kind.DISEASE, id="all-words-large"
    ),
    pytest.param("S2 cells; figures S1, S2, S3, S4 and S5", "S2", Kind.CELL_LINE, id="cell-line"),
    pytest.param("Vitamins B1, B2, B3, B6 and B9 were low.", "B1, B2", Kind.CHEMICAL, id="list"),
]


@pytest.mark.parametrize(("text", "name", "kind"), NAMES)
def test_without_parts_keeps_names(lexicon: Lexicon, text: str, name: str, kind: Kind) -> None:
    assert kept(lexicon, text, name, kind)


def test_without_parts_keeps_a_series_of_names(lexicon: Lexicon) -> None:
    text = "B1, B2, B3, B6 and B9"
    found = [Spotted(Span(at, at + 2), Kind.CHEMICAL, 0.9) for at in (0, 4, 8)]
    assert list(without_parts(text, found, tuple(lexicon.match(text)), fixed_words(text))) == found


def test_without_parts_keeps_both_where_another_find_crosses_the_longer_name(lexicon: Lexicon) -> None:
    text = "renal blood pressure"
    found = [Spotted(Span(0, 11), Kind.ANATOMY, 0.9), Spotted(Span(6, 11), Kind.ANATOMY, 0.9)]
    assert len(without_parts(text, found, tuple(lexicon.match(text)), fixed_words(text))) == 2
