"""What does the graph call a thing that no list has?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set

from ingest.cover import Cover
from ingest.mention import Candidate, Recognised, own_identifier
from kg.model import Entity, Span
from kg.vocabulary import Category

#: looks a name up in the lexicon: best candidates first, none for an unknown name
Lookup = Callable[[str], tuple[Candidate, ...]]

#: a sense that scores lower is too doubtful to build a name on
_LEAST = 0.5


def nowhere(_name: str) -> tuple[Candidate, ...]:
    """The lookup of those who have no lexicon."""
    return ()


def meant(lookup: Lookup, name: str, categories: Set[Category]) -> Candidate | None:
    """The best sense of a name among these categories, None if there is no good one."""
    return next((c for c in lookup(name) if c.entity.category in categories and c.score >= _LEAST), None)


def own(
    category: Category, name: str, *, parents: Sequence[Entity] = (), synonyms: Sequence[str] = ()
) -> Entity:
    """An entity of the graph's own; ``parents`` are classes that it belongs to, nearest first."""
    ancestors = dict.fromkeys(a for p in parents for a in (p.id, *p.ancestors))
    return Entity(
        own_identifier(category, name),
        name,
        category,
        tuple(s for s in dict.fromkeys(synonyms) if s != name),
        (),
        tuple(ancestors),
    )


def one(span: Span, entity: Entity, score: float, reason: str, inner: Iterable[Span] = ()) -> Recognised:
    """A name with one candidate; ``inner`` are the names inside it that stand for themselves as well."""
    return Recognised(span, (Candidate(entity, score, reason),), tuple(inner))


def without_covered(inner: Iterable[Recognised], outer: Sequence[Recognised]) -> Iterator[Recognised]:
    """Leave out what an outer name swallows, save the names inside it that stand for themselves as well."""
    kept_inside = {span for name in outer for span in name.inner}
    covered = Cover(name.span for name in outer)
    for name in inner:
        if name.span in kept_inside or not covered.overlaps(name.span):
            yield name
