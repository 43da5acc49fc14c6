"""What is asked of a worker, and what does it reply?"""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import LitkgError, QueryError, QueryMemoryError, StoreError

_ERRORS = {kind.__name__: kind for kind in (QueryMemoryError, QueryError, StoreError)}


@dataclass(frozen=True, slots=True)
class Dataset:
    """A database that is read only, and how queries read it.

    ``base`` starts the store's own IRIs; ``default_graphs`` are matched outside GRAPH; ``prefixes`` need not be
    declared.
    """

    path: str
    base: str
    default_graphs: tuple[str, ...] = ()
    prefixes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """A query, the database that it is asked of, and the media types that may answer it."""

    dataset: Dataset
    sparql: str
    solutions: str | None
    graph: str | None
    timeout: float
    max_bytes: int
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    base_iri: str | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """A SPARQL update, and the N-Quads that it sees and changes; the reply is the N-Quads afterwards."""

    sparql: str
    quads: bytes
    prefixes: dict[str, str]
    base_iri: str | None
    timeout: float
    max_bytes: int


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer in one media type; ``media`` is empty where none of those asked for fits the query."""

    media: str
    body: bytes


def written(reply: Reply | LitkgError) -> bytes:
    """A reply as bytes: a line with the media type or the kind of error, then the body or what it says.

    >>> read_reply(written(Reply("text/csv", b"a,b")))
    Reply(media='text/csv', body=b'a,b')
    """
    if isinstance(reply, Reply):
        return b"%s\n%s" % (reply.media.encode(), reply.body)
    name = next((name for name, kind in _ERRORS.items() if isinstance(reply, kind)), QueryError.__name__)
    return f"{name}\n{reply}".encode("utf-8", "replace")


def read_reply(content: bytes) -> Reply:
    """The reply that `written` wrote; nothing is unpickled, since a worker runs what strangers send.

    :raises LitkgError: the error that it tells of
    """
    head, _, body = content.partition(b"\n")
    if error := _ERRORS.get(head.decode()):
        raise error(body.decode())
    return Reply(head.decode(), body)
