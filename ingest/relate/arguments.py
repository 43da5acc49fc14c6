"""What does a word of a sentence stand for: which entities, which aspect of them, and which way?

``Arguments.of(token)`` follows the parse from a subject or object to the names that it is about, through
nouns that say which side is meant ("the *release* of IL-6"), nouns that are effects themselves ("*loss* of
PTEN"), relative pronouns, appositions, coordination, and "these cells" where one antecedent fits. A noun
that is not known to lead to its complement blocks the way: "EGFR mutations" is not EGFR.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from ingest.mention import AGENTS
from ingest.relate.announced import find_announced
from ingest.relate.coreference import find_antecedent, find_resumed
from ingest.relate.lexis import (
    FRACTIONS,
    LACKING,
    LOWERING_ADJECTIVES,
    PEOPLE,
    RAISING_ADJECTIVES,
    RESPONSES,
    SIGN,
    bridges,
    triggers,
)
from ingest.relate.mask import Named
from ingest.relate.noun_phrases import (
    denies_all,
    has_own_object,
    is_described,
    is_dose,
    is_excepted,
    is_lowering,
    names_given,
    relative_antecedent,
    resumes_clause,
    takes_object,
)
from ingest.relate.phrasal import direct_objects, find_trigger
from ingest.relate.syntax import ABILITIES
from ingest.relate.tree import Parse, Token
from kg.model import Span
from kg.vocabulary import Aspect, Category

_DEPTH = 6
#: what is done with a drug before it acts: "*adding* X to Y"
_HANDLING = frozenset("add give administer take use combine inject infuse".split())
MODIFIERS = frozenset({"compound", "nmod", "amod", "poss", "npadvmod"})
_NOMINAL_EFFECTS = frozenset({"up", "increase", "induce", "gain", "down", "decrease", "loss"})
_NEGATIVE_DETERMINERS = frozenset({"no", "neither", "nor", "without"})
#: parts of those who have a condition: "*half* of the patients with X"
_SHARES = FRACTIONS | frozenset("sixth most many some majority minority proportion".split())
_RELATIVE = frozenset({"which", "that", "who", "whose"})

#: what may stand before a noun like "protein" or "treatment" and be meant itself
_NAMED_BEFORE = frozenset(
    {Category.GENE, Category.GENE_FAMILY, Category.DRUG, Category.CHEMICAL, Category.TREATMENT, Category.CELL}
)

#: of cells, these are not the cells: "T cell *genes*"
_MOLECULAR = frozenset({"gene", "protein", "molecule"})

#: adjectives that grade an amount, and the categories that come in amounts
_DEGREES = frozenset("low lower high higher poor poorer weak weaker strong stronger greater limited".split())
_COUNTED = frozenset({Category.GENE, Category.GENE_FAMILY, Category.CELL})

#: where a gene is switched on: who raises the activity of its promoter raises its expression
_SITES = frozenset({"promoter"})
#: sides of what cells make, not of the cells, where both stand beside the noun
_OF_MOLECULES = frozenset(
    {Aspect.ACTIVITY, Aspect.EXPRESSION, Aspect.SECRETION, Aspect.SYNTHESIS, Aspect.ABUNDANCE}
)


@dataclass(frozen=True, slots=True)
class Argument:
    """What a word stands for.

    ``sign`` is the net direction of what is said on the way to the name: -1 for "loss of PTEN" or "apoptosis
    of T cells". ``effect`` holds the last effect noun on the way, if any; ``note`` a state of the name
    ("elevated level"); ``steps`` counts the words on the way, fewer being surer; ``antecedent`` is the name's own place
    in the document where the sentence has a demonstrative instead; ``way`` holds the effect nouns and
    aspects passed, the outermost first.
    """

    name: int
    token: int
    aspect: Aspect | None = None
    sign: int = 1
    effect: str = ""
    note: str = ""
    negated: bool = False
    steps: int = 0
    antecedent: Span | None = None
    way: tuple[str, ...] = field(default=(), compare=False)


class Arguments:
    """The names of one parsed sentence, and the way to them from any word of it."""

    def __init__(
        self,
        sentence: Parse,
        names: Sequence[Named],
        earlier: Sequence[Named] = (),
        coreference: bool = True,
        lost: Mapping[int, Sequence[Named]] = MappingProxyType({}),
        announced: Sequence[tuple[str, Named]] = (),
    ) -> None:
        self.sentence = sentence
        self.names = names
        self.earlier = earlier
        self.coreference = coreference
        self.announced = announced
        self.heads = _heads(sentence, names)
        self.by_index = {name.index: name for name in (*earlier, *(name for _, name in announced), *names)}
        self.by_index |= {name.index: name for inner in lost.values() for name in inner}
        #: by the name of cells what these are without, which is named in it: the X of "X-deficient cells"
        self.lost = {index: tuple(name.index for name in inner) for index, inner in lost.items()}

    def of(self, token: Token, depth: int = 0, *, conjuncts: bool = True) -> list[Argument]:
        """What the word stands for; an empty list where nothing is sure."""
        if depth > _DEPTH:
            return []
        shared = self._shared(token, depth)
        found = shared or self._single(token, depth)
        if conjuncts:
            for other in token.children:
                if (
                    other.dep_ == "conj"
                    and not _is_verb(other)
                    and (shared or not self._changes_side(token, other))
                ):
                    denied = is_excepted(other) or denies_all(token)
                    said = {a.name for a in found} if denied else set()
                    others = (a for a in self.of(other, depth + 1) if a.name not in said)
                    found += [replace(a, negated=a.negated or denied) for a in others]
        return _unique(found)

    def _changes_side(self, token: Token, other: Token) -> bool:
        """Whether a coordination leaves the names: "by X and levels of Y" hardly joins X and Y."""
        return token.i in self.heads and other.i not in self.heads and self._lemma(other) in bridges()

    def _shared(self, token: Token, depth: int) -> list[Argument]:
        """The A of "A and B resistance", where the noun is said of both."""
        if token.i not in self.heads or any(c.dep_ == "det" for c in token.children):
            return []
        category = self.by_index[self.heads[token.i]].category
        for other in token.children:
            if other.dep_ != "conj" or other.i in self.heads or self._lemma(other) not in bridges():
                continue
            if any(c.dep_ in ("det", "prep") for c in other.children):
                continue
            for model in self._through(other, self._lemma(other), depth + 1):
                if self.by_index[model.name].category is category:
                    return [replace(model, name=self.heads[token.i], token=token.i)]
        return []

    def _single(self, token: Token, depth: int) -> list[Argument]:
        lemma = self._lemma(token)
        if token.tag_ in ("WDT", "WP", "WP$") or (lemma in _RELATIVE and token.pos_ == "PRON"):
            antecedent = None if resumes_clause(token) else relative_antecedent(token)
            return self.of(antecedent, depth + 1, conjuncts=False) if antecedent is not None else []
        through = self._through(token, lemma, depth)
        if through:
            return [self._described(a, token) for a in through]
        if token.i in self.heads:
            return [self._described(self._specific(token), token)]
        if token.tag_ == "VBG" and token.dep_ in ("csubj", "nsubj", "pcomp", "pobj"):
            return self._gerund(token, depth)
        if self.coreference and token.tag_ == "PRP" and token.lower_ == "them":
            return self._them(token, depth)
        if found := self._resumed(token):
            return found
        if lemma in ABILITIES:
            return self.complements(token, frozenset({"of"}), depth, compounds=False)
        return self._apposed(token, depth) or self._announced(token)

    def _announced(self, token: Token) -> list[Argument]:
        """ "A pill that blocks X", where the next sentence says what it is called."""
        name = find_announced(token, self.announced) if self.announced and self.coreference else None
        return [Argument(name.index, token.i, steps=1, antecedent=name.place)] if name else []

    def _specific(self, token: Token) -> Argument:
        """The name itself, or what it is said of: "X, an *antibody* that …", "T cells … *these immune cells*"."""
        plain = Argument(self.heads[token.i], token.i)
        if token.dep_ == "appos" and token.head.i in self.heads:
            name, head = self.by_index[plain.name], self.by_index[self.heads[token.head.i]]
            if name.category is head.category or {name.category, head.category} <= AGENTS:
                return Argument(head.index, token.i, steps=1)
        found = find_resumed(token, self.by_index[plain.name], self.names) if self.coreference else None
        return Argument(found.index, token.i, steps=2, antecedent=found.place) if found else plain

    def _gerund(self, token: Token, depth: int) -> list[Argument]:
        """ "*Blocking* PD-1 restored …": the object of the gerund, with what is done to it."""
        if token.lemma_.lower() in _HANDLING:
            given = [a for c in direct_objects(token, token) for a in self.of(c, depth + 1)]
            return [a for a in given if self.by_index[a.name].category in AGENTS]
        trigger, word = find_trigger(token) or (None, token)
        if token.lemma_.lower() in LACKING:
            lost = (a for c in direct_objects(token, token) for a in self.of(c, depth + 1))
            return [replace(a, sign=-a.sign, effect="loss", steps=a.steps + 1) for a in lost]
        if trigger is None or trigger.effect not in _NOMINAL_EFFECTS:
            return []
        objects = direct_objects(token, word)
        inner = [a for c in objects for a in self.of(c, depth + 1)]
        sign = SIGN[trigger.effect]
        return [
            self._passed(replace(a, sign=a.sign * sign, effect=trigger.effect, steps=a.steps + 1), token)
            for a in inner
        ]

    def _them(self, token: Token, depth: int) -> list[Argument]:
        """ "X bound T cells and inhibited *them*": the object of the verb before."""
        verb = token.head
        if verb.dep_ != "conj" or not _is_verb(verb.head):
            return []
        objects = [c for c in verb.head.children if c.dep_ == "dobj"]
        objects += [g for c in verb.head.children if c.dep_ == "prep" for g in c.children if g.dep_ == "pobj"]
        plural = [o for o in objects if o.tag_ in ("NNS", "NNPS")]
        found = self.of(plural[0], depth + 1) if len(plural) == 1 else []
        return [replace(a, steps=a.steps + 1, antecedent=self.by_index[a.name].place) for a in found]

    def _passed(self, argument: Argument, token: Token) -> Argument:
        """The argument with one more word on the way to it; of a masked name, its last word as the text has it."""
        word = self.by_index[self.heads[token.i]].head if token.i in self.heads else token.text
        return replace(argument, way=(word, *argument.way))

    def _lemma(self, token: Token) -> str:
        """The word's lemma; for a masked name, its last word as the text has it."""
        if token.i not in self.heads:
            return str(token.lemma_).lower()
        word = self.by_index[self.heads[token.i]].head.lower()
        return word if word in bridges() else word.removesuffix("s")

    def _through(self, token: Token, lemma: str, depth: int) -> list[Argument]:
        """Through a bridge or an effect noun to what it is about."""
        if token.pos_ not in ("NOUN", "PROPN", "VERB", "ADJ"):
            return []
        effect = triggers("N").get(lemma)
        if effect and effect.effect in _NOMINAL_EFFECTS and token.i not in self.heads:
            inner = self.complements(
                token,
                effect.objects,
                depth,
                compounds=effect.effect in ("gain", "loss") or not takes_object(token),
            )
            if effect.effect in ("increase", "decrease"):
                inner = [_as_before(a) for a in inner]
            sign = SIGN[effect.effect]
            side = bridges()[lemma].aspect if lemma in bridges() else None  # of "overexpression"
            found = [replace(a, aspect=a.aspect or side, sign=a.sign * sign) for a in inner]
            if found or side is not None:
                return [
                    self._passed(replace(a, effect=effect.effect, steps=a.steps + 1), token) for a in found
                ]
        bridge = bridges().get(lemma)
        if bridge is None:
            return []
        inner = self.complements(token, bridge.objects, depth, compounds=not bridge.only)
        if bridge.aspect in _OF_MOLECULES and self._are(inner, Category.CELL):
            before = self._modifying(token, depth)
            inner = before if self._are(before, Category.GENE) else inner
        if bridge.aspect is None:
            inner = [a for a in inner if a.token > token.i or self._is_named_before(a, lemma)]
        if bridge.aspect in RESPONSES:
            inner = [a for a in inner if not a.effect]
        if bridge.aspect is None:
            return [replace(a, steps=a.steps + 1) for a in inner]
        return [
            self._passed(
                replace(a, aspect=a.aspect or bridge.aspect, sign=a.sign * bridge.sign, steps=a.steps + 1),
                token,
            )
            for a in inner
        ]

    def _is_named_before(self, argument: Argument, noun: str) -> bool:
        """Whether the name before a noun is meant itself: "EGFR *protein*", but not "T cell *genes*"."""
        category = self.by_index[argument.name].category
        return category in _NAMED_BEFORE and not (category is Category.CELL and noun in _MOLECULAR)

    def of_condition(self, token: Token) -> list[Argument]:
        """As `of`, and through those who have the condition: "patients with melanoma"."""
        if token.lemma_.lower() in PEOPLE:
            return self.complements(token, frozenset({"with", "of", "having"}))
        if token.lemma_.lower() in _SHARES and token.i not in self.heads:
            of = (c for c in token.children if c.dep_ == "prep" and c.lower_ == "of")
            those = (p for c in of for p in c.children if p.dep_ == "pobj" and p.lemma_.lower() in PEOPLE)
            with_ = frozenset({"with"})
            return [a for p in those for a in self.of_condition(p) or self.complements(token, with_)]
        return self.of(token)

    def complements(
        self, token: Token, prepositions: frozenset[str], depth: int = 0, *, compounds: bool = True
    ) -> list[Argument]:
        """What the noun is about: its prepositional objects, or else the names that modify it."""
        places = prepositions - {"in"} if has_own_object(token) else prepositions
        found = [
            replace(argument, negated=argument.negated or is_excepted(child))
            for child in token.children
            if child.dep_ == "prep" and child.lower_ in places
            for inner in child.children
            if inner.dep_ == "pobj"
            for argument in self.of(inner, depth + 1)
        ]
        if not found and "in" in places:
            found = self._behind(token, depth)
        if not found and "of" not in places:
            found = self._misattached(token, places, depth)
        if not found and compounds:
            found = self._modifying(token, depth)
        return found or self._borrowed(token, prepositions, depth)

    def _behind(self, token: Token, depth: int) -> list[Argument]:
        """ "Caused a spike *in X*" where the parse hangs the phrase on the verb."""
        verb = token.head
        phrases = (
            (c for c in verb.children if c.i == token.i + 1 and c.lower_ == "in")
            if token.dep_ == "dobj"
            else ()
        )
        return [a for c in phrases for p in c.children if p.dep_ == "pobj" for a in self.of(p, depth + 1)]

    def _misattached(self, token: Token, prepositions: frozenset[str], depth: int) -> list[Argument]:
        """ "Treatment of cells *with X*" where the parse hangs the phrase on the cells."""
        of = (c for c in token.children if c.dep_ == "prep" and c.lower_ == "of")
        patients = (p for c in of for p in c.children if p.dep_ == "pobj")
        phrases = (c for p in patients for c in p.children if c.dep_ == "prep" and c.lower_ in prepositions)
        return [a for c in phrases for p in c.children if p.dep_ == "pobj" for a in self.of(p, depth + 1)]

    def _are(self, found: Sequence[Argument], category: Category) -> bool:
        """Whether these are all of the category: "IL-6 secretion *of monocytes*" is about IL-6, not about the cells."""
        return all(self.by_index[a.name].category is category for a in found) and bool(found)

    def _modifying(self, token: Token, depth: int) -> list[Argument]:
        """The name that stands nearest before the noun: the MCP-1 of "monocyte MCP-1 expression"."""
        before = [c for c in token.children if c.dep_ in MODIFIERS and c.i < token.i]
        for child in reversed(before):
            if any(c.dep_ == "conj" and c.pos_ == "ADJ" for c in child.children):
                continue  # "X and concomitant *proliferation*": X is joined to the noun
            if child.tag_ == "PRP$" and (found := self._resumed(child)):
                return found
            if child.i in self.heads:
                joined = [c for c in child.conjuncts if c.i in self.heads and c.i < token.i]
                return [Argument(self.heads[c.i], c.i) for c in (child, *joined)]
            if self._lemma(child) in bridges():
                found = self.complements(child, frozenset(), depth + 1)
                side = bridges()[self._lemma(child)].aspect if self._lemma(child) in _SITES else None
                return [replace(a, aspect=a.aspect or side) for a in found]
        return []

    def _borrowed(self, token: Token, prepositions: frozenset[str], depth: int) -> list[Argument]:
        """What a coordinated noun is about: the X of "expression and activity of X" is that of both."""
        if depth >= _DEPTH or is_described(token):
            return []
        if token.dep_ == "conj" and self._lemma(token.head) in bridges():
            return self.complements(token.head, prepositions, depth + 1)
        for child in token.children:
            if child.dep_ == "conj" and self._lemma(child) in bridges():
                return self.complements(child, bridges()[self._lemma(child)].objects, depth + 1)
        return []

    def _described(self, argument: Argument, token: Token) -> Argument:
        """Take in the adjectives and determiners of a phrase: "no", "elevated", "reduced"."""
        for child in token.children:
            word = child.lower_
            if child.dep_ in ("amod", "det", "neg", "preconj", "nmod", "compound"):
                if word in _NEGATIVE_DETERMINERS or child.dep_ == "neg":
                    argument = replace(argument, negated=True)
                elif child.i == 0 and is_lowering(child):
                    argument = replace(argument, sign=-argument.sign, effect="down")
                elif child.dep_ == "amod" and (
                    is_dose(token, word) or not self._takes_degree(argument, word)
                ):
                    continue
                elif child.dep_ == "amod" and word in RAISING_ADJECTIVES:
                    argument = replace(
                        argument, note=_state(word, argument), effect=argument.effect or "increase"
                    )
                elif child.dep_ == "amod" and word in LOWERING_ADJECTIVES and argument.note == "":
                    argument = replace(
                        argument,
                        note=_state(word, argument),
                        sign=-argument.sign,
                        effect=argument.effect or "decrease",
                    )
        return argument

    def _takes_degree(self, argument: Argument, word: str) -> bool:
        """Whether "low" or "increased" is said of an amount: "low IL-6", "low levels of X", not "low-dose aspirin"."""
        if argument.aspect is not None:
            return True
        category = self.by_index[argument.name].category
        if argument.steps or category in AGENTS:
            return False
        return word not in _DEGREES or category in _COUNTED

    def _resumed(self, token: Token) -> list[Argument]:
        """What "these cells", "the drug", "it" or "their" take up again."""
        found = find_antecedent(token, self.names, self.earlier) if self.coreference else None
        return (
            [Argument(name.index, token.i, steps=cost, antecedent=name.place) for name, cost in (found,)]
            if found
            else []
        )

    def _apposed(self, token: Token, depth: int) -> list[Argument]:
        """ "The investigational drug X", "a receptor, X, …", "X, an antibody that …"."""
        if token.pos_ not in ("NOUN", "PROPN"):
            return []
        if called := [t for t in names_given(token) if t.i in self.heads]:
            return [Argument(self.heads[t.i], t.i, steps=1) for t in called]
        for child in token.children:
            if child.dep_ == "appos" and child.i in self.heads and abs(child.i - token.i) <= 4:
                return [Argument(self.heads[child.i], child.i, steps=depth + 1)]
        if token.dep_ == "appos" and token.head.i in self.heads:
            return [Argument(self.heads[token.head.i], token.i, steps=1)]
        if token.dep_ == "attr" and token.head.lemma_ == "be":
            subjects = [c for c in token.head.children if c.dep_ == "nsubj" and c.i in self.heads]
            return [Argument(self.heads[c.i], token.i, steps=1) for c in subjects]
        return []


def _as_before(argument: Argument) -> Argument:
    """Without what an adjective says of how much there was before: "an increase in the *reduced* X levels"."""
    lowered = argument.note and argument.effect == "decrease"
    return replace(argument, sign=-argument.sign, effect="", note="") if lowered else argument


def _state(word: str, argument: Argument) -> str:
    return f"{word} {argument.aspect.value}" if argument.aspect else word


def _heads(sentence: Parse, names: Sequence[Named]) -> dict[int, int]:
    """The token that stands for each name."""
    found: dict[int, int] = {}
    words = [(token.idx, token.idx + len(token.text)) for token in sentence]
    for name in names:
        inside = [
            sentence[i] for i, (start, end) in enumerate(words) if start < name.end and end > name.start
        ]
        if inside:
            members = {t.i for t in inside}
            roots = [t for t in inside if t.head.i not in members or t.head.i == t.i]
            found[(roots or inside)[-1].i] = name.index
    return found


def _is_verb(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX")


def _unique(found: list[Argument]) -> list[Argument]:
    return list(dict.fromkeys(found))
