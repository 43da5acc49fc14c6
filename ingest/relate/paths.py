"""What do the words along the parse between two names say of them?

For pairs whose order is known from their kinds alone: cells make molecules, molecules make cells differentiate.
Where such a pair is joined by a path of words that are all known, and one of them says what the pair has to do with
each other, it does not matter which of the two is the subject of what. The patterns are data, ``paths.tsv``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import combinations, pairwise, permutations

from spacy.tokens import Doc, Token

from ingest.relate.groups import GROUP_OF
from ingest.relate.mask import Named
from ingest.relate.modality import Modality, modality

#: a longer way is no way
_LONGEST = 9
_JOINING = frozenset({"conj", "appos"})
#: how the name of a class hangs together with the next word on the way to a member, and what stands between them
_OF_CLASS = frozenset({"attr", "compound", "nmod", "amod", "appos", "prep", "nsubj", "relcl", "acl"})
_MEMBERSHIP = frozenset("be such as include including like namely e.g. i.e. for example".split())


@dataclass(frozen=True, slots=True)
class Pattern:
    """A line of the table: between which groups, over which lemmas, and what it means.

    One of ``key`` and, if there are any, one of ``too`` stand on the way. ``example`` marks the one that acts with
    [ ] and the other with < >.
    """

    first: frozenset[str]
    second: frozenset[str]
    key: frozenset[str]
    too: frozenset[str]
    relation: str
    aspect: str | None
    trust: float
    example: str


@dataclass(frozen=True, slots=True)
class Found:
    """Two names that a pattern joins, the word that says so, and how it is meant."""

    subject: Named
    object: Named
    pattern: Pattern
    cue: Token
    mode: Modality


@cache
def patterns() -> tuple[Pattern, ...]:
    """The patterns, in the order of the table."""
    return tuple(_pattern(*row) for row in _rows() if row[0] != "link")


def _pattern(
    first: str, second: str, key: str, too: str, relation: str, aspect: str, trust: str, example: str
) -> Pattern:
    groups = frozenset(first.split("|")), frozenset(second.split("|"))
    return Pattern(*groups, _words(key), _words(too), relation, aspect or None, float(trust), example)


@cache
def _links() -> frozenset[str]:
    """Lemmas that may stand on any way."""
    return frozenset(word for row in _rows() if row[0] == "link" for cell in row[1:] for word in cell.split())


def _words(cell: str) -> frozenset[str]:
    return frozenset(cell.split())


def _rows() -> list[list[str]]:
    text = resources.files(__package__).joinpath("paths.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def find(parse: Doc, names: Sequence[Named]) -> Iterator[Found]:
    """The pairs of names that a pattern joins, in the order of the text; ``names`` count in the parsed text."""
    at = {token.idx: token for token in parse}
    placed = [(at[name.start], name) for name in names if name.start in at]
    masks = {token.i for token, _ in placed}
    for (left, one), (right, other) in combinations(placed, 2):
        if one.entity == other.entity:
            continue
        fitting = _fitting(one, other)
        if fitting and (way := _way(left, right, masks)) is not None:
            yield from _joined(fitting, way, left, right)


def _fitting(one: Named, other: Named) -> list[tuple[Pattern, Named, Named]]:
    """The patterns for the two groups, with the name that acts and the other."""
    return [
        (pattern, subject, object_)
        for pattern in patterns()
        for subject, object_ in ((one, other), (other, one))
        if GROUP_OF[subject.category] in pattern.first and GROUP_OF[object_.category] in pattern.second
    ]


def _joined(
    fitting: Sequence[tuple[Pattern, Named, Named]], way: Mapping[str, Token], left: Token, right: Token
) -> Iterator[Found]:
    for pattern, subject, object_ in fitting:
        keys = [token for lemma, token in way.items() if lemma in pattern.key]
        too = [token for lemma, token in way.items() if lemma in pattern.too]
        if not keys or (pattern.too and not too) or way.keys() - pattern.key - pattern.too - _links():
            continue
        cue = (too or keys)[0]
        mode = _meant([*keys, *too], left, right)
        if not mode.aim:
            yield Found(subject, object_, pattern, cue, mode)
            return


def _meant(words: Sequence[Token], left: Token, right: Token) -> Modality:
    modes = [modality(word) for word in words]
    excepted = any(_is_excepted(token) for token in (left, right))
    return Modality(
        any(mode.negated for mode in modes) ^ excepted,
        any(mode.hedged for mode in modes),
        any(mode.aim for mode in modes),
    )


def _is_excepted(token: Token) -> bool:
    """Whether the name is the one that is left out: "IL-4 but *not IFN-γ*"."""
    before = token.doc[max(0, token.i - 2) : token.i]
    return any(t.lower_ in ("not", "no", "nor") for t in (*token.children, *before))


def find_members(parse: Doc, names: Sequence[Named]) -> Iterator[tuple[Named, Named, bool]]:
    """Names of a class and of one of its members, and whether it is denied.

    "X is a kinase inhibitor", "kinase inhibitors such as X and Y", "the kinase inhibitor X".
    """
    at = {token.idx: token for token in parse}
    placed = [(at[name.start], name) for name in names if name.start in at]
    masks = {token.i for token, _ in placed}
    for (kind, class_), (token, member) in permutations(placed, 2):
        if GROUP_OF[class_.category] == GROUP_OF[member.category] and class_.entity != member.entity:
            steps = _steps(kind, token, masks)
            if steps and _is_membership(kind, steps, masks):
                verbs = (step for step in steps if step.lemma_ == "be")
                yield class_, member, any(modality(verb).negated for verb in verbs) or _is_excepted(kind)


def _is_membership(kind: Token, way: Sequence[Token], masks: set[int]) -> bool:
    """Whether the way from the class leads to a member: over no other words, and not by "and" from the class itself."""
    beside = way[1]
    lower = kind if kind.head.i == beside.i else beside
    words = {token.lemma_.lower() for token in way[1:-1] if token.i not in masks}
    return lower.dep_ in _OF_CLASS and words <= _MEMBERSHIP


def _way(left: Token, right: Token, masks: set[int]) -> Mapping[str, Token] | None:
    """The words between two along the parse by lemma; None where another name stands in the way, or too many do."""
    way = _steps(left, right, masks)
    if way is None:
        return None
    inner = way[1:-1]
    told = (
        child for token in inner if token.lemma_ == "be" for child in token.children if child.dep_ == "acomp"
    )
    words = (token for token in (*inner, *told) if token.i not in masks and token.pos_ not in ("ADP", "PART"))
    return {word.lemma_.lower(): word for word in words}


def _steps(left: Token, right: Token, masks: set[int]) -> list[Token] | None:
    """The words from one to the other along the parse, both included, names only as members of lists."""
    up, down = [left, *left.ancestors], [right, *right.ancestors]
    below = {token.i: number for number, token in enumerate(down)}
    for number, token in enumerate(up):
        if token.i in below:
            way = [*up[: number + 1], *reversed(down[: below[token.i]])]
            break
    else:
        return None
    if len(way) > _LONGEST or not all(_leads(*step, masks) for step in pairwise(way)):
        return None
    inner = enumerate(way[1:-1], 1)
    listed = all(token.i not in masks or _is_listed(way, place) for place, token in inner)
    return way if listed else None


def _leads(one: Token, other: Token, masks: set[int]) -> bool:
    """Whether the step is no coordination of a name and something else: "T cells and the production of IL-2"."""
    lower = one if one.head.i == other.i else other
    return lower.dep_ != "conj" or (one.i in masks and other.i in masks)


def _is_listed(way: Sequence[Token], place: int) -> bool:
    """Whether a name on the way is only the first of a list."""
    beside = (way[place - 1], way[place + 1])
    return any(token.head.i == way[place].i and token.dep_ in _JOINING for token in beside)
