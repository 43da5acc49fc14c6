from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad

from kg.assembly import opposing
from kg.belief import belief
from kg.graph import Graph
from kg.model import Contribution, DocumentKind, Entity, Statement
from kg.refinement import speaks_more_generally
from kg.store import Store
from kg.terms import SUBCLASS_OF
from kg.view import Finding
from kg.vocabulary import RELATIONS, Category
from tests.builders import make_claim, make_contribution, make_document, make_statement, told

A_INHIBITS_T = "HGNC:18628 inhibits CL:0000084"
A_ACTIVATES_T = "HGNC:18628 activates CL:0000084"


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


TOLD = [
    "HGNC:1 inhibits HGNC:2",
    "HGNC:1 activates HGNC:2",
    "HGNC:1 binds HGNC:2",
    "HGNC:2 binds HGNC:1",
    "GO:1 affects HGNC:2",
    "GO:2 inhibits HGNC:2",
    "HGNC:2 binds GO:1",
    "HGNC:2 biomarker_for GO:2",
    "GO:1 associated_with HGNC:2",
]
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
#: claims that often meet: affirmed, of equal scores
plain_claims = st.tuples(
    st.sampled_from(TOLD), st.fixed_dictionaries({"aspect": st.sampled_from([None, "growth"])})
)
#: claims of one statement
same_claims = st.tuples(st.just(TOLD[0]), st.fixed_dictionaries({"score": st.sampled_from([0.6, 0.9])}))
labels = st.sampled_from(["one", "two", "three"])
described = st.builds(
    lambda label, synonyms, category, up: Entity("HGNC:1", label, category, tuple(synonyms), (), tuple(up)),
    labels,
    st.sets(labels),
    st.sampled_from([Category.GENE, Category.DRUG]),
    st.lists(st.sampled_from(["GO:1", "GO:2"]), unique=True),
)
#: documents that may be one source by an identifier, by what they report on, or by their text
WORDS = [" ".join(f"{start}{n}" for n in range(40)) for start in "pq"]
metadata = st.fixed_dictionaries(
    {
        "text": st.sampled_from([*WORDS, WORDS[0] + " and a little more", " ".join(WORDS), "Too short."]),
        "pmid": st.sampled_from(["", "", "1", "2"]),
        "kind": st.sampled_from([DocumentKind.NEWS, DocumentKind.ABSTRACT]),
        "reports": st.sets(st.sampled_from(["PMID:1", "PMID:2", "DOI:10.1000/1"]), max_size=2).map(tuple),
    }
)


def edits_of(claims: st.SearchStrategy[Any]) -> st.SearchStrategy[list[tuple[str, Any]]]:
    """Additions, replacements and removals (None) of documents by name."""
    said = st.tuples(st.lists(claims, max_size=3), described, metadata)
    return st.lists(st.tuples(st.sampled_from("abcd"), said | said | st.none()), max_size=8)


edits = edits_of(claims) | edits_of(plain_claims) | edits_of(same_claims)


def contribution(
    name: str,
    told: list[tuple[str, dict[str, object]]],
    entity: Entity,
    metadata: dict[str, Any] | None = None,
) -> Contribution:
    document = make_document(name, **(metadata or {}), doi=f"10.1000/{name}")
    made = (make_claim(text, document, at=at, **options) for at, (text, options) in enumerate(told))  # type: ignore[arg-type]
    plain = make_contribution(document, *made)
    return Contribution(document, (entity, *plain.entities), (), plain.claims, plain.activity)


def derived(store: Store) -> set[Quad]:
    return {quad for quad in store.oxigraph if quad.graph_name in store.terms.derived}


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(edits)
def test_incremental_assembly_equals_rebuilt_and_fresh(
    edits: list[tuple[str, Any]],
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
def test_belief_and_counts_follow_all_evidence(told_by_document: list[list[tuple[str, Any]]]) -> None:
    graph = Graph(Store.in_memory())
    made = [
        contribution(str(n), told, Entity("HGNC:1", "one", Category.GENE))
        for n, told in enumerate(told_by_document)
    ]
    for each in made:
        graph.store.add(each)
    for found in graph.statements():
        sources = [[c.evidence for c in m.claims if c.statement == found.statement] for m in made]
        findings = [Finding(e.document, e.score, e.hedged, e.extractor) for told in sources for e in told]
        assert found.belief == belief(findings) > 0
        assert found.document_count == found.source_count == len(list(filter(None, sources)))
        assert found.evidence_count == len(findings)


def relation_of_all(store: Store) -> set[tuple[str, str]]:
    """Every pair of statements of which one refines the other, by comparing all with all."""
    graph = Graph(store)
    told = [found.statement for found in graph.statements()]
    above = {
        curie: {curie, *graph.entity(curie).ancestors, *store_superclasses(store, curie)}
        for statement in told
        for curie in (statement.subject, statement.object)
    }
    return {
        (one.hash, other.hash)
        for one in told
        for other in told
        if speaks_more_generally(other, one)
        and any(subject in above[one.subject] and obj in above[one.object] for subject, obj in sides(other))
    }


def sides(statement: Statement) -> list[tuple[str, str]]:
    straight = (statement.subject, statement.object)
    return [straight, straight[::-1]] if RELATIONS[statement.relation].symmetric else [straight]


def store_superclasses(store: Store, curie: str) -> set[str]:
    node, terms = store.terms.entity(curie), store.terms
    found = store.oxigraph.quads_for_pattern(node, SUBCLASS_OF, None, terms.entities)
    return {terms.curie(quad.object) for quad in found}  # type: ignore[arg-type]


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(edits_of(plain_claims))
def test_refinements_are_all_that_comparing_all_with_all_finds(edits: list[tuple[str, Any]]) -> None:
    store = Store.in_memory()
    for name, said in edits:
        if said is not None:
            store.add(contribution(name, *said))
        elif name in {document.id for document in store.documents()}:
            store.remove(name)
    terms = store.terms
    found = store.oxigraph.quads_for_pattern(None, terms.own["refines"], None, terms.assembly)
    assert {(terms.local(q.subject), terms.local(q.object)) for q in found} == relation_of_all(store)  # type: ignore[arg-type]


def test_rebuild_keeps_another_threshold() -> None:
    graph = Graph(Store.in_memory())
    graph.store.add(told("a", A_INHIBITS_T))
    graph.store.rebuild(threshold=0.9)
    assert graph.store.threshold == 0.9
    assert graph.sparql("ASK { ?s rel:inhibits ?o }") is False
    graph.store.add(told("b", A_INHIBITS_T))
    assert graph.sparql("ASK { ?s rel:inhibits ?o }") is True
