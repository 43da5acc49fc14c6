"""How well does our HTML reader find the article, beside bare trafilatura, on pages with a marked main text?

    python tests/benchmarks/html_reading.py FOLDER [--worst 10] [--only REGEX]

FOLDER is laid out like the article-extraction benchmark of Scrapinghub
(https://github.com/scrapinghub/article-extraction-benchmark): ``ground-truth.json`` maps a page's name to
its ``articleBody``, and ``<name>.html.gz`` (there or under ``html/``) is the page. Words are compared as
multisets, the title left out of ours as it is of theirs; figures are means over pages.

Or it is laid out like the evaluation of trafilatura: ``evaldata.json`` names for each page pieces of text that must be
``with`` it and pieces that it must be ``without``, which are counted instead of words (of all pages together).
``--only REGEX`` takes the pages whose names it matches.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import trafilatura

from ingest.read import read
from kg.model import Document

WORD = re.compile(r"\w+")
Extractor = Callable[[Path], str]


def ours(path: Path) -> str:
    found = next(read(path))
    if not isinstance(found, Document):
        return ""
    return "\n".join(found.text[s.start : s.end] for s in found.sections if s.kind != "title")


def bare(path: Path) -> str:
    data = path.read_bytes()
    return trafilatura.extract(gzip.decompress(data) if path.suffix == ".gz" else data) or ""


def precision_recall_f1(found: str, wanted: str) -> tuple[float, float, float]:
    a, b = Counter(WORD.findall(found)), Counter(WORD.findall(wanted))
    shared = (a & b).total()
    precision, recall = shared / max(a.total(), 1), shared / max(b.total(), 1)
    return precision, recall, 2 * precision * recall / (precision + recall or 1)


def pages(folder: Path) -> Iterator[tuple[Path, str]]:
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    for name, page in sorted(truth.items()):
        for path in (folder / f"{name}.html.gz", folder / "html" / f"{name}.html.gz"):
            if path.exists():
                yield path, page["articleBody"]


def pieces(folder: Path, only: str) -> Iterator[tuple[Path, list[str], list[str]]]:
    """The pages of a folder with what must be there and what must not."""
    for page in json.loads((folder / "evaldata.json").read_text(encoding="utf-8")).values():
        path = folder / page["file"]
        if path.exists() and re.search(only, path.name):
            yield path, page["with"], page["without"]


def count_pieces(extract: Extractor, folder: Path, only: str) -> tuple[int, float, float, float]:
    """Pages, and precision, recall and F1 of the pieces that were kept."""
    pages = kept = lost = wrong = 0
    for path, wanted, unwanted in pieces(folder, only):
        text = " ".join(extract(path).split())
        found = sum(" ".join(piece.split()) in text for piece in wanted)
        pages, kept, lost = pages + 1, kept + found, lost + len(wanted) - found
        wrong += sum(" ".join(piece.split()) in text for piece in unwanted)
    return pages, kept / (kept + wrong), kept / (kept + lost), 2 * kept / (2 * kept + wrong + lost)


def measure(extract: Extractor, folder: Path) -> dict[str, tuple[float, float, float]]:
    return {path.name: precision_recall_f1(extract(path), wanted) for path, wanted in pages(folder)}


def main() -> None:
    arguments = argparse.ArgumentParser(description="Compare our HTML reader with bare trafilatura.")
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--worst", type=int, default=0, help="name this many of our worst pages")
    arguments.add_argument("--only", default="", help="pages whose names this matches")
    given = arguments.parse_args()
    print("reader            pages  precision  recall  F1      seconds")
    if (given.folder / "evaldata.json").exists():
        for name, extract in (("litkg", ours), ("bare trafilatura", bare)):
            number, *figures = count_pieces(extract, given.folder, given.only)
            print(f"{name:16}  {number:5}  " + "     ".join(f"{figure:.4f}" for figure in figures))
        return
    for name, extract in (("litkg", ours), ("bare trafilatura", bare)):
        began = time.perf_counter()
        scores = measure(extract, given.folder)
        took = time.perf_counter() - began
        means = [sum(values) / len(scores) for values in zip(*scores.values(), strict=True)]
        print(f"{name:16}  {len(scores):5}  {means[0]:.4f}     {means[1]:.4f}  {means[2]:.4f}  {took:.1f}")
        if name == "litkg":
            worst = sorted(scores.items(), key=lambda item: item[1][2])[: given.worst]
            for page, (precision, recall, f1) in worst:
                print(f"    {page[:20]}  {precision:.3f} {recall:.3f} {f1:.3f}")


if __name__ == "__main__":
    main()
