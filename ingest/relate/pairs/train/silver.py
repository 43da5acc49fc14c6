"""What do trained classifiers think of sentences that nobody annotated?

A student that learns from the mean of several teachers does nearly as well as all of them together, in the time of one.
Teachers say what readers would, and for a part what annotators of the corpora would: these write down more, and what
both would say is the surest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple

import numpy as np

from ingest.relate.pairs.network import CONVENTION, PairReader, annotators
from ingest.relate.pairs.opinion import Opinion
from ingest.relate.pairs.seen import Pair, Seen
from ingest.relate.pairs.train.examples import Example

#: how far annotators are heard
_HEARD = 0.35


class Teachers:
    """Several classifiers that read as one, and remember what they have read and thought."""

    def __init__(self, networks: Sequence[PairReader]) -> None:
        self._networks = networks
        self.taught: list[Example] = []

    def read(
        self,
        sentences: Sequence[Seen],
        pairs: Sequence[Sequence[Pair]],
        conventions: Sequence[Sequence[str]],
    ) -> Iterator[list[Opinion]]:
        """The mean of what they claim of the pairs of each sentence, as `PairReader.read`."""
        theirs = [
            [
                annotators(seen, pair) if way == CONVENTION else way
                for pair, way in zip(here, ways, strict=True)
            ]
            for seen, here, ways in zip(sentences, pairs, conventions, strict=True)
        ]
        thought = zip(
            *(
                network.read(sentences, pairs, ways)
                for ways in (conventions, theirs)
                for network in self._networks
            ),
            strict=True,
        )
        shares = np.repeat([1 - _HEARD, _HEARD], len(self._networks)) / len(self._networks)
        for seen, here, ways, opinions in zip(sentences, pairs, conventions, thought, strict=True):
            found = [_mean(one, shares) for one in zip(*opinions, strict=True)]
            if found:
                self.taught.append(Example(tuple(ways), seen, tuple(here), tuple(found)))
            yield found


def _mean(opinions: Sequence[Opinion], shares: np.ndarray) -> Opinion:
    claims, *others = zip(*map(astuple, opinions), strict=True)
    return Opinion(tuple(map(float, shares @ np.array(claims))), *(float(shares @ other) for other in others))
