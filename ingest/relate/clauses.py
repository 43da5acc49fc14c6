"""What do the verbs of a sentence claim? Active, passive, participial, and subjects that verbs share.

A frame is a verb with what acts and what is acted on, as far as the parse says. The subject of a verb
without one of its own is that of the verb that it hangs on: "X was shown to inhibit Y", "X prompts
macrophages to release Y", "X impairs Y by binding Z".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from ingest.relate.arguments import ABILITIES, Argument, Arguments
from ingest.relate.lexis import PEOPLE, SIGN, Trigger, bridges, triggers
from kg.vocabulary import Aspect

#: verbs whose object does what the infinitive says: "prompts macrophages to release"
_OBJECT_CONTROL = frozenset(
    "prompt cause allow enable induce lead stimulate force help make drive instruct direct encourage let trigger "
    "permit signal program polarize polarise activate promote require recruit find show report know".split()
)
_CAUSING = frozenset(
    "prompt cause induce lead stimulate force make drive instruct trigger enable allow promote".split()
)
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_AGENT_PREPOSITIONS = frozenset({"by", "through", "via"})
_INSTRUMENTS = frozenset({"after", "following", "upon", "with"})


@dataclass(frozen=True, slots=True)
class Frame:
    """One effect with one subject and one object. ``base`` is how far frames of its kind are trusted, 0-1."""

    trigger: Token
    effect: str
    subject: Argument
    object: Argument
    base: float
    kind: str


def verb_frames(sentence: Doc, arguments: Arguments) -> Iterator[Frame]:
    """Frames of every trigger verb of the sentence."""
    known = triggers("V")
    for token in sentence:
        if token.tag_ == "JJ" and token.dep_ == "acomp":
            yield from _adjective_frames(token, arguments)
        if not token.tag_.startswith("VB") and not (
            token.tag_ == "JJ" and token.dep_ in ("acomp", "ROOT", "acl", "amod", "relcl")
        ):
            continue
        trigger = known.get(token.lemma_.lower()) or known.get(_bare(token))
        if trigger and token.dep_ != "amod":
            yield from _frames(token, trigger, arguments)
        elif token.lemma_.lower() in ("have", "exert", "show", "play", "display", "exhibit"):
            yield from _light_frames(token, arguments)
        if token.lemma_.lower() in _CAUSING:
            yield from _causative(token, arguments)


def _bare(token: Token) -> str:
    """Lemma of a participle that the tagger took for an adjective."""
    word = token.lower_
    for ending, restored in (("ated", "ate"), ("ked", "k"), ("ed", ""), ("ed", "e")):
        if word.endswith(ending) and word[: -len(ending)] + restored in triggers("V"):
            return word[: -len(ending)] + restored
    return word


def _frames(verb: Token, trigger: Trigger, arguments: Arguments) -> Iterator[Frame]:
    passive = is_passive(verb)
    if not passive and _has_controlled(verb):
        return
    if trigger.effect == "respond":
        yield from _response_frames(verb, trigger, arguments)
        return
    if trigger.effect == "found":
        if passive:
            yield from _found_frames(verb, trigger, arguments)
        return
    if trigger.effect in ("treat", "test"):
        yield from _care_frames(verb, trigger, arguments, passive)
        return
    objects = list(_objects(verb, trigger, arguments, passive))
    if not objects:
        return
    for subject, steps in _subjects(verb, trigger, arguments, passive):
        for object_ in objects:
            if subject.name != object_.name:
                base = 0.92 - 0.06 * steps - 0.02 * (subject.steps + object_.steps)
                base -= 0.12 if trigger.weak else 0
                yield Frame(
                    verb,
                    _steered(verb, trigger.effect),
                    subject,
                    object_,
                    base,
                    "passive" if passive else "active",
                )


def _steered(verb: Token, effect: str) -> str:
    """ "Negatively regulates" lowers, "positively regulates" raises."""
    if effect != "affect":
        return effect
    adverbs = {c.lower_ for c in verb.children if c.dep_ == "advmod"}
    if adverbs & {"negatively", "adversely"}:
        return "down"
    return "up" if "positively" in adverbs else effect


def _care_frames(verb: Token, trigger: Trigger, arguments: Arguments, passive: bool) -> Iterator[Frame]:
    """What is given to whom: "X treats Y", "patients with Y were treated with X", "X was tested in Y"."""
    surface = [token for token, _ in surface_subjects(verb)]
    given = [t for c in verb.children if c.dep_ == "prep" and c.lower_ in ("with", "using") for t in _pobj(c)]
    where = [t for c in verb.children if c.dep_ == "prep" and c.lower_ in trigger.objects for t in _pobj(c)]
    direct = [c for c in verb.children if c.dep_ == "dobj"]
    effect = trigger.effect
    if passive and given:
        pairs, effect = [(g, s) for g in given for s in surface], "test"
    elif where:
        pairs = [(s, w) for s in surface for w in where]
    elif not passive and "dobj" in trigger.objects:
        pairs = [(s, d) for s in surface for d in direct]
        effect = "test" if any(t.lemma_.lower() in PEOPLE for t in direct) else effect
    else:
        pairs = []
    for agent, condition in pairs:
        for subject in arguments.of(agent):
            for object_ in arguments.of_condition(condition):
                if subject.name != object_.name:
                    yield Frame(verb, effect, subject, object_, 0.8, "care")


def _found_frames(verb: Token, trigger: Trigger, arguments: Arguments) -> Iterator[Frame]:
    """ "X is found on macrophages"."""
    where = [t for c in verb.children if c.dep_ == "prep" and c.lower_ in trigger.objects for t in _pobj(c)]
    for token, steps in surface_subjects(verb):
        for subject in arguments.of(token):
            if subject.effect or subject.aspect not in (None, Aspect.EXPRESSION, Aspect.ABUNDANCE):
                continue
            for object_ in (a for t in where for a in arguments.of(t)):
                if subject.name != object_.name:
                    yield Frame(verb, "found", subject, object_, 0.78 - 0.06 * steps, "found")


def _response_frames(word: Token, trigger: Trigger, arguments: Arguments) -> Iterator[Frame]:
    """ "Patients with high X respond to Y", "tumours with low X were resistant to Y": what X does to the response."""
    holder = word.head if word.dep_ == "acomp" else word
    effect = {"respond": "sensitise"}.get(trigger.effect, trigger.effect)
    poorly = any(
        c.dep_ == "neg" or c.lower_ in ("poorly", "badly", "less", "worse")
        for c in (*word.children, *holder.children)
    )
    if poorly:
        effect = "desensitise" if effect == "sensitise" else "sensitise"
    therapies = [
        t for c in word.children if c.dep_ == "prep" and c.lower_ in trigger.objects for t in _pobj(c)
    ]
    for token, _ in surface_subjects(holder):
        having = [t for c in token.children if c.dep_ == "prep" and c.lower_ == "with" for t in _pobj(c)]
        for subject in (a for t in having for a in arguments.of(t)):
            if subject.aspect is None and not subject.note:
                continue
            for object_ in (a for t in therapies for a in arguments.of(t)):
                if subject.name != object_.name:
                    yield Frame(word, effect, subject, object_, 0.82, "response")


def _pobj(preposition: Token) -> list[Token]:
    return [c for c in preposition.children if c.dep_ == "pobj"]


def _adjective_frames(adjective: Token, arguments: Arguments) -> Iterator[Frame]:
    """ "X is effective in Y", "X is responsible for Y"."""
    trigger = triggers("A").get(adjective.lower_)
    if trigger is None:
        return
    if trigger.effect in ("resist", "sensitise"):
        yield from _response_frames(adjective, trigger, arguments)
        return
    where = [
        t for c in adjective.children if c.dep_ == "prep" and c.lower_ in trigger.objects for t in _pobj(c)
    ]
    for token, steps in surface_subjects(adjective.head):
        for subject in arguments.of(token):
            for object_ in (a for t in where for a in arguments.of_condition(t)):
                if subject.name != object_.name:
                    yield Frame(adjective, trigger.effect, subject, object_, 0.8 - 0.06 * steps, "adjective")


def is_passive(verb: Token) -> bool:
    """Whether the verb's surface subject is what is acted on."""
    if any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children):
        return True
    if verb.dep_ == "acl" and verb.tag_ in ("VBN", "VBD"):
        return True
    if (
        verb.dep_ == "conj"
        and verb.tag_ == "VBN"
        and not any(c.dep_ in _SUBJECTS or c.dep_ in ("aux", "dobj") for c in verb.children)
    ):
        return _is_verb(verb.head) and is_passive(verb.head)
    return any(c.dep_ == "agent" for c in verb.children) and verb.tag_ == "VBN"


def _is_verb(token: Token) -> bool:
    return token.tag_.startswith("VB")


def surface_subjects(verb: Token, depth: int = 0) -> Iterator[tuple[Token, int]]:
    """Words that are the verb's subject, its own or a shared one, with the number of steps to them."""
    own = [c for c in verb.children if c.dep_ in _SUBJECTS]
    if own:
        yield from ((c, depth) for c in own)
        return
    if depth > 4 or verb.head.i == verb.i:
        return
    head = verb.head
    if verb.dep_ in ("acl", "relcl"):
        infinitive = verb.tag_ == "VB" and any(c.lower_ == "to" for c in verb.children)
        if not infinitive or head.lemma_.lower() in ABILITIES:
            yield head, depth
    elif verb.dep_ == "xcomp" or _is_controlled(verb):
        controlled = [c for c in head.children if c.dep_ == "dobj"]
        if controlled and head.lemma_.lower() in _OBJECT_CONTROL:
            yield controlled[0], depth
        else:
            yield from surface_subjects(head, depth)
    elif verb.dep_ == "conj" and _is_verb(head):
        yield from surface_subjects(head, depth)
    elif verb.dep_ == "advcl" and verb.tag_ in ("VBG", "VBN", "VB") and not _is_passive_mismatch(verb, head):
        yield from surface_subjects(head, depth + 1)
    elif (
        verb.dep_ == "pcomp"
        and head.dep_ == "prep"
        and _is_verb(head.head)
        and head.lower_ in _AGENT_PREPOSITIONS
    ):
        if not (head.head.dep_ == "advcl" and head.head.tag_ == "VB") and not is_passive(head.head):
            yield from surface_subjects(head.head, depth)
    elif verb.dep_ in ("ccomp",) and verb.tag_ in ("VB", "VBG") and _is_verb(head):
        controlled = [c for c in head.children if c.dep_ == "dobj"]
        if controlled and head.lemma_.lower() in _OBJECT_CONTROL:
            yield controlled[0], depth


def _has_controlled(verb: Token) -> bool:
    """Whether what the verb brings about is said by an infinitive: "induces fibroblasts to undergo …"."""
    if verb.lemma_.lower() not in _OBJECT_CONTROL:
        return False
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    infinitives = (i for o in objects for i in o.children if i.dep_ in ("acl", "relcl") and i.tag_ == "VB")
    own = any(c.dep_ == "xcomp" and c.tag_ == "VB" for c in verb.children) and bool(objects)
    return own or any(_is_controlled(c) for c in verb.children) or any(True for _ in infinitives)


def _is_controlled(verb: Token) -> bool:
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


def _agents(verb: Token) -> Iterator[Token]:
    by = _AGENT_PREPOSITIONS | ({"in", "on"} if verb.lemma_.lower() in ("express", "overexpress") else set())
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ in by):
            yield from _pobj(child)


def _instruments(verb: Token) -> Iterator[Token]:
    """ "was reduced after treatment with X"."""
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ in _INSTRUMENTS:
            for inner in child.children:
                if inner.dep_ == "pobj" and inner.lemma_.lower() in (
                    "treatment",
                    "administration",
                    "exposure",
                    "stimulation",
                    "therapy",
                    "blockade",
                    "inhibition",
                    "knockdown",
                    "depletion",
                    "loss",
                ):
                    yield inner


def _subjects(
    verb: Token, trigger: Trigger, arguments: Arguments, passive: bool
) -> Iterator[tuple[Argument, int]]:
    if passive and "dobj" in trigger.objects:
        for token in _agents(verb):
            yield from ((a, 0) for a in arguments.of(token))
        for token in _instruments(verb):
            yield from ((a, 2) for a in arguments.of(token))
        return
    for token, steps in surface_subjects(verb):
        if (
            verb.dep_ == "relcl"
            and token.i == verb.head.i
            and any(c.dep_ == "dobj" and c.tag_ in ("WDT", "WP") for c in verb.children)
        ):
            continue
        yield from ((a, steps) for a in arguments.of(token))


def _objects(verb: Token, trigger: Trigger, arguments: Arguments, passive: bool) -> Iterator[Argument]:
    prepositions = trigger.objects - {"dobj"}
    if "dobj" in trigger.objects:
        if passive:
            for token, steps in surface_subjects(verb):
                yield from (replace(a, steps=a.steps + steps) for a in arguments.of(token))
        else:
            yield from _direct_objects(verb, arguments)
    for child in verb.children:
        if child.dep_ in ("prep", "dative") and child.lower_ in prepositions:
            yield from (a for token in _pobj(child) for a in arguments.of(token))
            return  # "results in X in Y": the second tells where


def _direct_objects(verb: Token, arguments: Arguments) -> Iterator[Argument]:
    found = False
    for child in verb.children:
        if child.dep_ == "dobj":
            found = True
            yield from arguments.of(child)
    if not found and verb.dep_ == "conj" and _is_verb(verb.head):
        return
    if not found:
        for child in verb.children:  # "X inhibits and Y activates Z": the object hangs on the last verb
            if (
                child.dep_ == "conj"
                and _is_verb(child)
                and not any(c.dep_ in _SUBJECTS for c in child.children)
            ):
                yield from (
                    replace(a, steps=a.steps + 1)
                    for c in child.children
                    if c.dep_ == "dobj"
                    for a in arguments.of(c)
                )


def _light_frames(verb: Token, arguments: Arguments) -> Iterator[Frame]:
    """ "has no effect on", "plays a role in": the noun carries the effect."""
    known = triggers("N")
    for noun in verb.children:
        if noun.dep_ != "dobj" or noun.lemma_.lower() not in known:
            continue
        trigger = known[noun.lemma_.lower()]
        if trigger.effect not in ("affect", "role", "associate"):
            continue
        objects = arguments.complements(noun, trigger.objects)
        objects = objects or _prepositional(verb, trigger.objects, arguments)
        for token, steps in surface_subjects(verb):
            for subject in arguments.of(token):
                for object_ in objects:
                    if subject.name != object_.name:
                        yield Frame(noun, trigger.effect, subject, object_, 0.78 - 0.06 * steps, "light verb")


def _prepositional(verb: Token, prepositions: frozenset[str], arguments: Arguments) -> list[Argument]:
    """ "plays a role *in Y*" where the parse hangs the phrase on the verb."""
    phrases = (c for c in verb.children if c.dep_ == "prep" and c.lower_ in prepositions)
    return [a for phrase in phrases for token in _pobj(phrase) for a in arguments.of(token)]


def _causative(verb: Token, arguments: Arguments) -> Iterator[Frame]:
    """ "X prompts macrophages to release Y": X raises what the macrophages do to Y."""
    for inner in verb.children:
        if not _is_verb(inner) or not (inner.dep_ in ("xcomp", "ccomp") or _is_controlled(inner)):
            continue
        trigger = triggers("V").get(inner.lemma_.lower())
        if trigger is None or is_passive(verb):
            continue
        bridge = bridges().get(
            {
                "release": "release",
                "secrete": "secretion",
                "produce": "production",
                "express": "expression",
            }.get(trigger.lemma, "")
        )
        if bridge is None and trigger.effect not in SIGN:
            continue
        sign = 1 if bridge else SIGN[trigger.effect]
        for token, steps in surface_subjects(verb):
            for subject in arguments.of(token):
                for object_ in _direct_objects(inner, arguments):
                    if subject.name != object_.name:
                        caused = replace(
                            object_,
                            aspect=object_.aspect or (bridge.aspect if bridge else None),
                            sign=object_.sign * sign,
                            steps=object_.steps + 1,
                        )
                        yield Frame(verb, "up", subject, caused, 0.85 - 0.06 * steps, "causative")
