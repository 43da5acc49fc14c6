"""Which names are agents named for what they act on: anti-PD-1 antibodies, EGFR inhibitors, PD-1 blockade?

"PD-1 antibodies", "PD-1-blocking antibody", "antibody against PD-1" and "anti-PD-1 mAb" are one thing, as are
"EGFR blockers" and "EGFR TKIs".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.mention import GENES, Candidate, Recognised
from ingest.patterns.own import Lookup, nowhere, one, own
from ingest.patterns.targets import Target, find_targets
from kg.model import Span
from kg.vocabulary import Category

_WORDS = (
    r"((?:[ -](?:based|targeted|targeting|blocking|neutrali[sz]ing|monoclonal|polyclonal|bispecific|bi-specific|dual"
    r"|checkpoint|immune|directed|receptor|kinase|tyrosine|pathway|axis|signal+ing|agonist(?:ic)?|antagonist(?:ic)?"
    r"|depleting|humani[sz]ed|small[- ]molecule|selective|covalent|allosteric|antibody"
    r"|combination|inhibitory))"
    r"{0,5})"
)
_AGENT = re.compile(
    _WORDS + r"[ -]([Aa]ntibod(?:y|ies)|[mM]Abs?|MoAbs?|Abs?|[Nn]anobod(?:y|ies)|[Tt]herap(?:y|ies)"
    r"|[Ii]mmunotherap(?:y|ies)|[Tt]reatments?|[Bb]lockade"
    r"|[Aa]gents?|[Dd]rugs?|[Ii]nhibitors?|[Bb]lockers?|[Aa]ntagonists?|(?:[Ii]nverse )?[Aa]gonists?"
    r"|[Dd]egraders?|PROTACs?"
    r"|(?<=checkpoint )inhibition|siRNAs?|shRNAs?|vaccines?|TKIs?)(?![\w])(?!-\w)"
)
#: an "inhibitor of X" is no name: what it does to X is read from the sentence
_OF = re.compile(
    r"\b(?:(?:monoclonal|neutrali[sz]ing|blocking|bispecific) )?(?:antibod(?:y|ies)|mAbs?)"
    r" (?:(?:directed |raised )?(?:against|to)|targeting|specific (?:for|to)) (?:the |human |mouse |murine ){0,2}$"
)
_AGONIST = re.compile(r"\bagonist(?:ic)? $", re.I)
_CAR = re.compile(r"(?:[- ](?:targeted|targeting|directed|specific|redirected))?[- ](?:CAR\b|chimeric)")
#: antibodies of the patient's own that tell of an infection
_SEROLOGY = re.compile(r"H[BCDE][VBCEes]|HIV|SARS|CCP\b|[Tt]hrombin\b")
_NEAR = 75

#: how a noun is put in one word, by its beginning in lower case
_HEADS = {
    "antibod": "antibody", "ab": "antibody", "mab": "antibody", "moab": "antibody", "nanobod": "antibody",
    "blocker": "inhibitor",
    "inhibitor": "inhibitor", "tki": "inhibitor", "antagonist": "antagonist", "inverse": "inverse agonist",
    "agonist": "agonist", "degrader": "degrader", "protac": "degrader", "blockade": "blockade",
    "inhibition": "blockade", "sirna": "siRNA", "shrna": "shRNA", "vaccine": "vaccine",
}  # fmt: skip
_BARE = frozenset(
    {
        "inhibitor",
        "antagonist",
        "agonist",
        "inverse agonist",
        "degrader",
        "blockade",
        "siRNA",
        "shRNA",
        "vaccine",
    }
)
_TREATMENTS = frozenset({"blockade", "therapy"})
_GIVEN = frozenset({Category.DRUG, Category.CHEMICAL})
_ACTS_AGAINST = re.compile(r"target|directed|blocking|neutrali")


@dataclass(frozen=True, slots=True)
class _Noun:
    """What kind of agent it is, in one word; ``words`` stand between target and noun; where it ends."""

    head: str
    words: str
    end: int


def find_agents(text: str, known: Sequence[Recognised], lookup: Lookup = nowhere) -> Iterator[Recognised]:
    """Anti-X antibodies and therapies, inhibitors, agonists and blockade of X, for a gene or family X."""
    for targets in find_targets(text, known, lookup):
        noun = _noun(text, targets[-1].span.end)
        for found in _agents(text, targets, noun):
            listed = lookup(found.span.of(text))
            receptor = "receptor" in found.best.entity.label.lower()
            if not receptor or not listed or listed[0].entity.category not in GENES:
                yield _numbered(found, listed)  # the IL-1 receptor antagonist is IL1RN


_CLASS = re.compile(r"(?:inhibitor|antagonist|agonist|blocker|agent|drug)s?$", re.I)


def _numbered(agent: Recognised, listed: Sequence[Candidate]) -> Recognised:
    """The agent with the public numbers of the class of drugs that lists have under this name: COX-2 inhibitors."""
    same = next(
        (c.entity for c in listed if c.entity.category in _GIVEN and _CLASS.search(c.entity.label)), None
    )
    if same is None:
        return agent
    entity = replace(agent.best.entity, xrefs=(same.id, *same.xrefs))
    return replace(agent, candidates=(replace(agent.best, entity=entity),))


def _noun(text: str, end: int) -> _Noun | None:
    match = _AGENT.match(text, end, end + 2 * _NEAR)
    if match is None:
        return None
    written = match.group(2).lower()
    head = next((h for start, h in _HEADS.items() if written.startswith(start)), "therapy")
    return _Noun(head, match.group(1).lower(), match.end())


def _agents(text: str, targets: Sequence[Target], noun: _Noun | None) -> Iterator[Recognised]:
    anti = False
    for index, target in enumerate(targets):
        last = index == len(targets) - 1
        shared = noun if last or _shares(targets[index:], target) else None
        anti = target.anti is not None or (anti and _carries_over(target, noun))
        if _is_serology(text, target) or (
            last and _CAR.match(text, target.span.end, target.span.end + _NEAR)
        ):
            continue
        reverse = None if anti else _of(text, target)
        if reverse:
            yield reverse
        elif anti:
            yield _anti(text, target, shared, last)
        elif shared and (last or shared.head != "therapy") and (label := _bare(target, shared)):
            yield _agent(target, label, shared, shared.end if last else target.span.end)


def _is_serology(text: str, target: Target) -> bool:
    return target.anti is not None and _SEROLOGY.match(target.span.of(text)) is not None


def _shares(rest: Sequence[Target], target: Target) -> bool:
    """Whether the noun after the last target is meant for this one too: "EGFR, ALK and MEK inhibitors"."""
    if target.anti is None and any(later.anti is not None for later in rest):
        return False  # "IL-4 and anti-CD40 antibodies"
    return all(later.joined in (",", "and", "or", "and/or") for later in rest[1:])


def _carries_over(target: Target, noun: _Noun | None) -> bool:
    """Whether "anti-" is meant for this target too, that has none: "anti-CD3 and CD28 antibodies"."""
    return noun is not None and (noun.head in ("antibody", "blockade") or target.joined in ("or", "and/or"))


def _anti(text: str, target: Target, noun: _Noun | None, last: bool) -> Recognised:
    head = noun.head if noun else "therapy"
    label = f"anti-{target.label} {head}"
    said = _AGONIST.search(text[max(0, target.start - 11) : target.start])
    if head == "antibody" and noun and (said or re.search(r"\bagonist", noun.words)):
        label = f"anti-{target.label} agonist antibody"
    elif head in ("blockade", "therapy"):
        label = f"anti-{target.label} therapy"
    elif head != "antibody":
        label = _with_words(target, head, noun.words if noun else "")
    end = noun.end if noun and last else target.span.end
    start = target.start - len(said.group()) if said and "agonist" in label else target.start
    return _made(Span(start, end), label, head, target)


def _bare(target: Target, noun: _Noun) -> str | None:
    """The label of an agent without "anti-", None where the noun says nothing of acting against the target."""
    if noun.head == "antibody":
        return f"anti-{target.label} antibody" if "based" not in noun.words else None
    if noun.head in _BARE:
        return _with_words(target, noun.head, noun.words)
    return f"anti-{target.label} therapy" if _ACTS_AGAINST.search(noun.words) else None


def _with_words(target: Target, head: str, words: str) -> str:
    """The receptor of "IL-6 receptor antagonist" is part of what is meant, the kinase of an EGFR inhibitor not."""
    return f"{target.label} receptor {head}" if "receptor" in words else f"{target.label} {head}"


def _of(text: str, target: Target) -> Recognised | None:
    """ "antibodies against PD-1" """
    match = _OF.search(text[max(0, target.span.start - _NEAR) : target.span.start])
    if match is None:
        return None
    span = Span(target.span.start - len(match.group()), target.span.end)
    return _made(span, f"anti-{target.label} antibody", "antibody", target)


def _agent(target: Target, label: str, noun: _Noun, end: int) -> Recognised:
    return _made(Span(target.start, end), label, noun.head, target)


def _made(span: Span, label: str, head: str, target: Target) -> Recognised:
    category = Category.TREATMENT if label.rpartition(" ")[2] in _TREATMENTS else Category.DRUG
    inner = [place for place in target.inner if place != span]
    score = 0.9 if label.startswith("anti-") else 0.85
    return one(span, own(category, label), score, f"{head} that acts on {target.label}", inner)
