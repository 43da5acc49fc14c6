"""Is a factor that is induced made, or woken?

There is as much of NF-kappa B, of STATs or of NFAT before they are induced: "X induces NF-kappa B" says what it does,
unless its expression, mRNA or protein is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ingest.relate.mask import Masked, Named
from ingest.relate.relator import Relation
from kg.vocabulary import Aspect

#: factors that lie ready in the cell until something wakes them
_LATENT = re.compile(
    r"(?:NF[- ]?(?:k|κ|kappa)[- ]?B|nuclear factor[- ](?:kappa|κ|of activated)|Rel[AB]?$|STATs?[- ]?\d?|NF-?ATs?|"
    r"AP-?1$|activator protein|CREB|IRF-?[37]$|SMADs?[- ]?\d?)",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"\b(?:levels?|amounts?|m?RNAs?|proteins?|expression|transcripts?|genes?|synthesis)\b", re.IGNORECASE
)
_NEAR = 30
_WOKEN = {"increases_amount_of": "activates", "decreases_amount_of": "inhibits"}


def of_latent(relations: Iterable[Relation], masked: Masked, offset: int) -> Iterator[Relation]:
    """The relations of a sentence, those with the amount of such a factor as with its activity where it is induced."""
    names = {name.index: name for name in masked.names}
    for relation in relations:
        factor = names.get(relation.object)
        cue = masked.original[relation.cue.start - offset : relation.cue.end - offset].lower()
        if factor and cue.startswith("induc") and _is_woken(relation, factor, masked):
            told = _WOKEN[relation.relation]
            yield replace(relation, relation=told, aspect=Aspect.ACTIVITY.value, read_as=relation.relation)
        else:
            yield relation


def _is_woken(relation: Relation, factor: Named, masked: Masked) -> bool:
    start, end = masked.back(factor.start), masked.back(factor.end)
    text = masked.original
    return (
        relation.relation in _WOKEN
        and relation.aspect == Aspect.ABUNDANCE.value
        and _LATENT.match(text[start:end]) is not None
        and not _AMOUNT.search(text[max(0, start - _NEAR) : end + _NEAR])
    )
