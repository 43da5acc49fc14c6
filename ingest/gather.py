"""What do the names on a command line stand for? Files, folders, patterns, standard input, addresses, read in turn."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from ingest.fetch.addresses import is_url
from ingest.read import read
from ingest.read.folder import files
from ingest.read.source import Item
from kg.errors import ReadError


def gather(names: Iterable[str], form: str | None, release: str, allow_private: bool) -> Iterator[Item]:
    """The documents of everything that is named; ``-`` is standard input.

    :param form: a key of `ingest.read.FORMATS`, or None to recognise it
    :param release: our version, as sites are told it
    :param allow_private: whether addresses of this machine and of private networks are fetched, too
    """
    from ingest.fetch.transport import Transport
    from ingest.fetch.web import Web

    web: Web | None = None
    for name in names:
        if is_url(name):
            agent = (
                f"litkg/{release} (literature knowledge graph; fetches single articles that its user names)"
            )
            web = web or Web(Transport(agent, allow_private))
            yield from web.read(name, form)
        elif name == "-":
            yield from read(sys.stdin.buffer, format=form, name="standard input")
        else:
            for found in files(name):
                yield from [found] if isinstance(found, ReadError) else read(found, format=form)
