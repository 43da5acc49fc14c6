from math import prod

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad

from kg.assembly import HEDGE_WEIGHT, SYSTEMATIC_ERROR, Finding, belief, opposing
from kg.graph import Graph
from kg.model import Contribution, Entity
from kg.store import Store
from kg.vocabulary import Category
from tests.builders import make_claim, make_contribution, make_document, make_statement, told

A_INHIBITS_T = "HGNC:18628 inhibits CL:0000084"
A_ACTIVATES_T = "HGNC:18628 activates CL:0000084"


def finding(document: str = "a", score: float = 0.8, hedged: bool = False, extractor: str = "x") -> Finding:
    return Finding(document, score, hedged, extractor)


def test_belief_counts_the_best_evidence_of_a_document() -> None:
    assert belief([finding(score=0.8), finding(score=0.3)]) == belief([finding(score=0.8)]) == 0.76


def test_belief_rises_with_documents_up_to_the_systematic_error() -> None:
    beliefs = [belief([finding(str(n)) for n in range(count)]) for count in (1, 2, 5, 500)]
    assert beliefs == sorted(beliefs)
    assert beliefs[-1] == 1 - SYSTEMATIC_ERROR


def test_belief_rises_with_a_second_extractor() -> None:
    assert belief([finding("a"), finding("b", extractor="y")]) > belief([finding("a"), finding("b")])


def test_belief_weighs_hedged_evidence() -> None:
    assert belief([finding(hedged=True)]) == belief([finding(score=0.8 * HEDGE_WEIGHT)])


def test_belief_of_nothing_is_zero() -> None:
    assert belief([]) == 0


@pytest.mark.parametrize(
    ("one", "other", "contradict"),
    [
        ((A_INHIBITS_T, None, False), (A_ACTIVATES_T, None, False), True),
        ((A_INHIBITS_T, None, False), (A_ACTIVATES_T, "activity", False), True),
        ((A_INHIBITS_T, None, False), (A_ACTIVATES_T, "proliferation", False), False),
        ((A_INHIBITS_T, None, False), (A_INHIBITS_T, None, True), True),
        ((A_INHIBITS_T, None, False), (A_INHIBITS_T, "migration", True), False),
        ((A_INHIBITS_T, None, True), (A_ACTIVATES_T, None, True), False),
        ((A_INHIBITS_T, None, True), (A_ACTIVATES_T, None, False), False),
        (("HGNC:1 binds HGNC:2", None, False), ("HGNC:2 binds HGNC:1", None, True), True),
        (("HGNC:1 targets HGNC:2", None, False), ("HGNC:2 targets HGNC:1", None, True), False),
    ],
    ids=[
        "opposite",
        "usual-aspect-named",
        "other-aspect",
        "negated",
        "negated-other-aspect",
        "both-negated-opposites",
        "negated-opposite",
        "symmetric",
        "not-symmetric",
    ],
)
def test_opposing_statements_contradict(
    one: tuple[str, str | None, bool], other: tuple[str, str | None, bool], contradict: bool
) -> None:
    first, second = (make_statement(told, aspect=aspect, negated=no) for told, aspect, no in (one, other))
    assert (second in set(opposing(first))) == contradict
    assert (first in set(opposing(second))) == contradict


def test_contradiction_is_linked_both_ways_and_goes_with_the_document() -> None:
    graph = Graph(Store.in_memory())
    graph.store.add(told("a", A_INHIBITS_T))
    graph.store.add(told("b", A_ACTIVATES_T))
    first, second = graph.statements(relation="inhibits") + graph.statements(relation="activates")
    assert (first.contradicts, second.contradicts) == ((second.hash,), (first.hash,))
    graph.store.remove("b")
    assert graph.statements()[0].contradicts == ()


@pytest.mark.parametrize(
    ("options", "direct"),
    [
        ({}, True),
        ({"negated": True}, False),
        ({"hedged": True, "score": 1.0}, False),
        ({"score": 0.4}, False),
    ],
    ids=["affirmed", "negated", "hedged", "unlikely"],
)
def test_direct_triple_is_for_facts_only(options: dict[str, object], direct: bool) -> None:
    graph = Graph(Store.in_memory())
    graph.store.add(told("a", A_INHIBITS_T, **options))
    assert graph.sparql("ASK { HGNC:18628 rel:inhibits CL:0000084 }") is direct


def test_direct_triple_stays_while_another_aspect_stands() -> None:
    graph = Graph(Store.in_memory())
    graph.store.add(told("a", A_INHIBITS_T))
    graph.store.add(told("b", A_INHIBITS_T, aspect="proliferation"))
    graph.store.remove("a")
    assert graph.sparql("ASK { HGNC:18628 rel:inhibits CL:0000084 }") is True
    graph.store.remove("b")
    assert graph.sparql("ASK { ?s rel:inhibits ?o }") is False


def test_symmetric_relation_has_direct_triples_both_ways() -> None:
    graph = Graph(Store.in_memory())
    graph.store.add(told("a", "HGNC:18628 binds CL:0000084"))
    assert graph.sparql("ASK { CL:0000084 rel:binds HGNC:18628 . HGNC:18628 rel:binds CL:0000084 }") is True


def test_entity_has_one_label_whatever_documents_call_it() -> None:
    graph = Graph(Store.in_memory())
    for number, label in enumerate(("b name", "a name", "c name")):
        described = Entity("HGNC:1", label, Category.GENE)
        graph.store.add(Contribution(make_document(str(number)), (described,)))
    assert (graph.entity("HGNC:1").label, graph.entity("HGNC:1").synonyms) == ("a name", ("b name", "c name"))
    graph.store.remove("1")
    assert (graph.entity("HGNC:1").label, graph.entity("HGNC:1").synonyms) == ("b name", ("c name",))


TOLD = ["HGNC:1 inhibits HGNC:2", "HGNC:1 activates HGNC:2", "HGNC:1 binds HGNC:2", "HGNC:2 binds HGNC:1"]
claims = st.builds(
    lambda told, score, hedged, negated, aspect, extractor: (
        told,
        {"score": score, "hedged": hedged, "negated": negated, "aspect": aspect, "extractor": extractor},
    ),
    st.sampled_from(TOLD),
    st.sampled_from([0.3, 0.6, 0.9]),
    st.booleans(),
    st.booleans(),
    st.sampled_from([None, "activity", "growth"]),
    st.sampled_from(["x", "y"]),
)
labels = st.sampled_from(["one", "two", "three"])
described = st.builds(
    lambda label, synonyms, category, up: Entity("HGNC:1", label, category, tuple(synonyms), (), tuple(up)),
    labels,
    st.sets(labels),
    st.sampled_from([Category.GENE, Category.DRUG]),
    st.lists(st.sampled_from(["GO:1", "GO:2"]), unique=True),
)
edits = st.lists(
    st.tuples(st.sampled_from("abc"), st.none() | st.tuples(st.lists(claims, max_size=3), described)),
    max_size=8,
)


def contribution(name: str, told: list[tuple[str, dict[str, object]]], entity: Entity) -> Contribution:
    document = make_document(name)
    made = (make_claim(text, document, at=at, **options) for at, (text, options) in enumerate(told))  # type: ignore[arg-type]
    plain = make_contribution(document, *made)
    return Contribution(document, (entity, *plain.entities), (), plain.claims, plain.activity)


def derived(store: Store) -> set[Quad]:
    return {quad for quad in store.oxigraph if quad.graph_name in store.terms.derived}


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(edits)
def test_incremental_assembly_equals_rebuilt_and_fresh(
    edits: list[tuple[str, tuple[list, Entity] | None]],
) -> None:
    store, held = Store.in_memory(), {}
    for name, said in edits:
        if said is not None:
            held[name] = contribution(name, *said)
            store.add(held[name])
        elif name in held:
            del held[name]
            store.remove(name)
    grown = derived(store)
    store.rebuild()
    assert derived(store) == grown
    fresh = Store.in_memory()
    for made in held.values():
        fresh.add(made)
    assert set(fresh.oxigraph) == set(store.oxigraph)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.lists(claims, max_size=3), max_size=3))
def test_belief_follows_the_formula(told_by_document: list[list[tuple[str, dict[str, object]]]]) -> None:
    graph = Graph(Store.in_memory())
    made = [
        contribution(str(n), told, Entity("HGNC:1", "one", Category.GENE))
        for n, told in enumerate(told_by_document)
    ]
    for each in made:
        graph.store.add(each)
    for found in graph.statements():
        sources = [[c.evidence for c in m.claims if c.statement == found.statement] for m in made]
        best = [max(e.score * (0.5 if e.hedged else 1) for e in told) for told in sources if told]
        extractors = {e.extractor for told in sources for e in told}
        expected = (1 - 0.05 ** len(extractors)) * (1 - prod(1 - score for score in best))
        assert found.belief == pytest.approx(expected, abs=1e-4)
        assert (found.document_count, found.evidence_count) == (len(best), sum(map(len, sources)))


def test_rebuild_keeps_another_threshold() -> None:
    graph = Graph(Store.in_memory())
    graph.store.add(told("a", A_INHIBITS_T))
    graph.store.rebuild(threshold=0.9)
    assert graph.store.threshold == 0.9
    assert graph.sparql("ASK { ?s rel:inhibits ?o }") is False
    graph.store.add(told("b", A_INHIBITS_T))
    assert graph.sparql("ASK { ?s rel:inhibits ?o }") is True
