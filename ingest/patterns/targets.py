"""Which genes does an agent act on: PD-1, PD-1/PD-L1, PD-(L)1, anti-CTLA-4 and anti-PD-1?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.mention import GENES, Recognised
from ingest.patterns.own import Lookup, meant
from kg.model import Entity, Span

_ANTI = re.compile(r"(?<![^\W_])(?<![^\W_][-\u2010\u2011])[Aa]nti[-\u2010\u2011\u2013 ]?$")
_SLASH = re.compile(r" ?[/\u00d7] ?(?:[Aa]nti-)?|-?x-?(?=[A-Z])")
_LIST = re.compile(
    r"(,? ?(?:and/or|and|or|plus|with|\+|in combination with|combined with) |, )(?:[Aa]nti[-\u2010\u2011 ])?"
)
_OPTIONAL = re.compile(r"(?<!\w)([A-Z]{2,5})-?\(([A-Z])\)-?(\d)(?!\w)")
#: behind a short form in brackets, what makes the long form before it a target too: "interleukin 6 (IL-6) blockers"
_CALLED = re.compile(
    r"\)(?:[ -](?:receptor|kinase|pathway|checkpoint)){0,2}"
    r"[ -](?:inhibitor|antagonist|agonist|blocker|antibod|blockade)",
    re.I,
)
_LONGEST_GAP = 30
#: no agent acts on more, and no list of agents is longer
_MOST = 8


@dataclass(frozen=True, slots=True)
class Target:
    """What an agent acts on: one gene, or several that are written as one.

    ``span`` leaves "anti-" out, which begins at ``anti``. ``joined`` tells how it hangs on the target before it:
    "," or "and" and so on, empty if it does not.
    """

    span: Span
    genes: tuple[Entity, ...]
    inner: tuple[Span, ...]
    anti: int | None = None
    joined: str = ""

    @property
    def label(self) -> str:
        """The genes' labels, in one order whatever the text's."""
        return "/".join(sorted({gene.label for gene in self.genes}))

    @property
    def start(self) -> int:
        """Where the target begins, with its "anti-"."""
        return self.span.start if self.anti is None else self.anti


def find_targets(text: str, known: Sequence[Recognised], lookup: Lookup) -> list[list[Target]]:
    """The targets in the text, in lists: those that "and" or a comma joins stand in one."""
    singles = sorted((*_optional(text, lookup), *_genes(text, known)), key=lambda t: (t.start, -t.span.end))
    lists: list[list[Target]] = []
    for target in _merged(text, singles):
        before = lists[-1][-1] if lists else None
        link = _link(text, before, target) if before else None
        if link and len(lists[-1]) < _MOST:
            lists[-1].append(replace(target, joined=link))
        else:
            lists.append([target])
    return lists


def _genes(text: str, known: Sequence[Recognised]) -> Iterator[Target]:
    for name in known:
        if name.best.entity.category in GENES:
            anti = _anti(text, name.span.start)
            yield Target(name.span, (name.best.entity,), (name.span,), anti)


def _optional(text: str, lookup: Lookup) -> Iterator[Target]:
    """PD-(L)1 is PD-1 and PD-L1."""
    for match in _OPTIONAL.finditer(text):
        stem, letter, number = match.groups()
        senses = [meant(lookup, f"{stem}-{part}{number}", GENES) for part in ("", letter)]
        genes = tuple(sense.entity for sense in senses if sense)
        if len(genes) == 2:
            yield Target(Span(*match.span()), genes, (), _anti(text, match.start()))


def _anti(text: str, start: int) -> int | None:
    match = _ANTI.search(text[max(0, start - 7) : start])
    return start - len(match.group()) if match else None


def _merged(text: str, singles: Sequence[Target]) -> Iterator[Target]:
    """The targets with those that a slash joins made one; of two in one place, the longer."""
    held: Target | None = None
    for target in singles:
        if held is not None and target.span.start < held.span.end:
            continue
        joined = held is not None and _SLASH.fullmatch(_between(text, held, target.span.start))
        if held is not None and joined and len(held.genes) < _MOST:
            span = Span(held.span.start, target.span.end)
            held = replace(held, span=span, genes=held.genes + target.genes, inner=held.inner + target.inner)
            continue
        if held is not None and _defines(text, held, target):
            span = Span(held.span.start, target.span.end + 1)
            held = replace(held, span=span, inner=held.inner + target.inner)
            continue
        if held is not None:
            yield held
        held = target
    if held is not None:
        yield held


def _defines(text: str, held: Target, target: Target) -> bool:
    """Whether the target is the short form of the one before it, and the noun of an agent stands behind both."""
    return (
        held.genes == target.genes
        and _between(text, held, target.span.start) in (" (", "(")
        and _CALLED.match(text, target.span.end) is not None
    )


def _link(text: str, before: Target, target: Target) -> str | None:
    gap = _between(text, before, target.span.start)
    match = _LIST.fullmatch(gap)
    return match.group(1).strip(" ,") or "," if match else None


def _between(text: str, before: Target, start: int) -> str:
    """What stands between a target and the next name; something that joins nothing if that is far."""
    return text[before.span.end : start] if start - before.span.end <= _LONGEST_GAP else "."
