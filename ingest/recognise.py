"""What does a document name?

The trained recogniser finds names, the linker says what they stand for; the lexicon adds the names of its own
that the recogniser cannot know, and patterns those that no list has. Overlaps are settled last.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial

from ingest import patterns
from ingest.cover import Cover
from ingest.language import Abbreviation, find_abbreviations
from ingest.lexicon import Lexicon, Match, NameStatus
from ingest.linking.contexts import Sense
from ingest.linking.doubts import says_nothing
from ingest.linking.linker import Linker
from ingest.linking.makers import is_maker
from ingest.linking.meanings import agents_apart
from ingest.linking.neighbours import settle_by_neighbours
from ingest.linking.short_forms import Meaning, apply_abbreviations
from ingest.mention import GENES, KIND_OF, Candidate, Kind, Recognised, Spotted
from ingest.spot.agree import PROBABLE, agree
from ingest.spot.cuts import well_cut
from ingest.spot.network import Network
from ingest.spot.parts import FixedWords, fixed_words, is_fixed, is_said_otherwise, without_parts
from ingest.spot.spotter import spot
from kg.model import Entity, Mention, Span
from kg.vocabulary import Category

MALIGNANT_CELL = "CL:0001064"
#: a listed name that the network does not find must score as much, by its category
_LISTED: dict[Category, float] = {
    Category.TREATMENT: 0.3,
    Category.ACTIVITY: 0.5,
    Category.PROCESS: 0.3,
    Category.COMPONENT: 0.3,
    Category.ANATOMY: 0.3,
    Category.CELL: 0.4,  # more than a code in other letters scores: "at 1" is no AT1 cell
    Category.DRUG: 0.3,
}


#: parts of bodies and cells and what happens in them have names that lists hold; what none has is a description
_LISTED_ONLY = frozenset({Kind.ANATOMY, Kind.COMPONENT, Kind.PROCESS})


@dataclass(slots=True)
class Recogniser:
    """Finds and links the names in a text."""

    linker: Linker
    network: Network

    @classmethod
    def open(cls, lexicon: Lexicon, network: Network | None = None) -> Recogniser:
        """A recogniser over this lexicon, with the packaged network or another."""
        return cls(Linker(lexicon), network or Network.open())

    def recognise(self, text: str, sentences: Iterable[tuple[int, int]]) -> tuple[Recognised, ...]:
        """Every name, in order of its start; names lie inside one another only where both stand for something.

        ``sentences`` are offsets in the text, in order.
        """
        abbreviations = find_abbreviations(text)
        defined = {text[slice(*pair.short)]: text[slice(*pair.long)] for pair in abbreviations}
        listed = [m for m in self.linker.lexicon.match(text) if m.senses]
        matches = _without_halves(text, [m for m in listed if m.user or not self._is_idle(text, m, defined)])
        whole = well_cut(text, spot(text, sentences, matches, self.network), self.linker.lookup)
        found = list(_named_processes(text, whole, matches))
        agreed = agree(text, [*found, *_notated_variants(text, found)], abbreviations, self.linker.known_as)
        agreed = self.linker.genes_apart(text, agents_apart(text, agreed, abbreviations))
        understood = self.linker.understood(text, _places(agreed, matches), abbreviations)
        agreed = self.linker.as_understood(text, agreed, understood)
        fixed = fixed_words(text)
        agreed = without_parts(text, agreed, matches, fixed)
        own = longest(self.linker.link(m, text) for m in matches if m.user or _completes(m, agreed))
        reviewed = Cover(name.span for name in own)
        halves = _halves(text, agreed, abbreviations)
        spotted = tuple(
            one
            for one in agreed
            if not (reviewed.overlaps(one.span) or self._says_nothing(one.span.of(text), one.kind, defined))
            and one not in halves
        )
        longs = {short: sense.long for short, sense in understood.items()}
        linked = patterns.link_apart(
            text,
            spotted,
            abbreviations,
            partial(self.linker.link_spotted, understood=longs),
            self.linker.lookup,
        )
        named = _nested(
            [
                _weighed(name, one)
                for one, found in linked
                if (name := self.linker.of_other_kind(found)).linked or not _is_description(one, text)
            ]
        )
        named += own
        others = apply_abbreviations(
            text,
            abbreviations,
            list(self._listed(text, matches, named, abbreviations, fixed)),
            self._meant(understood),
        )
        settled = [*named, *others]
        settled += patterns.find_introduced(text, settled)
        shaped = list(self._shaped(text, settled, fixed))
        outer = longest(shaped, among=settled)
        inside = {span for name in outer for span in name.inner}
        parts = (name for name in shaped if name.span in inside)
        placed = {name.span: name for name in [*patterns.without_covered(settled, outer), *parts, *outer]}
        kept = (name for name in placed.values() if name in own or not is_maker(text, name.span))
        ordered = sorted(kept, key=lambda n: (n.span.start, -n.span.end))
        return tuple(_without_bare_markers(_as_drugs(_no_genes(text, ordered))))

    def _is_idle(self, text: str, match: Match, defined: Mapping[str, str]) -> bool:
        kind, surface = KIND_OF.get(match.senses[0].category), text[match.start : match.end]
        return kind is not None and surface not in defined and self.linker.is_nothing(surface, kind)

    def _says_nothing(self, surface: str, kind: Kind, defined: Mapping[str, str]) -> bool:
        long = defined.get(surface)
        if says_nothing(surface, kind):
            return True
        if long is None:
            return self.linker.is_nothing(surface, kind)
        return says_nothing(long, kind) or (kind is Kind.DISEASE and _MEASURE.search(long) is not None)

    def _meant(self, understood: Mapping[str, Sense]) -> dict[str, Meaning]:
        """What short forms stand for, with candidates where lists have it."""
        return {
            short: Meaning(sense.long, self.linker.lookup(sense.long) if sense.kind else ())
            for short, sense in understood.items()
        }

    def _listed(
        self,
        text: str,
        matches: Sequence[Match],
        named: Sequence[Recognised],
        abbreviations: Sequence[Abbreviation],
        fixed: FixedWords,
    ) -> Iterator[Recognised]:
        """Names of the lexicon beside those that the network found."""
        taken = Cover([*(name.span for name in named), *_compounds(text, abbreviations)])
        linked = [
            self.linker.link(m, text)
            for m in matches
            if not (
                taken.overlaps(Span(m.start, m.end)) or _is_no_brand(text, m) or _is_fixed(text, m, fixed)
            )
        ]
        for name in longest(settle_by_neighbours(text, (one for one in linked if one.candidates))):
            best = name.best
            known = best.score >= _LISTED.get(best.entity.category, 2.0)
            surface = name.span.of(text)
            if known and not (
                _is_no_name(surface, best.entity) or self.linker.means_other(surface, best.entity)
            ):
                yield name

    def _shaped(self, text: str, names: Sequence[Recognised], fixed: FixedWords) -> Iterator[Recognised]:
        """Names by their shape, built on the names inside them; what was not linked they may explain."""
        lookup = self.linker.lookup
        linked = [name for name in names if name.linked or name.best.score == 1]  # the user's names score 1
        parts = [
            *patterns.find_soluble_forms(text, linked, lookup),
            *patterns.find_conjuncts(text, linked, lookup),
            *patterns.find_fusions(text, linked, lookup),
            *patterns.find_changed_genes(text, linked, lookup),
        ]
        yield from parts
        known = longest([*parts, *names])
        agents = [*patterns.find_agents(text, known, lookup), *patterns.find_drugs(text, linked)]
        yield from agents
        yield from patterns.find_regimens(text, lookup)
        yield from patterns.find_combinations(text, longest([*agents, *known]))
        yield from patterns.find_procedures(text, known)
        yield from patterns.find_receptors(text, known, lookup)
        yield from patterns.find_car_cells(text, known, lookup)
        yield from patterns.find_cells_with_cars(text, known, lookup)
        subsets = patterns.find_subsets(text, known, lookup)
        yield from (name for name in subsets if not is_fixed(name.span, Kind.CELL_TYPE, fixed))
        yield from patterns.find_marked_cells(text, known, lookup)
        yield from patterns.find_cells_of_tumours(text, names, self.linker.known(MALIGNANT_CELL))
        yield from patterns.find_carriers(text, known, lookup)


#: how identifiers of drugs and chemicals begin that no vocabulary knows
_OWN_DRUG, _OWN_CHEMICAL = "litkg:drug.", "litkg:chemical."


def _places(spotted: Iterable[Spotted], matches: Iterable[Match]) -> Iterator[tuple[Span, Kind | None]]:
    """The places of names, the network's and then the lists', with their kinds."""
    yield from ((one.span, one.kind) for one in spotted)
    yield from ((Span(m.start, m.end), KIND_OF.get(m.senses[0].category)) for m in matches)


def _is_no_name(surface: str, entity: Entity) -> bool:
    """Whether a list has the words, but turned round ("cells, differentiation"), or they tell how a drug is given."""
    if entity.category is Category.TREATMENT and _ROUTE.match(entity.label):
        return True
    if ", " not in surface:
        return False
    written = surface.casefold().removesuffix("s")
    return all(written != one.casefold().removesuffix("s") for one in (entity.label, *entity.synonyms))


#: headings of MeSH for the ways in which drugs are given
_ROUTE = re.compile(r"(?:Administration|Injections?|Infusions?), ")


def _is_description(one: Spotted, text: str) -> bool:
    """Whether a find that no list has is no name: of a part or process, a reagent, or what cells are called by."""
    if one.kind is Kind.DISEASE:
        return _CELLS.match(text, one.span.end) is not None
    return one.kind in _LISTED_ONLY or _REAGENT.fullmatch(one.span.of(text)) is not None


_CELLS = re.compile(r"[ -]cells?\b")


#: in a long form it tells of a scale or a study, not of what that is about: "model for end-stage liver disease"
_MEASURE = re.compile(
    r"\b(?:scale|score|ind(?:ex|ices)|questionnaire|inventory|assessment|initiative|instrument|checklist|survey|study|"
    r"trial|consortium|registry|criteria|for)\b",
    re.I,
)


def _compounds(text: str, abbreviations: Sequence[Abbreviation]) -> Iterator[Span]:
    """Where defined short forms with a hyphen stand: the HCT of "allo-HCT" is not another thing."""
    shorts = {text[slice(*pair.short)] for pair in abbreviations}
    for short in shorts:
        if "-" in short and shorts.isdisjoint(short.split("-")):
            yield from _uses(text, short)


def _uses(text: str, short: str) -> Iterator[Span]:
    """Where a short form stands alone."""
    return (Span(*found.span()) for found in re.finditer(rf"(?<!\w){re.escape(short)}(?!\w)", text))


def _halves(text: str, found: Sequence[Spotted], abbreviations: Sequence[Abbreviation]) -> Set[Spotted]:
    """The finds in short forms with a hyphen whose long forms hold no find of the kind: the NOS of "PDD-NOS"."""
    halves: set[Spotted] = set()
    for pair in abbreviations:
        short, long = text[slice(*pair.short)], Span(*pair.long)
        if "-" not in short:
            continue
        kinds = {one.kind for one in found if long.overlaps(one.span)}
        places, parts = Cover(_uses(text, short)), short.split("-")
        halves |= {
            one
            for one in found
            if one.kind not in kinds and places.holds(one.span) and one.span.of(text) in parts
        }
    return halves


def _is_no_brand(text: str, match: Match) -> bool:
    """Whether the name is that of a brand but for its small letter: the luminal of "luminal epithelium"."""
    if match.senses[0].status is not NameStatus.BRAND:
        return False
    surface = text[match.start : match.end]
    person = (
        match.start > 1 and text[match.start - 1] in "'\u2019" and text[match.start - 2].isupper()
    )  # D'Amico
    return person or surface[0].islower() or surface.lower() in text


def _is_fixed(text: str, match: Match, fixed: FixedWords) -> bool:
    kind, span = KIND_OF.get(match.senses[0].category), Span(match.start, match.end)
    return kind is not None and (
        is_fixed(span, kind, fixed)
        or is_said_otherwise(text, span, kind)
        or says_nothing(span.of(text), kind)
    )


def _without_halves(text: str, matches: Sequence[Match]) -> tuple[Match, ...]:
    """Leave out the "cell differentiation" of "Th9 cell differentiation": it is that of a cell with a name."""
    ends = {match.end for match in matches if match.senses[0].category is Category.CELL}
    return tuple(
        match
        for match in matches
        if not (
            text.startswith("cell ", match.start)
            and match.senses[0].category is Category.PROCESS
            and (match.start + len("cell") in ends or match.start - 1 in ends)
        )
    )


def _named_processes(text: str, found: Iterable[Spotted], matches: Iterable[Match]) -> Iterator[Spotted]:
    """Leave out verbs and adjectives that tell of a process without naming one (secrete, growing), and reagents.

    Of "proliferation of breast cancer cells" the process is the first word; the cells have a name of their own.
    """
    listed = {(match.start, match.end) for match in matches}
    for one in found:
        surface = one.span.of(text)
        if one.kind is Kind.COMPONENT and _REAGENT.fullmatch(surface):
            continue
        if one.kind is Kind.PROCESS and (one.span.start, one.span.end) not in listed:
            if surface.startswith("cell "):
                continue
            head, of, _ = surface.partition(" of ")
            one = replace(one, span=Span(one.span.start, one.span.start + len(head))) if of else one
            if head.isalpha() and (one.span.start, one.span.end) not in listed:
                continue
        yield one


#: the Gene Ontology lists antibodies as complexes; in articles they and their classes are bound, given or measured
_REAGENT = re.compile(
    r"(?:anti|auto)?(?:bod(?:y|ies)|antibod(?:y|ies)|serum|sera)|Ig[ADEGM]\d?[abc]?s?", re.I
)


def _completes(match: Match, spotted: Sequence[Spotted]) -> bool:
    """Whether this reviewed name of a process is what a find is but the first word of: inflammatory signals."""
    best = match.senses[0]
    if best.status is not NameStatus.CURATED or best.category is not Category.PROCESS:
        return False
    at = bisect_left(spotted, match.start, key=lambda one: one.span.start)
    return at < len(spotted) and spotted[at].span.start == match.start and spotted[at].span.end < match.end


def _notated_variants(text: str, found: Sequence[Spotted]) -> Iterator[Spotted]:
    """Variants in standard notation where the network finds none."""
    taken = Cover(one.span for one in found if one.kind is Kind.VARIANT and one.probability >= PROBABLE)
    genes = [
        Recognised(one.span, (Candidate(Entity("", "", Category.GENE), one.probability, ""),))
        for one in found
        if one.kind is Kind.GENE and one.probability >= PROBABLE
    ]
    for variant in patterns.find_variants(text, genes):
        if not taken.overlaps(variant.span):
            yield Spotted(variant.span, Kind.VARIANT, variant.best.score)


def _weighed(name: Recognised, spotted: Spotted) -> Recognised:
    """A link is no surer than that there is a name."""
    sure = spotted.probability
    weighed = [replace(c, score=round(c.score * sure, 4)) for c in name.candidates]
    if basis := weighed[0].basis:
        weighed[0] = replace(weighed[0], basis=replace(basis, spotted=round(sure, 4)))
    return Recognised(name.span, tuple(weighed), name.inner)


def _nested(names: Sequence[Recognised]) -> list[Recognised]:
    """The names, in order of start and the longer first, each knowing those inside it."""
    found: list[Recognised] = []
    for at, name in enumerate(names):
        inner = []
        for other in names[at + 1 :]:
            if other.span.start >= name.span.end:
                break
            inner.append(other.span)
        found.append(replace(name, inner=(*name.inner, *inner)) if inner else name)
    return found


def _no_genes(text: str, names: Sequence[Recognised]) -> list[Recognised]:
    """The names, those of unknown genes that the text calls drugs as drugs: "its second drug, called XY-12"."""
    unknown = [not name.linked and name.best.entity.category is Category.GENE for name in names]
    called = patterns.find_drugs_called_so(text) if any(unknown) else frozenset[str]()
    return [
        replace(name, candidates=(replace(name.best, entity=patterns.own(Category.DRUG, one)),))
        if own and (one := name.span.of(text)) in called
        else name
        for name, own in zip(names, unknown, strict=True)
    ]


def _as_drugs(names: Sequence[Recognised]) -> list[Recognised]:
    """The names, those of a code that the text elsewhere gives as a drug all of that drug."""
    drugs = {
        name.best.entity.id.replace(_OWN_DRUG, _OWN_CHEMICAL, 1): name.best
        for name in names
        if name.best.entity.id.startswith(_OWN_DRUG)
    }
    return [
        replace(name, candidates=(replace(drug, score=max(drug.score, name.best.score)),))
        if (drug := drugs.get(name.best.entity.id))
        else name
        for name in names
    ]


def _without_bare_markers(names: Sequence[Recognised]) -> Iterator[Recognised]:
    """Leave out what is written in the name of a cell and is no gene: the CD8 of CD8+ T cells marks the cell."""
    cells = Cover(name.span for name in names if name.best.entity.category is Category.CELL)
    for name in names:
        category = name.best.entity.category
        gene = name.linked and category is Category.GENE
        if gene or category not in GENES or not cells.holds(name.span):
            yield name


def longest(names: Iterable[Recognised], among: Sequence[Recognised] = ()) -> list[Recognised]:
    """The names that stay when overlaps are settled: the longer wins, then the better linked.

    With ``among``, a name also yields to a longer one there.
    """
    ranked = sorted(names, key=lambda n: (n.span.start - n.span.end, -n.best.score, n.span.start))
    rivals = sorted((r.span for r in among), key=lambda span: span.start - span.end)
    taken, longer = Cover(), Cover()
    kept: list[Recognised] = []
    at = 0
    for name in ranked:
        while at < len(rivals) and rivals[at].end - rivals[at].start > name.span.end - name.span.start:
            longer.add(rivals[at])
            at += 1
        if not taken.overlaps(name.span) and not longer.overlaps(name.span):
            taken.add(name.span)
            kept.append(name)
    return kept


def mention_of(name: Recognised, text: str) -> Mention:
    """The name as the graph remembers it, linked to its best candidate."""
    best = name.best
    return Mention(
        name.span, name.span.of(text), best.entity.category, best.entity.id, round(best.score, 4), best.reason
    )
