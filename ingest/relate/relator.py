"""What does a sentence claim of the entities that it names?

Frames found by the verb and noun rules are composed into relations of the closed table, judged for negation,
hedging and aim, and scored. What a sentence only sets out to find is no claim. Of two readings of a pair that
contradict each other, the surer stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.mention import GENES
from ingest.relate.apposed import TRUST, find_apposed
from ingest.relate.arguments import Argument, Arguments
from ingest.relate.bearers import MUTATED
from ingest.relate.clauses import verb_frames
from ingest.relate.compose import CELLS, Verdict, compose
from ingest.relate.frames import Frame
from ingest.relate.mask import Masked, Named
from ingest.relate.modality import Modality, modality
from ingest.relate.named_after import Told, find_told, is_agent, targets
from ingest.relate.nominals import noun_frames
from ingest.relate.pairs.opinion import Support
from ingest.relate.paths import find, find_members
from ingest.relate.tree import Parse, Token
from ingest.relate.without import WITHOUT, is_otherwise
from kg.model import Span
from kg.vocabulary import RELATIONS, Aspect, Category

EXTRACTOR = "patterns-1"
#: relations of this kind are the classifier's, `ingest.relate.pairs`
CLASSIFIER = "classifier"
#: and of this kind those that a name tells: "an AChE inhibitor"
NAME = "name"
#: of this kind is what words along the parse say, and of this what they say of how cells become what they are
_PATH, _LINEAGE = "path", "lineage"
#: and of this kind what stands beside a name: "T-bet (Th1)"
APPOSED = "apposed"
PAIRS = "pairs-1"

_INVERSE = frozenset({"inversely", "negatively", "inverse", "negative", "reciprocally"})
_DIRECT = frozenset({"positively", "directly", "positive", "strongly-positive"})
_FORM = re.compile(
    r"\b(?:form|isoform|version|variant|fragment)s?(?= of\b)"
    r"|(?<=soluble )form|(?<=secreted )form|(?<=shed )form|(?<=circulating )form|(?<=truncated )form"
)


#: effects that somebody has on a cell, which is not what acts then
STIMULATING = frozenset({"up", "induce", "affect"})


@dataclass(frozen=True, slots=True)
class Relation:
    """What one sentence says of two names. ``subject`` and ``object`` are positions among the document's
    names; spans count in the document's text; ``score`` is 0-1. ``opinion`` is what the classifier thinks of it,
    None where it was not asked.
    """

    subject: int
    relation: str
    object: int
    aspect: str | None
    negated: bool
    hedged: bool
    score: float
    sentence: Span
    cue: Span
    kind: str
    note: str = ""
    antecedent: Span | None = None
    opinion: Support | None = None
    path: tuple[str, ...] = ()
    """Where effects act on effects, the words that say so, from subject to object: loss, abolished, inhibition."""
    read_as: str = ""
    """The relation that it was taken for before its setting was seen, by which it is weighed."""
    void: bool = False
    """Whether nothing is claimed after all: it tells that the two belong together, and is not stated."""

    @property
    def extractor(self) -> str:
        """What found it: the rules or the classifier."""
        return PAIRS if self.kind == CLASSIFIER else EXTRACTOR


def relate(
    parse: Parse,
    masked: Masked,
    offset: int,
    names: Sequence[Named],
    earlier: Sequence[Named] = (),
    coreference: bool = True,
    announced: Sequence[tuple[str, Named]] = (),
) -> list[Relation]:
    """Relations that a sentence states, from the parse of its masked text.

    ``names`` count in the sentence, which starts at ``offset`` of the document's text; ``earlier`` are those of
    the sentences before it that "these cells" may mean, ``announced`` nouns with the names that the sentences after it
    give them; without ``coreference`` such phrases mean nothing.
    """
    if not is_claim(parse, masked):
        return []
    arguments = Arguments(parse, masked.names, earlier, coreference, _lost(names), announced)
    sentence = _Sentence(masked, arguments, offset)
    frames = [*verb_frames(parse, sentence.arguments), *noun_frames(parse, sentence.arguments)]
    found = [r for f in frames if (r := _relation(f, sentence)) is not None]
    found += _by_path(parse, sentence)
    found = _unless_missing(found, parse, sentence)
    found += _by_membership(parse, sentence, names)
    found += [_by_name(told, sentence.whole) for told in find_told(masked.original, names)]
    found += list(_by_place(masked.original, names, sentence.whole, found))
    return _settled(found)


def _unless_missing(found: Sequence[Relation], parse: Parse, sentence: _Sentence) -> list[Relation]:
    """Without what holds only where something is missing: "cells that have lost X *no longer* secrete Y"."""
    cues = {r.cue for r in found if _may_be_missing(r)}
    verbs = (t for t in parse if t.tag_.startswith("VB") and sentence.place(t) in cues)
    missing = {sentence.place(verb) for verb in verbs if is_otherwise(verb, sentence.arguments)}
    return [r for r in found if r.cue not in missing or not _may_be_missing(r)]


def _may_be_missing(relation: Relation) -> bool:
    """Whether it is denied, or something acts, by another rule than those that know what is missing."""
    return relation.kind != WITHOUT and (relation.negated or relation.relation in _ACTED_ON)


def _lost(names: Sequence[Named]) -> dict[int, list[Named]]:
    """By the names of cells that are without something the genes named in them: "*X*-deficient macrophages"."""
    cells = [one for one in names if "-deficient-" in one.entity and not one.inner]
    return {
        cell.index: [n for n in names if n.inner and n.category in GENES and cell.start <= n.start < cell.end]
        for cell in cells
    }


def is_claim(parse: Parse, masked: Masked) -> bool:
    """Whether it is a sentence, and no question."""
    return any(token.dep_ for token in parse) and not masked.original.rstrip().endswith("?")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A masked sentence, its arguments, and where it stands in the document."""

    masked: Masked
    arguments: Arguments
    offset: int

    @property
    def whole(self) -> Span:
        return Span(self.offset, self.offset + len(self.masked.original))

    def place(self, token: Token) -> Span:
        """The span of a word in the document."""
        start, end = self.masked.back(token.idx), self.masked.back(token.idx + len(token.text))
        return Span(self.offset + start, self.offset + end)


#: nothing acts on a place: "decreased vesicular transport", "induced nuclear translocation"
_ACTED_ON = frozenset({"activates", "inhibits", "affects", "increases_amount_of", "decreases_amount_of"})


def _relation(frame: Frame, sentence: _Sentence) -> Relation | None:
    by_index = sentence.arguments.by_index
    subject, object_ = by_index[frame.subject.name], by_index[frame.object.name]
    if subject.entity == object_.entity:
        return None
    effect = _on_process(frame.effect, object_)
    verdict = compose(effect, frame.subject, _acting(subject), frame.object, object_.category)
    mode = Modality() if frame.judged else modality(frame.trigger)
    if (
        verdict is None
        or mode.aim
        or (frame.subject.note == MUTATED and not _is_of_mutants(subject, verdict))
        or _is_patient(frame.subject, subject, verdict)
        or (object_.category is Category.COMPONENT and verdict.relation in _ACTED_ON)
    ):
        return None
    verdict = _correlated(frame, verdict)
    first, second = (frame.object, frame.subject) if verdict.swapped else (frame.subject, frame.object)
    return Relation(
        first.name,
        verdict.relation,
        second.name,
        verdict.aspect.value if verdict.aspect else None,
        mode.negated ^ frame.subject.negated ^ frame.object.negated,
        mode.hedged,
        round(max(0.05, frame.base), 4),
        sentence.whole,
        sentence.place(frame.trigger),
        frame.kind,
        first.note,
        first.antecedent or second.antecedent,
        path=_path(frame),
    )


#: cells that are made to be given
_ENGINEERED = re.compile(r"litkg:cell\.(?:.*-)?car-")


def _acting(subject: Named) -> Category:
    """As what it acts: CAR T cells are a treatment."""
    engineered = subject.category in CELLS and _ENGINEERED.match(subject.entity)
    return Category.TREATMENT if engineered else subject.category


#: processes that are better when there is less of them
_HARMFUL = frozenset(
    "inflammation neuroinflammation stress injury damage fibrosis death apoptosis necroptosis pyroptosis ferroptosis "
    "senescence degeneration neurodegeneration fibrogenesis thrombosis hyperalgesia toxicity".split()
)


def _on_process(effect: str, object_: Named) -> str:
    """ "*Improves* inflammation" lowers it; what "worsens" wound healing does not raise it."""
    if object_.category is not Category.PROCESS:
        return effect
    harmful = object_.head.lower() in _HARMFUL
    return {"improve": "relieve" if harmful else effect, "worsen": effect if harmful else "affect"}.get(
        effect, effect
    )


#: what is said of a gene by what its mutants do
_OF_MUTANTS = frozenset({"confers_resistance_to", "confers_sensitivity_to", "biomarker_for"})


def _is_of_mutants(subject: Named, verdict: Verdict) -> bool:
    """Whether it holds of the gene that is mutated: which way a mutation changes what the gene does is not known."""
    return subject.category is Category.VARIANT or verdict.relation in _OF_MUTANTS


def _is_patient(acting: Argument, name: Named, verdict: Verdict) -> bool:
    """Whether it is something that stimulates the cell which acts: "*stimulation of* T cells increased X"."""
    return name.category in CELLS and verdict.relation in _ACTED_ON and acting.effect in STIMULATING


def _path(frame: Frame) -> tuple[str, ...]:
    """All that is said between the two names, if it is more than one word."""
    words = (*frame.subject.way, frame.trigger.text, *frame.object.way)
    return words if len(words) > 1 else ()


def _correlated(frame: Frame, verdict: Verdict) -> Verdict:
    if frame.effect not in ("correlate", "associate") or verdict.relation != "associated_with":
        return verdict
    words = {c.lower_ for c in frame.trigger.children if c.dep_ in ("advmod", "amod")}
    if words & _INVERSE:
        return replace(verdict, relation="negatively_correlated_with")
    if words & _DIRECT:
        return replace(verdict, relation="positively_correlated_with")
    return verdict


def _by_path(parse: Parse, sentence: _Sentence) -> Iterator[Relation]:
    for found in find(parse, sentence.masked.names):
        yield Relation(
            found.subject.index,
            found.pattern.relation,
            found.object.index,
            found.pattern.aspect,
            found.mode.negated,
            found.mode.hedged,
            found.pattern.trust,
            sentence.whole,
            sentence.place(found.cue),
            _LINEAGE if found.pattern.aspect == Aspect.DIFFERENTIATION.value else _PATH,
        )


def _by_membership(parse: Parse, sentence: _Sentence, names: Sequence[Named]) -> Iterator[Relation]:
    """What a member of a class of agents is made to act on: the AChE of "AChE inhibitors such as tacrine"."""
    given = {name.index: name for name in names}
    for class_, member, denied in find_members(parse, sentence.masked.names):
        if is_agent(given[class_.index]):
            for found in targets(given[member.index], given[class_.index], names):
                if found.relation == "targets" or given[member.index].category is not Category.TREATMENT:
                    # a combination or a kind of therapy is no inhibitor
                    yield replace(_by_name(found, sentence.whole), negated=denied)


def _by_place(
    text: str, names: Sequence[Named], whole: Span, found: Iterable[Relation]
) -> Iterator[Relation]:
    """What cells have that stands beside them, "T-bet (Th1)", unless more is known of the two."""
    spoken = {frozenset((one.subject, one.object)) for one in found}
    for one in find_apposed(text, names):
        if (
            one.subject.entity != one.object.entity
            and frozenset((one.subject.index, one.object.index)) not in spoken
        ):
            plain = _plain(one.subject, one.relation, one.object, None, TRUST, whole, one.cue)
            yield replace(plain, kind=APPOSED)


def _by_name(told: Told, whole: Span) -> Relation:
    return _plain(told.subject, told.relation, told.object, told.aspect, told.score, whole, told.cue)


def _plain(
    subject: Named, relation: str, object_: Named, aspect: str | None, score: float, whole: Span, cue: Named
) -> Relation:
    place = Span(whole.start + cue.start, whole.start + cue.end)
    return Relation(subject.index, relation, object_.index, aspect, False, False, score, whole, place, NAME)


def forms(
    text: str, whole: Span, names: Sequence[Named], ancestors: dict[str, tuple[str, ...]]
) -> Iterator[Relation]:
    """ "a secreted form of Clever-1, known as sClever-1": a form and what it is a form of, in one sentence."""
    cue = _FORM.search(text)
    if cue is None:
        return
    said: set[tuple[str, str]] = set()
    pairs = ((form, base) for form in names for base in names)
    for form, base in sorted(pairs, key=lambda pair: abs(pair[0].start - pair[1].start)):
        pair = (form.entity, base.entity)
        if (
            base.entity in ancestors.get(form.entity, ())
            and form.category is Category.GENE
            and not base.inner
            and pair not in said
        ):
            said.add(pair)
            place = Span(whole.start + cue.start(), whole.start + cue.end())
            yield Relation(form.index, "form_of", base.index, None, False, False, 0.9, whole, place, NAME)


def _settled(found: Iterable[Relation]) -> list[Relation]:
    """One relation for each reading, and of readings that contradict each other the surest."""
    best: dict[tuple[int, str, int, str | None], Relation] = {}
    for relation in sorted(found, key=lambda r: -r.score):
        best.setdefault((relation.subject, relation.relation, relation.object, relation.aspect), relation)
    kept: list[Relation] = []
    for relation in best.values():
        opposite = RELATIONS[relation.relation].opposite
        rivals = [k for k in kept if {k.subject, k.object} == {relation.subject, relation.object}]
        if any(k.relation == opposite for k in rivals):
            continue
        if any(_implies(k, relation) for k in rivals):
            continue
        kept.append(relation)
    return sorted(kept, key=lambda r: (r.cue.start, r.subject, r.object, r.relation))


_VAGUE = frozenset({"affects", "associated_with"})


def _implies(said: Relation, vague: Relation) -> bool:
    """Whether a less sure relation of the same pair adds nothing: it is vaguer, the same, or turns it round."""
    return said.relation == vague.relation or (vague.relation in _VAGUE and said.relation not in _VAGUE)
