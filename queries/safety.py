"""What keeps a server safe from its clients? Limits, a token for writing, and headers for browsers.

A request passes, in this order: its host, its rate, the size of its body. None of this costs a thread.
"""

from __future__ import annotations

import hmac
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from anyio import move_on_after
from fastapi import HTTPException, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from queries.problems import problem

_MEGABYTE = 1 << 20
_MOST_CLIENTS = 10_000
_SLOWEST = 16 << 10  # bytes of a body a second
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
_CONTENT_POLICY = b"default-src 'none'; frame-ancestors 'none'; sandbox"
_DOCS_POLICY = (
    b"default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    b"img-src 'self' data:; frame-ancestors 'none'"
)
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a client may do.

    ``rate`` is in requests a second, 0 for any number; as many as come in ten seconds may come at once.
    ``body`` is in bytes; ``patience`` is how many seconds it may take, and one more for each 16 kB of it. ``hosts`` are
    the names that the server answers to, empty for any: a server on loopback is then not reached through a name
    that a web page has made point there.
    """

    rate: float = 0.0
    body: int = 32 * _MEGABYTE
    patience: float = 30.0
    hosts: Sequence[str] = ()


class Safety:
    """Middleware that holds every request to the limits and gives every response security headers."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app = app
        self._limits = limits
        self._rates = _Rates(limits.rate)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headless = scope["method"] == "HEAD"
        if headless:
            scope = {**scope, "method": "GET"}
        guarded = _guarded(send, scope, headless)
        refused = self._refused(scope)
        if refused is not None:
            status, detail = refused
            await problem(status, detail, headers={"Connection": "close"})(scope, receive, guarded)
            return
        await self._app(scope, _limited(receive, self._limits), guarded)

    def _refused(self, scope: Scope) -> tuple[int, str] | None:
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if len(hosts) > 1:
            return 400, "a request names one host"
        host = b"".join(hosts).decode("latin-1").lower()
        if self._limits.hosts and _without_port(host) not in self._limits.hosts:
            return 421, "this server does not answer to that name"
        if not self._rates.allows((scope.get("client") or ("",))[0]):
            return 429, "too many requests; wait a second"
        length = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if length.isdigit() and int(length) > self._limits.body:
            return 413, f"the body may have {self._limits.body} bytes"
        return None


def authorise(request: Request) -> None:
    """Let a request pass that has the token.

    :raises HTTPException: 403 where nothing can be written, 401 if the token is missing or wrong
    """
    token: str | None = request.app.state.token
    if not token:
        raise HTTPException(403, "this server is read only; it was started without a token")
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    same = hmac.compare_digest(given.strip().encode(), token.encode())
    if scheme.lower() != "bearer" or not same:
        raise HTTPException(401, "a token is needed: Authorization: Bearer …", {"WWW-Authenticate": "Bearer"})


class _Rates:
    """A bucket of requests for each client, filled at the rate; the longest unseen clients are forgotten."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._most = max(10 * rate, 1.0)
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, client: str) -> bool:
        if self._rate <= 0:
            return True
        now = time.monotonic()
        left, seen = self._buckets.pop(client, (self._most, now))
        left = min(left + (now - seen) * self._rate, self._most)
        allowed = left >= 1
        self._buckets[client] = (left - 1 if allowed else left, now)
        if len(self._buckets) > _MOST_CLIENTS:
            self._buckets.popitem(last=False)
        return allowed


def _limited(receive: Receive, limits: Limits) -> Receive:
    """The body as long as it is within the limits, also where no length was announced."""
    seen, began, complete = 0, time.monotonic(), False

    async def limited() -> Message:
        nonlocal seen, complete
        if complete:
            return await receive()
        with move_on_after(began + limits.patience + seen / _SLOWEST - time.monotonic()) as waiting:
            message = await receive()
        if waiting.cancelled_caught:
            raise HTTPException(408, "the body did not arrive in time", {"Connection": "close"})
        seen += len(message.get("body", b""))
        complete = not message.get("more_body", False)
        if seen > limits.body:
            raise HTTPException(413, f"the body may have {limits.body} bytes")
        return message

    return limited


def _guarded(send: Send, scope: Scope, headless: bool) -> Send:
    docs = scope["path"].startswith(("/docs", "/static-offline-docs"))

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            present = {name.lower() for name, _ in message["headers"]}
            policy = (b"content-security-policy", _DOCS_POLICY if docs else _CONTENT_POLICY)
            kept = (
                message["status"] == 304
            )  # the policy of what the client has: another one would take its place
            wanted = _HEADERS if kept else (*_HEADERS, policy)
            added = [pair for pair in wanted if pair[0] not in present]
            message = {**message, "headers": [*message["headers"], *added]}
        elif headless:
            message = {**message, "body": b""}
        await send(message)

    return guarded


def _without_port(host: str) -> str:
    name, _, port = host.rpartition(":")
    return name if name and port.isdigit() else host
