"""Which cells does the text define by markers, and which by the tumour that they are cells of?

LYVE-1+ macrophages, CD4+CD25+FoxP3+ regulatory T cells, PD-1high CD8+ T cells, M2-like macrophages: where the
Cell Ontology has the cell, it is that; else a cell of the graph's own, a kind of the nearest that it has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from ingest.mention import Candidate, Recognised, is_own
from ingest.patterns.markers import Chain, Mark, find_chains, in_order, usual
from ingest.patterns.own import Lookup, meant, nowhere, one, own
from kg.model import Entity, Span
from kg.vocabulary import Category

_CELL = frozenset({Category.CELL})
_ANY_CELL = re.compile(
    r"(?:(?:double|triple)-positive )?(cells?|lymphocytes?|leukocytes?|leucocytes?)\b"
    r"(?![- ](?:lines?|carcinoma|lymphoma))"
)
_MOST_MARKS = 5


def find_marked_cells(
    text: str, known: Sequence[Recognised], lookup: Lookup = nowhere
) -> Iterator[Recognised]:
    """Cells qualified by markers, each one entity whatever the order and the signs that the text writes."""
    named = _Cells(known)
    kinds = _Kinds(lookup)
    for chain in find_chains(text):
        head = named.after(chain) or _any_cell(text, chain, lookup)
        if head is None:
            continue
        found = _marked(text, chain, head, lookup, kinds)
        if found:
            yield found


class _Cells:
    """The cells that the text names, by where they begin and end."""

    def __init__(self, known: Sequence[Recognised]) -> None:
        self.by_start: dict[int, Recognised] = {}
        for name in known:
            if name.best.entity.category is Category.CELL:
                self.by_start.setdefault(name.span.start, name)

    def after(self, chain: Chain) -> Recognised | None:
        """The cell that begins behind the chain, or with one of its marks."""
        places = [mark.span.start for mark in chain.marks] + [chain.span.end, chain.span.end + 1]
        found = [cell for place in places if (cell := self.by_start.get(place)) is not None]
        behind = [cell for cell in found if cell.span.end > chain.span.end + 1]
        return max(behind, key=lambda cell: (cell.span.end, -cell.span.start), default=None)


def _any_cell(text: str, chain: Chain, lookup: Lookup) -> Recognised | None:
    """ "CD34+ cells": the cell of no kind."""
    gap = text[chain.span.end : chain.span.end + 1]
    start = chain.span.end + (gap == " ")
    match = _ANY_CELL.match(text, start, start + 40)
    cell = match and meant(lookup, match.group(1), _CELL)
    return Recognised(Span(*match.span()), (cell,)) if match and cell else None


def _marked(text: str, chain: Chain, head: Recognised, lookup: Lookup, kinds: _Kinds) -> Recognised | None:
    """The cell of these marks and this head; None where the list has the whole already."""
    end = chain.span.end
    start = min(chain.span.start, head.span.start)
    if head.span.start < end:  # the head's name holds marks: what is it without them?
        if head.span.start == start and not is_own(head.best.entity.id):
            return None
        offset = end + len(text[end : head.span.end]) - len(text[end : head.span.end].lstrip())
        bare = text[offset : head.span.end]
        kind = meant(lookup, bare, _CELL)
        if kind or is_own(head.best.entity.id):
            marks, base = chain.marks, kind.entity if kind else own(Category.CELL, _singular(bare))
        else:
            marks, base = chain.before(head.span.start), head.best.entity
    else:
        marks, base = chain.marks, head.best.entity
    if not marks:
        return None
    return _named(Span(start, head.span.end), in_order(marks), base, kinds)


def _singular(words: str) -> str:
    return re.sub(r"(?<=[a-z]{3})(?<!s)s$", "", " ".join(words.split()))


def _named(span: Span, marks: list[Mark], base: Entity, kinds: _Kinds) -> Recognised:
    listed = kinds.find(marks, base)
    if listed is None:
        marks, base, nearer = kinds.unpacked(marks, base)
    else:
        nearer = ()
    if listed:
        return one(span, listed.entity, 0.9, f"{base.label} with {_said(marks)}: {listed.entity.label}")
    entity = own(
        Category.CELL,
        f"{' '.join(map(str, marks))} {_head(base)}",
        parents=(*nearer, *kinds.nearest(marks, base), base),
    )
    return one(span, entity, 0.85, f"{base.label} ({base.id}) qualified by {_said(marks)}")


def _said(marks: Sequence[Mark]) -> str:
    return ", ".join(map(str, marks))


def _head(base: Entity) -> str:
    """The label of a cell as it is read inside a name: singular, no capital but those of symbols."""
    if base.id.startswith("MESH:"):
        return re.sub(
            r"(?<=[a-z]{4})s$", "", re.sub(r"\b[A-Z](?=[a-z]{2})", lambda m: m.group().lower(), base.label)
        )
    return base.label


#: the markers in a label of the Cell Ontology: "CD8-positive, alpha-beta T cell"
_IN_LABEL = re.compile(r"(\w[\w-]*)-(positive|negative),? (?:alpha-beta )?")


class _Kinds:
    """Cells of the ontology by their markers; remembers what it has looked up."""

    def __init__(self, lookup: Lookup) -> None:
        self.lookup = lookup
        self.known: dict[tuple[str, str], Candidate | None] = {}

    def find(self, marks: Sequence[Mark], base: Entity) -> Candidate | None:
        """The listed cell of exactly these marks."""
        if len(marks) > _MOST_MARKS or any(mark.sign not in ("+", "-") for mark in marks):
            return None
        spelled = (" ".join(map(str, marks)), base.id)
        if spelled not in self.known:
            self.known[spelled] = self._find(marks, base)
        return self.known[spelled]

    def nearest(self, marks: Sequence[Mark], base: Entity) -> tuple[Entity, ...]:
        """The listed cells of most of these marks."""
        signed = [mark for mark in marks if mark.sign in ("+", "-")][:_MOST_MARKS]
        for size in range(min(len(signed), len(marks) - 1), 0, -1):
            found = [kind.entity for some in combinations(signed, size) if (kind := self.find(some, base))]
            if found:
                return tuple({entity.id: entity for entity in found}.values())
        return ()

    def unpacked(self, marks: list[Mark], base: Entity) -> tuple[list[Mark], Entity, tuple[Entity, ...]]:
        """The marks with those that the base's label holds, the base without them, and the base as it was."""
        held = list(_IN_LABEL.finditer(base.label))
        bare = meant(self.lookup, base.label[held[-1].end() :], _CELL) if held else None
        if bare is None:
            return marks, base, ()
        place = marks[0].span
        more = [Mark(usual(m.group(1)), "+" if m.group(2) == "positive" else "-", place) for m in held]
        return in_order([*marks, *more]), bare.entity, (base,)

    def _find(self, marks: Sequence[Mark], base: Entity) -> Candidate | None:
        for name in _spellings(marks, _head(base)):
            kind = meant(self.lookup, name, _CELL)
            if kind and kind.entity.id != base.id:
                return kind
        return None


def _spellings(marks: Sequence[Mark], head: str) -> Iterator[str]:
    """How lists write a cell of these marks. A key forgets "-", so that a negative mark is always spelled out."""
    words = [f"{mark.marker}-{'positive' if mark.sign == '+' else 'negative'}" for mark in marks]
    yield f"{', '.join(words)}, alpha-beta {head}"
    yield f"{', '.join(words)} {head}"
    if all(mark.sign == "+" for mark in marks):
        signed = [f"{mark.marker}+" for mark in marks]
        yield f"{' '.join(signed)} {head}"
        yield f"{' '.join(signed)} alpha-beta {head}"


_CELLS_OF = re.compile(r" cells?\b(?! (?:carcinoma|lung|line|count|type))")
#: tumours of any kind, whose cells are the malignant cells, and the class of tumours besides
_ANY_TUMOUR = frozenset({"MONDO:0005070", "MONDO:0004992"})
_NEOPLASMS = _ANY_TUMOUR | {"MONDO:0023370"}


def find_cells_of_tumours(
    text: str, known: Sequence[Recognised], malignant: Entity | None
) -> Iterator[Recognised]:
    """Cells of a kind of tumour: breast cancer cells. The tumour stands for itself as well.

    ``malignant`` is the class that they belong to, the malignant cell of the Cell Ontology; "tumor cells" are just it.
    """
    for tumour in known:
        disease = tumour.best.entity
        after = _CELLS_OF.match(text, tumour.span.end)
        if after and disease.category is Category.DISEASE and _NEOPLASMS & {disease.id, *disease.ancestors}:
            parents = (malignant,) if malignant else ()
            kind = own(Category.CELL, f"{disease.label} cell", parents=parents)
            entity = malignant if malignant and disease.id in _ANY_TUMOUR else kind
            found = one(
                Span(tumour.span.start, after.end()), entity, 0.85, f"cell of {disease.label} ({disease.id})"
            )
            yield replace(found, inner=(tumour.span,))
