"""Names in any text, however bad: right offsets, bounded time, no crash."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.language import Language
from ingest.lexicon import Lexicon
from ingest.mention import Kind, Spotted
from ingest.spot.network import Network
from ingest.spot.spotter import spot
from ingest.spot.tokens import tokens
from tests.timing import seconds

Spot = Callable[[str], tuple[Spotted, ...]]
Check = Callable[[str, tuple[Spotted, ...]], None]
PROSE = "Clever-1 on macrophages inhibits CD8+ T cells in patients with melanoma. "


@pytest.fixture(scope="module")
def find(lexicon: Lexicon, language: Language) -> Spot:
    network = Network.open()
    return lambda text: spot(text, language.sentences(text), tuple(lexicon.match(text)), network)


@pytest.fixture(scope="module")
def check(language: Language) -> Check:
    """Checks that each name begins and ends with a token of its sentence, and that they are in order."""

    def run(text: str, names: tuple[Spotted, ...]) -> None:
        read = [token for start, end in language.sentences(text) for token in tokens(text, start, end)]
        starts, ends = {start for _, start, _ in read}, {end for *_, end in read}
        assert all(name.span.start in starts and name.span.end in ends for name in names)
        assert all(name.span.start < name.span.end for name in names)
        assert all(0 <= name.probability <= 1.0001 for name in names)
        assert [name.span.start for name in names] == sorted(name.span.start for name in names)

    return run


def test_spot_finds_names(find: Spot) -> None:
    found = {(name.span.of(PROSE), name.kind) for name in find(PROSE)}
    assert {("Clever-1", Kind.GENE), ("macrophages", Kind.CELL_TYPE), ("melanoma", Kind.DISEASE)} <= found


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param(" \n\t ", id="white-space"),
        pytest.param("A" * 200_000, id="one-word"),
        pytest.param("IL-6/TNF-α," * 2_000, id="without-a-space"),
        pytest.param(PROSE.upper() * 3, id="all-caps"),
        pytest.param("\U0001f9ec IL-6 \U0001f468\u200d\U0001f52c in mice \U0001f42d.", id="emoji"),
        pytest.param("The proteı\u0301n TGF\u2011β\u0302 was ra\u0308ised.", id="combining-characters"),
        pytest.param("IL-6\x00\x07\x1b[31m TNF\x85\u2028p53\ufeff \ud800 x", id="control-characters"),
        pytest.param("肿瘤坏死因子 и интерлейкин-6 في الخلايا IL-6 ใน เซลล์", id="other-scripts"),
        pytest.param("+-/%&()[]{}<>=,.;:" * 200, id="signs"),
        pytest.param("0123456789 " * 500, id="digits"),
        pytest.param("a\n\n" * 500, id="paragraphs"),
    ],
)
def test_spot_gives_true_offsets_in_bad_input(find: Spot, check: Check, text: str) -> None:
    check(text, find(text))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(["IL-6", "T cells", "melanoma", ".", "é", "\u0301", "\U0001f9ec", "\x00", "\n", "細"])
        | st.text(max_size=8),
        max_size=30,
    )
)
def test_spot_gives_true_offsets_in_any_text(find: Spot, check: Check, parts: list[str]) -> None:
    text = " ".join(parts)
    check(text, find(text))


@pytest.mark.parametrize(
    "unit", [pytest.param("IL-6/TNF-α,", id="without-a-space"), pytest.param(PROSE, id="prose"), "x", "細"]
)
def test_spot_takes_time_in_proportion_to_the_text(find: Spot, check: Check, unit: str) -> None:
    def spent(characters: int) -> float:
        text = (unit * (characters // len(unit) + 1))[:characters]
        check(text, find(text))
        return seconds(lambda: find(text), tries=2)

    spent(5_000)
    assert spent(80_000) < 10 * spent(20_000) + 0.5  # four times as much, and room for chance


def test_spot_of_a_document_does_not_depend_on_what_was_read_before(find: Spot) -> None:
    first = find(PROSE)
    find("TP53 and BRCA1. " * 40)
    assert find(PROSE) == first
