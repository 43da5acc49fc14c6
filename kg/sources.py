"""Which documents are one source?

Documents are one source if they have a DOI, PubMed or PMC identifier or a web address in common, if one
reports on the article that the other is (a press release and its paper, or two reports on one paper), if
their texts are near-copies (`kg.fingerprint`), or if a chain of such pairs joins them. A text that
reports on several articles is a source of its own, since it would make one of all of them.

What is compared (identifiers, bands of the text's sketch) is kept in the assembly graph, so that a document
finds its like by look-ups; ``litkg:source`` names the first document, in order of IRIs, of each one's source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import NamedNode, Quad

from kg.fingerprint import alike
from kg.rdf_reader import Facts
from kg.terms import DCTERMS, text
from kg.traits import Traits, read_traits
from kg.view import View

#: the properties that link two documents in the assembly
_LINKS = ("same_article_as", "near_duplicate_of", "reports_on")


class Sources:
    """Puts documents together to sources, from a view of the document graphs."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._terms = view.terms
        own = view.terms.own
        self._kind, self._key, self._reported = own["source_kind"], own["source_key"], own["reported_key"]
        self._band, self._source = own["text_band"], own["source"]
        self._changed: dict[NamedNode, Traits | None] = {}
        self._index: dict[tuple[NamedNode, str], set[NamedNode]] = {}
        self._placed: dict[NamedNode, NamedNode] = {}
        self._places: dict[NamedNode, tuple[str, str]] = {}
        self._known: dict[NamedNode, Traits] = {}
        self._near: dict[NamedNode, set[NamedNode]] = {}

    def regroup(self, documents: Iterable[NamedNode]) -> tuple[set[Quad], set[Quad]]:
        """What the assembly holds of these documents, which come, change or go, and of those that they were or
        are one source with; and what it should hold. `place` answers as it should be from then on.
        """
        self._changed = {document: self._read(document) for document in documents}
        self._index, self._places, self._known, self._near = {}, {}, {}, {}
        for document, traits in self._changed.items():
            for at in self._places_in_index(traits):
                self._index.setdefault(at, set()).add(document)
        company = {d for document in documents for d in self._members(self._stored_source(document))}
        affected = company.difference(self._changed) | {d for d, t in self._changed.items() if t}
        self._placed = self._sources(affected)
        concerned = {*self._changed, *self._placed}
        stored = {quad for document in concerned for quad in self._stored(document)}
        return stored, {quad for document in concerned for quad in self._derived(document)}

    def place(self, document: NamedNode) -> tuple[str, str]:
        """The IRI of a document's source, and the document's kind."""
        if document not in self._places:
            traits = self._changed.get(document)
            source = self._placed.get(document) or self._stored_source(document) or document
            kind = traits.kind if traits else self._text_of(document, self._kind)
            self._places[document] = source.value, kind
        return self._places[document]

    def moved(self) -> set[NamedNode]:
        """The documents that `regroup` found and whose place is another than the store has."""
        return {d for d in self._placed if self.place(d) != self._stored_place(d)}

    def _sources(self, affected: set[NamedNode]) -> dict[NamedNode, NamedNode]:
        """The source of each document that is joined to these, which are asked for their like anew.

        Of a document that nothing happened to, the store knows the company.
        """
        joined: dict[NamedNode, set[NamedNode]] = {document: set() for document in affected}
        for document in affected:
            for other in self._like(document):
                if other not in joined:
                    company = self._members(self._stored_source(other))
                    joined.update((member, {other}) for member in company - joined.keys())
                    joined[other] = company
                joined[document].add(other)
                joined[other].add(document)
        return {d: min(group, key=str) for group in _connected(joined) for d in group}

    def _like(self, document: NamedNode) -> set[NamedNode]:
        """The documents that are one source with this one, looked at alone."""
        traits = self._traits(document)
        return {other for other in self._candidates(document) if traits.same_source(self._traits(other))}

    def _candidates(self, document: NamedNode) -> set[NamedNode]:
        """The documents that have an identifier or a band in common with this one, itself among them."""
        if document not in self._near:
            found: set[NamedNode] = set()
            for predicate, value in self._places_in_index(self._traits(document)):
                found |= self._index.get((predicate, value), set())
                found |= self._holders(predicate, value)
            self._near[document] = found
        return self._near[document]

    def _places_in_index(self, traits: Traits | None) -> Iterator[tuple[NamedNode, str]]:
        if traits:
            for value in traits.keys | traits.reports:
                yield self._key, value
                yield self._reported, value
            yield from ((self._band, band) for band in traits.bands)

    def _holders(self, predicate: NamedNode, value: str) -> set[NamedNode]:
        found = self._view.derived(None, predicate, text(value), self._terms.assembly)
        return {q.subject for q in found if q.subject not in self._changed}  # type: ignore[misc]

    def _members(self, source: NamedNode | None) -> set[NamedNode]:
        if source is None:
            return set()
        found = self._view.derived(None, self._source, source, self._terms.assembly)
        return {quad.subject for quad in found if isinstance(quad.subject, NamedNode)}

    def _traits(self, document: NamedNode) -> Traits:
        if document not in self._known:
            self._known[document] = self._changed.get(document) or self._stored_traits(document)
        return self._known[document]

    def _stored_traits(self, document: NamedNode) -> Traits:
        facts = Facts(self._view.derived(document, None, None, self._terms.assembly), self._terms)
        keys, reported, bands = (
            frozenset(facts.texts(document, predicate))
            for predicate in (self._key, self._reported, self._band)
        )
        return Traits(facts.text(document, self._kind), keys, reported, bands)

    def _read(self, document: NamedNode) -> Traits | None:
        """The traits of a document as its graph will be; None where there will be none."""
        facts = Facts(self._view.match(document, None, None), self._terms)
        return read_traits(facts, document) if facts.text(document, DCTERMS["identifier"]) else None

    def _stored_source(self, document: NamedNode) -> NamedNode | None:
        found = next(self._view.derived(document, self._source, None, self._terms.assembly), None)
        return found.object if found and isinstance(found.object, NamedNode) else None

    def _stored_place(self, document: NamedNode) -> tuple[str, str]:
        source = self._stored_source(document)
        return source.value if source else "", self._text_of(document, self._kind)

    def _text_of(self, document: NamedNode, predicate: NamedNode) -> str:
        found = next(self._view.derived(document, predicate, None, self._terms.assembly), None)
        return found.object.value if found else ""  # type: ignore[union-attr]

    def _stored(self, document: NamedNode) -> Iterator[Quad]:
        assembly, own = self._terms.assembly, self._terms.own
        yield from self._view.derived(document, self._source, None, assembly)
        if document in self._changed:
            yield from self._view.derived(document, None, None, assembly)
            for name in _LINKS:
                yield from self._view.derived(None, own[name], document, assembly)

    def _derived(self, document: NamedNode) -> Iterator[Quad]:
        assembly = self._terms.assembly
        if source := self._placed.get(document):
            yield Quad(document, self._source, source, assembly)
        if traits := self._changed.get(document):
            yield Quad(document, self._kind, text(traits.kind), assembly)
            values = ((self._key, traits.keys), (self._reported, traits.reports), (self._band, traits.bands))
            for predicate, texts in values:
                yield from (Quad(document, predicate, text(value), assembly) for value in texts)
            for other in self._candidates(document) - {document}:
                yield from self._links(document, traits, other, self._traits(other))

    def _links(self, one: NamedNode, mine: Traits, other: NamedNode, its: Traits) -> Iterator[Quad]:
        """What joins two documents, or lets one report on the other; the mutual links from the later IRI."""
        own, assembly = self._terms.own, self._terms.assembly
        later, earlier = (one, other) if one.value > other.value else (other, one)
        if mine.same_article(its):
            yield Quad(later, own["same_article_as"], earlier, assembly)
        elif alike(mine.bands, its.bands):
            yield Quad(later, own["near_duplicate_of"], earlier, assembly)
        if not mine.reports.isdisjoint(its.keys):
            yield Quad(one, own["reports_on"], other, assembly)
        if not its.reports.isdisjoint(mine.keys):
            yield Quad(other, own["reports_on"], one, assembly)


def _connected(joined: Mapping[NamedNode, set[NamedNode]]) -> Iterator[set[NamedNode]]:
    """The nodes that chains of links join, group by group; every link is known from both its ends."""
    seen: set[NamedNode] = set()
    for start in joined:
        group, waiting = set(), [start]
        while waiting:
            node = waiting.pop()
            if node not in seen:
                seen.add(node)
                group.add(node)
                waiting.extend(joined[node])
        if group:
            yield group
