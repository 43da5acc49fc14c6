"""Look-ups over HTTP: entities, statements, evidence, documents, paths."""

from typing import Any

import pyoxigraph as ox
import pytest

from tests.test_queries.conftest import TOKEN, Client

T_CELL, CD8, STAB1 = "CL:0000084", "CL:0000625", "HGNC:18628"
BEXMARILIMAB = "litkg:drug.bexmarilimab"


def items(client: Client, path: str, **parameters: Any) -> list[dict[str, Any]]:
    response = client.get(path, params=parameters)
    assert response.status_code == 200, response.text
    return list(response.json()["items"])


def told(found: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
    return {(s["subject"]["label"], s["relation"], s["object"]["label"]) for s in found}


# -------------------------------------------------------------------------------------------- entities


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("clever-1", STAB1),
        ("CLEVER 1", STAB1),
        ("clev", STAB1),
        ("STAB1", STAB1),
        ("hgnc:18628", STAB1),
        ("NCBIGene:23166", STAB1),
        ("lymphocyte", T_CELL),
        ("t c", T_CELL),
        ("soluble", "litkg:gene.sclever-1"),
        ("bexmarilimab", BEXMARILIMAB),
    ],
)
def test_search_finds_by_any_name(client: Client, text: str, first: str) -> None:
    assert items(client, "/entities", q=text)[0]["id"] == first


@pytest.mark.parametrize("text", ["xyzzy", "-", "()", "'", '"', "%", "a*b", "NEAR(x", "NOT", "日本"])
def test_search_for_anything_is_answered(client: Client, text: str) -> None:
    assert isinstance(items(client, "/entities", q=text), list)


def test_search_may_be_of_one_category(client: Client) -> None:
    found = items(client, "/entities", q="c", category="biolink:Cell")
    assert {entity["category"] for entity in found} == {"biolink:Cell"}


def test_entity_has_its_names_and_place(client: Client) -> None:
    entity = client.get(f"/entities/{T_CELL}").json()
    assert (entity["label"], entity["category"]) == ("T cell", "biolink:Cell")
    assert [child["id"] for child in entity["children"]] == [CD8]
    assert [one["id"] for one in entity["ancestors"]] == ["CL:0000000"]
    assert entity["descendants"] == 1


@pytest.mark.parametrize("curie", ["HGNC:18628", "hgnc:18628", "NCBIGene:23166", "ncbigene:23166"])
def test_entity_is_known_by_equivalents(client: Client, curie: str) -> None:
    assert client.get(f"/entities/{curie}").json()["label"] == "STAB1"


@pytest.mark.parametrize(
    ("accept", "reads"),
    [("text/turtle", ox.RdfFormat.TURTLE), ("application/ld+json", ox.RdfFormat.JSON_LD)],
)
@pytest.mark.parametrize("path", [f"/entities/{BEXMARILIMAB}", "/entity/drug.bexmarilimab"])
def test_iri_answers_in_rdf(client: Client, path: str, accept: str, reads: ox.RdfFormat) -> None:
    response = client.get(path, headers={"accept": accept})
    triples = {
        (t.subject.value, t.predicate.value, t.object.value) for t in ox.parse(response.content, reads)
    }
    node = "urn:litkg:entity/drug.bexmarilimab"
    assert (node, "urn:litkg:relation/targets", "http://identifiers.org/hgnc/18628") in triples
    assert (node, "http://www.w3.org/2000/01/rdf-schema#label", "bexmarilimab") in triples


def test_iri_leads_a_browser_to_a_page(client: Client) -> None:
    response = client.get("/entity/drug.bexmarilimab", headers={"accept": "text/html,*/*;q=0.8"})
    assert response.status_code == 303
    assert client.get(response.headers["location"], headers={"accept": "text/html"}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/relation/inhibits", "/statement/{}", "/resource?iri=urn:litkg:relation/inhibits"]
)
def test_other_iris_answer_in_rdf(client: Client, path: str) -> None:
    (first, *_) = items(client, "/statements", limit=1)
    response = client.get(path.format(first["id"]), headers={"accept": "text/turtle"})
    assert list(ox.parse(response.content, ox.RdfFormat.TURTLE))


def test_neighbours_are_grouped_by_relation_and_direction(client: Client) -> None:
    found = items(client, f"/entities/{CD8}/neighbours")
    assert [
        (n["entity"]["label"], n["relation"], n["outgoing"], n["evidence_count"], n["hedged"]) for n in found
    ] == [
        ("STAB1", "inhibits", False, 2, 0),
        ("STAB1", "activates", False, 1, 1),
    ]


# ------------------------------------------------------------------------------------------ statements


@pytest.mark.parametrize(
    ("conditions", "count"),
    [
        ({}, 12),
        ({"relation": "inhibits"}, 3),
        ({"subject": STAB1, "negated": "true"}, 1),
        ({"object": T_CELL}, 2),
        ({"object": T_CELL, "subtypes": "true"}, 4),
        ({"entity": T_CELL}, 3),
        ({"entity": T_CELL, "role": "subject"}, 1),
        ({"entity": T_CELL, "subtypes": "true"}, 5),
        ({"direction": "decreased"}, 4),
        ({"direction": "increased", "object_category": "biolink:Cell"}, 2),
        ({"hedged": "true"}, 2),
        ({"min_belief": "0.9"}, 1),
        ({"max_belief": "0.5"}, 2),
        ({"document": "PMID:1"}, 3),
        ({"subject_category": "biolink:Drug"}, 1),
        ({"category": "biolink:Disease"}, 2),
        ({"aspect": "response"}, 1),
        ({"contradicted": "true"}, 2),
        ({"kind": "text"}, 12),
        ({"kind": "abstract"}, 0),
        ({"min_belief": "1", "max_belief": "0"}, 0),
    ],
)
def test_statements_fulfil_the_conditions(client: Client, conditions: dict[str, str], count: int) -> None:
    page = client.get("/statements", params=conditions).json()
    assert (len(page["items"]), page["total"]) == (count, count)


@pytest.mark.parametrize(
    ("path", "count"),
    [("/statements", 12), (f"/entities/{T_CELL}/neighbours", 3), ("/documents", 6), ("/evidence", 6)],
)
@pytest.mark.parametrize("limit", [1, 4, 100])
def test_pages_join_without_gap_or_repetition(client: Client, path: str, count: int, limit: int) -> None:
    found, cursor = [], {}
    words = {"q": "clever"} if path == "/evidence" else {}
    while True:
        page = client.get(path, params={"limit": limit, **cursor} | words).json()
        found += [str(item) for item in page["items"]]
        assert page["total"] == count
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert len(found) == len(set(found)) == count
    whole = client.get(path, params={"limit": 100} | words).json()["items"]
    assert found == [str(item) for item in whole]


def test_next_page_is_linked(client: Client) -> None:
    link = client.get("/statements?limit=5&relation=inhibits").headers.get("link")
    assert link is None
    link = client.get("/statements?limit=2&relation=inhibits").headers["link"]
    address, _, relation = link.partition("; ")
    assert relation == 'rel="next"'
    assert len(client.get(address.strip("<>")).json()["items"]) == 1


def test_statement_comes_with_its_evidence(client: Client) -> None:
    (top, *_) = items(client, "/statements")
    detail = client.get(f"/statements/{top['id']}").json()
    assert detail["statement"] == top
    assert [e["document"] for e in detail["evidence"]] == ["PMID:1", "PMID:2"]
    evidence = detail["evidence"][0]
    text = client.get(f"/documents/{evidence['document']}").json()["text"]
    span = evidence["sentence_range"]
    assert text[span["start"] : span["end"]] == evidence["sentence"]


def test_contradicted_statement_names_the_opposite(client: Client) -> None:
    ((pair),) = items(client, "/contradictions")
    assert pair["weaker"] == min(pair["one"]["belief"], pair["other"]["belief"])
    detail = client.get(f"/statements/{pair['one']['id']}").json()
    assert [other["id"] for other in detail["contradicts"]] == [pair["other"]["id"]]


@pytest.mark.parametrize(("entity", "count"), [(CD8, 1), (BEXMARILIMAB, 0)])
def test_contradictions_may_be_about_one_entity(client: Client, entity: str, count: int) -> None:
    assert len(items(client, "/contradictions", entity=entity)) == count


# ------------------------------------------------------------------------------------ text and documents


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("suppresses", {"Clever-1 suppresses CD8+ T cells."}),
        ('"T cells" down', {"Clever-1 holds CD8+ T cells down."}),
        ("macrophages -sClever", {"T cells drive macrophages."}),
        ("bexmarilimab aimed", {"Bexmarilimab is aimed at Clever-1."}),
        ("nothing of this", set()),
        ("-", set()),
    ],
)
def test_sentences_are_found_by_their_words(client: Client, text: str, sentences: set[str]) -> None:
    assert {hit["sentence"] for hit in items(client, "/evidence", q=text)} == sentences


def test_found_sentence_marks_words_and_names_statements(client: Client) -> None:
    (hit,) = items(client, "/evidence", q="suppresses")
    assert "\x02suppresses\x03" in hit["highlight"]
    assert told(hit["statements"]) == {("STAB1", "inhibits", "CD8-positive T cell")}


def test_sentences_fulfil_conditions(client: Client) -> None:
    found = items(client, "/evidence", q="clever", negated="true")
    assert [hit["sentence"] for hit in found] == ["Clever-1 does not inhibit T cells."]


def test_document_comes_with_names_and_claims_marked(client: Client) -> None:
    document = client.get("/documents/PMID:1").json()
    for mention in document["mentions"]:
        place = mention["range"]
        assert document["text"][place["start"] : place["end"]] == mention["text"]
    assert told([claim["statement"] for claim in document["claims"]]) >= {
        ("bexmarilimab", "targets", "STAB1")
    }


def test_documents_are_found_by_title_and_identifier(client: Client) -> None:
    assert [d["id"] for d in items(client, "/documents", q="PMID:3")] == ["PMID:3"]
    assert items(client, "/documents", q="%") == []


def test_statistics_count(client: Client) -> None:
    found = client.get("/stats").json()
    assert (found["documents"], found["statements"], found["contradictions"]) == (6, 12, 1)
    assert {"name": "inhibits", "count": 3} in found["relations"]


# -------------------------------------------------------------------------------------------- paths


def chain(path: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (
            step["statement"]["subject"]["label"],
            step["statement"]["relation"],
            step["statement"]["object"]["label"],
        )
        for step in path["steps"]
    ]


def test_path_leads_from_one_thing_to_another(client: Client) -> None:
    (path,) = items(client, "/paths", **{"from": BEXMARILIMAB, "to": CD8})
    assert chain(path) == [("bexmarilimab", "targets", "STAB1"), ("STAB1", "inhibits", "CD8-positive T cell")]
    assert path["steps"][0]["evidence"][0]["sentence"] == "Bexmarilimab is aimed at Clever-1."
    beliefs = [step["statement"]["belief"] for step in path["steps"]]
    assert path["belief"] == pytest.approx(beliefs[0] * beliefs[1], abs=1e-5)


def test_path_may_follow_statements_backwards(client: Client) -> None:
    ends = {"from": CD8, "to": BEXMARILIMAB}
    assert items(client, "/paths", **ends) == []
    (path,) = items(client, "/paths", **ends, ways="both")
    assert [step["reversed"] for step in path["steps"]] == [True, True]


def test_symmetric_statement_is_followed_both_ways(client: Client) -> None:
    ends = {"from": "HGNC:8760", "to": "litkg:gene.sclever-1", "steps": 1}
    (path,) = items(client, "/paths", **ends)
    assert chain(path)[0][1] == "binds"


def test_paths_do_not_follow_what_is_denied_or_supposed(client: Client) -> None:
    assert items(client, "/paths", **{"from": STAB1, "to": "MONDO:0005105", "steps": 1}) == []


# ------------------------------------------------------------------------------------- caching, writing


@pytest.mark.parametrize(
    "path", ["/statements", "/entities?q=T", f"/entities/{T_CELL}", "/stats", "/queries/most-connected"]
)
def test_what_has_not_changed_is_not_sent_again(client: Client, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": f'"other", {first.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    other = client.get(path, headers={"if-none-match": first.headers["etag"], "accept": "application/json"})
    assert other.status_code == 200


def test_documents_are_handed_to_the_reader(tmp_path: Any) -> None:
    from kg.answers import Ingested
    from kg.store import Store
    from queries.app import create_app
    from tests.test_queries.articles import articles

    with Store.open(tmp_path) as store:
        store.add(next(articles()))
    seen = []

    def ingest(content: bytes, name: str, form: str | None) -> tuple[Ingested, ...]:
        seen.append((content, name, form))
        return (Ingested("text:1", "", 2, True), Ingested("x", "", 0, False, "x: cannot be read"))

    app = create_app(tmp_path, token=TOKEN, ingest=ingest)
    client = Client(app, {"authorization": f"Bearer {TOKEN}", "content-type": "text/html; charset=utf-8"})
    response = client.post("/documents?name=mine", content="<p>PD-1</p>")
    assert (response.status_code, seen) == (201, [(b"<p>PD-1</p>", "mine", "html")])
    assert [one["problem"] for one in response.json()["documents"]] == ["", "x: cannot be read"]
    assert client.post("/documents", content=b"").status_code == 400
    assert client.post("/documents", content=b"x", headers={"content-type": "image/png"}).status_code == 415
    app.state.service.close()


def test_every_answer_has_an_example(client: Client) -> None:
    described = client.app.openapi()
    content = [
        answer["content"]["application/json"].get("schema", {})
        for methods in described["paths"].values()
        for method in methods.values()
        for status, answer in method["responses"].items()
        if status.startswith("2") and "application/json" in answer.get("content", {})
    ]
    names = {schema["$ref"].rpartition("/")[2] for schema in content if "$ref" in schema}
    assert {"QuestionPage", "TableAnswer", "Statistics"} <= names
    without = {name for name in names if not described["components"]["schemas"][name].get("examples")}
    assert not without
