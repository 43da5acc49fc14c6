"""Which merged terms are worth their bytes on a laptop?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set

from ingest.lexicon.build.merge import prefix
from ingest.lexicon.build.ontologies import is_systematic
from ingest.lexicon.build.record import Record
from ingest.lexicon.build.record import remembered_key as key
from ingest.lexicon.term import OWN_NAMES, NameStatus
from kg.vocabulary import Category

_BIOLOGIC = re.compile(r"(?:mab|cept|leucel|tinib|ciclib|parib|stat|vir|limus)$", re.I)


_CODE = re.compile(
    r"[A-Z][A-Za-z]{0,6}[- ]?\d[\d,]{0,7}(?:[- ]?[A-Z]{1,2})?|\d{0,2}[A-Z]{1,5}-?\d{1,6}[A-Z]?"
)


def _is_code(name: str) -> bool:
    """Whether a compound goes by a laboratory's code, of four letters and digits at least."""
    return _CODE.fullmatch(name) is not None and sum(map(str.isalnum, name)) > 3


def select(terms: Iterable[Record]) -> Iterator[Record]:
    """All terms but supplementary chemicals that nothing else knows, and compounds named by a structure.

    Of the chemicals that MeSH alone knows those stay that are named by a code (KF17837) or by a stem of drugs: of
    252,000 names fewer than one in a hundred occurs in 60 million characters of articles, of codes three times as many.
    """
    for term in terms:
        if NameStatus.CURATED in term.names.values():
            yield term
            continue
        alone = {prefix(part) for part in term.same}
        if alone == {"MESH"} and term.id.startswith("MESH:C") and not _BIOLOGIC.search(term.label):
            if term.category is not Category.CHEMICAL or not _is_code(term.label):
                continue
            term.names = {
                name: term.names[name] for name in term.names if name == term.label or _is_code(name)
            }
        if alone == {"CHEBI"} and (is_systematic(term.label, longest=20) or re.search(r"\d", term.label)):
            continue
        drop_unwritten_names(term, alone)
        yield term


_LONGEST_OF_PROCESS = 40
_LONGEST_OF_SUBSTANCE = 20


def drop_unwritten_names(term: Record, vocabularies: set[str]) -> None:
    """Leave out long synonyms that no author writes: of processes, and of substances only a register has.

    In 137 million characters of articles and abstracts about one in a thousand of these names of processes
    occurs, and one in a hundred of those of substances; no link of the development corpora needs any.
    """
    process = term.category in (Category.PROCESS, Category.ACTIVITY)
    register = vocabularies == {"UNII"}
    term.names = {
        name: status
        for name, status in term.names.items()
        if status is NameStatus.LABEL
        or (
            not (process and len(key(name)) > _LONGEST_OF_PROCESS)
            and not (register and status is NameStatus.RELATED and len(key(name)) > _LONGEST_OF_SUBSTANCE)
        )
    }


_SUBSTANCES = {Category.DRUG, Category.CHEMICAL, Category.GENE_FAMILY}
_BODIES = {Category.TAXON, Category.ANATOMY, Category.CELL, Category.CELL_LINE}


def yield_to_bodies(terms: list[Record]) -> None:
    """Put substances behind what they are: insulin behind its gene, a bacterium behind the species."""
    genes = _keys(terms, {Category.GENE}, OWN_NAMES | {NameStatus.ALIAS})
    bodies = _keys(terms, _BODIES, OWN_NAMES)
    for term in terms:
        if term.category not in _SUBSTANCES or prefix(term.id) not in ("UNII", "CHEBI", "MESH"):
            continue
        for name in term.names:
            if term.names[name] is NameStatus.CURATED:
                continue
            if key(name) in bodies:
                term.names[name] = NameStatus.BROAD
            elif term.names[name] in OWN_NAMES and key(name) in genes:
                term.names[name] = NameStatus.RELATED


def _keys(terms: list[Record], categories: set[Category], statuses: Set[NameStatus]) -> set[str]:
    return {
        key(name)
        for term in terms
        if term.category in categories
        for name, status in term.names.items()
        if status in statuses and (term.category is not Category.GENE or (len(name) > 4 and name.isalpha()))
    }


def refer_cancers_to_neoplasms(terms: list[Record]) -> None:
    """Give each cancer the MeSH heading of the neoplasm of the same site: MeSH does not tell them apart."""
    neoplasms = {term.label: term for term in terms if term.label.endswith("neoplasm")}
    for term in terms:
        if term.category is Category.DISEASE and re.search(r"cancer|^malignant", term.label):
            site = re.sub(r"\bcancer$", "neoplasm", term.label.removeprefix("malignant "))
            same_site = neoplasms.get(site, term)
            term.xrefs |= {xref for xref in same_site.xrefs if xref.startswith("MESH:")}


def reduce_parents(terms: list[Record]) -> None:
    """Keep of each term's parents only the direct ones that are terms; some sources list all ancestors."""
    known = {term.id: term for term in terms}
    for term in terms:
        term.parents &= known.keys()
    ancestors = {term.id: frozenset(term.parents) for term in terms}
    for term in terms:
        further = set[str]().union(*(ancestors[parent] for parent in ancestors[term.id]))
        term.parents = set(ancestors[term.id] - further) or set(ancestors[term.id])
