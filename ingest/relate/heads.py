"""Which names only help to name something else, by the words beside them?

The carbon of "carbon nanoparticles" acts on nothing, and who binds "receptors for calcitriol" need not bind that. The
nouns are data, ``heads.tsv``; of a process that has no name of its own, "phosphorylation of STAT1", what happens to
STAT1 is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from ingest.mention import GENES
from ingest.relate.groups import GROUP_OF
from ingest.relate.lexis import bridges, rows
from ingest.relate.mask import Masked, Named
from ingest.relate.pairs.meaning import CLAIM_OF, meaning
from ingest.relate.relator import CLASSIFIER, NAME, Relation
from ingest.relate.wholes import is_piece
from kg.vocabulary import Category

#: between a name and its noun: a short form, and what the thing has to do with it
_GAP = re.compile(
    r"(?: \([^()]{1,20}\)| \[[^\[\]]{1,20}\])?([ -]|(?=channels?\b))"
    r"(?:(?:related|associated|attributable)[ -]|[A-Da-d]?\d? (?=receptor))?"
)
_WORD = re.compile(r"[A-Za-z\u00ef]+(?![A-Za-z\u00ef])")
#: of a gene: the mark of the cells that have it, "CD8^(+) lymphocytes"
_MARKED = re.compile(r"\^ ?\(?\+|\(\+\)|\+(?=[ ,.;)]|$)|\u207a")
#: before a name: what binds it, is raised against it, or works against it
_RECEPTOR_OF = re.compile(r"\breceptors?(?: \([^()]{1,12}\))? for (?:the )?$", re.I)
_ANTI = re.compile(r"(?<![A-Za-z])anti[-\u2010\u2011]$", re.I)
_LOWERS = frozenset({"inhibits", "decreases_amount_of", "treats", "prevents", "targets", "binds"})
#: behind a name: those who act against it, of whom the opposite is true
_AGAINST = re.compile(r"(?: \([^()]{1,20}\))?[ -](?:inhibitor|antagonist|blocker|suppressor)s?\b", re.I)
#: what is done to that
_UNDONE = re.compile(
    r"\b(?:oppos|counteract|abrogat|abolish|impair|block|reduc|repress|lack|los[est]|decreas|attenuat|inactivat|disrupt)\w*"
)
_WORK = re.compile(
    _AGAINST.pattern + r" (?:activit(?:y|ies)|functions?|effects?|actions?|properties)\b", re.I
)
#: ways into the body, and diseases, that say nothing without what goes in
_WAYS = re.compile(
    r"(?:[\w-]+ )?(?:inhalation|ingestion|injection|infusion|instillation|inoculation|administration)s?|infections?",
    re.I,
)
_OF = re.compile(r" (?:of|with|by) (?!the (?:lungs?|skin|airways?|bladder)\b)")
_GERM = re.compile(r"(?:[\w-]*virus|[A-Z][\w-]*\d\w*\)?|\w\)) $")


@dataclass(frozen=True, slots=True)
class Head:
    """A word that makes a name part of another; of names of these ``groups``, or of any if there are none."""

    word: str
    groups: frozenset[str]
    joined: bool


@cache
def heads() -> Mapping[str, Head]:
    """The words, by lemma."""
    found = {}
    for word, groups, joined, *_example in rows("heads.tsv"):
        found[word] = Head(word, frozenset(filter(None, groups.split("|"))), joined == "joined")
    return found


def of_things(relations: Iterable[Relation], masked: Masked, offset: int) -> Iterator[Relation]:
    """The relations whose names stand for themselves; those of nameless processes as of what these happen to."""
    names = {name.index: name for name in masked.names}
    read = _Read(masked.original, offset, names)
    moved: list[Relation] = []
    kept: list[Relation] = []
    for relation in relations:
        subject, object_ = names.get(relation.subject), names.get(relation.object)
        if relation.kind == NAME or relation.antecedent is not None:
            kept.append(relation)
        elif read.is_about_others(relation, subject, object_):
            continue
        elif subject and object_ and read.is_nameless(object_):
            moved += filter(None, [_moved(relation, subject, read.thing(object_))])
        else:
            kept.append(relation)
    return _surest(kept, moved)


def _surest(kept: Iterable[Relation], moved: Sequence[Relation]) -> Iterator[Relation]:
    """All relations, of the classifier's and those moved the surest of the two names, what rules say before either."""
    best: dict[tuple[int, int], Relation] = {}
    for relation in sorted(moved, key=lambda r: r.score):
        best[relation.subject, relation.object] = relation
    for relation in kept:
        rival = best.get((relation.subject, relation.object))
        if rival and relation.kind == CLASSIFIER and relation.score < rival.score:
            continue
        best.pop((relation.subject, relation.object), None)
        yield relation
    yield from best.values()


def _moved(relation: Relation, subject: Named, found: tuple[Named, str] | None) -> Relation | None:
    """What is said of a process as said of its thing."""
    claim = CLAIM_OF.get(relation.relation)
    if found is None or claim is None:
        return None
    thing, word = found
    meant = meaning(claim, subject.category, thing.category, bridges()[word].aspect)
    if meant is None or thing.entity == subject.entity:
        return None
    aspect = meant.aspect.value if meant.aspect else None
    return replace(relation, relation=meant.relation, object=thing.index, aspect=aspect)


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence as the text has it, with its names."""

    text: str
    offset: int
    names: Mapping[int, Named]

    def before(self, name: Named) -> str:
        return self.text[: name.place.start - self.offset][-40:] if name.place else ""

    def behind(self, name: Named) -> str:
        return self.text[name.place.end - self.offset :][:60] if name.place else ""

    def surface(self, name: Named) -> str:
        return self.text[name.place.start - self.offset : name.place.end - self.offset] if name.place else ""

    def is_about_others(self, relation: Relation, subject: Named | None, object_: Named | None) -> bool:
        """Whether one of the names only helps to name what is meant, or both make up one name."""
        if subject and object_ and self.is_one_name(subject, object_):
            return True
        return (subject is not None and self.is_other(subject, relation, acts=True)) or (
            object_ is not None and self.is_other(object_, relation, acts=False)
        )

    def is_other(self, name: Named, relation: Relation, *, acts: bool) -> bool:
        """Whether the words beside the name make it part of another, of which this is said."""
        before, behind = self.before(name), self.behind(name)
        if _is_headed(name, behind, relation) or _is_marker(name, behind):
            return True
        if is_piece(name, relation, before, self.surface(name), behind, acts=acts):
            return True
        if (
            relation.relation != "binds"
            and name.category is not Category.CELL
            and _RECEPTOR_OF.search(before)
        ):
            return True
        if _ANTI.search(before) and (acts or relation.relation not in _LOWERS):
            return True
        if acts and not relation.path and _AGAINST.match(behind):
            return True
        if not acts and _WORK.match(behind) and _UNDONE.search(before):
            return True
        return _WAYS.fullmatch(self.surface(name)) is not None and bool(
            _OF.match(behind) or _GERM.search(before)
        )

    def is_one_name(self, first: Named, second: Named) -> bool:
        """Whether both make up the name of a line of cells: "UT-7 Epo cells", "Ba/F3-EpoR"."""
        if first.category is not Category.CELL_LINE or second.category not in GENES:
            return False
        if first.place is None or second.place is None:
            return False
        return self.text[first.place.end - self.offset : second.place.start - self.offset] in (" ", "/", "-")

    def is_nameless(self, process: Named) -> bool:
        """Whether the name says what happens, and the words beside it to what: "STAT1 phosphorylation"."""
        if process.category not in _HAPPENS or not (found := _NAMELESS.fullmatch(self.surface(process))):
            return False
        expressed = found.group(1) in ("expression", "transcription") and _SYMBOL.search(self.before(process))
        return bool(expressed) or self.thing(process) is not None

    def thing(self, process: Named) -> tuple[Named, str] | None:
        """The gene to whose product the process happens, and the word for that."""
        place, found = process.place, _NAMELESS.fullmatch(self.surface(process))
        if place is None or found is None:
            return None
        of = _OF_THING.match(self.text, place.end - self.offset)
        after = self.offset + of.end() if of else None
        for name in self.names.values():
            if name.category not in GENES or name.place is None:
                continue
            gap = self.text[name.place.end - self.offset : place.start - self.offset]
            if name.place.start == after or (name.place.end < place.start and _BETWEEN.fullmatch(gap)):
                return name, found.group(1)
        return None


#: what happens to many things, with the word that tells which side of them is meant
_NAMELESS = re.compile(
    r"(?:tyrosine |serine |threonine |gene |mRNA )?"
    r"(phosphorylation|expression|transcription|secretion|degradation|translocation|synthesis)"
)
_HAPPENS = frozenset({Category.PROCESS, Category.ACTIVITY})
_OF_THING = re.compile(r" of (?:the |human |endogenous )?")
_BETWEEN = re.compile(r"[ -](?:(?:tyrosine|serine|threonine|gene|mRNA|protein) )?")
#: a symbol, before the word for its expression; what is "STAT6-dependent" is that of other genes
_SYMBOL = re.compile(r"(?<!\S)(?=\S*(?:[A-Z]{2}|\d))(?!\S*-[a-z]+ $)\S+ $")


def _is_headed(name: Named, behind: str, relation: Relation) -> bool:
    gap = _GAP.match(behind)
    word = _WORD.match(behind, gap.end()) if gap else None
    if gap is None or word is None:
        return False
    written = word.group().lower()
    head = heads().get(written) or heads().get(written.removesuffix("s"))
    if head is None or (head.joined and gap.group(1) != "-"):
        return False
    if head.groups and GROUP_OF[name.category] not in head.groups:
        return False
    return not (relation.negated and head.word == "independent")


def _is_marker(name: Named, behind: str) -> bool:
    """Whether a gene marks the cells that have it: the CD8 of "CD8^(+) lymphocytes"."""
    return name.category in GENES and _MARKED.match(behind) is not None
