"""What is there to learn from: sentences of corpora with annotated names, and what is claimed of their pairs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.language import Language
from ingest.relate.mask import Named, mask
from ingest.relate.pairs.opinion import Claimed, Opinion
from ingest.relate.pairs.seen import Pair, Seen, pairs, see
from ingest.relate.pairs.train.corpus import Annotated, records
from ingest.relate.pairs.train.labels import EVENTS, SYMMETRIC, amount_meant, claimed
from ingest.relate.relator import relate
from ingest.relate.tree import read_tree
from kg.model import Span
from kg.vocabulary import Category

CATEGORIES: Mapping[str, Category] = {
    **dict.fromkeys(
        "GeneOrGeneProduct Gene_or_gene_product GENE-Y GENE-N Protein Complex".split(), Category.GENE
    ),
    **dict.fromkeys("Chemical ChemicalEntity CHEMICAL Simple_chemical".split(), Category.CHEMICAL),
    **dict.fromkeys("Disease DiseaseOrPhenotypicFeature Cancer".split(), Category.DISEASE),
    "Cell": Category.CELL,
    "CellLine": Category.CELL_LINE,
    **dict.fromkeys("OrganismTaxon Organism".split(), Category.TAXON),
    "SequenceVariant": Category.VARIANT,
    **dict.fromkeys("Organ Tissue Multi-tissue_structure Pathological_formation".split(), Category.ANATOMY),
    "Cellular_component": Category.COMPONENT,
}


@dataclass(frozen=True, slots=True)
class Label:
    """What an annotator says of a pair. All but the claim are None where nobody said.

    ``amount``: how much there is of what is acted upon is meant, not what it does.
    """

    claim: Claimed
    forward: bool | None = None
    negated: bool | None = None
    hedged: bool | None = None
    amount: bool | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and what is claimed of its pairs, each in some way of annotating: labels, or what teachers think."""

    conventions: tuple[str, ...]
    seen: Seen
    pairs: tuple[Pair, ...]
    labels: tuple[Label, ...] | tuple[Opinion, ...]


def examples(path: Path, convention: str, language: Language) -> Iterator[Example]:
    """The sentences of a corpus that hold a pair of types that it relates.

    A corpus holds one document a line: {"id", "text", "entities", "relations"}.
    """
    documents = [_Document(record) for record in records(path)]
    related = {types for document in documents for types in document.related()}
    for document in documents:
        yield from document.examples(convention, language, related)


class _Document(Annotated):
    """An annotated document with its sentences."""

    def examples(
        self, convention: str, language: Language, related: set[frozenset[str]]
    ) -> Iterator[Example]:
        """Its sentences that hold a pair of related types."""
        keys, names = self._names()
        chosen = []
        for start, end in language.sentences(self.text):
            inside = [_moved(n, start) for n in names if start <= n.start and n.end <= end]
            if len(inside) >= 2:
                chosen.append((start, inside, mask(self.text[start:end], inside)))
        parses = map(read_tree, language.parse(masked.text for *_, masked in chosen))
        for (start, inside, masked), parse in zip(chosen, parses, strict=True):
            if not any(token.dep_ for token in parse):
                continue
            seen, places = see(parse, masked.names)
            said = relate(parse, masked, start, inside)
            kept = [
                (pair, label)
                for pair in pairs(seen, places, masked.names, said)
                if (label := self._label(keys[pair.names[0]], keys[pair.names[1]], convention, related))
            ]
            if kept:
                chosen_pairs, labels = zip(*kept, strict=True)
                yield Example((convention,) * len(kept), seen, chosen_pairs, labels)

    def _names(self) -> tuple[list[Any], list[Named]]:
        """The keys and names of what is annotated; of overlapping ones the longest."""
        taken: list[Span] = []
        kept: list[tuple[Span, Category, Any]] = []
        for key, entity in sorted(self.entities.items(), key=lambda item: item[1]["start"] - item[1]["end"]):
            category, span = CATEGORIES.get(entity["type"]), Span(entity["start"], entity["end"])
            if category and not any(span.overlaps(other) for other in taken):
                taken.append(span)
                kept.append((span, category, key))
        kept.sort(key=lambda one: one[0].start)
        names = [
            Named(number, span.start, span.end, category, self._entity(key), False, span, self._head(span))
            for number, (span, category, key) in enumerate(kept)
        ]
        return [key for *_, key in kept], names

    def _entity(self, key: Any) -> str:
        if self.grouped:
            return str(self.things[key])
        entity = self.entities[key]
        return str((entity.get("ids") or [entity["text"].lower()])[0])

    def _head(self, span: Span) -> str:
        return (span.of(self.text).split() or [""])[-1]

    def _label(self, first: Any, second: Any, convention: str, related: set[frozenset[str]]) -> Label | None:
        types = frozenset((self.entities[first]["type"], self.entities[second]["type"]))
        things = self.things[first], self.things[second]
        if types not in related or things[0] == things[1]:
            return None
        claims = self.told.get(frozenset(things), ())
        if not claims:
            return Label(Claimed.NOTHING)
        head, relation = min(
            claims, key=lambda c: (bool(c[1].get("negated")), claimed(c[1]) is Claimed.CHANGES)
        )
        claim, event = claimed(relation), convention in EVENTS
        directed = relation["type"] not in SYMMETRIC and (event or claim is Claimed.CONVERTS)
        return Label(
            claim,
            head == things[0] if directed else None,
            bool(relation.get("negated")) if event else None,
            bool(relation.get("speculated")) if event else None,
            amount_meant(relation),
        )


def _moved(name: Named, start: int) -> Named:
    return Named(
        name.index,
        name.start - start,
        name.end - start,
        name.category,
        name.entity,
        False,
        name.place,
        name.head,
    )


def held(examples_: Iterable[Example]) -> int:
    """How many pairs the examples hold."""
    return sum(len(example.pairs) for example in examples_)
