"""Which names mean a gene in another state, or what carries it: mutant p53, pSTAT3, BRAF-mutant melanoma?

A changed gene, a tumour of a genotype and a mouse without a gene are things of their own, related to the gene,
the tumour and the mouse that they are forms of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.mention import GENES, Recognised
from ingest.patterns.own import Lookup, meant, one, own
from kg.model import Entity, Span
from kg.vocabulary import Category

_NEAR = 40

# ------------------------------------------------------------------------------------- a changed gene

#: adjectives that no verb looks like
_ADJECTIVE = re.compile(
    r"\b(mutant|dominant[- ]negative|constitutively active|hyperphosphorylated"
    r"|unphosphorylated|phospho|p)[- ]$",
    re.I,
)
#: participles, which stand behind a preposition or an article where they are no verbs
_PARTICIPLE = re.compile(
    r"(?:^|\n|(?:\b(?:the|an?|of|by|with|both|as|for|to|total|and|tyrosine|serine|threonine|tyr|ser|thr)"
    r"|[(:,;.?!])[- ])"
    r"((?:phosphorylated|mutated|acetylated|methylated|ubiquitinated|cleaved|truncated|citrullinated) )$",
    re.I,
)
_STATES = {
    "mutant": "mutant", "mutated": "mutant", "phospho": "phosphorylated",
    "p": "phosphorylated", "dominant negative": "dominant-negative", "constitutively active": "constitutively active",
}  # fmt: skip
_PHOSPHO = re.compile(r"(?<![\w-])(?:p-?|phospho)(?=[A-Z])([A-Z]\w{2,11}(?:[-/]\w{1,6})?)(?!\w)")
_PLASMID = re.compile(r"[- ](?:plasmid|vector|construct|reporter|promoter)", re.I)


def find_changed_genes(text: str, known: Sequence[Recognised], lookup: Lookup) -> Iterator[Recognised]:
    """Mutant, phosphorylated and cleaved forms of a gene's product: mutant p53, phospho-STAT3, pSTAT3."""
    for gene in known:
        if gene.best.entity.category in GENES:
            before = text[max(0, gene.span.start - _NEAR) : gene.span.start]
            word = _PARTICIPLE.search(before) or _ADJECTIVE.search(before)
            if word and not (word.group(1) in ("p", "P") and not _is_phospho(gene, before, text)):
                yield _changed(text, gene, gene.span.start - len(before) + word.start(1), word.group(1))
    if "hosph" not in text:
        return
    listed = {r.span for r in known}
    for match in _PHOSPHO.finditer(text):
        span = Span(*match.span())
        base = meant(lookup, match.group(1), GENES)
        if base and span not in listed and not _PLASMID.match(text, span.end):
            yield _form(span, "phosphorylated", base.entity, ())


def _is_phospho(gene: Recognised, before: str, text: str) -> bool:
    """Whether the p of "p-AKT" says phosphorylated, which that of p-selectin does not."""
    return before.endswith("p-") and gene.span.of(text)[:1].isupper()


def _changed(text: str, gene: Recognised, start: int, written: str) -> Recognised:
    word = written.strip("- ").lower().replace("dominant-", "dominant ")
    span = Span(start, gene.span.end)
    return _form(
        span, _STATES.get(word, word), gene.best.entity, (gene.span,) if " " in span.of(text) else ()
    )


def _form(span: Span, state: str, base: Entity, inner: Sequence[Span]) -> Recognised:
    entity = own(Category.GENE, f"{state} {base.label}", parents=(base,))
    return one(span, entity, 0.85, f"{state} form of {base.label} ({base.id})", inner)


# ------------------------------------------------------------------------- what carries the changed gene

_CARRIED = re.compile(
    r"(?: ?\(?([ACDEFGHIKLMNPQRSTVWY]\d{2,4}[ACDEFGHIKLMNPQRSTVWY]?)\)?(?=[- ]))?"
    r"(?:(-/-|\u2212/\u2212|\(-/-\)|\(\u2212/\u2212\)|\+/-|\+)|[- ](mutant|mutated|mutation[- ]positive|rearranged"
    r"|amplified"
    r"|positive|negative|driven|altered|null|deficient|knock-?out|KO|wild[- ]type"
    r"|overexpressing|transgenic|haploinsufficient|"
    r"depleted|knock-?in))(?![\w])"
)
_HOW = {
    "-/-": "deficient", "\u2212/\u2212": "deficient", "+/-": "heterozygous", "+": "positive", "mutated": "mutant",
    "mutation-positive": "mutant", "mutation positive": "mutant", "null": "deficient", "knockout": "deficient",
    "knock-out": "deficient", "ko": "deficient", "wild type": "wild-type", "knock-in": "knockin",
}  # fmt: skip
_BETWEEN = re.compile(
    r" (?:(?:advanced|metastatic|male|female|adult|human|mouse|murine|primary|recurrent|refractory) ){0,2}"
)
_ANIMALS = frozenset({Category.TAXON})
_OF_DISEASES = frozenset(
    "mutant rearranged amplified positive negative driven altered wild-type overexpressing deficient".split()
)
_OF_OTHERS = frozenset(
    "mutant deficient heterozygous transgenic haploinsufficient knockin depleted overexpressing wild-type".split()
)
_CARRIERS = {Category.DISEASE: _OF_DISEASES, Category.TAXON: _OF_OTHERS, Category.CELL: _OF_OTHERS}


def find_carriers(text: str, known: Sequence[Recognised], lookup: Lookup) -> Iterator[Recognised]:
    """Diseases, animals and cells by the state of a gene: EGFR-mutant NSCLC, Stab1-/- mice, p53-null cells."""
    by_start = {r.span.start: r for r in known if r.best.entity.category in _CARRIERS}
    cell = meant(lookup, "cell", frozenset({Category.CELL}))
    for gene in known:
        if gene.best.entity.category not in GENES:
            continue
        match = _CARRIED.match(text, gene.span.end, gene.span.end + _NEAR)
        joined = text[max(0, gene.span.start - 1) : gene.span.start] in ("/", "-")
        if match is None or joined:
            continue
        gap = _BETWEEN.match(text, match.end())
        carrier = by_start.get(gap.end()) if gap else None
        if carrier is None and cell and text.startswith(" cells", match.end()):
            carrier = Recognised(Span(match.end() + 1, match.end() + 6), (cell,))
        state = (match.group(2) or match.group(3)).strip("()").lower()
        how = _HOW.get(state, state)
        if carrier and carrier.best.entity.id != _HUMAN and how in _CARRIERS[carrier.best.entity.category]:
            inner = (gene.span,) if carrier.best is cell else (gene.span, carrier.span)
            names = _names(
                gene.span.of(text), gene.best.entity, match.group(1) or "", how, carrier.best.entity
            )
            yield _carrier(names, gene, how, carrier, lookup, inner)


_HUMAN = "NCBITaxon:9606"
_BREEDS = {"NCBITaxon:10090": "mouse", "NCBITaxon:10116": "rat"}


def _names(surface: str, gene: Entity, variant: str, how: str, base: Entity) -> tuple[str, str]:
    """The standard name, and the one with the gene as the text writes it, by which a list may know it."""
    suffix = f"{' ' + variant if variant else ''}-{how} {_BREEDS.get(base.id, base.label)}"
    return gene.label + suffix, surface + suffix


def _carrier(
    names: Sequence[str],
    gene: Recognised,
    how: str,
    carrier: Recognised,
    lookup: Lookup,
    inner: tuple[Span, ...],
) -> Recognised:
    base = carrier.best.entity
    span = Span(gene.span.start, carrier.span.end)
    listed = next((c for name in names if (c := meant(lookup, name, frozenset({base.category})))), None)
    entity = listed.entity if listed else own(base.category, names[0], parents=(base,))
    return one(span, entity, 0.85, f"{base.label} ({base.id}) that is {gene.best.entity.label}-{how}", inner)
