"""What does the parse say of a verb: is it passive, what is its subject, which phrases hang on it?

The subject of a verb without one of its own is that of the verb that it hangs on: "X was shown to inhibit Y",
"X prompts macrophages to release Y", "X impairs Y by binding Z". Labels are those of spaCy's English models.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ingest.relate.lexis import CAUSING, bridges, triggers
from ingest.relate.tree import Token
from kg.vocabulary import Aspect

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
AGENT_PREPOSITIONS = frozenset({"by", "through", "via"})

#: "the *ability* of X to inhibit Y"
ABILITIES = frozenset("ability capacity capability potential tendency propensity inability failure".split())

#: adjectives whose subject does what the infinitive says: "is *likely* to inhibit"
_ABLE = frozenset("likely unlikely able unable sufficient known certain sure capable incapable".split())

#: verbs whose object does what the infinitive says: "prompts macrophages to release"
_OBJECT_CONTROL = CAUSING | frozenset(
    "direct encourage permit signal program polarize polarise activate require recruit find show report know".split()
)


def is_verb(token: Token) -> bool:
    """Whether the word is a verb in any form."""
    return token.tag_.startswith("VB")


def follows(token: Token, *words: str) -> bool:
    """Whether one of the words stands right before it."""
    return token.i > 0 and token.nbor(-1).lower_ in words


def is_denied(word: Token) -> bool:
    """Whether a "not" hangs on the word itself."""
    return any(c.dep_ == "neg" for c in word.children)


def prepositional_objects(token: Token, prepositions: Collection[str]) -> list[Token]:
    """The nouns that these prepositions join to the word."""
    phrases = (
        c
        for c in token.children
        if c.dep_ in ("prep", "agent", "dative") and c.lower_ in prepositions and not _is_left_out(c)
    )
    every = (one for phrase in phrases for one in (phrase, *_joined(phrase)))
    return [noun for phrase in every for noun in phrase.children if noun.dep_ == "pobj"]


def _is_left_out(phrase: Token) -> bool:
    """ "In mice, *not in people*"."""
    before = phrase.doc[max(0, phrase.i - 2) : phrase.i]
    return [t.lower_ for t in before] in ([",", "not"], ["but", "not"], ["and", "not"])


def _joined(phrase: Token) -> list[Token]:
    """The same preposition once more: "in X and *in Y*", but not "in X but not in Y"."""
    again = (c for c in phrase.children if c.dep_ == "conj" and c.lower_ == phrase.lower_)
    return [c for c in again if not any(t.lower_ == "not" for t in c.doc[phrase.i : c.i])]


def gerunds(verb: Token, preposition: str) -> list[Token]:
    """What the object of a verb is made to do, "goads cells *into making* X", or kept "*from making* X"."""
    near = (verb, *(c for c in verb.children if c.dep_ == "dobj"))
    phrases = (c for word in near for c in word.children if c.dep_ == "prep" and c.lower_ == preposition)
    return [c for phrase in phrases for c in phrase.children if c.dep_ == "pcomp" and c.tag_ == "VBG"]


def is_passive(verb: Token) -> bool:
    """Whether the verb's surface subject is what is acted on."""
    below, tag, own = {child.dep_ for child in verb.children}, verb.tag_, verb.dep_
    if not below.isdisjoint(("auxpass", "nsubjpass")):
        return True
    if own == "acl" and tag in ("VBN", "VBD"):
        return True
    if own == "conj" and tag == "VBN" and below.isdisjoint((*SUBJECTS, "aux", "dobj")):
        return is_verb(verb.head) and is_passive(verb.head)
    return tag == "VBN" and "agent" in below


def surface_subjects(verb: Token, depth: int = 0) -> Iterator[tuple[Token, int]]:
    """Words that are the verb's subject, its own or a shared one, with the number of steps to them."""
    own = [c for c in verb.children if c.dep_ in SUBJECTS]
    if own:
        yield from ((c, depth) for c in own)
        return
    if depth > 4 or verb.head.i == verb.i:
        return
    head = verb.head
    if verb.dep_ in ("acl", "relcl"):
        infinitive = verb.tag_ == "VB" and any(c.lower_ == "to" for c in verb.children)
        if infinitive and head.lower_ in ("little", "nothing") and head.head.lemma_ == "do":
            yield from surface_subjects(head.head, depth)
        elif not infinitive or head.lemma_.lower() in ABILITIES:
            yield _brought_about(verb, head), depth
    elif verb.dep_ == "acomp":
        yield from surface_subjects(head, depth)
    elif verb.dep_ == "xcomp" and head.tag_ == "JJ" and head.lower_ not in _ABLE:
        return
    elif verb.dep_ == "xcomp" or is_controlled(verb):
        controlled = [c for c in head.children if c.dep_ == "dobj"]
        if controlled and head.lemma_.lower() in _OBJECT_CONTROL:
            yield controlled[0], depth
        else:
            yield from surface_subjects(head, depth)
    elif verb.dep_ == "conj" and is_verb(head):
        yield from surface_subjects(head, depth)
    elif verb.dep_ == "advcl" and verb.tag_ in ("VBG", "VBN", "VB") and not _is_passive_mismatch(verb, head):
        yield from surface_subjects(head, depth + 1)
    elif (
        verb.dep_ == "pcomp"
        and head.dep_ == "prep"
        and is_verb(head.head)
        and head.lower_ in AGENT_PREPOSITIONS
    ):
        if not (head.head.dep_ == "advcl" and head.head.tag_ == "VB") and not is_passive(head.head):
            yield from surface_subjects(head.head, depth)
    elif verb.dep_ == "pcomp" and head.lower_ == "into" and head.head.lemma_.lower() in _OBJECT_CONTROL:
        yield from ((c, depth) for c in head.head.children if c.dep_ == "dobj")
    elif verb.dep_ in ("ccomp",) and verb.tag_ in ("VB", "VBG") and is_verb(head):
        controlled = [c for c in head.children if c.dep_ == "dobj"]
        if controlled and head.lemma_.lower() in _OBJECT_CONTROL:
            yield controlled[0], depth


#: of what goes on in cells and the cells, it is the former that is
_EVENTS = frozenset(
    {
        Aspect.PHOSPHORYLATION,
        Aspect.LOCALIZATION,
        Aspect.SECRETION,
        Aspect.SYNTHESIS,
        Aspect.DIFFERENTIATION,
        Aspect.PROLIFERATION,
        Aspect.MIGRATION,
    }
)
_INDUCED = frozenset("induced caused mediated elicited evoked triggered provoked".split())


def _brought_about(participle: Token, noun: Token) -> Token:
    """What the participle behind a noun is about: the activation of "activation in T cells induced by X"."""
    within = noun.head
    above = within.head
    if noun.dep_ != "pobj" or participle.lower_ not in _INDUCED or above.tag_[:2] != "NN":
        return noun
    told = within.lower_ == "in" or (within.lower_ == "of" and _goes_on(above.lemma_.lower()))
    return above if told else noun


def _goes_on(noun: str) -> bool:
    """Whether it is something that happens to what its "of" names: the *activation* of X, its *phosphorylation*."""
    effect, bridge = triggers("N").get(noun), bridges().get(noun)
    if effect is not None and effect.effect == "up":
        return True
    return bridge is not None and bridge.aspect in _EVENTS and bridge.sign > 0


def does_by_infinitive(verb: Token) -> bool:
    """Whether what the verb brings about is said by an infinitive: "induces fibroblasts to undergo …"."""
    if verb.lemma_.lower() not in _OBJECT_CONTROL:
        return False
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    infinitives = (i for o in objects for i in o.children if i.dep_ in ("acl", "relcl") and i.tag_ == "VB")
    own = any(c.dep_ == "xcomp" and c.tag_ == "VB" for c in verb.children) and bool(objects)
    return own or any(is_controlled(c) for c in verb.children) or any(True for _ in infinitives)


def is_controlled(verb: Token) -> bool:
    """An infinitive that hangs as an adverbial clause on a verb whose object does it: "prompts cells to release"."""
    return (
        verb.dep_ == "advcl"
        and verb.tag_ == "VB"
        and verb.head.lemma_.lower() in _OBJECT_CONTROL
        and any(c.dep_ == "dobj" for c in verb.head.children)
        and any(c.lower_ == "to" for c in verb.children)
        and not any(c.lower_ == "order" for c in verb.children)
    )


def _is_passive_mismatch(verb: Token, head: Token) -> bool:
    """A participle under a passive clause has no subject that is sure: "was reduced, suggesting …"."""
    return is_passive(head) and verb.tag_ == "VBG"
