"""Which short claims does the parser practise on?

A small grammar draws statements such as abstracts and news make them, "X, an anti-Y antibody, inhibits the
release of Z", with their trees. The names and verbs of every claim are drawn anew.
"""

from __future__ import annotations

import random
from dataclasses import replace

from spacy.tokens import Doc
from spacy.vocab import Vocab

from ingest.language.train.phrases import Hung, Phrase, join, leaf, to_doc, without_doubled_commas
from ingest.language.train.things import COMMA, Things, indefinite
from ingest.language.train.vocabulary import Verb, read_verb, words

FULL_STOP = leaf(".", ".", glued=True)
MODALS = ("may", "can", "could", "might", "will")
LINKED = (
    ("associated", "with"),
    ("linked", "to"),
    ("correlated", "with"),
    ("implicated", "in"),
    ("required", "for"),
)
ROLES = (("biomarker", "for"), ("inhibitor", "of"), ("regulator", "of"), ("target", "of"), ("cause", "of"))
SHOWN = ("shown", "found", "reported", "known", "thought", "expected", "used", "designed")
SERVING = ("serve", "act", "function")


def draw_claims(count: int, vocab: Vocab, *, held_out: bool = False) -> list[Doc]:
    """`count` trees, always the same ones; held-out claims use words that the others do not."""
    grammar = Claims(Things(random.Random(f"claims {held_out}"), held_out=held_out))
    return [to_doc(grammar.sentence(), vocab) for _ in range(count)]


class Claims:
    """Draws clauses and sentences about things."""

    def __init__(self, things: Things) -> None:
        self._things = things
        self._prepositional = [read_verb(entry) for entry in words()["prepositional"]]
        self._reporting = [read_verb(entry) for entry in words()["reporting"]]

    def sentence(self) -> Phrase:
        """A sentence with its full stop, or seldom a title without one; it begins with a capital."""
        if self._things.chance(0.05):
            made = self._title()
        else:
            plain, longer = (
                (self.clause,) * 4,
                (self._news, self._news, self._said, self._opened, self._circumstance),
            )
            made = join(self._things.any_of(*plain, *longer), [], [("punct", FULL_STOP)])
        return _capitalised(without_doubled_commas(made))

    def clause(self) -> Phrase:
        """One claim."""
        return self._things.any_of(
            *(self._active,) * 4, *(self._passive,) * 2, self._prepositional_active, self._copula,
            self._association, self._serves, self._reported, self._two_verbs, self._by_means,
        )  # fmt: skip

    # clauses

    def _active(self) -> Phrase:
        """ "X inhibits Y in mice" """
        subject, verb = self._things.doer(), self._things.verb()
        before, head = self._finite(verb, subject)
        return join(head, [("nsubj", subject), *before], [("dobj", self._things.sufferer()), *self._ending()])

    def _prepositional_active(self) -> Phrase:
        """ "X binds to Y" """
        subject, verb = self._things.doer(), self._things.choice(self._prepositional)
        before, head = self._finite(verb, subject)
        thing = self._things.prep(verb.preposition, self._things.sufferer())
        return join(head, [("nsubj", subject), *before], [thing, *self._ending()])

    def _finite(self, verb: Verb, subject: Phrase) -> tuple[Hung, Phrase]:
        """What stands before the verb, and the verb: "does not inhibit", "may inhibit", "inhibited"."""
        things = self._things
        kind = things.choice(range(10))
        if kind == 0:
            return [("aux", leaf(things.choice(MODALS), "MD")), *things.adverb(0.2)], leaf(verb.base, "VB")
        if kind == 1:
            helper = leaf("did", "VBD") if things.chance(0.5) else _does(subject)
            return [("aux", helper), ("neg", leaf("not", "RB"))], leaf(verb.base, "VB")
        if kind == 2:
            helper = leaf("have", "VBP") if _is_plural(subject) else leaf("has", "VBZ")
            return [("aux", helper), *things.adverb(0.2)], leaf(verb.participle, "VBN")
        return things.adverb(0.15), _form(verb, subject, past=kind < 6)

    def _ending(self) -> Hung:
        """Nothing, "in mice" or "by 40 percent"."""
        if self._things.chance(0.08):
            number = leaf(str(self._things.choice(range(2, 100))), "CD")
            return [self._things.prep("by", join(leaf("percent", "NN"), [("nummod", number)]))]
        return [self._things.place()] if self._things.chance(0.3) else []

    def _passive(self) -> Phrase:
        """ "Y was inhibited by X" """
        agent = [self._things.agent(self._things.doer())] if self._things.chance(0.75) else []
        place = [self._things.place()] if self._things.chance(0.3) else []
        return self._passive_of(self._things.verb().participle, self._things.sufferer(), [*agent, *place])

    def _passive_of(self, word: str, subject: Phrase, after: Hung) -> Phrase:
        before = [
            ("nsubjpass", subject),
            ("auxpass", self._be(subject)),
            *self._negation(),
            *self._things.adverb(0.2),
        ]
        return join(leaf(word, "VBN"), before, after)

    def _be(self, subject: Phrase) -> Phrase:
        if self._things.chance(0.5):
            return leaf("were", "VBD") if _is_plural(subject) else leaf("was", "VBD")
        return leaf("are", "VBP") if _is_plural(subject) else leaf("is", "VBZ")

    def _negation(self) -> Hung:
        return [("neg", leaf("not", "RB"))] if self._things.chance(0.1) else []

    def _association(self) -> Phrase:
        """ "high levels of X are associated with resistance to Y" """
        things = self._things
        word, preposition = things.choice(LINKED)
        subject = things.any_of(things.quantity, things.gene, things.change)
        return self._passive_of(
            word, subject, [things.prep(preposition, things.any_of(things.response, things.sufferer))]
        )

    def _copula(self) -> Phrase:
        """ "X is a potent inhibitor of Y" """
        things = self._things
        subject = things.any_of(things.gene, things.drug, things.quantity)
        word, preposition = things.choice(ROLES)
        adjective = things.adjective(0.5)
        article = indefinite(adjective[0][1] if adjective else leaf(word, "NN"))
        left: Hung = [("det", leaf(things.choice((article, "the")), "DT")), *adjective]
        thing = join(leaf(word, "NN"), left, [things.prep(preposition, things.sufferer())])
        return join(self._be(subject), [("nsubj", subject)], [*self._negation(), ("attr", thing)])

    def _serves(self) -> Phrase:
        """ "X may serve as a biomarker of Y" """
        things = self._things
        noun = things.choice(("biomarker", "target", "marker", "ligand", "predictor"))
        thing = join(leaf(noun, "NN"), [("det", leaf("a", "DT"))], [things.prep("of", things.sufferer())])
        before: Hung = [
            ("nsubj", things.any_of(things.gene, things.quantity)),
            ("aux", leaf(things.choice(MODALS), "MD")),
        ]
        return join(leaf(things.choice(SERVING), "VB"), before, [things.prep("as", thing)])

    def _reported(self) -> Phrase:
        """ "X was shown to inhibit Y", "X appears to inhibit Y" """
        things, subject = self._things, self._things.doer()
        after: Hung = [("dobj", things.sufferer()), *self._ending()]
        inner = join(leaf(things.verb().base, "VB"), [("aux", leaf("to", "TO"))], after)
        if things.chance(0.4):
            verb = leaf("appear", "VBP") if _is_plural(subject) else leaf("appears", "VBZ")
            return join(verb, [("nsubj", subject)], [("xcomp", inner)])
        return self._passive_of(things.choice(SHOWN), subject, [("xcomp", inner)])

    def _two_verbs(self) -> Phrase:
        """ "X inhibits Y and promotes Z" """
        subject, past = self._things.doer(), self._things.chance(0.5)
        first, second = (
            join(_form(self._things.verb(), subject, past=past), [], [("dobj", self._things.sufferer())])
            for _ in range(2)
        )
        return join(first, [("nsubj", subject)], [("cc", leaf("and", "CC")), ("conj", second)])

    def _by_means(self) -> Phrase:
        """ "X inhibits Y by blocking Z" """
        means = join(leaf(self._things.verb().gerund, "VBG"), [], [("dobj", self._things.sufferer())])
        return join(self._active(), [], [("prep", join(leaf("by", "IN"), [], [("pcomp", means)]))])

    # sentences

    def _title(self) -> Phrase:
        things = self._things
        return join(
            things.any_of(things.change, things.quantity, things.treatment, things.linked),
            [],
            [things.place()],
        )

    def _source(self) -> Phrase:
        """ "researchers at the University of Kyoto", "the study", "we" """
        things = self._things
        kind = things.choice(range(4))
        if kind == 0:
            city = things.prep("of", leaf(things.word("cities"), "NNP"))
            home = join(leaf("University", "NNP"), [("det", leaf("the", "DT"))], [city])
            return join(leaf(things.word("sources").lower(), "NNS"), [], [things.prep("at", home)])
        if kind == 1:
            return join(
                leaf(things.word("studies"), "NN"), [("det", leaf(things.choice(("the", "this", "a")), "DT"))]
            )
        if kind == 2:
            return leaf("we", "PRP")
        article: Hung = [("det", leaf("the", "DT"))] if things.chance(0.4) else []
        return join(leaf(things.word("sources").lower(), "NNS"), article)

    def _news(self) -> Phrase:
        """ "Researchers found that X inhibits Y" """
        source = self._source()
        verb = _form(self._things.choice(self._reporting), source, past=self._things.chance(0.6))
        mark: Hung = [("mark", leaf("that", "IN"))] if self._things.chance(0.8) else []
        return join(verb, [("nsubj", source)], [("ccomp", join(self.clause(), mark))])

    def _said(self) -> Phrase:
        """ "X inhibits Y, researchers say" """
        source = self._source()
        verb = _form(read_verb("say:said"), source, past=self._things.chance(0.5))
        return join(verb, [("ccomp", self.clause()), ("punct", COMMA), ("nsubj", source)])

    def _opened(self) -> Phrase:
        """ "However, X inhibits Y" """
        return join(self.clause(), [("advmod", leaf(self._things.word("openers"), "RB")), ("punct", COMMA)])

    def _circumstance(self) -> Phrase:
        """ "In mice, X inhibits Y", "If X inhibits Y, Z rises", "X inhibits Y, whereas Z activates W" """
        things = self._things
        kind = things.choice(range(3))
        if kind == 0:
            return join(self.clause(), [things.place(), ("punct", COMMA)])
        if kind == 1:
            when = things.choice(
                (("advmod", leaf("when", "WRB")), ("mark", leaf("because", "IN")), ("mark", leaf("if", "IN")))
            )
            return join(self.clause(), [("advcl", join(self.clause(), [when])), ("punct", COMMA)])
        mark = ("mark", leaf(things.choice(("whereas", "while", "because")), "IN"))
        return join(self.clause(), [], [("punct", COMMA), ("advcl", join(self.clause(), [mark]))])


def _is_plural(subject: Phrase) -> bool:
    joined = any(word.label == "cc" and word.head == subject.root for word in subject.words)
    return joined or subject.words[subject.root].tag in ("NNS", "PRP")


def _does(subject: Phrase) -> Phrase:
    return leaf("do", "VBP") if _is_plural(subject) else leaf("does", "VBZ")


def _form(verb: Verb, subject: Phrase, *, past: bool) -> Phrase:
    if past:
        return leaf(verb.past, "VBD")
    return leaf(verb.base, "VBP") if _is_plural(subject) else leaf(verb.third, "VBZ")


def _capitalised(phrase: Phrase) -> Phrase:
    first = phrase.words[0]
    text = first.text[0].upper() + first.text[1:] if first.text.islower() else first.text
    return replace(phrase, words=(replace(first, text=text), *phrase.words[1:]))
