"""What do the document graphs say, as they will be once a document is written or removed?

The store is asked by pattern, so that every look-up costs the same however much the store holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.database import Database, Distant
from kg.model import Statement
from kg.rdf_reader import Facts, read_statement
from kg.terms import BIOLINK, TYPE, Terms

Value = NamedNode | Literal
#: gives the source and the kind of a document
Place = Callable[[NamedNode], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """What assembly needs of one piece of evidence.

    ``document`` is the name of its graph, ``source`` what the document is one source with (`kg.sources`) and
    stands for itself where it is empty, ``kind`` the kind of the document.
    """

    document: str
    score: float
    hedged: bool
    extractor: str
    source: str = ""
    kind: str = ""


class View:
    """The document graphs of a store without the ``replaced`` ones and with the ``added`` quads."""

    def __init__(
        self, store: Database, terms: Terms, replaced: Iterable[NamedNode] = (), added: Iterable[Quad] = ()
    ) -> None:
        self.terms = terms
        self._store = store
        #: the same store, if it lies at an endpoint; asked once, since Python 3.11 takes long over a protocol
        self._distant = store if isinstance(store, Distant) else None
        self._hidden = terms.derived.union(replaced)
        #: the entity without a description that was asked for last, and what documents say of it
        self._new: tuple[NamedNode | None, dict[NamedNode, set[Value]]] = (None, {})
        self._added = Store()
        self._added.extend(added)

    def match(
        self, subject: NamedNode | None, predicate: NamedNode | None, value: Value | None
    ) -> Iterator[Quad]:
        """The quads of this pattern in the document graphs."""
        for quad in self._store.quads_for_pattern(subject, predicate, value, None):
            if quad.graph_name not in self._hidden:
                yield quad
        yield from self._added.quads_for_pattern(subject, predicate, value, None)

    def holds(self, subject: NamedNode, predicate: NamedNode, value: Value) -> bool:
        """Whether a document graph says so."""
        if self._distant is not None:
            added = next(self._added.quads_for_pattern(subject, predicate, value, None), None)
            return added is not None or self._distant.holds_outside(subject, predicate, value, self._hidden)
        return next(self.match(subject, predicate, value), None) is not None

    def derived(
        self, subject: NamedNode | None, predicate: NamedNode | None, value: Value | None, graph: NamedNode
    ) -> Iterator[Quad]:
        """The quads of this pattern in a derived graph of the store, as it is now."""
        return self._store.quads_for_pattern(subject, predicate, value, graph)

    def occurs(self, predicate: NamedNode, value: Value, graph: NamedNode) -> bool:
        """Whether a derived graph of the store, as it is now, says this of anything."""
        if self._distant is not None:
            return self._distant.holds_within(None, predicate, value, graph)
        return next(self.derived(None, predicate, value, graph), None) is not None

    def exists(self, statement: Statement) -> bool:
        """Whether a document makes the statement."""
        return self.holds(self.terms.statement(statement.hash), TYPE, BIOLINK["Association"])

    def existed(self, statement: Statement) -> bool:
        """Whether the assembly of the store, as it is now, has the statement."""
        node, kind = self.terms.statement(statement.hash), BIOLINK["Association"]
        return next(self.derived(node, TYPE, kind, self.terms.assembly), None) is not None

    def statements_of(self, document: NamedNode) -> set[Statement]:
        """The statements that a document makes."""
        supports = self.terms.own["supports"]
        if document in self._hidden:
            quads = self._added.quads_for_pattern(None, supports, None, document)
        else:
            quads = self._store.quads_for_pattern(None, supports, None, document)
        nodes = {quad.object for quad in quads if isinstance(quad.object, NamedNode)}
        return {read_statement(Facts(self.match(node, None, None), self.terms), node) for node in nodes}

    def findings(self, statement: Statement, place: Place) -> list[Finding]:
        """All evidence of a statement; ``place`` knows the source and the kind of a document."""
        node = self.terms.statement(statement.hash)
        return [self._finding(quad, place) for quad in self.match(None, self.terms.own["supports"], node)]

    def _finding(self, supports: Quad, place: Place) -> Finding:
        held: Database = self._added if supports in self._added else self._store
        own, facts = self.terms.own, {}
        for quad in held.quads_for_pattern(supports.subject, None, None, supports.graph_name):
            facts[quad.predicate] = quad.object.value  # type: ignore[union-attr]
        document = supports.graph_name
        assert isinstance(document, NamedNode)
        source, kind = place(document)
        return Finding(
            document=document.value,
            score=float(facts[BIOLINK["extraction_confidence_score"]]),
            hedged=facts[own["hedged"]] == "true",
            extractor=facts[own["extractor"]],
            source=source,
            kind=kind,
        )

    def values(
        self, node: NamedNode, predicate: NamedNode, among: Collection[NamedNode], first: bool = False
    ) -> set[Value]:
        """The values that the documents give an entity's property.

        What the entity graph holds under the properties of ``among``, and what is added, are the only
        candidates, so that an entity of a thousand documents is not read a thousand times; only an entity
        that is not described yet, or has lost its value where the entity graph keeps but the ``first``, is.
        """
        is_new = node == self._new[0]
        if is_new or next(self.derived(node, None, None, self.terms.entities), None) is None:
            return self._said_of_new(node).get(predicate, set()) if self.is_known(node) else set()
        candidates = {v for p in among for v in _values(self.derived(node, p, None, self.terms.entities))}
        if first and not all(self.holds(node, predicate, value) for value in candidates):
            return self._scan(node, predicate)
        candidates |= _values(self._added.quads_for_pattern(node, predicate, None, None))
        return {value for value in candidates if self.holds(node, predicate, value)}

    def is_known(self, node: NamedNode, predicate: NamedNode | None = None) -> bool:
        """Whether the store has told how the entity is described, so that conclusions can be drawn."""
        store = self._distant
        return store is None or not store.awaits(node, predicate, None, self.terms.entities)

    def _said_of_new(self, node: NamedNode) -> dict[NamedNode, set[Value]]:
        """What documents say of an entity that is not described yet, by property; looked up once."""
        if node != self._new[0]:
            said = defaultdict[NamedNode, set[Value]](set)
            for quad in self.match(node, None, None):
                if isinstance(quad.object, NamedNode | Literal):
                    said[quad.predicate].add(quad.object)
            self._new = node, said
        return self._new[1]

    def _scan(self, node: NamedNode, predicate: NamedNode) -> set[Value]:
        return _values(self.match(node, predicate, None))


def _values(quads: Iterable[Quad]) -> set[Value]:
    return {quad.object for quad in quads if isinstance(quad.object, NamedNode | Literal)}
