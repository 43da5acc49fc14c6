import gc
from collections.abc import Iterator
from pathlib import Path

import networkx
import pytest
import rdflib

import kg
from kg.errors import IdentifierError, QueryError, StoreError, UnknownDocumentError, UnknownEntityError
from kg.graph import AssembledStatement, Graph
from kg.model import Contribution
from kg.store import Store
from tests.builders import (
    CD8,
    STAB1,
    T_CELL,
    make_claim,
    make_contribution,
    make_document,
    make_statement,
    told,
)

INHIBITS = "HGNC:18628 inhibits CL:0000084"


@pytest.fixture
def graph() -> Iterator[Graph]:
    store = Store.in_memory()
    store.add(told("a", INHIBITS, "HGNC:18628 binds CL:0000084"))
    store.add(told("b", INHIBITS, score=0.6))
    store.add(told("c", "HGNC:18628 inhibits CL:0000625", negated=True, hedged=True))
    store.add(told("d", "litkg:drug.bexmarilimab targets HGNC:18628", aspect="expression"))
    with Graph(store) as graph:
        yield graph


def told_by(statements: list[AssembledStatement]) -> list[str]:
    return sorted(f"{s.statement.relation} {s.statement.object}" for s in statements)


def test_entity_is_described(graph: Graph) -> None:
    assert graph.entity("HGNC:18628") == STAB1
    assert graph.entity("cl:0000625") == CD8


def test_entity_that_is_not_named_is_an_error(graph: Graph) -> None:
    with pytest.raises(UnknownEntityError, match="HGNC:1;"):
        graph.entity("HGNC:1")
    with pytest.raises(IdentifierError):
        graph.entity("what")


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("clever 1", ["STAB1"]),
        ("STAB1", ["STAB1"]),
        ("hgnc:18628", ["STAB1"]),
        ("t cell", ["T cell", "CD8-positive T cell"]),
        ("lymphocyte", ["T cell"]),
        ("mab", ["bexmarilimab"]),
        ("-", []),
        ("nothing", []),
    ],
)
def test_find_ranks_equal_names_first(graph: Graph, name: str, labels: list[str]) -> None:
    assert [entity.label for entity in graph.find(name)] == labels


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        ({}, ["binds CL:0000084", "inhibits CL:0000084", "inhibits CL:0000625", "targets HGNC:18628"]),
        ({"subject": "hgnc:18628", "relation": "binds"}, ["binds CL:0000084"]),
        ({"object": "CL:0000084"}, ["binds CL:0000084", "inhibits CL:0000084"]),
        (
            {"object": "CL:0000084", "include_subtypes": True},
            ["binds CL:0000084", "inhibits CL:0000084", "inhibits CL:0000625"],
        ),
        ({"object": "CL:0000542"}, []),
        ({"object": "CL:0000542", "include_subtypes": True, "negated": True}, ["inhibits CL:0000625"]),
        ({"negated": False, "hedged": False, "document": "a"}, ["binds CL:0000084", "inhibits CL:0000084"]),
        ({"subject_category": "biolink:Drug"}, ["targets HGNC:18628"]),
        ({"object_category": "biolink:Cell", "document": "b"}, ["inhibits CL:0000084"]),
        ({"min_belief": 0.8}, ["inhibits CL:0000084"]),
        ({"aspect": "expression"}, ["targets HGNC:18628"]),
        ({"limit": 1}, ["inhibits CL:0000084"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else "",
)
def test_statements_fit_every_condition(
    graph: Graph, conditions: dict[str, object], found: list[str]
) -> None:
    assert told_by(graph.statements(**conditions)) == found  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("conditions", "error"),
    [
        ({"subject": "what"}, IdentifierError),
        ({"relation": "loves"}, QueryError),
        ({"aspect": "colour"}, QueryError),
        ({"object_category": "biolink:Thing"}, QueryError),
        ({"document": "z"}, UnknownDocumentError),
    ],
    ids=["curie", "relation", "aspect", "category", "document"],
)
def test_statements_refuse_nonsense(graph: Graph, conditions: dict[str, str], error: type[Exception]) -> None:
    with pytest.raises(error):
        graph.statements(**conditions)  # type: ignore[arg-type]


def test_statement_tells_what_its_evidence_says(graph: Graph) -> None:
    found = graph.statement(make_statement(INHIBITS))
    assert (found.evidence_count, found.document_count, found.hedged) == (2, 2, False)
    assert found.belief == round(0.95 * (1 - 0.2 * 0.4), 4)
    assert graph.statement(found.hash) == found
    with pytest.raises(UnknownEntityError):
        graph.statement("0" * 20)
    with pytest.raises(IdentifierError):
        graph.statement("> } DROP ALL")


def test_evidence_leads_back_to_the_sentence(graph: Graph) -> None:
    evidence = graph.evidence(make_statement(INHIBITS))
    assert [(e.document, e.score) for e in evidence] == [("a", 0.8), ("b", 0.6)]
    assert evidence[0].sentence_text == "Clever-1 inhibits T cells."
    assert graph.evidence("statement:" + make_statement(INHIBITS).hash) == evidence
    assert graph.evidence("0" * 20) == []


def test_evidence_keeps_its_context() -> None:
    document = make_document()
    claim = make_claim(INHIBITS, document, context=("MONDO:0005105",))
    graph = Graph(Store.in_memory())
    graph.store.add(make_contribution(document, claim))
    assert graph.evidence(claim.statement) == [claim.evidence]


def test_sparql_select_gives_plain_values(graph: Graph) -> None:
    rows = graph.sparql(
        """SELECT ?o ?relation ?belief ?count ?negated ?label ?none {
             ?s biolink:object ?o ; litkg:relation ?relation ; litkg:belief ?belief ;
                biolink:negated ?negated ; litkg:evidence_count ?count .
             ?o rdfs:label ?label . OPTIONAL { ?s litkg:nothing ?none }
           } ORDER BY DESC(?belief) LIMIT 1"""
    )
    assert rows == [
        {
            "o": "CL:0000084",
            "relation": "rel:inhibits",
            "belief": 0.874,
            "count": 2,
            "negated": False,
            "label": "T cell",
            "none": None,
        }
    ]


def test_sparql_reaches_documents_by_graph(graph: Graph) -> None:
    rows = graph.sparql(
        "SELECT ?d (COUNT(*) AS ?n) { GRAPH ?d { ?e litkg:supports ?s } } GROUP BY ?d ORDER BY ?d"
    )
    assert isinstance(rows, list)
    assert [row["n"] for row in rows] == [2, 1, 1, 1]
    assert rows[0]["d"] == "urn:litkg:document/a"


def test_sparql_construct_gives_an_rdflib_graph(graph: Graph) -> None:
    made = graph.sparql("CONSTRUCT { ?s rel:inhibits ?o } WHERE { ?s rel:inhibits ?o }")
    assert isinstance(made, rdflib.Graph)
    assert [str(o) for o in made.objects()] == ["http://purl.obolibrary.org/obo/CL_0000084"]


def test_networkx_has_statements_as_edges(graph: Graph) -> None:
    network = graph.to_networkx()
    assert isinstance(network, networkx.MultiDiGraph)
    key = make_statement(INHIBITS).hash
    assert network.edges["HGNC:18628", "CL:0000084", key] == {
        "relation": "inhibits",
        "aspect": None,
        "negated": False,
        "hedged": False,
        "belief": 0.874,
        "evidence_count": 2,
    }
    assert network.nodes["CL:0000084"] == {"label": T_CELL.label, "category": "biolink:Cell"}
    assert network.number_of_edges() == 4
    assert graph.to_networkx(min_belief=0.8).number_of_edges() == 1


def test_rdflib_reads_the_same_store(graph: Graph) -> None:
    dataset = graph.to_rdflib()
    found = dataset.query("SELECT DISTINCT ?l { HGNC:18628 rdfs:label ?l }")
    assert [str(row[0]) for row in found] == ["STAB1"]  # type: ignore[index]
    assert len({context.identifier for context in dataset.graphs()}) >= 7


def test_open_reads_a_store_from_disk(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store") as store:
        store.add(told("a", INHIBITS))
    with kg.open(tmp_path / "store") as graph:
        assert [document.id for document in graph.documents()] == ["a"]
    with pytest.raises(StoreError, match="no store here"):
        kg.open(tmp_path / "elsewhere")
    gc.collect()


def test_empty_graph_answers() -> None:
    graph = Graph(Store.in_memory())
    graph.store.add(Contribution(make_document()))
    assert (graph.find("x"), graph.statements(), graph.to_networkx().number_of_nodes()) == ([], [], 0)
