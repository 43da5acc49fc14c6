"""How likely is a relation to be right, in the light of the whole document?

A score is the probability that a strict reader calls the statement right: that the sentence says so of what its words
mean, times the root of the trust in both names (`ingest.linking.trust`). Of the first, what rules and classifier
think of the sentence counts, and so does what the rest of the document says: whether the two things meet again, and
whether the same is said of them there. The weights were fitted by ``ingest.relate.pairs.train.calibrate`` on
statements of real articles that readers judged against their sentences. What rules compose of nested effects, of
which the classifier knows nothing, and relations that readers saw too few of keep the rules' own trust.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib import resources
from math import exp, log, log1p, sqrt

from ingest.linking.trust import trust
from ingest.mention import Recognised, is_own
from ingest.relate.compose import CONDITIONS
from ingest.relate.groups import GROUP_OF
from ingest.relate.pairs.meaning import CLAIM_OF
from ingest.relate.relator import APPOSED, CLASSIFIER, NAME, Relation
from kg.model import Document, DocumentKind, Span

#: what a score is made of, in the order of `features`
FEATURES = (
    "claim",  # logit of the classifier's probability of the claim; where it has none, the rules' trust
    "anything",  # logit of its probability of any claim
    "classifier",  # 1 where no rule spoke
    "trust",  # logit of the rules' own trust, 0 where none spoke
    "chance",  # that trust, or the classifier's probability of the claim, as it is
    "unheard",  # 1 where the classifier says nothing of such a relation
    "vague",  # 1 of relations that say little
    "negated",  # 1 of what is denied, on the classifier's word
    "hedged",  # 1 of what is supposed, on the classifier's word
    "link",  # how sure the less sure of the two links is, 0-1
    "doubtful",  # 1 where that is a guess
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
)
_LONG = frozenset({DocumentKind.FULL_TEXT, DocumentKind.PREPRINT})
_VAGUE = frozenset({"associated_with", "affects"})
#: a link of a lower score is a guess, and so is a statement about it
_DOUBTFUL = 0.4
_METHODS = re.compile(
    r"method|material|procedure|patients?$|participants|subjects|statistic|design|assessment|eligib|criteria|measure"
    r"|intervention|randomi[sz]|protocol|data collection|sample|setting|endpoint|outcome|ethic",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"[A-Z][A-Za-z]?[A-Z]{0,3}\d?")
#: logits are kept within ± this
_BOUND = 6.9


@dataclass(frozen=True)
class Weights:
    """Weights of a logistic regression: of `FEATURES`, of pairs of groups ("chemical-gene"), and of relations that the
    classifier alone found and kinds of rules.
    """

    bias: float
    features: tuple[float, ...]
    groups: Mapping[str, float]
    relations: Mapping[str, float]
    judged: frozenset[str] = frozenset()
    """The relations of rules that enough was judged of; others keep the rules' own trust."""

    @cached_property
    def usual(self) -> float:
        """What counts for groups without a weight of their own: the mean."""
        return sum(self.groups.values()) / max(1, len(self.groups))

    def score(self, values: Sequence[float], groups: str, relation: str) -> float:
        """The probability 0-1 that a relation of these features is right; ``relation`` is as `heard` has it."""
        total = self.bias + self.groups.get(groups, self.usual) + self.relations.get(relation, 0.0)
        total += sum(weight * value for weight, value in zip(self.features, values, strict=True))
        return 1 / (1 + exp(-total))


@cache
def fitted() -> Weights:
    """The packaged weights."""
    data = resources.files("ingest.relate.pairs").joinpath("data/calibration.json").read_text("utf-8")
    read = json.loads(data)
    return Weights(
        read["bias"],
        tuple(read["features"][name] for name in FEATURES),
        read["groups"],
        read["relations"],
        frozenset(read["judged"]),
    )


def weigh(
    relations: Sequence[Relation], names: Sequence[Recognised], sentences: Sequence[Span], document: Document
) -> Iterator[Relation]:
    """The relations of a document with their scores, in their order."""
    weights, context = fitted(), Context(relations, names, sentences, document)
    for relation in relations:
        if relation.kind == CLASSIFIER or _is_fitted(relation, weights):
            said = weights.score(context.features(relation), context.groups(relation), heard(relation))
        else:
            said = relation.score
        yield replace(relation, score=round(said * context.trust(relation), 4))


def _is_fitted(relation: Relation, weights: Weights) -> bool:
    """Whether readers judged enough of what rules find of this kind."""
    return relation.relation in weights.judged and relation.kind != APPOSED and not relation.path


def heard(relation: Relation) -> str:
    """What has a weight of its own: the relation if the classifier alone found it, else the kind of rule that did.

    What names say ("AChE inhibitors", "KRAS G12C") is too various for one weight.
    """
    if relation.kind == CLASSIFIER:
        return relation.read_as or relation.relation
    return f"{NAME} {relation.relation}" if relation.kind == NAME else relation.kind


class Context:
    """What a document tells of the pairs of its names."""

    def __init__(
        self,
        relations: Sequence[Relation],
        names: Sequence[Recognised],
        sentences: Sequence[Span],
        document: Document,
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
            zip(sides, trust(document.text, names, sides).tolist(), strict=True)
        )

    def _place(self, span: Span) -> int:
        return bisect_right(self._starts, span.start) - 1

    def _pair(self, relation: Relation) -> frozenset[str]:
        return frozenset((self._entities[relation.subject], self._entities[relation.object]))

    def groups(self, relation: Relation) -> str:
        """The groups of the two names, "chemical-gene"."""
        sides = (self._names[relation.subject], self._names[relation.object])
        return "-".join(sorted(GROUP_OF[name.best.entity.category] for name in sides))

    def trust(self, relation: Relation) -> float:
        """How far both names are trusted, 0-1.

        It is their geometric mean: who judges a statement as a whole lets more names pass than who judges names alone.
        """
        return sqrt(self._trust[relation.subject] * self._trust[relation.object])

    def link(self, relation: Relation) -> float:
        """How sure the less sure link of the two is, 0-1."""
        return min(self._names[relation.subject].best.score, self._names[relation.object].best.score)

    def features(self, relation: Relation) -> tuple[float, ...]:
        """The values of `FEATURES`."""
        claim, anything = relation.opinion or (relation.score, relation.score)
        pair, sentence = self._pair(relation), relation.sentence
        names = self._names[relation.subject], self._names[relation.object]
        one, other = self._entities[relation.subject], self._entities[relation.object]
        elsewhere = self._said[pair] - self._here[pair, sentence]
        same = [
            _logit(said) for place, said in self._two.get((pair, _sense(relation)), ()) if place != sentence
        ]
        if pair not in self._together:
            self._together[pair] = frozenset(self._places[one] & self._places[other])
        together = self._together[pair]
        times = sorted((self._times[one], self._times[other]))
        by_classifier = relation.kind == CLASSIFIER
        link = self.link(relation)
        surfaces = [name.span.of(self._document.text) for name in names]
        between = max(name.span.start for name in names) - min(name.span.end for name in names)
        section = self._document.section_at(relation.sentence.start)
        return (
            _logit(claim),
            _logit(anything),
            float(by_classifier),
            0.0 if by_classifier else _logit(relation.score),
            relation.score,
            float(relation.opinion is None),
            float(relation.relation in _VAGUE),
            float(by_classifier and relation.negated),
            float(by_classifier and relation.hedged),
            link,
            float(link < _DOUBTFUL),
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
            log(max(1, self._crowds[self._place(relation.sentence)])),
            log(relation.sentence.end - relation.sentence.start),
            log1p(max(0, between)),
            float(
                section is not None and (section.kind == "caption" or bool(_METHODS.search(section.title)))
            ),
            float(self._document.kind in _LONG and section is not None and section.kind == "body"),
        )


def _said(relation: Relation) -> float:
    return relation.score if relation.opinion is None else relation.opinion[0]


def _sense(relation: Relation) -> str:
    told = relation.read_as or relation.relation
    return CLAIM_OF.get(told, told)


def _logit(chance: float) -> float:
    bounded = min(max(chance, 1e-3), 1 - 1e-3)
    return log(bounded / (1 - bounded))
