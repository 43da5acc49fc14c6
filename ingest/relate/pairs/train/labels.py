"""What do the corpora's relations claim?"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ingest.relate.pairs.opinion import Claimed

#: where the relations of a file say what its way of annotating is; files without are left out
CONVENTIONS: Mapping[str, str] = MappingProxyType(
    {
        "biored": "biored",
        "bc5cdr": "bc5cdr",
        "chemprot": "chemprot",
        "drugprot_part": "drugprot",
        "bionlp13pc": "pc",
        "bionlp13cg": "cg",
        "bionlp13ge": "ge",
        "bionlp09": "ge",
    }
)
#: corpora of events: they say who acts on whom, and what is denied and supposed
EVENTS = frozenset({"pc", "cg", "ge"})
#: corpora that relate all of a document's mentions of two things at once
DOCUMENTS = frozenset({"biored", "bc5cdr"})

_CLAIMS = MappingProxyType(
    {
        **dict.fromkeys(
            "CPR:3 CPR:5 ACTIVATOR AGONIST AGONIST-ACTIVATOR AGONIST-INHIBITOR INDIRECT-UPREGULATOR "
            "Positive_Correlation CID Activation".split(),
            Claimed.RAISES,
        ),
        **dict.fromkeys(
            "CPR:4 CPR:6 INHIBITOR ANTAGONIST INDIRECT-DOWNREGULATOR Negative_Correlation Inactivation".split(),
            Claimed.LOWERS,
        ),
        **dict.fromkeys("CPR:9 SUBSTRATE PRODUCT-OF".split(), Claimed.CONVERTS),
        **dict.fromkeys("Association Cotreatment Comparison".split(), Claimed.GOES_WITH),
    }
)
_BEGINNINGS = MappingProxyType(
    {
        ("Conversion",): Claimed.CONVERTS,
        ("Localization", "Transport", "Mutation", "Metastasis", "PART-OF"): Claimed.HOLDS,
        ("Bind", "DIRECT-REG", "Dissoc"): Claimed.BINDS,
    }
)
#: events of the object that are about how much there is of it, and about what it does
_AMOUNTS = frozenset(
    {"Gene_expression", "Transcription", "Translation", "Protein_catabolism", "Degradation", "Synthesis"}
)
_DEEDS = frozenset(
    {"Binding", "Phosphorylation", "Activation", "Inactivation", "Ubiquitination", "Acetylation"}
)
_SIGNS = MappingProxyType({"+": Claimed.RAISES, "-": Claimed.LOWERS})
#: relations without a direction
SYMMETRIC = frozenset(
    "Association Positive_Correlation Negative_Correlation Bind Drug_Interaction Cotreatment Comparison Conversion "
    "Binding CID".split()
)


def claimed(relation: Mapping[str, Any]) -> Claimed:
    """What a relation of a corpus claims, by its type and sign.

    >>> claimed({"type": "Regulation", "net_sign": "-"}), claimed({"type": "CPR:9"})
    (<Claimed.LOWERS: 'lowers'>, <Claimed.CONVERTS: 'converts'>)
    """
    type_ = relation["type"]
    known = _CLAIMS.get(type_) or _SIGNS.get(relation.get("net_sign") or "")
    if known:
        return known
    for beginnings, claim in _BEGINNINGS.items():
        if type_.startswith(beginnings):
            return claim
    return Claimed.CHANGES


def amount_meant(relation: Mapping[str, Any]) -> bool | None:
    """Whether how much there is of the object is meant, and not what it does; None where the corpus does not tell.

    >>> amount_meant({"type": "Regulation", "tail_via": ["Gene_expression"]}), amount_meant({"type": "Regulation"})
    (True, None)
    """
    through = set(relation.get("tail_via") or ())
    if through & _AMOUNTS:
        return True
    return False if through & _DEEDS else None


def is_left_out(relation: Mapping[str, Any]) -> bool:
    """Whether a relation joins no two things: the same thing twice, or a protein and its own site."""
    return relation["type"] in {"isEquivalentTo", "Coreference"} or relation["type"].endswith(":Theme-Site")
