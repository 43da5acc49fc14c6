"""Which lines stand on the pages of a PDF? Read in a process of its own, within limits of memory and time.

PDFium is a large program in C++ and PDFs come from anywhere: a page can unpack to gigabytes, and a fault in it would
end the whole run. So it runs beside us, and what it cannot do is one error.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from math import hypot
from pathlib import Path
from typing import BinaryIO

import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw

from kg.errors import ReadError

MOST_PAGES = 2_000
MEMORY, SECONDS = 1_500, 100
"""Megabytes of addresses and seconds of processor time that one PDF may take."""

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"})
#: how the library writes a hyphen at the end of a line
HYPHENS = "\ufffe\x02\u00ad"
_JUNK = re.compile(r"[\x00-\x08\x0b-\x1f\ufffd\uffff]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its text, place in points from the left and bottom of the page, and size of its letters."""

    page: int
    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    height: float


def lines_of(data: bytes, name: str) -> list[Line]:
    """The lines of all pages, in the order in which they were written.

    :raises ReadError: if it is no PDF, is locked, or takes more than `MEMORY` or `SECONDS`
    """
    command = [
        sys.executable,
        "-P",
        "-m",
        "ingest.read.pdf_lines",
    ]  # -P: nothing from the folder that we are in
    around = {**os.environ, "PYTHONPATH": os.fspath(Path(__file__).parents[2])}
    done = subprocess.run(command, input=data, capture_output=True, env=around, check=False)
    told = (
        json.loads(done.stdout)
        if done.returncode == 0
        else "a PDF that takes too much memory or time to read"
    )
    if isinstance(told, str):
        raise ReadError(name, told)
    return [Line(*values) for values in told]


def main(data: BinaryIO, out: BinaryIO) -> None:
    """Write the lines of a PDF as JSON, or a string that says what is wrong with it."""
    _limit()
    try:
        told: object = [astuple(line) for line in _lines(data.read(), "")]
    except ReadError as error:
        told = error.reason
    out.write(json.dumps(told).encode())


def _limit() -> None:
    try:
        import resource
    except ImportError:  # not there on Windows
        return
    for kind, most in ((resource.RLIMIT_AS, MEMORY * 1_000_000), (resource.RLIMIT_CPU, SECONDS)):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard < 0 else min(most, hard), hard))


def _lines(data: bytes, name: str) -> list[Line]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        what = "locked by a password" if locked else "a damaged PDF"
        raise ReadError(name, f"{what} ({error})") from error
    try:
        if len(document) > MOST_PAGES:
            raise ReadError(name, f"more than {MOST_PAGES} pages; split it")
        return [line for number in range(len(document)) for line in _of_page(document, number, name)]
    finally:
        document.close()


def _of_page(document: pypdfium2.PdfDocument, number: int, name: str) -> Iterator[Line]:
    try:
        page = document[number]
        letters = page.get_textpage()
    except pypdfium2.PdfiumError as error:
        raise ReadError(name, f"page {number + 1} is damaged ({error})") from error
    height = page.get_height()
    first = 0
    for written in letters.get_text_range().split("\r\n"):
        yield from _line(letters, number, written, first, height)
        first += len(written) + 2
    letters.close()
    page.close()


def _line(
    letters: pypdfium2.PdfTextPage, page: int, written: str, first: int, height: float
) -> Iterator[Line]:
    """The line, if something stands in it. A position in the text is one of a letter."""
    inked = [at for at, letter in enumerate(written) if not letter.isspace() and letter not in HYPHENS]
    count = letters.count_chars()
    inked = [at for at in inked if first + at < count]
    text = _JUNK.sub("", written.translate(_LIGATURES).replace("\x02", "\ufffe"))
    if not inked or not text.strip():
        return
    ends = [letters.get_charbox(first + at) for at in (inked[0], inked[len(inked) // 2], inked[-1])]
    size = _size(letters, first + inked[len(inked) // 2])
    yield Line(
        page,
        text.strip(" \t\u00a0"),
        ends[0][0],
        ends[-1][2],
        max(box[3] for box in ends),
        min(box[1] for box in ends),
        round(size, 1) or ends[1][3] - ends[1][1],
        height,
    )


def _size(letters: pypdfium2.PdfTextPage, at: int) -> float:
    """The size of a letter in points as it is shown: what its font says, scaled."""
    matrix = raw.FS_MATRIX()
    scale = hypot(matrix.c, matrix.d) if raw.FPDFText_GetMatrix(letters.raw, at, matrix) else 1.0
    return float(raw.FPDFText_GetFontSize(letters.raw, at)) * scale


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
