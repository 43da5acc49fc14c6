"""What do answers look like? Examples for OpenAPI, made of the same values as real answers."""

from __future__ import annotations

import json
from typing import Any

from kg.answers import Ingested
from queries.respond import encoded
from queries.results import (
    ClaimItem,
    Contradiction,
    ContradictionPage,
    Count,
    DocumentDetail,
    DocumentItem,
    DocumentPage,
    EntityDetail,
    EntityItem,
    EntityPage,
    EvidenceItem,
    Health,
    Hierarchy,
    IngestReport,
    MentionItem,
    Named,
    Neighbour,
    NeighbourPage,
    ParameterItem,
    Path,
    PathPage,
    QuestionItem,
    QuestionPage,
    Range,
    Readiness,
    SectionItem,
    SentenceHit,
    SentencePage,
    Share,
    StatementDetail,
    StatementItem,
    StatementPage,
    Statistics,
    Step,
    TableAnswer,
)

_TEXT = "Clever-1 inhibits T cells."
_STAB1 = Named("HGNC:18628", "STAB1", "biolink:Gene")
_T_CELL = Named("CL:0000084", "T cell", "biolink:Cell")
_LYMPHOCYTE = Named("CL:0000542", "lymphocyte", "biolink:Cell")
_CD8 = Named("CL:0000625", "CD8-positive, alpha-beta T cell", "biolink:Cell")
_NAMES = ("Clever-1", "stabilin-1")
_GENE = (
    _STAB1.id,
    "http://identifiers.org/hgnc/18628",
    _STAB1.label,
    _STAB1.category,
    _NAMES,
    ("NCBIGene:23166",),
)
_CURSOR = "WzAuNzUsICI1OWQxMDE1ODBmMmU0MTVjNTkzZiJd"
_IRI = "https://pubmed.ncbi.nlm.nih.gov/12345"


def _statement(
    name: str, relation: str, direction: str, belief: float, contradictions: int = 1
) -> StatementItem:
    counts = (2, 2, contradictions, "2019", "2024-05", 2)
    return StatementItem(
        name, _STAB1, relation, _T_CELL, "activity", direction, False, False, belief, *counts
    )


_INHIBITS = _statement("59d101580f2e415c593f", "inhibits", "decreased", 0.91)
_ACTIVATES = _statement("1f0c52e1c7ab4d2e9a77", "activates", "increased", 0.55)
_AFFECTS = _statement("8d5e3ab1c04f72960e11", "affects", "increased", 0.7, 0)
_SHARE = Share("PMID:12345", "Clever-1 and T cells", "abstract", "patterns-1", False, 0.82, 0.82, 0.05, 0.0)
_EVIDENCE = EvidenceItem(
    document="PMID:12345",
    title="Clever-1 and T cells",
    date="2024-05",
    kind="abstract",
    section="abstract",
    sentence=_TEXT,
    sentence_range=Range(0, 26),
    subject_range=Range(0, 8),
    object_range=Range(18, 25),
    cue_range=Range(9, 17),
    antecedent_range=None,
    hedged=False,
    score=0.82,
    extractor="patterns",
    context=(),
    subject_note="",
    path=(),
    withdrawn=False,
)
_DOCUMENT = DocumentDetail(
    id="PMID:12345",
    iri=_IRI,
    title="Clever-1 and T cells",
    text=_TEXT,
    kind="abstract",
    url="",
    doi="",
    pmid="12345",
    pmcid="",
    date="2024-05",
    publisher="",
    journal="Journal of Examples",
    authors=("A. Author",),
    language="en",
    sections=(SectionItem("abstract", "", Range(0, 26)),),
    mentions=(MentionItem(Range(0, 8), "Clever-1", _STAB1, 0.93, "a synonym of STAB1"),),
    claims=(ClaimItem(_INHIBITS, _EVIDENCE),),
)
_HIT = SentenceHit(
    "PMID:12345",
    "Clever-1 and T cells",
    "2024-05",
    "abstract",
    _TEXT,
    Range(0, 26),
    "Clever-1 \x02inhibits\x03 T cells.",
    (_INHIBITS,),
)
_NEIGHBOUR = Neighbour(_T_CELL, "inhibits", True, 1, 0.91, 2, 0, 0, 1, _INHIBITS.id)
_QUESTION = QuestionItem(
    "what-inhibits",
    "What inhibits a thing?",
    "Statements that something inhibits it or one of its subtypes.",
    (ParameterItem("entity", "entity", "what is inhibited", "T cell", None, True),),
    "SELECT ?subject WHERE { VALUES ?_entity { UNDEF } ?subject rel:inhibits ?_entity }",
)

#: an answer of each kind
EXAMPLES = (
    EntityPage((EntityItem(*_GENE, 12, "Clever-1"),)),
    EntityDetail(*_GENE, 12, (), (), 0),
    Hierarchy(_T_CELL, (_LYMPHOCYTE,), (_CD8,), 1),
    StatementPage((_INHIBITS,), _CURSOR, 2),
    StatementDetail(_INHIBITS, (_EVIDENCE,), (_ACTIVATES,), (_AFFECTS,), (), (_SHARE,)),
    SentencePage((_HIT,), None, 1),
    NeighbourPage((_NEIGHBOUR,), None, 1),
    ContradictionPage((Contradiction(_INHIBITS, _ACTIVATES, 0.55),), None, 1),
    DocumentPage(
        (DocumentItem("PMID:12345", _IRI, "Clever-1 and T cells", "2024-05", "abstract", "", 1),), None, 1
    ),
    _DOCUMENT,
    PathPage(_STAB1, _T_CELL, (Path(0.91, (Step(_INHIBITS, False, (_EVIDENCE,)),)),)),
    IngestReport((Ingested("PMID:12345", "Clever-1 and T cells", 1, True),)),
    QuestionPage((_QUESTION,)),
    TableAnswer(
        ("subject", "belief"),
        ({"subject": "STAB1", "belief": 0.91},),
        ("'T cell' was read as T cell (CL:0000084)",),
    ),
    Statistics(
        documents=1,
        statements=1,
        evidence=1,
        mentions=2,
        entities=2,
        quads=140,
        contradictions=0,
        first_date="2024-05",
        last_date="2024-05",
        relations=(Count("inhibits", 1),),
        categories=(Count("biolink:Cell", 1), Count("biolink:Gene", 1)),
        kinds=(Count("abstract", 1),),
        years=(Count("2024", 1),),
    ),
    Health("ok"),
    Readiness("ready", "1-0123456789ab", True),
)


def add_examples(described: dict[str, Any]) -> None:
    """Put the examples to the schemas of an OpenAPI description."""
    schemas = described["components"]["schemas"]
    for example in EXAMPLES:
        schemas[type(example).__name__]["examples"] = [json.loads(encoded(example))]
