from functools import cache
from importlib.resources import files
from typing import Any

import pytest
import yaml

from kg.model import Statement
from kg.vocabulary import ASPECTS, RELATIONS, Category, Direction, qualifiers

#: aspects that the article claims need and Biolink's enumeration does not have
BEYOND_BIOLINK = {
    "proliferation", "differentiation", "survival", "migration", "infiltration", "growth",
    "response", "resistance", "sensitivity", "risk", "severity",
}  # fmt: skip


@cache
def biolink() -> dict[str, Any]:
    text = files("biolink_model").joinpath("schema/biolink_model.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.CSafeLoader)  # type: ignore[no-any-return]


def slot(name: str) -> dict[str, Any]:
    return biolink()["slots"][name.replace("_", " ")] or {}


def is_predicate(name: str) -> bool:
    name = name.replace("_", " ")
    while name and name != "related to":
        name = slot(name).get("is_a", "")
    return name == "related to"


@pytest.mark.parametrize("relation", RELATIONS.values(), ids=list(RELATIONS))
def test_relation_is_a_biolink_predicate(relation: Any) -> None:
    assert is_predicate(relation.predicate)
    assert not slot(relation.predicate).get("deprecated")
    assert relation.definition


@pytest.mark.parametrize("relation", RELATIONS.values(), ids=list(RELATIONS))
def test_opposites_oppose_each_other(relation: Any) -> None:
    if relation.opposite:
        other = RELATIONS[relation.opposite]
        assert (other.opposite, other.aspect) == (relation.name, relation.aspect)
        assert other.symmetric == relation.symmetric


@pytest.mark.parametrize("category", Category)
def test_category_is_a_biolink_class(category: Category) -> None:
    classes = {"".join(word[0].upper() + word[1:] for word in name.split()) for name in biolink()["classes"]}
    assert category.removeprefix("biolink:") in classes


def test_qualifiers_are_biolink_slots() -> None:
    used = {name for relation in RELATIONS for name in qualifiers(relation, "secretion")}
    assert used == {"object_aspect_qualifier", "object_direction_qualifier"}
    assert all(slot(name)["is_a"] in ("aspect qualifier", "direction qualifier") for name in used)


def test_qualifier_values_are_biolinks_where_it_has_them() -> None:
    enums = biolink()["enums"]
    aspects = enums["GeneOrGeneProductOrChemicalEntityAspectEnum"]["permissible_values"]
    assert {aspect for aspect in ASPECTS if aspect not in aspects} == BEYOND_BIOLINK
    assert set(Direction) <= set(enums["DirectionQualifierEnum"]["permissible_values"])


@pytest.mark.parametrize(
    "name",
    [
        "has_evidence", "negated", "knowledge_level", "agent_type", "subject", "predicate", "object",
        "supporting_text", "extraction_confidence_score", "supporting_text_section_type",
        "subject_location_in_text", "object_location_in_text",
    ],
)  # fmt: skip
def test_slots_of_the_rdf_shape_are_biolinks(name: str) -> None:
    assert not slot(name).get("deprecated")


def test_statement_has_a_relation_and_aspect_of_the_vocabulary() -> None:
    for relation, aspect in (("loves", None), ("binds", "colour")):
        with pytest.raises(ValueError, match="of the vocabulary"):
            Statement("HGNC:1", relation, "HGNC:2", aspect)


def test_statement_identity_is_its_content() -> None:
    same = Statement("HGNC:1", "inhibits", "HGNC:2"), Statement("HGNC:1", "inhibits", "HGNC:2")
    assert same[0].hash == same[1].hash
    others = [
        Statement("HGNC:2", "inhibits", "HGNC:1"),
        Statement("HGNC:1", "activates", "HGNC:2"),
        Statement("HGNC:1", "inhibits", "HGNC:2", "activity"),
        Statement("HGNC:1", "inhibits", "HGNC:2", negated=True),
    ]
    assert len({statement.hash for statement in (*others, same[0])}) == 5
