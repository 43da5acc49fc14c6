"""What do the noun phrases of a sentence claim?

"Inhibition of X by Y", "release of X by macrophages", "the effect of X on Y", "an association between X and Y",
"X-induced Y", "X, an inhibitor of Y", "the Y inhibitor X", "treatment of Y with X", "resistance to X".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from ingest.mention import GENES
from ingest.relate.arguments import Argument, Arguments
from ingest.relate.compose import CELLS, is_condition
from ingest.relate.frames import Frame, paired
from ingest.relate.lexis import MEDICINES, SIGN, Trigger, bridges, triggers
from ingest.relate.noun_phrases import takes_object
from ingest.relate.syntax import prepositional_objects, surface_subjects
from ingest.relate.tree import Parse, Token, written

_CARRIERS = frozenset({"secrete", "produce", "express"})
_BETWEEN = frozenset({"bind", "associate", "correlate"})
_AGENTIVE = frozenset(
    "inhibitor suppressor repressor antagonist blocker activator agonist stimulator inducer enhancer regulator "
    "modulator mediator driver ligand receptor target biomarker marker predictor indicator cause treatment "
    "therapy brake trigger booster potentiator contributor remedy cure".split()
)
_MEDICINES = MEDICINES | {"antibiotic", "painkiller"}
_TRIED = frozenset("experimental investigational candidate potential possible promising".split())
_COPULAS = frozenset("be serve act function remain represent become constitute".split())
_USES = frozenset(
    "use approve indicate recommend license licence develop available effective useful beneficial suitable".split()
)
#: "resistant to inhibition by": those who are so are not inhibited; "susceptible": they are
_WITHSTANDING = frozenset("resistant insensitive refractory unresponsive resist".split())
_SUFFERING = frozenset("sensitive susceptible responsive vulnerable".split())
#: what enzymes do
TURNOVERS = frozenset("catabolism hydrolysis oxidation deamination breakdown".split())
#: "Y *secondary* to X", "Y *due* to X"
_OWING = frozenset({"secondary", "due", "owing", "attributable"})
_PARTICIPLE = re.compile(
    r"^[-\u2010\u2011\u2013 ](induced|mediated|stimulated|driven|triggered|evoked|elicited|"
    r"activated|inhibited|producing|secreting|"
    r"expressing|releasing|inducing|polari[sz]ing|derived|associated|related|specific|restricted)\b"
)
_PARTICIPLE_EFFECT = {
    "induced": ("induce", 0.9),
    "triggered": ("induce", 0.85),
    "evoked": ("induce", 0.85),
    "elicited": ("induce", 0.85),
    "stimulated": ("up", 0.75),
    "driven": ("up", 0.75),
    "activated": ("up", 0.7),
    "mediated": ("affect", 0.7),
    "inhibited": ("down", 0.7),
    "producing": ("produce", 0.85),
    "secreting": ("secrete", 0.85),
    "releasing": ("secrete", 0.85),
    "expressing": ("express", 0.85),
    "inducing": ("induce", 0.8),
    "polarizing": ("up", 0.75),
    "polarising": ("up", 0.75),
    "derived": ("produce", 0.8),
    **dict.fromkeys(("associated", "related", "specific", "restricted"), ("express", 0.78)),
}
#: "an X-inducing Y": what follows acts on what the name says; "cell-derived Y", "cell-associated Y": the cells make it
_ACTED_ON = frozenset({"inducing", "polarizing", "polarising"})
_OF_CELLS = frozenset({"derived", "associated", "related", "specific", "restricted"})


def noun_frames(sentence: Parse, arguments: Arguments) -> Iterator[Frame]:
    """Frames of every trigger noun and participial compound of the sentence."""
    known = triggers("N")
    for token in sentence:
        if token.lemma_.lower() in _MEDICINES and token.i not in arguments.heads:
            yield from _medicine(token, arguments)
        trigger = (
            known.get(token.lemma_.lower()) if token.tag_.startswith("NN") or token.tag_ == "VBG" else None
        )
        if trigger is None:
            continue
        if token.lemma_.lower() in _AGENTIVE:
            yield from _agentive(token, trigger, arguments)
        elif trigger.effect in _BETWEEN:
            yield from _between(token, trigger, arguments)
        if trigger.effect not in ("role", "associate", "correlate", "marker"):
            yield from _of_by(token, trigger, arguments)
    for token in sentence[:-1]:
        if token.lower_ in _OWING and token.nbor().lower_ == "to":
            yield from _owing(token, arguments)
    yield from _participles(sentence, arguments)


def _owing(word: Token, arguments: Arguments) -> Iterator[Frame]:
    """ "Y *secondary* to X", "Y was *due* to X": X is the cause."""
    causes = [c for t in (word, word.nbor()) for c in t.children if c.dep_ == "pobj"]
    noun = word.nbor(-1) if word.i else word
    if noun.dep_ == "pobj" and noun.head.lower_ == "to":
        return  # "unresponsive *to Y* due to X"
    if noun.tag_.startswith("NN") and (word.head.i == noun.i or noun.i in arguments.heads):
        outcomes = arguments.of(_whole(noun))
    elif word.dep_ in ("acomp", "prep") and word.head.lemma_ == "be":
        outcomes = [a for token, _ in surface_subjects(word.head) for a in arguments.of(token)]
    else:
        return
    subjects = [(a, 0.8) for token in causes for a in arguments.of(token)]
    yield from paired(word, "cause", subjects, outcomes, "owing")


def _whole(noun: Token) -> Token:
    """The phrase that the noun ends: "*reduction* of X due to …"."""
    for _ in range(3):
        phrase = noun.head
        if noun.dep_ != "pobj" or phrase.lower_ not in ("of", "in"):
            return noun
        if phrase.head.lemma_.lower() not in bridges() and phrase.head.lemma_.lower() not in triggers("N"):
            return noun
        noun = phrase.head
    return noun


def _prepositional(noun: Token, prepositions: Collection[str], arguments: Arguments) -> Iterator[Argument]:
    yield from (a for token in prepositional_objects(noun, prepositions) for a in arguments.of(token))


def _of_by(noun: Token, trigger: Trigger, arguments: Arguments) -> Iterator[Frame]:
    """ "inhibition of X by Y", "Y's inhibition of X", "the effect of Y on X", "expression of X in Y"."""
    if trigger.effect == "affect" and "on" in trigger.objects:
        objects = list(_prepositional(noun, {"on"}, arguments))
        subjects = [(s, 0.72) for s in _prepositional(noun, {"of"}, arguments)]
        subjects += [(s, 0.72) for s in _possessors(noun, arguments)]
    elif trigger.effect == "treat":
        objects = list(_prepositional(noun, {"of", "for"}, arguments))
        subjects = [(s, 0.78) for s in _prepositional(noun, {"with", "using"}, arguments)]
    elif trigger.effect in _CARRIERS:
        objects = list(_prepositional(noun, {"of"}, arguments)) or _compounds(noun, arguments)
        subjects = [(s, 0.8) for s in _prepositional(noun, {"by", "from"}, arguments)]
        subjects += [(s, 0.74) for s in _raised_agents(noun, arguments)]
        if trigger.effect == "express":
            subjects += [(s, 0.7) for s in _prepositional(noun, {"in", "on"}, arguments)]
    elif trigger.effect == "bind":
        objects = list(_prepositional(noun, {"to", "with"}, arguments))
        subjects = [(s, 0.8) for s in _prepositional(noun, {"of"}, arguments)]
        subjects = subjects or [(s, 0.75) for s in _compounds(noun, arguments)]
    else:
        objects = list(_prepositional(noun, trigger.objects, arguments))
        if not objects and (trigger.effect in ("gain", "loss") or not takes_object(noun)):
            objects = _compounds(noun, arguments)
        turned = (
            [] if _is_of_a_turnover(noun, objects, arguments) else _prepositional(noun, {"by"}, arguments)
        )
        subjects = [(s, 0.82) for s in turned]
        objects = objects or _withstanding(noun, arguments)
        subjects += [(s, 0.7) for s in _raised_agents(noun, arguments)]
        subjects += [(s, 0.7) for s in _possessors(noun, arguments)]
    for frame in paired(noun, trigger.effect, subjects, objects, "nominal"):
        yield replace(frame, base=frame.base - 0.02 * (frame.subject.steps + frame.object.steps))


def _is_of_a_turnover(noun: Token, objects: Sequence[Argument], arguments: Arguments) -> bool:
    """Whether it is the reaction that is done by what follows: "inhibition of *catabolism by X*"."""
    heads = {arguments.by_index[a.name].head.lower() for a in objects}
    return SIGN.get(triggers("N")[noun.lemma_.lower()].effect, 0) < 0 and bool(heads & TURNOVERS)


def _raised_agents(noun: Token, arguments: Arguments) -> list[Argument]:
    """The agent in "reduced the secretion of X *by Y*" where the parse hangs it on the verb."""
    verb = noun.head
    if noun.dep_ != "dobj" or not verb.tag_.startswith("VB"):
        return []
    return list(_prepositional(verb, {"by"}, arguments))


def _withstanding(noun: Token, arguments: Arguments) -> list[Argument]:
    """The Y of "Y is *resistant to* inhibition by X", which is not inhibited."""
    word = noun.head.head
    if (
        noun.dep_ != "pobj"
        or noun.head.lower_ != "to"
        or word.lemma_.lower() not in _WITHSTANDING | _SUFFERING
    ):
        return []
    denied = word.lemma_.lower() in _WITHSTANDING
    found = (a for token, _ in surface_subjects(word) for a in arguments.of(token))
    return [replace(a, negated=a.negated ^ denied) for a in found]


def _possessors(noun: Token, arguments: Arguments) -> list[Argument]:
    return [a for c in noun.children if c.dep_ == "poss" for a in arguments.of(c)]


def _compounds(noun: Token, arguments: Arguments) -> list[Argument]:
    return [
        Argument(arguments.heads[c.i], c.i)
        for c in noun.children
        if c.dep_ in ("compound", "nmod", "amod") and c.i < noun.i and c.i in arguments.heads
    ]


def _between(noun: Token, trigger: Trigger, arguments: Arguments) -> Iterator[Frame]:
    """ "association between X and Y", "interaction of X with Y", "correlation of X with Y"."""
    pairs: list[tuple[Argument, Argument]] = []
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in ("between", "among"):
            for inner in child.children:
                if inner.dep_ != "pobj":
                    continue
                members = [arguments.of(t, conjuncts=False) for t in (inner, *inner.conjuncts)]
                if len(members) > 1 and all(members):
                    pairs += [(f, e) for first in members[:-1] for f in first for e in members[-1]]
    left = list(_prepositional(noun, {"of"}, arguments))
    right = list(_prepositional(noun, {"with", "to"}, arguments))
    if trigger.effect != "bind":
        pairs += [(a, b) for a in left for b in right]
    for subject, object_ in pairs:
        yield from paired(noun, trigger.effect, [(subject, 0.76)], [object_], "between")


def _agentive(noun: Token, trigger: Trigger, arguments: Arguments) -> Iterator[Frame]:
    """ "X is an inhibitor of Y", "X, an inhibitor of Y", "could serve as a biomarker for resistance to Y"."""
    objects = list(_prepositional(noun, trigger.objects | {"for"}, arguments))
    if not objects and trigger.effect in ("marker", "down", "up", "treat"):
        objects = arguments.complements(noun, frozenset())
    if objects:
        yield from paired(noun, trigger.effect, _holders(noun, arguments), objects, "is a")


def _medicine(noun: Token, arguments: Arguments) -> Iterator[Frame]:
    """ "X, a *pill for* Y": it treats Y; a vaccine prevents it, what is experimental is tried, "against Z" hits Z."""
    tried = any(c.lower_ in _TRIED for c in noun.children)
    effect = "test" if tried else "prevent" if noun.lemma_.lower() == "vaccine" else "treat"
    conditions = [*prepositional_objects(noun, ("for", "against"))]
    objects = [a for token in conditions for a in arguments.of_condition(token)]
    ill = [a for a in objects if is_condition(a, arguments)]
    yield from paired(noun, effect, _holders(noun, arguments) if ill else (), ill, "is a")
    against = (a for token in prepositional_objects(noun, ("against",)) for a in arguments.of(token))
    hit = [a for a in against if arguments.by_index[a.name].category in GENES and not a.effect]
    yield from paired(noun, "target", _holders(noun, arguments) if hit else (), hit, "is a")


def _holders(noun: Token, arguments: Arguments) -> Iterator[tuple[Argument, float]]:
    """What the noun is said of."""
    head = noun.head
    if noun.dep_ == "attr" and head.lemma_.lower() in _COPULAS:
        for token, _ in surface_subjects(head):
            yield from ((a, 0.88) for a in arguments.of(token))
    elif noun.dep_ == "pobj" and head.lower_ == "as" and head.head.tag_.startswith("VB"):
        verb = head.head
        objects = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]
        for token in objects or [t for t, _ in surface_subjects(verb)]:
            yield from ((a, 0.84) for a in arguments.of(token))
    elif noun.dep_ == "pobj" and head.lower_ == "for" and head.head.lemma_.lower() in _USES:
        for token, _ in surface_subjects(head.head):
            yield from ((a, 0.8) for a in arguments.of(token))
    elif noun.dep_ == "dobj" and head.lemma_.lower() in ("represent", "constitute", "become"):
        for token, _ in surface_subjects(head):
            yield from ((a, 0.82) for a in arguments.of(token))
    elif noun.dep_ == "appos":
        yield from ((a, 0.84) for a in arguments.of(head, conjuncts=False))
    for child in noun.children:
        if child.dep_ == "appos":
            yield from ((a, 0.84) for a in arguments.of(child, conjuncts=False))


def _participles(sentence: Parse, arguments: Arguments) -> Iterator[Frame]:
    """ "X-induced Y", "Y-secreting cells"."""
    text = written(sentence)
    for name in arguments.names:
        match = _PARTICIPLE.match(text[name.end : name.end + 16])
        if not match:
            continue
        word = match.group(1)
        if match.group().startswith(" ") and word not in ("induced", "mediated"):
            continue
        effect, base = _PARTICIPLE_EFFECT.get(word, ("", 0.0))
        token = next((t for t in sentence if t.idx <= name.end + match.start(1) < t.idx + len(t.text)), None)
        if not effect or token is None or (word in _OF_CELLS and name.category not in CELLS):
            continue
        head = _modified(token, name.end + match.end())
        if head is None:
            continue
        here = Argument(name.index, token.i)
        others = [o for o in arguments.of(head, conjuncts=False) if not o.negated]
        if word in _OF_CELLS:
            others = [o for o in others if not o.way]
        if (effect in _CARRIERS) != (word in _OF_CELLS) or word in _ACTED_ON:
            yield from paired(token, effect, [(other, base) for other in others], [here], "participle")
        else:
            yield from paired(token, effect, [(here, base)], others, "participle")


def _modified(token: Token, end: int) -> Token | None:
    """The noun that a participial compound qualifies; it stands after it."""
    current = token
    for _ in range(3):
        if current.head.i == current.i:
            return None
        current = current.head
        if current.tag_.startswith("NN") and current.idx >= end:
            return current
    return None
