"""Which words do the made-up claims use?

The lists are in `words.toml`; most names, though, are drawn from shapes, so that the parser learns what a
name looks like and not which names there are.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

DOUBLING = ("control", "cut", "stop")
DRUG_SYLLABLES = "ba ce do fi lu ma ne pra so ta vi xa zo".split()
DRUG_STEMS = "limab tumab tinib rafenib ciclib parib statin mycin pril tide zole".split()
DRUG_CODES = ("AB", "GX", "MK", "TR", "LY", "BX")


@cache
def words() -> Mapping[str, tuple[str, ...]]:
    """The word lists by name."""
    text = (resources.files(__package__) / "words.toml").read_text(encoding="utf-8")
    return {name: tuple(entries.split()) for name, entries in tomllib.loads(text).items()}


@dataclass(frozen=True, slots=True)
class Verb:
    """The forms of a verb, and the preposition that its object takes, if any.

    >>> verb = read_verb("bind:bound/to")
    >>> verb.third, verb.gerund, verb.participle, verb.preposition
    ('binds', 'binding', 'bound', 'to')
    >>> read_verb("modify").past, read_verb("stop").gerund
    ('modified', 'stopping')
    """

    base: str
    past: str
    participle: str
    preposition: str

    @property
    def third(self) -> str:
        """ "inhibits" """
        if self.base.endswith(("s", "sh", "ch", "x", "o")):
            return self.base + "es"
        return self.base[:-1] + "ies" if _ends_in_consonant_y(self.base) else self.base + "s"

    @property
    def gerund(self) -> str:
        """ "inhibiting" """
        return (self.base[:-1] if self.base.endswith("e") else _doubled(self.base)) + "ing"


def read_verb(entry: str) -> Verb:
    """The verb of an entry of `words.toml`."""
    forms, _, preposition = entry.partition("/")
    base, *irregular = forms.split(":")
    past = irregular[0] if irregular else _regular_past(base)
    return Verb(base, past, irregular[-1] if irregular else past, preposition)


def _regular_past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    return base[:-1] + "ied" if _ends_in_consonant_y(base) else _doubled(base) + "ed"


def _ends_in_consonant_y(base: str) -> bool:
    return base.endswith("y") and base[-2] not in "aeiou"


def _doubled(base: str) -> str:
    return base + base[-1] if base in DOUBLING else base


def invent_gene(draw: random.Random) -> str:
    """A name of the shape of a gene or protein symbol, such as "RNF43", "KLK-L7" or "Trim9"."""
    letters = "".join(draw.choices("ABCDEFGHIKLMNPRSTVXZ", k=draw.choice((2, 3, 3, 4, 4))))
    number = draw.randint(1, 30)
    ending = draw.choice(("", f"{number}", f"-{number}", f"-L{number}", f"{number}A", "α", "-β"))
    prefix = draw.choice(("", "", "", "", "", "p", "s", "h", "c-", "miR-"))
    if prefix == "miR-":
        return f"miR-{draw.randint(1, 999)}"
    return prefix + (letters if draw.random() < 0.75 else letters.capitalize()) + ending


def invent_drug(draw: random.Random) -> str:
    """A name of the shape of an international nonproprietary name or of a company's code."""
    if draw.random() < 0.15:
        return f"{draw.choice(DRUG_CODES)}-{draw.randint(10, 9999)}"
    return "".join(draw.choices(DRUG_SYLLABLES, k=2)) + draw.choice(DRUG_STEMS)
