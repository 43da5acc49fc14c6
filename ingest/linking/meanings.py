"""What do the abbreviations of this document stand for?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

from ingest.language import Abbreviation
from ingest.lexicon.key import key
from ingest.mention import Kind, Spotted
from kg.model import Span

_TOKEN = re.compile(r"[^\s()\[\],;/]+")
#: a name that goes on behind the bracket in which its first part is shortened
_GOES_ON = re.compile(r"(?P<before>[^()]+?) ?\((?P<short>[\w-]+)\)(?P<rest>[-\w].*)")
#: a spotted name stands for a long form when it covers this share of it
_COVER = 0.6


Listed = Callable[[str, Kind], bool]


class Meanings:
    """Short forms of one text and the long forms that it gives them; the first definition counts.

    Besides the abbreviations that a text defines in so many words, a short name in brackets after a name of
    its kind means the same ("phenobarbital (PB: 15 mg)"), and an acronym that is not ``listed`` means a name
    of its kind that it abbreviates. What else is ``understood`` of short forms comes last.
    """

    def __init__(
        self,
        text: str,
        abbreviations: Sequence[Abbreviation],
        spotted: Sequence[Spotted] = (),
        listed: Listed = lambda name, kind: True,
        understood: Mapping[str, str] | None = None,
    ) -> None:
        ends: dict[int, Spotted] = {}
        for one in spotted:
            held = ends.get(one.span.end)
            if held is None or one.span.start < held.span.start:
                ends[one.span.end] = one
        self._long: dict[str, str] = {}
        for pair in abbreviations:
            short = text[slice(*pair.short)]
            self._long.setdefault(short, _long_form(text, pair.long, ends))
        for short, long in (*_apposed(text, spotted, listed), *_initials(text, spotted, listed)):
            if self.long(short) is None and short not in self._long.values():
                self._long[short] = long
        self.understood: set[str] = set()
        for short, long in (understood or {}).items():
            if self.long(short) is None:
                self._long[short] = long
                self.understood.add(short)
        self._long |= {
            short: self.spelled_out(long)
            for short, long in self._long.items()
            if " " in long and long.rpartition(" ")[2] in self._long  # CHD: classical HD
        }
        self.short_of = {long: short for short, long in reversed(self._long.items())}

    def long(self, surface: str) -> str | None:
        """The long form of a surface that is a short form, or its plural; None if it is none."""
        found = self._long.get(surface)
        if found is None and len(surface) > 2 and surface[-1] == "s":
            found = self._long.get(surface[:-1])
        return found

    def spelled_out(self, surface: str) -> str:
        """The surface with the short forms in it spelled out that the text defines: "CMV disease" as
        "cytomegalovirus disease".
        """
        if len(self._long) == len(self.understood):
            return surface
        return _TOKEN.sub(lambda token: self._in_full(token.group()), self.without_bracket(surface))

    def without_bracket(self, surface: str) -> str:
        """The surface, a name that goes on behind its short form in brackets: the "interleukin (IL)-1" that is IL-1."""
        found = _GOES_ON.fullmatch(surface)
        long = self._long.get(found["short"]) if found else None
        if found is None or long is None:
            return surface
        before = found["before"]
        kept = before.removesuffix(long) if before.endswith(long) else ""
        return f"{kept}{found['short']}{found['rest']}"

    def _given(self, short: str) -> str | None:
        """The long form that the text gives the short form or its plural, None if it gives none."""
        bare = short if short in self._long else short.removesuffix("s")
        return None if bare in self.understood else self.long(short)

    def _in_full(self, token: str) -> str:
        if (long := self._given(token)) is not None:
            return long
        head, hyphen, rest = token.partition("-")
        if hyphen and (long := self._given(head)) is not None:
            return f"{long}-{rest}"
        return token


#: before the last of what is given together
_TOGETHER = re.compile(r"\b(?:plus|and)\s")


def _long_form(text: str, long: tuple[int, int], ends: dict[int, Spotted]) -> str:
    """The long form, or the spotted name that ends with it, where it covers most of it or goes beyond."""
    start, end = long
    named = ends.get(end)
    if named is None or _TOGETHER.search(text, start, max(start, named.span.start)):
        return " ".join(text[start:end].split())
    if named.span.end - named.span.start < _COVER * (end - start):
        return " ".join(text[start:end].split())
    first = named.span.start if named.span.start > start or start - named.span.start < 12 else start
    return " ".join(text[first:end].split())


_OPENS = re.compile(r"\s?[(\[]\s?")
_SHORT = re.compile(r"(?=.*[A-Z0-9])[A-Za-z0-9][\w+-]{0,11}")
_ACRONYM = re.compile(r"[A-Z]{3,6}")


def _apposed(text: str, spotted: Sequence[Spotted], listed: Listed) -> Iterator[tuple[str, str]]:
    """Short names in brackets after a longer name of their kind."""
    ordered = sorted(spotted, key=lambda one: (one.span.start, one.span.end))
    for one, other in pairwise(ordered):
        if one.kind is not other.kind or one.kind is Kind.VARIANT or one.span.end >= other.span.start:
            continue
        if not _OPENS.fullmatch(text, one.span.end, other.span.start):
            continue
        long, short = one.span.of(text), other.span.of(text)
        if len(short) >= len(long) or not _SHORT.fullmatch(short) or _SHORT.fullmatch(long):
            continue
        if abbreviates(short, long) or not listed(short, one.kind):
            yield short, " ".join(long.split())


def _initials(text: str, spotted: Sequence[Spotted], listed: Listed) -> Iterator[tuple[str, str]]:
    """Acronyms that no list has and the first name of their kind that they abbreviate, word by word."""
    longer: dict[Kind, dict[str, None]] = {}
    for one in spotted:
        surface = " ".join(one.span.of(text).split())
        if " " in surface and len(surface) < 80:
            longer.setdefault(one.kind, {})[surface] = None
    acronyms = dict.fromkeys((one.span.of(text).removesuffix("s"), one.kind) for one in spotted)
    for short, kind in acronyms:
        if not _ACRONYM.fullmatch(short) or listed(short, kind):
            continue
        for long in longer.get(kind, ()):
            if abbreviates(short, long) and long.split()[-1][0].lower() in short[1:].lower():
                yield short, long
                break


def abbreviates(short: str, long: str) -> bool:
    """Whether the letters of the short form follow one another in the long form, from its first letter on.

    >>> abbreviates("PB", "phenobarbital"), abbreviates("OAB", "overactive bladder"), abbreviates("P", "lead")
    (True, True, False)
    """
    letters = [c for c in short.lower() if c.isalnum()]
    rest = long.lower()
    if not letters or not rest.startswith(letters[0]):
        return False
    at = 0
    for letter in letters[1:]:
        at = rest.find(letter, at + 1)
        if at < 0:
            return False
    return True


#: what acts on a thing is not the thing: a serotonin reuptake inhibitor (SRI) is neither gene nor disease, nor is
#: antithymocyte globulin (ATG)
AGENT = re.compile(
    r"\b(?:inhibitor|antagonist|agonist|blocker|activator|modulator|analog(?:ue)?|vaccine)s?$"
    r"|\banti-?\w[\w -]*\b(?:globulins?|antisera|antiserum)$|\banti-?\w*cyte (?:serum|sera)$",
    re.I,
)
#: what was raised against cells or substances, written with a hyphen, at which finds may begin or end
_RAISED = re.compile(
    r"\b[Aa]nti-\w[\w-]*(?: \w+)? (?:(?:gamma[ -]?)?globulins?|antiser(?:um|a))(?![\w-])"
    r"|\b[Aa]nti-\w*cyte (?:serum|sera)(?![\w-])"
)

#: what is done, not given
PROCEDURE = re.compile(
    r"(?:therap(?:y|ies)|treatments?|surgery|ectomy|ablation|emboli[sz]ation|transplant(?:ation)?s?|irradiation|"
    r"fertili[sz]ation|pacing|dialysis|resection|reconstruction|thrombolysis|vaccination|immuni[sz]ation|an(?:a)?esthesia|analgesia)$",
    re.I,
)


def agents_apart(
    text: str, spotted: Sequence[Spotted], abbreviations: Sequence[Abbreviation]
) -> tuple[Spotted, ...]:
    """The spotted names, what is an agent by its name or by what it is short for taken for a chemical.

    An agent is one name, of which the network may have found but the end: anti-thymocyte globulin.
    """
    meanings = Meanings(text, abbreviations)
    found = []
    for one in map(partial(_without_anti, text), _raised(text, spotted)):
        surface = one.span.of(text)
        agent = one.kind in _NO_AGENTS and AGENT.search(meanings.long(surface) or surface)
        found.append(replace(one, kind=Kind.CHEMICAL) if agent else one)
    return tuple(found)


def _raised(text: str, spotted: Sequence[Spotted]) -> Sequence[Spotted]:
    """The spotted names, those within what was raised against something replaced by the whole, in order."""
    for match in _RAISED.finditer(text) if "nti-" in text else ():
        whole = Span(*match.span())
        parts = [one for one in spotted if whole.start <= one.span.start and one.span.end <= whole.end]
        if parts:
            sure = max(one.probability for one in parts)
            rest = [one for one in spotted if one not in parts]
            spotted = sorted(
                [*rest, Spotted(whole, Kind.CHEMICAL, sure)], key=lambda one: (one.span.start, -one.span.end)
            )
    return spotted


#: an antibody is named for what it binds: of "anti-CD3 mAb" the CD3 is a gene, but antithrombin is one itself
_ANTI = re.compile(
    r"anti-(?!thrombin)(.{2,}?)(?:[ -](?:mAbs?|MoAbs?|Abs?|(?:monoclonal )?antibod(?:y|ies)|Ig[GM]|serum|sera))?",
    re.I,
)


def _without_anti(text: str, one: Spotted) -> Spotted:
    """A find that is an antibody, as the name of its target."""
    start = one.span.start
    start -= len("anti-") * (text[max(0, start - len("anti-")) : start].lower() == "anti-")
    bound = _ANTI.fullmatch(text, start, one.span.end) if one.kind is Kind.GENE else None
    return one if bound is None else replace(one, span=Span(*bound.span(1)))


_NO_AGENTS = frozenset({Kind.GENE, Kind.DISEASE})

_STEM = 5


def resemblance(name: str, others: Sequence[str]) -> float:
    """Share of the name's words that the best of the other names has, 0-1, by their first letters.

    >>> resemblance("transarterial chemoembolization", ["ADAM17", "TNF-alpha converting enzyme"])
    0.0
    """
    wanted = stems(name)
    if not wanted:
        return 0.0
    return max((len(wanted & stems(other)) / len(wanted) for other in others), default=0.0)


def stems(name: str) -> set[str]:
    """The first letters of the name's words, but for those of one letter."""
    return {word[:_STEM] for word in key(name).split() if len(word) > 1}
