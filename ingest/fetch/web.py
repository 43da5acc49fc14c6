"""How is an article read from the web? Politely and warily: `Web.read`."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import IO
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from ingest.fetch.robots import Robots
from ingest.fetch.transport import Answer, Transport
from ingest.read import read
from ingest.read.source import Item, Origin
from kg.errors import ReadError

REDIRECTS = 5
"""So many redirects are followed."""

WAIT = 60.0
"""Seconds that we wait at most, all in all, where a busy server asks us to come back."""

_PAUSE = 1.0
_TURNS = 3
_BUSY = (429, 503)
_MOVED = (301, 302, 303, 307, 308)
_LONGEST = 8000
_NO_ARTICLE = re.compile(r"(?:image|audio|video|font)/", re.I)


@dataclass(frozen=True, slots=True)
class Fetched:
    """Content that was fetched, open, where it lay in the end, and its Content-Type."""

    address: str
    content: IO[bytes]
    media_type: str


class Web:
    """Fetches articles, one after the other: every address and every redirect's is checked anew.

    A site's robots.txt is obeyed and two requests to one host are a second apart, or as far as the site asks for.

    :param sleep: waits so many seconds
    """

    def __init__(self, transport: Transport, sleep: Callable[[float], None] = time.sleep) -> None:
        self._transport = transport
        self._sleep = sleep
        self._robots = Robots(lambda address: self._followed(address, robots=True)[1])
        self._asked_at: dict[str, float] = {}

    def read(self, address: str, format: str | None = None) -> Iterator[Item]:
        """The documents that lie at an address; that it cannot be fetched comes as a `ReadError` value."""
        try:
            fetched = self.fetch(address)
        except ReadError as error:
            elsewhere = "" if error.source == address else f" ({error.source})"
            yield ReadError(address, error.reason + elsewhere)
            return
        with fetched.content as content:
            origin = Origin(fetched.address, fetched.media_type)
            yield from read(content, format=format, name=address, origin=origin)  # type: ignore[arg-type]

    def fetch(self, address: str) -> Fetched:
        """What lies at an address of http or https.

        :raises ReadError: if it may not or cannot be fetched
        """
        place, answer = self._followed(_target(address))
        if answer.content is None:
            raise ReadError(place.geturl(), f"answered {answer.status} {answer.reason}".rstrip())
        media_type = answer.headers.get("content-type", "")
        if _NO_ARTICLE.match(media_type):
            answer.content.close()
            raise ReadError(place.geturl(), f"no article, but {media_type[:60]}")
        return Fetched(place.geturl(), answer.content, media_type)

    def _followed(self, address: SplitResult, *, robots: bool = False) -> tuple[SplitResult, Answer]:
        """The answer at the end of all redirects, and where that is."""
        place = address
        for _ in range(REDIRECTS + 1):
            if not robots:
                self._robots.check(place)
            answer = self._asked(place, robots=robots)
            onward = answer.headers.get("location")
            if answer.status not in _MOVED or not onward:
                return place, answer
            place = _target(urljoin(place.geturl(), onward))
        raise ReadError(address.geturl(), f"redirected more than {REDIRECTS} times")

    def _asked(self, address: SplitResult, *, robots: bool) -> Answer:
        """The answer of a server, which is asked again where it is busy and says so."""
        waited = 0.0
        for turn in range(1, _TURNS + 1):
            self._pause(address, robots=robots)
            answer = self._transport.get(address)
            if answer.status not in _BUSY or robots:
                return answer
            wait = _seconds(answer.headers.get("retry-after", ""), 2.0**turn)
            waited += wait
            if waited > WAIT:
                raise ReadError(address.geturl(), f"answered {answer.status}: come back in {wait:.0f} s")
            if turn < _TURNS:
                self._sleep(wait)
        raise ReadError(address.geturl(), f"answered {answer.status} {_TURNS} times; try again later")

    def _pause(self, address: SplitResult, *, robots: bool) -> None:
        """Wait until the host may be asked again."""
        host, now = address.netloc, time.monotonic()
        if host in self._asked_at and not robots:
            pause = max(_PAUSE, self._robots.delay(address))
            self._sleep(max(self._asked_at[host] + pause - now, 0.0))
        if not robots:
            self._asked_at[host] = time.monotonic()


def _target(address: str) -> SplitResult:
    """The address to ask, in ASCII and without what follows a number sign.

    :raises ReadError: if it is none that we fetch
    """
    shown = address[:200]
    try:
        parts = urlsplit(address.strip())
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError as error:
        raise ReadError(shown, "not an address") from error
    if parts.scheme not in ("http", "https"):
        raise ReadError(shown, "only addresses of http and https are fetched")
    if parts.username is not None or not host or len(address) > _LONGEST:
        what = "with a name or password in it" if parts.username is not None else "too long or without a host"
        raise ReadError(shown, f"an address {what}; refused")
    netloc = (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return SplitResult(parts.scheme, netloc, path, query, "")


def _seconds(retry_after: str, otherwise: float) -> float:
    """How long a Retry-After asks us to wait: it holds seconds or a date (RFC 9110, 10.2.3).

    >>> _seconds("7", 1.0), _seconds("soon", 1.0), _seconds("Mon, 01 Jan 2001 00:00:00 GMT", 1.0)
    (7.0, 1.0, 0.0)
    """
    if retry_after.strip().isdecimal():
        return float(retry_after.strip()[:9])
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return otherwise
    return max((until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds(), 0.0)
