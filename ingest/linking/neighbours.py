"""What does the next word say of a name?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ingest.linking.resolve import NEGATIVE_MARKER
from ingest.mention import GENES, Recognised
from kg.vocabulary import Category

_GENE_WORD = re.compile(
    r" (?:genes?|mRNAs?|proteins?|promoters?|transcripts?|cDNA|locus|alleles?|polymorphisms?)\b"
)
_RESIDUE_WORD = re.compile(r"[ -](?:phosphoryla|kinase|residue|phosphatase|autophosphoryla)")
_RESIDUES = frozenset({"tyrosine", "serine", "threonine", "lysine", "histidine", "tyrosines"})


def settle_by_neighbours(text: str, names: Iterable[Recognised]) -> list[Recognised]:
    """Let the next word settle what it can: a "DRA gene" is a gene, the tyrosine of "tyrosine kinase" no
    chemical, what is "non-X" not X, a "T-cell-specific element" nothing that T cells do.
    """
    return [kept for name in names if (kept := _beside(name, text)) is not None]


def _beside(name: Recognised, text: str) -> Recognised | None:
    surface, category = name.span.of(text), name.best.entity.category
    after = text[name.span.end : name.span.end + 16]
    if text[max(0, name.span.start - 4) : name.span.start].lower() == "non-":
        return None
    if surface.lower() in _RESIDUES and _RESIDUE_WORD.match(after):
        return None
    if category is Category.CELL and NEGATIVE_MARKER.search(surface):
        return None
    if category is Category.PROCESS and surface.lower().startswith("response to "):
        return None
    if (
        category is Category.CELL
        and _CODED.match(surface)
        and _CODE.search(text[max(0, name.span.start - 12) : name.span.start])
    ):
        return None
    if category is Category.CELL and (
        _NOT_OF_CELLS.match(after) or surface.startswith("\N{GREEK CAPITAL LETTER DELTA}")
    ):
        return None
    if _AGE.match(text, name.span.start):
        return None
    if len(surface) <= 2 and category in GENES and not _GENE_WORD.match(after):
        return None
    if category in _NEVER_GENES and _GENE_WORD.match(after) and surface.isupper():
        genes = tuple(c for c in name.candidates if c.entity.category in GENES)
        return replace(name, candidates=genes) if genes else None
    return name


#: what is said of DNA, of extracts and of libraries in the name of a cell
_NOT_OF_CELLS = re.compile(
    r"[ -](?:type[ -])?(?:specific|restricted|selective)\b|[ -](?:lysates?|extracts?|cDNA|libraries|library)\b"
)
#: the end of the code of a line behind its hyphen, which lists have as a cell: the M cells of "2B8-M cells"
_CODED, _CODE = re.compile(r"[AC-SU-Z] cells?$"), re.compile(r"\b\w*\d\w*-$")
_AGE = re.compile(r"[Aa]n? \d+(?:\.\d+)?[- ](?:years?|months?|weeks?|days?|[cm]m|kg|m?[lg])\b")
_NEVER_GENES = frozenset(
    {Category.DISEASE, Category.PHENOTYPE, Category.ANATOMY, Category.PROCESS, Category.CELL}
)
