"""How does a document become what the graph remembers of it?

``Extractor.extract(document)`` is the whole path: recognise and link names, find sentences, parse those that
hold two names, and relate. ``Extraction`` is the result, as JSON for other programs and as a `Contribution` for
the graph.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product
from typing import Any, TypeVar

from ingest.language import Language
from ingest.lexicon import Lexicon
from ingest.mention import Candidate, Recognised, is_own
from ingest.recognise import Recogniser, mention_of
from ingest.relate.announced import announced_to, find_announcements
from ingest.relate.mask import OPENED, Masked, Named, mask
from ingest.relate.pairs.judge import Heard, judge
from ingest.relate.pairs.network import CONVENTION, HEARD, PairNetwork, PairReader
from ingest.relate.pairs.seen import pairs, see
from ingest.relate.relator import EXTRACTOR, PAIRS, Relation, forms, is_claim, relate
from ingest.relate.tree import Parse, read_tree
from ingest.relate.worth import is_worth_parsing
from ingest.weigh import weigh
from kg.model import Activity, Claim, Contribution, Document, Entity, Evidence, Mention, Span, Statement
from kg.vocabulary import RELATIONS, Category, aspect_of, qualifiers

T = TypeVar("T")

#: statements that score lower are left out unless asked for
THRESHOLD = 0.6

_CONTEXT = frozenset({Category.CELL, Category.CELL_LINE, Category.ANATOMY, Category.DISEASE, Category.TAXON})
#: new objects after which Python looks for garbage: a document makes thousands that live as long as it is read
_GARBAGE = 10_000
#: how many sentences back "these cells" may point
_MEMORY = 1


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was read out of one document. ``relations`` refer to ``mentions`` by position.

    ``names`` are the mentions with all their candidates, in the same order.
    """

    document: Document
    names: tuple[Recognised, ...]
    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    relations: tuple[Relation, ...]
    activity: Activity

    def as_json(self) -> dict[str, Any]:
        """The record that ``litkg extract`` prints for a document."""
        known = {entity.id: entity for entity in self.entities}
        return {
            "id": self.document.id,
            "title": self.document.title,
            "text": self.document.text,
            "mentions": [
                _mention_json(m, known[m.entity], name.candidates[1:])
                for m, name in zip(self.mentions, self.names, strict=True)
            ],
            "statements": [_relation_json(r) for r in self.relations],
        }

    def as_contribution(self) -> Contribution:
        """What the graph remembers of the document."""
        claims = (self._claim(relation) for relation in self.relations)
        best: dict[tuple[Statement, Span], Claim] = {}
        for claim in sorted(claims, key=lambda claim: -claim.evidence.score):
            best.setdefault((claim.statement, claim.evidence.sentence), claim)
        return Contribution(self.document, self.entities, self.mentions, tuple(best.values()), self.activity)

    def _claim(self, relation: Relation) -> Claim:
        text = self.document.text
        subject, object_ = self.mentions[relation.subject], self.mentions[relation.object]
        subject, object_ = _in_order(relation.relation, subject, object_)
        aspect = aspect_of(relation.relation, relation.aspect)
        statement = Statement(subject.entity, relation.relation, object_.entity, aspect, relation.negated)
        section = self.document.section_at(relation.sentence.start)
        evidence = Evidence(
            document=self.document.id,
            sentence=relation.sentence,
            sentence_text=relation.sentence.of(text),
            subject=subject.span,
            object=object_.span,
            cue=relation.cue,
            hedged=relation.hedged,
            extractor=relation.extractor,
            score=relation.score,
            section=section.kind if section else "",
            context=self._context(relation, {subject.entity, object_.entity}),
            antecedent=relation.antecedent,
            subject_note=relation.note,
            path=relation.path,
        )
        return Claim(statement, evidence)

    def _context(self, relation: Relation, said: set[str]) -> tuple[str, ...]:
        inside = (m for m in self.mentions if relation.sentence.contains(m.span))
        return tuple(
            dict.fromkeys(m.entity for m in inside if m.category in _CONTEXT and m.entity not in said)
        )


def _in_order(relation: str, subject: Mention, object_: Mention) -> tuple[Mention, Mention]:
    """Of a symmetric relation, the two sides in one order, so that both ways of saying it are one statement."""
    ranks = list(Category)
    if RELATIONS[relation].symmetric:
        sides = sorted((subject, object_), key=lambda m: (ranks.index(m.category), m.entity))
        return sides[0], sides[1]
    return subject, object_


def _mention_json(mention: Mention, entity: Entity, others: Iterable[Candidate]) -> dict[str, Any]:
    return {
        "start": mention.span.start,
        "end": mention.span.end,
        "text": mention.text,
        "category": mention.category.value,
        "id": public_identifier(entity),
        "entity": mention.entity,
        "label": entity.label,
        "xrefs": list(entity.xrefs),
        "score": mention.score,
        "reason": mention.reason,
        "candidates": [
            {"id": c.entity.id, "label": c.entity.label, "score": c.score, "reason": c.reason} for c in others
        ],
    }


def public_identifier(entity: Entity) -> str | None:
    """The entity's identifier in a public vocabulary, None for one that only this graph has."""
    if is_own(entity.id):
        return next(iter(entity.xrefs), None)
    return entity.id


def _relation_json(relation: Relation) -> dict[str, Any]:
    return {
        "subject": relation.subject,
        "relation": relation.relation,
        "predicate": f"biolink:{RELATIONS[relation.relation].predicate}",
        "object": relation.object,
        "qualifiers": qualifiers(relation.relation, relation.aspect),
        "negated": relation.negated,
        "hedged": relation.hedged,
        "score": relation.score,
        "cue": _span_json(relation.cue),
        "sentence": _span_json(relation.sentence),
        "extractor": relation.extractor,
        "path": list(relation.path),
        "antecedent": _span_json(relation.antecedent) if relation.antecedent else None,
    }


def _span_json(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


class Extractor:
    """Reads statements out of documents with one lexicon and one language model."""

    def __init__(
        self,
        lexicon: Lexicon,
        language: Language,
        version: str = "0",
        threshold: float = THRESHOLD,
        coreference: bool = True,
    ) -> None:
        self.recogniser = Recogniser.open(lexicon)
        self.language = language
        self.pairs: PairReader = PairNetwork(self.recogniser.network.vectors, heard=HEARD)
        self.threshold = threshold
        self.coreference = coreference
        self.activity = Activity("litkg", version, (language.version, EXTRACTOR, PAIRS))

    @classmethod
    def load(cls, version: str = "0", threshold: float = THRESHOLD, coreference: bool = True) -> Extractor:
        """An extractor over the packaged lexicon and model; without ``coreference``, "these cells" are nobody's.

        What is in memory then is kept out of the way of Python's garbage collector (`gc.freeze`), which looks for
        garbage less often from then on.
        """
        extractor = cls(Lexicon.open(), Language.load(), version, threshold, coreference)
        gc.freeze()  # or else it looks through models and tables again and again
        gc.set_threshold(_GARBAGE)
        return extractor

    def extract(self, document: Document) -> Extraction:
        """Everything that the document names and claims."""
        names, sentences, said = self.read(document)
        weighed = weigh(said, names, sentences, document)
        stated = (r for r in weighed if r.score >= self.threshold and not r.void)
        relations = tuple(said_of_both(stated, names, document.text))
        entities = {n.best.entity.id: n.best.entity for n in names}
        mentions = tuple(mention_of(name, document.text) for name in names)
        return Extraction(document, names, mentions, tuple(entities.values()), relations, self.activity)

    def read(
        self, document: Document
    ) -> tuple[tuple[Recognised, ...], tuple[Span, ...], tuple[Relation, ...]]:
        """The names, the sentences, and all relations however unlikely, before they are weighed."""
        names, sentences = self.names(document)
        return names, sentences, tuple(self._relate(document, names, sentences))

    def names(self, document: Document) -> tuple[tuple[Recognised, ...], tuple[Span, ...]]:
        """The names and the sentences; nothing is parsed."""
        sentences = tuple(self._sentences(document))
        return self.recogniser.recognise(document.text, [(s.start, s.end) for s in sentences]), sentences

    def _relate(
        self, document: Document, names: Sequence[Recognised], sentences: Sequence[Span]
    ) -> Iterator[Relation]:
        held = _by_sentence(names, sentences)
        entities = [[names[i].best.entity for i in here] for here in held]
        ancestors = {n.best.entity.id: n.best.entity.ancestors for n in names}
        given = find_announcements(document.text, names) if self.coreference else []
        after = [announced_to(given, sentences, i) for i in range(len(sentences))]
        worth = [
            i
            for i, sentence in enumerate(sentences)
            if is_worth_parsing(
                sentence.of(document.text),
                entities[i],
                _before(entities, i) if self.coreference else (),
                [names[one.name].best.entity for one in after[i]],
            )
        ]
        named = [_named(document.text, names, held[i], sentences[i].start) for i in worth]
        masks = [mask(sentences[i].of(document.text), here) for i, here in zip(worth, named, strict=True)]
        parses = map(read_tree, self.language.parse(masked.text for masked in masks))
        said = []
        for index, here, masked, parse in zip(worth, named, masks, parses, strict=True):
            before = _named(document.text, names, _before(held, index), sentences[index].start)
            later = _named(document.text, names, [one.name for one in after[index]], sentences[index].start)
            announced = [(one.noun, name) for one, name in zip(after[index], later, strict=True)]
            found = relate(parse, masked, sentences[index].start, here, before, self.coreference, announced)
            said.append((parse, found))
        heard = self._heard([sentences[i].start for i in worth], masks, said)
        for index, here, masked, one, (_, found) in zip(worth, named, masks, heard, said, strict=True):
            yield from judge(one, [*found, *forms(masked.original, sentences[index], here, ancestors)])

    def _heard(
        self, offsets: Sequence[int], masks: Sequence[Masked], said: Sequence[tuple[Parse, list[Relation]]]
    ) -> Iterator[Heard]:
        """The sentences with what the classifier says of their pairs."""
        seen, between, chosen = [], [], []
        for masked, (parse, found) in zip(masks, said, strict=True):
            sentence, places = see(parse, masked.names)
            here = tuple(pairs(sentence, places, masked.names, found)) if is_claim(parse, masked) else ()
            seen.append(sentence)
            between.append(here)
            chosen.append([CONVENTION] * len(here))
        opinions = self.pairs.read(seen, between, chosen)
        together = zip(offsets, masks, said, seen, between, opinions, strict=True)
        for offset, masked, (parse, _), sentence, here, found in together:
            yield Heard(parse, masked, offset, sentence, here, found)

    def _sentences(self, document: Document) -> Iterator[Span]:
        sections = [(section.start, section.end) for section in document.sections]
        for start, end in self.language.sentences_in(document.text, sections or [(0, len(document.text))]):
            yield Span(start, end)


def said_of_both(relations: Iterable[Relation], names: Sequence[Recognised], text: str) -> Iterator[Relation]:
    """Relations, each also of the short form that stands in brackets behind a name: "interleukin 6 (IL-6)"."""
    short = {
        number: number + 1
        for number, (name, after) in enumerate(pairwise(names))
        if after.best.entity.id == name.best.entity.id
        and OPENED.fullmatch(text, name.span.end, after.span.start)
    }
    for relation in relations:
        subjects = (relation.subject, short.get(relation.subject))
        objects = (relation.object, short.get(relation.object))
        for subject, object_ in product(subjects, objects):
            if subject is not None and object_ is not None:
                yield replace(relation, subject=subject, object=object_)


def _by_sentence(names: Sequence[Recognised], sentences: Sequence[Span]) -> list[list[int]]:
    """Positions of the names that lie wholly in each sentence."""
    held: list[list[int]] = [[] for _ in sentences]
    at = 0
    for position, name in enumerate(names):
        while at < len(sentences) and sentences[at].end <= name.span.start:
            at += 1
        if at < len(sentences) and sentences[at].contains(name.span):
            held[at].append(position)
    return held


def _before(held: Sequence[Sequence[T]], index: int) -> list[T]:
    """What the sentences hold that "these cells" of this one may mean."""
    return [one for before in held[max(0, index - _MEMORY) : index] for one in before]


def _named(text: str, names: Sequence[Recognised], positions: Iterable[int], offset: int) -> list[Named]:
    chosen = [(p, names[p]) for p in positions]
    inner = {span for _, name in chosen for span in name.inner}
    return [
        Named(
            p,
            name.span.start - offset,
            name.span.end - offset,
            name.best.entity.category,
            name.best.entity.id,
            name.span in inner,
            name.span,
            name.span.of(text).split()[-1],
        )
        for p, name in chosen
    ]
