"""Which unknown names does the text introduce itself by what they are: "the protein Foo-3"?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.cover import Cover
from ingest.mention import Recognised
from ingest.patterns.own import one, own
from kg.model import Span
from kg.vocabulary import Category

_NAME = r"((?=[\w-]{0,30}[A-Z])(?=[\w-]{0,30}\d)[A-Za-z][A-Za-z0-9]{0,15}(?:-[A-Za-z0-9]{1,8}){0,2})"
_AGENT = (
    r"(?:drug|antibody|inhibitor|compound|agonist|antagonist|vaccine|pill|medicine|medication|antiviral|antibiotic"
    r"|small molecule|drug candidate)"
)
#: how a thing gets its name: "a protein *called* X"
CALLED = tuple("called named dubbed termed designated nicknamed code-named codenamed".split())
#: the same, as part of a pattern
CALLING = rf"(?:{'|'.join(CALLED)}|known as)"
_CALLED = rf"(?:,? (?:(?:which|that) )?(?:(?:is|was|has been) )?{CALLING})?,?"
_BREAKS = r"(?:that|which|who|where|no|of|for|with|to|in|and|by|from|against|without)"
_INTRODUCED = (
    (
        Category.GENE,
        re.compile(
            r"\b(?:protein|receptor|gene|cytokine|chemokine|kinase|ligand|enzyme|transcription factor) "
            rf"{_NAME}(?![\w-]|,\d)"
        ),
    ),
    (Category.GENE, re.compile(rf"(?<![\w-]){_NAME} (?:protein|gene|receptor|kinase|mRNA)\b")),
    (Category.DRUG, re.compile(rf"\b{_AGENT}{_CALLED} {_NAME}(?![\w-]|,\d)")),
    (
        Category.DRUG,
        re.compile(
            rf"(?<![\w-]){_NAME}(?:,| is| was) an? (?:(?!{_BREAKS}\b)[\w-]+ ){{0,4}}{_AGENT}\b(?! target)"
        ),
    ),
    (Category.DRUG, re.compile(rf"\bmolecule,? (?:called|named|dubbed) {_NAME}(?![\w-]|,\d)")),
)
_ANTI = re.compile(
    r"(?<![\w-])[Aa]nti-((?=[\w-]{0,15}[A-Z])(?=[\w-]{0,15}\d)[A-Za-z][\w-]{2,15})(?= ?(?:antibod|mAb|therap))"
)
_NOT_A_NAME = re.compile(
    r"^(?:COVID|SARS|HIV|SIV|HTLV|HPV|HBV|HCV|EBV|CMV|HSV|HHV|NCT|ISRCTN|Fig|Table|Grade|Stage|Phase|Type|Class|Group|Day|ECOG|CI)\W?\d|^[A-Z]\d$|^(?:Ig[GAMDE]\d?|[A-Z]-\d)$|-[a-z]{5,}$",
    re.I,
)
#: a word and its hyphenated parts; a name is made of one to four of them
_PARTS = re.compile(r"[^\W_]+")
_MOST_PARTS = 4


def find_introduced(text: str, known: Sequence[Recognised]) -> Iterator[Recognised]:
    """Names that no list has and that the text introduces by what they are, wherever they stand in it."""
    covered = Cover(r.span for r in known)
    introduced = _introduced(text, covered)
    if not introduced:
        return
    for span in _places(text, introduced):
        if not covered.overlaps(span):
            name = span.of(text)
            yield one(span, own(introduced[name], name), 0.6, "not in the lexicon; introduced by the text")


def find_drugs_called_so(text: str) -> frozenset[str]:
    """Names that the text calls a drug, a pill, an antibody and the like, and nowhere a gene or a protein."""
    called: dict[Category, set[str]] = {Category.DRUG: set(), Category.GENE: set()}
    for category, pattern in _INTRODUCED:
        called[category].update(match.group(1) for match in pattern.finditer(text))
    return frozenset(called[Category.DRUG] - called[Category.GENE])


def _introduced(text: str, covered: Cover) -> dict[str, Category]:
    found: dict[str, Category] = {}
    for category, pattern in _INTRODUCED:
        for match in pattern.finditer(text):
            name, span = match.group(1), Span(match.start(1), match.end(1))
            if not _NOT_A_NAME.search(name) and not covered.overlaps(span):
                found.setdefault(name, category)
    for match in _ANTI.finditer(text):
        found.setdefault(match.group(1), Category.GENE)
    return found


def _places(text: str, names: dict[str, Category]) -> Iterator[Span]:
    """Where the names stand, from the left, the longest at each place."""
    parts = [match.span() for match in _PARTS.finditer(text)]
    at = 0
    for index, (start, _) in enumerate(parts):
        if start < at:
            continue
        for _, end in reversed(parts[index : index + _MOST_PARTS]):
            if end - start <= 40 and text[start:end] in names:
                yield Span(start, end)
                at = end
                break
