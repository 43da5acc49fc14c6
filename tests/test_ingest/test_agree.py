"""Whether the finds of one document agree with one another."""

from __future__ import annotations

import pytest

from ingest.language import find_abbreviations
from ingest.mention import Kind, Spotted
from ingest.spot.agree import agree, settle
from kg.model import Span


def spotted(text: str, name: str, kind: Kind, probability: float = 0.9, place: int = 0) -> Spotted:
    """The name at one of its places in the text, counted from 0."""
    start = -1
    for _ in range(place + 1):
        start = text.index(name, start + 1)
    return Spotted(Span(start, start + len(name)), kind, probability)


def read(text: str, *found: Spotted) -> list[tuple[str, int, Kind]]:
    return [(s.span.of(text), s.span.start, s.kind) for s in agree(text, found, find_abbreviations(text))]


def test_agree_drops_what_is_not_probable() -> None:
    text = "Lead was found."
    assert read(text, spotted(text, "Lead", Kind.CHEMICAL, 0.2)) == []


def test_agree_gives_a_short_form_the_kind_of_its_long_form_everywhere() -> None:
    text = "Cyclophosphamide (CP) was given. CP helped; CPs did too."
    found = read(
        text,
        spotted(text, "Cyclophosphamide", Kind.CHEMICAL),
        spotted(text, "CP", Kind.DISEASE, 0.5),
    )
    assert found == [
        ("Cyclophosphamide", 0, Kind.CHEMICAL),
        ("CP", 18, Kind.CHEMICAL),
        ("CP", 33, Kind.CHEMICAL),
        ("CPs", 44, Kind.CHEMICAL),
    ]


def test_agree_leaves_a_sure_find_its_kind() -> None:
    text = "von Hippel-Lindau disease (VHL) and the VHL gene"
    found = read(
        text,
        spotted(text, "von Hippel-Lindau disease", Kind.DISEASE),
        spotted(text, "VHL", Kind.DISEASE),
        spotted(text, "VHL", Kind.GENE, 0.97, place=1),
    )
    assert [kind for *_, kind in found] == [Kind.DISEASE, Kind.DISEASE, Kind.GENE]


def test_agree_settles_a_doubtful_kind_by_the_other_places() -> None:
    text = "GALC fell. GALC rose."
    found = read(
        text, spotted(text, "GALC", Kind.GENE, 0.9), spotted(text, "GALC", Kind.CHEMICAL, 0.5, place=1)
    )
    assert [kind for *_, kind in found] == [Kind.GENE, Kind.GENE]


@pytest.mark.parametrize(
    ("sure", "places"),
    [pytest.param(0.9, 3, id="at-the-other-places"), pytest.param(0.6, 2, id="not-if-never-sure")],
)
def test_agree_finds_a_name_at_all_its_places(sure: float, places: int) -> None:
    text = "Foxin fell. Foxin rose. We saw Foxin, not foxinine or Foxins2."
    found = read(text, *(spotted(text, "Foxin", Kind.GENE, sure, place) for place in (0, 1)))
    assert [start for _, start, _ in found] == [0, 12, 31][:places]


def test_agree_does_not_spread_a_name_found_at_few_places() -> None:
    text = "lead lead lead lead lead"
    assert len(read(text, spotted(text, "lead", Kind.CHEMICAL))) == 1


@pytest.mark.parametrize(
    ("outer", "inner", "kept"),
    [
        pytest.param(Kind.DISEASE, Kind.ANATOMY, 1, id="organ-in-disease"),
        pytest.param(Kind.GENE, Kind.CHEMICAL, 1, id="chemical-in-gene"),
        pytest.param(Kind.PROCESS, Kind.CHEMICAL, 2, id="chemical-in-process"),
        pytest.param(Kind.CELL_TYPE, Kind.DISEASE, 2, id="disease-in-cell"),
        pytest.param(Kind.CELL_TYPE, Kind.ANATOMY, 1, id="organ-in-cell"),
    ],
)
def test_settle_keeps_inside_a_name_what_stands_for_itself(outer: Kind, inner: Kind, kept: int) -> None:
    assert len(settle([Spotted(Span(0, 10), outer, 0.6), Spotted(Span(0, 4), inner, 0.9)])) == kept


def test_settle_keeps_nothing_that_crosses_a_border() -> None:
    names = [Spotted(Span(0, 10), Kind.PROCESS, 0.6), Spotted(Span(8, 14), Kind.GENE, 0.9)]
    assert settle(names) == (names[0],)


@pytest.mark.parametrize(
    ("text", "thing", "kept"),
    [
        pytest.param("IL-10 production", "IL-10", ["IL-10"], id="aspect-of-a-gene"),
        pytest.param("lipid metabolism", "lipid", ["lipid metabolism", "lipid"], id="process"),
    ],
)
def test_agree_takes_no_aspect_for_a_process(text: str, thing: str, kept: list[str]) -> None:
    found = read(text, spotted(text, text, Kind.PROCESS), spotted(text, thing, Kind.CHEMICAL))
    assert [name for name, *_ in found] == kept


def test_agree_leaves_a_sure_short_form_no_other_kind_than_that_of_its_long_form() -> None:
    text = "Survival of cHL patients. Classic Hodgkin lymphoma (cHL) is rare."
    found = read(
        text,
        spotted(text, "cHL", Kind.GENE, 0.99),
        spotted(text, "Classic Hodgkin lymphoma", Kind.DISEASE),
        spotted(text, "cHL", Kind.DISEASE, 0.8, place=1),
    )
    assert {kind for *_, kind in found} == {Kind.DISEASE}


def test_agree_takes_no_short_form_for_a_name_whose_long_form_is_none() -> None:
    text = "The bispectral index (BIS) fell; BIS rose."
    assert read(text, spotted(text, "BIS", Kind.GENE), spotted(text, "BIS", Kind.GENE, place=1)) == []


def test_agree_asks_what_a_long_form_is_known_as_that_the_network_does_not_find() -> None:
    text = "In vitro fertilization (IVF) helped."
    found = agree(
        text,
        [spotted(text, "IVF", Kind.DISEASE)],
        find_abbreviations(text),
        lambda long, short, kind: Kind.CHEMICAL if long == "In vitro fertilization" else None,
    )
    assert [one.kind for one in found] == [Kind.CHEMICAL]


def test_agree_leaves_short_forms_alone_whose_long_form_ends_in_a_name_of_something_else() -> None:
    text = "The gene deleted in colorectal cancer (DCC) was lost; DCC fell."
    found = read(
        text,
        spotted(text, "colorectal cancer", Kind.DISEASE),
        spotted(text, "DCC", Kind.GENE, 0.9),
        spotted(text, "DCC", Kind.GENE, 0.9, place=1),
    )
    assert [kind for *_, kind in found] == [Kind.DISEASE, Kind.GENE, Kind.GENE]
