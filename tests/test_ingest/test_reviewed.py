"""Meanings of names that were reviewed or refused by readers, and what goes before the likeliest option."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.extract import Extractor
from ingest.lexicon import Lexicon
from ingest.linking.linker import Linker
from ingest.linking.resolve import PACKAGED
from ingest.linking.reviewed import MEANINGS, NONE, NOTHING, REFUSED, Reviewed
from ingest.linking.train.refusals import Link, judged_pairs, refused, shares, written
from ingest.linking.usage import Usage, Use
from ingest.mention import KIND_OF, Kind
from kg.errors import LexiconError
from tests.test_ingest.test_doubts import linked

OTHERS = {
    "protein of a virus": ("Cells were given Rev of this kind.", "Rev", Kind.GENE),
    "transcription factor of yeast": ("It was fused to Gal4 here.", "Gal4", Kind.GENE),
    "domain": ("They bind its SH2 domain.", "SH2", Kind.GENE),
    "any disease": ("There were no systemic diseases.", "systemic diseases", Kind.DISEASE),
    "class": ("It is a protein tyrosine kinase here.", "protein tyrosine kinase", Kind.GENE),
}


@pytest.mark.parametrize(("text", "name", "kind"), OTHERS.values(), ids=OTHERS.keys())
def test_link_takes_no_name_for_what_it_does_not_mean(
    linker: Linker, text: str, name: str, kind: Kind
) -> None:
    assert not linked(linker, text, name, kind).linked


MEANT = {
    "receptor": ("The GR of patients is bound.", "GR", "HGNC:7978"),
    "telomeres": ("Human TRF2 caps telomeres.", "TRF2", "HGNC:11729"),
    "complex of annotators' gene": ("It needs NADPH oxidase.", "NADPH oxidase", "FPLX:NADPH_oxidase"),
    "family of an old symbol": ("It acts by STAT.", "STAT", "FPLX:STAT"),
    "dimers": ("It activates nuclear factor-kB.", "nuclear factor-kB", "FPLX:NFkappaB"),
    "dimers of annotators' gene": ("It activates NF-kappaB.", "NF-kappaB", "FPLX:NFkappaB"),
    "complex": ("It recruits TFIID.", "TFIID", "MESH:D035362"),
    "family of annotators' gene": ("Patients had more active Akt.", "Akt", "FPLX:AKT"),
    "protein of a virus in MeSH": ("HTLV-1 Tax binds it.", "Tax", "MESH:D016356"),
    "plural": ("Drugs bind glucocorticoid receptors of patients.", "glucocorticoid receptors", "HGNC:7978"),
    "gene of the species": ("Stress of mice activates IRE1 of mouse cells.", "IRE1", "MGI:1930134"),
}


@pytest.mark.parametrize(("text", "name", "identifier"), MEANT.values(), ids=MEANT.keys())
def test_link_takes_a_name_for_its_usual_meaning(
    linker: Linker, text: str, name: str, identifier: str
) -> None:
    found = linked(linker, text, name, Kind.GENE)
    assert (found.linked, found.best.entity.id) == (True, identifier)


def test_link_believes_a_text_that_spells_out_the_rarer_meaning(linker: Linker) -> None:
    text = "Tyrosine aminotransferase of the liver of patients is made from a gene. We measured TAT."
    assert linked(linker, text, "TAT", Kind.GENE).best.entity.id == "HGNC:11573"
    found = linked(linker, "Glutathione reductase of patients fell. We measured GR.", "GR", Kind.GENE)
    assert found.best.entity.id == "HGNC:4623"


def test_link_keeps_the_family_beside_a_member_that_is_spelled_out(linker: Linker) -> None:
    text = "Cyclooxygenase 1 is one of two enzymes of patients. Elevated COX was seen."
    assert linked(linker, text, "COX", Kind.GENE).best.entity.id == "MESH:D011451"


def test_link_doubts_a_short_alias_of_a_gene_that_the_text_does_not_speak_of(linker: Linker) -> None:
    bare = linked(linker, "Patients had more CCP here.", "CCP", Kind.GENE)
    assert not bare.linked
    assert [c.entity.id for c in bare.candidates[1:]]


def test_recognise_leaves_out_listed_names_that_mean_something_else(extractor: Extractor) -> None:
    text = "The motor activity of the mice fell, and the IC50 was low."
    found = [name.span.of(text) for name in extractor.recogniser.recognise(text, [(0, len(text))])]
    assert "motor activity" not in found
    assert "IC50" not in found


IDLE = {
    "app": ("The app of the trial reduced anxiety.", False),
    "App": ("App users had less anxiety.", False),
    "APP": ("APP of the neurons is cleaved by BACE1.", True),
}


@pytest.mark.parametrize(("text", "named"), IDLE.values(), ids=IDLE.keys())
def test_recognise_leaves_out_words_that_are_no_names_as_they_are_written(
    text: str, named: bool, extractor: Extractor
) -> None:
    found = extractor.recogniser.recognise(text, [(0, len(text))])
    genes = {name.span.of(text) for name in found if KIND_OF[name.best.entity.category] is Kind.GENE}
    assert ({"app", "App", "APP"} & genes != set()) == named


def test_recognise_takes_a_reviewed_meaning_of_another_kind(extractor: Extractor) -> None:
    text = "Lymphocytes were stimulated with PHA and IL-2."
    found = {name.span.of(text): name for name in extractor.recogniser.recognise(text, [(0, len(text))])}
    assert found["PHA"].best.entity.id == "MESH:D010835"


def test_link_refuses_a_name_of_several_words_though_the_text_has_it(linker: Linker) -> None:
    """The words of the name itself are no sign that the refused entity is meant."""
    text = "Genes of steroid receptor metabolism."
    assert not linked(linker, text, "receptor metabolism", Kind.PROCESS).linked


def test_judged_pairs_are_what_readers_said_of_the_names_as_linked_now(
    extractor: Extractor, tmp_path: Path
) -> None:
    text = "Rev of the virus binds STAT3 here."
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "1", "text": text}) + "\n", encoding="utf-8")
    (tmp_path / "r.tsv").write_text("1\t0\t3\t23\t28\tnothing\t\t0\t0\t0\n", encoding="utf-8")
    found = list(judged_pairs(tmp_path / "r.tsv", [tmp_path / "a.jsonl"], extractor))
    ((document, one, other, wrong),) = found
    assert (document, wrong) == ("1", True)
    assert {one, other} == {((Kind.GENE, "rev"), ""), ((Kind.GENE, "stat 3"), "")}


def test_packaged_meanings_are_entities_of_the_lexicon(lexicon: Lexicon) -> None:
    rows = (PACKAGED / MEANINGS).read_text(encoding="utf-8").splitlines()
    for kind, _, entity, _ in (row.split("\t") for row in rows if not row.startswith("#")):
        assert Kind(kind)
        assert entity in (NONE, NOTHING) or lexicon.get(entity).category in KIND_OF


def test_packaged_refusals_contradict_no_reviewed_meaning() -> None:
    reviewed = Reviewed.read(PACKAGED)
    rows = (PACKAGED / MEANINGS).read_text(encoding="utf-8").splitlines()
    for kind, name, entity, _ in (row.split("\t") for row in rows if not row.startswith("#")):
        assert not reviewed.refuses(name, Kind(kind), entity)


def test_reviewed_compares_names_by_their_key(tmp_path: Path) -> None:
    (tmp_path / MEANINGS).write_text("# note\nGene\tPGC-1α\tHGNC:1\tx\n", encoding="utf-8")
    (tmp_path / REFUSED).write_text("Gene\tpgc 1\tHGNC:2\tx\n", encoding="utf-8")
    found = Reviewed.read(tmp_path)
    assert found.meaning("PGC1-alpha", Kind.GENE) == "HGNC:1"
    assert found.meaning("PGC1-alpha", Kind.DISEASE) == ""
    assert found.refuses("PGC-1", Kind.GENE, "HGNC:2")
    assert not found.refuses("PGC-1", Kind.GENE, "HGNC:1")
    assert found.excludes("PGC-1α", Kind.GENE, "HGNC:3")


def test_reviewed_compares_words_that_are_no_names_by_their_letters(tmp_path: Path) -> None:
    (tmp_path / MEANINGS).write_text("Gene\tapp\t!\tx\n", encoding="utf-8")
    (tmp_path / REFUSED).write_text("", encoding="utf-8")
    found = Reviewed.read(tmp_path)
    assert [found.is_nothing(word, Kind.GENE) for word in ("app", "Apps", "APP")] == [True, True, False]
    assert not found.is_nothing("app", Kind.DISEASE)
    assert found.meaning("app", Kind.GENE) == ""


@pytest.mark.parametrize("line", ["Gene\tGR\tHGNC:1", "Genes\tGR\tHGNC:1\tx"])
def test_reviewed_names_the_file_that_is_damaged(line: str, tmp_path: Path) -> None:
    (tmp_path / MEANINGS).write_text(line, encoding="utf-8")
    with pytest.raises(LexiconError, match=r"meanings\.tsv"):
        Reviewed.read(tmp_path)


def test_shares_put_a_wrong_pair_down_to_the_name_that_is_wrong_elsewhere() -> None:
    pairs = [("Tax", f"gene {n}", True) for n in range(9)]
    pairs += [(f"gene {n}", "IL2", False) for n in range(9)]
    found = shares(pairs)
    assert found["Tax"][0] > 8
    assert found["gene 0"][0] < 0.3
    assert found["IL2"] == (0.0, 9)


def test_refused_needs_many_pairs_or_two_documents() -> None:
    tax: Link = ((Kind.GENE, "tax"), "HGNC:2172")
    others: list[Link] = [((Kind.GENE, f"x{n}"), f"HGNC:{n}") for n in range(4)]
    fine = [("1", one, ((Kind.GENE, "y"), "HGNC:9"), False) for one in others]
    of_one = [("1", tax, one, True) for one in others[:3]]
    of_two = [*of_one[:2], ("2", tax, others[2], True)]
    assert not list(refused([*of_one, *fine * 3], Usage({})))
    ((link, wrong, judged),) = refused([*of_two, *fine * 3], Usage({}))
    assert (link, judged) == (tax, 3)
    assert wrong > 2.5
    assert not list(refused([*of_two, *fine * 3], Usage({tax[0]: (Use(tax[1], 3),)})))
    assert (
        list(written([(link, 3.0, 3)], {"HGNC:2172": "CNTN2"}))[-1] == "Gene\ttax\tHGNC:2172\tCNTN2, 3.0 of 3"
    )


def test_written_keeps_the_rows_of_an_earlier_table_that_are_about_other_links() -> None:
    link: Link = ((Kind.GENE, "tax"), "HGNC:2172")
    kept = [
        "# note",
        "Gene\ttax\tHGNC:2172\tCNTN2, 9.0 of 9",
        "Anatomy\troot\tUBERON:0002211\tnerve root, 4.0 of 4",
    ]
    rows = [row for row in written([(link, 3.0, 3)], {}, kept) if not row.startswith("#")]
    assert rows == [kept[2], "Gene\ttax\tHGNC:2172\t, 3.0 of 3"]
