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
from itertools import combinations, permutations

from spacy.tokens import Doc, Token

from ingest.relate.groups import GROUP_OF
from ingest.relate.mask import Named
from ingest.relate.modality import Modality, modality
from ingest.relate.syntax import SUBJECTS, starts
from kg.vocabulary import Category

#: a longer way is no way
_LONGEST = 9
_JOINING = frozenset({"conj", "appos"})
#: clauses beside another, and those that tell of a noun, which may be the object in them
_BESIDE, _WITHIN = frozenset({"advcl", "conj", "ccomp"}), frozenset({"relcl", "acl"})
_RESUMING = frozenset({"it", "they"})
#: what stands between a cell and what it becomes
_BECOMING = frozenset({"into", "toward", "towards"})
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
    return tuple(_pattern(*row) for row in _rows() if row[0] not in ("link", "among"))


def _pattern(
    first: str, second: str, key: str, too: str, relation: str, aspect: str, trust: str, example: str
) -> Pattern:
    return Pattern(
        _groups(first),
        _groups(second),
        _words(key),
        _words(too),
        relation,
        aspect or None,
        float(trust),
        example,
    )


@cache
def _links() -> frozenset[str]:
    """Lemmas that may stand on any way."""
    return frozenset(word for row in _rows() if row[0] == "link" for cell in row[1:] for word in cell.split())


@cache
def _allowed(first: frozenset[str], second: frozenset[str]) -> frozenset[str]:
    """Lemmas that may stand on any way between these groups."""
    among = (
        _words(words)
        for kind, one, other, words, *_ in _rows()
        if kind == "among" and _groups(one) == first and second <= _groups(other)
    )
    return _links().union(*among)


def _groups(cell: str) -> frozenset[str]:
    return frozenset(cell.split("|"))


def _words(cell: str) -> frozenset[str]:
    return frozenset(cell.split())


def _rows() -> list[list[str]]:
    text = resources.files(__package__).joinpath("paths.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def find(parse: Doc, names: Sequence[Named]) -> Iterator[Found]:
    """The pairs of names that a pattern joins, in the order of the text; ``names`` count in the parsed text."""
    placed = _placed(parse, names)
    masks = {chain.word.i: GROUP_OF[name.category] for chain, name in placed}
    for (left, one), (right, other) in combinations(placed, 2):
        if one.entity == other.entity:
            continue
        fitting = _fitting(one, other)
        if fitting and (way := _way(left, right, masks)) is not None:
            yield from _joined(fitting, way, left.word, right.word)


def _fitting(one: Named, other: Named) -> list[tuple[Pattern, Named, Named]]:
    """The patterns for the two groups, with the name that acts and the other."""
    return [
        (pattern, subject, object_)
        for pattern in patterns()
        for subject, object_ in ((one, other), (other, one))
        if GROUP_OF[subject.category] in pattern.first
        and GROUP_OF[object_.category] in pattern.second
        and object_.category is not Category.TREATMENT  # is made by no cell
    ]


def _joined(
    fitting: Sequence[tuple[Pattern, Named, Named]], way: Mapping[str, Token], left: Token, right: Token
) -> Iterator[Found]:
    for pattern, subject, object_ in fitting:
        keys = [token for lemma, token in way.items() if lemma in pattern.key]
        too = [token for lemma, token in way.items() if lemma in pattern.too]
        allowed = pattern.key | pattern.too | _allowed(pattern.first, pattern.second)
        if not keys or (pattern.too and not too) or way.keys() - allowed:
            continue
        cue = (too or keys)[0]
        mode = _meant([*keys, *too], left, right)
        if not mode.aim:
            yield Found(subject, object_, pattern, cue, mode)
            return


def _meant(words: Sequence[Token], left: Token, right: Token) -> Modality:
    modes = [modality(word) for word in words]
    excepted = any(_is_excepted(token) for token in (left, right)) and not _is_denied_of_verb(words, right)
    return Modality(
        any(mode.negated for mode in modes) ^ excepted,
        any(mode.hedged for mode in modes),
        any(mode.aim for mode in modes),
    )


def _is_denied_of_verb(words: Sequence[Token], right: Token) -> bool:
    """Of "expression of *neither* X nor Y in Z protected it", the verb is denied and not the expression."""
    subjects = (word for word in words if word.dep_ in SUBJECTS and right in word.subtree)
    return any(child.lower_ == "neither" for word in subjects for child in word.subtree)


def _is_excepted(token: Token) -> bool:
    """Whether the name is the one that is left out: "IL-4 but *not IFN-γ*"."""
    before = (
        t for t in token.doc[max(0, token.i - 2) : token.i] if not (t.dep_ == "neg" and t.head.pos_ == "VERB")
    )
    return any(t.lower_ in ("not", "no", "nor") for t in (*token.children, *before))


def find_members(parse: Doc, names: Sequence[Named]) -> Iterator[tuple[Named, Named, bool]]:
    """Names of a class and of one of its members, and whether it is denied.

    "X is a kinase inhibitor", "kinase inhibitors such as X and Y", "the kinase inhibitor X"; of "the kinase inhibitor X
    and Y" the second is none.
    """
    placed = _placed(parse, names)
    masks = {chain.word.i: GROUP_OF[name.category] for chain, name in placed}
    for (above, class_), (below, member) in permutations(placed, 2):
        if GROUP_OF[class_.category] == GROUP_OF[member.category] and class_.entity != member.entity:
            kind, steps = above.word, _steps(above, below, masks)
            one_of_a_list = below.word.dep_ == "conj" and not class_.head.lower().endswith("s")
            if steps and not one_of_a_list and _is_membership(kind, steps, masks):
                verbs = (step for step in steps if step.lemma_ == "be")
                yield class_, member, any(modality(verb).negated for verb in verbs) or _is_excepted(kind)


def _is_membership(kind: Token, way: Sequence[Token], masks: Mapping[int, str]) -> bool:
    """Whether the way from the class leads to a member: over no other words, and not by "and" from the class itself."""
    beside = way[1]
    lower = kind if kind.head.i == beside.i else beside
    words = {token.lemma_.lower() for token in way[1:-1] if token.i not in masks}
    return lower.dep_ in _OF_CLASS and words <= _MEMBERSHIP


@dataclass(frozen=True, slots=True)
class _Chain:
    """A word and those that it hangs on, up to the root; ``numbers`` are their places in the chain by those in the
    sentence, ``joined`` says which hang on the next one as one of a list.
    """

    words: Sequence[Token]
    numbers: Mapping[int, int]
    joined: Sequence[bool]

    @classmethod
    def up(cls, word: Token) -> _Chain:
        """From the word upwards."""
        words = [word, *word.ancestors]
        numbers = {token.i: number for number, token in enumerate(words)}
        return cls(words, numbers, [token.dep_ == "conj" and not _is_other(token) for token in words])

    @property
    def word(self) -> Token:
        """The lowest."""
        return self.words[0]

    def leads(self, steps: int, masks: Mapping[int, str]) -> bool:
        """Whether none of the steps upwards is a coordination of a name and another kind of thing."""
        places = list(self.numbers)
        return not any(
            self.joined[step]
            and not (masks.get(places[step]) and masks.get(places[step]) == masks.get(places[step + 1]))
            for step in range(steps)
        )


def _is_other(token: Token) -> bool:
    """Whether what is joined is a class of what it is joined to: "IL-4 and *other* cytokines of Th2 cells"."""
    return any(child.lower_ == "other" for child in token.children)


def _placed(parse: Doc, names: Sequence[Named]) -> list[tuple[_Chain, Named]]:
    """The names that begin with a word, and the chains of these words."""
    at = starts(parse)
    return [(_Chain.up(parse[at[name.start]]), name) for name in names if name.start in at]


def _way(left: _Chain, right: _Chain, masks: Mapping[int, str]) -> Mapping[str, Token] | None:
    """The words between two along the parse by lemma; None where another name stands in the way, or too many do."""
    way = _steps(left, right, masks)
    if way is None:
        return None
    inner = way[1:-1]
    told = (
        child for token in inner if token.lemma_ == "be" for child in token.children if child.dep_ == "acomp"
    )
    words = (token for token in (*inner, *told) if token.i not in masks and _counts(token))
    return {word.lemma_.lower(): word for word in words}


def _counts(token: Token) -> bool:
    """Whether a word on the way says something."""
    return token.pos_ not in ("ADP", "PART") or token.lower_ in _BECOMING


def _steps(left: _Chain, right: _Chain, masks: Mapping[int, str]) -> list[Token] | None:
    """The words from one to the other along the parse, both included, names only as members of lists."""
    up = next((number for place, number in left.numbers.items() if place in right.numbers), None)
    if up is None:
        return None
    down = right.numbers[left.words[up].i]
    if up + down >= _LONGEST or not (left.leads(up, masks) and right.leads(down, masks)):
        return None
    way = [*left.words[: up + 1], *reversed(right.words[:down])]
    inner = enumerate(way[1:-1], 1)
    listed = all(token.i not in masks or _is_listed(way, place) for place, token in inner)
    return way if listed and not _leaves_a_clause(way) else None


def _leaves_a_clause(way: Sequence[Token]) -> bool:
    """Whether a clause on the way has a subject of its own: "X produces Y, whereas *Z* produces …", but not "X is …;
    *it* produces Y".
    """
    here = {token.i for token in way}
    for token in way:
        if token.dep_ in _BESIDE | _WITHIN and token.head.i in here:
            own = [child for child in token.children if _names_subject(child)]
            resumed = any(child.lower_ in _RESUMING for child in token.head.children)
            if any(child.i not in here or (token.dep_ in _BESIDE and not resumed) for child in own):
                return True
    return False


def _names_subject(token: Token) -> bool:
    return token.dep_ in SUBJECTS and not token.tag_.startswith("W") and token.lower_ not in _RESUMING


def _is_listed(way: Sequence[Token], place: int) -> bool:
    """Whether a name on the way is only the first of a list, or what becomes something: "naive cells into Th1"."""
    beside = (way[place - 1], way[place + 1])
    if any(token.lower_ in _BECOMING and token.head.i == way[place].i for token in beside):
        return True
    return any(token.head.i == way[place].i and token.dep_ in _JOINING for token in beside)
