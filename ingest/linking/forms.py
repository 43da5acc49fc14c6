"""In which other words may a name be listed?

A name of running text is rarely written as its vocabulary writes it: "human IL-2 receptor gene" is listed
as "IL-2 receptor", "cancer of the breast" as "breast cancer", "hypertensive" as "hypertension". The forms
come in steps; a later step is tried only where an earlier one found nothing, and is trusted less.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from ingest.linking.rewriting import nouns, rewritten
from ingest.linking.trimming import INSERTED, POSSESSIVE, trimmed
from ingest.mention import Kind


class Step(IntEnum):
    """How far a form is from the name as written, nearest first."""

    WRITTEN = 0
    TRIMMED = 1
    REWRITTEN = 2
    SHORTENED = 3


@dataclass(frozen=True, slots=True)
class Form:
    """A spelling to look up; ``change`` tells a person what was done to the name, empty for nothing."""

    text: str
    step: Step
    change: str = ""


#: forms of one step that are tried at most, so that a long name costs no more than a short one
_MOST = 24
_LONGEST = 200


def forms(name: str, kind: Kind) -> Iterator[Form]:
    """Spellings to look up for a name of this kind, in order of their step, each once.

    >>> [f.text for f in forms("mutant KRAS gene", Kind.GENE)][:2]
    ['mutant KRAS gene', 'KRAS']
    >>> "breast cancer" in [f.text for f in forms("cancer of the breast", Kind.DISEASE)]
    True
    """
    seen: set[str] = set()
    for step, change, make in _STEPS:
        if len(name) > _LONGEST:
            break
        for count, text in enumerate(make(name, kind)):
            if count == _MOST:
                break
            if text and text not in seen:
                seen.add(text)
                yield Form(text, step, change)


def _written(name: str, kind: Kind) -> Iterator[str]:
    yield " ".join(name.split())


#: kinds whose names may lose their first words and still name what they are about
_BY_HEAD = frozenset(
    {Kind.DISEASE, Kind.CELL_TYPE, Kind.ANATOMY, Kind.PROCESS, Kind.COMPONENT, Kind.CHEMICAL}
)


#: which of a family a gene is: the epidermal growth factor receptor 2 is not the epidermal growth factor receptor
_MEMBER = re.compile(
    r"\d+[A-Za-z]?|[A-Z]\d*|[IVX]+|alpha|beta|gamma|delta|epsilon|zeta|kappa|[\u03b1-\u03c9]\d*"
)


#: where it is told what a name has to do with something else
_BEHIND = re.compile(r"\s+(?:of|in|to|with|after|during|due|from|by|induced)\b.*$")


def _shortened(name: str, kind: Kind) -> Iterator[str]:
    """The name without its first words, one by one, and without its last."""
    text = POSSESSIVE.sub("", INSERTED.sub("", " ".join(name.split())))
    text = _BEHIND.sub("", text) or text
    words = text.replace("-", " ").split()
    if kind is Kind.GENE:
        ends = range(len(words) - 1, 0, -1)
        yield from (" ".join(words[:end]) for end in ends if not any(map(_MEMBER.fullmatch, words[end:])))
        return
    if kind not in _BY_HEAD:
        return
    for start in range(len(words)):
        rest = words[start:]
        if start and _is_needed(words[start - 1], rest, kind):
            continue
        if start or len(rest) < len(name.split()):
            yield " ".join(rest)
            if len(rest) == 1 and len(rest[0]) > 5:
                yield from nouns(rest[0].lower())
    if kind in (Kind.CHEMICAL, Kind.DISEASE):
        yield from (" ".join(words[:end]) for end in range(len(words) - 1, 0, -1))


#: where a group stands in a compound: 3-deazaadenosine is not the 7-deazaadenosine that lists call deazaadenosine
_LOCANT = re.compile(r"\d+(?:,\d+)*")
#: what very many things are
_GENERAL = re.compile(
    r"(?:inhibitor|antagonist|agonist|blocker|activator|modulator|syndrome|disease|disorder|condition)s?",
    re.I,
)


def _is_needed(dropped: str, rest: Sequence[str], kind: Kind) -> bool:
    """Whether what is left without the last word that was dropped means something else, or nothing in particular."""
    if kind is Kind.CHEMICAL and _LOCANT.fullmatch(dropped):
        return True
    return dropped.lower() == "non" or (len(rest) == 1 and _GENERAL.fullmatch(rest[0]) is not None)


_Make = Callable[[str, Kind], Iterator[str]]
_STEPS: tuple[tuple[Step, str, _Make], ...] = (
    (Step.WRITTEN, "", _written),
    (Step.TRIMMED, "without the words around it", trimmed),
    (Step.REWRITTEN, "in other words", rewritten),
    (Step.SHORTENED, "shortened", _shortened),
)
