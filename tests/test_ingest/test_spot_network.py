"""The packaged network: what it reads, and what it says of a folder that is damaged."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from ingest.mention import Kind
from ingest.spot.hints import WIDTH
from ingest.spot.network import PACKAGED, Found, Network, Sentence
from kg.errors import ModelError

FILES = (
    "network.onnx",
    "words.marisa",
    "vectors.npy",
    "scales.npy",
    "letters.npy",
    "transitions.npy",
    "conventions.npy",
)


@pytest.fixture(scope="module")
def network() -> Network:
    return Network.open()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the packaged network, to be damaged."""
    return Path(shutil.copytree(PACKAGED, tmp_path / "model"))


def sentence(text: str) -> Sentence:
    """A sentence of these words, of which the lexicon says nothing."""
    words = text.split()
    return Sentence(words, np.zeros((len(words), WIDTH), dtype=np.float32))


def test_network_finds_names(network: Network) -> None:
    found = list(
        network.read([sentence("Expression of IL6 in macrophages of patients with breast cancer .")])
    )
    assert {(name.kind, name.first, name.last) for name in found} >= {
        (Kind.GENE, 2, 2),
        (Kind.CELL_TYPE, 4, 4),
        (Kind.DISEASE, 8, 9),
    }
    assert all(0 < name.probability <= 1.0001 for name in found)


def test_network_reads_nothing(network: Network) -> None:
    assert list(network.read([])) == list(network.read([sentence("")])) == []


def test_network_numbers_sentences_as_they_were_given(network: Network) -> None:
    texts = ["", "TP53 was mutated in most of these tumours .", "IL6", "Nothing .", "BRCA1 and TP53 ."]
    found = list(network.read([sentence(text) for text in texts]))
    assert {name.sentence for name in found} <= {1, 2, 4}
    assert all(name.last < len(texts[name.sentence].split()) for name in found)


def test_network_gives_the_same_each_time(network: Network) -> None:
    texts = [sentence("Loss of PTEN activates AKT " + "and AKT " * n) for n in range(60)]

    def read() -> list[Found]:
        return list(network.read(texts))

    assert read() == read()


BARE = "These cells were grown in serum ."


def names_of(network: Network, kind: Kind) -> list[tuple[int, int]]:
    return [(name.first, name.last) for name in network.read([sentence(BARE)]) if name.kind is kind]


def test_network_follows_the_convention_that_is_chosen() -> None:
    assert names_of(Network.open(conventions="anatem"), Kind.CELL_TYPE) == [(1, 1)]
    assert names_of(Network.open(conventions={Kind.CELL_TYPE: "jnlpba"}), Kind.CELL_TYPE) == []


def test_network_keeps_to_the_usual_where_a_convention_says_nothing(network: Network) -> None:
    text = sentence("IL6 and TP53 were mutated in mice with colon cancer treated with aspirin .")
    diseases = Network.open(conventions="ncbi")
    usual, chosen = (
        [name for name in one.read([text]) if name.kind is not Kind.DISEASE] for one in (network, diseases)
    )
    assert usual == chosen
    assert {name.kind for name in usual} >= {Kind.GENE, Kind.CHEMICAL}


@pytest.mark.parametrize("wish", ["dragons", {Kind.GENE: "dragons"}], ids=["for-all", "for-a-kind"])
def test_network_refuses_a_convention_that_is_not_known(wish: dict[Kind, str] | str) -> None:
    with pytest.raises(ModelError, match=r"'dragons'; there are biored, .*jnlpba"):
        Network.open(conventions=wish)


@pytest.mark.parametrize("file", [*FILES, "model.json"])
def test_network_without_a_file_says_which(folder: Path, file: str) -> None:
    (folder / file).unlink()
    with pytest.raises(ModelError, match=file):
        Network.open(folder)


@pytest.mark.parametrize("file", FILES)
def test_network_with_a_cut_file_says_which(folder: Path, file: str) -> None:
    path = folder / file
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ModelError, match=file):
        Network.open(folder)


@pytest.mark.parametrize("file", FILES)
def test_network_with_a_damaged_file_says_which(folder: Path, file: str) -> None:
    path = folder / file
    path.write_bytes(b"\0" * path.stat().st_size)
    with pytest.raises(ModelError, match=file):
        Network.open(folder)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"format": 0}, id="another-format"),
        pytest.param({"sizes": None}, id="no-sizes"),
        pytest.param({"kinds": ["Gene", "Dragon"]}, id="unknown-kind"),
        pytest.param({"kinds": None}, id="no-kinds"),
        pytest.param({"conventions": None}, id="no-conventions"),
        pytest.param({"usual": {"Gene": "biored"}}, id="kinds-without-convention"),
    ],
)
def test_network_with_another_header_is_refused(folder: Path, change: dict[str, object]) -> None:
    path = folder / "model.json"
    header = json.loads(path.read_text(encoding="utf-8")) | change
    path.write_text(
        json.dumps({name: value for name, value in header.items() if value is not None}), encoding="utf-8"
    )
    with pytest.raises(ModelError, match=r"model\.json"):
        Network.open(folder)


@pytest.mark.parametrize("text", ["", "[]", "{", "\xff"])
def test_network_with_an_unreadable_header_is_refused(folder: Path, text: str) -> None:
    (folder / "model.json").write_text(text, encoding="latin-1")
    with pytest.raises(ModelError, match=r"model\.json"):
        Network.open(folder)


def test_network_reads_a_sentence_alike_whatever_stands_beside_it(network: Network) -> None:
    text = "Loss of PTEN activates AKT in breast cancer cells ."
    others = [sentence("These cells were grown in serum . " * n) for n in range(1, 12)]
    alone, beside = list(network.read([sentence(text)])), list(network.read([sentence(text), *others]))
    assert alone == [name for name in beside if name.sentence == 0]
