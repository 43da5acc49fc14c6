"""What speaks for and against an option, as numbers that the ranker weighs?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log1p

import numpy as np

from ingest.lexicon import NameStatus
from ingest.linking.forms import Step
from ingest.linking.options import Option
from ingest.linking.ranker import Floats
from ingest.linking.species import (
    HUMAN,
    MOUSE,
    RAT,
    TAXON_OF_NAMESPACE,
    SpeciesInText,
    taxon_of_casing,
    taxon_of_prefix,
)
from ingest.linking.usage import Usage
from ingest.mention import Kind

#: the columns of the feature matrix, in order; a change of them needs a new ranker
NAMES = (
    "kind", "score", "status", "step", "rank", "rivals", "share", "gap", "uses", "use_share", "known", "entity_uses",
    "namespace", "length", "acronym", "words", "defined", "by_long", "by_short", "resemblance", "elsewhere", "cut",
    "counterpart", "taxon", "species_share", "species_near", "species_named", "species_form", "human_share",
)  # fmt: skip

_KINDS = {kind: float(place) for place, kind in enumerate(Kind)}
_STATUSES = {status: float(place) for place, status in enumerate(NameStatus)}
_SPACES = {
    space: float(place)
    for place, space in enumerate(
        "HGNC MGI RGD NCBIGene FPLX CHEBI UNII MESH MONDO HP CL UBERON GO NCBITaxon cellosaurus OMIM".split()
    )
}
_TAXA = {HUMAN: 1.0, MOUSE: 2.0, RAT: 3.0}
_ACRONYM = re.compile(r"[A-Z][A-Za-z]?[A-Z0-9]{0,4}s?")


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the document, however often it stands there.

    ``surface`` is as first written, ``name`` what is looked up (the long form of a short one), ``starts`` the
    places, ``options`` what it may mean, ``by_short`` those of them that the short form may mean too, and
    ``resembling`` how far those that only the short form means resemble the long form, 0-1.
    """

    kind: Kind
    surface: str
    name: str
    starts: tuple[int, ...]
    options: tuple[Option, ...]
    defined: bool = False
    by_long: frozenset[str] = frozenset()
    by_short: frozenset[str] = frozenset()
    resembling: dict[str, float] | None = None


def matrix(names: Sequence[Name], species: SpeciesInText, usage: Usage) -> Floats:
    """One row for each option of each name, in their order, with the columns `NAMES`."""
    held: Counter[tuple[Kind, str]] = Counter()
    for name in names:
        held.update({(name.kind, o.entity) for o in name.options if o.form.step <= Step.TRIMMED})
    rows = [row for name in names for row in _rows(name, held, species, usage)]
    return np.array(rows, dtype=np.float64).reshape(-1, len(NAMES))


def _rows(
    name: Name, held: Counter[tuple[Kind, str]], species: SpeciesInText, usage: Usage
) -> list[tuple[float, ...]]:
    scores = sorted((o.score for o in name.options), reverse=True)
    total = sum(scores) or 1.0
    shown = name.surface
    near = Counter(species.nearest(start) for start in name.starts) if name.kind is Kind.GENE else Counter()
    by_form = (taxon_of_prefix(shown) or taxon_of_casing(shown)) if name.kind is Kind.GENE else None
    rows: list[tuple[float, ...]] = []
    for rank, option in enumerate(name.options):
        rival = scores[1] if len(scores) > 1 and option.score == scores[0] else scores[0]
        taxon = TAXON_OF_NAMESPACE.get(option.namespace, "") if name.kind is Kind.GENE else ""
        own = option.form.step <= Step.TRIMMED
        rows.append(
            (
                _KINDS[name.kind],
                option.score,
                _STATUSES[option.status] if option.status else -1.0,
                float(option.form.step),
                float(rank),
                float(len(name.options)),
                option.score / total,
                option.score - rival,
                log1p(option.uses),
                option.uses / option.known if option.known else 0.0,
                log1p(option.known),
                log1p(usage.documents(name.kind, option.entity)),
                _SPACES.get(option.namespace, -1.0),
                float(len(shown)),
                float(_ACRONYM.fullmatch(shown) is not None),
                float(len(name.name.split())),
                float(name.defined),
                float(option.entity in name.by_long),
                float(option.entity in name.by_short),
                (name.resembling or {}).get(option.entity, 1.0),
                float(min(5, held[name.kind, option.entity] - own)),
                len(option.form.text) / max(1, len(name.name)),
                float(bool(option.origin)),
                _TAXA.get(taxon, 0.0),
                species.shares.get(taxon, 0.0) if taxon else 0.0,
                near[taxon] / len(name.starts) if taxon else 0.0,
                float(bool(species.shares)),
                (1.0 if by_form == taxon else -1.0) if taxon and by_form else 0.0,
                species.shares.get(HUMAN, 0.0),
            )
        )
    return rows
