"""Is it the gene of people or that of an animal that a name means?"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ingest.lexicon import Lexicon
from ingest.linking.features import Name
from ingest.linking.options import Option
from ingest.linking.species import HUMAN, RODENTS, TAXON_OF_NAMESPACE, SpeciesInText


@dataclass(frozen=True, slots=True)
class Ranked:
    """An option and the probability, 0-1, that it is right; ``note`` tells a person why it comes before others."""

    option: Option
    probability: float
    note: str = ""


def in_any_species(entity: str, lexicon: Lexicon) -> frozenset[str]:
    """The entity and, of a gene, its counterparts in other species."""
    others = lexicon.orthologs(entity) if lexicon.find(entity) else ()
    return frozenset({entity, *others})


def for_people(
    name: Name, ranked: tuple[Ranked, ...], species: SpeciesInText, lexicon: Lexicon
) -> tuple[Ranked, ...]:
    """The human gene first where an animal's has no more to show for it than that the text names the animal.

    So it is with what a treatment aims at (whoever writes of "anti-PD-1 therapy" and mentions mice means
    that of people) and with all genes of a long text that names the animal in passing; not where the
    sentence names it, where the symbol is written as the animal's, or where the text is clearly about it.
    Of a text that names no species the human gene is taken, or the animal's that the symbol is written as.
    """
    if not species.counts:
        return _of_any(name, ranked, lexicon)
    taxon = TAXON_OF_NAMESPACE.get(ranked[0].option.namespace) if ranked else None
    if taxon not in RODENTS or name.form in RODENTS:
        return ranked
    if not (species.is_in_passing(taxon) or (name.targets and not species.is_mainly(taxon))):
        return ranked
    if any(species.beside(start) == taxon for start in name.starts):
        return ranked
    counterparts = lexicon.orthologs(ranked[0].option.entity)
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


def _of_any(name: Name, ranked: tuple[Ranked, ...], lexicon: Lexicon) -> tuple[Ranked, ...]:
    """The first option, if nothing speaks against its species, as likely as it and its counterparts together."""
    taxon = TAXON_OF_NAMESPACE.get(ranked[0].option.namespace) if ranked else None
    if taxon is None or taxon not in (HUMAN, name.form):
        return ranked
    first, *others = ranked
    counterparts = lexicon.orthologs(first.option.entity)
    shared = sum(r.probability for r in others if r.option.entity in counterparts)
    return (replace(first, probability=round(min(1.0, first.probability + shared), 4)), *others)


def _is_human(option: Option) -> bool:
    return TAXON_OF_NAMESPACE.get(option.namespace) == HUMAN
