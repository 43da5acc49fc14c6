"""Which subsets of T cells does the text call by their short names, and by long ones that no list has?

Trm, T_EM, Tfh, iNKT cells: the capital T and a hint at the kind. Written all in capitals (TCM, TRM) they are other
things too, unless "cells" follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from ingest.cover import Cover
from ingest.mention import Recognised, is_own
from ingest.patterns.own import Lookup, meant, nowhere, one, own
from kg.model import Span
from kg.vocabulary import Category

_CELL = frozenset({Category.CELL})
#: label of the subset and the nearest kind that may be listed, by the hint after the T
_HINTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "reg": ("regulatory T cell", "T cell"),
        "eff": ("effector T cell", "T cell"),
        "conv": ("conventional T cell", "T cell"),
        "fh": ("T follicular helper cell", "T cell"),
        "fr": ("T follicular regulatory cell", "regulatory T cell"),
        "mem": ("memory T cell", "T cell"),
        "em": ("effector memory T cell", "memory T cell"),
        "cm": ("central memory T cell", "memory T cell"),
        "rm": ("tissue-resident memory T cell", "memory T cell"),
        "scm": ("stem cell memory T cell", "memory T cell"),
    }
)
_BEFORE: Mapping[str, str] = MappingProxyType(
    {"i": "induced", "n": "natural", "p": "peripheral", "t": "thymic", "": ""}
)
_SHORT = re.compile(
    r"\b(?P<kind>[inpt]?)T[_ ]?(?P<hint>reg|eff|conv|fh|fr|mem|em|cm|rm|scm|REG|EFF|CONV|FH|FR|MEM|EM|CM|RM|SCM)s?\b"
    r"(?P<cells>[ -](?:T[ -])?(?:cells?|lymphocytes?)\b)?"
)
_INVARIANT = re.compile(
    r"\b(?:i(?:nvariant )?|type I )(?:NKT|natural killer T|NK T)(?:\d{1,2})?(?:[ -](?:cells?|lymphocytes?))?\b"
)
_LONG = re.compile(
    r"\b(?P<label>effector[ -]memory|central[ -]memory|(?:tissue[ -])?resident[ -]memory|stem[ -]cell[ -]memory"
    r"|conventional)"
    r" (?:CD[48]\+? )?T[ -](?:cells?|lymphocytes?)\b",
    re.I,
)
_LONG_HINTS = MappingProxyType(
    {
        "effector": "em",
        "central": "cm",
        "tissue": "rm",
        "resident": "rm",
        "stem": "scm",
        "conventional": "conv",
    }
)


def find_subsets(text: str, known: Sequence[Recognised], lookup: Lookup = nowhere) -> Iterator[Recognised]:
    """Subsets of T cells where no listed cell is known yet."""
    taken = Cover(name.span for name in known if _is_listed(name))
    for match in _SHORT.finditer(text):
        if match["cells"] or not match["hint"].isupper():
            yield from _named(match, match["hint"].lower(), match["kind"], taken, lookup)
    for match in _LONG.finditer(text):
        hint = _LONG_HINTS[re.split("[ -]", match["label"].lower())[0]]
        yield from _named(match, hint, "", taken, lookup)
    for match in _INVARIANT.finditer(text):
        if not taken.holds(Span(*match.span())):
            parent = meant(lookup, "natural killer T cell", _CELL)
            parents = [parent.entity] if parent else []
            entity = own(
                Category.CELL, "invariant natural killer T cell", parents=parents, synonyms=("iNKT cell",)
            )
            yield one(Span(*match.span()), entity, 0.85, "short name of a subset of T cells")


def _is_listed(name: Recognised) -> bool:
    return name.best.entity.category is Category.CELL and not is_own(name.best.entity.id)


def _named(match: re.Match[str], hint: str, kind: str, taken: Cover, lookup: Lookup) -> Iterator[Recognised]:
    span = Span(*match.span())
    if taken.holds(span):
        return
    label, broader = _HINTS[hint]
    listed = meant(lookup, label, _CELL)
    if listed and not kind:
        yield one(span, listed.entity, 0.85, f"short name of a subset of T cells: {label}")
        return
    parent = listed or meant(lookup, broader, _CELL)
    entity = own(Category.CELL, f"{_BEFORE[kind]} {label}".strip(), parents=[parent.entity] if parent else [])
    yield one(span, entity, 0.85, f"short name of a subset of T cells: {entity.label}")
