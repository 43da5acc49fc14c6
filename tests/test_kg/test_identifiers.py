import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from kg.errors import IdentifierError
from kg.identifiers import PREFIXES, Identifiers
from kg.terms import Terms
from tests.builders import make_document

IDS = Identifiers()
#: prefixes that the Biolink prefix map does not have
NOT_IN_BIOLINK = {"FPLX", "cellosaurus", "Orphanet", "dbSNP", "tmVar"}
#: normal forms of variants, which have no registry
NOT_IN_BIOREGISTRY = ["tmVar"]


@pytest.mark.parametrize(
    "curie", ["HGNC:18628", "litkg:gene.sclever-1", "DOI:10.1/a(b)<c>#d", "rel:inhibits"]
)
def test_compress_undoes_expand(curie: str) -> None:
    assert IDS.compress(IDS.expand(curie)) == curie


@given(st.sampled_from(sorted(PREFIXES)), st.text(min_size=1))
def test_expand_gives_valid_iri_or_identifier_error(prefix: str, local: str) -> None:
    try:
        iri = IDS.expand(f"{prefix}:{local}")
    except IdentifierError:
        return
    assert NamedNode(iri).value == iri
    assert IDS.compress(iri) == f"{prefix}:{local}"


@pytest.mark.parametrize(
    "junk", ["", "HGNC", "HGNC:", ":1", "nope:1", "HGNC:1 2", "hgnc:1", "HGNC:\ud800", "HGNC:\n"]
)
def test_expand_rejects_junk(junk: str) -> None:
    with pytest.raises(IdentifierError):
        IDS.expand(junk)


def test_standardise_spells_prefix() -> None:
    assert IDS.standardise(" hgnc:18628 ") == "HGNC:18628"


def test_compress_knows_nothing_of_strangers() -> None:
    assert IDS.compress("http://example.org/x") is None


@pytest.mark.parametrize(
    ("fields", "iri"),
    [
        ({"doi": "10.1/ABC", "pmid": "7"}, "https://doi.org/10.1/abc"),
        ({"pmid": "7"}, "https://pubmed.ncbi.nlm.nih.gov/7"),
        ({"url": "https://x.org/a?b=1#c"}, "https://x.org/a?b=1%23c"),
        ({"url": "javascript:alert(1)"}, "urn:litkg:document/text%3A1"),
        ({}, "urn:litkg:document/text%3A1"),
    ],
    ids=["doi", "pmid", "url", "no-web-url", "own"],
)
def test_document_iri_prefers_public_identifier(fields: dict[str, str], iri: str) -> None:
    assert IDS.document(make_document("text:1", **fields)) == iri


@given(st.text(min_size=1), st.text(), st.text(), st.text())
def test_document_iri_is_valid_whatever_it_is_given(identifier: str, url: str, doi: str, pmid: str) -> None:
    try:
        iri = IDS.document(make_document(identifier, url="http://" + url, doi=doi, pmid=pmid))
    except IdentifierError:
        return
    assert NamedNode(iri + "#section-0").value.startswith(iri)


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1), min_size=2, max_size=2, unique=True))
def test_document_iris_differ_where_ids_do(identifiers: list[str]) -> None:
    assert len({IDS.document(make_document(identifier)) for identifier in identifiers}) == 2


def test_document_iri_is_never_one_of_the_graphs_own() -> None:
    ids = Identifiers("https://lab.org/kg/")
    assembly = Terms(ids).assembly.value
    assert ids.document(make_document("text:1", url=assembly)) == "https://lab.org/kg/document/text%3A1"


@pytest.mark.parametrize("identifier", ["", "\ud800"])
def test_document_iri_needs_an_identifier(identifier: str) -> None:
    with pytest.raises(IdentifierError):
        IDS.document(make_document(identifier))


@pytest.mark.parametrize("base", ["", "kg/", "https://lab.org/kg", "https://lab.org/a b/"])
def test_base_must_start_iris(base: str) -> None:
    with pytest.raises(IdentifierError):
        Identifiers(base)


def test_expansions_are_those_of_biolink() -> None:
    folder = files("biolink_model").joinpath("prefixmaps/biolink_model_prefix_map.json")
    biolink = {prefix.casefold(): start for prefix, start in json.loads(folder.read_text()).items()}
    differing = {p: start for p, start in PREFIXES.items() if biolink.get(p.casefold()) != start}
    assert set(differing) == NOT_IN_BIOLINK


def test_prefixes_are_known_to_bioregistry() -> None:
    bioregistry = pytest.importorskip("bioregistry")
    assert [prefix for prefix in PREFIXES if bioregistry.normalize_prefix(prefix) is None] == (
        NOT_IN_BIOREGISTRY
    )
