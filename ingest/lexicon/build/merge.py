"""Which records of different sources are one term, and which identifier does it go by?

A term is a cluster of records that mapping tables call equivalent, or whose label is, within the same kind
of thing, the label or exact synonym of just one other. A cluster never holds two records of one vocabulary
that is itself the reference for its kind (two ChEBI compounds are two compounds), nor a gene and a disease.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ingest.lexicon.build.record import RANK, Record
from ingest.lexicon.build.record import remembered_key as key
from ingest.lexicon.term import OWN_NAMES, NameStatus
from kg.vocabulary import Category

#: the identifier of a cluster is that of the first vocabulary it has a record of
PREFERENCE = (
    "HGNC", "FPLX", "MONDO", "CL", "UBERON", "GO", "HP", "CHEBI", "UNII", "NCBITaxon", "cellosaurus", "litkg",
    "NCBIGene", "MESH",
)  # fmt: skip
_TOGETHER = ({"MONDO", "HP"}, {"CHEBI", "UNII"})

_KINDS = (
    {Category.GENE, Category.GENE_FAMILY},
    {Category.CHEMICAL, Category.DRUG},
    {Category.DISEASE, Category.PHENOTYPE},
    {Category.PROCESS, Category.ACTIVITY, Category.COMPONENT},
    {Category.CELL},
    {Category.CELL_LINE},
    {Category.ANATOMY},
    {Category.TAXON},
    {Category.TREATMENT},
)
_KIND = {category: number for number, kind in enumerate(_KINDS) for category in kind}


def merge(records: Iterable[Record]) -> list[Record]:
    """One record for each term, in order of identifiers; parents are the identifiers of other terms."""
    clusters = _Clusters(records)
    clusters.link_equivalents()
    clusters.link_labels()
    merged = [_merged(cluster) for cluster in clusters]
    home = {part: one.id for one in merged for part in one.same}
    _refer_to_headings(merged, clusters.records.values())
    _name_what_is_filed(merged)
    for one in merged:
        one.parents = {home[parent] for parent in one.parents if parent in home} - {one.id}
    return sorted(merged, key=lambda one: one.id)


def prefix(identifier: str) -> str:
    """The part of a CURIE before the colon."""
    return identifier.partition(":")[0]


class _Clusters:
    """Disjoint sets of records."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.records: dict[str, Record] = {}
        for one in records:
            if one.id in self.records:
                _absorb(self.records[one.id], one)
            else:
                self.records[one.id] = one
        self.members = {identifier: {identifier} for identifier in self.records}
        self.owner: dict[str, str] = {}
        for one in self.records.values():
            if prefix(one.id) == "HGNC":
                self.owner[f"symbol:{one.label}"] = one.id
            for reference in sorted(one.xrefs | one.same):
                self.owner.setdefault(reference, one.id)

    def __iter__(self) -> Iterator[list[Record]]:
        for members in {id(members): members for members in self.members.values()}.values():
            yield [self.records[identifier] for identifier in sorted(members)]

    def link_equivalents(self) -> None:
        """Join what mapping tables call equivalent: first where a name agrees as well, then the rest."""
        links = [(one.id, other) for one in self.records.values() for other in self._equivalents(one)]
        keys = {one.id: {key(name) for name in one.names} for one in self.records.values()}
        agreed = [(a, b) for a, b in links if keys[a] & keys[b]]
        for one, other in agreed:
            self._join(one, other)
        for one, other in links:
            if not self._calls_a_phenotype_a_disease(one, other):
                self._join(one, other)

    def _calls_a_phenotype_a_disease(self, one: str, other: str) -> bool:
        """Whether joining them makes a phenotype and a disease one, though no name says so.

        Mondo refers its visual epilepsy to MeSH's Seizures, which HPO's Seizure is.
        """
        held = (
            {prefix(member) for member in self.members[found]} & {"MONDO", "HP"} for found in (one, other)
        )
        return set().union(*held) == {"MONDO", "HP"} and self.members[one] is not self.members[other]

    def _equivalents(self, one: Record) -> Iterator[str]:
        for reference in sorted(one.same):
            target = reference if reference in self.records else self.owner.get(reference)
            if target and target != one.id:
                yield target

    def link_labels(self) -> None:
        """Join records to the only other one of their kind that is called by their label."""
        named: dict[tuple[int, str], set[str]] = defaultdict(set)
        for one in self.records.values():
            for name, status in one.names.items():
                if status in OWN_NAMES and not (prefix(one.id) == "UNII" and status is not NameStatus.LABEL):
                    named[_KIND[one.category], key(name)].add(one.id)
        order = {"MESH": 0, "HP": 1, "UNII": 2}
        secondary = [one for one in self.records.values() if prefix(one.id) in order]
        for one in sorted(secondary, key=lambda one: (order[prefix(one.id)], one.id)):
            others = named[_KIND[one.category], key(one.label)] - self.members[one.id]
            homes = {id(self.members[other]): other for other in sorted(others)}
            if len(homes) > 1 and prefix(one.id) == "UNII":  # serine is serine rather than L-serine
                labelled = (other for other in sorted(others) if self._has_label(other, one.label))
                homes = {id(self.members[other]): other for other in labelled}
            if len(homes) == 1:
                self._join(one.id, *homes.values())

    def _has_label(self, identifier: str, label: str) -> bool:
        return prefix(identifier) == "CHEBI" and key(self.records[identifier].label) == key(label)

    def _join(self, one: str, other: str) -> None:
        first, second = self.members[one], self.members[other]
        if first is second or not _compatible(first, second):
            return
        joined = first | second
        self.members.update(dict.fromkeys(joined, joined))


def _compatible(first: set[str], second: set[str]) -> bool:
    one, other = (
        {prefix(identifier) for identifier in members} - {"MESH", "litkg"} for members in (first, second)
    )
    if one & other:
        return False
    return not one or not other or any(one | other <= allowed for allowed in _TOGETHER)


def _absorb(home: Record, other: Record) -> None:
    for name, status in other.names.items():
        home.add(name, NameStatus.EXACT if status is NameStatus.LABEL else status)
    home.endogenous |= other.endogenous
    if other.reviewed:
        home.category, home.endogenous = other.category, False
    home.same |= other.same
    home.xrefs |= other.xrefs
    home.parents |= other.parents
    home.filed |= other.filed


def _refer_to_headings(terms: list[Record], records: Iterable[Record]) -> None:
    """Give terms without a MeSH record the one heading that MeSH files their name under, as a reference.

    To MeSH "breast cancer" is an entry of Breast Neoplasms, to Mondo a disease of its own.
    """
    headings: dict[tuple[int, str], set[str]] = defaultdict(set)
    for one in records:
        if identifier := next((part for part in (one.id, *one.same) if part.startswith("MESH:D")), None):
            for name in (*one.names, *one.filed) if prefix(one.id) in ("MESH", "NCBITaxon") else ():
                headings[_KIND[one.category], key(name)].add(identifier)
    for term in terms:
        if any(part.startswith("MESH:D") for part in term.same):
            continue
        kind = _KIND[term.category]
        label = headings.get((kind, key(term.label)), set())
        exact = {
            heading
            for name, status in term.names.items()
            if status in OWN_NAMES
            for heading in headings.get((kind, key(name)), ())
        }
        term.xrefs |= next((found for found in (label, exact) if len(found) == 1), set())


def _name_what_is_filed(terms: list[Record]) -> None:
    """Let the heading have the names filed under it that are no other term's.

    Not the cancers that MeSH files under its neoplasms: "cancer of the breast" is Mondo's breast cancer.
    """
    known = {(_KIND[term.category], key(name)) for term in terms for name in term.names}
    for term in terms:
        for name in sorted(term.filed):
            if "cancer" in name and "neoplasm" in term.label.lower():
                continue
            if (_KIND[term.category], key(name)) not in known:
                term.add(name, NameStatus.RELATED)


_DRUGGED = {Category.CHEMICAL, Category.DRUG}


def _merged(cluster: list[Record]) -> Record:
    cluster = sorted(cluster, key=lambda one: (PREFERENCE.index(prefix(one.id)), one.id))
    first = cluster[0]
    merged = Record(first.id, first.label, _category(cluster), dict(first.names))
    for one in cluster:
        merged.same.add(one.id)
        merged.same |= {other for other in one.same if one.category is Category.TAXON}
        merged.xrefs |= one.xrefs | {one.id}
        merged.filed |= one.filed
        for name, status in one.names.items():
            merged.add(name, NameStatus.EXACT if status is NameStatus.LABEL else status)
    merged.names[merged.label] = min(
        NameStatus.LABEL, merged.names.get(merged.label, NameStatus.LABEL), key=RANK.__getitem__
    )
    merged.parents = next((set(one.parents) for one in cluster if one.parents), set())
    merged.xrefs = (merged.xrefs | merged.same) - {merged.id}
    return merged


def _category(cluster: list[Record]) -> Category:
    if cluster[0].category in _DRUGGED and not cluster[0].endogenous:
        drug = any(one.category is Category.DRUG for one in cluster)
        return Category.DRUG if drug else cluster[0].category
    return cluster[0].category
