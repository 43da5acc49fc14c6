"""What holds of two names, when the rules and the classifier have both spoken?

A relation that the rules found keeps its words. Where they found none, or the classifier is sure that something else
is claimed, the relation is the classifier's. How sure it is, ``ingest.weigh`` says in the light of the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from ingest.relate.aligned import crossed
from ingest.relate.compose import CELLS, CONDITIONS
from ingest.relate.heads import of_things
from ingest.relate.latent import of_latent
from ingest.relate.lexis import SIGN, bettered, bridges
from ingest.relate.mask import Masked, Named
from ingest.relate.modality import Modality, modality
from ingest.relate.nominals import TURNOVERS
from ingest.relate.pairs.grammar import first_acts, forbids, is_denied_in_part
from ingest.relate.pairs.meaning import CLAIM_OF, acts_first, meaning
from ingest.relate.pairs.opinion import Claimed, Opinion, support
from ingest.relate.pairs.seen import Pair, Seen
from ingest.relate.pairs.sides import aspect_of, effect_on
from ingest.relate.relator import APPOSED, CLASSIFIER, NAME, STIMULATING, Relation
from ingest.relate.settings import in_their_setting
from ingest.relate.tree import Parse, Token
from kg.model import Span
from kg.vocabulary import Aspect

KIND = CLASSIFIER
#: a claim less likely than LEAST is not stated; a sure one overrules a rule whose own claim is a poor one
LEAST, _SURE, _POOR = 0.2, 0.7, 0.15
#: from which probabilities on the classifier's word is enough for a claim that is only supposed, or denied
_SUPPOSED, _DENIED = 0.4, 0.5
_SIGNS = {Claimed.RAISES: 1, Claimed.LOWERS: -1}
_EFFECTS = frozenset({Claimed.RAISES, Claimed.LOWERS, Claimed.CHANGES})


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence with all that was said of it."""

    parse: Parse
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
        if relation.kind == NAME or sides not in by_names:
            kept.append(relation)
            spoken.add(sides)
            continue
        pair, opinion = by_names[sides]
        composed = _is_composed(heard, pair)
        plain = not composed and relation.kind != APPOSED
        if plain and is_overruled(CLAIM_OF.get(relation.relation), opinion):
            continue
        spoken.add(sides)
        kept.append(_heard(relation, pair, opinion, composed))
    told = {_entities(sides, names) for sides in spoken if sides <= names.keys()}
    for sides, (pair, opinion) in by_names.items():
        if (
            _entities(sides, names) not in told
            and (found := _relation(heard, pair, opinion, names)) is not None
        ):
            kept.append(found)
    apart = crossed(heard.masked.text, heard.masked.names)
    of_these = of_things(_of_the_nearer(kept, names), heard.masked, heard.offset)
    stated = of_latent(of_these, heard.masked, heard.offset)
    together = (r for r in stated if frozenset((r.subject, r.object)) not in apart)
    return list(in_their_setting(together, heard.masked))


def _of_the_nearer(relations: Sequence[Relation], names: Mapping[int, Named]) -> Iterator[Relation]:
    """What the classifier says of a form and of the thing itself is said of the thing: "a form of X, found on Y".

    So it is if the sentence calls the thing by another of its names there.
    """
    things = {relation.subject: relation.object for relation in relations if relation.relation == "form_of"}
    if not things:
        yield from relations
        return
    said = {(_entities((r.subject, r.object), names), r.relation) for r in relations}
    for relation in relations:
        sides = relation.subject, relation.object
        doubled = (
            (_entities((things[form], other), names), relation.relation) in said
            for form, other in (sides, sides[::-1])
            if form in things
        )
        if relation.kind != KIND or not any(doubled):
            yield relation


def _entities(sides: Iterable[int], names: Mapping[int, Named]) -> frozenset[str | int]:
    """What the names stand for; those of another sentence stand for themselves."""
    return frozenset(names[side].entity if side in names else side for side in sides)


def _heard(relation: Relation, pair: Pair, opinion: Opinion, composed: bool) -> Relation:
    """A relation of the rules with what the classifier thinks of it; of what is composed or denied it knows nothing."""
    claim = None if composed or relation.negated else CLAIM_OF.get(relation.relation)
    return replace(relation, opinion=support(opinion, claim, pair.names[0] == relation.subject))


def is_overruled(claim: Claimed | None, opinion: Opinion) -> bool:
    """Whether the classifier is sure that something else is claimed than a rule says, and not only vaguer."""
    likeliest, chance = opinion.best
    if claim is None or likeliest in (claim, Claimed.GOES_WITH, Claimed.CHANGES):
        return False
    return chance >= _SURE and opinion.chance(claim) < _POOR


def _relation(heard: Heard, pair: Pair, opinion: Opinion, names: Mapping[int, Named]) -> Relation | None:
    claim, chance = opinion.best
    if chance < LEAST:
        return None
    first, second = names[pair.names[0]], names[pair.names[1]]
    forward = _acts_first(heard, pair, claim, first, second, opinion.forward)
    subject, object_ = (first, second) if forward else (second, first)
    way = pair.path if forward else pair.path[::-1]
    if forbids(heard.parse, heard.seen, way, claim):
        return None
    cue = _cue(heard, pair, claim)
    meant = meaning(
        Claimed.CHANGES
        if claim in _SIGNS and _is_of_a_loss(heard, way)
        else _bettered(heard, claim, cue, way[-1]),
        subject.category,
        object_.category,
        None if claim is Claimed.HOLDS else aspect_of(heard.parse, heard.seen, way, partial(_word, heard)),
        cue.lemma_.lower(),
        effect_on(heard.parse, heard.seen, way, _SIGNS.get(claim, 0), cue.i),
        opinion.amount,
    )
    mode = _mode(heard, pair, opinion, cue)
    if any(_is_contrasted(heard.parse[place]) for place in (pair.first, pair.second)):
        return None
    if mode.negated and any(c.lower_ == "longer" for c in cue.children):
        return None  # what is "*no longer*" done is so in some case alone
    if meant is None or mode.aim or (object_.category in CONDITIONS and _is_response(heard, pair)):
        return None
    if claim in _EFFECTS and subject.category in CELLS and _is_acted_on(heard, pair, forward):
        return None
    if claim is Claimed.LOWERS and _is_of_a_turnover(heard, way):
        return None
    if claim in _EFFECTS and _is_by_its_inhibitor(heard, pair):
        return None
    if claim is Claimed.HOLDS and _puts(heard, pair.first if forward else pair.second, pair):
        return None
    return Relation(
        subject.index,
        meant.relation,
        object_.index,
        meant.aspect.value if meant.aspect else None,
        mode.negated,
        mode.hedged,
        chance,
        Span(heard.offset, heard.offset + len(heard.masked.original)),
        _place(heard, cue),
        KIND,
        opinion=support(opinion, claim, forward),
    )


def _bettered(heard: Heard, claim: Claimed, cue: Token, object_: int) -> Claimed:
    """The claim, or what it is of something that gets better: "improved blood *pressure*"."""
    effect = bettered(cue.lemma_.lower(), _word(heard, object_)) if claim in _SIGNS else ""
    return {"affect": Claimed.CHANGES, "down": Claimed.LOWERS}.get(effect, claim)


def _is_of_a_loss(heard: Heard, way: Sequence[int]) -> bool:
    """Whether the effect is on what there is less of the object by: "drives *exhaustion* of T cells by X"."""
    above = (place for place in reversed(way[1:-1]) if heard.parse[place].pos_ != "ADP")
    bridge = bridges().get(_word(heard, nearest)) if (nearest := next(above, None)) is not None else None
    return bridge is not None and bridge.sign < 0


def _acts_first(
    heard: Heard, pair: Pair, claim: Claimed, first: Named, second: Named, forward: float
) -> bool:
    """Whether the first acts on the second: by the grammar if it says so, or by their kinds or the classifier."""
    told = first_acts(heard.parse, heard.seen, pair) if claim in _EFFECTS else None
    return acts_first(first.category, second.category, forward) if told is None else told


def _mode(heard: Heard, pair: Pair, opinion: Opinion, cue: Token) -> Modality:
    """Whether the claim is denied, supposed or an aim, by the parse or by the classifier."""
    verbs = any(heard.seen.tags[place].startswith("VB") for place in pair.path)
    if opinion.best[0] is Claimed.HOLDS and not verbs:
        return Modality()  # "did not change urinary X": it is there all the same
    mode = modality(cue)
    needless = any(_word(heard, place) == _NEEDLESS for place in pair.path[1:-1])
    negated = (mode.negated or opinion.negated >= _DENIED) ^ needless
    in_part = negated and is_denied_in_part([heard.parse[place] for place in pair.path])
    return Modality(negated, mode.hedged or opinion.hedged >= _SUPPOSED, mode.aim or in_part)


def _word(heard: Heard, place: int) -> str:
    """What the text has at a word of the parse: its lemma, or the last word of the name that stands there."""
    token = heard.parse[place]
    if not heard.seen.groups[place]:
        return token.lemma_.lower()
    return next((name.head.lower() for name in heard.masked.names if name.start == token.idx), "")


def _is_contrasted(name: Token) -> bool:
    """Whether the sentence says that something else is true of it: "*unlike* X, Y", "*in contrast to* X"."""
    while name.dep_ == "conj":
        name = name.head
    above = name.head
    return above.lower_ == "unlike" or (
        above.lower_ == "to" and above.head.lower_ in ("contrast", "contrary")
    )


def _is_composed(heard: Heard, pair: Pair) -> bool:
    """Whether one effect acts on another, "promotes the degradation of": rules multiply signs there."""
    turns = 0
    for place in pair.path[1:-1]:
        bridge = bridges().get(_word(heard, place))
        turns += bool(SIGN.get(heard.seen.effects[place]))
        turns += bridge is not None and (bridge.sign < 0 or bridge.aspect is Aspect.DEGRADATION)
    return turns >= 2


def _is_acted_on(heard: Heard, pair: Pair, forward: bool) -> bool:
    """Whether something is done to the subject: "*stimulation* of T cells increased X" tells not what these do."""
    inner = pair.path[1:-1]
    for place in inner if forward else reversed(inner):
        if heard.parse[place].pos_ != "ADP":
            return heard.parse[place].pos_ == "NOUN" and heard.seen.effects[place] in STIMULATING
    return False


def _is_of_a_turnover(heard: Heard, way: Sequence[int]) -> bool:
    """Whether the subject does what is lowered: "inhibition of *catabolism by* X"."""
    return heard.parse[way[1]].lower_ == "by" and _word(heard, way[-1]) in TURNOVERS


def _is_by_its_inhibitor(heard: Heard, pair: Pair) -> bool:
    """Whether something that is named acts in the place of one of the two: "the X *inhibitor Z* blocks Y"."""
    inner = set(pair.path[1:-1])
    nouns = (place for place in inner if heard.parse[place].lemma_.lower() in _AGENT_NOUNS)
    before = (place for place in nouns if heard.seen.dependencies[place] in ("compound", "nmod", "amod"))
    above = (heard.seen.heads[place] for place in before)
    return any(place in inner and heard.seen.groups[place] for place in above)


def _puts(heard: Heard, place: int, pair: Pair) -> bool:
    """Whether it puts something else there and is not there itself: "a protein that cells *shed into* the blood"."""
    name = heard.parse[place]
    verb = name.head
    into = any(heard.parse[p].lower_ == "into" and heard.parse[p].head == verb for p in pair.path)
    return (
        into
        and name.dep_ == "nsubj"
        and (verb.dep_ == "relcl" or any(c.dep_ == "dobj" for c in verb.children))
    )


def _is_response(heard: Heard, pair: Pair) -> bool:
    """Whether it is said how the one responds to the other: "tumours *resistant* to X" are not caused by it."""
    return any(_word(heard, place) in _RESPONDING for place in range(pair.first + 1, pair.second))


_AGENT_NOUNS = frozenset("inhibitor antagonist blocker agonist activator degrader".split())
#: what is not needed: "X is *dispensable* for Y"
_NEEDLESS = "dispensable"
_RESPONDING = frozenset(
    "resistant resistance refractory sensitive sensitivity insensitive respond response responsive".split()
)


def _cue(heard: Heard, pair: Pair, claim: Claimed) -> Token:
    """The word that makes the claim: a trigger on the path, or else between the names, or the path's highest word."""
    sign = _SIGNS.get(claim)
    inner = pair.path[1:-1]
    for places in (inner, range(pair.first + 1, pair.second)):
        found = [place for place in places if heard.seen.effects[place]]
        fitting = [place for place in found if SIGN.get(heard.seen.effects[place]) == sign]
        if fitting or found:
            return heard.parse[(fitting or found)[0]]
    top = next((p for p in pair.path if heard.seen.heads[p] not in pair.path), pair.second)
    return heard.parse[top]


def _place(heard: Heard, token: Token) -> Span:
    start, end = heard.masked.back(token.idx), heard.masked.back(token.idx + len(token.text))
    whole = len(heard.masked.original)
    for name in heard.masked.names:
        if name.start == token.idx and name.place is not None:
            return name.place
    return Span(heard.offset + min(start, whole), heard.offset + min(max(start + 1, end), whole))
