"""Which names a text holds: overlaps, names inside names, and what the graph remembers of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.language import Language
from ingest.lexicon import Lexicon
from ingest.mention import Candidate, Recognised
from ingest.recognise import Recogniser, longest, mention_of
from kg.model import Entity, Span
from kg.vocabulary import Category

Recognise = Callable[[str], tuple[Recognised, ...]]


@pytest.fixture(scope="module")
def recognise(lexicon: Lexicon, language: Language) -> Recognise:
    recogniser = Recogniser.open(lexicon)
    return lambda text: recogniser.recognise(text, language.sentences(text))


def at(start: int, end: int, score: float = 0.9, *, inner: tuple[Span, ...] = ()) -> Recognised:
    entity = Entity(f"HGNC:{start}{end}", "X", Category.GENE)
    return Recognised(Span(start, end), (Candidate(entity, score, "label"),), inner)


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        pytest.param([at(0, 4), at(0, 9)], [(0, 9)], id="longer-wins"),
        pytest.param([at(0, 4, 0.5), at(0, 4, 0.8)], [(0, 4)], id="one-a-place"),
        pytest.param([at(0, 6), at(4, 10, 0.95)], [(4, 10)], id="of-equal-length-the-surer"),
        pytest.param([at(0, 6), at(6, 12)], [(0, 6), (6, 12)], id="neighbours-stay"),
        pytest.param([at(0, 3), at(2, 8), at(7, 9)], [(2, 8)], id="chain"),
    ],
)
def test_longest_settles_overlaps(given_: list[Recognised], kept: list[tuple[int, int]]) -> None:
    assert sorted((n.span.start, n.span.end) for n in longest(given_)) == kept


def test_longest_prefers_the_better_link() -> None:
    (kept,) = longest([at(0, 4, 0.5), at(0, 4, 0.8)])
    assert kept.best.score == 0.8


def test_longest_yields_to_a_longer_rival() -> None:
    assert longest([at(0, 4)], among=[at(0, 9)]) == []
    assert longest([at(0, 9)], among=[at(0, 9), at(2, 4)]) == [at(0, 9)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("IL-6 binds IL6R.", ["IL-6 HGNC:6018", "IL6R HGNC:6019"], id="genes"),
        pytest.param(
            "An anti-PD-1 antibody.",
            ["anti-PD-1 antibody litkg:drug.anti-pdcd1-antibody", "PD-1 HGNC:8760"],
            id="target-inside-agent",
        ),
        pytest.param(
            "LYVE-1+ macrophages",
            ["LYVE-1+ macrophages litkg:cell.lyve-1-pos-macrophage"],
            id="marker-swallowed",
        ),
        pytest.param("CD8+ T cells", ["CD8+ T cells CL:0000625"], id="listed-marked-cell"),
        pytest.param(
            "Patients had transarterial chemoembolization (TACE); TACE helps in melanoma.",
            [
                "Patients NCBITaxon:9606",
                "transarterial chemoembolization litkg:treatment.transarterial-chemoembolization",
                "TACE litkg:treatment.transarterial-chemoembolization",
                "TACE litkg:treatment.transarterial-chemoembolization",
                "melanoma MONDO:0005105",
            ],
            id="veto",
        ),
        pytest.param(
            "Platelet-activating factor rose.", ["Platelet-activating factor CHEBI:44811"], id="no-gene"
        ),
        pytest.param(
            "The Rating Scale of Moods in Dementia (RSMD): RSMD rose.", ["Dementia MONDO:0001627"], id="scale"
        ),
        pytest.param(
            "The trial Zinc for Asthma (ZIFA): ZIFA ended.",
            ["Zinc UNII:J41CSQ7QDS", "Asthma MONDO:0004979"],
            id="trial",
        ),
        pytest.param(
            "A pervasive developmental disorder-not otherwise specified (PDD-NOS) is PDD-NOS.",
            ["pervasive developmental disorder MONDO:0000594"],
            id="half-of-a-short-form",
        ),
        pytest.param("soluble CD14 rose", ["soluble CD14 litkg:gene.soluble-cd14"], id="soluble"),
        pytest.param(
            "The protein Foo-3 rose; Foo-3 fell.",
            ["Foo-3 litkg:gene.foo-3", "Foo-3 litkg:gene.foo-3"],
            id="introduced",
        ),
        pytest.param("As shown in Fig 2, we met on Day 3.", [], id="nothing"),
        pytest.param("", [], id="empty"),
    ],
)
def test_recognise_finds_names(text: str, expected: list[str], recognise: Recognise) -> None:
    assert [f"{n.span.of(text)} {n.best.entity.id}" for n in recognise(text)] == expected


@pytest.mark.parametrize("text", ["anti-inflammatory drugs", "COVID-19", "siRNA", "IgG1", "Fig 2"])
def test_recognise_makes_no_gene_or_agent_of_common_words(text: str, recognise: Recognise) -> None:
    for name in recognise(f"We saw {text} in the data."):
        assert not name.best.entity.id.startswith(("HGNC:", "litkg:"))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("We measured drug administration, oral intake and weight.", id="route"),
        pytest.param("They looked at stem cells, differentiation was slow.", id="turned-round"),
        pytest.param("Each was given as a subcutaneous injection.", id="heading-for-a-route"),
    ],
)
def test_recognise_takes_no_words_turned_round_or_ways_of_giving(text: str, recognise: Recognise) -> None:
    found = [name.span.of(text) for name in recognise(text)]
    assert [one for one in found if ", " in one or "injection" in one] == []


@pytest.mark.parametrize("cell", ["CD4- T cells", "CD8- T cells"])
def test_recognise_does_not_take_a_negative_cell_for_the_positive_one(
    cell: str, recognise: Recognise
) -> None:
    (name,) = recognise(f"{cell} were seen.")
    assert name.best.entity.id not in ("CL:0000624", "CL:0000625")


@settings(max_examples=60, deadline=None)
@given(
    text=st.lists(
        st.sampled_from(
            [
                *"()/,-. ",
                "anti-",
                "PD-1",
                "IL-6",
                "s",
                "CD8+",
                "T cells",
                "inhibitors",
                "soluble",
                "BRAF",
                "V600E",
                "and",
                "protein",
                "Foo-3",
                "β",
                "😀",
            ]
        )
    ).map("".join)
)
def test_recognise_gives_ordered_spans_that_nest_only_on_purpose(text: str, recognise: Recognise) -> None:
    names = recognise(text)
    assert list(names) == sorted(names, key=lambda n: (n.span.start, -n.span.end))
    assert all(0 < n.best.score <= 1 and n.span.end <= len(text) for n in names)
    inner = {span for name in names for span in name.inner}
    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            assert not one.span.overlaps(other.span) or other.span in inner or one.span in inner


def test_mention_of_keeps_the_surface_and_the_reason() -> None:
    name = at(3, 7, 0.912345)
    mention = mention_of(name, "An IL-6 test")
    assert (mention.text, mention.span, mention.score) == ("IL-6", Span(3, 7), 0.9123)
    assert (mention.entity, mention.category, mention.reason) == ("HGNC:37", Category.GENE, "label")


@pytest.mark.parametrize("text", ["Pfizer tests it.", "Sanofi bought it.", "Foobixin Therapeutics makes it."])
def test_recognise_takes_no_company_for_what_it_makes(text: str, recognise: Recognise) -> None:
    assert [name.span.of(text) for name in recognise(text)] == []
