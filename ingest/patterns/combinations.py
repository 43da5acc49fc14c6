"""Which treatments are given together as one: nivolumab plus ipilimumab, A in combination with B, FOLFOX?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.mention import AGENTS, Recognised
from ingest.patterns.own import Lookup, meant, one, own
from kg.model import Entity, Span
from kg.vocabulary import Category

_NOUN = re.compile(r" (?:combination(?: (?:therapy|treatment|regimen))?|combined (?:therapy|treatment))\b")
_WITH = re.compile(
    r",? (?:(?:given |used |administered )?in combination with|combined with|plus|together with|\+) (?:an? |the )?"
    r"|\+"
)
_AND = re.compile(r" (?:and|with|plus|\+) (?:an? |the )?|[-/+]")
_COMBINED = re.compile(
    r"\b(?:combin(?:ation|ed)(?: (?:therapy|treatment|use|administration|regimens?|immunotherapy))?(?: (?:of|with))?"
    r"|co-?administration of|co-?treatment with) (?:an? |the )?$",
    re.I,
)
#: the last drug is part of another word: "plus ritonavir-boosted lopinavir"
_PART_OF_WORD = re.compile(r"-(?!based\b)[a-z]+(?:ed|ing|free|resistant)\b|/[A-Za-z]")
_NEAR = 45
_MOST_PARTS = 4


def find_combinations(text: str, known: Sequence[Recognised]) -> Iterator[Recognised]:
    """Two to four agents that are given together, whatever the order in which the text names them.

    ``known`` are the names of the text as they stand, agents that were found by their shape among them. The
    parts stand for themselves as well.
    """
    agents = sorted(
        (r for r in known if r.best.entity.category in AGENTS),
        key=lambda r: (r.span.start, -r.span.end),
    )
    run: list[Recognised] = []
    for agent in agents:
        if run and not (_joined(text, run, agent) and len(run) < _MOST_PARTS):
            yield from _combined(text, run)
            run = []
        run.append(agent)
    yield from _combined(text, run)


def _joined(text: str, run: Sequence[Recognised], agent: Recognised) -> bool:
    """Whether the text gives this agent with those before it."""
    gap = text[run[-1].span.end : agent.span.start] if agent.span.start - run[-1].span.end <= _NEAR else "."
    return bool(_WITH.fullmatch(gap) or (_AND.fullmatch(gap) and _is_called_so(text, run[0], agent)))


def _is_called_so(text: str, first: Recognised, last: Recognised) -> bool:
    """Whether the word combination stands before the first or behind the last."""
    before = text[max(0, first.span.start - _NEAR) : first.span.start]
    return bool(_COMBINED.search(before) or _NOUN.match(text, last.span.end))


def _combined(text: str, run: Sequence[Recognised]) -> Iterator[Recognised]:
    parts = {r.best.entity.id: r.best.entity for r in run}
    if len(parts) < 2 or _PART_OF_WORD.match(text, run[-1].span.end):
        return
    noun = _NOUN.match(text, run[-1].span.end)
    span = Span(run[0].span.start, noun.end() if noun else run[-1].span.end)
    inner = dict.fromkeys(place for r in run for place in (r.span, *r.inner))
    ordered = sorted(parts.values(), key=lambda entity: entity.label.casefold())
    yield one(span, _entity(ordered), 0.85, "given together: " + ", ".join(e.label for e in ordered), inner)


def _entity(parts: Sequence[Entity], synonyms: Sequence[str] = ()) -> Entity:
    label = " plus ".join(part.label for part in parts)
    return own(Category.TREATMENT, label, parents=parts, synonyms=synonyms)


#: common regimens and what they are made of; their names mean nothing else
_REGIMENS = {
    "FOLFOX": ("folinic acid", "fluorouracil", "oxaliplatin"),
    "FOLFIRI": ("folinic acid", "fluorouracil", "irinotecan"),
    "FOLFIRINOX": ("folinic acid", "fluorouracil", "irinotecan", "oxaliplatin"),
    "FOLFOXIRI": ("folinic acid", "fluorouracil", "irinotecan", "oxaliplatin"),
    "XELOX": ("capecitabine", "oxaliplatin"),
    "CAPOX": ("capecitabine", "oxaliplatin"),
    "GEMOX": ("gemcitabine", "oxaliplatin"),
    "ABVD": ("doxorubicin", "bleomycin", "vinblastine", "dacarbazine"),
    "R-CHOP": ("rituximab", "cyclophosphamide", "doxorubicin", "vincristine", "prednisone"),
    "BEACOPP": (
        "bleomycin", "etoposide", "doxorubicin", "cyclophosphamide", "vincristine", "procarbazine", "prednisone",
    ),
}  # fmt: skip
_SAME = {"XELOX": "CAPOX", "FOLFOXIRI": "FOLFIRINOX", "RCHOP": "R-CHOP"}
_REGIMEN = re.compile(
    rf"(?<![\w-])m?({'|'.join(sorted([*_REGIMENS, *_SAME], key=len, reverse=True))})-?\d{{0,2}}(?![\w])", re.I
)


def find_regimens(text: str, lookup: Lookup) -> Iterator[Recognised]:
    """Chemotherapy by the name of its regimen: FOLFOX, mFOLFOX6, R-CHOP."""
    for match in _REGIMEN.finditer(text):
        name = match.group(1).upper()
        name = _SAME.get(name, name)
        drugs = [meant(lookup, part, AGENTS) for part in _REGIMENS[name]]
        entity = own(Category.TREATMENT, name, parents=[drug.entity for drug in drugs if drug])
        yield one(Span(*match.span()), entity, 0.9, f"regimen of {', '.join(_REGIMENS[name])}")
