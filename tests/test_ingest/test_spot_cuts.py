"""Where finds begin and end that the network cut in the middle of something."""

from __future__ import annotations

import pytest

from ingest.mention import Candidate, Kind, Spotted
from ingest.patterns.own import nowhere
from ingest.spot.cuts import well_cut
from kg.model import Entity, Span
from kg.vocabulary import Category


def cut(text: str, name: str, kind: Kind = Kind.GENE) -> list[str]:
    start = text.index(name)
    found = well_cut(text, [Spotted(Span(start, start + len(name)), kind, 0.9)], nowhere)
    return [one.span.of(text) for one in found]


@pytest.mark.parametrize(
    ("text", "name", "kept"),
    [
        pytest.param("the IL 3 receptor (IL-3R) fell", "IL 3 receptor (IL-3R", "IL 3 receptor", id="open"),
        pytest.param("given poly(A:U) twice", "poly(A:U", "poly(A:U)", id="within"),
        pytest.param("at sites -30 to +4) it bound", "sites -30 to +4)", "sites -30 to +4", id="closed"),
        pytest.param("TPA-induced MMP3 rose", "TPA-induced MMP3", "MMP3", id="cause"),
        pytest.param("the ZAP-induced complex", "ZAP-induced complex", "ZAP-induced complex", id="noun-behind"),
        pytest.param("Ca(2+) channels open", "Ca(2+) channels", "Ca(2+) channels", id="balanced"),
    ],
)  # fmt: skip
def test_finds_end_where_names_do(text: str, name: str, kept: str) -> None:
    assert cut(text, name) == [kept]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        pytest.param("SHP9-\u0394SH2 was made", "\u0394SH2", Kind.GENE, id="piece"),
        pytest.param("at 5-HT1Aand 5-HT7 receptors", "5-HT1Aand 5-HT7 receptors", Kind.GENE, id="joined"),
        pytest.param(
            "naive (TN) and memory T cells", "naive (TN) and memory T cells", Kind.CELL_TYPE, id="two-cells"
        ),
    ],
)
def test_pieces_and_two_at_once_are_no_names(text: str, name: str, kind: Kind) -> None:
    assert cut(text, name, kind) == []


def test_a_listed_name_keeps_its_first_word() -> None:
    text = "IFN-induced MX1 rose"
    listed = Candidate(Entity("HGNC:1", "MX1", Category.GENE), 0.9, "label")
    one = Spotted(Span(0, 15), Kind.GENE, 0.9)
    assert list(well_cut(text, [one], lambda name: (listed,))) == [one]
