"""How likely is a relation to be right, in the light of the whole document?

A score is the probability that a strict reader calls the statement right: that the sentence says so of what its words
mean, times the trust in both names (`ingest.linking.trust`), to the power of 0.75. Of the first, what rules and
classifier think of the sentence counts, and so does what the rest of the document says: whether the two things meet
again, and whether the same is said of them there. Boosted trees, grown by ``ingest.relate.pairs.train.calibrate`` on
statements of real articles that strict readers judged against their sentences, make a probability of that. Relations
that rules find and readers saw too few of keep the rules' own trust.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from math import log, log1p, sqrt
from pathlib import Path

import numpy as np

from ingest.linking.ranker import Floats, Trees, chances, read_trees
from ingest.linking.trust import trust
from ingest.mention import Recognised, is_own
from ingest.relate.compose import CONDITIONS, MOLECULES
from ingest.relate.pairs.meaning import CLAIM_OF
from ingest.relate.pairs.opinion import Support
from ingest.relate.relator import APPOSED, CLASSIFIER, Relation
from kg.model import Document, DocumentKind, Span
from kg.vocabulary import RELATIONS, Category

PACKAGED = Path(__file__).parent / "relate" / "pairs" / "data" / "said.npz"
_RELATIONS, _CATEGORIES = tuple(RELATIONS), tuple(Category)
#: what the first factor of a score is made of, in the order of `Context.features`
FEATURES = (
    "claim",  # logit of the classifier's probability of the claim; where it has none, the rules' trust
    "anything",  # logit of its probability of any claim
    "forward",  # its probability that the subject acts on the object, 0 where it was not asked
    "denied",  # and that the claim is denied
    "supposed",  # and that it is but supposed
    "better",  # by how much another claim is likelier than this one
    "second",  # probability of the claim that it thinks second best
    "side",  # its probability that the side of the molecule is meant that is stated, 1 where there is none
    "classifier",  # 1 where no rule spoke
    "trust",  # logit of the rules' own trust, 0 where none spoke
    "chance",  # that trust, or the classifier's probability of the claim, as it is
    "unheard",  # 1 where the classifier says nothing of such a relation
    "negated",  # 1 of what is denied, on the classifier's word
    "hedged",  # 1 of what is supposed, on the classifier's word
    "link",  # how sure the less sure of the two links is, 0-1
    "names",  # how far the two names are trusted, 0-1
    "unknown",  # how many of the two no vocabulary knows
    "unnamed",  # 1 where one of these is a condition
    "short",  # log of the number of characters of the shorter name
    "acronyms",  # how many of the two are named by a few capitals
    "elsewhere",  # log of 1 + the relations of the two things in other sentences
    "agreed",  # the best logit of the same relation of the two in another sentence, from 0
    "together",  # log of the number of sentences that name both
    "first",  # 1 where the first sentence names both
    "rarer",  # log of how often the rarer of the two is named
    "commoner",  # log of how often the commoner is
    "crowd",  # log of the number of names in the sentence
    "length",  # log of the number of characters of the sentence
    "apart",  # log of 1 + the characters between the two
    "methods",  # 1 in a section that tells how something was done, or a caption
    "body",  # 1 in the body of a full text
    *(f"says {relation}" for relation in _RELATIONS),
    *(f"of {category.name}" for category in _CATEGORIES),
    *(f"to {category.name}" for category in _CATEGORIES),
    "by annotators",  # 1 of what was learnt from annotated corpora; 0 in use
)
#: relations that say how much there is of the object, and what it does
_OF_AMOUNT = frozenset({"increases_amount_of", "decreases_amount_of"})
_OF_DEED = frozenset({"activates", "inhibits"})
#: relations of which strict readers judged no more than 25 that rules had found
_FEW = frozenset(
    "biomarker_for confers_resistance_to confers_sensitivity_to form_of negatively_correlated_with part_of "
    "positively_correlated_with secretes worsens".split()
)
_LONG = frozenset({DocumentKind.FULL_TEXT, DocumentKind.PREPRINT})
_METHODS = re.compile(
    r"method|material|procedure|patients?$|participants|subjects|statistic|design|assessment|eligib|criteria|measure"
    r"|intervention|randomi[sz]|protocol|data collection|sample|setting|endpoint|outcome|ethic",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"[A-Z][A-Za-z]?[A-Z]{0,3}\d?")
#: how far names at some positions among those of a text are trusted, 0-1
Trusted = Callable[[str, Sequence[Recognised], Sequence[int]], Floats]
#: the opinion of a classifier that was not asked
_UNASKED = Support(None, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.5)
#: what the trust in the names counts: chosen on statements of which names and all were judged
_NAMES = 0.75
#: logits are kept within ± this
_BOUND = 6.9


def weigh(
    relations: Sequence[Relation], names: Sequence[Recognised], sentences: Sequence[Span], document: Document
) -> Iterator[Relation]:
    """The relations of a document with their scores, in their order."""
    context = Context(relations, names, sentences, document)
    said = chances(_trees().log_odds(context.features(relations))).tolist()
    for relation, chance in zip(relations, said, strict=True):
        told = relation.score if _is_new_to_readers(relation) else chance
        yield replace(relation, score=round(told * context.trust(relation), 4))


def _is_new_to_readers(relation: Relation) -> bool:
    """Whether readers saw too few of what rules find of this kind."""
    return relation.kind == APPOSED or (relation.kind != CLASSIFIER and relation.relation in _FEW)


@cache
def _trees() -> Trees:
    return read_trees(PACKAGED)


class Context:
    """What a document tells of the pairs of its names."""

    def __init__(
        self,
        relations: Sequence[Relation],
        names: Sequence[Recognised],
        sentences: Sequence[Span],
        document: Document,
        trusted: Trusted = trust,
    ) -> None:
        self._names = names
        self._document = document
        self._entities = [name.best.entity.id for name in names]
        self._starts = [sentence.start for sentence in sentences]
        self._places: dict[str, set[int]] = defaultdict(set)
        self._times: dict[str, int] = defaultdict(int)
        self._crowds: dict[int, int] = defaultdict(int)
        for name, entity in zip(names, self._entities, strict=True):
            place = self._place(name.span)
            self._places[entity].add(place)
            self._times[entity] += 1
            self._crowds[place] += 1
        #: how often something is affirmed of a pair, in all and in each sentence, and how surely at most in each sense
        self._said: Counter[frozenset[str]] = Counter()
        self._here: Counter[tuple[frozenset[str], Span]] = Counter()
        self._surest: dict[tuple[frozenset[str], str], dict[Span, float]] = defaultdict(dict)
        for relation in relations:
            if not relation.negated:
                self._said[self._pair(relation)] += 1
                self._here[self._pair(relation), relation.sentence] += 1
                surest = self._surest[self._pair(relation), _sense(relation)]
                surest[relation.sentence] = max(_said(relation), surest.get(relation.sentence, 0.0))
        #: the two surest sentences: of a long document nobody can compare each with all
        self._two = {
            key: sorted(surest.items(), key=lambda item: -item[1])[:2] for key, surest in self._surest.items()
        }
        self._together: dict[frozenset[str], frozenset[int]] = {}
        sides = sorted({side for r in relations for side in (r.subject, r.object)})
        self._trust: dict[int, float] = dict(
            zip(sides, trusted(document.text, names, sides).tolist(), strict=True)
        )

    def _place(self, span: Span) -> int:
        return bisect_right(self._starts, span.start) - 1

    def _pair(self, relation: Relation) -> frozenset[str]:
        return frozenset((self._entities[relation.subject], self._entities[relation.object]))

    def trust(self, relation: Relation) -> float:
        """By how much doubts of the names lower the chance that a statement is right, 0-1.

        What is said of a name that is wrong is wrong, too, but doubts of the two names of a statement and of what is
        said of them are not independent of each other.
        """
        return float((self._trust[relation.subject] * self._trust[relation.object]) ** _NAMES)

    def link(self, relation: Relation) -> float:
        """How sure the less sure link of the two is, 0-1."""
        return min(self._names[relation.subject].best.score, self._names[relation.object].best.score)

    def features(self, relations: Sequence[Relation]) -> Floats:
        """A row of `FEATURES` for each of these relations of the document."""
        rows = [(*self._heard(r), *self._of_names(r), *self._of_place(r), *self._kinds(r)) for r in relations]
        return np.array(rows, dtype=np.float64).reshape(-1, len(FEATURES))

    def _heard(self, relation: Relation) -> tuple[float, ...]:
        """What rules and classifier think of it."""
        opinion = relation.opinion or _UNASKED
        heard = opinion.claim is not None
        by_classifier = relation.kind == CLASSIFIER
        return (
            _logit(_said(relation)),
            _logit(opinion.anything if heard else relation.score),
            opinion.forward,
            opinion.negated,
            opinion.hedged,
            opinion.best - (opinion.claim or 0.0),
            opinion.second,
            self._side(relation, opinion.amount),
            float(by_classifier),
            0.0 if by_classifier else _logit(relation.score),
            relation.score,
            float(not heard),
            float(by_classifier and relation.negated),
            float(by_classifier and relation.hedged),
        )

    def _side(self, relation: Relation, amount: float) -> float:
        """How likely its object's amount or deed is meant, whichever is stated."""
        if relation.relation in _OF_AMOUNT:
            return amount
        object_ = self._names[relation.object].best.entity.category
        return 1 - amount if relation.relation in _OF_DEED and object_ in MOLECULES else 1.0

    def _of_names(self, relation: Relation) -> tuple[float, ...]:
        """What is known of the two names, and how often the document has them."""
        names = self._names[relation.subject], self._names[relation.object]
        one, other = self._entities[relation.subject], self._entities[relation.object]
        pair, sentence = self._pair(relation), relation.sentence
        elsewhere = self._said[pair] - self._here[pair, sentence]
        same = [
            _logit(said) for place, said in self._two.get((pair, _sense(relation)), ()) if place != sentence
        ]
        if pair not in self._together:
            self._together[pair] = frozenset(self._places[one] & self._places[other])
        together = self._together[pair]
        times = sorted((self._times[one], self._times[other]))
        surfaces = [name.span.of(self._document.text) for name in names]
        return (
            self.link(relation),
            sqrt(self._trust[relation.subject] * self._trust[relation.object]),
            float(is_own(one) + is_own(other)),
            float(
                any(is_own(e.id) and e.category in CONDITIONS for e in (name.best.entity for name in names))
            ),
            log(min(map(len, surfaces))),
            float(sum(bool(_ACRONYM.fullmatch(surface)) for surface in surfaces)),
            log1p(elsewhere),
            max(same, default=-_BOUND) + _BOUND,
            log(max(1, len(together))),
            float(0 in together),
            log(times[0]),
            log(times[1]),
        )

    def _of_place(self, relation: Relation) -> tuple[float, ...]:
        """Where in the document and in its sentence it is said."""
        names = self._names[relation.subject], self._names[relation.object]
        between = max(name.span.start for name in names) - min(name.span.end for name in names)
        section = self._document.section_at(relation.sentence.start)
        return (
            log(max(1, self._crowds[self._place(relation.sentence)])),
            log(relation.sentence.end - relation.sentence.start),
            log1p(max(0, between)),
            float(
                section is not None and (section.kind == "caption" or bool(_METHODS.search(section.title)))
            ),
            float(self._document.kind in _LONG and section is not None and section.kind == "body"),
        )

    def _kinds(self, relation: Relation) -> tuple[float, ...]:
        """Which relation it is, of things of which categories."""
        subject, object_ = (
            self._names[side].best.entity.category for side in (relation.subject, relation.object)
        )
        return (
            *(float(relation.relation == one) for one in _RELATIONS),
            *(float(subject is one) for one in _CATEGORIES),
            *(float(object_ is one) for one in _CATEGORIES),
            0.0,
        )


def _said(relation: Relation) -> float:
    claim = (relation.opinion or _UNASKED).claim
    return relation.score if claim is None else claim


def _sense(relation: Relation) -> str:
    told = relation.read_as or relation.relation
    return CLAIM_OF.get(told, told)


def _logit(chance: float) -> float:
    bounded = min(max(chance, 1e-3), 1 - 1e-3)
    return log(bounded / (1 - bounded))
