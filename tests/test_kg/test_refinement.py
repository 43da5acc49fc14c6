from functools import cache
from importlib.resources import files
from typing import Any

import pytest
import yaml

from kg.graph import Graph
from kg.model import Contribution, Entity
from kg.refinement import MORE_GENERAL, implied
from kg.store import Store
from kg.vocabulary import RELATIONS, Category
from tests.builders import CD8, ENTITIES, T_CELL, make_document, make_statement, told

T, CD8_T = "HGNC:18628 inhibits CL:0000084", "HGNC:18628 inhibits CL:0000625"


@cache
def slots() -> dict[str, Any]:
    text = files("biolink_model").joinpath("schema/biolink_model.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.CSafeLoader)["slots"]  # type: ignore[no-any-return]


@pytest.mark.parametrize("relation", MORE_GENERAL)
def test_more_general_relation_is_biolinks(relation: str) -> None:
    name = RELATIONS[relation].predicate.replace("_", " ")
    above = {name}
    while name := (slots()[name] or {}).get("is_a", ""):
        above.add(name)
    general = RELATIONS[MORE_GENERAL[relation]]
    assert general.predicate.replace("_", " ") in above
    assert general.direction is None


def test_implied_relations_end() -> None:
    assert all(implied(relation)[0] == relation for relation in RELATIONS)


@pytest.mark.parametrize(
    ("general", "specific", "refines"),
    [
        ((T, None, False), (CD8_T, None, False), True),
        ((T, None, False), (CD8_T, "proliferation", False), True),
        ((T, None, False), (T, "proliferation", False), True),
        ((T, "migration", False), (CD8_T, "proliferation", False), False),
        (("HGNC:18628 affects CL:0000084", None, False), (CD8_T, None, False), True),
        (("HGNC:18628 activates CL:0000084", None, False), (CD8_T, None, False), False),
        ((T, None, True), (CD8_T, None, True), False),
        ((T, None, False), (CD8_T, None, True), False),
        (("CL:0000084 binds HGNC:18628", None, False), ("HGNC:18628 binds CL:0000625", None, False), True),
        (("CL:0000084 targets HGNC:18628", None, False), ("HGNC:18628 targets CL:0000625", None, False), False),
        (("CL:0000084 secretes CL:0000084", None, False), ("CL:0000625 secretes CL:0000625", None, False), True),
        (("HGNC:18628 binds CL:0000084", None, False), ("CL:0000084 binds HGNC:18628", None, False), False),
        ((CD8_T, None, False), (T, None, False), False),
    ],
    ids=[
        "object", "object-and-aspect", "aspect", "other-aspect", "relation", "opposite", "denials", "denial",
        "symmetric", "not-symmetric", "both-sides", "the-same", "turned",
    ],
)  # fmt: skip
@pytest.mark.parametrize("first", ["general", "specific"])
def test_more_specific_statement_refines(general: Any, specific: Any, refines: bool, first: str) -> None:
    graph = Graph(Store.in_memory())
    made = {"general": general, "specific": specific}
    for name in sorted(made, reverse=first == "specific"):
        line, aspect, negated = made[name]
        graph.store.add(told(name, line, aspect=aspect, negated=negated))
    hashes = {name: make_statement(s, aspect=a, negated=n).hash for name, (s, a, n) in made.items()}
    below = [found.hash for found in graph.more_specific(hashes["general"])]
    above = [found.hash for found in graph.more_general(hashes["specific"])]
    assert (below, above) == (([hashes["specific"]], [hashes["general"]]) if refines else ([], []))


def test_links_go_with_the_statement() -> None:
    graph = Graph(Store.in_memory())
    graph.store.add(told("a", T))
    graph.store.add(told("b", CD8_T))
    graph.store.remove("a")
    assert graph.more_general(make_statement(CD8_T)) == []


def test_links_follow_the_superclasses() -> None:
    graph = Graph(Store.in_memory())
    for name, line in (("a", T), ("b", CD8_T)):
        graph.store.add(told(name, line))
    plain = told("b", CD8_T)
    unsorted = Entity(CD8.id, CD8.label, Category.CELL)
    graph.store.add(Contribution(plain.document, (ENTITIES["HGNC:18628"], unsorted), (), plain.claims))
    assert graph.more_specific(make_statement(T)) == []
    graph.store.add(Contribution(make_document("c"), (CD8, T_CELL)))
    assert [found.statement.object for found in graph.more_specific(make_statement(T))] == [CD8.id]


def test_belief_is_in_the_very_statement_and_support_counts_refinements() -> None:
    graph = Graph(Store.in_memory())
    graph.store.add(told("a", T))
    graph.store.add(told("b", CD8_T))
    general, specific = graph.statement(make_statement(T)), graph.statement(make_statement(CD8_T))
    assert general.belief == specific.belief == graph.support(specific) == 0.76
    assert graph.support(general) == 0.912


def test_general_and_specific_do_not_contradict() -> None:
    graph = Graph(Store.in_memory())
    graph.store.add(told("a", T))
    graph.store.add(told("b", "HGNC:18628 activates CL:0000625"))
    graph.store.add(told("c", CD8_T, negated=True))
    assert [found.contradicts for found in graph.statements()] == [(), (), ()]
    assert graph.contradictions() == []
