"""Which sentences are best read together?"""

from __future__ import annotations

from collections.abc import Sequence

#: sentences that are read at a time, at most
_BATCH = 12
#: what a batch costs for each of its steps, where a sentence more costs 1 a step
_STEP = 0.6


def batches(lengths: Sequence[int], alone: float) -> list[slice]:
    """Which sentences, of these rising lengths, are best read together: batches long in step, with little padding.

    ``alone`` is what a batch costs by itself, where a step of a sentence costs 1.

    >>> batches([5, 6, 6, 40, 41], 3.0)
    [slice(0, 3, None), slice(3, 5, None)]
    """
    cost, first = [0.0], [0]
    for end, length in enumerate(lengths, 1):
        ways = (
            (cost[start] + alone + length * (end - start + _STEP), start)
            for start in range(max(0, end - _BATCH), end)
        )
        best, start = min(ways)
        cost.append(best)
        first.append(start)
    found, end = [], len(lengths)
    while end:
        found.append(slice(first[end], end))
        end = first[end]
    return found[::-1]
