"""What would the ranker have to tell apart in annotated documents, and what is right there?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from ingest.language import find_abbreviations
from ingest.lexicon import Lexicon
from ingest.linking.features import Filed, Name, matrix
from ingest.linking.meanings import Meanings
from ingest.linking.names import filed, names_in
from ingest.linking.options import Finder
from ingest.linking.ranker import Floats
from ingest.linking.resolve import PACKAGED, USUAL
from ingest.linking.species import SpeciesInText
from ingest.linking.train.corpora import Annotated
from ingest.linking.train.tally import Tally
from ingest.linking.usage import Usage
from ingest.linking.usual import Usual


@dataclass(frozen=True, slots=True)
class Example:
    """A document's names with the features of their options, and what is right (None where nobody can say).

    The rows are those of the options of the first name, then of the second, and so on.
    """

    document: Annotated
    names: tuple[Name, ...]
    features: Floats
    right: tuple[bool | None, ...]


def examples(lexicon: Lexicon, documents: Iterable[Annotated], tally: Tally) -> Iterator[Example]:
    """The names of each document, ranked without what the document itself contributed to the table."""
    senses = Finder(lexicon, Usage({}))
    usual = Usual.read(PACKAGED / USUAL)
    for document in documents:
        usage = tally.without(document.id)
        finder = Finder(lexicon, usage, usual=usual)
        finder._senses = senses._senses  # the lexicon's answers are the same for every document
        meanings = Meanings(document.text, find_abbreviations(document.text), document.spotted, finder.listed)
        species = SpeciesInText(document.text)
        names = names_in(document.text, document.spotted, meanings, species, finder)
        wanted: defaultdict[Filed, set[str]] = defaultdict(set)
        for one, identifiers in zip(document.spotted, document.identifiers, strict=True):
            wanted[filed(one.span.of(document.text), one.kind, meanings)] |= identifiers
        right = [
            verdict
            for held, name in names.items()
            for verdict in _judged(lexicon, name, wanted[held], tally.same)
        ]
        yield Example(
            document, tuple(names.values()), matrix(list(names.values()), species, usage), tuple(right)
        )


def judged(found: Iterable[Example]) -> tuple[Floats, Floats]:
    """The features of every option that can be judged, and whether it is right (1) or not (0)."""
    rows, right = [], []
    for one in found:
        kept = [place for place, verdict in enumerate(one.right) if verdict is not None]
        rows.append(one.features[kept])
        right += [float(one.right[place] or 0) for place in kept]
    return np.concatenate(rows), np.array(right)


def _judged(lexicon: Lexicon, name: Name, wanted: set[str], same: dict[str, str]) -> list[bool | None]:
    """Whether each option is right; None where the corpus cannot say.

    That is so for an option without an identifier in the corpus's namespaces, where no other option is right.
    """
    wanted = {*wanted, *(same[one] for one in wanted if one in same)}
    spaces = {_space(one) for one in wanted}
    known = [equivalents(lexicon, option.entity) for option in name.options]
    right = [not held.isdisjoint(wanted) for held in known]
    sayable = [any(_space(one) in spaces for one in held) for held in known]
    return [
        True if hit else None if not any(right) and not said else False
        for hit, said in zip(right, sayable, strict=True)
    ]


def _space(identifier: str) -> str:
    return identifier.partition(":")[0]


def equivalents(lexicon: Lexicon, entity: str) -> set[str]:
    """The identifier and those that the lexicon holds for equivalent."""
    term = lexicon.find(entity)
    return {entity, term.id, *term.xrefs} if term else {entity}
