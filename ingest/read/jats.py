"""How is the full text of an article read from JATS, the XML of PubMed Central and of most publishers?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from lxml import etree

from ingest.read.blocks import Block, assemble, document_id, on_one_line
from ingest.read.markup import flatten
from ingest.read.metadata import find_doi, find_licence, iso_date, language_code
from ingest.read.prose import cleaned, prune, take_out
from ingest.read.records import local_name, records
from ingest.read.source import Input, Item
from kg.errors import ReadError
from kg.model import Document, DocumentKind, Notice, Section

_SKIPPED = frozenset(
    "title label ack ref-list fn-group glossary notes bio sec-meta object-id alt-text long-desc attrib permissions "
    "disp-formula disp-formula-group tex-math kwd-group table table-wrap-foot graphic".split()
)
_FLOATS = ("fig", "table-wrap", "boxed-text", "supplementary-material", "media")
#: what may stand inside a paragraph and is text of its own
_BLOCKS = (*_FLOATS, "list", "def-list", "disp-quote", "speech", "statement", "verse-group", "fig-group")
#: abstracts that say the same again in fewer words, or are a picture
_OTHER_ABSTRACTS = re.compile(r"graphical|toc|teaser|highlights|key-?points|video|precis|web|short", re.I)
#: of the days that an article came out, the first of these that is known
_DATES = (
    "epub",
    "pub",
    "electronic",
    "epreprint",
    "ppub",
    "print",
    "collection",
    "epub-ppub",
    "pmc-release",
    "",
)
_LINK = "{http://www.w3.org/1999/xlink}href"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_PREPRINTS = re.compile(r"\b(?:bio|med|ar|chem|psy)rxiv\b|research square|preprints?\b", re.I)


def read_jats(source: Input) -> Iterator[Item]:
    """A document for each article of the file: title, abstract, the text by sections, captions of figures and tables.

    Left out are references and the marks that point to them, formulae set apart, the cells of tables,
    acknowledgements, footnotes and other back matter, and answers to reviewers. Of an article in another language
    that has an English abstract, the English title, if there is one, and abstract are read and nothing else.
    """
    found = False
    for article in records(source, ("article",)):
        found = True
        try:
            yield _document(article, source.name)
            yield from _notices(article)
        except ReadError as error:
            yield error
    if not found:
        raise ReadError(source.name, "holds no article")


def _document(article: etree._Element, name: str) -> Document:
    where = f"{name}, line {article.sourceline}"
    _without_namespaces(article)
    front = article.find("front")
    meta = None if front is None else front.find("article-meta")
    if front is None or meta is None:
        raise ReadError(where, "an article without front matter (article-meta)")
    prune(article)
    language = language_code(article.get(_LANGUAGE, "en"))
    title, translated = _title(meta, language)
    blocks = [Block("title", title), *_abstract(meta, translated, language)]
    if not translated:
        blocks += _body(article)
    text, sections = assemble(Block(b.kind, cleaned(b.text), cleaned(b.heading)) for b in blocks)
    if not text:
        raise ReadError(where, "an article with neither title nor text")
    ids = {kind: _identifier(meta, kind) for kind in ("pmid", "pmc", "pmcid", "doi")}
    pmcid, doi = _pmcid(ids["pmcid"] or ids["pmc"]), find_doi(ids["doi"])
    journal = _first(front, "journal-meta//journal-title")
    return Document(
        id=_document_id(text, pmcid, doi, ids["pmid"]),
        text=text,
        title=cleaned(title),
        sections=sections,
        kind=_kind(article, journal, sections),
        url=_address(pmcid, doi),
        doi=doi,
        pmid=ids["pmid"],
        pmcid=pmcid,
        date=_date(meta),
        publisher=_first(front, "journal-meta/publisher/publisher-name"),
        journal=journal,
        authors=tuple(filter(None, map(_author, meta.iterfind("contrib-group/contrib")))),
        language="en" if translated else language,
        licence=_licence(meta),
        notices=_own_notices(meta),
    )


#: by the kind of article, what one that is about another tells of it
_TELLS = {
    "retraction": "retraction",
    "withdrawal": "retraction",
    "removal": "retraction",
    "expression-of-concern": "expression of concern",
    "correction": "erratum",
    "corrigendum": "erratum",
    "erratum": "erratum",
}
_ABOUT = re.compile(r"(?:corrected|retracted|removed|withdrawn)-article|object-of-concern")


#: by the kind of link, what the article says was published about it
_TOLD = {
    "retraction-forward": "retraction",
    "concern-forward": "expression of concern",
    "expression-of-concern": "expression of concern",
    "correction-forward": "erratum",
}


def _own_notices(meta: etree._Element) -> tuple[str, ...]:
    linked = (link.get("related-article-type", "") for link in meta.iterfind("related-article"))
    return tuple(dict.fromkeys(_TOLD[kind] for kind in linked if kind in _TOLD))


def _notices(article: etree._Element) -> Iterator[Notice]:
    says = _TELLS.get(article.get("article-type", ""))
    for link in article.iterfind("front/article-meta/related-article") if says else ():
        doi = find_doi(link.get(_LINK, ""))
        if doi and says and _ABOUT.fullmatch(link.get("related-article-type", "")):
            yield Notice(f"DOI:{doi}", says)


def _without_namespaces(article: etree._Element) -> None:
    for element in article.iter(etree.Element):
        element.tag = local_name(element)


def _first(element: etree._Element, path: str) -> str:
    found = element.find(path)
    return "" if found is None else flatten(found)


def _identifier(meta: etree._Element, kind: str) -> str:
    return _first(meta, f"article-id[@pub-id-type='{kind}']")


def _pmcid(written: str) -> str:
    number = re.fullmatch(r"(?:PMC)?(\d+)(?:\.\d+)?", written)
    return f"PMC{number[1]}" if number else ""


def _document_id(text: str, pmcid: str, doi: str, pmid: str) -> str:
    """A full text has an identifier of its own beside that of its abstract in PubMed, which it does not replace."""
    if pmcid:
        return f"PMC:{pmcid}"
    return document_id(text, doi=doi) if doi else document_id(text, pmid=pmid)


def _address(pmcid: str, doi: str) -> str:
    if pmcid:
        return f"https://www.ncbi.nlm.nih.gov/pmc/articles/{pmcid}/"
    return f"https://doi.org/{doi}" if doi else ""


def _title(meta: etree._Element, language: str) -> tuple[str, bool]:
    """The title, and whether the English abstract stands for an article in another language.

    Then the title is English, too, or none.
    """
    if language not in ("en", "") and _english_abstract(meta) is not None:
        groups = meta.iterfind("title-group/trans-title-group")
        english = (group for group in groups if language_code(group.get(_LANGUAGE, "")) == "en")
        return next((_first(group, "trans-title") for group in english), ""), True
    title, subtitle = _first(meta, "title-group/article-title"), _first(meta, "title-group/subtitle")
    return f"{title}: {subtitle}" if title and subtitle else title, False


def _english_abstract(meta: etree._Element) -> etree._Element | None:
    """Of an article in another language."""
    plain = (a for a in meta.iterchildren("trans-abstract", "abstract") if _is_plain(a))
    return next((a for a in plain if language_code(a.get(_LANGUAGE, "")) == "en"), None)


def _abstract(meta: etree._Element, translated: bool, language: str) -> Iterator[Block]:
    chosen = _english_abstract(meta) if translated else _main_abstract(meta, language)
    if chosen is not None:
        yield from _blocks(chosen, "abstract", "")


def _main_abstract(meta: etree._Element, language: str) -> etree._Element | None:
    """The first abstract in the article's own language, else the first."""
    plain = list(filter(_is_plain, meta.iterfind("abstract")))
    own = (a for a in plain if language_code(a.get(_LANGUAGE, language)) == language)
    return next(chain(own, plain), None)


def _is_plain(abstract: etree._Element) -> bool:
    return not _OTHER_ABSTRACTS.search(abstract.get("abstract-type", ""))


def _body(article: etree._Element) -> Iterator[Block]:
    for part in ("body", "floats-group"):
        if (found := article.find(part)) is not None:
            yield from _blocks(found, "body", "")
    for appendix in article.iterfind("back/app-group/app"):
        yield from _section(appendix, "body", "")


def _blocks(element: etree._Element, kind: str, heading: str) -> Iterator[Block]:
    """The paragraphs inside an element; what is neither a paragraph nor a place for some is left out."""
    yield Block(kind, on_one_line(element.text or ""), heading)
    for child in element:
        name = local_name(child)
        if name == "sec":
            yield from _section(child, kind, heading)
        elif name in _FLOATS:
            yield from _float(child, kind, heading)
        elif name in ("p", "term"):
            yield from _paragraph(child, kind, heading)
        elif name and name not in _SKIPPED:
            yield from _blocks(child, kind, heading)


def _section(section: etree._Element, kind: str, heading: str) -> Iterator[Block]:
    title = _first(section, "title").rstrip(":")
    if title and kind != "abstract":
        yield Block("heading", title, title)
    yield from _blocks(section, kind, title or heading)


def _float(element: etree._Element, kind: str, heading: str) -> Iterator[Block]:
    label = _first(element, "label").rstrip(".:")
    if local_name(element) == "boxed-text":
        yield from _section(element, kind, heading)
    for caption in element.iterfind("caption"):
        for part in caption.iterchildren("title", "p"):
            yield Block("caption", flatten(part), label or heading)


def _paragraph(paragraph: etree._Element, kind: str, heading: str) -> Iterator[Block]:
    """The paragraph's own text, then the lists, quotations and figures that stand in it."""
    inner = [e for e in paragraph.iter(*_BLOCKS) if not any(a.tag in _BLOCKS for a in _within(e, paragraph))]
    holder = etree.Element("holder")
    for element in inner:
        take_out(element)
        holder.append(element)
    yield Block(kind, flatten(paragraph), heading)
    yield from _blocks(holder, kind, heading)


def _within(element: etree._Element, outer: etree._Element) -> Iterator[etree._Element]:
    for ancestor in element.iterancestors():
        if ancestor is outer:
            return
        yield ancestor


def _kind(article: etree._Element, journal: str, sections: tuple[Section, ...]) -> DocumentKind:
    if article.get("article-type") == "preprint" or _PREPRINTS.search(journal):
        return DocumentKind.PREPRINT
    is_full = any(section.kind == "body" for section in sections)
    return DocumentKind.FULL_TEXT if is_full else DocumentKind.ABSTRACT


def _date(meta: etree._Element) -> str:
    """The day that the article came out, as precise as it is given: online before on paper."""
    known = {date.get("date-type") or date.get("pub-type") or "": date for date in meta.iterfind("pub-date")}
    for kind in (*_DATES, *known):
        if kind in known and (written := iso_date(known[kind].get("iso-8601-date") or _parts(known[kind]))):
            return written
    return ""


def _parts(date: etree._Element) -> str:
    return "-".join(filter(None, (_first(date, name) for name in ("year", "month", "day"))))


def _author(contributor: etree._Element) -> str:
    if contributor.get("contrib-type", "author") != "author":
        return ""
    for path in ("name", "name-alternatives/name"):
        if (name := contributor.find(path)) is not None:
            return " ".join(
                filter(None, (_first(name, part) for part in ("given-names", "surname", "suffix")))
            )
    return _first(contributor, "string-name") or _first(contributor, "collab")


def _licence(meta: etree._Element) -> str:
    """The address of the licence, or of its kind what the publisher says."""
    for licence in meta.iterfind("permissions/license"):
        links = (licence.get(_LINK, ""), *(e.get(_LINK, "") for e in licence.iter("ext-link", "uri")))
        written = ("".join(licence.itertext()), *links)
        if found := next(filter(None, map(find_licence, written)), ""):
            return found
        return licence.get("license-type", "")
    return ""
