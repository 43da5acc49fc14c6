"""What do the words along the parse between two names say of them?

For pairs whose order is known from their kinds alone: cells make molecules, molecules make cells differentiate.
Where such a pair is joined by a path of words that are all known, and one of them says what the pair has to do with
each other, it hardly matters which of the two is the subject of what.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, permutations

from ingest.relate.groups import GROUP_OF
from ingest.relate.making import BECOMING, is_made, is_turned
from ingest.relate.mask import Named
from ingest.relate.modality import Modality, modality
from ingest.relate.syntax import SUBJECTS
from ingest.relate.tree import Parse, Token, starts
from ingest.relate.ways import Pattern, allowed, patterns, sides
from kg.vocabulary import Category

#: a way over more words is no way; the members of a list are none
_LONGEST = 7
_JOINING = frozenset({"conj", "appos"})
_A_CELL = frozenset({"cell"})
#: clauses beside another, and those that tell of a noun, which may be the object in them
_BESIDE, _WITHIN = frozenset({"advcl", "conj", "ccomp"}), frozenset({"relcl", "acl"})
_RESUMING = frozenset({"it", "they"})
#: how the name of a class hangs together with the next word on the way to a member, and what stands between them
_OF_CLASS = frozenset({"attr", "compound", "nmod", "amod", "appos", "prep", "nsubj", "relcl", "acl"})
_MEMBERSHIP = frozenset("be such as include including like namely e.g. i.e. for example".split())
#: what is done, or does something, *as* a member of a class: "we report X *as* Y inhibitors"
_AS = frozenset(
    "report identify describe discover disclose design develop use employ act serve function know".split()
)


@dataclass(frozen=True, slots=True)
class _Way:
    """The words between two names along the parse, both names included, and those that say something by lemma.

    ``sides`` are the lemmas of nouns that share what they are about: "the *activation and differentiation* of".
    """

    steps: Sequence[Token]
    words: Mapping[str, Token]
    sides: frozenset[str]


@dataclass(frozen=True, slots=True)
class Found:
    """Two names that a pattern joins, the word that says so, and how it is meant."""

    subject: Named
    object: Named
    pattern: Pattern
    cue: Token
    mode: Modality


def find(parse: Parse, names: Sequence[Named]) -> Iterator[Found]:
    """The pairs of names that a pattern joins, in the order of the text; ``names`` count in the parsed text."""
    placed = _placed(parse, names)
    masks = {chain.word.i: GROUP_OF[name.category] for chain, name in placed}
    for (left, one), (right, other) in combinations(placed, 2):
        if one.entity == other.entity:
            continue
        fitting = _fitting(one.category, other.category)
        if fitting and (way := _way(left, right, masks)) is not None:
            yield from _joined(fitting, one, other, way)


@cache
def _fitting(one: Category, other: Category) -> tuple[tuple[Pattern, bool], ...]:
    """The patterns for two names of these categories, and whether it is the first that acts."""
    return tuple(
        (pattern, forward)
        for pattern in patterns()
        for subject, object_, forward in ((one, other, True), (other, one, False))
        if GROUP_OF[subject] in pattern.first
        and GROUP_OF[object_] in pattern.second
        and object_ is not Category.TREATMENT  # is made by no cell
    )


def _joined(fitting: Sequence[tuple[Pattern, bool]], one: Named, other: Named, way: _Way) -> Iterator[Found]:
    for pattern, forward in fitting:
        subject, object_ = (one, other) if forward else (other, one)
        keys = [token for lemma, token in way.words.items() if lemma in pattern.key]
        too = [token for lemma, token in way.words.items() if lemma in pattern.too]
        if not keys or (pattern.too and not too) or way.words.keys() - allowed(pattern) - way.sides:
            continue
        acting = way.steps if subject.start == way.steps[0].idx else way.steps[::-1]
        if pattern.second == _A_CELL and not is_made(acting, pattern.too or pattern.key):
            continue
        cue = (too or keys)[0]
        mode = _meant([*keys, *too], way.steps[0], way.steps[-1])
        turned = pattern.relation == "activates" and any(is_turned(word) for word in (*keys, *too))
        if not mode.aim and not turned:
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


def find_members(parse: Parse, names: Sequence[Named]) -> Iterator[tuple[Named, Named, bool]]:
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
                verbs = (step for step in steps if step.lemma_ == "be" or step.lemma_ in _AS)
                yield class_, member, any(modality(verb).negated for verb in verbs) or _is_excepted(kind)


def _is_membership(kind: Token, way: Sequence[Token], masks: Mapping[int, str]) -> bool:
    """Whether the way from the class leads to a member: over no other words, and not by "and" from the class itself."""
    beside = way[1]
    lower = kind if kind.head.i == beside.i else beside
    words = {token.lemma_.lower() for token in way[1:-1] if token.i not in masks}
    if beside.lower_ == "as" and lower is kind:
        return words <= _MEMBERSHIP | _AS
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
    def up(cls, word: Token, named: Container[int]) -> _Chain:
        """From the word upwards."""
        words = [word, *word.ancestors]
        numbers = {token.i: number for number, token in enumerate(words)}
        apart = [t.dep_ == "conj" and not _is_other(t) and not _shares(t, named) for t in words]
        return cls(words, numbers, apart)

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


def _shares(token: Token, named: Container[int]) -> bool:
    """Whether the noun and the one before it are said of the same: "activation and *differentiation* of T cells"."""
    before = token.head
    return (
        token.dep_ == "conj"
        and token.i not in named
        and before.i not in named
        and {token.lemma_.lower(), before.lemma_.lower()} <= sides()
        and not any(child.dep_ in ("prep", "compound", "nmod", "poss") for child in before.children)
    )


def _placed(parse: Parse, names: Sequence[Named]) -> list[tuple[_Chain, Named]]:
    """The names that begin with a word, and the chains of these words."""
    at = starts(parse)
    here = {at[name.start]: name for name in names if name.start in at}
    return [(_Chain.up(parse[place], here), name) for place, name in here.items()]


def _way(left: _Chain, right: _Chain, masks: Mapping[int, str]) -> _Way | None:
    """The words between two along the parse; None where another name stands in the way, or too many words do."""
    steps = _steps(left, right, masks)
    if steps is None:
        return None
    inner = steps[1:-1]
    told = (
        child for token in inner if token.lemma_ == "be" for child in token.children if child.dep_ == "acomp"
    )
    words = (token for token in (*inner, *told) if token.i not in masks and _counts(token))
    sides = (t.lemma_.lower() for one in inner if _shares(one, masks) for t in (one, one.head))
    return _Way(steps, {word.lemma_.lower(): word for word in words}, frozenset(sides))


def _counts(token: Token) -> bool:
    """Whether a word on the way says something."""
    return token.pos_ not in ("ADP", "PART") or token.lower_ in BECOMING


def _steps(left: _Chain, right: _Chain, masks: Mapping[int, str]) -> list[Token] | None:
    """The words from one to the other along the parse, both included, names only as members of lists."""
    up = next((number for place, number in left.numbers.items() if place in right.numbers), None)
    if up is None:
        return None
    down = right.numbers[left.words[up].i]
    way = [*left.words[: up + 1], *reversed(right.words[:down])]
    if sum(token.i not in masks for token in way) > _LONGEST:
        return None
    if not (left.leads(up, masks) and right.leads(down, masks)):
        return None
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
    if any(token.lower_ in BECOMING and token.head.i == way[place].i for token in beside):
        return True
    if any(token.i == way[place].head.i and _becomes(token, way) for token in beside):
        return True
    return any(token.head.i == way[place].i and token.dep_ in _JOINING for token in beside)


def _becomes(verb: Token, way: Sequence[Token]) -> bool:
    """Whether the way goes on to what the verb's subject or object becomes: "T cells *differentiate into* others"."""
    return verb.lemma_ == "become" or any(t.lower_ in BECOMING and t.head.i == verb.i for t in way)
