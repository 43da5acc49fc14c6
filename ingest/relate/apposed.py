"""What do a cell and a molecule beside it say of each other, without a word between them that says it?

"T-bet (Th1)", "Th2 cells (IL-4, IL-5)", "the Th17 transcription factor RORγt", "FOXP3, a Treg marker": the cell has what
stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.mention import GENES
from ingest.relate.compose import CELLS
from ingest.relate.mask import Named

#: how far such a pair is believed, 0-1
TRUST = 0.9
_KIND = r"(?:[ -](?:cells?|type|like|lineage|subset|response|specific|associated|related|defining|master|signature|key))"
_WHAT = r"(?: (?:transcription factors?|master regulators?|cytokines?|chemokines?|markers?))"
#: between a cell and the first thing that it has
_OF_CELL = re.compile(rf"(?:{_KIND}*s?{_WHAT}? ?[(\[]|{_KIND}*{_WHAT} (?:such as |including |like )?)(?:i\.e\.,? )?")
#: between the members of a list, and what may stand behind the last one in brackets
_NEXT = re.compile(r"(?:,? and |, ?| ?/ ?|; ?|\+,? ?(?:and )?)")
_END = re.compile(r"\+? ?[)\]]")
#: between a thing and the cell that has it, in brackets or behind a comma, and what follows the cell then
_OF_THING = re.compile(r"\+? ?[(\[](?:for |in )?")
_CLOSED = re.compile(rf"{_KIND}*s?{_WHAT}?[)\]]")
#: "octamer coactivator from B cells (OCA-B)": what stands in brackets is the short form of all that
_LONG_FORM = re.compile(r"(?:factor|activator|protein|antigen|receptor|ligand|kinase|gene|molecule)s?\b[^,;()]{0,30}$")
_CALLED = re.compile(r", (?:an?|the) (?:[a-z-]+ ){0,2}")
_SAID = re.compile(rf"{_KIND}*{_WHAT}\b")


def find_apposed(text: str, names: Sequence[Named]) -> Iterator[tuple[Named, Named, Named]]:
    """A cell, the molecule that it has, and that of the two that stands second; ``names`` count in the text."""
    outer = [name for name in names if not name.inner]
    for place, (left, right) in enumerate(pairwise(outer)):
        between = text[left.end : right.start]
        if left.category in CELLS and right.category in GENES and _OF_CELL.fullmatch(between):
            bracketed = "(" in between or "[" in between
            if not (bracketed and _LONG_FORM.search(text, 0, left.start)):
                for thing in _listed(text, outer[place + 1 :], bracketed):
                    yield left, thing, thing
        if (
            left.category in GENES
            and right.category in CELLS
            and (
                (_OF_THING.fullmatch(between) and _CLOSED.match(text, right.end))
                or (_CALLED.fullmatch(between) and _SAID.match(text, right.end))
            )
        ):
            yield right, left, right


def _listed(text: str, names: Sequence[Named], bracketed: bool) -> list[Named]:
    """The molecules of a list from the first name on; in brackets all that stands there, or none."""
    found = [names[0]]
    for before, after in pairwise(names):
        if after.category not in GENES or not _NEXT.fullmatch(text, before.end, after.start):
            break
        found.append(after)
    closed = _END.match(text, found[-1].end)
    return found if closed or not bracketed else []
