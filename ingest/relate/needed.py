"""What does something need to do what it does: "T cells *need* X to survive", "Y *uses* X to block Z"?"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.relate.arguments import Arguments
from ingest.relate.frames import Frame, paired
from ingest.relate.otherwise import deed
from ingest.relate.phrasal import direct_objects
from ingest.relate.syntax import is_passive, surface_subjects
from ingest.relate.tree import Token

_NEEDING = frozenset({"need", "require"})
_RELYING = frozenset({"rely", "depend"})
_USING = frozenset("use employ deploy harness".split())
_NEEDED = frozenset("needed required necessary essential crucial vital critical".split())
_TRUST = 0.85


def needed_frames(verb: Token, arguments: Arguments) -> Iterator[Frame]:
    """ "Y *need* X to survive", "Y *rely* on X to make Z", "X is *needed* for Y to survive"."""
    lemma = verb.lemma_.lower()
    if verb.lower_ in _NEEDED and (is_passive(verb) or verb.tag_ == "JJ"):
        yield from _for_others(verb, arguments)
        return
    if lemma not in _NEEDING | _RELYING | _USING or is_passive(verb) or _is_supposed(verb):
        return
    helping = _helping(verb)
    subjects = [(a, _TRUST) for noun in helping for a in arguments.of(noun) if not a.effect]
    those = [] if lemma in _USING else [token for token, _ in surface_subjects(verb)]
    for inner in _infinitives(verb, helping) if subjects else ():
        yield from paired(verb, "cause", subjects, deed(inner, 1, those, arguments), "needed")


def _is_supposed(verb: Token) -> bool:
    """ "*If* Y needed X"."""
    return any(c.dep_ == "mark" and c.lower_ == "if" for c in verb.children)


def _helping(verb: Token) -> list[Token]:
    """What is needed or used; the parse may take it for the subject of the infinitive."""
    clauses = [c for c in verb.children if c.dep_ in ("ccomp", "advcl") and c.tag_ == "VB"]
    if verb.lemma_.lower() in _RELYING:
        phrases = (c for word in (verb, *clauses) for c in word.children if c.lower_ == "on")
        return [noun for phrase in phrases for noun in phrase.children if noun.dep_ == "pobj"]
    own = direct_objects(verb, verb)
    return own or [c for word in clauses for c in word.children if c.dep_ == "nsubj" and c.i > verb.i]


def _infinitives(verb: Token, nouns: list[Token]) -> Iterator[Token]:
    """The verbs that tell what for, which may hang on what is needed."""
    for word in (verb, *nouns):
        for child in word.children:
            purpose = child.dep_ in ("xcomp", "advcl", "ccomp", "acl", "relcl") and child.tag_ == "VB"
            if purpose and any(c.lower_ == "to" for c in child.children):
                yield child


def _for_others(word: Token, arguments: Arguments) -> Iterator[Frame]:
    """ "X is needed *for Y to survive*": the subject of the infinitive is another."""
    head = word.head if word.dep_ == "acomp" else word
    subjects = [
        (a, _TRUST) for token, _ in surface_subjects(head) for a in arguments.of(token) if not a.effect
    ]
    near = dict.fromkeys((word, head))
    for inner in (c for one in near for c in one.children if c.i > word.i):
        own = [c for c in inner.children if c.dep_ == "nsubj"]
        if subjects and own and inner.tag_ == "VB":
            yield from paired(word, "cause", subjects, deed(inner, 1, own, arguments), "needed")
