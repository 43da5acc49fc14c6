"""What does PubMed say of a chapter or a book (StatPearls, GeneReviews)? Its XML element becomes a document."""

from __future__ import annotations

from lxml import etree

from ingest.read.blocks import Block, assemble
from ingest.read.citation import author_of, date_of, paragraphs
from ingest.read.markup import flatten
from ingest.read.metadata import find_doi, language_code
from kg.errors import ReadError
from kg.model import Document, DocumentKind


def book_document_of(record: etree._Element, name: str) -> Document:
    """The document of a PubmedBookArticle element: title and abstract. ReadError where it cannot be one.

    Of a chapter the book is the journal, of a book the title is the document's.
    """
    where = f"{name}, line {record.sourceline}"
    book = record.find("BookDocument")
    if book is None or not (pmid := _text(book, "PMID")).isdecimal():
        raise ReadError(where, "a book article without a PubMed identifier")
    named = _text(book, "Book/BookTitle")
    title = _text(book, "ArticleTitle") or named
    text, sections = assemble([Block("title", title), *paragraphs(book.find("Abstract"))])
    if not text:
        raise ReadError(where, f"PMID {pmid} has neither title nor abstract")
    return Document(
        id=f"PMID:{pmid}",
        text=text,
        title=title.removesuffix("."),
        sections=sections,
        kind=DocumentKind.ABSTRACT,
        url=f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/",
        doi=find_doi(_text(book, "ArticleIdList/ArticleId[@IdType='doi']")),
        pmid=pmid,
        date=date_of(book.find("ContributionDate")) or date_of(book.find("Book/PubDate")),
        publisher=_text(book, "Book/Publisher/PublisherName"),
        journal=named if named != title else "",
        authors=tuple(filter(None, map(author_of, book.iterfind("AuthorList[@Type='authors']/Author")))),
        language=language_code(_text(book, "Language")),
    )


def _text(element: etree._Element, path: str) -> str:
    found = element.find(path)
    return "" if found is None else flatten(found)
