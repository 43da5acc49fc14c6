"""Which names mean the soluble or secreted form of a protein: sPD-L1, soluble CD14?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.mention import GENES, Recognised
from ingest.patterns.own import Lookup, meant, one, own
from kg.model import Entity, Span
from kg.vocabulary import Category

#: sIgM and sIgD are the surface immunoglobulins of B cells
_PREFIX = re.compile(r"(?<![\w-])s(?=[A-Z])(?!Ig[DGM])([A-Z]\w{1,15}(?:[-\u2010\u2011]\w{1,8}){0,3})(?!\w)")
_WORD = re.compile(r"\b[Ss]oluble $")
#: "secreted" is a verb after a noun, and an adjective after these
_SECRETED = re.compile(
    r"(?:\b(?:the|an?|of|by|with|both|as|for|via|through|from|newly|plasma|serum|circulating)|[(:,])"
    r" (secreted) $|^(Secreted) $"
)


def find_soluble_forms(text: str, known: Sequence[Recognised], lookup: Lookup) -> Iterator[Recognised]:
    """Soluble or secreted forms of a protein: sPD-L1, sIL-2R, soluble CD14; what a list has is left alone."""
    listed = {r.span for r in known if r.best.entity.category in GENES}
    for match in _PREFIX.finditer(text):
        found = _prefixed(match, lookup)
        if found and found.span not in listed:
            yield found
    for gene in known:
        if gene.best.entity.category in GENES and (start := _said(text, gene.span.start)) is not None:
            span = Span(start, gene.span.end)
            yield _form(span, span.of(text), gene.best.entity)


def _prefixed(match: re.Match[str], lookup: Lookup) -> Recognised | None:
    """The longest part of the word that is a gene once its "s" is taken off."""
    base = match.group(1)
    while len(base) > 2:
        if best := meant(lookup, base, GENES):
            span = Span(match.start(), match.start() + 1 + len(base))
            return _form(span, match.group()[: 1 + len(base)], best.entity)
        base = base.rpartition("-")[0]
    return None


def _said(text: str, start: int) -> int | None:
    """Where the word soluble or secreted begins that stands before a gene."""
    before = text[max(0, start - 25) : start]
    if word := _WORD.search(before):
        return start - len(word.group())
    if word := _SECRETED.search(before):
        return start - len("secreted ")
    return None


def _form(span: Span, surface: str, base: Entity) -> Recognised:
    synonyms = (surface,) if " " not in surface else ()
    entity = own(Category.GENE, f"soluble {base.label}", parents=(base,), synonyms=synonyms)
    return one(span, entity, 0.85, f"soluble or secreted form of {base.label} ({base.id})")
