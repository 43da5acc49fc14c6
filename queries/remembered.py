"""Why is the same question not answered twice? Answers are kept in memory as long as the edition is the same.

Only what carries an entity tag is kept: the tag says that it depends on nothing but the edition and the request.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from queries.entity_tags import named

_MEGABYTE = 1 << 20
_Headers = list[tuple[bytes, bytes]]
_Kept = tuple[_Headers, bytes]
_Key = tuple[str | bytes, ...]
_BESIDES = 2000  # bytes of an entry's headers and of what holds them
#: what else of a request its answer hangs on
_ASKED = (b"host", b"accept")
#: sent with a 304 (RFC 9110, section 15.4.5)
_OF_304 = (b"etag", b"cache-control", b"vary")


class Remembered:
    """Middleware that gives an answer again that it has given before.

    A client that sends ``Cache-Control: no-cache`` gets one that is made anew.

    :param edition: the key of the edition that requests read now, "" if there is none
    :param most: bytes of all answers together; the longest unused are dropped
    :param largest: bytes of an answer that is kept
    """

    def __init__(
        self,
        app: ASGIApp,
        edition: Callable[[], str],
        most: int = 32 * _MEGABYTE,
        largest: int = _MEGABYTE,
    ) -> None:
        self._app = app
        self._edition = edition
        self._largest = largest
        self._answers = _Answers(most)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        edition = self._edition() if scope["type"] == "http" and scope["method"] == "GET" else ""
        if not edition:
            await self._app(scope, receive, send)
            return
        key = _key(scope)
        anew = any(name == b"cache-control" and b"no-cache" in value for name, value in scope["headers"])
        kept = None if anew else self._answers.get(edition, key)
        if kept is None:
            await self._app(scope, receive, self._listening(send, edition, key))
        else:
            await _send(kept, Headers(scope=scope).get("if-none-match"), send)

    def _listening(self, send: Send, edition: str, key: _Key) -> Send:
        """Sends on, and keeps what may be given again."""
        begun: _Headers | None = None

        async def listening(message: Message) -> None:
            nonlocal begun
            await send(message)
            if message["type"] == "http.response.start":
                tagged = any(name == b"etag" for name, _ in message["headers"])
                begun = list(message["headers"]) if message["status"] == 200 and tagged else None
            elif begun is not None and not message.get("more_body"):
                body = message.get("body", b"")
                if len(body) <= self._largest:
                    self._answers.keep(edition, key, (begun, body))
            else:
                begun = None

        return listening


async def _send(kept: _Kept, given: str | None, send: Send) -> None:
    headers, body = kept
    tag = next(value for name, value in headers if name == b"etag").decode("latin-1")
    if named(given, tag):
        headers, body, status = [pair for pair in headers if pair[0] in _OF_304], b"", 304
    else:
        status = 200
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    await send({"type": "http.response.body", "body": body})


def _key(scope: Scope) -> _Key:
    """All of a request that an answer with an entity tag depends on: links name the host."""
    given = [part for pair in scope["headers"] if pair[0] in _ASKED for part in pair]
    return scope["scheme"], scope.get("root_path", ""), scope["path"], scope["query_string"], *given


class _Answers:
    """Answers of one edition, at most so many bytes of them, their requests included."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._edition = ""
        self._kept: OrderedDict[_Key, _Kept] = OrderedDict()
        self._size = 0

    def get(self, edition: str, key: _Key) -> _Kept | None:
        with self._lock:
            if edition != self._edition or key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key]

    def keep(self, edition: str, key: _Key, answer: _Kept) -> None:
        with self._lock:
            if edition != self._edition:
                self._edition, self._size = edition, 0
                self._kept.clear()
            if key in self._kept:
                self._size -= _size(key, self._kept.pop(key))
            self._kept[key] = answer
            self._size += _size(key, answer)
            while self._size > self._most:
                self._size -= _size(*self._kept.popitem(last=False))


def _size(key: _Key, answer: _Kept) -> int:
    return sum(map(len, key)) + len(answer[1]) + _BESIDES
