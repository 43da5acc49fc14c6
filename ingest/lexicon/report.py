"""What is the packaged lexicon made of, and how much of it is there?"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.lexicon.lexicon import PACKAGED

_TABLES = {
    "terms_by_category": "terms of each category",
    "genes_by_species": "genes of each species",
    "terms_by_namespace": "terms of each vocabulary",
    "xrefs_by_namespace": "equivalent identifiers of each vocabulary",
    "names_by_status": "names of each status",
    "postings_by_gate": "how a name must be written to be matched in a text",
}
_GATES = {
    "OPEN": "in any case",
    "CAP": "with a capital or a digit",
    "CASE": "in the listed case",
    "SHUT": "never: for look-up only",
}


def statistics(folder: Path = PACKAGED) -> str:
    """The counts that the builder wrote, as JSON."""
    return (folder / "statistics.json").read_text(encoding="utf-8").rstrip()


def report(folder: Path = PACKAGED) -> str:
    """Sources with releases and licences, then counts, for a person."""
    return "\n".join([*_sources(folder), "", *_counts(json.loads(statistics(folder)))])


def _sources(folder: Path) -> Iterator[str]:
    with (folder / "SOURCES.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row[:3] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _counts(counted: dict[str, Any]) -> Iterator[str]:
    yield f"{counted['terms']:,} terms, {counted['keys']:,} names, {counted['ambiguous_keys']:,} of several terms"
    for table, title in _TABLES.items():
        yield f"\n{title}"
        for name, number in counted.get(table, {}).items():
            yield f"{number:>10,}  {_GATES.get(name, name.removeprefix('biolink:'))}"
