"""Is the cell at the end of a way what something acts on, or does it act itself?

The words of a way do not tell: "X drives Th1 differentiation" and "Th1 differentiation drives X", "B cells need X" and
"X needs B cells", "differentiation of B cells" and "generation of X by B cells". Which is whose subject does.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from ingest.relate.syntax import SUBJECTS, is_passive
from ingest.relate.tree import Token

#: what stands between a cell and what it becomes
BECOMING = frozenset({"into", "toward", "towards"})
#: what joins a cell to the word that says what becomes of it: "generation *of* T cells", not "… *by* T cells"
_OF_CELL = BECOMING | {"of", "for"}
_TO = frozenset(
    "commit commitment convert conversion differentiate differentiation shift essential critical".split()
)
#: "more important *than* X" says little of X
_COMPARED = "than"
#: what is needed acts on who needs it
_NEEDING = frozenset({"require", "need", "depend", "dependent"})
_NEEDED = frozenset("essential critical crucial necessary important indispensable vital pivotal".split())
#: of these the subject is what something is done to
_INVOLVING = frozenset({"involve", "implicate", "include"})
_OF_NOUN = frozenset({"amod", "acl", "relcl"})
#: "a *negative* regulator of T cell development"
_TURNING = frozenset({"negative", "negatively", "inhibitory"})


def is_made(way: Sequence[Token], doing: Collection[str]) -> bool:
    """Whether the cell is acted on; ``way`` leads to it from the other name, ``doing`` are lemmas for what is done."""
    above = way[-2]
    if way[1].lower_ in BECOMING or any(token.lower_ == _COMPARED for token in way):
        return False
    if above.pos_ == "ADP" and above.head.i != way[-1].i and not _leads_to_cell(above):
        return False
    return not any(
        _needs(one, other) or _does(other, one, doing) or _is_needed(one, other)
        for one, other in pairwise(way)
    )


def _leads_to_cell(preposition: Token) -> bool:
    """Whether what stands behind it is what the word before it speaks of; "to" only where something becomes another."""
    if preposition.lower_ == "to":
        return preposition.head.lemma_.lower() in _TO
    return preposition.lower_ in _OF_CELL


def is_turned(word: Token) -> bool:
    """Whether it is said to be the reverse: "*negative* regulator"."""
    return any(child.lower_ in _TURNING for child in word.children)


def _needs(subject: Token, verb: Token) -> bool:
    """Whether the word is the subject of a verb that says that it needs something."""
    return _is_subject(subject, verb) and bool(_said(verb) & _NEEDING) and not is_passive(verb)


def _does(subject: Token, verb: Token, doing: Collection[str]) -> bool:
    """Whether the word is the subject of a verb that says what it does, or is needed for."""
    if not _is_subject(subject, verb):
        return False
    if is_passive(verb):
        return verb.lemma_.lower() in _NEEDING
    said = _said(verb)
    return not said.isdisjoint(doing) and said.isdisjoint(_NEEDING | _INVOLVING)


def _is_needed(word: Token, noun: Token) -> bool:
    """Whether the word says of the noun that it is needed: "cells *essential* for", "cells *required* for"."""
    if word.head.i != noun.i or word.dep_ not in _OF_NOUN:
        return False
    return word.lemma_.lower() in _NEEDED or (word.lemma_.lower() in _NEEDING and is_passive(word))


def _is_subject(subject: Token, verb: Token) -> bool:
    return subject.dep_ in SUBJECTS and subject.head.i == verb.i


def _said(verb: Token) -> set[str]:
    return {t.lemma_.lower() for t in (verb, *(c for c in verb.children if c.dep_ in ("acomp", "attr")))}
