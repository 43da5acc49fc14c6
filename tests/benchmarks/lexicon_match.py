"""How well does the lexicon alone name what corpora annotate, and how fast? No model, no context.

    python tests/benchmarks/lexicon_match.py CORPUS.jsonl[.zst] [TYPE ...]

A corpus has one document a line: ``{"id", "text", "entities": [{"start", "end", "type", "ids"}]}``. Of
overlapping matches the longest counts, with its best sense; a match is of a corpus type if its category is
one of the type's. Identifiers are compared through the term's equivalents.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import zstandard

from ingest.lexicon import Lexicon, Match
from kg.vocabulary import Category

TYPES = {
    "Gene": {Category.GENE, Category.GENE_FAMILY},
    "Disease": {Category.DISEASE, Category.PHENOTYPE},
    "Chemical": {Category.CHEMICAL, Category.DRUG},
    "Species": {Category.TAXON},
    "CellLine": {Category.CELL_LINE},
    "Cell": {Category.CELL, Category.CELL_LINE},
    "CellType": {Category.CELL},
    "Anatomy": {Category.ANATOMY},
    "BiologicalProcess": {Category.PROCESS},
    "CellularComponent": {Category.COMPONENT},
}


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The documents of a corpus file."""
    with path.open("rb") as file:
        stream = zstandard.ZstdDecompressor().stream_reader(file) if path.suffix == ".zst" else file
        for line in io.TextIOWrapper(stream, encoding="utf-8"):
            yield json.loads(line)


def longest(matches: Iterable[Match]) -> list[Match]:
    """The longest of overlapping matches, the earlier of equally long ones."""
    chosen: list[Match] = []
    for match in sorted(matches, key=lambda m: (m.start - m.end, m.start)):
        if all(match.end <= other.start or match.start >= other.end for other in chosen):
            chosen.append(match)
    return chosen


def equivalents(lexicon: Lexicon, identifier: str) -> set[str]:
    """A term's identifier and its equivalents."""
    term = lexicon.get(identifier)
    return {term.id, *term.xrefs}


def measure(lexicon: Lexicon, documents: list[dict[str, Any]], types: list[str]) -> None:
    """Print exact-span precision and recall, and how often the right span has the right identifier."""
    count: dict[str, Counter[str]] = defaultdict(Counter)
    missed: dict[str, Counter[str]] = defaultdict(Counter)
    wrong: dict[str, Counter[str]] = defaultdict(Counter)
    for document in documents:
        matches = longest(lexicon.match(document["text"]))
        for kind in types:
            gold = {
                (e["start"], e["end"]): set(e.get("ids", ()))
                for e in document["entities"]
                if e["type"] == kind
            }
            found = {(m.start, m.end): m for m in matches if m.senses[0].category in TYPES[kind]}
            count[kind].update(gold=len(gold), found=len(found), right=len(gold.keys() & found.keys()))
            missed[kind].update(document["text"][a:b].lower() for a, b in gold.keys() - found.keys())
            wrong[kind].update(document["text"][a:b].lower() for a, b in found.keys() - gold.keys())
            for span in gold.keys() & found.keys():
                senses = [equivalents(lexicon, sense.term_id) for sense in found[span].senses]
                count[kind].update(
                    first=bool(senses[0] & gold[span]), any=any(gold[span] & s for s in senses)
                )
    for kind, seen in count.items():
        right = max(seen["right"], 1)
        print(
            f"{kind:18} gold {seen['gold']:5}  P {seen['right'] / max(seen['found'], 1):.3f}"
            f"  R {seen['right'] / max(seen['gold'], 1):.3f}"
            f"  id first {seen['first'] / right:.3f}  any {seen['any'] / right:.3f}"
        )
        print("   missed:", ", ".join(f"{name} {n}" for name, n in missed[kind].most_common(25)))
        print("   wrong: ", ", ".join(f"{name} {n}" for name, n in wrong[kind].most_common(25)))


def time_matching(lexicon: Lexicon, text: str) -> None:
    """Print the speed on a text of some millions of characters and the memory used."""
    begun = time.process_time()
    matches = sum(1 for _ in lexicon.match(text))
    seconds = time.process_time() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    speed = len(text) / 1e6 / seconds
    print(f"{speed:.2f} Mchar/s of CPU time, {matches} matches, peak memory {memory:.0f} MiB")


def main() -> None:
    """Measure the packaged lexicon on the corpus given on the command line."""
    documents = list(read(Path(sys.argv[1])))
    present = {entity["type"] for document in documents for entity in document["entities"]}
    begun = time.perf_counter()
    lexicon = Lexicon.open()
    print(f"opened in {(time.perf_counter() - begun) * 1000:.1f} ms")
    measure(lexicon, documents, sys.argv[2:] or sorted(present & TYPES.keys()))
    time_matching(lexicon, "\n\n".join(document["text"] for document in documents))


if __name__ == "__main__":
    main()
