import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError
from queries.bind import Resolved, bind
from queries.library import Library, Parameter, ParameterType, QueryTemplate

HOSTILE = [
    '" } DROP ALL #',
    "\\u0022 }",
    "'''",
    "}",
    "> } UNION { ?s ?p ?o",
    "a\nb",
    "?x",
    "\\",
    "VALUES ?_a { 1 }",
]


def make_template(kind: ParameterType, text: str = "SELECT ?_a { VALUES ?_a { UNDEF } }") -> QueryTemplate:
    return QueryTemplate("it", "What?", "All.", (Parameter("a", kind, "a value", "1"),), text)


def never(parameter: Parameter, value: str) -> Resolved:
    raise AssertionError


def answer(text: str) -> list[str]:
    return [row[0].value for row in ox.Store().query(text)]


@given(value=st.one_of(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(HOSTILE)))
def test_bound_string_is_that_string_and_nothing_else(value: str) -> None:
    bound = bind(make_template(ParameterType.STRING), {"a": value}, never)
    expected = [value.strip()] if value.strip() else [None]
    assert [row[0] and row[0].value for row in ox.Store().query(bound.text)] == expected


@pytest.mark.parametrize("value", HOSTILE)
def test_bound_value_cannot_add_to_the_query(value: str) -> None:
    text = "SELECT ?_a ?b { VALUES ?_a { UNDEF } VALUES ?b { 1 } }"
    bound = bind(make_template(ParameterType.STRING, text), {"a": value}, never)
    assert [(row[0].value, row[1].value) for row in ox.Store().query(bound.text)] == [(value, "1")]


@given(number=st.integers())
def test_bound_integer_is_that_number(number: int) -> None:
    assert answer(bind(make_template(ParameterType.INTEGER), {"a": str(number)}, never).text) == [str(number)]


@pytest.mark.parametrize(
    ("kind", "value"), [("integer", "1 }"), ("integer", "1.5"), ("decimal", "NaN"), ("decimal", "1e}")]
)
def test_value_of_another_type_is_refused(kind: str, value: str) -> None:
    with pytest.raises(QueryError, match=f"a: not of type {kind}"):
        bind(make_template(ParameterType(kind)), {"a": value}, never)


def test_every_block_of_a_parameter_is_filled() -> None:
    text = "SELECT * { { VALUES ?_a { 1 } } UNION { VALUES ?_a { 1 } } }"
    bound = bind(make_template(ParameterType.INTEGER, text), {"a": "7"}, never)
    assert answer(bound.text) == ["7", "7"]


def test_several_terms_go_into_one_block() -> None:
    terms = (ox.NamedNode("urn:a"), ox.NamedNode("urn:b"))
    bound = bind(make_template(ParameterType.ENTITY), {"a": "both"}, lambda p, v: Resolved(terms, ("two",)))
    assert answer(bound.text) == ["urn:a", "urn:b"]
    assert bound.notes == ("two",)


def test_unknown_parameter_names_those_that_there_are() -> None:
    with pytest.raises(
        QueryError, match="what-inhibits has no parameter 'gene'; it has entity, category, limit"
    ):
        bind(Library.load().get("what-inhibits"), {"gene": "PD-1"}, never)


def test_missing_parameter_is_asked_for() -> None:
    with pytest.raises(QueryError, match=r"what-inhibits needs entity: .*, such as entity='T cell'"):
        bind(Library.load().get("what-inhibits"), {}, never)


@pytest.mark.parametrize("value", ["0", "-1", "1 } #", "1000000", "", "٣"])
def test_limit_is_a_number_in_range(value: str) -> None:
    with pytest.raises(QueryError, match="limit: a whole number from 1 to 100000"):
        bind(Library.load().get("contradictions"), {"limit": value}, never)


def test_limit_is_also_where_it_is_marked() -> None:
    bound = bind(Library.load().get("copies"), {"limit": "7"}, never)
    assert [line.split()[1] for line in bound.text.splitlines() if "LIMIT" in line] == ["7", "7"]


def test_limit_is_the_last_one() -> None:
    bound = bind(Library.load().get("most-connected"), {"limit": "7"}, never)
    limits = [line.split() for line in bound.text.splitlines() if "LIMIT" in line]
    assert [words[1] for words in limits] == ["1000000", "7"]


def test_base_of_the_store_replaces_the_default() -> None:
    bound = bind(Library.load().get("contradictions"), {}, never, base="https://example.org/kg/")
    assert "urn:litkg:" not in bound.text
    assert "<https://example.org/kg/term/>" in bound.text
