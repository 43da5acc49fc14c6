"""What does a document name? Lexicon matches, names by their shape, and abbreviations, without overlaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest import patterns
from ingest.cover import Cover
from ingest.language import find_abbreviations
from ingest.lexicon import Lexicon
from ingest.link import Linker, apply_abbreviations, settle_by_neighbours
from ingest.mention import Recognised
from kg.model import Mention

MALIGNANT_CELL = "CL:0001064"
#: names whose best candidate scores lower are left unsaid
THRESHOLD = 0.3


@dataclass(slots=True)
class Recogniser:
    """Finds and links the names in a text."""

    linker: Linker

    @classmethod
    def open(cls, lexicon: Lexicon) -> Recogniser:
        """A recogniser over this lexicon."""
        return cls(Linker(lexicon))

    def recognise(self, text: str) -> tuple[Recognised, ...]:
        """Every name, in order of its start; names lie inside one another only where both stand for something."""
        matches = [self.linker.link(m, text) for m in self.linker.lexicon.match(text) if m.senses]
        listed = longest(settle_by_neighbours(text, (name for name in matches if name.candidates)))
        settled = list(apply_abbreviations(text, find_abbreviations(text), listed))
        settled += patterns.find_introduced(text, [*settled, *self._soluble(text, settled)])
        shaped = list(self._shaped(text, settled))
        outer = longest(shaped, among=settled)
        names = [*outer, *patterns.without_covered(settled, outer)]
        kept = (name for name in names if name.best.score >= THRESHOLD)
        return tuple(sorted(kept, key=lambda n: (n.span.start, -n.span.end)))

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
