"""Which name does a later sentence give to what this one calls "a pill that blocks X"? "The compound, called Y, …".

News tells what a thing does before it tells its name. A name is taken back only to an indefinite phrase of a kind with
the noun that it is given to, and only where one thing is named so within a few sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.mention import AGENTS, Recognised
from ingest.patterns.introduced import CALLING
from ingest.relate.lexis import MEDICINES
from ingest.relate.mask import Named
from ingest.relate.tree import Token
from kg.model import Span

#: how many sentences back a name is taken
_BACK = 3
#: nouns that can stand for each other, and those that are of a kind of their own
_GENERAL = frozenset("drug medicine medication compound molecule agent treatment therapy".split())
_NOUNS = _GENERAL | MEDICINES | frozenset("antibody inhibitor injection jab".split())
_WORDS = "|".join(sorted(_NOUNS))
_LONGEST = 90
#: "the firm's *second* pill" is another than the one told of before
_OTHER = r"(?:second|third|other|older|next|different|earlier|previous|rivals?)\b"
#: before a name: "the compound, called", "the firm's new drug, which is known as", "the pill,"
_GIVEN_TO = re.compile(
    rf"\b(?:[Tt]h(?:e|is)|[Ii]ts|[Tt]heir|\w+['\u2019]s?) (?:(?!{_OTHER})[\w-]+ ){{0,3}}?"
    rf"(?:(?P<called>{_WORDS})(?:,? (?:which|that))?,? (?:(?:is|was|has been) )?{CALLING} [\"'\u201c\u2018]?"
    rf"|(?P<apposed>{_WORDS})(?:, | \())$"
)
_CLOSED = re.compile(r"[,)]")
_INDEFINITE = frozenset({"a", "an", "another"})


@dataclass(frozen=True, slots=True)
class Announcement:
    """A name that is given to something: its position among the document's names, the noun, and where it stands."""

    name: int
    noun: str
    place: Span


def find_announcements(text: str, names: Sequence[Recognised]) -> list[Announcement]:
    """The names of agents that the text gives to something, in its order."""
    return list(_announcements(text, names))


def _announcements(text: str, names: Sequence[Recognised]) -> Iterator[Announcement]:
    for position, name in enumerate(names):
        if name.best.entity.category not in AGENTS:
            continue
        given = _GIVEN_TO.search(text, max(0, name.span.start - _LONGEST), name.span.start)
        if given and (noun := given["called"] or (_CLOSED.match(text, name.span.end) and given["apposed"])):
            yield Announcement(position, noun, name.span)


def announced_to(
    announcements: Sequence[Announcement], sentences: Sequence[Span], index: int
) -> list[Announcement]:
    """Those that a sentence may speak of: what the next few sentences name."""
    if not announcements:
        return []
    end = sentences[min(index + _BACK, len(sentences) - 1)].end
    return [one for one in announcements if sentences[index].end <= one.place.start < end]


def find_announced(token: Token, announced: Sequence[tuple[str, Named]]) -> Named | None:
    """What an indefinite phrase is called later, None where that is not clear."""
    noun = token.lemma_.lower()
    if noun not in _NOUNS or not _is_indefinite(token):
        return None
    if any(t.i != token.i and t.lemma_.lower() in _NOUNS and _is_indefinite(t) for t in token.doc):
        return None
    fitting = [name for given, name in announced if given == noun or {given, noun} & _GENERAL]
    return fitting[0] if len({name.entity for name in fitting}) == 1 else None


def _is_indefinite(token: Token) -> bool:
    return any(c.dep_ == "det" and c.lower_ in _INDEFINITE for c in token.children)
