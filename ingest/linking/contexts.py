"""Which of its meanings does a short form have that the text does not define, by the words of the document?

A table made by ``ingest.linking.train.contexts`` from articles that define their short forms: for a short form its
meanings and the words that stand in a document, or right beside the short form, where it has this meaning and seldom
elsewhere. APC is a gene beside "mutation" and in a text about colons, a cell in one about T cells and MHC.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import exp, sqrt
from pathlib import Path

from ingest.linking.packed import read_lines, reading, write_lines
from ingest.mention import Kind
from kg.model import Span

#: code points of a text's head and on either side of a short form whose words count, and places that are looked at
HEAD, AROUND, PLACES = 2000, 250, 8
#: what stands right beside is looked for within so many code points
_BESIDE = 25
#: from these probabilities on, 0-1, a meaning is believed: alone, and if its long form is in the text or it is the only
#: one of the kind that the recogniser takes the short form for
SURE, LIKELY = 0.85, 0.6
#: how much it says that words of a meaning are in the document, stand beside, are words of its long form; and how
#: much that none of the meanings is meant: fitted over documents whose definitions were hidden
FITTED = (3.1, 0.7, 2.4, 1.4)
_MOST_BESIDE = 3.0
#: keeps a document of few words from being all about one of them
_FEW = 20
#: in place of a word beside the short form
PLURAL = "+s"
#: in place of a kind: no vocabulary has the meaning
_UNLISTED = "-"

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*")
PIECE = re.compile(r"[A-Za-z0-9]+")
_ENDS, _BEGINS = re.compile(r"[.;:()]\s*$"), re.compile(r"\s*[.;:()\[,]")


@dataclass(frozen=True, slots=True)
class Sense:
    """A meaning of a short form; ``kind`` is None if no vocabulary has it.

    ``weights`` are by word, behind ``<`` and ``>`` those that stand right before and behind the short form, `PLURAL`
    for a short form in the plural.
    """

    long: str
    kind: Kind | None
    weights: Mapping[str, float]


class Contexts:
    """The meanings of short forms, read when they are asked for."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        self._lines: dict[str, list[str]] = {}
        for line in lines:
            short, _, rest = line.partition("\t")
            self._lines.setdefault(short, []).append(rest)
        self._read: dict[str, tuple[Sense, ...]] = {}

    def __len__(self) -> int:
        return len(self._lines)

    def senses(self, short: str) -> tuple[Sense, ...]:
        """The meanings of a short form, or of its plural, the commonest first; none if it has but one.

        >>> contexts = Contexts(["APC\\tGene\\tadenomatous polyposis coli\\tcolon:3.1 >gene:4.2"])
        >>> [(one.long, one.weights[">gene"]) for one in contexts.senses("APCs")]
        [('adenomatous polyposis coli', 4.2)]
        """
        if (bare := self.form(short)) is None:
            return ()
        if bare not in self._read:
            self._read[bare] = tuple(map(_sense, self._lines[bare]))
        return self._read[bare]

    def form(self, surface: str) -> str | None:
        """The short form of the table that this is, or is the plural of."""
        found = (one for one in (surface, surface.removesuffix("s")) if one in self._lines)
        return next(found, None)

    @classmethod
    def read(cls, path: Path) -> Contexts:
        """The table of a file that `write` made; raises LexiconError if it is damaged."""
        with reading(path, "meanings"):
            found = cls(read_lines(path, 1 << 24))
            next(iter(found.senses(next(iter(found._lines)))))
        return found


def write(path: Path, table: Mapping[str, Sequence[Sense]]) -> None:
    """Write the meanings of short forms, sorted, so that equal tables are equal bytes."""
    lines = []
    for short, senses in sorted(table.items()):
        for one in senses:
            weights = " ".join(f"{word}:{weight:.1f}" for word, weight in sorted(one.weights.items()))
            lines.append(f"{short}\t{one.kind or _UNLISTED}\t{one.long}\t{weights}")
    write_lines(path, lines)


def _sense(line: str) -> Sense:
    kind, long, packed = line.split("\t")
    pairs = (one.rpartition(":") for one in packed.split())
    return Sense(
        long, None if kind == _UNLISTED else Kind(kind), {word: float(weight) for word, _, weight in pairs}
    )


@dataclass(frozen=True, slots=True)
class Used:
    """A short form where the text uses it, in order, and the kind of thing that it is taken for, if of any."""

    spans: Sequence[Span]
    kind: Kind | None = None


def understood(text: str, used: Mapping[str, Used], contexts: Contexts) -> dict[str, Sense]:
    """The meanings of those short forms of which the document leaves no doubt.

    Where the text has the long form of a meaning in full, no other is believed.
    """
    found: dict[str, Sense] = {}
    head: frozenset[str] | None = None
    for short, one in used.items():
        if not (senses := contexts.senses(short)):
            continue
        head = words(text[:HEAD]) if head is None else head
        chances = likelihoods(senses, head | around(text, one.spans), beside(text, one.spans))
        best = max(range(len(senses)), key=chances.__getitem__)
        if chances[best] < LIKELY:
            continue
        meant, spelled = senses[best], [sense for sense in senses if _has(text, sense.long)]
        of_kind = [sense for sense in senses if one.kind is not None and sense.kind is one.kind]
        borne_out = meant in spelled or of_kind == [meant]
        if (not spelled or meant in spelled) and chances[best] >= (LIKELY if borne_out else SURE):
            found[short] = meant
    return found


def _has(text: str, long: str) -> bool:
    """Whether the text has this name word for word, whatever stands between the words; not one of one short word."""
    return len(long) > 6 and re.search(r"\b" + spelling(long), text, re.I) is not None


def spelling(long: str) -> str:
    """A pattern of the words of a name, whatever stands between them; empty if it has none.

    >>> re.fullmatch(spelling("antigen-presenting cell"), "antigen presenting cell") is not None
    True
    """
    return r"[^A-Za-z0-9]{1,3}".join(PIECE.findall(long))


def likelihoods(senses: Sequence[Sense], present: frozenset[str], near: frozenset[str]) -> list[float]:
    """The probability of each meaning, 0-1, by the words present and near; what they lack of 1 is for none of them."""
    in_document, right_beside, in_name, none = FITTED
    scores = []
    for about, next_to, named in (evidence(one, present, near) for one in senses):
        scores.append(exp(in_document * about + right_beside * next_to + in_name * named))
    total = sum(scores) + exp(none)
    return [score / total for score in scores]


def evidence(sense: Sense, present: frozenset[str], near: frozenset[str]) -> tuple[float, float, float]:
    """What speaks for a meaning: words of the document, words beside the short form, words of the long form."""
    weights = sense.weights
    about = sum(weight for word, weight in weights.items() if word in present) / sqrt(len(present) + _FEW)
    next_to = sum(weight for word, weight in weights.items() if word in near)
    named = {plain(word) for word in _WORD.findall(sense.long) if len(word) > 3}
    return about, min(next_to, _MOST_BESIDE), len(named & present) / max(1, len(named))


def words(text: str) -> frozenset[str]:
    """The words of three letters or more, small and in the singular, each once."""
    return frozenset(plain(word) for word in _WORD.findall(text) if len(word) > 2)


def plain(word: str) -> str:
    """A word in small letters and the singular, as far as its ending tells."""
    small = word.lower()
    return small[:-1] if len(small) > 3 and small[-1] == "s" and small[-2] != "s" else small


def around(text: str, spans: Iterable[Span]) -> frozenset[str]:
    """The words around the first of the places."""
    found: set[str] = set()
    for span in islice(spans, PLACES):
        found |= words(text[max(0, span.start - AROUND) : span.start])
        found |= words(text[span.end : span.end + AROUND])
    return frozenset(found)


def beside(text: str, spans: Iterable[Span]) -> frozenset[str]:
    """The words right before (``<``) and behind (``>``) the first of the places, and `PLURAL`.

    Not those that a stop or bracket parts from the short form.
    """
    found = set()
    for span in islice(spans, PLACES):
        before, behind = text[max(0, span.start - _BESIDE) : span.start], text[span.end : span.end + _BESIDE]
        if not _ENDS.search(before) and (pieces := PIECE.findall(before)):
            found.add("<" + plain(pieces[-1]))
        if not _BEGINS.match(behind) and (pieces := PIECE.findall(behind)):
            found.add(">" + plain(pieces[0]))
        if text[span.end - 1] == "s" and text[span.end - 2].isupper():
            found.add(PLURAL)
    return frozenset(found)
