"""Which sequence variant does a name stand for, however it is written?

V600E, Val600Glu, p.Val600Glu and "valine to glutamic acid at position 600" are one variant; so are
c.1799T>A, 1799T-->A and "T to A at nucleotide 1799". The normal form is that of tmVar (Wei et al. 2013,
doi:10.1093/bioinformatics/btt156): ``p|SUB|V|600|E``, ``c|DEL|657|5``. Nomenclature: HGVS,
doi:10.1002/humu.22981.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
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
    ``count`` is how often a unit is repeated, or where a shifted frame stops.
    """

    level: str
    kind: str
    position: str
    before: str = ""
    after: str = ""
    count: str = ""

    @property
    def normal(self) -> str:
        """The variant in tmVar's normal form.

        >>> parse_variant("p.Val600Glu").normal
        'p|SUB|V|600|E'
        """
        parts = [self.position, self.after]
        if self.kind == "SUB":
            parts = [self.before, self.position, self.after]
        elif self.kind == "FS":
            parts = [self.before, self.position, self.after, self.count]
        elif self.kind == "Allele":
            parts = [self.after, self.position]
        elif self.kind == "DUP":
            parts = [self.position, self.after, self.count]
        return "|".join((self.level, self.kind, *parts))

    @property
    def label(self) -> str:
        """The variant as people write it shortest: V600E, 1799T>A, 657del5."""
        if self.kind == "SUB":
            protein = self.level == "p"
            return (
                f"{self.before}{self.position}{self.after}"
                if protein
                else f"{self.position}{self.before}>{self.after}"
            )
        if self.kind == "FS":
            return f"{self.before}{self.position}fs{self.count and 'X' + self.count}"
        if self.kind == "Allele":
            return f"{self.after}{self.position}" if self.level == "p" else f"{self.position}{self.after}"
        return f"{self.position}{self.kind.lower()}{self.after}{self.count}"


_RS = re.compile(r"(?:dbSNP:?\s*|SNP:?\s*)?\(?rs\s?#?\s?(\d{2,12})\b", re.I)


def find_reference(name: str) -> str | None:
    """The reference SNP number that a name is, None if it is none.

    >>> find_reference("rs 113488022"), find_reference("V600E")
    ('rs113488022', None)
    """
    found = _RS.match(name.strip())
    return f"rs{found[1]}" if found else None


@lru_cache(maxsize=4096)
def parse_variant(name: str) -> Variant | None:
    """The variant that a name stands for, None for what is none or does not say which.

    >>> [parse_variant(name).normal for name in ("V600E", "-308G/A", "G to A at position -3170", "657del5")]
    ['p|SUB|V|600|E', 'c|SUB|G|-308|A', 'c|SUB|G|-3170|A', 'c|DEL|657|5']
    """
    if len(name) > _LONGEST:
        return None
    text = _tidied(name)
    for pattern, read in _READERS:
        found = pattern.search(text)
        if found and (variant := read({k: v or "" for k, v in found.groupdict().items()})):
            return variant
    return None


_LONGEST = 120
_DASHES = str.maketrans("−–‐‑→＞∆", "----> >Δ".replace(" ", ""))
_ARROW = re.compile(r"\s*(?:-{1,4}>|={1,2}>|>|-{3,4})\s*")


def _tidied(name: str) -> str:
    text = " ".join(name.translate(_DASHES).split())
    return re.sub(r"(?<=\d),(?=\d{3}\b)", "", _ARROW.sub(">", text))


# ------------------------------------------------------------------------------------------- reading

_Groups = dict[str, str]
_Read = Callable[[_Groups], "Variant | None"]


def _letter(word: str) -> str:
    return _LETTER_OF.get(word.lower(), word.upper() if len(word) == 1 else "")


def _bases(word: str) -> str:
    return _BASE_OF.get(word.lower(), word.upper())


def _place(position: str) -> str:
    return re.sub(r"\s", "", position)


def _amino_change(found: _Groups) -> Variant | None:
    before, after = _letter(found["before"]), _letter(found["after"])
    return Variant("p", "SUB", _place(found["position"]), before, after) if before and after else None


def _short_change(found: _Groups) -> Variant | None:
    """R175H is of the protein, C677T of the gene: letters that are bases are taken for bases."""
    before, after = found["before"].upper(), _letter(found["after"])
    level = found.get("level") or _level(before + after, found["position"])
    return Variant(level, "SUB", _place(found["position"]), before, after) if after else None


def _level(letters: str, position: str) -> str:
    """Whether a change between letters that are both bases and amino acids is of the gene or the protein.

    Numbers of bases in such writing are large (C677T, G20210A); G12C and G13D are of the protein.
    """
    return "p" if not set(letters) <= set("ACGT") or (position.isdigit() and int(position) < 30) else "c"


def _base_change(found: _Groups) -> Variant | None:
    before, after = _bases(found["before"]), _bases(found["after"])
    return Variant(found.get("level") or "c", "SUB", _place(found["position"]), before, after)


_CODE = dict(
    zip(
        (a + b + c for a in "TCAG" for b in "TCAG" for c in "TCAG"),
        "FFLLSSSSYYXXCCXWLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG",
        strict=True,
    )
)


def _codon_change(found: _Groups) -> Variant | None:
    before, after = (_CODE.get(found[side].upper().replace("U", "T")) for side in ("before", "after"))
    return Variant("p", "SUB", found["position"], before, after) if before and after else None


def _frame_shift(found: _Groups) -> Variant | None:
    after = _letter(found["after"])
    return Variant("p", "FS", _place(found["position"]), _letter(found["before"]), after, found["count"])


def _length_change(found: _Groups) -> Variant | None:
    """A deletion, insertion or duplication; letters that are no bases make it one of the protein."""
    kind = _length_kind(found["change"].lower())
    what = found.get("what", "")
    if what and what.isalpha() and what.lower() not in _NUMBER_OF:
        what = _letter(what) if what.lower() in _LETTER_OF else _bases(what)
    else:
        what = str(_NUMBER_OF.get(what.lower(), what))
    what += {"k": "K", "m": "M"}.get(found.get("unit", "")[:1].lower(), "")
    protein = found.get("protein") or (what.isalpha() and not set(what.removesuffix("K")) <= set("ACGTU"))
    level = found.get("level") or ("p" if protein else "c")
    position = _range(_place(found.get("position", "")), found.get("last", ""), level)
    return Variant(level, kind, position, after=what) if position or what else None


def _length_kind(word: str) -> str:
    if word == "indel" or ("ins" in word and "del" in word):
        return "INDEL"
    return "DUP" if word.startswith("dup") else "INS" if word.startswith("ins") else "DEL"


def _range(first: str, last: str, level: str) -> str:
    """ "1782" and "83" as 1782_1783; an intron's offset stays as it is."""
    if not last:
        return first
    if last.isdigit() and len(last) < len(first):
        last = first[: -len(last)] + last
    return f"{first}_{last}"


def _deleted_residue(found: _Groups) -> Variant | None:
    position = _range(found["position"], found.get("last", ""), "p")
    return Variant("p", "DEL", position, after="" if found.get("last") else _letter(found["before"]))


def _residue(found: _Groups) -> Variant | None:
    letter = _letter(found["after"])
    return Variant("p", "Allele", _place(found["position"]), after=letter) if letter else None


def _base(found: _Groups) -> Variant | None:
    return Variant("c", "Allele", _place(found["position"]), after=_bases(found["after"]))


def _stop(found: _Groups) -> Variant | None:
    return Variant("p", "Allele", found["position"], after="X")


def _repeat(found: _Groups) -> Variant | None:
    return Variant("c", "DUP", found.get("position", ""), after=found["what"], count=found["count"])


# ------------------------------------------------------------------------------------------ patterns

_PIECES = {
    "AMINO": "(?i:"
    + "|".join(sorted((re.escape(word) for word in _LETTER_OF if len(word) > 1), key=len, reverse=True))
    + ")",
    "ONE": "[ACDEFGHIKLMNPQRSTVWY]",
    "BASE": f"(?:[ACGTU]+|(?i:{'|'.join(_BASE_OF)}))",
    "LEVEL": r"(?:(?P<level>[pcgmnr])\.\s?\(?)?",
    "PLACE": r"(?P<position>(?:IVS\s?[\dIVX]+\s?)?[-+*]?\s?\d+(?:\s?[-+]\s?\d{1,4}(?!\d))?"
    r"(?:_[-+*]?\d+(?:[-+]\d+)?)?)",
    "N": r"(?P<position>[-+]?\s?\d+)",
    "TO": r"(?:>|/|\s?-?to-?\s?|\s(?:by|with|into)\s(?:an?\s|the\s)?|-)",
    "NOTED": r"(?:\s?residues?)?(?:\s?codon)?(?:\s?\((?:[A-Z][a-z]{2}|[A-Z]{1,3})\))?\)?",
    "AT": r"(?:[\s,(]*(?:substitution|transition|transversion|mutation|change|exchange|polymorphism|replacement|"
    r"variant|allele|residue|point|missense|nonsense|single|nucleotide|amino[- ]acid|base|SNP|at|in|of|on|for|the|"
    r"cDNA|DNA|mRNA|coding|exon \d+|position|codon|nt|aa|bp|pair|no\.?|number|was identified|starting)s?\b)*[\s,(]*",
    "CHANGE": r"(?P<change>(?i:delins|indel|ins(?:ertion)?[/-]del(?:etion)?|del(?:etion)?[/-]ins(?:ertion)?|"
    r"insertions?|deletions?|duplications?|insert(?:ed)?|deleted|duplicat(?:ed|ing)|ins|del|dup))",
    "NUMBER": r"(?:\d+(?:\.\d+)?|(?i:" + "|".join(_NUMBER_OF) + "))",
    "UNIT": r"(?P<unit>(?i:[kM]bp?|[kM]|bp|base[- ]?pairs?|bases?|nucleotides?|nt|(?P<protein>amino[- ]acids?)))",
}


def _compiled(rows: Iterable[tuple[str, _Read]]) -> Iterator[tuple[re.Pattern[str], _Read]]:
    for pattern, read in rows:
        yield re.compile(re.sub(r"<<(\w+)>>", lambda m: _PIECES[m[1]], pattern)), read


#: patterns and what reads them, in the order in which they are tried: notation first, then prose
_READERS = tuple(
    _compiled(
        (
            (
                r"^<<LEVEL>>(?P<before><<AMINO>>|<<ONE>>)\s?-?(?P<position>\d+)(?P<after><<AMINO>>|<<ONE>>)?\s?"
                r"(?:fs|frameshift)\s?(?:(?:X|Ter|\*)?(?P<count>\d*))",
                _frame_shift,
            ),
            (
                r"^(?:p\.\s?\(?)?(?P<before><<AMINO>>|<<ONE>>)[\s-]?\(?(?P<position>\d+)\)?"
                r"(?:[_-](?:<<AMINO>>|<<ONE>>)(?P<last>\d+))?_?\s?del(?!ins|\w*[ACGT]{2})",
                _deleted_residue,
            ),
            (
                r"^(?:p\.\s?\(?)?(?P<before><<AMINO>>)<<NOTED>>[\s-]?\(?(?P<position>[-+]?\d+)\)?[\s-]*"
                r"(?:<<TO>>|\sfor\s)?\s?(?P<after><<AMINO>>|X\b|\*)",
                _amino_change,
            ),
            (r"^(?P<position>\d+)\s?(?P<before><<AMINO>>)<<TO>>(?P<after><<AMINO>>)", _amino_change),
            (
                r"^<<LEVEL>>(?P<before><<ONE>>)(?P<position>-?\d+)(?:>|/)?(?P<after><<ONE>>|X|\*|(?i:stop|ter))(?!\w)",
                _short_change,
            ),
            (
                r"^(?P<position>\d+)\s?(?P<before>(?![ACGT]/[ACGT])<<ONE>>)[>/](?P<after>(?![ACGT]\b)<<ONE>>)\b",
                _amino_change,
            ),
            (
                r"\bcodon\s?(?:\(CD\))?\s?(?P<position>\d+),?\s(?P<before>[ACGTU]{3})[>/](?P<after>[ACGTU]{3})\b",
                _codon_change,
            ),
            (r"\b(?P<before>[ACGTU]{3})>(?P<after>[ACGTU]{3})\b.*\bcodon\s(?P<position>\d+)", _codon_change),
            (
                r"^<<LEVEL>>(?:nt\s?)?<<PLACE>>,?\s?\(?(?P<before>[ACGTU]+)\s?(?:>|/|\sto\s|-to-)\s?(?P<after>[ACGTU]+)\b",
                _base_change,
            ),
            (
                r"^(?P<position>IVS\s?[\dIVX]+\s?[-+]\s?\d+)[:,]?\s?\(?(?P<before>[ACGTacgt])(?:>|/|\sto\s)(?P<after>[ACGTacgt])\b",
                _base_change,
            ),
            (r"^<<LEVEL>>(?P<before>[ACGTU]+)\(?<<PLACE>>\)?(?:>|/)?\s?(?P<after>[ACGTU]+)\b", _base_change),
            (
                r"^<<LEVEL>>(?:nt\s?|IVS\s?\d+:\s?)?(?P<position>[-+]?\d+)[-_](?P<last>\d{1,7})\s?"
                r"<<CHANGE>>\.?\s?\(?(?P<what>[A-Z]+\b|\d+)?",
                _length_change,
            ),
            (
                r"^<<LEVEL>>(?:nt\s?|IVS\s?\d+:\s?)?<<PLACE>>,?\s?-?<<CHANGE>>\s?[/(]?(?P<what>[A-Z]+\b|\d+)?",
                _length_change,
            ),
            (r"^<<LEVEL>>(?P<change>del|ins|dup)\s?(?P<position>\d+)(?P<what>[ACGT]+)\b", _length_change),
            (r"^(?P<change>del|ins|dup)\s?(?P<what>[ACGT]+|\d+)(?!\d)", _length_change),
            (r"^(?P<change>Δ|[Dd]elta|DD|D)[\s-]?(?P<what>\d+)\b(?![-\d])", _length_change),
            (r"^(?P<position>\d*)\s?\((?P<what>[ACGT]+)\)\s?\(?(?P<count>\d+(?:-\d+)?|n)\)?", _repeat),
            (r"^(?P<what>[ACGT]{2,6})\s(?:\w+\s)?repeats?\b(?P<count>)", _repeat),
            (
                r"\b(?P<before><<AMINO>>)<<NOTED>><<TO>>\s?(?:an?\s)?(?P<after><<AMINO>>)<<NOTED>><<AT>><<N>>",
                _amino_change,
            ),
            (
                r"\b(?P<after><<AMINO>>)<<NOTED>>\s(?:for|instead of|rather than)\s(?:the\s|an?\s)?"
                r"(?P<before><<AMINO>>)<<NOTED>><<AT>><<N>>",
                _amino_change,
            ),
            (
                r"(?:codons?|residues?|positions?|amino acids?)\s(?P<position>\d+)\D{0,12}?\b"
                r"(?P<before><<AMINO>>)<<NOTED>><<TO>>\s?(?P<after><<AMINO>>)",
                _amino_change,
            ),
            (
                r"\b(?P<before><<AMINO>>)<<NOTED>><<AT>>(?P<position>\d+)\s?<<TO>>\s?(?P<after><<AMINO>>)",
                _amino_change,
            ),
            (
                r"\b(?P<before><<BASE>>)\)?(?:\s\([ACGT]\))?<<TO>>\(?(?P<after><<BASE>>)\b\)?(?:\s\([ACGT]\))?<<AT>>"
                r"(?:c\.)?<<N>>",
                _base_change,
            ),
            (
                r"(?P<position>[-+]\d+|\b\d+)[\s,(]{0,3}\b(?P<before>[ACGT])\b(?:>|/|\sto\s|-to-)(?P<after>[ACGT])\b",
                _base_change,
            ),
            (
                r"\b<<CHANGE>>\s(?:of\s)?(?P<what><<NUMBER>>)[\s-]?<<UNIT>>(?:<<AT>><<N>>)?",
                _length_change,
            ),
            (
                r"\b(?P<what><<NUMBER>>)[\s-]?<<UNIT>>[\s-](?:[\w-]+\s){0,2}?\(?<<CHANGE>>(?:<<AT>><<N>>)?",
                _length_change,
            ),
            (
                r"\b(?P<what><<BASE>>)\)?[\s-](?:nucleotide\s)?<<CHANGE>>(?:<<AT>><<N>>)?",
                _length_change,
            ),
            (
                r"^(?P<position>[-+]?\d+)\s?(?P<what><<BASE>>)\s<<CHANGE>>",
                _length_change,
            ),
            (
                r"\b<<CHANGE>>\s(?:of\s)?(?:an?\s|the\s)?(?P<what><<BASE>>)\b(?:<<AT>><<N>>)?",
                _length_change,
            ),
            (
                r"\b<<CHANGE>>[\s\w-]*?\s(?P<protein>codon|amino acids?)\s(?P<position>\d+)(?:-(?P<last>\d+))?",
                _length_change,
            ),
            (r"^(?P<protein>codon)\s(?P<position>\d+)\s<<CHANGE>>", _length_change),
            (r"\b<<CHANGE>>\s?\(?(?P<what>[ACGT]{2,})\)?", _length_change),
            (r"\b<<CHANGE>>\b.*?\b(?:nt|nucleotides?|positions?)\s<<N>>", _length_change),
            (
                r"^(?P<before>[ACGT]{1,2})(?:>|/|\sto\s|\s?-to-)(?P<after>[ACGT]{1,2})\b(?P<position>)",
                _base_change,
            ),
            (r"^(?P<before><<BASE>>)(?:>|/|\sto\s|-to-)(?P<after><<BASE>>)\b(?P<position>)", _base_change),
            (r"^(?P<before><<AMINO>>)<<NOTED>><<TO>>(?P<after><<AMINO>>)(?P<position>)", _amino_change),
            (
                r"^(?:premature\s)?(?:stop|termination)(?:\scodon)?\sat\s(?:[a-z-]+\s){0,3}(?P<position>\d+)",
                _stop,
            ),
            (
                r"^(?:p\.)?(?P<after><<AMINO>>)<<NOTED>>(?:\s(?:at|in)\s(?:[a-z-]+\s){0,3}|[\s-]?)\(?(?P<position>\d+)\)?",
                _residue,
            ),
            (r"^(?P<position>\d+)\s?(?P<after><<AMINO>>|X|[DEFHIKLMNPQRSVWY])\b", _residue),
            (r"^(?P<after>[ACGT])(?:\sallele)?\s(?:at|of|for)\s(?:[a-z]+\s){0,3}<<N>>", _base),
            (
                r"^(?:nt\s?)?(?P<position>(?:IVS\s?\d+\s?)?[-+]?\s?\d+(?:[-+]\d+)?)\s?\(?"
                r"(?P<after>[ACGT]{1,2}|(?i:adenine|cytosine|guanine|thymine))\)?(?!\w)",
                _base,
            ),
            (r"^(?P<after>[ACGT])(?P<position>-?\d{2,})$", _base),
            (r"^(?P<after><<ONE>>)\s?(?P<position>-?\d+)$", _residue),
        )
    )
)
