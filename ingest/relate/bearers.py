"""Who is without something, or has it in another form: "X-deficient mice", "cells lacking X", "X-mutant tumours"?"""

from __future__ import annotations

from dataclasses import replace

from ingest.relate.arguments import MODIFIERS, Argument, Arguments
from ingest.relate.compose import CONDITIONS
from ingest.relate.tree import Token
from kg.vocabulary import Category

#: what is said of those who are without something: "PTEN-*deficient* mice", "mice *lacking* PTEN"
_WITHOUT = frozenset("deficient null depleted knockout ko knockdown deleted silenced".split())
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
    heads = arguments.heads
    if token.pos_ not in ("NOUN", "PROPN") or token.i in heads:
        return []
    found = []
    for child in token.children:
        said = child.lower_ if child.dep_ != "acl" else child.lemma_.lower()
        if child.dep_ in MODIFIERS | {"acl", "relcl"} and said in _WITHOUT:
            named = [c for c in child.children if c.i in heads and c.i < child.i]
            named += [g for c in child.children if c.lower_ in ("in", "for") for g in c.children]
            found += named or [c for c in token.children if c.i in heads and c.i < child.i]
        elif child.dep_ in ("acl", "relcl") and said == "lack":
            found += [c for c in child.children if c.dep_ == "dobj"]
        elif child.lower_ == "without":
            found += [c for c in child.children if c.dep_ == "pobj"]
    lost = (t for t in found if t.i in heads and arguments.by_index[heads[t.i]].category not in CONDITIONS)
    return [Argument(heads[t.i], t.i, sign=-1, effect="loss", steps=1) for t in lost]


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
