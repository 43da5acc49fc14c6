"""What do the document graphs say, as they will be once a document is written or removed?

The store is asked by pattern, so that every look-up costs the same however much the store holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.model import Statement
from kg.terms import BIOLINK, Terms

Value = NamedNode | Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """What assembly needs of one piece of evidence; ``document`` is the name of its graph."""

    document: str
    score: float
    hedged: bool
    extractor: str


class View:
    """The document graphs of a store without the ``replaced`` ones and with the ``added`` quads."""

    def __init__(
        self, store: Store, terms: Terms, replaced: Iterable[NamedNode] = (), added: Iterable[Quad] = ()
    ) -> None:
        self.terms = terms
        self._store = store
        self._hidden = terms.derived.union(replaced)
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
        return next(self.match(subject, predicate, value), None) is not None

    def derived(
        self, subject: NamedNode | None, predicate: NamedNode | None, value: Value | None, graph: NamedNode
    ) -> Iterator[Quad]:
        """The quads of this pattern in a derived graph of the store, as it is now."""
        return self._store.quads_for_pattern(subject, predicate, value, graph)

    def findings(self, statement: Statement) -> list[Finding]:
        """All evidence of a statement."""
        node = self.terms.statement(statement.hash)
        return [self._finding(quad) for quad in self.match(None, self.terms.own["supports"], node)]

    def _finding(self, supports: Quad) -> Finding:
        source = self._added if supports in self._added else self._store
        own, facts = self.terms.own, {}
        for quad in source.quads_for_pattern(supports.subject, None, None, supports.graph_name):
            facts[quad.predicate] = quad.object.value  # type: ignore[union-attr]
        return Finding(
            document=supports.graph_name.value,  # type: ignore[union-attr]
            score=float(facts[BIOLINK["extraction_confidence_score"]]),
            hedged=facts[own["hedged"]] == "true",
            extractor=facts[own["extractor"]],
        )

    def values(
        self, node: NamedNode, predicate: NamedNode, among: Collection[NamedNode], first: bool = False
    ) -> set[Value]:
        """The values that the documents give an entity's property.

        What the entity graph holds under the properties of ``among``, and what is added, are the only
        candidates, so that an entity of a thousand documents is not read a thousand times; only an entity
        that is not described yet, or has lost its value where the entity graph keeps but the ``first``, is.
        """
        described = self.derived(node, None, None, self.terms.entities)
        if next(described, None) is None:
            return self._scan(node, predicate)
        candidates = {v for p in among for v in _values(self.derived(node, p, None, self.terms.entities))}
        if first and not all(self.holds(node, predicate, value) for value in candidates):
            return self._scan(node, predicate)
        candidates |= _values(self._added.quads_for_pattern(node, predicate, None, None))
        return {value for value in candidates if self.holds(node, predicate, value)}

    def _scan(self, node: NamedNode, predicate: NamedNode) -> set[Value]:
        return _values(self.match(node, predicate, None))


def _values(quads: Iterable[Quad]) -> set[Value]:
    return {quad.object for quad in quads if isinstance(quad.object, NamedNode | Literal)}
