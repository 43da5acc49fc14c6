"""How is PubMed XML read? Citation by citation."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ingest.read.book import book_document_of
from ingest.read.citation import document_of, notices_of
from ingest.read.markup import flatten
from ingest.read.records import local_name, records
from ingest.read.source import Input, Item
from kg.errors import ReadError
from kg.model import Document, Notice

_BOOK = "PubmedBookArticle"
_RECORDS = ("PubmedArticle", "MedlineCitation", _BOOK)
_DELETED = "DeleteCitation"


def read_pubmed(source: Input) -> Iterator[Item]:
    """A document for each citation of a PubmedArticleSet, a MedlineCitationSet or a single record.

    A notice of retraction, an erratum or an expression of concern is followed by a `Notice` for the article that it
    is about; so is, in an update file, every citation that was deleted. XML that breaks off ends the source with
    one error after the records before it.
    """
    found = False
    for record in records(source, (*_RECORDS, _DELETED)):
        found = True
        if local_name(record) == _DELETED:
            yield from (Notice(f"PMID:{flatten(pmid)}", "deletion") for pmid in record.iterfind("PMID"))
            continue
        yield _document(record, source.name)
        yield from notices_of(record)
    if not found:
        raise ReadError(source.name, "holds no PubMed citation")


def _document(record: etree._Element, name: str) -> Document | ReadError:
    try:
        return (book_document_of if local_name(record) == _BOOK else document_of)(record, name)
    except ReadError as error:
        return error
