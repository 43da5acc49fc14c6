"""How likely does a name mean this term, before any context is looked at?"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.lexicon.term import NameStatus
from kg.vocabulary import Category

_STATUS = {
    NameStatus.LABEL: 0.95,
    NameStatus.CURATED: 0.94,
    NameStatus.EXACT: 0.88,
    NameStatus.ALIAS: 0.75,
    NameStatus.PREVIOUS: 0.55,
    NameStatus.BRAND: 0.70,
    NameStatus.CODE: 0.70,
    NameStatus.RELATED: 0.60,
    NameStatus.NARROW: 0.50,
    NameStatus.GENERATED: 0.65,
    NameStatus.BROAD: 0.20,
}

_CATEGORY = {
    Category.GENE_FAMILY: 1.0,
    Category.GENE: 0.98,
    Category.DISEASE: 0.98,
    Category.CELL: 0.98,
    Category.DRUG: 0.97,
    Category.CHEMICAL: 0.95,
    Category.PHENOTYPE: 0.93,
    Category.TAXON: 0.93,
    Category.ANATOMY: 0.93,
    Category.TREATMENT: 0.92,
    Category.PROCESS: 0.92,
    Category.CELL_LINE: 0.85,
    Category.COMPONENT: 0.85,
    Category.ACTIVITY: 0.80,
    Category.VARIANT: 0.80,
}


def prior(status: NameStatus, category: Category, fit: float) -> float:
    """The score of a sense on its own, 0-1: the name's status, the category and the spelling's fit."""
    return _STATUS[status] * _CATEGORY[category] * fit


def shared(priors: Sequence[float]) -> list[float]:
    """The scores of senses that compete for one surface: the more rivals, the less each is sure.

    >>> [round(score, 3) for score in shared([0.9])], [round(score, 3) for score in shared([0.9, 0.3])]
    ([0.9], [0.81, 0.21])
    """
    total = sum(priors) or 1.0
    return [one * (0.6 + 0.4 * one / total) for one in priors]
