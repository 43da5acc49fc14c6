"""Which RDF terms is the graph written in?

Constants for the shared vocabularies, and `Terms` for what hangs on a store's base.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TypeVar

from pyoxigraph import Literal, NamedNode

from kg.errors import StoreError
from kg.identifiers import PREFIXES, WEB_PREFIXES, Identifiers

Key = TypeVar("Key")
Value = TypeVar("Value")

#: nodes of CURIEs that are remembered, and CURIEs of nodes
MOST_KNOWN = 1 << 15


class Namespace:
    """Names under one IRI: ``SKOS["altLabel"]``."""

    def __init__(self, start: str) -> None:
        self._start = start
        self._known: dict[str, NamedNode] = {}

    def __getitem__(self, name: str) -> NamedNode:
        node = self._known.get(name)
        if node is None:
            node = self._known[name] = NamedNode(self._start + name)
        return node


BIOLINK = Namespace(PREFIXES["biolink"])
DCTERMS = Namespace(WEB_PREFIXES["dcterms"])
OA = Namespace(WEB_PREFIXES["oa"])
PROV = Namespace(WEB_PREFIXES["prov"])
RDF = Namespace(WEB_PREFIXES["rdf"])
RDFS = Namespace(WEB_PREFIXES["rdfs"])
SCHEMA = Namespace(WEB_PREFIXES["schema"])
SKOS = Namespace(WEB_PREFIXES["skos"])
XSD = Namespace(WEB_PREFIXES["xsd"])

#: between the words of an evidence's path
PATH_SEPARATOR = " > "

TYPE = RDF["type"]
LABEL = RDFS["label"]
SUBCLASS_OF = RDFS["subClassOf"]


class Terms:
    """The terms of one store: its own properties, its graphs, and nodes made from identifiers."""

    def __init__(self, identifiers: Identifiers) -> None:
        self.identifiers = identifiers
        self.own = Namespace(identifiers.base + "term/")
        self._nodes: dict[str, NamedNode] = {}
        self._curies: dict[NamedNode, str] = {}

    @cached_property
    def assembly(self) -> NamedNode:
        """The graph of what is derived from all evidence of a statement."""
        return NamedNode(self.identifiers.base + "graph/assembly")

    @cached_property
    def entities(self) -> NamedNode:
        """The graph that describes every entity once."""
        return NamedNode(self.identifiers.base + "graph/entities")

    @cached_property
    def vocabulary(self) -> NamedNode:
        """The graph that describes relations and aspects."""
        return NamedNode(self.identifiers.base + "graph/vocabulary")

    @cached_property
    def derived(self) -> frozenset[NamedNode]:
        """The graphs that are not a document's."""
        return frozenset((self.assembly, self.entities, self.vocabulary))

    def entity(self, curie: str) -> NamedNode:
        """The node of a CURIE."""
        node = self._nodes.get(curie)
        if node is None:
            node = NamedNode(self.identifiers.expand(curie))
            _remember(self._nodes, curie, node)
        return node

    def relation(self, name: str) -> NamedNode:
        """The node of a relation."""
        return NamedNode(f"{self.identifiers.base}relation/{name}")

    def aspect(self, name: str) -> NamedNode:
        """The node of an aspect."""
        return NamedNode(f"{self.identifiers.base}aspect/{name}")

    def statement(self, statement_hash: str) -> NamedNode:
        """The node of a statement."""
        return NamedNode(f"{self.identifiers.base}statement/{statement_hash}")

    def evidence(self, evidence_hash: str) -> NamedNode:
        """The node of a piece of evidence."""
        return NamedNode(f"{self.identifiers.base}evidence/{evidence_hash}")

    def extractor(self, name: str) -> NamedNode:
        """The node of an extractor, whatever its version, in the assembly's settings."""
        return NamedNode(f"{self.identifiers.base}extractor/{name}")

    def source_kind(self, name: str) -> NamedNode:
        """The node of a kind of source in the assembly's settings."""
        return NamedNode(f"{self.identifiers.base}source_kind/{name}")

    def curie(self, node: NamedNode) -> str:
        """The CURIE of a node, or its IRI where it has none."""
        curie = self._curies.get(node)
        if curie is None:
            curie = self.identifiers.compress(node.value) or node.value
            _remember(self._curies, node, curie)
        return curie

    def local(self, node: NamedNode) -> str:
        """What follows the last slash of a node's IRI: the name of a relation, the hash of a statement."""
        return node.value.rpartition("/")[2]


def _remember(known: dict[Key, Value], key: Key, value: Value) -> None:
    """Keep what was made; all is forgotten once it is much."""
    if len(known) >= MOST_KNOWN:
        known.clear()
    known[key] = value


def text(value: str) -> Literal:
    """A plain string literal.

    :raises StoreError: if the string holds half a surrogate pair, which no encoding can write
    """
    try:
        return Literal(value)
    except ValueError:
        raise StoreError(f"not Unicode text, so it cannot be stored: {value[:60]!r}") from None


@lru_cache(1 << 13)
def number(value: int) -> Literal:
    """An xsd:integer."""
    return Literal(value)


@lru_cache(2)
def flag(value: bool) -> Literal:
    """An xsd:boolean."""
    return Literal(value)


@lru_cache(1 << 13)
def decimal(value: float) -> Literal:
    """An xsd:decimal of at most four digits after the point, in canonical form.

    >>> decimal(0.5).value, decimal(1.0).value, decimal(0.123456).value
    ('0.5', '1', '0.1235')
    """
    digits = format(round(Decimal(value), 4), "f")
    plain = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return Literal(plain or "0", datatype=XSD["decimal"])
