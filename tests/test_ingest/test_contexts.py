"""What undefined short forms stand for: by the words around them, by a table made of texts that define them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.language import Language
from ingest.lexicon import Lexicon
from ingest.linking.contexts import (
    PLURAL,
    Contexts,
    Sense,
    Used,
    beside,
    likelihoods,
    understood,
    words,
    write,
)
from ingest.linking.linker import CONTEXTS
from ingest.linking.resolve import PACKAGED
from ingest.linking.train.contexts import forms_of, table_of, usual_words
from ingest.mention import Kind
from ingest.recognise import Recogniser
from kg.errors import LexiconError
from kg.model import Span

GENE = Sense("adenomatous polyposis coli", Kind.GENE, {"colon": 9.0, ">mutation": 4.0})
CELL = Sense("antigen-presenting cell", Kind.CELL_TYPE, {"mhc": 9.0, "lymphocyte": 2.0, PLURAL: 2.0})


@pytest.fixture
def contexts(tmp_path: Path) -> Contexts:
    write(tmp_path / "table", {"APC": [GENE, CELL]})
    return Contexts.read(tmp_path / "table")


def used(text: str, short: str, kind: Kind | None = None) -> dict[str, Used]:
    at = text.index(short)
    return {"APC": Used([Span(at, at + len(short))], kind)}


def test_contexts_read_what_was_written(contexts: Contexts) -> None:
    assert contexts.senses("APCs") == (GENE, CELL)
    assert (contexts.form("APCs"), contexts.form("APX"), contexts.senses("APX")) == ("APC", None, ())


def test_contexts_name_the_file_that_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "table").write_bytes(b"APC")
    with pytest.raises(LexiconError, match="table"):
        Contexts.read(tmp_path / "table")


def test_beside_are_the_words_that_no_stop_parts_from_the_short_form() -> None:
    assert beside("Mature APCs (two)", [Span(7, 11)]) == {"<mature", PLURAL}
    assert beside("It ends. APC mutations", [Span(9, 12)]) == {">mutation"}


@pytest.mark.parametrize(
    ("text", "short", "kind", "long"),
    [
        pytest.param("The colon had an APC mutation.", "APC", None, GENE.long, id="words"),
        pytest.param("The lymphocyte met APCs here.", "APCs", Kind.CELL_TYPE, CELL.long, id="of-the-kind"),
        pytest.param("The lymphocyte met APCs here.", "APCs", None, None, id="too-little"),
        pytest.param("An antigen presenting cell; colon, MHC, APC.", "APC", None, CELL.long, id="long-form"),
        pytest.param("The APC was new.", "APC", Kind.GENE, None, id="nothing-said"),
    ],
)
def test_understood_wants_words_that_tell(
    contexts: Contexts, text: str, short: str, kind: Kind | None, long: str | None
) -> None:
    found = understood(text, used(text, short, kind), contexts)
    assert (found["APC"].long if found else None) == long


def test_likelihoods_leave_room_for_none_of_the_meanings() -> None:
    assert sum(likelihoods([GENE, CELL], words("nothing of it"), frozenset())) < 0.5


POLYPS = "Polyps of the colon: adenomatous polyposis coli (APC) is lost. An APC mutation was in the colon."
CELLS = "T cells meet MHC on an antigen-presenting cell (APC). The APC has MHC for lymphocytes."


def test_table_holds_the_words_that_tell_the_meanings_of_a_short_form(lexicon: Lexicon) -> None:
    texts = [*[POLYPS] * 4, *[CELLS] * 4, *["Something else was studied by others."] * 20]
    form = forms_of(texts, lexicon)["APC"]
    gene, cell = table_of(form, form.examples, usual_words(texts))
    assert (gene.long, gene.kind, cell.kind) == (GENE.long, Kind.GENE, Kind.CELL_TYPE)
    assert {"colon", "polyp"} <= set(gene.weights)
    assert not {"mhc", "apc", "adenomatou"} & set(gene.weights)


def test_forms_are_none_of_one_meaning(lexicon: Lexicon) -> None:
    assert forms_of([POLYPS] * 6, lexicon) == {}


@pytest.mark.parametrize(
    ("text", "surface", "found"),
    [
        pytest.param(
            "The BCR activates Syk and Btk in B cells. BCR signalling of lymphocytes needs CD19.",
            "BCR",
            "Receptors, Antigen, B-Cell",
            id="receptor",
        ),
        pytest.param(
            "Imatinib inhibits BCR-ABL in chronic myeloid leukaemia. BCR lies on chromosome 22.",
            "BCR",
            "BCR",
            id="gene-by-its-symbol",
        ),
        pytest.param(
            "Loss of APC activates Wnt signalling in the colon. Germline APC mutations cause polyps.",
            "APC",
            "APC",
            id="gene",
        ),
        pytest.param(
            "Mature APCs present antigen to T cells on MHC class II molecules.",
            "APCs",
            "professional antigen presenting cell",
            id="cells",
        ),
        pytest.param(
            "The striatum of HD mice has mutant huntingtin with CAG repeats.",
            "HD",
            "Huntington disease",
            id="disease",
        ),
        pytest.param(
            "Patients on HD for renal failure were dialysed; HD was chronic.",
            "HD",
            "hemodialysis",
            id="therapy",
        ),
    ],
)
def test_recogniser_tells_undefined_short_forms_by_their_context(
    lexicon: Lexicon, language: Language, text: str, surface: str, found: str
) -> None:
    names = Recogniser.open(lexicon).recognise(text, language.sentences(text))
    assert {n.best.entity.label for n in names if n.span.of(text) == surface} == {found}


def test_packaged_table_holds_meanings_that_no_list_has() -> None:
    senses = Contexts.read(PACKAGED / CONTEXTS).senses("PD")
    assert {one.long.lower() for one in senses if one.kind is None} >= {"progressive disease"}
