"""Denied, supposed or only an aim: what the words round a trigger say of it."""

from __future__ import annotations

import re

import pytest

from ingest.language import Language
from ingest.relate.modality import modality

CASES = """
plain
Insulin *inhibits* kinases.
Kinases were *inhibited* by insulin.
*Inhibition* of kinases by insulin was complete.
We found that insulin *inhibits* kinases.
These data show that insulin *inhibits* kinases.
Insulin does not bind kinases but *inhibits* apoptosis.
Insulin may bind kinases, and it *inhibits* apoptosis.
Insulin *inhibits* kinases, which may cause asthma.

negated
Insulin did not *inhibit* kinases.
Insulin failed to *inhibit* kinases.
Insulin never *inhibits* kinases.
Insulin was unable to *inhibit* kinases.
Insulin does not *inhibit* kinases in the liver.
Insulin showed no *inhibition* of kinases.
There was no *association* between insulin and asthma.
Insulin had no *effect* on kinases.
There is no evidence that insulin *inhibits* kinases.
Insulin no longer *inhibits* kinases.
Insulin was not *associated* with asthma.
Insulin did not bind or *inhibit* kinases.

hedged
Insulin may *inhibit* kinases.
Insulin might *inhibit* kinases.
Insulin could *serve* as a drug.
Insulin possibly *inhibits* kinases.
Insulin appears to *inhibit* kinases.
Insulin is thought to *inhibit* kinases.
We hypothesised that insulin *inhibits* kinases.
The authors suggest that insulin *inhibits* kinases.
Insulin is a potential *inhibitor* of kinases.
It is possible that insulin *inhibits* kinases.

negated hedged
Insulin may not *inhibit* kinases.
Insulin does not appear to *inhibit* kinases.
Insulin is not thought to *inhibit* kinases.
These results do not suggest that insulin *inhibits* kinases.
It is unlikely that insulin *inhibits* kinases.

aim
We investigated whether insulin *inhibits* kinases.
We asked whether insulin *inhibits* kinases.
The aim of this study was to determine whether insulin *inhibits* kinases.
We examined the *effect* of insulin on kinases.
We studied the *association* between insulin and asthma.
It is unknown whether insulin *inhibits* kinases.
"""


def _cases() -> list[object]:
    found = []
    for block in CASES.strip().split("\n\n"):
        expected, *sentences = block.splitlines()
        for sentence in sentences:
            found.append(pytest.param(sentence, expected, id=f"{expected}: {sentence}"))
    return found


@pytest.mark.parametrize(("marked", "expected"), _cases())
def test_modality_of_the_marked_word(marked: str, expected: str, language: Language) -> None:
    at = marked.index("*")
    (sentence,) = language.parse([re.sub(r"\*", "", marked)])
    (trigger,) = [token for token in sentence if token.idx == at]
    meant = modality(trigger)
    found = [name for name in ("negated", "hedged", "aim") if getattr(meant, name)]
    assert ("aim" if meant.aim else " ".join(found) or "plain") == expected
