"""Candidates in order, and what the document's own abbreviations do to them."""

from __future__ import annotations

import pytest

from ingest.language import Abbreviation, find_abbreviations
from ingest.linking.linker import Linker
from ingest.linking.short_forms import apply_abbreviations
from ingest.mention import Candidate, Recognised
from kg.model import Entity, Span
from kg.vocabulary import Category
from tests.timing import seconds

IL6 = Entity("HGNC:6018", "IL6", Category.GENE, ("interleukin 6",))
ADAM17 = Entity("HGNC:195", "ADAM17", Category.GENE, ("ADAM metallopeptidase domain 17", "TACE"))
MDSC = Entity("CL:0000889", "myeloid suppressor cell", Category.CELL)
CRP = Entity("HGNC:2367", "CRP", Category.GENE, ("C-reactive protein",))


def name(text: str, surface: str, *entities: Entity, nth: int = 0) -> Recognised:
    start = -1
    for _ in range(nth + 1):
        start = text.index(surface, start + 1)
    candidates = tuple(Candidate(e, 0.9 - i / 10, f"label of {e.id}") for i, e in enumerate(entities))
    return Recognised(Span(start, start + len(surface)), candidates)


def settled(text: str, *names: Recognised) -> dict[int, Recognised]:
    """What the abbreviations of the text leave of the names, by where they start."""
    found = apply_abbreviations(text, find_abbreviations(text), names)
    return {one.span.start: one for one in found}


def test_short_form_means_what_its_long_form_means() -> None:
    text = "C-reactive protein (CRP) rose. CRP fell."
    long, late = name(text, "C-reactive protein", CRP), name(text, "CRP", IL6, CRP, nth=1)
    found = settled(text, long, late)[late.span.start]
    assert [c.entity.id for c in found.candidates] == [CRP.id]
    assert found.best.reason == "abbreviates “C-reactive protein” here: label of HGNC:2367"


def test_short_form_that_no_list_has_is_found_everywhere() -> None:
    text = "Myeloid suppressor cells (MyeSC) act. One MyeSC stays, all MyeSCs move, preMyeSC do not."
    found = settled(text, name(text, "Myeloid suppressor cells", MDSC))
    surfaces = [r.span.of(text) for r in found.values()]
    assert surfaces == ["Myeloid suppressor cells", "MyeSC", "MyeSC", "MyeSCs"]
    assert {r.best.entity.id for r in found.values()} == {MDSC.id}


def test_long_form_vetoes_a_short_form_that_it_does_not_resemble() -> None:
    text = "Transarterial chemoembolization (TACE) was used. TACE helps."
    found = settled(text, name(text, "TACE", ADAM17), name(text, "TACE", ADAM17, nth=1))
    assert not found


def test_long_form_keeps_a_candidate_that_it_resembles() -> None:
    text = "ADAM metallopeptidase (ADAM) was seen. ADAM helps."
    late = name(text, "ADAM", ADAM17, nth=2)
    assert settled(text, late)[late.span.start] == late


def test_plural_of_a_short_form_is_the_same() -> None:
    text = "Myeloid suppressor cell (MDSC) counts rose. MDSCs fell."
    plural = name(text, "MDSCs", IL6)
    found = settled(text, name(text, "Myeloid suppressor cell", MDSC), plural)
    assert found[plural.span.start].best.entity is MDSC


def test_name_without_abbreviation_stays_as_it_is() -> None:
    text = "TACE sheds IL-6."
    names = (name(text, "TACE", ADAM17), name(text, "IL-6", IL6))
    assert tuple(settled(text, *names).values()) == names


def test_unlisted_short_form_yields_to_a_name_that_covers_it() -> None:
    text = "Myeloid suppressor cells (MyeSC) act. The MyeSC receptor binds."
    whole = name(text, "MyeSC receptor", IL6)
    found = settled(text, name(text, "Myeloid suppressor cells", MDSC), whole)
    assert [r.span.of(text) for r in found.values()].count("MyeSC") == 1
    assert whole in found.values()


def test_unlisted_short_forms_take_time_in_proportion_to_the_text() -> None:
    shorts = [f"Q{a}{b}{c}" for a in "ABCDEFGHIJ" for b in "KLMNOPQRST" for c in "UVWXYZ"]
    text = "".join(f"Quick {s} cells ({s}) act. " for s in shorts) + "One QAKU acts. " * 20_000
    names, pairs = [], []
    for short in shorts:
        long = name(text, f"Quick {short} cells", MDSC)
        names.append(long)
        pairs.append(Abbreviation((long.span.end + 2, long.span.end + 6), (long.span.start, long.span.end)))
    found = list(apply_abbreviations(text, pairs, names))
    assert len(found) == len(names) + len(shorts) + 20_000
    assert seconds(lambda: list(apply_abbreviations(text, pairs, names))) < 5


@pytest.mark.parametrize(
    ("written", "curie"),
    [
        pytest.param("PD-1", "HGNC:8760", id="gene"),
        pytest.param("pembrolizumab", "UNII:DPT0O3T46P", id="drug"),
        pytest.param("T cells", "CL:0000084", id="cell"),
        pytest.param("melanoma", "MONDO:0005105", id="disease"),
        pytest.param("STAB1", "HGNC:18628", id="symbol"),
        pytest.param("stabilin-1", "HGNC:18628", id="name"),
    ],
)
def test_lookup_ranks_the_usual_meaning_first(written: str, curie: str, linker: Linker) -> None:
    assert linker.lookup(written)[0].entity.id == curie


def test_lookup_of_an_unknown_name_is_empty(linker: Linker) -> None:
    assert linker.lookup("qqzzyx-17") == ()


@pytest.mark.parametrize("written", ["PD-1", "CAT", "IL-2", "p53", "MS"])
def test_candidates_are_ranked_and_one_an_entity(written: str, linker: Linker) -> None:
    found = linker.lookup(written)
    assert list(found) == sorted(found, key=lambda c: (-c.score, c.entity.id))
    assert len({c.entity.id for c in found}) == len(found) <= 5
    assert all(0 < c.score <= 1 and c.reason for c in found)


def test_entity_brings_its_superclasses(linker: Linker) -> None:
    entity = linker.entity("CL:0000625")
    assert "CL:0000084" in entity.ancestors
    assert entity.id not in entity.ancestors


def test_bare_acronym_that_is_no_label_is_trusted_less(linker: Linker) -> None:
    text = "The LAR was reduced."
    (match,) = [m for m in linker.lexicon.match(text) if text[m.start : m.end] == "LAR"]
    bare, known = linker.link(match, text).best, linker.candidates(match.senses)[0]
    assert bare.entity == known.entity
    assert bare.score < 0.4 <= known.score
    assert "does not define" in bare.reason


def test_lookup_gives_as_many_candidates_as_asked_for(linker: Linker) -> None:
    assert len(linker.lookup("PSA", 2)) == 2
    assert len(linker.lookup("PSA", 20)) > 5
