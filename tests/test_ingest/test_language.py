"""Sentences, parses and the model they rest on."""

import shutil
import time
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.language import Language, pipeline
from ingest.language.pipeline import MODEL
from ingest.language.sentences import excerpt, stretches
from kg.errors import ModelError


@pytest.fixture(scope="module")
def language() -> Language:
    return Language.load()


def split(language: Language, text: str) -> list[str]:
    return [text[start:end] for start, end in language.sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="empty"),
        pytest.param(" \n\n\t ", [], id="white space"),
        pytest.param("Insulin rose. Leptin fell.", ["Insulin rose.", "Leptin fell."], id="two"),
        pytest.param("Results\nInsulin rose.", ["Results", "Insulin rose."], id="heading"),
        pytest.param("It rose\n\nin mice", ["It rose", "in mice"], id="blank line"),
        pytest.param("Levels of\nPTEN rose in\nmice.", ["Levels of\nPTEN rose in\nmice."], id="wrapped line"),
        pytest.param("Doses:\n- ten\n- twenty", ["Doses:", "- ten", "- twenty"], id="list"),
        pytest.param("We saw E. coli (Fig. 1) grow.", ["We saw E. coli (Fig. 1) grow."], id="abbreviations"),
        pytest.param("Head\r\nA cat sat.\r\n\r\nEnd", ["Head", "A cat sat.", "End"], id="carriage returns"),
        pytest.param(
            "Cells made IL-17A. Mice died.", ["Cells made IL-17A.", "Mice died."], id="capital before stop"
        ),
    ],
)
def test_sentences_end_where_a_reader_ends_them(language: Language, text: str, expected: list[str]) -> None:
    assert split(language, text) == expected


ODD_TEXT = st.text(st.sampled_from("aB. \n\t\r\u00a0\u2028(-1\0é🧬\ud800"), max_size=80)


@settings(max_examples=150, deadline=None)
@given(text=ODD_TEXT)
def test_sentences_cover_all_text_in_order_and_are_trimmed(language: Language, text: str) -> None:
    spans = language.sentences(text)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())


def test_sentences_in_stretches_are_those_of_each(language: Language) -> None:
    text = "PD-L1 in melanoma T cells were counted. They died."
    title, rest = (0, 17), (18, len(text))
    found = language.sentences_in(text, [title, rest])
    assert [text[start:end] for start, end in found] == [
        "PD-L1 in melanoma",
        "T cells were counted.",
        "They died.",
    ]
    assert list(found[1:]) == [(18 + start, 18 + end) for start, end in language.sentences(text[18:])]


def test_sentences_are_those_that_the_network_finds_in_the_whole_text(language: Language) -> None:
    text = (
        "Does leptin act alone? We gave ten mice 3.5 mg/kg (vs. none) and Dr. Li weighed them, as described in the "
        "text cited above (Fig. 2). They lost weight!  'Twas plain, i.e. visible... However, the rats of both groups "
        "did not lose any weight at all until the end of the sixth week of treatment.Then they died.)"
    )
    whole = spacy.load(MODEL, enable=["senter"])
    assert split(language, text) == [sentence.text.strip() for sentence in whole(text).sents]
    assert len(split(language, text)) == 4


@pytest.mark.parametrize(
    ("text", "read"),
    [
        pytest.param("Levels fell by 0.5 in the last group.", "", id="number, end"),
        pytest.param("a b c d e. f g h i j k", "b c d e. f g h i j ", id="four tokens on either side"),
        pytest.param(" a. b", " a. b", id="beginning"),
        pytest.param("a? b c d e f g h i j. k", "a? b c d e f g h i j. k", id="together"),
        pytest.param("a! b c d e f g h i j k l m… n", "a! b c d e f j k l m… n", id="apart"),
        pytest.param("a.B c d e f g h", "a.B c d e f g ", id="no blank"),
    ],
)
def test_excerpt_is_what_shows_where_sentences_begin(text: str, read: str) -> None:
    assert excerpt(text).text == read


@given(text=ODD_TEXT)
def test_excerpt_places_are_those_of_the_text(text: str) -> None:
    found = excerpt(text)
    places = [found.place(offset) for offset in range(len(found.text))]
    assert places == sorted(set(places))
    assert "".join(text[place] for place in places) == found.text


@given(text=ODD_TEXT)
def test_stretches_are_the_whole_text(text: str) -> None:
    assert "".join(text[start:end] for start, end in stretches(text)) == text


@pytest.mark.parametrize(
    "text", ["(" * 200_000, "a" * 1_000_000, " " * 1_000_000, "of\nThe " * 20_000, ".,)(" * 50_000],
    ids=["brackets", "letters", "blanks", "wrapped", "marks"],
)  # fmt: skip
def test_sentences_and_parse_never_hang(language: Language, text: str) -> None:
    begin = time.monotonic()
    language.sentences(text)
    assert len(list(language.parse([text]))) == 1
    assert time.monotonic() - begin < 20


def test_parse_gives_one_doc_a_sentence_in_order(language: Language) -> None:
    texts = [
        "Aspirin blocks COX-2.",
        "",
        "Two. Sentences here.",
        "gene " * 300,
        "x" * 3000,
        "It\nworked.",
        "\ud800 rose.",
    ]
    docs = list(language.parse(text for text in texts))
    assert [len(doc.text) for doc in docs] == [len(text) for text in texts]
    assert [doc.has_annotation("DEP") for doc in docs] == [True, True, True, False, False, True, True]


def test_parse_gives_each_sentence_one_root(language: Language) -> None:
    (doc,) = language.parse(["Insulin rose. Leptin fell. What then?"])
    assert sum(token.head == token for token in doc) == 1


@pytest.mark.parametrize("form", ["inhibits", "inhibited", "has inhibited", "did inhibit", "is inhibiting"])
def test_parse_gives_verbs_their_lemma(language: Language, form: str) -> None:
    (doc,) = language.parse([f"Olaparib {form} PARP1 in mice."])
    assert "inhibit" in [token.lemma_ for token in doc if token.pos_ == "VERB"]


@pytest.mark.parametrize(
    ("form", "lemma"), [("bound", "bind"), ("led to", "lead"), ("drives", "drive"), ("cut", "cut")]
)
def test_parse_gives_irregular_verbs_their_lemma(language: Language, form: str, lemma: str) -> None:
    (doc,) = language.parse([f"The drug {form} STAT3 in patients."])
    assert [token.lemma_ for token in doc if token.pos_ == "VERB"] == [lemma]


def test_parse_keeps_earlier_docs_when_memory_is_freed(
    language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "MOST_STRINGS", 0)
    kept = [doc for text in ("Zyxin rose.", "Qwertin fell.") for doc in language.parse([text])]
    assert [doc[0].text for doc in kept] == ["Zyxin", "Qwertin"]
    assert kept[0].vocab is not kept[1].vocab


@pytest.fixture
def copied_model(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MODEL, tmp_path / "model"))


def test_load_rejects_a_damaged_model(copied_model: Path) -> None:
    damaged = copied_model / "parser" / "model"
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"\0")
    with pytest.raises(ModelError, match=r"model: .* damaged"):
        Language.load(copied_model)


def test_load_rejects_an_incomplete_model(copied_model: Path) -> None:
    (copied_model / "tok2vec" / "model").unlink()
    with pytest.raises(ModelError, match="missing"):
        Language.load(copied_model)


def test_load_rejects_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no language model"):
        Language.load(tmp_path)


def test_load_rejects_another_version_of_spacy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spacy.about.__version__", "4.0.0")
    with pytest.raises(ModelError, match=r"needs spaCy .*, not 4\.0\.0"):
        Language.load()


def test_version_names_the_model(language: Language) -> None:
    name, version = language.version.split()
    assert (name, version.count(".")) == ("litkg", 2)


def test_model_is_small_and_has_its_card() -> None:
    assert sum(path.stat().st_size for path in MODEL.rglob("*")) < 13_500_000
    assert "CRAFT" in (MODEL / "MODEL_CARD.md").read_text(encoding="utf-8")
