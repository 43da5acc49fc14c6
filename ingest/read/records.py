"""How is a large XML file read record by record? At constant memory; nothing is fetched, no entity expanded."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from lxml import etree

from ingest.read.source import RECORD_LIMIT, Input
from kg.errors import BrokenOffError, ReadError

#: what libxml2 tells programmers
_ADVICE = re.compile(r", (?:use|try) XML_PARSE_HUGE(?: option)?")


def records(source: Input, tags: Collection[str]) -> Iterator[etree._Element]:
    """The outermost elements of these local names, each as it is completed and freed when the next is asked for.

    Raises ReadError where the XML breaks off or is broken, after the records before that; for a file that
    declares entities, which articles never do and entity bombs always; and for a record above `RECORD_LIMIT` bytes.
    """
    parser = etree.XMLPullParser(
        events=("start", "end"),
        tag=[*tags, *(f"{{*}}{tag}" for tag in tags)],
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
    )
    since_last = 0
    for chunk in source.chunks:
        since_last += len(chunk)
        if since_last > RECORD_LIMIT:
            raise ReadError(source.name, f"no end of a record within {RECORD_LIMIT // 1_000_000} MB")
        failure = _feed(parser, chunk)
        for record in _completed(parser, frozenset(tags), source.name):
            since_last = 0
            yield record
            _release(record)
        if failure:
            raise _broken(source.name, failure) from failure
    _finish(parser, source.name)


def _feed(parser: etree.XMLPullParser, chunk: bytes) -> etree.XMLSyntaxError | None:
    """Parse on; an error is handed back, because records completed before it are still to be delivered."""
    try:
        parser.feed(chunk)
    except etree.XMLSyntaxError as error:
        return error
    return None


def _completed(parser: etree.XMLPullParser, tags: frozenset[str], name: str) -> Iterator[etree._Element]:
    for event, element in parser.read_events():
        if event == "start":
            _refuse_entities(element, name)
        elif not any(local_name(parent) in tags for parent in element.iterancestors()):
            yield element


def local_name(element: etree._Element) -> str:
    """The element's name without its namespace; empty for a comment or an instruction."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _refuse_entities(element: etree._Element, name: str) -> None:
    dtd = element.getroottree().docinfo.internalDTD
    if dtd is not None and next(dtd.iterentities(), None) is not None:
        raise ReadError(name, "declares XML entities, which no article does; refused as unsafe")


def _finish(parser: etree.XMLPullParser, name: str) -> None:
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        raise _broken(name, error) from error


def _release(record: etree._Element) -> None:
    """Free the record and everything before it."""
    record.clear()
    parent = record.getparent()
    while parent is not None and record.getprevious() is not None:
        del parent[0]


def _broken(name: str, error: etree.XMLSyntaxError) -> BrokenOffError:
    what = _ADVICE.sub("", " ".join((error.msg or "no XML").split()))
    return BrokenOffError(name, f"the XML breaks off ({what})")
