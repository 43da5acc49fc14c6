"""Where does a link lead? To pages of this server, and to the pages of those who keep a vocabulary or an article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType
from urllib.parse import quote, urlencode, urlsplit

from fastapi import Request

from kg.identifiers import PREFIXES
from queries.results import DocumentDetail

#: where things of the graph's own are, by prefix
_OWN = MappingProxyType(
    {
        "statement": "statements",
        "evidence": "evidence",
        "mention": "mention",
        "rel": "relation",
        "aspect": "aspect",
    }
)
#: where the links that an article's identifiers make lead anyway
_KNOWN_HOSTS = ("pubmed.ncbi.nlm.nih.gov", "doi.org", "pmc.ncbi.nlm.nih.gov")
_ARTICLES = ("PMID", "DOI", "PMC")
#: pages about single things, by prefix; the local part takes the place of {}
_PAGES = MappingProxyType(
    {
        "CHEBI": "https://www.ebi.ac.uk/chebi/searchId.do?chebiId=CHEBI:{}",
        "CHEMBL.COMPOUND": "https://www.ebi.ac.uk/chembl/explore/compound/{}",
        "CL": "https://www.ebi.ac.uk/ols4/ontologies/cl/classes?obo_id=CL:{}",
        "cellosaurus": "https://www.cellosaurus.org/{}",
        "DBSNP": "https://www.ncbi.nlm.nih.gov/snp/{}",
        "dbSNP": "https://www.ncbi.nlm.nih.gov/snp/{}",
        "DOID": "https://disease-ontology.org/term/DOID:{}",
        "DRUGBANK": "https://go.drugbank.com/drugs/{}",
        "EFO": "https://www.ebi.ac.uk/ols4/ontologies/efo/classes?obo_id=EFO:{}",
        "ENSEMBL": "https://www.ensembl.org/id/{}",
        "FPLX": "https://sorgerlab.github.io/famplex/{}/",
        "GO": "https://amigo.geneontology.org/amigo/term/GO:{}",
        "HGNC": "https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/HGNC:{}",
        "HGNC.FAMILY": "https://www.genenames.org/data/genegroup/#!/group/{}",
        "HP": "https://hpo.jax.org/browse/term/HP:{}",
        "MESH": "https://meshb.nlm.nih.gov/record/ui?ui={}",
        "MGI": "https://www.informatics.jax.org/accession/MGI:{}",
        "MONDO": "https://monarchinitiative.org/MONDO:{}",
        "NCBIGene": "https://www.ncbi.nlm.nih.gov/gene/{}",
        "NCBITaxon": "https://www.ncbi.nlm.nih.gov/Taxonomy/Browser/wwwtax.cgi?id={}",
        "NCIT": "https://evsexplore.semantics.cancer.gov/evsexplore/concept/ncit/{}",
        "OMIM": "https://omim.org/entry/{}",
        "Orphanet": "https://www.orpha.net/en/disease/detail/{}",
        "PMID": "https://pubmed.ncbi.nlm.nih.gov/{}/",
        "PR": "https://proconsortium.org/app/entry/PR:{}",
        "PUBCHEM.COMPOUND": "https://pubchem.ncbi.nlm.nih.gov/compound/{}",
        "RGD": "https://rgd.mcw.edu/rgdweb/report/gene/main.html?id={}",
        "UBERON": "https://www.ebi.ac.uk/ols4/ontologies/uberon/classes?obo_id=UBERON:{}",
        "UNII": "https://precision.fda.gov/uniisearch/srs/unii/{}",
        "UniProtKB": "https://www.uniprot.org/uniprotkb/{}",
    }
)


def entity(curie: str) -> str:
    """The page about an entity.

    >>> entity("CL:0000084"), entity("litkg:drug.a/b")
    ('/entities/CL:0000084', '/entities/litkg:drug.a%2Fb')
    """
    return f"/entities/{quote(curie, safe=':')}"


def statements(**conditions: object) -> str:
    """The list of the statements that fulfil conditions."""
    return f"/statements?{urlencode(conditions)}"


def statement(name: str) -> str:
    """The page about a statement, by its hash."""
    return f"/statements/{quote(name)}"


def onward(request: Request, **fields: object) -> str:
    """The address of the same page with other fields, relative to it; None drops a field."""
    given = {**request.query_params, **fields}
    return "?" + urlencode({name: value for name, value in given.items() if value is not None})


def document(identifier: str, sentence: int | None = None) -> str:
    """The page about a document, perhaps at the sentence that starts at a code point.

    >>> document("PMID:1", 20)
    '/documents/PMID:1#s20'
    """
    return f"/documents/{quote(identifier, safe=':')}" + ("" if sentence is None else f"#s{sentence}")


def outside(curie: str) -> str | None:
    """Where the vocabulary that a CURIE is from tells of it; None where that is not known.

    >>> outside("NCBIGene:23166"), outside("litkg:gene.x")
    ('https://www.ncbi.nlm.nih.gov/gene/23166', None)
    """
    prefix, _, local = curie.partition(":")
    pattern = _PAGES.get(prefix)
    return pattern.replace("{}", quote(local, safe=":")) if pattern and local else None


def article(document: DocumentDetail) -> Iterator[tuple[str, str]]:
    """Where an article can be read, each with a name; never an address that could be script."""
    if document.pmid:
        yield f"PubMed {document.pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{quote(document.pmid)}/"
    if document.pmcid:
        yield document.pmcid, f"https://pmc.ncbi.nlm.nih.gov/articles/{quote(document.pmcid)}/"
    if document.doi:
        yield f"doi:{document.doi}", f"https://doi.org/{quote(document.doi, safe='/:;()')}"
    if is_web(document.url) and urlsplit(document.url).hostname not in _KNOWN_HOSTS:
        yield "source", document.url


def is_web(address: str) -> bool:
    """Whether an address is one of the web, which may stand in a link.

    >>> is_web("https://example.org/"), is_web("javascript:alert(1)")
    (True, False)
    """
    return address.startswith(("https://", "http://"))


def value(text: str) -> str | None:
    """The page about what a value of a table names: an entity, a statement, an article; None for plain text.

    >>> value("CL:0000084"), value("statement:59d101580f2e415c593f"), value("5:1"), value("T cell")
    ('/entities/CL:0000084', '/statements/59d101580f2e415c593f', None, None)
    """
    prefix, _, local = text.partition(":")
    if not local or re.search(r"[\s\x00-\x1f]", text):
        return None
    if prefix in _OWN:
        return f"/{_OWN[prefix]}/{quote(local, safe='')}"
    if prefix in _ARTICLES:
        return document(text)
    if prefix != "biolink" and (prefix in PREFIXES or prefix == "litkg"):
        return entity(text)
    return None
