from pathlib import Path

import pytest

from ingest.lexicon import Lexicon, NameStatus
from ingest.lexicon.build.compile import write
from ingest.lexicon.build.extra import read_extra
from ingest.lexicon.build.merge import merge
from ingest.lexicon.build.policy import Gate, gate
from ingest.lexicon.build.record import Record, record
from ingest.lexicon.build.select import drop_unwritten_names, reduce_parents, select, yield_to_bodies
from ingest.lexicon.key import key
from kg.errors import LexiconError
from kg.vocabulary import Category


def term(identifier: str, label: str, category: Category, *names: str, same: str = "") -> Record:
    made = record(identifier, label, category)
    for name in names:
        made.add(name, NameStatus.EXACT)
    made.same.update(same.split())
    return made


def test_merge_joins_what_a_mapping_calls_equivalent() -> None:
    chebi = term("CHEBI:2038", "5-azacytidine", Category.CHEMICAL)
    mesh = term("MESH:D001374", "Azacitidine", Category.CHEMICAL, same="CHEBI:2038")
    unii = term("UNII:M801H13NRU", "azacitidine", Category.DRUG)
    (merged,) = merge([mesh, unii, chebi])
    assert (merged.id, merged.label, merged.category) == ("CHEBI:2038", "5-azacytidine", Category.DRUG)
    assert merged.xrefs == {"MESH:D001374", "UNII:M801H13NRU"}


def test_merge_keeps_two_terms_of_one_vocabulary_apart() -> None:
    one, other = (term(f"CHEBI:{n}", "heparin", Category.CHEMICAL) for n in (1, 2))
    mesh = term("MESH:D006493", "Heparin", Category.CHEMICAL, same="CHEBI:1 CHEBI:2")
    assert [made.id for made in merge([one, other, mesh])] == ["CHEBI:1", "CHEBI:2"]


def test_merge_never_joins_a_gene_and_a_disease() -> None:
    gene = term("HGNC:1", "ALS", Category.GENE)
    disease = term("MONDO:1", "ALS", Category.DISEASE, same="HGNC:1")
    assert len(merge([gene, disease])) == 2


def test_merge_refers_to_the_heading_that_files_the_name() -> None:
    cancer = term("MONDO:0007254", "breast cancer", Category.DISEASE)
    neoplasm = term("MONDO:0021100", "breast neoplasm", Category.DISEASE)
    mesh = term("MESH:D001943", "Breast Neoplasms", Category.DISEASE, same="MONDO:0021100")
    mesh.add("Breast Cancer", NameStatus.RELATED)
    merged = {made.id: made for made in merge([cancer, neoplasm, mesh])}
    assert "MESH:D001943" in merged["MONDO:0007254"].xrefs


def test_merge_keeps_a_disease_apart_from_a_phenotype_that_no_name_says_it_is() -> None:
    seizure = term("HP:0001250", "Seizure", Category.PHENOTYPE, same="MESH:D012640")
    heading = term("MESH:D012640", "Seizure", Category.DISEASE)
    epilepsy = term("MONDO:0001386", "visual epilepsy", Category.DISEASE, same="MESH:D012640")
    merged = {made.id: made for made in merge([seizure, heading, epilepsy])}
    assert merged.keys() == {"HP:0001250", "MONDO:0001386"}
    assert "MESH:D012640" in merged["HP:0001250"].xrefs


def test_merge_refers_to_the_heading_that_files_a_narrower_disease() -> None:
    narrow = term("MONDO:0010311", "Becker muscular dystrophy", Category.DISEASE)
    heading = term("MESH:D020388", "Muscular Dystrophy, Duchenne", Category.DISEASE)
    heading.filed = {"becker muscular dystrophy", "juvenile dystrophy"}
    merged = {made.id: made for made in merge([narrow, heading])}
    assert "MESH:D020388" in merged["MONDO:0010311"].xrefs
    assert merged["MESH:D020388"].names.keys() == {"Muscular Dystrophy, Duchenne", "juvenile dystrophy"}


def test_select_keeps_compounds_of_mesh_that_go_by_a_code() -> None:
    coded = term("MESH:C081198", "KF17837", Category.CHEMICAL, "1,3-dipropyl-8-(3,4-dimethoxystyryl)xanthine")
    named = term("MESH:C000001", "exotic resin", Category.CHEMICAL)
    (kept,) = select(merge([coded, named]))
    assert kept.names.keys() == {"KF17837"}


def test_reduce_parents_keeps_the_direct_ones_of_what_is_left() -> None:
    cell, lymphocyte, t_cell = (term(f"CL:{n}", f"cell {n}", Category.CELL) for n in "123")
    lymphocyte.parents = {"CL:1", "CL:dropped"}
    t_cell.parents = {"CL:1", "CL:2", "CL:dropped"}
    reduce_parents([cell, lymphocyte, t_cell])
    assert (t_cell.parents, lymphocyte.parents, cell.parents) == ({"CL:2"}, {"CL:1"}, set())


def test_select_leaves_out_structures_but_not_what_was_reviewed() -> None:
    structure = term("CHEBI:1", "2-[(3R)-pyran]", Category.CHEMICAL)
    ion = term("CHEBI:29108", "calcium(2+)", Category.CHEMICAL)
    ion.add("Ca2+", NameStatus.CURATED)
    assert [made.id for made in select(merge([structure, ion]))] == ["CHEBI:29108"]


def test_yield_to_bodies_puts_a_gene_product_behind_its_gene() -> None:
    gene = term("HGNC:6081", "INS", Category.GENE, "insulin")
    drug = term("UNII:X", "insulin", Category.DRUG)
    yield_to_bodies([gene, drug])
    assert drug.names == {"insulin": NameStatus.RELATED}


@pytest.mark.parametrize(
    ("name", "status", "category", "expected"),
    [
        ("STAB1", NameStatus.LABEL, Category.GENE, Gate.OPEN),
        ("SET", NameStatus.LABEL, Category.GENE, Gate.CASE),
        ("OF", NameStatus.ALIAS, Category.GENE, Gate.SHUT),
        ("Akt", NameStatus.LABEL, Category.GENE_FAMILY, Gate.CAP),
        ("macrophage", NameStatus.LABEL, Category.CELL, Gate.OPEN),
        ("cell", NameStatus.LABEL, Category.CELL, Gate.SHUT),
        ("cancer", NameStatus.LABEL, Category.DISEASE, Gate.OPEN),
        ("neoplasm by site", NameStatus.BROAD, Category.DISEASE, Gate.SHUT),
        ("TODAY", NameStatus.BRAND, Category.DRUG, Gate.SHUT),
        ("A549", NameStatus.LABEL, Category.CELL_LINE, Gate.CASE),
    ],
    ids=lambda value: str(value),
)
def test_gate_of_a_name(name: str, status: NameStatus, category: Category, expected: Gate) -> None:
    assert gate(name, key(name), status, category, shared=1, reviewed=False) is expected


def test_write_and_open_round_trip(tmp_path: Path) -> None:
    gene = term("HGNC:18628", "STAB1", Category.GENE, "Clever-1")
    gene.xrefs = {"NCBIGene:23166"}
    drug = term("UNII:1", "clever-1", Category.DRUG)
    write([gene, drug], set(), tmp_path)
    lexicon = Lexicon.open(tmp_path)
    assert len(lexicon) == 2
    assert lexicon.get("NCBIGene:23166").synonyms == ("Clever-1",)
    assert {sense.term_id for sense in lexicon.lookup("Clever 1")} == {"HGNC:18628", "UNII:1"}


def test_extra_names_are_listed_under_valid_categories() -> None:
    extra = list(read_extra())
    assert all(made.id.count(":") == 1 and made.names for made in extra)
    assert {made.category for made in extra} <= set(Category)


def test_write_refuses_two_terms_of_one_identifier(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="two terms"):
        write([term("HGNC:1", "A1", Category.GENE), term("HGNC:1", "A2", Category.GENE)], set(), tmp_path)


def test_write_keeps_orthologs_both_ways(tmp_path: Path) -> None:
    human, mouse, rat = (term(f"{space}:1", "Stab1", Category.GENE) for space in ("HGNC", "MGI", "RGD"))
    human.orthologs, human.xrefs = {"MGI:1", "RGD:1"}, {"NCBIGene:1"}
    mouse.orthologs = rat.orthologs = {"HGNC:1"}
    write([human, mouse, rat, term("CL:1", "cell x", Category.CELL)], set(), tmp_path)
    lexicon = Lexicon(tmp_path)
    assert lexicon.orthologs("HGNC:1") == ("MGI:1", "RGD:1")
    assert lexicon.orthologs("MGI:1") == ("HGNC:1", "RGD:1")
    assert lexicon.orthologs("CL:1") == ()
    assert [lexicon.get(one).taxon for one in ("RGD:1", "CL:1")] == ["NCBITaxon:10116", ""]


def test_merge_keeps_a_metabolite_a_chemical() -> None:
    serine = term("CHEBI:17822", "serine", Category.CHEMICAL)
    serine.endogenous = True
    other = term("CHEBI:17115", "L-serine", Category.CHEMICAL, "serine")
    register = term("UNII:452VLY9402", "serine", Category.DRUG)
    merged = {made.id: made for made in merge([serine, other, register])}
    assert merged["CHEBI:17822"].category is Category.CHEMICAL
    assert "UNII:452VLY9402" in merged["CHEBI:17822"].xrefs


def test_drop_unwritten_names_keeps_labels_and_what_is_short() -> None:
    long = "a very long name of a process that nobody would ever write"
    process = term("GO:1", long, Category.PROCESS, "short name", f"another {long}"[:60])
    drop_unwritten_names(process, {"GO"})
    assert set(process.names) == {long, "short name"}
