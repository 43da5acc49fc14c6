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
    name that stands first acts on the other, that the claim is denied, and that it is only supposed.
    """

    claims: tuple[float, ...]
    forward: float
    negated: float
    hedged: float

    @property
    def best(self) -> tuple[Claimed, float]:
        """The likeliest claim but `Claimed.NOTHING`, and its probability."""
        number = max(range(1, len(CLAIMS)), key=self.claims.__getitem__)
        return CLAIMS[number], self.claims[number]
