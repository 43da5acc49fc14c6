"""Which names are of cells with a chimeric antigen receptor: CD19 CAR T cells, anti-BCMA CAR-T therapy?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.mention import Recognised
from ingest.patterns.own import Lookup, meant, one, own
from ingest.patterns.targets import find_targets
from kg.model import Span
from kg.vocabulary import Category

_CELL = frozenset({Category.CELL})
_CAR = re.compile(
    r"(?:[- ](?:targeted|targeting|directed|specific|redirected))?[- ]"
    r"(?:CARs?|chimeric antigen receptors?(?: \(CARs?\))?)"
    r"(?:[- ](?:engineered|modified|transduced|expressing|redirected))?"
    r"[- ](?:(T|NK|iNKT)(?:[- ](?:cells?|lymphocytes?))?|(macrophages?|M))(?![\w])"
    r"( (?:cell )?(?:immuno)?therap(?:y|ies)| treatments?| infusions?)?"
)
_LONGEST, _GAP = 120, 40
#: before the name of a cell, where the text does not say what the receptor is for
_BEFORE = re.compile(r"(?<![\w-])(?:CARs?|[Cc]himeric antigen receptor(?: \(CAR\))?)[- ]$")
_THERAPY = re.compile(r" (?:cell )?(?:immuno)?therap(?:y|ies)\b", re.I)


def find_car_cells(text: str, known: Sequence[Recognised], lookup: Lookup) -> Iterator[Recognised]:
    """Cells that carry a chimeric antigen receptor against a gene's product, and the therapy with them."""
    for target in (targets[-1] for targets in find_targets(text, known, lookup)):
        match = _CAR.match(text, target.span.end, target.span.end + _LONGEST)
        if match is None:
            continue
        kind = "CAR macrophage" if match.group(2) else f"CAR {match.group(1)} cell"
        label = f"anti-{target.label} {kind}"
        span = Span(target.start, match.end())
        parents = [c.entity for c in (meant(lookup, kind, _CELL), meant(lookup, kind[4:], _CELL)) if c]
        entity = (
            own(Category.TREATMENT, f"{label} therapy")
            if match.group(3)
            else own(Category.CELL, label, parents=parents)
        )
        yield one(
            span, entity, 0.9, f"cells with a chimeric antigen receptor against {target.label}", target.inner
        )


def find_cells_with_cars(text: str, known: Sequence[Recognised], lookup: Lookup) -> Iterator[Recognised]:
    """CAR-macrophages and CAR-NK cells, and the therapy with them."""
    for name in known:
        before = _BEFORE.search(text[max(0, name.span.start - _GAP) : name.span.start])
        if before is None or name.best.entity.category is not Category.CELL:
            continue
        label = f"CAR {name.best.entity.label}"
        start = name.span.start - len(before.group())
        if therapy := _THERAPY.match(text, name.span.end):
            span, entity = Span(start, therapy.end()), own(Category.TREATMENT, f"{label} therapy")
        else:
            listed = meant(lookup, label, _CELL)
            span = Span(start, name.span.end)
            entity = listed.entity if listed else own(Category.CELL, label, parents=[name.best.entity])
        yield one(span, entity, 0.85, "cells with a chimeric antigen receptor")
