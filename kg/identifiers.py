"""Which IRI stands for a CURIE, an entity, a statement or a document, and back?

Identifiers of vocabularies keep the expansion that the Biolink prefix map gives them. What is the graph's
own (relations, statements, evidence, entities that no vocabulary knows) starts with the store's base.
CURIE: https://www.w3.org/TR/curie/. Prefixes: https://bioregistry.io (doi:10.1038/s41597-022-01807-3).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from urllib.parse import quote, unquote

import curies
from pyoxigraph import NamedNode

from kg.errors import IdentifierError
from kg.model import Document, DocumentKind, Mention, content_hash

DEFAULT_BASE = "urn:litkg:"

#: expansions of the prefixes that entities and cross-references use; spelling of the prefix as written
PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "CHEBI": "http://purl.obolibrary.org/obo/CHEBI_",
        "CHEMBL.COMPOUND": "http://identifiers.org/chembl.compound/",
        "CL": "http://purl.obolibrary.org/obo/CL_",
        "CLO": "http://purl.obolibrary.org/obo/CLO_",
        "cellosaurus": "https://www.cellosaurus.org/",
        "DBSNP": "http://identifiers.org/dbsnp/",
        "DOI": "https://doi.org/",
        "DOID": "http://purl.obolibrary.org/obo/DOID_",
        "DRUGBANK": "http://identifiers.org/drugbank/",
        "EFO": "http://www.ebi.ac.uk/efo/EFO_",
        "ENSEMBL": "http://identifiers.org/ensembl/",
        "FPLX": "https://sorgerlab.github.io/famplex/",
        "GO": "http://purl.obolibrary.org/obo/GO_",
        "HGNC": "http://identifiers.org/hgnc/",
        "HGNC.FAMILY": "http://identifiers.org/hgnc.family/",
        "HP": "http://purl.obolibrary.org/obo/HP_",
        "MESH": "http://id.nlm.nih.gov/mesh/",
        "MGI": "http://identifiers.org/mgi/",
        "MONDO": "http://purl.obolibrary.org/obo/MONDO_",
        "NCBIGene": "http://identifiers.org/ncbigene/",
        "NCBITaxon": "http://purl.obolibrary.org/obo/NCBITaxon_",
        "NCIT": "http://purl.obolibrary.org/obo/NCIT_",
        "OMIM": "http://purl.obolibrary.org/obo/OMIM_",
        "Orphanet": "http://www.orpha.net/ORDO/Orphanet_",
        "PMID": "http://www.ncbi.nlm.nih.gov/pubmed/",
        "PR": "http://purl.obolibrary.org/obo/PR_",
        "PUBCHEM.COMPOUND": "http://identifiers.org/pubchem.compound/",
        "RGD": "http://identifiers.org/rgd/",
        "SO": "http://purl.obolibrary.org/obo/SO_",
        "UBERON": "http://purl.obolibrary.org/obo/UBERON_",
        "UMLS": "http://identifiers.org/umls/",
        "UNII": "http://identifiers.org/unii/",
        "UniProtKB": "http://purl.uniprot.org/uniprot/",
        "biolink": "https://w3id.org/biolink/vocab/",
        "dbSNP": "https://www.ncbi.nlm.nih.gov/snp/",  # as BioRED writes it
        "tmVar": "https://www.ncbi.nlm.nih.gov/research/bionlp/tmvar/",  # doi:10.1093/bioinformatics/btac537
    }
)

_SAFE = "-._~!$&'()*+,;=:@/"
_JUNK = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_PLAIN = re.compile(r"[A-Za-z0-9_.~-]+")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


class Identifiers:
    """CURIEs and IRIs of one store; ``base`` starts the IRIs of the graph's own things.

    >>> ids = Identifiers()
    >>> ids.expand("HGNC:18628"), ids.expand("litkg:gene.sclever-1")
    ('http://identifiers.org/hgnc/18628', 'urn:litkg:entity/gene.sclever-1')
    >>> ids.compress("urn:litkg:entity/gene.sclever-1"), ids.compress("urn:litkg:relation/inhibits")
    ('litkg:gene.sclever-1', 'rel:inhibits')
    """

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        self.base = checked_base(base)

    @cached_property
    def _starts(self) -> Mapping[str, str]:
        own = {
            "litkg": self.base + "entity/",
            "rel": self.base + "relation/",
            "aspect": self.base + "aspect/",
            "statement": self.base + "statement/",
            "evidence": self.base + "evidence/",
            "mention": self.base + "mention/",
        }
        return {**PREFIXES, **own}

    @cached_property
    def _spelled(self) -> Mapping[str, str]:
        return {prefix.casefold(): prefix for prefix in self._starts}

    @cached_property
    def _converter(self) -> curies.Converter:
        return curies.Converter.from_prefix_map(dict(self._starts))

    def expand(self, curie: str) -> str:
        """The IRI of a CURIE; the prefix must be spelled as in the table.

        :raises IdentifierError: for a malformed CURIE or an unknown prefix
        """
        prefix, colon, local = curie.partition(":")
        if not (prefix and colon and local) or _JUNK.search(curie):
            raise IdentifierError(f"not a CURIE such as HGNC:18628: {curie!r}")
        start = self._starts.get(prefix)
        if start is None:
            raise IdentifierError(
                f"unknown prefix in {curie!r}; kg.identifiers.PREFIXES lists the known ones"
            )
        return start + quote(local, safe=_SAFE)

    def compress(self, iri: str) -> str | None:
        """The CURIE of an IRI, None where no prefix fits; the opposite of `expand`."""
        prefix, _, local = (self._converter.compress(iri) or "").partition(":")
        if _PLAIN.fullmatch(local):
            return f"{prefix}:{local}"
        plain = unquote(local)
        if not local or _JUNK.search(plain) or quote(plain, safe=_SAFE) != local:
            return None
        return f"{prefix}:{plain}"

    def standardise(self, curie: str) -> str:
        """The CURIE with its prefix spelled as in the table, for what people type: ``hgnc:18628``.

        :raises IdentifierError: as `expand` does
        """
        prefix, _, local = curie.strip().partition(":")
        standard = f"{self._spelled.get(prefix.casefold(), prefix)}:{local}"
        self.expand(standard)
        return standard

    def document(self, document: Document) -> str:
        """The IRI of a document and of its named graph: DOI, PubMed or source URL, else one of our own.

        An article's full text in PubMed Central goes by that address, since its abstract has the same DOI. Any
        identifier gives a valid IRI, and never one that the graph uses for itself.

        :raises IdentifierError: if the document has no identifier, or one that is not Unicode text
        """
        own = self.own("document", document.id)
        public = (
            _web_iri("https://www.ncbi.nlm.nih.gov/pmc/articles/", _full_text(document)),
            _web_iri("https://doi.org/", document.doi.strip().lower()),
            _web_iri("https://pubmed.ncbi.nlm.nih.gov/", document.pmid.strip()),
            _url_iri(document.url),
        )
        return next((iri for iri in public if iri and not iri.startswith(self.base)), own)

    def own(self, kind: str, local: str) -> str:
        """An IRI that starts with the base: ``own("graph", "assembly")``."""
        if not local:
            raise IdentifierError(f"a {kind} needs an identifier; this one is empty")
        try:
            return f"{self.base}{kind}/{quote(local, safe='-._~')}"
        except UnicodeEncodeError:
            raise IdentifierError(f"identifier is not Unicode text: {local!r}") from None

    def mention(self, document: Document, mention: Mention) -> str:
        """The IRI of a mention; its identity is the document, the span and the entity."""
        span = mention.span
        return self.own("mention", content_hash(document.id, f"{span.start}-{span.end}", mention.entity))

    @cached_property
    def prefixes(self) -> Mapping[str, str]:
        """Prefixes for queries and exports.

        ``litkg:`` is the namespace of the graph's own properties there, and ``entity:`` that of entities that
        no vocabulary knows.
        """
        own = {
            "litkg": "term/",
            "entity": "entity/",
            "rel": "relation/",
            "aspect": "aspect/",
            "statement": "statement/",
            "evidence": "evidence/",
            "graph": "graph/",
        }
        shared = {**WEB_PREFIXES, **PREFIXES}
        return MappingProxyType({**shared, **{name: self.base + part for name, part in own.items()}})


#: prefixes of the web vocabularies that the graph is written in
WEB_PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "dcterms": "http://purl.org/dc/terms/",
        "oa": "http://www.w3.org/ns/oa#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "sh": "http://www.w3.org/ns/shacl#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)


def checked_base(base: str) -> str:
    """The base itself, if IRIs can start with it.

    :raises IdentifierError: if it is no absolute IRI or does not end with ``:``, ``/`` or ``#``
    """
    if not base.endswith((":", "/", "#")) or not _is_iri(base + "x"):
        raise IdentifierError(f"not a base for IRIs, such as https://example.org/kg/: {base!r}")
    return base


def _web_iri(start: str, local: str) -> str | None:
    if not local or _JUNK.search(local):
        return None
    return start + quote(local, safe=_SAFE)


def _full_text(document: Document) -> str:
    return f"{document.pmcid}/" if document.kind is DocumentKind.FULL_TEXT and document.pmcid else ""


def _url_iri(url: str) -> str | None:
    """The URL as an IRI that a fragment can follow; None where it is none."""
    if not url.startswith(("http://", "https://")) or _JUNK.search(url):
        return None
    iri = quote(_STRAY_PERCENT.sub("%25", url), safe=_SAFE + "?%[]").replace("#", "%23")
    return iri if _is_iri(iri) else None


def _is_iri(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True
