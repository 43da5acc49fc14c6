"""How do extracted statements compare with the relations that a corpus annotates?

A pair of annotated things counts as found if a statement joins two mentions that overlap them, whichever way
round; typed also asks for a fitting kind of relation. Judged are only pairs of kinds that the corpus relates at
all. Relations that a corpus marks as denied count as neither found nor missed; what was made of them is counted apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

Record = Mapping[str, Any]
#: the least share of its relations that kinds have which a corpus relates as a rule
_USUAL = 0.02

#: predicates that say much the same; what affects something is split by its direction
_FAMILIES = {
    "binds": "directly_physically_interacts_with physically_interacts_with interacts_with",
    "targets": "has_target",
    "produces": "produces expresses",
    "treats": "treats studied_to_treat in_clinical_trials_for ameliorates_condition preventative_for_condition",
    "causes": "causes contributes_to exacerbates_condition",
    "associated": "associated_with correlated_with positively_correlated_with negatively_correlated_with biomarker_for",
    "resistance": "associated_with_resistance_to associated_with_sensitivity_to",
    "part": "located_in part_of subclass_of is_sequence_variant_of",
    "converts": "has_substrate is_substrate_of catalyzes",
}
_FAMILY = {predicate: family for family, predicates in _FAMILIES.items() for predicate in predicates.split()}
_DIRECTIONS = {
    "increased": "increases",
    "upregulated": "increases",
    "decreased": "decreases",
    "downregulated": "decreases",
}

#: families that count as right for the types of each corpus
_UP, _CHANGES = "increases produces causes", "affects increases decreases"
_RIGHT = {
    "Association": f"associated resistance produces part targets causes treats binds {_CHANGES}",
    "Positive_Correlation": f"{_UP} resistance",
    "Negative_Correlation": "decreases treats resistance",
    "Bind": "binds targets",
    "Drug_Interaction": f"binds {_CHANGES}",
    "Cotreatment": "associated binds",
    "Comparison": "associated",
    "Conversion": "converts produces",
    "Positive_regulation": _UP,
    "Activation": _UP,
    "Negative_regulation": "decreases treats",
    "Inactivation": "decreases",
    "Regulation": _CHANGES,
    "Binding": "binds targets",
    "Planned_process:Instrument-Theme": f"treats targets {_CHANGES}",
    **dict.fromkeys(
        "Localization:Theme-AtLoc Localization:Theme-ToLoc Localization:Theme-FromLoc Metastasis:Theme-ToLoc "
        "Mutation:Theme-AtLoc Gene_expression:Theme-AtLoc".split(),
        "part produces",
    ),
    **dict.fromkeys(
        "Phosphorylation Dephosphorylation Acetylation Deacetylation Ubiquitination Methylation".split(),
        f"converts {_CHANGES}",
    ),
    "CPR:3": _UP,
    "CPR:4": "decreases targets",
    "CPR:5": f"{_UP} targets binds",
    "CPR:6": "decreases targets binds",
    "CPR:9": "converts produces part",
    "CID": "causes increases",
    "drug_causes_adverse_effect": "causes increases",
    "Prognostic": "associated causes resistance",
    "Diagnostic": "associated",
    "Predictive": "resistance associated targets treats",
    "Predisposing": "causes associated increases",
    "AssociatedVariant": "part",
    "secreted_cytokine": "produces increases",
    "inducing_cytokine": f"causes {_CHANGES}",
    "inducing_transcription_factor": f"causes produces {_CHANGES}",
}
#: what joins no two things of the world
_OTHER = frozenset({"isEquivalentTo", "drug_has_dose", "Coreference"})
#: types that have no subject and object, or not the ones that a sentence has
_UNORDERED = frozenset(
    "Association Positive_Correlation Negative_Correlation Bind Drug_Interaction Cotreatment Comparison Conversion "
    "Binding CID Prognostic Diagnostic Predictive Predisposing AssociatedVariant".split()
)


@dataclass(slots=True)
class Counted:
    """Right, wrong and missed ones."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is right, 0 where nothing was."""
        return self.right / (self.right + self.wrong) if self.right else 0.0

    @property
    def recall(self) -> float:
        """Share of what was to be found that was, 0 where nothing was to be."""
        return self.right / (self.right + self.missed) if self.right else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if self.right else 0.0

    def tell(self, expected: bool, found: bool) -> None:
        """Count one decision."""
        self.right += expected and found
        self.wrong += found and not expected
        self.missed += expected and not found


@dataclass(slots=True)
class Scores:
    """All counts of one corpus. ``direction`` and ``sign`` are of pairs that were found: right ones and all."""

    documents: int = 0
    pairs: Counted = field(default_factory=Counted)
    typed: Counted = field(default_factory=Counted)
    in_scope: Counted = field(default_factory=Counted)
    direction: list[int] = field(default_factory=lambda: [0, 0])
    sign: list[int] = field(default_factory=lambda: [0, 0])
    denied: int = 0
    asserted: int = 0
    negation: Counted = field(default_factory=Counted)
    hedging: Counted = field(default_factory=Counted)
    marks: bool = False


@dataclass(frozen=True, slots=True)
class _Said:
    family: str
    kinds: frozenset[str]
    subject: Hashable
    negated: bool
    hedged: bool


def relations_of(document: Record) -> list[dict[str, Any]]:
    """The annotated relations that join two things of the world and are not said to be absent."""
    kinds = ((dict(relation), relation["type"]) for relation in document["relations"])
    return [
        r
        for r, kind in kinds
        if not kind.startswith("NO_") and not kind.endswith(":Theme-Site") and kind not in _OTHER
    ]


def score(gold: Iterable[Record], predicted: Mapping[str, Record], threshold: float = 0.0) -> Scores:
    """Counts over documents; ``predicted`` are records of ``litkg extract`` by their document's id."""
    documents = list(gold)
    judged = {kinds for document in documents for kinds in _related_kinds(document)}
    scope = _scope(documents)
    scores = Scores(len(documents))
    scores.marks = any("negated" in r or "speculated" in r for d in documents for r in d["relations"])
    for document in documents:
        things = _Things(document)
        wanted = things.wanted()
        said = things.said(predicted[document["id"]], judged, threshold)
        for pair in wanted.keys() | said.keys():
            _count(scores, wanted.get(pair, []), said.get(pair, []))
            here = [s for s in said.get(pair, []) if s.family in scope.get(s.kinds, ())]
            _count_in_scope(scores.in_scope, wanted.get(pair, []), here)
    return scores


def _scope(documents: Iterable[Record]) -> dict[frozenset[str], Set[str]]:
    """The kinds of relations that a corpus annotates between the kinds of things that it relates as a rule."""
    times: Counter[frozenset[str]] = Counter()
    families: defaultdict[frozenset[str], set[str]] = defaultdict(set)
    for document in documents:
        for relation in relations_of(document):
            for kinds in set(_related_kinds({**document, "relations": [relation]})):
                times[kinds] += 1
                families[kinds].update(_RIGHT.get(relation["type"], "").split())
    least = _USUAL * times.total()
    return {kinds: families[kinds] for kinds, number in times.items() if number >= least}


def _related_kinds(document: Record) -> Iterable[frozenset[str]]:
    kind = {entity.get("id", i): entity["type"] for i, entity in enumerate(document["entities"])}
    for relation in relations_of(document):
        for head in relation.get("head_mentions") or [relation["head"]]:
            for tail in relation.get("tail_mentions") or [relation["tail"]]:
                if head in kind and tail in kind:
                    yield frozenset((kind[head], kind[tail]))


class _Things:
    """The annotated things of a document: its mentions, or the concepts that they stand for where it relates these."""

    def __init__(self, document: Record) -> None:
        self.document = document
        self.mentions = {entity.get("id", i): entity for i, entity in enumerate(document["entities"])}
        grouped = any("head_mentions" in r for r in document["relations"])
        grouped |= any(m.get("concepts") for m in self.mentions.values())
        self.grouped = grouped

    def unit(self, mention: Hashable) -> Hashable:
        """What is counted as one thing."""
        concepts = self.mentions[mention].get("concepts") if mention in self.mentions else None
        return concepts[0] if self.grouped and concepts else mention

    def wanted(self) -> dict[frozenset[Hashable], list[Record]]:
        """The annotated relations of each pair; those of a thing with itself are left out."""
        found: dict[frozenset[Hashable], list[Record]] = {}
        for relation in relations_of(self.document):
            for side in ("head", "tail"):
                mentions = relation.get(f"{side}_mentions")
                if self.grouped and mentions:
                    relation[side] = self.unit(mentions[0])
            if relation["head"] != relation["tail"]:
                found.setdefault(frozenset((relation["head"], relation["tail"])), []).append(relation)
        return found

    def said(
        self, predicted: Record, judged: set[frozenset[str]], threshold: float
    ) -> dict[frozenset[Hashable], list[_Said]]:
        """The statements of each pair of annotated things whose kinds the corpus relates."""
        found: dict[frozenset[Hashable], list[_Said]] = {}
        at = [self._find(mention) for mention in predicted["mentions"]]
        for statement in predicted["statements"]:
            subject, object_ = at[statement["subject"]], at[statement["object"]]
            if subject is None or object_ is None or statement["score"] < threshold:
                continue
            kinds = frozenset((self.mentions[subject]["type"], self.mentions[object_]["type"]))
            if kinds not in judged:
                continue
            first, second = self.unit(subject), self.unit(object_)
            if first != second:
                one = _Said(_family(statement), kinds, first, statement["negated"], statement["hedged"])
                found.setdefault(frozenset((first, second)), []).append(one)
        return found

    def _find(self, mention: Record) -> Hashable | None:
        """The annotated mention that this one overlaps most."""
        start, end = mention["start"], mention["end"]
        overlapping = [
            (
                min(m["end"], end) - max(m["start"], start),
                -abs(m["end"] - m["start"] - end + start),
                str(key),
                key,
            )
            for key, m in self.mentions.items()
            if m["start"] < end and start < m["end"]
        ]
        return max(overlapping)[-1] if overlapping else None


def _family(statement: Record) -> str:
    family = _FAMILY.get(statement["predicate"].removeprefix("biolink:"), "affects")
    direction = _DIRECTIONS.get(statement["qualifiers"].get("object_direction_qualifier", ""))
    return direction or family if family == "affects" else family


def _count(scores: Scores, wanted: list[Record], said: list[_Said]) -> None:
    true = [r for r in wanted if not r.get("negated")]
    stated = [s for s in said if not s.negated]
    if wanted and said:
        scores.negation.tell(not true, not stated)
        hedged = [r for r in wanted if r.get("speculated")]
        scores.hedging.tell(len(hedged) == len(wanted), all(s.hedged for s in said))
    if wanted and not true:
        scores.denied += 1
        scores.asserted += bool(stated)
        return
    scores.pairs.tell(bool(true), bool(stated))
    if true and stated and not _fits(true, stated):
        scores.typed.wrong += 1
        scores.typed.missed += 1
    else:
        scores.typed.tell(bool(true), bool(stated))
    if stated:
        _count_ways(scores, true, stated)


def _count_in_scope(counted: Counted, wanted: list[Record], said: list[_Said]) -> None:
    true = [r for r in wanted if not r.get("negated")]
    stated = [s for s in said if not s.negated]
    if stated and (true or not wanted):
        counted.tell(_fits(true, stated), True)


def _fits(true: list[Record], stated: list[_Said]) -> bool:
    """Whether one of the statements says what one of the relations does."""
    return any(s.family in _RIGHT.get(r["type"], "").split() for r in true for s in stated)


def _count_ways(scores: Scores, true: list[Record], stated: list[_Said]) -> None:
    signed = {s.family for s in stated} & {"increases", "decreases"}
    for relation in true:
        if relation["type"] not in _UNORDERED and not relation.get("symmetric"):
            scores.direction[0] += any(s.subject == relation["head"] for s in stated)
            scores.direction[1] += 1
        if relation.get("net_sign") in ("+", "-") and signed:
            scores.sign[0] += ("increases" if relation["net_sign"] == "+" else "decreases") in signed
            scores.sign[1] += 1
