"""Which parts of a text are taken already?"""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import Span


class Cover:
    """The code points that some spans cover, so that asking for an overlap does not slow down with their number.

    >>> cover = Cover([Span(2, 5)])
    >>> cover.overlaps(Span(0, 2)), cover.overlaps(Span(4, 9))
    (False, True)
    """

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._taken = bytearray()
        for span in spans:
            self.add(span)

    def add(self, span: Span) -> None:
        """Take the span."""
        start, end, taken = span.start, span.end, self._taken
        if end > len(taken):
            taken.extend(bytes(end - len(taken)))
        taken[start:end] = b"\x01" * (end - start)

    def overlaps(self, span: Span) -> bool:
        """Whether any code point of the span is taken."""
        return self._taken.find(1, span.start, span.end) != -1

    def holds(self, span: Span) -> bool:
        """Whether every code point of the span is taken.

        >>> Cover([Span(2, 5)]).holds(Span(3, 5)), Cover([Span(2, 5)]).holds(Span(3, 6))
        (True, False)
        """
        return self._taken.count(1, span.start, span.end) == span.end - span.start
