"""What format is this? Decided by the first bytes; the file's name only breaks ties."""

from __future__ import annotations

import codecs
import re

from kg.errors import ReadError

FORMATS: dict[str, str] = {
    "text": "plain text, one article: its first line is the title, every line a paragraph",
    "html": "a saved web page: the article is taken, navigation, teasers and notices are left",
    "pubmed": "PubMed or MEDLINE XML, one citation or a whole file",
    "jats": "JATS XML, the full text of an article as PubMed Central and publishers give it",
    "pdf": "PDF with text in it (no scans): paragraphs up to the references",
    "markdown": "Markdown, with or without YAML front matter",
    "feed": "RSS or Atom: each item's own text",
    "bioc": "BioC XML: the passages of its documents, without annotations",
    "biocjson": "BioC JSON, also as PubTator 3 gives it: the same",
    "pubtator": "PubTator's id|t|title and id|a|abstract lines, without annotations",
    "jsonl": 'JSON lines of {"id", "text"}: each text is taken exactly as it is',
}

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_FOREIGN = {
    b"\xd0\xcf\x11\xe0": "an office document; save it as text",
    b"Rar!": "a RAR archive; unpack it first",
    b"7z\xbc\xaf": "a 7-Zip archive; unpack it first",
    b"{\\rtf": "rich text; save it as plain text",
}
_PROLOGUE = re.compile(
    r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE\s+[^<>\[]*(?:\[.*?\]\s*)?>\s*)*", re.DOTALL | re.I
)
_ELEMENT = re.compile(r"<([A-Za-z][\w.:-]*)")
_PUBMED_ROOTS = {
    "PubmedArticleSet",
    "PubmedArticle",
    "PubmedBookArticle",
    "MedlineCitationSet",
    "MedlineCitation",
}
_JATS_ROOTS = {"pmc-articleset", "OAI-PMH"}
#: what an <article> that is none of HTML's has
_JATS_MARK = re.compile(
    r"""-//NLM//DTD|\barticle-type\s*=|\bdtd-version\s*=|<front[\s>]|<journal-meta[\s>]"""
)
_BIOC_JSON = re.compile(r'\s*[\[{].*?"(?:passages|PubTator3)"\s*:\s*\[', re.DOTALL)
_BIOC_XML = re.compile(r"BioC|<(?:source|date|key|document|infon)\b")
_PUBTATOR = re.compile(r"\s*[^\s|]{1,200}\|[ta]\|")
_FEED_ROOTS = {"rss", "feed", "RDF"}
_FRONT_MATTER = re.compile(
    r"---[ \t]*\r?\n(?:[\w-]+:.*\r?\n|[ \t]+\S.*\r?\n|- .*\r?\n)+(?:---|\.\.\.)[ \t]*(?:\r?\n|$)"
)
_TOP_HEADING = re.compile(r"\s*#{1,6} \S")
_HTML_ROOTS = {
    "html",
    "head",
    "body",
    "meta",
    "title",
    "div",
    "article",
    "main",
    "section",
    "p",
    "h1",
    "span",
}
_MEDIA_TYPES = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "text/markdown": "markdown",
    "application/jsonl": "jsonl",
    "application/x-ndjson": "jsonl",
    "text/plain": "text",
}
_HTML_DOCTYPE = re.compile(r"<!doctype\s+html\b", re.I)
_HTML_MARK = re.compile(r"<(?:html|head|body)\b", re.I)


def find_bom(data: bytes) -> tuple[str, int] | None:
    """The encoding that a byte order mark names, and the length of the mark."""
    return next(((encoding, len(bom)) for bom, encoding in _BOMS if data.startswith(bom)), None)


def recognise(head: bytes, name: str, media_type: str = "") -> str:
    """The key of `FORMATS` for a source that begins like this; a ReadError says what it is instead.

    Where the content leaves it open, the media type decides, and without one the ending of the name.
    """
    if not head.strip():
        raise ReadError(name, "empty")
    for magic, what in _FOREIGN.items():
        if head.startswith(magic):
            raise ReadError(name, what)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    encoding, skip = find_bom(head) or ("utf-8", 0)
    start = head[skip:].decode(encoding, "replace")
    if _BIOC_JSON.match(start):
        return "biocjson"
    if _PUBTATOR.match(start):
        return "pubtator"
    if re.match(r'\s*(?:\{[ \t]*\r?\n\s*"|\[\s*\{)', start):
        raise ReadError(name, 'JSON, but not JSON lines; write one {"id": …, "text": …} a line')
    if re.match(r'\s*\{[ \t]*["}]', start):
        return "jsonl"
    if _FRONT_MATTER.match(start) or _TOP_HEADING.match(start):
        return "markdown"
    return _of_markup(start, name) or _of_media_type(media_type) or _of_name(name) or "text"


def _of_markup(start: str, name: str) -> str | None:
    """html or pubmed, or None where this is not markup; XML of another kind is refused by name."""
    prologue = _PROLOGUE.match(start)
    at = prologue.end() if prologue else 0
    root = _ELEMENT.match(start, at)
    if root is None:
        return "html" if _HTML_DOCTYPE.search(start, 0, at) else None
    if root[1] in _PUBMED_ROOTS:
        return "pubmed"
    if root[1] == "collection" and _BIOC_XML.search(start):
        return "bioc"
    if root[1].rpartition(":")[2] in _FEED_ROOTS:
        return "feed"
    local = root[1].rpartition(":")[2]
    if local in _JATS_ROOTS or (local == "article" and _JATS_MARK.search(start)):
        return "jats"
    is_xml = "<?xml" in start[:at] or "<!doctype" in start[:at].lower()
    if root[1].lower() == "html" or _HTML_DOCTYPE.search(start, 0, at):
        return "html"
    if not is_xml and (root[1].lower() in _HTML_ROOTS or _HTML_MARK.search(start)):
        return "html"
    raise ReadError(name, f"markup of a kind that litkg does not read (its first element is {root[1]})")


def _of_media_type(media_type: str) -> str | None:
    return _MEDIA_TYPES.get(media_type.partition(";")[0].strip().lower())


def _of_name(name: str) -> str | None:
    stem = name.lower().removesuffix(".gz")
    endings = {
        ".html": "html",
        ".htm": "html",
        ".xhtml": "html",
        ".jsonl": "jsonl",
        ".ndjson": "jsonl",
        ".nxml": "jats",
        ".md": "markdown",
        ".markdown": "markdown",
        ".pubtator": "pubtator",
        ".xml": "pubmed",
    }
    return next((format for ending, format in endings.items() if stem.endswith(ending)), None)
