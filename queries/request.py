"""What is asked of a worker, what does it reply, and how do the two get there?

Requests are tuples, which are pickled in a fifth of the time that dataclasses take. On the socket a message is its
length, eight bytes, and its content; a message comes only after the one before it has been answered.
"""

from __future__ import annotations

import pickle
import socket
from dataclasses import dataclass
from typing import NamedTuple

from kg.errors import LitkgError, QueryError, QueryMemoryError, StoreError

_HEAD = 8
_PIECE = 64 << 10
_ERRORS = {kind.__name__: kind for kind in (QueryMemoryError, QueryError, StoreError)}


class Dataset(NamedTuple):
    """A database that is read only, and how queries read it.

    ``base`` starts the store's own IRIs; ``default_graphs`` are matched outside GRAPH; ``prefixes`` need not be
    declared.
    """

    path: str
    base: str
    default_graphs: tuple[str, ...] = ()
    prefixes: tuple[tuple[str, str], ...] = ()


class Request(NamedTuple):
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


class Update(NamedTuple):
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


def send(channel: socket.socket, content: bytes) -> None:
    """Send a message.

    :raises OSError: if the other end is gone
    """
    channel.sendall(len(content).to_bytes(_HEAD, "big") + content)


def receive(channel: socket.socket) -> bytes:
    """The next message; waits for it.

    :raises EOFError: if the other end is gone
    :raises OSError: if it went with something unread
    """
    found = bytearray(_piece(channel))
    while len(found) < _HEAD:
        found += _piece(channel)
    size = _HEAD + int.from_bytes(found[:_HEAD], "big")
    while len(found) < size:
        found += _piece(channel)
    return bytes(memoryview(found)[_HEAD:])


def size_of_next(channel: socket.socket) -> int | None:
    """How many bytes the next message has; None if it is not there yet, or the other end is gone."""
    try:
        head = channel.recv(_HEAD, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except OSError:
        return None
    return int.from_bytes(head, "big") if len(head) == _HEAD else None


def _piece(channel: socket.socket) -> bytes:
    if piece := channel.recv(_PIECE):
        return piece
    raise EOFError


def packed(request: Request | Update) -> bytes:
    """A request as bytes."""
    return pickle.dumps(request)


def unpacked(content: bytes) -> Request | Update:
    """The request that `packed` made; only the server sends any, and it is trusted."""
    request = pickle.loads(content)
    assert isinstance(request, Request | Update)
    return request


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
