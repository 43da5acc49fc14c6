"""In which encoding is a web page? By byte order mark, own declaration, or UTF-8; never by a guess."""

from __future__ import annotations

import codecs
import re

from ingest.read.formats import find_bom
from kg.errors import ReadError

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]{0,200}?encoding=["']([\w.:-]+)""", re.I
)
_DECLARED_WITHIN = 4096
_WEB = re.compile(
    r"utf-?8|iso-?8859-?\d+|latin-?\d+|windows-?\d+|cp-?\d+|koi8-[ru]|gb2312|gbk|gb18030|big5(?:-hkscs)?|shift[_-]jis|sjis"
    r"|euc-?(?:jp|kr)|iso-2022-jp|us-ascii|ascii|macintosh|tis-620",
    re.I,
)
# as the HTML standard has it: pages that declare these are written in the wider Windows code page
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}
_FEW = 1000
"""One character in so many may be unreadable: pages have a stray byte in an advertisement."""


def decode_html(data: bytes, name: str, charset: str = "") -> str:
    """The page as text; ``charset`` is what the server says.

    A few bytes that are wrong become U+FFFD; a page of them, or a NUL, is an error.
    """
    encoding, skip = _encoding(data, charset)
    text = (
        _strictly(data, skip, encoding)
        or _strictly(data, skip, "utf-8")
        or data[skip:].decode(encoding, "replace")
    )
    if "\0" in text:
        raise ReadError(
            name, f"a NUL character at offset {text.index(chr(0))}: binary data, or a damaged page"
        )
    if text.count("\ufffd") * _FEW > len(text):
        raise ReadError(
            name, f"not in the encoding that it declares, or none declared; not readable as {encoding}"
        )
    return text


def _strictly(data: bytes, skip: int, encoding: str) -> str | None:
    try:
        return data[skip:].decode(encoding)
    except UnicodeDecodeError:
        return None


def _encoding(data: bytes, charset: str) -> tuple[str, int]:
    """The encoding, and the length of the byte order mark that names it."""
    if bom := find_bom(data):
        return bom
    found = _DECLARED.search(data[:_DECLARED_WITHIN])
    declared = (found[1] or found[2]).decode("ascii", "replace") if found else ""
    return web_encoding(charset) or web_encoding(declared) or "utf-8", 0


def web_encoding(label: str) -> str:
    """The codec for what web sites call an encoding; empty for none that they use.

    >>> web_encoding("ISO-8859-1"), web_encoding("rot13")
    ('cp1252', '')
    """
    if not _WEB.fullmatch(label):
        return ""
    try:
        canonical = codecs.lookup(label).name
    except LookupError:
        return ""
    return _WIDER.get(canonical, canonical)
