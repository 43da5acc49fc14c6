"""Is a document whole or absent, whenever the writer dies? ``python tests/benchmarks/crash.py [kills] [seed]``

A writer adds, changes, removes, rebuilds, publishes and reopens at random, and says what it begins and what it
has done. It is killed (SIGKILL) at random moments, also while it opens the store. After each kill: the store
opens, what was acknowledged is there and complete, the step that was cut short is done or not begun, nothing
else has changed, and the derived graphs equal those that are made from scratch out of the documents.

Ends with a table of the steps in which the writer died.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg.model import Claim, Contribution, Document, Entity, Evidence, Mention, Span, Statement
from kg.rdf_reader import canonical
from kg.store import Store
from kg.vocabulary import RELATIONS, Category

NAMES, ENTITIES = 20, 40
STEPS = {"add": 20, "change": 16, "again": 3, "remove": 12, "rebuild": 2, "publish": 5, "reopen": 1}


@dataclass
class Known:
    """What the store must hold: version by name, and the step that was begun last, if it was cut short."""

    versions: dict[str, int] = field(default_factory=dict)
    begun: tuple[str, str, int] | None = None

    def hear(self, line: str) -> None:
        """Take in one line of the writer's account."""
        when, step, name, version = line.split()
        self.begun = (step, name, int(version)) if when == "begin" else None
        if when == "done" and step in ("add", "change", "again"):
            self.versions[name] = int(version)
        elif when == "done" and step == "remove":
            del self.versions[name]

    def allowed(self) -> list[dict[str, int]]:
        """The two states that may be found: without and with the step that was cut short."""
        states = [self.versions]
        if self.begun and self.begun[0] == "remove":
            states.append({n: v for n, v in self.versions.items() if n != self.begun[1]})
        elif self.begun and self.begun[0] in ("add", "change", "again"):
            states.append({**self.versions, self.begun[1]: self.begun[2]})
        return states


def contribution(name: str, version: int) -> Contribution:
    """What this version of the document says: 1 to 25 claims and as many mentions."""
    draw = random.Random(f"{name} {version}")
    text = f"{name} in version {version}: " + "word " * 100
    document = Document(name, text, title=f"version {version}")
    claims = tuple(_claim(document, draw, at) for at in range(draw.randrange(1, 26)))
    curies = sorted({c for claim in claims for c in (claim.statement.subject, claim.statement.object)})
    mentions = tuple(
        Mention(Span(at, at + 4), text[at : at + 4], Category.GENE, curie, 0.9)
        for at, curie in enumerate(curies)
    )
    entities = tuple(Entity(c, f"label {c} {version % 3}", Category.GENE, (f"s{c}",)) for c in curies)
    return Contribution(document, entities, mentions, claims)


def _claim(document: Document, draw: random.Random, at: int) -> Claim:
    subject, object_ = (f"HGNC:{draw.randrange(ENTITIES)}" for _ in range(2))
    statement = Statement(
        subject, draw.choice(["activates", "inhibits", *RELATIONS]), object_, None, draw.random() < 0.2
    )
    sentence = Span(at, len(document.text))
    places = (Span(at + k, at + k + 1) for k in range(3))
    hedged, score = draw.random() < 0.2, round(draw.uniform(0.3, 1), 2)
    evidence = Evidence(document.id, sentence, sentence.of(document.text), *places, hedged, "patterns", score)
    return Claim(statement, evidence)


def write(path: Path, seed: str) -> None:
    """Work on the store for ever, saying what is begun and done."""
    draw = random.Random(seed)
    store = Store.open(path)
    versions = {d.id: int(d.title.split()[1]) for d in store.documents()}
    while True:
        (step,) = draw.choices(list(STEPS), list(STEPS.values()))
        name, version = f"text:{draw.randrange(NAMES)}", draw.randrange(1, 10**6)
        if (step == "add") == (name in versions) and step in ("add", "change", "again", "remove"):
            continue
        version = versions[name] if step == "again" else version
        print("begin", step, name, version, flush=True)
        if step == "remove":
            store.remove(name)
            del versions[name]
        elif step in ("add", "change", "again"):
            store.add(contribution(name, version))
            versions[name] = version
        elif step == "rebuild":
            store.rebuild()
        elif step == "publish":
            store.publish()
        else:
            store.close()
            store = Store.open(path)
        print("done", step, name, version, flush=True)


def kill_once(path: Path, known: Known, seed: str, within: float) -> str:
    """Start a writer, kill it at a random moment ``within`` so many seconds, check; the step that it died in."""
    command = [sys.executable, __file__, "write", os.fspath(path), seed]
    environment = {**os.environ, "PYTHONPATH": os.fspath(Path(__file__).parents[2])}
    known.begun = None
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as writer:
        assert writer.stdout is not None
        draw = random.Random(f"{seed} delay")
        first = (
            [writer.stdout.readline()] if draw.random() < 0.9 else []
        )  # the others while it opens the store
        time.sleep(draw.uniform(0, within))
        assert writer.poll() is None, "the writer ended by itself"
        writer.kill()
        for line in (*first, *writer.stdout):
            if line.endswith("\n"):
                known.hear(line)
    died_in = known.begun[0] if known.begun else "opening or between steps"
    check(path, known)
    return died_in


def check(path: Path, known: Known) -> None:
    """Hold the store against what is known, and let ``known`` be what was found.

    :raises AssertionError: if anything was lost, is half there or is wrong
    """
    with Store.open(path, read_only=path.joinpath("litkg.json").exists()) as store:
        found = {d.id: int(d.title.split()[1]) for d in store.documents()}
        assert found in known.allowed(), f"found {found}, not one of {known.allowed()}"
        for name, version in found.items():
            assert store.contribution(name) == canonical(contribution(name, version)), f"{name} is not whole"
        quads = set(store.oxigraph)
        assert quads == from_scratch(store), "the derived graphs are not what follows from the documents"
    known.versions = found


def from_scratch(store: Store) -> set[ox.Quad]:
    """All quads of a store with the same documents whose derived graphs are made anew."""
    fresh = Store.in_memory(store.base)
    fresh.oxigraph.extend(q for q in store.oxigraph if q.graph_name not in store.terms.derived)
    fresh.rebuild()
    return set(fresh.oxigraph)


def main(kills: int = 200, seed: int = 0) -> None:
    """Kill, check, and say what was survived."""
    died_in: Counter[str] = Counter()
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        path, known = Path(folder) / "store", Known()
        for number in range(kills):
            died_in[kill_once(path, known, f"{seed}.{number}", within=1.2)] += 1
            if number % 20 == 19:
                spent = time.perf_counter() - start
                print(f"{number + 1} kills, {len(known.versions)} documents, {spent:.0f} s", flush=True)
    for step, times in died_in.most_common():
        print(f"{times:5} died in {step}")
    print(f"{kills} kills survived: nothing lost, nothing half there, derived graphs right")


if __name__ == "__main__":
    if sys.argv[1:2] == ["write"]:
        write(Path(sys.argv[2]), sys.argv[3])
    else:
        main(*map(int, sys.argv[1:]))
