"""Which trigger is a verb: by itself, "inhibits", or with words around it, "turns on", "puts the brakes on"?"""

from __future__ import annotations

from ingest.relate.lexis import Trigger, phrases, triggers
from ingest.relate.tree import Token

#: the one verb that says this only where nothing else hangs on it
_MAKE = Trigger("make", "produce", frozenset({"dobj"}))
#: how the other words of a phrase hang on its verb
_BESIDE = frozenset({"prt", "prep", "dobj", "acomp", "advmod"})


def find_trigger(verb: Token) -> tuple[Trigger, Token] | None:
    """The trigger, and the word besides the verb on which its objects may hang."""
    lemma = verb.lemma_.lower()
    for trigger in phrases().get(lemma, ()):
        word = _rest(verb, trigger.lemma.split()[1:])
        if word is not None:
            return trigger, word
    plain = _MAKE if lemma == "make" and _is_making(verb) else triggers("V").get(lemma)
    return (plain, verb) if plain else None


def _is_making(verb: Token) -> bool:
    """Whether something is made and not made *so*: "makes IL-6", but not "makes IL-6 a target", "makes it grow"."""
    for child in verb.children:
        if child.dep_ in ("ccomp", "xcomp", "oprd", "acomp", "prt"):
            return False
        if child.dep_ == "dobj" and any(
            g.dep_ in ("amod", "acomp") and g.i > child.i for g in child.children
        ):
            return False
    return True


def direct_objects(verb: Token, word: Token) -> list[Token]:
    """The verb's direct objects; of "turns on X" also what the parse takes for the object of the other ``word``."""
    objects = [c for c in verb.children if c.dep_ == "dobj" and c.i != word.i]
    if word.dep_ in ("prep", "prt"):
        objects += [c for c in word.children if c.dep_ == "pobj"]
    return objects


def _rest(verb: Token, words: list[str]) -> Token | None:
    """The last of the words, where they follow the verb."""
    first, *others = words
    beside = [c for c in verb.children if c.i > verb.i and c.dep_ in _BESIDE]
    beside += [g for c in beside if c.dep_ == "advmod" for g in c.children]  # "kept Y *alive longer*"
    if verb.i + 1 < len(verb.doc):
        beside.append(verb.nbor())
    for word in beside:
        if first not in (word.lower_, word.lemma_.lower()) or (not others and _is_astray(word, verb)):
            continue
        if not others:
            return word
        for below in word.children:
            if below.lower_ == others[0] and below.i == word.i + 1:
                return below
    return None


def _is_astray(word: Token, verb: Token) -> bool:
    """Whether a preposition does not stand beside the verb: "turned *on* day 3", but not "turned to X *on* day 3"."""
    return word.dep_ == "prep" and word.i != verb.i + 1
