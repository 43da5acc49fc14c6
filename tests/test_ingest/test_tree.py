"""What is read out of a parse is what spaCy says of it."""

from __future__ import annotations

import pytest
from spacy.lang.en import English
from spacy.tokens import Doc

from ingest.relate.tree import Parse, read_tree, starts, written

WORDS = ["IL-2", "was", "bound", "by", "T", "cells", "(", "CD4", ")", "and", "by", "clones", "."]
SPACES = [True, True, True, True, True, True, False, False, True, True, True, False, False]
VOCABULARY = English().vocab


def document() -> Doc:
    heads = [2, 2, 2, 2, 5, 3, 7, 5, 7, 3, 3, 10, 2]
    labels = "nsubjpass auxpass ROOT agent compound pobj punct appos punct cc conj pobj punct".split()
    tags = "NN VBD VBN IN NN NNS -LRB- NN -RRB- CC IN NNS .".split()
    lemmas = ["IL-2", "be", "bind", "by", "T", "cell", "(", "CD4", ")", "and", "by", "clone", "."]
    kinds = "NOUN AUX VERB ADP NOUN NOUN PUNCT NOUN PUNCT CCONJ ADP NOUN PUNCT".split()
    return Doc(VOCABULARY, WORDS, SPACES, heads=heads, deps=labels, tags=tags, lemmas=lemmas, pos=kinds)


def crossing() -> Doc:
    """A tree whose branches cross."""
    return Doc(VOCABULARY, list("abcd"), heads=[2, 3, 2, 2], deps=["dep", "conj", "ROOT", "conj"])


def bare() -> Doc:
    """Words without a tree."""
    return Doc(VOCABULARY, ["IL-2", "rose"])


@pytest.fixture(params=[document, crossing, bare])
def both(request: pytest.FixtureRequest) -> tuple[Doc, Parse]:
    doc = request.param()
    return doc, read_tree(doc)


@pytest.mark.parametrize("label", "i idx text whitespace_ lower_ lemma_ tag_ pos_ dep_".split())
def test_labels_are_those_of_spacy(label: str, both: tuple[Doc, Parse]) -> None:
    doc, parse = both
    assert [getattr(word, label) for word in parse] == [getattr(token, label) for token in doc]


@pytest.mark.parametrize("link", "head left_edge right_edge".split())
def test_links_are_those_of_spacy(link: str, both: tuple[Doc, Parse]) -> None:
    doc, parse = both
    assert [getattr(word, link).i for word in parse] == [getattr(token, link).i for token in doc]


@pytest.mark.parametrize("links", "children ancestors subtree conjuncts".split())
def test_words_above_below_and_beside_are_those_of_spacy(links: str, both: tuple[Doc, Parse]) -> None:
    doc, parse = both
    found = [[other.i for other in getattr(word, links)] for word in parse]
    assert found == [[other.i for other in getattr(token, links)] for token in doc]


def test_a_neighbour_is_so_many_words_away() -> None:
    parse = read_tree(document())
    assert (parse[3].nbor().text, parse[3].nbor(-1).text) == ("T", "bound")


@pytest.mark.parametrize(("word", "steps"), [(0, -1), (-1, 1)])
def test_there_is_no_neighbour_beyond_the_sentence(word: int, steps: int) -> None:
    with pytest.raises(IndexError):
        read_tree(document())[word].nbor(steps)


def test_written_words_make_up_the_text() -> None:
    assert written(read_tree(document())) == document().text


def test_starts_are_where_the_words_start() -> None:
    parse = read_tree(document())
    assert starts(parse) == {token.idx: token.i for token in document()}
