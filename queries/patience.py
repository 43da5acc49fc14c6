"""How long does the server wait for a client? Not for ever: neither for a request's head nor until an answer is taken.

How long it waits for a body is among the limits of `queries.safety`.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_LONGEST_HEAD = 64 << 10  # bytes, and what comes with one more read


def impatient(seconds: float) -> type[asyncio.Protocol]:
    """uvicorn's HTTP protocol, but a connection is cut that keeps the server waiting for so long, or sends a long head.

    :param seconds: for all of a request's head, and in which some of an answer must be taken
    """

    class Impatient(HttpToolsProtocol):
        _pending = 0  # bytes that came since a head, a piece of body or a request was complete

        def data_received(self, data: bytes) -> None:
            self._pending += len(data)
            super().data_received(data)
            if self._pending > _LONGEST_HEAD and not self.transport.is_closing():
                self.send_400_response("the head of the request is too long")

        def on_headers_complete(self) -> None:
            self._pending = 0
            super().on_headers_complete()

        def on_body(self, body: bytes) -> None:
            self._pending = 0
            super().on_body(body)

        def on_message_complete(self) -> None:
            self._pending = 0
            super().on_message_complete()

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            now = self.loop.time()
            self._asked_since = self._taken_at = now
            self._last_cycle: Any = None
            self._unsent = 0
            self._timer = self.loop.call_later(seconds / 4, self._look)

        def connection_lost(self, exc: Exception | None) -> None:
            self._timer.cancel()
            super().connection_lost(exc)

        def _look(self) -> None:
            now, unsent = self.loop.time(), self.transport.get_write_buffer_size()
            answering = self.cycle is not None and not self.cycle.response_complete
            if answering or self.cycle is not self._last_cycle:
                self._asked_since, self._last_cycle = now, self.cycle
            if not unsent or unsent < self._unsent:
                self._taken_at = now
            self._unsent = unsent
            if now - min(self._asked_since, self._taken_at) >= seconds:
                self.transport.abort()
                return
            self._timer = self.loop.call_later(seconds / 4, self._look)

    return Impatient
