"""What does every source say in the same form: records of one term each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from ingest.lexicon.key import key
from ingest.lexicon.term import NameStatus
from kg.vocabulary import Category

LONGEST_NAME = 80


@dataclass(slots=True)
class Record:
    """One term as one source, or several merged ones, tell it.

    ``same`` are equivalent identifiers that may be terms of other sources; ``xrefs`` only refer. What is
    ``endogenous`` is a chemical of the body, though a register of drugs lists it; what is ``coding`` is a gene known
    to code for a protein. ``filed`` are names that the source files under this term without saying that they mean
    the same: MeSH's narrower concepts. ``reviewed`` records are the project's own: their category counts, and their
    names pass the filter.
    """

    id: str
    label: str
    category: Category
    names: dict[str, NameStatus] = field(default_factory=dict)
    same: set[str] = field(default_factory=set)
    xrefs: set[str] = field(default_factory=set)
    parents: set[str] = field(default_factory=set)
    orthologs: set[str] = field(default_factory=set)
    filed: set[str] = field(default_factory=set)
    endogenous: bool = False
    coding: bool = False
    reviewed: bool = False

    def add(self, text: str, status: NameStatus) -> None:
        """Keep a name; of one spelling the best status stays."""
        name = re.sub(r"\s+", " ", text).strip()
        if not name or len(name) > LONGEST_NAME:
            return
        old = self.names.get(name)
        if old is None or RANK[status] < RANK[old]:
            self.names[name] = status


#: the key of a name, remembered: the builder asks for each several times
remembered_key = lru_cache(maxsize=None)(key)

RANK = {status: rank for rank, status in enumerate(NameStatus)}


def record(identifier: str, label: str, category: Category) -> Record:
    """A record that holds its label as first name."""
    made = Record(identifier, label, category)
    made.add(label, NameStatus.LABEL)
    return made
