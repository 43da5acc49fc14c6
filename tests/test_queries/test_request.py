"""Messages between server and worker."""

import socket
import threading
from collections.abc import Iterator

import pytest

from queries.request import (
    Dataset,
    Request,
    Update,
    packed,
    receive,
    send,
    size_of_next,
    unpacked,
)

DATASET = Dataset("/data/x", "urn:litkg:", ("urn:litkg:graph/assembly",), (("ex", "http://ex.org/"),))


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    one, other = socket.socketpair()
    with one, other:
        yield one, other


@pytest.mark.parametrize(
    "request_",
    [
        Request(DATASET, "ASK { } # \ud800", "text/csv", None, 1.5, 100, (), ("urn:g",), "http://x.example/"),
        Update("CLEAR ALL", b"<urn:a> <urn:b> <urn:c> .", {"ex": "http://ex.org/"}, None, 2.0, 100),
    ],
    ids=["query", "update"],
)
def test_request_arrives_as_it_was(request_: Request | Update) -> None:
    arrived = unpacked(packed(request_))
    assert (type(arrived), arrived) == (type(request_), request_)


@pytest.mark.parametrize("size", [0, 1, 7, 65_528, 65_529, 3_000_000])
def test_message_arrives_whole(ends: tuple[socket.socket, socket.socket], size: int) -> None:
    content = bytes(range(256)) * (size // 256) + bytes(size % 256)
    sender = threading.Thread(target=send, args=(ends[0], content))
    sender.start()
    assert receive(ends[1]) == content
    sender.join()


def test_size_of_a_message_is_known_before_it_is_read(ends: tuple[socket.socket, socket.socket]) -> None:
    assert size_of_next(ends[1]) is None
    ends[0].sendall(b"\0\0\0")
    assert size_of_next(ends[1]) is None
    ends[0].sendall(b"\0\0\0\0\2ok")
    assert (size_of_next(ends[1]), size_of_next(ends[1]), receive(ends[1])) == (2, 2, b"ok")


@pytest.mark.parametrize(
    "sent", [b"", b"\0\0\0", b"\0\0\0\0\0\0\0\5abc"], ids=["nothing", "half a head", "half"]
)
def test_end_in_the_middle_of_a_message_is_no_message(
    ends: tuple[socket.socket, socket.socket], sent: bytes
) -> None:
    ends[0].sendall(sent)
    ends[0].close()
    with pytest.raises(EOFError):
        receive(ends[1])
