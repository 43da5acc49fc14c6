"""What does something make others do, or keep them from doing?

"X *prompts* macrophages to release Y", "X *makes* tumours shrink", "X *stops* macrophages from making Y".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ingest.relate.arguments import Argument, Arguments
from ingest.relate.frames import Frame, doers, objects_of, paired
from ingest.relate.lexis import CAUSING, SIGN, bridges, states
from ingest.relate.otherwise import deed
from ingest.relate.phrasal import direct_objects, find_trigger
from ingest.relate.syntax import gerunds, is_controlled, is_passive, is_verb, surface_subjects
from ingest.relate.tree import Token

_PREVENTING = frozenset("stop prevent keep block bar hinder hold".split())
#: what is done by what goes away: "made the tumours *vanish*"
_VANISHING = frozenset("vanish disappear shrink regress recede".split())
_PROCESS_OF = {
    "release": "release",
    "secrete": "secretion",
    "produce": "production",
    "make": "production",
    "express": "expression",
}


def causative_frames(verb: Token, arguments: Arguments) -> Iterator[Frame]:
    """What the verb's subject has by what others do or do not do."""
    lemma = verb.lemma_.lower()
    if lemma in CAUSING and not is_passive(verb):
        yield from _causative(verb, arguments)
    elif lemma in _PREVENTING and not is_passive(verb):
        yield from _prevented(verb, arguments)


def _causative(verb: Token, arguments: Arguments) -> Iterator[Frame]:
    """ "X prompts macrophages to release Y": X raises what the macrophages do to Y."""
    subjects = doers(verb, arguments, 0.85)
    below = [c for c in verb.children if c.dep_ in ("xcomp", "ccomp") or is_controlled(c)]
    below += gerunds(verb, "into")
    for inner in below:
        if is_verb(inner):
            yield from paired(verb, "up", subjects, _caused(inner, arguments), "causative")
            if inner.lemma_.lower() in states("I"):
                those = [token for token, _ in surface_subjects(inner)]
                yield from paired(verb, "cause", subjects, deed(inner, 1, those, arguments), "causative")


def _prevented(verb: Token, arguments: Arguments) -> Iterator[Frame]:
    """ "X *stops* macrophages from making Y": there is less of it by X."""
    subjects = doers(verb, arguments, 0.82)
    for inner in gerunds(verb, "from") if subjects else ():
        kept = deed(inner, -1, direct_objects(verb, verb), arguments)
        yield from paired(verb, "cause", subjects, kept, "causative")


def _caused(inner: Token, arguments: Arguments) -> Iterator[Argument]:
    """What the infinitive does, as seen by the one who makes it happen: more *secretion* of Y."""
    if inner.lemma_.lower() in _VANISHING:
        gone = [c for c in inner.children if c.dep_ == "nsubj"]
        gone = gone or [c for c in inner.head.children if c.dep_ == "dobj"]
        found = (a for noun in gone for a in arguments.of(noun))
        yield from (replace(a, sign=-a.sign, steps=a.steps + 1, way=(inner.text, *a.way)) for a in found)
        return
    trigger, word = find_trigger(inner) or (None, inner)
    bridge = bridges().get(_PROCESS_OF.get(trigger.lemma, "")) if trigger else None
    if trigger is None or (bridge is None and trigger.effect not in SIGN):
        return
    sign = 1 if bridge else SIGN[trigger.effect]
    for a in objects_of(inner, word, arguments):
        aspect = a.aspect or (bridge.aspect if bridge else None)
        yield replace(a, aspect=aspect, sign=a.sign * sign, steps=a.steps + 1, way=(inner.text, *a.way))
