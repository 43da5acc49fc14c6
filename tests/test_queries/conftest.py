import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from kg.store import Store
from queries.app import create_app
from tests.test_queries.articles import articles


@pytest.fixture(scope="session")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("queries") / "store"
    with Store.open(path) as store:
        for contribution in articles():
            store.add(contribution)
    return path


@pytest.fixture(scope="session")
def store(store_path: Path) -> Iterator[Store]:
    with Store.open(store_path, read_only=True) as store:
        yield store


TOKEN = "a token of some length"


class Client:
    """Asks an application without a server between."""

    def __init__(self, app: FastAPI, headers: dict[str, str] | None = None) -> None:
        self.app = app
        self.headers = headers or {}

    def get(self, url: str, **options: Any) -> httpx.Response:
        return self.request("GET", url, **options)

    def post(self, url: str, **options: Any) -> httpx.Response:
        return self.request("POST", url, **options)

    def request(self, method: str, url: str, **options: Any) -> httpx.Response:
        return asyncio.run(self._request(method, url, **options))

    async def _request(self, method: str, url: str, **options: Any) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://test", headers=self.headers
        ) as client:
            return await client.request(method, url, **options)


@pytest.fixture(scope="session")
def client(store_path: Path) -> Iterator[Client]:
    """A server that anybody may read and nobody may write to."""
    yield from served(store_path, timeout=5.0, workers=1)


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A client with the token of a server on a store of its own."""
    path = tmp_path_factory.mktemp("writable") / "store"
    with Store.open(path) as store:
        for contribution in articles():
            store.add(contribution)
    yield from served(path, timeout=5.0, workers=1, token=TOKEN)


def served(path: Path, **options: Any) -> Iterator[Client]:
    """A client of an application that is closed afterwards."""
    app = create_app(path, **options)
    yield Client(app, {"authorization": f"Bearer {options['token']}"} if "token" in options else {})
    app.state.service.close()
