import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import LitkgError, QueryError, QueryMemoryError, QueryTimeoutError, StoreError
from kg.store import Store
from queries.guard import QueryPool
from queries.worker import refuse_service
from tests.test_queries.articles import articles

PATTERNS = " ".join(f"GRAPH ?g{i} {{ ?s{i} ?p{i} ?o{i} }}" for i in range(5))
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {PATTERNS} }}"
GREEDY = f"SELECT DISTINCT * {{ {PATTERNS} }} ORDER BY ?s1"
COUNT = "SELECT (COUNT(*) AS ?n) { ?st litkg:belief ?b }"


@pytest.fixture
def pool(store_path: Path) -> Iterator[QueryPool]:
    with QueryPool(store_path, workers=1, timeout=1.0) as pool:
        yield pool


def count(pool: QueryPool) -> int:
    body = json.loads(pool.run(COUNT).body)
    return int(body["results"]["bindings"][0]["n"]["value"])


def test_query_is_answered(pool: QueryPool) -> None:
    assert count(pool) == 12


def test_endless_query_is_stopped_and_the_next_answered(pool: QueryPool) -> None:
    count(pool)
    start = time.monotonic()
    with pytest.raises(QueryTimeoutError, match="stopped after 1 s"):
        pool.run(ENDLESS)
    assert time.monotonic() - start < 3
    pool.timeout = 10
    assert count(pool) == 12


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not enforce RLIMIT_AS")
def test_greedy_query_is_stopped_and_the_next_answered(store_path: Path) -> None:
    with QueryPool(store_path, workers=1, timeout=30, memory=600 << 20) as pool:
        with pytest.raises(QueryMemoryError, match="more memory"):
            pool.run(GREEDY)
        assert count(pool) == 12


def test_too_large_answer_is_refused(store_path: Path) -> None:
    with QueryPool(store_path, workers=1, max_bytes=200) as pool:
        with pytest.raises(QueryError, match="larger than 200 bytes"):
            pool.run("SELECT * { ?s ?p ?o }")
        assert count(pool) == 12


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT ?x { ?s ?p ?o } }",
        "select * { service<http://x.example/>{ ?s ?p ?o } }",
        "PREFIX s: <urn:x> SELECT * { SERVICEs:x { ?s ?p ?o } }",
        "SELECT * { VALUES ?x { 1 } FILTER(1<#a>'''\n2) SERVICE <http://x.example/> { ?s ?p ?o } #'''\n}",
        "SELECT * { ?s <http://x.example/it's> ?o SERVICE <http://x.example/'> { ?s ?p ?o } }",
        "PREFIX e: <urn:e> SELECT * { ?s e:a\\' ?o . SERVICE <http://x.example/> { ?s ?p 'o' } }",
        "SELECT * { \\u0053ERVICE <http://x.example/> { ?s ?p ?o } }",
        "ASK { { SELECT * { FILTER EXISTS { SERVICE <http://x.example/> { ?s ?p ?o } } } } }",
    ],
)
def test_service_is_refused_however_it_is_written(query: str) -> None:
    with pytest.raises(QueryError, match="SERVICE is refused"):
        refuse_service(query, {})


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service ?p 'service' } # SERVICE",
        'PREFIX service: <http://x.example/service/> ASK { service:a ?service """SERVICE <x> {""" }',
        "ASK { <http://x.example/SERVICE> ?p ?o }",
    ],
)
def test_word_service_elsewhere_is_no_service(query: str) -> None:
    refuse_service(query, {})


@pytest.mark.parametrize(
    "query", ["CLEAR ALL", "LOAD <http://x.example/>", "INSERT DATA { <urn:a> <urn:b> <urn:c> }"]
)
def test_update_is_refused(pool: QueryPool, query: str) -> None:
    with pytest.raises(QueryError, match="UPDATE is refused"):
        pool.run(query)


def test_malformed_query_says_where(pool: QueryPool) -> None:
    with pytest.raises(QueryError, match="line 2, column 7"):
        pool.run("SELECT *\n{ ?s }")


def test_what_is_published_meanwhile_is_seen(tmp_path: Path) -> None:
    first, second, *_ = articles()
    with Store.open(tmp_path) as store, QueryPool(tmp_path, workers=1) as pool:
        store.add(first)
        store.publish()
        before = count(pool)
        store.add(second)
        store.publish()
        assert (before, count(pool)) == (3, 4)


def test_threads_share_the_pool(store_path: Path) -> None:
    answers: list[int] = []
    with QueryPool(store_path, workers=2) as pool:
        threads = [threading.Thread(target=lambda: answers.append(count(pool))) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert answers == [12] * 6


def test_busy_pool_says_so(pool: QueryPool) -> None:
    count(pool)
    failures: list[LitkgError] = []

    def run() -> None:
        try:
            pool.run(ENDLESS)
        except LitkgError as error:
            failures.append(error)

    first = threading.Thread(target=run)
    first.start()
    time.sleep(0.2)
    pool.timeout = 0.2
    with pytest.raises(QueryTimeoutError, match="workers were busy"):
        pool.run(COUNT)
    first.join()
    assert len(failures) == 1


def test_folder_without_a_store_is_reported(tmp_path: Path) -> None:
    with QueryPool(tmp_path / "none") as pool, pytest.raises(StoreError, match="none"):
        pool.run(COUNT)


def test_closed_pool_runs_nothing(store_path: Path) -> None:
    pool = QueryPool(store_path)
    pool.close()
    pool.close()
    with pytest.raises(StoreError, match="closed"):
        pool.run(COUNT)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="network namespaces are Linux's")
def test_worker_has_no_network() -> None:
    code = (
        "import socket, sys\n"
        "from queries.worker import leave_network\n"
        "if not leave_network(): sys.exit(3)\n"
        "try: socket.create_connection(('127.0.0.1', 9), timeout=1)\n"
        "except OSError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[2]
    )
    if done.returncode == 3:
        pytest.skip("this system does not let a process leave the network")
    assert "unreachable" in done.stdout
