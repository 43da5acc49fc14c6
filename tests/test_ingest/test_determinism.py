"""The same text gives the same record, whatever was read before it."""

from __future__ import annotations

import json

from ingest.extract import Extractor
from ingest.language import Language
from ingest.lexicon import Lexicon
from kg.model import Document

TEXTS = (
    "IL-6 activates STAT3 in mice. Stat3 was phosphorylated.",
    "Gefitinib inhibits EGFR in non-small cell lung cancer. " * 40,
    "Cyclophosphamide (CP) caused nephritis in rats; CP was stopped.",
)


def records(extractor: Extractor, order: tuple[int, ...]) -> dict[int, str]:
    return {i: json.dumps(extractor.extract(Document("x", TEXTS[i])).as_json()) for i in order}


def test_extract_gives_the_same_whatever_its_neighbours(lexicon: Lexicon, language: Language) -> None:
    one = records(Extractor(lexicon, language), (0, 1, 2))
    other = records(Extractor(lexicon, language), (2, 1, 0, 1, 2))
    assert one == other
