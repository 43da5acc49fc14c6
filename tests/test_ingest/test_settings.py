"""Each line of the table of settings is tested by its example, in which it is the first to hold."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from ingest.relate import lexis
from ingest.relate.mask import Named, mask
from ingest.relate.relator import CLASSIFIER, NAME, Relation
from ingest.relate.settings import _MEASURED, in_their_setting, settings, settings_of
from kg.model import Span
from kg.vocabulary import RELATIONS, Category

ROWS = [row for row in lexis.rows("settings.tsv") if row[0] != "let"]
_BRACKETS = re.compile(r"\{([dtx])\}|\[([^\]]+)\]|<([^>]+)>")


def _marked(example: str) -> str:
    """The example as the patterns see it."""

    def replaced(found: re.Match[str]) -> str:
        other, subject, object_ = found.groups()
        kind = other or ("s" if subject else "o")
        head = (object_ or "").split(" ")[-1]
        return f"<{kind}> {head}" if head in _MEASURED else f"<{kind}>"

    return _BRACKETS.sub(replaced, example).lower()


def _relation(relation: str, kind: str = CLASSIFIER) -> Relation:
    whole = Span(0, 1)
    return Relation(0, relation, 1, None, False, False, 0.7, whole, whole, kind)


def _said(text: str, relation: Relation) -> list[Relation]:
    """What is left of a relation between the drug of the sentence and its disease."""
    names = [
        Named(number, text.index(word), text.index(word) + len(word), category, word, head=word)
        for number, (word, category) in enumerate(
            (("aspirin", Category.DRUG), ("migraine", Category.DISEASE))
        )
    ]
    return [found for found in in_their_setting([relation], mask(text, names)) if not found.void]


def test_every_line_names_relations_of_the_table() -> None:
    told = {word.removeprefix("not ") for row in ROWS for word in (*row[0].split("|"), row[1])}
    assert told - set(RELATIONS) == {"any", "affirmed", "denied", "-"}


def test_patterns_are_in_small_letters() -> None:
    told = [cell for row in lexis.rows("settings.tsv") for cell in (row[2], *row[3:4])]
    assert not [pattern for pattern in told if re.search(r"(?<!\\)[A-Z]", pattern)]


@pytest.mark.parametrize("number", range(len(ROWS)), ids=[row[4] for row in ROWS])
def test_every_line_is_the_first_that_fits_its_example(number: int) -> None:
    marked, told = _marked(ROWS[number][4]), ROWS[number][0].split("|")
    relation = "affects" if told == ["any"] else told[0]
    assert [one for one in settings_of(relation) if one.fits(marked)][:1] == [settings()[number]]


TESTED = [
    "We compared aspirin with placebo in patients with migraine.",
    "Patients with migraine were randomised to aspirin or placebo.",
    "Aspirin was effective; we gave aspirin to women with migraine after an attack.",
    "The trial evaluates aspirin, which is widely used, for migraine.",
    "Despite the wide use of aspirin for migraine, few trials were done.",
]


@pytest.mark.parametrize("sentence", TESTED)
def test_what_is_tested_stays_so(sentence: str) -> None:
    assert _said(sentence, _relation("tested_for")) == [_relation("tested_for")]


def test_what_is_induced_by_another_is_itself_inhibited() -> None:
    told = replace(_relation("inhibits"), aspect="activity")
    assert _said("We saw that aspirin inhibited the migraine induced by light.", told) == [told]


def test_a_relation_keeps_in_mind_what_it_was_taken_for() -> None:
    (found,) = _said("Fewer aspirin-treated patients had a migraine.", _relation("causes"))
    assert (found.relation, found.read_as) == ("prevents", "causes")


def test_what_a_name_says_is_left_alone() -> None:
    relation = _relation("treats", NAME)
    assert _said("Patients with migraine undergoing aspirin slept.", relation) == [relation]


def test_a_hyphen_of_printers_is_a_hyphen() -> None:
    assert _said("We saw aspirin\u2010naive men with migraine.", _relation("tested_for")) == []


def test_long_sentences_take_no_time() -> None:
    text = "aspirin " + "for the treatment of pain in patients with migraine and " * 25 + "."
    assert _said(text, _relation("tested_for"))
