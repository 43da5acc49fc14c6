"""How likely a strict reader lets a name pass, and how the trees that say so are grown."""

from __future__ import annotations

import math
from functools import partial
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.extract import Extractor
from ingest.linking.ranker import Trees, read_trees
from ingest.linking.train.crosswise import crosswise, tenths
from ingest.linking.trust import FEATURES, PACKAGED, features, trust
from ingest.mention import Basis, Candidate, Recognised
from ingest.weigh import Context
from kg.errors import LexiconError
from kg.model import Document, Entity, Span
from kg.vocabulary import Category

TRAIN = resources.files("ingest.linking.train")


def _trusted(extractor: Extractor, text: str) -> dict[str, float]:
    names, _ = extractor.names(Document("x", text))
    chances = trust(text, names, range(len(names)))
    return {name.span.of(text): float(chance) for name, chance in zip(names, chances, strict=True)}


@pytest.mark.parametrize(
    ("text", "surer", "less"),
    [
        (
            "Nivolumab was given against breast cancer and metastatic breast carcinoma-like XQ-12.",
            "Nivolumab",
            "XQ-12",
        ),
        ("IL-6 was raised, and so was the type IV pilin-like protein.", "IL-6", "type IV pilin-like protein"),
        ("Chemotherapy was given beside critical care.", "Chemotherapy", "critical care"),
    ],
)
def test_plain_names_are_trusted_more(text: str, surer: str, less: str, extractor: Extractor) -> None:
    chances = _trusted(extractor, text)
    assert chances[surer] > 0.85
    assert less not in chances or chances[less] < chances[surer] - 0.1


def test_features_are_of_the_names_at_these_positions(extractor: Extractor) -> None:
    text = "IL-6 activates STAT3 in macrophages."
    names, _ = extractor.names(Document("x", text))
    assert len(names) == 3
    both = features(text, names, [0, 2])
    assert both.shape == (2, len(FEATURES))
    assert np.isfinite(both).all()
    assert (both[1] == features(text, names, [2])[0]).all()
    assert features(text, names, []).shape == (0, len(FEATURES))
    assert trust(text, names, []).shape == (0,)
    held = dict(zip(FEATURES, both[1], strict=True))
    assert (held["is CELL"], held["is GENE"], held["in CL"], held["own"]) == (1, 0, 1, 0)
    assert held["characters"] == pytest.approx(math.log(len("macrophages")))
    assert held["end behind"] == 1


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=60), st.data())
def test_trust_is_a_probability_whatever_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    label = data.draw(st.text(min_size=1, max_size=20))
    entity = Entity(data.draw(st.sampled_from(("HGNC:1", "litkg:gene.x", "MESH:D1"))), label, Category.GENE)
    basis = data.draw(st.sampled_from((None, Basis(), Basis("label", 0.9, 1, 3, 4, True, True, True))))
    names = [Recognised(Span(start, end), (Candidate(entity, 0.5, "", basis),))]
    (chance,) = trust(text, names, [0])
    assert 0 < chance < 1


def test_a_score_is_what_is_said_times_both_trusts_to_a_power(extractor: Extractor) -> None:
    document = Document("x", "Nivolumab blocks PD-1 on T cells.")
    names, sentences, relations = extractor.read(document)
    relation = next(r for r in relations if r.relation == "inhibits")
    context = Context(relations, names, sentences, document)
    both = trust(document.text, names, [relation.subject, relation.object])
    assert context.trust(relation) == pytest.approx((both[0] * both[1]) ** 0.75)


@pytest.mark.parametrize("size", [0, 500, 15_000])
def test_damaged_trees_are_named(size: int, tmp_path: Path) -> None:
    path = tmp_path / "trust.npz"
    path.write_bytes(PACKAGED.read_bytes()[:size])
    with pytest.raises(LexiconError, match=r"trust\.npz: no readable trees"):
        read_trees(path)
    with pytest.raises(LexiconError, match="no readable trees"):
        read_trees(tmp_path / "missing.npz")


def test_trees_come_back_as_they_were_written(tmp_path: Path) -> None:
    one = Trees(
        np.array([[1, 0, 0]], dtype=np.int32),
        np.array([[0.5, 0.0, 0.0]]),
        np.array([[1, 1, 2]], dtype=np.int32),
        np.array([[2, 1, 2]], dtype=np.int32),
        np.array([[0.0, -1.0, 2.0]]),
        0.25,
        1,
    )
    np.savez_compressed(tmp_path / "trees.npz", **one.arrays("trees"))  # type: ignore[arg-type]
    again = read_trees(tmp_path / "trees.npz")
    rows = np.array([[9.0, 0.4], [9.0, 0.6]])
    assert again.log_odds(rows).tolist() == one.log_odds(rows).tolist() == [-0.75, 2.25]


def test_packaged_names_were_judged() -> None:
    from ingest.linking.train.trust import verdicts

    with resources.as_file(TRAIN / "judged.tsv") as path:
        found = [right for told in verdicts(path).values() for right in told.values()]
    assert len(found) > 50_000
    assert 0.85 < sum(found) / len(found) < 0.95


@pytest.mark.parametrize("line", ["x\t0\t4\tGENE\tHGNC:1\t2\t-", "x\t0\t4\tGENE\tHGNC:1\t1"])
def test_verdicts_name_the_line_that_is_none(line: str, tmp_path: Path) -> None:
    from ingest.linking.train.trust import verdicts

    path = tmp_path / "judged.tsv"
    path.write_text(f"document\tstart\tend\tcategory\tentity\tright\twhy\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"judged\.tsv, line 2: no verdict"):
        verdicts(path)


def test_trees_are_grown_on_names_that_are_still_linked_so(
    extractor: Extractor, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("sklearn")
    from ingest.linking.train.trust import ALONE, grow, judged, report, reputes, trusted

    texts = [f"Study {n}: IL-6 activates STAT3, and WQZ{n} is there, too." for n in range(60)]
    articles = [Document(str(n), text) for n, text in enumerate(texts)]
    given = {}
    for document in articles:
        names, _ = extractor.names(document)
        given[document.id] = {
            (str(n.span.start), str(n.span.end), n.best.entity.category.name, n.best.entity.id): n.linked
            for n in names
        }
    given["0"] = {("0", "5", "GENE", "HGNC:1"): True}
    rows = list(judged(given, articles, extractor, reputes(given, articles)))
    assert {row.document for row in rows} == {str(n) for n in range(1, 60)}
    assert [row.weight for row in rows if row.document == "1"] == [1.0] * 3 + [ALONE] * 3
    chances = crosswise(rows, lambda known: partial(trusted, grow(known)))
    right = np.array([row.right for row in rows])
    assert chances[right].mean() > chances[~right].mean() + 0.5
    report(rows, chances)
    assert "a right name is trusted more than a wrong one in 0.9" in capsys.readouterr().out
    assert grow(rows).log_odds(np.array([rows[0].values])).shape == (1,)


def test_tenths_say_how_far_chances_are_from_shares() -> None:
    error, found = tenths([0.15, 0.15, 0.95, 1.0], [True, False, True, True])
    assert found == [(0.1, 2, 0.15, 0.5), (0.9, 2, 0.975, 1.0)]
    assert error == pytest.approx((2 * 0.35 + 2 * 0.025) / 4)
    assert tenths([], []) == (0.0, [])
