"""Which names are only a piece of what the sentence speaks of, by the words on both sides?

A low iron diet is not iron, the promoter of a gene is not its product, and what anergic T cells do not make others may.
"""

from __future__ import annotations

import re

from ingest.mention import GENES
from ingest.relate.groups import GROUP_OF
from ingest.relate.mask import Named
from ingest.relate.relator import Relation

_REGULATES = frozenset({"activates", "inhibits", "affects", "increases_amount_of", "decreases_amount_of"})
#: behind a gene that acts: its DNA, or a changed product
_PIECE = re.compile(r"(?: \([^()]{1,20}\))?[ -](?:(?:[a-z]+ )?(?:promoter|enhancer)s?(?!-)|mutants?)\b")
#: behind what acts: who brings it about, takes it away, or does the same
_AGENT = re.compile(
    r"(?: \([^()]{1,20}\))?(?: (?:receptor|kinase|channel|pathway|[a-z]+ine))?[ -]"
    r"(?:inducer|scavenger|quencher|chelator|modulator|agonist)s?\b",
    re.I,
)
_ANTIBODY_TO = re.compile(r"-specific (?:[\w-]+ )?(?:antibod(?:y|ies)|m?Abs?|Ig[AEGM]\d?)\b")
#: food that has little of something, or is named by where it is eaten
_LITTLE = re.compile(r"\b(?:low|reduced)[ -]$", re.I)
_EATEN = re.compile(r"(?:,? (?:and )?[a-z]+[ -][a-z]+)? (?:diets?|intakes?|consumption)\b", re.I)
_DIET = re.compile(r"diets?|dietary patterns?", re.I)
_KIND_OF_FOOD = re.compile(
    r"(?:\b(?:low|high)[ -][a-z]+|-(?:rich|enriched|restricted|deficient|free)) $", re.I
)
_REGION = re.compile(r"(?<=[a-z] )[A-Z][a-z]+ $")
#: antibodies, and what they are against
_ANTIBODIES = re.compile(r"Ig[AEGM]\d?")
_AGAINST = re.compile(r"(?:\b[A-Z]{2,}[\w-]*|virus|-specific|\banti-\S+) $")
#: cells that cannot do what others of their kind do
_UNABLE = re.compile(
    r"(?:\b(?:anergic|exhausted|senescent|immature|resting|quiescent|unstimulated|untreated|mutant)"
    r"|-(?:deficient|null|depleted)) (?:[\w+-]+ )?$",
    re.I,
)
_CAR = re.compile(r"CARs?[ -]$")
_RESPONSE = re.compile(r"\b(?:responses?|responsiveness) to (?:the )?$")
_COST = re.compile(r"\bcosts? of (?:[a-z]+ )?$")
_CAUSE = re.compile(r"\bcauses? of (?:[a-z]+ )?$")
_DEATH = re.compile(r"[ -](?:related )?(?:mortality|deaths?)\b")


def is_piece(name: Named, relation: Relation, before: str, surface: str, behind: str, *, acts: bool) -> bool:
    """Whether a claim with this name on one side (of who ``acts``, or of what is acted on) belongs to a longer one."""
    group = GROUP_OF.get(name.category, "")
    if _DIET.fullmatch(surface) and (_KIND_OF_FOOD.search(before) or _REGION.search(before)):
        return True
    if _ANTIBODIES.fullmatch(surface) and _AGAINST.search(before):
        return True
    if group == "cell" and _CAR.search(before):
        return True
    if acts:
        return _is_piece_of_agent(name, group, relation, before, behind)
    return _is_piece_of_aim(group, relation, before, behind)


def _is_piece_of_agent(name: Named, group: str, relation: Relation, before: str, behind: str) -> bool:
    if group == "cell":
        return relation.negated and _UNABLE.search(before) is not None
    if not relation.path and _AGENT.match(behind):
        return True
    if name.category in GENES and relation.relation in _REGULATES:
        return _PIECE.match(behind) is not None
    poor = relation.relation != "associated_with" and _LITTLE.search(before) and _EATEN.match(behind)
    return group == "chemical" and bool(poor or _ANTIBODY_TO.match(behind))


def _is_piece_of_aim(group: str, relation: Relation, before: str, behind: str) -> bool:
    if group == "disease":
        return bool(_CAUSE.search(before) and _DEATH.match(behind))
    if group == "process":
        return _COST.search(before) is not None
    answered = group in ("chemical", "cell") and relation.relation in ("activates", "inhibits")
    return answered and _RESPONSE.search(before) is not None
