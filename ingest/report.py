"""What does a run tell other programs? JSON lines: one object a document as it is done, and one at the end.

::

    {"document": "PMID:1", "status": "written", "statements": 3, "mentions": 12, "seconds": 0.0431, "error": ""}
    {"summary": {"written": 1, "unchanged": 0, "skipped": 0, "noted": 0, "failed": 0, "statements": 3, "seconds": 1.5}}

A report without the last line is of a run that was killed.
"""

from __future__ import annotations

import json
from dataclasses import asdict

from ingest.batch import Outcome, Status, Tally


def line(outcome: Outcome) -> str:
    """One document as JSON.

    >>> line(Outcome("a", Status.SKIPPED))
    '{"document": "a", "status": "skipped", "statements": 0, "mentions": 0, "seconds": 0.0, "error": ""}'
    """
    return json.dumps(asdict(outcome), ensure_ascii=False)


def summary(tally: Tally, seconds: float) -> str:
    """The whole run as JSON; ``seconds`` is how long it took.

    >>> summary(Tally(), 2)
    '{"summary": {"written": 0, "unchanged": 0, "skipped": 0, "noted": 0, "failed": 0, "statements": 0, "seconds": 2}}'
    """
    ends = {status.value: tally.ends[status] for status in Status}
    return json.dumps({"summary": {**ends, "statements": tally.statements, "seconds": round(seconds, 2)}})
