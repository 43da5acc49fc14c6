import pytest

from kg.answers import Cell
from kg.model import DocumentKind
from kg.store import Store
from queries.library import Library
from queries.run import run_question
from tests.builders import make_claim, make_contribution, make_document

RELEASE = " ".join(f"release{n}" for n in range(60))
INHIBITS, ACTIVATES = "HGNC:18628 inhibits CL:0000084", "HGNC:18628 activates CL:0000084"


@pytest.fixture(params=["urn:litkg:", "https://example.org/kg/"], ids=["default-base", "own-base"])
def store(request: pytest.FixtureRequest) -> Store:
    store = Store.in_memory(request.param)
    for name in ("a", "b"):
        document = make_document(name, RELEASE, kind=DocumentKind.NEWS, title=f"Title {name}")
        store.add(make_contribution(document, make_claim(INHIBITS, document)))
    for name, told in (("c", ACTIVATES), ("d", "HGNC:18628 inhibits CL:0000625")):
        document = make_document(name)
        store.add(make_contribution(document, make_claim(told, document, hedged=name == "c")))
    return store


def ask(store: Store, name: str, **values: str) -> list[dict[str, Cell]]:
    return run_question(store, Library.load().get(name), values).records()


def test_copies_are_listed_with_what_links_them(store: Store) -> None:
    found = [(row["source"], row["document"], row["title"], row["links"]) for row in ask(store, "copies")]
    assert found == [("a", "a", "Title a", ""), ("a", "b", "Title b", "near-copy of a")]
    assert len(ask(store, "copies", document="b")) == 2
    assert ask(store, "copies", document="c") == []


def test_contradictions_count_sources_of_both_sides(store: Store) -> None:
    (row,) = ask(store, "contradictions")
    sides = {row["claim_1"]: (row["sources_1"], row["hedged_1"])}
    sides[row["claim_2"]] = (row["sources_2"], row["hedged_2"])
    assert sides == {"STAB1 inhibits T cell": (1, False), "STAB1 activates T cell": (1, True)}
    assert len(ask(store, "contradictions", min_belief="0.3")) == 1
    assert ask(store, "contradictions", min_belief="0.5") == []


def test_more_specific_statements_are_found(store: Store) -> None:
    (row,) = ask(store, "more-specific", entity="T cell")
    assert (row["general"], row["specific"], row["document"]) == (
        "STAB1 inhibits T cell",
        "STAB1 inhibits CD8-positive T cell",
        "d",
    )
    assert ask(store, "more-specific", entity="CD8-positive T cell") == []
