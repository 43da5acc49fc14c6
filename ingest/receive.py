"""How are documents read that somebody sends to a server? Each is added to the store before the answer is given."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

from ingest.extract import Extractor
from ingest.read import read
from ingest.read.source import Item
from kg.answers import Ingested
from kg.errors import IdentifierError, ReadError
from kg.model import Document, Notice
from kg.notices import keeping_notices, note
from kg.store import Store


class Receiver:
    """Adds what is sent to the store in a folder.

    :param load: makes the extractor, when something is sent for the first time
    """

    def __init__(self, path: Path, load: Callable[[], Extractor]) -> None:
        self._path = path
        self._load = load
        self._extractor: Extractor | None = None

    def __call__(self, content: bytes, name: str, form: str | None) -> tuple[Ingested, ...]:
        """What became of each document of the content; the store is published at the end.

        :param name: what errors call it
        :param form: a format that `ingest.read.read` knows, or None to recognise it
        :raises StoreLockedError: if another process is writing
        """
        self._extractor = self._extractor or self._load()
        with Store.open(self._path, create=False) as store:
            return tuple(
                result
                for item in read(io.BytesIO(content), format=form, name=name)
                for result in self._taken(store, item)
            )

    def _taken(self, store: Store, item: Item) -> Iterator[Ingested]:
        if isinstance(item, ReadError):
            yield Ingested(item.source, "", 0, False, str(item))
        elif isinstance(item, Notice):
            yield from (Ingested(name, "", 0, True) for name in note(store, item))
        else:
            yield self._added(store, item)

    def _added(self, store: Store, item: Document) -> Ingested:
        assert self._extractor
        contribution = self._extractor.extract(item).as_contribution()
        try:
            changed = store.add(keeping_notices(store, contribution))
        except (IdentifierError, ValueError) as error:
            return Ingested(item.id, item.title, 0, False, str(error))
        return Ingested(item.id, item.title, len({claim.statement for claim in contribution.claims}), changed)
