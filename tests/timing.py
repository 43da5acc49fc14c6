"""Processor time of a call, as little disturbed by the machine and by the rest of the test run as can be."""

from __future__ import annotations

import gc
from collections.abc import Callable
from time import process_time


def seconds(call: Callable[[], object], tries: int = 3) -> float:
    """Least processor time of a few calls, in seconds.

    Without the collector: on the heap of a whole test run a collection takes longer than what is measured.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        return min(_once(call) for _ in range(tries))
    finally:
        if collecting:
            gc.enable()


def _once(call: Callable[[], object]) -> float:
    begun = process_time()
    call()
    return process_time() - begun
