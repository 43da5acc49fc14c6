"""The interface as a whole: pages, OpenAPI, following a store that is being written."""

import json
import re
import time
from pathlib import Path

import pytest

from kg.store import Store
from queries.app import create_app
from queries.library import Library
from tests.test_queries.articles import articles
from tests.test_queries.conftest import Client


def test_missing_store_is_answered_503(tmp_path: Path) -> None:
    client = Client(create_app(tmp_path / "none"))
    assert client.get("/ready").status_code == 503
    assert "no store here" in client.get("/stats").json()["detail"]
    assert client.get("/health").status_code == 200


def test_server_is_ready_once_the_index_is_made(client: Client) -> None:
    client.get("/stats")
    assert client.get("/ready").json()["up_to_date"] is True


def test_questions_are_described(client: Client) -> None:
    assert [q["name"] for q in client.get("/queries").json()["items"]] == Library.load().names()


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
        ("/entities/nonsense", 422),
        ("/entities/none:sense", 404),
        ("/entities", 422),
        ("/entities?q=x&limit=0", 422),
        ("/entities/HGNC:1/statements", 404),
        ("/entities/HGNC:1/neighbours", 404),
        ("/entities/HGNC:1/hierarchy", 404),
        ("/paths?from=HGNC:1&to=HGNC:18628", 404),
        ("/statements?relation=likes", 422),
        ("/statements?since=yesterday", 422),
        ("/statements?cursor=nonsense", 404),
        ("/statements?subject=nonsense", 422),
        ("/statements?subject=none:sense", 404),
        ("/statements/00000000000000000000", 404),
        ("/statements/nonsense", 422),
        ("/new", 422),
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
    assert response.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "status", "detail"} <= set(response.json())
    assert response.json()["status"] == status
    assert "\n" not in response.json()["detail"]


def test_interface_describes_itself_offline(client: Client) -> None:
    page = client.get("/docs").text
    assert not re.findall(r'(?:src|href)="https?://', page)
    script = re.search(r'src="([^"]+\.js)"', page)
    assert script
    assert client.get(script[1]).status_code == 200


def test_description_has_an_entry_for_every_route(client: Client) -> None:
    described = client.get("/openapi.json").json()
    paths = described["paths"]
    assert {
        "/sparql",
        "/data",
        "/entities",
        "/statements/{hash}",
        "/documents/{id}",
        "/queries/{name}",
    } <= set(paths)
    assert all(operation["description"] for path in paths.values() for operation in path.values())
    assert described["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def test_every_answer_has_an_example_like_it(client: Client) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    pages = {name for name in schemas if name.endswith(("Page", "Detail")) and name != "QuestionPage"}
    assert {name for name in pages if "examples" not in schemas[name]} == set()
    answer = client.get("/statements?limit=1").json()
    (example,) = schemas["StatementPage"]["examples"]
    assert answer.keys() == example.keys()
    assert answer["items"][0].keys() == example["items"][0].keys()


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
        seen = [client.get("/stats").json()["documents"]]  # the edition before, while the next is made
        while seen[-1] == 1 and len(seen) < 300:
            time.sleep(0.1)
            seen.append(client.get("/stats").json()["documents"])
    assert (before, seen[-1]) == (1, 2)
    assert "2" in client.get("/sparql?query=SELECT(COUNT(*) AS ?n){GRAPH ?d{?d dcterms:identifier ?i}}").text
    app.state.service.close()


def test_next_server_finds_the_index(tmp_path: Path) -> None:
    first, *_ = articles()
    with Store.open(tmp_path) as store:
        store.add(first)
    editions = []
    for _ in range(2):
        app = create_app(tmp_path)
        editions.append(Client(app).get("/stats").headers["etag"])
        app.state.service.close()
    (folder,) = (tmp_path / "serve").iterdir()
    assert editions[0] == editions[1]
    assert (folder / "index.sqlite").exists()


def test_answers_are_json_all_the_way(client: Client) -> None:
    assert json.loads(client.get("/queries/most-connected").text)["columns"][0] == "label"
