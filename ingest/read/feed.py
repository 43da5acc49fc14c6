"""How are RSS and Atom feeds read? Each item is a document of its own text; what it links to is not fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

from lxml import etree, html

from ingest.read.blocks import Block, assemble, document_id, on_one_line
from ingest.read.metadata import find_doi, iso_date, person
from ingest.read.records import local_name, records
from ingest.read.source import Input, Item
from kg.errors import ReadError
from kg.model import Document, DocumentKind

_TEXTS = ("encoded", "content", "description", "summary", "abstract")
_DATES = ("pubDate", "published", "date", "publicationDate", "updated")
_PUBMED = re.compile(r"(?:pubmed:|https?://pubmed\.ncbi\.nlm\.nih\.gov/)(\d{1,9})\b")
_PARAGRAPH = re.compile(r"<(?:p|div|br|li|h\d|blockquote|tr)\b[^>]*>", re.I)


def read_feed(source: Input) -> Iterator[Item]:
    """A document for each item: its title, and its content or else its description, a paragraph a line.

    An item without text or title is an error. An item of a journal is an abstract, all others are news.
    """
    found = False
    for record in records(source, ("item", "entry")):
        found = True
        yield _document(record, f"{source.name}, line {record.sourceline}")
    if not found:
        raise ReadError(source.name, "a feed without an item")


def _document(item: etree._Element, where: str) -> Item:
    title = _inline(_first(item, "title"))
    text, sections = assemble([Block("title", title), *_paragraphs(item, title)])
    if not text:
        return ReadError(where, "an item without title and text")
    url = _link(item)
    named = [url, _first(item, "guid"), _first(item, "id"), _first(item, "identifier")]
    pmid = next((found[1] for found in map(_PUBMED.search, named) if found), "")
    doi = next(filter(None, map(find_doi, (_first(item, "doi"), *named))), "")
    journal = _first(item, "publicationName")
    is_abstract = bool(journal or pmid)
    return Document(
        id=document_id(text, pmid=pmid, doi=doi if is_abstract else "", url=url or _first(item, "guid")),
        text=text,
        title=title,
        sections=sections,
        kind=DocumentKind.ABSTRACT if is_abstract else DocumentKind.NEWS,
        url=url,
        doi=doi if is_abstract else "",
        pmid=pmid,
        date=next(filter(None, (_date(_first(item, name)) for name in _DATES)), ""),
        journal=journal,
        authors=tuple(dict.fromkeys(filter(None, map(person, _authors(item))))),
        reports=(f"DOI:{doi}",) if doi and not is_abstract else (),
    )


def _all(item: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in item if local_name(child) == name)


def _first(item: etree._Element, name: str) -> str:
    """The text of the first child of a name that has one; markup that is not escaped is given as markup."""
    for child in _all(item, name):
        inner = "".join(etree.tostring(part, encoding="unicode") for part in child)
        if text := ((child.text or "") + inner).strip():
            return text
    return ""


def _link(item: etree._Element) -> str:
    for link in _all(item, "link"):
        address = (link.get("href") or link.text or "").strip()
        if link.get("rel", "alternate") == "alternate" and re.match(r"https?://[^\s<>\"]+$", address):
            return address
    return ""


def _authors(item: etree._Element) -> Iterator[str]:
    for name in ("creator", "author"):
        for author in _all(item, name):
            parts = [child.text or "" for child in _all(author, "name")] or [author.text or ""]
            yield from (part.strip() for part in parts if "@" not in part)


def _date(written: str) -> str:
    try:
        return parsedate_to_datetime(written).date().isoformat() if "," in written else iso_date(written)
    except (ValueError, TypeError, IndexError):
        return iso_date(written)


def _paragraphs(item: etree._Element, title: str) -> Iterator[Block]:
    texts = (text for name in _TEXTS if (text := _first(item, name)))
    for part in _PARAGRAPH.split(next(texts, "")):
        line = _inline(part)
        if line and line != title:
            yield Block("abstract" if _first(item, "publicationName") else "body", line)


def _inline(markup: str) -> str:
    """The text of a piece of HTML, on one line."""
    if not re.search(r"[<&]", markup):
        return on_one_line(markup)
    try:
        parser = html.HTMLParser(remove_comments=True, remove_pis=True)
        return on_one_line(
            "".join(html.fragment_fromstring(markup, create_parent="div", parser=parser).itertext())
        )
    except (etree.LxmlError, ValueError):
        return on_one_line(re.sub(r"<[^<>]*>", " ", markup))
