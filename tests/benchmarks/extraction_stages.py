"""Where does the time of an extraction go?

    python tests/benchmarks/extraction_stages.py FILE...

FILE is anything that ``litkg extract`` reads. Milliseconds of processor time for 200 words, stage by stage, beside the
bare tokenizer of spaCy in the same run; each text is read once, so that nothing of it is remembered from before.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import spacy

from ingest import extract, recognise
from ingest.extract import Extractor
from ingest.language import Language
from ingest.lexicon import Lexicon
from ingest.linking.linker import Linker
from ingest.read import read
from ingest.relate.pairs.network import PairNetwork
from kg.model import Document

#: the stages, and what does them: an owner and the name of a callable of its
STAGES: tuple[tuple[str, Any, str], ...] = (
    ("sentences", Language, "sentences_in"),
    ("lexicon's names", Lexicon, "match"),
    ("recogniser", recognise, "spot"),
    ("linking", Linker, "link_spotted"),
    ("other names: patterns, agreement, abbreviations", recognise.Recogniser, "recognise"),
    ("parsing", Language, "parse"),
    ("rules", extract, "relate"),
    ("classifier of pairs", PairNetwork, "read"),
    ("weighing", extract, "weigh"),
    ("the rest: masks, pairs, judging, statements", Extractor, "extract"),
)


class Clock:
    """Processor time by stage; that of a stage inside another is not the other's."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._open: list[str] = []
        self._since = time.process_time()

    def _turn(self) -> None:
        now = time.process_time()
        if self._open:
            self.seconds[self._open[-1]] += now - self._since
        self._since = now

    @contextmanager
    def running(self, stage: str) -> Iterator[None]:
        """Count what is done inside as the stage's."""
        self._turn()
        self._open.append(stage)
        try:
            yield
        finally:
            self._turn()
            self._open.pop()


def timed(clock: Clock, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
    """The callable with its time counted; what it yields one by one is made at once."""

    def run(*given: Any, **named: Any) -> Any:
        with clock.running(stage):
            found = work(*given, **named)
            return (
                found
                if isinstance(found, tuple | list) or not isinstance(found, Iterator)
                else iter(list(found))
            )

    return run


def main() -> None:
    """Measure over the files named on the command line."""
    clock, extractor = Clock(), Extractor.load()
    for stage, owner, name in STAGES:
        setattr(owner, name, timed(clock, stage, getattr(owner, name)))
    documents = [d for name in sys.argv[1:] for d in read(Path(name)) if isinstance(d, Document)]
    words = sum(len(d.text.split()) for d in documents)
    bare = spacy.blank("en").tokenizer
    for document in documents:
        extractor.extract(document)
        with clock.running("bare tokenizer of spaCy"):
            bare(document.text)
    tokenizer = clock.seconds.pop("bare tokenizer of spaCy")
    whole = clock.seconds.total()
    for stage, _, _ in STAGES:
        seconds = clock.seconds[stage]
        print(f"{stage:<48} {seconds / words * 2e5:6.2f} ms {seconds / whole:5.0%}")
    naming = sum(clock.seconds[stage] for stage, _, _ in STAGES[:5])
    print(f"{'bare tokenizer of spaCy':<48} {tokenizer / words * 2e5:6.2f} ms")
    for what, amount, seconds in (
        ("abstracts of 200 words a second", words / 200, whole),
        ("words a second found and linked", words, naming),
    ):
        print(f"{what:<48} {amount / seconds:6.1f}, {seconds / tokenizer:.1f} times the tokenizer's time")


if __name__ == "__main__":
    main()
