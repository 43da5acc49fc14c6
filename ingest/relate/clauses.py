"""What do the verbs of a sentence claim? Active, passive, participial, light and causative verbs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ingest.relate.arguments import Argument, Arguments
from ingest.relate.bearers import missing, mutated
from ingest.relate.care import adjective_frames, care_frames, found_frames, response_frames
from ingest.relate.causative import causative_frames
from ingest.relate.compose import CELLS, MOLECULES
from ingest.relate.frames import Frame, doers, objects_of, paired
from ingest.relate.lexis import PEOPLE, SHOWING, SIGN, Trigger, bettered, triggers
from ingest.relate.needed import needed_frames
from ingest.relate.outcomes import outcome_frames
from ingest.relate.phrasal import direct_objects, find_trigger
from ingest.relate.rendered import rendered_frames
from ingest.relate.syntax import (
    AGENT_PREPOSITIONS,
    does_by_infinitive,
    is_passive,
    prepositional_objects,
    surface_subjects,
)
from ingest.relate.tree import Parse, Token
from ingest.relate.without import (
    changed_frames,
    graded_frames,
    had_frames,
    instruments,
    lost_frames,
    stimulated_frames,
)
from kg.vocabulary import Aspect

#: verbs that leave it to their noun to say what is done: "*offers* protection against"
_LIGHT = SHOWING | frozenset("offer provide give confer afford".split())
#: verbs of amounts that take no object
_OF_ITSELF = frozenset("drop fall plunge tumble skyrocket".split())


def verb_frames(sentence: Parse, arguments: Arguments) -> Iterator[Frame]:
    """Frames of every trigger verb of the sentence."""
    for token in sentence:
        if token.tag_ == "JJ" and token.dep_ == "acomp":
            yield from adjective_frames(token, arguments)
        if token.tag_ == "JJ":
            yield from rendered_frames(token, arguments)
        if not token.tag_.startswith("VB") and not (
            token.tag_ == "JJ" and token.dep_ in ("acomp", "ROOT", "acl", "amod", "relcl")
        ):
            continue
        found = find_trigger(token) or ((bare, token) if (bare := triggers("V").get(_bare(token))) else None)
        if found and token.dep_ != "amod":
            yield from _frames(token, *found, arguments)
            yield from changed_frames(token, found[0], arguments)
        elif token.lemma_.lower() in _LIGHT:
            yield from _light_frames(token, arguments)
        elif token.lemma_ == "be":
            yield from graded_frames(token, arguments)
        yield from needed_frames(token, arguments)
        yield from had_frames(token, arguments)
        yield from lost_frames(token, arguments)
        yield from stimulated_frames(token, arguments)
        yield from outcome_frames(token, arguments)
        yield from causative_frames(token, arguments)


def _bare(token: Token) -> str:
    """Lemma of a participle that the tagger took for an adjective, or of a form that is lemmatised amiss."""
    word = token.lower_
    for ending, restored in (("ated", "ate"), ("ked", "k"), ("ed", ""), ("ed", "e"), ("s", ""), ("es", "")):
        if word.endswith(ending) and word[: -len(ending)] + restored in triggers("V"):
            return word[: -len(ending)] + restored
    return word


def _frames(verb: Token, trigger: Trigger, word: Token, arguments: Arguments) -> Iterator[Frame]:
    """What the verb claims; ``word`` is what stands with it in a phrase, or the verb itself."""
    passive = is_passive(verb)
    if trigger.objects == {"of"} and (passive or verb.tag_ == "VBN") and not _is_perfect(verb):
        return  # "those *deprived of* X"
    if not passive and does_by_infinitive(verb):
        return
    if not passive and trigger.lemma in _OF_ITSELF:
        return  # "the firm *dropped* X"
    if trigger.effect == "respond":
        yield from response_frames(verb, trigger, arguments)
    elif trigger.effect == "found":
        yield from found_frames(verb, trigger, arguments) if passive else ()
    elif trigger.effect in ("treat", "test"):
        yield from care_frames(verb, trigger, arguments, passive)
    else:
        yield from _effect_frames(verb, trigger, word, arguments, passive)


def _is_perfect(verb: Token) -> bool:
    """ "*Has* deprived"."""
    return any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children) and not is_passive(verb)


def _effect_frames(
    verb: Token, trigger: Trigger, word: Token, arguments: Arguments, passive: bool
) -> Iterator[Frame]:
    given = _objects(verb, trigger, word, arguments, passive)
    objects = [a for a in (_sided(a, trigger, arguments) for a in given) if a is not None]
    trust = 0.8 if trigger.weak else 0.92
    kind = "passive" if passive else "active"
    for subject, steps in _subjects(verb, trigger, arguments, passive) if objects else ():
        for object_ in objects:
            base = trust - 0.06 * steps - 0.02 * (subject.steps + object_.steps)
            head = arguments.by_index[object_.name].head.lower()
            effect = bettered(trigger.lemma, head) or _steered(verb, trigger.effect, object_)
            yield from paired(verb, effect, [(subject, base)], [object_], kind)


#: what has the sides that a verb can name by itself
_HAVING = {
    **dict.fromkeys((Aspect.PHOSPHORYLATION, Aspect.STABILITY, Aspect.EXPRESSION), MOLECULES),
    **dict.fromkeys((Aspect.PROLIFERATION, Aspect.DIFFERENTIATION, Aspect.MIGRATION), CELLS),
    Aspect.INFILTRATION: MOLECULES | CELLS,
}


def _sided(argument: Argument, trigger: Trigger, arguments: Arguments) -> Argument | None:
    """The argument with the side that the verb names, "*recruits* X"; None where X has no such side."""
    if trigger.aspect is None or argument.aspect is not None:
        return argument
    having = _HAVING.get(trigger.aspect, ())
    fits = arguments.by_index[argument.name].category in having
    return replace(argument, aspect=trigger.aspect) if fits else None


def _steered(verb: Token, effect: str, object_: Argument) -> str:
    """ "Negatively regulates" lowers, "positively regulates" raises; there is more of a resistance that is mediated."""
    if effect != "affect":
        return effect
    if verb.lemma_.lower() == "mediate" and object_.aspect is Aspect.RESISTANCE:
        return "up"
    adverbs = {c.lower_ for c in verb.children if c.dep_ == "advmod"}
    if adverbs & {"negatively", "adversely"}:
        return "down"
    return "up" if "positively" in adverbs else effect


def _agents(verb: Token) -> list[Token]:
    by = AGENT_PREPOSITIONS | ({"in", "on"} if verb.lemma_.lower() in ("express", "overexpress") else set())
    return prepositional_objects(verb, by)


def _subjects(
    verb: Token, trigger: Trigger, arguments: Arguments, passive: bool
) -> Iterator[tuple[Argument, int]]:
    if passive and "dobj" in trigger.objects:
        for token in _agents(verb):
            yield from ((a, 0) for a in arguments.of(token) or mutated(token, arguments))
        if trigger.effect in SIGN:
            for token in prepositional_objects(verb, ("in",)):
                yield from ((a, 1) for a in missing(token, arguments))
        for token in instruments(verb):
            yield from ((a, 2) for a in arguments.of(token))
        return
    for token, steps in surface_subjects(verb):
        if (
            verb.dep_ == "relcl"
            and token.i == verb.head.i
            and any(c.dep_ == "dobj" and c.tag_ in ("WDT", "WP") for c in verb.children)
        ):
            continue
        doers = _doers(token, arguments) or missing(token, arguments) or mutated(token, arguments)
        # what is joined behind a participle does not do what it says: "probes directed against X, or Y"
        yield from ((a, steps) for a in doers if verb.dep_ != "acl" or a.token < verb.i)


def _doers(token: Token, arguments: Arguments) -> list[Argument]:
    """What the subject stands for; of "stimulation of B cells with X" it is X that does something."""
    found = arguments.of(token)
    kept = [a for a in found if not _is_stimulated(a) or arguments.by_index[a.name].category not in CELLS]
    if kept or not found:
        return kept
    return arguments.complements(token, frozenset({"with", "by"}))


def _is_stimulated(argument: Argument) -> bool:
    return any(word.lower() == "stimulation" for word in argument.way)


def _objects(
    verb: Token, trigger: Trigger, word: Token, arguments: Arguments, passive: bool
) -> Iterator[Argument]:
    prepositions = trigger.objects - {"dobj"}
    if "dobj" in trigger.objects:
        if passive:
            for token, steps in surface_subjects(verb):
                yield from (replace(a, steps=a.steps + steps) for a in arguments.of(token))
        else:
            yield from objects_of(verb, word, arguments)
            if trigger.effect == "relieve":  # "sent patients with X into remission"
                those = (c for c in direct_objects(verb, word) if c.lemma_.lower() in PEOPLE)
                yield from (a for token in those for a in arguments.of_condition(token))
    near = [verb] if word == verb else [verb, word]
    if trigger.effect in ("sensitise", "desensitise", "contribute", "prevent") or prepositions == {"of"}:
        # "sensitises cells to X", "protects women from X", where the phrase hangs on the cells or the women
        near += [c for c in verb.children if c.dep_ == "dobj"]
    phrases = (c for word in near for c in word.children if c.dep_ in ("prep", "dative"))
    first = next((c for c in phrases if c.lower_ in prepositions), None)
    if first is not None:  # "results in X in Y": the second tells where
        yield from (a for noun in first.children if noun.dep_ == "pobj" for a in arguments.of(noun))


def _light_frames(verb: Token, arguments: Arguments) -> Iterator[Frame]:
    """ "has no effect on", "plays a role in": the noun carries the effect."""
    known = triggers("N")
    for noun in verb.children:
        if noun.dep_ != "dobj" or noun.lemma_.lower() not in known:
            continue
        trigger = known[noun.lemma_.lower()]
        if trigger.effect not in ("affect", "role", "associate", "prevent"):
            continue
        objects = arguments.complements(noun, trigger.objects)
        if not objects:  # "plays a role in Y", where the parse hangs the phrase on the verb
            nouns = prepositional_objects(verb, trigger.objects)
            objects = [a for token in nouns for a in arguments.of(token)]
        yield from paired(noun, trigger.effect, doers(verb, arguments, 0.78), objects, "light verb")
