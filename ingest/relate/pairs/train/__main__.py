"""Train the classifier of pairs.

    python -m ingest.relate.pairs.train --corpora DIR --out DIR [--recogniser DIR] [--epochs N] [--minutes N]
        [--development] [--seed N] [--texts FILE --teacher DIR …] [--readings FILE --articles FILE …] [--start DIR]

DIR of the corpora holds files NAME.train.jsonl.zst (or of other parts) with annotated names and relations; which ones
are read, `ingest.relate.pairs.train.labels` says. --development learns from development parts too. Word vectors are
those of the recogniser. With --teacher, trained classifiers, it also learns what these think of the corpora's
sentences and of those of --texts, articles in any format that litkg reads; with --readings, what a reader said of
pairs in --articles. --start goes on from a trained classifier. Takes about two minutes an epoch on one core, three with
teachers.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import Tensor, nn

from ingest.extract import Extractor
from ingest.language import Language
from ingest.read import read
from ingest.relate.groups import GROUPS
from ingest.relate.pairs.network import (
    CONVENTION,
    FILES,
    FORMAT,
    PACKAGED,
    PairNetwork,
    Vectors,
    Vocabulary,
    vectors_of,
)
from ingest.relate.pairs.opinion import CLAIMS, Opinion
from ingest.relate.pairs.train.examples import Example, Label, examples, held
from ingest.relate.pairs.train.graph import reader, scorer
from ingest.relate.pairs.train.labels import CONVENTIONS
from ingest.relate.pairs.train.model import Pairing, arrays
from ingest.relate.pairs.train.readings import taught_by_readers
from ingest.relate.pairs.train.resume import resume
from ingest.relate.pairs.train.silver import Teachers
from ingest.spot.network import Network
from kg.model import Document
from kg.vocabulary import RELATIONS

VERSION = "1.5.0"
_RATE, _WORDS, _PAIRS, _LONGEST = 2e-3, 900, 160, 150
#: how often the transcription factor corpora, the largest and the most alike, are read, and what readers said
_SHARE = {"ge": 0.5, CONVENTION: 2}
#: with teachers, how often all that is labelled is read, and what they think
_LABELLED, _THOUGHT = 0.6, 0.35
#: shares of words, of conventions and of batches' rules that are hidden in training
_NO_WORD, _NO_CONVENTION, _NO_RULES = 0.04, 0.1, 0.1
#: the weights are averaged over about so many steps
_MEMORY = 0.998


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
    trained = train(taught, vocabulary, vectors, options.epochs, options.minutes, options.start)
    package(trained, vocabulary, options.out)


def _of_teachers(
    corpora: Sequence[Example], texts: Sequence[Path], folders: Sequence[Path], recogniser: Network
) -> list[Example]:
    """What teachers think, as readers would say it, of the sentences of the corpora and of these articles."""
    if not folders:
        return []
    extractor = Extractor.load()
    extractor.recogniser.network = recogniser
    teachers = Teachers([PairNetwork(recogniser.vectors, folder) for folder in folders])
    extractor.pairs = teachers
    for one in corpora:
        list(teachers.read([one.seen], [one.pairs], [[CONVENTION] * len(one.pairs)]))
    for path in texts:
        for document in read(path):
            if isinstance(document, Document):
                extractor.read(document)
        print(f"{path.name}: {len(teachers.taught)} sentences, {held(teachers.taught)} pairs", flush=True)
    return teachers.taught


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
) -> Pairing:
    """The trained classifier, its weights averaged over the last steps; it may go on from one that was trained."""
    model = Pairing(vectors([""]).shape[1], {name: len(words) for name, words in vocabulary.tables.items()})
    if start is not None:
        resume(model, vocabulary, start)
    averaged = torch.optim.swa_utils.AveragedModel(model, avg_fn=_averaging)
    optimiser = torch.optim.AdamW(model.parameters(), lr=_RATE, weight_decay=1e-4)
    started, steps = time.time(), 0
    for epoch in range(epochs):
        loss = pairs = 0.0
        batches = list(_batches(taught))
        for number, batch in enumerate(batches):
            done = max((epoch + number / len(batches)) / epochs, (time.time() - started) / 60 / minutes)
            if done >= 1:
                break
            for group in optimiser.param_groups:
                group["lr"] = _RATE * min(1, (steps + 1) / 100) * max(0.02, 1 - done)
            lost = _loss(model(_hidden(batch, vocabulary, vectors)), batch)
            optimiser.zero_grad()
            (lost / 60).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimiser.step()
            averaged.update_parameters(model)
            steps, loss, pairs = steps + 1, loss + lost.item(), pairs + held(batch)
        print(f"epoch {epoch + 1}: loss {loss / max(1, pairs):.4f}", flush=True)
    model.load_state_dict(averaged.module.state_dict())
    model.eval()
    return model


def _averaging(old: Tensor, new: Tensor, steps: int | Tensor) -> Tensor:
    memory = min(_MEMORY, (int(steps) + 1) / (int(steps) + 10))
    return old * memory + new * (1 - memory)


def _batches(taught: Sequence[Example]) -> Iterator[list[Example]]:
    """Sentences of like length together, in random order."""
    thought = any(_is_thought(e) for e in taught)
    chosen = [
        e
        for e in taught
        if len(e.seen.words) < _LONGEST
        for _ in range(int(_share(e, thought) + random.random()))
    ]
    chosen.sort(key=lambda e: len(e.seen.words) + 5 * random.random())
    batches: list[list[Example]] = [[]]
    for example in chosen:
        batch = [*batches[-1], example]
        if len(batch) > 1 and (len(example.seen.words) * len(batch) > _WORDS or held(batch) > _PAIRS):
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


def _hidden(batch: Sequence[Example], vocabulary: Vocabulary, vectors: Vectors) -> dict[str, Tensor]:
    """A batch as the network's inputs, some of it hidden from it."""
    conventions = [
        ["" if random.random() < _NO_CONVENTION else way for way in example.conventions] for example in batch
    ]
    inputs, texts = arrays(
        vocabulary, [example.seen for example in batch], [example.pairs for example in batch], conventions
    )
    inputs["vectors"] = vectors_of(texts, vectors)
    # word 0 has no vector
    inputs["words"] *= np.random.rand(*inputs["words"].shape) > _NO_WORD
    if random.random() < _NO_RULES:
        inputs["rules"] *= 0
    return {name: torch.from_numpy(array) for name, array in inputs.items()}


def _loss(scores: Tensor, batch: Sequence[Example]) -> Tensor:
    labels = [label for example in batch for label in example.labels]
    loss = nn.functional.cross_entropy(
        scores[:, : len(CLAIMS)], torch.tensor([_claims(label) for label in labels]), reduction="sum"
    )
    for place, (name, weight) in enumerate((("forward", 1.0), ("negated", 0.5), ("hedged", 0.5))):
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
    header = {
        "format": FORMAT,
        "version": VERSION,
        "claims": list(CLAIMS),
        "tables": vocabulary.tables,
        "sizes": {name: (folder / name).stat().st_size for name in FILES},
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
    parser.add_argument("--epochs", type=int, default=9)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
