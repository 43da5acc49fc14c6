"""Which words are names of drugs by their shape: the stem of a non-proprietary name, or a company's code?

Stems: WHO, The use of stems in the selection of international nonproprietary names (INN), 2018. Codes are
taken for drugs where the company's prefix is one that nothing else uses, or where the text gives the thing
to someone ("treated with XY-1234", "XY-1234 (10 mg/kg)").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.cover import Cover
from ingest.mention import Recognised
from ingest.patterns.own import one, own
from kg.model import Span
from kg.vocabulary import Category

_WORD = re.compile(r"(?<![\w-])[A-Za-z]{6,40}(?![A-Za-z\d])")
_STEMS = (
    "mab", "tinib", "ciclib", "parib", "zomib", "rafenib", "metinib", "lisib", "sertib", "degib", "denib", "rasib",
    "toclax", "leucel", "temcel", "cabtagene", "siran", "nersen", "virsen", "parvovec", "repvec", "inostat",
    "desleukin", "dekin", "eptakin", "nercept", "bercept", "tacept", "tercept", "facept", "licept",
    "cicept", "nacept", "domide", "rolimus", "vastatin", "gliptin", "gliflozin", "glutide", "teplase",
    "glucerase", "luamide", "lutamide", "previr", "buvir", "tegravir", "asvir", "citinib", "tamod", "grastim",
    "fusp", "stobart",
)  # fmt: skip
_LEAST_BEFORE = 3
_NO_DRUGS = frozenset({"intercept", "isodomide", "desmosertib"})
_GENE_THERAPY = re.compile(r"(?<![\w-])[A-Za-z][a-z]{3,30}gene [a-z]{3,30}(?:vec|cel)(?![\w])")
_CARGO = re.compile(
    r"[ -](?:[a-z]{0,12}(?:dotin|tansine|tecan|tesirine|dotox)|ozogamicin|tiuxetan|duocarmazine|talirine|sarotalocan"
    r"|pegol|(?:alfa|beta|gamma)(?= |$|[.,;)]))(?![\w])"
)
_BIOSIMILAR = re.compile(r"-([a-z]{4})(?![\w-])")
_ENGLISH = frozenset(
    "free like only plus drug dose arms anti cell line lead high good poor type test".split()
)

#: prefixes of development codes and the number of digits that follow them
_COMPANY = re.compile(
    r"(?<![\w-])(?:(?:AZD|BMS|GSK|LY|JNJ|PF|ABBV|ABT|AMG|MEDI|REGN|INCB|MLN|GDC|TAK|BAY|BIBW|BIBF|SAR|MGCD|SHR"
    r"|BGB|IBI|IMGN|MRTX|NVP-?[A-Z]{3}|ONO|PLX|BLU|EPZ|RG|MPDL|RO|DS|TSR|CEP|ARQ|OSI|ASP|AMD|SCH|SGN|HLX|ADCT|"
    r"LOXO|CTX|AZ|ZD|SU|SNDX|SNS|UCN|VX|XL|YM|TG|GNE|GLPG|ENMD|CPI|CUDC|BYL|BKM|LBH|LDE|LDK|LEE|LGX|MEK|MK|CC|BI)"
    r"[- ]?(?=\d{3,8}[A-Z]?(?![\w]))\d{3,8}[A-Z]?)"
)
#: of these prefixes, a hyphen has to follow: the rest are too common as words, lines, strains or catalogue numbers
_HYPHENED = re.compile(
    r"(?:MK|CC|RG|DS|RO|AZ|SU|SNS|TG|VX|XL|YM|ONO|BI|MEK|SCH|ASP|RO|PF|SAR|CEP|LEE|IBI)(?:-|[ ]?\d{4})"
)
_CODE = re.compile(r"(?<![\w.-])[A-Z]{2,5}-\d{2,6}[A-Z]?(?![\w]|-\d|\.\d)")
_GIVEN_BEFORE = re.compile(
    r"\b(?:treat(?:ed|ment|ing) with|administration of|administered|doses? of|injection of|therapy with|effects? of"
    r"|received|receiving|in the presence of|pretreat(?:ed|ment) with|(?:drug|compound|agent)s?(?: called| named)?"
    r"|(?:inhibitor|agonist|antagonist|antibody|blocker|degrader|vaccine),?) \(?$",
    re.I,
)
_GIVEN_AFTER = re.compile(
    r" (?:treatment|therapy|monotherapy|administration|dosing|plus chemotherapy)\b|[ -]treated\b"
    r"| \(\d[\d.,]* ?(?:[mμµn]?g|[mμµn]M)\b"
    r"|,? an? (?:[\w-]+ ){0,6}"
    r"(?:inhibitor|antibody|agonist|antagonist|degrader|drug|compound|pill|medicine|antiviral|antibiotic)\b"
)
_NEAR = 40
#: what has the shape of a code and is none: trials, grants, lines, strains, registries, receptors, markers
_NO_CODE = re.compile(
    r"(?:NCT|ISRCTN|CTRI|UMIN|ACTRN|GSE|GSM|SRR|SRP|PRJNA|PMID|DOI|ISBN|CRL|CCL|HTB|ATCC|DSM|CAS|CHEBI|CID|RFC|COVID|SARS"
    r"|MERS|HPV|HSV|HIV|HHV|EBV|CMV|HBV|HCV|CVB|MCF|HCT|HT|HL|SW|PC|NCI|SK|OVCAR|MDA|LS|THP|KG|NB|SNU|HEK|CHO|BT|CAL|MKN"
    r"|CD|IL|MMP|TLR|PD|CXCL|CCL|CCR|ECOG|ICD|DSM|SF|EORTC|QLQ|GRADE|PHASE|WHO|ISO|RPMI|DMEM|MEM|SPF|AIDS|GA|PMC|PS|BDI"
    r"|HAM|TABLE|FIG|DAY|WEEK|UN|US|UK|EU|YAC|EL|NK|RAW|RBL|CTLL|IC|EC|LD|ED|AUC|HLA|MHC|CA|CK|HER|ERK|STAT|MAGE|NY|KLH"
    r"|CYP|GSTT|HSP|HIF|AP|NF|TF|SP|MIP|MCP|GM|ICAM|VCAM|LFA|VLA|BCL|CDK|COX|NOS|PGE|TXB|LTB|PAF|EGF|FGF|VEGF|IFN|TNF)\W?\d",
    re.I,
)


def find_drugs(text: str, known: Sequence[Recognised]) -> Iterator[Recognised]:
    """Names with the stem of an antibody, a targeted inhibitor or a cell therapy, and codes, that no list has."""
    covered = Cover(r.span for r in known)
    for span in _by_stem(text):
        if not covered.overlaps(span):
            name = span.of(text)
            yield one(span, own(Category.DRUG, name.lower()), 0.85, "ends in a stem of drug names")
            covered.add(span)
    for span, score, reason in _by_code(text):
        if not covered.overlaps(span):
            name = span.of(text)
            yield one(span, own(Category.DRUG, standard_code(name), synonyms=(name,)), score, reason)


def _by_stem(text: str) -> Iterator[Span]:
    for match in _GENE_THERAPY.finditer(text):
        yield Span(*match.span())
    for match in _WORD.finditer(text):
        word = match.group()
        lower = word.lower()
        if not lower.endswith(_STEMS):
            continue
        stem = next(s for s in _STEMS if lower.endswith(s))
        if (
            len(word) >= len(stem) + _LEAST_BEFORE
            and lower not in _NO_DRUGS
            and (word.isupper() or word[1:].islower())
        ):
            yield Span(match.start(), _end(text, match.end(), stem))


def _end(text: str, end: int, stem: str) -> int:
    """Where the name ends: after what the antibody carries, or the four letters of a biosimilar."""
    cargo = _CARGO.match(text, end)
    if cargo:
        return cargo.end()
    biosimilar = _BIOSIMILAR.match(text, end) if stem == "mab" else None
    return biosimilar.end() if biosimilar and biosimilar.group(1) not in _ENGLISH else end


def _by_code(text: str) -> Iterator[tuple[Span, float, str]]:
    for match in _COMPANY.finditer(text):
        if not _needs_hyphen(match.group()):
            yield Span(*match.span()), 0.8, "a company's code of a drug"
    for match in _CODE.finditer(text):
        if not _NO_CODE.match(match.group()) and _is_given(text, match.start(), match.end()):
            yield Span(*match.span()), 0.7, "has the shape of a code and is given as a drug"


def _needs_hyphen(code: str) -> bool:
    prefix = re.match(r"[A-Z]+", code)
    return bool(prefix and _HYPHENED.match(prefix.group() + "-") and not _HYPHENED.match(code))


def _is_given(text: str, start: int, end: int) -> bool:
    return bool(
        _GIVEN_BEFORE.search(text[max(0, start - _NEAR) : start])
        or _GIVEN_AFTER.match(text[end : end + 2 * _NEAR])
    )


def standard_code(code: str) -> str:
    """A code in the form that all its spellings share.

    >>> standard_code("MK3475"), standard_code("MK 3475"), standard_code("MK-3475")
    ('MK-3475', 'MK-3475', 'MK-3475')
    """
    return re.sub(r"(?<=[A-Z])[- ]?(?=\d)", "-", code, count=1)
