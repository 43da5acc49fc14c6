"""Where a store's base is the server's address, its IRIs can be followed."""

from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from kg.store import Store
from tests.test_queries.articles import articles
from tests.test_queries.conftest import Client, served


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    path = tmp_path_factory.mktemp("home") / "store"
    with Store.open(path, base="http://test/") as store:
        for contribution in articles():
            store.add(contribution)
    yield from served(path, workers=1)


def test_every_own_subject_of_the_assembly_answers(home: Client) -> None:
    query = "SELECT DISTINCT ?s { ?s ?p ?o FILTER(STRSTARTS(STR(?s), 'http://test/')) }"
    rows = home.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    subjects = {row["s"]["value"] for row in rows}
    kinds = {iri.split("/")[3] for iri in subjects}
    assert {"entity", "statement", "relation", "aspect"} <= kinds
    asked = sorted(
        iri for iri in subjects if iri.split("/")[3] in ("entity", "statement", "relation", "aspect")
    )
    statuses = {iri: home.get(iri, headers={"accept": "text/turtle"}).status_code for iri in asked[::3]}
    assert {iri for iri, status in statuses.items() if status != 200} == set()


def test_evidence_answers(home: Client) -> None:
    query = "SELECT ?e { GRAPH ?g { ?e litkg:supports ?s } } LIMIT 1"
    (row,) = home.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    response = home.get(row["e"]["value"], headers={"accept": "application/n-triples"})
    assert any(
        "supporting_text" in str(quad.predicate)
        for quad in ox.parse(response.content, ox.RdfFormat.N_TRIPLES)
    )


def test_questions_use_the_base(home: Client) -> None:
    assert home.get("/queries/what-inhibits?entity=T+cell").json()["rows"]
    response = home.get("/sparql?query=SELECT * { ?q sh:select ?text FILTER CONTAINS(?text, 'urn:litkg:') }")
    assert response.json()["results"]["bindings"] == []
