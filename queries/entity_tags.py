"""Does a client have an answer already? Entity tags are compared as RFC 9110 says."""

from __future__ import annotations


def named(given: str | None, tag: str) -> bool:
    """Whether If-None-Match names the tag; weak comparison, RFC 9110 section 8.8.3.2.

    >>> named('"a", W/"b"', 'W/"b"'), named("*", 'W/"b"'), named(None, 'W/"b"')
    (True, True, False)
    """
    if not given:
        return False
    plain = tag.removeprefix("W/")
    return given.strip() == "*" or plain in {one.strip().removeprefix("W/") for one in given.split(",")}
