"""A web server for tests, on this machine, that answers as it is told and remembers what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ingest.fetch.transport import Limits, Transport
from ingest.fetch.web import Web

ARTICLE = (
    "<html><head><title>Macrophages</title></head><body><article><h1>Macrophages</h1>"
    + "<p>Macrophages secrete IL-6, which was seen again and again in cells of many patients.</p>" * 4
    + "</article></body></html>"
)


@dataclass(frozen=True)
class Page:
    """An answer. ``drip`` is sent byte after byte, each after so many seconds, instead of the body."""

    body: bytes = b""
    media_type: str = "text/html"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    drip: float = 0.0
    announced: int | None = None


Answer = Page | Callable[[], Page]


@dataclass
class Site:
    """Pages by path; what is not there is 404. ``asked`` are the requests that came, with their headers."""

    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    address: str = ""
    slept: list[float] = field(default_factory=list)

    def web(self, **limits: float) -> Web:
        """What fetches from here, without waiting."""
        transport = Transport("litkg/test", allow_private=True, limits=Limits(**limits))  # type: ignore[arg-type]
        return Web(transport, sleep=self.slept.append)

    def paths(self) -> list[str]:
        """What was asked for, robots.txt apart."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    """The site at its address, for as long as this lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers)))
            found = site.pages.get(self.path.partition("?")[0], Page(b"none", status=404))
            with suppress(OSError):
                self._answer(found if isinstance(found, Page) else found())

        def _answer(self, page: Page) -> None:
            self.send_response(page.status)
            length = len(page.body) if page.announced is None else page.announced
            told = {"Content-Type": page.media_type, "Content-Length": str(length), **page.headers}
            for name, value in told.items():
                self.send_header(name, value)
            self.end_headers()
            if page.drip:
                for byte in page.body:
                    self.wfile.write(bytes([byte]))
                    stopped.wait(page.drip)
            else:
                self.wfile.write(page.body)

        def log_message(self, *_: object) -> None:
            pass

    stopped = threading.Event()
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        site.address = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            yield site
        finally:
            stopped.set()
            server.shutdown()
            thread.join()
