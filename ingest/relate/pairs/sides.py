"""Which side of the object does a claim of the classifier mean: how much there is of it, what it does, where it is?

The noun or verb that governs the object says so, "the *release* of IL-6", not one further off.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ingest.relate.lexis import SIGN, bridges, triggers
from ingest.relate.making import BECOMING
from ingest.relate.pairs.seen import Seen
from ingest.relate.tree import Parse, Token
from kg.vocabulary import Aspect

#: what a cell does to a molecule, and the side of this that somebody who makes it do so acts on
_MAKING = {
    **dict.fromkeys(("produce", "synthesize", "synthesise", "generate"), Aspect.SYNTHESIS),
    **dict.fromkeys(("secrete", "release"), Aspect.SECRETION),
    **dict.fromkeys(("express", "transcribe"), Aspect.EXPRESSION),
}
_OBJECTS = frozenset({"dobj", "nsubjpass"})
#: how a participle hangs on the noun of which it tells: "cells *expressing* X"
_TELLING = frozenset({"acl", "relcl", "amod"})
#: "genes *for* X"
_CODING = frozenset({"gene", "mrna", "transcript", "message"})
#: behind a name: what it does is meant, "*X-mediated* transmission", "the X *promoter*"
_DOING = frozenset("mediated dependent driven induced responsive regulated promoter enhancer".split())
_BINDING = "bind"
_JOINING = frozenset({"and", "or", ",", "/", "(", ")"})
_MOLECULES = frozenset({"gene", "chemical"})
#: of these a name in front is but a part
_COMPLEXES = frozenset({"complex", "dimer", "heterodimer", "homodimer"})

_OF_CELLS = frozenset(
    {Aspect.DIFFERENTIATION, Aspect.PROLIFERATION, Aspect.MIGRATION, Aspect.SURVIVAL, Aspect.INFILTRATION}
)
_OF_MOLECULES = frozenset({Aspect.SYNTHESIS, Aspect.EXPRESSION, Aspect.SECRETION, Aspect.PHOSPHORYLATION})
#: what is said of something else, where a name of the group stands behind the word: the "growth response to IL-2"
_UNFIT: Mapping[str, frozenset[Aspect]] = {
    "gene": _OF_CELLS | {Aspect.GROWTH, Aspect.RESPONSE, Aspect.RISK, Aspect.SEVERITY},
    "chemical": _OF_CELLS | {Aspect.RESPONSE},
    "cell": _OF_MOLECULES | {Aspect.RESPONSE},
    "process": _OF_CELLS | _OF_MOLECULES | {Aspect.GROWTH, Aspect.ABUNDANCE, Aspect.RESPONSE},
}

#: what the text has at a word of the parse
Word = Callable[[int], str]


def aspect_of(words: Parse, seen: Seen, way: Sequence[int], word: Word) -> Aspect | None:
    """The side of the object that is meant; ``way`` leads from the subject to it along the parse."""
    found = (
        _behind(words, seen, way[-1], word)
        or _governing(words, seen, way, word)
        or _behind(words, seen, way[-1], word, joined=True)
    )
    return None if found in _UNFIT.get(seen.groups[way[-1]], ()) else found


def _governing(words: Parse, seen: Seen, way: Sequence[int], word: Word) -> Aspect | None:
    below = object_ = way[-1]
    for place in reversed(way[:-1]):
        joint, under, below = _is_joint(words, seen, place, below), below, place
        if joint:
            continue
        if seen.groups[object_] == "cell" and words[place].lower_ in BECOMING:
            return Aspect.DIFFERENTIATION
        if words[place].lower_ == "for" and words[place - 1].lemma_.lower() in _CODING:
            return Aspect.EXPRESSION
        if seen.dependencies[under] in _OBJECTS and seen.dependencies[place] not in _TELLING:
            made = _MAKING.get(words[place].lemma_.lower())
            if made:
                return made
        bridge = bridges().get(word(place))
        if bridge is None or bridge.sign < 0 or words[place].head.lemma_.lower() == "factor":
            return None
        if bridge.aspect:
            # "at the level of" says nothing
            return None if words[place].head.lower_ == "at" else bridge.aspect
    return None


def _behind(words: Parse, seen: Seen, place: int, word: Word, joined: bool = False) -> Aspect | None:
    """What the nouns behind a name say of it, "X DNA *binding*"; if ``joined``, of a list, "X and Y *levels*"."""
    nouns: list[str] = []
    after = words[place + 1 : place + 7]
    for token, following in zip(after, [*after[1:], None], strict=False):
        if seen.groups[token.i] == "process" and (nouns or token.i == place + 1):
            nouns.append(word(token.i))  # "X *DNA binding* activity"
        elif seen.groups[token.i]:
            if not joined or nouns or not {seen.groups[token.i], seen.groups[place]} <= _MOLECULES:
                return None
        elif token.lower_ in _JOINING and not nouns:
            if not joined or (token.text == "," and following is not None and following.lower_ == "and"):
                return None
            if following is None or not (seen.groups[following.i] or following.lower_ in _JOINING):
                return None
        elif token.text == "-" and nouns:
            continue
        elif token.tag_.startswith("NN") or token.lower_ == "binding":
            nouns.append(token.lemma_.lower() if token.lower_ != "binding" else "binding")
        else:
            break
    return _said_by(nouns)


def _said_by(nouns: Sequence[str]) -> Aspect | None:
    """The side that nouns in a row name, if the last one names any: "mRNA *level*", not "transcription *factor*"."""
    told = [(bridges().get(noun), triggers("N").get(noun)) for noun in nouns]
    if not told or not any(told[-1]):
        return None
    for noun, (bridge, trigger) in zip(nouns, told, strict=True):
        acting = trigger is not None and trigger.effect in ("up", "down", _BINDING)
        if noun in _COMPLEXES or (acting and noun.endswith(("ion", "ing"))):
            return Aspect.ACTIVITY
        if bridge and bridge.aspect:
            return bridge.aspect if bridge.sign > 0 else None
    return None


def effect_on(words: Parse, seen: Seen, way: Sequence[int], sign: int, cue: int) -> str:
    """What is done to the object: the effect of the trigger nearest to it, else that of the cue.

    "Overexpression of X *stimulated* Y": it does more; of "X induced the *activation* of Y" there is no more of Y.
    ``sign`` is that of the claim, 0 for none; above the object's own phrase only such triggers count.
    """
    after = next((t.lower_ for t in words[way[-1] + 1 : way[-1] + 3] if t.text != "-"), "")
    if after in _DOING:
        return "up"
    inside = True
    for place, above in zip(reversed(way), reversed(way[:-1]), strict=False):
        inside = inside and seen.heads[place] == above and not _is_clause(words[above])
        effect = seen.effects[above]
        if effect == _BINDING and inside:
            return effect
        if SIGN.get(effect) == sign or (inside and SIGN.get(effect, -1) >= 0):
            return effect
    return seen.effects[cue]


def _is_clause(word: Token) -> bool:
    return word.tag_.startswith("VB") and word.dep_ != "amod"


def _is_joint(words: Parse, seen: Seen, place: int, below: int) -> bool:
    """Whether a word but joins the noun above it to what hangs below: "*of*", "*such as*", the first of a list."""
    if seen.heads[below] == place and seen.dependencies[below] in ("conj", "appos"):
        return True
    if seen.groups[place] and seen.groups[place] == seen.groups[below]:
        return seen.dependencies[below] in ("compound", "nmod")
    return seen.dependencies[place] == "prep" and (
        words[place].lower_ in ("of", "including")
        or (words[place].lower_ == "as" and place > 0 and words[place - 1].lower_ == "such")
    )
