"""Slow clients, over real connections: none keeps the server waiting, or others from being answered."""

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
import uvicorn

from queries.app import create_app
from queries.patience import impatient
from queries.safety import Limits
from tests.test_queries.conftest import TOKEN

LONG = "SELECT * { GRAPH ?g { ?a ?b ?c } GRAPH ?h { ?d ?e ?f } } LIMIT 20000"


@pytest.fixture(scope="module")
def server(store_path: Path) -> Iterator[uvicorn.Server]:
    app = create_app(store_path, timeout=20.0, workers=1, token=TOKEN, limits=Limits(patience=1.0))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", http=impatient(1.0)))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield server
    server.should_exit = True
    thread.join()


def port_of(server: uvicorn.Server) -> int:
    return int(server.servers[0].sockets[0].getsockname()[1])


def connect(server: uvicorn.Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port_of(server)), timeout=30)


def trickled(connection: socket.socket, text: bytes, seconds: float) -> bytes:
    """What the server says, or b"" if it hangs up, while a byte comes now and then."""
    connection.settimeout(0.2)
    end = time.monotonic() + seconds
    for byte in text:
        try:
            connection.send(bytes([byte]))
            return connection.recv(10_000)
        except TimeoutError:
            assert time.monotonic() < end, "still waiting"
        except OSError:
            return b""
    raise AssertionError("took it all")


def healthy(server: uvicorn.Server) -> bool:
    with closing(http.client.HTTPConnection("127.0.0.1", port_of(server), timeout=5)) as connection:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200


def test_slow_head_is_not_waited_for(server: uvicorn.Server) -> None:
    with connect(server) as connection:
        assert trickled(connection, b"GET /health HTTP/1.1\r\nX-Slow: " + b"x" * 1000, 5) == b""


def test_long_head_is_not_taken_in(server: uvicorn.Server) -> None:
    with connect(server) as connection:
        connection.sendall(b"GET /health HTTP/1.1\r\nX-Long: " + b"x" * 60_000)
        time.sleep(0.3)  # what is left unread when the server hangs up would take its answer along
        connection.sendall(b"x" * 6_000)
        assert connection.recv(10_000).startswith(b"HTTP/1.1 400")


def test_long_trailers_are_not_taken_in(server: uvicorn.Server) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    with connect(server) as connection:
        connection.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n5\r\nASK{}\r\n0\r\n")
        for _ in range(7):
            time.sleep(0.05)
            connection.sendall(b"X: y\r\n" * 1_700)
        assert connection.recv(10_000).startswith(b"HTTP/1.1 400")


def test_many_requests_are_no_long_head(server: uvicorn.Server) -> None:
    with connect(server) as connection:
        for _ in range(3):
            connection.sendall(
                b"GET /health HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"x" * 40_000 + b"\r\n\r\n"
            )
            answer = b""
            while not answer.endswith(b'{"status":"ok"}'):
                answer += connection.recv(10_000)


def test_slow_head_of_the_next_request_is_not_waited_for(server: uvicorn.Server) -> None:
    with connect(server) as connection:
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
        answer = b""
        while not answer.endswith(b'{"status":"ok"}'):
            answer += connection.recv(10_000)
        assert trickled(connection, b"GET /health HTTP/1.1\r\nX-Slow: " + b"x" * 1000, 5) == b""


def test_slow_body_is_not_waited_for(server: uvicorn.Server) -> None:
    head = (
        f"PUT /data?graph=urn:x:g HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {TOKEN}\r\n"
        "Content-Type: text/turtle\r\nContent-Length: 1000\r\n\r\n"
    )
    with connect(server) as connection:
        connection.sendall(head.encode())
        assert trickled(connection, b"#" * 999, 5).startswith(b"HTTP/1.1 408")


def test_answer_that_nobody_takes_is_dropped(server: uvicorn.Server) -> None:
    with connect(server) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        query = LONG.replace(" ", "%20").replace("?", "%3F")
        connection.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 200")
        for _ in range(100):
            time.sleep(0.1)
            if not server.server_state.connections:
                break
        assert not server.server_state.connections


def test_connection_that_is_used_is_kept(server: uvicorn.Server) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", port_of(server), timeout=5)) as connection:
        for _ in range(8):
            connection.request("GET", "/health")
            assert connection.getresponse().read() == b'{"status":"ok"}'
            time.sleep(0.25)


def test_others_are_answered_beside_slow_clients(server: uvicorn.Server) -> None:
    slow = [connect(server) for _ in range(100)]
    for connection in slow:
        connection.send(b"GET /hea")
    assert healthy(server)
    time.sleep(2.5)
    assert not server.server_state.connections
    for connection in slow:
        with suppress(OSError):
            connection.close()
