"""A SPARQL server for tests: Oxigraph's own, started from its package, and a network that breaks."""

from __future__ import annotations

import http.client
import subprocess
import sysconfig
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import socket

PROGRAM = Path(sysconfig.get_path("scripts")) / "oxigraph"


def free_port() -> int:
    with closing(socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def oxigraph_server(port: int = 0, location: Path | None = None) -> Iterator[str]:
    """The address of a server that holds nothing, or what is in the folder; it is killed at the end."""
    port = port or free_port()
    kept = ["--location", str(location)] if location else []
    command = [str(PROGRAM), "serve", "--bind", f"127.0.0.1:{port}", *kept]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.kill()


def _wait_for(port: int) -> None:
    for _ in range(200):
        with suppress(OSError), closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as asked:
            asked.request("GET", "/")
            asked.getresponse()
            return
        time.sleep(0.05)
    raise TimeoutError("the server did not start")


class BadNetwork:
    """Hands requests on to a server, but loses those whose number is in ``lost``, or their answers.

    :param lost: by the number of the request among those that match ``on``: "request" or "answer"
    """

    def __init__(self, server: str) -> None:
        self.host = server.removeprefix("http://")
        self.lost: dict[int, str] = {}
        self.on = b""
        self.seen = 0
        self.bodies: list[bytes] = []

    @contextmanager
    def __call__(self) -> Iterator[str]:
        network = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize, disable_nagle_algorithm = -1, True

            def handle_one_request(self) -> None:
                with suppress(OSError):
                    super().handle_one_request()

            def _hand_on(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                loss = network.loss(body)
                if loss == "request":
                    self.close_connection = True
                    return
                given = {k: v for k, v in self.headers.items() if k in ("Accept", "Content-Type")}
                with closing(http.client.HTTPConnection(network.host, timeout=30)) as asked:
                    asked.request(self.command, self.path, body, given)
                    answer = asked.getresponse()
                    content = answer.read()
                if loss == "answer":
                    self.close_connection = True
                    return
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.getheader("Content-Type", "text/plain"))
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PUT = _hand_on

            def log_message(self, *_: object) -> None:
                pass

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
            thread.start()
            try:
                yield f"http://127.0.0.1:{server.server_address[1]}"
            finally:
                server.shutdown()
                thread.join()

    def loss(self, body: bytes) -> str:
        """What is lost of this request."""
        if self.on not in body:
            return ""
        self.seen += 1
        return self.lost.get(self.seen, self.lost.get(0, ""))
