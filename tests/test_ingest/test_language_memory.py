"""What is remembered is what would be made, however little room there is."""

from __future__ import annotations

import numpy as np
import pytest

from ingest.language import memory
from ingest.language.memory import Memory, Numbers


def numbers(*rows: int) -> Numbers:
    return np.array([(row, 0) for row in rows], dtype=np.uint64)


@pytest.mark.parametrize("most", [2, 5, 100], ids=["too-few-for-a-batch", "forgets", "enough"])
def test_memory_gives_what_would_be_made(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST", most)
    held = Memory(lambda rows: rows[:, :1] * 3)
    for batch in ((1, 2), (2, 1, 4, 1), (5, 6, 7, 8), (1,), (7, 2, 7)):
        assert held.rows(numbers(*batch)).ravel().tolist() == [3 * one for one in batch]


def test_memory_makes_each_row_once() -> None:
    asked: list[int] = []

    def make(rows: Numbers) -> Numbers:
        asked.extend(rows[:, 0].tolist())
        return rows

    held = Memory(make)
    for batch in ((1, 2, 2), (2, 3), (3, 1)):
        held.rows(numbers(*batch))
    assert sorted(asked) == [1, 2, 3]
