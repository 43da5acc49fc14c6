import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.identifiers import Identifiers
from kg.store import Store
from queries.run import Table, explained, run_sparql
from queries.service import solutions_table


def test_select_gives_curies_and_plain_values(store: Store) -> None:
    table = run_sparql(
        store, "SELECT ?s ?b ?nothing { ?st biolink:subject ?s ; litkg:belief ?b ; biolink:negated true }"
    )
    assert table == Table(("s", "b", "nothing"), (("HGNC:18628", 0.76, None),))


def test_each_triple_counts_once_however_many_documents_say_it(store: Store) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?st biolink:subject ?s ; biolink:object ?o . ?s rdfs:label 'STAB1' }"
    assert run_sparql(store, query).rows == ((4,),)


def test_ask_gives_one_cell(store: Store) -> None:
    assert run_sparql(store, "ASK { ?s rel:secretes ?o }") == Table(("answer",), ((True,),))


def test_construct_gives_a_row_for_each_triple(store: Store) -> None:
    table = run_sparql(store, "CONSTRUCT WHERE { ?s rel:secretes ?o }")
    assert table.rows == (("CL:0000235", "rel:secretes", "litkg:gene.sclever-1"),)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * {?s ?p", r"line 1, column 16: \S"),
        ("SELECT *\n{ ?s foo:bar ?o }", "line 2, column 13: a prefix is not declared"),
        ("SELECT ?a (COUNT(?b) AS ?n) { ?a ?p ?b }", "not in GROUP BY"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "SPARQL UPDATE is refused"),
        ("CLEAR ALL", "SPARQL UPDATE is refused"),
        ("", "line 1, column 1"),
    ],
    ids=["unfinished", "unknown prefix", "not grouped", "insert", "clear", "empty"],
)
def test_malformed_query_is_explained_in_one_line(store: Store, query: str, message: str) -> None:
    with pytest.raises(QueryError, match=message) as raised:
        run_sparql(store, query)
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 160


def test_query_that_only_mentions_an_update_is_no_update() -> None:
    assert "UPDATE" not in explained("SELECT * { ?s ?p 'INSERT'", "error at 1:25: expected }")


def test_answer_of_a_worker_reads_as_the_engine_gives_it() -> None:
    """Terms of all kinds, by way of SPARQL's JSON and straight from the engine."""
    store = Store.in_memory()
    terms = (
        '<http://identifiers.org/hgnc/1> <urn:x:y> "text" "chat"@fr 7 -1.5 1e3 true "1"^^xsd:boolean '
        '"seven"^^xsd:integer "INF"^^xsd:double "2024-05-01"^^xsd:date <<( <urn:s> <urn:p> "o" )>> UNDEF'
    )
    sparql = f"SELECT ?term ?none {{ VALUES ?term {{ {terms} }} }}"
    found = store.query(sparql)
    assert isinstance(found, ox.QuerySolutions)
    body = found.serialize(format=ox.QueryResultsFormat.JSON)
    assert body
    assert solutions_table(body, store.identifiers) == run_sparql(store, sparql)


def test_yes_or_no_of_a_worker_is_one_cell() -> None:
    assert solutions_table(b'{"head":{},"boolean":true}', Identifiers()).rows == ((True,),)
