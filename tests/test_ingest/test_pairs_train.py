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
from kg.errors import ModelError

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
        tuple({Claimed.NOTHING: 1 - sure, Claimed.RAISES: sure}.get(c, 0.0) for c in CLAIMS), sure, 0, 0, 0.5
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


@pytest.fixture
def encoder(tmp_path: Path) -> Path:
    """A folder of an encoder in BERT's format that has learnt nothing."""
    torch = pytest.importorskip("torch", reason="the extra `train` is not installed")
    safetensors = pytest.importorskip("safetensors.torch", reason="the extra `train` is not installed")
    tokenizers = pytest.importorskip("tokenizers", reason="the extra `train` is not installed")
    pytest.importorskip("onnx", reason="the extra `train` is not installed")
    words = "[PAD] [UNK] [CLS] [SEP] [MASK] protein disease act ##ivates in did not bind .".split()
    tokenizer = tokenizers.Tokenizer(
        tokenizers.models.WordPiece({word: n for n, word in enumerate(words)}, unk_token="[UNK]")
    )
    width, inner, folder = 24, 48, tmp_path / "encoder"
    shapes = {
        "embeddings.word_embeddings.weight": (len(words), width),
        "embeddings.position_embeddings.weight": (16, width),
        "embeddings.token_type_embeddings.weight": (2, width),
        **_linear("embeddings.LayerNorm", width),
        "pooler.dense.weight": (width, width),
    }
    for number in range(2):
        of = f"encoder.layer.{number}."
        for name in ("self.query", "self.key", "self.value", "output.dense"):
            shapes |= _linear(f"{of}attention.{name}", width, width)
        shapes |= _linear(f"{of}intermediate.dense", inner, width) | _linear(
            f"{of}output.dense", width, inner
        )
        shapes |= _linear(f"{of}attention.output.LayerNorm", width) | _linear(f"{of}output.LayerNorm", width)
    torch.manual_seed(0)
    folder.mkdir()
    weights = {name: torch.randn(shape) * 0.3 for name, shape in shapes.items()}
    safetensors.save_file(weights, folder / "model.safetensors")
    tokenizer.save(str(folder / "tokenizer.json"))
    sizes = {"vocab_size": len(words), "hidden_size": width, "num_hidden_layers": 2, "num_attention_heads": 2}
    config = {"intermediate_size": inner, "max_position_embeddings": 16, "layer_norm_eps": 1e-12, **sizes}
    (folder / "config.json").write_text(json.dumps({"model_type": "bert", "hidden_act": "gelu", **config}))
    return folder


def _linear(name: str, *shape: int) -> dict[str, tuple[int, ...]]:
    return {f"{name}.weight": shape, f"{name}.bias": shape[:1]}


def test_an_encoder_becomes_a_teacher(taught: list[Example], encoder: Path, tmp_path: Path) -> None:
    from ingest.relate.pairs.train.__main__ import begun, package_encoder, tables, teacher, train_encoder
    from ingest.relate.pairs.train.encoder import EncoderNetwork

    vocabulary = Vocabulary(tables(taught))
    network = EncoderNetwork.begin(encoder, vocabulary)
    before = {name: value.clone() for name, value in network.model.state_dict().items()}
    train_encoder(taught, network, epochs=2, minutes=1)
    moved = {n for n, value in network.model.state_dict().items() if not value.allclose(before[n], atol=1e-9)}
    assert {"encoder.layers.0.linear1.weight", "hidden.weight"} <= moved
    assert not moved & {"encoder.pieces.weight", "encoder.positions.weight"}
    package_encoder(network, tmp_path / "teacher")
    opened = teacher(tmp_path / "teacher", Network.open().vectors)
    asked = [e.seen for e in taught], [e.pairs for e in taught], [[CONVENTION]] * len(taught)
    found = list(opened.read(*asked))
    assert found == list(network.read(*asked))
    assert found == list(begun(None, tmp_path / "teacher", vocabulary).read(*asked))
    with pytest.raises(ModelError, match="trained on corpora of other tags or conventions"):
        begun(None, tmp_path / "teacher", Vocabulary({**vocabulary.tables, "conventions": ["new"]}))
    assert [sum(one.claims) for (one,) in found] == pytest.approx([1, 1])
    teachers = Teachers([opened, PairNetwork(Network.open().vectors)])
    assert [one.labels for one in teachers.taught] == []
    assert [tuple(one) for one in teachers.read(*asked)] == [one.labels for one in teachers.taught]


def test_an_encoder_reads_as_in_berts_format(encoder: Path, taught: list[Example]) -> None:
    """Computed once more from the file, by the definition of doi:10.48550/arXiv.1810.04805."""
    torch = pytest.importorskip("torch")
    from safetensors.torch import load_file

    from ingest.relate.pairs.train.__main__ import tables
    from ingest.relate.pairs.train.encoder import EncoderNetwork

    model = EncoderNetwork.begin(encoder, Vocabulary(tables(taught))).model.encoder.eval()
    file, linear, norm = load_file(encoder / "model.safetensors"), torch.nn.functional.linear, _norm
    pieces = torch.tensor([[2, 5, 7, 8, 3]])
    states = file["embeddings.word_embeddings.weight"][pieces[0]]
    states = states + file["embeddings.position_embeddings.weight"][:5]
    states = norm(states + file["embeddings.token_type_embeddings.weight"][0], file, "embeddings.LayerNorm")
    for number in range(2):
        of = {n.removeprefix(f"encoder.layer.{number}."): w for n, w in file.items()}
        query, key, value = (
            linear(states, of[f"attention.self.{n}.weight"], of[f"attention.self.{n}.bias"]).view(5, 2, 12)
            for n in ("query", "key", "value")
        )
        shares = torch.softmax(torch.einsum("qhd,khd->hqk", query, key) / 12**0.5, 2)
        heard = torch.einsum("hqk,khd->qhd", shares, value).reshape(5, 24)
        name = "attention.output"
        heard = linear(heard, of[f"{name}.dense.weight"], of[f"{name}.dense.bias"])
        states = norm(states + heard, of, f"{name}.LayerNorm")
        inner = linear(states, of["intermediate.dense.weight"], of["intermediate.dense.bias"])
        inner = torch.nn.functional.gelu(inner)
        inner = linear(inner, of["output.dense.weight"], of["output.dense.bias"])
        states = norm(states + inner, of, "output.LayerNorm")
    with torch.no_grad():
        found = model(torch.nn.functional.pad(pieces, (0, 2)), torch.tensor([[False] * 5 + [True] * 2]))
    assert found[0, :5].numpy() == pytest.approx(states.numpy(), abs=1e-5)


def _norm(states: Any, weights: Any, name: str) -> Any:
    centred = states - states.mean(1, keepdim=True)
    spread = centred.pow(2).mean(1, keepdim=True).sqrt()
    return centred / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"]


def test_words_beyond_what_an_encoder_reads_begin_at_its_end(encoder: Path, taught: list[Example]) -> None:
    from tokenizers import Tokenizer

    from ingest.relate.pairs.train.encoder import Pieces

    pieces = Pieces(Tokenizer.from_file(str(encoder / "tokenizer.json")), 5)
    found = pieces.arrays([taught[0].seen])
    # IL-6 | activates | STAT3 …
    assert found["pieces"].tolist() == [[2, 5, 7, 8, 3]]
    assert found["starts"].tolist() == [[1, 2, 4, 4, 4, 4]]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("config.json", "{}", "no sizes of an encoder"),
        ("tokenizer.json", "{}", "no tokenizer"),
        ("model.safetensors", "", "no weights of such an encoder"),
    ],
)
def test_a_folder_that_is_no_encoder_is_refused(
    encoder: Path, taught: list[Example], name: str, content: str, reason: str
) -> None:
    from ingest.relate.pairs.train.__main__ import tables
    from ingest.relate.pairs.train.encoder import EncoderNetwork

    (encoder / name).write_text(content)
    with pytest.raises(ModelError, match=f"^[^\n]*{name}: {reason}[^\n]*$"):
        EncoderNetwork.begin(encoder, Vocabulary(tables(taught)))
