"""Sentences of whose names nothing can be said are not parsed."""

from __future__ import annotations

from itertools import product

import pytest

from ingest.relate.arguments import Argument
from ingest.relate.compose import _PLAIN, compose
from ingest.relate.groups import GROUP_OF
from ingest.relate.lexis import SIGN
from ingest.relate.pairs.meaning import meaning
from ingest.relate.pairs.opinion import Claimed
from ingest.relate.ways import patterns
from ingest.relate.worth import can_relate, is_worth_parsing
from kg.model import Entity
from kg.vocabulary import Aspect, Category

IL2, TNF = Entity("HGNC:6001", "IL2", Category.GENE), Entity("HGNC:11892", "TNF", Category.GENE)
LIVER, FEVER = (
    Entity("UBERON:0002107", "liver", Category.ANATOMY),
    Entity("HP:0001945", "Fever", Category.PHENOTYPE),
)
MOUSE = Entity("NCBITaxon:10090", "Mus musculus", Category.TAXON)
ASPECTS = (None, *Aspect)
EFFECTS = ("", "up", "down", "increase", "loss", "gain", "induce")
NEVER = [pair for pair in product(Category, repeat=2) if Category.TAXON not in pair and not can_relate(*pair)]


@pytest.mark.parametrize(
    ("here", "before", "text", "worth"),
    [
        pytest.param([], [IL2, TNF], "It rose.", False, id="no name"),
        pytest.param([IL2, TNF], [], "IL-2 and TNF rose.", True, id="two"),
        pytest.param([IL2, IL2], [], "IL-2, or interleukin 2.", False, id="one entity twice"),
        pytest.param([LIVER, FEVER], [], "Fever and the liver.", False, id="a place of a condition"),
        pytest.param([LIVER, IL2], [], "IL-2 in the liver.", True, id="a place of a molecule"),
        pytest.param([IL2, MOUSE], [], "IL-2 of mice.", False, id="species are not masked"),
        pytest.param([IL2], [TNF], "IL-2 fell.", False, id="takes nothing up"),
        pytest.param([IL2], [TNF], "IL-2 raised this cytokine.", True, id="takes one up"),
        pytest.param([IL2], [IL2], "IL-2 raised this cytokine.", False, id="takes itself up"),
        pytest.param([LIVER], [IL2, TNF], "It raised the liver's.", True, id="takes two up"),
    ],
)
def test_worth_parsing_if_two_things_can_be_joined(
    here: list[Entity], before: list[Entity], text: str, worth: bool
) -> None:
    assert is_worth_parsing(text, here, before) is worth


def test_can_relate_is_symmetric() -> None:
    assert all(can_relate(*pair) == can_relate(*reversed(pair)) for pair in product(Category, repeat=2))


@pytest.mark.parametrize("pair", NEVER, ids=lambda pair: "-".join(c.name.lower() for c in pair))
def test_can_relate_denies_only_what_no_rule_says(pair: tuple[Category, Category]) -> None:
    for effect, aspect, inner, sign in product((*_PLAIN, *SIGN, "affect", "role"), ASPECTS, EFFECTS, (1, -1)):
        side = Argument(0, 0, aspect, sign, inner)
        assert compose(effect, Argument(1, 1), pair[0], side, pair[1]) is None
    for claim, aspect, cue in product(Claimed, ASPECTS, ("", "secrete", "produce", "prevent", "induce")):
        assert meaning(claim, *pair, aspect, cue, "increase") is None
    groups = {GROUP_OF[category] for category in pair}
    assert not any(groups <= pattern.first | pattern.second for pattern in patterns())


def test_can_relate_denies_some() -> None:
    assert (Category.ANATOMY, Category.DISEASE) in NEVER
