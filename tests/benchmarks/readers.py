"""What do the readers make of real files? ``python tests/benchmarks/readers.py [--faults] PATH …``

A row for each PATH, a file or folder: sources and documents read, faults, characters, processor seconds, and how many
documents have a title, a section of each kind, identifiers and the rest of what a citation needs. Every document is
checked: its sections lie in its text, in order and not empty; its title is the text of a title section or at least
begins like it; its identifiers are well formed; no two documents of a row have one id unless the file repeats it.
Ends with 1 if a check fails. Faults (what could not be read) are printed with ``--faults``.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from collections.abc import Iterator

from ingest.read import read
from ingest.read.folder import files
from kg.errors import ReadError
from kg.model import Document, Notice

FIELDS = (
    "doi",
    "pmid",
    "pmcid",
    "url",
    "date",
    "authors",
    "journal",
    "publisher",
    "language",
    "licence",
    "reports",
)
KINDS = ("title", "abstract", "body", "heading", "caption", "table")
FORMS = {
    "doi": r"10\.\d{4,9}/\S+",
    "pmid": r"[1-9]\d{0,8}",
    "pmcid": r"PMC\d+",
    "url": r"https?://\S+",
    "date": r"\d{4}(-\d\d(-\d\d)?)?",
    "language": r"[a-z]{2,3}",
}


def wrong(document: Document) -> Iterator[str]:
    """What is not as the model says."""
    end = 0
    for section in document.sections:
        if not end <= section.start < section.end <= len(document.text):
            yield f"section {section} is out of place"
        if not document.text[section.start : section.end].strip():
            yield f"section {section} is empty"
        end = section.end
    for name, form in FORMS.items():
        value = getattr(document, name)
        if value and not re.fullmatch(form, value):
            yield f"{name} {value!r}"
    titles = [document.text[s.start : s.end] for s in document.sections if s.kind == "title"]
    if titles and not titles[0].startswith(document.title[:40]):
        yield f"title {document.title!r} is not that of the text, {titles[0]!r}"


def row(path: str, show_faults: bool) -> bool:
    counts: Counter[str] = Counter()
    seconds, good, seen = time.process_time(), True, Counter[str]()
    for source in files(path):
        counts["sources"] += 1
        for item in [source] if isinstance(source, ReadError) else read(source):
            if isinstance(item, ReadError):
                counts["faults"] += 1
                if show_faults:
                    print(f"    {item}")
            elif isinstance(item, Notice):
                counts["notices"] += 1
            else:
                seen[item.id] += 1
                counts["documents"] += 1
                counts["characters"] += len(item.text)
                counts.update(["titled"] if item.title else [])
                counts.update({f"<{section.kind}>" for section in item.sections})
                counts.update(name for name in FIELDS if getattr(item, name))
                counts[item.kind.value] += 1
                counts.update(item.notices)
                for fault in wrong(item):
                    good = False
                    print(f"    WRONG {source} {item.id}: {fault}")
    counts["same id"] = sum(times - 1 for times in seen.values())
    print(f"{path.rstrip('/').rpartition('/')[2]}: {time.process_time() - seconds:.1f} s of processor time")
    print("   ", ", ".join(f"{name} {number:,}" for name, number in counts.items() if number))
    return good


if __name__ == "__main__":
    given = [argument for argument in sys.argv[1:] if argument != "--faults"]
    outcomes = [row(path, "--faults" in sys.argv) for path in given]
    sys.exit(not all(outcomes))
