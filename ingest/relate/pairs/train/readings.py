"""What did a reader say of pairs of names in articles that no corpus holds?

A file of readings holds a line for each pair: document, start and end of both names in the order of the text (code
points of what litkg reads from the article), claim, and "1", "0" or nothing for: the first acts on the second, denied,
supposed. A tenth column may say "0" where one of the two is no name of what it was taken for, so that nothing said of
it is right; an eleventh "1" or "0" for: how much there is of what is acted upon is meant, not what it does. The
articles' text is not in it; their files are read again.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from pathlib import Path

from ingest.extract import Extractor
from ingest.read import read
from ingest.relate.pairs.network import CONVENTION, PairReader
from ingest.relate.pairs.opinion import Claimed, Opinion
from ingest.relate.pairs.seen import Pair, Seen
from ingest.relate.pairs.train.examples import Example, Label
from kg.model import Document, Span

COLUMNS = (
    "document",
    "start",
    "end",
    "other_start",
    "other_end",
    "claim",
    "forward",
    "negated",
    "hedged",
    "sound",
    "amount",
)

Places = frozenset[Span]


def readings(path: Path) -> dict[str, dict[Places, Label]]:
    """The labels of each document by the places of the two names.

    :raises ValueError: naming the line, if it is not as described above
    """
    found: dict[str, dict[Places, Label]] = defaultdict(dict)
    for document, places, label, _ in _lines(path):
        found[document][places] = label
    return dict(found)


def unsound(path: Path) -> set[tuple[str, Places]]:
    """The pairs of which one is no name of what it was taken for; errors as of `readings`."""
    return {(document, places) for document, places, _, sound in _lines(path) if sound is False}


def _lines(path: Path) -> Iterator[tuple[str, Places, Label, bool | None]]:
    with path.open(encoding="utf-8", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream, COLUMNS, delimiter="\t"), start=1):
            if row["document"] == COLUMNS[0]:
                continue
            try:
                places = (
                    Span(int(row["start"]), int(row["end"])),
                    Span(int(row["other_start"]), int(row["other_end"])),
                )
                forward, negated, hedged, sound, amount = (_said(row[name]) for name in COLUMNS[6:])
                label = Label(Claimed(row["claim"]), forward, negated, hedged, amount)
            except (ValueError, TypeError) as error:
                raise ValueError(f"{path}, line {number}: no reading ({error})") from error
            yield row["document"], frozenset(places), label, sound


def _said(value: str | None) -> bool | None:
    return None if not value else value == "1"


class _Listener:
    """Passes on what the classifier is asked, and remembers it."""

    def __init__(self, inner: PairReader) -> None:
        self._inner = inner
        self.heard: list[tuple[Seen, Sequence[Pair]]] = []

    def read(
        self, sentences: Sequence[Seen], pairs: Sequence[Sequence[Pair]], conventions: Sequence[Sequence[str]]
    ) -> Iterator[list[Opinion]]:
        """As `PairReader.read`."""
        self.heard = list(zip(sentences, pairs, strict=True))
        return self._inner.read(sentences, pairs, conventions)


def documents(articles: Sequence[Path], wanted: Container[str] | None = None) -> Iterator[Document]:
    """The documents of these files that are wanted, by their identifiers; all unless told."""
    for source in articles:
        for document in read(source):
            if isinstance(document, Document) and (wanted is None or document.id in wanted):
                yield document


def taught_by_readers(path: Path, articles: Sequence[Path], extractor: Extractor) -> Iterator[Example]:
    """The sentences of the articles that hold pairs which a reader judged; names are found as in use."""
    told = readings(path)
    listener = _Listener(extractor.pairs)
    extractor.pairs = listener
    for document in documents(articles, told):
        listener.heard = []
        names, *_ = extractor.read(document)
        spans = [name.span for name in names]
        for seen, here in listener.heard:
            yield from _example(seen, here, spans, told[document.id])


def _example(
    seen: Seen, here: Sequence[Pair], spans: Sequence[Span], told: dict[Places, Label]
) -> Iterator[Example]:
    kept = [
        (pair, label)
        for pair in here
        if (label := told.get(frozenset(spans[name] for name in pair.names))) is not None
    ]
    if kept:
        pairs, labels = zip(*kept, strict=True)
        yield Example((CONVENTION,) * len(kept), seen, pairs, labels)
