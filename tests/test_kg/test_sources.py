import pytest

from kg.graph import Graph
from kg.model import Contribution, DocumentKind
from kg.store import Store
from tests.builders import make_claim, make_contribution, make_document

INHIBITS = "HGNC:18628 inhibits CL:0000084"
RELEASE = " ".join(f"release{n}" for n in range(60))
PAPER = " ".join(f"paper{n}" for n in range(60))


def article(name: str, text: str = "", told: str = INHIBITS, **metadata: object) -> Contribution:
    document = make_document(name, text or " ".join(f"{name}{n}" for n in range(60)), **metadata)  # type: ignore[arg-type]
    return make_contribution(document, make_claim(told, document))


def graph_of(*articles: Contribution) -> Graph:
    graph = Graph(Store.in_memory())
    for each in articles:
        graph.store.add(each)
    return graph


@pytest.mark.parametrize(
    ("articles", "sources"),
    [
        ((article("a"), article("b")), 2),
        ((article("a", RELEASE), article("b", "News! " + RELEASE)), 1),
        ((article("DOI:10.1000/1", doi="10.1000/1", pmid="7"), article("PMID:7", pmid="7")), 1),
        ((article("PMID:7"), article("b", url="https://pubmed.ncbi.nlm.nih.gov/7/")), 1),
        ((article("a", url="http://lab.org/x"), article("b", url="https://www.lab.org/x?utm_source=y")), 1),
        ((article("n", reports=("doi:10.1000/1",)), article("p", doi="10.1000/1")), 1),
        ((article("n", reports=("doi:10.1000/1",)), article("m", reports=("doi:10.1000/1",))), 1),
        (
            (
                article("n", reports=("PMID:1", "PMID:2")),
                article("p", pmid="1"),
                article("q", pmid="2"),
            ),
            3,
        ),
        ((article("a", "Too short."), article("b", "Too short.")), 2),
        (
            (
                article("n", RELEASE, reports=("PMID:1",)),
                article("m", RELEASE),
                article("p", PAPER, pmid="1"),
            ),
            1,
        ),
    ],
    ids=[
        "others",
        "copies",
        "doi-and-pmid",
        "identifier-and-address",
        "two-addresses",
        "report-and-paper",
        "two-reports",
        "digest",
        "short",
        "chain",
    ],
)
def test_documents_of_one_source_count_once(articles: tuple[Contribution, ...], sources: int) -> None:
    for order in (articles, articles[::-1]):
        found = graph_of(*order).statements()[0]
        assert (found.source_count, found.document_count) == (sources, len(articles))
        assert (found.belief == 0.76) is (sources == 1)


def test_ten_copies_of_a_release_are_believed_like_one() -> None:
    one = graph_of(article("a", RELEASE, kind=DocumentKind.NEWS)).statements()[0]
    copies = [article(name, f"{name} news. {RELEASE}", kind=DocumentKind.NEWS) for name in "abcdefghij"]
    ten = graph_of(*copies).statements()[0]
    assert (ten.belief, ten.document_count) == (one.belief, 10)


def test_a_source_falls_apart_with_the_document_that_held_it_together() -> None:
    graph = graph_of(article("a", RELEASE), article("b", pmcid="PMC5"), article("c", PAPER))
    assert graph.statements()[0].source_count == 3
    graph.store.add(article("c", RELEASE, pmcid="PMC5"))
    assert graph.statements()[0].source_count == 1
    graph.store.remove("c")
    assert graph.statements()[0].source_count == 2


def test_a_document_that_joins_two_lowers_the_belief_in_what_it_does_not_say() -> None:
    graph = graph_of(article("a", pmid="1"), article("b", pmcid="PMC2"))
    assert graph.statements()[0].belief == 0.912
    graph.store.add(article("c", pmid="1", pmcid="PMC2", told="HGNC:8760 binds CL:0000084"))
    assert {found.belief for found in graph.statements()} == {0.76}


def test_a_kind_that_changes_counts_for_what_was_said_before() -> None:
    graph = graph_of(article("a", kind=DocumentKind.ABSTRACT))
    assert graph.statements()[0].belief == 0.76
    graph.store.add(article("a", kind=DocumentKind.NEWS))
    assert graph.statements()[0].belief == pytest.approx(0.76 * 0.85)


def test_links_tell_why_documents_are_one_source() -> None:
    graph = graph_of(
        article("n", RELEASE, reports=("PMID:1",)),
        article("m", RELEASE),
        article("p", pmid="1"),
        article("PMID:1"),
    )
    found = {
        (str(row["a"])[-1], str(row["why"]).rpartition("/")[2], str(row["b"])[-1])
        for row in graph.sparql(
            "SELECT ?a ?why ?b { GRAPH graph:assembly { ?a ?why ?b } "
            "VALUES ?why { litkg:same_article_as litkg:near_duplicate_of litkg:reports_on } }"
        )  # type: ignore[union-attr]
    }
    assert {("n", "near_duplicate_of", "m"), ("n", "reports_on", "1")} <= found
    assert ("1", "same_article_as", "1") in found  # the two with PMID 1, whose IRIs end alike


def test_graph_names_the_documents_of_a_source() -> None:
    graph = graph_of(article("a", RELEASE), article("b", RELEASE), article("c"))
    assert graph.same_source("a") == graph.same_source("b") == ["a", "b"]
    assert graph.same_source("c") == ["c"]
