"""What is told by names that have others in them, or beside them?

"The X inhibitor Y", "Y, an anti-X antibody", "X inhibitors (Y, Z)", "BRAF V600E".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.mention import GENES
from ingest.relate.mask import Named
from kg.vocabulary import Aspect, Category

_AGENT_NOUN = re.compile(r"^[,:]? (?:is |was )?(?:[Aa]n?|[Tt]he|its)?(?: \w[\w-]*){0,4} ?$")
_BACK_NOUN = re.compile(r"^,? ?$")
#: before the first member of a class, in brackets, and before the next ones
_MEMBERS = re.compile(r" ?[(\[](?:(?:e\.?g\.?|i\.?e\.?),? |such as |including )?$")
_GIVEN = frozenset({Category.DRUG, Category.CHEMICAL})
_OPENED = re.compile(r" ?\((?:an? |the )?(?:[a-z-]+ ){0,2}")
_NEXT_MEMBER = re.compile(r",? (?:and|or) |, |/")
#: what the members of a class do to its target, by how the name of the class ends
_DOES = {
    "inverse-agonist": "inhibits",
    "-agonist": "activates",
    **dict.fromkeys(("-inhibitor", "-antagonist", "-blocker", "-degrader"), "inhibits"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of two names, by the name ``cue``. ``score`` is 0-1."""

    subject: Named
    relation: str
    object: Named
    aspect: str | None
    score: float
    cue: Named


def find_told(text: str, names: Sequence[Named]) -> Iterator[Told]:
    """What stands between neighbouring names: "bexmarilimab, an anti-X antibody", "the X inhibitor Y", "BRAF V600E"."""
    outer = [n for n in names if not n.inner]
    class_ = None
    for left, right in pairwise(outer):
        between = text[left.end : right.start]
        if right.category is Category.VARIANT and left.category is Category.GENE and not between.strip(" (-"):
            yield Told(right, "variant_of", left, None, 0.85, right)
        listed = is_agent(left) and between.strip() == ","  # "an X antagonist, Y antagonist, …"
        if left.category is Category.DRUG and is_agent(right) and _AGENT_NOUN.match(between) and not listed:
            yield from targets(left, right, names)
        if is_agent(left) and right.category is Category.DRUG and _BACK_NOUN.match(between):
            yield from targets(right, left, names)
        if is_agent(left) and _MEMBERS.fullmatch(between):
            class_ = left
        elif not _NEXT_MEMBER.fullmatch(between):
            class_ = None
        if class_ and right.category in _GIVEN:
            yield from targets(right, class_, names)
        if (
            left.category in _GIVEN
            and is_agent(right)
            and _OPENED.fullmatch(between)
            and text[right.end : right.end + 1] == ")"
        ):
            yield from targets(left, right, names)


def is_agent(name: Named) -> bool:
    """Whether it is called after what it acts on: "an X inhibitor"."""
    return name.entity.startswith(("litkg:drug.", "litkg:treatment.")) and name.category in (
        Category.DRUG,
        Category.TREATMENT,
    )


def targets(drug: Named, agent: Named, names: Sequence[Named]) -> Iterator[Told]:
    """What a drug that is called an inhibitor or antibody does to the target in that name."""
    relation = next((r for ending, r in _DOES.items() if agent.entity.endswith(ending)), "targets")
    aspect = None if relation == "targets" else Aspect.ACTIVITY.value
    inside = {
        one.entity: one
        for one in reversed(names)  # of a long form and its short form the first
        if one.inner and agent.start <= one.start and one.end <= agent.end and one.category in GENES
    }
    for target in reversed(inside.values()):
        yield Told(drug, relation, target, aspect, 0.88, agent)
