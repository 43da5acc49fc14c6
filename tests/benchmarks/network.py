"""How long does a network of a million statements take? ``python tests/benchmarks/network.py [statements] [cold]``

A store that holds nothing but what is assembled of so many statements between a twentieth as many entities, drawn by
Zipf's law, written as the store writes what it assembles, so that it keeps the columns (`kg.columns`). Then, in turn
and in one process, `Graph.to_networkx` and networkx alone, which is given the same edges in a list. Seconds of
processor time. The first call finds the columns on disk; with ``cold`` after the number of statements it has to make
them, as after a crash.
"""

from __future__ import annotations

import gc
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import accumulate, islice
from pathlib import Path
from typing import TypeVar

import networkx
from pyoxigraph import Quad

import kg
from kg.model import Contribution, Document, Statement
from kg.store import Store
from kg.terms import BIOLINK, LABEL, Terms, decimal, flag, number, text
from kg.vocabulary import RELATIONS

T = TypeVar("T")


def parts(terms: Terms, count: int) -> Iterator[set[Quad]]:
    """The quads of each entity and of each statement."""
    draw = random.Random(0)
    curies = [f"HGNC:{n}" for n in range(1, max(count // 20, 2))]
    weights = list(accumulate(1 / (rank + 10) for rank in range(len(curies))))
    for curie in curies:
        node = terms.entity(curie)
        yield {
            Quad(node, LABEL, text(f"gene {curie}"), terms.entities),
            Quad(node, BIOLINK["category"], terms.entity("biolink:Gene"), terms.entities),
        }
    own, relations = terms.own, list(RELATIONS)
    seen: set[str] = set()
    while len(seen) < count:
        subject, obj = draw.choices(curies, cum_weights=weights, k=2)
        told = Statement(subject, draw.choice(relations), obj, negated=draw.random() < 0.1)
        if told.hash in seen:
            continue
        seen.add(told.hash)
        facts = (
            (BIOLINK["subject"], terms.entity(subject)),
            (BIOLINK["object"], terms.entity(obj)),
            (BIOLINK["negated"], flag(told.negated)),
            (own["relation"], terms.relation(told.relation)),
            (own["belief"], decimal(round(draw.random(), 4))),
            (own["hedged"], flag(False)),
            (own["evidence_count"], number(1)),
        )
        yield {
            Quad(terms.statement(told.hash), predicate, value, terms.assembly) for predicate, value in facts
        }


def fill(store: Store, count: int) -> None:
    """Write them as the store does, some thousands at a time."""
    found = parts(store.terms, count)
    while batch := set().union(*islice(found, 5000)):
        store._exchange((set(), batch))
    store.add(Contribution(Document("text:1", "A document.")))


def timed(task: Callable[[], T]) -> tuple[T, float]:
    gc.collect()
    start = time.process_time()
    found = task()
    return found, time.process_time() - start


def main(count: int, cold: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store"
        store = Store.open(path)
        print(f"written: {timed(lambda: fill(store, count))[1]:.0f} s")
        print(f"published, with the columns: {timed(store.close)[1]:.1f} s", flush=True)
        if cold:
            shutil.rmtree(path / "views")
        with kg.open(path) as graph:
            found, first = timed(graph.to_networkx)
            ready = [(u, v, key, dict(data)) for u, v, key, data in found.edges(keys=True, data=True)]
            print(f"{len(ready)} statements; first call: {first:.1f} s", flush=True)
            del found
            for _ in range(3):
                ours = timed(graph.to_networkx)[1]
                theirs = timed(lambda: networkx.MultiDiGraph().add_edges_from(ready))[1]
                print(
                    f"to_networkx {ours:.2f} s, networkx alone {theirs:.2f} s, {ours / theirs:.2f}",
                    flush=True,
                )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, "cold" in sys.argv)
