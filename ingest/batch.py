"""How do many documents get into a store, without doing work twice?

Every document comes to one of four ends (`Status`), in the order of the documents. A document that the store
holds already, made from the same content by the same software with the same settings, is skipped before it is
extracted; that is known by a fingerprint which is stored with it, so an interrupted run goes on where it was.
The same documents give the same quads whatever the number of processes.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import kg
from ingest.lexicon.own import location
from ingest.read.source import Item
from ingest.workers import Extracted, Load, extract_beside, extract_here
from kg.errors import IdentifierError, ReadError
from kg.model import Document, Notice, content_hash
from kg.notices import keeping_notices, note
from kg.store import Store


class Status(StrEnum):
    """What became of a document."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"  # extracted, and the store held just that
    SKIPPED = "skipped"  # known from before, not extracted
    NOTED = "noted"  # a notice about another article, written into the documents of it that the store holds
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document; of one that cannot be read, ``document`` is where it stands.

    ``seconds`` is the time that extraction took, ``error`` says what was wrong.
    """

    document: str
    status: Status
    statements: int = 0
    mentions: int = 0
    seconds: float = 0.0
    error: str = ""


@dataclass(slots=True)
class Tally:
    """How many documents have come to which end so far."""

    ends: Counter[Status] = field(default_factory=Counter)
    statements: int = 0

    def count(self, outcome: Outcome) -> None:
        """Add one document."""
        self.ends[outcome.status] += 1
        self.statements += outcome.statements

    @property
    def done(self) -> int:
        """All documents so far."""
        return self.ends.total()

    @property
    def failed(self) -> int:
        """Those that could not be read, extracted or written."""
        return self.ends[Status.FAILED]

    def __str__(self) -> str:
        """As a person is told it.

        >>> tally = Tally()
        >>> tally.count(Outcome("a", Status.WRITTEN, statements=3))
        >>> tally.count(Outcome("b", Status.SKIPPED))
        >>> str(tally)
        '1 documents read, 3 statements found, 1 known from before'
        """
        read = self.ends[Status.WRITTEN] + self.ends[Status.UNCHANGED]
        told = f"{read} documents read, {self.statements} statements found"
        if known := self.ends[Status.SKIPPED]:
            told += f", {known} known from before"
        if noted := self.ends[Status.NOTED]:
            told += f", {noted} notices of retractions, deletions and errata"
        return told + (f", {self.failed} could not be read" if self.failed else "")


def ingest_all(
    store: Store,
    items: Iterable[Item],
    load: Load,
    settings: str,
    *,
    jobs: int = 1,
    again: bool = False,
) -> Generator[Outcome]:
    """Bring documents into the store, one after the other.

    :param load: makes an extractor; with more than one of ``jobs``, in processes of their own
    :param settings: all that the result depends on besides the document and the software
    :param again: whether to extract also what is known from before
    Close what it returns if you do not exhaust it: that ends the processes.

    :raises LitkgError: if the models cannot be loaded or the store cannot be written; what was done is kept
    """
    queue = _Queue(store, content_hash(settings, software()), again)
    wanted = queue.sort_out(items)
    results: Generator[Extracted | Notice | Outcome]
    results = extract_here(load, wanted) if jobs == 1 else extract_beside(load, wanted, jobs)
    with closing(results):
        for found in results:
            if isinstance(found, Outcome):
                yield found
            elif isinstance(found, Notice):
                yield from _note(store, found)
            else:
                yield _write(store, found, queue.fingerprint(found.document))


def software() -> str:
    """A hash of the installed software: code, models, lexicon and the user's own terms.

    Not its version, which stays the same while it is being worked on.
    """
    digest = hashlib.blake2b(digest_size=10)
    for folder in (Path(kg.__file__).parent, Path(__file__).parent):
        for file in sorted(folder.rglob("*")):
            if file.is_file() and file.suffix != ".pyc":
                digest.update(f"{file.relative_to(folder)}\x1f".encode())
                digest.update(hashlib.blake2b(file.read_bytes()).digest())
    own = location()
    digest.update(own.read_bytes() if own.is_file() else b"")
    return digest.hexdigest()


class _Queue:
    """Tells what is to be extracted from what is done."""

    def __init__(self, store: Store, recipe: str, again: bool) -> None:
        self._store = store
        self._recipe = recipe
        self._again = again
        #: the latest of each document in this run, which may not be stored yet
        self._latest: dict[str, str] = {}

    def fingerprint(self, document: Document) -> str:
        return content_hash(repr(document), self._recipe)

    def sort_out(self, items: Iterable[Item]) -> Iterator[Document | Notice | Outcome]:
        for item in items:
            if isinstance(item, Notice):
                yield item
            elif isinstance(item, ReadError):
                yield Outcome(item.source, Status.FAILED, error=str(item))
            elif self._known(item) and not self._again:
                yield Outcome(item.id, Status.SKIPPED)
            else:
                yield item

    def _known(self, document: Document) -> bool:
        fingerprint = self.fingerprint(document)
        before = self._latest.get(document.id) or self._store.fingerprint(document.id)
        self._latest[document.id] = fingerprint
        return before == fingerprint


def _note(store: Store, notice: Notice) -> Iterator[Outcome]:
    for name in note(store, notice):
        yield Outcome(name, Status.NOTED)


def _write(store: Store, found: Extracted, fingerprint: str) -> Outcome:
    name, contribution = found.document.id, found.contribution
    if contribution is None:
        return Outcome(name, Status.FAILED, error=f"{name}: {found.error}")
    try:
        changed = store.add(keeping_notices(store, contribution), fingerprint=fingerprint)
    except (IdentifierError, ValueError) as error:
        return Outcome(name, Status.FAILED, error=f"{name}: {error}")
    status = Status.WRITTEN if changed else Status.UNCHANGED
    sizes = len(contribution.claims), len(contribution.mentions)
    return Outcome(name, status, *sizes, round(found.seconds, 4))
