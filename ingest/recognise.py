"""What does a document name?

The trained recogniser finds names, the linker says what they stand for; the lexicon adds the names of its own
that the recogniser cannot know, and patterns those that no list has. Overlaps are settled last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest import patterns
from ingest.cover import Cover
from ingest.language import find_abbreviations
from ingest.lexicon import Lexicon, Match
from ingest.link import Linker, apply_abbreviations, settle_by_neighbours
from ingest.mention import CATEGORIES_OF, Kind, Recognised, Spotted
from ingest.spot.agree import agree
from ingest.spot.network import Network
from ingest.spot.spotter import spot
from kg.model import Mention, Span
from kg.vocabulary import Category

MALIGNANT_CELL = "CL:0001064"
#: names whose best candidate scores lower are left unsaid
THRESHOLD = 0.3
#: a listed name that the network does not find must score as much, by its category
_LISTED: dict[Category, float] = {
    Category.TREATMENT: 0.3,
    Category.ACTIVITY: 0.5,
    Category.PROCESS: 0.3,
    Category.COMPONENT: 0.3,
    Category.ANATOMY: 0.3,
    Category.CELL: 0.3,
    Category.DRUG: 0.3,
}


@dataclass(slots=True)
class Recogniser:
    """Finds and links the names in a text."""

    linker: Linker
    network: Network

    @classmethod
    def open(cls, lexicon: Lexicon) -> Recogniser:
        """A recogniser over this lexicon, with the packaged network."""
        return cls(Linker(lexicon), Network.open())

    def recognise(self, text: str, sentences: Iterable[tuple[int, int]]) -> tuple[Recognised, ...]:
        """Every name, in order of its start; names lie inside one another only where both stand for something.

        ``sentences`` are offsets in the text, in order.
        """
        matches = tuple(m for m in self.linker.lexicon.match(text) if m.senses)
        abbreviations = find_abbreviations(text)
        spotted = agree(text, spot(text, sentences, matches, self.network), abbreviations)
        linked = self.linker.link_spotted(text, spotted, abbreviations)
        named = _nested([_weighed(name, one) for name, one in zip(linked, spotted, strict=True)])
        listed = list(self._listed(text, matches, named))
        settled = [*named, *apply_abbreviations(text, abbreviations, listed)]
        settled += patterns.find_introduced(text, [*settled, *self._soluble(text, settled)])
        shaped = list(self._shaped(text, settled))
        outer = longest(shaped, among=settled)
        names = [*outer, *patterns.without_covered(settled, outer)]
        return tuple(sorted(names, key=lambda n: (n.span.start, -n.span.end)))

    def _listed(
        self, text: str, matches: Sequence[Match], named: Sequence[Recognised]
    ) -> Iterator[Recognised]:
        """Names of the lexicon beside those that the network found."""
        taken = Cover(name.span for name in named)
        linked = [self.linker.link(m, text) for m in matches if not taken.overlaps(Span(m.start, m.end))]
        for name in longest(settle_by_neighbours(text, (one for one in linked if one.candidates))):
            if name.best.score >= _LISTED.get(name.best.entity.category, 2.0):
                yield name

    def _soluble(self, text: str, listed: Sequence[Recognised]) -> list[Recognised]:
        return list(patterns.find_soluble_forms(text, listed, self.linker.lookup))

    def _shaped(self, text: str, listed: Sequence[Recognised]) -> Iterator[Recognised]:
        """Names by their shape; agents and marked cells are built on the names inside them."""
        soluble = self._soluble(text, listed)
        yield from soluble
        yield from patterns.find_agents(text, longest([*soluble, *listed]))
        yield from patterns.find_marked_cells(text, listed)
        yield from patterns.find_cells_of_tumours(text, listed, self.linker.known(MALIGNANT_CELL))
        yield from patterns.find_variants(text, listed)
        yield from patterns.find_drugs(text, listed)


def _weighed(name: Recognised, spotted: Spotted) -> Recognised:
    """A link is no surer than that there is a name."""
    return replace(
        name,
        candidates=tuple(
            replace(c, score=round(c.score * spotted.probability, 4)) for c in name.candidates
        ),
    )


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
