"""How are BioC collections read, in XML and in JSON? Their passages become the text; annotations are left.

What comes of the text is litkg's own reading of it, so that every mention and statement has its reasons.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from ingest.read.blocks import Block, assemble, document_id, document_id_of_text
from ingest.read.metadata import find_doi, find_licence, iso_date
from ingest.read.records import local_name, records
from ingest.read.source import Input, Item
from kg.errors import ReadError
from kg.model import Document, DocumentKind

_SECTIONS = {"title": "title", "front": "title", "abstract": "abstract"}
_HEADING = re.compile(r"(?:.*_)?title(?:_\d+)?(?:_caption)?")
_CAPTION = re.compile(r"(?:fig|table).*caption|fig(?:ure)?")
_LEFT_OUT = re.compile(
    r"ref(?:erence)?s?|table|table_foot\w*|footnote\w*|ack\w*|comp_int|auth_cont|suppl|keyword\w*|abbr", re.I
)
_NUMBER = re.compile(r"[1-9]\d{0,8}")
#: collections whose numbers are PubMed's
_OF_PUBMED = re.compile(r"pubmed|pubtator|pmc|medline|ncbi", re.I)
_BREAK = re.compile(r"[\r\n\t\v\f\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class _Passage:
    infons: Mapping[str, str]
    text: str


def read_bioc(source: Input) -> Iterator[Item]:
    """A document for each of a BioC XML collection, streamed at constant memory; see `_document`."""
    found = False
    origin = ""
    for record in records(source, ("document",)):
        if not found:
            parent = record.getparent()
            origin = "" if parent is None else (parent.findtext("{*}source") or "")
        found = True
        where = f"{source.name}, line {record.sourceline}"
        passages = [
            _Passage(_infons(p), _child(p, "text") or _sentences(p)) for p in _children(record, "passage")
        ]
        yield _told(_child(record, "id"), _infons(record), passages, origin, where)
    if not found:
        raise ReadError(source.name, "a BioC collection without a document")


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in element if local_name(child) == name)


def _child(element: etree._Element, name: str) -> str:
    return next(("".join(child.itertext()) for child in _children(element, name)), "")


def _sentences(passage: etree._Element) -> str:
    return " ".join(_child(sentence, "text").strip() for sentence in _children(passage, "sentence"))


def _infons(element: etree._Element) -> dict[str, str]:
    return {infon.get("key", ""): "".join(infon.itertext()).strip() for infon in _children(element, "infon")}


def read_bioc_json(source: Input) -> Iterator[Item]:
    """A document for each of a BioC JSON file: a collection, a list of them, PubTator's export, or JSON lines."""
    try:
        text = source.all().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError(source.name, f"not UTF-8 at byte {error.start}") from error
    found = False
    for number, (record, origin) in enumerate(_records_of_json(text, source.name), start=1):
        found = True
        where = f"{source.name}, document {number}"
        try:
            passages = [_passage_of_json(p) for p in record.get("passages") or ()]
            infons = _strings(record.get("infons"))
            yield _told(str(record.get("id") or ""), infons, passages, origin, where)
        except (TypeError, AttributeError) as error:
            yield ReadError(where, f"not as BioC JSON has it ({error})")
    if not found:
        raise ReadError(source.name, "a BioC collection without a document")


def _records_of_json(text: str, name: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    try:
        values = [json.loads(text)]
    except json.JSONDecodeError as whole:
        lines = [line for line in text.splitlines() if line.strip()]
        try:
            values = [json.loads(line) for line in lines] if len(lines) > 1 else []
        except json.JSONDecodeError:
            values = []
        if not values:
            raise ReadError(
                name, f"not JSON: {whole.msg} at line {whole.lineno} column {whole.colno}"
            ) from whole
    except (ValueError, RecursionError) as error:
        raise ReadError(name, "not JSON that can be held: a number too long or nesting too deep") from error
    for value in values:
        yield from _collected(value, "")


def _collected(value: Any, origin: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    """The documents inside collections, lists of them and PubTator's export, with the collection's source."""
    if isinstance(value, list):
        for inner in value:
            yield from _collected(inner, origin)
    elif isinstance(value, dict) and "passages" in value:
        yield value, origin
    elif isinstance(value, dict):
        for key in ("documents", "PubTator3"):
            if isinstance(value.get(key), list):
                for inner in value[key]:
                    if isinstance(inner, dict) and "passages" in inner:
                        yield inner, str(value.get("source") or key)


def _passage_of_json(passage: Mapping[str, Any]) -> _Passage:
    text = passage.get("text") or " ".join(str(s.get("text") or "") for s in passage.get("sentences") or ())
    if not isinstance(text, str):
        raise TypeError("a passage's text is no string")
    return _Passage(_strings(passage.get("infons")), text)


def _strings(infons: Any) -> dict[str, str]:
    return {str(key): str(value).strip() for key, value in (infons or {}).items() if value is not None}


def _told(
    name: str, infons: Mapping[str, str], passages: Iterable[_Passage], origin: str, where: str
) -> Document | ReadError:
    try:
        return _document(name.strip(), infons, list(passages), origin, where)
    except ReadError as error:
        return error


def _document(
    name: str, infons: Mapping[str, str], passages: list[_Passage], origin: str, where: str
) -> Document:
    """The document: passages joined by line breaks, each as it is written, without references and tables.

    Where a collection leaves no gaps between its passages but one character, offsets are those of the collection.
    """
    text, sections = assemble(_blocks(passages))
    if not text.strip():
        raise ReadError(where, "a document without text")
    told = {**(passages[0].infons if passages else {}), **infons}
    first = [value for key, value in told.items() if key == "journal"]
    pmcid = _pmcid(told.get("pmcid") or told.get("article-id_pmc") or "")
    pmid = _number(told.get("pmid") or told.get("article-id_pmid") or "")
    if not pmid and _NUMBER.fullmatch(name) and _OF_PUBMED.search(origin) and pmcid != f"PMC{name}":
        pmid = name
    doi = find_doi(told.get("doi") or told.get("article-id_doi") or (first[0] if first else ""))
    is_full = any(section.kind in ("body", "caption") for section in sections) and bool(pmcid or doi or pmid)
    identifier = f"PMC:{pmcid}" if pmcid and is_full else document_id(text, pmid=pmid) if pmid else name
    title = next((text[s.start : s.end] for s in sections if s.kind == "title"), told.get("title", ""))
    return Document(
        id=identifier or document_id_of_text(text),
        text=text,
        title=title.strip(),
        sections=sections,
        kind=DocumentKind.FULL_TEXT if is_full else DocumentKind.ABSTRACT if pmid else DocumentKind.TEXT,
        url=f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid else "",
        doi=doi,
        pmid=pmid,
        pmcid=pmcid,
        date=iso_date("-".join(filter(None, (told.get(part) for part in ("year", "month", "day"))))),
        journal=re.split(r"[.;]", told.get("journal", ""))[0].strip(),
        licence=find_licence(told.get("license", "")),
    )


def _blocks(passages: Sequence[_Passage]) -> Iterator[Block]:
    heading = ""
    if len(passages) == 2 and not any(passage.infons.get("type") for passage in passages):
        passages = [
            _Passage({"type": t}, p.text) for t, p in zip(("title", "abstract"), passages, strict=True)
        ]
    for passage in passages:
        kind = (passage.infons.get("type") or passage.infons.get("section") or "").lower()
        section = passage.infons.get("section_type") or ""
        if _LEFT_OUT.fullmatch(kind) or _LEFT_OUT.fullmatch(section):
            continue
        text = _BREAK.sub(" ", passage.text)
        if section == "TITLE" or (kind in _SECTIONS and not section):
            yield Block(_SECTIONS.get(kind, "title"), text)
        elif section == "ABSTRACT":
            yield Block("abstract", text)
        elif _CAPTION.fullmatch(kind):
            yield Block("caption", text, heading)
        elif _HEADING.fullmatch(kind):
            heading = text.strip()
            yield Block("heading", text, heading)
        else:
            yield Block("body", text, heading)


def _number(written: str) -> str:
    return written if _NUMBER.fullmatch(written) else ""


def _pmcid(written: str) -> str:
    number = re.fullmatch(r"(?:PMC)?(\d+)", written)
    return f"PMC{number[1]}" if number else ""
