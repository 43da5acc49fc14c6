"""How well, how fast and how surely are names found and linked? One table over corpora with annotated names.

    python tests/benchmarks/names.py [--documents N] [--speed-only]
        [--convention NAME] [--network FOLDER] [--network-only] CORPUS.jsonl[.zst]...

A corpus has one document a line: {"id", "text", "entities": [{"start", "end", "type", "ids"}]}. A name is right if
a name of the same type has the same span; only types that the corpus annotates are counted, and where it has cells
of any kind as one type, cell types and cell lines are one. A link is right if one of the entity's identifiers is
one of the annotated ones. Per document: each annotated identifier is to be found once, and each entity found is
right or wrong, but for those of the graph's own, which are linked to nothing; of names that are right, the share that
is linked right. With --network-only the names are those of
the network as they come, and are not linked.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

os.environ.setdefault("OMP_NUM_THREADS", "1")

import spacy
import zstandard

from ingest.language import Language
from ingest.lexicon import Lexicon
from ingest.mention import Recognised, Spotted, is_own
from ingest.recognise import Recogniser
from ingest.spot.network import Network
from ingest.spot.spotter import spot
from kg.vocabulary import Category

T = TypeVar("T")

#: what the corpora's types are called here
TYPES = {
    **dict.fromkeys(
        "Gene GeneFamily GeneOrGeneProduct Gene_or_gene_product Gene_or_protein GENE protein PROTEIN Protein "
        "CYTOKINE TF gene protein-family".split(),
        "Gene",
    ),
    **dict.fromkeys(
        "Chemical ChemicalEntity CHEMICAL Simple_chemical DRUG drug chemical ChemicalNonStandardRef".split(),
        "Chemical",
    ),
    **dict.fromkeys("Disease DiseaseOrPhenotypicFeature Cancer cancer ADVERSE_EFFECT".split(), "Disease"),
    **dict.fromkeys("CellType CELL_TYPE T_CELL cell_type".split(), "CellType"),
    **dict.fromkeys("CellLine CELL_LINE cell_line".split(), "CellLine"),
    "Cell": "Cell",
    **dict.fromkeys("Species OrganismTaxon Organism".split(), "Species"),
    **dict.fromkeys("Variant SequenceVariant variant Limited_variation".split(), "Variant"),
    **dict.fromkeys("Anatomy Organ Tissue Multi-tissue_structure".split(), "Anatomy"),
    "BiologicalProcess": "BiologicalProcess",
    **dict.fromkeys("CellularComponent Cellular_component".split(), "CellularComponent"),
    "MolecularFunction": "MolecularFunction",
}
#: the same types by our categories
TYPE_OF = {
    Category.GENE: "Gene",
    Category.GENE_FAMILY: "Gene",
    Category.CHEMICAL: "Chemical",
    Category.DRUG: "Chemical",
    Category.DISEASE: "Disease",
    Category.PHENOTYPE: "Disease",
    Category.CELL: "CellType",
    Category.CELL_LINE: "CellLine",
    Category.TAXON: "Species",
    Category.VARIANT: "Variant",
    Category.ANATOMY: "Anatomy",
    Category.PROCESS: "BiologicalProcess",
    Category.COMPONENT: "CellularComponent",
    Category.ACTIVITY: "MolecularFunction",
}
BINS = 10
_MEASURES = f"{'P':>5} {'R':>5} {'F1':>5}"
HEADING = f"{'corpus, type':36} {'names':>7} {_MEASURES}   {_MEASURES} of entities   linked right"
START = "from ingest.extract import Extractor; Extractor.load()"


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a document: its span and type, the identifiers of what it means, how sure that is."""

    start: int
    end: int
    type: str
    ids: frozenset[str]
    id: str = ""
    score: float = 1.0

    @property
    def place(self) -> tuple[int, int, str]:
        """What has to be right about a name."""
        return self.start, self.end, self.type

    @property
    def is_linked(self) -> bool:
        """Whether it has an identifier beside one of the graph's own."""
        return not all(map(is_own, self.ids))


@dataclass(slots=True)
class Count:
    """How many were right, wrong and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, right: int, wrong: int, missed: int) -> None:
        """Count some more."""
        self.right, self.wrong, self.missed = self.right + right, self.wrong + wrong, self.missed + missed

    def __str__(self) -> str:
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / max(1, self.right + self.missed)
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return f"{precision:.3f} {recall:.3f} {f1:.3f}"


@dataclass(slots=True)
class Row:
    """What is counted of a type in a corpus."""

    names: Count = field(default_factory=Count)
    entities: Count = field(default_factory=Count)
    linked: int = 0
    linkable: int = 0

    def __iadd__(self, other: Row) -> Row:
        for mine, its in ((self.names, other.names), (self.entities, other.entities)):
            mine.add(its.right, its.wrong, its.missed)
        self.linked, self.linkable = self.linked + other.linked, self.linkable + other.linkable
        return self

    def __str__(self) -> str:
        wanted = self.names.right + self.names.missed
        line = f"{wanted:7} {self.names}"
        if self.entities.right + self.entities.missed:
            line += f"   {self.entities}   {self.linked / max(1, self.linkable):.3f} of {self.linkable}"
        return line


class Reliability:
    """How often what was given a probability turned out right, by tenths of probability."""

    def __init__(self) -> None:
        self._bins = [[0, 0.0, 0] for _ in range(BINS)]

    def add(self, probability: float, right: bool) -> None:
        """Count one that was right, or not."""
        at = self._bins[min(BINS - 1, int(probability * BINS))]
        at[0] += 1
        at[1] += probability
        at[2] += right

    def lines(self) -> Iterator[str]:
        """A line for each tenth that holds any, and the mean distance of what was said from what was so."""
        total, distance = sum(int(count) for count, *_ in self._bins), 0.0
        for place, (count, sum_, right) in enumerate(self._bins):
            if count:
                yield f"  {place / BINS:.1f}-{(place + 1) / BINS:.1f} {count:8} {sum_ / count:.3f} {right / count:.3f}"
                distance += abs(sum_ - right)
        yield f"  mean distance {distance / max(1, total):.3f}"


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The documents of a corpus."""
    with path.open("rb") as file:
        stream = zstandard.ZstdDecompressor().stream_reader(file) if path.suffix == ".zst" else file
        yield from (json.loads(line) for line in io.TextIOWrapper(stream, encoding="utf-8") if line.strip())


def annotated(document: dict[str, Any]) -> list[Name]:
    """The names that the corpus has annotated."""
    return [
        Name(e["start"], e["end"], TYPES[e["type"]], frozenset(e.get("ids") or ()))
        for e in document["entities"]
        if e["type"] in TYPES
    ]


def found_in(names: Iterable[Recognised], cells_are_one: bool) -> list[Name]:
    """The names that litkg found, those without a type of the corpora left out."""
    found = []
    for name in names:
        entity = name.best.entity
        if type_ := TYPE_OF.get(entity.category):
            ids = frozenset((entity.id, *entity.xrefs))
            type_ = "Cell" if cells_are_one and type_ in ("CellType", "CellLine") else type_
            found.append(Name(name.span.start, name.span.end, type_, ids, entity.id, name.best.score))
    return found


def spotted_in(names: Iterable[Spotted], cells_are_one: bool) -> list[Name]:
    """The names that the network alone found."""
    cells = {"CellType", "CellLine"} if cells_are_one else set()
    return [
        Name(one.span.start, one.span.end, "Cell" if one.kind in cells else one.kind.value, frozenset())
        for one in names
    ]


def count_names(
    rows: dict[str, Row], types: Iterable[str], gold: Sequence[Name], found: Sequence[Name]
) -> None:
    """Count exact spans by type."""
    for type_ in types:
        wanted, got = ({n.place for n in names if n.type == type_} for names in (gold, found))
        rows[type_].names.add(len(wanted & got), len(got - wanted), len(wanted - got))


def count_links(
    rows: dict[str, Row], types: Iterable[str], gold: Sequence[Name], found: Sequence[Name]
) -> None:
    """Count identifiers by type, of the document and of the names that were found."""
    at = {name.place: name for name in found}
    for type_ in types:
        named = [name for name in gold if name.type == type_ and name.ids]
        wanted = frozenset().union(*(name.ids for name in named))
        entities = {name.id: name.ids for name in found if name.type == type_ and name.is_linked}
        right = sum(bool(ids & wanted) for ids in entities.values())
        reached = frozenset().union(*entities.values()) & wanted
        rows[type_].entities.add(right, len(entities) - right, len(wanted - reached))
        met = [(name, at[name.place]) for name in named if name.place in at]
        rows[type_].linkable += len(met)
        rows[type_].linked += sum(bool(name.ids & other.ids) for name, other in met)


def count_surety(
    spotted: tuple[Reliability, Reliability],
    gold: Sequence[Name],
    found: Sequence[Name],
    names: Sequence[Spotted],
    cells_are_one: bool,
) -> None:
    """Count how right the network was about names, and the linker about those that are names."""
    of_names, of_links = spotted
    wanted = {name.place: name for name in gold}
    types = {name.type for name in gold}
    for one, name in zip(names, spotted_in(names, cells_are_one), strict=True):
        if name.type in types:
            of_names.add(one.probability, name.place in wanted)
    for name in found:
        meant = wanted.get(name.place)
        if meant and meant.ids:
            of_links.add(name.score, bool(meant.ids & name.ids))


def spent(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds of processor time, and the result."""
    begun = time.process_time()
    result = work()
    return time.process_time() - begun, result


class Bench:
    """litkg's recogniser with what it needs, and the time that it took so far."""

    def __init__(self, network: Network) -> None:
        self._lexicon, self._language = Lexicon.open(), Language.load()
        self._recogniser = Recogniser.open(self._lexicon, network)
        self._tokenizer = spacy.blank("en").tokenizer
        self.seconds: dict[str, float] = defaultdict(float)
        self.words = 0

    def warm_up(self, text: str) -> None:
        """Read once without counting."""
        self.read(text)
        self.seconds.clear()
        self.words = 0

    def read(self, text: str) -> tuple[tuple[Recognised, ...], tuple[Spotted, ...]]:
        """The names with their links, and what the network alone says."""
        self.words += len(text.split())
        self._time("spaCy's tokenizer", lambda: self._tokenizer(text))
        sentences = self._time("finding sentences", lambda: self._language.sentences(text))
        names = self._time("recognising and linking", lambda: self._recogniser.recognise(text, sentences))
        matches = self._time("of this, the lexicon", lambda: tuple(self._lexicon.match(text)))
        network = self._recogniser.network
        spotted = self._time("of this, the network", lambda: spot(text, sentences, matches, network))
        return names, spotted

    def _time(self, name: str, work: Callable[[], T]) -> T:
        seconds, result = spent(work)
        self.seconds[name] += seconds
        return result

    def speed(self) -> Iterator[str]:
        """Words a second of each step, and beside the tokenizer."""
        tokenizer = self.seconds["spaCy's tokenizer"]
        for name, seconds in self.seconds.items():
            share = tokenizer / seconds
            yield f"{name:26} {self.words / seconds:10,.0f} words/s   {share:7.4f} of the tokenizer's speed"


def startup() -> float:
    """Wall seconds until a new process has opened the lexicon and the models, the best of three."""
    best = float("inf")
    for _ in range(3):
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, "-c", START], check=True, env={**os.environ, "PYTHONPATH": os.getcwd()}
        )
        best = min(best, time.perf_counter() - begun)
    return best


def measure(
    bench: Bench,
    documents: Sequence[dict[str, Any]],
    surety: tuple[Reliability, Reliability],
    network_only: bool,
) -> dict[str, Row]:
    """The rows of a corpus by type, the last of all types together."""
    golds = [annotated(document) for document in documents]
    types = sorted({name.type for gold in golds for name in gold})
    linkable = sorted({name.type for gold in golds for name in gold if name.ids})
    rows: dict[str, Row] = {type_: Row() for type_ in types}
    for document, gold in zip(documents, golds, strict=True):
        names, spotted = bench.read(document["text"])
        found = spotted_in(spotted, "Cell" in types) if network_only else found_in(names, "Cell" in types)
        count_names(rows, types, gold, found)
        if not network_only:
            count_links(rows, linkable, gold, found)
        count_surety(surety, gold, found, spotted, "Cell" in types)
    every = Row()
    for row in rows.values():
        every += row
    return {**rows, "all": every}


def main() -> None:
    """Measure over the corpora named on the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", type=Path, nargs="+")
    parser.add_argument("--documents", type=int, help="read so many documents of each corpus")
    parser.add_argument("--speed-only", action="store_true", help="print no scores")
    parser.add_argument("--convention", help="annotate as this corpus does: biored, craft, jnlpba, …")
    parser.add_argument("--network", type=Path, help="folder of another network")
    parser.add_argument("--network-only", action="store_true", help="score what the network alone finds")
    options = parser.parse_args()
    bench = Bench(Network.open(options.network, options.convention))
    surety = Reliability(), Reliability()
    bench.warm_up(next(read(options.corpora[0]))["text"])
    if not options.speed_only:
        print(HEADING)
    for path in options.corpora:
        rows = measure(bench, list(read(path))[: options.documents], surety, options.network_only)
        if not options.speed_only:
            print(
                "\n".join(
                    f"{path.name.split('.jsonl')[0] + ' ' + type_:36} {row}" for type_, row in rows.items()
                )
            )
    if not options.speed_only:
        for title, reliability in zip(
            ("a name, by the network", "a link, of a right name"), surety, strict=True
        ):
            print(f"\nprobability of {title}: number, mean, share right", *reliability.lines(), sep="\n")
    print("\n" + "\n".join(bench.speed()))
    print(f"{'start-up':26} {startup():10.2f} s")
    print(f"{'peak memory':26} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:10.0f} MB")


if __name__ == "__main__":
    main()
