"""Where are names in a text?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ingest.lexicon import Match
from ingest.mention import Spotted
from ingest.spot.hints import hints
from ingest.spot.network import Network, Sentence
from ingest.spot.tokens import tokens
from kg.model import Span

#: longer sentences are read in pieces of as many tokens
LONGEST = 200


def spot(
    text: str, sentences: Iterable[tuple[int, int]], matches: Sequence[Match], network: Network
) -> tuple[Spotted, ...]:
    """The names that the network finds, in order of start, the longer first; they may overlap.

    ``sentences`` are offsets in ``text``; ``matches`` are the lexicon's, in order of start.
    """
    read = [piece for start, end in sentences for piece in _pieces(text, start, end)]
    found = network.read(list(_with_hints(read, matches)))
    names = [
        Spotted(Span(read[f.sentence][f.first][1], read[f.sentence][f.last][2]), f.kind, f.probability)
        for f in found
    ]
    return tuple(sorted(names, key=lambda n: (n.span.start, -n.span.end, -n.probability, n.kind)))


_Tokens = list[tuple[str, int, int]]


def _pieces(text: str, start: int, end: int) -> Iterator[_Tokens]:
    read = tokens(text, start, end)
    for at in range(0, len(read), LONGEST):
        yield read[at : at + LONGEST]


def _with_hints(pieces: Iterable[_Tokens], matches: Sequence[Match]) -> Iterator[Sentence]:
    at = 0
    for piece in pieces:
        first, last = piece[0][1], piece[-1][2]
        while at < len(matches) and matches[at].start < first:
            at += 1
        stop = at
        while stop < len(matches) and matches[stop].start < last:
            stop += 1
        yield Sentence(
            [token for token, _, _ in piece], hints([(s, e) for _, s, e in piece], matches[at:stop])
        )
