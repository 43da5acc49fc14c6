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
RODENTS = frozenset({MOUSE, RAT})

_WORDS: dict[str, str] = {
    # cells of people grow in mice that have no defence of their own: what is said of such mice is of people
    HUMAN: r"(?:athymic |nude |immunodeficient |humani[sz]ed |SCID |NSG |NOD/SCID )+(?:mice|mouse)|xenografts?|"
    r"humans?|homo sapiens|patients?|men|man|women|woman|child|children|boys?|girls?|infants?|neonates?|"
    r"newborns?|adolescents?|adults|volunteers?|probands?|famil(?:y|ies)|subjects|participants|individuals|"
    r"people|persons?|cohorts?|siblings?|twins|HEK[- ]?293T?|HeLa|MCF-?7|HepG2|Jurkat|U937|THP-1|A549|"
    r"SH-SY5Y|K562|HL-?60|LNCaP|PC-?3|Caco-?2|HUVECs?|PBMCs?|Huh-?7|U2OS|U-?87|HCT[- ]?116|HT-?29|SW480|"
    r"DU-?145|MDA-MB-\d+|T47D|SK-?BR-?3|H1299|HaCaT|BEAS-2B|U251|Hep3B|Raji|Ramos",
    MOUSE: r"mouse|mice|murine|mus musculus|C57BL(?:/6J?)?|BALB/c|NIH[- ]?3T3|3T3-L1|RAW ?264\.7|"
    r"C2C12|MEFs?|MC3T3-E1|Neuro2a|N2a|B16(?:-?F10)?|4T1|CT26|MC38|L929|J774(?:A\.1)?|EL4",
    RAT: r"rats?|rattus(?: norvegicus)?|sprague[- ]dawley|wistar|SHRs?|PC12|H9c2|INS-1E?|RBL-2H3|NRK(?:-52E)?",
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
#: not the species of the text: that of a reagent (mouse anti-rabbit antibody) or of a gene's name (homolog, yeast)
_ELSEWHERE = r"(?![- ](?:anti|monoclonal|polyclonal|antibod|IgG|serum albumin))"
#: tried on text in small letters, which is several times as fast as without regard to case
_NAMED = re.compile(
    (
        r"(?<!homolog \()\b(?:" + "|".join(f"({words})" for words in _WORDS.values()) + r")\b" + _ELSEWHERE
    ).lower()
)
_SMALL = str.maketrans({chr(c): chr(c + 32) for c in range(ord("A"), ord("Z") + 1)})
_CLINICAL = re.compile(
    r"\b(?:patients?|clinical|trials?|volunteers?|cohorts?|phase (?:i{1,3}|[123])|overall survival|probands?)\b"
)
_SENTENCE_END = re.compile(r"[.!?]\s+(?=[A-Z(])|\n")

#: genes of these namespaces are of one species
TAXON_OF_NAMESPACE = {"HGNC": HUMAN, "MGI": MOUSE, "RGD": RAT}


#: a species named no more often, or with a smaller share of the naming, is not clearly what the text is about
_FEW, _MAINLY = 2, 0.6
#: code points to a naming, some 500 words, beyond which a species is named in passing
_SELDOM = 3000


@dataclass(frozen=True, slots=True)
class _Named:
    start: int
    taxon: str


class SpeciesInText:
    """The species that a text names, in order of their places."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _small(self) -> str:
        """The text in small letters, as long as it is."""
        return self._text.translate(_SMALL)

    @cached_property
    def _named(self) -> list[_Named]:
        found = _NAMED.finditer(self._small)
        return [_Named(one.start(), _TAXA[(one.lastindex or 1) - 1]) for one in found]

    @cached_property
    def _starts(self) -> list[int]:
        return [one.start for one in self._named]

    @cached_property
    def _sentences(self) -> list[int]:
        return [0, *(end.end() for end in _SENTENCE_END.finditer(self._text))]

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each species is named; the first sentence counts three times."""
        title = self._sentences[1] if len(self._sentences) > 1 else len(self._text)
        counts: Counter[str] = Counter()
        for one in self._named:
            counts[one.taxon] += 3 if one.start < title else 1
        return counts

    @cached_property
    def shares(self) -> dict[str, float]:
        """How much of the naming each species has, 0-1, summing to 1."""
        total = self.counts.total()
        return {taxon: count / total for taxon, count in self.counts.items()}

    @cached_property
    def clinical(self) -> int:
        """How many words of the clinic the text has: patients, trials."""
        return sum(1 for _ in _CLINICAL.finditer(self._small))

    def beside(self, start: int) -> str | None:
        """The species named last before this place in its sentence, else first after it there, else None."""
        at = bisect_right(self._starts, start)
        sentence = bisect_right(self._sentences, start) - 1
        low = bisect_left(self._starts, self._sentences[sentence])
        last = sentence + 1 < len(self._sentences)
        high = bisect_left(self._starts, self._sentences[sentence + 1]) if last else len(self._starts)
        return self._named[at - 1].taxon if low < at else self._named[at].taxon if at < high else None

    def nearest(self, start: int) -> str | None:
        """The species that a name at this place most likely belongs to: that beside it, else the last before."""
        at = bisect_right(self._starts, start)
        return self.beside(start) or (self._named[at - 1].taxon if at else None)

    def is_mainly(self, taxon: str) -> bool:
        """Whether the text is clearly about this species: named more than in passing, and most of all."""
        return self.counts[taxon] > _FEW and self.shares[taxon] >= _MAINLY and not self.is_in_passing(taxon)

    def is_in_passing(self, taxon: str) -> bool:
        """Whether a long text names this species once or twice: one mouse does not make its genes those of mice.

        In abstracts one naming tells: of genes in those that name but mice, and once, four in five are of mice.
        """
        return self.counts[taxon] * _SELDOM < len(self._text)

    def is_target(self, start: int, end: int) -> bool:
        """Whether the name is that of what a treatment aims at: anti-PD-1, PD-L1 blockade, an EGFR inhibitor."""
        return bool(
            _AIMED_BEFORE.search(self._text, max(0, start - 6), start)
            or _AIMED_AFTER.match(self._text, end, end + 40)
        )


_AIMED_BEFORE = re.compile(r"\b(?:anti|α)[-\u2010\u2011 ]?$", re.I)
_AIMED_AFTER = re.compile(
    r"[-\u2010\u2011 ](?:\(\w+\) )?(?:specific |immune |checkpoint |signaling |signalling |pathway |kinase |receptor |"
    r"monoclonal |neutrali[sz]ing |blocking |targeted )*"
    r"(?:inhibit(?:or|ion)|block(?:ade|er|ing)|antagoni|antibod|mAb|targeting|targeted|directed|immunotherap|therap)",
    re.I,
)


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


def taxon_of_casing(name: str, symbol: bool = False) -> str | None:
    """The species whose symbols are written like this one: STAB1 human, Stab1 mouse and rat, else None.

    A ``symbol`` is known to be one, so that no digit need show it.

    >>> taxon_of_casing("STAB1"), taxon_of_casing("Stab1"), taxon_of_casing("insulin")
    ('NCBITaxon:9606', 'NCBITaxon:10090', None)
    >>> taxon_of_casing("Nanog"), taxon_of_casing("Nanog", symbol=True)
    (None, 'NCBITaxon:10090')
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
    return MOUSE if is_symbol and (symbol or any(c.isdigit() for c in name)) else None


def is_written_for(taxon: str, form: str | None) -> bool:
    """Whether a symbol of this form may be of the species: those of mouse and rat are written alike."""
    return taxon == form or (taxon == RAT and form == MOUSE)
