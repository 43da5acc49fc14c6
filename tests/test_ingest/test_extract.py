"""From a document to its statements: the interface, the demonstration page, and articles of other fields."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.extract import THRESHOLD, Extraction, Extractor
from ingest.read import read
from kg.identifiers import Identifiers
from kg.model import Document, Section
from kg.rdf import contribution_quads
from kg.rdf_reader import canonical, read_contribution
from kg.vocabulary import RELATIONS, Category

Extract = Callable[[str], Extraction]

MENTION_KEYS = {
    "start", "end", "text", "category", "id", "entity", "label", "xrefs", "score", "reason", "candidates"
}  # fmt: skip
STATEMENT_KEYS = {
    "subject",
    "relation",
    "predicate",
    "object",
    "qualifiers",
    "negated",
    "hedged",
    "score",
    "cue",
    "sentence",
    "extractor",
    "path",
    "antecedent",
}


def told(extraction: Extraction) -> set[str]:
    """The statements as "surface relation surface (aspect) marks"."""
    found = set()
    for r in extraction.relations:
        subject, object_ = extraction.mentions[r.subject].text, extraction.mentions[r.object].text
        aspect = f"({r.aspect})" if r.aspect else ""
        marks = ["negated"] * r.negated + ["hedged"] * r.hedged
        found.add(" ".join(filter(None, [subject, r.relation, object_, aspect, *marks])))
    return found


# ------------------------------------------------------------------------------------- the interface

SOME_TEXT = """Tocilizumab in arthritis

Interleukin-6 (IL-6) drives the differentiation of Th17 cells. Tocilizumab, an anti-IL-6R antibody, may block
IL-6. These cells were not affected by aspirin. HeLa cells express PD-L1. sPD-L1 binds T cells; the 😀 β-cell does not.
BRAF V600E carriers (rs113488022) with high levels of IL-8 were resistant to anti-PD-1 therapy in breast cancer."""


@pytest.fixture(scope="module")
def record(extract: Extract) -> dict[str, Any]:
    found: dict[str, Any] = extract(SOME_TEXT).as_json()
    return found


def test_json_has_the_keys_of_the_interface(record: dict[str, Any]) -> None:
    assert set(record) == {"id", "title", "text", "mentions", "statements"}
    assert all(set(mention) == MENTION_KEYS for mention in record["mentions"])
    assert all(set(statement) == STATEMENT_KEYS for statement in record["statements"])
    assert len(record["mentions"]) > 10
    assert len(record["statements"]) > 4


def test_json_mentions_stand_where_they_say(record: dict[str, Any]) -> None:
    for mention in record["mentions"]:
        assert record["text"][mention["start"] : mention["end"]] == mention["text"]
        assert 0 < mention["score"] <= 1


def test_json_identifiers_expand_and_categories_are_known(record: dict[str, Any]) -> None:
    identifiers = Identifiers()
    for mention in record["mentions"]:
        assert Category(mention["category"])
        for curie in (mention["id"] or mention["entity"], *mention["xrefs"]):
            assert identifiers.compress(identifiers.expand(curie)) == curie


def test_json_statements_point_to_mentions_of_their_sentence(
    record: dict[str, Any], extract: Extract
) -> None:
    relations = extract(SOME_TEXT).relations
    for statement, relation in zip(record["statements"], relations, strict=True):
        sentence = range(statement["sentence"]["start"], statement["sentence"]["end"] + 1)
        subject, object_ = (record["mentions"][statement[side]] for side in ("subject", "object"))
        assert subject["id"] != object_["id"]
        assert statement["cue"]["start"] in sentence
        assert statement["cue"]["end"] in sentence
        if relation.antecedent is None:
            assert all(place in sentence for m in (subject, object_) for place in (m["start"], m["end"]))


def test_json_statements_are_of_the_vocabulary(record: dict[str, Any]) -> None:
    for statement in record["statements"]:
        relation = RELATIONS[statement["relation"]]
        assert statement["predicate"] == f"biolink:{relation.predicate}"
        assert set(statement["qualifiers"]) <= {"object_aspect_qualifier", "object_direction_qualifier"}
        assert 0.5 <= statement["score"] <= 1
        assert isinstance(statement["negated"], bool)
        assert isinstance(statement["hedged"], bool)


def test_json_is_the_same_twice(extractor: Extractor) -> None:
    one, other = (json.dumps(extractor.extract(Document("x", SOME_TEXT)).as_json()) for _ in range(2))
    assert one == other


def test_result_does_not_depend_on_what_was_read_before(extract: Extract) -> None:
    alone = extract("Gefitinib inhibits EGFR.")
    extract(SOME_TEXT)
    assert extract("Gefitinib inhibits EGFR.") == alone


def test_threshold_leaves_out_unsure_statements(extractor: Extractor) -> None:
    document = Document("x", "Gefitinib inhibits EGFR.")
    strict = Extractor(extractor.recogniser.linker.lexicon, extractor.language, threshold=0.99)
    assert len(extractor.extract(document).relations) == 1
    assert strict.extract(document).relations == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("  IL-6\tbinds \u00a0IL6R.\r\n\r\nTNF  rose. ", id="white-space"),
        pytest.param("<b>IL-6</b> &amp; TNF bind IL6R.", id="markup"),
        pytest.param("e\u0301 IL-6 binds IL6R \ufb01rst 😀.", id="unnormalised"),
    ],
)
def test_text_of_json_lines_is_left_as_it_is(text: str, extractor: Extractor) -> None:
    line = json.dumps({"id": "1", "text": text}).encode()
    (document,) = read(io.BytesIO(line), format="jsonl")
    assert isinstance(document, Document)
    found = extractor.extract(document).as_json()
    assert (found["id"], found["text"]) == ("1", text)
    assert {m["text"] for m in found["mentions"]} >= {"IL-6", "IL6R"}


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "No name stands here.", "?" * 3000, "IL-6 " * 700, "(" * 200]
)
def test_text_without_claims_gives_none(text: str, extract: Extract) -> None:
    assert extract(text).relations == ()


def test_sentences_do_not_cross_sections(extractor: Extractor) -> None:
    text = "Gefitinib inhibits\nEGFR"
    apart = (Section("title", "", 0, 18), Section("body", "", 19, 23))
    assert extractor.extract(Document("x", text, sections=apart)).relations == ()


def test_contribution_comes_back_from_its_graph(extract: Extract) -> None:
    contribution = extract(SOME_TEXT).as_contribution()
    identifiers = Identifiers()
    quads = list(contribution_quads(contribution, identifiers))
    assert read_contribution(quads, identifiers) == canonical(contribution)


def test_contribution_describes_what_it_claims(demo: Extraction) -> None:
    contribution = demo.as_contribution()
    described = {entity.id for entity in contribution.entities}
    for claim in contribution.claims:
        evidence = claim.evidence
        assert {claim.statement.subject, claim.statement.object, *evidence.context} <= described
        assert evidence.sentence_text == evidence.sentence.of(contribution.document.text)
        assert evidence.section == "body"
        assert evidence.antecedent or evidence.sentence.contains(evidence.subject)


def test_cells_of_tumours_are_malignant_cells(extract: Extract) -> None:
    found = {m.text: m.entity for m in extract("Tumor cells and cancer cells grew.").mentions}
    assert (found["Tumor cells"], found["cancer cells"]) == ("CL:0001064", "CL:0001064")


def test_context_names_what_else_the_sentence_speaks_of(extract: Extract) -> None:
    (claim,) = extract("In melanoma, IL-6 inhibits T cells in mice.").as_contribution().claims
    assert set(claim.evidence.context) == {"MONDO:0005105", "NCBITaxon:10090"}


PIECES = st.sampled_from(
    "IL-6 TNF sPD-L1 anti-PD-1 therapy T cells CD8+ inhibits binds of the secretion by not may which it these "
    "BRAF V600E rs123 ( ) , . ; : ? ! \n \n\n \t 😀 β ⁺ \u0301 \ud83d <p> [ ] and or - – / % & 'resistance to'".split(
        " "
    )
)


@settings(max_examples=40, deadline=None)
@given(text=st.lists(PIECES, max_size=40).map(" ".join))
def test_extract_never_raises_on_words_in_any_order(text: str, extractor: Extractor) -> None:
    found = extractor.extract(Document("x", text)).as_json()
    assert all(text[m["start"] : m["end"]] == m["text"] for m in found["mentions"])


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=300))
def test_extract_never_raises_on_any_text(text: str, extractor: Extractor) -> None:
    extraction = extractor.extract(Document("x", text))
    assert all(m.span.of(text) == m.text for m in extraction.mentions)


# ------------------------------------------------------------------------------ the demonstration page

SCLEVER, CLEVER, T_CELL, MACROPHAGE = "litkg:gene.soluble-stab1", "HGNC:18628", "CL:0000084", "CL:0000235"
BEXMARILIMAB, ANTI_PD1, IMMUNOTHERAPY = (
    "UNII:SA0O2AK3LA",
    "litkg:treatment.anti-pdcd1-therapy",
    "MESH:D007167",
)


@pytest.mark.parametrize(
    ("claim", "marks", "sentence"),
    [
        pytest.param(f"{SCLEVER} form_of {CLEVER}", "", "a soluble form of Clever-1", id="form"),
        pytest.param(f"{MACROPHAGE} secretes {SCLEVER}", "", "caused macrophages to secrete", id="secretes"),
        pytest.param(
            f"GO:0006954 increases_amount_of {SCLEVER} secretion",
            "",
            "Inflammatory signals",
            id="inflammation",
        ),
        pytest.param(f"{SCLEVER} binds {T_CELL}", "", "bound to T cells and inhibited them", id="binds"),
        pytest.param(
            f"{SCLEVER} inhibits {T_CELL} activity", "", "bound to T cells and inhibited them", id="inhibits"
        ),
        pytest.param(
            f"{SCLEVER} confers_resistance_to {ANTI_PD1}",
            "",
            "Patients with high levels of sClever-1",
            id="resistance",
        ),
        pytest.param(f"{BEXMARILIMAB} targets {CLEVER}", "", "antibody that targets Clever-1", id="targets"),
        pytest.param(
            f"{BEXMARILIMAB} decreases_amount_of {SCLEVER} secretion",
            "",
            "reduced the release",
            id="reduces-release",
        ),
    ],
)
def test_demo_page_claims(claim: str, marks: str, sentence: str, demo: Extraction) -> None:
    subject, relation, object_, *aspect = claim.split()
    found = [
        (
            " ".join(["negated"] * c.statement.negated + ["hedged"] * c.evidence.hedged),
            c.evidence.sentence_text,
        )
        for c in demo.as_contribution().claims
        if (c.statement.subject, c.statement.relation, c.statement.object) == (subject, relation, object_)
        and (c.statement.aspect or "") == "".join(aspect)
    ]
    assert {mark for mark, _ in found} == {marks}
    assert any(sentence in text for _, text in found)


@pytest.mark.parametrize(
    ("surface", "curie"),
    [
        ("sClever-1", SCLEVER),
        ("Clever-1", CLEVER),
        ("stabilin-1", CLEVER),
        ("T cells", T_CELL),
        ("macrophages", MACROPHAGE),
        ("Bexmarilimab", BEXMARILIMAB),
        ("anti-PD-1 therapy", ANTI_PD1),
        ("immunotherapy", IMMUNOTHERAPY),
        ("inflammation", "GO:0006954"),
        ("PD-1", "HGNC:8760"),
        ("breast cancer", "MONDO:0007254"),
    ],
)
def test_demo_page_names(surface: str, curie: str, demo: Extraction) -> None:
    assert {m.entity for m in demo.mentions if m.text == surface} == {curie}


def test_demo_page_makes_no_other_claims(demo: Extraction) -> None:
    assert len({c.statement for c in demo.as_contribution().claims}) == 12


def test_demo_page_supposes_a_biomarker_below_the_default(demo: Extraction) -> None:
    found = Extractor.load(threshold=0.5).extract(demo.document).relations
    (relation,) = [r for r in found if r.relation == "biomarker_for"]
    assert (relation.hedged, relation.aspect, relation.score < THRESHOLD) == (True, "resistance", True)


@pytest.mark.parametrize(
    "teaser", ["Astrocytes", "astrocyte", "glioblastoma", "lupus", "thrombosis", "lung", "virus"]
)
def test_demo_page_says_nothing_from_its_teasers(teaser: str, demo: Extraction) -> None:
    assert teaser not in demo.document.text
    assert not [m for m in demo.mentions if teaser.lower() in m.text.lower()]


def test_demo_page_is_dated_news(demo: Extraction) -> None:
    assert (demo.document.kind.value, demo.document.date[:10]) == ("news", "2025-09-15")


# ---------------------------------------------------------------------------- articles of other fields

ARTICLES = {
    "asthma, a press release": (
        "A spokeswoman said on Monday that the trial had met its goal. Dupilumab reduced the production of IgE in "
        "adults who had never smoked. “IL-13 activates goblet cells,” said the lead author, “and they do the rest.” "
        "Dupilumab did not affect neutrophils. IL-13 may contribute to fibrosis.",
        """
        Dupilumab decreases_amount_of IgE (synthesis)
        IL-13 activates goblet cells (activity)
        Dupilumab affects neutrophils negated
        IL-13 contributes_to fibrosis hedged
        """,
    ),
    "lung cancer, results of a paper": (
        "3.2. Resistance to osimertinib\n\nTumours with high levels of AXL were resistant to osimertinib. "
        "Capmatinib restored sensitivity to osimertinib. Gefitinib failed to inhibit KRAS. EGFR "
        "was inhibited by afatinib, whereas whether afatinib inhibits MET was not examined.",
        """
        AXL confers_resistance_to osimertinib
        AXL associated_with Tumours
        Capmatinib confers_sensitivity_to osimertinib
        Gefitinib inhibits KRAS (activity) negated
        afatinib inhibits EGFR (activity)
        """,
    ),
    "Alzheimer, an abstract": (
        "BACKGROUND: Microglia express TREM2. METHODS: We asked whether TREM2 binds APOE. RESULTS: TREM2 bound APOE "
        "and promoted the survival of microglia. Loss of TREM2 impaired phagocytosis. CONCLUSIONS: Soluble "
        "TREM2 could be a biomarker for Alzheimer disease.",
        """
        Microglia expresses TREM2
        TREM2 binds APOE
        TREM2 activates microglia (survival)
        TREM2 activates phagocytosis (activity)
        Soluble TREM2 biomarker_for Alzheimer disease hedged
        """,
    ),
    "metabolism, a textbook": (
        "Insulin increases the expression of GLUT4. Adipocytes secrete leptin, and leptin is positively correlated "
        "with obesity. Metformin activates AMPK. It is not a cure, but metformin might prevent colorectal cancer.",
        """
        Insulin increases_amount_of GLUT4 (expression)
        Adipocytes secretes leptin
        leptin positively_correlated_with obesity
        Metformin activates AMPK (activity)
        metformin prevents colorectal cancer hedged
        """,
    ),
    "pancreatic cancer, a review": (
        "TGF-beta secreted by cancer-associated fibroblasts suppresses CD8+ T cells [12,13]. Galunisertib, an "
        "inhibitor of TGFBR1, was tested in patients with pancreatic cancer (NCT01373164). Myeloid-derived suppressor "
        "cells (MDSCs) inhibit T cells. MDSCs also secrete arginase-1.",
        """
        cancer-associated fibroblasts secretes TGF-beta
        TGF-beta inhibits CD8+ T cells (activity)
        Galunisertib inhibits TGFBR1 (activity)
        Galunisertib tested_for pancreatic cancer
        Myeloid-derived suppressor cells inhibits T cells (activity)
        MDSCs inhibits T cells (activity)
        MDSCs secretes arginase-1
        """,
    ),
    "arthritis, a leaflet": (
        "Tocilizumab is used for the treatment of rheumatoid arthritis. IL-6 drives the differentiation of Th17 cells. "
        "IL-17A, which is produced by Th17 cells, causes inflammation. Regulatory T cells inhibit Th17 cells.",
        """
        Tocilizumab treats rheumatoid arthritis
        IL-6 activates Th17 cells (differentiation)
        Th17 cells produces IL-17A
        IL-17A activates inflammation (activity)
        Regulatory T cells inhibits Th17 cells (activity)
        """,
    ),
    "heart and blood, short notes": (
        "Warfarin inhibits VKORC1 and prevents stroke. Aspirin did not prevent dementia. Statins lower LDL "
        "cholesterol. PCSK9 promotes the degradation of LDLR. Evolocumab, a PCSK9 inhibitor, reduces the risk of "
        "myocardial infarction.",
        """
        Warfarin inhibits VKORC1 (activity)
        Warfarin prevents stroke
        Aspirin prevents dementia negated
        Statins decreases_amount_of cholesterol (abundance)
        Evolocumab inhibits PCSK9 (activity)
        PCSK9 decreases_amount_of LDLR (abundance)
        Evolocumab decreases_amount_of myocardial infarction (risk)
        """,
    ),
    "names that no list has": (
        "The protein Qux-7 binds CD14. The investigational drug XZ-4411 inhibits Qux-7. Serum sCD14 activates "
        "LYVE-1+ macrophages. An anti-CD14 antibody blocked the release of TNF by LYVE-1+ macrophages.",
        """
        Qux-7 binds CD14
        XZ-4411 inhibits Qux-7 (activity)
        sCD14 activates LYVE-1+ macrophages (activity)
        sCD14 located_in Serum
        LYVE-1+ macrophages secretes TNF
        anti-CD14 antibody decreases_amount_of TNF (secretion)
        """,
    ),
}


@pytest.mark.parametrize("title", ARTICLES)
def test_article_yields_its_claims(title: str, extract: Extract) -> None:
    text, expected = ARTICLES[title]
    assert told(extract(text)) == {line.strip() for line in expected.strip().splitlines()}


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        pytest.param("HeLa cells secrete IL-6.", {"HeLa secretes IL-6"}, id="cell-line"),
        pytest.param(
            "Gefitinib inhibits EGFR but not KRAS.",
            {"Gefitinib inhibits EGFR (activity)", "Gefitinib inhibits KRAS (activity) negated"},
            id="but-not",
        ),
        pytest.param(
            "If gefitinib inhibits EGFR, it works.", {"gefitinib inhibits EGFR (activity) hedged"}, id="if"
        ),
        pytest.param("It is not known whether gefitinib inhibits EGFR.", set(), id="not-known"),
        pytest.param("Does gefitinib inhibit EGFR?", set(), id="question"),
        pytest.param("Gefitinib and EGFR were studied.", set(), id="side-by-side"),
    ],
)
def test_sentence_claims_exactly(text: str, claims: set[str], extract: Extract) -> None:
    assert told(extract(text)) == claims


MODAL = {
    "Neither gefitinib nor erlotinib inhibits KRAS.": {
        "gefitinib inhibits KRAS (activity) negated",
        "erlotinib inhibits KRAS (activity) negated",
    },
    "Gefitinib inhibits neither EGFR nor KRAS.": {
        "Gefitinib inhibits EGFR (activity) negated",
        "Gefitinib inhibits KRAS (activity) negated",
    },
    "It is likely that gefitinib inhibits EGFR.": {"gefitinib inhibits EGFR (activity) hedged"},
    "Gefitinib no longer inhibits EGFR.": {"Gefitinib inhibits EGFR (activity) negated"},
    "The inhibition of COX-2 by aspirin was not significant.": {"aspirin inhibits COX-2 (activity) negated"},
    "Anti-Xyz3 antibodies inhibit T cells.": {"Anti-Xyz3 antibodies inhibits T cells (activity)"},
}


@pytest.mark.parametrize(("text", "claims"), [pytest.param(t, c, id=t) for t, c in MODAL.items()])
def test_sentence_keeps_its_modality(text: str, claims: set[str], extract: Extract) -> None:
    assert told(extract(text)) == claims


FOUND = {
    "Gefitinib inhibits the proliferation of breast cancer cells.": (
        "Gefitinib inhibits breast cancer cells (proliferation)"
    ),
    "Vemurafenib targets BRAF V600E.": "Vemurafenib targets V600E",
    "Galunisertib improved the response to gemcitabine.": "Galunisertib confers_sensitivity_to gemcitabine",
    "Dupilumab is a monoclonal antibody that targets IL4R.": "Dupilumab targets IL4R",
    "Amplification of MET confers resistance to osimertinib.": "MET confers_resistance_to osimertinib",
}


@pytest.mark.parametrize(("text", "claim"), [pytest.param(t, c, id=t) for t, c in FOUND.items()])
def test_sentence_claims_are_found(text: str, claim: str, extract: Extract) -> None:
    assert claim in told(extract(text))


def test_pronoun_subject_is_resolved(extract: Extract) -> None:
    assert "Galunisertib inhibits TGFBR1 (activity)" in told(
        extract("Galunisertib is a drug. It inhibits TGFBR1.")
    )


def test_nested_effects_keep_the_words_between(extract: Extract) -> None:
    found = extract("Loss of PTEN abolished the inhibition of AKT by rapamycin.")
    paths = {(found.mentions[r.subject].text, r.relation): r.path for r in found.relations}
    assert paths == {("PTEN", "inhibits"): ("Loss", "abolished", "inhibition"), ("rapamycin", "inhibits"): ()}
    assert {c.evidence.path for c in found.as_contribution().claims} == set(paths.values())


def test_words_between_are_those_of_the_text(extract: Extract) -> None:
    found = extract("Leptin induced phosphorylation of STAT3.")
    paths = {found.mentions[r.object].text: r.path for r in found.relations}
    assert paths["STAT3"] == ("induced", "phosphorylation")
