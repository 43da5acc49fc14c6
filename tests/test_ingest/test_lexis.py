"""The tables of words: nothing twice, nothing unknown, nothing that no rule can use."""

from __future__ import annotations

from collections import Counter
from importlib import resources

import pytest

from ingest.relate import compose
from ingest.relate.lexis import LOWERING_ADJECTIVES, RAISING_ADJECTIVES, SIGN, bridges, triggers
from kg.vocabulary import Aspect

#: effects that the rules for clauses turn into another before they are composed
REPLACED = {"respond"}
PREPOSITIONS = set("to with in on of for from against at upon by down onto after".split())


def rows(table: str) -> list[list[str]]:
    text = resources.files("ingest.relate").joinpath(table).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def test_trigger_lemmas_stand_once_in_each_part() -> None:
    counted = Counter((row[0], row[1]) for row in rows("triggers.tsv"))
    assert [pair for pair, times in counted.items() if times > 1] == []


def test_bridge_lemmas_stand_once() -> None:
    counted = Counter(row[0] for row in rows("nouns.tsv"))
    assert [lemma for lemma, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("effect", sorted({row[2] for row in rows("triggers.tsv")}))
def test_effect_is_one_that_the_rules_compose(effect: str) -> None:
    assert effect in {*compose._PLAIN, *SIGN, "affect", "role", *REPLACED}


@pytest.mark.parametrize("part", ["V", "N", "A"])
def test_triggers_lead_to_their_objects_by_known_words(part: str) -> None:
    for trigger in triggers(part).values():
        assert trigger.objects <= PREPOSITIONS | {"dobj"}, trigger.lemma
        assert trigger.objects, trigger.lemma
        assert part == "V" or "dobj" not in trigger.objects, trigger.lemma


def test_bridges_lead_to_their_objects_by_prepositions() -> None:
    for bridge in bridges().values():
        assert bridge.objects <= PREPOSITIONS, bridge.lemma
        assert bridge.objects, bridge.lemma


def test_bridges_name_aspects_of_the_vocabulary() -> None:
    assert {row[2].rstrip("-") for row in rows("nouns.tsv")} <= {*(a.value for a in Aspect), ""}
    assert {row[1] for row in rows("nouns.tsv")} == {"aspect", "through"}


def test_bridges_say_through_exactly_where_they_name_no_aspect() -> None:
    assert [row[0] for row in rows("nouns.tsv") if (row[1] == "through") != (row[2] == "")] == []


@pytest.mark.parametrize("table", ["triggers.tsv", "nouns.tsv", "states.tsv"])
def test_tables_are_lower_case_without_stray_blanks(table: str) -> None:
    fields = [field for row in rows(table) for field in row[:5] if field not in ("V", "N", "A", "I", "G")]
    assert [field for field in fields if field != field.strip().lower()] == []


def test_adjectives_raise_or_lower_but_not_both() -> None:
    assert not RAISING_ADJECTIVES & LOWERING_ADJECTIVES


def test_weak_triggers_are_marked() -> None:
    assert [t.lemma for t in triggers("V").values() if t.weak] == [
        row[0] for row in rows("triggers.tsv") if row[1] == "V" and row[4] == "weak"
    ]
