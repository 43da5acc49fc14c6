from spacy.tokens import Doc
from spacy.vocab import Vocab

from ingest.relate.syntax import is_passive
from ingest.relate.tree import Parse, read_tree

WORDS = ["IL-2", "was", "bound", "by", "T", "cells", "(", "CD4", ")", "."]
SPACES = [True, True, True, True, True, True, False, False, False, False]


def sentence() -> Parse:
    heads = [2, 2, 2, 2, 5, 3, 7, 5, 7, 2]
    labels = "nsubjpass auxpass ROOT agent compound pobj punct appos punct punct".split()
    tags = "NN VBD VBN IN NN NNS -LRB- NN -RRB- .".split()
    return read_tree(Doc(Vocab(), WORDS, SPACES, heads=heads, deps=labels, tags=tags))


def test_only_a_verb_with_a_passive_subject_or_an_agent_is_passive() -> None:
    assert [token.text for token in sentence() if is_passive(token)] == ["bound"]
