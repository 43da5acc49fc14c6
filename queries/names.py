"""What does a person mean by a name? Entities, relations, documents and statements of one store."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from functools import partial

from pyoxigraph import NamedNode

from kg.errors import IdentifierError, QueryError, UnknownDocumentError
from kg.graph import Graph
from kg.model import Entity
from kg.terms import LABEL, SKOS
from kg.vocabulary import RELATIONS, Category
from queries.bind import Resolved
from queries.library import Parameter, ParameterType

_HASH = re.compile(r"[0-9a-f]{20}")
_IRI = re.compile(r"(https?://|urn:)\S+", re.IGNORECASE)
_OTHERS = 4


class SearchNeededError(Exception):
    """A value is a name that all names of the graph have to be searched for."""


class Names:
    """Reads the values of parameters against a graph; an instance is a `queries.bind.Resolve`.

    :param hurried: whether `check` is called later, to find out then if the graph knows what identifiers stand for;
        names are not searched for, which takes a while on a large graph: `SearchNeededError` is raised
    """

    def __init__(self, graph: Graph, hurried: bool = False) -> None:
        self._graph = graph
        self._hurried = hurried
        self._unchecked: list[Callable[[], Resolved]] = []
        self._store = graph.store

    def __call__(self, parameter: Parameter, value: str) -> Resolved:
        """The terms that a value of this parameter stands for.

        :raises QueryError: if it stands for nothing; the message names what is near
        """
        readers = {
            ParameterType.ENTITY: self.entity,
            ParameterType.CATEGORY: self.category,
            ParameterType.RELATION: self.relation,
            ParameterType.DOCUMENT: self.document,
            ParameterType.STATEMENT: self.statement,
        }
        return readers[parameter.type](value)

    def entity(self, value: str) -> Resolved:
        """An entity by CURIE, by IRI, or by a label or synonym, of which the best match is taken.

        :raises QueryError: if the store has nothing of this name
        """
        if iri := self._identifier(value):
            return self._checked(iri, partial(self._known, iri, value))
        if self._hurried:
            raise SearchNeededError
        found = self._graph.find(value, limit=_OTHERS + 1)
        if not found:
            raise QueryError(f"no document of this store names {value!r}{self._near(value)}")
        equal = [entity for entity in found if _is_called(entity, value)]
        best, *others = equal or found
        notes: tuple[str, ...] = ()
        if best.label.casefold() != value.casefold() or others:
            notes = (f"{value!r} was read as {_shown(best)}{_also(others)}",)
        return Resolved((self._store.terms.entity(best.id),), notes)

    def category(self, value: str) -> Resolved:
        """A category of the vocabulary, with or without ``biolink:`` and in any case.

        :raises QueryError: if there is none
        """
        names = {c.value.partition(":")[2].casefold(): c for c in Category}
        key = value.strip().casefold().removeprefix("biolink:")
        if key not in names:
            raise QueryError(f"unknown category {value!r}; known are {', '.join(sorted(Category))}")
        return Resolved((self._store.terms.entity(names[key]),))

    def relation(self, value: str) -> Resolved:
        """A relation of the vocabulary, by name or label.

        :raises QueryError: if there is none
        """
        name = re.sub(r"[\s_-]+", "_", value.strip().casefold().removeprefix("rel:"))
        if name not in RELATIONS:
            near = get_close_matches(name, RELATIONS, n=3, cutoff=0.5)
            hint = f"did you mean {' or '.join(near)}?" if near else f"known are {', '.join(RELATIONS)}"
            raise QueryError(f"unknown relation {value!r}; {hint}")
        return Resolved((self._store.terms.relation(name),))

    def document(self, value: str) -> Resolved:
        """A document of the store, by identifier or IRI.

        :raises QueryError: if the store does not hold it
        """
        try:
            return Resolved((self._store.graph_of(value),))
        except UnknownDocumentError as error:
            node = _node(value)
            if node is not None and self._store.data.contains_named_graph(node):
                return Resolved((node,))
            raise QueryError(str(error)) from None

    def statement(self, value: str) -> Resolved:
        """A statement by hash or IRI.

        :raises QueryError: if it is neither, or the store does not hold it
        """
        start = self._store.base + "statement/"
        name = value.removeprefix(start).removeprefix("statement:")
        if not _HASH.fullmatch(name):
            raise QueryError(f"not the hash of a statement, 20 hexadecimal digits: {value!r}")
        node = self._store.terms.statement(name)
        return self._checked(node, partial(self._supported, node, name))

    def check(self) -> tuple[str, ...]:
        """What a person should know about identifiers that were read in a hurry.

        :raises QueryError: if the store has nothing of one
        """
        return tuple(note for check in self._unchecked for note in check().notes)

    def _checked(self, node: NamedNode, check: Callable[[], Resolved]) -> Resolved:
        if not self._hurried:
            return check()
        self._unchecked.append(check)
        return Resolved((node,))

    def _supported(self, node: NamedNode, name: str) -> Resolved:
        graph = self._store.terms.assembly
        if next(self._store.data.quads_for_pattern(node, None, None, graph), None) is None:
            raise QueryError(f"no document of this store supports the statement {name}")
        return Resolved((node,))

    def _identifier(self, value: str) -> NamedNode | None:
        """The node of a CURIE or an IRI; None for anything else."""
        try:
            return self._store.terms.entity(self._store.identifiers.standardise(value))
        except IdentifierError:
            return _node(value) if _IRI.fullmatch(value) else None

    def _known(self, node: NamedNode, value: str) -> Resolved:
        """The node itself if the store describes it or something below it, else what is equivalent to it."""
        inner, graph = self._store.data, self._store.terms.entities
        if next(inner.quads_for_pattern(node, None, None, graph), None) or next(
            inner.quads_for_pattern(None, None, node, graph), None
        ):
            same = inner.quads_for_pattern(None, SKOS["exactMatch"], node, graph)
            others = sorted({quad.subject.value for quad in same})  # type: ignore[union-attr]
            note = f"{value} is here {', '.join(self._store.terms.curie(NamedNode(o)) for o in others)}"
            return Resolved((node,), (note,) if others else ())
        raise QueryError(f"no document of this store names {value}; a name such as 'PD-1' is looked up too")

    def _near(self, value: str) -> str:
        """Names of the store that look like this one, as the end of a sentence."""
        words = [word for word in re.split(r"\W+", value) if len(word) > 2]
        found = [entity for word in words for entity in self._graph.find(word, limit=2)]
        if not found:
            quads = self._store.data.quads_for_pattern(None, LABEL, None, self._store.terms.entities)
            names = [quad.object.value for quad in quads]  # type: ignore[union-attr]
            near = get_close_matches(value, names, n=3, cutoff=0.6)
            return f"; did you mean {' or '.join(near)}?" if near else "; try a synonym, or an identifier"
        return "; did you mean " + " or ".join(dict.fromkeys(_shown(entity) for entity in found[:3])) + "?"


def _node(value: str) -> NamedNode | None:
    try:
        return NamedNode(value)
    except ValueError:
        return None


def _is_called(entity: Entity, name: str) -> bool:
    return name.casefold() in {spelled.casefold() for spelled in (entity.label, *entity.synonyms)}


def _shown(entity: Entity) -> str:
    return f"{entity.label} ({entity.id})"


def _also(others: Iterable[Entity]) -> str:
    names = ", ".join(_shown(entity) for entity in others)
    return f"; it could also be {names}" if names else ""
