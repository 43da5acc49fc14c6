"""How is Markdown read? Headings name sections, paragraphs lose their markup, code and pictures are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.read.blocks import Block, assemble, document_id, on_one_line
from ingest.read.metadata import find_doi, find_licence, iso_date, language_code
from ingest.read.source import Input, Item
from ingest.read.text import decode
from kg.errors import ReadError
from kg.model import Document

LIMIT = 20 * 1000 * 1000
"""Bytes that a Markdown file may have."""

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?\r?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_UNREAD = {"image", "html_inline"}


def read_markdown(source: Input) -> Iterator[Item]:
    """One document. YAML front matter gives title, date, author(s), doi, pmid, url, language, license, publisher."""
    text = decode(source.all(LIMIT), source.name, source.origin.charset)
    matter = _FRONT_MATTER.match(text)
    told = _front_matter(matter[1], source.name) if matter else {}
    tokens = MarkdownIt("commonmark").enable("table").parse(text[matter.end() :] if matter else text)
    blocks = list(_blocks(tokens))
    title = _string(told, "title") or next((b.text for b in blocks[:1] if b.kind == "heading"), "")
    if blocks and blocks[0].kind == "heading" and blocks[0].text == title:
        blocks = [Block(b.kind, b.text, "" if b.heading == title else b.heading) for b in blocks[1:]]
    whole, sections = assemble([Block("title", title), *blocks])
    if not whole:
        raise ReadError(source.name, "empty")
    doi, pmid = find_doi(_string(told, "doi")), _string(told, "pmid")
    url = _string(told, "url", "link") or source.origin.address
    yield Document(
        id=document_id(whole, pmid=pmid if pmid.isdigit() else "", doi=doi, url=url),
        text=whole,
        title=title,
        sections=sections,
        url=url,
        doi=doi,
        pmid=pmid if pmid.isdigit() else "",
        date=iso_date(_string(told, "date")),
        publisher=_string(told, "publisher"),
        journal=_string(told, "journal"),
        authors=tuple(_strings(told.get("authors") or told.get("author"))),
        language=language_code(_string(told, "language", "lang")),
        licence=find_licence(_string(told, "license", "licence")) or _string(told, "license", "licence"),
    )


def _front_matter(text: str, name: str) -> dict[str, Any]:
    try:
        told = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        what = str(getattr(error, "problem", "") or error).split("\n")[0]
        raise ReadError(name, f"its front matter is not YAML ({what})") from error
    return {str(key).lower(): value for key, value in told.items()} if isinstance(told, dict) else {}


def _string(told: dict[str, Any], *names: str) -> str:
    value = next((told[name] for name in names if told.get(name) is not None), "")
    return on_one_line(value.isoformat() if isinstance(value, date) else _scalar(value))


def _strings(value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        name = one.get("name") if isinstance(one, dict) else one
        if written := on_one_line(_scalar(name)):
            yield written


def _scalar(value: Any) -> str:
    """A value as text, but no list or mapping: aliases can make one of a few lines that fills the memory."""
    return str(value) if isinstance(value, str | int | float) else ""


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    heading, in_heading = "", False
    row: list[str] | None = None
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            in_heading = token.type == "heading_open"
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            yield Block("table", " | ".join(row or ()), heading)
            row = None
        elif token.type == "inline":
            text = _plain(token)
            if row is not None:
                row.append(text)
            elif in_heading:
                heading = text
                yield Block("heading", text, text)
            else:
                yield Block("body", text, heading)
        elif token.type == "html_block":
            yield Block("body", on_one_line(_TAG.sub(" ", token.content)), heading)


def _plain(token: Token) -> str:
    parts = (
        " " if child.type in ("softbreak", "hardbreak") else "" if child.type in _UNREAD else child.content
        for child in token.children or ()
    )
    return on_one_line("".join(parts))
