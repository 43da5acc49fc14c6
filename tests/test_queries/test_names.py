import pytest

from kg.errors import QueryError
from kg.graph import Graph
from kg.store import Store
from queries.library import Parameter, ParameterType
from queries.names import Names


@pytest.fixture
def names(store: Store) -> Names:
    return Names(Graph(store))


@pytest.mark.parametrize(
    ("value", "curie"),
    [
        ("HGNC:8760", "HGNC:8760"),
        ("hgnc:8760", "HGNC:8760"),
        ("http://identifiers.org/hgnc/8760", "HGNC:8760"),
        ("PDCD1", "HGNC:8760"),
        ("pd-1", "HGNC:8760"),
        ("t lymphocyte", "CL:0000084"),
        ("litkg:drug.bexmarilimab", "litkg:drug.bexmarilimab"),
        ("CL:0000000", "CL:0000000"),
    ],
)
def test_entity_is_found_by_identifier_or_name(names: Names, store: Store, value: str, curie: str) -> None:
    assert names.entity(value).terms == (store.terms.entity(curie),)


def test_entity_by_its_label_needs_no_note(names: Names) -> None:
    assert names.entity("t cell").notes == ()


def test_entity_by_synonym_says_how_it_was_read(names: Names) -> None:
    assert names.entity("PD-1").notes == ("'PD-1' was read as PDCD1 (HGNC:8760)",)


def test_ambiguous_name_names_the_others(names: Names) -> None:
    (note,) = names.entity("clever").notes
    assert "STAB1 (HGNC:18628)" in note
    assert "it could also be sClever-1" in note


def test_equivalent_identifier_says_what_it_is_here(names: Names) -> None:
    assert names.entity("NCBIGene:23166").notes == ("NCBIGene:23166 is here HGNC:18628",)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("melanomma", "did you mean melanoma?"),
        ("melanoma cells", r"did you mean melanoma \(MONDO:0005105\)"),
        ("xyzzy", "try a synonym"),
        ("HGNC:1", "no document of this store names HGNC:1"),
        ("http://identifiers.org/hgnc/1", "no document of this store names http"),
        ("http://a> b", "no document of this store names"),
    ],
)
def test_unknown_entity_is_explained(names: Names, value: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        names.entity(value)


@pytest.mark.parametrize("value", ["Drug", "biolink:Drug", "drug"])
def test_category_is_read_in_any_spelling(names: Names, value: str) -> None:
    assert names.category(value).terms[0].value == "https://w3id.org/biolink/vocab/Drug"


@pytest.mark.parametrize(
    "value", ["confers resistance to", "confers_resistance_to", "rel:confers-resistance-to"]
)
def test_relation_is_read_in_any_spelling(names: Names, value: str) -> None:
    assert names.relation(value).terms[0].value == "urn:litkg:relation/confers_resistance_to"


@pytest.mark.parametrize(
    "kind", [k for k in ParameterType if k not in ("integer", "decimal", "string", "entity")]
)
def test_what_is_not_known_is_refused_in_one_line(names: Names, kind: ParameterType) -> None:
    with pytest.raises(QueryError) as raised:
        names(Parameter("a", kind, "", ""), "inhibbits")
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("value", ["PMID:1", "urn:litkg:document/PMID%3A1"])
def test_document_is_found_by_identifier_or_iri(names: Names, value: str) -> None:
    assert names.document(value).terms[0].value == "urn:litkg:document/PMID%3A1"
