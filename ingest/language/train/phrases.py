"""How are gold trees built from smaller ones?

A `Phrase` is a run of words with one root; `leaf` makes one of a word and `join` hangs phrases on another
one, so that every tree is well formed by construction. Labels follow ClearNLP, names with hyphens follow
the tokeniser of spaCy.

>>> clause = join(leaf("binds", "VBZ"), [("nsubj", name("MEK-1"))], [("dobj", name("PD-L1"))])
>>> [(word.text, word.label, word.head) for word in clause.words]
[('MEK-1', 'nsubj', 1), ('binds', 'ROOT', 1), ('PD', 'compound', 4), ('-', 'punct', 4), ('L1', 'dobj', 1)]
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate

from spacy.lang.en import English
from spacy.tokens import Doc
from spacy.vocab import Vocab


@cache
def _tokeniser() -> Callable[[str], Doc]:
    return English().tokenizer


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a phrase; `head` counts from the start of the phrase, a root is its own head."""

    text: str
    tag: str
    head: int
    label: str = "ROOT"
    space_before: bool = True


@dataclass(frozen=True, slots=True)
class Phrase:
    """A tree of words, `root` being the place of its root."""

    words: tuple[Word, ...]
    root: int = 0


Hung = Sequence[tuple[str, Phrase]]


def leaf(text: str, tag: str, *, glued: bool = False) -> Phrase:
    """One word; `glued` to the word before it."""
    return Phrase((Word(text, tag, 0, space_before=not glued),))


def join(root: Phrase, left: Hung = (), right: Hung = ()) -> Phrase:
    """`root` with phrases hung on its root word: those of `left` before it, those of `right` after it."""
    parts = [*left, ("", root), *right]
    starts = list(accumulate((len(phrase.words) for _, phrase in parts), initial=0))
    top = starts[len(left)] + root.root
    words: list[Word] = []
    for start, (label, phrase) in zip(starts, parts, strict=False):
        for i, word in enumerate(phrase.words):
            moved = replace(word, head=word.head + start)
            words.append(replace(moved, head=top, label=label) if label and i == phrase.root else moved)
    return Phrase(tuple(words), top)


def glue(phrase: Phrase) -> Phrase:
    """The phrase without the space before it."""
    return replace(phrase, words=(replace(phrase.words[0], space_before=False), *phrase.words[1:]))


def name(text: str, tag: str = "NN") -> Phrase:
    """A name as the tokeniser splits it: "PD-L1" is three words with the last as root, "IL-6" is one."""
    pieces = [token.text for token in _tokeniser()(text)]
    *before, last = [leaf(piece, _piece_tag(piece, tag), glued=i > 0) for i, piece in enumerate(pieces)]
    if last.words[0].tag == "SYM" and before:  # CD8+
        return join(before[0], right=[("punct", piece) for piece in [*before[1:], last]])
    return join(last, [("punct" if p.words[0].tag in ("HYPH", "SYM") else "compound", p) for p in before])


def _piece_tag(piece: str, tag: str) -> str:
    return {"-": "HYPH", "/": "HYPH", "+": "SYM"}.get(piece, tag)


def without_doubled_commas(phrase: Phrase) -> Phrase:
    """The phrase without commas that another mark follows, as after an apposition at its end."""
    words = phrase.words
    following = [word.label for word in words[1:]] + ["punct"]
    kept = [i for i, word in enumerate(words) if word.text != "," or following[i] != "punct"]
    place = {old: new for new, old in enumerate(kept)}
    return Phrase(tuple(replace(words[i], head=place[words[i].head]) for i in kept), place[phrase.root])


def to_doc(phrase: Phrase, vocab: Vocab) -> Doc:
    """The phrase as a tree of spaCy's, its first letter as it is."""
    words = phrase.words
    return Doc(
        vocab,
        words=[word.text for word in words],
        spaces=[*(word.space_before for word in words[1:]), False],
        tags=[word.tag for word in words],
        heads=[word.head for word in words],
        deps=[word.label for word in words],
    )
