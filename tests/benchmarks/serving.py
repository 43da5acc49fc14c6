"""How fast are answers, beside peers? ``python tests/benchmarks/serving.py STORE [rounds] [QUESTION …]``

Each question of the library and each look-up with values drawn from the store (a third of them hubs, the others at
random): the engine alone (pyoxigraph, the same SPARQL, the same JSON), in process through a worker or the index, and
over HTTP with 1, 4 and 16 clients, made anew (``Cache-Control: no-cache``), and given again from memory; beside these
the same SPARQL on the same database asked of `oxigraph serve`, and of rdflib-endpoint, where PEER_PYTHON names an
interpreter that has it with oxrdflib (it gets one value and a minute for each question). All but the crowds take
turns, so that a busy machine is as busy for all, and what one client asks has three tries, of which the best counts.
Wall time, and processor time of the engine alone and of the whole server, which says what an answer costs where each
process waits for its turn (Linux). Then 1,000 requests of which every twentieth is hostile. Milliseconds: median and
95th percentile; at the end, what is slower than 1.3 times the engine and 2 ms, and the slowest answers. Clients, server
and workers share the machine.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlencode

import pyoxigraph as ox

from kg.store import Store
from queries.bind import bind
from queries.details import document_detail, statement_detail
from queries.edition import Edition, Editions
from queries.guard import QueryPool
from queries.index.conditions import Conditions
from queries.library import Library, ParameterType, QueryTemplate
from queries.names import Names
from queries.notes import Notes
from queries.paths import find_paths
from queries.respond import encoded
from queries.service import Service

PORT = 8765
CLIENTS = (1, 4, 16)
#: where the processor time stands that goes with a wall time
PROCESSOR = {"alone": "processor alone", "HTTP 1": "processor HTTP"}
HEADS = (
    "alone",
    "processor alone",
    "in process",
    "HTTP 1",
    "processor HTTP",
    "again",
    *(f"HTTP {n}" for n in CLIENTS[1:]),
    "oxigraph serve",
    "rdflib-endpoint",
)
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


def measure(path: Path, rounds: int, questions: Sequence[str]) -> None:
    """All of it, or some questions only."""
    editions, pool = Editions(path, patience=1800), QueryPool(workers=1, patience=60, timeout=60)
    service = Service(path, pool, QueryPool(workers=1, patience=60, timeout=60))
    began = time.monotonic()
    with editions.reading() as edition, server(path) as process, ExitStack() as stack:
        print(f"edition, with its index if there was none: {time.monotonic() - began:.0f} s", flush=True)
        dataset = edition.dataset(Notes(path))
        engine = ox.Store.read_only(dataset.path)
        (oxigraph, *others) = peers_of(dataset.path)
        address = stack.enter_context(peer(*oxigraph))
        values, alone = Values(edition), Client()
        print(f"{edition.index.statistics().documents} documents, {edition.index.statistics().quads} quads")
        print(f"{'':28}" + "".join(f"{head:>18}" for head in HEADS))
        kept: dict[str, dict[str, list[float]]] = {}
        for template in Library.load().templates():
            if questions and template.name not in questions:
                continue
            given = [values.of(template) for _ in range(rounds)]
            urls = [f"/queries/{template.name}?{urlencode(g)}" for g in given]
            texts = [bind(template, g, Names(edition.graph), edition.graph.store.base).text for g in given]
            times: dict[str, list[float]] = {head: [] for head in HEADS}
            for g, url, text in zip(given, urls, texts, strict=True):
                body = bare(engine, edition.graph.store, text)
                for head, pid, task in (
                    ("alone", None, lambda t=text: bare(engine, edition.graph.store, t)),
                    ("in process", None, lambda t=template.name, g=g: service.ask(edition, t, g)),
                    ("HTTP 1", process.pid, lambda url=url: alone.ask(url)),
                ):
                    wall, processor = best(task, pid)  # type: ignore[arg-type]
                    times[head].append(wall)
                    if head in PROCESSOR:
                        times[PROCESSOR[head]].append(processor)
                times["again"].append(best(lambda url=url: alone.ask(url, anew=False), None)[0])  # type: ignore[misc]
                times["oxigraph serve"].append(
                    asked_of(address, edition.graph.store, text, rows_of(body), 60)
                )
            for other in others:  # one that is still at work on a question is of no use for the next
                with peer(*other) as theirs:
                    rows = rows_of(bare(engine, edition.graph.store, texts[0]))
                    times["rdflib-endpoint"].append(asked_of(theirs, edition.graph.store, texts[0], rows, 60))
            kept[template.name] = times | crowds(urls)
            report(template.name, kept[template.name])
        for name, draw in lookups(edition, values).items() if not questions else ():
            times = {head: [] for head in HEADS}
            urls = []
            for _ in range(rounds):
                url, call = draw()
                urls.append(url)
                times["in process"].append(best(lambda c=call: encoded(c()), None)[0])  # type: ignore[misc]
                wall, processor = best(lambda url=url: alone.ask(url), process.pid)  # type: ignore[misc]
                times["HTTP 1"].append(wall)
                times["processor HTTP"].append(processor)
                times["again"].append(best(lambda url=url: alone.ask(url, anew=False), None)[0])  # type: ignore[misc]
            kept[f"/{name}"] = times | crowds(urls)
            report(f"/{name}", kept[f"/{name}"])
        if not questions:
            hostile_crowd(values)
    verdict(kept)
    service.close()
    editions.close()
    pool.close()


def verdict(kept: Mapping[str, Mapping[str, Sequence[float]]]) -> None:
    """Print what misses its target."""
    for base, ours in (("alone", "HTTP 1"), ("processor alone", "processor HTTP")):
        pairs = {name: (times[base], times[ours]) for name, times in kept.items() if times[base]}
        medians = {
            n: (statistics.median(alone), statistics.median(served)) for n, (alone, served) in pairs.items()
        }
        late = {name: pair for name, pair in medians.items() if pair[1] > 1.3 * pair[0] + 2}
        print(f"{ours}: {len(late)} of {len(medians)} questions above 1.3 times {base!r} and 2 ms")
        for name, (alone, served) in late.items():
            print(f"    {name}: {served:.1f} ms, {alone:.1f} ms")
        for head, place in ((base, 0), (ours, 1)):
            print(
                f"    median of medians, {head}: {statistics.median(m[place] for m in medians.values()):.1f} ms"
            )
    slowest = sorted(((max(times["HTTP 1"]), name) for name, times in kept.items()), reverse=True)[:5]
    print("slowest answers over HTTP:", ", ".join(f"{name} {ms:.0f} ms" for ms, name in slowest))


def best(task: Callable[[], object], pid: int | None) -> tuple[float, float]:
    """The least milliseconds that a task takes in three tries: wall time, and processor time of this thread or process.

    That of a process counts all below it.
    """
    read = time.thread_time if pid is None else partial(_processor, pid)
    tries = []
    for _ in range(3):
        before = read()
        wall = timed(task)
        tries.append((wall, (read() - before) * 1e3))
    return min(wall for wall, _ in tries), min(processor for _, processor in tries)


def _processor(pid: int) -> float:
    """Seconds that a process and its descendants have run; not a number where the system does not tell."""
    total = 0.0
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            total += int((task / "schedstat").read_text().split()[0]) / 1e9
            total += sum(_processor(int(child)) for child in (task / "children").read_text().split())
    except OSError:
        return total or float("nan")
    return total


def peers_of(database: str) -> Iterator[tuple[list[str], int]]:
    """How the peers are started, and where they listen."""
    at = f"127.0.0.1:{PORT + 1}"
    binary = str(Path(sys.executable).with_name("oxigraph"))
    yield [binary, "serve-read-only", "--location", database, "--bind", at], PORT + 1
    if python := os.environ.get("PEER_PYTHON"):
        yield [python, "-c", RDFLIB_ENDPOINT.format(database=database, port=PORT + 2)], PORT + 2


RDFLIB_ENDPOINT = """
import pyoxigraph, rdflib, uvicorn
from oxrdflib import OxigraphStore
from rdflib_endpoint import SparqlEndpoint
store = OxigraphStore(store=pyoxigraph.Store.read_only({database!r}))
graph = rdflib.Dataset(store=store, default_union=True)
uvicorn.run(SparqlEndpoint(graph=graph, path="/query"), port={port}, log_level="error")
"""


@contextmanager
def peer(command: list[str], port: int) -> Iterator[str]:
    """The address of a server that runs meanwhile."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            time.sleep(0.2)
        yield f"127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def asked_of(address: str, store: Store, sparql: str, rows: int, seconds: float) -> float:
    """Milliseconds until a peer has answered with so many rows; infinite where it has not after so many seconds.

    Not a number if it answers otherwise. The library names its graphs, so that no dataset need be chosen.
    """
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in store.prefixes().items())
    form = urlencode({"query": prefixes + sparql})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/sparql-results+json",
    }
    connection = http.client.HTTPConnection(address, timeout=seconds)
    connection.connect()
    start = time.perf_counter()
    try:
        connection.request("POST", "/query", form, headers)
        response = connection.getresponse()
        body = response.read()
        spent = (time.perf_counter() - start) * 1e3
        return spent if response.status == 200 and rows_of(body) == rows else float("nan")
    except TimeoutError:
        return float("inf")
    finally:
        connection.close()


def bare(engine: ox.Store, store: Store, sparql: str) -> bytes:
    """The answer of the engine alone, as JSON."""
    graphs = sorted(store.terms.derived, key=str)
    found = engine.query(sparql, prefixes=store.prefixes(), default_graph=list(graphs))
    assert isinstance(found, ox.QuerySolutions)
    return found.serialize(format=ox.QueryResultsFormat.JSON) or b""


def rows_of(body: bytes) -> int:
    """How many rows an answer in JSON has."""
    return len(json.loads(body)["results"]["bindings"])


def crowds(urls: Sequence[str]) -> dict[str, list[float]]:
    """The times of these requests with 4 and 16 clients at once."""
    return {
        f"HTTP {clients}": [ms for ms, _ in crowd(list(urls) * (clients // 4), clients)]
        for clients in CLIENTS[1:]
    }


class Client:
    """Asks the server over one connection."""

    def __init__(self) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        self._connection.connect()
        self._used = time.monotonic()

    def ask(self, url: str, anew: bool = True) -> int:
        """The status of the answer, which has been read; ``anew`` asks for one that is not from memory."""
        if time.monotonic() > self._used + 3:  # the server closes what is idle for five seconds
            self._connection.close()
        self._connection.request("GET", url, headers={"Cache-Control": "no-cache"} if anew else {})
        response = self._connection.getresponse()
        response.read()
        self._used = time.monotonic()
        return response.status


def crowd(urls: list[str], clients: int) -> list[tuple[float, int]]:
    """Time and status of each request, sent by so many clients at once."""
    rest, found, lock = list(enumerate(urls)), [(0.0, 0)] * len(urls), threading.Lock()

    def work() -> None:
        client = Client()
        while True:
            with lock:
                if not rest:
                    return
                number, url = rest.pop()
            start = time.perf_counter()
            status = client.ask(url)
            found[number] = ((time.perf_counter() - start) * 1e3, status)

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
        median, late = statistics.median(times), sorted(times)[int(0.95 * (len(times) - 1))]
        print(f"{name}: {median:.1f} / {late:.1f}")
    statuses = [s for n, (_, s) in enumerate(found) if n % 20 == 0]
    print(f"hostile: { ({s: statuses.count(s) for s in sorted(set(statuses))}) }; ", end="")
    print(f"healthy: {sum(s == 200 for n, (_, s) in enumerate(found) if n % 20)} of 950 answered 200")


def timed(task: Callable[[], object]) -> float:
    start = time.perf_counter()
    task()
    return (time.perf_counter() - start) * 1e3


def report(name: str, times: Mapping[str, Sequence[float]]) -> None:
    """A line: median / 95th percentile of each column."""
    columns = [sorted(times.get(head, ())) for head in HEADS]
    cells = [f"{statistics.median(c):.1f} / {c[int(0.95 * (len(c) - 1))]:.1f}" if c else "" for c in columns]
    print(f"{name:28}" + "".join(f"{cell:>18}" for cell in cells), flush=True)


@contextmanager
def server(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """``litkg serve`` in a process of its own, ready."""
    command = [sys.executable, "-m", "kg.cli", "serve", "--store", str(path), "--port", str(PORT)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        for _ in range(3000):
            try:
                connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
                connection.request("GET", "/ready")
                if json.loads(connection.getresponse().read())["status"] == "ready":
                    break
            except OSError:
                pass
            time.sleep(0.1)
        crowd(["/sparql?query=ASK{}", "/queries/most-connected"] * 4, 4)  # workers start
        yield process
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    measure(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 30, sys.argv[3:])
