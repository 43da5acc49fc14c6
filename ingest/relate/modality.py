"""Is what a sentence says denied, only supposed, or merely an aim?

Scope follows the parse: a cue counts for a trigger that it governs ("we *hypothesised* that X inhibits Y"), or
that it modifies ("X *may* inhibit Y", "X did *not* inhibit Y"), not for the whole sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.relate.lexis import FINDING, SIGN, triggers
from ingest.relate.tree import Token

_MODALS = frozenset({"may", "might", "could", "would"})
_HEDGE_ADVERBS = frozenset(
    "possibly probably potentially likely perhaps presumably putatively apparently seemingly reportedly "
    "conceivably".split()
)
_HEDGE_ADJECTIVES = frozenset(
    "potential possible putative likely presumed hypothetical candidate promising suspected plausible supposed".split()
)
_DENYING_ADVERBS = frozenset({"never", "hardly", "barely", "scarcely", "rarely", "seldom", "neither"})
_UNCERTAIN = frozenset({"possible", "likely", "plausible", "conceivable", "uncertain", "probable"})
_IMPROBABLE = frozenset({"unlikely", "improbable", "impossible", "inconceivable", "doubtful"})
_HEDGE_VERBS = frozenset(
    "suggest hypothesize hypothesise propose speculate appear seem believe think suppose assume postulate suspect "
    "predict imply expect presume consider hope conceive theorize theorise claim".split()
)
_HEDGE_NOUNS = frozenset(
    "hypothesis possibility potential likelihood suggestion speculation promise idea notion assumption proposal "
    "conjecture belief".split()
)
_EVIDENCE = frozenset("evidence indication proof sign".split())
#: "*little* effect on", "*scant* evidence that"
_HARDLY_ANY = frozenset("little scant minimal negligible".split())
_OUTCOMES = frozenset("effect influence impact".split())
#: what could be detected was detected
_PERCEIVED = FINDING | frozenset("demonstrate identify measure show".split())
#: "no doubt that X inhibits Y" denies the doubt
_DOUBTS = frozenset({"doubt", "dispute"})
_REFUSING = _DOUBTS | frozenset("deny refute disprove debunk".split())
#: what is said to be so is not: "it is a *myth* that X inhibits Y"
_REJECTED = frozenset("wrong mistaken false incorrect untrue misleading myth misconception fallacy".split())
_VIEWS = frozenset("idea notion view belief claim theory assumption suggestion hypothesis".split())
#: "there is *no guarantee* that X treats Y" denies nothing
_ASSURANCES = frozenset("assurance guarantee certainty".split())
_LONGING = frozenset("hope hopes hoped hoping wish aspire".split())
#: what is not excluded is possible
_EXCLUDING = frozenset({"exclude", "rule", "dismiss"})
_INCAPABLE = frozenset("incapable ineffective inefficient unsuccessful".split())
_UNKNOWN = frozenset(
    "unknown unclear uncertain controversial elusive undetermined unresolved unexplored obscure conflicting".split()
)
_KNOWN = frozenset({"known", "clear", "certain", "established", "understood"})
_ASKED = frozenset({"which", "what", "who"})
_SEARCHING = frozenset({"look", "search", "screen"})
#: "X may *act* by inhibiting Y": what is said of the verb is said of the way
_ACTING = frozenset("act work function operate".split())
#: "the *ability* to inhibit", of which a verb says whether it is there
_HAD = _EVIDENCE | frozenset("ability capacity capability potency power".split())
#: effects that bring about what their object names; others take it for granted: "did not alter the inhibition of"
_CREATING = frozenset({"induce", "cause", "contribute", "gain"})
_NOTABLE = frozenset({"significant", "apparent", "evident", "detectable", "observed", "seen", "present"})
#: what is denied of these is how, not whether: "does not *constitutively* express", "was not *as* effective"
_HOW = frozenset("constitutively constitutive optimally fully completely entirely as".split())
_ABSENT = frozenset({"absent", "undetectable"})
_FAILING = frozenset("fail lack cease refuse decline".split())
_AIM_VERBS = frozenset(
    "investigate evaluate assess examine determine explore study test aim ask analyze analyse compare elucidate "
    "address seek intend wonder characterize characterise measure review discuss clarify monitor estimate design "
    "plan describe question try attempt want".split()
)
_AIM_NOUNS = frozenset(
    "aim objective purpose goal question hypothesis investigation evaluation assessment study".split()
)
_DENYING_NOUNS = frozenset("lack absence failure inability".split())
_DENYING_PREPOSITIONS = frozenset({"without", "despite"})
_UP = frozenset(
    {
        "xcomp",
        "ccomp",
        "advcl",
        "pcomp",
        "acl",
        "conj",
        "relcl",
        "dobj",
        "pobj",
        "prep",
        "attr",
        "nsubjpass",
        "nsubj",
        "appos",
        "acomp",
        "oprd",
    }
)


@dataclass(frozen=True, slots=True)
class Modality:
    """How a trigger's clause is meant. An ``aim`` says nothing of the world."""

    negated: bool = False
    hedged: bool = False
    aim: bool = False


def modality(trigger: Token) -> Modality:
    """How the clause or phrase of this trigger is meant."""
    negated = (
        _negated_here(trigger) or _is_absent(trigger) or _is_unseen(trigger) or _is_hardly_done(trigger)
    ) and trigger.lemma_.lower() not in (
        "respond",
        "benefit",
    )
    hedged = _hedged_here(trigger)
    aim = False
    below = trigger
    for governor, relation in _governors(trigger):
        lemma = governor.lemma_.lower()
        if _takes_for_granted(trigger, governor, relation):
            break
        excluded = lemma in _EXCLUDING and _is_object(relation, below, governor, trigger)
        if excluded:
            hedged |= _negated_here(governor)
            negated ^= not _negated_here(governor)
        if relation == "conj":
            negated |= _joined_by_nor(governor, below)
            if not _has_own_auxiliary(below):
                hedged |= _hedged_here(governor)
                negated |= _shared_negation(governor, below)
        elif relation == "ccomp" and (below.i < governor.i or excluded):
            pass  # "X inhibits Y, we found": nothing said after the clause denies it
        elif relation in ("xcomp", "ccomp", "acl", "oprd", "acomp"):
            negated ^= lemma in _FAILING or (lemma in ("able",) and _negated_here(governor))
            negated ^= (
                _negated_here(governor) and lemma not in _AIM_VERBS | _DOUBTS and not _asks(governor, below)
            )
            negated ^= relation == "ccomp" and _has_no_subject(governor) and lemma not in _REFUSING
            aim |= _is_rejected(governor, below)
            aim |= relation == "xcomp" and bool({lemma, governor.lower_} & _LONGING)
            aim |= relation == "ccomp" and _asks(governor, below)
            judged = {lemma, *_said_of(governor)}
            if relation == "ccomp" and lemma == "be":  # "our hypothesis is that …"
                hedged |= any(
                    c.dep_ == "nsubj" and c.lemma_.lower() in _HEDGE_NOUNS for c in governor.children
                )
            if relation == "ccomp" or governor.pos_ == "ADJ":
                hedged |= bool(judged & (_UNCERTAIN | _IMPROBABLE))
                negated ^= bool(judged & _IMPROBABLE)
            hedged |= lemma in _HEDGE_VERBS or _hedged_here(governor)
            hedged |= lemma in _HEDGE_NOUNS
            aim |= lemma in _AIM_VERBS and not _reports(governor, below)
            aim |= lemma in _AIM_NOUNS and lemma != "hypothesis"
            negated ^= lemma in ("unable", "inability", "failure")
        elif relation in ("dobj", "nsubjpass", "pobj", "attr"):
            aim |= governor.pos_ == "VERB" and lemma in _AIM_VERBS
            if relation == "dobj" and (trigger.pos_ == "NOUN" or below.lemma_.lower() in _HAD):
                negated ^= _negated_here(governor) and not excluded
                hedged |= _hedged_here(governor)
                negated ^= lemma in _FAILING or (lemma == "lose" and below.lemma_.lower() in _HAD)
            hedged |= relation == "dobj" and lemma in _HEDGE_VERBS
            aim |= relation == "nsubjpass" and lemma in ("understand", "know") and _is_little_known(governor)
            if relation == "attr":
                hedged |= _hedged_here(governor)
                negated ^= _negated_here(governor)
            negated ^= governor.pos_ == "ADP" and governor.lower_ in _DENYING_PREPOSITIONS
        elif relation == "pcomp":
            negated ^= governor.lower_ in _DENYING_PREPOSITIONS
        elif relation == "advcl":
            aim |= lemma in _AIM_VERBS and any(c.lower_ in ("whether", "if") for c in below.children)
            aim |= _asks(governor, below)
            aim |= lemma == "set" and any(c.dep_ == "prt" and c.lower_ == "out" for c in governor.children)
            if below.tag_ == "VBG" or not _has_own_auxiliary(below):
                hedged |= _hedged_here(governor)
        elif relation == "prep":
            aim |= below.lower_ in ("as", "for") and lemma in _AIM_VERBS
            aim |= below.lower_ == "for" and lemma in _SEARCHING
            aim |= below.lower_ in ("about", "of", "on") and lemma == "know" and _is_little_known(governor)
            negated ^= lemma in _EVIDENCE and _negated_here(governor)
            negated ^= bool({lemma, *_said_of(governor)} & _INCAPABLE) and _holds_gerund(below)
            if below.lower_ in ("by", "through", "via") and _holds_gerund(below):
                hedged |= _hedged_here(governor)
                negated ^= _negated_here(governor) and lemma in _ACTING
            if below.lower_ in ("due", "owing") or (below.lower_ in ("as", "for") and trigger.pos_ == "NOUN"):
                hedged |= _hedged_here(governor)
                negated ^= _negated_here(governor)
            negated ^= lemma in _DENYING_NOUNS and trigger.pos_ == "NOUN"
            aim |= governor.pos_ == "NOUN" and lemma in _AIM_NOUNS
        below = governor
    if trigger.dep_ == "nsubj" and trigger.head.lemma_ in ("be", "remain"):
        found = any(c.lower_ in _NOTABLE for c in trigger.head.children if c.dep_ in ("acomp", "attr"))
        negated ^= (found and _negated_here(trigger.head)) or _is_absent(trigger.head)
        hedged |= any(c.dep_ in ("acomp", "attr") and c.lower_ in _UNCERTAIN for c in trigger.head.children)
        negated ^= any(c.dep_ == "acomp" and c.lower_ in _IMPROBABLE for c in trigger.head.children)
        aim |= any(
            c.dep_ in ("acomp", "attr", "oprd") and c.lower_ in _UNKNOWN for c in trigger.head.children
        )
    aim |= negated and _is_denied_in_part(trigger)
    aim |= any(c.lower_ in ("whether", "how") and c.dep_ in ("mark", "advmod") for c in trigger.children)
    return Modality(negated, hedged, aim)


def _is_denied_in_part(word: Token) -> bool:
    """Whether the denial holds for how something is done alone, which says nothing of whether it is.

    So with "did not *mediate* the release induced by Y", and "to a point *where* X no longer inhibits Y".
    """
    said = {c.lower_ for c in word.children if c.dep_ == "advmod"}
    if said & _HOW or "where" in said:
        return True
    induced = (g for c in word.children if c.dep_ == "dobj" for g in c.subtree if g.dep_ == "acl")
    return word.lemma_ == "mediate" and any(g.tag_ == "VBN" for g in induced)


def _is_object(relation: str, below: Token, governor: Token, trigger: Token) -> bool:
    """Whether the verb is said of the trigger: "*excluded* that …", "… as a cause", "an effect was *excluded*"."""
    if relation in ("dobj", "nsubjpass"):
        return below is trigger and trigger.pos_ == "NOUN"
    return (relation == "ccomp" and below.i > governor.i) or (relation == "prep" and below.lower_ == "as")


def _governors(token: Token) -> Iterator[tuple[Token, str]]:
    """Words above the trigger with the relation that leads up to each, as far as scope reaches."""
    below = token
    whole = any(c.dep_ in ("mark", "nsubj", "nsubjpass") for c in token.children)
    if token.dep_ == "acl" and token.tag_ in ("VBN", "VBG") and not whole:
        return  # "the response mediated by X" takes it for granted, whatever is said of the response
    for _ in range(8):
        if below.head.i == below.i or below.dep_ not in _UP:
            return
        relation = below.dep_
        if relation in ("nsubj", "relcl", "appos"):
            return
        yield below.head, relation
        below = below.head
        if relation in ("nsubjpass",):
            return


def _takes_for_granted(trigger: Token, governor: Token, relation: str) -> bool:
    """ "Did not *alter* the inhibition of X by Y": what is said of the verb is not said of its object.

    So with "no *effect* on the inhibition of X by Y".
    """
    if relation == "dobj" and governor.pos_ == "VERB":
        changing = triggers("V").get(governor.lemma_.lower())
    elif relation == "prep" and governor.pos_ == "NOUN" and any(c.lower_ == "by" for c in trigger.children):
        changing = triggers("N").get(governor.lemma_.lower())
    else:
        return False
    return changing is not None and changing.effect in {"affect", *SIGN} - _CREATING


def _reports(governor: Token, clause: Token) -> bool:
    """ "We *determined* that …": what was found, not what was looked for."""
    marks = {c.lower_ for c in clause.children if c.dep_ == "mark"}
    return "that" in marks and not any(c.lower_ == "to" for c in governor.children)


def _said_of(governor: Token) -> list[str]:
    return [c.lower_ for c in governor.children if c.dep_ in ("acomp", "attr", "oprd")]


def _is_rejected(governor: Token, clause: Token) -> bool:
    """ "It is *wrong* to say that …", "the *idea* that … was *wrong*", "critics *doubt* that …"."""
    lemma = governor.lemma_.lower()
    if lemma in _ASSURANCES:
        return _negated_here(governor)
    if lemma in _REFUSING and clause.dep_ == "ccomp":
        return not _negated_here(governor) and not _has_no_subject(governor)
    if lemma in _VIEWS and governor.dep_ in ("nsubj", "nsubjpass"):
        above = governor.head
        refused = governor.dep_ == "nsubjpass" and above.lemma_.lower() in _REFUSING | {"reject"}
        return bool(_REJECTED & set(_said_of(above))) or (refused and not _negated_here(above))
    return lemma in _REJECTED or bool(_REJECTED & set(_said_of(governor)))


def _asks(governor: Token, clause: Token) -> bool:
    """ "It is *not clear* if …", "it is *unknown* whether …", "it is *unknown* which X …"."""
    asked = any(c.lower_ in ("whether", "if") and c.dep_ == "mark" for c in clause.children)
    if not asked and clause.left_edge.lower_ not in _ASKED:
        return False
    judged = {governor.lower_, *_said_of(governor)}
    return bool(judged & _UNKNOWN) or (bool(judged & _KNOWN) and _negated_here(governor))


def _is_little_known(verb: Token) -> bool:
    """ "*Little* is known about", "is *poorly* understood"."""
    said = {c.lower_ for c in verb.children}
    return bool(said & {"little", "nothing", "poorly", "incompletely"}) or _negated_here(verb)


def _holds_gerund(preposition: Token) -> bool:
    return any(c.dep_ == "pcomp" for c in preposition.children)


def _negated_here(token: Token) -> bool:
    for child in token.children:
        if (
            child.dep_ in ("amod", "det")
            and child.lower_ in _HARDLY_ANY
            and token.lemma_ in _EVIDENCE | _OUTCOMES
        ):
            return True
        if child.dep_ == "neg" and child.i < token.i + 3:
            return True
        if (
            child.dep_ in ("det", "preconj", "cc")
            and child.lower_ in ("no", "neither", "nor")
            and child.i < token.i
        ):
            return True
        if child.dep_ == "advmod" and child.lower_ in _DENYING_ADVERBS:
            return True
        if child.lower_ == "longer" and any(c.lower_ in ("no", "not") for c in child.children):
            return True
    return False


def _is_absent(verb: Token) -> bool:
    """ "X was *undetectable* in Y"."""
    return any(c.dep_ == "acomp" and c.lower_ in _ABSENT for c in verb.children)


def _is_hardly_done(verb: Token) -> bool:
    """ "Did *little to* slow X", "did *nothing to* ease X"."""
    doing = verb.head if verb.head.lemma_ == "do" else verb.head.head
    if doing.lemma_ != "do" or not any(c.lower_ == "to" for c in verb.children):
        return False
    return any(
        c.dep_ == "dobj" and c.lower_ in ("little", "nothing") and c.i < verb.i for c in doing.children
    )


def _is_unseen(participle: Token) -> bool:
    """ "An X-*induced* increase could not be detected"."""
    noun = participle.head
    verb = noun.head
    return (
        (participle.dep_, participle.tag_, noun.dep_) == ("amod", "VBN", "nsubjpass")
        and verb.lemma_.lower() in _PERCEIVED
        and any(c.dep_ == "neg" for c in verb.children)
    )


def _has_no_subject(token: Token) -> bool:
    """ "No evidence indicated that …", "none of the studies showed that …"."""
    subjects = (c for c in token.children if c.dep_ in ("nsubj", "nsubjpass"))
    return any(
        s.lower_ in ("none", "nothing", "nobody") or any(c.lower_ == "no" for c in s.children)
        for s in subjects
    )


def _joiner(first: Token, second: Token) -> str:
    """The conjunction between two verbs, the last one before the second."""
    between = [c.lower_ for c in first.children if c.dep_ == "cc" and first.i < c.i < second.i]
    return between[-1] if between else ""


def _joined_by_nor(first: Token, second: Token) -> bool:
    """ "Neither binds *nor* inhibits"."""
    return _joiner(first, second) == "nor" and not _negated_here(second)


def _shared_negation(first: Token, second: Token) -> bool:
    """ "did not bind or inhibit": the negation before both counts for both."""
    return any(c.dep_ == "neg" for c in first.children) and _joiner(first, second) == "or"


def _hedged_here(token: Token) -> bool:
    for child in token.children:
        word = child.lower_
        if word == "could" and (
            token.lemma_.lower() in _PERCEIVED
            or any(c.dep_ == "neg" or c.lower_ == "we" for c in token.children)
        ):
            continue  # "could not": was unable to; "we could": were able to
        if child.dep_ in ("aux", "auxpass") and word in _MODALS:
            return True
        if child.dep_ == "advmod" and word in _HEDGE_ADVERBS:
            return True
        if child.dep_ == "amod" and word in _HEDGE_ADJECTIVES:
            return True
        if child.dep_ == "mark" and word in ("if", "whether"):
            return True
    return False


def _has_own_auxiliary(token: Token) -> bool:
    return any(c.dep_ in ("aux", "auxpass", "nsubj", "nsubjpass") for c in token.children)
