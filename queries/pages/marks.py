"""How is a text shown with its marks? In pieces: a sentence with its roles, an article with its names and claims."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from queries.results import DocumentDetail, EvidenceItem, MentionItem, Range

_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence; ``roles`` are those of subject, object, cue and antecedent that cover it."""

    text: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """A stretch of an article, and the mention that covers it, if one does."""

    text: str
    mention: MentionItem | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence that claims something, with its place in the text, or what stands between two of them."""

    sentence: int | None
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of an article; ``kind`` is that of its section, ``title`` the heading if it changes here."""

    kind: str
    title: str
    stretches: tuple[Stretch, ...]


def sentence_pieces(evidence: EvidenceItem) -> tuple[Piece, ...]:
    """The sentence of a piece of evidence, cut wherever subject, object, cue or antecedent begins or ends."""
    start, text = evidence.sentence_range.start, evidence.sentence
    ranges = {
        "subject": evidence.subject_range,
        "object": evidence.object_range,
        "cue": evidence.cue_range,
        "antecedent": evidence.antecedent_range,
    }
    inside = {
        role: (max(found.start - start, 0), min(found.end - start, len(text)))
        for role, found in ranges.items()
        if found and found.end > start and found.start < start + len(text)
    }
    cuts = sorted({0, len(text), *(cut for pair in inside.values() for cut in pair)})
    return tuple(
        Piece(text[a:b], tuple(role for role, (first, last) in inside.items() if first <= a and b <= last))
        for a, b in pairwise(cuts)
    )


def paragraphs(document: DocumentDetail) -> Iterator[Paragraph]:
    """An article by sections and lines; of names that overlap the longest is marked."""
    mentions = _apart(document.mentions)
    sentences = _sentences(document)
    heading = ""
    for kind, title, start, end in _sections(document):
        for line in _LINE.finditer(document.text, start, end):
            if kind == "title" or not line.group().strip():
                continue
            own = title if kind != "heading" and title != heading else ""
            heading = line.group() if kind == "heading" else title
            yield Paragraph(
                kind, own, tuple(_stretches(document.text, line.start(), line.end(), sentences, mentions))
            )


def title_names(document: DocumentDetail) -> tuple[Name, ...]:
    """The title with its names, where the text has it."""
    found = next((s.range for s in document.sections if s.kind == "title"), None)
    if found is None:
        return (Name(document.title or document.id, None),)
    return tuple(_names(document.text, found.start, found.end, _apart(document.mentions)))


def title_start(document: DocumentDetail) -> int | None:
    """Where the sentence stands that the title is, if it claims something."""
    starts = {claim.evidence.sentence_range.start for claim in document.claims}
    return next(
        (s.range.start for s in document.sections if s.kind == "title" and s.range.start in starts), None
    )


def _sections(document: DocumentDetail) -> Iterator[tuple[str, str, int, int]]:
    """Sections in order, and what stands between them."""
    done = 0
    for section in sorted(document.sections, key=lambda s: (s.range.start, s.range.end)):
        if section.range.start > done:
            yield "", "", done, section.range.start
        if section.range.end > done:
            yield section.kind, section.title, max(section.range.start, done), section.range.end
            done = section.range.end
    if done < len(document.text):
        yield "", "", done, len(document.text)


def _apart(mentions: Iterable[MentionItem]) -> list[MentionItem]:
    """Mentions that do not overlap, in order: the longest, then the surest, then the first."""
    taken: list[MentionItem] = []
    covered: set[int] = set()
    for mention in sorted(mentions, key=lambda m: (m.range.start - m.range.end, -m.score, m.range.start)):
        places = range(mention.range.start, mention.range.end)
        if covered.isdisjoint(places):
            covered.update(places)
            taken.append(mention)
    return sorted(taken, key=_start)


def _start(mention: MentionItem) -> int:
    return mention.range.start


def _sentences(document: DocumentDetail) -> list[Range]:
    """The sentences that claim something, in order, none over another."""
    found: list[Range] = []
    for start, end in sorted(
        {(c.evidence.sentence_range.start, c.evidence.sentence_range.end) for c in document.claims}
    ):
        if not found or start >= found[-1].end:
            found.append(Range(start, end))
    return found


def _stretches(
    text: str, start: int, end: int, sentences: list[Range], mentions: list[MentionItem]
) -> Iterator[Stretch]:
    done = start
    for sentence in sentences:
        first, last = max(sentence.start, start), min(sentence.end, end)
        if first < last:
            if first > done:
                yield Stretch(None, tuple(_names(text, done, first, mentions)))
            yield Stretch(sentence.start, tuple(_names(text, first, last, mentions)))
            done = last
    if done < end:
        yield Stretch(None, tuple(_names(text, done, end, mentions)))


def _names(text: str, start: int, end: int, mentions: list[MentionItem]) -> Iterator[Name]:
    done = start
    at = bisect_left(mentions, start, key=_start)
    for mention in islice(mentions, at, None):
        if mention.range.start >= end:
            break
        if mention.range.end <= end:
            if mention.range.start > done:
                yield Name(text[done : mention.range.start], None)
            yield Name(text[mention.range.start : mention.range.end], mention)
            done = mention.range.end
    if done < end:
        yield Name(text[done:end], None)
