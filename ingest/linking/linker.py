"""Which entity does a name mean, and why?

A name's candidates come from the lexicon, ranked by the status of the name and how well the spelling fits; those of
names that the recogniser spotted are ranked in the light of their document, by `ingest.linking.resolve`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from ingest.language import Abbreviation
from ingest.lexicon import OWN_NAMES, Lexicon, Match, NameStatus, Sense
from ingest.linking.contexts import Contexts, Used, understood
from ingest.linking.contexts import Sense as Meant
from ingest.linking.doubts import says_nothing
from ingest.linking.entities import entities_of
from ingest.linking.meanings import AGENT, PROCEDURE, resemblance
from ingest.linking.names import ALIKE
from ingest.linking.resolve import PACKAGED, Resolver
from ingest.linking.reviewed import Reviewed
from ingest.mention import CATEGORIES_OF, KIND_OF, Basis, Candidate, Kind, Recognised, Spotted
from kg.model import Entity, Span
from kg.vocabulary import Category

#: two to four capitals mean as many things as there are fields; such a name is trusted less unless it is a
#: label or was reviewed
_ACRONYM = re.compile(r"[A-Z]{2,4}s?")
_PRINCIPAL = frozenset({NameStatus.LABEL, NameStatus.CURATED})
_BARE = 0.6
#: how the name of a gene or of what it makes may end
_GENE_HEAD = re.compile(
    r"(?:\b(?:genes?|(?:\w*-)?proteins?|factors?|receptors?|ligands?|antigens?|channels?|(?:co)?transporters?|"
    r"homolog(?:ue)?s?|subunits?|hormones?|peptides?|chemokines?|cytokines?|locus)|[a-z]{3}ases?)"
    r"(?:[ -](?:[A-Za-z]?\d+[A-Za-z]?|[IVX]+|[A-Z]|alpha|beta|gamma|delta|[\u03b1-\u03c9]))?$",
    re.I,
)
#: what is said of a gene alone
_GENE_BEHIND = re.compile(r" (?:genes?|mRNAs?|cDNAs?|locus|promoters?|transcripts?)\b")
_SYMBOL = re.compile(r"[A-Z][A-Z0-9]{1,7}")
CONTEXTS = "contexts.tsv.zst"
_OWN_SYMBOLS = frozenset({NameStatus.LABEL, NameStatus.ALIAS, NameStatus.PREVIOUS})


#: kinds that names keep, whatever lists know of them: plants are organisms, though drugs are made of them, and what no
#: list has among parts and processes is a description
_OF_THEIR_KIND = frozenset({Kind.SPECIES, Kind.VARIANT, Kind.ANATOMY, Kind.COMPONENT, Kind.PROCESS})
#: what a name that was taken for something else never is: a protein may have the name of what it does or is part of
_DOINGS = frozenset({Category.ACTIVITY, Category.COMPONENT})
#: how sure a reviewed meaning is, and how well a name must fit a term of another kind, 0-1
_MEANT, _WELL = 0.9, 0.6
#: kinds that a virus is none of
_NO_VIRUSES = frozenset({Kind.DISEASE, Kind.CHEMICAL})
_VIRUS = re.compile(r"\w virus(?:es)?$|[a-z]virus(?:es)?$|\bSARS-CoV(?:-?\d)?$", re.I)
#: words, not letters and numbers that mean something in every field
_WORDS = re.compile(r"[a-z]{5}")
#: what lists file with substances and is made by genes: globin, trypsin, proteinase K
_PROTEIN = re.compile(r"(?:in|ase)s?\b", re.I)


class Linker:
    """Turns lexicon matches into candidates; keeps the entities that it has built lately.

    ``reviewed`` is what names are known to mean and not to mean, by the packaged tables unless told otherwise.
    """

    def __init__(self, lexicon: Lexicon, reviewed: Reviewed | None = None) -> None:
        self.lexicon = lexicon
        self._reviewed = reviewed
        self.entity = entities_of(lexicon)

    def candidates(self, senses: Iterable[Sense], surface: str = "", limit: int = 5) -> tuple[Candidate, ...]:
        """Candidates of a name, best first, one an entity.

        The ``surface`` of a name in running text is given, so that a bare acronym is trusted less.
        """
        best: dict[str, Candidate] = {}
        bare = _ACRONYM.fullmatch(surface) is not None
        for sense in senses:
            doubtful = bare and sense.status not in _PRINCIPAL
            score = round(sense.score * (_BARE if doubtful else 1), 4)
            reason = (
                f"{sense.reason}; a short acronym that the text does not define" if doubtful else sense.reason
            )
            candidate = Candidate(
                self.entity(sense.term_id), score, reason, Basis(sense.status.value, score, listed=True)
            )
            held = best.get(candidate.entity.id)
            if held is None or candidate.score > held.score:
                best[candidate.entity.id] = candidate
        ranked = sorted(best.values(), key=lambda c: (-c.score, c.entity.id))
        return tuple(ranked[:limit])

    def known(self, identifier: str) -> Entity | None:
        """The lexicon's term as an entity, if it has one of this identifier."""
        return self.entity(identifier) if self.lexicon.find(identifier) else None

    def means_other(self, name: str, entity: Entity) -> bool:
        """Whether the name is known to mean something other than this entity; see `ingest.linking.reviewed`."""
        kind = KIND_OF.get(entity.category)
        return kind is not None and self._resolver.reviewed.excludes(name, kind, entity.id)

    def is_nothing(self, name: str, kind: Kind) -> bool:
        """Whether these words are known to be no name of a thing of the kind."""
        return self._resolver.reviewed.is_nothing(name, kind)

    def link(self, match: Match, text: str) -> Recognised:
        """A lexicon match with its candidates."""
        return Recognised(
            Span(match.start, match.end), self.candidates(match.senses, text[match.start : match.end])
        )

    @cached_property
    def _contexts(self) -> Contexts:
        return Contexts.read(PACKAGED / CONTEXTS)

    @cached_property
    def _resolver(self) -> Resolver:
        return Resolver.open(self.lexicon, self.entity, reviewed=self._reviewed)

    def link_spotted(
        self,
        text: str,
        spotted: Sequence[Spotted],
        abbreviations: Sequence[Abbreviation],
        understood: Mapping[str, str] | None = None,
    ) -> tuple[Recognised, ...]:
        """One Recognised for each spotted name of a document, in their order, candidates best first.

        Scores are probabilities, 0-1. A name that no candidate deserves is an entity of the graph's own, the
        rejected candidates behind it; see `Recognised.linked`. ``understood`` are long forms by short form that the
        text does not give.
        """
        return self._resolver.link(text, spotted, abbreviations, understood)

    def understood(
        self, text: str, places: Iterable[tuple[Span, Kind | None]], abbreviations: Sequence[Abbreviation]
    ) -> dict[str, Meant]:
        """The meanings, by the words around them, of the short forms at these places that the text does not define.

        Of several kinds that a short form is taken for the first counts.
        """
        defined = {self._contexts.form(text[slice(*pair.short)]) for pair in abbreviations}
        held: dict[str, dict[Span, Kind | None]] = {}
        for span, kind in places:
            short = self._contexts.form(span.of(text))
            if short is not None and short not in defined:
                held.setdefault(short, {}).setdefault(span, kind)
        used = {
            short: Used(sorted(kinds, key=lambda one: one.start), next(iter(kinds.values())))
            for short, kinds in held.items()
        }
        found = understood(text, used, self._contexts)
        return {short: one for short, one in found.items() if not self._is_family(short, one)}

    def _kind_of(self, meant: Meant, short: str, kind: Kind) -> Kind | None:
        """Of what kind a short form is that is taken for a ``kind``; None if what it stands for is no name.

        What no list has is of this kind if its last words are: metastatic breast cancer.
        """
        words = meant.long.split()
        ends = [" ".join(words[at:]) for at in range(1, len(words) - 1)] if meant.kind is None else []
        names = (meant.long, *ends)  # growth hormone is listed as a gene and as a drug
        if any(
            sense.category in CATEGORIES_OF[kind] for name in names for sense in self.lexicon.lookup(name)
        ):
            return None if says_nothing(meant.long, kind) else kind
        return meant.kind or self.known_as(meant.long, short, kind)

    def _is_family(self, short: str, meant: Meant) -> bool:
        """Whether it is the name of a family of genes, which says more than the long form: TLR."""
        return meant.kind is Kind.GENE and any(
            sense.status is NameStatus.LABEL and sense.category is Category.GENE_FAMILY
            for sense in self.lexicon.lookup(short)
        )

    def as_understood(
        self, text: str, spotted: Sequence[Spotted], understood: Mapping[str, Meant]
    ) -> tuple[Spotted, ...]:
        """The spotted names, short forms of the kind of what they stand for; left out where that is no name."""
        if not understood:
            return tuple(spotted)
        found = []
        for one in spotted:
            short = self._contexts.form(one.span.of(text))
            if short is None or (sense := understood.get(short)) is None:
                found.append(one)
            elif kind := self._kind_of(sense, short, one.kind):
                found.append(replace(one, kind=kind))
        return tuple(found)

    def known_as(self, long: str, short: str, kind: Kind) -> Kind | None:
        """Of what kind a long form and its short form are, which the recogniser takes for a ``kind``; None of none.

        They are of that kind if the long form is listed so, or the short form by names that resemble the long
        one. Agents and procedures are known by their last word: a monoamine oxidase inhibitor (MAOI) is given, and
        so is in vitro fertilisation (IVF). So are genes, the stimulator of interferon genes (STING) among them.
        """
        if AGENT.search(long) or PROCEDURE.search(long):
            return Kind.CHEMICAL
        if kind is Kind.GENE and _GENE_HEAD.search(long):
            return kind
        allowed = CATEGORIES_OF[kind]
        if any(sense.category in allowed for sense in self.lexicon.lookup(long)):
            return kind
        terms = [sense.term for sense in self.lexicon.lookup(short) if sense.category in allowed]
        if kind is Kind.CELL_LINE and terms:
            return kind  # lines are called by codes
        alike = any(resemblance(long, (term.label, *term.synonyms)) >= ALIKE for term in terms)
        return kind if alike else None

    def of_other_kind(self, name: Recognised) -> Recognised:
        """The name, or what it means if it is not linked and its words name something of another kind alone.

        The recogniser may take a platelet-activating factor for a gene, an isocitrate dehydrogenase for a disease.
        That is so too where the reviewed meaning is of another kind.
        """
        kind = KIND_OF[name.best.entity.category]
        label = name.best.entity.label
        if name.linked:
            return name
        meant = self._resolver.reviewed.meaning(label, kind)
        known = self.known(meant)
        if known is not None and known.category not in CATEGORIES_OF[kind]:
            reason = f"“{label}” means {meant}, as reviewed by hand"
            curated = Candidate(known, _MEANT, reason, Basis(NameStatus.CURATED.value))
            return replace(name, candidates=(curated, *name.candidates))
        if kind in _OF_THEIR_KIND or not self._is_own_name_elsewhere(label, kind):
            return name
        return replace(name, candidates=(*self.candidates(self.lexicon.lookup(label)), *name.candidates))

    def _is_own_name_elsewhere(self, label: str, kind: Kind) -> bool:
        """Whether the best that lists know of a name in words is a term of another kind whose own name it is."""
        senses = self.lexicon.lookup(label) if _WORDS.search(label) else ()
        if not senses or any(KIND_OF.get(sense.category) is kind for sense in senses):
            return False
        best = senses[0]
        protein = kind is Kind.GENE and (
            best.category is Category.PROCESS
            or (
                best.category is Category.CHEMICAL
                and (best.term_id.startswith("MESH:") or _PROTEIN.search(label))
            )
        )
        known = best.status in OWN_NAMES and best.score >= _WELL
        return known and not protein and best.category not in _DOINGS

    def genes_apart(self, text: str, spotted: Sequence[Spotted]) -> tuple[Spotted, ...]:
        """The spotted names, an acronym of a disease before a word for a gene taken for the gene: the VHL gene.

        A virus is an organism, whatever it causes or is used for.
        """
        kinds = [self._kind_here(text, one) for one in spotted]
        return tuple(
            one if one.kind is kind else replace(one, kind=kind)
            for one, kind in zip(spotted, kinds, strict=True)
        )

    def _kind_here(self, text: str, one: Spotted) -> Kind:
        surface = one.span.of(text)
        if one.kind in _NO_VIRUSES and _VIRUS.search(surface):
            return Kind.SPECIES
        if (
            one.kind is Kind.DISEASE
            and _GENE_BEHIND.match(text, one.span.end)
            and _SYMBOL.fullmatch(surface)
            and any(
                s.category is Category.GENE and s.status in _OWN_SYMBOLS for s in self.lexicon.lookup(surface)
            )
        ):
            return Kind.GENE
        return one.kind

    def lookup(self, name: str, limit: int = 5) -> tuple[Candidate, ...]:
        """Candidates of a name by itself, whatever the filter policy for running text says of it."""
        return self.candidates(self.lexicon.lookup(name, max(limit, 10)), limit=limit)
