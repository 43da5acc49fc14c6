"""Which noun phrases do the made-up claims speak of?"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

from ingest.language.train.phrases import Hung, Phrase, glue, join, leaf, name
from ingest.language.train.vocabulary import Verb, invent_drug, invent_gene, read_verb, words

T = TypeVar("T")
Maker = Callable[[], Phrase]

COMMA = leaf(",", ",", glued=True)
HYPHEN = leaf("-", "HYPH", glued=True)
LINKS = (("induced", "VBN"), ("mediated", "VBN"), ("driven", "VBN"), ("dependent", "JJ"))
KINDS_OF_CELLS = (("deficient", "JJ"), ("positive", "JJ"), ("treated", "VBN"), ("expressing", "VBG"))
HOLDING = ("expressing", "lacking", "carrying", "producing", "receiving")
THERAPIES = ("therapy", "treatment", "immunotherapy")
SPELLED_WITH_VOWEL = "aeiouAEFHILMNORSX"


class Things:
    """Draws noun phrases; the held-out ones use a fifth of each word list that the others do not."""

    def __init__(self, draw: random.Random, *, held_out: bool) -> None:
        self._draw = draw
        self._held_out = held_out
        self._verbs = [read_verb(entry) for entry in self._share(words()["verbs"])]

    def choice(self, options: Sequence[T]) -> T:
        """One of the options."""
        return self._draw.choice(options)

    def chance(self, share: float) -> bool:
        """True in that share of all draws."""
        return self._draw.random() < share

    def any_of(self, *makers: Maker) -> Phrase:
        """What one of the makers makes."""
        return self.choice(makers)()

    def verb(self) -> Verb:
        """A transitive verb."""
        return self.choice(self._verbs)

    def word(self, kind: str) -> str:
        """An entry of one of the word lists."""
        return self.choice(self._share(words()[kind]))

    def _share(self, entries: Sequence[T]) -> Sequence[T]:
        if len(entries) < 10:
            return entries
        return [entry for i, entry in enumerate(entries) if (i % 5 == 4) == self._held_out]

    # names

    def gene(self) -> Phrase:
        """ "STAT3", "KLK-L7" """
        return name(invent_gene(self._draw) if self.chance(0.6) else self.word("genes"))

    def drug(self) -> Phrase:
        """ "olaparib", "GX-412" """
        return name(invent_drug(self._draw) if self.chance(0.5) else self.word("drugs"))

    def anti(self) -> Phrase:
        """ "anti-CD19" """
        return join(glue(self.gene()), [("amod", leaf("anti", "JJ")), ("punct", HYPHEN)])

    def cells(self) -> Phrase:
        """ "CD8+ T cells", "activated macrophages" """
        if self.chance(0.4):
            noun = leaf(self.word("cells"), "NNS")
        else:
            kind, head = self.word("cell_compounds").split("+")
            noun = join(leaf(head, "NNS"), [("compound", name(kind))])
        marker: Hung = [("nmod", name(self.word("markers")))] if self.chance(0.2) else self.adjective(0.15)
        return join(noun, marker)

    def people(self) -> Phrase:
        """ "mice", "patients with asthma" """
        noun = leaf(self.word("people"), "NNS")
        return join(noun, [], [self.prep("with", self.disease())]) if self.chance(0.5) else noun

    def disease(self) -> Phrase:
        """ "asthma", "lung cancer" """
        return leaf(self.word("diseases"), "NN") if self.chance(0.5) else self._compound("disease_compounds")

    def process(self) -> Phrase:
        """ "apoptosis", "reduced migration" """
        return join(leaf(self.word("processes"), "NN"), self.adjective(0.2))

    def common(self) -> Phrase:
        """ "the drug", "a new vaccine" """
        noun = leaf(self.word("common_nouns"), "NN")
        adjective: Hung = [("amod", leaf(self.word("common_adjectives"), "JJ"))] if self.chance(0.5) else []
        following = adjective[0][1] if adjective else noun
        return join(
            noun, [("det", leaf(self.choice(("the", "this", indefinite(following))), "DT")), *adjective]
        )

    def _compound(self, kind: str) -> Phrase:
        first, head = self.word(kind).split("+")
        return join(leaf(head, "NNS" if head == "levels" else "NN"), [("compound", leaf(first, "NN"))])

    # parts

    def adjective(self, share: float) -> Hung:
        """An adjective, in that share of all draws."""
        return [("amod", leaf(self.word("adjectives"), "JJ"))] if self.chance(share) else []

    def prep(self, word: str, thing: Phrase) -> tuple[str, Phrase]:
        """ "in mice" """
        return "prep", join(leaf(word, "IN"), [], [("pobj", thing)])

    def agent(self, thing: Phrase) -> tuple[str, Phrase]:
        """ "by macrophages" """
        return "agent", join(leaf("by", "IN"), [], [("pobj", thing)])

    def place(self) -> tuple[str, Phrase]:
        """ "in children with asthma" """
        return self.prep("in", self.any_of(self.cells, self.people, self.disease))

    def both(self, maker: Maker) -> Phrase:
        """ "X and Y" """
        word = self.choice(("and", "and", "or"))
        return join(maker(), [], [("cc", leaf(word, "CC")), ("conj", maker())])

    # noun phrases

    def quantity(self) -> Phrase:
        """ "the expression of X", "high X levels" """
        word = self.word("quantities")
        noun = leaf(word, "NNS" if word == "levels" else "NN")
        if self.chance(0.35):
            return join(noun, [*self.adjective(0.4), ("compound", self.gene())])
        article: Hung = [("det", leaf("the", "DT"))] if self.chance(0.5) else []
        return join(
            noun, [*article, *self.adjective(0.3)], [self.prep("of", self.any_of(self.gene, self.process))]
        )

    def change(self) -> Phrase:
        """ "inhibition of X", "X deletion in macrophages" """
        noun, place = leaf(self.word("changes"), "NN"), [self.place()] if self.chance(0.3) else []
        if self.chance(0.3):
            return join(noun, [("compound", self.gene())], place)
        return join(noun, self.adjective(0.2), [self.prep("of", self.gene()), *place])

    def treatment(self) -> Phrase:
        """ "treatment with X", "anti-X therapy", "X antibodies" """
        kind = self._draw.randrange(4)
        if kind == 0:
            return join(leaf("treatment", "NN"), [], [self.prep("with", self.drug())])
        noun = leaf("antibodies", "NNS") if kind == 1 else leaf(self.choice(THERAPIES), "NN")
        return join(noun, [("compound", self.any_of(self.anti, self.drug) if kind == 2 else self.anti())])

    def named_agent(self) -> Phrase:
        """ "the X inhibitor Y" """
        role = join(leaf(self.word("roles"), "NN"), [("compound", self.any_of(self.gene, self.anti))])
        article: Hung = [("det", leaf("the", "DT"))] if self.chance(0.8) else []
        return join(self.drug(), [*article, ("compound", role)])

    def bracketed(self) -> Phrase:
        """ "X (Y)" """
        bracket: Hung = [("punct", leaf("(", "-LRB-")), ("appos", glue(self.gene()))]
        shut = ("punct", leaf(")", "-RRB-", glued=True))
        return join(self.any_of(self.gene, self.quantity, self.drug), [], [*bracket, shut])

    def explained_agent(self) -> Phrase:
        """ "X, an anti-Y antibody," """
        owner, role = self.any_of(self.gene, self.anti, self.disease), leaf(self.word("roles"), "NN")
        if self.chance(0.6):
            gloss = join(role, [("det", leaf(indefinite(owner), "DT")), ("compound", owner)])
        else:
            gloss = join(role, [("det", leaf(indefinite(role), "DT"))], [self.prep("of", owner)])
        return join(
            self.any_of(self.drug, self.gene), [], [("punct", COMMA), ("appos", gloss), ("punct", COMMA)]
        )

    def linked(self) -> Phrase:
        """ "X-induced apoptosis", "X-deficient mice" """
        of_cells = self.chance(0.4)
        word, tag = self.choice(KINDS_OF_CELLS if of_cells else LINKS)
        how = join(
            leaf(word, tag, glued=True), [("npadvmod", self.any_of(self.gene, self.drug)), ("punct", HYPHEN)]
        )
        return join(self.any_of(self.cells, self.people) if of_cells else self.process(), [("amod", how)])

    def holding(self) -> Phrase:
        """ "cells expressing X", "mice lacking X" """
        held = join(leaf(self.choice(HOLDING), "VBG"), [], [("dobj", self.any_of(self.gene, self.drug))])
        return join(self.any_of(self.cells, self.people), [], [("acl", held)])

    def affected(self) -> Phrase:
        """ "apoptosis induced by X", "cells isolated from mice" """
        if self.chance(0.5):
            done = join(
                leaf(self.verb().participle, "VBN"), [], [self.agent(self.any_of(self.gene, self.drug))]
            )
            return join(self.any_of(self.process, self.disease, self.cells), [], [("acl", done)])
        word, preposition = self.word("origins").split("+")
        source = self.prep(preposition, self.any_of(self.people, self.cells, self.drug, self.disease))
        return join(self.any_of(self.cells, self.gene), [], [("acl", join(leaf(word, "VBN"), [], [source]))])

    def relative(self) -> Phrase:
        """ "macrophages that strongly express X", "X, which inhibits Y," """
        thing, adverb = self.any_of(self.gene, self.process, self.drug), self.adverb(0.25)
        if self.chance(0.6):
            clause = join(
                leaf(self.verb().base, "VBP"), [("nsubj", leaf("that", "WDT")), *adverb], [("dobj", thing)]
            )
            return join(self.any_of(self.cells, self.people), [], [("relcl", clause)])
        clause = join(
            leaf(self.verb().third, "VBZ"), [("nsubj", leaf("which", "WDT")), *adverb], [("dobj", thing)]
        )
        return join(self.gene(), [], [("punct", COMMA), ("relcl", clause), ("punct", COMMA)])

    def adverb(self, share: float) -> Hung:
        """An adverb, in that share of all draws."""
        return [("advmod", leaf(self.word("adverbs"), "RB"))] if self.chance(share) else []

    def response(self) -> Phrase:
        """ "resistance to X therapy" """
        thing = self.any_of(self.drug, self.treatment)
        return join(leaf(self.word("effects"), "NN"), self.adjective(0.2), [self.prep("to", thing)])

    def doer(self) -> Phrase:
        """A phrase that may be the subject of an action."""
        names = (
            self.gene,
            self.gene,
            self.drug,
            self.drug,
            self.cells,
            self.common,
            self.named_agent,
            self.bracketed,
        )
        events = (self.treatment, self.change, self.quantity)
        longer = (self.explained_agent, self.holding, self.affected, self.relative)
        pairs = tuple(lambda maker=maker: self.both(maker) for maker in (self.gene, self.drug, self.cells))
        return self.any_of(*names, *events, *longer, *pairs)

    def sufferer(self) -> Phrase:
        """A phrase that may be the object of an action."""
        names = (
            self.gene,
            self.gene,
            self.process,
            self.process,
            self.disease,
            self.disease,
            self.cells,
            self.common,
        )
        events = (self.quantity, self.change, self.response)
        longer = (self.linked, self.holding, self.affected, self.bracketed)
        pairs = tuple(lambda maker=maker: self.both(maker) for maker in (self.gene, self.process))
        return self.any_of(*names, *events, *longer, *pairs)


def indefinite(following: Phrase) -> str:
    """ "a" or "an", for what follows; symbols are spelled out."""
    text = following.words[0].text
    return "an" if text[0] in ("aeiou" if text.islower() else SPELLED_WITH_VOWEL) else "a"
