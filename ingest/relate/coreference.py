"""Which name of the same or the last sentence do "these cells", "this protein", "it" or "their" take up again?

Only category and number choose, and only where one entity fits: of two that fit, neither is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from ingest.mention import AGENTS, GENES
from ingest.relate.lexis import LACKING, MEDICINES
from ingest.relate.mask import Named
from ingest.relate.tree import Token
from kg.vocabulary import Category

_DEMONSTRATIVES = frozenset({"this", "these", "those", "such", "said"})
_DEFINITE_ROLES = frozenset({"nsubj", "nsubjpass"})
#: what is given is taken up as an object too: "did not benefit from *the pill*"
_MEDICINES = MEDICINES | {"jab"}
_OBJECTS = _DEFINITE_ROLES | {"dobj", "pobj"}
#: adjectives that make nothing else of it: "*the new drug*"
_PLAIN = frozenset("same new experimental investigational".split())
_CELLS = frozenset({Category.CELL, Category.CELL_LINE})

#: heads of demonstrative phrases ("these cells", "this protein") and the categories that they can mean
ANAPHORS: Mapping[str, frozenset[Category]] = {
    **dict.fromkeys(("cell",), _CELLS),
    **dict.fromkeys(("lymphocyte",), frozenset({Category.CELL})),
    **dict.fromkeys("protein gene receptor cytokine chemokine enzyme kinase".split(), GENES),
    **dict.fromkeys("drug agent treatment therapy pill tablet medicine medication jab".split(), AGENTS),
    **dict.fromkeys("compound inhibitor".split(), frozenset({Category.DRUG, Category.CHEMICAL})),
    "molecule": frozenset({Category.GENE, Category.DRUG, Category.CHEMICAL}),
    **dict.fromkeys(("antibody", "vaccine"), frozenset({Category.DRUG, Category.TREATMENT})),
    **dict.fromkeys("disease disorder tumor tumour cancer".split(), frozenset({Category.DISEASE})),
}
#: pronouns, and the categories that they are trusted to mean
_PRONOUNS: Mapping[str, frozenset[Category]] = {
    **dict.fromkeys(("it", "its"), GENES | AGENTS),
    **dict.fromkeys(("they", "their", "these"), _CELLS | AGENTS - {Category.CHEMICAL}),
}
#: what is done to something that is not there then
_TAKING_AWAY = LACKING | frozenset("miss delete remove block silence disable inactivate knock".split())
#: categories whose generic names "these" may take up again: "T cells … these lymphocytes"
_RESUMED = frozenset({Category.CELL, Category.DISEASE})


#: words without which a sentence takes up nothing
_POINTING = re.compile(rf"\b(?:{'|'.join(sorted(_DEMONSTRATIVES | {'the'}))})\b", re.I)
_GENERAL = re.compile(rf"\b(?:{'|'.join(word.removesuffix('y') for word in ANAPHORS)})", re.I)
_PRONOUN = re.compile(rf"\b(?:{'|'.join(_PRONOUNS)})\b", re.I)


def may_resume(sentence: str) -> bool:
    """Whether the sentence has words that can take up a name; without them it need not be parsed for it.

    >>> may_resume("Then these cells died."), may_resume("It was reduced."), may_resume("The reason is unknown.")
    (True, True, False)
    """
    if _PRONOUN.search(sentence):
        return True
    return bool(_POINTING.search(sentence) and _GENERAL.search(sentence))


def resumes(token: Token) -> bool:
    """Whether the word has a demonstrative before it."""
    return any(c.lower_ in _DEMONSTRATIVES and c.dep_ == "det" for c in token.children)


def find_antecedent(
    token: Token, names: Sequence[Named], earlier: Sequence[Named]
) -> tuple[Named, int] | None:
    """What a phrase or pronoun stands for, and how many words' trust that costs; None where it is not clear."""
    before = [n for n in names if n.end <= token.idx]
    if token.lower_ in _PRONOUNS:
        return _of_pronoun(token, before, earlier)
    allowed = ANAPHORS.get(token.lemma_.lower())
    if allowed is None or _is_described(token):
        return None
    fitting = _fitting(token, before, allowed)
    if resumes(token):
        found = _only(fitting or _fitting(token, earlier, allowed))
        return (found, 2) if found else None
    definite = any(c.lower_ == "the" and c.dep_ == "det" for c in token.children)
    roles = _OBJECTS if token.lemma_.lower() in _MEDICINES else _DEFINITE_ROLES
    if not definite or fitting or not (token.dep_ in roles or _is_taken_away(token)):
        return None
    found = _only(_fitting(token, earlier, allowed))
    return (found, 3) if found else None


def find_resumed(token: Token, name: Named, names: Sequence[Named]) -> Named | None:
    """The special name that a general one takes up: "T cells … *these lymphocytes*"."""
    if name.category not in _RESUMED or not resumes(token):
        return None
    return _only([n for n in names if n.end <= token.idx and n.category is name.category])


def _of_pronoun(token: Token, before: Sequence[Named], earlier: Sequence[Named]) -> tuple[Named, int] | None:
    """ "It" and "they" as subjects, "its" and "their" before a noun, "it" as object; not "it is known that"."""
    if token.dep_ == "dobj":
        found = _only(_fitting(token, _of_object_before(token, before), _PRONOUNS[token.lower_]))
        return (found, 3) if found else None
    if _is_taken_away(token):
        found = _only(_fitting(token, before or earlier, _PRONOUNS[token.lower_]))
        return (found, 3) if found else None
    if token.dep_ not in (*_DEFINITE_ROLES, "poss") or _stands_for_nothing(token):
        return None
    subject = _last_subject(token)
    near = before
    if token.dep_ != "poss":  # "it" takes up what the clause before is about
        near = [n for n in before if subject and subject.left_edge.idx <= n.start <= subject.right_edge.idx]
    allowed = _PRONOUNS[token.lower_]
    back = [] if subject is not None or _fitting(token, before, allowed) else earlier
    found = _only(_fitting(token, near, allowed) or _fitting(token, back, allowed))
    return (found, 3) if found else None


def _of_object_before(token: Token, before: Sequence[Named]) -> list[Named]:
    """The names in what the clause before is done to: "X induces Y expression, whereas Z reduces *it*"."""
    verb = token.head
    first = verb.head if verb.dep_ in ("advcl", "conj") and verb.head.i < verb.i else None
    below = list(first.children) if first is not None else []
    objects = [c for c in below if c.dep_ == "dobj"]
    if not objects:  # "X depends on Y, and Z blocks *it*"
        objects = [g for c in below if c.dep_ == "prep" for g in c.children if g.dep_ == "pobj"]
    if len(objects) != 1 or token.lower_ != "it" or any(c.dep_ == "conj" for c in objects[0].children):
        return []
    (noun,) = objects
    behind = [c for c in noun.children if c.lower_ == "of"]
    end = (behind[0].right_edge if behind else noun).idx
    return [n for n in before if noun.left_edge.idx <= n.start <= end]


def _is_taken_away(token: Token) -> bool:
    """Whether it is what something is without: "mice lacking *the gene*", "without *it*", "deleting *the gene*"."""
    above = token.head
    if token.dep_ == "pobj":
        return above.lower_ == "without"
    return token.dep_ == "dobj" and above.lemma_.lower() in _TAKING_AWAY


def _stands_for_nothing(token: Token) -> bool:
    """ "*It* is known that", "*it* is possible to"."""
    verb = token.head
    said = (verb, *(c for c in verb.children if c.dep_ == "acomp"))
    clauses = (c for word in said for c in word.children if c.dep_ in ("ccomp", "csubj", "xcomp", "advcl"))
    return token.dep_ != "poss" and any(c.dep_ == "ccomp" or verb.lemma_ == "be" for c in clauses)


def _last_subject(token: Token) -> Token | None:
    """The noun nearest before the word that is the subject of a verb."""
    subjects = [t for t in token.doc[: token.i] if t.dep_ in _DEFINITE_ROLES and t.pos_ in ("NOUN", "PROPN")]
    return subjects[-1] if subjects else None


def _fitting(token: Token, names: Iterable[Named], allowed: frozenset[Category]) -> list[Named]:
    plural = token.tag_ in ("NNS", "NNPS") or token.lower_ in ("they", "their", "these")
    return [n for n in names if n.category in allowed and _agrees(n, plural) and not _is_another(n, token)]


def _agrees(name: Named, plural: bool) -> bool:
    """Whether the number fits; the name of a cell stands for many, whatever its form."""
    return name.category in _CELLS or plural == (name.head.endswith("s") and name.head[-2:-1].islower())


def _is_another(name: Named, token: Token) -> bool:
    """Whether the name itself says that it is something else: "GM-CSF receptors … these *cytokines*"."""
    word = name.head.lower().removesuffix("s")
    return word in ANAPHORS and token.lemma_.lower() in ANAPHORS and word != token.lemma_.lower()


def _only(names: Sequence[Named]) -> Named | None:
    """The last of them if all are one entity."""
    return names[-1] if len({n.entity for n in names}) == 1 else None


def _is_described(token: Token) -> bool:
    described = ("prep", "relcl", "acl", "compound", "appos", "amod")
    plain = _DEMONSTRATIVES | _PLAIN
    return any(c.dep_ in described and c.lower_ not in plain for c in token.children)
