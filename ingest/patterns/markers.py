"""Which markers does a text write before a cell, and with what sign: CD4+, CD25(+), PD-1high, Lin-?

A mark is the marker in its usual spelling and one of the signs ``+ - hi int lo``, or how a cell is shaped
("M2-like"), so that different ways of writing the same come out the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Span

_PART = r"[A-Za-z0-9\u03b1-\u03c9]"
_MARKER = (
    r"(?:HLA-D[RPQ]|HLA-[A-G]\d?|PD-?L[12]|PD-1|F4/80|NK1\.1|c-?[Kk]it|(?:IL|TIM|Tim|CTLA|LAG|LYVE|Sca|Gr|Mac|Ki|TLR|CXCR|CCR|Ly|TCR)-"
    rf"[A-Za-z0-9\u03b1-\u03c9]{{1,6}}?|p\d\d|[A-Z]{_PART}{{0,9}}?(?:-{_PART}{{1,4}}?)??)"
)
#: the first group is the marker, the second its sign
_NEXT = re.compile(
    rf"({_MARKER})"
    r"(\(\+{1,3}\)|\([-\u2212\u2013]\)|\+{1,3}|\u207a{1,3}|\u207b|\u2212(?=[A-Z ,/]|$|[a-z])|-(?=[A-Z /,]|c-?[Kk]it)"
    r"|-like\b|-polari[sz]ed\b|[- ](?:positive|negative|expressing|high|hi|low|lo|bright|dim|int|neg|pos)(?![a-z])"
    r"|(?:high|hi|int|low|lo|dim|bright|neg|pos)(?![a-z])|\((?:high|hi|low|lo|dim|bright|int)\)"
    r"| [+\u2212](?=[ /,]))"
)
_FIRST = re.compile(rf"(?<![A-Za-z0-9])(?<![A-Za-z0-9]-){_NEXT.pattern}")
#: between two marks of one cell
_BETWEEN = re.compile(r" ?|, ?|/|[-\u2010]")
_SIGNS = {
    "+": "+", "\u207a": "+", "positive": "+", "pos": "+", "expressing": "+",
    "-": "-", "\u2212": "-", "\u2013": "-", "\u207b": "-", "negative": "-", "neg": "-",
    "high": "hi", "hi": "hi", "bright": "hi", "low": "lo", "lo": "lo", "dim": "lo", "int": "int",
    "like": "-like", "polarized": "-polarized", "polarised": "-polarized",
}  # fmt: skip
#: markers whose usual spelling is not that of capitals, and other names of theirs
_USUAL = {
    "PD1": "PD-1", "PDCD1": "PD-1", "CD279": "PD-1", "PDL1": "PD-L1", "PDL2": "PD-L2", "TIM3": "TIM-3",
    "HAVCR2": "TIM-3", "LAG3": "LAG-3", "CTLA4": "CTLA-4", "LYVE1": "LYVE-1", "KI67": "Ki-67", "MKI67": "Ki-67",
    "GR1": "Gr-1", "MAC1": "Mac-1", "SCA1": "Sca-1", "CKIT": "c-Kit", "LY6C": "Ly6C", "LY6G": "Ly6G",
    "HLADR": "HLA-DR", "F480": "F4/80", "NK11": "NK1.1", "LIN": "Lin", "TBET": "T-bet", "IFNG": "IFN-\u03b3",
    "IFN\u03b3": "IFN-\u03b3", "TNF\u03b1": "TNF", "GZMB": "GZMB",
}  # fmt: skip
#: behind a gap, "+" is no "and" after such a marker: "CD4 + T cells"
_SURFACE = re.compile(r"CD\d|FOXP3|LIN$|SCA-?1|CXCR\d|CCR\d|PD-?1$|TCR")
_CLUSTER = re.compile(r"CD(\d+)([A-Z]*)$")
#: "+" and "-" after these say how a cell is shaped by a drug or a stain, or mean something else
_NO_MARKERS = frozenset(
    "TUNEL BRDU EDU DAPI PI H2O2 CA2 CA K NA MG2 ZN2 FE2 CO2 IL TNF IFN TGF II III IV IGG NADPH NAD ATP DNA RNA "
    "MRNA PCR ELISA FACS HR OR CI TH1 TH2 TH17 TC1 DC NK DNP LPS PMA HIV HCV HBV EBV HIV-1 HPV".split()
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A marker with its sign, both in their usual form."""

    marker: str
    sign: str
    span: Span

    def __str__(self) -> str:
        return f"{self.marker}{self.sign}"


@dataclass(frozen=True, slots=True)
class Chain:
    """Marks that stand next to one another, in the text's order."""

    marks: tuple[Mark, ...]

    @property
    def span(self) -> Span:
        """From the first mark to the end of the last."""
        return Span(self.marks[0].span.start, self.marks[-1].span.end)

    def before(self, end: int) -> tuple[Mark, ...]:
        """Those that end there at the latest."""
        return tuple(mark for mark in self.marks if mark.span.end <= end)


def find_chains(text: str) -> list[Chain]:
    """The runs of marks in the text, from the left."""
    chains: list[Chain] = []
    run: list[Mark] = []
    for mark in _marks(text):
        if run and not _BETWEEN.fullmatch(text[run[-1].span.end : mark.span.start]):
            chains.append(Chain(tuple(run)))
            run = []
        run.append(mark)
    return [*chains, Chain(tuple(run))] if run else chains


def _marks(text: str) -> Iterator[Mark]:
    at = 0
    while match := _NEXT.match(text, at) or _FIRST.search(text, at):
        marker, written = match.groups()
        at = match.end()
        sign = _sign(written)
        if sign and _is_marker(marker, sign, written):
            yield Mark(usual(marker), sign, Span(*match.span()))


def _sign(written: str) -> str:
    bare = written.strip("() ").lower()
    bare = bare.lstrip("-") or "-"
    if bare in ("++", "+++", "\u207a\u207a", "\u207a\u207a\u207a"):
        return "hi"
    return _SIGNS.get(bare, "")


def _is_marker(marker: str, sign: str, written: str) -> bool:
    if sign in ("-like", "-polarized"):
        return re.fullmatch(r"M[012]|Th\d+|TH\d+", marker) is not None
    folded = marker.upper()
    if written[0] == " " and written[1] in "+\u2212" and not _SURFACE.match(folded):
        return False
    if folded in _NO_MARKERS or len(marker) < 2 or re.search(r"^[A-Z]+s$|-[a-z]{2}", marker):
        return False
    if written == "-":  # a hyphen: only after what is a marker for sure
        return re.search(r"\d", marker) is not None or folded in ("LIN", "FOXP3")
    digits, capitals = re.search(r"\d", marker), sum(c.isupper() for c in marker)
    return bool(digits) or capitals >= 2 or folded in ("LIN", "C-KIT", "CKIT")


def usual(marker: str) -> str:
    """The usual spelling of a marker.

    >>> [usual(name) for name in ("Foxp3", "PD1", "cd11B", "CD45RA", "Lyve1")]
    ['FOXP3', 'PD-1', 'CD11b', 'CD45RA', 'LYVE-1']
    """
    folded = marker.upper().translate({ord("-"): None, ord("/"): None, ord("."): None})
    folded = "".join(c.lower() if "\u0391" <= c <= "\u03a9" else c for c in folded)
    if folded in _USUAL:
        return _USUAL[folded]
    if cluster := _CLUSTER.match(folded):
        number, letters = cluster.groups()
        return f"CD{number}{letters.lower() if len(letters) == 1 and letters in 'ABCDEFGH' else letters}"
    return folded if "-" not in marker or len(marker) > 6 else marker.upper()


def in_order(marks: tuple[Mark, ...] | list[Mark]) -> list[Mark]:
    """The marks in one order whatever the text's, each once: by letters, then by number."""
    unique = {str(mark): mark for mark in marks}
    return sorted(unique.values(), key=lambda mark: (_natural(mark.marker), mark.sign))


def _natural(marker: str) -> tuple[bool, str, int, str]:
    match = re.match(r"([^\d]*)(\d*)(.*)", marker)
    letters, digits, rest = match.groups() if match else (marker, "", "")
    return (letters != "CD", letters, int(digits or 0), rest)
