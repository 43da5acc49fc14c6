"""How fast are answers? ``python tests/benchmarks/serving.py STORE [rounds]``

Each question of the library and each look-up with values drawn from the store (a third of them hubs, the others at
random): the engine alone (pyoxigraph, the same SPARQL, the same JSON), in process through a worker or the index, and
over HTTP with 1, 4 and 16 clients. Then 1,000 requests of which every twentieth is hostile. Milliseconds: median and
95th percentile. Clients, server and workers share the machine.
"""

from __future__ import annotations

import http.client
import json
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

import pyoxigraph as ox

from kg.store import Store
from queries.bind import bind
from queries.details import document_detail, statement_detail
from queries.edition import Edition, Editions
from queries.guard import QueryPool
from queries.index.build import build_index
from queries.index.conditions import Conditions
from queries.library import Library, ParameterType, QueryTemplate
from queries.names import Names
from queries.notes import Notes
from queries.paths import find_paths
from queries.respond import encoded
from queries.service import Service

PORT = 8765
CLIENTS = (1, 4, 16)
ENDLESS = (
    f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'GRAPH ?g{i} {{ ?s{i} ?p{i} ?o{i} }}' for i in range(5))} }}"
)
GREEDY = ENDLESS.replace("(COUNT(*) AS ?n)", "DISTINCT *") + " ORDER BY ?s1"


class Values:
    """Values of parameters, drawn from a store."""

    def __init__(self, edition: Edition) -> None:
        self._draw = random.Random(0)
        rows = edition.index.reader.rows
        self.entities = [
            r[0]
            for r in rows("SELECT curie FROM entity WHERE statements > 0 ORDER BY statements DESC, curie")
        ]
        self.statements = [r[0] for r in rows("SELECT hash FROM statement ORDER BY hash")]
        self.most_said = rows("SELECT hash FROM statement ORDER BY evidence_count DESC, hash LIMIT 1")[0][0]
        self.documents = [r[0] for r in rows("SELECT identifier FROM document ORDER BY 1")]
        self.words = ["T cell", "expression", "inhibits", "NF-kappa B", "IL-2", "activation of", "tumor"]

    def entity(self) -> str:
        """A hub every third time."""
        hubs = self.entities[:10]
        return self._draw.choice(hubs if self._draw.random() < 1 / 3 else self.entities)

    def of(self, template: QueryTemplate) -> dict[str, str]:
        made = {}
        for parameter in template.parameters:
            if parameter.type is ParameterType.ENTITY:
                made[parameter.name] = self.entity()
            elif parameter.type is ParameterType.STATEMENT:
                made[parameter.name] = self._draw.choice(self.statements)
            elif parameter.type is ParameterType.DOCUMENT:
                made[parameter.name] = self._draw.choice(self.documents)
        return made

    def statement(self) -> str:
        return self._draw.choice(self.statements)

    def document(self) -> str:
        return self._draw.choice(self.documents)

    def word(self) -> str:
        return self._draw.choice(self.words)


def lookups(edition: Edition, values: Values) -> dict[str, Callable[[], tuple[str, Callable[[], object]]]]:
    """By name: a URL and the same in process, for values drawn each time."""
    index, graph = edition.index, edition.graph

    def of_entity(path: str, call: Callable[[str], object]) -> tuple[str, Callable[[], object]]:
        curie = values.entity()
        return path.format(quote(curie)), lambda: call(curie)

    def search() -> tuple[str, Callable[[], object]]:
        word = values.word()[:4]
        return f"/entities?q={quote(word)}", lambda: index.search(word)

    def sentences() -> tuple[str, Callable[[], object]]:
        word = values.word()
        return f"/evidence?q={quote(word)}", lambda: index.sentences(word, Conditions())

    def statement() -> tuple[str, Callable[[], object]]:
        name = values.statement()
        return f"/statements/{name}", lambda: statement_detail(graph, index, name)

    def document() -> tuple[str, Callable[[], object]]:
        name = values.document()
        return f"/documents/{quote(name)}", lambda: document_detail(graph, index, name)

    def paths() -> tuple[str, Callable[[], object]]:
        ends = values.entity(), values.entity()
        return "/paths?" + urlencode({"from": ends[0], "to": ends[1]}), lambda: find_paths(
            graph, index, *ends
        )

    return {
        "entities?q": search,
        "entities/{}": lambda: of_entity("/entities/{}", index.entity),
        "entities/{}/neighbours": lambda: of_entity(
            "/entities/{}/neighbours", lambda curie: index.neighbours(curie, Conditions())
        ),
        "entities/{}/statements": lambda: of_entity(
            "/entities/{}/statements?subtypes=true",
            lambda curie: index.statements(Conditions(entity=curie, subtypes=True)),
        ),
        "statements": lambda: (
            "/statements?direction=decreased&min_belief=0.5",
            lambda: index.statements(Conditions(direction="decreased", min_belief=0.5)),
        ),
        "statements/{}": statement,
        "evidence?q": sentences,
        "documents": lambda: ("/documents", lambda: index.documents()),
        "documents/{}": document,
        "paths": paths,
        "contradictions": lambda: ("/contradictions", lambda: index.contradictions(Conditions())),
        "new": lambda: ("/new?since=1998", lambda: index.newest(Conditions(new_since="1998"))),
        "stats": lambda: ("/stats", index.statistics),
    }


def measure(path: Path, rounds: int) -> None:
    """All of it."""
    index_times(path)
    editions, pool = Editions(path), QueryPool(workers=1, patience=60, timeout=60)
    service = Service(path, pool, QueryPool(workers=1, patience=60, timeout=60))
    with editions.reading() as edition, server(path):
        dataset = edition.dataset(Notes(path))
        engine = ox.Store.read_only(dataset.path)
        values = Values(edition)
        print(f"{edition.index.statistics().documents} documents, {edition.index.statistics().quads} quads")
        heads = ["alone", "in process", *(f"HTTP {n}" for n in CLIENTS)]
        print(f"{'':28}" + "".join(f"{head:>18}" for head in heads))
        for template in Library.load().templates():
            given = [values.of(template) for _ in range(rounds)]
            texts = [bind(template, g, Names(edition.graph), edition.graph.store.base).text for g in given]
            alone = [timed(lambda t=t: bare(engine, edition.graph.store, t)) for t in texts]  # type: ignore[misc]
            inside = [timed(lambda t=template.name, g=g: service.ask(edition, t, g)) for g in given]  # type: ignore[misc]
            report(
                template.name,
                [alone, inside, *over_http([f"/queries/{template.name}?{urlencode(g)}" for g in given])],
            )
        for name, draw in lookups(edition, values).items():
            drawn = [draw() for _ in range(rounds)]
            inside = [timed(lambda c=call: encoded(c())) for _, call in drawn]  # type: ignore[misc]
            report(name, [[], inside, *over_http([url for url, _ in drawn])])
        hostile_crowd(values)
    service.close()
    editions.close()
    pool.close()


def bare(engine: ox.Store, store: Store, sparql: str) -> bytes:
    """The answer of the engine alone, as JSON."""
    graphs = sorted(store.terms.derived, key=str)
    found = engine.query(sparql, prefixes=store.prefixes(), default_graph=list(graphs))
    assert isinstance(found, ox.QuerySolutions)
    return found.serialize(format=ox.QueryResultsFormat.JSON) or b""


def index_times(path: Path) -> None:
    """Print what making the index costs."""
    with Store.open(path, read_only=True) as store, tempfile.TemporaryDirectory() as folder:
        spent = timed(lambda: build_index(store, Path(folder) / "index"))
        size = (Path(folder) / "index").stat().st_size
        print(f"index: {spent / 1e3:.1f} s, {size / 1e6:.1f} MB")


def over_http(urls: Sequence[str]) -> Iterator[list[float]]:
    """The times of these requests with 1, 4 and 16 clients at once."""
    for clients in CLIENTS:
        yield [ms for ms, _ in crowd(list(urls) * max(1, clients // 4), clients)]


def crowd(urls: list[str], clients: int) -> list[tuple[float, int]]:
    """Time and status of each request, sent by so many clients at once."""
    rest, found, lock = list(enumerate(urls)), [(0.0, 0)] * len(urls), threading.Lock()

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        while True:
            with lock:
                if not rest:
                    return
                number, url = rest.pop()
            start = time.perf_counter()
            connection.request("GET", url)
            response = connection.getresponse()
            response.read()
            found[number] = ((time.perf_counter() - start) * 1e3, response.status)

    threads = [threading.Thread(target=work) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def hostile_crowd(values: Values) -> None:
    """1,000 requests of 16 clients: every twentieth is a query that never ends or eats memory."""
    short = "SELECT * {{ <{}> rdfs:label ?label }}"
    urls = []
    for number in range(1000):
        if number % 20 == 0:
            urls.append("/sparql?" + urlencode({"query": (ENDLESS, GREEDY)[number // 20 % 2]}))
        elif number % 2:
            urls.append("/sparql?" + urlencode({"query": short.format(f"urn:x:{number}")}))
        else:
            urls.append(f"/entities/{quote(values.entity())}/neighbours")
    found = crowd(urls, 16)
    healthy = {
        "healthy queries": [ms for n, (ms, _) in enumerate(found) if n % 2],
        "healthy look-ups": [ms for n, (ms, _) in enumerate(found) if n % 2 == 0 and n % 20],
        "hostile": [ms for n, (ms, _) in enumerate(found) if n % 20 == 0],
    }
    for name, times in healthy.items():
        report(name, [times])
    statuses = [s for n, (_, s) in enumerate(found) if n % 20 == 0]
    print(f"hostile: { ({s: statuses.count(s) for s in sorted(set(statuses))}) }; ", end="")
    print(f"healthy: {sum(s == 200 for n, (_, s) in enumerate(found) if n % 20)} of 950 answered 200")


def timed(task: Callable[[], object]) -> float:
    start = time.perf_counter()
    task()
    return (time.perf_counter() - start) * 1e3


def report(name: str, columns: Sequence[list[float]]) -> None:
    """A line: median / 95th percentile of each column."""
    cells = [
        f"{statistics.median(c):.1f} / {sorted(c)[int(0.95 * (len(c) - 1))]:.1f}" if c else ""
        for c in columns
    ]
    print(f"{name:28}" + "".join(f"{cell:>18}" for cell in cells), flush=True)


@contextmanager
def server(path: Path) -> Iterator[None]:
    """``litkg serve`` in a process of its own, ready."""
    command = [sys.executable, "-m", "kg.cli", "serve", "--store", str(path), "--port", str(PORT)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
                connection.request("GET", "/ready")
                if json.loads(connection.getresponse().read())["status"] == "ready":
                    break
            except OSError:
                pass
            time.sleep(0.1)
        crowd(["/sparql?query=ASK{}", "/queries/most-connected"] * 4, 4)  # workers start
        yield
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    measure(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 30)
