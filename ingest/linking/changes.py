"""Which entities are the sequence variants of a document?

All writings of one variant are one entity: that of its reference SNP number, where the text gives one
beside it ("V600E (rs113488022)") or everybody knows it, else one of the graph's own, named by its gene.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.linking.notation import parse_variant
from ingest.linking.variants import Variant, find_reference
from ingest.linking.wellknown import Numbered, WellKnown
from ingest.mention import Basis, Candidate, Kind, Spotted, own_identifier
from kg.model import Entity, Span
from kg.vocabulary import Category

#: a reference SNP number beside a variant: "H472Q Q/Q genotype (rs1870377)", "rs1695 (Ile105Val"
_NUMBER_AFTER = re.compile(
    r"(?:\s(?:[A-Z]/[A-Z]\s)?(?:genotypes?|polymorphisms?|variants?|alleles?|SNPs?|mutations?))?"
    r"\s?[(\[,;:/]\s?(?:or\s|dbSNP:?\s?|SNP:?\s?(?:ID:?\s?)?)?(rs\d{3,12})\b"
)
_NUMBER_BEFORE = re.compile(r"\b(rs\d{3,12})\s?[(\[,:]\s?(?:[pcg]\.)?$")
#: how often a variant is what annotators say, in the training documents of BioRED and tmVar: of 184 numbers all,
#: of 650 changes with a position 0.85; a change without one may be of any place, and so is no one thing
_NUMBERED, _PLACED, _UNPLACED, _UNREAD = 0.99, 0.85, 0.5, 0.4
#: words and signs of a change, without which what cannot be read is mostly a clone, a strain or a place in a
#: sequence
_CHANGED = re.compile(
    r"(?i)del|ins(?!ul)|dup|inv|\bfs|>|\u2192|\u0394|\b[cpgmnr]\.\s?[-+*\d]|substitut|replac|mutat|mutant|expan|"
    r"repeats?\b|\bstop\b|\bter\b|missense|frame ?shift|\b(?:for|to|by)\b|exchange|polymorphism|null\b|"
    r"(?-i:[A-Z]\d{2,4}[A-Z]$)"
)
_BEFORE = re.compile(r"\s*[-(:,]?\s*(?:p\.|c\.|gene|mutation|the)?\s*\(?")


class Variants:
    """The variants of one text; ``genes`` are its names of genes and what they were linked to."""

    def __init__(
        self,
        text: str,
        spotted: Iterable[Spotted],
        genes: Sequence[tuple[Span, Entity]] = (),
        known: WellKnown | None = None,
    ) -> None:
        spans = sorted((one.span for one in spotted if one.kind is Kind.VARIANT), key=lambda s: s.start)
        self._references: dict[str, str] = {}
        self._genes: dict[str, Entity] = {}
        self._known = known or WellKnown()
        self._named = tuple({entity.id: entity for _, entity in genes}.values())
        self._note_references(text, spans)
        self._note_genes(text, spans, genes)

    def _note_references(self, text: str, spans: Sequence[Span]) -> None:
        """A number in brackets after a variant, or one that a variant in brackets follows."""
        for span in spans:
            surface = span.of(text)
            after = _NUMBER_AFTER.match(text, span.end)
            before = _NUMBER_BEFORE.search(text[max(0, span.start - 24) : span.start])
            found = after or before
            variant = None if find_reference(surface) else parse_variant(surface)
            if found and variant and variant.position:
                self._references.setdefault(variant.normal, found[1])

    def _note_genes(self, text: str, spans: Sequence[Span], genes: Sequence[tuple[Span, Entity]]) -> None:
        ends = {span.end: entity for span, entity in genes}
        for span in spans:
            variant = parse_variant(span.of(text))
            if variant is None:
                continue
            for end in range(span.start, max(-1, span.start - 14), -1):
                if end in ends and _BEFORE.fullmatch(text, end, span.start):
                    self._genes.setdefault(variant.normal, ends[end])
                    break

    def candidates(self, surface: str) -> tuple[Candidate, ...]:
        """The variant that a surface names, one candidate."""
        number = find_reference(surface)
        if number:
            return (_reference(number, None, "a reference SNP number"),)
        variant = parse_variant(surface)
        if variant is None:
            return (_plain(surface),)
        number = self._references.get(variant.normal)
        if number:
            return (_reference(number, variant, f"the text gives {number} for {variant.label}"),)
        gene, numbered = self._well_known(variant)
        if numbered and numbered.single:
            reason = f"the number of {variant.label} of {gene.label}" if gene else ""
            return (_reference(numbered.number, variant, reason),)
        return (_own(variant, gene, surface, numbered),)

    def _well_known(self, variant: Variant) -> tuple[Entity | None, Numbered | None]:
        """The gene of a variant and its number: of the gene before it, else of the one of the text that has it."""
        beside = self._genes.get(variant.normal)
        genes = (beside,) if beside else self._named
        found = [(gene, one) for gene in genes if (one := self._known.find(gene.label, variant.normal))]
        return found[0] if len(found) == 1 else (beside, None)


def tells_no_change(surface: str) -> bool:
    """Whether a name that was taken for a variant's cannot be read and has no word of a change.

    >>> [tells_no_change(name) for name in ("pRS426", "V600E", "KITD816V", "36 CAG repeats")]
    [True, False, False, False]
    """
    readable = find_reference(surface) or parse_variant(surface) or _CHANGED.search(surface)
    return not readable


def _reference(number: str, variant: Variant | None, reason: str) -> Candidate:
    others = (f"tmVar:{variant.normal}",) if variant else ()
    synonyms = (variant.label,) if variant else ()
    entity = Entity(f"DBSNP:{number}", number, Category.VARIANT, synonyms, (f"dbSNP:{number}", *others))
    return Candidate(entity, _NUMBERED, reason)


def _own(variant: Variant, gene: Entity | None, surface: str, numbered: Numbered | None = None) -> Candidate:
    label = f"{gene.label} {variant.label}" if gene else variant.label
    identifier = own_identifier(Category.VARIANT, label)
    synonyms = tuple(dict.fromkeys(name for name in (variant.label, surface) if name != label))
    others = (f"dbSNP:{numbered.number}",) if numbered else ()
    entity = Entity(identifier, label, Category.VARIANT, synonyms, (f"tmVar:{variant.normal}", *others))
    score = _PLACED if variant.position else _UNPLACED
    return Candidate(entity, score, f"the variant {variant.label}, as “{surface}” says")


def _plain(surface: str) -> Candidate:
    entity = Entity(own_identifier(Category.VARIANT, surface), surface, Category.VARIANT)
    return Candidate(entity, _UNREAD, "not linked; no position or change could be read", Basis())
