"""Count in how many articles a name stands for an entity.

    python -m ingest.linking.train.familiar --articles FILE… [--without FILE…] [--longest N] [--least N] [--processes N]
        [--out FILE]

Articles are read as in use, of long ones the first N code points. Names that stand for what the text defines are left
out: they say nothing of other articles. Documents of the files of --without are left out, so that something can be
measured on them. Only counts of names and entities are written, nothing else of any text.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import islice
from pathlib import Path

from ingest.extract import Extractor
from ingest.lexicon.key import key
from ingest.linking.familiar import PACKAGED, Linked, write
from ingest.relate.pairs.train.readings import documents
from kg.model import Document

_BATCH = 64


def counted(articles: Sequence[Document], extractor: Extractor) -> Counter[Linked]:
    """How many of the articles use each name for each entity."""
    found: Counter[Linked] = Counter()
    for document in articles:
        names, _ = extractor.names(document)
        found.update(
            {
                (key(name.span.of(document.text)), name.best.entity.id)
                for name in names
                if name.best.basis is None or not name.best.basis.defined
            }
        )
    return found


def beginning(document: Document, longest: int) -> Document:
    """The document's first code points, and the sections that lie within them."""
    if len(document.text) <= longest:
        return document
    sections = tuple(section for section in document.sections if section.end <= longest)
    return replace(document, text=document.text[:longest], sections=sections)


_EXTRACTORS: list[Extractor] = []


def _load() -> None:
    _EXTRACTORS.append(Extractor.load())


def _counted(articles: Sequence[Document]) -> Counter[Linked]:
    return counted(articles, _EXTRACTORS[0])


def _batches(articles: Iterator[Document]) -> Iterator[Sequence[Document]]:
    while batch := tuple(islice(articles, _BATCH)):
        yield batch


def _read(files: Sequence[Path], left_out: set[str], longest: int) -> Iterator[Document]:
    seen = set(left_out)
    for document in documents(files):
        if document.id not in seen:
            seen.add(document.id)
            yield beginning(document, longest)


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(prog="python -m ingest.linking.train.familiar")
    parser.add_argument("--articles", type=Path, nargs="+", required=True)
    parser.add_argument("--without", type=Path, nargs="*", default=[])
    parser.add_argument("--longest", type=int, default=12_000)
    parser.add_argument("--least", type=int, default=3)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--out", type=Path, default=PACKAGED)
    options = parser.parse_args()
    left_out = {document.id for document in documents(options.without)}
    read = _read(options.articles, left_out, options.longest)
    total: Counter[Linked] = Counter()
    with ProcessPoolExecutor(options.processes, initializer=_load) as pool:
        for part in pool.map(_counted, _batches(read)):
            total.update(part)
    kept = {linked: number for linked, number in total.items() if number >= options.least}
    print(f"{len(total)} names and entities, {len(kept)} of them in {options.least} articles or more")
    write(options.out, kept)


if __name__ == "__main__":
    main()
