"""What is otherwise in a clause than it would be, which way, and of what?

"Y made *fewer* Z", "Y *died*", "Y *no longer* attract Z", "Y were *unable to* make Z", "Y were *scarce*", "*fewer* Y
were found".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ingest.relate.amounts import compared
from ingest.relate.arguments import Argument, Arguments
from ingest.relate.compose import CELLS, CONDITIONS, MOLECULES, OF_AMOUNTS
from ingest.relate.lexis import FINDING, SIGN, UNABLE, Trigger, states
from ingest.relate.modality import modality
from ingest.relate.phrasal import direct_objects, find_trigger
from ingest.relate.syntax import is_denied, is_passive, surface_subjects
from ingest.relate.tree import Token
from kg.vocabulary import Aspect

_SIDES = {"produce": Aspect.SYNTHESIS, "secrete": Aspect.SECRETION, "express": Aspect.EXPRESSION}
_HAVING = frozenset("have show display exhibit carry contain hold harbor harbour keep retain possess".split())
_TAKING_UP = frozenset("absorb engulf internalize internalise consume".split())
_FOUND = FINDING | {"count"}
_FAILING = frozenset("fail cease stop struggle".split())
_ABLE = frozenset("able likely prone ready eager quick apt".split())
_UNABLE = UNABLE | frozenset("powerless slow reluctant unlikely".split())
_ABILITIES = frozenset({"ability", "capacity", "power"})
_LOSING, _REGAINING = frozenset({"lose"}), frozenset({"regain", "recover"})
_LASTING = frozenset("retain maintain remain continue".split())
_BEING = frozenset("be stay become remain grow turn".split())
_AGAIN, _SLOWLY = frozenset({"again", "anew"}), frozenset("slowly slower poorly less".split())
_FASTER = frozenset("faster quicker better longer more further".split())
#: what does not come back was not there before
_RESTORING = frozenset("restore rescue reactivate improve".split())
#: who cannot do this does not do less for it
_NO_DEEDS = frozenset("be have die stop shut calm rest differ change show need require recover".split())
_EFFECTS = {1: "increase", -1: "decrease"}


def changes(verb: Token, arguments: Arguments) -> Iterator[Argument]:
    """What is more or less of what, each with the sign of its change, of the clause whose verb it is."""
    mode, denied = modality(verb), _is_not_done(verb)
    if any(other.lemma_.lower() in _LASTING for other in verb.conjuncts):
        return  # "*remain* normal and do not make Z" tells of what is as ever
    if mode.aim or (mode.hedged and not _can(verb)) or (mode.negated and not denied):
        return
    deeds = [] if denied and is_passive(verb) else list(_deeds(verb, denied))
    for word, sign in deeds:
        yield from deed(word, sign, [t for t, _ in surface_subjects(verb)], arguments)
    if deeds:
        return
    if denied:
        yield from _undone(verb, arguments)
    else:
        yield from _objects_compared(verb, arguments)
        yield from _subjects_changed(verb, arguments)


def _deeds(verb: Token, negated: bool) -> Iterator[tuple[Token, int]]:
    """What is not done any more, -1, or done again, +1: "fail to *migrate*", "no longer *attract*", "attack again"."""
    lemma = verb.lemma_.lower()
    clauses = (c for c in verb.children if c.dep_ in ("xcomp", "ccomp"))
    below = [c for c in clauses if c.tag_ in ("VB", "VBG") or _is_infinitive(c)]
    if lemma in _FAILING and not negated:
        yield from ((word, -1) for word in below)
    elif lemma in _LOSING | _REGAINING:
        nouns = [c for c in verb.children if c.dep_ == "dobj" and c.lemma_.lower() in _ABILITIES]
        if nouns and not negated:
            near = (c for word in (*nouns, verb) for c in word.children)
            deeds = (c for c in near if c.dep_ in ("acl", "xcomp", "relcl") and c.tag_ == "VB")
            yield from ((deed, -1 if lemma in _LOSING else 1) for deed in deeds)
    elif lemma in _BEING:
        yield from (one for word in _adjectives(verb) if not negated for one in able(word))
    elif negated and _is_stopped(verb):
        yield verb, -1
    elif not negated and any(c.lower_ in _AGAIN for c in verb.children) and not is_passive(verb):
        yield verb, 1


def _is_infinitive(word: Token) -> bool:
    """ "To *mature*", which the tagger takes for an adjective."""
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in word.children)


def able(adjective: Token) -> Iterator[tuple[Token, int]]:
    """What one is able, +1, or unable, -1, to do: "*unable* to make", "more *prone* to release"."""
    lemma = adjective.lemma_.lower()
    degree = {c.lower_ for c in adjective.children if c.dep_ == "advmod"}
    sign = -1 if lemma in _UNABLE else 1 if lemma in _ABLE and degree & {"more", "less", "better"} else 0
    sign = -sign if "less" in degree else sign
    deeds = (c for c in adjective.children if c.dep_ in ("xcomp", "advcl", "ccomp") and c.tag_ == "VB")
    yield from ((deed, sign) for deed in deeds if sign)


def _is_not_done(verb: Token) -> bool:
    """ "Could *not*", "*never*", "*no longer*"."""
    no = any(c.lower_ == "longer" and any(g.lower_ == "no" for g in c.children) for c in verb.children)
    return no or is_denied(verb) or any(c.lower_ == "never" for c in verb.children)


def _can(verb: Token) -> bool:
    """Of "once X is gone, Y *could* attack" the verb supposes nothing."""
    return any(c.lower_ in ("could", "can") for c in verb.children)


def _is_stopped(verb: Token) -> bool:
    """Whether it is said that it is not done *any more*, or cannot be: "did not" alone says less."""
    words = {c.lower_ for c in verb.children}
    return bool(words & {"longer", "could", "can", "never"}) or verb.lemma_.lower() in states("I")


def deed(word: Token, sign: int, doers: Iterable[Token], arguments: Arguments) -> Iterator[Argument]:
    """What it means for who does it, and for what it is done to."""
    state = states("I").get(word.lemma_.lower())
    if is_passive(word):
        return
    acting = False
    for doer in doers:
        for a in arguments.of(doer):
            acting |= arguments.by_index[a.name].category not in CELLS
            if arguments.by_index[a.name].category not in CELLS or a.aspect is not None or a.effect:
                continue
            if state:
                yield _changed(a, sign * state.sign, state.aspect, word)
            elif word.lemma_.lower() not in _NO_DEEDS:
                yield _changed(a, sign, Aspect.ACTIVITY, word)
    found = find_trigger(word)
    # where a drug no longer lowers something, there may be as much of it as without the drug
    if found and not (sign < 0 and acting and SIGN.get(found[0].effect) == -1):
        for noun in direct_objects(word, found[1]):
            yield from _done(found[0], arguments.of(noun), sign, word, arguments)


def _done(
    trigger: Trigger, objects: Iterable[Argument], sign: int, word: Token, arguments: Arguments
) -> Iterator[Argument]:
    """What there is more or less of when more or less of the deed is done."""
    for a in objects:
        category = arguments.by_index[a.name].category
        if trigger.effect in _SIDES:
            yield _changed(a, sign, a.aspect or _SIDES[trigger.effect], word)
        elif trigger.effect in SIGN and trigger.aspect in (None, Aspect.INFILTRATION):
            counted = trigger.effect in OF_AMOUNTS and category in MOLECULES | CELLS
            usual = trigger.aspect or (Aspect.ABUNDANCE if counted else Aspect.ACTIVITY)
            yield _changed(a, sign * SIGN[trigger.effect] * a.sign, a.aspect or usual, word)


def _undone(verb: Token, arguments: Arguments) -> Iterator[Argument]:
    """ "Z was *not made*", "W did *not activate* Z"; what is not lowered tells nothing."""
    trigger, word = find_trigger(verb) or (None, verb)
    direct = direct_objects(verb, word)
    nouns = [token for token, _ in surface_subjects(verb)] if is_passive(verb) else direct
    objects = [a for token in nouns for a in arguments.of(token) if not a.effect]
    if verb.lemma_.lower() in _FOUND:
        yield from (_changed(a, -1, _side(a, arguments), verb) for a in objects)
    elif trigger is None or trigger.lemma in _RESTORING:
        return
    elif trigger.effect in _SIDES or SIGN.get(trigger.effect) == 1:
        yield from _done(trigger, objects, -1, verb, arguments)


def made(verb: Token, arguments: Arguments) -> Iterator[Argument]:
    """What there is more of when the verb's deed is done, of verbs of making: "secretes Z"."""
    found = find_trigger(verb)
    if found is None or found[0].effect not in _SIDES or is_passive(verb):
        return
    for noun in direct_objects(verb, found[1]):
        if compared(noun, arguments.heads) >= 0:
            yield from _done(found[0], arguments.of(noun), 1, verb, arguments)


def _objects_compared(verb: Token, arguments: Arguments) -> Iterator[Argument]:
    """ "Made *fewer* Z", "had *twice as many* Z"; of "there were fewer Z" that too."""
    if is_passive(verb):
        return
    trigger, word = find_trigger(verb) or (None, verb)
    there = verb.lemma_ == "be" and any(c.dep_ == "expl" for c in verb.children)
    objects = [c for c in verb.children if c.dep_ == "attr"] if there else direct_objects(verb, word)
    for sign, plain in (one for noun in objects for one in _counted(noun, arguments)):
        if there or verb.lemma_.lower() in _HAVING:
            yield from (_changed(a, sign, _side(a, arguments), verb) for a in plain)
        elif _takes_up(verb):
            yield from (_changed(a, sign, a.aspect or Aspect.UPTAKE, verb) for a in plain)
        elif trigger:
            yield from _done(trigger, plain, sign, verb, arguments)


def _takes_up(verb: Token) -> bool:
    particle = next((c.lower_ for c in verb.children if c.dep_ == "prt"), "")
    if verb.lemma_.lower() == "take":
        return particle == "up"
    return verb.lemma_.lower() in _TAKING_UP and not particle


def _counted(noun: Token, arguments: Arguments) -> Iterator[tuple[int, list[Argument]]]:
    """Which way the number of each thing of a list is other, and what it is: "*fewer* X and *more* Y".

    What the words say of how much is left out; of "no *increase* in X" nothing is counted, nor are illnesses.
    """
    sign = compared(noun, arguments.heads)
    for member in (noun, *noun.conjuncts) if sign else ():
        found = (a for a in arguments.of(member, conjuncts=False) if not a.effect or a.note)
        kept = (a for a in found if arguments.by_index[a.name].category not in CONDITIONS)
        sign = compared(member, arguments.heads) or sign
        yield sign, [replace(a, sign=1, effect="", negated=False) for a in kept]


def _side(argument: Argument, arguments: Arguments) -> Aspect:
    """What is less where less of it is seen: of what goes on, its activity."""
    counted = arguments.by_index[argument.name].category in MOLECULES | CELLS
    return argument.aspect or (Aspect.ABUNDANCE if counted else Aspect.ACTIVITY)


def _subjects_changed(verb: Token, arguments: Arguments) -> Iterator[Argument]:
    """ "*Fewer* Y were found", "Y *died*", "Y were *scarce*"."""
    seen = verb.lemma_.lower() in _FOUND and is_passive(verb)
    adjectives = _adjectives(verb) if verb.lemma_.lower() in _BEING else []
    for noun in (token for token, steps in surface_subjects(verb) if not steps):
        uncounted = [(0, [a for a in arguments.of(noun) if not a.effect])]
        for sign, found in list(_counted(noun, arguments)) or uncounted:
            whole = [a for a in found if a.aspect is None]
            if seen and sign:
                yield from (_changed(a, sign, _side(a, arguments), verb) for a in found)
            elif told := _state(verb, sign):
                yield from (_changed(a, *told, verb) for a in whole)
            for word in adjectives:
                if told := graded(word, absolute=False):
                    yield from (_changed(a, *told, word) for a in whole)


def _adjectives(verb: Token) -> list[Token]:
    """What its subject is said to be: "were *scarce*", "grew *sluggish*"."""
    return [c for c in verb.children if c.dep_ in ("acomp", "oprd")]


def _state(verb: Token, sign: int) -> tuple[int, Aspect] | None:
    """What a verb without an object tells of its subject, more or fewer of which are meant: "*fewer* Y *died*"."""
    state = states("I").get(verb.lemma_.lower())
    if state is None or any(c.dep_ in ("dobj", "ccomp") for c in verb.children):
        return None
    change = sign or _pace(verb) or state.alone
    return (change * state.sign, state.aspect) if change else None


def _pace(verb: Token) -> int:
    """+1 of "multiplied *faster*", -1 of "grew *slowly*", or 0."""
    words = {c.lower_ for c in verb.children if c.dep_ == "advmod"}
    return -1 if words & _SLOWLY else 1 if words & _FASTER else 0


def graded(adjective: Token, *, absolute: bool) -> tuple[int, Aspect] | None:
    """Which way the adjective says that something is, and of what side: "more *potent*", "*sluggish*".

    What is raised must be so by comparison unless ``absolute``.
    """
    state = states("G").get(adjective.lemma_.lower()) or states("G").get(adjective.lower_)
    if state is None:
        return None
    degree = {c.lower_ for c in adjective.children if c.dep_ in ("advmod", "amod")}
    if state.sign > 0 and not absolute and not degree & {"more", "less"} and adjective.tag_ != "JJR":
        return None
    return (-state.sign if "less" in degree else state.sign), state.aspect


def _changed(argument: Argument, sign: int, aspect: Aspect, word: Token) -> Argument:
    effect, way = _EFFECTS[sign], (word.text, *argument.way)
    return replace(argument, sign=sign, aspect=aspect, effect=effect, steps=argument.steps + 1, way=way)


def made_so(adjective: Token, patient: Token, arguments: Arguments) -> Iterator[Argument]:
    """How a thing is changed that is made so: "makes Y more *suppressive*", "leaves Y *unable* to make Z"."""
    if change := graded(adjective, absolute=True):
        for a in arguments.of(patient):
            if arguments.by_index[a.name].category in CELLS and a.aspect is None and not a.effect:
                yield _changed(a, *change, adjective)
    for word, sign in able(adjective):
        yield from deed(word, sign, [patient], arguments)
