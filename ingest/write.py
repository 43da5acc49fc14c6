"""How is what was read out of documents written for other programs? As JSON lines, BioC or PubTator, one by one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import chain
from typing import Any

from lxml import etree

from ingest.extract import Extraction, public_identifier
from ingest.relate.relator import Relation
from kg.model import Mention, Section
from kg.vocabulary import qualifiers

#: the forms of ``litkg extract --format``
FORMS: dict[str, str] = {
    "json": "JSON lines, with everything that is known of a mention and a statement",
    "bioc": "a BioC XML collection",
    "biocjson": "a BioC JSON collection",
    "pubtator": "PubTator's lines; statements that are denied are left out, since it cannot say so",
}


def write(extractions: Iterable[Extraction], form: str) -> Iterator[str]:
    """The pieces of text that make a file of this form, one or more for each document; offsets are code points.

    :raises ValueError: for a form that is not one of `FORMS`
    """
    writers: dict[str, Callable[[Iterable[Extraction]], Iterator[str]]] = {
        "json": _json_lines,
        "bioc": _bioc,
        "biocjson": _bioc_json,
        "pubtator": _pubtator,
    }
    if form not in writers:
        raise ValueError(f"no such form: {form!r}; one of {', '.join(FORMS)}")
    return writers[form](extractions)


def _json_lines(extractions: Iterable[Extraction]) -> Iterator[str]:
    for extraction in extractions:
        yield json.dumps(extraction.as_json(), ensure_ascii=False) + "\n"


def _bioc_json(extractions: Iterable[Extraction]) -> Iterator[str]:
    head = {"source": "litkg", "date": date.today().isoformat(), "key": "litkg.key", "infons": {}}
    yield json.dumps(head)[:-1] + ', "documents": ['
    for number, extraction in enumerate(extractions):
        yield (",\n" if number else "\n") + json.dumps(_document(extraction), ensure_ascii=False)
    yield "\n]}\n"


def _bioc(extractions: Iterable[Extraction]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE collection SYSTEM "BioC.dtd">\n'
    yield f"<collection><source>litkg</source><date>{date.today().isoformat()}</date><key>litkg.key</key>\n"
    for extraction in extractions:
        element = _element(_document(extraction))
        yield etree.tostring(element, encoding="unicode") + "\n"
    yield "</collection>\n"


def _document(extraction: Extraction) -> dict[str, Any]:
    """The document as BioC JSON has it: a passage a section, relations beside the passages."""
    document = extraction.document
    known = {
        "title": document.title,
        "doi": document.doi,
        "pmid": document.pmid,
        "pmcid": document.pmcid,
        "year": document.date[:4],
        "journal": document.journal,
        "url": document.url,
        "license": document.licence,
    }
    sections = document.sections or (Section("text", "", 0, len(document.text)),)
    numbered = list(enumerate(extraction.mentions))
    return {
        "id": document.pmid or document.id,
        "infons": {key: value for key, value in known.items() if value},
        "passages": [_passage(extraction, section, numbered) for section in sections],
        "annotations": [],
        "relations": [_relation(number, r) for number, r in enumerate(extraction.relations)],
    }


def _passage(extraction: Extraction, section: Section, mentions: list[tuple[int, Mention]]) -> dict[str, Any]:
    here = (pair for pair in mentions if section.start <= pair[1].span.start < section.end)
    return {
        "infons": {"type": section.kind} | ({"section": section.title} if section.title else {}),
        "offset": section.start,
        "text": extraction.document.text[section.start : section.end],
        "sentences": [],
        "annotations": [_annotation(number, mention, extraction) for number, mention in here],
        "relations": [],
    }


def _annotation(number: int, mention: Mention, extraction: Extraction) -> dict[str, Any]:
    return {
        "id": f"T{number}",
        "infons": {
            "type": _category(mention),
            "identifier": _identifier(mention, extraction),
            "score": str(mention.score),
        },
        "text": mention.text,
        "locations": [{"offset": mention.span.start, "length": mention.span.end - mention.span.start}],
    }


def _relation(number: int, relation: Relation) -> dict[str, Any]:
    told = {
        "type": relation.relation,
        **{
            key.rpartition(":")[2]: value
            for key, value in qualifiers(relation.relation, relation.aspect).items()
        },
        "negated": str(relation.negated).lower(),
        "hedged": str(relation.hedged).lower(),
        "score": str(relation.score),
        "sentence": f"{relation.sentence.start}-{relation.sentence.end}",
    }
    nodes = [
        {"refid": f"T{relation.subject}", "role": "subject"},
        {"refid": f"T{relation.object}", "role": "object"},
    ]
    return {"id": f"R{number}", "infons": told, "nodes": nodes}


def _category(mention: Mention) -> str:
    return mention.category.value.removeprefix("biolink:")


def _identifier(mention: Mention, extraction: Extraction) -> str:
    entity = next(e for e in extraction.entities if e.id == mention.entity)
    return public_identifier(entity) or "-"


def _element(document: dict[str, Any]) -> etree._Element:
    element = etree.Element("document")
    _add(element, "id", document["id"])
    _add_infons(element, document["infons"])
    for passage in document["passages"]:
        inner = etree.SubElement(element, "passage")
        _add_infons(inner, passage["infons"])
        _add(inner, "offset", str(passage["offset"]))
        _add(inner, "text", passage["text"])
        for told in passage["annotations"]:
            annotation = etree.SubElement(inner, "annotation", id=told["id"])
            _add_infons(annotation, told["infons"])
            for place in told["locations"]:
                etree.SubElement(annotation, "location", {key: str(value) for key, value in place.items()})
            _add(annotation, "text", told["text"])
    for told in document["relations"]:
        relation = etree.SubElement(element, "relation", id=told["id"])
        _add_infons(relation, told["infons"])
        for node in told["nodes"]:
            etree.SubElement(relation, "node", node)
    return element


#: what XML cannot hold becomes a character of the same length
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _add(element: etree._Element, name: str, text: str) -> etree._Element:
    child = etree.SubElement(element, name)
    child.text = _NOT_XML.sub("\ufffd", text)
    return child


def _add_infons(element: etree._Element, infons: dict[str, str]) -> None:
    for key, value in infons.items():
        _add(element, "infon", value).set("key", key)


_BREAK = re.compile(r"[\r\n\t\v\f\x1c-\x1e\x85\u2028\u2029]")


def _pubtator(extractions: Iterable[Extraction]) -> Iterator[str]:
    """The first line of a text is its title, the rest its abstract, with blanks for line breaks: offsets hold."""
    for extraction in extractions:
        document = extraction.document
        name = re.sub(r"[\s|]", "_", document.pmid or document.id)
        title, _, rest = document.text.partition("\n")
        lines = [f"{name}|t|{_flat(title)}", f"{name}|a|{_flat(rest)}"]
        for mention in extraction.mentions:
            where = (name, str(mention.span.start), str(mention.span.end), _flat(mention.text))
            lines.append("\t".join((*where, _category(mention), _identifier(mention, extraction))))
        told = (r for r in extraction.relations if not r.negated)
        lines += dict.fromkeys(chain.from_iterable(_told(name, relation, extraction) for relation in told))
        yield "\n".join(lines) + "\n\n"


def _flat(text: str) -> str:
    return _BREAK.sub(" ", text)


def _told(name: str, relation: Relation, extraction: Extraction) -> Iterator[str]:
    sides = (extraction.mentions[relation.subject], extraction.mentions[relation.object])
    first, second = (_identifier(side, extraction) for side in sides)
    if "-" not in (first, second):
        yield "\t".join((name, relation.relation, first, second, "Hedged" if relation.hedged else "Stated"))
