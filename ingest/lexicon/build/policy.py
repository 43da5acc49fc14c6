"""May a name be matched in running text, and how must it be written there?

Precision goes before volume. Measured on news and abstracts, the noise of a large lexicon comes from gene
symbols and brand names that are English words, from short acronyms, and from words so general that no
researcher would ask for them.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from importlib.resources import files

from ingest.lexicon.term import OWN_NAMES, NameStatus
from kg.errors import LexiconError
from kg.vocabulary import Category


class Gate(IntEnum):
    """How a surface must be written for a name to match it."""

    OPEN = 0
    """in any case"""
    CAP = 1
    """with an upper-case letter or a digit"""
    CASE = 2
    """in the same case"""
    SHUT = 3
    """never: look-up only"""


_ORDINARY = {
    Category.DISEASE, Category.ANATOMY, Category.CELL, Category.TAXON, Category.PHENOTYPE, Category.PROCESS,
    Category.TREATMENT, Category.COMPONENT,
}  # fmt: skip
_CHEMICAL = {Category.CHEMICAL, Category.DRUG}
_GENE = {Category.GENE, Category.GENE_FAMILY}
_LOOSE = {NameStatus.RELATED, NameStatus.NARROW, NameStatus.GENERATED}


def gate(name: str, key: str, status: NameStatus, category: Category, shared: int, reviewed: bool) -> Gate:
    """The gate of one name; ``shared`` counts the terms of its key, ``reviewed`` names are our own."""
    letters = key.replace(" ", "")
    if status is NameStatus.BROAD or not re.search("[a-z]", letters) or len(letters) == 1:
        return Gate.SHUT
    if reviewed:
        return Gate.CASE if name.isupper() and len(letters) <= 4 else Gate.OPEN
    if key in _words("phrases") or shared >= 8 or (" " in name and _is_function_phrase(name)):
        return Gate.SHUT
    if (
        " " not in key
        and letters.isalpha()
        and (word := _word_gate(name, letters, status, category)) is not None
    ):
        return word
    return _spelling_gate(name, key, letters, status, category)


def _word_gate(name: str, letters: str, status: NameStatus, category: Category) -> Gate | None:
    spoken = name.lower()
    common = max(frequency(spoken), frequency(letters))
    capital = name.isupper() and len(letters) >= 3
    if {letters, spoken} & _words("words"):
        return Gate.CASE if capital and status in OWN_NAMES and category in _GENE else Gate.SHUT
    if common < 3:
        return None
    if capital:
        return Gate.CASE if common < 4 or (status in OWN_NAMES and category in _GENE) else Gate.SHUT
    if not (name.islower() or name[1:].islower()):
        return Gate.CASE if len(letters) >= 3 and status in OWN_NAMES | {NameStatus.ALIAS} else Gate.SHUT
    return Gate.OPEN if _is_wanted(letters, status, category, common) else Gate.SHUT


def _is_wanted(letters: str, status: NameStatus, category: Category, common: float) -> bool:
    if category in _ORDINARY:
        short = status is not NameStatus.LABEL and len(letters) < 5
        return letters in _words("keep") or (status in OWN_NAMES and common < (3.5 if short else 5.2))
    if category in _CHEMICAL:
        return letters in _words("keep") or (status in OWN_NAMES and common < 4.8 and len(letters) >= 4)
    if category in _GENE:
        return status in OWN_NAMES and common < 4.5 and len(letters) >= 6
    return False


def _spelling_gate(name: str, key: str, letters: str, status: NameStatus, category: Category) -> Gate:
    tokens = key.split()
    digit = any(character.isdigit() for character in letters)
    upper = sum(character.isupper() for character in name)
    if category is Category.CELL_LINE and len(letters) > 2:
        return Gate.CASE if len(letters) <= 5 or not digit else Gate.OPEN
    if len(letters) <= 2:
        return Gate.CASE if status is NameStatus.LABEL and category in _GENE else Gate.SHUT
    if len(tokens) > 1 and not digit and len(letters) > 5:
        return Gate.OPEN
    if len(letters) == 3:
        if category in _GENE and upper and status not in _LOOSE and frequency(letters) < 3:
            return Gate.CAP  # Akt, Bax, Wnt
        if upper < 2 and not digit:
            return Gate.SHUT
        return Gate.CAP if digit and len(tokens) == 2 and len(tokens[0]) >= 2 else Gate.CASE
    if len(tokens) > 1 and digit and (tokens[0] == "a" or (len(tokens[0]) > 1 and frequency(tokens[0]) >= 5)):
        return Gate.CASE
    if len(letters) <= 5 and upper >= 2 and len(tokens) == 1:
        return Gate.CAP
    if status is NameStatus.BRAND and " " not in key and len(letters) <= 5:
        return Gate.CAP
    return Gate.OPEN


_FUNCTION_WORD = re.compile(
    r"^(?:the|a|an|in|of|and|or|to|for|with|by|on|at|as)\b|\b(?:of|and|or|the|to|for|in)$"
)


def _is_function_phrase(name: str) -> bool:
    return name.islower() and _FUNCTION_WORD.search(name) is not None


@lru_cache(maxsize=1 << 18)
def frequency(word: str) -> float:
    """The Zipf frequency of an English word: 3 is one in a million, 6 one in a thousand."""
    try:
        from wordfreq import zipf_frequency  # only the builder needs it
    except ImportError as error:
        raise LexiconError("compiling the lexicon needs wordfreq: pip install 'litkg[lexicon]'") from error
    return zipf_frequency(word, "en")


@lru_cache(maxsize=4)
def _words(section: str) -> frozenset[str]:
    text = files(__package__).joinpath("words.txt").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^\[(\w+)\]\n(.*?)(?=^\[|\Z)", text, re.M | re.S))
    lines = [line for line in sections[section].splitlines() if not line.startswith("#")]
    return frozenset(lines if section == "phrases" else " ".join(lines).split())
