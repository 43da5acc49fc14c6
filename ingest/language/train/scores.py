"""How well does a model tag, parse and find who does what to whom?

The triples follow one fixed rule that is put to the gold and the predicted trees alike, so that a score
measures what errors of the parser cost a reader of relations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.training import Example

Triple = tuple[int, int, int]
KINDS = ("active", "passive", "preposition")


@dataclass(frozen=True, slots=True)
class ParserScores:
    """All from 0 to 1, higher is better; the triples' are F scores."""

    coarse_tag: float
    uas: float
    las: float
    active: float
    passive: float
    preposition: float


def score(nlp: Language, gold: Sequence[Doc]) -> ParserScores:
    """The scores of a model on gold trees of one sentence each; coarse tags are compared after `pos_of`."""
    parsed = list(parse_single_sentences(nlp, [tree.text for tree in gold]))
    examples = [Example(doc, tree) for doc, tree in zip(parsed, gold, strict=True)]
    found = nlp.get_pipe("parser").score(examples)  # type: ignore[attr-defined]
    triples = [
        _f_score([of_kind(kind, tree) for tree in gold], [of_kind(kind, doc) for doc in parsed])
        for kind in KINDS
    ]
    return ParserScores(_coarse(examples), found["dep_uas"], found["dep_las"], *triples)


def parse_single_sentences(nlp: Language, texts: Iterable[str]) -> Iterator[Doc]:
    """Parse each text as one sentence."""
    for text in texts:
        doc = nlp.make_doc(text)
        for token in doc[1:]:
            token.is_sent_start = False
        yield nlp(doc)


def _coarse(examples: Sequence[Example]) -> float:
    pairs = [
        (coarse(gold), coarse(token.tag_))
        for example in examples
        for token, gold in zip(example.predicted, example.get_aligned("TAG", as_string=True), strict=True)
        if gold
    ]
    return sum(gold == found for gold, found in pairs) / len(pairs)


def coarse(tag: str) -> str:
    """The word class of a fine tag; names and nouns are one class.

    >>> coarse("NNP"), coarse("VBD"), coarse("JJR")
    ('N', 'V', 'J')
    """
    return tag[0] if tag[:2] in ("NN", "VB", "JJ", "RB") else tag


def of_kind(kind: str, doc: Doc) -> set[Triple]:
    """The triples of one kind in a tree, as the character offsets of subject, verb and object."""
    return {
        (s.idx, v.idx, o.idx) for verb in doc if verb.tag_.startswith("VB") for s, v, o in _RULES[kind](verb)
    }


def _active(verb: Token) -> Iterator[tuple[Token, Token, Token]]:
    if not _is_passive(verb):
        for subject in subjects(verb):
            for thing in verb.children:
                if thing.dep_ in ("dobj", "attr"):
                    yield subject, verb, thing


def _passive(verb: Token) -> Iterator[tuple[Token, Token, Token]]:
    if _is_passive(verb):
        for preposition in verb.children:
            if preposition.dep_ == "agent" or (preposition.dep_ == "prep" and preposition.lower_ == "by"):
                yield from ((agent, verb, s) for agent in _objects(preposition) for s in subjects(verb))


def _prepositional(verb: Token) -> Iterator[tuple[Token, Token, Token]]:
    for preposition in verb.children:
        if preposition.dep_ == "prep":
            yield from ((s, verb, thing) for thing in _objects(preposition) for s in subjects(verb))


_RULES = dict(zip(KINDS, (_active, _passive, _prepositional), strict=True))


def _is_passive(verb: Token) -> bool:
    return any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children)


def _objects(preposition: Token) -> list[Token]:
    return [child for child in preposition.children if child.dep_ == "pobj"]


def subjects(verb: Token, depth: int = 0) -> list[Token]:
    """The verb's own subjects, else those of the verb that it joins, else the noun that it modifies."""
    own = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")]
    if not own and verb.dep_ == "conj" and depth < 5:
        return subjects(verb.head, depth + 1)
    return own or ([verb.head] if verb.dep_ == "relcl" else [])


@dataclass(frozen=True, slots=True)
class Claim:
    """The head word of the one who acts, the lemma of the verb (and its preposition), the other head word."""

    subject: str
    verb: str
    object: str


def spoken_claims(doc: Doc) -> set[Claim]:
    """The claims that the triples of a parsed sentence make, in words.

    A head word is all that stands round it up to white space, so that "BCR-ABL" is one word.
    """
    at = {token.idx: token for token in doc}
    found = set[Claim]()
    for kind in KINDS:
        for subject, verb, thing in of_kind(kind, doc):
            preposition = f" {at[thing].head.lower_}" if kind == "preposition" else ""
            found.add(Claim(_word(doc, subject), at[verb].lemma_ + preposition, _word(doc, thing)))
    return found


def _word(doc: Doc, place: int) -> str:
    words = (found for found in re.finditer(r"\S+", doc.text) if found.start() <= place < found.end())
    return next(words)[0].strip(".,;()")


def read_claims(path: Path) -> list[tuple[str, set[Claim]]]:
    """Sentences and their gold claims, from lines "sentence TAB subject|verb|object; ..."."""
    lines = (line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    pairs = (line.split("\t") for line in lines)
    return [(text, {Claim(*part.strip().split("|")) for part in claims.split(";")}) for text, claims in pairs]


def _f_score(gold: Sequence[set[Triple]], found: Sequence[set[Triple]]) -> float:
    right = sum(len(g & f) for g, f in zip(gold, found, strict=True))
    total = sum(map(len, gold)) + sum(map(len, found))
    return 2 * right / total if total else 0.0
