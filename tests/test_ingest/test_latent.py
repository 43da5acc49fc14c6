"""A factor that lies ready is woken, not made, where it is induced."""

from __future__ import annotations

import pytest

from ingest.relate.latent import of_latent
from ingest.relate.mask import Named, mask
from ingest.relate.relator import CLASSIFIER, Relation
from kg.model import Span
from kg.vocabulary import Category


@pytest.mark.parametrize(
    ("text", "factor", "relation", "aspect"),
    [
        ("Zymosan induced NF-kappa B in monocytes.", "NF-kappa B", "activates", "activity"),
        ("Zymosan induced STAT5 in monocytes.", "STAT5", "activates", "activity"),
        ("Zymosan induced NFAT mRNA in monocytes.", "NFAT", "increases_amount_of", "abundance"),
        ("Zymosan induced COX-2 in monocytes.", "COX-2", "increases_amount_of", "abundance"),
    ],
)
def test_what_is_induced_is_woken_if_it_is_there(text: str, factor: str, relation: str, aspect: str) -> None:
    names = [
        Named(number, at, at + len(name), category, name, head=name)
        for number, (name, category) in enumerate((("Zymosan", Category.CHEMICAL), (factor, Category.GENE)))
        for at in [text.index(name)]
    ]
    cue = text.index("induced")
    whole, place = Span(0, len(text)), Span(cue, cue + len("induced"))
    told = Relation(0, "increases_amount_of", 1, "abundance", False, False, 0.8, whole, place, CLASSIFIER)
    (found,) = of_latent([told], mask(text, names), 0)
    assert (found.relation, found.aspect) == (relation, aspect)
