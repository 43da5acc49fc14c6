"""How is a saved web page read? trafilatura finds the article; the furniture that it leaves is taken off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import trafilatura
from lxml import etree, html
from trafilatura.settings import Document as Extracted

from ingest.read.blocks import Block, assemble, document_id, on_one_line
from ingest.read.encoding import decode_html
from ingest.read.furniture import without_furniture
from ingest.read.markup import flatten
from ingest.read.metadata import iso_date, person
from ingest.read.page import Page, page_of
from ingest.read.reported import articles_reported
from ingest.read.source import Input, Item
from kg.errors import ReadError
from kg.model import Document, DocumentKind

PAGE_LIMIT = 10 * 1000 * 1000
"""Bytes that a page may have: the largest of 220 real ones has 1.6 million, and the search for its date takes a
second for each million."""

ELEMENT_LIMIT = 40_000
"""Elements that a page may have: trafilatura's time grows with their square; the largest of 220 real pages
has 5,647."""

_FURNITURE = ["//nav", "//footer", "//aside"]
_FULL_TEXT = 8000
"""Code points: a journal's page with more than this holds the full text, one with less the abstract."""
_LONG_CELL = 200
"""Code points: a table with a cell of this length lays out a page and holds no data."""
_BREAKING = ("lb", "p", "item", "head", "quote")
_HARDLY = 1000
"""Code points: an article shorter than this may be only what a strict search left of it."""
_PREPRINT_SERVERS = re.compile(r"(?:bio|med|ar|chem|psy)rxiv|research square|preprints\.org|ssrn", re.I)
_NO_ABSTRACT = re.compile(r"no(?: abstract(?: available)?)?\s*(?:…|\.{1,3})?", re.I)


#: inline markup that some sites write out in their titles
_INLINE_TAG = re.compile(r"</?(?:em|i|b|strong|sub|sup|span)>", re.IGNORECASE)


def read_html(source: Input) -> Iterator[Item]:
    """One document: the title, then the paragraphs of the article, each on a line of its own.

    A heading is a section of kind ``heading`` and names the section after it; rows of tables are sections of
    kind ``table``. A page of PubMed gives its abstract.
    """
    tree = _tree(decode_html(source.all(PAGE_LIMIT), source.name), source.name)
    page = page_of(tree)
    extracted = _extract(tree, source.name)
    title = on_one_line(_INLINE_TAG.sub("", page.title or (extracted.title if extracted else None) or ""))
    body = _pubmed_abstract(tree) or (_article(extracted, title) if extracted else [])
    if page.pmid:
        body = [block for block in body if not _NO_ABSTRACT.fullmatch(block.text)]
    if not body and not (page.pmid and title):
        raise ReadError(source.name, "no article found on this page")
    yield _document(
        replace(page, url=_address(page, extracted, source.origin.address)), extracted, title, body, tree
    )


def _tree(text: str, name: str) -> html.HtmlElement:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.LxmlError as error:
        raise ReadError(name, "holds no HTML elements") from error
    if sum(1 for _ in tree.iter()) > ELEMENT_LIMIT:
        raise ReadError(name, f"more than {ELEMENT_LIMIT:,} HTML elements; save the article's page alone")
    return tree


def _extract(tree: html.HtmlElement, name: str) -> Extracted | None:
    """What trafilatura finds when it is strict, unless that is hardly anything of what it finds otherwise."""
    strict = _trafilatura(tree, name, strict=True)
    if strict is not None and len(strict.text or "") >= _HARDLY:
        return strict
    wide = _trafilatura(tree, name, strict=False)
    found_more = wide is not None and (strict is None or len(strict.text or "") * 5 < len(wide.text or ""))
    return wide if found_more else strict


def _trafilatura(tree: html.HtmlElement, name: str, *, strict: bool) -> Extracted | None:
    try:
        found = trafilatura.bare_extraction(
            tree, favor_precision=strict, include_comments=False, with_metadata=True, prune_xpath=_FURNITURE
        )
    except Exception as error:  # trafilatura states no exceptions of its own; one page must not end a run
        raise ReadError(name, f"the page cannot be taken apart ({type(error).__name__})") from error
    return found if isinstance(found, Extracted) else None


def _article(extracted: Extracted, title: str) -> list[Block]:
    """The paragraphs that trafilatura found, without furniture and without the title said again."""
    blocks = [block for block in _blocks(extracted.body) if block.text]
    while blocks and blocks[0].text.casefold() == title.casefold():
        del blocks[0]
    return without_furniture(blocks)


def _blocks(body: etree._Element) -> Iterator[Block]:
    heading = ""
    yield Block("body", on_one_line(body.text or ""))
    for element in body:
        if element.tag == "head":
            heading = flatten(element)
            yield Block("heading", heading, heading)
        elif element.tag == "table":
            yield from (Block(kind, text, heading) for kind, text in _rows(element))
        else:
            yield from (Block("body", line, heading) for line in _lines(element))
        yield Block("body", on_one_line(element.tail or ""), heading)


def _lines(element: etree._Element) -> Iterator[str]:
    """The paragraphs inside an element: its line breaks, items and inner paragraphs begin new ones."""
    lines = [""]
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if inner.tag in _BREAKING:
            lines.append("")
        if event == "start":
            lines[-1] += inner.text or ""
        elif inner is not element:
            lines[-1] += inner.tail or ""
    yield from filter(None, map(on_one_line, lines))


def _rows(table: etree._Element) -> Iterator[tuple[str, str]]:
    for row in table.iter("row"):
        cells = [[*_lines(cell)] for cell in row.iter("cell")]
        if any(len(line) > _LONG_CELL for cell in cells for line in cell):
            yield from (("body", line) for cell in cells for line in cell)
        else:
            yield "table", " | ".join(" ".join(cell) for cell in cells)


def _pubmed_abstract(tree: html.HtmlElement) -> list[Block]:
    """The English abstract of a page laid out as PubMed's are; empty for every other page."""
    shown = tree.xpath(
        "//*[@id='eng-abstract'] | //*[@id='abstract']//*[contains(@class, 'abstract-content')]"
    )
    blocks = []
    for paragraph in shown[0].iter("p") if shown else ():
        label = ""
        for marked in paragraph.xpath("./*[contains(@class, 'sub-title')]"):
            label = flatten(marked).rstrip(":")
            marked.text = ""
            del marked[:]
        blocks.append(Block("abstract", flatten(paragraph), label))
    return [block for block in blocks if block.text]


def _address(page: Page, extracted: Extracted | None, fetched_from: str) -> str:
    """The address that the page gives itself; of one that was fetched only if it is one of its own site."""
    own = page.url or (extracted.url if extracted else "") or ""
    sites = [(urlsplit(url).hostname or "").removeprefix("www.") for url in (own, fetched_from)]
    same_site = sites[0] == sites[1] or sites[0].endswith(f".{sites[1]}") or sites[1].endswith(f".{sites[0]}")
    return own if own and (same_site or not fetched_from) else fetched_from


def _document(
    page: Page, extracted: Extracted | None, title: str, body: list[Block], tree: html.HtmlElement
) -> Document:
    kind = _kind(page, sum(len(block.text) for block in body))
    if kind is DocumentKind.ABSTRACT:
        body = [replace(block, kind="abstract") if block.kind == "body" else block for block in body]
    text, sections = assemble([Block("title", title), *body])
    known = extracted or Extracted()
    is_article = kind not in (DocumentKind.NEWS, DocumentKind.TEXT) or page.doi
    return Document(
        id=document_id(text, pmid=page.pmid, doi=page.doi, url=page.url),
        text=text,
        title=title,
        sections=sections,
        kind=kind,
        url=page.url,
        doi=page.doi,
        pmid=page.pmid,
        pmcid=page.pmcid,
        date=page.date or iso_date(known.date or ""),
        publisher=page.publisher or _publisher(known, title),
        journal=page.journal,
        authors=page.authors or tuple(map(person, filter(None, (known.author or "").split("; ")))),
        language=page.language,
        reports=() if is_article else articles_reported(tree, (block.text for block in body)),
        licence=page.licence,
    )


def _publisher(extracted: Extracted, title: str) -> str:
    """The name of the site, unless trafilatura took the page's title for it."""
    name = on_one_line(extracted.sitename or "")
    return "" if name.casefold() == title.casefold() else name


def _kind(page: Page, length: int) -> DocumentKind:
    if _PREPRINT_SERVERS.fullmatch(page.journal) or (
        page.journal and _PREPRINT_SERVERS.fullmatch(page.publisher)
    ):
        return DocumentKind.PREPRINT
    if page.pmid or page.journal:
        return DocumentKind.FULL_TEXT if length > _FULL_TEXT else DocumentKind.ABSTRACT
    return DocumentKind.NEWS if page.is_news else DocumentKind.TEXT
