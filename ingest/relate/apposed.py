"""What do a cell and a molecule beside it say of each other, whatever the parse makes of the sentence?

With no verb between them: "T-bet (Th1)", "Th2 cells (IL-4, IL-5)", "the Th17 transcription factor RORγt", "FOXP3, a
Treg marker". And with one or two words: "T cells secreting IL-2", "IL-10 production by Th1 cells".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from ingest.mention import GENES
from ingest.relate.compose import CELLS
from ingest.relate.mask import Named

#: how far such a pair is believed, 0-1
TRUST = 0.88
_KIND = (
    "(?:[ -](?:cells?|type|like|lineage|subset|response"
    "|specific|associated|related|defining|master|signature|key))"
)
_FACTOR = r"(?:transcription(?:al)? factor|master regulator)"
_WHAT = rf"(?: (?:{_FACTOR}s?|cytokines?|chemokines?|markers?|genes?))"
#: between a cell and the first thing that it has
_OF_CELL = re.compile(
    rf"(?:{_KIND}*s?{_WHAT}? ?[(\[] ?|{_KIND}*{_WHAT} (?:such as |including |like )?"
    rf"|{_KIND}*s? and (?:their|its)(?: [a-z-]+)?{_WHAT} ?,? ?[(\[]? ?)(?:(?:i\.e\.|e\.g\.) ?,? )?"
)
#: between the members of a list, and what may stand behind the last one in brackets
_NEXT = re.compile(r"(?: ?,? (?:and|or) | ?[,/;] ?| ?\+ ?,? ?(?:and )?)")
_END = re.compile(r" ?\+? ?[)\]]")
#: "cells expressing an IL-10-stimulated protein" do not express IL-10
_COMPOUND = re.compile(r"-[a-z]")
#: between a thing and the cell that has it, in brackets or behind a comma, and what follows the cell then
_OF_THING = re.compile(r" ?\+? ?[(\[] ?(?:for |in )?")
_CLOSED = re.compile(rf"(?!{_KIND}*[ -]lineage){_KIND}*s?{_WHAT}? ?[)\]]")
#: "octamer coactivator from B cells (OCA-B)": what stands in brackets is the short form of all that
_LONG_FORM = re.compile(
    r"(?:factor|activator|protein|antigen|receptor|ligand|kinase|gene|molecule)s?\b[^,;()]{0,60}$"
)
_CALLED = re.compile(r" ?, (?:an?|the) (?:[a-z-]+ ){0,2}")
#: "X, a transcription factor of T cells", "X and Y, which encode transcription factors of T cells"
_MARK_OF = re.compile(
    r" ?, (?:(?:which|that) (?:is|are|encodes?) )?(?:(?!not )[a-z-]+ ){0,3}"
    rf"(?:(?P<factor>{_FACTOR})(?P<all>s)? (?:of|for|in)|markers? (?:of|for)) "
    r"(?:the )?"
)
_SAID = re.compile(rf"{_KIND}*{_WHAT}\b")
#: what makes a cell what it is: a cell's transcription factor acts on it, the cell need not be said to have it
_ITS_FACTOR = re.compile(rf"\b{_FACTOR}s?\b")
#: "transcription factors characteristic of T cells, such as"
_FACTORS_OF = re.compile(
    rf"\b{_FACTOR}s (?:(?!not )[a-z-]+ )?(?:of|for|in) (?:the )?$",
    re.I,
)

_STEM = r"(?P<stem>secret|releas|produc|synthesi[sz]|express)"
#: what is done to a cell makes a thing, not the cell: "produced by *treatment* of T cells"
_DONE = r"(?:treatment|stimulation|incubation|exposure|activation|infection|culture) "
_WORDS = rf"(?:(?!not |no |neither |{_DONE})[a-z-]+ ){{0,2}}"
#: "cells that express X", "X secreted by cells", "X production by cells", "production of X by cells"
_CELL_MAKES = re.compile(rf"(?:,? (?:which|that) | ?[(\[] ?| )(?:co-?)?{_STEM}(?:ing|es?|ed|) {_WORDS}")
#: "IL-17 producing T cells", which the parse takes for what they do
_MAKER = re.compile(rf"\+?[ -](?:co-?)?{_STEM}ing (?:(?!and |or |of |by |in |from )[a-z-]+ ){{0,2}}")
#: "cytokines secreted by T cells, such as"
_MADE_THINGS = re.compile(
    rf"\b(?:cytokine|chemokine|mediator|factor|molecule|protein)s (?:that (?:are|is) )?(?:[a-z]+ly )?{_STEM}ed by "
    rf"{_WORDS}$",
    re.I,
)
_NAMELY = re.compile(rf"{_KIND}*s? ?,? (?:\( ?)?(?:such as|including|namely|like|e\.g\. ?,?) ")
_MADE_BY = re.compile(
    rf"(?:,? (?:which|that))?(?: (?:is|are|was|were))?(?: [a-z]+ly)? {_STEM}ed (?:[a-z]+ly )?(?:by|from|in|on) {_WORDS}"
)
_MAKING_BY = re.compile(
    rf" (?:gene |mRNA |protein )?{_STEM}(?:t?ion|e|)(?: levels?)? (?:by|from|in|of|on) {_WORDS}"
)
_BY = re.compile(rf" (?:by|from|in|on) {_WORDS}")
_MAKING_OF = re.compile(rf"(?<!ectopic )\b{_STEM}(?:t?ion|e|) of (?:the )?$", re.I)
#: what a transcription factor does to a cell whose factor it is called
_ACTS = "affects"
_MAKES = {"secret": "secretes", "releas": "secretes", "express": "expresses"}
#: what is denied, lost, or only looked for
_DOUBTED = re.compile(
    r"\b(?:no|not|nor|neither|without|lack(?:s|ed|ing)?|absence|fail\w*|unable|cannot|whether|if|loss|lost|los[ei]\w*"
    r"|investigat\w*|examin\w*|analy[sz]\w*|evaluat\w*|assess\w*|determin\w*|compar\w*|stud(?:y|ied))\b[^,;.]{0,40}$"
)


@dataclass(frozen=True, slots=True)
class Apposed:
    """What is said of a cell and a molecule, and which of both stands second."""

    subject: Named
    relation: str
    object: Named
    cue: Named


def find_apposed(text: str, names: Sequence[Named]) -> Iterator[Apposed]:
    """What cells have, and what makes them what they are; ``names`` count in the text."""
    outer = [name for name in names if not name.inner]
    for place, (left, right) in enumerate(pairwise(outer)):
        between = text[left.end : right.start]
        if left.category in CELLS and right.category in GENES:
            relation, bracketed = _of_cell(text, left, between)
            for thing in _listed(text, outer[place + 1 :], bracketed) if relation else ():
                yield _apposed(left, relation, thing, thing)
        if left.category in GENES and right.category in CELLS:
            relation, of_all = _of_thing(text, left, right, between)
            for thing in _before(text, outer[: place + 1], of_all) if relation else ():
                yield _apposed(right, relation, thing, right)


def _apposed(cell: Named, relation: str, thing: Named, cue: Named) -> Apposed:
    """A cell has a thing, but a factor acts on its cell."""
    return Apposed(thing, relation, cell, cue) if relation == _ACTS else Apposed(cell, relation, thing, cue)


def _of_cell(text: str, cell: Named, between: str) -> tuple[str, bool]:
    """What is said of a cell and what stands behind it, and whether that stands in brackets; "" for nothing."""
    if _OF_CELL.fullmatch(between):
        bracketed = "(" in between or "[" in between
        long_form = bracketed and _LONG_FORM.search(text, 0, cell.start)
        return ("" if long_form else _has(between)), bracketed
    making = _CELL_MAKES.fullmatch(between)
    if making is None and _NAMELY.fullmatch(between):
        if _FACTORS_OF.search(text, 0, cell.start):
            return _ACTS, False
        making = _MADE_THINGS.search(text, 0, cell.start)
    return _made(making) if making and not _DOUBTED.search(text, 0, cell.start) else "", False


def _of_thing(text: str, thing: Named, cell: Named, between: str) -> tuple[str, bool]:
    """What is said of a cell and what stands before it, "" for nothing, and whether of all that is listed there."""
    if _OF_THING.fullmatch(between):
        whole = cell.head != "lineage" and _CLOSED.match(text, cell.end)
        return _has(whole[0]) if whole else "", False
    if mark := _MARK_OF.fullmatch(between):
        return _ACTS if mark["factor"] else "expresses", bool(mark["all"])
    if _CALLED.fullmatch(between):
        said = _SAID.match(text, cell.end)
        return _has(said[0]) if said else "", False
    making = _MADE_BY.fullmatch(between) or _MAKING_BY.fullmatch(between) or _MAKER.fullmatch(between)
    if making is None and _BY.fullmatch(between):
        making = _MAKING_OF.search(text, 0, thing.start)
    return _made(making) if making and not _DOUBTED.search(text, 0, thing.start) else "", False


def _has(words: str) -> str:
    """What a cell and a thing do that such words join: the cell has it, unless it is a factor of the cell."""
    return _ACTS if _ITS_FACTOR.search(words) else "expresses"


def _made(making: re.Match[str]) -> str:
    return _MAKES.get(making["stem"].lower(), "produces")


def _listed(text: str, names: Sequence[Named], bracketed: bool) -> list[Named]:
    """The molecules of a list from the first name on; in brackets all that stands there, or none."""
    found = _joined(text, names)
    if bracketed:
        return found if _END.match(text, found[-1].end) else []
    return [name for name in found if not _COMPOUND.match(text, name.end)]


def _before(text: str, names: Sequence[Named], of_all: bool) -> list[Named]:
    """The last of these molecules, or all of the list that it ends."""
    return _joined(text, names[::-1]) if of_all else [names[-1]]


def _joined(text: str, names: Sequence[Named]) -> list[Named]:
    """The first name and the molecules that a list joins to it, read forwards or backwards."""
    found = [names[0]]
    for one, other in pairwise(names):
        left, right = sorted((one, other), key=attrgetter("start"))
        if other.category not in GENES or not _NEXT.fullmatch(text, left.end, right.start):
            break
        found.append(other)
    return found
