"""In which other words may a vocabulary say the same?

"cancer of the breast" is listed as "breast cancer", "renal cancer" as "kidney cancer", "hypertensive" as
"hypertension", "carcinomas" as "carcinoma".
"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.linking.trimming import IDLE, INSERTED, POSSESSIVE
from ingest.mention import Kind

_SAME: tuple[tuple[str, ...], ...] = (
    ("cancer", "carcinoma", "tumor", "neoplasm", "malignancy"),
    ("disease", "disorder", "syndrome"), ("disturbance", "disorder", "disease"),
    ("dysfunction", "disorder", "disease"), ("complication", "disorder", "disease"), ("dysrhythmia", "arrhythmia"),
    ("dysfunction", "impairment", "insufficiency", "failure", "deficiency"),
    ("injury", "damage", "lesion", "toxicity", "disease"),
    ("renal", "kidney"), ("hepatic", "liver"), ("cardiac", "heart", "myocardial"), ("pulmonary", "lung"),
    ("cerebral", "brain"), ("gastric", "stomach"), ("mammary", "breast"), ("cutaneous", "skin"),
    ("ocular", "eye"), ("dermatological", "dermatologic", "skin"), ("neurological", "neurologic", "nervous system"),
    ("ovarian", "ovary"), ("colonic", "colon"), ("intestinal", "bowel"),
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


def rewritten(name: str, kind: Kind) -> Iterator[str]:
    """The name in another order, with other words, as the noun of its adjective."""
    text = POSSESSIVE.sub("", INSERTED.sub("", " ".join(name.split())))
    if kind is Kind.CHEMICAL and text[:5].lower() == "anti-":
        yield text[:4] + text[5:]  # antithymocyte globulin
    words = IDLE.sub("", text).replace("-", " ").split()
    if len(words) < 2:
        yield from (form for word in words if len(word) > 4 for form in nouns(word.lower()))
        return
    if kind in (Kind.GENE, Kind.CELL_LINE, Kind.SPECIES):
        yield from _turned(words) if " " in text else ()  # t-tau is not tau-T
        return
    yield from _turned(words)
    yield from _exchanged(words)
    first = words[0].lower()
    for noun in nouns(first):
        yield " ".join([noun, *words[1:]])


def nouns(word: str) -> Iterator[str]:
    """The nouns that an adjective or a verb form may come from."""
    for ending, others in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[: -len(ending)]
            yield from (stem + noun for noun in others)


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
