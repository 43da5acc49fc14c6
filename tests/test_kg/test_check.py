import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.check import Violation, check
from kg.store import Store
from kg.terms import BIOLINK, DCTERMS, LABEL, OA
from tests.builders import make_claim, make_contribution, make_document, make_mention, told

INHIBITS = "HGNC:18628 inhibits CL:0000084"


@pytest.fixture(params=["urn:litkg:", "https://lab.org/kg/"], ids=["default-base", "own-base"])
def store(request: pytest.FixtureRequest) -> Store:
    store = Store.in_memory(request.param)
    document = make_document("a", date="2024-05", title="A title")
    claim = make_claim(INHIBITS, document, aspect="proliferation", negated=True, context=("MONDO:0005105",))
    mention = make_mention(document, "Clever-1", "HGNC:18628")
    store.add(make_contribution(document, claim, mentions=(mention,)))
    return store


def drop(store: Store, predicate: NamedNode) -> None:
    for quad in store.oxigraph.quads_for_pattern(None, predicate, None, store.graph_of("a")):
        store.oxigraph.remove(quad)


def test_what_is_written_conforms(store: Store) -> None:
    assert check(store).conforms


@pytest.mark.parametrize(
    "predicate",
    [
        BIOLINK["subject"],
        BIOLINK["supporting_text"],
        BIOLINK["negated"],
        OA["hasBody"],
        OA["end"],
        LABEL,
    ],
    ids=lambda node: node.value.rpartition("/")[2],
)
def test_missing_property_is_found(store: Store, predicate: NamedNode) -> None:
    drop(store, predicate)
    report = check(store)
    assert not report.conforms
    assert predicate.value in {violation.path for violation in report.violations}


@pytest.mark.parametrize(
    "own", ["supports", "relation", "sentence_start", "hedged", "extractor", "score", "kind", "software"]
)
def test_missing_own_property_is_found(store: Store, own: str) -> None:
    drop(store, store.terms.own[own])
    assert store.terms.own[own].value in {violation.path for violation in check(store).violations}


def test_violation_names_graph_node_and_path(store: Store) -> None:
    graph = store.graph_of("a")
    store.oxigraph.add(Quad(graph, DCTERMS["date"], Literal("last May"), graph))
    found = check(store).violations
    assert {(v.graph, v.focus, v.path) for v in found} == {(graph.value, graph.value, DCTERMS["date"].value)}
    assert all(isinstance(v, Violation) and v.message for v in found)


def test_entity_that_is_not_described_is_found(store: Store) -> None:
    drop(store, store.terms.own["curie"])
    assert "the subject must be described" in {violation.message for violation in check(store).violations}


def test_only_the_named_documents_are_checked(store: Store) -> None:
    store.add(told("b", INHIBITS))
    drop(store, BIOLINK["subject"])
    assert check(store, ["b"]).conforms
    assert check(store, ["b"]).graphs == 2


@pytest.mark.parametrize(
    "own",
    ["evidence_count", "document_count", "source_count", "hedged", "source_kind"],
)
def test_missing_property_of_the_assembly_is_found(store: Store, own: str) -> None:
    predicate, graph = store.terms.own[own], store.terms.assembly
    for quad in store.oxigraph.quads_for_pattern(None, predicate, None, graph):
        store.oxigraph.remove(quad)
    found = check(store).violations
    assert {(v.graph, v.path) for v in found} == {(graph.value, predicate.value)}


@pytest.mark.parametrize(
    ("own", "value"),
    [
        ("source_count", Literal(9)),
        ("source_kind", Literal("rumour")),
        ("source_key", Literal("something else")),
        ("text_band", Literal("1")),
        ("refines", Literal("a statement")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_wrong_value_in_the_assembly_is_found(store: Store, own: str, value: Literal) -> None:
    terms = store.terms
    known = "belief" if own in ("source_count", "refines") else "source"
    for quad in list(store.oxigraph.quads_for_pattern(None, terms.own[known], None, terms.assembly)):
        store.oxigraph.add(Quad(quad.subject, terms.own[own], value, terms.assembly))
    assert terms.own[own].value in {violation.path for violation in check(store).violations}


def test_a_large_assembly_conforms() -> None:
    store = Store.in_memory()
    text = " ".join(f"word{n}" for n in range(50))
    for n in range(4):
        document = make_document(f"d{n}", text, pmid="1" if n > 1 else "", reports=("PMID:1",))  # type: ignore[arg-type]
        told = (
            "HGNC:18628 inhibits CL:0000084",
            "HGNC:18628 inhibits CL:0000625",
            "HGNC:8760 binds CL:0000625",
        )
        store.add(make_contribution(document, *(make_claim(t, document, at=at) for at, t in enumerate(told))))
    assert check(store).violations == ()
