"""Which entity does each spotted name of a document stand for?

One sense for a name throughout a document: the options of all its names are found first, then ranked
together, each in the light of the others, of the abbreviations and of the species that the text names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from ingest.language import Abbreviation
from ingest.lexicon import Lexicon, NameStatus
from ingest.lexicon.term import VOCABULARIES
from ingest.linking.changes import Variants
from ingest.linking.features import Name, matrix
from ingest.linking.forms import Step, singular
from ingest.linking.meanings import Meanings
from ingest.linking.names import filed, names_in
from ingest.linking.options import Finder, Option
from ingest.linking.ranker import Ranker
from ingest.linking.species import HUMAN, RODENTS, TAXON_OF_NAMESPACE, SpeciesInText
from ingest.linking.usage import Usage
from ingest.mention import CATEGORIES_OF, Candidate, Kind, Recognised, Spotted, own_identifier
from kg.model import Entity
from kg.vocabulary import Category

PACKAGED = Path(__file__).parent / "data"
RANKER, USAGE = "ranker.npz", "usage.tsv.zst"

#: candidates that are kept beside the best one, and how likely they must be
_MOST, _LEAST = 3, 0.02

#: what a name of a kind is when nothing more is known
CATEGORY_OF: dict[Kind, Category] = {
    Kind.GENE: Category.GENE,
    Kind.CHEMICAL: Category.CHEMICAL,
    Kind.DISEASE: Category.DISEASE,
    Kind.CELL_TYPE: Category.CELL,
    Kind.CELL_LINE: Category.CELL_LINE,
    Kind.SPECIES: Category.TAXON,
    Kind.VARIANT: Category.VARIANT,
    Kind.ANATOMY: Category.ANATOMY,
    Kind.PROCESS: Category.PROCESS,
    Kind.COMPONENT: Category.COMPONENT,
}

_LABEL = NameStatus.LABEL
#: "CD4- T cells" are not the CD4+ T cells that a list would take them for
NEGATIVE_MARKER = re.compile(r"\b[A-Z][A-Za-z]*\d+[A-Za-z]?(?:-|\u2212)(?=\s)|\u2212(?=\s)")
#: what is done, not given
_PROCEDURE = re.compile(
    r"(?:therap(?:y|ies)|surgery|ectomy|ablation|emboli[sz]ation|transplant(?:ation)?s?|irradiation)$"
)

Entities = Callable[[str], Entity]


@dataclass(frozen=True, slots=True)
class Ranked:
    """An option and the probability, 0-1, that it is right; ``note`` tells a person why it comes before others."""

    option: Option
    probability: float
    note: str = ""


class Resolver:
    """Links the spotted names of documents; what it keeps between documents does not depend on them."""

    def __init__(self, finder: Finder, ranker: Ranker, entity: Entities | None = None) -> None:
        self._finder = finder
        self._ranker = ranker
        self._entity = entity or lru_cache(maxsize=1 << 14)(self._built)

    @classmethod
    def open(cls, lexicon: Lexicon, folder: Path = PACKAGED, entity: Entities | None = None) -> Resolver:
        """A resolver with the packaged ranker and table of names; raises LexiconError if damaged."""
        finder = Finder(lexicon, Usage.read(folder / USAGE))
        return cls(finder, Ranker.read(folder / RANKER), entity)

    def link(
        self, text: str, spotted: Sequence[Spotted], abbreviations: Sequence[Abbreviation]
    ) -> tuple[Recognised, ...]:
        """One Recognised for each spotted name, in their order."""
        meanings = Meanings(text, abbreviations, spotted, self._finder.listed)
        species = SpeciesInText(text)
        names = names_in(text, spotted, meanings, species, self._finder)
        ranked = self.rank(list(names.values()), species)
        settled = dict(zip(names, map(self._settled, names.values(), ranked), strict=True))
        placed = [(one, settled[filed(one.span.of(text), one.kind, meanings)]) for one in spotted]
        genes = [(one.span, found[0].entity) for one, found in placed if one.kind is Kind.GENE]
        variants = Variants(text, spotted, genes)
        return tuple(
            Recognised(one.span, found or variants.candidates(one.span.of(text))) for one, found in placed
        )

    def rank(self, names: Sequence[Name], species: SpeciesInText) -> list[tuple[Ranked, ...]]:
        """The options of each name, the likeliest first."""
        chances = self._ranker.probabilities(matrix(names, species, self._finder.usage))
        found, at = [], 0
        for name in names:
            rows = chances[at : at + len(name.options)]
            at += len(name.options)
            paired = [Ranked(o, round(float(p), 4)) for o, p in zip(name.options, rows, strict=True)]
            ordered = tuple(sorted(paired, key=lambda r: (-r.probability, r.option.entity)))
            found.append(self._for_people(name, ordered, species))
        return found

    def _for_people(
        self, name: Name, ranked: tuple[Ranked, ...], species: SpeciesInText
    ) -> tuple[Ranked, ...]:
        """The human gene first where an animal's has no more to show for it than that the text names the animal.

        So it is with what a treatment aims at (whoever writes of "anti-PD-1 therapy" and mentions mice means
        that of people) and with all genes of a long text that names the animal in passing; not where the
        sentence names it, where the symbol is written as the animal's, or where the text is clearly about it.
        """
        taxon = TAXON_OF_NAMESPACE.get(ranked[0].option.namespace) if ranked else None
        if taxon not in RODENTS or name.form in RODENTS:
            return ranked
        if not (species.is_in_passing(taxon) or (name.targets and not species.is_mainly(taxon))):
            return ranked
        if any(species.beside(start) == taxon for start in name.starts):
            return ranked
        counterparts = self._finder.lexicon.orthologs(ranked[0].option.entity)
        human = next((r for r in ranked if r.option.entity in counterparts and _is_human(r.option)), None)
        if human is None:
            return ranked
        first = replace(
            human,
            probability=ranked[0].probability,
            note="of people, since the text hardly speaks of animals",
        )
        second = replace(ranked[0], probability=human.probability)
        rest = [r for r in ranked[1:] if r is not human]
        return (first, *sorted((second, *rest), key=lambda r: (-r.probability, r.option.entity)))

    def _settled(self, name: Name, ranked: Sequence[Ranked]) -> tuple[Candidate, ...]:
        """The candidates of a name: the best options, behind an entity of the graph's own if none will do.

        None of a variant, which is read and not looked up.
        """
        if name.kind is Kind.VARIANT:
            return ()
        if name.kind is Kind.CELL_TYPE and NEGATIVE_MARKER.search(name.name):
            return (self._unlinked(name, ()),)
        kept = [one for one in ranked[:_MOST] if one.probability >= _LEAST]
        candidates = tuple(c for one in kept if (c := self._candidate(name, one)) is not None)
        candidates = self._by_its_label(name, kept, ranked, candidates)
        if candidates and candidates[0].score >= self._ranker.floor:
            return candidates
        return (self._unlinked(name, candidates), *candidates)

    def _by_its_label(
        self, name: Name, kept: Sequence[Ranked], ranked: Sequence[Ranked], candidates: tuple[Candidate, ...]
    ) -> tuple[Candidate, ...]:
        """The candidates, with the term of this very label first where annotators used a wider one.

        MeSH has breast neoplasms alone and calls them breast cancer, Mondo tells the two apart: the entity is
        Mondo's breast cancer, and MeSH's number one of its equivalents.
        """
        if name.kind is not Kind.DISEASE or not candidates or kept[0].option.status is not None:
            return candidates
        own = next(
            (r for r in ranked if r.option.status is _LABEL and r.option.form.step is Step.WRITTEN), None
        )
        entity = self._described(own.option.entity, name.kind) if own else None
        if entity is None or entity.id == candidates[0].entity.id:
            return candidates
        first, *others = candidates
        numbers = (x for x in (first.entity.id, *first.entity.xrefs) if x.startswith(("MESH:", "OMIM:")))
        known = replace(entity, xrefs=tuple(dict.fromkeys((*entity.xrefs, *numbers))))
        rest = tuple(c for c in others if c.entity.id != entity.id)
        return (Candidate(known, first.score, f"label of {entity.id}; {first.reason}"), *rest)

    def _candidate(self, name: Name, ranked: Ranked) -> Candidate | None:
        entity = self._described(ranked.option.entity, name.kind)
        return Candidate(entity, ranked.probability, _reason(name, ranked)) if entity else None

    def _described(self, identifier: str, kind: Kind) -> Entity | None:
        """The entity of an identifier, as the lexicon has it or as annotators named it."""
        term = self._finder.lexicon.find(identifier)
        if term and (term.category in CATEGORIES_OF[kind] or term.category is Category.PROCESS):
            return self._with_aliases(self._entity(term.id))
        label = self._finder.usage.label(identifier)
        if label is None:
            return None
        return Entity(identifier, label, CATEGORY_OF[kind], xrefs=(term.id,) if term else ())

    def _with_aliases(self, entity: Entity) -> Entity:
        others = self._finder.usage.aliases(entity.id)
        return replace(entity, xrefs=(*entity.xrefs, *others)) if others else entity

    def _unlinked(self, name: Name, rejected: Sequence[Candidate]) -> Candidate:
        category, label = CATEGORY_OF[name.kind], singular(name.name)
        if name.kind is Kind.CHEMICAL and _PROCEDURE.search(label):
            category = Category.TREATMENT
        own = Entity(own_identifier(category, label), label, category)
        nearest = (
            f"nearest {rejected[0].entity.label} ({rejected[0].entity.id})" if rejected else "in no list"
        )
        doubt = rejected[0].score if rejected else 0.0
        return Candidate(own, round(max(0.0, 1.0 - doubt), 4), f"not linked; {nearest}")

    def _built(self, identifier: str) -> Entity:
        lexicon = self._finder.lexicon
        term = lexicon.get(identifier)
        above = lexicon.ancestors(term.id)
        return Entity(term.id, term.label, term.category, term.synonyms, term.xrefs, above)


def _is_human(option: Option) -> bool:
    return TAXON_OF_NAMESPACE.get(option.namespace) == HUMAN


def _reason(name: Name, ranked: Ranked) -> str:
    """One line for a person: which name of which entity, and what of the document speaks for it."""
    option = ranked.option
    vocabulary = VOCABULARIES.get(option.namespace, option.namespace)
    parts = []
    if name.defined and name.name != option.form.text:
        parts.append(f"stands for “{name.name}” here")
    if option.status is not None:
        parts.append(
            f"“{option.form.text}” is a name of {option.entity} ({vocabulary}), {option.status.value}"
        )
    if option.uses:
        parts.append(f"annotators took it for {option.entity} in {option.uses} of {option.known} documents")
    if option.form.change:
        parts.append(option.form.change)
    if option.origin:
        parts.append(f"the counterpart of {option.origin} in the species of the text")
    if ranked.note:
        parts.append(ranked.note)
    return "; ".join(parts)
