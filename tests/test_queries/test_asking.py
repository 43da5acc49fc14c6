"""Questions are asked in the loop of the server, which waits for the worker and for nothing else."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kg.errors import QueryError, QueryMemoryError, QueryTimeoutError
from kg.store import Store
from queries.app import create_app
from queries.dataset import compose
from queries.guard import QueryPool, Underway
from queries.request import Dataset, Reply
from queries.run import Table
from queries.service import Service
from queries.threads import finished
from tests.test_queries.conftest import Client
from tests.test_queries.test_guard import ENDLESS, GREEDY, count

JSON = "application/sparql-results+json"
MANY = "SELECT * { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?a ?b ?c } } LIMIT 3000"


class Refusing(ThreadPoolExecutor):
    """Threads for a loop that is to do without."""

    def submit(self, task: Callable[..., Any], /, *arguments: Any, **options: Any) -> Future[Any]:
        raise AssertionError("a thread was asked for")


@pytest.fixture(scope="module")
def service(store_path: Path) -> Iterator[Service]:
    pools = [QueryPool(workers=1), QueryPool(workers=1)]
    service = Service(store_path, *pools)
    yield service
    service.close()


@pytest.fixture(scope="module")
def dataset(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return compose(store, tmp_path_factory.mktemp("dataset") / "copy", [])


@pytest.fixture
def pool(dataset: Dataset) -> Iterator[QueryPool]:
    with QueryPool(workers=1, timeout=10) as pool:
        count(pool, dataset)
        yield pool


def asked(service: Service, name: str, values: dict[str, str], threads: bool = True) -> Table:
    """What the loop finds."""

    async def ask() -> Table:
        if not threads:
            asyncio.get_running_loop().set_default_executor(Refusing(1))
        with service.editions.reading() as edition:
            return await service.ask_soon(edition, name, values)

    return asyncio.run(ask())


def told(task: Callable[[], Table]) -> Table | str:
    """What is answered, or what is wrong."""
    try:
        return task()
    except QueryError as error:
        return str(error)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("what-inhibits", {"entity": "CL:0000084"}),
        ("what-inhibits", {"entity": "cl:0000084", "limit": "1"}),
        ("what-inhibits", {"entity": "t lymphocyte"}),
        ("what-inhibits", {"entity": "HGNC:1"}),
        ("what-inhibits", {"entity": "no such name"}),
        ("what-inhibits", {"entity": "CL:0000084", "colour": "red"}),
        ("what-inhibits", {}),
        ("evidence-for-statement", {"statement": "0" * 20}),
        ("statements-of-document", {"document": "PMID:0"}),
        ("most-connected", {}),
        ("no-such-question", {}),
    ],
)
def test_loop_answers_as_a_thread_does(service: Service, name: str, values: dict[str, str]) -> None:
    with service.editions.reading() as edition:
        expected = told(lambda: service.ask(edition, name, values))
    assert told(lambda: asked(service, name, values)) == expected


def test_identifier_needs_no_thread(service: Service) -> None:
    asked(service, "what-inhibits", {"entity": "CL:0000084"})  # the worker starts
    assert asked(service, "what-inhibits", {"entity": "CL:0000084"}, threads=False).rows
    with pytest.raises(QueryError, match="no document of this store names HGNC:1;"):
        asked(service, "what-inhibits", {"entity": "HGNC:1"}, threads=False)
    with pytest.raises(AssertionError, match="thread"):
        asked(service, "what-inhibits", {"entity": "t lymphocyte"}, threads=False)


def begun(pool: QueryPool, dataset: Dataset, sparql: str) -> Underway:
    found = pool.begin(dataset, sparql, JSON)
    assert found is not None
    return found


def reply(underway: Underway, patience: float = 10.0) -> Reply:
    return asyncio.run(finished(underway, patience))


def test_nothing_is_begun_unless_a_worker_waits(dataset: Dataset) -> None:
    with QueryPool(workers=1) as pool:
        assert pool.begin(dataset, "ASK { }", JSON) is None
        count(pool, dataset)
        first = begun(pool, dataset, "ASK { }")
        assert pool.begin(dataset, "ASK { }", JSON) is None
        assert b"true" in reply(first).body
        assert b"true" in reply(begun(pool, dataset, "ASK { }")).body


def test_large_answer_is_whole(pool: QueryPool, dataset: Dataset) -> None:
    body = reply(begun(pool, dataset, MANY)).body
    assert len(body) > 300_000
    assert body == pool.run(dataset, MANY, default_graphs=dataset.default_graphs).body


def test_endless_query_is_stopped_and_the_loop_goes_on(pool: QueryPool, dataset: Dataset) -> None:
    pool.timeout = 1.0
    turns = 0

    async def meanwhile() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0.01)
            turns += 1

    async def both() -> None:
        other = asyncio.create_task(meanwhile())
        with pytest.raises(QueryTimeoutError, match="stopped after 1 s"):
            await finished(begun(pool, dataset, ENDLESS), 0.2)
        other.cancel()

    asyncio.run(both())
    assert turns > 5
    pool.timeout = 10
    assert count(pool, dataset) == 12


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not enforce RLIMIT_AS")
def test_death_of_the_worker_is_told(dataset: Dataset) -> None:
    with QueryPool(workers=1, timeout=60, memory=900 << 20) as pool:
        count(pool, dataset)
        with pytest.raises(QueryMemoryError, match="more memory"):
            reply(begun(pool, dataset, GREEDY), 60)
        assert count(pool, dataset) == 12


def test_query_that_nobody_waits_for_is_dropped(pool: QueryPool, dataset: Dataset) -> None:
    async def left() -> None:
        waiting = asyncio.create_task(finished(begun(pool, dataset, ENDLESS), 10.0))
        await asyncio.sleep(0.05)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting

    asyncio.run(left())
    assert count(pool, dataset) == 12


def test_question_is_not_sent_again(client: Client) -> None:
    url = "/queries/what-inhibits?entity=CL:0000084"
    first = client.get(url, headers={"cache-control": "no-cache"})
    again = client.get(url, headers={"cache-control": "no-cache", "if-none-match": first.headers["etag"]})
    assert (first.status_code, len(first.json()["rows"])) == (200, 3)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])


def test_missing_store_is_told(tmp_path: Path) -> None:
    answer = Client(create_app(tmp_path / "none")).get("/queries/most-connected")
    assert (answer.status_code, "no store here" in answer.json()["detail"]) == (503, True)
