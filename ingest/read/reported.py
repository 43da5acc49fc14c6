"""On which articles does a page report? Those that its text links to or names by their identifiers, if they are few."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from lxml import html

from ingest.read.metadata import find_doi

MOST = 3
"""A page that points to more articles than this uses them as references and reports on none in particular."""

_LONGEST = 2000
_PUBMED = re.compile(
    r"//(?:pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/(?:pubmed|m/pubmed))/(\d{1,9})\b"
)
_PMC = re.compile(
    r"//(?:pmc\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/pmc|europepmc\.org)/articles?/.*?(PMC\d+)",
    re.I,
)
_NATURE = re.compile(r"//(?:www\.)?nature\.com/articles/([a-z]{1,10}[\w.-]*\d[\w.-]*)", re.I)
_ARXIV = re.compile(r"//arxiv\.org/(?:abs|pdf)/(\d{4}\.\d{4,5})")
#: what publishers put behind a DOI in their addresses: the form of the text, its version, a session
_AFTER_DOI = re.compile(
    r"(?:[;?#&].*|/(?:full(?:text)?|abstract|abs|summary|pdf|epdf|epub|meta|html|tables|figures|references|pdfdirect)\b.*"
    r"|\.(?:full|abstract|long|short|pdf|article-info)\b.*|v\d+(?=$|[.])|/)+$",
    re.I,
)
#: journals whose articles' addresses hold no DOI
_JOURNALS = re.compile(
    r"(?:.*\.)?(?:bmj\.com|cell\.com|thelancet\.com|jamanetwork\.com|sciencedirect\.com|pnas\.org|academic\.oup\.com"
    r"|aacrjournals\.org|jci\.org|elifesciences\.org|mdpi\.com|biomedcentral\.com|journals\.lww\.com|nejm\.org"
    r"|rupress\.org|sciencemag\.org|eurosurveillance\.org)"
)
_ARTICLE_PATH = re.compile(
    r"/(?:article|content|fulltext|pii|abs|journals)[a-z]*/.*\d|/\d{4}-\d{3}[\dx]/\d+/\d+", re.I
)
#: where press releases and news sites name the article that they are about
_NAMED = re.compile(
    r"^(?:journal reference|(?:original )?(?:publication|paper|study|source)|more information|reference|article"
    r"|(?:the )?(?:paper|study) (?:is|was)|doi)\b.{0,12}[:.]",
    re.I,
)


def articles_reported(tree: html.HtmlElement, paragraphs: Iterable[str]) -> tuple[str, ...]:
    """DOIs, PubMed and PMC identifiers, and addresses at journals, each once, in the order of the page.

    What stands under "Journal reference" or the like goes before what the rest of the text points to.
    """
    named = [_doi(text) for text in paragraphs if _NAMED.match(text) and find_doi(text)]
    if named:
        return tuple(dict.fromkeys(f"DOI:{doi}" for doi in named))[:MOST]
    linked = tuple(dict.fromkeys(filter(None, map(article_at, _links(tree)))))
    return linked if len(linked) <= MOST else ()


def _links(tree: html.HtmlElement) -> Iterable[str]:
    for link in tree.iter("a"):
        if not any(outer.tag in ("nav", "footer", "aside", "header") for outer in link.iterancestors()):
            yield link.get("href") or ""


def article_at(address: str) -> str:
    """The article that a link leads to; empty where it leads elsewhere.

    >>> article_at("https://www.nature.com/articles/s41550-019-0933-6?proof=t")
    'DOI:10.1038/s41550-019-0933-6'
    >>> article_at("http://casereports.bmj.com/lookup/doi/10.1136/bcr-2019-231237")
    'DOI:10.1136/bcr-2019-231237'
    >>> article_at("https://www.biorxiv.org/content/10.1101/2020.01.30.927871v2.full.pdf")
    'DOI:10.1101/2020.01.30.927871'
    """
    written = address.strip()
    if len(written) > _LONGEST:
        return ""
    for pattern, scheme in (
        (_PUBMED, "PMID:"),
        (_PMC, "PMC:"),
        (_NATURE, "DOI:10.1038/"),
        (_ARXIV, "DOI:10.48550/arxiv."),
    ):
        if found := pattern.search(written):
            return scheme + found[1]
    if doi := _doi(unquote(written)):
        return f"DOI:{doi}"
    try:
        parts = urlsplit(written)
    except ValueError:
        return ""
    is_article = parts.scheme in ("http", "https") and _ARTICLE_PATH.search(parts.path)
    return written if is_article and _JOURNALS.fullmatch(parts.hostname or "") else ""


def _doi(text: str) -> str:
    return _AFTER_DOI.sub("", find_doi(text))
