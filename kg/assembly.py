"""What follows from all evidence together: how far a statement is believed, what it refines or contradicts?

Everything here is derived from the document graphs and can be made again from them: which documents are one
source (`kg.sources`), how far statements are believed (`kg.belief`), which say the same more specifically
(`kg.refinement`), which contradict each other, and one description for each entity. A statement's part
depends only on the evidence of this statement and of those that share its subject, object and relation,
oppose or refine it; their nodes are found by hash, so that a document costs the same in a large graph as
in a small one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad

from kg.belief import EXTRACTOR_ERROR, HEDGE_WEIGHT, KIND_ERROR, SYSTEMATIC_ERROR, belief
from kg.model import Statement
from kg.rdf import Pair, Triple, statement_triples
from kg.refinement import Refinements
from kg.sources import Sources
from kg.terms import BIOLINK, LABEL, SKOS, SUBCLASS_OF, TYPE, Terms, decimal, flag, number
from kg.view import Finding, View
from kg.vocabulary import ASPECTS, RELATIONS, aspect_of

#: the belief from which a statement also becomes a direct triple
THRESHOLD = 0.5
#: changes whenever equal evidence would give another assembly; a store of another one is rebuilt
ASSEMBLY_VERSION = 3


def settings_quads(terms: Terms, threshold: float) -> list[Quad]:
    """The numbers that the assembly was made with, kept in its graph."""
    node, own = terms.assembly, terms.own
    settings = {
        own["assembly_version"]: number(ASSEMBLY_VERSION),
        own["systematic_error"]: decimal(SYSTEMATIC_ERROR),
        own["hedge_weight"]: decimal(HEDGE_WEIGHT),
        own["threshold"]: decimal(threshold),
    }
    quads = [Quad(node, predicate, value, node) for predicate, value in settings.items()]
    errors = {terms.extractor(name): error for name, error in EXTRACTOR_ERROR.items()}
    errors |= {terms.source_kind(name): error for name, error in KIND_ERROR.items()}
    return quads + [Quad(each, own["systematic_error"], decimal(e), node) for each, e in errors.items()]


def opposing(statement: Statement) -> Iterator[Statement]:
    """Every statement that would contradict this one.

    These are the same claim with negation flipped and, for an affirmed statement, the affirmed claim of
    the opposite relation about the same aspect; either way round where the relation is symmetric.
    """
    relation = RELATIONS[statement.relation]
    yield from _rephrased(statement, statement.relation, not statement.negated)
    if relation.opposite and not statement.negated:
        yield from _rephrased(statement, relation.opposite, False)


def _rephrased(statement: Statement, relation: str, negated: bool) -> Iterator[Statement]:
    """Statements with this relation and negation about the same entities and the same aspect."""
    spoken = aspect_of(statement.relation, statement.aspect)
    for aspect in (None, *ASPECTS):
        if aspect_of(relation, aspect) == spoken:
            for subject, obj in _orders(statement):
                yield Statement(subject, relation, obj, aspect, negated)


def _orders(statement: Statement) -> set[tuple[str, str]]:
    ways = {(statement.subject, statement.object)}
    if RELATIONS[statement.relation].symmetric:
        ways.add((statement.object, statement.subject))
    return ways


class Assembler:
    """Derives the assembly and entity graphs from a view of the document graphs."""

    def __init__(self, view: View, threshold: float = THRESHOLD) -> None:
        self.view = view
        self.terms = view.terms
        self.threshold = threshold
        self.sources = Sources(view)
        self._refinements = Refinements(view)
        self._found: dict[Statement, list[Finding]] = {}

    def change(
        self, documents: Iterable[NamedNode], statements: Iterable[Statement], entities: Iterable[NamedNode]
    ) -> tuple[set[Quad], set[Quad]]:
        """What the store holds, and what it should hold, of all that follows from a change of these.

        What the assembly says of anything else stays as it is, but for the statements of documents that become
        one source with these or cease to be.
        """
        self._found = {}
        before, after = self.sources.regroup(documents)
        concerned = set(statements).union(*map(self.view.statements_of, self.sources.moved()))
        linked_before, linked_after = self._refinements.relate(concerned, entities)
        before |= linked_before | self._stored(concerned, entities)
        return before, after | linked_after | self._derived(concerned, entities)

    def _derived(self, statements: Iterable[Statement], entities: Iterable[NamedNode]) -> set[Quad]:
        assembly, described = self.terms.assembly, self.terms.entities
        quads = {Quad(s, p, o, assembly) for statement in statements for s, p, o in self._triples(statement)}
        quads |= {Quad(node, p, o, described) for node in entities for p, o in self._description(node)}
        return quads

    def _stored(self, statements: Iterable[Statement], entities: Iterable[NamedNode]) -> set[Quad]:
        """What the store holds of what `_derived` makes: the rest of the assembly is left alone."""
        quads: set[Quad] = set()
        assembly, linking = self.terms.assembly, self._refinements.properties
        for statement in statements:
            node = self.terms.statement(statement.hash)
            held = self.view.derived(node, None, None, assembly)
            quads.update(quad for quad in held if quad.predicate not in linking)
            quads.update(self.view.derived(None, self.terms.own["contradicts"], node, assembly))
            for s, p, o in self._direct(statement):
                quads.update(self.view.derived(s, p, o, assembly))
        for node in entities:
            quads.update(self.view.derived(node, None, None, self.terms.entities))
        return quads

    def _triples(self, statement: Statement) -> Iterator[Triple]:
        if findings := self._findings(statement):
            yield from statement_triples(self.terms, statement)
            yield from self._summary(self.terms.statement(statement.hash), findings)
            yield from self._contradictions(statement)
        if any(self._stands(told) for told in (statement, *self._siblings(statement))):
            yield from self._direct(statement)

    def _findings(self, statement: Statement) -> list[Finding]:
        if statement not in self._found:
            self._found[statement] = self.view.findings(statement, self.sources.place)
        return self._found[statement]

    def _summary(self, node: NamedNode, findings: list[Finding]) -> Iterator[Triple]:
        own = self.terms.own
        yield node, own["belief"], decimal(belief(findings))
        yield node, own["evidence_count"], number(len(findings))
        yield node, own["document_count"], number(len({finding.document for finding in findings}))
        yield node, own["source_count"], number(len({finding.source for finding in findings}))
        yield node, own["hedged"], flag(all(finding.hedged for finding in findings))

    def _contradictions(self, statement: Statement) -> Iterator[Triple]:
        node, contradicts = self.terms.statement(statement.hash), self.terms.own["contradicts"]
        for other in opposing(statement):
            other_node = self.terms.statement(other.hash)
            if self.view.holds(other_node, TYPE, BIOLINK["Association"]):
                yield node, contradicts, other_node
                yield other_node, contradicts, node

    def _stands(self, statement: Statement) -> bool:
        """Whether the statement may be shown as a fact."""
        findings = [] if statement.negated else self._findings(statement)
        return any(not f.hedged for f in findings) and belief(findings) >= self.threshold

    def _siblings(self, statement: Statement) -> Iterator[Statement]:
        """The affirmed statements that share the direct triple, whatever their aspect."""
        if not statement.negated:
            for subject, obj in _orders(statement):
                for aspect in (None, *ASPECTS):
                    yield Statement(subject, statement.relation, obj, aspect)

    def _direct(self, statement: Statement) -> Iterator[Triple]:
        if not statement.negated:
            relation = self.terms.relation(statement.relation)
            for subject, obj in _orders(statement):
                yield self.terms.entity(subject), relation, self.terms.entity(obj)

    def _description(self, node: NamedNode) -> Iterator[Pair]:
        """One label and one category, all the rest; where documents differ, the first in order wins."""
        names = (LABEL, SKOS["altLabel"])
        labels = self.view.values(node, LABEL, among=names)
        if not labels:
            return
        label = min(labels, key=str)
        yield LABEL, label
        others = labels | self.view.values(node, SKOS["altLabel"], among=names)
        yield from ((SKOS["altLabel"], name) for name in others - {label})
        for predicate in (SKOS["exactMatch"], SUBCLASS_OF):
            yield from ((predicate, value) for value in self.view.values(node, predicate, among=(predicate,)))
        for predicate in (BIOLINK["category"], self.terms.own["curie"], self.terms.own["lineage"]):
            if values := self.view.values(node, predicate, among=(predicate,), first=True):
                yield predicate, min(values, key=str)
