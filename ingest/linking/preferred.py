"""Which options go before what the ranker thinks likeliest?"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import replace

from ingest.lexicon import OWN_NAMES, Lexicon, NameStatus
from ingest.linking.features import Name
from ingest.linking.forms import Step
from ingest.linking.options import FILED_WIDER
from ingest.linking.orthologs import Ranked, in_any_species
from ingest.linking.reviewed import NONE
from ingest.linking.species import TAXON_OF_NAMESPACE
from ingest.mention import Kind

#: FamPlex, which names families and complexes
_FAMILIES = "FPLX"
_SURE = 0.99
#: how sure a reviewed meaning is at least
_REVIEWED = 0.8


def as_reviewed(
    ranked: Sequence[Ranked], meant: str, lexicon: Lexicon, spelled_out: Callable[[str], bool]
) -> Sequence[Ranked]:
    """The options, ``meant`` or its counterpart in another species first, as likely as all that it passes or more.

    Of the gene's counterparts the likeliest. Where the text spells out another option and not this one, the other goes
    first; not so the members of a family, which a text names beside it.
    """
    if not meant or meant == NONE or not ranked:
        return ranked
    family = meant.partition(":")[0] not in TAXON_OF_NAMESPACE
    same = in_any_species(meant, lexicon)
    place = next((at for at, one in enumerate(ranked) if _is(one, same)), None)
    if place is None:
        return ranked
    other = next(
        (
            at
            for at, one in enumerate(ranked)
            if not (_is(one, same) or (family and one.option.namespace in TAXON_OF_NAMESPACE))
            and spelled_out(one.option.entity)
        ),
        None,
    )
    if other is not None and not spelled_out(meant):
        return _first(ranked, other, "spelled out in the text")
    first, *rest = _first(ranked, place, "a reviewed meaning of the name")
    return (replace(first, probability=max(first.probability, _REVIEWED)), *rest)


def nearest_first(name: Name, ranked: tuple[Ranked, ...], lexicon: Lexicon) -> tuple[Ranked, ...]:
    """The options, what the name means to the letter before another's label that only its key is like.

    That is what it was reviewed to mean and annotators took it for, too: alcohol is ethanol, not any alcohol. Or it
    is the term whose label is written so: coumarin is one substance, coumarins are many.
    """
    if name.kind not in FILED_WIDER or not ranked or not is_written(ranked[0], NameStatus.LABEL):
        return ranked
    nearer = next((r for r in ranked if r.option.uses and is_written(r, NameStatus.CURATED)), None)
    if nearer is None and not ranked[0].option.uses:
        labels = (
            (r, lexicon.get(r.option.entity).label.lower()) for r in ranked if is_written(r, NameStatus.LABEL)
        )
        nearer = next((r for r, label in labels if label == name.name.lower()), None)
    if nearer is None or nearer is ranked[0]:
        return ranked
    both = ranked[0].probability + nearer.probability
    settled = nearer.option.status is NameStatus.CURATED  # which of the two is meant, if either is
    first = replace(nearer, probability=min(_SURE, both) if settled else ranked[0].probability)
    second = replace(ranked[0], probability=both - first.probability if settled else nearer.probability)
    return (first, second, *(r for r in ranked[1:] if r is not nearer))


def _is(one: Ranked, entities: Set[str]) -> bool:
    return one.option.entity in entities or one.option.origin in entities


def family_first(name: Name, ranked: Sequence[Ranked]) -> Sequence[Ranked]:
    """The options, a family of this very name before a gene that goes by it now and then.

    So it is with aliases and old symbols (STAT), unless annotators took the name for the gene. MeSH's families are
    left out, among which are single proteins.
    """
    if name.kind is not Kind.GENE or not ranked:
        return ranked
    first = ranked[0].option
    if first.status in OWN_NAMES or first.uses:
        return ranked
    for at, one in enumerate(ranked):
        if is_written(one, *OWN_NAMES) and one.option.namespace == _FAMILIES:
            return _first(ranked, at, "a family of this very name")
    return ranked


def called_first(name: Name, ranked: Sequence[Ranked], called: Callable[[str], bool]) -> Sequence[Ranked]:
    """The options, of genes with one alias the one that the text calls by another of its names, too.

    ``called`` tells whether it does. An option that the alias fits better, or that several annotators took it for,
    stays first.
    """
    if name.kind is not Kind.GENE or name.defined or not ranked:
        return ranked
    first = ranked[0].option
    listed = first.status is not None and first.status not in OWN_NAMES and not first.origin
    if not listed or first.uses > 1 or called(first.entity):
        return ranked
    others = [
        at
        for at, one in enumerate(ranked)
        if (one.option.namespace, one.option.form) == (first.namespace, first.form)
        and one.option.score >= first.score
        and not one.option.origin
        and called(one.option.entity)
    ]
    return (
        _first(ranked, others[0], "the text calls it by another of its names, too")
        if len(others) == 1
        else ranked
    )


def resembling_first(name: Name, ranked: Sequence[Ranked]) -> Sequence[Ranked]:
    """The options of a short form, one that has all words of the long form before one that has some.

    The MBP that is a major basic protein is not the myelin basic protein.
    """
    alike = name.resembling or {}
    if not name.defined or not ranked or alike.get(ranked[0].option.entity, 1.0) == 1.0:
        return ranked
    space = ranked[0].option.namespace
    full = (at for at, one in enumerate(ranked) if alike.get(one.option.entity) == 1.0)
    place = next((at for at in full if ranked[at].option.namespace == space), 0)
    return _first(ranked, place, "a name of it has all words of the long form")


def _first(ranked: Sequence[Ranked], place: int, note: str) -> Sequence[Ranked]:
    """The options with the one of this place first; what was likelier gives it its probability."""
    if not place:
        return ranked
    gained = min(_SURE, sum(one.probability for one in ranked[: place + 1]))
    passed = (replace(one, probability=min(one.probability, 1 - gained)) for one in ranked[:place])
    return (replace(ranked[place], probability=gained, note=note), *passed, *ranked[place + 1 :])


def is_written(one: Ranked, *statuses: NameStatus) -> bool:
    """Whether the name as it is written is one of the entity's, of such a status."""
    return one.option.status in statuses and one.option.form.step is Step.WRITTEN
