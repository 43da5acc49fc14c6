"""Forms of names, meanings of abbreviations, the table of used names and the ranker, each by itself."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language import find_abbreviations
from ingest.linking.forms import Step, forms
from ingest.linking.meanings import Meanings, abbreviates, agents_apart, resemblance
from ingest.linking.ranker import KINDS, Ranker, Trees
from ingest.linking.resolve import PACKAGED, VARIANTS
from ingest.linking.usage import Usage, Use
from ingest.linking.variants import Variant
from ingest.linking.wellknown import WellKnown
from ingest.mention import Kind, Spotted
from kg.errors import LexiconError
from kg.model import Span

FORMS = {
    "gene noun": ("KRAS gene", Kind.GENE, "KRAS"),
    "knock-out": ("Stab1-/-", Kind.GENE, "Stab1"),
    "species letter": ("hSTAB1", Kind.GENE, "STAB1"),
    "bracket": ("sucrase (SI) deficiency", Kind.DISEASE, "sucrase deficiency"),
    "possessive": ("Alzheimer's disease", Kind.DISEASE, "Alzheimer disease"),
    "adjective": ("schizophrenic", Kind.DISEASE, "schizophrenia"),
    "order": ("cancer of the breast", Kind.DISEASE, "breast cancer"),
    "organ": ("renal cancer", Kind.DISEASE, "kidney cancer"),
    "head": ("massive acute renal failure", Kind.DISEASE, "renal failure"),
    "small RNA": ("miRNA-193a", Kind.GENE, "miR-193a"),
    "hyphen": ("anti-thymocyte globulin", Kind.CHEMICAL, "antithymocyte globulin"),
    "code in groups": ("SR 48,968", Kind.CHEMICAL, "SR 48968"),
    "charge": ("Ca(2+)", Kind.CHEMICAL, "calcium"),
    "cell": ("macrophage-like cells", Kind.CELL_TYPE, "macrophage-like"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "kind", "form"), FORMS.values(), ids=FORMS.keys())
def test_forms_hold_what_a_vocabulary_would_say(name: str, kind: Kind, form: str) -> None:
    assert form in [one.text for one in forms(name, kind)]


@given(st.text(max_size=250), st.sampled_from(Kind))
def test_forms_are_few_unlike_and_in_order(name: str, kind: Kind) -> None:
    found = list(forms(name, kind))
    assert len({one.text for one in found}) == len(found) <= 4 * 24
    assert [one.step for one in found] == sorted(one.step for one in found)


@pytest.mark.parametrize(
    ("name", "kind", "other", "kept"),
    [
        ("non-ST elevation infarction", Kind.DISEASE, "ST elevation infarction", "infarction"),
        ("3-deazaadenosine", Kind.CHEMICAL, "deazaadenosine", "3-deazaadenosine"),
        ("Bowman-Birk inhibitor", Kind.CHEMICAL, "inhibitor", "Birk inhibitor"),
        ("isolated syndrome", Kind.DISEASE, "syndrome", "isolated syndrome"),
    ],
)
def test_forms_leave_out_no_word_without_which_it_is_another_thing(
    name: str, kind: Kind, other: str, kept: str
) -> None:
    written = [form.text for form in forms(name, kind)]
    assert other not in written
    assert kept in written


def test_meanings_spell_out_the_short_forms_in_long_ones() -> None:
    found = meanings("Hodgkin's disease (HD) and classical HD (CHD) were seen.")
    assert found.long("CHD") == "classical Hodgkin's disease"


def test_forms_do_not_shorten_cell_lines_to_their_last_word() -> None:
    assert not [
        one for one in forms("primary human HeLa derivative", Kind.CELL_LINE) if one.step is Step.SHORTENED
    ]


def meanings(text: str, *names: str, listed: bool = False) -> Meanings:
    """The meanings in a text whose chemicals are named."""
    spans = [Span(text.index(name), text.index(name) + len(name)) for name in names]
    spotted = [Spotted(span, Kind.CHEMICAL, 1.0) for span in spans]
    return Meanings(text, find_abbreviations(text), spotted, lambda name, kind: listed)


def test_meanings_know_a_short_form_and_its_plural() -> None:
    found = meanings("Myeloid suppressor cells (MSC) act.")
    assert found.long("MSC") == found.long("MSCs") == "Myeloid suppressor cells"
    assert found.long("MS") is None


def test_meanings_spell_out_short_forms_in_names() -> None:
    found = meanings("Cytomegalovirus (CMV) is a virus.")
    assert found.spelled_out("CMV-positive disease") == "Cytomegalovirus-positive disease"
    assert found.spelled_out("cmvx") == "cmvx"


def test_meanings_understood_otherwise_count_after_those_of_the_text() -> None:
    text = "Cytomegalovirus (CMV) is a virus; APC respond."
    found = Meanings(
        text, find_abbreviations(text), understood={"APC": "antigen-presenting cell", "CMV": "a van"}
    )
    assert (found.long("APCs"), found.long("CMV")) == ("antigen-presenting cell", "Cytomegalovirus")
    assert found.spelled_out("CMV-specific APC") == "Cytomegalovirus-specific APC"


RAISED = {
    "cells": ("Rabbit anti-thymocyte globulin was given.", "globulin", "anti-thymocyte globulin"),
    "of people": ("Anti-human lymphocyte globulin helps.", "globulin", "Anti-human lymphocyte globulin"),
    "serum": ("Mice got anti-lymphocyte serum.", "serum", "anti-lymphocyte serum"),
    "levels": ("Their anti-TNF serum levels fell.", "serum", "serum"),
}


@pytest.mark.parametrize(("text", "part", "whole"), RAISED.values(), ids=RAISED.keys())
def test_agents_apart_takes_what_was_raised_against_something_for_one_name(
    text: str, part: str, whole: str
) -> None:
    at = text.index(part)
    (found,) = agents_apart(text, [Spotted(Span(at, at + len(part)), Kind.ANATOMY, 0.9)], ())
    assert found.span.of(text) == whole
    assert found.kind is (Kind.ANATOMY if part == whole else Kind.CHEMICAL)


def test_meanings_take_a_name_that_goes_on_behind_its_short_form_for_one() -> None:
    found = meanings("The interleukin (IL)-1 and the human leukocyte antigen (HLA)-E rose.")
    assert found.without_bracket("interleukin (IL)-1") == "IL-1"
    assert found.spelled_out("interleukin (IL)-1") == "interleukin-1"
    assert found.spelled_out("leukocyte antigen (HLA)-E") == "human leukocyte antigen-E"
    assert found.spelled_out("very early interleukin (IL)-1") == "very early interleukin-1"
    assert found.spelled_out("gamma (XY)-1") == "gamma (XY)-1"


def test_meanings_take_a_code_in_brackets_for_the_name_before_it() -> None:
    assert (
        meanings("We gave dizocilpine (MK-801; 1 mg).", "dizocilpine", "MK-801").long("MK-801")
        == "dizocilpine"
    )


def test_meanings_leave_a_well_known_name_in_brackets_alone() -> None:
    text = "An opioid (naloxone 5) helps."
    assert meanings(text, "opioid", "naloxone", listed=True).long("naloxone") is None
    assert meanings("A sugar (ATP) helps.", "sugar", "ATP", listed=True).long("ATP") is None


def test_meanings_find_the_name_that_an_unlisted_acronym_abbreviates() -> None:
    text = "Ethyl zorbic acid was given. EZA helped."
    assert meanings(text, "Ethyl zorbic acid", "EZA").long("EZA") == "Ethyl zorbic acid"
    assert meanings(text, "Ethyl zorbic acid", "EZA", listed=True).long("EZA") is None


@pytest.mark.parametrize(
    ("short", "long", "does"),
    [("PB", "phenobarbital", True), ("BP", "phenobarbital", False), ("", "x", False), ("X", "", False)],
)
def test_abbreviates_wants_the_letters_in_order(short: str, long: str, does: bool) -> None:
    assert abbreviates(short, long) is does


def test_resemblance_is_the_share_of_words_in_common() -> None:
    assert resemblance("tumour protein 53", ["tumor protein p53", "TP53"]) > 0.5
    assert resemblance("class switch recombination", ["CSR", "cortactin"]) == 0
    assert resemblance("", ["x"]) == 0


def test_usage_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "usage.tsv.zst"
    names = {(Kind.DISEASE, "hypotensive"): (Use("MONDO:1", 5), Use("MESH:D2", 1))}
    Usage(names, {"MESH:D2": "low pressure"}, {"MESH:C3": "MONDO:1"}).write(path)
    found = Usage.read(path)
    assert found.of(Kind.DISEASE, "hypotensive") == names[Kind.DISEASE, "hypotensive"]
    assert found.of(Kind.GENE, "hypotensive") == ()
    assert (found.documents(Kind.DISEASE, "MONDO:1"), found.label("MESH:D2")) == (5, "low pressure")
    assert found.aliases("MONDO:1") == ("MESH:C3",)


@pytest.mark.parametrize("broken", [b"", b"no zstandard"], ids=["empty", "text"])
def test_usage_names_the_file_that_is_damaged(tmp_path: Path, broken: bytes) -> None:
    (tmp_path / "usage.tsv.zst").write_bytes(broken)
    with pytest.raises(LexiconError, match=r"usage\.tsv\.zst"):
        Usage.read(tmp_path / "usage.tsv.zst")


def stump(low: float = -2, high: float = 2) -> Trees:
    """One tree: the low value where the second feature is at most one half, else the high one."""
    row = np.array([[1, 0, 0]])
    return Trees(
        row.astype(np.int32), np.array([[0.5, 0, 0]]), np.array([[1, 1, 2]], dtype=np.int32),
        np.array([[2, 1, 2]], dtype=np.int32), np.array([[0.0, low, high]]), 0.0, 1,
    )  # fmt: skip


GENE, DISEASE = float(KINDS.index(Kind.GENE)), float(KINDS.index(Kind.DISEASE))


def logistic(log_odds: float) -> float:
    return float(1 / (1 + np.exp(-log_odds)))


def test_trees_walk_to_a_leaf() -> None:
    assert stump().log_odds(np.array([[GENE, 0.0], [GENE, 1.0]])).tolist() == [-2, 2]


def test_ranker_has_trees_of_their_own_for_genes() -> None:
    ranker = Ranker(stump(-1, 1), stump(-3, 3), 0.3)
    chances = ranker.probabilities(np.array([[GENE, 1.0], [DISEASE, 1.0], [GENE, 0.0]]))
    assert chances.tolist() == pytest.approx([logistic(1), logistic(3), logistic(-1)])


def test_ranker_is_as_sure_as_its_calibration_says() -> None:
    ranker = Ranker(stump(), stump(), 0.3, {Kind.DISEASE: (0.5, 1.0)})
    chances = ranker.probabilities(np.array([[GENE, 1.0], [DISEASE, 1.0]]))
    assert chances.tolist() == pytest.approx([logistic(2), logistic(2 * 0.5 + 1)])


def test_ranker_of_no_options_has_nothing_to_say() -> None:
    assert Ranker(stump(), stump(), 0.3).probabilities(np.zeros((0, 2))).tolist() == []


def test_ranker_is_read_as_it_was_written(tmp_path: Path) -> None:
    written = Ranker(stump(), stump(-1, 1), 0.3, {Kind.GENE: (0.9, 0.1)})
    written.write(tmp_path / "ranker.npz")
    held = Ranker.read(tmp_path / "ranker.npz")
    rows = np.array([[GENE, 0.2], [DISEASE, 0.9], [GENE, 0.5]])
    assert held.floor == pytest.approx(0.3)
    assert held.probabilities(rows).tolist() == written.probabilities(rows).tolist()


def test_well_known_variants_are_reviewed_and_read_as_they_are_written() -> None:
    lines = (PACKAGED / VARIANTS).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert {len(row) for row in rows} == {3}
    assert all(re.fullmatch(r"rs\d+", number) for *_, number in rows)
    changes = [(symbol, form) for symbol, forms, _ in rows for form in forms.split()]
    assert len(set(changes)) == len(changes)
    written = [Variant(*_fields(form)) for _, form in changes]
    assert [one.normal for one in written] == [form for _, form in changes]


def _fields(form: str) -> tuple[str, ...]:
    level, kind, *rest = form.split("|")
    if kind == "SUB":
        before, position, after = rest
        return level, kind, position, before, after
    return level, kind, rest[0], "", rest[1]


@pytest.mark.parametrize("broken", ["BRAF rs1", "\t\t\t"], ids=["no fields", "too many"])
def test_well_known_names_the_file_that_is_damaged(tmp_path: Path, broken: str) -> None:
    (tmp_path / "variants.tsv").write_text(broken, encoding="utf-8")
    with pytest.raises(LexiconError, match=r"variants\.tsv"):
        WellKnown.read(tmp_path / "variants.tsv")


def test_ranker_names_the_file_that_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "ranker.npz").write_bytes(b"PK no archive")
    with pytest.raises(LexiconError, match=r"ranker\.npz"):
        Ranker.read(tmp_path / "ranker.npz")
