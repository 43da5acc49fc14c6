"""Each protection of the server, attacked."""

import logging
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.model import Claim, Contribution, Document, Evidence, Mention, Span, Statement
from kg.store import Store
from queries.pages.site import look
from queries.safety import LOOPBACK, Limits
from tests.test_queries.articles import ENTITIES, articles
from tests.test_queries.conftest import TOKEN, Client, served

ENDLESS = (
    f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'GRAPH ?g{i} {{ ?s{i} ?p{i} ?o{i} }}' for i in range(5))} }}"
)
GREEDY = ENDLESS.replace("(COUNT(*) AS ?n)", "DISTINCT *") + " ORDER BY ?s1"
WRITING = [
    ("POST", "/sparql", "application/sparql-update", "CLEAR ALL"),
    ("POST", "/sparql", "application/x-www-form-urlencoded", "update=CLEAR+ALL"),
    ("PUT", "/data?graph=urn:x:g", "text/turtle", ""),
    ("POST", "/data?graph=urn:x:g", "text/turtle", ""),
    ("DELETE", "/data?graph=urn:x:g", "text/turtle", ""),
    ("POST", "/documents", "text/plain", "PD-1 inhibits T cells."),
]


@pytest.mark.parametrize(("method", "path", "media", "content"), WRITING)
def test_server_without_a_token_is_read_only(
    client: Client, method: str, path: str, media: str, content: str
) -> None:
    headers = {"content-type": media, "authorization": "Bearer "}
    assert client.request(method, path, content=content, headers=headers).status_code == 403


@pytest.mark.parametrize(("method", "path", "media", "content"), WRITING)
@pytest.mark.parametrize(
    "given", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}"]
)
def test_wrong_token_is_refused(
    writer: Client, method: str, path: str, media: str, content: str, given: str
) -> None:
    headers = {"content-type": media, "authorization": given}
    response = writer.request(method, path, content=content, headers=headers)
    assert (response.status_code, response.headers["www-authenticate"]) == (401, "Bearer")


def test_token_in_the_url_does_not_count(writer: Client) -> None:
    headers = {"content-type": "application/sparql-update", "authorization": ""}
    response = writer.post(
        f"/sparql?token={TOKEN}&access_token={TOKEN}", content="CLEAR ALL", headers=headers
    )
    assert response.status_code == 401


def test_token_is_neither_logged_nor_answered(
    writer: Client, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    responses = [
        writer.get("/stats"),
        writer.get("/nothing"),
        writer.post("/sparql", content="CLEAR ALL", headers={"content-type": "application/sparql-update"}),
    ]
    assert not any(TOKEN in response.text + str(response.headers) for response in responses)
    assert TOKEN not in caplog.text + "".join(capfd.readouterr())


def test_workers_do_not_inherit_the_token(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LITKG_TOKEN", TOKEN)
    for client in served(store_path, workers=1):
        client.get("/sparql?query=ASK{}")
        worker = client.app.state.service.strangers._places.get()
        environment = Path(f"/proc/{worker._process.pid}/environ")
        if not environment.exists():
            pytest.skip("this system has no /proc")
        assert TOKEN.encode() not in environment.read_bytes()
        client.app.state.service.strangers._places.put(worker)


INJECTIONS = [
    "T cell' OR 1=1 --",
    'T cell" OR "1"="1',
    "T cell'; DROP TABLE statement; --",
    "CL:0000084> } ; DROP ALL ; { <",
    'x" } UNION { ?a ?b ?c } #',
    "CL:0000084' UNION SELECT * FROM meta --",
    "NEAR(a b, 3) AND text:*",
]


@pytest.mark.parametrize("text", INJECTIONS)
@pytest.mark.parametrize(
    "path",
    [
        "/entities?q=",
        "/evidence?q=",
        "/documents?q=",
        "/queries/what-inhibits?entity=",
        "/statements?document=",
        "/resource?iri=",
    ],
)
def test_injected_syntax_is_text(client: Client, path: str, text: str) -> None:
    name, _, parameter = path.partition("?")
    response = client.get(name, params={parameter.rstrip("="): text})
    assert response.status_code in (200, 400, 404)
    if response.status_code == 200:
        assert response.json()["items"] == [] or "T cell" in response.text
    assert client.get("/stats").json()["statements"] == 12


@pytest.mark.parametrize(
    "cursor",
    [
        "WyInIE9SIDE9MSIsIDFd",
        "W10",
        "WzFd",
        "W251bGwsIG51bGxd",
        "WzFlOTk5LCAieCJd",
        "W1tdLFtdXQ",
        "e30",
        "LTE",
    ],
)
def test_forged_cursor_is_refused(client: Client, cursor: str) -> None:
    assert client.get(f"/statements?cursor={cursor}").status_code == 404


# ------------------------------------------------------------------------------------ script in a document


CLAIMED = Statement("HGNC:18628", "inhibits", "CL:0000084")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server of a document that carries script in every field."""
    script = "<script>alert(1)</script>"
    text = f"{script} Clever-1 inhibits T cells."
    spans = (Span(26, 34), Span(44, 51), Span(35, 43))
    said = Evidence("PMID:666", Span(0, len(text)), text, *spans, False, "test", 0.9, script)
    document = Document(
        "PMID:666", text, title=f'"{script}', journal=script, authors=(script,), url="javascript:alert(1)"
    )
    named = [Mention(spans[0], spans[0].of(text), ENTITIES[0].category, ENTITIES[0].id, 0.9, script)]
    claim = Claim(CLAIMED, said)
    path = tmp_path_factory.mktemp("hostile") / "store"
    with Store.open(path) as store:
        store.add(Contribution(document, ENTITIES, tuple(named), (claim,)))
    yield from served(path, workers=1)


@pytest.mark.parametrize(
    "path",
    [
        "/queries/what-inhibits?entity=T+cell",
        "/queries/documents-about?entity=Clever-1",
        "/queries/statements-of-document?document=PMID:666",
        "/sparql?query=SELECT * { GRAPH ?g { ?s dcterms:title|biolink:supporting_text ?o } }",
        "/documents",
        "/documents/PMID:666",
        "/evidence?q=script",
        "/path-finder?from=Clever-1&to=T+cell",
        f"/statements/{CLAIMED.hash}",
        "/documents?q=<script>",
    ],
)
def test_script_in_a_document_is_shown_as_text(hostile: Client, path: str) -> None:
    response = hostile.get(path, headers={"accept": "text/html"})
    assert "&lt;script&gt;" in response.text
    assert re.findall(r"<script[^>]*>", response.text) == [
        f'<script src="/static/litkg.js?v={look()}" defer>'
    ]
    assert 'href="javascript:' not in response.text
    assert "script-src 'self';" in response.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path", ["/documents/PMID:666", "/evidence?q=script", "/documents", "/nothing?<script>"]
)
def test_json_with_script_is_never_taken_for_a_page(hostile: Client, path: str) -> None:
    response = hostile.get(path, headers={"accept": "*/*"})
    assert response.headers["content-type"].startswith("application/")
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in response.headers["content-security-policy"]


# ----------------------------------------------------------------------------------------------- limits


@pytest.fixture
def limited(store_path: Path) -> Iterator[Client]:
    yield from served(store_path, token=TOKEN, limits=Limits(body=1000))


@pytest.mark.parametrize("announced", [True, False])
def test_large_body_is_refused(limited: Client, announced: bool) -> None:
    async def pieces() -> object:
        for _ in range(200):
            yield b"x" * 100

    content = b"x" * 20_000 if announced else pieces()
    response = limited.request(
        "PUT", "/data?graph=urn:x:g", content=content, headers={"content-type": "text/turtle"}
    )
    assert response.status_code == 413


def test_crowd_of_requests_is_refused(store_path: Path) -> None:
    for client in served(store_path, limits=Limits(rate=2.0)):
        statuses = [client.get("/health").status_code for _ in range(40)]
        assert statuses[:20] == [200] * 20
        assert statuses[-1] == 429
        time.sleep(1.1)
        assert client.get("/health").status_code == 200


def test_request_that_names_two_hosts_is_refused(client: Client) -> None:
    headers = [("Host", "localhost"), ("Host", "evil.example")]
    assert client.get("/health", headers=headers).status_code == 400


@pytest.mark.parametrize(
    ("host", "status"),
    [("localhost:8000", 200), ("127.0.0.1", 200), ("[::1]:8000", 200), ("evil.example", 421), ("", 421)],
)
def test_name_that_points_here_is_not_answered(store_path: Path, host: str, status: int) -> None:
    for client in served(store_path, limits=Limits(hosts=LOOPBACK)):
        assert client.get("/health", headers={"host": host}).status_code == status


@pytest.fixture
def hurried(store_path: Path) -> Iterator[Client]:
    yield from served(store_path, timeout=1.0, workers=1, slow=1, memory=600 << 20)


def test_endless_query_is_stopped_with_504(hurried: Client) -> None:
    hurried.get("/sparql?query=ASK{}")
    response = hurried.get("/sparql", params={"query": ENDLESS})
    assert (response.status_code, response.json()["title"]) == (504, "Gateway Timeout")
    assert "retry-after" in response.headers
    hurried.app.state.service.strangers.timeout = 10
    assert hurried.get("/sparql?query=ASK{}").status_code == 200


def test_greedy_query_is_stopped_with_507(hurried: Client) -> None:
    hurried.app.state.service.strangers.timeout = 60
    response = hurried.get("/sparql", params={"query": GREEDY})
    assert (response.status_code, response.json()["title"]) == (507, "Insufficient Storage")
    assert hurried.get("/sparql?query=ASK{}").status_code == 200


def test_endless_update_is_stopped_and_changes_nothing(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.add(next(articles()))
    for client in served(tmp_path, token=TOKEN, timeout=1.5, workers=1):
        update = {"content-type": "application/sparql-update"}
        rows = " ".join(f"<urn:a> <urn:b> {n} ." for n in range(400))
        assert client.post("/sparql", content=f"INSERT DATA {{ {rows} }}", headers=update).status_code == 204
        endless = "INSERT { ?a ?d ?i } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
        assert client.post("/sparql", content=endless, headers=update).status_code == 504
        client.app.state.service.strangers.timeout = 10
        query = "SELECT (COUNT(*) AS ?n) { GRAPH graph:notes { ?a ?b ?c } }"
        assert (
            client.get("/sparql", params={"query": query}).json()["results"]["bindings"][0]["n"]["value"]
            == "400"
        )


# --------------------------------------------------------------------------------------- other web sites


@pytest.mark.parametrize("path", ["/stats", "/nothing", "/sparql?query=SELEC", "/docs", "/"])
def test_every_response_has_security_headers(client: Client, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src" in headers["content-security-policy"]


def test_other_sites_may_read_only_when_named(client: Client, store_path: Path) -> None:
    asked = {"origin": "https://editor.example"}
    assert "access-control-allow-origin" not in client.get("/stats", headers=asked).headers
    for friendly in served(store_path, origins=["https://editor.example"]):
        assert friendly.get("/stats", headers=asked).headers["access-control-allow-origin"] == asked["origin"]
        other = friendly.get("/stats", headers={"origin": "https://evil.example"})
        assert "access-control-allow-origin" not in other.headers
        assert "access-control-allow-credentials" not in other.headers


def test_server_listens_on_loopback_unless_told() -> None:
    from kg.cli import serve

    (host,) = (option for option in serve.params if option.name == "host")
    assert host.default == "127.0.0.1"


def test_unforeseen_error_tells_strangers_nothing(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr("queries.routes.statements.statement_detail", broken)
    for client in served(store_path):
        response = client.get("/statements/00000000000000000000")
        assert (response.status_code, response.json()["title"]) == (500, "Internal Server Error")
        assert "secret" not in response.text
