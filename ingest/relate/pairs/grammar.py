"""What does the parse of a sentence settle of a pair, whatever the classifier thinks of it?

Who acts on whom where the words leave no choice, and which claims the sentence cannot make of the two: a name that is
only a condition, a comparison, or the cell that was treated acts on nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from ingest.relate.lexis import SIGN, bridges
from ingest.relate.pairs.opinion import Claimed
from ingest.relate.pairs.seen import Pair, Seen
from ingest.relate.syntax import SUBJECTS, follows, is_passive, is_verb
from ingest.relate.tree import Parse, Token

#: "X-*induced* Y", "Y *induced* by X"
_RAISING = frozenset("induced triggered stimulated elicited evoked activated driven provoked".split())
_DRIVING = _RAISING | {"mediated", "dependent"}
_EXERTED = frozenset({"effect", "action", "influence", "impact"})
_TREATMENTS = frozenset("treatment cotreatment pretreatment incubation culture exposure".split())
_ACTING = frozenset({"gene", "chemical", "cell"})
_STICKING = frozenset("adhesion adherence attachment binding".split())
_DOERS = frozenset("inducer activator stimulator inhibitor suppressor repressor regulator mediator".split())
_WHEN = frozenset({"after", "before", "following", "since", "until"})
_HOLDING = frozenset({"contain", "comprise", "carry"})
_UNCHANGED = frozenset("unchanged unaffected unaltered constant stable".split())
_PARTLY = frozenset({"partly", "partially"})
_COMPARING = frozenset({"relative", "compare", "compared", "comparison", "comparable"})
_FAMILY = frozenset("subunit family protein member factor site".split())
#: what stops the process that is named before it: "cell cycle *exit*"
_STOPPING = frozenset("exit arrest withdrawal cessation".split())
#: what an organ does with a molecule that is not therefore in it: "hepatic glucose *output*"
_DOINGS = frozenset(
    "output production synthesis secretion release uptake clearance metabolism receptor".split()
)


@dataclass(frozen=True)
class Way:
    """A pair seen from the one that acts: ``places`` lead from it to the other along the parse."""

    words: Parse
    seen: Seen
    places: Sequence[int]

    @cached_property
    def tokens(self) -> list[Token]:
        """The words of the way, both ends included."""
        return [self.words[place] for place in self.places]

    @cached_property
    def top(self) -> int:
        """Where on the way the word stands that all others hang below."""
        above = set(self.places)
        return next((n for n, p in enumerate(self.places) if self.seen.heads[p] not in above - {p}), 0)

    def group(self, token: Token) -> str:
        """The group of the name that stands there, if one does."""
        return self.seen.groups[token.i]

    def has_third(self, token: Token) -> bool:
        """Whether a name stands at or below a word that is none of the two."""
        ends = (self.places[0], self.places[-1])
        return any(self.seen.groups[t.i] and t.i not in ends for t in token.subtree)


def first_acts(words: Parse, seen: Seen, pair: Pair) -> bool | None:
    """Whether the name that stands first acts on the other, None where the grammar does not say."""
    way = Way(words, seen, pair.path)
    tokens, top = way.tokens, way.top
    if len(tokens) > 2 and _drives(tokens):
        return True
    if not 0 < top < len(tokens) - 1:
        return None
    verb, left, right = tokens[top], tokens[top - 1], tokens[top + 1]
    if verb.pos_ == "NOUN" and seen.effects[verb.i] in (*SIGN, "affect"):
        return _done(tokens, top)
    if verb.lemma_.lower() == "response" and (left.lower_, right.lower_) == ("of", "to"):
        return False
    if is_verb(verb) and seen.effects[verb.i] in (*SIGN, "affect") and not is_passive(verb):
        groups = {seen.groups[pair.first], seen.groups[pair.second]}
        if groups == {"chemical", "disease"}:
            return None  # a drug is not made or undone by what it is given for
        acting = left.dep_ in ("nsubj", "csubj") or (left.dep_ == "prep" and left.i < verb.i)
        responding = right.lemma_.lower() in ("response", "responsiveness", "sensitivity")
        return True if acting and right.dep_ == "dobj" and not responding else None
    return None


def _done(tokens: Sequence[Token], top: int) -> bool | None:
    """ "*X* inhibition of *Y*", "inhibition of *Y* by *X*"."""
    noun, left, right = tokens[top], tokens[top - 1], tokens[top + 1]
    if noun.lemma_.lower() in _EXERTED:
        return None
    if top == 1 and left.dep_ in ("compound", "nmod", "poss") and right.lower_ == "of":
        return True
    return False if len(tokens) == 5 and (left.lower_, right.lower_) == ("of", "by") else None


def _drives(tokens: Sequence[Token]) -> bool:
    """ "X-*dependent* Y", "X-*mediated* increase in Y", not "X-mediated effects of Y"."""
    name, participle = tokens[:2]
    given = tokens[-2].lower_ == "of" and tokens[-3].lemma_.lower() in _EXERTED
    return (
        participle.lower_ in _DRIVING
        and participle.dep_ == "amod"
        and name.head == participle
        and name.i < participle.i <= name.i + 2
        and not given
    )


def forbids(words: Parse, seen: Seen, way: Sequence[int], claim: Claimed) -> bool:
    """Whether the sentence cannot claim this of the two; ``way`` leads from the one that acts to the other."""
    here = Way(words, seen, way)
    if len(way) == 2:
        return claim is Claimed.BINDS and _is_one_name(here)
    return any(rule(here) for rule in _RULES.get(claim, ()))


def is_denied_in_part(way: Sequence[Token]) -> bool:
    """ "*Partly* independent of": neither denied nor claimed."""
    return any(child.lower_ in _PARTLY for token in way[1:-1] for child in token.children)


def _is_condition(way: Way) -> bool:
    """ "In the *presence* of X", where something else is what acts."""
    of, presence = way.tokens[1:3]
    if of.lower_ != "of" or presence.lower_ != "presence" or presence.head.lower_ != "in":
        return False
    verbs = (t for t in presence.ancestors if is_verb(t))
    verb = next(verbs, None)
    acting = (c for c in verb.children if c.dep_ in ("nsubj", "csubj", "agent")) if verb else ()
    return any(way.has_third(c) for c in acting)


def _is_compared(way: Way) -> bool:
    """ "Relative to X", "compared with X", "than with X"."""
    near = way.tokens[1:3]
    return near[0].lower_ == "than" or (
        near[0].lower_ in ("to", "with") and near[1].lemma_.lower() in _COMPARING
    )


def _is_of_another(way: Way) -> bool:
    """Whether a clause tells of another name what it does: "X binds Z *that* inhibits Y"."""
    subject = way.tokens[0]
    for above, clause in zip(way.tokens[1:], way.tokens[2:], strict=False):
        if clause.dep_ == "relcl" and clause.head == above:
            pronouns = [c for c in clause.children if c.dep_ == "nsubj" and c.tag_ in ("WDT", "WP")]
            resumed = not pronouns or follows(pronouns[0], ",")  # may be the clause before it
            return not resumed and _is_other(way, above, subject)
    return False


def _is_of_apposed(way: Way) -> bool:
    """Whether it is said of what something is done to: "X blocks Z, an *inducer* of Y"."""
    if not way.top:
        return False
    below = way.tokens[way.top + 1 :]
    return any(
        noun.dep_ == "appos"
        and noun.lemma_.lower() in _DOERS
        and above.dep_ != "attr"
        and way.has_third(above)
        for above, noun in pairwise(below)
    )


def _is_other(way: Way, noun: Token, subject: Token) -> bool:
    """Whether a noun is a name, or stands beside one, and nothing says that it is the subject: "X *is* Y that …"."""
    heads = [noun, *(t for t in noun.ancestors if t.dep_ in ("appos", "conj")), noun.head]
    groups = {way.group(noun), way.group(noun.head) if noun.dep_ == "appos" else ""}
    same = subject in heads or subject in noun.conjuncts or noun.head.lower_ == "as"
    while subject.dep_ in ("conj", "compound", "nmod", "appos"):
        subject = subject.head
    verbs = [noun.head, *noun.head.ancestors]
    said = noun.dep_ == "attr" and subject.dep_ in SUBJECTS and subject.head in verbs
    coded = noun.head.lemma_ == "encode"
    return bool(groups & _ACTING) and not (same or said or coded)


def _acts_itself(way: Way) -> bool:
    """Whether the object is what a passive verb names as its agent: "the induction by X is blocked *by Y*"."""
    top = way.top
    if not 0 < top < len(way.places) - 1 or way.tokens[top + 1].dep_ != "agent":
        return False
    return way.seen.effects[way.places[top]] in SIGN


def _has_own_agent(way: Way) -> bool:
    """Whether the object's clause says that something else does it: "while Y is produced *by Z*"."""
    for verb, below in zip(way.tokens, way.tokens[1:], strict=False):
        if below.dep_ == "nsubjpass" and below.head == verb:
            if way.seen.effects[verb.i] not in ("produce", "secrete") or way.tokens[0] in verb.subtree:
                return False
            return any(way.has_third(c) for c in verb.children if c.dep_ == "agent")
    return False


def _is_unchanged(way: Way) -> bool:
    """ "But Y levels were *unchanged*"."""
    for verb, below in zip(way.tokens, way.tokens[1:], strict=False):
        if below.dep_ == "nsubj" and below.head == verb:
            return any(c.dep_ == "acomp" and c.lower_ in _UNCHANGED for c in verb.children)
    return False


def _is_treated(way: Way) -> bool:
    """ "*Treatment* of T cells with X": what it does to them is not said."""
    inner = [t for t in way.tokens[1:-1] if t.pos_ != "ADP"]
    return (
        way.group(way.tokens[-1]) == "cell"
        and bool(inner)
        and all(t.lemma_.lower().replace("-", "") in _TREATMENTS for t in inner)
    )


def _was_treated(way: Way) -> bool:
    """ "Y is produced by *treatment* of T cells": they do not therefore make it."""
    of, noun = way.tokens[1:3]
    treated = of.lower_ == "of" and noun.lemma_.lower().replace("-", "") in _TREATMENTS
    return treated and noun.head.lower_ == "by"


def _is_place(way: Way) -> bool:
    """Whether the object only tells where: "X in *T cells*", "adhesion to *endothelial cells*"."""
    object_, link = way.tokens[-1], way.tokens[-2]
    if way.group(object_) != "cell" or len(way.places) < 4:
        return False
    above = way.tokens[-3]
    acted_on = [c for c in above.children if c.dep_ in ("dobj", "nsubjpass")] if is_verb(above) else [above]
    if link.lower_ == "to":
        return any(t.lemma_.lower() in _STICKING for t in acted_on)
    return link.lower_ in ("in", "on") and any(way.group(t) in ("gene", "chemical") for t in acted_on)


def _is_driven_by(way: Way) -> bool:
    """Whether the subject is what raises, of which it is said that it lowers: "lowered Y, as *elicited* by X"."""
    tokens = way.tokens
    by = tokens[1].lower_ == "by"
    participle = tokens[2] if by else tokens[1]
    if participle.lower_ not in _RAISING or (not by and not _drives(tokens)):
        return False
    rest = tokens[3 if by else 2 : -1]
    return any(c.lower_ == "as" for c in participle.children) or not any(
        SIGN.get(way.seen.effects[t.i], 0) < 0 or _turns(t) for t in rest
    )


def _turns(token: Token) -> bool:
    bridge = bridges().get(token.lemma_.lower())
    return bridge is not None and bridge.sign < 0


def _is_stopped(way: Way) -> bool:
    """ "Cell cycle *exit* triggered by X"."""
    process, noun = way.tokens[-1], way.tokens[-2]
    modifies = process.dep_ in ("compound", "nmod", "amod") and process.i < noun.i
    return way.group(process) == "process" and modifies and noun.lemma_.lower() in _STOPPING


def _is_held(way: Way) -> bool:
    """ "Binds to receptors *containing* X"."""
    return way.tokens[-2].lemma_.lower() in _HOLDING and way.tokens[-1].dep_ == "dobj"


def _is_one_name(way: Way) -> bool:
    """ "*X/Y* proteins" are of one family, whereas "X/Y dimers" hold both."""
    left, right = sorted((way.places[0], way.places[-1]))
    after = way.words[right + 1].lower_.removesuffix("s") if right + 1 < len(way.words) else ""
    return right == left + 2 and way.words[left + 1].text == "/" and after in _FAMILY


def _only_modifies(way: Way) -> bool:
    """ "*Hepatic* glucose *output*": the place is said of what the organ does."""
    place, noun = way.tokens[-1], way.tokens[-2]
    return place.dep_ in ("amod", "compound", "nmod") and noun.lemma_.lower() in _DOINGS


def _sticks(way: Way) -> bool:
    """ "*Adhesion* of cells *to* the endothelium": they are not of it."""
    if way.tokens[-2].lower_ != "to" or len(way.places) < 4:
        return False
    return way.tokens[-3].lemma_.lower() in _STICKING - {"binding"} | {"adhere", "attach"}


def _fails(way: Way) -> bool:
    """ "*Failure* of translocation to the nucleus": it is not there."""
    return any(t.lemma_.lower() in ("failure", "inability") for t in way.tokens[1:-1])


def _is_stimulus(way: Way) -> bool:
    """ "Z inhibits Y in cells *stimulated with* X": what stimulates them is not what inhibits."""
    if len(way.places) < 5:
        return False
    link, participle, cell = way.tokens[1:4]
    if link.dep_ not in ("agent", "prep") or (participle.dep_, participle.tag_) != ("acl", "VBN"):
        return False
    if participle.lower_ not in _RAISING | {"treated", "primed"} or cell.dep_ != "pobj":
        return False
    verb = next((t for t in cell.ancestors if is_verb(t)), None)
    acting = [c for c in verb.children if c.dep_ in ("nsubj", "csubj", "agent")] if verb else []
    return any(way.has_third(c) for c in acting)


def _is_time(way: Way) -> bool:
    """ "X raises Z *after* exercise": nothing is done to what only tells when."""
    link = way.tokens[-2]
    return link.dep_ == "prep" and link.lower_ in _WHEN and way.group(way.tokens[-1]) == "process"


_ANY: tuple[Callable[[Way], bool], ...] = (
    _is_condition,
    _is_compared,
    _is_of_another,
    _is_of_apposed,
    _acts_itself,
    _is_unchanged,
    _is_treated,
    _is_place,
)
_RULES: dict[Claimed, tuple[Callable[[Way], bool], ...]] = {
    Claimed.RAISES: (*_ANY, _is_stopped, _is_time),
    Claimed.LOWERS: (*_ANY, _is_driven_by, _is_stimulus, _is_time),
    Claimed.CHANGES: _ANY,
    Claimed.BINDS: (_is_held, _is_one_name),
    Claimed.MAKES: (_has_own_agent, _was_treated),
    Claimed.HOLDS: (_is_compared, _only_modifies, _sticks, _fails),
}
