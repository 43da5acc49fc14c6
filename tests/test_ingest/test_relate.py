"""Claims of single sentences, with the names given: what is found must be exactly what is written below."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest.language import Language
from ingest.relate.mask import Named, mask
from ingest.relate.relator import relate
from kg.vocabulary import Category

_NAME = re.compile(r"\[([^|\]]+)\|([A-Za-z]+)\]")
_CASES = Path(__file__).with_name("claims.txt")


def _cases() -> list[tuple[str, frozenset[str]]]:
    blocks = re.split(r"\n\s*\n", _CASES.read_text(encoding="utf-8"))
    lines = [[line for line in block.splitlines() if not line.startswith("#")] for block in blocks]
    return [(block[0], frozenset(_claim(line) for line in block[1:])) for block in lines if block]


def _claim(line: str) -> str:
    parts = [part.strip() for part in line.split("|")]
    return " | ".join(part for part in parts if part)


def _unmarked(marked: str) -> tuple[str, list[Named]]:
    text, names, at = "", [], 0
    for match in _NAME.finditer(marked):
        text += marked[at : match.start()]
        start = len(text)
        text += match.group(1)
        category = Category(f"biolink:{match.group(2)}")
        head = match.group(1).split()[-1]
        names.append(Named(len(names), start, len(text), category, match.group(1).lower(), head=head))
        at = match.end()
    return text + marked[at:], names


@pytest.fixture(scope="session")
def language() -> Language:
    return Language.load()


@pytest.mark.parametrize(("marked", "expected"), [pytest.param(*case, id=case[0][:60]) for case in _cases()])
def test_relate_sentence_gives_its_claims(marked: str, expected: frozenset[str], language: Language) -> None:
    text, names = _unmarked(marked)
    masked = mask(text, names)
    (parse,) = language.parse([masked.text])
    surfaces = [text[n.start : n.end] for n in names]
    found = set()
    for r in relate(parse, masked, 0, names):
        marks = [m for m, on in (("negated", r.negated), ("hedged", r.hedged)) if on]
        found.add(
            " | ".join(
                filter(None, [surfaces[r.subject], r.relation, surfaces[r.object], r.aspect or "", *marks])
            )
        )
    assert found == expected
