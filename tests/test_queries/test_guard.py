import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import QueryError, QueryMemoryError, QueryTimeoutError, StoreError
from kg.store import Store
from queries.dataset import compose
from queries.guard import QueryPool
from queries.request import Dataset
from queries.worker import refuse_reaching_out, refuse_service
from tests.test_queries.articles import articles

PATTERNS = " ".join(f"GRAPH ?g{i} {{ ?s{i} ?p{i} ?o{i} }}" for i in range(5))
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {PATTERNS} }}"
GREEDY = f"SELECT DISTINCT * {{ {PATTERNS} }} ORDER BY ?s1"
COUNT = "SELECT (COUNT(*) AS ?n) { ?st litkg:belief ?b }"


@pytest.fixture(scope="module")
def dataset(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return compose(store, tmp_path_factory.mktemp("dataset") / "copy", [])


@pytest.fixture
def pool() -> Iterator[QueryPool]:
    with QueryPool(workers=1, timeout=1.0) as pool:
        yield pool


def count(pool: QueryPool, dataset: Dataset) -> int:
    body = json.loads(pool.run(dataset, COUNT).body)
    return int(body["results"]["bindings"][0]["n"]["value"])


def test_query_is_answered(pool: QueryPool, dataset: Dataset) -> None:
    assert count(pool, dataset) == 12


def test_endless_query_is_stopped_and_the_next_answered(pool: QueryPool, dataset: Dataset) -> None:
    count(pool, dataset)
    start = time.monotonic()
    with pytest.raises(QueryTimeoutError, match="stopped after 1 s"):
        pool.run(dataset, ENDLESS)
    assert time.monotonic() - start < 8
    pool.timeout = 10
    assert count(pool, dataset) == 12


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not enforce RLIMIT_AS")
def test_greedy_query_is_stopped_and_the_next_answered(dataset: Dataset) -> None:
    with QueryPool(workers=1, timeout=60, memory=900 << 20) as pool:
        with pytest.raises(QueryMemoryError, match="more memory"):
            pool.run(dataset, GREEDY)
        assert count(pool, dataset) == 12


def test_too_large_answer_is_refused(dataset: Dataset) -> None:
    with QueryPool(workers=1, max_bytes=200) as pool:
        with pytest.raises(QueryError, match="larger than 200 bytes"):
            pool.run(dataset, "SELECT * { ?s ?p ?o }")
        assert count(pool, dataset) == 12


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
def test_update_is_refused(pool: QueryPool, dataset: Dataset, query: str) -> None:
    with pytest.raises(QueryError, match="UPDATE is refused"):
        pool.run(dataset, query)


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <http://x.example/>",
        "CLEAR ALL; LOAD SILENT <http://x.example/> INTO GRAPH <urn:g>",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <http://x.example/> { ?s ?p ?o } }",
        "\\u004cOAD <http://x.example/>",
    ],
)
def test_update_that_reaches_out_is_refused(update: str) -> None:
    with pytest.raises(QueryError, match="LOAD and SERVICE are refused"):
        refuse_reaching_out(update, {})


def test_word_load_elsewhere_reaches_nothing() -> None:
    refuse_reaching_out("INSERT DATA { <urn:load> <urn:service> 'LOAD <http://x.example/>' } # SERVICE", {})


def test_malformed_query_says_where(pool: QueryPool, dataset: Dataset) -> None:
    with pytest.raises(QueryError, match="line 2, column 7"):
        pool.run(dataset, "SELECT *\n{ ?s }")


def test_each_query_sees_the_dataset_that_it_names(pool: QueryPool, dataset: Dataset, tmp_path: Path) -> None:
    first, *_ = articles()
    with Store.open(tmp_path / "store") as store:
        store.add(first)
    with Store.open(tmp_path / "store", read_only=True) as store:
        other = compose(store, tmp_path / "copy", [])
    assert [count(pool, one) for one in (dataset, other, dataset)] == [12, 3, 12]


def test_threads_share_the_pool(dataset: Dataset) -> None:
    answers: list[int] = []
    with QueryPool(workers=2) as pool:
        threads = [threading.Thread(target=lambda: answers.append(count(pool, dataset))) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert answers == [12] * 6


def test_long_queries_do_not_keep_short_ones_waiting(dataset: Dataset) -> None:
    with QueryPool(workers=1, slow=1, timeout=12, patience=0.2) as pool:
        count(pool, dataset)
        fates: list[str] = []
        threads = [threading.Thread(target=lambda: fates.append(fate(pool, dataset))) for _ in range(3)]
        for thread in threads:
            thread.start()
        time.sleep(3)  # one of them is in the slow lane, others wait for it or were stopped
        start = time.monotonic()
        count(pool, dataset)
        assert time.monotonic() - start < 9
        for thread in threads:
            thread.join()
    assert sorted(fates) == ["no room", "no room", "too long"]


def test_longest_query_makes_room_for_the_next(dataset: Dataset) -> None:
    with QueryPool(workers=1, slow=1, timeout=5, patience=0.1) as pool:
        count(pool, dataset)
        fates: dict[str, str] = {}
        first, second = (
            threading.Thread(target=lambda name=name: fates.update({name: fate(pool, dataset)}))
            for name in ("first", "second")
        )
        first.start()
        time.sleep(2.0)
        second.start()
        first.join(2.5)
        assert fates == {"first": "no room"}
        second.join()
    assert fates["second"] == "too long"


def fate(pool: QueryPool, dataset: Dataset) -> str:
    """What an endless query is told."""
    try:
        pool.run(dataset, ENDLESS)
    except QueryTimeoutError as error:
        return "no room" if "other long queries are running" in str(error) else "too long"
    return "answered"


def test_query_that_finds_no_worker_says_so(dataset: Dataset) -> None:
    with QueryPool(workers=1, timeout=2.0, patience=2.0) as pool:
        count(pool, dataset)
        first = threading.Thread(target=lambda: fate(pool, dataset), daemon=True)
        first.start()
        time.sleep(0.3)
        pool.timeout = 0.2
        with pytest.raises(QueryTimeoutError, match="workers were busy"):
            count(pool, dataset)
        first.join()


def test_folder_without_a_store_is_reported(tmp_path: Path) -> None:
    with QueryPool() as pool, pytest.raises(StoreError, match="none"):
        pool.run(Dataset(str(tmp_path / "none"), "urn:litkg:"), COUNT)


def test_closed_pool_runs_nothing(dataset: Dataset) -> None:
    pool = QueryPool()
    pool.close()
    pool.close()
    with pytest.raises(StoreError, match="closed"):
        pool.run(dataset, COUNT)


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
