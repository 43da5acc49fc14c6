"""SPARQL 1.1 Protocol and Graph Store Protocol, case by case as the recommendations have them."""

from typing import Any

import pyoxigraph as ox
import pytest

from queries.library import Library
from tests.test_queries.conftest import Client

SELECT = "SELECT ?o { ?s rel:secretes ?o }"
CONSTRUCT = "CONSTRUCT WHERE { ?s rel:secretes ?o }"
QUERY, UPDATE = {"content-type": "application/sparql-query"}, {"content-type": "application/sparql-update"}
FORM, TURTLE = {"content-type": "application/x-www-form-urlencoded"}, {"content-type": "text/turtle"}
MINE = "http://example.org/mine"


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
        ("application/trig", ox.RdfFormat.TRIG),
        ("application/n-quads", ox.RdfFormat.N_QUADS),
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


@pytest.mark.parametrize(
    ("graphs", "pattern", "holds"),
    [
        ([("default-graph-uri", "urn:litkg:graph/vocabulary")], "rel:binds rdfs:label ?l", True),
        ([("default-graph-uri", "urn:litkg:graph/entities")], "rel:binds rdfs:label ?l", False),
        ([("default-graph-uri", "urn:none:such")], "?s ?p ?o", False),
        ([("named-graph-uri", "urn:litkg:graph/vocabulary")], "?s ?p ?o", False),
        ([("named-graph-uri", "urn:litkg:graph/vocabulary")], "GRAPH ?g { rel:binds ?p ?o }", True),
        (
            [
                ("default-graph-uri", "urn:litkg:graph/entities"),
                ("named-graph-uri", "urn:litkg:graph/vocabulary"),
            ],
            "?s skos:altLabel ?n GRAPH ?g { rel:binds ?p ?o }",
            True,
        ),
    ],
    ids=["default", "other default", "no such", "no default", "named", "both"],
)
@pytest.mark.parametrize("method", ["GET", "form", "direct"])
def test_protocol_chooses_the_dataset(
    client: Client, method: str, graphs: list[tuple[str, str]], pattern: str, holds: bool
) -> None:
    query = f"ASK {{ {pattern} }}"
    if method == "direct":
        response = client.post("/sparql", params=graphs, content=query, headers=QUERY)
    elif method == "form":
        response = client.post("/sparql", data={"query": query, **dict(graphs)})
    else:
        response = client.get("/sparql", params=[("query", query), *graphs])
    assert response.json()["boolean"] is holds


def test_dataset_of_the_protocol_counts_more_than_that_of_the_query(client: Client) -> None:
    query = "ASK FROM <urn:none:such> { rel:binds ?p ?o }"
    graphs = {"query": query, "default-graph-uri": "urn:litkg:graph/vocabulary"}
    assert client.get("/sparql", params=graphs).json()["boolean"] is True


def test_relative_iris_are_relative_to_the_endpoint(client: Client) -> None:
    response = client.get(
        "/sparql", params={"query": "SELECT (STR(<x>) AS ?iri) {}"}, headers={"accept": "text/csv"}
    )
    assert response.text.split() == ["iri", "http://test/x"]


@pytest.mark.parametrize(
    ("status", "options"),
    [
        (400, {"params": [("query", "ASK {}"), ("query", "ASK {}")]}),
        (400, {"params": {"query": "SELEC"}}),
        (400, {"params": {"query": "CLEAR ALL"}}),
        (400, {"params": {"query": "ASK { SERVICE <http://x.example/> { ?s ?p ?o } }"}}),
        (400, {"params": {"query": "ASK {}", "default-graph-uri": "not an iri"}}),
        (400, {"params": {"update": "CLEAR ALL"}}),
        (406, {"params": {"query": SELECT}, "headers": {"accept": "image/png"}}),
        (406, {"params": {"query": SELECT}, "headers": {"accept": "text/turtle"}}),
        (406, {"params": {"query": CONSTRUCT}, "headers": {"accept": "text/csv"}}),
    ],
)
def test_refused_query_has_a_status_and_one_line(
    client: Client, status: int, options: dict[str, Any]
) -> None:
    response = client.get("/sparql", **options)
    assert response.status_code == status
    assert "\n" not in response.json()["detail"]


@pytest.mark.parametrize(
    ("status", "media", "content"),
    [
        (403, "application/sparql-update", b"CLEAR ALL"),
        (403, "application/x-www-form-urlencoded", b"update=CLEAR+ALL"),
        (400, "application/x-www-form-urlencoded", b"query=ASK+%7B%7D&update=CLEAR+ALL"),
        (415, "text/plain", b"ASK {}"),
        (415, "", b"query=ASK+%7B%7D"),
        (413, "application/sparql-query", b"#" * (1 << 20) + b"\nASK {}"),
        (400, "application/sparql-query", b"\xff\xfe"),
        (415, "application/sparql-query; charset=UTF-16", b"ASK {}"),
    ],
    ids=["update", "update in a form", "both", "plain text", "no type", "too long", "not UTF-8", "UTF-16"],
)
def test_refused_body_has_a_status(client: Client, status: int, media: str, content: bytes) -> None:
    response = client.post("/sparql", content=content, headers={"content-type": media})
    assert response.status_code == status
    assert response.json()["detail"]


def test_other_methods_are_refused(client: Client) -> None:
    assert client.request("PUT", "/sparql").status_code == 405


def test_head_is_get_without_a_body(client: Client) -> None:
    response = client.request("HEAD", "/sparql", params={"query": SELECT})
    assert (response.status_code, response.content) == (200, b"")


# --------------------------------------------------------------------------------------- description


def test_endpoint_describes_itself(client: Client) -> None:
    response = client.get("/sparql", headers={"accept": "text/turtle"})
    triples = {
        (t.predicate.value.rpartition("#")[2], str(t.object))
        for t in ox.parse(response.content, ox.RdfFormat.TURTLE)
    }
    assert ("endpoint", "<http://test/sparql>") in triples
    languages = {value for name, value in triples if name == "supportedLanguage"}
    assert languages == {"<http://www.w3.org/ns/sparql-service-description#SPARQL11Query>"}


def test_void_counts_what_there_is(client: Client) -> None:
    triples = ox.parse(client.get("/.well-known/void").content, ox.RdfFormat.TURTLE)
    counts = {(t.subject.value, t.predicate.value.rpartition("#")[2]): t.object.value for t in triples}
    assert counts["urn:litkg:dataset", "documents"] == "6"
    assert counts["urn:litkg:dataset/class/Association", "entities"] == "12"


def test_editors_find_example_queries_that_run(client: Client) -> None:
    query = "SELECT ?q ?query { ?q a sh:SPARQLExecutable ; rdfs:comment ?c ; sh:select ?query } ORDER BY ?q"
    rows = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    assert [row["q"]["value"].rpartition("/")[2] for row in rows] == Library.load().names()
    failing = [
        r
        for r in rows
        if client.post("/sparql", content=r["query"]["value"], headers=QUERY).status_code != 200
    ]
    assert failing == []


def test_editors_find_prefixes(client: Client) -> None:
    query = "SELECT ?namespace { [] sh:prefix 'HGNC' ; sh:namespace ?namespace }"
    (row,) = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    assert row["namespace"]["value"] == "http://identifiers.org/hgnc/"


# --------------------------------------------------------------------------------------------- updates


def ask(client: Client, pattern: str) -> bool:
    return bool(client.post("/sparql", content=f"ASK {{ {pattern} }}", headers=QUERY).json()["boolean"])


@pytest.fixture(autouse=True)
def nothing_written(request: pytest.FixtureRequest) -> None:
    """Each test begins without notes."""
    if "writer" in request.fixturenames:
        request.getfixturevalue("writer").post("/sparql", content="CLEAR ALL", headers=UPDATE)


@pytest.mark.parametrize("way", ["direct", "form"])
def test_update_is_seen_by_the_next_query(writer: Client, way: str) -> None:
    update = f"INSERT DATA {{ GRAPH <{MINE}> {{ <urn:a> <urn:b> <urn:c> }} }}"
    if way == "direct":
        response = writer.post("/sparql", content=update, headers=UPDATE)
    else:
        response = writer.post("/sparql", data={"update": update})
    assert response.status_code == 204
    assert ask(writer, f"GRAPH <{MINE}> {{ <urn:a> <urn:b> <urn:c> }}")


def test_default_graph_of_updates_has_a_name_in_queries(writer: Client) -> None:
    writer.post("/sparql", content="INSERT DATA { <urn:a> <urn:b> 1 }", headers=UPDATE)
    assert ask(writer, "GRAPH graph:notes { <urn:a> <urn:b> 1 }")
    assert not ask(writer, "<urn:a> <urn:b> 1")


def test_clear_all_clears_what_was_written_by_hand_only(writer: Client) -> None:
    writer.post(
        "/sparql", content=f"INSERT DATA {{ GRAPH <{MINE}> {{ <urn:a> <urn:b> 1 }} }}", headers=UPDATE
    )
    before = writer.get("/stats").json()
    assert writer.post("/sparql", content="CLEAR ALL", headers=UPDATE).status_code == 204
    assert not ask(writer, f"GRAPH <{MINE}> {{ ?s ?p ?o }}")
    assert ask(writer, "?s rel:secretes ?o")
    assert writer.get("/stats").json() == before


DATASET = f"""
INSERT DATA {{ GRAPH <{MINE}/1> {{ <urn:1> a <urn:T> }} GRAPH <{MINE}/2> {{ <urn:2> a <urn:T> }} }} ;
"""


@pytest.mark.parametrize(
    ("parameters", "pattern", "found"),
    [
        ([("using-graph-uri", f"{MINE}/1")], "?s a <urn:T>", {1}),
        ([("using-graph-uri", f"{MINE}/1"), ("using-graph-uri", f"{MINE}/2")], "?s a <urn:T>", {1, 2}),
        ([("using-named-graph-uri", f"{MINE}/2")], "GRAPH ?g { ?s a <urn:T> }", {2}),
        ([], "GRAPH ?g { ?s a <urn:T> }", {1, 2}),
    ],
)
def test_protocol_chooses_the_dataset_of_an_update(
    writer: Client, parameters: list[tuple[str, str]], pattern: str, found: set[int]
) -> None:
    update = f"{DATASET} INSERT {{ GRAPH <{MINE}/out> {{ ?s a <urn:Found> }} }} WHERE {{ {pattern} }}"
    assert writer.post("/sparql", params=parameters, content=update, headers=UPDATE).status_code == 204
    assert {n for n in (1, 2) if ask(writer, f"GRAPH <{MINE}/out> {{ <urn:{n}> a <urn:Found> }}")} == found


@pytest.mark.parametrize(
    ("status", "update", "parameters"),
    [
        (400, "CLEAR XYZ", {}),
        (400, "ASK {}", {}),
        (400, "LOAD <http://x.example/>", {}),
        (400, "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", {"using-graph-uri": MINE}),
        (400, "DELETE { ?s ?p ?o } USING <urn:g> WHERE { ?s ?p ?o }", {"using-graph-uri": MINE}),
        (400, "DELETE WHERE { ?s ?p ?o }", {"using-graph-uri": "not an iri"}),
        (403, "INSERT DATA { GRAPH graph:assembly { <urn:a> <urn:b> 1 } }", {}),
        (403, "INSERT DATA { GRAPH <urn:litkg:anything> { <urn:a> <urn:b> 1 } }", {}),
    ],
)
def test_refused_update_changes_nothing(
    writer: Client, status: int, update: str, parameters: dict[str, str]
) -> None:
    response = writer.post("/sparql", params=parameters, content=update, headers=UPDATE)
    assert (response.status_code, "\n" in response.text) == (status, False)
    assert not ask(writer, "GRAPH ?g { <urn:a> <urn:b> 1 }")


def test_two_updates_at_once_are_refused(writer: Client) -> None:
    assert writer.post("/sparql", data={"update": ["CLEAR NAMED", "CLEAR DEFAULT"]}).status_code == 400


def test_graph_of_a_document_is_protected(writer: Client) -> None:
    (document, *_) = writer.get("/documents").json()["items"]
    update = f"INSERT DATA {{ GRAPH <{document['iri']}> {{ <urn:a> <urn:b> 1 }} }}"
    assert writer.post("/sparql", content=update, headers=UPDATE).status_code == 403
    assert writer.request("DELETE", "/data", params={"graph": document["iri"]}).status_code == 403


# ----------------------------------------------------------------------------------------- graph store


def graph(client: Client, **parameters: str) -> set[str]:
    response = client.get("/data", params=parameters, headers={"accept": "application/n-triples"})
    assert response.status_code in (200, 404)
    return set(response.text.split("\n")) - {""} if response.status_code == 200 else {"no graph"}


def test_graph_is_put_replaced_added_to_and_removed(writer: Client) -> None:
    parameters = {"graph": MINE}
    statuses = []
    for method, body in (
        ("PUT", "<urn:a> <urn:b> 1 ."),
        ("PUT", "<urn:a> <urn:b> 2 ."),
        ("POST", "<urn:a> <urn:b> 3 ."),
    ):
        statuses.append(
            writer.request(method, "/data", params=parameters, content=body, headers=TURTLE).status_code
        )
    assert statuses == [201, 204, 204]
    assert {line.split('"')[1] for line in graph(writer, **parameters)} == {"2", "3"}
    assert [writer.request("DELETE", "/data", params=parameters).status_code for _ in range(2)] == [204, 404]
    assert graph(writer, **parameters) == {"no graph"}


def test_default_graph_can_be_put(writer: Client) -> None:
    assert (
        writer.request(
            "PUT", "/data?default", content="<urn:a> <urn:b> <urn:c> .", headers=TURTLE
        ).status_code
        == 201
    )
    assert graph(writer, default="") == {"<urn:a> <urn:b> <urn:c> ."}


def test_graph_may_be_named_by_its_url(writer: Client) -> None:
    assert (
        writer.request("PUT", "/data/mine", content="<> <urn:b> <urn:c> .", headers=TURTLE).status_code == 201
    )
    assert graph(writer, graph="http://test/data/mine") == {"<http://test/data/mine> <urn:b> <urn:c> ."}


def test_new_graph_gets_a_name(writer: Client) -> None:
    response = writer.post("/data", content="<urn:a> <urn:b> <urn:c> .", headers=TURTLE)
    assert response.status_code == 201
    assert graph(writer, graph=response.headers["location"]) == {"<urn:a> <urn:b> <urn:c> ."}


def test_parts_of_a_form_are_added_together(writer: Client) -> None:
    files = [
        ("a", ("a.ttl", b"<urn:a> <urn:b> <urn:c> .", "text/turtle")),
        ("b", ("b.nt", b"<urn:d> <urn:e> <urn:f> .\n", "application/n-triples")),
    ]
    assert writer.post("/data", params={"graph": MINE}, files=files).status_code == 201
    assert len(graph(writer, graph=MINE)) == 2


def test_graph_of_a_document_can_be_fetched(client: Client) -> None:
    (document, *_) = client.get("/documents").json()["items"]
    assert any("supporting_text" in line for line in graph(client, graph=document["iri"]))


@pytest.mark.parametrize(
    ("method", "path", "media", "body", "status"),
    [
        ("PUT", "/data", "text/turtle", "", 400),
        ("PUT", f"/data?graph={MINE}&default", "text/turtle", "", 400),
        ("PUT", "/data?graph=urn:litkg:graph/entities", "text/turtle", "", 403),
        ("PUT", f"/data?graph={MINE}", "text/turtle", "<a", 400),
        ("PUT", f"/data?graph={MINE}", "image/png", "<a", 415),
        ("PUT", f"/data?graph={MINE}", "application/trig", "<urn:g> { <urn:a> <urn:b> 1 }", 400),
        ("GET", "/data?graph=urn:none:such", "", "", 404),
        ("GET", "/data", "", "", 400),
    ],
)
def test_refused_graph_has_a_status(
    writer: Client, method: str, path: str, media: str, body: str, status: int
) -> None:
    response = writer.request(method, path, content=body, headers={"content-type": media})
    assert response.status_code == status
    assert response.json()["detail"]
