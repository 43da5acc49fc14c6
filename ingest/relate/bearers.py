"""Who is without something, or has it in another form: "X-deficient mice", "cells lacking X", "X-mutant tumours"?"""

from __future__ import annotations

from dataclasses import replace

from ingest.relate.arguments import MODIFIERS, Argument, Arguments
from ingest.relate.compose import CONDITIONS
from ingest.relate.lexis import LACKING, UNABLE
from ingest.relate.syntax import is_denied, prepositional_objects
from ingest.relate.tree import Token
from kg.vocabulary import Category

#: what is said of those who are without something: "PTEN-*deficient* mice", "mice *lacking* PTEN"
_WITHOUT = frozenset("deficient null depleted knockout ko knockdown deleted silenced".split())
_MISSING = LACKING | {"miss"}
_STRIPPED = frozenset("strip deprive starve rob deplete empty devoid".split())
_ENGINEERED = frozenset("engineer breed bear modify edit".split())
_MAKING = frozenset("make produce express secrete synthesize synthesise".split())
#: what a gene has that is changed, and how those are called who have it
_MUTATIONS = frozenset(
    "mutation mutant variant alteration substitution polymorphism allele fusion rearrangement".split()
)
_MUTATED = frozenset("mutant mutated mutation-positive altered".split())
_MUTABLE = frozenset({Category.GENE, Category.VARIANT})
MUTATED = "mutated"
"""The note of a gene that is meant by its mutations: which way it acts then is not said."""


def missing(token: Token, arguments: Arguments) -> list[Argument]:
    """What those whom the word names are without: "X-deficient mice", "X knockout mice", "cells lacking X"."""
    return [] if token.i in arguments.heads else lacking(token, arguments)


def lacking(token: Token, arguments: Arguments) -> list[Argument]:
    """As `missing`, of those too that have a name of their own: "macrophages lacking X"."""
    heads = arguments.heads
    if token.pos_ not in ("NOUN", "PROPN"):
        return []
    found = []
    for child in token.children:
        said = child.lower_ if child.dep_ != "acl" else child.lemma_.lower()
        if child.dep_ in MODIFIERS | {"acl", "relcl"} and said in _WITHOUT:
            named = [c for c in child.children if c.i in heads and c.i < child.i]
            named += [g for c in child.children if c.lower_ in ("in", "for") for g in c.children]
            found += named or [c for c in token.children if c.i in heads and c.i < child.i]
        elif child.lower_ == "without":
            found += [c for c in child.children if c.dep_ == "pobj"]
        if child.dep_ in ("acl", "relcl", "amod"):
            found += not_had(child)
    # those who lack both of two may do well without either
    found = [t for t in found if not any(c.lower_ == "both" for c in t.children)]
    found = [t for t in found if t.i == 0 or t.nbor(-1).lower_ != "not"]
    lost = [a for t in found for a in _alike(arguments.of(t), arguments) if not a.effect]
    lost += [Argument(name, token.i) for name in arguments.lost.get(heads.get(token.i, -1), ())]
    return [
        Argument(a.name, a.token, sign=-1, effect="loss", steps=1, antecedent=a.antecedent)
        for a in lost
        if arguments.by_index[a.name].category not in CONDITIONS and a.name != heads.get(token.i)
    ]


def _alike(listed: list[Argument], arguments: Arguments) -> list[Argument]:
    """Those of the first one's category; of "lacking X and other cells" the cells are not lost."""
    categories = [arguments.by_index[a.name].category for a in listed]
    return [a for a, category in zip(listed, categories, strict=True) if category is categories[0]]


def not_had(word: Token) -> list[Token]:
    """What a participle or clause says that those it tells of are without.

    "*Lacking* X", "that had *lost* X", "*stripped* of X", "that had no X", "that cannot *make* X",
    "*unable* to make X", "engineered to make no X".
    """
    lemma = word.lemma_.lower()
    objects = _objects(word)
    if lemma in _MISSING:
        return objects
    if lemma in _STRIPPED and word.tag_ in ("VBN", "VBD", "JJ"):
        return prepositional_objects(word, ("of",))
    inner = [c for c in word.children if c.dep_ in ("xcomp", "advcl", "ccomp") and c.tag_ == "VB"]
    if lemma in UNABLE:
        return [o for verb in inner if verb.lemma_.lower() in _MAKING for o in _objects(verb)]
    if lemma in _ENGINEERED:
        return [o for verb in inner for o in not_had(verb)] or prepositional_objects(word, ("without",))
    if lemma in _MAKING and is_denied(word):
        return objects
    return [o for o in objects if _is_none(o)] if lemma in _MAKING | {"have"} else []


def _objects(verb: Token) -> list[Token]:
    return [c for c in verb.children if c.dep_ == "dobj"]


def _is_none(noun: Token) -> bool:
    return any(c.dep_ == "det" and c.lower_ == "no" for c in noun.children)


def mutated(token: Token, arguments: Arguments) -> list[Argument]:
    """What those have a mutation of whom the word names: "X *mutations*", "X-*mutant* tumours", "*mutant* X"."""
    heads = arguments.heads
    if token.lemma_.lower() in _MUTATIONS:
        found = arguments.complements(token, frozenset({"in", "of"}))
    else:
        changed = [c for c in token.children if c.dep_ in MODIFIERS and c.lower_ in _MUTATED]
        near = (t for c in changed for t in (*c.children, *token.children) if t.i < c.i)
        found = [Argument(heads[t.i], t.i) for t in near if t.i in heads]
    return [
        replace(a, note=a.note or MUTATED, steps=a.steps + 1)
        for a in dict.fromkeys(found)
        if arguments.by_index[a.name].category in _MUTABLE and not a.effect and a.aspect is None
    ]
