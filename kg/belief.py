"""How far is a statement believed, given all evidence for it?

After Gyori et al. 2017, doi:10.15252/msb.20177651: what single sources get wrong by chance, many sources put
right; what an extractor or a kind of source gets wrong in the same way again and again, they do not.
A source is a document with its copies (`kg.sources`) and counts once, by the finding that is worth most.
For an extractor x and the kinds k of the sources that it read::

    doubt(k) = e(k) + (1 - e(k)) * product over sources of (1 - score)
    doubt(x) = e(x) + (1 - e(x)) * product over kinds of doubt(k)
    belief   = 1 - product over extractors of doubt(x)

where the score of hedged evidence counts by `HEDGE_WEIGHT`. One sentence is believed (1-e(x)) (1-e(k)) score.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import prod
from types import MappingProxyType

from kg.view import Finding

#: how often an extractor misreads in a way that repeats itself from document to document
SYSTEMATIC_ERROR = 0.05
#: the same for extractors, by name without version, that are known to differ: the classifier of pairs was
#: fitted to few corpora, and repeats what it learnt there
EXTRACTOR_ERROR: Mapping[str, float] = MappingProxyType({"pairs": 0.1})
#: how often a kind of source says again and again what the research does not. A judgement: a third of press
#: releases claim causes more strongly than their paper (doi:10.1136/bmj.g7015), of which we count half; the
#: conclusions of 7 % of preprints change before publication (doi:10.1371/journal.pbio.3001285). Where authors
#: speak for themselves, or nothing is known of the text, nothing is taken off. What was retracted counts for nothing.
KIND_ERROR: Mapping[str, float] = MappingProxyType({"news": 0.15, "preprint": 0.07, "withdrawn": 1.0})
#: what the score of evidence counts whose authors only suppose
HEDGE_WEIGHT = 0.5


def extractor_error(extractor: str) -> float:
    """The systematic error of an extractor, whatever its version.

    >>> extractor_error("pairs-1"), extractor_error("patterns-1")
    (0.1, 0.05)
    """
    return EXTRACTOR_ERROR.get(extractor.partition("-")[0], SYSTEMATIC_ERROR)


def kind_error(kind: str) -> float:
    """The systematic error of a kind of source."""
    return KIND_ERROR.get(kind, 0.0)


def belief(findings: Iterable[Finding]) -> float:
    """How far a statement is believed, 0-1, four digits after the point; see the module for the formula.

    >>> belief([Finding("a", 0.8, False, "x")]), belief([Finding("a", 0.8, True, "x")])
    (0.76, 0.38)
    >>> belief([Finding("a", 0.8, False, "x"), Finding("b", 0.8, False, "x")])
    0.912
    >>> belief([Finding("a", 0.8, False, "x", source="a"), Finding("b", 0.8, False, "x", source="a")])
    0.76

    What withdrawn articles say counts for nothing:

    >>> belief([Finding("a", 0.8, False, "x", kind="withdrawn")])
    0.0
    """
    scores: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for finding in counted(findings):
        scores[finding.extractor][finding.kind].append(weighted(finding))
    return round(1 - prod(_doubt(x, scores[x]) for x in sorted(scores)), 4)


def counted(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that count: of each source the one that is worth most.

    >>> [f.score for f in counted([Finding("a", 0.8, False, "x"), Finding("a", 0.9, False, "x")])]
    [0.9]
    """
    best: dict[str, Finding] = {}
    for finding in findings:
        source = finding.source or finding.document
        if _worth(finding) > _worth(best.setdefault(source, finding)):
            best[source] = finding
    return list(best.values())


def weighted(finding: Finding) -> float:
    """The score of a finding, less where it is hedged."""
    return finding.score * (HEDGE_WEIGHT if finding.hedged else 1)


def _doubt(extractor: str, kinds: Mapping[str, list[float]]) -> float:
    doubts = (
        _floor(kind_error(kind), prod(1 - score for score in sorted(kinds[kind]))) for kind in sorted(kinds)
    )
    return _floor(extractor_error(extractor), prod(doubts))


def _floor(error: float, doubt: float) -> float:
    return error + (1 - error) * doubt


def _worth(finding: Finding) -> tuple[float, str, str]:
    """What a finding would be believed alone; the names only settle ties."""
    alone = (1 - extractor_error(finding.extractor)) * (1 - kind_error(finding.kind)) * weighted(finding)
    return round(alone, 9), finding.extractor, finding.kind
