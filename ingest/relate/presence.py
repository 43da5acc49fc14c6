"""What was given, or is there, where something happens?

"Y *exposed to* X made less Z", "*in response to* X, Y …", "*when X was added*, Y …", "in mice *given* X, Y …".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ingest.relate.absence import is_exception
from ingest.relate.arguments import Argument, Arguments
from ingest.relate.compose import CONDITIONS
from ingest.relate.syntax import SUBJECTS, is_denied, is_passive, prepositional_objects, surface_subjects
from ingest.relate.tree import Token
from kg.vocabulary import Category

#: what is done with those who get something, and how that is joined to it
_GETTING = {
    "expose": ("to",),
    "treat": ("with",),
    "culture": ("with", "in"),
    "incubate": ("with",),
    "bathe": ("in",),
    "inject": ("with",),
    "infuse": ("with",),
    "stimulate": ("with", "by"),
    "give": (),
    "feed": (),
    "receive": (),
}
_ADDING = frozenset("add inject infuse administer supply restore".split())
_WHEN = frozenset({"once", "when", "after", "if"})
_LACKING = frozenset({"lack", "miss"})
_JOINING = frozenset("and or but that which who were was are had have been then also".split())
_SENSING = frozenset("sense detect encounter meet recognize recognise".split())
_STIMULATED = frozenset("activate stimulate trigger prod spur rouse prime alert goad".split())
#: who is ill gets something against it; nothing is said of what it does to others by itself
_NOT_GIVEN = CONDITIONS | {Category.CELL, Category.CELL_LINE, Category.PROCESS}


def present(verb: Token, arguments: Arguments) -> Iterator[tuple[Token, Argument]]:
    """Each thing that is given where the verb's clause holds, with the word that says so."""
    for token, _ in surface_subjects(verb):
        yield from _got_by(token, arguments)
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ == "in":
            for noun in (c for c in child.children if c.dep_ == "pobj"):
                yield from _got_by(noun, arguments)
                if noun.lower_ == "response":
                    yield from _given(noun, prepositional_objects(noun, ("to",)), arguments)
        elif child.dep_ in ("advcl", "prep") and not is_exception(child):
            yield from _given(child, [*_got(child), *_added(child, arguments)], arguments)


def stimuli(verb: Token, arguments: Arguments) -> Iterator[Argument]:
    """What those meet who then do what the verb says: "*when they sense X*", "*activated by X*", "on *meeting X*"."""
    for child in verb.children:
        if child.dep_ == "advcl" and not is_exception(child):
            yield from _met(child, arguments)
        elif child.dep_ == "prep" and child.lower_ in ("upon", "on", "after"):
            for gerund in (c for c in child.children if c.dep_ == "pcomp"):
                yield from _met(gerund, arguments)
    for token, _ in surface_subjects(verb):
        for child in (c for c in token.children if c.dep_ == "acl"):
            yield from _met(child, arguments)
    above = verb.head.head
    if verb.dep_ == "pcomp" and verb.head.lower_ == "by" and above.lemma_.lower() in ("respond", "react"):
        nouns = prepositional_objects(above, ("to",))
        yield from (a for _, a in _given(above, nouns, arguments))


def _met(clause: Token, arguments: Arguments) -> Iterator[Argument]:
    """The X of "when they sense *X*", of "sensing *X*", and of "stimulated by *X*"."""
    nouns = []
    if clause.lemma_.lower() in _SENSING and not is_passive(clause):
        subjects = [c for c in clause.children if c.dep_ in SUBJECTS]
        if all(c.tag_ == "PRP" for c in subjects):
            nouns = [c for c in clause.children if c.dep_ == "dobj"]
    elif clause.lemma_.lower() in _STIMULATED and clause.tag_ in ("VBN", "VBD"):
        nouns = prepositional_objects(clause, ("by",))
    yield from (a for _, a in _given(clause, nouns, arguments))


def _got_by(noun: Token, arguments: Arguments) -> Iterator[tuple[Token, Argument]]:
    """What those get whom the noun names: "cells *exposed to* X", "mice that *received* X"."""
    for child in noun.children:
        if child.dep_ in ("acl", "relcl"):
            yield from _given(child, _got(child), arguments)


def _got(word: Token) -> list[Token]:
    """The X of "exposed to *X*", "given *X*", "that receive *X*"."""
    by = _GETTING.get(word.lemma_.lower())
    if by is None or is_denied(word):
        return []
    if word.lemma_ == "receive":
        return [c for c in word.children if c.dep_ == "dobj"]
    if word.tag_ not in ("VBN", "VBD"):
        return []
    if not by:
        return [c for c in word.children if c.dep_ in ("dobj", "pobj", "oprd")]
    return prepositional_objects(word, by)


def _added(clause: Token, arguments: Arguments) -> list[Token]:
    """The X of "when *X* was added", "when the team added *X*"."""
    words = {c.lower_ for c in clause.children if c.dep_ in ("mark", "advmod", "neg")}
    if clause.lemma_.lower() not in _ADDING or not words & _WHEN or "not" in words:
        return []
    subjects = [c for c in clause.children if c.dep_ in SUBJECTS]
    if is_passive(clause):
        return subjects
    people = all(s.tag_ == "PRP" or not arguments.of(s) for s in subjects)
    return [c for c in clause.children if c.dep_ == "dobj" and people]


def is_combined(argument: Argument, verb: Token) -> bool:
    """Whether those who are without it, or got it, differ in something else, too.

    So with "mice lacking X *and given* Y", "mice lacking X *that received* Y", "cells exposed to Y *and lacking* X".
    """
    words = verb.doc[argument.token + 1 : verb.i]
    following = next((t for t in words if t.lower_ not in _JOINING), None)
    if following is None or following.i == argument.token + 1:
        return False
    return following.lemma_.lower() in _GETTING or following.lemma_.lower() in _LACKING


def _given(word: Token, nouns: list[Token], arguments: Arguments) -> Iterator[tuple[Token, Argument]]:
    for noun in nouns:
        for a in arguments.of(noun):
            if (
                not (a.effect or a.note or a.negated)
                and arguments.by_index[a.name].category not in _NOT_GIVEN
            ):
                yield word, replace(a, aspect=None, steps=1)
