"""Which entity does a name mean, and why?

A name's candidates come from the lexicon, ranked by the status of the name and how well the spelling fits.
An abbreviation that the document defines means what its long form means; where the long form is no name
that anyone knows, candidates that it does not resemble are vetoed (TACE is not ADAM17 in a text that says
"transarterial chemoembolization (TACE)").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from ingest.cover import Cover
from ingest.language import Abbreviation
from ingest.lexicon import Lexicon, Match, NameStatus, Sense
from ingest.linking.resolve import NEGATIVE_MARKER, Resolver
from ingest.mention import GENES, Candidate, Recognised, Spotted
from kg.model import Entity, Span
from kg.vocabulary import Category

#: share of the long form's words that a candidate's name must hold to survive the veto
_RESEMBLANCE = 0.5
#: two to four capitals mean as many things as there are fields; such a name is trusted less unless it is a
#: label or was reviewed
_ACRONYM = re.compile(r"[A-Z]{2,4}s?")
_PRINCIPAL = frozenset({NameStatus.LABEL, NameStatus.CURATED})
_BARE = 0.6
_WORD = re.compile(r"[a-z0-9]{2,}")


class Linker:
    """Turns lexicon matches into candidates; keeps the entities that it has built lately."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.entity = lru_cache(maxsize=1 << 14)(self._entity)

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
            candidate = Candidate(self.entity(sense.term_id), score, reason)
            held = best.get(candidate.entity.id)
            if held is None or candidate.score > held.score:
                best[candidate.entity.id] = candidate
        ranked = sorted(best.values(), key=lambda c: (-c.score, c.entity.id))
        return tuple(ranked[:limit])

    def _entity(self, identifier: str) -> Entity:
        """The lexicon's term as an entity of the graph."""
        term = self.lexicon.get(identifier)
        return Entity(
            term.id, term.label, term.category, term.synonyms, term.xrefs, self.lexicon.ancestors(term.id)
        )

    def known(self, identifier: str) -> Entity | None:
        """The lexicon's term as an entity, if it has one of this identifier."""
        return self.entity(identifier) if self.lexicon.find(identifier) else None

    def link(self, match: Match, text: str) -> Recognised:
        """A lexicon match with its candidates."""
        return Recognised(
            Span(match.start, match.end), self.candidates(match.senses, text[match.start : match.end])
        )

    @cached_property
    def _resolver(self) -> Resolver:
        return Resolver.open(self.lexicon, entity=self.entity)

    def link_spotted(
        self, text: str, spotted: Sequence[Spotted], abbreviations: Sequence[Abbreviation]
    ) -> tuple[Recognised, ...]:
        """One Recognised for each spotted name of a document, in their order, candidates best first.

        Scores are probabilities, 0-1. A name that no candidate deserves is an entity of the graph's own, the
        rejected candidates behind it; see `Recognised.linked`.
        """
        return self._resolver.link(text, spotted, abbreviations)

    def lookup(self, name: str, limit: int = 5) -> tuple[Candidate, ...]:
        """Candidates of a name by itself, whatever the filter policy for running text says of it."""
        return self.candidates(self.lexicon.lookup(name, max(limit, 10)), limit=limit)


_GENE_WORD = re.compile(
    r" (?:genes?|mRNAs?|proteins?|promoters?|transcripts?|cDNA|locus|alleles?|polymorphisms?)\b"
)
_RESIDUE_WORD = re.compile(r"[ -](?:phosphoryla|kinase|residue|phosphatase|autophosphoryla)")
_RESIDUES = frozenset({"tyrosine", "serine", "threonine", "lysine", "histidine", "tyrosines"})


def settle_by_neighbours(text: str, names: Iterable[Recognised]) -> list[Recognised]:
    """Let the next word settle what it can: a "DRA gene" is a gene, the tyrosine of "tyrosine kinase" no
    chemical, and what is "non-X" not X.
    """
    return [kept for name in names if (kept := _beside(name, text)) is not None]


def _beside(name: Recognised, text: str) -> Recognised | None:
    surface, category = name.span.of(text), name.best.entity.category
    after = text[name.span.end : name.span.end + 16]
    if text[max(0, name.span.start - 4) : name.span.start].lower() == "non-":
        return None
    if surface.lower() in _RESIDUES and _RESIDUE_WORD.match(after):
        return None
    if category is Category.CELL and NEGATIVE_MARKER.search(surface):
        return None
    if category is Category.PROCESS and surface.lower().startswith("response to "):
        return None
    if len(surface) <= 2 and category in GENES and not _GENE_WORD.match(after):
        return None
    if category in _NEVER_GENES and _GENE_WORD.match(after) and surface.isupper():
        genes = tuple(c for c in name.candidates if c.entity.category in GENES)
        return replace(name, candidates=genes) if genes else None
    return name


_NEVER_GENES = frozenset(
    {Category.DISEASE, Category.PHENOTYPE, Category.ANATOMY, Category.PROCESS, Category.CELL}
)


def apply_abbreviations(
    text: str, abbreviations: Sequence[Abbreviation], names: Sequence[Recognised]
) -> Iterator[Recognised]:
    """Give every defined short form the candidates of its long form, and veto what does not resemble it."""
    meanings = _meanings(text, abbreviations, names)
    seen: set[Span] = set()
    for name in names:
        surface = name.span.of(text)
        bare = surface if surface in meanings else surface.removesuffix("s")
        if bare not in meanings:
            yield name
        elif (settled := _settle(name, meanings[bare])) is not None:
            seen.add(name.span)
            yield settled
        else:
            seen.add(name.span)
    yield from _unlisted(text, meanings, seen, names)


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a short form stands for in this document."""

    long: str
    candidates: tuple[Candidate, ...]

    def explained(self) -> tuple[Candidate, ...]:
        """The long form's candidates, for the short form."""
        return tuple(
            replace(c, reason=f"abbreviates “{self.long}” here: {c.reason}") for c in self.candidates
        )


def _meanings(
    text: str, abbreviations: Sequence[Abbreviation], names: Sequence[Recognised]
) -> dict[str, _Meaning]:
    spans = {name.span: name for name in names}
    by_end: dict[int, Recognised] = {}
    for name in names:
        by_end.setdefault(name.span.end, name)
    found: dict[str, _Meaning] = {}
    for pair in abbreviations:
        short, long = Span(*pair.short), Span(*pair.long)
        meant = spans.get(long)
        near = by_end.get(long.end)
        if meant is None and near and near.span.end - near.span.start >= 0.75 * (long.end - long.start):
            meant = near
        found.setdefault(short.of(text), _Meaning(long.of(text), meant.candidates if meant else ()))
    return found


def _settle(name: Recognised, meaning: _Meaning) -> Recognised | None:
    if meaning.candidates:
        return replace(name, candidates=meaning.explained())
    wanted = set(_WORD.findall(meaning.long.lower()))
    kept = tuple(c for c in name.candidates if _resembles(c.entity, wanted))
    return replace(name, candidates=kept) if kept else None


def _resembles(entity: Entity, wanted: set[str]) -> bool:
    names = (entity.label, *entity.synonyms)
    best = max((len(wanted & set(_WORD.findall(n.lower()))) for n in names), default=0)
    return best >= _RESEMBLANCE * max(1, len(wanted))


def _unlisted(
    text: str, meanings: dict[str, _Meaning], seen: set[Span], names: Sequence[Recognised]
) -> Iterator[Recognised]:
    """Short forms that no list has, wherever the text uses them."""
    covered = Cover(name.span for name in names)
    for short, meaning in meanings.items():
        if not meaning.candidates or len(short) < 2:
            continue
        for place in re.finditer(rf"(?<![\w-]){re.escape(short)}s?(?![\w])", text):
            span = Span(place.start(), place.end())
            if span not in seen and not covered.overlaps(span):
                yield Recognised(span, meaning.explained())
