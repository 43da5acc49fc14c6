"""What is missing, or was taken away, where something happens?

"*In mice lacking X*, Y died", "*without X*, Y …", "*with X blocked*, Y …", "*once X was deleted*, Y …", "*stripped of
X*, Y …", "Y that had *lost X* …".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ingest.relate.arguments import Argument, Arguments
from ingest.relate.bearers import lacking, not_had
from ingest.relate.compose import CONDITIONS
from ingest.relate.lexis import SIGN, states
from ingest.relate.phrasal import direct_objects, find_trigger
from ingest.relate.syntax import (
    SUBJECTS,
    is_denied,
    is_passive,
    is_verb,
    prepositional_objects,
    surface_subjects,
)
from ingest.relate.tree import Token

_WHERE = ("in", "from", "among")
_PART_OF = ("of", "from", "in")
_ABSENCE = frozenset({"absence", "lack"})
_WHEN = frozenset("once when after if with".split())
_LOWERING = frozenset({"down", "decrease", "loss"})
#: "with X *gone*", "with X *out of* the way"
_GONE = frozenset("gone absent missing out".split())


def absent(verb: Token, arguments: Arguments) -> Iterator[tuple[Token, Argument]]:
    """Each thing that is missing where the verb's clause holds, as a loss of it, with the word that says so."""
    infinitives = (c for c in verb.children if c.dep_ == "xcomp" and c.tag_ == "VB")
    for child in (c for word in (verb, *infinitives) for c in word.children):
        yield from _said_by(child, verb, arguments)
    for subject, _ in surface_subjects(verb):
        for token in (subject, *prepositional_objects(subject, _PART_OF)):
            yield from ((_word(token), a) for a in lacking(token, arguments))
    first = verb.head if verb.dep_ == "conj" and is_verb(verb.head) else verb
    if first != verb:  # "with X blocked, Y fell and Z rose"
        for child in _preposed(first):
            yield from _said_by(child, first, arguments)
    if first.dep_ == "acl" and first.lemma_.lower() in states("I"):
        for phrase in _astray(first):
            yield from (
                found for found in _said_by(phrase, first, arguments) if found[1].token < first.head.i
            )


def _preposed(verb: Token) -> list[Token]:
    """What stands before the subject of the verb."""
    first = min((c.i for c in verb.children if c.dep_ in SUBJECTS), default=0)
    return [c for c in verb.children if c.i < first]


def _astray(verb: Token) -> list[Token]:
    """The "in mice lacking X" of "in mice lacking X, Y *died*", of which the parser takes the verb for a participle."""
    subject = verb.head
    phrases = [c for c in subject.children if c.dep_ == "prep" and c.i < subject.i]
    return [*phrases, subject.head] if subject.dep_ == "pobj" else phrases


def _said_by(child: Token, verb: Token, arguments: Arguments) -> Iterator[tuple[Token, Argument]]:
    word = child.lower_
    is_phrase = child.dep_ in ("prep", "ROOT")
    if is_phrase and word in _WHERE:
        for noun in _below(child):
            if noun.lemma_.lower() in _ABSENCE and not _is_either(noun):
                yield from ((noun, a) for a in arguments.of(noun) if a.effect == "loss")
            yield from ((_word(noun), a) for a in lacking(noun, arguments))
    elif (
        is_phrase and word == "without" and (child.i < verb.i or is_denied(verb))
    ):  # "can*not* make Y without X"
        yield from _lost(child, [c for c in child.children if c.dep_ == "pobj"], arguments)
    elif is_phrase and word == "with" and child.i < verb.i:
        nouns = [c for c in child.children if c.dep_ == "pobj"]
        bare = [c for n in nouns if n.lower_ in _GONE for c in n.children if c.dep_ == "compound"]
        told = [n for n in nouns if any(_takes_away(c) for c in n.children)]
        yield from _lost(child, [*bare, *told], arguments)
    elif child.dep_ == "advcl" and not is_exception(child):
        yield from _lost(child, [*not_had(child), *_taken_away(child, arguments)], arguments)


def is_exception(clause: Token) -> bool:
    """ "*Unless* they lack X", "*although* X was given"."""
    return any(c.dep_ == "mark" and c.lower_ not in _WHEN for c in clause.children)


def _is_either(noun: Token) -> bool:
    """ "In the *absence* and presence of X"."""
    return any(c.dep_ == "conj" for c in noun.children) or noun.dep_ == "conj"


def _below(preposition: Token) -> Iterator[Token]:
    """The nouns of "in *tumours* of *mice*"."""
    for noun in preposition.children:
        if noun.dep_ == "pobj":
            yield noun
            yield from prepositional_objects(noun, _PART_OF)


def _taken_away(clause: Token, arguments: Arguments) -> list[Token]:
    """The X of "once *X* was deleted", "with *X* blocked", "when researchers blocked *X*"."""
    if not {c.lower_ for c in clause.children if c.dep_ in ("mark", "advmod", "prep")} & _WHEN:
        return []
    if is_denied(clause) or not _takes_away(clause):
        return []
    subjects = [c for c in clause.children if c.dep_ in SUBJECTS]
    if is_passive(clause) or clause.tag_ == "VBN":
        return subjects
    people = all(not arguments.of(s) for s in subjects) and bool(subjects)
    found = find_trigger(clause)
    return direct_objects(clause, found[1] if found else clause) if people else []


def _takes_away(word: Token) -> bool:
    if word.lower_ in _GONE:
        return True
    found = find_trigger(word) if is_verb(word) else None
    return found is not None and found[0].effect in _LOWERING and SIGN[found[0].effect] < 0


def _lost(word: Token, nouns: list[Token], arguments: Arguments) -> Iterator[tuple[Token, Argument]]:
    for noun in nouns:
        for a in arguments.of(noun):
            if arguments.by_index[a.name].category not in CONDITIONS and not a.effect:
                yield word, replace(a, sign=-1, effect="loss", steps=1)


def _word(noun: Token) -> Token:
    """The word that says that something is missing, or the noun itself where that word is denied: "cannot make X"."""
    words = (c for c in noun.children if not_had(c) or c.lower_ == "without")
    return next((c for c in words if not is_denied(c)), noun)
