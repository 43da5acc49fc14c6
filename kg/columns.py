"""How are all statements of a store read fast? As columns, which are kept beside the snapshot that they are of.

Reading a million statements from the database takes a minute or two, from columns a second. The writer makes them
as it writes (`kg.column_changes`); where it could not, they are made when they are first asked for. They lie in
``views/`` in the store's folder, where that can be written.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from kg.export_rows import ALL, Edge, Selection, edges
from kg.terms import BIOLINK, LABEL

if TYPE_CHECKING:
    from kg.store import Store

#: of the file; one of another version is made again
_VERSION = 1
#: the name under which columns are kept (`Store.view_path`)
FILE = f"statements-v{_VERSION}.npz"
#: of a statement without aspect
NO_ASPECT = -1
_DIGITS = 20  # of a statement's hash
_TEXTS = ("curies", "labels", "categories", "relations", "aspects")
#: the columns that are arrays, one value a statement
ARRAYS = ("subject", "relation", "object", "aspect", "negated", "hedged", "belief", "evidence_count")


@dataclass(frozen=True, slots=True)
class Columns:
    """Statements by their hashes, in this order, a column for each field of `kg.export_rows.Edge`.

    ``subject`` and ``object`` are places in ``curies``, ``relation`` in ``relations``, ``aspect`` in ``aspects`` or
    -1; all these are sorted and hold what occurs. ``labels`` and ``categories`` are those of the entities, "" where
    a store does not say.
    """

    curies: list[str]
    labels: list[str]
    categories: list[str]
    relations: list[str]
    aspects: list[str]
    hash: list[str]
    subject: NDArray[np.int32]
    relation: NDArray[np.int32]
    object: NDArray[np.int32]
    aspect: NDArray[np.int32]
    negated: NDArray[np.bool_]
    hedged: NDArray[np.bool_]
    belief: NDArray[np.float64]
    evidence_count: NDArray[np.int64]


def columns(store: Store, wanted: Selection = ALL) -> Columns:
    """The statements that fit a selection."""
    place = store.view_path(FILE)
    if place is None:
        return columns_of(edges(store, wanted), lambda curie: described(store, curie))
    found = load(place)
    if found is None:
        found = columns_of(edges(store), lambda curie: described(store, curie))
        keep(found, place)
    return found if wanted == ALL else _chosen(found, wanted)


def columns_of(statements: Iterable[Edge], describe: Callable[[str], tuple[str, str]]) -> Columns:
    """The columns of statements.

    :param describe: gives the label and the category of an entity
    """
    rows = sorted(statements, key=lambda edge: edge.hash)
    curies = sorted({curie for edge in rows for curie in (edge.subject, edge.object)})
    told = [describe(curie) for curie in curies]
    relations = sorted({edge.relation for edge in rows})
    aspects = sorted({edge.aspect for edge in rows if edge.aspect})
    number = {curie: place for place, curie in enumerate(curies)}
    of_relation = {name: place for place, name in enumerate(relations)}
    of_aspect: dict[str | None, int] = {name: place for place, name in enumerate(aspects)}
    return Columns(
        curies,
        [label for label, _ in told],
        [category for _, category in told],
        relations,
        aspects,
        [edge.hash for edge in rows],
        _numbers(number[edge.subject] for edge in rows),
        _numbers(of_relation[edge.relation] for edge in rows),
        _numbers(number[edge.object] for edge in rows),
        _numbers(of_aspect.get(edge.aspect, NO_ASPECT) for edge in rows),
        np.array([edge.negated for edge in rows], np.bool_),
        np.array([edge.hedged for edge in rows], np.bool_),
        np.array([edge.belief for edge in rows], np.float64),
        np.array([edge.evidence_count for edge in rows], np.int64),
    )


def _numbers(places: Iterable[int]) -> NDArray[np.int32]:
    return np.fromiter(places, np.int32)


def described(store: Store, curie: str) -> tuple[str, str]:
    """The label and the category of an entity."""
    terms, label, category = store.terms, "", ""
    for quad in store.data.quads_for_pattern(terms.entity(curie), None, None, terms.entities):
        if quad.predicate == LABEL:
            label = quad.object.value  # type: ignore[union-attr]
        elif quad.predicate == BIOLINK["category"]:
            category = terms.curie(quad.object)  # type: ignore[arg-type]
    return label, category


def _chosen(found: Columns, wanted: Selection) -> Columns:
    fits = found.belief >= wanted.min_belief
    if wanted.relation is not None:
        fits &= found.relation == _place(found.relations, wanted.relation)
    if wanted.category is not None:
        of_category = np.array([category == wanted.category for category in found.categories], np.bool_)
        fits &= of_category[found.subject] | of_category[found.object]
    for column, value in ((found.negated, wanted.negated), (found.hedged, wanted.hedged)):
        if value is not None:
            fits &= column == value
    places = np.flatnonzero(fits)
    arrays = {name: getattr(found, name)[places] for name in ARRAYS}
    return replace(found, hash=[found.hash[place] for place in places.tolist()], **arrays)


def _place(names: list[str], name: str) -> int:
    return names.index(name) if name in names else NO_ASPECT


def keep(found: Columns, place: Path) -> None:
    """Write the file in one step, and drop those of older snapshots; where that cannot be done, nothing is kept."""
    with suppress(OSError):
        place.parent.mkdir(exist_ok=True)
        made: dict[str, Any] = {name: getattr(found, name) for name in ARRAYS}
        for name in _TEXTS:
            made[name] = np.frombuffer(json.dumps(getattr(found, name)).encode(), np.uint8)
        made["hash"] = np.frombuffer(bytes.fromhex("".join(found.hash)), np.uint8)
        with tempfile.TemporaryDirectory(prefix="part-", dir=place.parent) as part:
            np.savez(Path(part) / "made.npz", **made)
            (Path(part) / "made.npz").replace(place)
        for old in place.parent.glob("*.npz"):
            if old != place:
                old.unlink(missing_ok=True)


def load(place: Path) -> Columns | None:
    """What the file holds; None if there is none, or it is damaged."""
    try:
        with place.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            made: dict[str, Any] = {name: kept[name] for name in ARRAYS}
            made |= {name: json.loads(kept[name].tobytes()) for name in _TEXTS}
            digits = kept["hash"].tobytes().hex()
            made["hash"] = [digits[at : at + _DIGITS] for at in range(0, len(digits), _DIGITS)]
            return Columns(**made)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return None
