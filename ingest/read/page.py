"""What does a web page say about itself? Its meta elements, addresses and identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import html

from ingest.read.blocks import on_one_line
from ingest.read.metadata import find_doi, find_licence, iso_date, language_code, person

_PUBMED = re.compile(
    r"https?://(?:pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed)/(\d{1,9})\b"
)
_PMC = re.compile(r"\bPMC\d+\b")
_REDIRECTS = re.compile(r"\blocation\s*(?:\.\s*href\s*)?=|\blocation\.(?:replace|assign)\s*\(")
_NEWS_TYPE = re.compile(r'"@type"\s{0,9}:[\s\[]{0,9}"(?:[A-Za-z]*NewsArticle|Article|BlogPosting)"')


@dataclass(frozen=True, slots=True)
class Page:
    """The declared metadata of a page; empty where it declares none."""

    title: str
    url: str
    doi: str
    pmid: str
    pmcid: str
    date: str
    publisher: str
    journal: str
    authors: tuple[str, ...]
    language: str
    licence: str
    is_news: bool


def page_of(tree: html.HtmlElement) -> Page:
    """Read Highwire (citation_*), Dublin Core, PRISM and Open Graph elements and the canonical link."""
    metas = _metas(tree)
    url = _address(tree, metas)
    pmid = _pmid(tree, metas, url)
    return Page(
        title=_first(metas, "citation_title", "dc.title", "og:title"),
        url=url or (f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid else ""),
        doi=next(
            filter(None, map(find_doi, _all(metas, "citation_doi", "prism.doi", "dc.identifier", "doi"))), ""
        ),
        pmid=pmid,
        pmcid=next((found.group() for found in map(_PMC.search, [url]) if found), ""),
        date=next(filter(None, map(iso_date, _all(metas, *_DATES))), ""),
        publisher=_first(metas, "og:site_name", "citation_publisher", "dc.publisher"),
        journal=_first(metas, "citation_journal_title", "prism.publicationname"),
        authors=_authors(metas),
        language=language_code(
            tree.get("lang")
            or tree.get("xml:lang")
            or _first(metas, "citation_language", "dc.language", "og:locale")
        ),
        licence=next(filter(None, map(find_licence, (*_licences(tree), *_all(metas, *_RIGHTS)))), ""),
        is_news=_first(metas, "og:type") == "article" or _has_news_type(tree),
    )


_DATES = (
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "article:published_time",
    "datepublished",
    "dc.date",
    "dc.date.issued",
    "prism.publicationdate",
)


_RIGHTS = (
    "dc.rights",
    "dc.rights.license",
    "dcterms.license",
    "dcterms.rights",
    "license",
    "citation_license",
)


def _licences(tree: html.HtmlElement) -> Iterable[str]:
    """Where the page's own links to a licence lead."""
    return [
        e.get("href") or ""
        for e in tree.iter("link", "a")
        if "license" in (e.get("rel") or "").lower().split()
    ]


def _metas(tree: html.HtmlElement) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = element.get("name") or element.get("property") or element.get("itemprop") or ""
        if content := on_one_line(element.get("content") or ""):
            metas.setdefault(name.strip().lower(), []).append(content)
    return metas


def _all(metas: dict[str, list[str]], *names: str) -> Iterable[str]:
    return [content for name in names for content in metas.get(name, ())]


def _first(metas: dict[str, list[str]], *names: str) -> str:
    return next(iter(_all(metas, *names)), "")


def _address(tree: html.HtmlElement, metas: dict[str, list[str]]) -> str:
    links = [
        link.get("href") or "" for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"
    ]
    named = [*links, *_all(metas, "og:url", "citation_abstract_html_url", "citation_fulltext_html_url")]
    return next(
        (url.strip() for url in named if re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", url.strip())), ""
    )


def _pmid(tree: html.HtmlElement, metas: dict[str, list[str]], url: str) -> str:
    """From its own element, its own address, or the one PubMed page that the page sends its reader on to."""
    declared = [pmid for pmid in _all(metas, "citation_pmid") if pmid.isascii() and pmid.isdigit()]
    own = _PUBMED.match(url)
    if declared or own:
        return declared[0] if declared else own[1] if own else ""
    scripts = [script.text or "" for script in tree.iter("script")]
    onward = {
        found[1] for script in scripts if _REDIRECTS.search(script) for found in _PUBMED.finditer(script)
    }
    return onward.pop() if len(onward) == 1 else ""


def _authors(metas: dict[str, list[str]]) -> tuple[str, ...]:
    listed = [name for names in metas.get("citation_authors", ()) for name in names.split(";")]
    named = _all(metas, "citation_author") or listed or _all(metas, "dc.creator", "author", "article:author")
    people = [person(name) for name in named if not name.lower().startswith(("http:", "https:", "@"))]
    return tuple(dict.fromkeys(filter(None, people)))


def _has_news_type(tree: html.HtmlElement) -> bool:
    return any(
        _NEWS_TYPE.search(script.text or "")
        for script in tree.iter("script")
        if (script.get("type") or "").lower() == "application/ld+json"
    )
