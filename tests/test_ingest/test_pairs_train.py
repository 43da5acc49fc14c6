"""What the classifier of pairs learns from, and that it is packaged as it was trained."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zstandard

from ingest.language import Language
from ingest.relate.pairs.network import CONVENTION, FILES, PACKAGED, PairNetwork, Vocabulary, vectors_of
from ingest.relate.pairs.opinion import CLAIMS, Claimed, Opinion
from ingest.relate.pairs.train.examples import Example, examples
from ingest.relate.pairs.train.labels import claimed, is_left_out
from ingest.relate.pairs.train.silver import Teachers, annotators
from ingest.spot.network import Network

TEXT = "IL-6 activates STAT3 in glioma. TNF did not bind STAT3. Mice were fed."


def entity(key: str, name: str, type_: str, at: int = 0) -> dict[str, Any]:
    start = TEXT.index(name, at)
    return {"id": key, "start": start, "end": start + len(name), "text": name, "type": type_}


ENTITIES = [
    entity("T1", "IL-6", "Gene_or_gene_product"),
    entity("T2", "STAT3", "Gene_or_gene_product"),
    entity("T3", "glioma", "Cancer"),
    entity("T4", "TNF", "Gene_or_gene_product"),
    entity("T5", "STAT3", "Gene_or_gene_product", 30),
]
RELATIONS = [
    {"type": "Positive_regulation", "head": "T1", "tail": "T2", "net_sign": "+"},
    {"type": "Binding", "head": "T4", "tail": "T5", "negated": True},
]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "bionlp13pc.train.jsonl.zst"
    record = {"id": "1", "text": TEXT, "entities": ENTITIES, "relations": RELATIONS}
    path.write_bytes(zstandard.compress((json.dumps(record) + "\n").encode()))
    return path


@pytest.fixture
def taught(corpus: Path, language: Language) -> list[Example]:
    return list(examples(corpus, "pc", language))


def test_examples_are_the_pairs_of_types_that_the_corpus_relates(taught: list[Example]) -> None:
    assert [[label.claim for label in example.labels] for example in taught] == [
        [Claimed.RAISES],
        [Claimed.BINDS],
    ]


def test_labels_have_direction_and_denial_where_the_corpus_says_so(taught: list[Example]) -> None:
    raised, bound = (example.labels[0] for example in taught)
    assert (raised.forward, raised.negated) == (True, False)
    assert (bound.forward, bound.negated) == (None, True)


@pytest.mark.parametrize(
    ("type_", "sign", "claim"),
    [
        ("CPR:4", "-", Claimed.LOWERS),
        ("Regulation", "?", Claimed.CHANGES),
        ("Regulation", "+", Claimed.RAISES),
        ("Association", None, Claimed.GOES_WITH),
        ("Binding", None, Claimed.BINDS),
        ("Transport:Theme-ToLoc", None, Claimed.HOLDS),
        ("SUBSTRATE", None, Claimed.CONVERTS),
    ],
)
def test_relations_of_corpora_are_claims(type_: str, sign: str | None, claim: Claimed) -> None:
    assert claimed({"type": type_, "net_sign": sign}) is claim


def test_a_protein_and_its_own_site_are_no_pair() -> None:
    assert is_left_out({"type": "Binding:Theme-Site"})
    assert not is_left_out({"type": "Binding"})


def test_the_package_says_what_was_trained(taught: list[Example], tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    pytest.importorskip("onnx")
    from ingest.relate.pairs.train.__main__ import package, tables, train
    from ingest.relate.pairs.train.model import arrays

    vectors = Network.open().vectors
    vocabulary = Vocabulary(tables(taught))
    model = train(taught, vocabulary, vectors, epochs=2, minutes=1)
    package(model, vocabulary, tmp_path)
    seen, pairs = [e.seen for e in taught], [e.pairs for e in taught]
    conventions = [["pc"], [""]]
    inputs, texts = arrays(vocabulary, seen, pairs, conventions)
    inputs["vectors"] = vectors_of(texts, vectors)
    with torch.no_grad():
        wanted = model({name: torch.from_numpy(array) for name, array in inputs.items()}).numpy()
    found = [opinions[0] for opinions in PairNetwork(vectors, tmp_path).read(seen, pairs, conventions)]
    claims = np.exp(wanted[:, : len(CLAIMS)])
    claims /= claims.sum(axis=1, keepdims=True)
    assert np.array([opinion.claims for opinion in found]) == pytest.approx(claims, abs=1e-5)
    assert [opinion.forward for opinion in found] == pytest.approx(
        1 / (1 + np.exp(-wanted[:, len(CLAIMS)])), abs=1e-5
    )


def test_training_goes_on_from_what_is_packaged(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    pytest.importorskip("onnx")
    from ingest.relate.pairs.train.__main__ import package
    from ingest.relate.pairs.train.model import Pairing
    from ingest.relate.pairs.train.resume import resume

    vectors = Network.open().vectors
    vocabulary = Vocabulary(json.loads((PACKAGED / "model.json").read_text("utf-8"))["tables"])
    model = Pairing(vectors([""]).shape[1], {name: len(words) for name, words in vocabulary.tables.items()})
    resume(model, vocabulary, PACKAGED)
    package(model, vocabulary, tmp_path)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (PACKAGED / name).read_bytes(), name
    assert torch.isfinite(model.output.weight).all()


class _OfOneMind:
    """A classifier that says how sure it is that anything is claimed, by the convention it is asked about."""

    def __init__(self, sure: dict[str, float]) -> None:
        self._sure = sure

    def read(self, sentences: Any, pairs: Any, conventions: list[list[str]]) -> Any:
        for ways in conventions:
            yield [_claiming(self._sure.get(way, 0.0)) for way in ways]


def _claiming(sure: float) -> Opinion:
    return Opinion(
        tuple({Claimed.NOTHING: 1 - sure, Claimed.RAISES: sure}.get(c, 0.0) for c in CLAIMS), sure, 0, 0
    )


def test_teachers_hear_readers_and_a_little_the_annotators_of_such_pairs(taught: list[Example]) -> None:
    example = taught[0]
    (way,) = {annotators(example.seen, pair) for pair in example.pairs}
    teachers = Teachers([_OfOneMind({CONVENTION: 0.6, way: 0.1}), _OfOneMind({CONVENTION: 0.8, way: 0.3})])
    ways = [[CONVENTION] * len(example.pairs)]
    (opinions,) = teachers.read([example.seen], [example.pairs], ways)
    for opinion in opinions:
        assert 1 - opinion.claims[0] == pytest.approx(0.65 * 0.7 + 0.35 * 0.2)
        assert opinion.forward == pytest.approx(0.525)
    assert [one.labels for one in teachers.taught] == [tuple(opinions)]
