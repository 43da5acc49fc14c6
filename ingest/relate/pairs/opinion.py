"""What can the classifier say of two names?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Claimed(StrEnum):
    """What is claimed of two names, whatever their kinds; the first of a pair acts on the second, or the reverse."""

    NOTHING = "nothing"
    RAISES = "raises"
    LOWERS = "lowers"
    CHANGES = "changes"
    BINDS = "binds"
    GOES_WITH = "goes with"
    CONVERTS = "converts"
    HOLDS = "holds"
    MAKES = "makes"
    TESTED = "tested for"
    KIND_OF = "kind of"


CLAIMS = tuple(Claimed)


@dataclass(frozen=True, slots=True)
class Opinion:
    """Probabilities 0-1: of each claim, in the order of `CLAIMS` (sum 1); and, if anything is claimed, that the
    name that stands first acts on the other, that the claim is denied, that it is only supposed, and that it is about
    how much there is of what is acted upon, not about what this does.
    """

    claims: tuple[float, ...]
    forward: float
    negated: float
    hedged: float
    amount: float

    def chance(self, claim: Claimed) -> float:
        """The probability of a claim."""
        return self.claims[CLAIMS.index(claim)]

    @property
    def best(self) -> tuple[Claimed, float]:
        """The likeliest claim but `Claimed.NOTHING`, and its probability."""
        number = max(range(1, len(CLAIMS)), key=self.claims.__getitem__)
        return CLAIMS[number], self.claims[number]


@dataclass(frozen=True, slots=True)
class Support:
    """What an opinion says of a statement; probabilities 0-1.

    ``claim`` is that of its claim, None where the classifier was not taught such claims; ``anything`` that anything is
    claimed of the two; ``forward`` that the subject acts; ``best`` and ``second`` are those of the likeliest claims;
    ``amount`` that it is about how much there is of the object.
    """

    claim: float | None
    anything: float
    forward: float
    negated: float
    hedged: float
    best: float
    second: float
    amount: float


def support(opinion: Opinion, claim: Claimed | None, subject_first: bool) -> Support:
    """What the opinion says of such a claim of the two, whose subject stands first or not."""
    best, second = sorted(opinion.claims[1:], reverse=True)[:2]
    return Support(
        None if claim is None else opinion.chance(claim),
        1 - opinion.claims[0],
        opinion.forward if subject_first else 1 - opinion.forward,
        opinion.negated,
        opinion.hedged,
        best,
        second,
        opinion.amount,
    )
