"""Which sequence variant does a name stand for, however it is written?

V600E, Val600Glu, p.Val600Glu and "valine to glutamic acid at position 600" are one variant; so are
c.1799T>A, 1799T-->A and "T to A at nucleotide 1799". The normal form is that of tmVar (Wei et al. 2013,
doi:10.1093/bioinformatics/btt156): ``p|SUB|V|600|E``, ``c|DEL|657|5``. Nomenclature: HGVS,
doi:10.1002/humu.22981.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

_LETTER_OF = {
    "ala": "A", "arg": "R", "asn": "N", "asp": "D", "cys": "C", "gln": "Q", "glu": "E", "gly": "G", "his": "H",
    "ile": "I", "leu": "L", "lys": "K", "met": "M", "phe": "F", "pro": "P", "ser": "S", "thr": "T", "trp": "W",
    "tyr": "Y", "val": "V", "ter": "X", "stop": "X", "amber": "X", "ochre": "X", "opal": "X", "*": "X",
    "alanine": "A", "arginine": "R", "asparagine": "N", "aspartic acid": "D", "aspartate": "D", "cysteine": "C",
    "glutamine": "Q", "glutamic acid": "E", "glutamate": "E", "glycine": "G", "histidine": "H",
    "isoleucine": "I", "leucine": "L", "lysine": "K", "methionine": "M", "phenylalanine": "F", "proline": "P",
    "serine": "S", "threonine": "T", "tryptophan": "W", "tyrosine": "Y", "valine": "V", "stop codon": "X",
    "premature stop codon": "X", "termination codon": "X", "termination": "X",
}  # fmt: skip
_BASE_OF = {
    "adenine": "A", "adenosine": "A", "cytosine": "C", "cytidine": "C", "guanine": "G", "guanosine": "G",
    "thymine": "T", "thymidine": "T", "uracil": "U",
}  # fmt: skip
_NUMBER_OF = dict(zip("one two three four five six seven eight nine ten".split(), range(1, 11), strict=True))


@dataclass(frozen=True, slots=True)
class Variant:
    """A change of a sequence; ``level`` is p (protein), c, g, m, n or r, ``kind`` SUB, DEL, INS, DUP, INDEL,
    FS or Allele.

    ``position`` counts as the text does and may be empty, a range (86_89) or relative to an exon (IVS8-2).
    """

    level: str
    kind: str
    position: str
    before: str = ""
    after: str = ""

    @property
    def normal(self) -> str:
        """The variant in tmVar's normal form.

        >>> parse_variant("p.Val600Glu").normal
        'p|SUB|V|600|E'
        """
        if self.kind == "SUB":
            parts = (self.before, self.position, self.after)
        elif self.kind == "FS":
            parts = (self.before, self.position, "", self.after)
        elif self.kind == "Allele":
            parts = (self.after, self.position)
        elif self.kind == "DUP":
            parts = (self.position, self.after, "")
        else:
            parts = (self.position, self.after)
        return "|".join((self.level, self.kind, *parts))

    @property
    def label(self) -> str:
        """The variant as people write it shortest: V600E, 1799T>A, 657del5."""
        if self.kind == "SUB" and self.level == "p":
            return f"{self.before}{self.position}{self.after}"
        if self.kind == "SUB":
            return f"{self.position}{self.before}>{self.after}"
        if self.kind == "FS":
            return f"{self.before}{self.position}fs{self.after and 'X' + self.after}"
        if self.kind == "Allele":
            return f"{self.position}{self.after}" if self.level != "p" else f"{self.after}{self.position}"
        return f"{self.position}{self.kind.lower()}{self.after}"


_RS = re.compile(r"(?:dbSNP:?\s*|SNP:?\s*)?\(?(rs)\s?#?\s?(\d{2,12})\b", re.I)


def find_reference(name: str) -> str | None:
    """The reference SNP number in a name, None if it has none.

    >>> find_reference("rs 113488022"), find_reference("V600E")
    ('rs113488022', None)
    """
    found = _RS.match(name.strip())
    return f"rs{found[2]}" if found else None


@lru_cache(maxsize=4096)
def parse_variant(name: str) -> Variant | None:
    """The variant that a name stands for, None for what is none or does not say which.

    >>> [parse_variant(name).normal for name in ("V600E", "-308G/A", "G to A at position -3170", "657del5")]
    ['p|SUB|V|600|E', 'c|SUB|G|-308|A', 'c|SUB|G|-3170|A', 'c|DEL|657|5']
    """
    if len(name) > 120:
        return None
    text = _tidied(name)
    for pattern, read in _READERS:
        found = pattern.search(text)
        if found and (variant := read({k: v or "" for k, v in found.groupdict().items()}, text)):
            return variant
    return None


_DASHES = str.maketrans(
    {"−": "-", "–": "-", "‐": "-", "‑": "-", "→": ">", "∆": "Δ", "＞": ">", "\N{ASTERISK}": "*"}
)
_ARROW = re.compile(r"\s*(?:-{1,3}>|={1,2}>|>)\s*")


def _tidied(name: str) -> str:
    text = " ".join(name.translate(_DASHES).split())
    return re.sub(r"(?<=\d),(?=\d{3}\b)", "", _ARROW.sub(">", text))


# ------------------------------------------------------------------------------------------ patterns

_LONG = "|".join(sorted((re.escape(word) for word in _LETTER_OF if len(word) > 3), key=len, reverse=True))
_SHORT = "|".join(word for word in _LETTER_OF if len(word) == 3 and word.isalpha())
_AMINO = rf"(?:{_LONG}|{_SHORT})"
_ONE = "[ACDEFGHIKLMNPQRSTVWY]"
_BASE = rf"(?:[ACGTU]+|{'|'.join(_BASE_OF)})"
_PREFIX = r"(?:(?P<level>[pcgmnr])\.\s?\(?|)"
_PLACE = r"(?P<position>(?:IVS\s?\d+\s?)?[-+*]?\s?\d+(?:\s?[-+]\s?\d{1,4}(?!\d))?(?:_[-+*]?\d+(?:[-+]\d+)?)?)"
_AT = (
    r"(?:\s*(?:substitution|transition|transversion|mutation|change|exchange|polymorphism|replacement|variant|allele|"
    r"residue|point|missense|nonsense|single|nucleotide|amino acid|base|SNP)s?)*"
    r"\s*,?\s*\(?(?:at|in|of|on)?\s*(?:the\s)?(?:cDNA\s|DNA\s|mRNA\s|coding\s)?"
    r"(?:nucleotides?|amino acids?|positions?|residues?|codons?|bases?|nt|aa|bp|exon \d+|base pairs?|\s|,|\(|no\.?|number)*\s*"
)
_TO = r"(?:>|/|\s?-?to-?\s?|\s(?:by|with|for|into|instead of|rather than)\s(?:an?\s|the\s)?|-)"
_BRACKETED = r"(?:\s?\([A-Za-z]{1,3}\))?"
_WORDED = r"(?:\s?residue)?(?:\s?\((?:[A-Z][a-z]{2}|[A-Z]{1,3})\))?"


def _letter(word: str) -> str:
    lower = word.lower()
    return _LETTER_OF.get(lower, word.upper() if len(word) == 1 else "")


def _bases(word: str) -> str:
    return _BASE_OF.get(word.lower(), word.upper())


def _place(position: str) -> str:
    return re.sub(r"\s", "", position)


Groups = dict[str, str]
_Read = Callable[[Groups, str], "Variant | None"]


def _amino_change(found: Groups, text: str) -> Variant | None:
    before, after = _letter(found["before"]), _letter(found["after"])
    return Variant("p", "SUB", _place(found["position"]), before, after) if before and after else None


def _short_change(found: Groups, text: str) -> Variant | None:
    """R175H is of the protein, C677T of the gene: letters that are bases are taken for bases."""
    before, after = found["before"].upper(), _letter(found["after"])
    level = found.get("level") or ("c" if set(before + after) <= set("ACGT") else "p")
    return Variant(level, "SUB", _place(found["position"]), before, after) if after else None


def _base_change(found: Groups, text: str) -> Variant | None:
    before, after = _bases(found["before"]), _bases(found["after"])
    return Variant(found.get("level") or "c", "SUB", _place(found["position"]), before, after)


def _frame_shift(found: Groups, text: str) -> Variant | None:
    return Variant("p", "FS", _place(found["position"]), _letter(found["before"]), found.get("stop", ""))


_KIND_OF = (("delins", "INDEL"), ("indel", "INDEL"), ("ins/del", "INDEL"), ("insdel", "INDEL"), ("ins", "INS"), ("del", "DEL"), ("dup", "DUP"))  # fmt: skip


def _length_change(found: Groups, text: str) -> Variant | None:
    word = found["change"].lower().replace("δ", "del")
    kind = next((kind for start, kind in _KIND_OF if word.startswith(start)), None)
    if kind is None:
        return None
    position = _place(found.get("position", ""))
    if found.get("last"):
        position = f"{position}_{found['last']}"
    what = found.get("what", "")
    what = str(_NUMBER_OF.get(what.lower(), "")) or (what if what.isdigit() else _bases(what))
    level = found.get("level") or "c"
    return Variant(level, kind, position, after=what) if position or what else None


def _amino_deletion(found: Groups, text: str) -> Variant | None:
    return Variant("p", "DEL", _place(found["position"]), after=_letter(found["before"]))


def _protein_allele(found: Groups, text: str) -> Variant | None:
    return Variant("p", "Allele", _place(found["position"]), after=_letter(found["before"]))


def _base_allele(found: Groups, text: str) -> Variant | None:
    return Variant("c", "Allele", _place(found["position"]), after=_bases(found["after"]))


_CHANGE = (
    r"(?P<change>delins|indel|ins/del|insertion/deletion|deletion/insertion|insertions?|deletions?|duplications?|"
    r"insert|deleted|inserted|ins|del|dup)"
)


def _compiled() -> Iterator[tuple[re.Pattern[str], _Read]]:
    amino, ignore = _AMINO, re.I
    yield (
        re.compile(
            rf"^{_PREFIX}(?P<before>{amino}|{_ONE})\s?-?(?P<position>\d+)(?:{amino}|{_ONE})?\s?"
            r"(?:fs|frameshift)(?:(?:X|Ter|\*)(?P<stop>\d*))?",
            ignore,
        ),
        _frame_shift,
    )
    yield (
        re.compile(rf"^(?:p\.\s?\(?)?(?P<before>{amino})[\s-]?\(?(?P<position>\d+)\)?_?\s?del", ignore),
        _amino_deletion,
    )
    yield (
        re.compile(
            rf"^(?:p\.\s?\(?)?(?P<before>{amino}){_BRACKETED}[\s-]?\(?(?P<position>[-+]?\d+)\)?[\s-]*{_TO}?\s?"
            rf"(?P<after>{amino}|X\b|\*)",
            ignore,
        ),
        _amino_change,
    )
    yield (
        re.compile(
            rf"^{_PREFIX}(?P<before>{_ONE})(?P<position>-?\d+)(?:>|/)?(?P<after>{_ONE}|X|\*|stop|ter)\b\)?$"
        ),
        _short_change,
    )
    yield (
        re.compile(rf"^{_PREFIX}(?P<before>{_ONE})(?P<position>-?\d+)(?P<after>X|\*|stop|ter)", ignore),
        _short_change,
    )
    yield (
        re.compile(
            rf"^{_PREFIX}(?:nt\s?)?{_PLACE}\s?\(?(?P<before>[ACGTUacgt]+)\s?(?:>|/|\sto\s|-to-)\s?(?P<after>[ACGTUacgt]+)\b"
        ),
        _base_change,
    )
    yield (
        re.compile(
            rf"^(?P<position>IVS\s?\d+\s?[-+]\s?\d+)\s?:?,?\s?(?P<before>[ACGT])(?:>|/|-|\sto\s)?(?P<after>[ACGT])\b",
            ignore,
        ),
        _base_change,
    )
    yield (
        re.compile(rf"^{_PREFIX}(?P<before>[ACGTU]+)\(?{_PLACE}\)?(?:>|/)?\s?(?P<after>[ACGTU]+)\b"),
        _base_change,
    )
    yield (
        re.compile(
            rf"^{_PREFIX}(?:nt\s?|IVS\s?\d+:\s?)?{_PLACE}(?:\s?[-_]\s?(?P<last>\d+))?\s?-?{_CHANGE}\s?\(?(?P<what>[ACGT]+\b|\d+)?",
            ignore,
        ),
        _length_change,
    )
    yield (
        re.compile(
            rf"\b(?P<before>{amino}){_WORDED}{_TO}\s?(?:an?\s)?(?P<after>{amino}){_WORDED}{_AT}(?P<position>[-+]?\d+)",
            ignore,
        ),
        _amino_change,
    )
    yield (
        re.compile(
            rf"\b(?P<after>{amino}){_WORDED}\s(?:for|instead of|rather than)\s(?:the\s|an?\s)?(?P<before>{amino}){_WORDED}{_AT}"
            r"(?P<position>\d+)",
            ignore,
        ),
        _amino_change,
    )
    yield (
        re.compile(rf"\b(?:codons?|residues?|positions?|amino acids?)\s(?P<position>\d+)\D{{0,12}}?\b(?P<before>{amino}){_WORDED}{_TO}\s?(?P<after>{amino})", ignore),
        _amino_change,
    )  # fmt: skip
    yield (
        re.compile(rf"\b(?P<before>[ACGT]+|{'|'.join(_BASE_OF)})\)?{_TO}\(?(?P<after>[ACGT]+|{'|'.join(_BASE_OF)})\b\)?{_AT}(?P<position>[-+]?\s?\d+)"),
        _base_change,
    )  # fmt: skip
    yield (
        re.compile(
            rf"(?P<position>[-+]\d+|\b\d+)\s?\(?\b(?P<before>[ACGT])\b(?:>|/|\sto\s|-to-)(?P<after>[ACGT])\b"
        ),
        _base_change,
    )
    yield (
        re.compile(rf"\b{_CHANGE}\s(?:of\s)?(?:an?\s|the\s)?(?P<what>{_BASE}|\d+|one|two|three|four)?(?:\s?\(\w+\))?{_AT}(?P<position>[-+]?\d+(?:_\d+)?)", ignore),
        _length_change,
    )  # fmt: skip
    yield (
        re.compile(rf"^(?:an?\s)?\(?(?P<what>[ACGT]+\b|{'|'.join(_BASE_OF)}|\d+|{'|'.join(_NUMBER_OF)})\)?[\s-]?(?:bp|kb|base[\s-]?pairs?|nucleotides?|nt|base|\s|-)*{_CHANGE}(?:{_AT}(?P<position>[-+]?\d+))?", ignore),
        _length_change,
    )  # fmt: skip
    yield (
        re.compile(r"^(?:D|Δ|delta)[\s-]?(?P<change>D|Δ|elta)?(?P<what>\d+)\b|^(?:DD)(?P<what2>\d+)", ignore),
        _delta,
    )
    yield re.compile(rf"^(?P<change>ins|del|dup)\s?(?P<what>[ACGT]+|\d+)", ignore), _length_change
    yield (
        re.compile(rf"\b(?P<before>{_BASE})\)?(?:>|/|\sto\s|-to-)\(?(?P<after>{_BASE})\b(?P<position>)"),
        _base_change,
    )
    yield re.compile(rf"^(?P<before>{amino}){_TO}(?P<after>{amino})(?P<position>)", ignore), _amino_change
    yield (
        re.compile(rf"^(?:p\.)?(?P<before>{amino})[\s-]?\(?(?P<position>-?\d+)\)?", ignore),
        _protein_allele,
    )
    yield (
        re.compile(
            r"^(?:nt\s?)?(?P<position>(?:IVS\s?\d+)?[-+]?\s?\d+(?:[-+]\d+)?)\s?\(?(?P<after>[ACGT]{1,2})\)?(?:\s|$)"
        ),
        _base_allele,
    )
    yield re.compile(r"^(?P<before>[ACGT])(?P<position>-?\d{2,})$"), _first_allele
    yield re.compile(rf"^(?P<before>{_ONE})(?P<position>-?\d+)$"), _protein_allele


def _delta(found: Groups, text: str) -> Variant | None:
    return Variant("c", "DEL", "", after=found["what"] or found["what2"])


def _first_allele(found: Groups, text: str) -> Variant | None:
    return Variant("c", "Allele", _place(found["position"]), after=found["before"])


_READERS = tuple(_compiled())
