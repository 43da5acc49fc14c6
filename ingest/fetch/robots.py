"""May a program fetch this? What a site's robots.txt says to it, as RFC 9309 has it read."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import SplitResult

from protego import Protego

from ingest.fetch.transport import Answer
from kg.errors import ReadError

SIZE = 500 * 1024
"""Bytes of a robots.txt that are read (RFC 9309, 2.5)."""

#: by this name sites address us
_NAME = "litkg"
#: seconds; no site slows us down further
_LONGEST_DELAY = 30.0


class Robots:
    """The rules of the sites that were met, each asked for once.

    :param get: fetches an address and follows redirects
    """

    def __init__(self, get: Callable[[SplitResult], Answer]) -> None:
        self._get = get
        self._rules: dict[tuple[str, str], Protego] = {}

    def check(self, address: SplitResult) -> None:
        """Raise ReadError if the site does not want this to be fetched, or cannot be asked whether it does."""
        if not self._of(address).can_fetch(address.geturl(), _NAME):
            raise ReadError(address.geturl(), "its site's robots.txt does not allow programs to fetch it")

    def delay(self, address: SplitResult) -> float:
        """Seconds that the site wants between two requests; 0 where it says nothing."""
        return min(float(self._of(address).crawl_delay(_NAME) or 0.0), _LONGEST_DELAY)

    def _of(self, address: SplitResult) -> Protego:
        site = address.scheme, address.netloc
        if site not in self._rules:
            self._rules[site] = Protego.parse(self._text(address))
        return self._rules[site]

    def _text(self, address: SplitResult) -> str:
        """The rules as they are written; without a robots.txt everything is allowed, after a fault nothing."""
        asked = address._replace(path="/robots.txt", query="", fragment="")
        try:
            answer = self._get(asked)
        except ReadError as error:
            raise ReadError(address.geturl(), error.reason) from error
        if answer.status >= 500 or answer.status == 429:
            reason = f"its site's robots.txt cannot be read ({answer.status}), so nothing may be fetched"
            raise ReadError(address.geturl(), reason)
        if answer.content is None:
            return ""
        with answer.content as content:
            return content.read(SIZE).decode("utf-8", "replace")
