"""What was made of these numbers before?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

#: rows remembered before all are forgotten
MOST = 1 << 15

Made = TypeVar("Made", bound=np.generic)
Numbers = NDArray[np.uint64]


class Memory(Generic[Made]):
    """Rows that are made of other rows, each by itself, of which those seen before are not made again.

    ``make`` gives as many rows as it gets, never none. Not for several threads.

    >>> memory = Memory(lambda rows: print(len(rows)) or rows * 2)
    >>> memory.rows(np.array([[3], [4], [3]], dtype=np.uint64)).ravel().tolist()
    2
    [6, 8, 6]
    >>> memory.rows(np.array([[4]], dtype=np.uint64)).ravel().tolist()
    [8]
    """

    def __init__(self, make: Callable[[Numbers], NDArray[Made]]) -> None:
        self._make = make
        self._places: dict[bytes, int] = {}
        self._made: NDArray[Made] | None = None

    def rows(self, given: Numbers) -> NDArray[Made]:
        """What is made of each of the rows."""
        keys: list[bytes] = given.view(f"V{given.strides[0]}").ravel().tolist()
        if not self._places.keys() >= set(keys) and not self._learn(keys, given):
            return self._make(given)
        assert self._made is not None
        return self._made[[self._places[key] for key in keys]]

    def _learn(self, keys: Sequence[bytes], given: Numbers) -> bool:
        """Remember what is made of the new ones; false if they are too many."""
        new = {key: number for number, key in enumerate(keys) if key not in self._places}
        if len(self._places) + len(new) > MOST:
            self._places.clear()
            new = {key: number for number, key in enumerate(keys)}
        if len(new) > MOST:
            return False
        made = self._make(given[list(new.values())])
        at = len(self._places)
        if self._made is None:
            self._made = np.empty((MOST, made.shape[1]), dtype=made.dtype)
        self._made[at : at + len(new)] = made
        self._places.update(zip(new, range(at, at + len(new)), strict=True))
        return True
