"""In which other words may a name be listed?

A name of running text is rarely written as its vocabulary writes it: "human IL-2 receptor gene" is listed
as "IL-2 receptor", "cancer of the breast" as "breast cancer", "hypertensive" as "hypertension". The forms
come in steps; a later step is tried only where an earlier one found nothing, and is trusted less.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from ingest.mention import Kind


class Step(IntEnum):
    """How far a form is from the name as written, nearest first."""

    WRITTEN = 0
    TRIMMED = 1
    REWRITTEN = 2
    SHORTENED = 3


@dataclass(frozen=True, slots=True)
class Form:
    """A spelling to look up; ``change`` tells a person what was done to the name, empty for nothing."""

    text: str
    step: Step
    change: str = ""


#: forms of one step that are tried at most, so that a long name costs no more than a short one
_MOST = 24
_LONGEST = 200


def forms(name: str, kind: Kind) -> Iterator[Form]:
    """Spellings to look up for a name of this kind, in order of their step, each once.

    >>> [f.text for f in forms("mutant KRAS gene", Kind.GENE)][:2]
    ['mutant KRAS gene', 'KRAS']
    >>> "breast cancer" in [f.text for f in forms("cancer of the breast", Kind.DISEASE)]
    True
    """
    seen: set[str] = set()
    for step, change, make in _STEPS:
        if len(name) > _LONGEST:
            break
        for count, text in enumerate(make(name, kind)):
            if count == _MOST:
                break
            if text and text not in seen:
                seen.add(text)
                yield Form(text, step, change)


def _written(name: str, kind: Kind) -> Iterator[str]:
    yield " ".join(name.split())


# ------------------------------------------------------------------------------------------ trimmed

_INSERTED = re.compile(r"\s?[(\[][^()\[\]]*[)\]](?=\s|$)|(?<=\s)[(\[][^()\[\]]*[)\]]\s?")
_POSSESSIVE = re.compile(r"['’]s?(?=\s|$)")
_LEADING = re.compile(
    r"^(?:the|a|an|this|these|our|its|their|human|mouse|murine|rat|mutant|mutated|wild[- ]type|recombinant|"
    r"endogenous|exogenous|soluble|total|serum|plasma|native|full[- ]length|truncated|active|activated|"
    r"phosphorylated|phospho|anti|non|dominant[- ]negative|fetal|patient|normal|several|other|various|"
    r"severe|mild|moderate|acute|chronic|primary|secondary|advanced|early|late|recurrent|sporadic|isolated|"
    r"idiopathic|progressive|symptomatic|transient|persistent|massive|fatal|refractory|intractable)(?:\s+|-)",
    re.I,
)
#: of these, the ones without which a name means the same; the rest belong to `_shortened`
_IDLE = re.compile(
    r"^(?:the|a|an|this|these|our|its|their|human|mouse|murine|rat|mutant|mutated|wild[- ]type|recombinant|"
    r"endogenous|exogenous|native|full[- ]length|normal|several|other|various)(?:\s+|-(?=[A-Z]))",
    re.I,
)
_GENE_TAIL = re.compile(
    r"(?:\s+|-)(?:genes?|proteins?|mRNAs?|transcripts?|cDNAs?|loc(?:us|i)|alleles?|promoters?|polypeptides?|"
    r"products?|isoforms?|homologs?|mutants?|mutations?|enzymes?|antigens?|molecules?|peptides?|expression|"
    r"levels?|polymorphisms?|variants?|knockout|null|deficient|positive|negative|deficiency)$",
    re.I,
)
_GENOTYPE = re.compile(r"(?:\s*\(?(?:[-−–+]\s?/\s?[-−–+]|[+−])\)?|\^.*)$")
_PREFIXED = re.compile(r"^[hmrp](?=[A-Z])|^(?:si|sh|dn|ca)(?=[A-Z]{2})|^(?:c|v)-(?=[A-Z])")
_TAIL: dict[Kind, re.Pattern[str]] = {
    Kind.GENE: _GENE_TAIL,
    Kind.DISEASE: re.compile(
        r"\s+(?:patients?|symptoms?|episodes?|attacks?|cases?|phenotypes?|changes?)$", re.I
    ),
    Kind.CHEMICAL: re.compile(r"\s+(?:therapy|treatment|levels?|molecules?|ions?|solution|drugs?)$", re.I),
    Kind.CELL_LINE: re.compile(r"(?:\s+|-)(?:cells?|cell lines?|lines?)$", re.I),
    Kind.SPECIES: re.compile(r"\s+(?:patients?|strains?|cells?|species|spp?\.?)$", re.I),
}


def _trimmed(name: str, kind: Kind) -> Iterator[str]:
    text = " ".join(name.split())
    for cut in (_INSERTED, _POSSESSIVE):
        bare = cut.sub("", text).strip()
        if bare != text:
            text = bare
            yield text
    if kind is Kind.GENE:
        yield from _gene_trimmed(text)
    elif kind in (Kind.CELL_LINE, Kind.CELL_TYPE):
        yield from _cell_trimmed(text, kind)
    else:
        if kind is Kind.CHEMICAL:
            yield from _element(text)
        tail = _TAIL.get(kind)
        short = _IDLE.sub("", text)
        short = tail.sub("", short) if tail else short
        yield short
        if "-" in short:
            yield short.replace("-", " ")


_ELEMENTS = dict(
    pair.split(":")
    for pair in (
        "Li:lithium Na:sodium K:potassium Ca:calcium Mg:magnesium Zn:zinc Fe:iron Cu:copper Pb:lead Hg:mercury "
        "Cd:cadmium As:arsenic Al:aluminum Mn:manganese Se:selenium Cr:chromium Ni:nickel Co:cobalt Cl:chloride "
        "Au:gold Ag:silver Pt:platinum Ba:barium Sr:strontium Sn:tin Ti:titanium Si:silicon Br:bromide I:iodine "
        "O2:oxygen H2O:water N2:nitrogen"
    ).split()
)
_CHARGE = re.compile(r"\(?\d?[+-]\)?$|\(\d?[+-]\)|\s?\(?\b(?:I{1,3}|IV|V|VI)\)$")


def _element(text: str) -> Iterator[str]:
    """The name of an element that the text is the symbol of, with or without its charge: Pb, Ca(2+)."""
    bare = _CHARGE.sub("", text)
    if bare != text:
        yield bare
    if name := _ELEMENTS.get(bare):
        yield name
    if (formula := re.sub(r"\((\d+)\)", r"\1", text)) != text:
        yield formula


def _gene_trimmed(text: str) -> Iterator[str]:
    for _ in range(3):
        shorter = _GENE_TAIL.sub("", _GENOTYPE.sub("", _IDLE.sub("", text)))
        if shorter == text or not shorter:
            break
        text = shorter
        yield text
    prefixed = _PREFIXED.sub("", text)
    if prefixed != text and len(prefixed) > 1:
        yield prefixed
    if text.endswith("s") and len(text) > 3:
        yield text[:-1]


def _cell_trimmed(text: str, kind: Kind) -> Iterator[str]:
    if kind is Kind.CELL_LINE:
        short = _TAIL[kind].sub("", _IDLE.sub("", text))
        yield short
        yield short.split("/")[0]
        yield re.sub(r"([A-Za-z])(\d)", r"\1-\2", short)
        yield re.sub(r"(\d)([A-Za-z])", r"\1-\2", short)
        return
    yield _IDLE.sub("", text)
    if not re.search(r"cells?$", text, re.I):
        yield f"{text} cell"
    else:
        yield re.sub(r"[\s-]*cells?$", "", text, flags=re.I)


# ---------------------------------------------------------------------------------------- rewritten

_SAME: tuple[tuple[str, ...], ...] = (
    ("cancer", "carcinoma", "tumor", "neoplasm", "malignancy"),
    ("disease", "disorder", "syndrome"),
    ("dysfunction", "impairment", "insufficiency", "failure", "deficiency"),
    ("injury", "damage", "lesion", "toxicity", "disease"),
    ("renal", "kidney"), ("hepatic", "liver"), ("cardiac", "heart", "myocardial"), ("pulmonary", "lung"),
    ("cerebral", "brain"), ("gastric", "stomach"), ("mammary", "breast"), ("cutaneous", "skin"),
    ("ocular", "eye"), ("ovarian", "ovary"), ("colonic", "colon"), ("intestinal", "bowel"),
    ("muscular", "muscle"), ("skeletal", "bone"), ("vascular", "blood vessel"), ("neural", "neuronal", "nerve"),
    ("deficit", "impairment"), ("loss", "impairment"), ("abnormality", "anomaly", "defect", "malformation"),
    ("hereditary", "familial", "inherited"), ("ii", "2"), ("i", "1"), ("iii", "3"), ("iv", "4"),
    ("juvenile", "childhood"), ("bleeding", "hemorrhage"), ("ache", "pain"), ("clot", "thrombus"),
    ("learning", "memory"), ("increased", "elevated", "high"), ("decreased", "reduced", "low"),
    ("ionic", "ion"), ("signaling", "signaling pathway"), ("biosynthesis", "biosynthetic process"),
    ("degradation", "catabolic process"), ("secretion", "release"),
)  # fmt: skip
_EXCHANGE: dict[str, tuple[str, ...]] = {}
for _group in _SAME:
    for _word in _group:
        _EXCHANGE[_word] = (*_EXCHANGE.get(_word, ()), *(w for w in _group if w != _word))

#: endings of adjectives and those of their nouns, the longest first
_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("tensive", ("tension",)),
    ("otic", ("osis",)),
    ("ytic", ("ysis",)),
    ("etic", ("esis", "etes", "esia")),
    ("atic", ("asis", "a", "as")),
    ("emic", ("emia",)),
    ("enic", ("enia", "en")),
    ("ptic", ("psy", "psis")),
    ("inoid", ("is",)),
    ("matory", ("mation",)),
    ("ian", ("ism", "",)),
    ("ive", ("ion",)),
    ("ic", ("ia", "y", "ism", "e", "is", "us", "", "icity")),
    ("oid", ("is", "")),
    ("ar", ("us", "a", "um", "e", "")),
    ("al", ("a", "us", "um", "", "e", "y", "is", "s")),
    ("ous", ("us", "a", "", "e")),
    ("ed", ("ion", "e", "", "ing")),
    ("ing", ("ion", "e", "")),
    ("ary", ("us", "a", "")),
    ("y", ("ia", "")),
)  # fmt: skip


def _rewritten(name: str, kind: Kind) -> Iterator[str]:
    text = _POSSESSIVE.sub("", _INSERTED.sub("", " ".join(name.split())))
    words = _IDLE.sub("", text).replace("-", " ").split()
    if len(words) < 2:
        yield from (form for word in words if len(word) > 4 for form in _noun(word.lower()))
        return
    if kind in (Kind.GENE, Kind.CELL_LINE, Kind.SPECIES):
        yield from _turned(words)
        return
    yield from _turned(words)
    yield from _exchanged(words)
    first = words[0].lower()
    for noun in _noun(first):
        yield " ".join([noun, *words[1:]])


def _noun(word: str) -> Iterator[str]:
    """The nouns that an adjective or a verb form may come from."""
    for ending, nouns in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[: -len(ending)]
            yield from (stem + noun for noun in nouns)


def _turned(words: list[str]) -> Iterator[str]:
    """ "cancer of the breast" as "breast cancer", "anemia, hemolytic" as "hemolytic anemia"."""
    if len(words) > 8:
        return
    lower = [word.lower() for word in words]
    for link in ("of", "in"):
        if link in lower[1:-1]:
            at = lower.index(link, 1)
            tail = words[at + 1 :]
            tail = tail[1:] if tail[0].lower() == "the" else tail
            yield " ".join([*tail, *words[:at]])
    if 2 <= len(words) <= 5:
        for at in range(1, len(words)):
            yield " ".join([*words[at:], *words[:at]])


def _exchanged(words: list[str]) -> Iterator[str]:
    lower = [singular(word.lower()) for word in words]
    for at, word in enumerate(lower):
        for other in _EXCHANGE.get(word, ()):
            once = [*lower[:at], other, *lower[at + 1 :]]
            yield " ".join(once)
            for later in range(at + 1, len(once)):
                for second in _EXCHANGE.get(once[later], ()):
                    yield " ".join([*once[:later], second, *once[later + 1 :]])


_NOT_PLURAL = (
    "ss",
    "us",
    "is",
    "eas",
    "etes",
    "yses",
    "oses",
    "eses",
    "uses",
    "xes",
    "stases",
    "ches",
    "shes",
)


def singular(name: str) -> str:
    """The name with its last word in the singular, where that is safe to tell.

    >>> singular("prostate carcinomas"), singular("neuropathies"), singular("NETs"), singular("diabetes mellitus")
    ('prostate carcinoma', 'neuropathy', 'NET', 'diabetes mellitus')
    """
    if name.endswith("ies") and len(name) > 6:
        return name[:-3] + "y"
    if not name.endswith("s") or len(name) < 4 or name.endswith(_NOT_PLURAL):
        return name
    stem = name[:-1].rpartition(" ")[2]
    return name[:-1] if stem.islower() or (stem.isupper() and stem.isalpha()) else name


# ---------------------------------------------------------------------------------------- shortened

#: kinds whose names may lose their first words and still name what they are about
_BY_HEAD = frozenset(
    {Kind.DISEASE, Kind.CELL_TYPE, Kind.ANATOMY, Kind.PROCESS, Kind.COMPONENT, Kind.CHEMICAL}
)


def _shortened(name: str, kind: Kind) -> Iterator[str]:
    """The name without its first words, one by one, and without its last."""
    text = _POSSESSIVE.sub("", _INSERTED.sub("", " ".join(name.split())))
    text = re.sub(r"\s+(?:of|in|to|with|after|during|due|from|by|induced)\b.*$", "", text) or text
    words = text.replace("-", " ").split()
    if kind is Kind.GENE:
        yield from (" ".join(words[:end]) for end in range(len(words) - 1, 0, -1))
        return
    if kind not in _BY_HEAD:
        return
    for start in range(len(words)):
        rest = words[start:]
        if start or len(rest) < len(name.split()):
            yield " ".join(rest)
            if len(rest) == 1 and len(rest[0]) > 5:
                yield from _noun(rest[0].lower())
    if kind in (Kind.CHEMICAL, Kind.DISEASE):
        yield from (" ".join(words[:end]) for end in range(len(words) - 1, 0, -1))


_Make = Callable[[str, Kind], Iterator[str]]
_STEPS: tuple[tuple[Step, str, _Make], ...] = (
    (Step.WRITTEN, "", _written),
    (Step.TRIMMED, "without the words around it", _trimmed),
    (Step.REWRITTEN, "in other words", _rewritten),
    (Step.SHORTENED, "shortened", _shortened),
)
