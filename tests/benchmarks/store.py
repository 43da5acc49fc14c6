"""What does writing to a store cost, and how does that grow?

    python tests/benchmarks/store.py [documents] [tree] [small | tiny] [grow] [laid=N [copies=K]]

Synthetic abstracts: 1,500 characters, 25 mentions, 8 claims, entities drawn by Zipf's law from 20,000, each
with 4 synonyms, 3 cross-references and 8 superclasses, of which no document speaks. With ``tree`` the
superclasses are entities themselves, the commonest above all others, so that statements refine each other
through hubs, and every tenth document is a copy of an earlier one. With ``small`` an abstract has 6 mentions
and 2 claims; with ``tiny`` it is a sentence of 30 words with 2 mentions of what has 1 synonym and 2 superclasses,
and 1 claim. Prints a line of `HEADER` at points of the run, each about the documents since the line before:
wall and processor time differ on a busy machine, median and mean where the database sorts its files meanwhile.
Every 1,000 documents are published, as `litkg ingest` does, which the mean counts; every 10,000 the store is closed
and opened again, as between two commands, which is not counted. Then the curve is drawn; with ``grow`` that is
all, otherwise other times follow, and bytes on disk beside the same as N-Quads. With ``laid=N`` the first N documents
are written at once and their assembly is derived by a rebuild, so that a large graph is there soon; with ``copies=K``
they lie there K times more under other identifiers and in other words, all that is derived of them included, so that
every statement has K + 1 times the evidence (which what is derived of statements does not count yet).
"""

from __future__ import annotations

import io
import random
import re
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TypeVar

import pyoxigraph as ox

from kg.graph import Graph
from kg.model import Claim, Contribution, Document, DocumentKind, Entity, Evidence, Mention, Span, Statement
from kg.rdf import contribution_quads
from kg.store import Store
from kg.vocabulary import RELATIONS, Category

T = TypeVar("T")
TREE, SMALL, TINY, GROW = (word in sys.argv for word in ("tree", "small", "tiny", "grow"))
ENTITIES, MENTIONS, CLAIMS = 20_000, *((2, 1) if TINY else (6, 2) if SMALL else (25, 8))
NAMED, SYNONYMS, ABOVE, WORDS = (2, 1, 2, 30) if TINY else (5 if SMALL else 12, 4, 8, 150)
GIVEN = dict(word.split("=") for word in sys.argv if "=" in word)
LAID, COPIES = int(GIVEN.get("laid", 0)), int(GIVEN.get("copies", 0))
PUBLISH = 1000
CATEGORIES = (Category.GENE, Category.CELL, Category.DISEASE, Category.DRUG)
POINTS = (100, 200, 500, *(k * 10**n for n in (3, 4) for k in (1, 2, 5)), 100_000)
REOPEN = 10_000
HEADER = (
    "documents",
    "quads",
    "median ms",
    "median cpu ms",
    "mean cpu ms",
    "quads a cpu s",
    "MB",
    "memory MB",
)
WEIGHTS = [1 / (rank + 1) for rank in range(ENTITIES)]


def entity(number: int) -> Entity:
    curie = f"MESH:D{number:06}"
    return Entity(
        curie,
        f"entity {number}",
        CATEGORIES[number % len(CATEGORIES)],
        tuple(f"synonym {k} of entity {number}" for k in range(SYNONYMS)),
        (f"HGNC:{number}", f"NCBIGene:{number}", f"UniProtKB:P{number:05}"),
        above(number) if TREE else tuple(f"MESH:C{number % (7 + 10**k)}" for k in range(ABOVE)),
    )


def above(number: int) -> tuple[str, ...]:
    """The superclasses in a tree in which every entity has five below it: 0 is above all."""
    found = []
    while number:
        number = (number - 1) // 5
        found.append(f"MESH:D{number:06}")
    return tuple(found)


def contributions(count: int) -> Iterator[Contribution]:
    draw = random.Random(0)
    for number in range(count):
        yield contribution(number, draw)


def contribution(number: int, draw: random.Random) -> Contribution:
    told = random.Random(number - 7 if TREE and number % 10 == 9 else number)
    words = [f"word{told.randrange(10**5):05}" for _ in range(WORDS)]
    text = " ".join(words)
    document = Document(
        f"PMID:{number}", text, f"Title {number}", kind=DocumentKind.ABSTRACT, pmid=str(number)
    )
    named = draw.choices(range(ENTITIES), WEIGHTS, k=NAMED)
    mentions = []
    for place in range(MENTIONS):
        span, item = Span(60 * place, 60 * place + 9), named[place % len(named)]
        category = CATEGORIES[item % len(CATEGORIES)]
        mentions.append(Mention(span, span.of(text), category, f"MESH:D{item:06}", 0.9, "exact name"))
    claims = tuple(claim(document, draw, named, 180 * place) for place in range(CLAIMS))
    return Contribution(document, tuple(entity(item) for item in set(named)), tuple(mentions), claims)


def claim(document: Document, draw: random.Random, named: list[int], start: int) -> Claim:
    subject, obj = (f"MESH:D{item:06}" for item in draw.choices(named, k=2))
    statement = Statement(subject, draw.choice(list(RELATIONS)), obj, None, draw.random() < 0.1)
    sentence = Span(start, start + 170)
    spans = (Span(start + 10 * k, start + 10 * k + 9) for k in range(3))
    told = Evidence(
        document.id,
        sentence,
        sentence.of(document.text),
        *spans,
        draw.random() < 0.2,
        "patterns",
        0.8,
        "abstract",
    )
    return Claim(statement, told)


def main(count: int = 5000) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store"
        rows = list(grow(path, count))
        draw(rows)
        if GROW:
            return
        with Store.open(path) as store:
            timed("rebuild", store.rebuild)
            timed("publish", store.publish)
            stats = store.stats()
            count_links(store)
            store.oxigraph.dump(Path(folder) / "plain.nq")
        print(stats)
        size = sum(file.stat().st_size for file in (path / "snapshots").rglob("*"))
        each = size / stats.documents, size / stats.statements, size / stats.quads
        print(
            "{:.0f} MB: bytes a document {:.0f}, a statement {:.0f}, a quad {:.0f}".format(size / 1e6, *each)
        )
        plain = (Path(folder) / "plain.nq").stat().st_size
        print(f"as N-Quads {plain / 1e6:.0f} MB: bytes a statement {plain / stats.statements:.0f}")
        read(path)


def grow(path: Path, count: int) -> Iterator[tuple[float, ...]]:
    """Add so many documents; a row of `HEADER` at each point."""
    print(*HEADER, sep="\t")
    wall, processor, quads = [], [], 0
    store = Store.open(path)
    documents = contributions(count - LAID * COPIES)
    if LAID:
        lay(store, islice(documents, LAID))
        copy(store, Path(path.parent / "laid.nq"))
        quads = len(store.oxigraph)
    for number, given in enumerate(documents, LAID * (COPIES + 1) + 1):
        start, used = time.perf_counter(), time.process_time()
        store.add(given)
        if number % PUBLISH == 0:
            store.publish()
        wall.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
        if number in POINTS or number == count:
            added = len(store.oxigraph) - quads
            quads += added
            times = statistics.median(wall), statistics.median(processor), statistics.mean(processor)
            sizes = store.size_on_disk / 1e6, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
            row = (number, quads, *(1e3 * t for t in times), added / sum(processor), *sizes)
            print(*(f"{value:.4g}" if value < 1e4 else f"{value:.0f}" for value in row), sep="\t", flush=True)
            yield row
            wall, processor = [], []
        if number % REOPEN == 0:
            store.close()
            store = Store.open(path)
    store.close()


def lay(store: Store, documents: Iterable[Contribution]) -> None:
    """Write so many documents without deriving anything, then derive all of it."""
    start = time.process_time()
    store.oxigraph.bulk_extend(q for one in documents for q in contribution_quads(one, store.identifiers))
    store.rebuild()
    store.publish()
    print(f"{LAID} documents laid: {time.process_time() - start:.0f} s of processor time", flush=True)


#: after which a document, or a part or the sketch of one, is named
NAMES = re.compile(
    rb'(nih\.gov/|[Pp][Mm][Ii][Dd]:|term/pmid> "|litkg:(?:evidence|mention)/|term/text_band> "\d\d:)(?=[\da-f])'
)


def copy(store: Store, plain: Path) -> None:
    """Lay down what there is again, so many times, under other names."""
    if COPIES:
        store.oxigraph.dump(plain)
    for number in range(1, COPIES + 1):
        with plain.open("rb") as lines:
            store.oxigraph.bulk_load(Renamed(lines, number), ox.RdfFormat.N_QUADS)
    plain.unlink(missing_ok=True)
    store.publish()


class Renamed(io.RawIOBase):
    """N-Quads with the names of documents and of their parts changed by a number."""

    def __init__(self, lines: BinaryIO, number: int) -> None:
        self._lines, self._prefix, self._rest = lines, rb"\g<1>%d00000" % number, b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if not self._rest:
            self._rest = NAMES.sub(self._prefix, b"".join(self._lines.readlines(1 << 20)))
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece


def draw(rows: list[tuple[float, ...]]) -> None:
    """Bars of median processor time: even for a cost that does not grow."""
    for documents, _, _, median, *_ in rows:
        print(f"{documents:>7.0f} {median:5.1f} ms {'#' * round(2 * median)}")


def count_links(store: Store) -> None:
    own, graph = store.terms.own, store.terms.assembly
    for name in ("refines", "pair_below", "contradicts", "near_duplicate_of"):
        print(name, sum(1 for _ in store.oxigraph.quads_for_pattern(None, own[name], None, graph)))


def read(path: Path) -> None:
    opened = timed("open to read", lambda: Store.open(path, read_only=True))
    with Graph(opened) as graph:
        timed("statements of the commonest entity", lambda: graph.statements(subject="MESH:D000000"))
        timed("statements of a rare entity", lambda: graph.statements(subject="MESH:D009000"))
        timed("find by synonym", lambda: graph.find("synonym 2 of entity 17"))
        timed("all documents", graph.documents)
        timed("networkx", graph.to_networkx)


def timed(what: str, task: Callable[[], T]) -> T:
    start = time.perf_counter()
    result = task()
    print(f"{what}: {(time.perf_counter() - start) * 1e3:.1f} ms")
    return result


if __name__ == "__main__":
    main(*map(int, [argument for argument in sys.argv[1:] if argument.isdecimal()]))
