"""The material that the parser is trained with."""

from pathlib import Path

import pytest
from spacy.lang.en import English
from spacy.vocab import Vocab

from ingest.language.train.claims import draw_claims
from ingest.language.train.general import read_paragraphs
from ingest.language.train.phrases import join, leaf, name, to_doc
from ingest.language.train.scores import Claim, spoken_claims
from ingest.language.train.treebank import read_treebank
from ingest.language.train.vocabulary import read_verb

ARTICLE = """<article><front><license xmlns:l="x" l:href="https://creativecommons.org/licenses/{}/4.0/"/></front>
<body><p>Mice <xref>1</xref> sleep.</p></body></article>"""
TREE = """# newdoc id = 7
# text = mice that sleep
1\tmice\t_\t_\tNNS\t_\t0\troot\t_\t_
2\tthat\t_\t_\tWDT\t_\t3\tdep\t_\t_
3\tsleep\t_\t_\tVBP\t_\t1\trelcl\t_\t_
"""


def test_claims_are_the_same_each_time_and_well_formed() -> None:
    first, again = (draw_claims(200, Vocab()) for _ in range(2))
    assert [doc.text for doc in first] == [doc.text for doc in again]
    assert all(sum(token.head == token for token in doc) == 1 for doc in first)


def test_claims_are_tokenised_as_spacy_does() -> None:
    tokenise = English().tokenizer
    claims = draw_claims(300, Vocab())
    agreeing = [doc for doc in claims if [t.text for t in doc] == [t.text for t in tokenise(doc.text)]]
    assert len(agreeing) >= 0.95 * len(claims)


def test_held_out_claims_use_other_verbs() -> None:
    usual, held_out = (
        {
            token.text
            for doc in draw_claims(300, Vocab(), held_out=part)
            for token in doc
            if token.tag_ == "VBZ"
        }
        for part in (False, True)
    )
    assert {"inhibits", "blocks"} <= usual
    assert not held_out & {"inhibits", "blocks"}


@pytest.mark.parametrize(("licence", "count"), [("by", 1), ("by-nc", 0), ("by-nd", 0)])
def test_read_paragraphs_takes_openly_licensed_articles_only(
    tmp_path: Path, licence: str, count: int
) -> None:
    (tmp_path / "a.nxml").write_text(ARTICLE.format(licence), encoding="utf-8")
    assert list(read_paragraphs(tmp_path)) == ["Mice sleep."] * count


def test_read_treebank_names_the_function_of_relative_pronouns(tmp_path: Path) -> None:
    (tmp_path / "t.conllu").write_text(TREE, encoding="utf-8")
    ((article, tree),) = read_treebank(tmp_path / "t.conllu", Vocab())
    assert (article, [token.dep_ for token in tree]) == ("7", ["ROOT", "nsubj", "relcl"])


def test_spoken_claims_take_the_preposition_and_whole_names() -> None:
    subject, thing = ("nsubj", name("PD-L1")), ("pobj", name("BCR-ABL"))
    phrase = join(leaf("bind", "VBP"), [subject], [("prep", join(leaf("to", "IN"), [], [thing]))])
    tree = to_doc(phrase, English().vocab)
    tree[3].lemma_ = "bind"
    assert spoken_claims(tree) == {Claim("PD-L1", "bind to", "BCR-ABL")}


@pytest.mark.parametrize(
    ("entry", "forms"),
    [("cut:cut", ("cuts", "cut", "cutting")), ("carry", ("carries", "carried", "carrying"))],
)
def test_verbs_are_inflected(entry: str, forms: tuple[str, str, str]) -> None:
    verb = read_verb(entry)
    assert (verb.third, verb.past, verb.gerund) == forms
