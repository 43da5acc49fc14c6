"""Which entity does each spotted name of a document stand for?

One sense for a name throughout a document: the options of all its names are found first, then ranked
together, each in the light of the others, of the abbreviations and of the species that the text names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ingest.language import Abbreviation
from ingest.lexicon import OWN_NAMES, Lexicon, NameStatus
from ingest.lexicon.term import VOCABULARIES
from ingest.linking.changes import Variants
from ingest.linking.doubts import A_CLASS, Doubts
from ingest.linking.entities import CATEGORY_OF, Described, Entities
from ingest.linking.features import Name, matrix
from ingest.linking.forms import Step
from ingest.linking.meanings import PROCEDURE, Meanings
from ingest.linking.names import filed, names_in
from ingest.linking.options import FILED_WIDER, Finder, Option
from ingest.linking.orthologs import Ranked, for_people, in_any_species
from ingest.linking.preferred import (
    as_reviewed,
    called_first,
    family_first,
    is_written,
    nearest_first,
    resembling_first,
)
from ingest.linking.ranker import Ranker
from ingest.linking.reviewed import Reviewed
from ingest.linking.rewriting import singular
from ingest.linking.species import HUMAN, TAXON_OF_NAMESPACE, SpeciesInText
from ingest.linking.usage import Usage
from ingest.linking.usual import Usual
from ingest.linking.wellknown import WellKnown
from ingest.mention import Basis, Candidate, Kind, Recognised, Spotted, own_identifier
from kg.model import Entity
from kg.vocabulary import Category

PACKAGED = Path(__file__).parent / "data"
RANKER, USAGE, VARIANTS, USUAL = "ranker.npz", "usage.tsv.zst", "variants.tsv", "short_forms.tsv"

#: candidates that are kept beside the best one, and how likely they must be
_MOST, _LEAST = 3, 0.02

_LABEL = NameStatus.LABEL
#: how sure a gene of some species is at most
_SURE = 0.9
#: names by which families and headings are known
_OF_HEADINGS: dict[str, tuple[NameStatus, ...]] = {
    "FPLX": tuple(OWN_NAMES),
    "MESH": (*OWN_NAMES, NameStatus.RELATED),
}
#: how sure such a family or heading is where no gene is
_FILED = 0.6
_LAST_WORD = re.compile(r"[\s-]")
#: drugs that are given together
_REGIMEN = re.compile(r"[a-z]{4} (?:plus|and) [a-z]{4}|[a-z]{4} \+ [a-z]{4}")
#: how well a name must fit a term, 0-1, to go before what annotators took it for
_WELL = 0.7
#: no name of the term, or one that says more than it: "lung cancer" of lung neoplasms
_WIDER = (None, NameStatus.BROAD)
#: "CD4- T cells" are not the CD4+ T cells that a list would take them for
NEGATIVE_MARKER = re.compile(r"\b[A-Z][A-Za-z]*\d+[A-Za-z]?(?:-|\u2212)(?=\s)|\u2212(?=\s)")


class Resolver:
    """Links the spotted names of documents; what it keeps between documents does not depend on them."""

    def __init__(self, finder: Finder, ranker: Ranker, known: WellKnown, entity: Entities) -> None:
        self._finder = finder
        self._ranker = ranker
        self._known = known
        self._described = Described(finder.lexicon, finder.usage, entity)

    @property
    def reviewed(self) -> Reviewed:
        """What names are known to mean and not to mean."""
        return self._finder.reviewed

    @classmethod
    def open(
        cls,
        lexicon: Lexicon,
        entity: Entities,
        folder: Path = PACKAGED,
        reviewed: Reviewed | None = None,
    ) -> Resolver:
        """A resolver with the packaged ranker and tables, or others; raises LexiconError if one is damaged."""
        reviewed = Reviewed.read(PACKAGED) if reviewed is None else reviewed
        finder = Finder(lexicon, Usage.read(folder / USAGE), reviewed, Usual.read(PACKAGED / USUAL))
        return cls(finder, Ranker.read(folder / RANKER), WellKnown.read(folder / VARIANTS), entity)

    def link(
        self,
        text: str,
        spotted: Sequence[Spotted],
        abbreviations: Sequence[Abbreviation],
        understood: Mapping[str, str] | None = None,
    ) -> tuple[Recognised, ...]:
        """One Recognised for each spotted name, in their order; ``understood`` are long forms by short form."""
        meanings = Meanings(text, abbreviations, spotted, self._finder.listed, understood)
        species = SpeciesInText(text)
        names = names_in(text, spotted, meanings, species, self._finder)
        ranked = self.rank(list(names.values()), species)
        doubts = Doubts(text, species, self._finder.lexicon, self.reviewed)
        settled = {
            held: self._settled(name, options, doubts, species)
            for (held, name), options in zip(names.items(), ranked, strict=True)
        }
        placed = [(one, settled[filed(one.span.of(text), one.kind, meanings)]) for one in spotted]
        genes = [(one.span, found[0].entity) for one, found in placed if one.kind is Kind.GENE]
        variants = Variants(text, spotted, genes, self._known)
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
            ordered = nearest_first(name, self._used_first(ordered), self._finder.lexicon)
            found.append(for_people(name, ordered, species, self._finder.lexicon))
        return found

    def _used_first(self, ranked: tuple[Ranked, ...]) -> tuple[Ranked, ...]:
        """The options, of two terms with one number what annotators' uses were counted to before the other.

        To the trees both are right: breast cancer and breast carcinoma are one heading of MeSH.
        """
        if not ranked or ranked[0].option.uses:
            return ranked
        first, numbers = ranked[0], self._finder.numbers(ranked[0].option.entity)
        used = [r for r in ranked if r.option.uses and r.option.form == first.option.form]
        same = next((r for r in used if numbers & self._finder.numbers(r.option.entity)), None)
        if same is None:
            return ranked
        rest = (r for r in ranked if r is not same)
        return (replace(same, probability=first.probability), *rest)

    def _settled(
        self, name: Name, ranked: Sequence[Ranked], doubts: Doubts, species: SpeciesInText
    ) -> tuple[Candidate, ...]:
        """The candidates of a name: the best options, behind an entity of the graph's own if none will do.

        None of a variant, which is read and not looked up.
        """
        if name.kind is Kind.VARIANT:
            return ()
        if name.kind is Kind.CELL_TYPE and NEGATIVE_MARKER.search(name.name):
            return (self._unlinked(name, ()),)
        meant = self.reviewed.meaning(name.name, name.kind)
        lexicon = self._finder.lexicon
        ranked = as_reviewed(ranked, meant, lexicon, lambda entity: doubts.spells_out(entity, name.name))
        ranked = resembling_first(name, family_first(name, ranked))
        ranked = called_first(name, ranked, lambda entity: doubts.calls_otherwise(entity, name.name))
        kept = [one for one in ranked[:_MOST] if one.probability >= _LEAST]
        candidates = tuple(c for one in kept if (c := self._candidate(name, one)) is not None)
        candidates = self._by_its_label(name, kept, ranked, candidates)
        doubt = doubts.of(name, kept[0].option) if candidates else ""
        if candidates and not doubt:
            first = self._whatever_species(name, ranked, candidates[0], species)
            if first.score >= self._ranker.floor:
                return (first, *(one for one in candidates if one.entity.id != first.entity.id))
        family = self._filed_under(name, ranked)
        return (family or self._unlinked(name, candidates, doubt), *candidates)

    def _whatever_species(
        self, name: Name, ranked: Sequence[Ranked], first: Candidate, species: SpeciesInText
    ) -> Candidate:
        """The likeliest gene, as likely as it and its counterparts together where it alone is not likely enough.

        Which gene is meant may be plain where the species is not: GLUT4. Of a text that names no species it is that
        of people.
        """
        if name.kind is not Kind.GENE or first.score >= self._ranker.floor:
            return first
        if self.reviewed.meaning(name.name, name.kind):
            return first
        same = in_any_species(ranked[0].option.entity, self._finder.lexicon)
        counterparts = [one for one in ranked if one.option.entity in same]
        together = round(min(sum(one.probability for one in counterparts), _SURE), 4)
        human = next(
            (one for one in counterparts if TAXON_OF_NAMESPACE.get(one.option.namespace) == HUMAN), None
        )
        if human is not None and not species.counts:
            first = self._candidate(name, human) or first
        return replace(first, score=together)

    def _filed_under(self, name: Name, ranked: Sequence[Ranked]) -> Candidate | None:
        """The family or heading of this very name for proteins that are no gene of a list: catenins, amelogenin."""
        if name.kind is not Kind.GENE:
            return None
        for one in ranked:
            heading = is_written(one, *_OF_HEADINGS.get(one.option.namespace, ()))
            if heading and not self.reviewed.excludes(name.name, name.kind, one.option.entity):
                found = self._candidate(name, replace(one, probability=_FILED))
                if found is not None and found.entity.category is Category.GENE_FAMILY:
                    return found
        return None

    def _by_its_label(
        self, name: Name, kept: Sequence[Ranked], ranked: Sequence[Ranked], candidates: tuple[Candidate, ...]
    ) -> tuple[Candidate, ...]:
        """The candidates, with the term of this very name first where annotators used a wider one.

        MeSH has breast neoplasms alone and calls them breast cancer, Mondo tells the two apart: the entity is
        Mondo's breast cancer, and MeSH's number one of its equivalents. So with drugs that MeSH has as salts.
        """
        if name.kind not in FILED_WIDER or not candidates or kept[0].option.status not in _WIDER:
            return candidates
        entity = self._own_of(name, ranked)
        if entity is None or entity.id == candidates[0].entity.id:
            return candidates
        first, *others = candidates
        numbers = (x for x in (first.entity.id, *first.entity.xrefs) if x.startswith(("MESH:", "OMIM:")))
        known = replace(entity, xrefs=tuple(dict.fromkeys((*entity.xrefs, *numbers))))
        rest = tuple(c for c in others if c.entity.id != entity.id)
        reason = f"a name of {entity.id}; {first.reason}"
        return (replace(first, entity=known, reason=reason), *rest)

    def _own_of(self, name: Name, ranked: Sequence[Ranked]) -> Entity | None:
        """The term of this very label; else the disease of this very name, if MeSH has no number for it."""
        spelled = (name.name, name.surface)  # not in other words, as what a short form usually stands for
        forms = ((r.option, r.option.form) for r in ranked)
        written = [option for option, form in forms if form.step is Step.WRITTEN and form.text in spelled]
        label = next((o for o in written if o.status is _LABEL), None)
        if label is not None or name.kind is not Kind.DISEASE:
            return self._described.find(label.entity, name.kind) if label else None
        exact = (o for o in written if o.status in OWN_NAMES and o.score >= _WELL)
        first = ranked[0].option
        shared = self._finder.numbers(first.entity) if first.status is NameStatus.BROAD else frozenset()
        own = next((o for o in exact if self._finder.numbers(o.entity) <= shared), None)
        return self._described.find(own.entity, name.kind) if own else None

    def _candidate(self, name: Name, ranked: Ranked) -> Candidate | None:
        entity = self._described.find(ranked.option.entity, name.kind)
        basis = _basis(name, ranked.option)
        return Candidate(entity, ranked.probability, _reason(name, ranked), basis) if entity else None

    def _unlinked(self, name: Name, rejected: Sequence[Candidate], doubt: str = "") -> Candidate:
        category, label = CATEGORY_OF[name.kind], singular(name.name)
        if name.kind in FILED_WIDER and (PROCEDURE.search(label) or _REGIMEN.search(label)):
            category = Category.TREATMENT
        elif name.kind is Kind.GENE:
            last = _LAST_WORD.split(name.name)[-1]
            if doubt == A_CLASS or singular(last) != last:
                category = Category.GENE_FAMILY
        own = Entity(own_identifier(category, label), label, category)
        nearest = (
            f"nearest {rejected[0].entity.label} ({rejected[0].entity.id})" if rejected else "in no list"
        )
        chance = rejected[0].score if rejected and not doubt else 0.0
        reason = "; ".join(filter(None, ("not linked", doubt, nearest)))
        return Candidate(own, round(max(0.0, 1.0 - chance), 4), reason, Basis())


def _basis(name: Name, option: Option) -> Basis:
    return Basis(
        option.status.value if option.status is not None else "",
        option.score,
        int(option.form.step),
        option.uses,
        option.known,
        name.defined and name.name != name.surface,
        bool(option.origin),
    )


def _reason(name: Name, ranked: Ranked) -> str:
    """One line for a person: which name of which entity, and what of the document speaks for it."""
    option = ranked.option
    vocabulary = VOCABULARIES.get(option.namespace, option.namespace)
    parts = []
    if name.defined and name.name != option.form.text:
        parts.append(
            f"stands for “{name.name}” here" + (", by the words around it" if name.understood else "")
        )
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
