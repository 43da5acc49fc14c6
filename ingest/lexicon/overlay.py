"""Where do the user's names stand in a text, and what do they change of the packaged terms?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from importlib.resources import files

import marisa_trie  # type: ignore[import-not-found]

from ingest.lexicon.casing import casing
from ingest.lexicon.key import key
from ingest.lexicon.own import OwnTerm
from ingest.lexicon.score import shared
from ingest.lexicon.term import NameStatus, Sense, Term, TermSource


class Overlay:
    """The user's terms, laid over those of ``packaged``, which finds a term by its identifier.

    An identifier that the lexicon has, or an equivalent of one, names that term, which gets the further
    names, equivalents and parents, and the user's category. A user's name means what the user says and
    nothing else.
    """

    def __init__(self, terms: Iterable[OwnTerm], packaged: Callable[[str], Term | None]) -> None:
        self._terms: dict[str, Term] = {}
        self._names: dict[str, dict[str, str]] = {}
        self._equivalents: dict[str, str] = {}
        for term in terms:
            home = packaged(term.id)
            identifier = home.id if home else term.id
            self._terms[identifier] = _laid(term, self._terms.get(identifier) or home, identifier)
            self._equivalents |= dict.fromkeys((term.id, *term.xrefs), identifier)
            for name in term.names:
                self._names.setdefault(f"{key(name)} ", {}).setdefault(identifier, name)
        self._trie = marisa_trie.Trie(self._names)

    def find(self, identifier: str) -> Term | None:
        """The term of this identifier or equivalent, if the user said anything of it."""
        return self._terms.get(identifier) or self._terms.get(self._equivalents.get(identifier, ""))

    def prefixes(self, rest: str) -> list[str]:
        """The user's names with which a key begins."""
        found: list[str] = self._trie.prefixes(rest)
        return found

    def senses(self, found: str, surface: str, source: TermSource, *, in_text: bool) -> tuple[Sense, ...]:
        """What a name means to the user, the score 1 shared between several terms.

        In running text a name in capitals that is a common English word in small letters, such as REST, must
        be written in capitals.
        """
        meant = [
            identifier
            for identifier, name in self._names.get(found, {}).items()
            if not (in_text and is_word(name)) or casing(surface) == casing(name)
        ]
        scores = shared([1.0] * len(meant))
        return tuple(
            Sense(one, self._terms[one].category, NameStatus.CURATED, round(score, 4), surface, source, True)
            for one, score in sorted(zip(meant, scores, strict=True))
        )


def _laid(own: OwnTerm, below: Term | None, identifier: str) -> Term:
    if below is None:
        return Term(identifier, own.name, own.category, own.xrefs, own.parents, own.synonyms)
    names = [name for name in own.names if name != below.label]
    return replace(
        below,
        category=own.category,
        xrefs=_joined(below.xrefs, (own.id, *own.xrefs), identifier),
        parents=_joined(below.parents, own.parents, identifier),
        synonyms=_joined(names, below.synonyms, below.label),
    )


def _joined(first: Iterable[str], second: Iterable[str], besides: str) -> tuple[str, ...]:
    return tuple(one for one in dict.fromkeys([*first, *second]) if one != besides)


def is_word(name: str) -> bool:
    """Whether a name in capitals is a common English word in small letters.

    >>> is_word("REST"), is_word("rest"), is_word("STAB1")
    (True, False, False)
    """
    return name.isupper() and name.lower() in _words()


@cache
def _words() -> frozenset[str]:
    return frozenset(files(__package__).joinpath("words.txt").read_text(encoding="utf-8").split())


def shortest_first(packaged: Iterable[tuple[str, int]], own: Iterable[str]) -> list[tuple[str, int]]:
    """Packaged names with their numbers and the user's (-1 if not packaged), the shortest first."""
    numbers = dict.fromkeys(own, -1) | dict(packaged)
    return sorted(numbers.items(), key=lambda item: len(item[0]))
