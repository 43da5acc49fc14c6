"""How do the columns follow a store that is written? By what each change says of statements and entities.

A writer notes what it changes; when it publishes, this and the columns of the snapshot before give those of the new
one, without a look at the statements that stayed as they were.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import Quad

from kg.columns import ARRAYS, FILE, NO_ASPECT, Columns, columns_of, described, keep, load
from kg.export_rows import Edge
from kg.terms import BIOLINK, LABEL, Terms

if TYPE_CHECKING:
    from kg.folder import Folder
    from kg.store import Store

_MOST_HELD = 50_000  # statements, before they are put into columns
_Described = tuple[str, str]
_UNKNOWN: _Described = ("", "")
#: values by node and predicate
_Facts = dict[Any, dict[Any, Any]]


class ColumnChanges:
    """What a writer has changed since columns were kept.

    :param kept: the file with the columns of what the store held then; None if it held nothing
    """

    def __init__(self, terms: Terms, kept: Path | None) -> None:
        self._terms = terms
        self._kept = kept
        self._base: Columns | None = None if kept else _no_columns()
        self._lost = False
        self._statements: dict[str, Edge | None] = {}
        self._entities: dict[str, _Described] = {}

    def clear(self) -> None:
        """All statements are gone."""
        self._base, self._lost = _no_columns(), False
        self._statements.clear()

    def note(self, before: Iterable[Quad], after: Iterable[Quad]) -> None:
        """The second quads have been put in place of the first.

        What they say of the belief in a statement or describe of an entity, they say whole.
        """
        if self._lost:
            return
        for quads, there in ((before, False), (after, True)):
            statements, entities = self._facts(quads)
            for edge in self._edges(statements):
                self._statements[edge.hash] = edge if there else None
            for curie, told in self._descriptions(entities):
                self._entities[curie] = told if there else _UNKNOWN
        if len(self._statements) > _MOST_HELD and (base := self._loaded()):
            self._base = self._merged(base, lambda _: _UNKNOWN)
            self._statements.clear()

    def published(self, store: Store, folder: Folder) -> ColumnChanges | None:
        """Keep the columns of the snapshot that was published just now; what is noted from then on.

        None if the columns of the snapshot before are not there.
        """
        base = self._loaded()
        if base is None:
            return None
        place = folder.view_path(store.generation, FILE)
        keep(self._merged(base, lambda curie: described(store, curie)), place)
        return ColumnChanges(self._terms, place)

    def _loaded(self) -> Columns | None:
        if self._base is None and self._kept is not None:
            self._base = load(self._kept)
            self._lost = self._base is None
        return self._base

    def _merged(self, base: Columns, describe: Callable[[str], _Described]) -> Columns:
        known = dict(zip(base.curies, zip(base.labels, base.categories, strict=True), strict=True))
        known |= self._entities

        def known_or_asked(curie: str) -> _Described:
            told = known.get(curie, _UNKNOWN)
            return describe(curie) if told == _UNKNOWN else told

        stay = np.array([name not in self._statements for name in base.hash], np.bool_)
        added = columns_of((edge for edge in self._statements.values() if edge), lambda _: _UNKNOWN)
        return _joined(base, stay, added, known_or_asked)

    def _facts(self, quads: Iterable[Quad]) -> tuple[_Facts, _Facts]:
        """What quads of the assembly, and of the graph of entities, say."""
        assembly, entities = self._terms.assembly, self._terms.entities
        found: tuple[_Facts, _Facts] = defaultdict(dict), defaultdict(dict)
        for quad in quads:
            graph = quad.graph_name
            if graph == assembly:
                found[0][quad.subject][quad.predicate] = quad.object
            elif graph == entities:
                found[1][quad.subject][quad.predicate] = quad.object
        return found

    def _edges(self, facts: _Facts) -> Iterator[Edge]:
        own, curie, local = self._terms.own, self._terms.curie, self._terms.local
        for node, told in facts.items():
            if own["belief"] not in told:
                continue
            aspect = told.get(own["aspect"])
            yield Edge(
                hash=local(node),
                subject=curie(told[BIOLINK["subject"]]),
                relation=local(told[own["relation"]]),
                object=curie(told[BIOLINK["object"]]),
                aspect=local(aspect) if aspect else None,
                negated=told[BIOLINK["negated"]].value == "true",
                hedged=told[own["hedged"]].value == "true",
                belief=float(told[own["belief"]].value),
                evidence_count=int(told[own["evidence_count"]].value),
            )

    def _descriptions(self, facts: _Facts) -> Iterator[tuple[str, _Described]]:
        curie = self._terms.curie
        for node, told in facts.items():
            label, category = told.get(LABEL), told.get(BIOLINK["category"])
            yield curie(node), (label.value if label else "", curie(category) if category else "")


def _no_columns() -> Columns:
    return columns_of((), lambda _: _UNKNOWN)


def _joined(
    base: Columns, stay: NDArray[np.bool_], added: Columns, describe: Callable[[str], _Described]
) -> Columns:
    """Those rows of the first columns that stay, and all of the others."""
    places = np.flatnonzero(stay)
    arrays: dict[str, Any] = {
        name: np.concatenate([getattr(base, name)[places], getattr(added, name)]) for name in ARRAYS
    }
    new, texts = slice(len(places), None), dict[str, Any]()
    for name, columns in (
        ("curies", ("subject", "object")),
        ("relations", ("relation",)),
        ("aspects", ("aspect",)),
    ):
        first = getattr(base, name)
        for column in columns:
            rows = arrays[column][new]
            rows[rows != NO_ASPECT] += len(first)
        texts[name] = _renumbered([*first, *getattr(added, name)], [arrays[column] for column in columns])
    told = [describe(curie) for curie in texts["curies"]]
    hashes = np.array([*(base.hash[place] for place in places.tolist()), *added.hash], "S20")
    order = np.argsort(hashes, kind="stable")
    return Columns(
        labels=[label for label, _ in told],
        categories=[category for _, category in told],
        hash=hashes[order].astype("U20").tolist(),
        **texts,
        **{name: array[order] for name, array in arrays.items()},
    )


def _renumbered(names: list[str], columns: list[NDArray[np.int32]]) -> list[str]:
    """The names that occur, sorted and each once; the columns, which are changed, then count in these."""
    used = np.unique(np.concatenate(columns)).tolist()
    kept = sorted({names[place] for place in used if place != NO_ASPECT})
    number = {name: place for place, name in enumerate(kept)}
    places = np.array([*(number.get(name, NO_ASPECT) for name in names), NO_ASPECT], np.int32)
    for column in columns:
        column[:] = places[column]  # -1 is the last place
    return kept
