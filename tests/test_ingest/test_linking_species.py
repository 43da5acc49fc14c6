"""Which species a text speaks of, and which of the orthologous genes a name means there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ingest.lexicon import NameStatus
from ingest.linking.features import NAMES, Name, matrix
from ingest.linking.forms import Form, Step
from ingest.linking.options import Option
from ingest.linking.species import HUMAN, MOUSE, RAT, SpeciesInText, taxon_of_casing, taxon_of_prefix
from ingest.linking.usage import Usage
from ingest.mention import Kind

PLACES = {
    "before it in the sentence": ("Rats were fed. In mice, the gene GENE rose.", MOUSE),
    "after it in the sentence": ("Patients came. GENE rose in rat liver.", RAT),
    "in an earlier sentence": ("Mice were bred. GENE rose.", MOUSE),
    "nearer of two before it": ("Human and rat GENE differ.", RAT),
    "cell line": ("HEK293 cells with GENE.", HUMAN),
    "mouse cell line": ("RAW264.7 cells lacked GENE.", MOUSE),
}


@pytest.mark.parametrize(("text", "taxon"), PLACES.values(), ids=PLACES.keys())
def test_nearest_takes_the_species_named_closest(text: str, taxon: str) -> None:
    assert SpeciesInText(text).nearest(text.index("GENE")) == taxon


def test_nearest_is_none_where_no_species_is_named() -> None:
    assert SpeciesInText("GENE rose.").nearest(0) is None


def test_shares_count_the_title_more() -> None:
    shares = SpeciesInText("GENE in mice. Patients were not asked. Humans differ.").shares
    assert shares[MOUSE] > shares[HUMAN]
    assert sum(shares.values()) == pytest.approx(1)


def test_species_of_words_inside_other_words_are_not_named() -> None:
    assert SpeciesInText("The ratio of humanised micelles and menthol.").shares == {}


REAGENTS = {
    "antibody": "A mouse anti-PD-1 antibody for patients",
    "animals without defence": "Nude mice with tumours",
    "part of a gene's name": "Paf1, homolog (Saccharomyces cerevisiae) of humans",
}


@pytest.mark.parametrize("text", REAGENTS.values(), ids=REAGENTS.keys())
def test_species_of_reagents_are_not_those_of_the_text(text: str) -> None:
    assert set(SpeciesInText(text).shares) == {HUMAN}


TARGETS = {
    "anti": ("anti-PD-1 therapy", True),
    "blockade": ("PD-1 checkpoint blockade", True),
    "inhibitor": ("a selective PD-1 kinase inhibitor", True),
    "expression": ("PD-1 expression", False),
    "inhibits": ("PD-1 inhibits T cells", False),
}


@pytest.mark.parametrize(("text", "aimed"), TARGETS.values(), ids=TARGETS.keys())
def test_is_target_tells_what_a_treatment_aims_at(text: str, aimed: bool) -> None:
    start = text.index("PD-1")
    assert SpeciesInText(text).is_target(start, start + 4) is aimed


def test_species_of_a_long_text_is_named_in_passing() -> None:
    assert SpeciesInText("Genes were seen. " * 400 + "Mice too.").is_in_passing(MOUSE)
    assert not SpeciesInText("Genes were seen. Mice too.").is_in_passing(MOUSE)


@pytest.mark.parametrize(
    ("symbol", "taxon"), [("hSTAB1", HUMAN), ("mIL6", MOUSE), ("rVEGF", RAT), ("mTOR", None), ("p53", None)]
)
def test_taxon_of_prefix_reads_the_first_letter(symbol: str, taxon: str | None) -> None:
    assert taxon_of_prefix(symbol) == taxon


@pytest.mark.parametrize(
    ("symbol", "taxon"), [("STAB1", HUMAN), ("Stab1", MOUSE), ("insulin", None), ("Notch receptor", None)]
)
def test_taxon_of_casing_reads_the_capitals(symbol: str, taxon: str | None) -> None:
    assert taxon_of_casing(symbol) == taxon


STAB1 = Option("HGNC:18628", Form("Stab1", Step.WRITTEN), NameStatus.LABEL, 0.8)
MOUSE_STAB1 = replace(STAB1, entity="MGI:2178742", origin="HGNC:18628")


def column(text: str, name: str) -> list[float]:
    """A column of the features of the human and the mouse gene, as the text names Stab1."""
    stab1 = Name(Kind.GENE, "Stab1", "Stab1", (text.index("Stab1"),), (STAB1, MOUSE_STAB1))
    features = matrix([stab1], SpeciesInText(text), Usage({}))
    return [float(value) for value in features[:, NAMES.index(name)]]


def test_features_tell_which_gene_is_of_the_species_nearby() -> None:
    text = "Patients were asked. Stab1 of mice."
    assert column(text, "species_near") == [0, 1]
    assert column(text, "species_share") == [0.75, 0.25]


def test_features_tell_which_gene_is_written_so() -> None:
    assert column("Stab1 rose.", "species_form") == [-1, 1]
    assert column("Stab1 rose.", "counterpart") == [0, 1]


def test_features_of_no_name_are_an_empty_table() -> None:
    assert matrix([], SpeciesInText(""), Usage({})).shape == (0, len(NAMES))
    assert np.isfinite(matrix([], SpeciesInText(""), Usage({}))).all()
