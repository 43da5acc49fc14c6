"""How is a PDF read? Its lines in reading order become paragraphs; running heads, page numbers and references are left.

A PDF holds places of letters and no sentences: what follows from their places is a good guess and no more. Scanned
pages, tables, formulae and columns that a page was not written in the order of cannot be read well; where there is
XML or a web page of an article, that is the better source.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from ingest.read.blocks import Block, assemble, document_id, on_one_line
from ingest.read.metadata import find_doi, find_licence
from ingest.read.pdf_lines import HYPHENS, Line, lines_of
from ingest.read.source import Input, Item
from kg.errors import ReadError
from kg.model import Document, DocumentKind

_REFERENCES = re.compile(
    r"(?:\d+\.?\s*)?(?:references(?: and notes)?|bibliography|literature cited|works cited):?", re.I
)
_HEADING = re.compile(
    r"(?:\d+(?:\.\d+)*\.?\s+)?(?:abstract|summary|introduction|background|(?:materials? and )?methods"
    r"|patients and methods|results(?: and discussion)?|discussion|conclusions?|acknowledge?ments?|keywords?)\b.{0,40}",
    re.I,
)
_PLAIN_HEADING = re.compile(_HEADING.pattern.replace(r"\b.{0,40}", ":?"), re.I)
_NUMBERING = re.compile(r"(?:page\s*)?[\divxlc]+(?:\s*(?:of|/)\s*\d+)?|[-–—.\s]*", re.I)
_ENDED = re.compile(r"[.!?:][\"'”’)\]]*(?:\d+(?:[,–-]\d+)*)?$")
_NO_TITLE = re.compile(
    r"^(?:original|research|review|regular|short|brief|rapid|case|clinical)? ?(?:articles?|papers?|reports?"
    r"|communications?|reviews?|letters?|editorial)(?: open access)?$"
    r"|\bwww\.|https?:|\bdoi\b|@|^(?:arxiv:|[a-z-]+/\d{7})",
    re.I,
)
#: share of a page's height where running heads and feet stand
_MARGIN = 0.09


def read_pdf(source: Input) -> Iterator[Item]:
    """One document: paragraphs with hyphens at line ends and ligatures mended, up to the list of references."""
    lines = _without_margins(lines_of(source.all(), source.name))
    if not lines:
        raise ReadError(
            source.name, "holds no text, only pictures of it; run it through text recognition (OCR) first"
        )
    words = Counter(
        word.casefold() for line in lines for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text)
    )
    size = median(line.size for line in lines for _ in line.text)
    title, rest = _title(lines, size)
    blocks = [Block("title", _joined(title, words)), *_paragraphs(rest, size, words)]
    text, sections = assemble(blocks)
    start = " ".join(line.text for line in lines if line.page == 0)
    doi = find_doi(start)
    yield Document(
        id=document_id(text, doi=doi, url=source.origin.address),
        text=text,
        title=blocks[0].text,
        sections=sections,
        kind=DocumentKind.FULL_TEXT if doi else DocumentKind.TEXT,
        url=f"https://doi.org/{doi}" if doi else source.origin.address,
        doi=doi,
        licence=find_licence(start),
    )


def _without_margins(lines: Sequence[Line]) -> list[Line]:
    """Leave out page numbers, and what stands at the edge of several pages, whatever its numbers."""
    at_edge = [line for line in lines if _is_marginal(line)]
    shapes = Counter(shape for shape, _ in {(_shape(line), line.page) for line in at_edge})
    running = {shape for shape, pages in shapes.items() if pages >= 3}
    return [
        line
        for line in lines
        if not (_is_marginal(line) and (_shape(line) in running or _NUMBERING.fullmatch(line.text)))
    ]


def _is_marginal(line: Line) -> bool:
    return line.bottom > line.height * (1 - _MARGIN) or line.top < line.height * _MARGIN


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "0", line.text.casefold())


def _title(lines: Sequence[Line], usual: float) -> tuple[list[Line], list[Line]]:
    """The lines of the largest letters in the upper part of the first page, and all the others."""
    upper = [line for line in lines if line.page == 0 and line.top > line.height / 3 and _may_be_title(line)]
    largest = max((line.size for line in upper), default=0.0)
    if largest < usual * 1.15:
        return [], list(lines)
    start = next(number for number, line in enumerate(lines) if line in upper and line.size == largest)
    end = start
    while end < len(lines) and lines[end].page == 0 and abs(lines[end].size - largest) < 0.6:
        end += 1
    if end - start > 8:
        return [], list(lines)
    return list(lines[start:end]), [*lines[:start], *lines[end:]]


def _may_be_title(line: Line) -> bool:
    """Whether it is several words, and neither the kind of the article, an address nor the stamp of an archive."""
    return len(line.text.split()) > 1 and not _NO_TITLE.search(line.text)


def _paragraphs(lines: Sequence[Line], usual: float, words: Counter[str]) -> Iterator[Block]:
    heading = ""
    for paragraph in _grouped(lines, usual):
        text = _joined(paragraph, words)
        if _REFERENCES.fullmatch(text):
            return
        if _is_heading(paragraph, text, usual):
            heading = text
            yield Block("heading", text, text)
        else:
            yield Block("body", text, heading)


def _is_heading(paragraph: Sequence[Line], text: str, usual: float) -> bool:
    if len(paragraph) > 2 or len(text) > 120 or text.endswith((".", ",", ";")):
        return False
    return bool(_HEADING.fullmatch(text)) or (paragraph[0].size > usual * 1.08 and text[:1].isupper())


def _grouped(lines: Sequence[Line], usual: float) -> Iterator[list[Line]]:
    """Lines that are one paragraph: as near, as large and as far to the left as the lines before them."""
    if not lines:
        return
    widths = {page: _width(found) for page, found in _by_page(lines).items()}
    group = [lines[0]]
    for before, line in pairwise(lines):
        if _begins(before, line, usual, widths[before.page]):
            yield group
            group = []
        group.append(line)
    yield group


def _by_page(lines: Iterable[Line]) -> dict[int, list[Line]]:
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    return pages


def _width(lines: Sequence[Line]) -> float:
    """The width of a full line of a page's columns."""
    widths = sorted(line.right - line.left for line in lines)
    return widths[int(len(widths) * 0.7)]


def _begins(before: Line, line: Line, usual: float, width: float) -> bool:
    """Whether a paragraph begins with this line."""
    if _stands_alone(line) or _stands_alone(before):
        return True
    if abs(line.size - before.size) > usual * 0.08:
        return True
    moved = line.page != before.page or line.top > before.top + usual  # to the next column or page
    short = before.right - before.left < width * 0.85 and before.text[-1:] not in HYPHENS
    if moved:
        return bool(_ENDED.search(before.text)) and (short or not line.text[:1].islower())
    gap = before.bottom - line.top
    if gap > usual * 0.9:
        return True
    indented = usual * 0.5 < line.left - before.left < usual * 6
    return (short and bool(_ENDED.search(before.text))) or (indented and bool(_ENDED.search(before.text)))


def _stands_alone(line: Line) -> bool:
    """Whether the line is the heading of a section that most articles have."""
    return bool(_REFERENCES.fullmatch(line.text)) or (
        len(line.text) < 50 and bool(_PLAIN_HEADING.fullmatch(line.text))
    )


def _joined(lines: Sequence[Line], words: Counter[str]) -> str:
    text = ""
    for line in lines:
        for part in re.split(r"(?<=\ufffe)", line.text):
            text = _appended(text, part, words)
    return on_one_line(text.replace("\ufffe", "-"))


def _appended(text: str, part: str, words: Counter[str]) -> str:
    """Two parts of a text; at a hyphen they are one word if the document has it so, or both are lower case."""
    broken = re.search(r"([^\W\d_]+)([-\ufffe])$", text)
    following = re.match(r"[^\W\d_]+", part)
    if not broken or not following:
        return text.rstrip("\ufffe") + ("" if not text or text[-1:] in "-\ufffe" else " ") + part
    stem = text[:-1]
    whole, hyphened = broken[1] + following[0], f"{broken[1]}-{following[0]}"
    keeps = words[hyphened.casefold()] > words[whole.casefold()] or not (
        broken[1][-1].islower() and following[0][0].islower()
    )
    return f"{stem}-{part}" if keeps else stem + part
