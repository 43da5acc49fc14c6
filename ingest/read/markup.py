"""How does an element with inline markup become a line of text?"""

from __future__ import annotations

import html

from lxml import etree

from ingest.read.blocks import on_one_line


def flatten(element: etree._Element) -> str:
    """The text of an element with its inline markup taken off, on one line.

    >>> flatten(etree.fromstring("<t>CD8<sup>+</sup> T cells and <i>STAB1</i></t>"))
    'CD8+ T cells and STAB1'
    """
    return on_one_line("".join(_pieces(element)))


def _pieces(element: etree._Element) -> list[str]:
    pieces = [element.text or ""]
    for child in element:
        if isinstance(child, etree._Entity):
            pieces.append(html.unescape(child.text or ""))
        elif isinstance(child.tag, str):
            _add_inline(pieces, child)
        pieces.append(child.tail or "")
    return pieces


def _add_inline(pieces: list[str], element: etree._Element) -> None:
    """Formulas lose the line breaks between their parts; an index lost its line break by pretty-printing."""
    name = etree.QName(element).localname
    text = "".join(_pieces(element))
    if name in ("sub", "sup"):
        before = pieces[-1].rstrip()
        if "\n" in pieces[-1][len(before) :]:
            pieces[-1] = before
        text = text.strip()
    pieces.append("".join(text.split()) if name == "math" else text)
