import json
import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.store import Store
from queries.app import create_app
from queries.library import Library
from tests.test_queries.articles import articles
from tests.test_queries.conftest import Client

SELECT = "SELECT ?o { ?s rel:secretes ?o }"
CONSTRUCT = "CONSTRUCT WHERE { ?s rel:secretes ?o }"
HOSTILE = '"><script>alert(1)</script>'


@pytest.mark.parametrize(
    ("accept", "media", "reads"),
    [
        ("*/*", "application/sparql-results+json", ox.QueryResultsFormat.JSON),
        ("application/json", "application/json", ox.QueryResultsFormat.JSON),
        ("application/sparql-results+xml", "application/sparql-results+xml", ox.QueryResultsFormat.XML),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8", ox.QueryResultsFormat.TSV),
        ("image/png, text/*;q=0.5, application/xml;q=0.6", "application/xml", ox.QueryResultsFormat.XML),
    ],
)
def test_select_comes_in_the_format_asked_for(
    client: Client, accept: str, media: str, reads: ox.QueryResultsFormat
) -> None:
    response = client.get("/sparql", params={"query": SELECT}, headers={"accept": accept})
    assert (response.status_code, response.headers["content-type"]) == (200, media)
    (row,) = ox.parse_query_results(response.content, format=reads)
    assert row["o"].value == "urn:litkg:entity/gene.sclever-1"


@pytest.mark.parametrize(
    ("accept", "reads"),
    [
        ("*/*", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    ],
)
def test_construct_comes_in_the_format_asked_for(client: Client, accept: str, reads: ox.RdfFormat) -> None:
    response = client.get("/sparql", params={"query": CONSTRUCT}, headers={"accept": accept})
    (quad,) = ox.parse(response.content, format=reads)
    assert quad.predicate.value == "urn:litkg:relation/secretes"


def test_csv_of_select(client: Client) -> None:
    response = client.get("/sparql", params={"query": SELECT}, headers={"accept": "text/csv"})
    assert response.text == "o\r\nurn:litkg:entity/gene.sclever-1\r\n"


@pytest.mark.parametrize(
    ("content", "media"),
    [
        ("ASK {}", "application/sparql-query"),
        ("ASK {}", "application/sparql-query; charset=utf-8"),
        ("query=ASK+%7B%7D", "application/x-www-form-urlencoded"),
    ],
)
def test_query_can_be_posted(client: Client, content: str, media: str) -> None:
    response = client.post("/sparql", content=content, headers={"content-type": media})
    assert response.json() == {"head": {}, "boolean": True}


def test_dataset_can_be_chosen(client: Client) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c }"
    counts = [
        client.get(
            "/sparql", params={"query": query, "default-graph-uri": graph}, headers={"accept": "text/csv"}
        )
        for graph in ("urn:litkg:graph/vocabulary", "urn:none:such")
    ]
    assert int(counts[0].text.split()[1]) > 100
    assert counts[1].text.split() == ["n", "0"]


@pytest.mark.parametrize(
    ("status", "options"),
    [
        (400, {"params": {}}),
        (400, {"params": [("query", "ASK {}"), ("query", "ASK {}")]}),
        (400, {"params": {"query": "SELEC"}}),
        (400, {"params": {"query": "CLEAR ALL"}}),
        (400, {"params": {"query": "ASK { SERVICE <http://x.example/> { ?s ?p ?o } }"}}),
        (400, {"params": {"query": "ASK {}", "default-graph-uri": "not an iri"}}),
        (403, {"params": {"update": "CLEAR ALL"}}),
        (406, {"params": {"query": SELECT}, "headers": {"accept": "image/png"}}),
        (406, {"params": {"query": SELECT}, "headers": {"accept": "text/turtle"}}),
        (406, {"params": {"query": CONSTRUCT}, "headers": {"accept": "text/csv"}}),
    ],
)
def test_refused_query_has_a_status_and_one_line(
    client: Client, status: int, options: dict[str, object]
) -> None:
    response = client.get("/sparql", **options)
    assert response.status_code == status
    assert "\n" not in response.json()["error"]
    assert "\n" not in response.text


@pytest.mark.parametrize(
    ("status", "media", "content"),
    [
        (403, "application/sparql-update", b"CLEAR ALL"),
        (403, "application/x-www-form-urlencoded", b"update=CLEAR+ALL"),
        (415, "text/plain", b"ASK {}"),
        (413, "application/sparql-query", b"#" * (1 << 20) + b"\nASK {}"),
        (400, "application/sparql-query", b"\xff\xfe"),
    ],
    ids=["update", "update in a form", "plain text", "too long", "not UTF-8"],
)
def test_refused_body_has_a_status(client: Client, status: int, media: str, content: bytes) -> None:
    response = client.post("/sparql", content=content, headers={"content-type": media})
    assert response.status_code == status
    assert response.json()["error"]


def test_other_methods_are_refused(client: Client) -> None:
    assert client.request("PUT", "/sparql").status_code == 405


@pytest.fixture
def hurried(store_path: Path) -> Iterator[Client]:
    app = create_app(store_path, timeout=0.5, workers=1)
    yield Client(app)
    app.state.service.close()


def test_endless_query_is_answered_504_and_the_next_well(hurried: Client) -> None:
    patterns = " ".join(f"GRAPH ?g{i} {{ ?a{i} ?b{i} ?c{i} }}" for i in range(5))
    endless = f"SELECT (COUNT(*) AS ?n) {{ {patterns} }}"
    assert hurried.get("/sparql", params={"query": endless}).status_code == 504
    hurried.app.state.service.pool.timeout = 10
    assert hurried.get("/sparql", params={"query": "ASK {}"}).status_code == 200


def test_missing_store_is_answered_503(tmp_path: Path) -> None:
    client = Client(create_app(tmp_path / "none"))
    assert client.get("/health").status_code == 503
    assert "no store here" in client.get("/stats").json()["error"]


def test_search_finds_by_synonym(client: Client) -> None:
    found = client.get("/entities", params={"q": "clever-1"}).json()
    assert [entity["id"] for entity in found] == ["HGNC:18628", "litkg:gene.sclever-1"]


def test_entity_has_its_names(client: Client) -> None:
    entity = client.get("/entities/HGNC:18628").json()
    assert (entity["label"], entity["category"], entity["xrefs"]) == (
        "STAB1",
        "biolink:Gene",
        ["NCBIGene:23166"],
    )


def test_statements_of_entity_on_either_side(client: Client) -> None:
    page = client.get("/entities/CL:0000084/statements").json()
    told = {(s["subject"]["label"], s["relation"], s["object"]["label"]) for s in page["statements"]}
    assert told == {
        ("STAB1", "inhibits", "T cell"),
        ("T cell", "activates", "macrophage"),
        ("PDCD1", "inhibits", "T cell"),
    }


@pytest.mark.parametrize(
    ("conditions", "count"),
    [
        ({}, 12),
        ({"relation": "inhibits"}, 3),
        ({"subject": "HGNC:18628", "negated": "true"}, 1),
        ({"object": "CL:0000084", "subtypes": "true"}, 4),
        ({"hedged": "true"}, 2),
        ({"min_belief": "0.9"}, 1),
        ({"document": "PMID:1"}, 3),
        ({"subject_category": "biolink:Drug"}, 1),
        ({"aspect": "response"}, 1),
        ({"offset": "11"}, 1),
    ],
)
def test_statements_fit_the_conditions(client: Client, conditions: dict[str, str], count: int) -> None:
    assert len(client.get("/statements", params=conditions).json()["statements"]) == count


def test_pages_of_statements_join(client: Client) -> None:
    pages = [client.get("/statements", params={"limit": 6, "offset": n}).json() for n in (0, 6)]
    assert [page["more"] for page in pages] == [True, False]
    assert len({s["hash"] for page in pages for s in page["statements"]}) == 12


def test_statement_comes_with_its_evidence(client: Client) -> None:
    (top, *_) = client.get("/statements").json()["statements"]
    statement = client.get(f"/statements/{top['hash']}").json()
    assert [e["document"] for e in statement["evidence"]] == ["PMID:1", "PMID:2"]
    evidence = statement["evidence"][0]
    text = client.get(f"/documents/{evidence['document']}").json()["text"]
    span = evidence["sentence_range"]
    assert text[span["start"] : span["end"]] == evidence["sentence"]


def test_documents_are_listed_by_identifier(client: Client) -> None:
    page = client.get("/documents", params={"limit": 2, "offset": 1}).json()
    assert [(d["id"], d["statements"]) for d in page] == [("PMID:2", 2), ("PMID:3", 1)]


def test_questions_are_described(client: Client) -> None:
    assert [q["name"] for q in client.get("/queries").json()] == Library.load().names()


def test_question_is_answered(client: Client) -> None:
    answer = client.get("/queries/what-inhibits", params={"entity": "PD-1 x"})
    assert answer.status_code == 400
    answer = client.get("/queries/what-inhibits", params={"entity": "t lymphocyte"})
    assert len(answer.json()["rows"]) == 3
    assert answer.json()["notes"] == ["'t lymphocyte' was read as T cell (CL:0000084)"]


@pytest.mark.parametrize("media", ["text/csv", "text/tab-separated-values"])
def test_question_is_answered_as_a_file(client: Client, media: str) -> None:
    answer = client.get("/queries/contradictions", headers={"accept": media})
    assert answer.headers["content-type"].startswith(media)
    assert len(answer.text.strip().splitlines()) == 2


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/entities/HGNC:1", 404),
        ("/entities/nonsense", 400),
        ("/entities", 422),
        ("/entities?q=x&limit=0", 422),
        ("/entities/HGNC:1/statements", 404),
        ("/statements?relation=likes", 400),
        ("/statements?document=PMID:99", 404),
        ("/statements/00000000000000000000", 404),
        ("/statements/nonsense", 400),
        ("/documents/PMID:99", 404),
        ("/queries/what-inhibit", 404),
        ("/queries/what-inhibits", 400),
        ("/queries/what-inhibits?entity=xyzzy", 400),
        ("/queries/what-inhibits?gene=PD-1", 400),
        ("/nothing", 404),
    ],
)
def test_problem_has_status_and_one_line(client: Client, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert set(response.json()) == {"error", "detail"}
    assert "\n" not in response.json()["error"]


def test_stats_and_health(client: Client) -> None:
    assert client.get("/stats").json()["statements"] == 12
    assert client.get("/health").json()["status"] == "ok"


def test_interface_describes_itself_offline(client: Client) -> None:
    page = client.get("/docs").text
    assert not re.findall(r'(?:src|href)="https?://', page)
    script = re.search(r'src="([^"]+\.js)"', page)
    assert script
    assert client.get(script[1]).status_code == 200


def test_description_has_an_entry_for_every_route(client: Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert {"/sparql", "/entities", "/statements/{hash}", "/documents/{id}", "/queries/{name}"} <= set(paths)
    assert all(operation["description"] for path in paths.values() for operation in path.values())


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?q=clever",
        "/queries/what-inhibits",
        "/queries/what-inhibits?entity=T+cell",
        f"/sparql?query={SELECT}",
    ],
)
def test_page_needs_nothing_from_elsewhere(client: Client, path: str) -> None:
    response = client.get(path, headers={"accept": "text/html"})
    assert response.status_code == 200
    assert "<script" not in response.text
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', response.text)
    assert "default-src 'none'" in response.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/?q={}",
        "/queries/what-inhibits?entity={}",
        "/queries/contradictions?limit={}",
        "/sparql?query=SELECT ('{}' AS ?x) {{}}",
    ],
)
def test_page_escapes_what_a_stranger_wrote(client: Client, path: str) -> None:
    response = client.get(path.format(HOSTILE), headers={"accept": "text/html"})
    assert "<script" not in response.text
    assert "&lt;script&gt;" in response.text


def test_page_leads_from_a_count_to_its_sentences(client: Client) -> None:
    page = client.get("/queries/what-inhibits?entity=CL:0000625", headers={"accept": "text/html"}).text
    link = re.search(r'href="(/queries/evidence-for-statement[^"]+)"', page)
    assert link
    assert "Clever-1 holds CD8+ T cells down." in client.get(link[1], headers={"accept": "text/html"}).text


def test_links_of_the_home_page_work(client: Client) -> None:
    page = client.get("/").text
    links = re.findall(r'href="([^"]+)"', page)
    assert len(links) > 20
    failing = [link for link in links if client.get(link.replace("q=", "q=x")).status_code not in (200, 400)]
    assert failing == []


def test_what_is_published_meanwhile_is_served(tmp_path: Path) -> None:
    first, second, *_ = articles()
    app = create_app(tmp_path, workers=1)
    client = Client(app)
    with Store.open(tmp_path) as store:
        store.add(first)
        store.publish()
        before = client.get("/stats").json()["documents"]
        store.add(second)
        store.publish()
        assert (before, client.get("/stats").json()["documents"]) == (1, 2)
    app.state.service.close()


def test_answers_are_json_all_the_way(client: Client) -> None:
    assert json.loads(client.get("/queries/most-connected").text)["columns"][0] == "label"
