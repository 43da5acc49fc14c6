"""Which procedures are named with what they are done to or against: influenza vaccination, coronary angioplasty?

Lists have the procedure alone. What it is done to makes it another one, of which the listed one is the class.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.linking.rewriting import singular
from ingest.mention import Recognised, is_own
from ingest.patterns.own import one, own
from kg.model import Span
from kg.vocabulary import Category

#: of these the name in front says against what
_AGAINST = re.compile(r"(?:re)?(?:vaccination|immuni[sz]ation)s?", re.I)
_SHORT = re.compile(r"\b[A-Z]{2,5}\d? $")
_PATHOGENS = frozenset({Category.DISEASE, Category.TAXON, Category.DRUG, Category.CHEMICAL})
#: "primary tumor *radiotherapy*" is of the tumor; organs alone make another procedure
_SITES = frozenset({Category.ANATOMY})


def find_procedures(text: str, known: Sequence[Recognised]) -> Iterator[Recognised]:
    """Listed procedures right behind an organ, or vaccinations behind what they protect from."""
    ends = {name.span.end: name for name in known}
    for name in known:
        entity = name.best.entity
        if entity.category is not Category.TREATMENT or is_own(entity.id):
            continue
        start = _start(text, name, ends.get(name.span.start - 1))
        if start is not None:
            span = Span(start, name.span.end)
            label = singular(" ".join(span.of(text).split()))
            made = own(Category.TREATMENT, label, parents=(entity,))
            yield one(span, made, 0.85, f"a kind of {entity.label} ({entity.id}), by the name before it")


def _start(text: str, name: Recognised, before: Recognised | None) -> int | None:
    """Where the name of the procedure begins, None if at the listed one."""
    against = _AGAINST.fullmatch(name.span.of(text)) is not None
    if before is not None and text[before.span.end] == " ":
        named = before.best.entity.category in (_PATHOGENS if against else _SITES)
        return before.span.start if named else None
    short = _SHORT.search(text, max(0, name.span.start - 8), name.span.start) if against else None
    return short.start() if short else None
