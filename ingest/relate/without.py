"""What is otherwise in those who are without something, or after something was given, and so is its doing?

"X-deficient mice *showed* increased Z", "Z *fell* in mice lacking X", "Z was *lower* after treatment with X".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ingest.relate.absence import absent
from ingest.relate.amounts import against_other, compared, multiple
from ingest.relate.arguments import Argument, Arguments
from ingest.relate.bearers import missing, not_had
from ingest.relate.compose import CONDITIONS, is_condition
from ingest.relate.frames import Frame, paired
from ingest.relate.lexis import FINDING, RAISING_ADJECTIVES, SHOWING, Trigger
from ingest.relate.modality import modality
from ingest.relate.otherwise import changes, made
from ingest.relate.outcomes import received
from ingest.relate.presence import is_combined, present, stimuli
from ingest.relate.syntax import is_passive, is_verb, prepositional_objects, surface_subjects
from ingest.relate.tree import Token
from kg.vocabulary import Aspect

#: relations of this kind are what is otherwise where something is missing
WITHOUT = "without"
_CHANGED = frozenset({"increase", "decrease", "loss", "gain"})
_AFTERWARDS = ("after", "following", "upon", "with")
#: what is given; other things only come before: "rose after surgery"
_GIVEN = frozenset(
    "treatment administration exposure stimulation therapy blockade inhibition knockdown depletion loss deletion "
    "injection infusion supplementation overexpression".split()
)
#: adjectives of amounts that compare with those who are otherwise
_COMPARED = frozenset(
    "higher lower greater elevated increased reduced decreased diminished fewer less".split()
)


def instruments(verb: Token) -> list[Token]:
    """ "was reduced after *treatment* with X"."""
    given = prepositional_objects(verb, _AFTERWARDS)
    return [noun for noun in given if noun.lemma_.lower() in _GIVEN]


def had_frames(verb: Token, arguments: Arguments) -> Iterator[Frame]:
    """ "X-deficient mice *showed* increased Z", "*developed* Z", "less Z was *found* in mice lacking X"."""
    lemma, treated = verb.lemma_.lower(), False
    if lemma in FINDING and is_passive(verb):
        subjects = _makers(verb, arguments)
        objects = [token for token, _ in surface_subjects(verb)] if subjects else []
    elif lemma in SHOWING or (lemma == "develop" and not modality(verb).negated):
        those = [token for token, _ in surface_subjects(verb)]
        subjects = [(a, 0.8) for token in those for a in missing(token, arguments)]
        if lemma in SHOWING:
            given = [(a, 0.8) for token in those for a in received(token, arguments)]
            subjects, treated = [*subjects, *given], bool(given)
        subjects = _sole(subjects, verb, arguments)
        objects = [c for c in verb.children if c.dep_ == "dobj"] if subjects else []
    else:
        return
    changed = [a for token in objects for a in arguments.of(token)]
    if treated:
        changed = [_as_risk(a, verb, arguments) for a in changed]
    ill = lemma == "develop"
    kept = (a for a in changed if (is_condition(a, arguments) if ill else a.effect in _CHANGED))
    yield from paired(verb, "cause", subjects, kept, WITHOUT)


def _as_risk(argument: Argument, verb: Token, arguments: Arguments) -> Argument:
    """Those who had *fewer* strokes were not treated for strokes: their risk was lower."""
    noun = verb.doc[argument.token]
    named = arguments.by_index[argument.name].category in CONDITIONS and argument.aspect is None
    fewer = any(c.lower_ == "fewer" for c in noun.children)
    return replace(argument, aspect=Aspect.RISK) if named and fewer else argument


def changed_frames(verb: Token, trigger: Trigger, arguments: Arguments) -> Iterator[Frame]:
    """ "Z *fell* in mice lacking X", "Z *rose* after treatment with X": a verb of amounts without an object."""
    if trigger.effect not in ("increase", "decrease") or is_passive(verb):
        return
    if not any(c.dep_ in ("dobj", "ccomp", "xcomp") for c in verb.children):
        yield from paired(verb, trigger.effect, _makers(verb, arguments), _changing(verb, arguments), WITHOUT)


def graded_frames(verb: Token, arguments: Arguments) -> Iterator[Frame]:
    """ "Z *was lower* in mice lacking X"."""
    for word in verb.children:
        times = multiple(word)
        if word.dep_ == "acomp" and (word.lower_ in _COMPARED or times):
            effect = "increase" if times > 0 or word.lower_ in RAISING_ADJECTIVES - {"high"} else "decrease"
            makers = [*_makers(verb, arguments), *_makers(word, arguments)]
            yield from paired(word, effect, makers, _changing(verb, arguments), WITHOUT)


def lost_frames(verb: Token, arguments: Arguments) -> Iterator[Frame]:
    """What something does by what is otherwise where it is missing, or given: "*without X*, cells made less Y".

    What is not done where something is given may have had to be done by it: "do not proliferate in response to X".
    """
    there = list(absent(verb, arguments))
    if not there and (given := list(present(verb, arguments))) and not _is_undone(verb):
        there = given
    sole = {a for a, _ in _sole([(a, 0.8) for _, a in there], verb, arguments)}
    there = [(word, a) for word, a in there if a in sole]
    changed = list(changes(verb, arguments)) if there else []
    for word, cause in there:
        yield from paired(word, "cause", [(cause, 0.8)], changed, WITHOUT, judged=True)


def stimulated_frames(verb: Token, arguments: Arguments) -> Iterator[Frame]:
    """ "Fibroblasts *secrete* Z when they sense X", "activated by X, they *secrete* Z"."""
    stimulating = [(a, 0.8) for a in stimuli(verb, arguments)]
    yield from paired(verb, "cause", stimulating, made(verb, arguments) if stimulating else (), WITHOUT)


def _is_undone(verb: Token) -> bool:
    stopped = any(c.lower_ == "longer" for c in verb.children)
    return verb.lemma_.lower() == "fail" or (modality(verb).negated and not stopped)


def _sole(
    makers: list[tuple[Argument, float]], verb: Token, arguments: Arguments
) -> list[tuple[Argument, float]]:
    """Those in which alone the ones told of differ from those with whom they are compared."""
    if not makers or against_other(verb, arguments.heads):
        return []
    return [(a, trust) for a, trust in makers if not is_combined(a, verb)]


def is_otherwise(verb: Token, arguments: Arguments) -> bool:
    """Whether the verb tells only what is not done, or done less, where something is missing or given.

    So does "cells that do *not express* X", which tells which cells are meant.
    """
    fewer = any(compared(c, arguments.heads) < 0 for c in verb.children if c.dep_ == "dobj")
    if not fewer and not modality(verb).negated:
        return False
    clauses = (c for c in verb.children if c.dep_ == "advcl")
    if any(g.lower_ in ("until", "unless") for c in clauses for g in c.children if g.dep_ == "mark"):
        return True
    above = [verb]
    while above[-1].dep_ in ("xcomp", "acomp"):  # "were unable to do it"
        above.append(above[-1].head)
    there = (found for word in above for where in (absent, present) for found in where(word, arguments))
    return any(True for _ in there) or (verb.dep_ == "relcl" and bool(not_had(verb)))


def _makers(verb: Token, arguments: Arguments) -> list[tuple[Argument, float]]:
    """What those are without in whom it changes, or what was given before."""
    found = [a for token in prepositional_objects(verb, ("in",)) for a in missing(token, arguments)]
    if is_verb(verb) and verb.lemma_ != "be":  # what is lower in those who get X may have been so before
        those = prepositional_objects(verb, ("in", "among"))
        found += [a for token in those for a in received(token, arguments)]
    found += [a for token in instruments(verb) for a in arguments.of(token)]
    found += [a for _, a in absent(verb, arguments)]
    return _sole([(a, 0.8) for a in found], verb, arguments)


def _changing(verb: Token, arguments: Arguments) -> list[Argument]:
    """What changes; nothing that is said to be less already: "the loss of Z increased"."""
    return [
        replace(a, steps=a.steps + steps)
        for token, steps in surface_subjects(verb)
        for a in arguments.of(token)
        if not a.effect
    ]
