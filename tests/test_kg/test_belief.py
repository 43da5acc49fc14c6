from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.belief import HEDGE_WEIGHT, SYSTEMATIC_ERROR, belief, extractor_error, kind_error
from kg.view import Finding


def finding(
    document: str = "a",
    score: float = 0.8,
    hedged: bool = False,
    extractor: str = "x",
    source: str = "",
    kind: str = "text",
) -> Finding:
    return Finding(document, score, hedged, extractor, source or document, kind)


findings = st.lists(
    st.builds(
        finding,
        st.sampled_from("abcd"),
        st.sampled_from([0.3, 0.6, 0.9]),
        st.booleans(),
        st.sampled_from(["patterns-1", "pairs-1"]),
        st.sampled_from("ABC"),
        st.sampled_from(["news", "abstract", "preprint"]),
    ),
    max_size=6,
)


def test_belief_counts_the_best_evidence_of_a_document() -> None:
    assert belief([finding(score=0.8), finding(score=0.3)]) == belief([finding(score=0.8)]) == 0.76


def test_belief_rises_with_documents_up_to_the_systematic_error() -> None:
    beliefs = [belief([finding(str(n)) for n in range(count)]) for count in (1, 2, 5, 500)]
    assert beliefs == sorted(beliefs)
    assert beliefs[-1] == 1 - SYSTEMATIC_ERROR


def test_ten_copies_are_one_proof() -> None:
    copies = [finding(str(n), source="a") for n in range(10)]
    assert belief(copies) == belief([finding("a")]) < belief([finding(str(n)) for n in range(10)])


def test_news_are_never_believed_as_abstracts_are() -> None:
    many = {kind: belief([finding(str(n), kind=kind) for n in range(500)]) for kind in ("news", "abstract")}
    assert many == {"news": pytest.approx(0.95 * 0.85, abs=1e-4), "abstract": 0.95}


def test_an_abstract_puts_right_what_news_repeat() -> None:
    news = [finding(str(n), kind="news") for n in range(5)]
    assert belief([*news, finding("z", kind="abstract")]) > belief([*news, finding("z", kind="news")])


def test_belief_rises_with_a_second_extractor() -> None:
    assert belief([finding("a"), finding("b", extractor="y")]) > belief([finding("a"), finding("b")])


def test_a_source_that_two_extractors_read_counts_for_the_better() -> None:
    assert belief([finding(extractor="patterns-1"), finding(extractor="pairs-1")]) == 0.76


def test_belief_weighs_hedged_evidence() -> None:
    assert belief([finding(hedged=True)]) == belief([finding(score=0.8 * HEDGE_WEIGHT)])


def test_belief_of_nothing_is_zero() -> None:
    assert belief([]) == 0


def floor(error: float, doubts: list[float]) -> float:
    return error + (1 - error) * prod(doubts)


@given(findings.filter(lambda told: len({f.source for f in told}) == len(told)))
def test_belief_follows_the_formula(told: list[Finding]) -> None:
    doubts = []
    for extractor in {f.extractor for f in told}:
        read = [f for f in told if f.extractor == extractor]
        kinds = [
            floor(kind_error(kind), [1 - f.score * (0.5 if f.hedged else 1) for f in read if f.kind == kind])
            for kind in {f.kind for f in read}
        ]
        doubts.append(floor(extractor_error(extractor), kinds))
    assert belief(told) == pytest.approx(1 - prod(doubts), abs=1e-4)


@given(findings, st.sampled_from([0.3, 0.9]), st.sampled_from(["news", "abstract"]))
def test_another_source_never_lowers_belief(told: list[Finding], score: float, kind: str) -> None:
    assert belief([*told, finding("z", score, kind=kind)]) >= belief(told)


@given(findings, st.randoms())
def test_belief_does_not_depend_on_the_order(told: list[Finding], random: object) -> None:
    turned = list(told)
    random.shuffle(turned)  # type: ignore[attr-defined]
    assert belief(turned) == belief(told)
