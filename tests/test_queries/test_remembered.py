"""Answers that are given again from memory."""

import asyncio
import time
from collections.abc import Iterable
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.model import Contribution, Document
from kg.store import Store
from queries.app import create_app
from queries.remembered import Remembered
from tests.test_queries.articles import articles
from tests.test_queries.conftest import Client


class Counted:
    """An application that counts how often each address is asked of it."""

    def __init__(self, *, most: int = 100_000, largest: int = 10_000) -> None:
        self.asked: list[str] = []
        self.edition = "1"
        routes = [Route("/{rest:path}", self._answer, methods=["GET", "POST"])]
        self.app = Remembered(Starlette(routes=routes), lambda: self.edition, most, largest)

    async def _answer(self, request: Request) -> Response:
        self.asked.append(request.url.path)
        status = 404 if "missing" in request.url.path else 200
        tags = {} if "untagged" in request.url.path else {"ETag": 'W/"x"'}
        return Response("y" * int(request.query_params.get("size", 1)), status, tags)

    def get(self, path: str, method: str = "GET", **headers: str) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                given = {name.replace("_", "-"): value for name, value in headers.items()}
                return await client.request(method, path, headers=given)

        return asyncio.run(ask())


def test_answer_is_given_again_as_it_was() -> None:
    counted = Counted()
    first, second = counted.get("/a?size=7"), counted.get("/a?size=7")
    assert (first.content, first.headers) == (second.content, second.headers)
    assert counted.asked == ["/a"]


@pytest.mark.parametrize(
    ("path", "again", "headers"),
    [
        ("/missing", "/missing", {}),
        ("/untagged", "/untagged", {}),
        ("/a?size=20000", "/a?size=20000", {}),
        ("/a", "/b", {}),
        ("/a?x=1", "/a?x=2", {}),
        ("/a", "/a", {"accept": "text/html"}),
        ("/a", "/a", {"host": "other"}),
        ("/a", "/a", {"cache_control": "no-cache"}),
    ],
    ids=["error", "untagged", "large", "path", "query", "accept", "host", "no-cache"],
)
def test_other_requests_are_answered_anew(path: str, again: str, headers: dict[str, str]) -> None:
    counted = Counted()
    counted.get(path)
    counted.get(again, **headers)
    assert len(counted.asked) == 2


def test_post_is_never_remembered() -> None:
    counted = Counted()
    counted.get("/a", "POST")
    counted.get("/a", "POST")
    counted.get("/a")
    assert len(counted.asked) == 3


def test_client_that_has_the_answer_gets_304() -> None:
    counted = Counted()
    counted.get("/a")
    again = counted.get("/a", if_none_match='"x"')
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", 'W/"x"')
    assert counted.asked == ["/a"]


def test_new_edition_forgets_the_old_one() -> None:
    counted = Counted()
    counted.get("/a")
    counted.edition = "2"
    counted.get("/a")
    assert len(counted.asked) == 2


def _paths(counted: Counted, paths: Iterable[str]) -> None:
    for path in paths:
        counted.get(path)


def test_memory_is_bounded_and_the_longest_unused_goes_first() -> None:
    counted = Counted(most=10_000)
    _paths(counted, ["/a", "/b", "/a", "/c", "/d", "/e"])  # about 2 kB each: b goes
    counted.asked.clear()
    _paths(counted, ["/a", "/b"])
    assert counted.asked == ["/b"]


def test_long_addresses_count() -> None:
    counted = Counted(most=10_000)
    long = "/a?" + "z" * 9_000
    _paths(counted, [long, long])
    assert len(counted.asked) == 2


def test_server_shows_what_is_published(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store") as store:
        for contribution in articles():
            store.add(contribution)
    app = create_app(tmp_path / "store", workers=1)
    client = Client(app)
    try:
        before = client.get("/stats").json()["documents"]
        assert client.get("/stats").json()["documents"] == before
        with Store.open(tmp_path / "store") as store:
            store.add(Contribution(Document("text:new", "A new one.")))
        while not app.state.service.editions.up_to_date():
            time.sleep(0.02)
        assert client.get("/stats").json()["documents"] == before + 1
    finally:
        app.state.service.close()
