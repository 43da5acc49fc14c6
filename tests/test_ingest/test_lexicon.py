import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.lexicon import Lexicon, NameStatus
from ingest.lexicon.blocks import Block
from ingest.lexicon.lexicon import PACKAGED
from kg.errors import LexiconError, UnknownEntityError
from kg.vocabulary import Category
from tests.timing import seconds


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.open()


def named(lexicon: Lexicon, text: str) -> dict[str, str]:
    """What the longest reading of each place is taken for."""
    found: dict[str, str] = {}
    covered = 0
    for match in lexicon.match(text):
        if match.start >= covered:
            found[text[match.start : match.end]] = match.senses[0].term_id
            covered = match.end
    return found


NAMED = {
    "gene by alias": ("Clever-1", "HGNC:18628"),
    "gene by symbol": ("STAB1", "HGNC:18628"),
    "gene with Greek letter": ("IFN-γ", "HGNC:5438"),
    "receptor": ("PD-1", "HGNC:8760"),
    "family": ("NF-κB", "FPLX:NFkappaB"),
    "antibody": ("bexmarilimab", "UNII:SA0O2AK3LA"),
    "development code": ("FP-1305", "UNII:SA0O2AK3LA"),
    "antibody known to ChEBI": ("nivolumab", "CHEBI:231614"),
    "drug with another label": ("azacitidine", "CHEBI:2038"),
    "disease": ("triple-negative breast cancer", "MONDO:0005494"),
    "disease before phenotype": ("stroke", "MONDO:0005098"),
    "acronym of a disease": ("ALS", "MONDO:0004976"),
    "cell in the plural": ("macrophages", "CL:0000235"),
    "cell with a hyphen": ("T-cells", "CL:0000084"),
    "cell with a marker": ("CD8⁺ T cells", "CL:0000625"),
    "treatment": ("immunotherapy", "MESH:D007167"),
    "general tumour": ("solid tumours", "MONDO:0005070"),
    "tissue before heading": ("plasma", "UBERON:0001969"),
    "process": ("angiogenesis", "GO:0001525"),
    "ion before gene": ("Ca2+", "CHEBI:29108"),
    "cell line before its cells": ("U937", "cellosaurus:CVCL_0007"),
    "species": ("mice", "NCBITaxon:10090"),
    "people": ("patients", "NCBITaxon:9606"),
    "bacterium": ("E. coli", "NCBITaxon:562"),
    "mouse gene that people lack": ("Ly6G", "MGI:109440"),
    "mouse gene by alias": ("F4/80", "MGI:106912"),
    "mouse gene by symbol": ("H2-K1", "MGI:95904"),
    "factor before transporter": ("Oct-1", "HGNC:9212"),
    "factor of T cells": ("TCF-1", "HGNC:11639"),
    "microRNA": ("miR-21", "HGNC:31586"),
    "microRNA spelled out": ("microRNA-146a", "HGNC:31533"),
    "family of microRNA": ("let-7", "FPLX:MIRLET7"),
    "metabolite before register": ("serine", "CHEBI:17822"),
    "second messenger": ("cAMP", "CHEBI:17489"),
    "cell line": ("HeLa", "cellosaurus:CVCL_0030"),
}


@pytest.mark.parametrize(("name", "identifier"), NAMED.values(), ids=NAMED.keys())
def test_match_takes_a_name_in_a_sentence_for_its_term(lexicon: Lexicon, name: str, identifier: str) -> None:
    assert named(lexicon, f"We found that {name} mattered here.")[name] == identifier


@pytest.mark.parametrize(
    "sentence",
    [
        "The role of the group was to set the rest at home.",
        "It was a response to growth in cells, a disease of tissue.",
        "CI = 1, and 5.2 in 2 for all.",
    ],
)
def test_match_leaves_ordinary_words_alone(lexicon: Lexicon, sentence: str) -> None:
    assert named(lexicon, sentence) == {}


def test_match_wants_word_like_symbols_in_capitals(lexicon: Lexicon) -> None:
    assert named(lexicon, "SET binds it")["SET"] == "HGNC:10760"
    assert "set" not in named(lexicon, "we set it")


def test_match_gives_overlapping_names_by_start_then_longest(lexicon: Lexicon) -> None:
    text = "triple-negative breast cancer"
    spans = [(match.start, match.end) for match in lexicon.match(text)]
    assert spans == sorted(spans, key=lambda span: (span[0], -span[1]))
    assert {text[a:b] for a, b in spans} >= {text, "breast cancer", "cancer"}


def test_match_stops_at_the_end_of_a_sentence(lexicon: Lexicon) -> None:
    assert "breast. Cancer" not in named(lexicon, "They saw the breast. Cancer was absent.")


@given(
    st.lists(
        st.sampled_from(["ﬁbrosis", "IFN-γ", "T cells", "İ", "ß", "e\u0301", "½", "PD-1", ". ", "\n", "𝛼"])
    )
)
@settings(max_examples=60, deadline=None)
def test_match_offsets_count_the_code_points_of_the_original(pieces: list[str]) -> None:
    text = " ".join(pieces)
    for match in Lexicon.open().match(text):
        assert 0 <= match.start < match.end <= len(text)
        assert match.senses[0].surface == text[match.start : match.end]
        assert match.senses[0].surface.strip() == match.senses[0].surface


def test_match_finds_names_after_characters_that_decompose(lexicon: Lexicon) -> None:
    text = "ﬃ½ﬁ ﷺ İ CD8⁺ T cells"
    assert named(lexicon, text)["CD8⁺ T cells"] == "CL:0000625"


@pytest.mark.parametrize("name", ["clever 1", "CLEVER1", "Clever-1 protein", "soluble Clever-1"])
def test_lookup_finds_a_name_however_it_is_written(lexicon: Lexicon, name: str) -> None:
    assert lexicon.lookup(name)[0].term.label == "STAB1"


def test_lookup_reads_a_latin_initial_as_the_greek_letter(lexicon: Lexicon) -> None:
    assert lexicon.lookup("IL-1b")[0].term_id == "HGNC:5992"


def test_lookup_ranks_senses_by_score_and_obeys_the_limit(lexicon: Lexicon) -> None:
    senses = lexicon.lookup("ALS", limit=3)
    assert len(senses) == 3
    assert [sense.score for sense in senses] == sorted((sense.score for sense in senses), reverse=True)
    assert all(0 < sense.score <= 1 for sense in senses)


def test_lookup_of_nothing_gives_nothing(lexicon: Lexicon) -> None:
    assert lexicon.lookup("qwertyuiop") == lexicon.lookup("") == lexicon.lookup("--") == ()


def test_sense_says_in_words_why(lexicon: Lexicon) -> None:
    sense = next(lexicon.match("T cells")).senses[0]
    assert sense.status is NameStatus.LABEL
    assert sense.reason == "label of CL:0000084 (Cell Ontology), same spelling but for the plural"


@pytest.mark.parametrize("identifier", ["HGNC:18628", "NCBIGene:23166", "UniProtKB:Q9NY15"])
def test_find_takes_equivalent_identifiers(lexicon: Lexicon, identifier: str) -> None:
    term = lexicon.get(identifier)
    assert (term.id, term.label, term.category) == ("HGNC:18628", "STAB1", Category.GENE)


@pytest.mark.parametrize(
    ("identifier", "xref"),
    [
        ("CHEBI:231614", "MESH:D000077594"),
        ("CHEBI:231614", "UNII:31YO63LBSN"),
        ("MONDO:0007254", "MESH:D001943"),
        ("CL:0000084", "MESH:D013601"),
        ("NCBITaxon:562", "MESH:D004926"),
    ],
)
def test_terms_of_several_vocabularies_are_merged(lexicon: Lexicon, identifier: str, xref: str) -> None:
    assert xref in lexicon.get(identifier).xrefs
    assert lexicon.find(xref) is not None


def test_get_of_an_unknown_identifier_raises(lexicon: Lexicon) -> None:
    assert lexicon.find("HGNC:0") is None
    with pytest.raises(UnknownEntityError, match="HGNC:0"):
        lexicon.get("HGNC:0")


def test_ancestors_go_up_from_the_nearest(lexicon: Lexicon) -> None:
    above = lexicon.ancestors("CL:0000625")
    assert above.index("CL:0000789") < above.index("CL:0000084") < above.index("CL:0000000")
    assert "MONDO:0004992" in lexicon.ancestors("MONDO:0005494")


def test_metabolites_of_the_body_are_no_drugs(lexicon: Lexicon) -> None:
    names = ("serine", "ATP", "glucose", "cholesterol", "glutamine", "glycine")
    best = [lexicon.lookup(name)[0] for name in names]
    assert {sense.category for sense in best} == {Category.CHEMICAL}
    assert all(sense.term_id.startswith("CHEBI:") for sense in best)


def test_genes_of_mouse_and_rat_are_orthologs_of_the_human_one(lexicon: Lexicon) -> None:
    assert lexicon.orthologs("HGNC:11892") == ("MGI:104798", "RGD:3876")
    assert lexicon.orthologs("RGD:3876") == ("HGNC:11892", "MGI:104798")
    mouse = lexicon.get("NCBIGene:21926")
    assert (mouse.id, mouse.label, mouse.taxon) == ("MGI:104798", "Tnf", "NCBITaxon:10090")


def test_names_that_the_human_gene_has_are_listed_once(lexicon: Lexicon) -> None:
    assert "MGI:104798" not in {sense.term_id for sense in lexicon.lookup("TNF")}


def test_open_takes_milliseconds() -> None:
    assert seconds(Lexicon.open) < 0.1


def test_packaged_data_are_small_enough_for_a_wheel() -> None:
    assert sum(path.stat().st_size for path in PACKAGED.iterdir()) < 15_000_000


@pytest.mark.parametrize("name", ["names.marisa", "terms.bin", "lexicon.json"])
def test_open_of_a_damaged_lexicon_says_which_file(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "data"
    shutil.copytree(PACKAGED, folder)
    (folder / name).write_bytes(b"damaged")
    with pytest.raises(LexiconError, match=name):
        Lexicon.open(folder)


def test_a_damaged_block_of_terms_is_named() -> None:
    with pytest.raises(LexiconError, match=r"terms\.bin, block 7: "):
        Block.read(b"damaged", 7)


def test_open_of_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="install litkg again"):
        Lexicon.open(tmp_path)
