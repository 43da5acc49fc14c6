from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, RdfFormat, Store, parse

from kg import terms
from kg.errors import IdentifierError, StoreError
from kg.identifiers import Identifiers
from kg.model import (
    Activity,
    Claim,
    Contribution,
    Document,
    DocumentKind,
    Entity,
    Evidence,
    Mention,
    Section,
    Span,
    Statement,
)
from kg.rdf import contribution_quads, to_nquads
from kg.rdf_reader import canonical, read_contribution
from kg.terms import Terms
from kg.vocabulary import ASPECTS, RELATIONS, Category
from tests.builders import make_claim, make_contribution, make_document, make_mention, told

IDS = Identifiers("https://lab.org/kg/")
WORDS = st.text(st.characters(codec="utf-8"), max_size=12)
NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
CURIES = st.sampled_from(["HGNC:1", "HGNC:2", "CL:0000084", "litkg:gene.x%2F<y>", "DOI:10.1/(a)#b"])
SCORES = st.floats(0, 1)


def spans(size: int) -> st.SearchStrategy[Span]:
    ends = st.tuples(st.integers(0, size - 1), st.integers(1, size)).filter(lambda ends: ends[0] < ends[1])
    return ends.map(lambda ends: Span(*ends))


def tuples(values: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(values, max_size=3, unique=True).map(tuple)


documents = st.builds(
    Document,
    id=NAMES,
    text=st.text(st.characters(codec="utf-8"), min_size=2, max_size=60),
    title=WORDS,
    sections=st.lists(
        st.builds(Section, NAMES, WORDS, st.integers(0, 9), st.integers(9, 99)), max_size=2
    ).map(tuple),
    kind=st.sampled_from(DocumentKind),
    url=st.one_of(WORDS, st.just("https://example.org/a#b")),
    doi=st.sampled_from(["", "10.1/X"]),
    date=st.sampled_from(["", "2024", "2024-05-06"]),
    journal=WORDS,
    authors=st.lists(WORDS, max_size=3).map(tuple),
    reports=tuples(NAMES),
)
entities = st.builds(
    Entity, CURIES, NAMES, st.sampled_from(Category), tuples(WORDS), tuples(CURIES), tuples(CURIES)
)
statements = st.builds(
    Statement,
    CURIES,
    st.sampled_from(list(RELATIONS)),
    CURIES,
    st.sampled_from([None, *ASPECTS]),
    st.booleans(),
)


@st.composite
def contributions(draw: st.DrawFn) -> Contribution:
    document = draw(documents)
    where = spans(len(document.text))

    def mention(span: Span, category: Category, curie: str, score: float, reason: str) -> Mention:
        return Mention(span, span.of(document.text), category, curie, score, reason)

    evidence = st.builds(
        Evidence,
        document=st.just(document.id),
        sentence=where,
        sentence_text=WORDS,
        subject=where,
        object=where,
        cue=where,
        hedged=st.booleans(),
        extractor=NAMES,
        score=SCORES,
        section=WORDS,
        context=tuples(CURIES),
        antecedent=st.none() | where,
        subject_note=WORDS,
        path=tuples(st.sampled_from(["loss", "abolished", "inhibition"])),
    )
    mentions = st.builds(mention, where, st.sampled_from(Category), CURIES, SCORES, WORDS)
    return Contribution(
        document=document,
        entities=tuple(draw(st.lists(entities, max_size=3))),
        mentions=tuple(draw(st.lists(mentions, max_size=3))),
        claims=tuple(draw(st.lists(st.builds(Claim, statements, evidence), max_size=4))),
        activity=draw(st.builds(Activity, WORDS, WORDS, tuples(WORDS))),
    )


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(contributions())
def test_reading_undoes_writing(contribution: Contribution) -> None:
    quads = contribution_quads(contribution, IDS)
    assert read_contribution(quads, IDS) == canonical(contribution)


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(contributions())
def test_quads_survive_store_and_nquads(contribution: Contribution) -> None:
    quads = contribution_quads(contribution, IDS)
    text = to_nquads(quads)
    store = Store()
    store.extend(quads)
    assert set(store) == set(quads) == set(parse(text, format=RdfFormat.N_QUADS))
    assert to_nquads(store) == text


def test_equal_contributions_give_equal_bytes() -> None:
    first = told("a", "HGNC:18628 inhibits CL:0000084", "HGNC:18628 binds CL:0000084")
    turned = replace(first, claims=first.claims[::-1], entities=first.entities[::-1])
    assert to_nquads(contribution_quads(first, IDS)) == to_nquads(contribution_quads(turned, IDS))


def test_quads_have_no_blank_nodes_and_one_graph() -> None:
    quads = contribution_quads(told("a", "HGNC:18628 inhibits CL:0000084"), IDS)
    assert {quad.graph_name.value for quad in quads} == {"https://lab.org/kg/document/a"}
    assert not [q for q in quads if isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode)]


def test_statement_node_is_the_same_in_every_document() -> None:
    nodes = []
    for document in ("a", "b"):
        quads = contribution_quads(told(document, "HGNC:18628 inhibits CL:0000084"), IDS)
        nodes.append({(q.subject, q.object) for q in quads if q.predicate.value.endswith("/subject")})
    assert nodes[0] == nodes[1]


def test_surest_of_equal_mentions_is_kept() -> None:
    document = make_document()
    mentions = tuple(make_mention(document, "Clever-1", "HGNC:18628", score) for score in (0.2, 0.7, 0.5))
    contribution = make_contribution(document, mentions=mentions)
    read = read_contribution(contribution_quads(contribution, IDS), IDS)
    assert [mention.score for mention in read.mentions] == [0.7]


def test_biolink_locations_count_in_the_sentence() -> None:
    document = make_document(text="It is so. Clever-1 inhibits T cells.")
    claim = make_claim("HGNC:18628 inhibits CL:0000084", document, at=10)
    quads = contribution_quads(make_contribution(document, claim), IDS)
    found = {q.object.value for q in quads if q.predicate.value.endswith("object_location_in_text")}
    assert found == {"2", "3"}


def test_unknown_prefix_is_an_identifier_error() -> None:
    with pytest.raises(IdentifierError, match="unknown prefix"):
        contribution_quads(told("a", "NOPE:1 inhibits CL:0000084"), IDS)


def test_graph_without_document_cannot_be_read() -> None:
    with pytest.raises(StoreError, match="describes one document"):
        read_contribution([], IDS)


def test_terms_that_remember_give_the_same_quads(monkeypatch: pytest.MonkeyPatch) -> None:
    contribution, remembering = told("a", "HGNC:1 binds HGNC:2", "CL:1 secretes HGNC:1"), Terms(IDS)
    quads = contribution_quads(contribution, IDS)
    assert [contribution_quads(contribution, IDS, remembering) for _ in range(2)] == [quads, quads]
    monkeypatch.setattr(terms, "MOST_KNOWN", 1)
    assert contribution_quads(contribution, IDS, remembering) == quads
