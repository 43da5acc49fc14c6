"""How do a reader's paragraphs become one canonical text with sections?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from kg.model import Section


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph on its way into a document: the kind and heading of its section, and its text."""

    kind: str
    text: str
    heading: str = ""


def on_one_line(text: str) -> str:
    """The text with every run of white space, line breaks and no-break spaces included, as one space.

    >>> on_one_line(" anti-PD-1\\u00a0 therapy\\n")
    'anti-PD-1 therapy'
    """
    return " ".join(text.split())


def assemble(blocks: Iterable[Block]) -> tuple[str, tuple[Section, ...]]:
    """Join blocks by line breaks; neighbours of one kind and heading share a section, empty ones vanish.

    >>> assemble([Block("title", "Macrophages"), Block("body", "They eat."), Block("body", "They rest.")])[1]
    (Section(kind='title', title='', start=0, end=11), Section(kind='body', title='', start=12, end=32))
    """
    sections: list[Section] = []
    texts: list[str] = []
    end = -1
    for block in blocks:
        if not block.text:
            continue
        start, end = end + 1, end + 1 + len(block.text)
        texts.append(block.text)
        last = sections[-1] if sections else None
        if last and (last.kind, last.title) == (block.kind, block.heading):
            start = sections.pop().start
        sections.append(Section(block.kind, block.heading, start, end))
    return "\n".join(texts), tuple(sections)


def document_id_of_text(text: str) -> str:
    """The identifier of a document that has no other: ``text:``, then the first 16 hexadecimal digits of the
    SHA-256 of its text.

    >>> document_id_of_text("Macrophages secrete sClever-1.")
    'text:fe22f1092d3e0f48'
    """
    return "text:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def document_id(text: str, *, pmid: str = "", doi: str = "", url: str = "") -> str:
    """The best identifier that is known: PubMed before DOI before address before the hash of the text.

    >>> document_id("", doi="10.1/x", url="https://example.org/")
    'DOI:10.1/x'
    """
    if pmid:
        return f"PMID:{pmid}"
    if doi:
        return f"DOI:{doi}"
    return url or document_id_of_text(text)
