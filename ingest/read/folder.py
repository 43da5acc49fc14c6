"""Which files does a name on the command line stand for? A file, all files of a folder, or what a pattern matches."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from pathlib import Path

from kg.errors import ReadError

#: what lies beside saved pages and is never an article
_BESIDE = frozenset(
    ".png .jpg .jpeg .gif .webp .svg .ico .bmp .tif .tiff .css .js .mjs .map .woff .woff2 .ttf .eot .mp3 .mp4 .webm "
    ".avi .mov .py .pyc .sqlite .db .lock .md5 .sha256 .csv .tsv .xls .xlsx .ppt .pptx".split()
)


def files(name: str) -> Iterator[Path | ReadError]:
    """The files that a name stands for, in order of their paths.

    A folder stands for all files below it but hidden ones and pictures, style sheets, scripts, fonts, films and tables;
    links to folders are not followed. A name with ``*``, ``?`` or ``[`` that no file has is a pattern, in which ``**``
    stands for any folders. A pattern or folder without a file is an error.
    """
    path = Path(name)
    if path.is_dir():
        yield from _or_error(_below(path), name, "holds no file to read")
    elif glob.has_magic(name) and not path.exists():
        found = sorted(glob.glob(name, recursive=True))
        inside = (f for one in found for f in (_below(Path(one)) if Path(one).is_dir() else [Path(one)]))
        yield from _or_error(inside, name, "no file has such a name")
    else:
        yield path


def _below(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(inner for inner in folders if not inner.startswith("."))
        for name in sorted(names):
            path = Path(where, name)
            if not name.startswith(".") and path.suffix.lower() not in _BESIDE and path.is_file():
                yield path


def _or_error(found: Iterator[Path], name: str, what: str) -> Iterator[Path | ReadError]:
    none = True
    for path in found:
        none = False
        yield path
    if none:
        yield ReadError(name, what)
