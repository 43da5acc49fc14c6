"""What does the graph know? Entities, statements and the sentences that say them, as Python values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Self

from pyoxigraph import NamedNode, QuerySolution, QuerySolutions

from kg import related
from kg.answers import Answer, plain_answer, rdflib_dataset
from kg.contents import DocumentSummary
from kg.errors import IdentifierError, QueryError, UnknownEntityError
from kg.model import Entity, Evidence, Statement
from kg.rdf_reader import Facts, read_entities, read_evidence
from kg.store import Store
from kg.terms import DCTERMS, LABEL, SKOS, SUBCLASS_OF, flag
from kg.vocabulary import ASPECTS, RELATIONS, Category

if TYPE_CHECKING:
    import networkx
    import pandas
    import polars
    import rdflib

    from kg.drawing import Picture

_HASH = re.compile(r"[0-9a-f]{20}")
_BETWEEN_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class AssembledStatement:
    """A statement and what all its evidence together says of it.

    ``belief`` is 0-1, higher is surer; ``hedged`` is true when no evidence states it outright; ``source_count``
    counts a document and its copies once; ``contradicts`` holds the hashes of the statements that say the opposite.
    """

    statement: Statement
    belief: float
    evidence_count: int
    document_count: int
    hedged: bool
    contradicts: tuple[str, ...] = ()
    source_count: int = 0

    @property
    def hash(self) -> str:
        """The statement's identity."""
        return self.statement.hash

    def _repr_html_(self) -> str:
        from kg.html import assembled_html

        return assembled_html(self)


class Graph:
    """A store, read as Python values. ``kg.open("store")`` makes one."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._terms = store.terms
        self._kept_names: list[tuple[str, int, NamedNode]] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    def _repr_html_(self) -> str:
        from kg.html import graph_html

        return graph_html(self)

    def entity(self, curie: str) -> Entity:
        """The entity of a CURIE, however its prefix is spelled.

        :raises UnknownEntityError: if no document of the store names it
        :raises IdentifierError: if it is no CURIE
        """
        standard = self.store.identifiers.standardise(curie)
        found = self._entities([self._terms.entity(standard)])
        if not found:
            raise UnknownEntityError(f"no document of this store names {standard}; `find` searches by name")
        return found[0]

    def find(self, name: str, limit: int = 10) -> list[Entity]:
        """Entities by CURIE, label or synonym, the best first.

        Case, spaces and punctuation do not count. Equal names come before names that start with the text,
        and these before names that contain it; a label comes before a synonym.
        """
        if exact := self._by_curie(name):
            return exact
        key = _key(name)
        if not key:
            return []
        best: dict[NamedNode, tuple[int, int, str]] = {}
        for node, rank in self._matches(key):
            best[node] = min(best.get(node, rank), rank)
        return self._entities(sorted(best, key=lambda node: (best[node], node.value))[:limit])

    def subtypes(self, curie: str) -> list[str]:
        """The CURIEs of all entities of the store below this one, sorted, without itself."""
        node = self._terms.entity(self.store.identifiers.standardise(curie))
        found = self.store.data.quads_for_pattern(None, SUBCLASS_OF, node, self._terms.entities)
        return sorted(self._terms.curie(quad.subject) for quad in found)  # type: ignore[arg-type]

    def statements(
        self,
        *,
        subject: str | None = None,
        relation: str | None = None,
        object: str | None = None,
        aspect: str | None = None,
        subject_category: Category | str | None = None,
        object_category: Category | str | None = None,
        include_subtypes: bool = False,
        min_belief: float = 0.0,
        negated: bool | None = None,
        hedged: bool | None = None,
        document: str | None = None,
        limit: int | None = None,
    ) -> list[AssembledStatement]:
        """Statements that fit every condition given, the most believed first, then by hash.

        :param subject: a CURIE, as is ``object``; ``include_subtypes`` adds the entities below either
        :param aspect: the aspect that the statement names itself
        :param document: the id of a document that supports it
        :raises IdentifierError: if a CURIE is malformed
        :raises UnknownDocumentError: if the store does not hold the document
        :raises QueryError: for a relation, aspect or category that the vocabulary does not have
        """
        inside = [
            self._one_of("subject", subject, include_subtypes),
            self._one_of("object", object, include_subtypes),
            f"?statement litkg:relation {self._terms.relation(_known(relation, RELATIONS))} ."
            if relation
            else "",
            f"?statement litkg:aspect {self._terms.aspect(_known(aspect, ASPECTS))} ." if aspect else "",
            f"?statement biolink:negated {flag(negated)} ." if negated is not None else "",
            f"?statement litkg:hedged {flag(hedged)} ." if hedged is not None else "",
            _ASSEMBLED,
            f"FILTER(?belief >= {float(min_belief)})" if min_belief else "",
        ]
        outside = [
            self._of_category("subject", subject_category),
            self._of_category("object", object_category),
            self._supported_by(document),
        ]
        return list(self._select(" ".join(inside), " ".join(outside), limit))

    def statement(self, statement: Statement | str) -> AssembledStatement:
        """A statement of the store, by value or by hash.

        :raises UnknownEntityError: if no document supports it
        """
        node = self._node(statement)
        for found in self._select(f"VALUES ?statement {{ {node} }} {_ASSEMBLED}", "", None):
            return found
        raise UnknownEntityError(
            f"no document of this store supports the statement {self._terms.local(node)}"
        )

    def evidence(self, statement: AssembledStatement | Statement | str) -> list[Evidence]:
        """The sentences that make a statement, given by value or by hash; the surest first."""
        node, supports = self._node(statement), self._terms.own["supports"]
        found = [
            self._evidence(quad.subject, quad.graph_name)  # type: ignore[arg-type]
            for quad in self.store.data.quads_for_pattern(None, supports, node, None)
        ]
        return sorted(found, key=lambda e: (-e.score, e.document, e.sentence.start, e.subject.start))

    def more_general(self, statement: AssembledStatement | Statement | str) -> list[AssembledStatement]:
        """The statements that this one refines (`kg.refinement`), the most believed first."""
        return related.more_general(self, self._node(statement))

    def more_specific(self, statement: AssembledStatement | Statement | str) -> list[AssembledStatement]:
        """The statements that refine this one (`kg.refinement`), the most believed first."""
        return related.more_specific(self, self._node(statement))

    def support(self, statement: AssembledStatement | Statement | str) -> float:
        """How far a statement is believed, 0-1, if what is said more specifically counts for it too.

        ``belief`` counts only those sentences that say no more and no less.

        :raises UnknownEntityError: if no document makes the statement itself
        """
        found = self.statement(statement if isinstance(statement, str) else statement.hash)
        return related.support(self, found, self._node(found))

    def contradictions(
        self,
        about: str | None = None,
        *,
        min_belief: float = 0.0,
        hedged: bool | None = None,
        limit: int | None = None,
    ) -> list[related.Contradiction]:
        """Pairs of statements that cannot both hold, with the evidence of both sides.

        Pairs in which even the less believed side is well supported come first.

        :param about: the CURIE of the subject or object of both
        :param min_belief: what both sides are believed at least
        :param hedged: only pairs of which a side is merely supposed (True), or neither is (False)
        """
        return related.contradictions(self, about, min_belief, hedged, limit)

    def same_source(self, document_id: str) -> list[str]:
        """The ids of the documents that count as one source with this one (`kg.sources`), itself among them.

        :raises UnknownDocumentError: if the store does not hold it
        """
        return related.same_source(self, document_id)

    def documents(self) -> list[DocumentSummary]:
        """All documents, by id."""
        return list(self.store.documents())

    def sparql(self, query: str) -> Answer:
        """The answer to a SPARQL 1.1 query; what patterns match, `kg.store.Store.query` says.

        SELECT gives a list of dicts by variable: IRIs as CURIEs where they have one, numbers, booleans and
        strings as Python's, None where unbound. ASK gives a bool, CONSTRUCT and DESCRIBE an rdflib graph. For
        RDF terms use `to_rdflib` or ``store.query``. The query is trusted: it runs in this process without a
        deadline, and SERVICE in it reaches the network. `queries` runs those that are not.

        :raises QueryError: if the query is malformed
        """
        return plain_answer(self.store.query(query), self.store.identifiers)

    def to_networkx(
        self,
        min_belief: float = 0.0,
        *,
        relation: str | None = None,
        category: Category | str | None = None,
        negated: bool | None = None,
        hedged: bool | None = None,
    ) -> networkx.MultiDiGraph[str]:
        """The statements that fit as a network; attributes: `kg.network`, conditions: `kg.export_rows.Selection`."""
        from kg.export_rows import Selection
        from kg.network import network

        return network(self.store, Selection(relation, category, min_belief, negated, hedged))

    def to_polars(
        self,
        min_belief: float = 0.0,
        *,
        relation: str | None = None,
        category: Category | str | None = None,
        negated: bool | None = None,
        hedged: bool | None = None,
    ) -> polars.DataFrame:
        """The statements that fit as a data frame for polars; columns: `kg.frames`, conditions as in `to_networkx`.

        :raises ExportError: if polars is not installed
        """
        from kg.export_rows import Selection
        from kg.frames import polars_frame

        return polars_frame(self.store, Selection(relation, category, min_belief, negated, hedged))

    def to_pandas(
        self,
        min_belief: float = 0.0,
        *,
        relation: str | None = None,
        category: Category | str | None = None,
        negated: bool | None = None,
        hedged: bool | None = None,
    ) -> pandas.DataFrame:
        """The same as `to_polars`, for pandas.

        :raises ExportError: if pandas is not installed
        """
        from kg.export_rows import Selection
        from kg.frames import pandas_frame

        return pandas_frame(self.store, Selection(relation, category, min_belief, negated, hedged))

    def plot(self, curie: str, *, most: int = 20, min_belief: float = 0.0) -> Picture:
        """A picture (SVG) of an entity among its surest neighbours; notebooks show it.

        :param most: neighbours; what acts on the entity has half of them at most, and so has what it acts on
        :raises UnknownEntityError: if no document of the store names the entity
        """
        from kg.picture import plot

        return plot(self, curie, most, min_belief)

    def to_rdflib(self) -> rdflib.Dataset:
        """The same store as an rdflib dataset, to be read only.

        Its default graph is all graphs together, where a triple counts as often as graphs hold it.
        """
        return rdflib_dataset(self.store)

    def _by_curie(self, name: str) -> list[Entity]:
        try:
            return [self.entity(name)]
        except (IdentifierError, UnknownEntityError):
            return []

    def _matches(self, key: str) -> Iterator[tuple[NamedNode, tuple[int, int, str]]]:
        for name, kind, node in self._names():
            if (place := name.find(key)) >= 0:
                fit = 0 if name == key else 1 if place == 0 else 2
                yield node, (2 * fit + kind, len(name), name)

    def _names(self) -> list[tuple[str, int, NamedNode]]:
        """Every name of every entity: its key, 0 for a label and 1 for a synonym, and the entity.

        Kept for a store that is read only, since that does not change.
        """
        if self._kept_names is None:
            graph, inner = self._terms.entities, self.store.data
            found = [
                (_key(quad.object.value), kind, quad.subject)  # type: ignore[union-attr]
                for kind, predicate in enumerate((LABEL, SKOS["altLabel"]))
                for quad in inner.quads_for_pattern(None, predicate, None, graph)
            ]
            if not self.store.read_only:
                return found  # type: ignore[return-value]
            self._kept_names = found  # type: ignore[assignment]
        return self._kept_names  # type: ignore[return-value]

    def _entities(self, nodes: Iterable[NamedNode]) -> list[Entity]:
        graph, inner = self._terms.entities, self.store.data
        described = (Facts(inner.quads_for_pattern(node, None, None, graph), self._terms) for node in nodes)
        return [entity for facts in described for entity in read_entities(facts)]

    def _one_of(self, role: str, curie: str | None, include_subtypes: bool) -> str:
        if curie is None:
            return ""
        curies = [self.store.identifiers.standardise(curie)]
        curies += self.subtypes(curie) if include_subtypes else []
        return f"VALUES ?{role} {{ {' '.join(str(self._terms.entity(c)) for c in curies)} }}"

    def _of_category(self, role: str, category: str | None) -> str:
        if category is None:
            return ""
        node = self._terms.entity(_known(category, [str(c) for c in Category]))
        return f"GRAPH graph:entities {{ ?{role} biolink:category {node} }}"

    def _supported_by(self, document: str | None) -> str:
        if document is None:
            return ""
        return f"GRAPH {self.store.graph_of(document)} {{ ?statement a biolink:Association }}"

    def _select(self, inside: str, outside: str, limit: int | None) -> Iterator[AssembledStatement]:
        query = f"{_COLUMNS} WHERE {{ GRAPH graph:assembly {{ {inside} }} {outside} }} {_ORDER}"
        rows = self.store.query(query + (f" LIMIT {int(limit)}" if limit is not None else ""))
        assert isinstance(rows, QuerySolutions)
        return (self._assembled(row) for row in rows)

    def _assembled(self, row: QuerySolution) -> AssembledStatement:
        terms, node = self._terms, row["statement"]
        inner = self.store.data
        opposed = inner.quads_for_pattern(node, terms.own["contradicts"], None, terms.assembly)
        sources = next(inner.quads_for_pattern(node, terms.own["source_count"], None, terms.assembly), None)
        return AssembledStatement(
            statement=Statement(
                subject=terms.curie(row["subject"]),
                relation=terms.local(row["relation"]),
                object=terms.curie(row["object"]),
                aspect=terms.local(row["aspect"]) if row["aspect"] else None,
                negated=row["negated"].value == "true",
            ),
            belief=float(row["belief"].value),
            evidence_count=int(row["evidence"].value),
            document_count=int(row["documents"].value),
            hedged=row["hedged"].value == "true",
            contradicts=tuple(sorted(terms.local(quad.object) for quad in opposed)),  # type: ignore[arg-type]
            source_count=int(sources.object.value) if sources else 0,  # type: ignore[union-attr]
        )

    def _evidence(self, node: NamedNode, graph: NamedNode) -> Evidence:
        inner = self.store.data
        identifier = next(inner.quads_for_pattern(graph, DCTERMS["identifier"], None, graph)).object.value  # type: ignore[union-attr]
        return read_evidence(
            Facts(inner.quads_for_pattern(node, None, None, graph), self._terms), node, identifier
        )

    def _node(self, statement: AssembledStatement | Statement | str) -> NamedNode:
        name = statement if isinstance(statement, str) else statement.hash
        if not _HASH.fullmatch(plain := name.removeprefix("statement:")):
            raise IdentifierError(f"not the hash of a statement, 20 hexadecimal digits: {name!r}")
        return self._terms.statement(plain)


def _known(name: str, names: Iterable[str]) -> str:
    if name not in names:
        raise QueryError(f"unknown: {name!r}; known are {', '.join(names)}")
    return str(name)


def _key(name: str) -> str:
    """What two spellings of a name have in common.

    >>> _key("Clever-1") == _key("clever 1")
    True
    """
    return _BETWEEN_WORDS.sub("", name.casefold())


_COLUMNS = (
    "SELECT ?statement ?subject ?relation ?object ?aspect ?negated ?belief ?evidence ?documents ?hedged"
)
_ORDER = "ORDER BY DESC(?belief) ?statement"
_ASSEMBLED = """
?statement biolink:subject ?subject ; biolink:object ?object ; biolink:negated ?negated ;
  litkg:relation ?relation ; litkg:belief ?belief ; litkg:hedged ?hedged ;
  litkg:evidence_count ?evidence ; litkg:document_count ?documents .
OPTIONAL { ?statement litkg:aspect ?aspect }
"""
