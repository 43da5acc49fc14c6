"""What is a document recognised by? Its identifiers, the sketch of its text, and what kind of source it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from pyoxigraph import NamedNode

from kg.fingerprint import alike, sketch
from kg.model import DocumentKind
from kg.rdf_reader import Facts
from kg.terms import DCTERMS, SCHEMA

#: what says that a scholarly article is a preprint: the DOIs of preprint servers, and their names
_PREPRINT_DOI = re.compile(
    r"doi:10\.(1101/(\d{4}\.\d\d\.\d\d\.)?\d{5,}|64898/|21203/rs\.|20944/preprints|26434/chemrxiv"
    r"|48550/arxiv|3123[14]/osf|22541/au\.|2139/ssrn)"
)
_PREPRINT_SERVERS = frozenset(
    ("biorxiv", "medrxiv", "arxiv", "chemrxiv", "research square", "preprints.org", "ssrn")
)
_SCHOLARLY = frozenset((DocumentKind.ABSTRACT, DocumentKind.FULL_TEXT, DocumentKind.PREPRINT))

_DOI = re.compile(r"^(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)$", re.IGNORECASE)
_PMID = re.compile(
    r"^(?:pmid:\s*|https?://(?:pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed)/)(\d{1,9})/?$",
    re.IGNORECASE,
)
_PMC = re.compile(
    r"^(?:pmcid:\s*|pmc:\s*|https?://\S*?ncbi\.nlm\.nih\.gov/(?:pmc/)?articles/)?(PMC\d+)(?:\.\d+)?/?$",
    re.IGNORECASE,
)
#: parameters of an address that say where its reader came from
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|ref|source")


def article_key(identifier: str) -> str | None:
    """What all spellings of an article's identifier or address have in common; None where it names no article.

    >>> article_key("https://doi.org/10.1000/ABC"), article_key("PMID:123"), article_key("PMC77.1")
    ('doi:10.1000/abc', 'pmid:123', 'pmc:PMC77')
    >>> article_key("http://www.lab.org/news/?utm_source=x"), article_key("https://lab.org/"), article_key("a")
    ('url:lab.org/news', None, None)
    """
    plain = identifier.strip()
    if found := _DOI.match(unquote(plain)):
        return "doi:" + found[1].rstrip(".,;").casefold()
    if found := _PMID.match(plain):
        return f"pmid:{int(found[1])}"
    if found := _PMC.match(plain):
        return f"pmc:{found[1].upper()}"
    return _address_key(plain)


def _address_key(address: str) -> str | None:
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    asked = sorted((n, v) for n, v in parse_qsl(parts.query) if not _TRACKING.fullmatch(n.casefold()))
    path = parts.path.rstrip("/") + (f"?{urlencode(asked)}" if asked else "")
    return f"url:{parts.hostname.removeprefix('www.')}{path}" if path else None


@dataclass(frozen=True, slots=True)
class Traits:
    """What a document is recognised by.

    ``kind`` is that of `kg.model.DocumentKind`, ``preprint`` or ``withdrawn``. ``keys`` are the document's own
    identifiers and ``reports`` those of the articles that it reports on, as `article_key` gives them; ``bands``
    sketch its text.
    """

    kind: str
    keys: frozenset[str]
    reports: frozenset[str]
    bands: frozenset[str]

    @property
    def _one_article(self) -> frozenset[str]:
        return self.keys | (self.reports if len(self.reports) == 1 else frozenset())

    def same_article(self, other: Traits) -> bool:
        """Whether the two have an identifier in common."""
        return not self.keys.isdisjoint(other.keys)

    def same_source(self, other: Traits) -> bool:
        """Whether the two, looked at alone, are one source."""
        return not self._one_article.isdisjoint(other._one_article) or alike(self.bands, other.bands)


def read_traits(facts: Facts, node: NamedNode) -> Traits:
    """The traits of the document that a graph describes."""
    own = facts.terms.own
    named = [facts.text(node, DCTERMS["identifier"]), facts.text(node, SCHEMA["url"])]
    named += [f"{scheme}:{facts.text(node, own[scheme])}" for scheme in ("doi", "pmid", "pmcid")]
    keys = frozenset(filter(None, map(article_key, named)))
    reports = frozenset(filter(None, map(article_key, facts.texts(node, own["reports"])))) - keys
    published = {facts.text(node, DCTERMS[name]).casefold() for name in ("isPartOf", "publisher")}
    withdrawn = bool(facts.all(node, own["withdrawn"]))
    kind = "withdrawn" if withdrawn else source_kind(facts.text(node, own["kind"]), keys, published)
    return Traits(kind, keys, reports, sketch(facts.text(node, SCHEMA["text"])))


def source_kind(kind: str, keys: Iterable[str], published: Iterable[str] = ()) -> str:
    """The kind of a document, ``preprint`` where its DOI, or who publishes it, says so.

    >>> source_kind("abstract", ["doi:10.1101/2020.01.30.927871"]), source_kind("abstract", ["doi:10.1101/gr.1"])
    ('preprint', 'abstract')
    """
    if kind not in _SCHOLARLY:
        return kind
    served = any(map(_PREPRINT_DOI.match, keys)) or not _PREPRINT_SERVERS.isdisjoint(published)
    return "preprint" if served else kind
