"""What a word of a sentence stands for, followed through the parse."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.relate.arguments import Argument, Arguments

Parse = Callable[[str], Arguments]


def side(arguments: Arguments, dependency: str) -> list[Argument]:
    """What the first word with this dependency stands for."""
    token = next(t for t in arguments.sentence if t.dep_ == dependency)
    return arguments.of(token)


def told(arguments: Arguments, found: list[Argument]) -> list[str]:
    """The arguments as "name sign aspect note", without what is not said."""
    words = []
    for one in found:
        sign = "-" if one.sign < 0 else "+"
        aspect = one.aspect.value if one.aspect else ""
        parts = [arguments.by_index[one.name].entity, sign, aspect, "not" if one.negated else "", one.note]
        words.append(" ".join(filter(None, parts)))
    return words


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        pytest.param("[X|Drug] inhibits [IL-6|Gene].", ["il-6 +"], id="name"),
        pytest.param("[X|Drug] inhibits the secretion of [IL-6|Gene].", ["il-6 + secretion"], id="aspect"),
        pytest.param("[X|Drug] inhibits [IL-6|Gene] secretion.", ["il-6 + secretion"], id="aspect-after"),
        pytest.param("[X|Drug] inhibits [IL-6|Gene] and [TNF|Gene].", ["il-6 +", "tnf +"], id="and"),
        pytest.param("[X|Drug] induces apoptosis of [T cells|Cell].", ["t cells - survival"], id="death"),
        pytest.param("[X|Drug] prevents the loss of [PTEN|Gene].", ["pten -"], id="loss"),
        pytest.param("[X|Drug] blocks the inhibition of [PTEN|Gene].", ["pten -"], id="inhibition"),
        pytest.param("[X|Drug] blocks the [IL-6|Gene] pathway.", ["il-6 +"], id="through"),
        pytest.param("[X|Drug] affects [EGFR|Gene] mutations.", [], id="unknown-noun-blocks"),
        pytest.param("[X|Drug] blocks the [EGFR|Gene] antibody.", [], id="antibody-is-not-its-target"),
        pytest.param(
            "[X|Drug] raises the [IL-6|Gene] activity of [T cells|Cell].", ["il-6 + activity"], id="of-cells"
        ),
        pytest.param("[X|Drug] improves the weather.", [], id="no-name"),
    ],
)
def test_object_stands_for(marked: str, expected: list[str], parsed: Parse) -> None:
    arguments = parsed(marked)
    assert told(arguments, side(arguments, "dobj")) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        pytest.param("Loss of [PTEN|Gene] activates [AKT|Gene].", ["pten -"], id="loss"),
        pytest.param(
            "High levels of [IL-6|Gene] impair [T cells|Cell].",
            ["il-6 + abundance high abundance"],
            id="high",
        ),
        pytest.param("Low [IL-6|Gene] impairs [T cells|Cell].", ["il-6 - low"], id="low"),
        pytest.param("Low-dose [aspirin|Drug] impairs [T cells|Cell].", ["aspirin +"], id="low-dose"),
        pytest.param("No [IL-6|Gene] impairs [T cells|Cell].", ["il-6 + not"], id="no"),
        pytest.param("Blocking [PD-1|Gene] activates [T cells|Cell].", ["pd-1 -"], id="gerund"),
        pytest.param("Treatment with [X|Drug] impairs [T cells|Cell].", ["x +"], id="treatment-with"),
        pytest.param("The ability of [X|Drug] impairs [T cells|Cell].", ["x +"], id="ability"),
    ],
)
def test_subject_stands_for(marked: str, expected: list[str], parsed: Parse) -> None:
    arguments = parsed(marked)
    token = next(t for t in arguments.sentence if t.dep_ in ("nsubj", "csubj"))
    assert told(arguments, arguments.of(token)) == expected


def test_demonstrative_takes_the_only_fitting_name(parsed: Parse) -> None:
    arguments = parsed("[IL-6|Gene] attracts [T cells|Cell] and inhibits these cells.")
    token = next(t for t in arguments.sentence if t.text == "cells")
    (found,) = arguments.of(token)
    assert arguments.by_index[found.name].entity == "t cells"
    assert found.antecedent == arguments.by_index[found.name].place


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param("[IL-6|Gene] rose and [X|Drug] inhibits these cells.", id="none-fits"),
        pytest.param("[IL-6|Gene] rose and [X|Drug] inhibits the cells.", id="article-only"),
        pytest.param(
            "[T cells|Cell] rose and [X|Drug] inhibits the cells of the liver.", id="further-described"
        ),
    ],
)
def test_demonstrative_without_a_clear_antecedent_is_nothing(marked: str, parsed: Parse) -> None:
    arguments = parsed(marked)
    token = next(t for t in arguments.sentence if t.text == "cells")
    assert arguments.of(token) == []


def test_relative_pronoun_stands_for_its_noun(parsed: Parse) -> None:
    arguments = parsed("[CCL2|Gene], which inhibits [T cells|Cell], rose.")
    token = next(t for t in arguments.sentence if t.text == "which")
    assert told(arguments, arguments.of(token)) == ["ccl2 +"]


def test_them_stands_for_the_object_before(parsed: Parse) -> None:
    arguments = parsed("[CCL2|Gene] bound [T cells|Cell] and inhibited them.")
    token = next(t for t in arguments.sentence if t.text == "them")
    (found,) = arguments.of(token)
    assert arguments.by_index[found.name].entity == "t cells"
    assert found.antecedent is not None


def test_each_name_has_a_head(parsed: Parse) -> None:
    arguments = parsed("[CD8+ T cells|Cell] and [a drug|Drug] meet [IL-6|Gene].")
    assert sorted(arguments.heads.values()) == [0, 1, 2]


@pytest.mark.parametrize(
    ("marked", "word", "expected"),
    [
        pytest.param("[TNF|Gene] rose and it inhibits [T cells|Cell].", "it", ["tnf"], id="it"),
        pytest.param(
            "[IL-2|Gene] binds [TNF|Gene] and [X|Drug] inhibits its release.", "release", [], id="two-fit"
        ),
        pytest.param(
            "[TNF|Gene] rose because [X|Drug] induces its release.", "release", [], id="drug-fits-too"
        ),
        pytest.param(
            "[T cells|Cell] rose; [TNF|Gene] impairs their survival.", "survival", ["t cells"], id="their"
        ),
        pytest.param("Although [TNF|Gene] rose, it is known that fever fell.", "it", [], id="nobody"),
        pytest.param(
            "After treatment with [X|Drug], the fever fell and it was mild.", "it", [], id="not-the-subject"
        ),
        pytest.param("In combination with [TNF|Gene], it inhibits fever.", "it", [], id="beside-it"),
        pytest.param("[TNF|Gene] rose. It is possible to fall.", "It", [], id="it-is-possible"),
        pytest.param("[statins|Drug] help and this drug inhibits fever.", "drug", [], id="number"),
        pytest.param("[IL-2 receptors|Gene] rose with these cytokines.", "cytokines", [], id="another-kind"),
        pytest.param(
            "[IL-6|Gene] and [TNF|Gene] rose and [X|Drug] inhibits this cytokine.",
            "cytokine",
            [],
            id="two-proteins",
        ),
    ],
)
def test_pronouns_and_phrases_take_up_the_one_name_that_fits(
    marked: str, word: str, expected: list[str], parsed: Parse
) -> None:
    arguments = parsed(marked)
    token = next(t for t in arguments.sentence if t.text == word)
    assert [arguments.by_index[a.name].entity for a in arguments.of(token)] == expected
    assert all(a.antecedent for a in arguments.of(token))


def test_without_coreference_phrases_and_pronouns_are_nobodys(parsed: Parse) -> None:
    arguments = parsed(
        "[IL-6|Gene] attracts [T cells|Cell], inhibits these cells and impairs their survival."
    )
    arguments.coreference = False
    words = [t for t in arguments.sentence if t.text in ("cells", "survival")]
    assert [a for word in words for a in arguments.of(word)] == []
