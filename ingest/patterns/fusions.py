"""Which names mean the product of two genes joined: BCR-ABL1, EML4-ALK, TMPRSS2:ERG?

The label is that of the HGNC's recommendation, BCR::ABL1 (doi:10.1038/s41375-021-01436-6). Two genes with a
hyphen between them may be a pathway as well (JAK-STAT), so that the text has to call the pair a fusion at least once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.mention import GENES, Candidate, Recognised
from ingest.patterns.own import Lookup, meant, nowhere, one, own
from kg.model import Entity, Span
from kg.vocabulary import Category

_JOINT = re.compile(r"::|[-:/\u2010\u2011\u2013]")
_CUE_AFTER = re.compile(
    r"[- ](?:\w{1,12}[- ])?(?:fusions?|rearrange\w*|transcripts?|chim[ae]er\w*"
    r"|oncogenes?|oncoproteins?|hybrid)\b"
)
_CUE_BEFORE = re.compile(
    r"\b(?:fusions?(?: (?:gene|protein|transcript|kinase|oncogene|oncoprotein|partner)s?)?"
    r"|chim[ae]eric \w+|oncoprotein) \(?$"
)
#: two symbols in one name
_TWO = re.compile(r"([A-Z][A-Z0-9]{2,9})(?:-|/|::)([A-Z][A-Z0-9]{2,9})")
_NEAR = 40
_LEAST = 0.3


def find_fusions(text: str, known: Sequence[Recognised], lookup: Lookup = nowhere) -> Iterator[Recognised]:
    """Fusion genes, one entity with both genes as its parents, wherever they stand in a text that tells of them."""
    pairs = [*_pairs(text, known, lookup), *_in_one(text, known, lookup)]
    told = {_key(left, right) for left, right in pairs if _is_told(text, left, right)}
    for left, right in pairs:
        if _key(left, right) in told:
            yield _fusion(left, right)


def _pairs(text: str, known: Sequence[Recognised], lookup: Lookup) -> Iterator[tuple[Recognised, Recognised]]:
    """Genes with nothing but a joint between them; the longest name at each place, none in two pairs."""
    genes = [r for r in known if r.best.entity.category in GENES]
    by_start: dict[int, Recognised] = {}
    for gene in genes:
        if gene.span.start not in by_start or by_start[gene.span.start].span.end < gene.span.end:
            by_start[gene.span.start] = gene
    for start, left in by_start.items():
        joint = _JOINT.match(text, left.span.end)
        right = by_start.get(joint.end()) if joint else None
        chained = right and (_JOINT.match(text, right.span.end) and right.span.end + 1 in by_start)
        before = text[start - 1 : start]
        if (
            right
            and not chained
            and before not in ("-", "/", ":")
            and right.best.entity.id != left.best.entity.id
            and not _is_one(text, left, right, lookup)
        ):
            yield left, right


def _is_one(text: str, left: Recognised, right: Recognised, lookup: Lookup) -> bool:
    """Whether both together are a name of one of them: HER-2/neu."""
    either = {left.best.entity.id, right.best.entity.id}
    return any(c.entity.id in either for c in lookup(text[left.span.start : right.span.end]))


def _in_one(
    text: str, known: Sequence[Recognised], lookup: Lookup
) -> Iterator[tuple[Recognised, Recognised]]:
    """The two genes of what a list takes for one: BCR-ABL."""
    for name in known:
        match = _TWO.fullmatch(name.span.of(text)) if name.best.entity.category in GENES else None
        senses = [_single(lookup, part) for part in match.groups()] if match else []
        if match and senses[0] and senses[1] and senses[0].entity.id != senses[1].entity.id:
            start = name.span.start
            left = Recognised(Span(start, start + match.end(1)), (senses[0],))
            yield left, Recognised(Span(start + match.start(2), name.span.end), (senses[1],))


def _single(lookup: Lookup, name: str) -> Candidate | None:
    """A gene rather than its family: the ABL of a fusion is ABL1."""
    senses = [c for c in lookup(name) if c.entity.category is Category.GENE]
    return senses[0] if senses and senses[0].score >= _LEAST else meant(lookup, name, GENES)


def _key(left: Recognised, right: Recognised) -> tuple[str, str]:
    return left.best.entity.id, right.best.entity.id


def _is_told(text: str, left: Recognised, right: Recognised) -> bool:
    if text.startswith("::", left.span.end):
        return True
    start, end = left.span.start, right.span.end
    return bool(
        _CUE_AFTER.match(text, end, end + _NEAR) or _CUE_BEFORE.search(text[max(0, start - _NEAR) : start])
    )


def _fusion(left: Recognised, right: Recognised) -> Recognised:
    genes: tuple[Entity, Entity] = (left.best.entity, right.best.entity)
    label = "::".join(gene.label for gene in genes)
    entity = own(Category.GENE, label, parents=genes)
    span = Span(left.span.start, right.span.end)
    return one(
        span, entity, 0.9, f"fusion of {genes[0].label} ({genes[0].id}) and {genes[1].label} ({genes[1].id})"
    )
