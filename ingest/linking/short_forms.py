"""What do short forms mean among the names that the lexicon finds?

An abbreviation that the document defines means what its long form means; where the long form is no name that anyone
knows, candidates that it does not resemble are vetoed (TACE is not ADAM17 in a text that says "transarterial
chemoembolization (TACE)").
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.cover import Cover
from ingest.language import Abbreviation
from ingest.linking.meanings import resemblance
from ingest.linking.names import ALIKE
from ingest.mention import Candidate, Recognised
from kg.model import Span


def apply_abbreviations(
    text: str,
    abbreviations: Sequence[Abbreviation],
    names: Sequence[Recognised],
    understood: Mapping[str, Meaning] | None = None,
) -> Iterator[Recognised]:
    """Give every defined short form the candidates of its long form, and veto what does not resemble it.

    So with those that are ``understood`` otherwise.
    """
    defined = _meanings(text, abbreviations, names)
    meanings = {**(understood or {}), **defined}
    seen: set[Span] = set()
    for name in names:
        surface = name.span.of(text)
        bare = surface if surface in meanings else surface.removesuffix("s")
        if bare not in meanings:
            yield name
        elif (settled := _settle(name, meanings[bare])) is not None:
            seen.add(name.span)
            yield settled
        else:
            seen.add(name.span)
    yield from _unlisted(text, defined, seen, names)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a short form stands for in this document."""

    long: str
    candidates: tuple[Candidate, ...]

    def explained(self) -> tuple[Candidate, ...]:
        """The long form's candidates, for the short form."""
        return tuple(
            replace(c, reason=f"abbreviates “{self.long}” here: {c.reason}") for c in self.candidates
        )


def _meanings(
    text: str, abbreviations: Sequence[Abbreviation], names: Sequence[Recognised]
) -> dict[str, Meaning]:
    spans = {name.span: name for name in names}
    by_end: dict[int, Recognised] = {}
    for name in names:
        by_end.setdefault(name.span.end, name)
    found: dict[str, Meaning] = {}
    for pair in abbreviations:
        short, long = Span(*pair.short), Span(*pair.long)
        meant = spans.get(long)
        near = by_end.get(long.end)
        if meant is None and near and near.span.end - near.span.start >= 0.75 * (long.end - long.start):
            meant = near
        found.setdefault(short.of(text), Meaning(long.of(text), meant.candidates if meant else ()))
    return found


def _settle(name: Recognised, meaning: Meaning) -> Recognised | None:
    if meaning.candidates:
        return replace(name, candidates=meaning.explained())
    kept = tuple(
        c for c in name.candidates if resemblance(meaning.long, (c.entity.label, *c.entity.synonyms)) >= ALIKE
    )
    return replace(name, candidates=kept) if kept else None


_WORD = re.compile(r"(?<![\w-])\w+")


def _unlisted(
    text: str, meanings: Mapping[str, Meaning], seen: set[Span], names: Sequence[Recognised]
) -> Iterator[Recognised]:
    """Short forms that no list has, wherever the text uses them, in the order of the text."""
    covered = Cover(name.span for name in names)
    by_word: defaultdict[str, list[str]] = defaultdict(list)
    for short, meaning in meanings.items():
        if meaning.candidates and len(short) > 1 and (first := _WORD.match(short)):
            by_word[first.group()].append(short)
    for word in _WORD.finditer(text) if by_word else ():
        start, written = word.start(), word.group()
        for short in (*by_word.get(written, ()), *by_word.get(written.removesuffix("s"), ())):
            span = _used(text, short, start)
            if span and span not in seen and not covered.overlaps(span):
                seen.add(span)
                yield Recognised(span, meanings[short].explained())


def _used(text: str, short: str, start: int) -> Span | None:
    """Where the short form or its plural stands, if it does at this place."""
    end = start + len(short)
    if not text.startswith(short, start):
        return None
    end += text.startswith("s", end)
    return None if end < len(text) and (text[end].isalnum() or text[end] == "_") else Span(start, end)
