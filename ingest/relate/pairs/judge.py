"""What holds of two names, when the rules and the classifier have both spoken?

A relation that the rules found keeps its words and gets its score from both. Where they found none, or the
classifier is sure that something else is claimed, the relation is the classifier's. Scores are probabilities,
fitted on development data by ``ingest.relate.pairs.train.calibrate``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import exp, log
from pathlib import Path
from typing import NamedTuple

from spacy.tokens import Doc, Token

from ingest.relate.compose import CONDITIONS
from ingest.relate.groups import GROUP_OF
from ingest.relate.lexis import SIGN, bridges
from ingest.relate.mask import Masked, Named
from ingest.relate.modality import modality
from ingest.relate.pairs.meaning import CLAIM_OF, acts_first, convention, meaning
from ingest.relate.pairs.opinion import CLAIMS, Claimed, Opinion
from ingest.relate.pairs.seen import Pair, Seen
from ingest.relate.relator import CLASSIFIER, Relation
from kg.model import Span
from kg.vocabulary import Aspect

KIND = CLASSIFIER
#: a claim less likely than LEAST is not stated; a sure one overrules a rule whose own claim is a poor one
LEAST, _SURE, _POOR = 0.2, 0.7, 0.15
#: a classifier that thinks nothing as likely as this does not agree with a rule, whatever comes next
_NOTHING = 0.8


class Weights(NamedTuple):
    """How a score is made: its logit is the sum of these times the features of `features`, and `bias`."""

    bias: float
    claim: float
    anything: float
    trust: float


#: until fitted: as likely as the classifier says, or as the rule does
UNFITTED = {"rule": Weights(-1.0, 0.5, 0.3, 3.0), KIND: Weights(0.0, 1.0, 0.0, 0.0)}


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence with all that was said of it."""

    parse: Doc
    masked: Masked
    offset: int
    seen: Seen
    pairs: Sequence[Pair]
    opinions: Sequence[Opinion]


def judge(heard: Heard, relations: Iterable[Relation]) -> list[Relation]:
    """The sentence's relations, scored; those of the rules first."""
    by_names = {frozenset(p.names): (p, o) for p, o in zip(heard.pairs, heard.opinions, strict=True)}
    names = {name.index: name for name in heard.masked.names}
    kept: list[Relation] = []
    spoken: set[frozenset[int]] = set()
    for relation in relations:
        sides = frozenset((relation.subject, relation.object))
        if relation.kind in ("name", "path") or sides not in by_names:
            kept.append(relation)
            spoken.add(sides)
            continue
        pair, opinion = by_names[sides]
        composed = _is_composed(heard, pair)
        if not composed and is_overruled(CLAIM_OF.get(relation.relation), opinion):
            continue
        spoken.add(sides)
        kept.append(replace(relation, score=_rescored(relation, pair, opinion, names, composed)))
    told = {_entities(sides, names) for sides in spoken if sides <= names.keys()}
    for sides, (pair, opinion) in by_names.items():
        if (
            _entities(sides, names) not in told
            and (found := _relation(heard, pair, opinion, names)) is not None
        ):
            kept.append(found)
    return kept


def _entities(sides: Iterable[int], names: Mapping[int, Named]) -> frozenset[str]:
    return frozenset(names[side].entity for side in sides)


def _rescored(
    relation: Relation, pair: Pair, opinion: Opinion, names: Mapping[int, Named], composed: bool
) -> float:
    """The score of what a rule found: its own where the classifier was taught nothing like it.

    Where the classifier thinks the same, or vaguely so, the better of both.
    """
    claim = CLAIM_OF.get(relation.relation)
    if (
        relation.negated
        or claim is None
        or not convention(*(names[number].category for number in pair.names))
    ):
        return relation.score
    fitted = _score("rule", pair, opinion, claim, names)
    agreed = (composed or opinion.best[0] in (claim, Claimed.GOES_WITH)) and opinion.claims[0] < _NOTHING
    return max(relation.score, fitted) if agreed else fitted


def is_overruled(claim: Claimed | None, opinion: Opinion) -> bool:
    """Whether the classifier is sure that something else is claimed than a rule says, and not only vaguer."""
    likeliest, chance = opinion.best
    if claim is None or likeliest in (claim, Claimed.GOES_WITH, Claimed.CHANGES):
        return False
    return chance >= _SURE and _chance(opinion, claim) < _POOR


def _chance(opinion: Opinion, claim: Claimed) -> float:
    return opinion.claims[CLAIMS.index(claim)]


def _relation(heard: Heard, pair: Pair, opinion: Opinion, names: Mapping[int, Named]) -> Relation | None:
    claim, chance = opinion.best
    if chance < LEAST:
        return None
    first, second = names[pair.names[0]], names[pair.names[1]]
    forward = acts_first(first.category, second.category, opinion.forward)
    subject, object_ = (first, second) if forward else (second, first)
    aspect = _aspect(heard.parse, pair, forward) if claim is not Claimed.HOLDS else None
    meant = meaning(claim, subject.category, object_.category, aspect)
    cue = _cue(heard, pair, claim)
    mode = modality(cue)
    if meant is None or mode.aim or (object_.category in CONDITIONS and _is_response(heard.parse, pair)):
        return None
    return Relation(
        subject.index,
        meant.relation,
        object_.index,
        meant.aspect.value if meant.aspect else None,
        mode.negated or opinion.negated >= 0.5,
        mode.hedged,
        _score(KIND, pair, opinion, claim, names),
        Span(heard.offset, heard.offset + len(heard.masked.original)),
        _place(heard, cue),
        KIND,
    )


def _aspect(parse: Doc, pair: Pair, forward: bool) -> Aspect | None:
    """The side of the object that is meant: the noun on the path that is nearest to it, "the *release* of IL-6"."""
    inner = pair.path[1:-1]
    nearest = reversed(inner) if forward else iter(inner)
    for place in nearest:
        bridge = bridges().get(parse[place].lemma_.lower())
        if bridge is None:
            return None
        if bridge.aspect:
            return bridge.aspect
    return None


def _is_composed(heard: Heard, pair: Pair) -> bool:
    """Whether one effect acts on another, "promotes the degradation of": rules multiply signs there."""
    turns = 0
    for place in pair.path[1:-1]:
        bridge = bridges().get(heard.parse[place].lemma_.lower())
        turns += bool(SIGN.get(heard.seen.effects[place]))
        turns += bridge is not None and (bridge.sign < 0 or bridge.aspect is Aspect.DEGRADATION)
    return turns >= 2


def _is_response(parse: Doc, pair: Pair) -> bool:
    """Whether it is said how the one responds to the other: "tumours *resistant* to X" are not caused by it."""
    return any(parse[place].lemma_.lower() in _RESPONDING for place in range(pair.first + 1, pair.second))


_RESPONDING = frozenset(
    "resistant resistance refractory sensitive sensitivity insensitive respond response responsive".split()
)


def _cue(heard: Heard, pair: Pair, claim: Claimed) -> Token:
    """The word that makes the claim: a trigger on the path, or else between the names, or the path's highest word."""
    sign = {Claimed.RAISES: 1, Claimed.LOWERS: -1}.get(claim)
    inner = pair.path[1:-1]
    for places in (inner, range(pair.first + 1, pair.second)):
        found = [place for place in places if heard.seen.effects[place]]
        fitting = [place for place in found if SIGN.get(heard.seen.effects[place]) == sign]
        if fitting or found:
            return heard.parse[(fitting or found)[0]]
    top = next((p for p in pair.path if heard.seen.heads[p] not in pair.path), pair.second)
    return heard.parse[top]


def _place(heard: Heard, token: Token) -> Span:
    start, end = heard.masked.back(token.idx), heard.masked.back(token.idx + len(token))
    whole = len(heard.masked.original)
    for name in heard.masked.names:
        if name.start == token.idx and name.place is not None:
            return name.place
    return Span(heard.offset + min(start, whole), heard.offset + min(max(start + 1, end), whole))


def features(pair: Pair, opinion: Opinion, claim: Claimed) -> tuple[float, float, float]:
    """What a score is made of: logits of the claim and of any claim at all, and the rules' own trust 0-1."""
    return _logit(_chance(opinion, claim)), _logit(1 - opinion.claims[0]), pair.trust


def _score(source: str, pair: Pair, opinion: Opinion, claim: Claimed, names: Mapping[int, Named]) -> float:
    groups = sorted(GROUP_OF[names[number].category] for number in pair.names)
    weights = weights_of(source, "-".join(groups))
    values = features(pair, opinion, claim)
    logit = weights.bias + sum(w * v for w, v in zip(weights[1:], values, strict=True))
    return round(1 / (1 + exp(-logit)), 4)


def _logit(chance: float) -> float:
    bounded = min(max(chance, 1e-3), 1 - 1e-3)
    return log(bounded / (1 - bounded))


@cache
def _fitted() -> Mapping[str, Weights]:
    path = Path(__file__).parent / "data" / "calibration.json"
    if not path.is_file():
        return {}
    return {name: Weights(*values) for name, values in json.loads(path.read_text("utf-8")).items()}


def weights_of(source: str, groups: str) -> Weights:
    """The fitted weights for relations of the rules or the classifier between two groups, "chemical-gene"."""
    fitted = _fitted()
    return fitted.get(f"{source} {groups}") or fitted.get(source) or UNFITTED[source]
