"""Whether a name is only a piece of what the sentence speaks of."""

from __future__ import annotations

import pytest

from tests.test_ingest.test_heads import left


@pytest.mark.parametrize(
    ("marked", "relation"),
    [
        pytest.param("The [GATA1|Gene] promoter drove [luciferase|Gene].", "activates", id="promoter"),
        pytest.param("A [MYD88|Gene] mutant lowered [IL-8|Gene].", "inhibits", id="mutant"),
        pytest.param("Two [HIF1A|Gene] inducers raised [VEGF|Gene].", "activates", id="inducer"),
        pytest.param("A [peroxide|ChemicalEntity] scavenger lowers [IL-8|Gene].", "inhibits", id="scavenger"),
        pytest.param("[DRD1|Gene] dopamine agonists cause [nausea|Disease].", "causes", id="transmitter"),
        pytest.param(
            "[Pollen|ChemicalEntity]-specific antibodies limit [asthma|Disease].", "treats", id="specific"
        ),
        pytest.param("A low [zinc|ChemicalEntity] diet raised [IL-8|Gene].", "activates", id="low"),
        pytest.param(
            "Low [zinc|ChemicalEntity], high starch diets slow [growth|BiologicalProcess].",
            "inhibits",
            id="low-and-high",
        ),
        pytest.param("A low sodium [diet|Treatment] lowers [renin|Gene].", "inhibits", id="diet"),
        pytest.param("The Nordic [diet|Treatment] lowers [renin|Gene].", "inhibits", id="diet-of-a-region"),
        pytest.param("HSV [IgM|Gene] goes with [meningitis|Disease].", "associated_with", id="antibodies"),
        pytest.param("[IL-7|Gene] helps CD33-CAR [T cells|Cell].", "activates", id="car"),
        pytest.param("[IL-7|Gene] improves the response to [cisplatin|Drug].", "activates", id="response"),
        pytest.param(
            "[Beetroot|Drug] lowers the energy cost of [running|BiologicalProcess].", "inhibits", id="cost"
        ),
        pytest.param("[Stroke|Disease] is a cause of [heart|Disease] deaths.", "causes", id="deaths"),
    ],
)
def test_a_piece_of_a_name_is_not_what_is_meant(marked: str, relation: str) -> None:
    assert left(marked, relation) == []


@pytest.mark.parametrize(
    ("marked", "relation"),
    [
        pytest.param("[IL-7|Gene] activates the [GATA1|Gene] promoter.", "activates", id="aim"),
        pytest.param("The [GATA1|Gene] promoter binds [SP1|Gene].", "binds", id="bound"),
        pytest.param(
            "[Zinc|ChemicalEntity] in a low starch diet raised [IL-8|Gene].", "activates", id="other-food"
        ),
        pytest.param(
            "Low [zinc|ChemicalEntity] intake is seen in [asthma|Disease].", "associated_with", id="seen"
        ),
        pytest.param("[Diet|Treatment] and exercise lower [renin|Gene].", "inhibits", id="any-diet"),
        pytest.param("Serum [IgM|Gene] falls in [asthma|Disease].", "associated_with", id="any-antibody"),
        pytest.param("[Stroke|Disease] is a cause of [dementia|Disease].", "causes", id="disease"),
    ],
)
def test_a_whole_name_keeps_what_is_said(marked: str, relation: str) -> None:
    assert left(marked, relation) != []


def test_what_hindered_cells_do_not_do_is_not_said_of_all() -> None:
    assert left("Exhausted CD8+ [T cells|Cell] do not make [IL-2|Gene].", "produces", negated=True) == []
    assert left("Exhausted CD8+ [T cells|Cell] make [IL-10|Gene].", "produces") != []
    assert left("Human [T cells|Cell] do not make [IL-9|Gene].", "produces", negated=True) != []
