"""How did those fare who got something, and whom did it help?

"Patients given X had fewer relapses of Y", "those on X were less likely to develop Y", "women with Y who took X lived
longer", "X helped people with Y", "X did no better than placebo in Y", "X did nothing for Y".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from ingest.mention import AGENTS
from ingest.relate.amounts import against_other, more_or_less
from ingest.relate.arguments import Argument, Arguments
from ingest.relate.compose import CELLS, CONDITIONS, is_condition
from ingest.relate.frames import Frame, paired
from ingest.relate.lexis import PEOPLE
from ingest.relate.modality import modality
from ingest.relate.syntax import follows, is_denied, is_passive, prepositional_objects, surface_subjects
from ingest.relate.tree import Token
from kg.vocabulary import Aspect

#: how far such a claim is trusted, 0-1
_TRUST = 0.84
_THOSE = PEOPLE | frozenset("those volunteer infant toddler baby girl boy worker".split())
#: what is said of those who got something: "who *took* X", "*treated* with X"
_GETTING = frozenset("take receive get use".split())
_GIVEN = frozenset({"give", "offer"})
_ENDED = frozenset("stopped stop quit ceased avoided".split())
_TREATED = frozenset("treat vaccinate immunise immunize inject infuse".split())
#: what happens to those who are "less likely to *develop* Y"
_BEFALLING = frozenset("develop get have suffer contract catch experience acquire".split())
_ADMITTING = frozenset("hospitalise hospitalize diagnose infect affect admit".split())
_LIVING = frozenset({"live", "survive"})
_LIVING_WHERE = ("of", "in", "for", "among")
_EXTENDING = frozenset("prolong extend lengthen improve double increase".split())
_LIVES = frozenset({"survival", "life"})
_USERS = frozenset({"user", "recipient"})
#: what it takes to be no better than something that does nothing
_FARING = frozenset("do fare perform be work".split())
_IDLE = frozenset({"placebo", "sham", "dummy"})
_GIVING = frozenset("offer give bring provide have show".split())
_GAINS = frozenset("benefit advantage improvement".split())
_WHERE = ("in", "for", "against", "to", "among")


def outcome_frames(verb: Token, arguments: Arguments) -> Iterator[Frame]:
    """What the verb tells of those who got something, or of what they got."""
    lemma = verb.lemma_.lower()
    if lemma in _LIVING:
        yield from _living_frames(verb, arguments)
    elif lemma in _EXTENDING and not is_passive(verb):
        yield from _extending_frames(verb, arguments)
    elif lemma == "be":
        yield from _likely_frames(verb, arguments)
    elif lemma == "help" and not is_passive(verb):
        yield from _helping_frames(verb, arguments)
    elif lemma == "keep" and not is_passive(verb):
        yield from _sparing_frames(verb, arguments)
    if lemma in _FARING | _GIVING:
        yield from _futile_frames(verb, arguments)


def received(token: Token, arguments: Arguments) -> list[Argument]:
    """What those got whom the word names: "patients *given X*", "those *on X*", "children who *received X*"."""
    if token.lemma_.lower() in _USERS:
        return [a for a in arguments.complements(token, frozenset({"of"})) if _is_agent(a, arguments)]
    if token.lemma_.lower() not in _THOSE:
        return []
    on = prepositional_objects(token, ("on",))
    got = [noun for noun in on if not follows(noun.head, "not")]
    nouns = (token, *prepositional_objects(token, ("with", "of")))  # a clause may hang on what they have
    clauses = (c for noun in nouns for c in noun.children if c.dep_ in ("acl", "relcl"))
    got += [noun for clause in clauses for noun in _gotten(clause)]
    return [a for noun in got for a in arguments.of(noun) if _is_agent(a, arguments)]


def _gotten(clause: Token) -> list[Token]:
    """What a clause behind a noun says that those have got; nothing if they have not."""
    lemma, passive = clause.lemma_.lower(), clause.tag_ == "VBN" and is_passive(clause)
    ended = any(c.dep_ == "aux" and c.lower_ in _ENDED for c in clause.children)
    if ended or modality(clause).negated or is_denied(clause):
        return []
    if (passive and lemma in _GIVEN) or (not passive and lemma in _GETTING):
        return [c for c in clause.children if c.dep_ in ("dobj", "pobj") and c.i > clause.i]
    return prepositional_objects(clause, ("with",)) if passive and lemma in _TREATED else []


def _is_agent(argument: Argument, arguments: Arguments) -> bool:
    category = arguments.by_index[argument.name].category
    return category in AGENTS | CELLS and argument.aspect is None and not argument.effect


def _suffered(token: Token, arguments: Arguments) -> list[Argument]:
    """The condition of those whom the word names."""
    if token.lemma_.lower() not in _THOSE:
        return []
    found = (a for noun in prepositional_objects(token, ("with",)) for a in arguments.of(noun))
    return [a for a in found if is_condition(a, arguments)]


def _trusted(found: list[Argument]) -> list[tuple[Argument, float]]:
    return [(a, _TRUST) for a in found]


def _acting(verb: Token, arguments: Arguments) -> list[tuple[Argument, float]]:
    """What the subject of the verb stands for."""
    return _trusted([a for token, _ in surface_subjects(verb) for a in arguments.of(token)])


def _living_frames(verb: Token, arguments: Arguments) -> Iterator[Frame]:
    """ "Women with Y who took X *lived longer*"."""
    if any(c.lower_ == "longer" for c in verb.children):
        for those, _ in surface_subjects(verb):
            subjects = _trusted(received(those, arguments))
            yield from paired(verb, "treat", subjects, _suffered(those, arguments), "outcome")


def _extending_frames(verb: Token, arguments: Arguments) -> Iterator[Frame]:
    """ "X *prolonged the survival* of patients with Y", "X *extended the lives* of people with Y"."""
    for life in (c for c in verb.children if c.dep_ == "dobj" and c.lemma_.lower() in _LIVES):
        people = prepositional_objects(life, _LIVING_WHERE) or prepositional_objects(verb, _LIVING_WHERE)
        objects = [a for those in people for a in _suffered(those, arguments)]
        given = [(a, trust) for a, trust in _acting(verb, arguments) if _is_agent(a, arguments)]
        yield from paired(verb, "treat", given, objects, "outcome")


def _likely_frames(verb: Token, arguments: Arguments) -> Iterator[Frame]:
    """ "Those on X *were less likely to develop* Y": X lowers the risk of Y."""
    for likely in (c for c in verb.children if c.lower_ == "likely"):
        if against_other(verb, arguments.heads):
            continue
        sign = more_or_less(likely)
        for event in (c for c in likely.children if c.dep_ == "xcomp" and sign):
            if sign > 0 and event.lemma_ == "have":
                continue  # what they had may have been there before
            subjects = [a for those, _ in surface_subjects(verb) for a in received(those, arguments)]
            objects = [
                replace(a, aspect=Aspect.RISK)
                for noun in _befalling(event)
                for a in arguments.of(noun)
                if a.aspect is None and arguments.by_index[a.name].category in CONDITIONS
            ]
            effect = "increase" if sign > 0 else "decrease"
            yield from paired(likely, effect, _trusted(subjects), objects, "outcome")


def _befalling(event: Token) -> list[Token]:
    """What befalls those: "likely to *develop Y*", "to *die of Y*", "to be *hospitalised with Y*"."""
    lemma = event.lemma_.lower()
    if is_passive(event):
        return prepositional_objects(event, ("with", "for", "by")) if lemma in _ADMITTING else []
    if lemma in _BEFALLING:
        return [c for c in event.children if c.dep_ == "dobj"]
    return prepositional_objects(event, ("of", "from")) if lemma == "die" else []


def _sparing_frames(verb: Token, arguments: Arguments) -> Iterator[Frame]:
    """ "X *kept* children *free of* Y"."""
    free = (t for t in verb.subtree if t.lower_ == "free" and t.i > verb.i)
    objects = [
        a for t in free for noun in prepositional_objects(t, ("of", "from")) for a in arguments.of(noun)
    ]
    ill = [a for a in objects if is_condition(a, arguments)]
    yield from paired(verb, "prevent", _acting(verb, arguments) if ill else (), ill, "outcome")


def _helping_frames(verb: Token, arguments: Arguments) -> Iterator[Frame]:
    """ "X *helped* people with Y", "X *helps* people with Y breathe"."""
    helped = [c for c in verb.children if c.dep_ == "dobj"]
    helped += [g for c in verb.children if c.dep_ == "ccomp" for g in c.children if g.dep_ == "nsubj"]
    objects = [a for noun in helped for a in _suffered(noun, arguments)]
    yield from paired(verb, "treat", _acting(verb, arguments), objects, "outcome")


def _futile_frames(verb: Token, arguments: Arguments) -> Iterator[Frame]:
    """ "X did *no better than placebo* in Y", "X did *nothing for* Y", "X offered *no benefit* in Y"."""
    word = _futile(verb)
    if word is None:
        return
    those = [token for token, _ in surface_subjects(verb)]
    given = list(chain.from_iterable(arguments.of(t) or received(t, arguments) for t in those))
    where = [*prepositional_objects(verb, _WHERE), *prepositional_objects(word, _WHERE)]
    objects = [a for noun in where for a in arguments.of_condition(noun)]
    objects = objects or [a for t in those for a in _suffered(t, arguments)]
    subjects = [replace(a, negated=True) for a in given if _is_agent(a, arguments)]
    yield from paired(verb, "treat", _trusted(subjects), objects, "outcome")


def _futile(verb: Token) -> Token | None:
    """The word that says that nothing came of it."""
    lemma = verb.lemma_.lower()
    for word in verb.children:
        if word.lower_ in ("better", "superior") and lemma in _FARING:
            worse = any(c.lower_ in ("no", "not") for c in (*word.children, *verb.children) if c.i < word.i)
            than = (t for c in word.children if c.lower_ in ("than", "to") for t in c.subtree)
            if worse and any(t.lower_ in _IDLE for t in than):
                return word
        if word.dep_ == "dobj" and word.lower_ == "nothing" and lemma == "do":
            return word
        if word.dep_ == "dobj" and word.lemma_ in _GAINS and lemma in _GIVING:
            compared = any(c.lower_ in ("over", "than", "compared") for c in word.children)
            if any(c.lower_ == "no" for c in word.children) and not compared:
                return word
    return None
