"""Which statements say the same more specifically?

One affirmed statement refines another if its relation is the same or one of those that imply it (as Biolink's
hierarchy of predicates has it), its subject and object are the same or below the other's, and the other's
aspect is the same or not named. "A inhibits the proliferation of CD8 T cells" refines "A inhibits T cells"
and "A affects T cells". Denials are left out: what is denied of CD8 T cells is not denied of all T cells.

The assembly keeps all such pairs as ``litkg:refines``. To find them by look-ups, it keeps for each statement a
hash of its two entities (``litkg:pair``) and of its subject with each superclass of its object
(``litkg:pair_below``): what a new statement refines is among the pairs of their superclasses, what refines it
among those of its subject's subtypes with its object. A gene has few of either. Links are made when a
statement comes or goes, or the superclasses of its entities change, not with each further evidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from pyoxigraph import NamedNode, Quad

from kg.model import Statement, content_hash
from kg.rdf_reader import Facts, read_statement
from kg.terms import BIOLINK, SUBCLASS_OF, text
from kg.view import View
from kg.vocabulary import RELATIONS

#: the relation that each of these implies
MORE_GENERAL: Mapping[str, str] = MappingProxyType(
    {
        "activates": "affects",
        "inhibits": "affects",
        "increases_amount_of": "affects",
        "decreases_amount_of": "affects",
        "worsens": "affects",
        "secretes": "produces",
        "causes": "contributes_to",
        "confers_resistance_to": "associated_with",
        "confers_sensitivity_to": "associated_with",
        "biomarker_for": "associated_with",
        "positively_correlated_with": "associated_with",
        "negatively_correlated_with": "associated_with",
    }
)


def implied(relation: str) -> tuple[str, ...]:
    """The relation itself and those that it implies, nearest first.

    >>> implied("inhibits"), implied("binds")
    (('inhibits', 'affects'), ('binds',))
    """
    found = [relation]
    while found[-1] in MORE_GENERAL:
        found.append(MORE_GENERAL[found[-1]])
    return tuple(found)


def speaks_more_generally(general: Statement, specific: Statement) -> bool:
    """Whether the first fits the second in all but the entities: affirmed, implied, its aspect or none.

    False for two that say the same, be it with the sides of a symmetric relation changed.
    """
    if general.negated or specific.negated or general.relation not in implied(specific.relation):
        return False
    if general.aspect not in (None, specific.aspect):
        return False
    same = (general.relation, general.aspect) == (specific.relation, specific.aspect)
    sides, others = (general.subject, general.object), (specific.subject, specific.object)
    turned = RELATIONS[general.relation].symmetric and sides == others[::-1]
    return not (same and (sides == others or turned))


class Refinements:
    """Relates statements that come or go to those that they refine or that refine them."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._terms = view.terms
        own = view.terms.own
        self._refines, self._pair, self._below = own["refines"], own["pair"], own["pair_below"]
        self._above: dict[str, frozenset[str]] = {}
        self._linked: set[Statement] = set()
        self._named: set[str] = set()
        self._gone: set[NamedNode] = set()
        self._among: dict[str, list[Statement]] = {}
        self._upward: dict[str, list[str]] = {}

    @property
    def properties(self) -> frozenset[NamedNode]:
        """The properties of a statement that are kept here."""
        return frozenset((self._refines, self._pair, self._below))

    def relate(
        self, statements: Iterable[Statement], entities: Iterable[NamedNode]
    ) -> tuple[set[Quad], set[Quad]]:
        """What the assembly holds of the links that change with these, and what it should hold."""
        self._above, self._among, self._upward = {}, defaultdict(list), {}
        changed = {s for s in statements if not s.negated and self._view.exists(s) != self._view.existed(s)}
        for node in entities:
            changed |= self._regraded(node)
        self._gone = {self._terms.statement(statement.hash) for statement in changed}
        self._linked = {statement for statement in changed if self._view.exists(statement)}
        self._named = {side for s in self._linked for side in (s.subject, s.object)}
        for statement in self._linked:
            self._among[_key(statement.subject, statement.object)].append(statement)
        stored = {quad for node in self._gone for quad in self._stored(node)}
        return stored, {quad for statement in self._linked for quad in self._derived(statement)}

    def _regraded(self, node: NamedNode) -> set[Statement]:
        """The affirmed statements of the assembly about an entity, if its superclasses change."""
        before = {q.object for q in self._view.derived(node, SUBCLASS_OF, None, self._terms.entities)}
        after = self._view.values(node, SUBCLASS_OF, among=(SUBCLASS_OF,))
        self._above[self._terms.curie(node)] = self._curies(after)
        if before == after or not self._view.is_known(node, SUBCLASS_OF):
            return set()
        assembly = self._terms.assembly
        found = [
            quad.subject
            for role in (BIOLINK["subject"], BIOLINK["object"])
            for quad in self._view.derived(None, role, node, assembly)
            if isinstance(quad.subject, NamedNode)
        ]
        return {s for s in map(self._read, found) if not s.negated}

    def _stored(self, node: NamedNode) -> Iterator[Quad]:
        assembly = self._terms.assembly
        for predicate in self.properties:
            yield from self._view.derived(node, predicate, None, assembly)
        yield from self._view.derived(None, self._refines, node, assembly)

    def _derived(self, statement: Statement) -> Iterator[Quad]:
        node, assembly = self._terms.statement(statement.hash), self._terms.assembly
        yield Quad(node, self._pair, text(_key(statement.subject, statement.object)), assembly)
        for above in self._superclasses(statement.object):
            yield Quad(node, self._below, text(_key(statement.subject, above)), assembly)
        for general in self._more_general(statement):
            yield Quad(node, self._refines, self._terms.statement(general.hash), assembly)
        for specific in self._more_specific(statement):
            yield Quad(self._terms.statement(specific.hash), self._refines, node, assembly)

    def _more_general(self, statement: Statement) -> Iterator[Statement]:
        """All that the statement refines."""
        turns = any(RELATIONS[relation].symmetric for relation in implied(statement.relation))
        subjects, objects = self._up_from(statement.subject), self._up_from(statement.object)
        for subject, obj in ((subject, obj) for subject in subjects for obj in objects):
            found = self._about(subject, obj)
            if turns:
                found += [s for s in self._about(obj, subject) if RELATIONS[s.relation].symmetric]
            yield from (s for s in found if speaks_more_generally(s, statement))

    def _more_specific(self, statement: Statement) -> Iterator[Statement]:
        """What the store has that refines the statement, but for what changes too: that finds it by itself."""
        sides = [(statement.subject, statement.object)]
        if RELATIONS[statement.relation].symmetric:
            sides.append((statement.object, statement.subject))
        for subject, obj in sides:
            for below in self._down_from(subject):
                found = (*self._kept(self._pair, below, obj), *self._kept(self._below, below, obj))
                yield from (s for s in found if speaks_more_generally(statement, s))

    def _about(self, subject: str, obj: str) -> list[Statement]:
        """The affirmed statements about exactly these, as they will be."""
        return [*self._kept(self._pair, subject, obj), *self._among.get(_key(subject, obj), ())]

    def _kept(self, predicate: NamedNode, subject: str, obj: str) -> list[Statement]:
        """The statements that the store has under this key and that do not change."""
        found = self._view.derived(None, predicate, text(_key(subject, obj)), self._terms.assembly)
        nodes = [quad.subject for quad in found if isinstance(quad.subject, NamedNode)]
        return [self._read(node) for node in nodes if node not in self._gone]

    def _read(self, node: NamedNode) -> Statement:
        return read_statement(
            Facts(self._view.derived(node, None, None, self._terms.assembly), self._terms), node
        )

    def _up_from(self, curie: str) -> list[str]:
        """The entity and those of its superclasses that statements are about."""
        if curie not in self._upward:
            self._upward[curie] = [curie, *filter(self._occurs, self._superclasses(curie))]
        return self._upward[curie]

    def _occurs(self, curie: str) -> bool:
        node, assembly = self._terms.entity(curie), self._terms.assembly
        roles = (BIOLINK["subject"], BIOLINK["object"])
        return curie in self._named or any(self._view.occurs(role, node, assembly) for role in roles)

    def _superclasses(self, curie: str) -> frozenset[str]:
        """The superclasses of an entity as they will be."""
        if curie not in self._above:
            node = self._terms.entity(curie)
            found = self._view.derived(node, SUBCLASS_OF, None, self._terms.entities)
            self._above[curie] = self._curies(quad.object for quad in found)
        return self._above[curie] - {curie}

    def _down_from(self, curie: str) -> set[str]:
        """The entity and its subtypes in the store."""
        found = self._view.derived(None, SUBCLASS_OF, self._terms.entity(curie), self._terms.entities)
        return {curie, *self._curies(quad.subject for quad in found)}

    def _curies(self, nodes: Iterable[object]) -> frozenset[str]:
        return frozenset(self._terms.curie(node) for node in nodes if isinstance(node, NamedNode))


def _key(subject: str, obj: str) -> str:
    return content_hash(subject, obj)
