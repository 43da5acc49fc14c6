import pytest

from kg.errors import QueryError
from queries.using import with_dataset

A, B = "http://x.example/a", "http://x.example/b"


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        ("INSERT { ?s a ?o } WHERE { ?s a ?o }", f"INSERT {{ ?s a ?o }}  USING <{A}> WHERE {{ ?s a ?o }}"),
        ("delete where { ?s a ?o }", f"delete  {{ ?s a ?o }} USING <{A}> where {{ ?s a ?o }}"),
        ("INSERT DATA { <urn:where> <urn:WHERE> 'WHERE' } # WHERE", None),
        ("CLEAR ALL", None),
    ],
)
def test_dataset_goes_before_where(update: str, expected: str | None) -> None:
    assert with_dataset(update, (A,), ()) == (update if expected is None else expected)


def test_every_operation_gets_it() -> None:
    found = with_dataset("INSERT { } WHERE { } ; DELETE { } INSERT { } WHERE { }", (A,), (B,))
    assert found.count(f"USING <{A}> USING NAMED <{B}> WHERE") == 2


@pytest.mark.parametrize("update", ["WITH <urn:g> DELETE {} WHERE {}", "INSERT {} USING <urn:g> WHERE {}"])
def test_two_datasets_are_refused(update: str) -> None:
    with pytest.raises(QueryError, match="exclude"):
        with_dataset(update, (A,), ())
