"""What follows from all evidence together: how far a statement is believed, and what contradicts it?

Everything here is derived from the document graphs and can be made again from them. A statement's part
depends only on the evidence of this statement and of those that share its subject, object and relation
or oppose it; their nodes are found by hash, so that a document costs the same in a large graph as in a
small one.

Belief follows Gyori et al. 2017, doi:10.15252/msb.20177651: independent documents err independently, and
an extractor has a systematic error that no number of documents can outweigh::

    belief = (1 - product of the extractors' systematic errors)
             * (1 - product over documents of (1 - best score in the document))

where the score of hedged evidence counts by `HEDGE_WEIGHT`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import prod

from pyoxigraph import NamedNode, Quad

from kg.model import Statement
from kg.rdf import Pair, Triple, statement_triples
from kg.terms import BIOLINK, LABEL, SKOS, SUBCLASS_OF, TYPE, Terms, decimal, flag, number
from kg.view import Finding, View
from kg.vocabulary import ASPECTS, RELATIONS, aspect_of

#: how often an extractor misreads in a way that repeats itself from document to document
SYSTEMATIC_ERROR = 0.05
#: what the score of evidence counts whose authors only suppose
HEDGE_WEIGHT = 0.5
#: the belief from which a statement also becomes a direct triple
THRESHOLD = 0.5
#: changes whenever equal evidence would give another assembly; a store of another one is rebuilt
ASSEMBLY_VERSION = 1


def settings_quads(terms: Terms, threshold: float) -> list[Quad]:
    """The numbers that the assembly was made with, kept in its graph."""
    node, own = terms.assembly, terms.own
    settings = {
        own["assembly_version"]: number(ASSEMBLY_VERSION),
        own["systematic_error"]: decimal(SYSTEMATIC_ERROR),
        own["hedge_weight"]: decimal(HEDGE_WEIGHT),
        own["threshold"]: decimal(threshold),
    }
    return [Quad(node, predicate, value, node) for predicate, value in settings.items()]


def belief(findings: Iterable[Finding]) -> float:
    """How far a statement is believed, 0-1, four digits after the point; see the module for the formula.

    >>> belief([Finding("a", 0.8, False, "x")]), belief([Finding("a", 0.8, True, "x")])
    (0.76, 0.38)
    >>> belief([Finding("a", 0.8, False, "x"), Finding("b", 0.8, False, "x")])
    0.912
    """
    best: dict[str, float] = defaultdict(float)
    extractors = set()
    for finding in findings:
        weighted = finding.score * (HEDGE_WEIGHT if finding.hedged else 1)
        best[finding.document] = max(best[finding.document], weighted)
        extractors.add(finding.extractor)
    doubt = prod(sorted(1 - score for score in best.values()))
    return round((1 - SYSTEMATIC_ERROR ** len(extractors)) * (1 - doubt), 4) if best else 0.0


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
        self._found: dict[Statement, list[Finding]] = {}

    def derived(self, statements: Iterable[Statement], entities: Iterable[NamedNode]) -> set[Quad]:
        """All that follows about these statements and entities."""
        assembly, described = self.terms.assembly, self.terms.entities
        quads = {Quad(s, p, o, assembly) for statement in statements for s, p, o in self._triples(statement)}
        quads |= {Quad(node, p, o, described) for node in entities for p, o in self._description(node)}
        return quads

    def stored(self, statements: Iterable[Statement], entities: Iterable[NamedNode]) -> set[Quad]:
        """What the store holds of what `derived` makes: the rest of the assembly is left alone."""
        quads: set[Quad] = set()
        for statement in statements:
            node = self.terms.statement(statement.hash)
            quads.update(self.view.derived(node, None, None, self.terms.assembly))
            quads.update(self.view.derived(None, self.terms.own["contradicts"], node, self.terms.assembly))
            for s, p, o in self._direct(statement):
                quads.update(self.view.derived(s, p, o, self.terms.assembly))
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
            self._found[statement] = self.view.findings(statement)
        return self._found[statement]

    def _summary(self, node: NamedNode, findings: list[Finding]) -> Iterator[Triple]:
        own = self.terms.own
        yield node, own["belief"], decimal(belief(findings))
        yield node, own["evidence_count"], number(len(findings))
        yield node, own["document_count"], number(len({finding.document for finding in findings}))
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
