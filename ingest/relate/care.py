"""What is given to whom, what helps, and what is found where?

"Patients with Y were treated with X", "X was tested in Y", "patients with high X did not respond to Y", "X is
effective against Y", "X is found on macrophages".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ingest.relate.arguments import Argument, Arguments
from ingest.relate.bearers import missing, mutated
from ingest.relate.frames import Frame, doers, paired
from ingest.relate.lexis import PEOPLE, Trigger, triggers
from ingest.relate.syntax import prepositional_objects, surface_subjects
from ingest.relate.tree import Token
from kg.vocabulary import Aspect, Category

#: what is done to patients only with effect
_HEALING = frozenset({"cure", "keep alive"})
#: what those with a mutation do with it
_HAVING = frozenset("carry harbor harbour bear have express".split())
#: what happens to those who become resistant
_LOSING = frozenset("lose shed delete drop".split())
_GAINING = frozenset("acquire gain amplify overexpress develop".split())
_WITH = ("with", "carrying", "harboring", "harbouring", "bearing")
_POORLY = frozenset({"poorly", "badly", "less", "worse"})


def care_frames(verb: Token, trigger: Trigger, arguments: Arguments, passive: bool) -> Iterator[Frame]:
    """What is given to whom: "X treats Y", "patients with Y were treated with X", "X was tested in Y"."""
    surface = [token for token, _ in surface_subjects(verb)]
    where = prepositional_objects(verb, trigger.objects)
    people = any(t.lemma_.lower() in PEOPLE for t in surface)
    # "X is approved for Y with mutations": what those get is said of patients alone, if X is tried in Y
    given = prepositional_objects(verb, ("with", "using")) if people or not where else []
    direct = [c for c in verb.children if c.dep_ == "dobj"]
    effect = trigger.effect
    if passive and given:
        agents, conditions, effect = given, surface, "test"
    elif passive and (by := prepositional_objects(verb, ("by",))):
        agents, conditions = by, surface
        effect = "test" if people else effect
    elif where:
        agents, conditions = (surface if passive else direct or surface), where
    elif not passive and "dobj" in trigger.objects:
        agents, conditions = surface, direct
        tried = trigger.lemma not in _HEALING and any(t.lemma_.lower() in PEOPLE for t in direct)
        effect = "test" if tried else effect
    else:
        return
    # what is measured in patients is not given to them: "levels of X were studied in Y"
    subjects = [(a, 0.8) for token in agents for a in arguments.of(token) if a.aspect is not Aspect.ABUNDANCE]
    objects = [a for token in conditions for a in arguments.of_condition(token)]
    yield from paired(verb, effect, subjects, objects, "care")


def found_frames(verb: Token, trigger: Trigger, arguments: Arguments) -> Iterator[Frame]:
    """ "X is found on macrophages"; where its activation is found says nothing of where it is."""
    there = (None, Aspect.EXPRESSION, Aspect.ABUNDANCE)
    subjects = [(a, trust) for a, trust in doers(verb, arguments, 0.78) if not a.effect and a.aspect in there]
    objects = [a for token in prepositional_objects(verb, trigger.objects) for a in arguments.of(token)]
    yield from paired(verb, "found", subjects, objects, "found")


def response_frames(word: Token, trigger: Trigger, arguments: Arguments) -> Iterator[Frame]:
    """ "Patients with high X respond to Y", "tumours with low X were resistant to Y": what X does to the response."""
    holder = word.head if word.dep_ == "acomp" else word
    effect = "sensitise" if trigger.effect == "respond" else trigger.effect
    near = (*word.children, *holder.children)
    if any(c.dep_ == "neg" or c.lower_ in _POORLY for c in near):
        effect = "desensitise" if effect == "sensitise" else "sensitise"
    those = [token for token, _ in surface_subjects(holder)]
    had = [noun for token in those for noun in prepositional_objects(token, _WITH)]
    having = (c for token in those for c in token.children if c.lemma_ in _HAVING)
    had += [c for verb in having for c in verb.children if c.dep_ == "dobj"]
    found = [a for noun in had for a in arguments.of(noun) if _is_graded(a)]
    found += [a for noun in had for a in mutated(noun, arguments)]
    found += [a for token in those for a in (*missing(token, arguments), *mutated(token, arguments))]
    found += [a for token in (*those, *had) for a in arguments.of(token) if _is_variant(a, arguments)]
    if trigger.effect == "resist" and effect == "resist":
        found += _acquired(holder, arguments)
    objects = [a for token in prepositional_objects(word, trigger.objects) for a in arguments.of(token)]
    yield from paired(word, effect, [(a, 0.82) for a in found], objects, "response")


def _acquired(verb: Token, arguments: Arguments) -> Iterator[Argument]:
    """What made them so: "resistant to Y *after losing X*", "*by switching on X*", "*through mutations in X*"."""
    phrases = (c for c in verb.children if c.dep_ == "prep" and c.lower_ in ("after", "by", "through", "via"))
    for happening in (c for phrase in phrases for c in phrase.children if c.dep_ in ("pcomp", "pobj")):
        lemma = happening.lemma_.lower()
        if happening.dep_ == "pobj":
            yield from mutated(happening, arguments)
        elif lemma in _LOSING | _GAINING:
            sign = -1 if lemma in _LOSING else 1
            for noun in (c for c in happening.children if c.dep_ == "dobj"):
                found = arguments.of(noun) or mutated(noun, arguments)
                yield from (replace(a, sign=a.sign * sign) for a in found)
        else:
            yield from (a for a in arguments.of(happening) if a.effect)


def _is_variant(argument: Argument, arguments: Arguments) -> bool:
    return arguments.by_index[argument.name].category is Category.VARIANT and not argument.effect


def _is_graded(argument: Argument) -> bool:
    """Whether an amount or a state of it is meant, not the thing as such: "patients with *high* X"."""
    return argument.aspect is not None or bool(argument.note)


def adjective_frames(adjective: Token, arguments: Arguments) -> Iterator[Frame]:
    """ "X is effective in Y", "X is responsible for Y"."""
    trigger = triggers("A").get(adjective.lower_)
    if trigger is None:
        return
    if trigger.effect in ("resist", "sensitise"):
        yield from response_frames(adjective, trigger, arguments)
        return
    subjects = doers(adjective.head, arguments, 0.8)
    where = prepositional_objects(adjective, trigger.objects)
    if not where and adjective.head.lemma_ == "be":  # where the parse hangs the phrase on the verb
        where = prepositional_objects(adjective.head, trigger.objects)
    objects = [a for token in where for a in arguments.of_condition(token)]
    yield from paired(adjective, trigger.effect, subjects, objects, "adjective")
