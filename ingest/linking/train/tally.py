"""Which documents took which name for which entity?

What one document contributed can be taken out again, so that the ranker learns from a document as it would meet
a new one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from ingest.language import find_abbreviations
from ingest.lexicon import Lexicon
from ingest.lexicon.key import key
from ingest.linking.meanings import Meanings
from ingest.linking.names import filed
from ingest.linking.train.corpora import Annotated
from ingest.linking.train.same import find_same
from ingest.linking.usage import Key, Usage, Use, ranked
from ingest.mention import CATEGORIES_OF, Kind


class Tally:
    """Which documents took which name for which entity; one document can be taken out again."""

    def __init__(self, lexicon: Lexicon, documents: Iterable[Annotated]) -> None:
        self._lexicon = lexicon
        self._kinds: dict[tuple[str, Kind], str] = {}
        self.of_document: defaultdict[str, set[tuple[Key, str]]] = defaultdict(set)
        self._surfaces: defaultdict[str, Counter[str]] = defaultdict(Counter)
        documents = list(documents)
        self.same = find_same(lexicon, documents)
        for document in documents:
            self._add(document)
        self.counts: defaultdict[Key, Counter[str]] = defaultdict(Counter)
        for uses in self.of_document.values():
            for name, entity in uses:
                self.counts[name][entity] += 1
        self.totals = _by_entity(self.counts)
        self.labels = self._labels()

    def _add(self, document: Annotated) -> None:
        meanings = Meanings(document.text, find_abbreviations(document.text), document.spotted)
        for one, identifiers in zip(document.spotted, document.identifiers, strict=True):
            if len(identifiers) > 1 and one.kind is not Kind.GENE:
                continue
            surface = one.span.of(document.text)
            names = {surface} if meanings.long(surface) is None else {filed(surface, one.kind, meanings)[1]}
            for identifier in sorted(identifiers)[:1]:
                entity = self._entity(identifier, one.kind)
                self._surfaces[entity][surface] += 1
                self.of_document[document.id] |= {((one.kind, key(name)), entity) for name in names}

    def _entity(self, identifier: str, kind: Kind) -> str:
        """The lexicon's identifier where it has the entity under a category of the kind, else the corpus's."""
        if (identifier, kind) not in self._kinds:
            term = self._lexicon.find(self.same.get(identifier, identifier))
            fits = term is not None and term.category in CATEGORIES_OF[kind]
            self._kinds[identifier, kind] = term.id if term and fits else identifier
        return self._kinds[identifier, kind]

    def without(self, document: str) -> Usage:
        """The table less what one document contributed."""
        removed: defaultdict[Key, Counter[str]] = defaultdict(Counter)
        for name, entity in self.of_document.get(document, ()):
            removed[name][entity] += 1
        return _Reduced(self, removed)

    def table(self) -> Usage:
        """The table of all documents, to be written."""
        names = {name: ranked(counts.items()) for name, counts in self.counts.items() if name[1]}
        return Usage(names, self.labels, self.same)

    def _labels(self) -> dict[str, str]:
        """Labels of the entities that the lexicon lacks, or has as something of another kind."""
        return {
            entity: min(surfaces, key=lambda s: (-surfaces[s], len(s), s))
            .replace("\n", " ")
            .replace("\t", " ")
            for entity, surfaces in self._surfaces.items()
            if not self._fits(entity)
        }

    def _fits(self, entity: str) -> bool:
        return self._lexicon.find(entity) is not None and not any(
            found == entity == identifier and self._misfits(identifier, kind)
            for (identifier, kind), found in self._kinds.items()
            if identifier == entity
        )

    def _misfits(self, identifier: str, kind: Kind) -> bool:
        term = self._lexicon.find(identifier)
        return term is None or term.category not in CATEGORIES_OF[kind]


class _Reduced(Usage):
    """The tally as a table, less what is ``removed``; made for one document without copying the rest."""

    def __init__(self, tally: Tally, removed: dict[Key, Counter[str]]) -> None:
        super().__init__({}, tally.labels)
        self._tally, self._removed = tally, removed
        self._gone = _by_entity(removed)

    def of(self, kind: Kind, key: str) -> tuple[Use, ...]:
        counts = self._tally.counts.get((kind, key))
        if not counts:
            return ()
        gone = self._removed.get((kind, key), Counter())
        return ranked((e, n - gone[e]) for e, n in counts.items() if n > gone[e])

    def documents(self, kind: Kind, entity: str) -> int:
        return self._tally.totals[kind, entity] - self._gone[kind, entity]


def _by_entity(counts: Mapping[Key, Counter[str]]) -> Counter[tuple[Kind, str]]:
    """In how many documents each entity was named, counted once a name."""
    totals: Counter[tuple[Kind, str]] = Counter()
    for (kind, _), held in counts.items():
        for entity, count in held.items():
            totals[kind, entity] += count
    return totals
