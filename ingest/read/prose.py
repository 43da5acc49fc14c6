"""What of an article's XML is prose? References to the literature, formulae's source and footnotes' marks are not."""

from __future__ import annotations

import re

from lxml import etree

#: stand for a pointer to the literature that is written in words, until it is known whether it stands in brackets
_OPEN, _CLOSE = "\ue000", "\ue001"
_POINTER = f"{_OPEN}[^{_CLOSE}]*{_CLOSE}"
_BETWEEN = (
    r"(?:\s|[,;–—-]|\b(?:see|also|and|e\.?g\.?|i\.?e\.?|cf\.?|reviewed in|ref(?:s|erences?)?\.?)\b\.?,?|\.)"
)
#: brackets that hold nothing but pointers, or nothing at all any more
_EMPTIED = re.compile(rf"\s*(?:\((?:{_BETWEEN}|{_POINTER})*\)|\[(?:{_BETWEEN}|{_POINTER})*\])")
_MARKS = re.compile(f"[{_OPEN}{_CLOSE}]")
#: commas between pointers that are gone
_COMMAS = re.compile(r"\s*[,;](?:\s*[,;])+\s*([.:]|$)?")
_BEFORE_STOP = re.compile(r"\s+(?=[.,;:)\]](?:\s|$))")
_NUMBERED = re.compile(r"[\d\s,;–—\-*†‡§a-c\[\]().]*")

_DROPPED = frozenset(
    "tex-math ref-list fn table-wrap-foot object-id alt-text long-desc email ext-link-group".split()
)
#: pointers that name nothing: to the literature, to footnotes, addresses and authors
_POINTING = frozenset("bibr ref fn table-fn aff corresp author-notes contrib".split())


def prune(article: etree._Element) -> None:
    """Take out of the element what is not to be read; its namespaces must be gone."""
    for element in list(article.iter("xref", *_DROPPED)):
        if element.tag in _DROPPED:
            take_out(element)
        elif element.get("ref-type") in _POINTING:
            _unpoint(element)
    for index in list(article.iter("sup")):
        if _is_emptied(index):
            take_out(index)


def _unpoint(pointer: etree._Element) -> None:
    """Take out a pointer in numbers or signs; mark one in words ("Smith et al., 2004")."""
    written = "".join(pointer.itertext())
    if _NUMBERED.fullmatch(written) or pointer.get("ref-type") not in ("bibr", "ref"):
        parent = pointer.getparent()
        if parent is not None and parent.tag == "sup":
            parent.set("pointers", "yes")
        take_out(pointer)
        return
    for child in list(pointer):
        pointer.remove(child)
    pointer.text = f"{_OPEN}{written}{_CLOSE}"


def _is_emptied(index: etree._Element) -> bool:
    written = "".join(index.itertext())
    return index.get("pointers") == "yes" and not re.search(r"\w", written)


def take_out(element: etree._Element) -> None:
    """Remove an element from its parent, and leave the text behind it where it is."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    element.tail = None
    parent.remove(element)


def cleaned(text: str) -> str:
    """The text without the brackets that pointers to the literature stood in.

    >>> cleaned("cells [, ] secrete IL-2 (\\ue000Smith, 2004\\ue001; see also \\ue000Lee, 2010\\ue001) .")
    'cells secrete IL-2.'
    >>> cleaned("as \\ue000Smith et al.\\ue001 found (in mice)")
    'as Smith et al. found (in mice)'
    >>> cleaned("of liver disease,,,. Effective,, but slow"), cleaned("as shown (e.g.,)")
    ('of liver disease. Effective, but slow', 'as shown')
    """
    text = _EMPTIED.sub("", _EMPTIED.sub("", text))  # brackets stand in brackets
    text = _COMMAS.sub(lambda commas: commas[1] or ", ", text)
    return _BEFORE_STOP.sub("", _MARKS.sub("", text)).strip()
