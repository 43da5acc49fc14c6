"""Is there said to be more or less of something than otherwise: "fewer T cells", "twice as many", "hardly any"?"""

from __future__ import annotations

from collections.abc import Container

from ingest.relate.lexis import FRACTIONS
from ingest.relate.syntax import follows
from ingest.relate.tree import Token

_MORE, _LESS = (
    frozenset("more extra additional higher increased elevated".split()),
    frozenset("less fewer lower reduced decreased".split()),
)
_TIMES = frozenset("twice double triple times thrice".split())
_VERSUS = frozenset("than versus compared".split())
#: what joins a name to those who are without it or got it
_DIFFERING = frozenset({"on", "without", "with"})
_OF_A_KIND = frozenset("young younger old older male males female females men women adults children".split())
#: what follows where others are told apart by what they got: "than women *given* placebo"
_TOLD_APART = frozenset("given on who that taking receiving treated with without not".split())
_DIFFERING_BY = frozenset("lack miss give receive take use get".split())
_HARDLY = frozenset("hardly barely scarcely almost virtually".split())
_COUNTS = frozenset({"number", "amount", "quantity"})
#: so many words before the noun may say how much of it there is
_REACH = 7


def compared(noun: Token, names: Container[int] = ()) -> int:
    """+1 where there is more of it, -1 where there is less, 0 where neither is said.

    Of "more *potent* T cells" the word is said of another, and of "more Th1 than Th2 cells" two things are compared;
    ``names`` are the places of names among the words.
    """
    if any(c.lower_ == "than" and any(t.i in names for t in c.subtree) for c in noun.subtree):
        return 0
    own = {c.lower_ for c in noun.children if c.dep_ in ("amod", "det", "nummod", "predet", "nmod", "dep")}
    before = {t.lower_ for t in noun.doc[max(0, noun.left_edge.i - 3, noun.i - _REACH) : noun.i]}
    if own & {"many", "much"} and "too" in before:
        return 1
    if own & {"few", "little"}:
        return -1
    if own & {"many", "much"} and "as" in before:
        return _multiple(before)
    if noun.lemma_.lower() in _COUNTS and own & {"the"} and (before & (_TIMES | FRACTIONS)):
        return _multiple(before)
    if "no" in own or ("any" in own and before & _HARDLY):
        return -1
    return 1 if own & _MORE else -1 if own & _LESS else 0


def against_other(verb: Token, names: Container[int]) -> bool:
    """Whether those told of are compared with others who differ in something else.

    So with "than *those on X*", "than *young* mice".
    """
    for word in (t for t in verb.subtree if t.i > verb.i and t.lower_ in _VERSUS):
        below = [t for t in word.subtree if t.i > word.i]
        if any(_is_of_a_kind(t) for t in below):
            return True
        nouns = (t for t in below if t.i in names)
        if any(t.head.lower_ in _DIFFERING or t.head.lemma_.lower() in _DIFFERING_BY for t in nouns):
            return True
    return False


def _is_of_a_kind(word: Token) -> bool:
    """ "*Young* mice", "*females*"; of "women on placebo" it is the placebo that tells them apart."""
    noun = word.head if word.dep_ == "amod" else word
    told_apart = any(t.lower_ in _TOLD_APART for t in word.doc[noun.i + 1 : noun.i + 2])
    return word.lower_ in _OF_A_KIND and not told_apart


def multiple(adjective: Token) -> int:
    """+1 of "*twice as* high", -1 of "*half as* high", 0 of "high"."""
    before = {t.lower_ for t in adjective.doc[max(0, adjective.i - 4) : adjective.i]}
    turned = -1 if adjective.lower_ == "low" else 1
    return turned * _multiple(before) if "as" in before and adjective.lower_ in ("high", "low") else 0


def more_or_less(adjective: Token) -> int:
    """+1 of "*more* likely" and "*twice as* likely", -1 of "*less*" and "*half as*", 0 where nothing is compared."""
    for degree in (c for c in adjective.children if c.dep_ == "advmod"):
        if degree.lower_ == "as":
            return -1 if follows(degree, "half") else 1 if follows(degree, "twice") else 0
        if degree.lower_ in ("more", "less"):
            denied = follows(degree, "no", "not", "any")
            return 0 if denied else 1 if degree.lower_ == "more" else -1
    return 0


def _multiple(words: set[str]) -> int:
    return -1 if words & FRACTIONS else 1 if words & _TIMES else 0
