"""What does the parse say of a noun: what is it called, what does a pronoun mean, is it denied, or a dose?

As `syntax` does of verbs, without a look at names.
"""

from __future__ import annotations

import re
from itertools import islice

from ingest.patterns.introduced import CALLED
from ingest.relate.lexis import PEOPLE, SIGN, triggers
from ingest.relate.phrasal import find_trigger
from ingest.relate.syntax import follows, is_denied
from ingest.relate.tree import Token

#: what is given in doses, and how it is
_DOSES = frozenset("concentration dose dosage amount quantity".split())
_GIVING = frozenset(
    "treatment treat incubation incubate exposure expose stimulation stimulate culture administration pretreatment "
    "pretreat supplementation supplement injection inject infusion infuse".split()
)
_EXCEPTING = re.compile(r"\b(?:but|and|though) not\b(?!.*[,;])|\brather than\b|\binstead of\b")
_CALLING = frozenset({*CALLED, "christened"})


def takes_object(noun: Token) -> bool:
    """Whether an "of" tells what the noun is done to: the X of "X *induction of* Y" does it."""
    return any(c.dep_ == "prep" and c.lower_ == "of" for c in noun.children)


def has_own_object(token: Token) -> bool:
    """Whether "in" only tells where: "the rise of calcium in T cells", "the calcium rise in T cells"."""
    before = any(c.dep_ in ("compound", "nmod") and c.i < token.i for c in token.children)
    return before or takes_object(token)


def is_described(token: Token) -> bool:
    """Whether other words say what kind it is, or of what."""
    return any(c.dep_ in ("amod", "prep", "compound", "poss") for c in token.children)


def names_given(noun: Token) -> list[Token]:
    """The names that a thing gets: "the compound, *called X*", "a protein *known as X*"."""
    clauses = [c for c in noun.children if c.dep_ == "acl"]
    found = [
        g for c in clauses if c.lower_ in _CALLING for g in c.children if g.dep_ in ("oprd", "dobj", "attr")
    ]
    phrases = (g for c in clauses if c.lower_ == "known" for g in c.children if g.lower_ == "as")
    return [*found, *(name for phrase in phrases for name in phrase.children if name.dep_ == "pobj")]


def relative_antecedent(pronoun: Token) -> Token | None:
    """The noun that a relative pronoun refers to."""
    for ancestor in pronoun.ancestors:
        if ancestor.dep_ == "relcl":
            return ancestor.head
    return None


def resumes_clause(pronoun: Token) -> bool:
    """ ", which was associated with …" may speak of the whole clause before it."""
    verb = pronoun.head.lemma_.lower()
    return follows(pronoun, ",") and verb in ("associate", "correlate", "link", "relate", "accompany")


def is_excepted(token: Token) -> bool:
    """Whether a conjunct is the one that is excepted: "IL-6 but not TNF"."""
    if is_denied(token):
        return True
    before = " ".join(t.lower_ for t in token.doc[max(0, token.left_edge.i - 3) : token.i])
    return bool(_EXCEPTING.search(before))


def denies_all(token: Token) -> bool:
    """ "*Neither* X nor Y"."""
    return any(c.lower_ == "neither" for c in token.children)


def is_lowering(word: Token) -> bool:
    """ "*Neutralizing* GDF-15", "*knocking out* X", where the parser takes the gerund for an adjective."""
    stem = word.lower_.removesuffix("ing")
    known = triggers("V")
    phrase = find_trigger(word)
    trigger = known.get(stem) or known.get(f"{stem}e") or (phrase[0] if phrase else None)
    return stem != word.lower_ and trigger is not None and SIGN.get(trigger.effect) == -1


def is_dose(noun: Token, word: str) -> bool:
    """ "Incubation with *low concentrations* of X": there is X."""
    given = noun.dep_ == "pobj" and noun.head.lower_ in ("with", "at", "using")
    above = [t.lemma_.lower() for t in islice(noun.head.ancestors, 3)]
    giving = bool(above) and above[0] not in PEOPLE and not _GIVING.isdisjoint(above)
    return word in ("low", "lower") and given and giving and noun.lemma_.lower() in _DOSES
