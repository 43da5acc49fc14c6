from spacy.tokens import Doc
from spacy.vocab import Vocab

from ingest.relate.syntax import is_passive, starts, written

WORDS = ["IL-2", "was", "bound", "by", "T", "cells", "(", "CD4", ")", "."]
SPACES = [True, True, True, True, True, True, False, False, False, False]


def sentence() -> Doc:
    heads = [2, 2, 2, 2, 5, 3, 7, 5, 7, 2]
    labels = "nsubjpass auxpass ROOT agent compound pobj punct appos punct punct".split()
    tags = "NN VBD VBN IN NN NNS -LRB- NN -RRB- .".split()
    return Doc(Vocab(), WORDS, SPACES, heads=heads, deps=labels, tags=tags)


def test_written_words_make_up_the_text() -> None:
    assert "".join(written(sentence())) == sentence().text


def test_starts_are_where_the_words_start() -> None:
    parse = sentence()
    assert starts(parse) == {token.idx: token.i for token in parse}


def test_only_a_verb_with_a_passive_subject_or_an_agent_is_passive() -> None:
    assert [token.text for token in sentence() if is_passive(token)] == ["bound"]
