"""What does a parse say, word by word?

The rules ask for the tag, the head and the children of a word again and again, and spaCy looks every answer up anew:
so a parse is read once. What is asked has spaCy's names and spaCy's meaning.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
from spacy.tokens import Doc

_ASKED: list[int | str] = ["ORTH", "SPACY", "LEMMA", "TAG", "POS", "DEP", "HEAD"]


class Token:
    """A word of a sentence: its number ``i``, the place ``idx`` where it starts, its labels, and its place in the tree.

    ``head`` is the word itself for the root, and in a sentence without a tree. ``children`` are in order.
    """

    __slots__ = (
        "children",
        "dep_",
        "doc",
        "head",
        "i",
        "idx",
        "lemma_",
        "lower_",
        "pos_",
        "tag_",
        "text",
        "whitespace_",
    )

    doc: Parse
    head: Token
    children: tuple[Token, ...]

    def __init__(
        self, i: int, idx: int, text: str, whitespace: str, lemma: str, tag: str, pos: str, dep: str
    ) -> None:
        self.i, self.idx, self.text, self.whitespace_, self.lower_ = i, idx, text, whitespace, text.lower()
        self.lemma_, self.tag_, self.pos_, self.dep_ = lemma, tag, pos, dep

    def __repr__(self) -> str:
        return self.text

    @property
    def ancestors(self) -> Iterator[Token]:
        """The word's head, the head of that, and so on."""
        word = self
        while word.head is not word:
            word = word.head
            yield word

    @property
    def subtree(self) -> Iterator[Token]:
        """The word and all that hangs on it, by and by."""
        yield from (word for child in self.children if child.i < self.i for word in child.subtree)
        yield self
        yield from (word for child in self.children if child.i > self.i for word in child.subtree)

    @property
    def left_edge(self) -> Token:
        """The first word of the subtree."""
        return min(self.subtree, key=_place)

    @property
    def right_edge(self) -> Token:
        """The last word of the subtree."""
        return max(self.subtree, key=_place)

    @property
    def conjuncts(self) -> tuple[Token, ...]:
        """The other members of the list that the word belongs to."""
        first = self
        while first.dep_ == "conj" and first.head is not first:
            first = first.head
        members = [first]
        for member in members:
            members += [child for child in member.children if child.i > member.i and child.dep_ == "conj"]
        return tuple(member for member in members if member is not self)

    def nbor(self, steps: int = 1) -> Token:
        """The word so many places on. Raises IndexError where the sentence has none."""
        if self.i + steps < 0:
            raise IndexError(steps)
        return self.doc[self.i + steps]


#: the words of a sentence
Parse: TypeAlias = tuple[Token, ...]


def read_tree(doc: Doc) -> Parse:
    """The words of a parsed sentence."""
    columns = doc.to_array(_ASKED)
    heads = (columns[:, -1].astype(np.int64) + np.arange(len(doc))).tolist()  # counted from their words
    strings, words, at = doc.vocab.strings, [], 0
    for number, (word, blank, lemma, tag, pos, dep, _) in enumerate(columns.tolist()):
        text, behind = strings[word], " " if blank else ""
        words.append(
            Token(number, at, text, behind, strings[lemma], strings[tag], strings[pos], strings[dep])
        )
        at += len(text) + len(behind)
    parse = tuple(words)
    below: list[list[Token]] = [[] for _ in parse]
    for word, head in zip(parse, heads, strict=True):
        word.doc, word.head = parse, parse[head]
        if head != word.i:
            below[head].append(word)
    for word, children in zip(parse, below, strict=True):
        word.children = tuple(children)
    return parse


def written(parse: Parse) -> str:
    """The text of the sentence."""
    return "".join(token.text + token.whitespace_ for token in parse)


def starts(parse: Parse) -> dict[int, int]:
    """The number of the word that starts at each place of the sentence where one does."""
    return {token.idx: token.i for token in parse}


def _place(token: Token) -> int:
    return token.i
