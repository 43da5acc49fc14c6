"""Whether a name stands for itself, or only helps to name something else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.relate.heads import heads, of_things
from ingest.relate.lexis import rows
from ingest.relate.mask import mask
from ingest.relate.relator import CLASSIFIER, NAME, Relation
from kg.model import Span
from tests.claims import unmarked

LINES = rows("heads.tsv")


def left(
    marked: str,
    relation: str = "affects",
    *,
    turned: bool = False,
    kind: str = CLASSIFIER,
    negated: bool = False,
) -> list[str]:
    """What is left of a relation of the first name to the second, or turned round, as "relation | object"."""
    text, names = unmarked(marked)
    placed = [replace(name, place=Span(name.start, name.end)) for name in names]
    whole = Span(0, len(text))
    subject, object_ = (1, 0) if turned else (0, 1)
    one = Relation(subject, relation, object_, "activity", negated, False, 0.9, whole, Span(0, 1), kind)
    found = of_things([one], mask(text, placed), 0)
    return [f"{r.relation} | {text[names[r.object].start : names[r.object].end]} | {r.aspect}" for r in found]


def test_every_word_has_an_example() -> None:
    assert [line[0] for line in LINES if len(line) != 5 or f"[{line[4]}|" not in line[3]] == []
    assert len(heads()) == len(LINES)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[0])
def test_nothing_is_said_of_what_only_names_something_else(line: list[str]) -> None:
    assert left(line[3]) == []


def test_a_noun_that_passes_on_does_not_hinder() -> None:
    assert left("[IL-7|Gene] raised [BCL2|Gene] expression.") != []
    assert left("A [PKC|Gene] substrate in mice bound to [BCL2|Gene] and others.", kind=NAME) != []


@pytest.mark.parametrize(
    ("marked", "relation"),
    [
        pytest.param(
            "[Monocytes|Cell] carry receptors (ABR) for [histamine|Drug].", "produces", id="receptor-for"
        ),
        pytest.param(
            "[Asthma|Disease] was treated with an anti-[histamine|Drug] agent.", "affects", id="anti"
        ),
        pytest.param("[IL-7|Gene] came from [CD4|Gene]^(+) lymphocytes.", "affects", id="marker"),
        pytest.param(
            "[p63|Gene] opposes the [tumor|Disease] suppressor activity of others.", "inhibits", id="sign"
        ),
        pytest.param(
            "[IL-7|Gene] acts after [inhalation|BiologicalProcess] of silica.", "affects", id="way-in"
        ),
        pytest.param("[Amiloride|Drug] stops [Na+|ChemicalEntity]channels.", "inhibits", id="no-gap"),
        pytest.param("[K562|CellLine] [EPO|Gene] cells grew.", "expresses", id="line-with-a-gene"),
    ],
)
def test_words_beside_a_name_make_it_another(marked: str, relation: str) -> None:
    assert left(marked, relation) == []


def test_who_acts_against_something_is_not_that() -> None:
    assert left("[JAK2|Gene] inhibitors lower [IL-7|Gene].") == []
    assert left("[JAK2|Gene] inhibitors like [fedratinib|Drug].", "inhibits", turned=True) != []


def test_infection_with_something_is_no_disease_of_its_own() -> None:
    assert left("Human bocavirus [infection|Disease] lowers [IL-7|Gene].") == []
    assert left("Severe [infection|Disease] lowers [IL-7|Gene].") != []


@pytest.mark.parametrize(
    ("marked", "said"),
    [
        ("[IL-7|Gene] induced [phosphorylation|BiologicalProcess] of [STAT5|Gene].", "phosphorylation"),
        ("[IL-7|Gene] induced [STAT5|Gene] tyrosine [phosphorylation|BiologicalProcess].", "phosphorylation"),
    ],
)
def test_what_happens_to_a_protein_is_said_of_it(marked: str, said: str) -> None:
    _, names = unmarked(marked)
    process = next(i for i, name in enumerate(names) if name.entity == "phosphorylation")
    text, names = unmarked(marked)
    placed = mask(text, [replace(name, place=Span(name.start, name.end)) for name in names])
    whole = Span(0, len(text))
    one = Relation(0, "activates", process, "activity", False, False, 0.9, whole, Span(0, 1), CLASSIFIER)
    (moved,) = of_things([one], placed, 0)
    assert (names[moved.object].entity, moved.relation, moved.aspect) == ("stat5", "activates", said)


def test_expression_of_an_unknown_gene_is_not_that_of_all() -> None:
    assert left("[IL-7|Gene] raised HIV-2 [gene expression|BiologicalProcess].", "activates") == []
    assert left("[IL-7|Gene] raised STAT5-dependent [gene expression|BiologicalProcess].", "activates") != []
    assert left("[IL-7|Gene] raised [gene expression|BiologicalProcess].", "activates") != []
