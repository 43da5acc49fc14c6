"""Procedures that are named with what they are done to or against."""

from __future__ import annotations

import pytest

from ingest.mention import Recognised
from ingest.patterns import find_procedures
from ingest.patterns.own import one, own
from kg.model import Entity, Span
from kg.vocabulary import Category

VACCINATION = Entity("MESH:D014611", "Vaccination", Category.TREATMENT)
ANGIOPLASTY = Entity("MESH:D017130", "Angioplasty", Category.TREATMENT)


def named(text: str, words: str, entity: Entity | Category) -> Recognised:
    """The words of a text as a name of an entity, of the graph's own if but a category is given."""
    start = text.index(words)
    found = own(entity, words) if isinstance(entity, Category) else entity
    return one(Span(start, start + len(words)), found, 0.9, "")


@pytest.mark.parametrize(
    ("text", "before", "category", "listed", "found"),
    [
        ("After measles vaccination.", "measles", Category.DISEASE, VACCINATION, "measles vaccination"),
        ("After coronary angioplasty.", "coronary", Category.ANATOMY, ANGIOPLASTY, "coronary angioplasty"),
        ("After HPV vaccination.", None, None, VACCINATION, "HPV vaccination"),
        ("After early vaccination.", None, None, VACCINATION, None),
        ("After stenosis angioplasty.", "stenosis", Category.DISEASE, ANGIOPLASTY, None),
        ("After measles, vaccination.", "measles", Category.DISEASE, VACCINATION, None),
        ("After arm vaccination.", "arm", Category.ANATOMY, VACCINATION, None),
    ],
)
def test_procedure_is_named_with_what_it_is_done_to(
    text: str, before: str | None, category: Category | None, listed: Entity, found: str | None
) -> None:
    names = [named(text, listed.label.lower(), listed)]
    if before and category:
        names.insert(0, named(text, before, category))
    assert [name.best.entity.label for name in find_procedures(text, names)] == ([found] if found else [])


def test_procedure_is_of_the_class_of_the_listed_one() -> None:
    text = "After measles vaccinations."
    names = [named(text, "measles", Category.DISEASE), named(text, "vaccinations", VACCINATION)]
    (found,) = find_procedures(text, names)
    assert (found.best.entity.id, found.best.entity.ancestors) == (
        "litkg:treatment.measles-vaccination",
        ("MESH:D014611",),
    )
