"""How is PubMed XML read? Record by record at constant memory; nothing is fetched, no entity expanded."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ingest.read.citation import document_of
from ingest.read.source import RECORD_LIMIT, Input
from kg.errors import ReadError
from kg.model import Document

_RECORDS = ("PubmedArticle", "MedlineCitation", "PubmedBookArticle")


def read_pubmed(source: Input) -> Iterator[Document | ReadError]:
    """A document for each citation of a PubmedArticleSet, a MedlineCitationSet or a single record.

    Book articles come as errors; DeleteCitation, a list of withdrawn identifiers, is passed over. XML that
    breaks off ends the source with one error after the records before it. A file that declares entities is
    refused: PubMed's never do, entity bombs do.
    """
    found = False
    for record in _records(source):
        found = True
        yield _document(record, source.name)
        _release(record)
    if not found:
        raise ReadError(source.name, "holds no PubMed citation")


def _document(record: etree._Element, name: str) -> Document | ReadError:
    try:
        return document_of(record, name)
    except ReadError as error:
        return error


def _records(source: Input) -> Iterator[etree._Element]:
    """The record elements as they are completed; raises ReadError where the XML breaks off or is broken."""
    parser = etree.XMLPullParser(
        events=("start", "end"), tag=_RECORDS, resolve_entities=False, no_network=True, huge_tree=False
    )
    since_last = 0
    for chunk in source.chunks:
        since_last += len(chunk)
        if since_last > RECORD_LIMIT:
            raise ReadError(source.name, f"no end of a record within {RECORD_LIMIT // 1_000_000} MB")
        failure = _feed(parser, chunk)
        for record in _completed(parser, source.name):
            since_last = 0
            yield record
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


def _completed(parser: etree.XMLPullParser, name: str) -> Iterator[etree._Element]:
    for event, element in parser.read_events():
        parent = element.getparent()
        if event == "start":
            _refuse_entities(element, name)
        elif parent is None or parent.tag not in _RECORDS:  # a MedlineCitation waits for its PubmedArticle
            yield element


def _refuse_entities(element: etree._Element, name: str) -> None:
    dtd = element.getroottree().docinfo.internalDTD
    if dtd is not None and next(dtd.iterentities(), None) is not None:
        raise ReadError(name, "declares XML entities, which no PubMed file does; refused as unsafe")


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


def _broken(name: str, error: etree.XMLSyntaxError) -> ReadError:
    what = " ".join((error.msg or "no XML").split())
    return ReadError(name, f"the XML breaks off ({what}); the records before that were read")
