"""What does one PubMed citation say? Its XML element becomes a document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from ingest.read.blocks import Block, assemble, on_one_line
from ingest.read.markup import flatten
from ingest.read.metadata import find_doi, iso_date, language_code
from kg.errors import ReadError
from kg.model import Document, DocumentKind, Notice

_TRANSLATED = re.compile(r"\[([^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]\.?")
_NO_TITLE = re.compile(r"(?:\[?(?:not available|in process citation)\]?)?\.?", re.I)
_TRUNCATED = re.compile(r"\s*\(ABSTRACT TRUNCATED(?: AT \d+ WORDS)?\)$")
_PMID = re.compile(r"[1-9]\d{0,8}")
_PMCID = re.compile(r"\bPMC\d+\b")


def document_of(record: etree._Element, name: str) -> Document:
    """The document of a PubmedArticle or MedlineCitation element; ReadError where it cannot be one.

    The text is the title and the abstract, each paragraph on a line of its own. A label of a structured
    abstract (BACKGROUND …) is the title of its section and not in the text. Brackets round a translated
    title are left out.
    """
    citation = record if record.tag == "MedlineCitation" else record.find("MedlineCitation")
    where = f"{name}, line {record.sourceline}"
    if citation is None:
        raise ReadError(where, "a record without a citation")
    pmid = _text(citation.find("PMID"))
    if not _PMID.fullmatch(pmid):
        raise ReadError(where, "a citation without a PubMed identifier")
    title = _title(citation)
    text, sections = assemble([Block("title", title), *_abstract(citation)])
    if not text:
        raise ReadError(where, f"PMID {pmid} has neither title nor abstract")
    return Document(
        id=f"PMID:{pmid}",
        text=text,
        title=title.removesuffix(".") if not title.endswith("..") else title,
        sections=sections,
        kind=_kind(citation),
        url=f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/",
        doi=_doi(record, citation),
        pmid=pmid,
        pmcid=_pmcid(record, citation),
        date=_date(citation),
        journal=_text(citation.find("Article/Journal/Title"))
        or _text(citation.find("MedlineJournalInfo/MedlineTA")),
        authors=tuple(filter(None, map(author_of, citation.iterfind("Article/AuthorList/Author")))),
        language=language_code(_text(citation.find("Article/Language"))),
        notices=_notices(citation),
    )


def _kind(citation: etree._Element) -> DocumentKind:
    """PubMed also holds preprints, of work that the National Institutes of Health pay for."""
    kinds = map(_text, citation.iterfind("Article/PublicationTypeList/PublicationType"))
    return DocumentKind.PREPRINT if "Preprint" in kinds else DocumentKind.ABSTRACT


#: what links from an article to a notice about it say, by the names of PubMed, and links from a notice to the article
_ABOUT_THIS = {
    "RetractionIn": "retraction",
    "RetractedandRepublishedIn": "retraction",
    "PartialRetractionIn": "expression of concern",
    "ExpressionOfConcernIn": "expression of concern",
    "ErratumIn": "erratum",
    "CorrectedandRepublishedIn": "erratum",
}
_ABOUT_ANOTHER = {
    "RetractionOf": "retraction",
    "RetractedandRepublishedFrom": "retraction",
    "PartialRetractionOf": "expression of concern",
    "ExpressionOfConcernFor": "expression of concern",
    "ErratumFor": "erratum",
    "CorrectedandRepublishedFrom": "erratum",
}


def _notices(citation: etree._Element) -> tuple[str, ...]:
    """What was published about the article, as PubMed knew when it wrote the citation."""
    kinds = map(_text, citation.iterfind("Article/PublicationTypeList/PublicationType"))
    retracted = ["retraction"] if "Retracted Publication" in kinds else []
    linked = (link.get("RefType", "") for link in _links(citation))
    return tuple(dict.fromkeys((*retracted, *(_ABOUT_THIS[kind] for kind in linked if kind in _ABOUT_THIS))))


def notices_of(record: etree._Element) -> Iterator[Notice]:
    """What a citation tells of other articles."""
    citation = record if record.tag == "MedlineCitation" else record.find("MedlineCitation")
    for link in () if citation is None else _links(citation):
        pmid, says = _text(link.find("PMID")), _ABOUT_ANOTHER.get(link.get("RefType", ""))
        if says and _PMID.fullmatch(pmid):
            yield Notice(f"PMID:{pmid}", says)


def _links(citation: etree._Element) -> list[etree._Element]:
    return citation.findall("CommentsCorrectionsList/CommentsCorrections")


def _text(element: etree._Element | None) -> str:
    return "" if element is None else flatten(element)


def _title(citation: etree._Element) -> str:
    title = _text(citation.find("Article/ArticleTitle"))
    if _NO_TITLE.fullmatch(title):
        title = _text(citation.find("Article/VernacularTitle"))
    translated = _TRANSLATED.fullmatch(title)
    return translated[1].strip() if translated else title


def _abstract(citation: etree._Element) -> Iterator[Block]:
    """The abstract, or in its place what NASA, say, wrote as one; abstracts in other languages are left out."""
    others = citation.iterfind("OtherAbstract")
    english = (other for other in others if other.get("Language", "eng") == "eng")
    chosen = citation.find("Article/Abstract")
    return paragraphs(next(english, None) if chosen is None else chosen)


def paragraphs(abstract: etree._Element | None) -> Iterator[Block]:
    """The paragraphs of an Abstract element, each with its label."""
    for part in () if abstract is None else abstract.iterfind("AbstractText"):
        label = on_one_line(part.get("Label", ""))
        yield Block("abstract", _TRUNCATED.sub("", flatten(part)), "" if label == "UNLABELLED" else label)


def _doi(record: etree._Element, citation: etree._Element) -> str:
    listed = record.find("PubmedData/ArticleIdList/ArticleId[@IdType='doi']")
    located = citation.iterfind("Article/ELocationID[@EIdType='doi']")
    valid = (element for element in located if element.get("ValidYN") != "N")
    return find_doi(_text(listed)) or find_doi(_text(next(valid, None)))


def _pmcid(record: etree._Element, citation: etree._Element) -> str:
    listed = record.find("PubmedData/ArticleIdList/ArticleId[@IdType='pmc']")
    named = [_text(listed), *map(_text, citation.iterfind("OtherID"))]
    return next((found.group() for found in map(_PMCID.search, named) if found), "")


def _date(citation: etree._Element) -> str:
    """The date of the issue, else of the electronic article; a season or a second month is left out."""
    places = map(citation.find, ("Article/Journal/JournalIssue/PubDate", "Article/ArticleDate"))
    return next(filter(None, map(date_of, places)), "")


def date_of(element: etree._Element | None) -> str:
    """The date that an element of year, month and day tells, as precise as it is given."""
    if element is None:
        return ""
    parts = [_text(element.find(name)) for name in ("Year", "Month", "Day")]
    return iso_date("-".join(filter(None, parts)) or _text(element.find("MedlineDate")))


def author_of(author: etree._Element) -> str:
    """The name of a person or a group, "" for one that PubMed knows to be wrong."""
    if author.get("ValidYN") == "N":
        return ""
    parts = (author.find(name) for name in ("ForeName", "LastName", "Suffix"))
    return " ".join(filter(None, map(_text, parts))) or _text(author.find("CollectiveName"))
