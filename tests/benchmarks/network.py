"""How long does a network of a million statements take? ``python tests/benchmarks/network.py [statements]``

A store that holds nothing but what is assembled of so many statements between a twentieth as many entities, drawn by
Zipf's law. Then, in turn and in one process, `Graph.to_networkx` and networkx alone, which is given the same
edges in a list. Seconds of processor time. The first call also makes the columns (`kg.columns`), the others find them.
"""

from __future__ import annotations

import gc
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import accumulate
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


def quads(terms: Terms, count: int) -> Iterator[Quad]:
    draw = random.Random(0)
    curies = [f"HGNC:{n}" for n in range(1, max(count // 20, 2))]
    weights = list(accumulate(1 / (rank + 10) for rank in range(len(curies))))
    for curie in curies:
        node = terms.entity(curie)
        yield Quad(node, LABEL, text(f"gene {curie}"), terms.entities)
        yield Quad(node, BIOLINK["category"], terms.entity("biolink:Gene"), terms.entities)
    own, graph, relations = terms.own, terms.assembly, list(RELATIONS)
    for _ in range(count):
        subject, obj = draw.choices(curies, cum_weights=weights, k=2)
        told = Statement(subject, draw.choice(relations), obj, negated=draw.random() < 0.1)
        node = terms.statement(told.hash)
        for predicate, value in (
            (BIOLINK["subject"], terms.entity(subject)),
            (BIOLINK["object"], terms.entity(obj)),
            (BIOLINK["negated"], flag(told.negated)),
            (own["relation"], terms.relation(told.relation)),
            (own["belief"], decimal(round(draw.random(), 4))),
            (own["hedged"], flag(False)),
            (own["evidence_count"], number(1)),
        ):
            yield Quad(node, predicate, value, graph)


def timed(task: Callable[[], T]) -> tuple[T, float]:
    gc.collect()
    start = time.process_time()
    found = task()
    return found, time.process_time() - start


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        with Store.open(Path(folder) / "store") as store:
            store.oxigraph.bulk_extend(quads(store.terms, count))
            store.add(Contribution(Document("text:1", "A document, so that the store is published.")))
        with kg.open(Path(folder) / "store") as graph:
            found, first = timed(graph.to_networkx)
            ready = [(u, v, key, dict(data)) for u, v, key, data in found.edges(keys=True, data=True)]
            print(f"{len(ready)} statements; first call, which makes the columns: {first:.1f} s", flush=True)
            del found
            for _ in range(3):
                ours = timed(graph.to_networkx)[1]
                theirs = timed(lambda: networkx.MultiDiGraph().add_edges_from(ready))[1]
                print(
                    f"to_networkx {ours:.2f} s, networkx alone {theirs:.2f} s, {ours / theirs:.2f}",
                    flush=True,
                )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
