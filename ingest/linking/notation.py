"""Which sequence variant does a name stand for, however it is written?

V600E, Val600Glu, p.Val600Glu and "valine to glutamic acid at position 600" are one variant; so are
c.1799T>A, 1799T-->A and "T to A at nucleotide 1799".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from ingest.linking.readings import (
    BASE_OF,
    LETTER_OF,
    NUMBER_OF,
    Read,
    amino_change,
    base,
    base_change,
    codon_change,
    deleted_residue,
    frame_shift,
    length_change,
    repeat,
    residue,
    short_change,
    stop,
)
from ingest.linking.variants import Variant


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


_PIECES = {
    "AMINO": "(?i:"
    + "|".join(sorted((re.escape(word) for word in LETTER_OF if len(word) > 1), key=len, reverse=True))
    + ")",
    "ONE": "[ACDEFGHIKLMNPQRSTVWY]",
    "BASE": f"(?:[ACGTU]+|(?i:{'|'.join(BASE_OF)}))",
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
    "NUMBER": r"(?:\d+(?:\.\d+)?|(?i:" + "|".join(NUMBER_OF) + "))",
    "UNIT": r"(?P<unit>(?i:[kM]bp?|[kM]|bp|base[- ]?pairs?|bases?|nucleotides?|nt|(?P<protein>amino[- ]acids?)))",
}


def _compiled(rows: Iterable[tuple[str, Read]]) -> Iterator[tuple[re.Pattern[str], Read]]:
    for pattern, read in rows:
        yield re.compile(re.sub(r"<<(\w+)>>", lambda m: _PIECES[m[1]], pattern)), read


#: patterns and what reads them, in the order in which they are tried: notation first, then prose
_READERS = tuple(
    _compiled(
        (
            (
                r"^<<LEVEL>>(?P<before><<AMINO>>|<<ONE>>)\s?-?(?P<position>\d+)(?P<after><<AMINO>>|<<ONE>>)?\s?"
                r"(?:fs|frameshift)\s?(?:(?:X|Ter|\*)?(?P<count>\d*))",
                frame_shift,
            ),
            (
                r"^(?:p\.\s?\(?)?(?P<before><<AMINO>>|<<ONE>>)[\s-]?\(?(?P<position>\d+)\)?"
                r"(?:[_-](?:<<AMINO>>|<<ONE>>)(?P<last>\d+))?_?\s?del(?!ins|\w*[ACGT]{2})",
                deleted_residue,
            ),
            (
                r"^(?:p\.\s?\(?)?(?P<before><<AMINO>>)<<NOTED>>[\s-]?\(?(?P<position>[-+]?\d+)\)?[\s-]*"
                r"(?:<<TO>>|\sfor\s)?\s?(?P<after><<AMINO>>|X\b|\*)",
                amino_change,
            ),
            (r"^(?P<position>\d+)\s?(?P<before><<AMINO>>)<<TO>>(?P<after><<AMINO>>)", amino_change),
            (
                r"^<<LEVEL>>(?P<before><<ONE>>)(?P<position>-?\d+)(?:>|/)?(?P<after><<ONE>>|X|\*|(?i:stop|ter))(?!\w)",
                short_change,
            ),
            (
                r"^(?P<position>\d+)\s?(?P<before>(?![ACGT]/[ACGT])<<ONE>>)[>/](?P<after>(?![ACGT]\b)<<ONE>>)\b",
                amino_change,
            ),
            (
                r"\bcodon\s?(?:\(CD\))?\s?(?P<position>\d+),?\s(?P<before>[ACGTU]{3})[>/](?P<after>[ACGTU]{3})\b",
                codon_change,
            ),
            (r"\b(?P<before>[ACGTU]{3})>(?P<after>[ACGTU]{3})\b.*\bcodon\s(?P<position>\d+)", codon_change),
            (
                r"^<<LEVEL>>(?:nt\s?)?<<PLACE>>,?\s?\(?(?P<before>[ACGTU]+)\s?(?:>|/|\sto\s|-to-)\s?(?P<after>[ACGTU]+)\b",
                base_change,
            ),
            (
                r"^(?P<position>IVS\s?[\dIVX]+\s?[-+]\s?\d+)[:,]?\s?\(?(?P<before>[ACGTacgt])(?:>|/|\sto\s)(?P<after>[ACGTacgt])\b",
                base_change,
            ),
            (r"^<<LEVEL>>(?P<before>[ACGTU]+)\(?<<PLACE>>\)?(?:>|/)?\s?(?P<after>[ACGTU]+)\b", base_change),
            (
                r"^<<LEVEL>>(?:nt\s?|IVS\s?\d+:\s?)?(?P<position>[-+]?\d+)[-_](?P<last>\d{1,7})\s?"
                r"<<CHANGE>>\.?\s?\(?(?P<what>[A-Z]+\b|\d+)?",
                length_change,
            ),
            (
                r"^<<LEVEL>>(?:nt\s?|IVS\s?\d+:\s?)?<<PLACE>>,?\s?-?<<CHANGE>>\s?[/(]?(?P<what>[A-Z]+\b|\d+)?",
                length_change,
            ),
            (r"^<<LEVEL>>(?P<change>del|ins|dup)\s?(?P<position>\d+)(?P<what>[ACGT]+)\b", length_change),
            (r"^(?P<change>del|ins|dup)\s?(?P<what>[ACGT]+|\d+)(?!\d)", length_change),
            (r"^(?P<change>Δ|[Dd]elta|DD|D)[\s-]?(?P<what>\d+)\b(?![-\d])", length_change),
            (r"^(?P<position>\d*)\s?\((?P<what>[ACGT]+)\)\s?\(?(?P<count>\d+(?:-\d+)?|n)\)?", repeat),
            (r"^(?P<what>[ACGT]{2,6})\s(?:\w+\s)?repeats?\b(?P<count>)", repeat),
            (
                r"\b(?P<before><<AMINO>>)<<NOTED>><<TO>>\s?(?:an?\s)?(?P<after><<AMINO>>)<<NOTED>><<AT>><<N>>",
                amino_change,
            ),
            (
                r"\b(?P<after><<AMINO>>)<<NOTED>>\s(?:for|instead of|rather than)\s(?:the\s|an?\s)?"
                r"(?P<before><<AMINO>>)<<NOTED>><<AT>><<N>>",
                amino_change,
            ),
            (
                r"(?:codons?|residues?|positions?|amino acids?)\s(?P<position>\d+)\D{0,12}?\b"
                r"(?P<before><<AMINO>>)<<NOTED>><<TO>>\s?(?P<after><<AMINO>>)",
                amino_change,
            ),
            (
                r"\b(?P<before><<AMINO>>)<<NOTED>><<AT>>(?P<position>\d+)\s?<<TO>>\s?(?P<after><<AMINO>>)",
                amino_change,
            ),
            (
                r"\b(?P<before><<BASE>>)\)?(?:\s\([ACGT]\))?<<TO>>\(?(?P<after><<BASE>>)\b\)?(?:\s\([ACGT]\))?<<AT>>"
                r"(?:c\.)?<<N>>",
                base_change,
            ),
            (
                r"(?P<position>[-+]\d+|\b\d+)[\s,(]{0,3}\b(?P<before>[ACGT])\b(?:>|/|\sto\s|-to-)(?P<after>[ACGT])\b",
                base_change,
            ),
            (
                r"\b<<CHANGE>>\s(?:of\s)?(?P<what><<NUMBER>>)[\s-]?<<UNIT>>(?:<<AT>><<N>>)?",
                length_change,
            ),
            (
                r"\b(?P<what><<NUMBER>>)[\s-]?<<UNIT>>[\s-](?:[\w-]+\s){0,2}?\(?<<CHANGE>>(?:<<AT>><<N>>)?",
                length_change,
            ),
            (
                r"\b(?P<what><<BASE>>)\)?[\s-](?:nucleotide\s)?<<CHANGE>>(?:<<AT>><<N>>)?",
                length_change,
            ),
            (
                r"^(?P<position>[-+]?\d+)\s?(?P<what><<BASE>>)\s<<CHANGE>>",
                length_change,
            ),
            (
                r"\b<<CHANGE>>\s(?:of\s)?(?:an?\s|the\s)?(?P<what><<BASE>>)\b(?:<<AT>><<N>>)?",
                length_change,
            ),
            (
                r"\b<<CHANGE>>[\s\w-]*?\s(?P<protein>codon|amino acids?)\s(?P<position>\d+)(?:-(?P<last>\d+))?",
                length_change,
            ),
            (r"^(?P<protein>codon)\s(?P<position>\d+)\s<<CHANGE>>", length_change),
            (r"\b<<CHANGE>>\s?\(?(?P<what>[ACGT]{2,})\)?", length_change),
            (r"\b<<CHANGE>>\b.*?\b(?:nt|nucleotides?|positions?)\s<<N>>", length_change),
            (
                r"^(?P<before>[ACGT]{1,2})(?:>|/|\sto\s|\s?-to-)(?P<after>[ACGT]{1,2})\b(?P<position>)",
                base_change,
            ),
            (r"^(?P<before><<BASE>>)(?:>|/|\sto\s|-to-)(?P<after><<BASE>>)\b(?P<position>)", base_change),
            (r"^(?P<before><<AMINO>>)<<NOTED>><<TO>>(?P<after><<AMINO>>)(?P<position>)", amino_change),
            (
                r"^(?:premature\s)?(?:stop|termination)(?:\scodon)?\sat\s(?:[a-z-]+\s){0,3}(?P<position>\d+)",
                stop,
            ),
            (
                r"^(?:p\.)?(?P<after><<AMINO>>)<<NOTED>>(?:\s(?:at|in)\s(?:[a-z-]+\s){0,3}|[\s-]?)\(?(?P<position>\d+)\)?",
                residue,
            ),
            (r"^(?P<position>\d+)\s?(?P<after><<AMINO>>|X|[DEFHIKLMNPQRSVWY])\b", residue),
            (r"^(?P<after>[ACGT])(?:\sallele)?\s(?:at|of|for)\s(?:[a-z]+\s){0,3}<<N>>", base),
            (
                r"^(?:nt\s?)?(?P<position>(?:IVS\s?\d+\s?)?[-+]?\s?\d+(?:[-+]\d+)?)\s?\(?"
                r"(?P<after>[ACGT]{1,2}|(?i:adenine|cytosine|guanine|thymine))\)?(?!\w)",
                base,
            ),
            (r"^(?P<after>[ACGT])(?P<position>-?\d{2,})$", base),
            (r"^(?P<after><<ONE>>)\s?(?P<position>-?\d+)$", residue),
        )
    )
)
