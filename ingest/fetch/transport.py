"""What does a server answer to one request? Within limits of size and time, over a connection to a checked address.

The standard library's client is enough: it follows no redirects, keeps no cookies, takes no proxy from the
environment (which would connect to unchecked addresses in our place) and unpacks nothing by itself.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO
from urllib.parse import SplitResult

from ingest.fetch.addresses import PrivateError, Resolve, connect, resolve
from ingest.read.unpack import unpacker
from kg.errors import ReadError

_CHUNK = 1 << 16
#: bytes of an answer that are held in memory; a longer one lies in a temporary file
_IN_MEMORY = 8 * 1000 * 1000
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may cost: bytes, as they come and unpacked, and seconds from first to last."""

    size: int = 100 * 1000 * 1000
    seconds: float = 120.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: status, reason, headers by lower-case name, and of a 200 the whole content."""

    status: int
    reason: str
    headers: Mapping[str, str]
    content: IO[bytes] | None = None


@dataclass(frozen=True, slots=True)
class Transport:
    """Asks servers.

    :param agent: who we say we are
    :param allow_private: whether this machine and private networks may be asked, too
    """

    agent: str
    allow_private: bool = False
    limits: Limits = field(default_factory=Limits)
    resolve: Resolve = resolve

    def get(self, address: SplitResult) -> Answer:
        """The answer of one server to one GET; redirects are not followed.

        :raises ReadError: if there is none, it is not whole, or it goes beyond the limits
        """
        return _Exchange(self, address).answer()


class _Exchange:
    """One request and its answer; a watchdog ends it where a server drips byte by byte."""

    def __init__(self, transport: Transport, address: SplitResult) -> None:
        self._transport, self._address, self._size = transport, address, transport.limits.size
        self._until = time.monotonic() + transport.limits.seconds
        self._socket: socket.socket | None = None
        self._late = False

    def answer(self) -> Answer:
        watchdog = threading.Timer(self._transport.limits.seconds, self._end)
        watchdog.daemon = True
        watchdog.start()
        try:
            return self._asked()
        except (OSError, http.client.HTTPException, PrivateError, ValueError) as error:
            raise ReadError(self._address.geturl(), self._told(error)) from error
        finally:
            watchdog.cancel()

    def _end(self) -> None:
        self._late = True
        if self._socket is not None:
            with suppress(OSError):
                socket.socket.shutdown(
                    self._socket, socket.SHUT_RDWR
                )  # not TLS's own, which another thread reads

    def _asked(self) -> Answer:
        connection = http.client.HTTPConnection(self._address.netloc)
        try:
            connection.sock = self._socket = self._connected()
            if isinstance(connection.sock, ssl.SSLSocket):
                connection.sock.do_handshake()
            connection.request("GET", self._target(), headers=self._headers())
            reply = connection.getresponse()
            headers = {name.lower(): value for name, value in reply.getheaders()}
            content = self._content(reply, headers) if reply.status == 200 else None
            return Answer(reply.status, reply.reason, headers, content)
        finally:
            connection.close()

    def _connected(self) -> socket.socket:
        host, secure = self._address.hostname or "", self._address.scheme == "https"
        port = self._address.port or (443 if secure else 80)
        plain = connect(host, port, self._until, self._transport.resolve, self._transport.allow_private)
        plain.settimeout(self._transport.limits.seconds)
        if not secure:
            return plain
        context = ssl.create_default_context()
        return context.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)

    def _target(self) -> str:
        return (self._address.path or "/") + (f"?{self._address.query}" if self._address.query else "")

    def _headers(self) -> dict[str, str]:
        return {
            "User-Agent": self._transport.agent,
            "Accept": "text/html, application/xhtml+xml, application/xml;q=0.9, text/plain;q=0.8, */*;q=0.5",
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }

    def _content(self, reply: http.client.HTTPResponse, headers: Mapping[str, str]) -> IO[bytes]:
        announced = headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > self._size:
            raise ReadError(self._address.geturl(), self._too_large())
        held: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - handed on, open
        try:
            for piece in self._unpacked(self._received(reply), headers.get("content-encoding", "")):
                held.write(piece)
                if held.tell() > self._size:
                    raise ReadError(self._address.geturl(), self._too_large())
        except BaseException:
            held.close()
            raise
        held.seek(0)
        return held

    def _received(self, reply: http.client.HTTPResponse) -> Iterator[bytes]:
        size = 0
        while piece := reply.read(_CHUNK):
            size += len(piece)
            if size > self._size:
                raise ReadError(self._address.geturl(), self._too_large())
            yield piece
        if reply.length:
            raise http.client.IncompleteRead(b"", reply.length)
        if self._late:
            raise TimeoutError

    def _unpacked(self, pieces: Iterator[bytes], packing: str) -> Iterator[bytes]:
        if packing.strip().lower() in ("", "identity"):
            return pieces
        unpack = unpacker(_GZIP) if packing.strip().lower() in ("gzip", "x-gzip") else None
        if unpack is None:
            raise ReadError(
                self._address.geturl(), f"packed in a way that was not asked for ({packing[:40]})"
            )
        return unpack(pieces, self._address.geturl())

    def _too_large(self) -> str:
        return f"larger than {self._size / 1_000_000:g} MB; fetch it yourself and give the file"

    def _told(self, error: Exception) -> str:
        """What is wrong, for a person."""
        host = self._address.hostname
        if self._late or isinstance(error, TimeoutError):
            return f"no whole answer within {self._transport.limits.seconds:g} s"
        if isinstance(error, PrivateError):
            return f"{error}; --allow-private fetches from there, too"
        if isinstance(error, socket.gaierror):
            return f"no such host: {host}"
        if isinstance(error, ssl.SSLCertVerificationError):
            return f"the certificate of {host} is not to be trusted ({error.verify_message})"
        if isinstance(error, ssl.SSLError):
            return f"no secure connection to {host} ({error.reason})"
        if isinstance(error, http.client.IncompleteRead):
            return "the answer breaks off; try again"
        if isinstance(error, OSError) and not isinstance(error, http.client.HTTPException):
            return f"{host} cannot be reached ({(error.strerror or str(error)).lower()})"
        return f"{host} gives no answer that is HTTP ({type(error).__name__})"
