"""What do trained classifiers think of sentences that nobody annotated?

A student that learns from the mean of several teachers does nearly as well as all of them together, in the time of one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple

import numpy as np

from ingest.relate.pairs.network import PairNetwork
from ingest.relate.pairs.opinion import Opinion
from ingest.relate.pairs.seen import Pair, Seen
from ingest.relate.pairs.train.examples import Example


class Teachers:
    """Several classifiers that read as one, and remember what they have read and thought."""

    def __init__(self, networks: Sequence[PairNetwork]) -> None:
        self._networks = networks
        self.taught: list[Example] = []

    def read(
        self,
        sentences: Sequence[Seen],
        pairs: Sequence[Sequence[Pair]],
        conventions: Sequence[Sequence[str]],
    ) -> Iterator[list[Opinion]]:
        """The mean of what they claim of the pairs of each sentence, as `PairNetwork.read`."""
        thought = zip(
            *(network.read(sentences, pairs, conventions) for network in self._networks), strict=True
        )
        for seen, here, ways, opinions in zip(sentences, pairs, conventions, thought, strict=True):
            found = [_mean(one) for one in zip(*opinions, strict=True)]
            if found:
                self.taught.append(Example(tuple(ways), seen, tuple(here), tuple(found)))
            yield found


def _mean(opinions: Sequence[Opinion]) -> Opinion:
    claims, *others = zip(*map(astuple, opinions), strict=True)
    return Opinion(tuple(map(float, np.mean(claims, axis=0))), *(float(np.mean(other)) for other in others))
