"""The material that the recogniser is trained with, how it learns, and what is packaged."""

from __future__ import annotations

import hashlib
import json
import math
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zstandard
from numpy.typing import NDArray

from ingest.language import Language
from ingest.lexicon import Lexicon
from ingest.mention import Kind
from ingest.spot.decode import BEGIN, END, INSIDE, LABELS, OUTSIDE, SINGLE
from ingest.spot.hints import KINDS, WIDTH
from ingest.spot.network import Network, Sentence
from ingest.spot.tokens import CHARACTERS, SHAPES, tokens
from ingest.spot.train.corpora import (
    DEVELOPMENT,
    KIND_OF,
    STYLES,
    TRAINING,
    Corpus,
    development_fingerprints,
    path_of,
    read_documents,
)
from ingest.spot.train.examples import ANY, Entity, Example, Reader, entities_of, labels_of
from ingest.spot.train.weights import UNKNOWN, Weights

GENES = Corpus("ner/x.train", "x", (Kind.GENE,), {"ProteinDomain": Kind.GENE})
CELLS = Corpus("ner/y.train", "y", (Kind.CELL_TYPE, Kind.CELL_LINE))
SPECIES = Corpus("ner/z.train", "z", (Kind.SPECIES,), unsure_of_people=True)


def labels(corpus: Corpus, text: str, *entities: tuple[str, Kind, bool]) -> dict[Kind, list[int]]:
    """The labels of each kind of which anything is known."""
    found = [Entity(text.index(n), text.index(n) + len(n), kind, sure) for n, kind, sure in entities]
    table = labels_of(corpus, tokens(text), found)
    return {kind: table[:, at].tolist() for at, kind in enumerate(KINDS) if (table[:, at] != ANY).any()}


def test_labels_say_nothing_of_kinds_that_the_corpus_does_not_annotate() -> None:
    assert labels(GENES, "IL6 in mice", ("IL6", Kind.GENE, True)) == {Kind.GENE: [SINGLE, OUTSIDE, OUTSIDE]}


def test_labels_of_a_long_name() -> None:
    assert labels(GENES, "the tumor necrosis factor", ("tumor necrosis factor", Kind.GENE, True)) == {
        Kind.GENE: [OUTSIDE, BEGIN, INSIDE, END]
    }


def test_labels_of_names_inside_one_another_are_those_of_the_outer() -> None:
    names = ("IL6 receptor", Kind.GENE, True), ("IL6", Kind.GENE, True)
    assert labels(GENES, "IL6 receptor", *names) == {Kind.GENE: [BEGIN, END]}


def test_labels_mask_what_the_corpus_is_not_sure_of() -> None:
    assert labels(GENES, "the SH2 domain", ("SH2 domain", Kind.GENE, False))[Kind.GENE] == [OUTSIDE, ANY, ANY]


def test_labels_mask_a_name_that_ends_inside_a_token() -> None:
    assert labels(GENES, "the IL6mRNA level", ("IL6", Kind.GENE, True))[Kind.GENE] == [OUTSIDE, ANY, OUTSIDE]


def test_labels_mask_people_where_only_some_corpora_call_them_a_species() -> None:
    found = labels(SPECIES, "Patients and mice", ("mice", Kind.SPECIES, True))
    assert found[Kind.SPECIES] == [ANY, OUTSIDE, SINGLE]


def test_entities_tell_cell_lines_from_cell_types() -> None:
    text = "T cells and MCF-7 cells"
    document = {
        "text": text,
        "entities": [{"start": 0, "end": 7, "type": "Cell"}, {"start": 12, "end": 23, "type": "Cell"}],
    }
    found = {e.start: e.kind for e in entities_of(CELLS, document, lambda name: "MCF" in name)}
    assert found == {0: Kind.CELL_TYPE, 12: Kind.CELL_LINE}


def test_entities_leave_out_kinds_that_the_corpus_does_not_annotate_throughout() -> None:
    document = {"text": "IL6 mice", "entities": [{"start": 4, "end": 8, "type": "Species"}]}
    assert list(entities_of(GENES, document, bool)) == []


@pytest.mark.parametrize("corpus", [*TRAINING, *DEVELOPMENT], ids=lambda corpus: corpus.file)
def test_corpora_are_masked_by_kinds_that_they_have(corpus: Corpus) -> None:
    assert corpus.kinds
    assert corpus.style in STYLES
    assert not corpus.unsure.keys() & KIND_OF.keys()
    assert set(corpus.unsure.values()) <= set(corpus.kinds)


def test_training_and_development_parts_annotate_alike() -> None:
    kinds = {corpus.style: corpus.kinds for corpus in TRAINING}
    assert all(kinds[corpus.style] == corpus.kinds for corpus in DEVELOPMENT)


def write(folder: Path, file: str, *documents: dict[str, Any]) -> None:
    path = path_of(folder, file)
    path.parent.mkdir(exist_ok=True)
    lines = "".join(json.dumps(document) + "\n" for document in documents)
    path.write_bytes(zstandard.compress(lines.encode()))


def document(text: str, *names: str, kind: str = "Gene") -> dict[str, Any]:
    places = [(text.index(name), text.index(name) + len(name)) for name in names]
    return {"id": text, "text": text, "entities": [{"start": s, "end": e, "type": kind} for s, e in places]}


def test_reader_leaves_out_documents_of_development_parts(
    tmp_path: Path, lexicon: Lexicon, language: Language
) -> None:
    seen, kept = document("IL6 was high in mice.", "IL6"), document("TP53 was lost in tumours.", "TP53")
    for corpus in DEVELOPMENT:
        write(tmp_path, corpus.file, {**seen, "id": "another"})
    write(tmp_path, GENES.file, seen, kept)
    reader = Reader(lexicon, language)
    (example,) = reader.read(tmp_path, [GENES], development_fingerprints(tmp_path))
    assert example.tokens[0] == "TP53"
    assert example.labels[:2, 0].tolist() == [SINGLE, OUTSIDE]
    assert example.all_hints()[0, 0] > 0.5
    assert len(list(read_documents(path_of(tmp_path, GENES.file)))) == 2


# what is learnt


def random_weights(size: int = 6, dimensions: int = 4) -> Weights:
    """A small network that has learnt nothing."""
    draw = np.random.default_rng(1)
    words, kinds, hidden, style = ["il0", "cells", "Ünknown"], len(KINDS), 5, 2
    shapes = {
        "words.weight": (len(words) + 1, dimensions),
        "letters.weight": (len(CHARACTERS) + 2, 3),
        "convolution.weight": (4, 3, 3),
        "convolution.bias": (4,),
        "shapes.weight": (len(SHAPES), 2),
        "styles.weight": (3, kinds * style),
        "hidden.weight": (kinds * hidden, 2 * size + WIDTH),
        "hidden.bias": (kinds * hidden,),
        "style_hidden": (kinds, style, hidden),
        "output": (kinds, hidden, LABELS),
        "output_bias": (kinds, LABELS),
        "style_output": (kinds, style, LABELS),
        "transitions": (kinds, LABELS, LABELS),
    }
    for end in ("l0", "l0_reverse"):
        shapes |= {f"reader.weight_ih_{end}": (4 * size, dimensions + 4 + 2 + WIDTH)}
        shapes |= {f"reader.weight_hh_{end}": (4 * size, size)}
        shapes |= {f"reader.bias_{way}_{end}": (4 * size,) for way in ("ih", "hh")}
    arrays = {name: draw.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    return Weights(arrays, [UNKNOWN, *words], ["one", "two"])


def test_package_is_a_network_that_opens_and_reads(tmp_path: Path) -> None:
    pytest.importorskip("onnx", reason="the extra `train` is not installed")
    from ingest.spot.train.package import package

    package(random_weights(), tmp_path, {Kind.GENE: "two"}, "0.1", {"x": {"Gene": 0.5}})
    network = Network.open(tmp_path)
    words = ["IL6", "cells", "something"]
    found = list(network.read([Sentence(words, np.zeros((3, WIDTH), dtype=np.float32))]))
    assert network.version == "0.1"
    assert {name.kind for name in found} <= set(Kind)
    header = json.loads((tmp_path / "model.json").read_text(encoding="utf-8"))
    assert (header["usual"]["Gene"], header["usual"]["Disease"]) == ("two", "none")
    assert (list(header["conventions"]), header["scores"]) == (["one", "two", "none"], {"x": {"Gene": 0.5}})


def test_package_is_the_same_each_time_and_its_checksums_hold(tmp_path: Path) -> None:
    pytest.importorskip("onnx", reason="the extra `train` is not installed")
    from ingest.spot.train.package import package

    for name in ("a", "b"):
        package(random_weights(), tmp_path / name, {Kind.GENE: "one"})
    sums = (tmp_path / "a" / "SHA256SUMS").read_text(encoding="utf-8")
    assert sums == (tmp_path / "b" / "SHA256SUMS").read_text(encoding="utf-8")
    for line in sums.splitlines():
        digest, file = line.split()
        assert hashlib.sha256((tmp_path / "a" / file).read_bytes()).hexdigest() == digest


def test_package_refuses_a_style_that_was_not_trained(tmp_path: Path) -> None:
    pytest.importorskip("onnx", reason="the extra `train` is not installed")
    from ingest.spot.train.package import package

    with pytest.raises(ValueError, match="three"):
        package(random_weights(), tmp_path, {Kind.GENE: "three"})


@pytest.mark.parametrize(
    ("usual", "wish", "number"), [("two", None, 1), ("one", "two", 1), ("two", "none", 2)]
)
def test_package_says_what_the_network_in_training_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, usual: str, wish: str | None, number: int
) -> None:
    torch = pytest.importorskip("torch", reason="the extra `train` is not installed")
    from ingest.spot.train import package as module
    from ingest.spot.train.model import Recognising, inputs

    torch.manual_seed(1)
    table = np.array([[0.0], [127.0], [-64.0]], dtype=np.float32)  # exact in eight bits
    model = Recognising(table, styles=2).eval()
    arrays = {name: value.detach().numpy() for name, value in model.state_dict().items()}
    weights = Weights(arrays, [UNKNOWN, "il0", "cells"], ["one", "two"])
    words = ["IL6", "cells", "IL6", "β"]
    hints = np.random.default_rng(2).random((4, WIDTH)).astype(np.float32)
    read = inputs(
        np.array([1, 2, 0]),
        ["IL6", "cells", "β"],
        np.array([[0, 1, 0, 2]]),
        torch.from_numpy(hints)[None],
        [4],
    )
    wanted = model(read, torch.tensor([number])).detach().numpy()[0]

    def scores() -> NDArray[np.float32]:
        module.package(weights, tmp_path, dict.fromkeys(Kind, usual))
        network = Network.open(tmp_path, wish)
        return network._scores(*network._words.known(words), hints)

    assert scores() == pytest.approx(wanted, abs=0.1)
    monkeypatch.setattr(module, "quantised", lambda network: network)
    assert scores() == pytest.approx(wanted, abs=1e-3)


def test_package_of_floats_is_quantised_as_a_new_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("onnx", reason="the extra `train` is not installed")
    from ingest.spot.train import package as module
    from ingest.spot.train.quantise import main

    new, old = tmp_path / "new", tmp_path / "old"
    module.package(random_weights(), new, {}, "0.2")
    with monkeypatch.context() as patched:
        patched.setattr(module, "quantised", lambda network: network)
        module.package(random_weights(), old, {}, "0.1")
    main([str(old), "--version", "0.2"])
    for file in new.iterdir():
        assert (old / file.name).read_bytes() == file.read_bytes(), file.name
    with pytest.raises(SystemExit):
        main([str(old)])
    assert "eight bits already" in capsys.readouterr().err


def test_surprise_is_the_share_of_the_chains_that_agree() -> None:
    torch = pytest.importorskip("torch", reason="the extra `train` is not installed")
    from ingest.spot.train.model import surprise
    from ingest.spot.train.weights import LEGAL, NEVER

    torch.manual_seed(0)
    scores = torch.randn(1, 3, 1, LABELS, dtype=torch.float64)
    steps = torch.randn(1, LABELS, LABELS, dtype=torch.float64).masked_fill(~torch.from_numpy(LEGAL), NEVER)
    known = [ANY, OUTSIDE, ANY]
    every = agreeing = 0.0
    for chain in product(range(LABELS), repeat=3):
        allowed = chain[0] not in (INSIDE, END) and chain[-1] not in (BEGIN, INSIDE)
        weight = sum(scores[0, at, 0, label].item() for at, label in enumerate(chain))
        weight += sum(steps[0, a, b].item() for a, b in pairwise(chain))
        every += math.exp(weight) * allowed
        agreeing += math.exp(weight) * allowed * (chain[1] == OUTSIDE)
    labels_ = torch.tensor(known)[None, :, None]
    found = surprise(scores, steps, labels_, torch.ones(1, 3, dtype=torch.bool))
    assert found.item() == pytest.approx(math.log(every / agreeing))


def example(text: str, name: str) -> Example:
    words = tuple(text.split())
    table = np.full((len(words), len(KINDS)), ANY, dtype=np.int8)
    table[:, 0] = [SINGLE if word == name else OUTSIDE for word in words]
    empty = np.zeros((2, 0), dtype=np.int16)
    return Example("ner/biored.train", "biored", words, table, empty, np.zeros(0, dtype=np.float16))


def test_fit_that_was_stopped_ends_as_one_that_was_not(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="the extra `train` is not installed")
    pytest.importorskip("gensim", reason="the extra `train` is not installed")
    from ingest.spot.train.fit import Plan, fit
    from ingest.spot.train.vectors import Vectors

    taught = [example(f"we saw IL{n} in all cells", f"IL{n}") for n in range(40)]
    vectors = Vectors(("cells", "il0"), np.ones((2, 4), dtype=np.float32) * [[1], [-1]])
    plan = Plan(passes=3, bundle=60)
    losses = [done.loss for done in fit(taught, vectors, {}, plan, tmp_path / "whole")]
    for name in ("stopped", "stopped", "stopped"):
        next(fit(taught, vectors, {}, plan, tmp_path / name))
    whole, stopped = (torch.load(tmp_path / name)["weights"] for name in ("whole", "stopped"))
    assert losses[-1] < losses[0]
    assert all(torch.equal(value, stopped[name]) for name, value in whole.items())


def test_pretraining_that_was_stopped_ends_as_one_that_was_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    torch = pytest.importorskip("torch", reason="the extra `train` is not installed")
    pytest.importorskip("gensim", reason="the extra `train` is not installed")
    from ingest.spot.train import pretrain as module
    from ingest.spot.train.vectors import Vectors

    monkeypatch.setattr(module, "_PORTION", 20)
    monkeypatch.setattr(module, "_PORTIONS_KEPT", 1)
    text = tmp_path / "text"
    text.write_text(
        "".join(f"the cells of mouse {n} made no IL6 at all\n" for n in range(60)), encoding="utf-8"
    )
    vectors = Vectors(("the", "cells", "of"), np.eye(3, 4, dtype=np.float32))
    plan = module.Plan(words=1200)
    whole = module.pretrain(text, vectors, plan, tmp_path / "whole")
    with monkeypatch.context() as stopping:
        stopping.setattr(module, "keep", keep_and_stop)
        for _ in range(3):
            with pytest.raises(KeyboardInterrupt):
                module.pretrain(text, vectors, plan, tmp_path / "stopped")
    stopped = module.pretrain(text, vectors, plan, tmp_path / "stopped")
    assert all(torch.equal(value, stopped[name]) for name, value in whole.items())


def keep_and_stop(path: Path, state: dict[str, Any]) -> None:
    """Stops the program once a state is kept."""
    from ingest.spot.train.learning import keep

    keep(path, state)
    raise KeyboardInterrupt
