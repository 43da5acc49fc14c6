"""Which species does a document speak of, and which one where?

Words for a species, for its people and animals, and cell lines that are always of one species. Genes of
human, mouse and rat are told apart by them (Wei et al., SR4GN, doi:10.1371/journal.pone.0038460, works the
same way: the species named in the sentence, before the gene first, else the one named most).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

HUMAN, MOUSE, RAT = "NCBITaxon:9606", "NCBITaxon:10090", "NCBITaxon:10116"

_WORDS: dict[str, str] = {
    HUMAN: r"humans?|homo sapiens|patients?|men|man|women|woman|child|children|boys?|girls?|infants?|neonates?|"
    r"newborns?|adolescents?|adults|volunteers?|probands?|famil(?:y|ies)|subjects|participants|individuals|"
    r"people|persons?|cohorts?|siblings?|twins|HEK[- ]?293T?|HeLa|MCF-?7|HepG2|Jurkat|U937|THP-1|A549|"
    r"SH-SY5Y|K562|HL-?60|LNCaP|PC-?3|Caco-?2|HUVECs?|PBMCs?|Huh-?7|U2OS|U-?87",
    MOUSE: r"mouse|mice|murine|mus musculus|C57BL(?:/6J?)?|BALB/c|knock-?out mice|NIH[- ]?3T3|3T3-L1|RAW ?264\.7|"
    r"C2C12|MEFs?|MC3T3-E1|Neuro2a|N2a",
    RAT: r"rats?|rattus(?: norvegicus)?|sprague[- ]dawley|wistar|SHRs?|PC12|H9c2|INS-1E?",
    "NCBITaxon:7955": r"zebrafish|danio rerio",
    "NCBITaxon:7227": r"drosophila|fruit fl(?:y|ies)|melanogaster",
    "NCBITaxon:6239": r"c\. elegans|caenorhabditis|nematodes?",
    "NCBITaxon:4932": r"yeasts?|s\. cerevisiae|saccharomyces",
    "NCBITaxon:8355": r"xenopus",
    "NCBITaxon:9913": r"bovine|cattle|cows?|bos taurus|calf",
    "NCBITaxon:9031": r"chickens?|chicks?|avian|gallus",
    "NCBITaxon:9823": r"pigs?|porcine|swine|sus scrofa",
    "NCBITaxon:9986": r"rabbits?",
    "NCBITaxon:10029": r"hamsters?|CHO(?:-K1)?",
    "NCBITaxon:3702": r"arabidopsis|thaliana",
    "NCBITaxon:562": r"e\. coli|escherichia",
    "NCBITaxon:9615": r"dogs?|canine",
    "NCBITaxon:9544": r"monkeys?|macaques?|rhesus",
}
_TAXA = tuple(_WORDS)
_NAMED = re.compile("|".join(rf"\b({words})\b" for words in _WORDS.values()), re.I)
_SENTENCE_END = re.compile(r"[.!?]\s+(?=[A-Z(])|\n")

#: genes of these namespaces are of one species
TAXON_OF_NAMESPACE = {"HGNC": HUMAN, "MGI": MOUSE, "RGD": RAT}


@dataclass(frozen=True, slots=True)
class _Named:
    start: int
    taxon: str


class SpeciesInText:
    """The species that a text names, in order of their places."""

    def __init__(self, text: str) -> None:
        self._named = [
            _Named(found.start(), _TAXA[(found.lastindex or 1) - 1]) for found in _NAMED.finditer(text)
        ]
        self._starts = [one.start for one in self._named]
        self._text = text

    @cached_property
    def _sentences(self) -> list[int]:
        return [0, *(end.end() for end in _SENTENCE_END.finditer(self._text))]

    @cached_property
    def shares(self) -> dict[str, float]:
        """How much of the naming each species has, 0-1, summing to 1; the first sentence counts three times."""
        title = self._sentences[1] if len(self._sentences) > 1 else len(self._text)
        counts: Counter[str] = Counter()
        for one in self._named:
            counts[one.taxon] += 3 if one.start < title else 1
        total = sum(counts.values())
        return {taxon: count / total for taxon, count in counts.items()}

    def nearest(self, start: int) -> str | None:
        """The species that a name at this place most likely belongs to.

        The last one named before it in its sentence, else the first after it there, else the last before.
        """
        at = bisect_right(self._starts, start)
        sentence = bisect_right(self._sentences, start) - 1
        low = bisect_left(self._starts, self._sentences[sentence])
        last = sentence + 1 < len(self._sentences)
        high = bisect_left(self._starts, self._sentences[sentence + 1]) if last else len(self._starts)
        if low < at:
            return self._named[at - 1].taxon
        if at < high:
            return self._named[at].taxon
        return self._named[at - 1].taxon if at else None


def taxon_of_prefix(name: str) -> str | None:
    """The species that the first letter of a symbol gives: hSTAB1, mStab1, rStab1.

    >>> taxon_of_prefix("mIL-6"), taxon_of_prefix("mTOR"), taxon_of_prefix("IL-6")
    ('NCBITaxon:10090', None, None)
    """
    if len(name) > 3 and name[1:3].isupper() and name[0] in _PREFIXES and name not in _NO_PREFIX:
        return _PREFIXES[name[0]]
    return None


_PREFIXES = {"h": HUMAN, "m": MOUSE, "r": RAT}
_NO_PREFIX = frozenset({"mTOR", "mTORC", "mTORC1", "mTORC2", "mRNA", "mRNAs", "rRNA", "mGLU", "hCG", "rDNA"})


def taxon_of_casing(name: str) -> str | None:
    """The species whose symbols are written like this one: STAB1 human, Stab1 mouse and rat, else None.

    >>> taxon_of_casing("STAB1"), taxon_of_casing("Stab1"), taxon_of_casing("insulin")
    ('NCBITaxon:9606', 'NCBITaxon:10090', None)
    >>> taxon_of_casing("À11")
    """
    if " " in name or not name[:1].isalpha() or len(name) < 3:
        return None
    letters = re.sub(r"[^A-Za-z]", "", name)
    if not letters:  # "À11": letters that no symbol is written with
        return None
    if letters.isupper():
        return HUMAN
    is_symbol = letters[0].isupper() and letters[1:].islower() and (len(name) <= 8 or name[-1].isdigit())
    return MOUSE if is_symbol and any(c.isdigit() for c in name) else None
