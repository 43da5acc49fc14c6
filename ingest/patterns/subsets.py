"""Which subsets of T cells does the text call by their short names, and by long ones that no list has?

Trm, T_EM, Tfh, iNKT cells: the capital T and a hint at the kind. Written all in capitals (TCM, TRM) they are other
things too, unless "cells" follow. Helper cells are numbered: T helper 17, T helper type 2, T(H)1; TH1 in a text about T
cells.
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
        "h": ("helper T cell", "T cell"),
        "c": ("cytotoxic T cell", "T cell"),
    }
)
_BEFORE: Mapping[str, str] = MappingProxyType(
    {"i": "induced", "n": "natural", "p": "peripheral", "t": "thymic", "": ""}
)
_SHORT = re.compile(
    r"\b(?P<kind>[inpt]?)T(?P<paren>\()?[_ -]?"
    r"(?P<hint>reg|eff|conv|fh|fr|mem|em|cm|rm|scm|REG|EFF|CONV|FH|FR|MEM|EM|CM|RM|SCM)s?(?(paren)\)s?|\b)"
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
#: "regulatory T and Th17 cells", "T helper responses"; "Th cells", not numbered
_KIND_HINTS = MappingProxyType(
    {
        "regulatory": "reg",
        "helper": "h",
        "cytotoxic": "c",
        "effector": "eff",
        "memory": "mem",
        "conventional": "conv",
        "h": "h",
        "c": "c",
    }
)
_KIND = re.compile(
    r"\b(?:(?P<first>regulatory|helper|cytotoxic|effector|memory) T(?![\w+-])(?! [Hh]elper)"
    r"|T[ -](?P<then>helper|regulatory|effector|conventional)\b(?!-)"
    r"|T(?:\((?=[Hh]\)))?(?P<short>[hHc])\)?(?=[ -](?:cell|lymphocyte)))"
    r"(?:[ -](?:T[ -])?(?:cells?|lymphocytes?)\b)?",
    re.I,
)
_NUMBER = r"(?:0|1|2|3|9|17|22)(?![\d.]?\d)"
_HELPER = re.compile(
    rf"\b(?:[Tt]ype[ -](?P<first>{_NUMBER})[ -](?:T[ -])?helper(?: T)?(?=[ -](?:cell|lymphocyte))"
    rf"|(?P<sign>T[ -][Hh]elper(?:[ -]type)?|T\([Hh]\)|T[ _]?[Hh])[ -]?(?P<then>{_NUMBER}))"
    r"(?P<cells>[ -](?:T[ -])?(?:cells?|lymphocytes?)\b|(?!\w|-(?:specific|restricted)\b))"
)
#: what a text about T cells speaks of
_OF_T_CELLS = re.compile(
    r"\bT[ -](?:helper|cell|lymphocyte)|\b[Ll]ymphocyt|[Cc]ytokine|CD4|\bTh\d|\bTregs?\b|\bIL-?\d|\bIFN"
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
    for match in _KIND.finditer(text):
        kind = (match["first"] or match["then"] or match["short"]).lower()
        yield from _named(match, _KIND_HINTS[kind], "", taken, lookup)
    yield from _helpers(text, taken, lookup)
    for match in _INVARIANT.finditer(text):
        if not taken.holds(Span(*match.span())):
            parent = meant(lookup, "natural killer T cell", _CELL)
            parents = [parent.entity] if parent else []
            entity = own(
                Category.CELL, "invariant natural killer T cell", parents=parents, synonyms=("iNKT cell",)
            )
            yield one(Span(*match.span()), entity, 0.85, "short name of a subset of T cells")


def _helpers(text: str, taken: Cover, lookup: Lookup) -> Iterator[Recognised]:
    """Helper T cells by their number."""
    for match in _HELPER.finditer(text):
        number, span = match["first"] or match["then"], Span(*match.span())
        sure = match["cells"] or match["sign"].upper() != match["sign"] or "(" in match["sign"]
        if taken.holds(span) or not (sure or _OF_T_CELLS.search(text)):
            continue
        label = f"T-helper {number} cell"
        yield from _called(
            match, label if meant(lookup, label, _CELL) else f"Th{number}", "helper T cell", taken, lookup
        )


def _is_listed(name: Recognised) -> bool:
    return name.best.entity.category is Category.CELL and not is_own(name.best.entity.id)


def _named(match: re.Match[str], hint: str, kind: str, taken: Cover, lookup: Lookup) -> Iterator[Recognised]:
    label, broader = _HINTS[hint]
    if not kind:
        yield from _called(match, label, broader, taken, lookup)
    elif not taken.holds(span := Span(*match.span())):
        parent = meant(lookup, label, _CELL) or meant(lookup, broader, _CELL)
        entity = own(Category.CELL, f"{_BEFORE[kind]} {label}", parents=[parent.entity] if parent else [])
        yield one(span, entity, 0.85, f"short name of a subset of T cells: {entity.label}")


def _called(
    match: re.Match[str], label: str, broader: str, taken: Cover, lookup: Lookup
) -> Iterator[Recognised]:
    """The cell of this label, listed or a kind of the broader one."""
    span = Span(*match.span())
    if taken.holds(span):
        return
    if listed := meant(lookup, label, _CELL):
        entity = listed.entity
    else:
        parent = meant(lookup, broader, _CELL)
        entity = own(Category.CELL, label, parents=[parent.entity] if parent else [])
    yield one(span, entity, 0.85, f"short name of a subset of T cells: {entity.label}")
