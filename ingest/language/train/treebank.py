"""Which gold trees are there to learn from? Reads the CRAFT treebank in CoNLL form.

The labels are ClearNLP's, which spaCy's English models use too; CRAFT (Verspoor et al. 2012,
doi:10.1186/1471-2105-13-207) is CC BY 3.0.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import zstandard
from spacy.tokens import Doc
from spacy.vocab import Vocab

Row = list[str]
FORM, FINE_TAG, HEAD, LABEL, MISC = 1, 4, 6, 7, 9


def read_treebank(path: Path, vocab: Vocab) -> Iterator[tuple[str, Doc]]:
    """One `Doc` for each sentence of a `.conllu` or `.conllu.zst` file, with the id of its article."""
    article, rows = "", list[Row]()
    for line in _lines(path):
        if line.startswith("# newdoc id = "):
            article = line.removeprefix("# newdoc id = ")
        elif line[:1].isdigit():
            rows.append(line.split("\t"))
        elif not line and rows:
            yield article, _tree(rows, vocab)
            rows = []


def _lines(path: Path) -> list[str]:
    data = path.read_bytes()
    if path.suffix == ".zst":
        data = zstandard.ZstdDecompressor().stream_reader(data).read()
    return [*data.decode("utf-8").split("\n"), ""]


def _tree(rows: list[Row], vocab: Vocab) -> Doc:
    spaces = ["SpaceAfter=No" not in row[MISC] for row in rows]
    heads = [int(row[HEAD]) - 1 if row[HEAD] != "0" else i for i, row in enumerate(rows)]
    return Doc(
        vocab,
        words=[row[FORM] for row in rows],
        spaces=[*spaces[:-1], False],
        tags=[row[FINE_TAG] for row in rows],
        heads=heads,
        deps=[_label(row, rows) for row in rows],
    )


def _label(row: Row, rows: list[Row]) -> str:
    """The row's label, with a subject or object where CRAFT says of a relative pronoun only that it depends.

    The other English treebanks, and so the stock model, do name the function of "which" and "that".
    """
    if row[LABEL] != "dep" or row[FINE_TAG] not in ("WDT", "WP"):
        return "ROOT" if row[LABEL] == "root" else row[LABEL]
    siblings = {other[LABEL] for other in rows if other[HEAD] == row[HEAD]}
    if siblings & {"nsubj", "nsubjpass"}:
        return "dobj"
    return "nsubjpass" if "auxpass" in siblings else "nsubj"
