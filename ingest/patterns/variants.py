"""Which parts of a text name a sequence variant?

HGVS notation (doi:10.1002/humu.22981), reference SNP numbers, and V600E beside a gene or the word mutation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.mention import GENES, Recognised
from ingest.patterns.own import one, own
from kg.model import Entity, Span
from kg.vocabulary import Category

_RESIDUE = "(?:Ala|Arg|Asn|Asp|Cys|Gln|Glu|Gly|His|Ile|Leu|Lys|Met|Phe|Pro|Ser|Thr|Trp|Tyr|Val|Ter)"
_CHANGE = r"(?:[A-Z][a-z]{2}|[A-Z])\d{1,5}(?:[A-Z][a-z]{2}|[A-Z*=]|fs[\w*]{0,6}|del|dup)"
_RS = re.compile(r"\brs\d{3,10}\b")
_PROTEIN_CHANGE = re.compile(
    rf"\bp\.(?:\({_CHANGE}\)|{_CHANGE})(?![\w])"
    rf"|(?<![\w.-])(?!Ter){_RESIDUE}-?\d{{1,4}}-?(?:-->|>|to)?-?{_RESIDUE}\b"
)
_SHORT_CHANGE = re.compile(r"(?<![\w.])([ACDEFGHIKLMNPQRSTVWY])(\d{2,4})([ACDEFGHIKLMNPQRSTVWY])(?![\w-])")
_DNA_CHANGE = re.compile(
    r"\b[cgm]\.[-*]?\d{1,9}(?:[+-]\d{1,6})?(?:_\d{1,9}(?:[+-]\d{1,6})?)?"
    r"(?:[ACGT]{1,50}>[ACGT]{1,50}|del[ACGT]*|ins[ACGT]+|dup[ACGT]*)"
)
_VARIANTS = (_RS, _PROTEIN_CHANGE, _DNA_CHANGE)
_MUTATION = re.compile(r"mutation|mutant|variant|polymorphism|substitution")


def find_variants(text: str, known: Sequence[Recognised]) -> Iterator[Recognised]:
    """Sequence variants in HGVS notation, as reference SNP numbers, or as V600E beside a gene."""
    genes = {r.span.end: r for r in known if r.best.entity.category in GENES}
    for pattern in _VARIANTS:
        for match in pattern.finditer(text):
            gene = _gene_before(genes, text, match.start())
            yield _variant(Span(match.start(), match.end()), match.group(), gene)
    for match in _SHORT_CHANGE.finditer(text):
        gene = _gene_before(genes, text, match.start())
        if match.group(1) != match.group(3) and (gene or _is_said(text, match.start(), match.end())):
            yield _variant(Span(match.start(), match.end()), match.group(), gene)


def _is_said(text: str, start: int, end: int) -> bool:
    """Whether the text says nearby that this is a mutation."""
    joined = text[max(0, start - 1) : start] == "-"
    return not joined and _MUTATION.search(text[max(0, start - 60) : end + 60]) is not None


def _gene_before(genes: dict[int, Recognised], text: str, start: int) -> Entity | None:
    for gap in (1, 2, 0):
        gene = genes.get(start - gap)
        if gene and not text[start - gap : start].strip(" (-"):
            return gene.best.entity
    return None


def _variant(span: Span, name: str, gene: Entity | None) -> Recognised:
    if name.startswith("rs"):
        return one(span, Entity(f"DBSNP:{name}", name, Category.VARIANT), 0.95, "a reference SNP number")
    label = f"{gene.label} {name}" if gene else name
    entity = own(Category.VARIANT, label, synonyms=(name,))
    return one(span, entity, 0.85, "a sequence variant in standard notation")
