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
    is_written_for,
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
    "species_lead", "species_beside", "others_beside", "clinical", "written_human", "written_rodent", "target",
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


#: what a name is filed under in one document: its kind and what is looked up for it
Filed = tuple[Kind, str]


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the document, however often it stands there.

    ``surface`` is as first written, ``name`` what is looked up (the long form of a short one), ``starts`` the
    places and ``targets`` how many of them are what a treatment aims at. ``options`` is what it may mean,
    ``by_short`` those of them that the short form may mean too, and ``resembling`` how far those that only the
    short form means resemble the long form, 0-1. ``usual`` is what a short form that the text does not define usually
    stands for. ``defined`` says that the text gives the long form, or leaves no doubt of it: then it is ``understood``.
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
    targets: int = 0
    usual: frozenset[str] = frozenset()
    understood: bool = False

    @property
    def form(self) -> str | None:
        """The species for which a gene's symbol is written so: hStab1 and STAB1 human, Stab1 mouse."""
        if self.kind is not Kind.GENE:
            return None
        known = any(o.status is NameStatus.LABEL and o.form.step is Step.WRITTEN for o in self.options)
        return taxon_of_prefix(self.surface) or taxon_of_casing(self.surface, known)


def matrix(names: Sequence[Name], species: SpeciesInText, usage: Usage) -> Floats:
    """One row for each option of each name, in their order, with the columns `NAMES`."""
    held: Counter[tuple[Kind, str]] = Counter()
    for name in names:
        held.update({(name.kind, o.entity) for o in name.options if o.form.step <= Step.TRIMMED})
    document = _Document.of(names, species)
    rows = [row for name in names for row in _rows(name, held, document, usage)]
    return np.array(rows, dtype=np.float64).reshape(-1, len(NAMES))


@dataclass(frozen=True, slots=True)
class _Document:
    """What the genes of a document have in common: its species and how it writes their symbols."""

    species: SpeciesInText
    forms: dict[Filed, str | None]
    written: Counter[str | None]

    @classmethod
    def of(cls, names: Sequence[Name], species: SpeciesInText) -> _Document:
        forms: dict[Filed, str | None] = {
            (name.kind, name.name): name.form for name in names if name.kind is Kind.GENE
        }
        return cls(species, forms, Counter(form for form in forms.values() if form))

    def share_written(self, taxon: str) -> float:
        """The share of the symbols with a telling form that are written for this species."""
        return self.written[taxon] / (1 + self.written.total())


def _of_species(name: Name, taxon: str, document: _Document) -> tuple[float, ...]:
    """What speaks for a gene of this species, where the name is one of a gene."""
    species, shares = document.species, document.species.shares
    form = document.forms.get((name.kind, name.name))
    near = sum(species.nearest(start) == taxon for start in name.starts) / len(name.starts)
    beside = [species.beside(start) for start in name.starts]
    others = max((share for one, share in shares.items() if one != taxon), default=0.0)
    return (
        _TAXA.get(taxon, 0.0),
        shares.get(taxon, 0.0),
        near,
        log1p(species.counts.total()),
        (1.0 if is_written_for(taxon, form) else -1.0) if form else 0.0,
        shares.get(HUMAN, 0.0),
        shares.get(taxon, 0.0) - others,
        beside.count(taxon) / len(beside),
        sum(one not in (taxon, None) for one in beside) / len(beside),
        log1p(species.clinical),
        document.share_written(HUMAN),
        document.share_written(MOUSE),
        name.targets / len(name.starts),
    )


_NO_SPECIES = (0.0,) * 13


def _rows(
    name: Name, held: Counter[tuple[Kind, str]], document: _Document, usage: Usage
) -> list[tuple[float, ...]]:
    scores = sorted((o.score for o in name.options), reverse=True)
    total = sum(scores) or 1.0
    shown = name.surface
    of_species: dict[str, tuple[float, ...]] = {"": _NO_SPECIES}
    rows: list[tuple[float, ...]] = []
    for rank, option in enumerate(name.options):
        rival = scores[1] if len(scores) > 1 and option.score == scores[0] else scores[0]
        taxon = TAXON_OF_NAMESPACE.get(option.namespace, "") if name.kind is Kind.GENE else ""
        if taxon not in of_species:
            of_species[taxon] = _of_species(name, taxon, document)
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
                *of_species[taxon],
            )
        )
    return rows
