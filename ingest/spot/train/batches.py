"""Which sentences does the recogniser see together while it learns, and as which numbers?"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ingest.spot.hints import KINDS, WIDTH
from ingest.spot.tokens import form
from ingest.spot.train.examples import ANY, Example
from ingest.spot.train.model import Inputs, inputs

#: share of words that are read as unknown: those seen once, fewer than four times, or more often
_DROPPED_ONCE, _DROPPED_RARE, _DROPPED = 0.3, 0.2, 0.02
#: share of sentences in which a kind's hints are left out, and of those that are shown without their style
_HINTS_DROPPED, _STYLES_DROPPED = 0.06, 0.15


def bundles(examples: Sequence[Example], most: int, draw: random.Random) -> list[list[Example]]:
    """The examples in bundles of like length and at most so many tokens with padding, in random order."""
    found: list[list[Example]] = []
    bundle: list[Example] = []
    longest = 0
    for example in sorted(examples, key=lambda e: len(e.tokens) + draw.random() * 4):
        longest = max(longest, len(example.tokens))
        if bundle and longest * (len(bundle) + 1) > most:
            found.append(bundle)
            bundle, longest = [], len(example.tokens)
        bundle.append(example)
    if bundle:
        found.append(bundle)
    draw.shuffle(found)
    return found


class Batches:
    """Makes tensors of bundles for one vocabulary; some words, hints and styles are left out, at random."""

    def __init__(self, words: Sequence[str], styles: Sequence[str], counts: Mapping[str, int]) -> None:
        self._rows = {word: row for row, word in enumerate(words)}
        self._styles = {style: number for number, style in enumerate(styles)}
        self._dropped = np.array([_dropped(counts.get(word, 0)) for word in words])
        self._dropped[0] = 0

    def make(
        self, bundles: Sequence[Sequence[Example]], draw: np.random.Generator
    ) -> Iterator[tuple[Inputs, Tensor, Tensor, Tensor]]:
        """For each bundle its inputs, the numbers of its styles, its labels, and where it has tokens."""
        for bundle in bundles:
            lengths = [len(example.tokens) for example in bundle]
            inside = np.arange(max(lengths)) < np.array(lengths)[:, None]
            labels = np.full((*inside.shape, len(KINDS)), ANY, dtype=np.int64)
            hints = np.zeros((*inside.shape, WIDTH), dtype=np.float32)
            for row, example in enumerate(bundle):
                labels[row, : lengths[row]] = example.labels
                hints[row, : lengths[row]] = example.all_hints()
            hints *= np.repeat(draw.random((len(bundle), 1, len(KINDS))) > _HINTS_DROPPED, 3, axis=2)
            different: dict[str, int] = {}
            tokens = numbered([example.tokens for example in bundle], inside, different)
            made = inputs(
                self._words(different, draw), list(different), tokens, torch.from_numpy(hints), lengths
            )
            # padding counts as "any label" as well, but is not to be weighed as known
            yield made, self._style_numbers(bundle, draw), torch.from_numpy(labels), torch.from_numpy(inside)

    def _words(self, tokens: Mapping[str, int], draw: np.random.Generator) -> NDArray[np.int64]:
        rows = np.array([self._rows.get(form(token), 0) for token in tokens], dtype=np.int64)
        rows[draw.random(len(rows)) < self._dropped[rows]] = 0
        return rows

    def _style_numbers(self, bundle: Sequence[Example], draw: np.random.Generator) -> Tensor:
        numbers = np.array([self._styles[example.style] for example in bundle], dtype=np.int64)
        numbers[draw.random(len(numbers)) < _STYLES_DROPPED] = len(self._styles)
        return torch.from_numpy(numbers)


def _dropped(count: int) -> float:
    if count == 1:
        return _DROPPED_ONCE
    return _DROPPED_RARE if count < 4 else _DROPPED


def numbered(
    sentences: Sequence[Sequence[str]], inside: NDArray[np.bool_], different: dict[str, int]
) -> NDArray[np.int64]:
    """The tokens' numbers among the different ones, which are added to ``different``; shape as ``inside``."""
    numbers = np.zeros(inside.shape, dtype=np.int64)
    numbers[inside] = [different.setdefault(t, len(different)) for sentence in sentences for t in sentence]
    return numbers


def count_forms(examples: Sequence[Example]) -> Counter[str]:
    """How often each form of a word occurs."""
    return Counter(form(token) for example in examples for token in example.tokens)
