"""How are JSON lines read? One document a line, its text untouched so that offsets stay true."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ingest.read.metadata import find_doi, iso_date
from ingest.read.source import Input, Item, lines
from kg.errors import ReadError
from kg.model import Document

LINE_LIMIT = 50 * 1000 * 1000
"""Bytes that one line may have."""

_NOT_TEXT = re.compile("[\0\ud800-\udfff]")
_METADATA = ("title", "url", "doi", "pmid", "date", "publisher")


def read_jsonl(source: Input) -> Iterator[Item]:
    """A document for each line of ``{"id", "text"}`` and optional title, url, doi, pmid, date, publisher.

    A line that is broken comes as an error that names its number (from 1). Blank lines are passed over.
    """
    if b"\0" in source.head:
        raise ReadError(source.name, "binary data or UTF-16; JSON lines are UTF-8")
    for number, line in enumerate(lines(source, LINE_LIMIT), start=1):
        where = f"{source.name}, line {number}"
        if line is None:
            yield ReadError(where, f"longer than {LINE_LIMIT // 1_000_000} MB")
        elif line.strip():
            try:
                yield _document(line, where)
            except ReadError as error:
                yield error


def _document(line: bytes, where: str) -> Document:
    record = _record(line, where)
    value = {key: _string(record, key, where) for key in ("id", "text", *_METADATA)}
    if not value["id"].strip():
        raise ReadError(where, 'no "id"')
    if record.get("text") is None:
        raise ReadError(where, 'no "text"')
    date = iso_date(value["date"])
    if value["date"] and not date:
        raise ReadError(where, f'the "date" is not in ISO 8601: {value["date"][:40]!r}')
    return Document(
        id=value["id"],
        text=value["text"],
        title=value["title"],
        url=value["url"],
        doi=find_doi(value["doi"]),
        pmid=value["pmid"],
        date=date,
        publisher=value["publisher"],
    )


def _record(line: bytes, where: str) -> dict[str, Any]:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ReadError(where, f"not UTF-8 at byte {error.start} of the line") from error
    except json.JSONDecodeError as error:
        raise ReadError(where, f"not JSON: {error.msg} at column {error.colno}") from error
    except (ValueError, RecursionError) as error:
        raise ReadError(where, "not JSON that can be held: a number too long or nesting too deep") from error
    if not isinstance(record, dict):
        raise ReadError(where, 'not a JSON object; every line must be one {"id": …, "text": …}')
    return record


def _string(record: dict[str, Any], key: str, where: str) -> str:
    """The value of a key; empty where there is none."""
    value = record.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ReadError(where, f'the "{key}" is not a string')
    if found := _NOT_TEXT.search(value):
        what = "a NUL character" if found.group() == "\0" else "half a surrogate pair"
        raise ReadError(where, f'the "{key}" holds {what} at offset {found.start()}')
    return value
