"""Which finds are but parts of longer names?

The blood of "blood pressure" is no name, nor is the Parkinson's disease of "Parkinson's Disease Rating Scale", nor the
T2 of a study's times T0 to T12.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from ingest.cover import Cover
from ingest.lexicon import OWN_NAMES, Match, NameStatus
from ingest.mention import Kind, Spotted
from kg.model import Span
from kg.vocabulary import Category

_PROCESSES = frozenset({Category.PROCESS})
_DONE = frozenset({Category.TREATMENT, Category.PROCESS})
_GIVEN = frozenset({Category.DRUG, Category.CHEMICAL})
#: what a find of a kind may be a part of; what is inside other names stands for itself as well
_WHOLES: dict[Kind, frozenset[Category]] = {
    Kind.ANATOMY: _DONE | _GIVEN,
    Kind.PROCESS: frozenset({Category.TREATMENT}),
    Kind.CELL_TYPE: frozenset({Category.TREATMENT}),
    Kind.SPECIES: frozenset({Category.TAXON, Category.DRUG}),
    Kind.DISEASE: _PROCESSES,
}
#: names that a vocabulary calls related, as MeSH calls all inflections of its terms, count where they score so much
_RELATED = 0.5


def without_parts(
    text: str, found: Sequence[Spotted], matches: Sequence[Match], fixed: FixedWords
) -> tuple[Spotted, ...]:
    """The finds of a document without those that are parts of longer names.

    ``matches`` are the lexicon's, in order of start, ``fixed`` the text's `fixed_words`.
    """
    apart = Cover([*_titles(text), *_authors(text)])
    series = _series(text, found)
    kept = (
        one
        for one in found
        if not (apart.overlaps(one.span) or is_fixed(one.span, one.kind, fixed))
        and not is_said_otherwise(text, one.span, one.kind)
        and (one.kind is Kind.CELL_LINE or one.span.of(text) not in series)
    )
    return _without_listed(tuple(kept), matches)


def _without_listed(found: Sequence[Spotted], matches: Sequence[Match]) -> tuple[Spotted, ...]:
    """The finds without those inside a longer listed name that no other find crosses."""
    starts = [one.span.start for one in found]
    parts: set[Spotted] = set()
    for match in matches:
        low = bisect_right(starts, match.start - 1)
        inside = [one for one in found[low : bisect_right(starts, match.end)] if one.span.start < match.end]
        if inside and all(_is_part(one, match) for one in inside) and not _crossed(found, low, match):
            parts.update(inside)
    return tuple(one for one in found if one not in parts)


def _is_part(one: Spotted, match: Match) -> bool:
    length = one.span.end - one.span.start
    if one.span.end > match.end or length == match.end - match.start:
        return False
    best = match.senses[0]
    if best.category not in _WHOLES.get(one.kind, ()):
        return False
    if one.kind is Kind.DISEASE:
        return best.status is NameStatus.LABEL
    if best.category in _GIVEN and one.span.end == match.end:
        return False  # the plasma of "human plasma", listed as a drug, is what the name is about
    return best.status in OWN_NAMES or (best.category in _DONE and best.score >= _RELATED)


def _crossed(found: Sequence[Spotted], at: int, match: Match) -> bool:
    """Whether one of the finds that begin before the match, the nearest few, reaches into it."""
    return any(one.span.end > match.start for one in found[max(0, at - 4) : at])


_ACIDS = tuple("tyrosine serine threonine histidine proline lysine arginine cysteine glutamine".split())
_ACID = rf"(?:{'|'.join(_ACIDS)})"
_HELPERS = r"T[ -]?h(?:elper)?(?:[ -]type)?[ -]?(?:1|2|17)"
#: how the name of a cytokine begins, and what is said of cytokines that have none
_NAMED = r"(?:(?-i:[A-Z]{2})|interleukin|interferon|tumou?r necrosis|transforming growth)"
_SUCH_AS = (
    r"(?:such as |like |including |namely |e\.g\.,? |i\.e\.,? "
    r"|(?:particularly|especially|notably|mainly|in particular|primarily) )?(?:the )?"
)
_SIDES = (
    r"production|secretion|release|synthesis|expression|responses?|profiles?|patterns?|balance|imbalance|levels?|genes?|"
    r"milieu|environment|signatures?|networks?|polari[sz]ation|storm|bias|loc(?:us|i)|panel|array|signal(?:l?ing|s)"
)
#: words that are said in one breath, and the kinds of names that are no names inside them: a zinc finger has no zinc;
#: with words of which a text must have one
_FIXED: tuple[tuple[tuple[str, ...], str, frozenset[Kind]], ...] = (
    (("finger",), r"(?:zinc|RING|LIM|PHD|FYVE)[ -]fingers?", frozenset({Kind.CHEMICAL, Kind.ANATOMY})),
    (
        _ACIDS,
        rf"{_ACID}(?:[ /-]{_ACID})*[ -](?:(?:specific )?(?:protein )?(?:kinases?|phosphatases?)|rich|"
        r"(?:auto|trans|hyper|de)?-?phosphorylat(?:ion|ed|es|e|ing))",
        frozenset({Kind.CHEMICAL}),
    ),
    (("hydrogen",), r"hydrogen[ -](?:bond(?:s|ed|ing)?|exchange)", frozenset({Kind.CHEMICAL})),
    (
        ("tail", "flank", "head", "hamster", "nail"),
        r"(?:terminal|histones?|H[234][AB]?|poly\(A\)|polyadenylated|cytoplasmic|intracellular) tails?|tail currents?|"
        r"[35]['\u2019\u2032] flanks?|fork[ -]?head|head-(?:up|down)|head[ -]to[ -]head|head[ -](?:groups?|nurses?)|"
        r"(?:sperm|phage|myosin|nerve|polar|femoral|humeral|radial|metatarsal|metacarpal|pancreatic) heads?|"
        r"heads? of (?:the )?(?:femur|humerus|radius|fibula|pancreas|sperm|department|household)|Chinese hamster ovary|"
        r"(?:cephalomedullary|intramedullary|gamma|locking) nails?",
        frozenset({Kind.ANATOMY}),
    ),
    (
        ("digestion",),
        r"(?:trypsin|tryptic|pepsin|proteolytic|restriction|enzymatic|enzyme|DNase(?: I)?) digestions?",
        frozenset({Kind.PROCESS}),
    ),
    # of the following the words that are looked for stand behind the name, which alone is none
    (("homology",), r"[\w/()-]{1,24}(?=[ -]homology\b(?! (?:to|with|of|between)\b))", frozenset({Kind.GENE})),
    (
        (" channel",),
        r"(?:calcium|sodium|potassium|chloride|Ca|Na|K|Cl)(?:\(?\d?[+-]\)?)?(?= (?:ion |release )?channels?\b)",
        frozenset({Kind.CHEMICAL}),
    ),
    (
        ("skeletal",),
        r"skeletal(?= muscles?\b|(?:,? (?:and|or) |, |/)(?:cardiac|smooth|heart)\b[a-z, ]{0,20}\bmuscle)",
        frozenset({Kind.ANATOMY}),
    ),
    (
        ("effect", "activit", "propert", "action", "efficacy", "potency", "-like"),
        r"(?:anti-?(?:depressant|psychotic|oxidant|convulsant|hypertensive|inflammatory|viral|fungal|bacterial|microbial|"
        r"tumou?r|cancer|neoplastic|nociceptive|epileptic|parkinsonian|arrhythmic|thrombotic|diabetic|emetic|proliferative)|"
        r"analgesic|an(?:a)?esthetic|anxiolytic|anxiogenic|sedative|hypnotic|diuretic|immunosuppressive|neuroleptic)"
        r"(?=[ -](?:effects?|activit(?:y|ies)|propert(?:y|ies)|actions?|efficacy|potency|like)\b)",
        frozenset({Kind.CHEMICAL}),
    ),
    (
        ("er stress", "reticulum stress"),
        r"(?:ER|endoplasmic reticulum)(?= stress\b)",
        frozenset({Kind.COMPONENT}),
    ),
    (
        ("cytokine",),
        # but the Th1 of "Th1 cytokines (IFN-γ)", "IL-2 and other Th1 cytokines" and "a Th1 cytokine" are the cells that
        # make it
        rf"(?<!other ){_HELPERS}(?=(?:(?:,|/| and| or) ?{_HELPERS})*[ -](?:type |specific |associated |related )?"
        rf"(?:cytokines\b(?!,?:? ?\(?{_SUCH_AS}{_NAMED})"
        rf"|cytokine(?: m?RNAs?)?[ -](?:{_SIDES})))",
        frozenset({Kind.CELL_TYPE}),
    ),
    # how a body answers to insulin, which neither raises nor lowers it
    (
        ("insulin",),
        r"insulin(?=[ -](?:in)?(?:sensitivity|resistance|sensiti[sz]\w+)\b)",
        frozenset({Kind.GENE, Kind.CHEMICAL}),
    ),
    (
        ("effect", "activit", "propert", "action", "agent", "drug", "medication"),
        r"(?:hypogly[ck]a?emic|hypolipida?emic|hypocholesterola?emic|hypourica?emic)(?=[ -](?:effects?|"
        r"activit(?:y|ies)|propert(?:y|ies)|actions?|agents?|drugs?|medications?)\b)|"
        r"hypotensive(?= (?:agents?|drugs?|medications?)\b)",
        frozenset({Kind.DISEASE}),
    ),
    (
        ("deprivation", "ablation", "withdrawal", "blockade"),
        r"(?:androgen|o?estrogen|glucose|oxygen|serum|glutamine|nutrient)"
        r"(?=[ -](?:deprivation|ablation|withdrawal|blockade)\b)",
        frozenset({Kind.CHEMICAL, Kind.ANATOMY}),
    ),
    (
        ("nephropathy", "vasculitis"),
        r"(?:IgA|immunoglobulin A)(?=\)?(?: \(IgA\))? (?:nephropathy|vasculitis)\b)",
        frozenset({Kind.GENE}),
    ),
    (("nuclear ",), r"nuclear(?= (?:hormone )?receptors?\b)", frozenset({Kind.COMPONENT})),
    (("mineral",), r"mineral(?= (?:density|content|metabolism)\b)", frozenset({Kind.CHEMICAL})),
    (
        ("tumor", "tumour"),
        r"tumou?rs?(?=[ -](?:suppressors?|markers?|promoters?|antigens?)\b)",
        frozenset({Kind.DISEASE}),
    ),
    # a place on a chromosome, and the part of a protein that stands out of the cell
    (
        ("chromosom",),
        r"chromosomes? (?:\d{1,2}|[XY])[pq](?:ter|[\d.]*)|"
        r"chromosomal(?= (?:bands?|regions?|loc(?:us|i)|location|locali[sz]ation|mapping|position|assignment)\b)",
        frozenset({Kind.COMPONENT}),
    ),
    (
        ("cellular", "membrane", "cytoplasmic"),
        r"(?:extracellular|intracellular|cytoplasmic|(?:trans)?membrane)"
        r"(?=[ -](?:domains?|regions?|loops?|portions?|segments?)\b)",
        frozenset({Kind.COMPONENT}),
    ),
    # a line of cells that went through many hands
    (
        ("embryonic kidney",),
        r"(?:human )?embryonic kidney(?=(?: \(?HEK\)?-?)?(?: cells?)?,?[ -]\(?(?:HEK[ -]?)?293)",
        frozenset({Kind.ANATOMY, Kind.SPECIES}),
    ),
    (("flavoprotein",), r"electron transfer(?= flavoproteins?\b)", frozenset({Kind.PROCESS})),
    (("mating",), r"mating(?=[ -]types?\b)", frozenset({Kind.PROCESS})),
    # what a protein was tagged with to be found again
    (("myc",), r"c?-?myc(?=[ -]?(?:tag|epitope))|(?-i:myc)(?=-(?-i:[A-Z])(?!ax\b))", frozenset({Kind.GENE})),
)
_FIXED_WORDS = [(some, re.compile(rf"\b(?:{words})\b", re.I), kinds) for some, words, kinds in _FIXED]

FixedWords = Sequence[tuple[Cover, frozenset[Kind]]]


@lru_cache(maxsize=2)
def fixed_words(text: str) -> FixedWords:
    """Where words stand that are said in one breath, and the kinds of names that are none inside them."""
    small, found = text.lower(), []
    for some, words, kinds in _FIXED_WORDS:
        if any(one in small for one in some) and (spans := [Span(*m.span()) for m in words.finditer(text)]):
            found.append((Cover(spans), kinds))
    return tuple(found)


#: who cares for the sick, or keeps count of them, and the burden of it
_BEHIND = re.compile(
    r" (?:hospitals?|wards?|clinics?|units?|nurses?|registr(?:y|ies)|cent(?:er|re)s?|specialists?|services?|distress)\b"
)


#: behind a name, what measures the work of its promoter: "IL-2-Luc", "pTNF(-585)Luc"
_MEASURED = re.compile(r"(?:\([^()\s]*\))?-?(?:[Ll]uc|LUC)\b")


def is_said_otherwise(text: str, span: Span, kind: Kind) -> bool:
    """Whether the words beside a name make it another: the non-obese, pre-diabetes, psychiatric hospitals."""
    before = text[max(0, span.start - 5) : span.start].lower()
    if before.endswith("non-") and not before[:-4].isalpha():
        return True
    if kind is Kind.PROCESS and span.of(text).endswith("s binding") and text.startswith(" to ", span.end):
        return True  # "activates factors binding to X"
    if kind is Kind.GENE and _MEASURED.match(text, span.end):
        return True
    sick = kind is Kind.DISEASE
    return sick and (
        (before.endswith("pre-") and not before[:-4].isalpha()) or bool(_BEHIND.match(text, span.end))
    )


def is_fixed(span: Span, kind: Kind, fixed: FixedWords) -> bool:
    """Whether a name of this kind lies within words that are said in one breath."""
    return any(kind in kinds and cover.holds(span) for cover, kinds in fixed)


_NAME = r"(?-i:[A-Z][a-z]+)(?:['\u2019]s)?"
_JOINT = rf"{_NAME}(?:[ -](?:(?:and|of|for|&)\s)?{_NAME}){{0,6}}"
#: what is named after a disease or an organ: scales, studies and those who make them
_LAST = (
    r"Scores?|Scales?|Subscales?|Ind(?:ex|ices)|Stud(?:y|ies)|Trials?|Groups?|Institutes?|Societ(?:y|ies)|Associations?|"
    r"Foundations?|Consorti(?:um|a)|Registr(?:y|ies)|Networks?|Questionnaires?|Inventor(?:y|ies)|Schedules?|"
    r"Checklists?|Assessments?|Surveys?|Hospitals?|Cent(?:er|re)s?|Departments?|Universit(?:y|ies)|Journal|Cohorts?|"
    r"Program(?:me)?s?|Projects?|Initiatives?|Councils?|Committees?|Agenc(?:y|ies)|Collaborations?|Databases?|Atlas|"
    r"Biobank|Federation|Alliance|Organi[sz]ations?|Clinics?|Guidelines?|Laborator(?:y|ies)|Interview|Task Force|"
    r"Working Party|Board|Academy|College|League|Campaign|Act|Week|Day|Report"
)
_FIRST = (
    r"Institutes?|Departments?|Societ(?:y|ies)|Associations?|Cent(?:er|re)s?|Schools?|Colleges?|Facult(?:y|ies)|"
    r"Divisions?|Journal|Ministry|Academy|Board|Office|Committee|Council|Foundation|Agency|Federation|Laborator(?:y|ies)|"
    r"Annals|Archives|Classification"
)
_TITLE = re.compile(
    rf"\b{_JOINT}\s(?:{_LAST})\b(?!\s(?:of|for)\s[A-Z])"
    rf"|\b(?:{_FIRST})\s(?:of|for|on|in)\s(?:the\s)?{_NAME}(?:,?\s(?:(?:and|of|for|in|the|&)\s){{0,2}}{_NAME}){{0,6}}"
)
_LONG_WORD = re.compile(r"\b[A-Za-z][a-z]{3,}")
#: share of the longer words of a sentence that begin small, below which all words are written large, as in headings
_SMALL = 0.35


def _titles(text: str) -> Iterator[Span]:
    """Names of scales, studies and institutions, in sentences that do not write all words large."""
    for found in _TITLE.finditer(text):
        if not _all_large(text, found.start(), found.end()):
            yield Span(found.start(), found.end())


_AUTHOR = rf"{_NAME}(?:-{_NAME})?"
_AUTHORS = re.compile(
    rf"\b{_AUTHOR}(?: (?:and|&) {_AUTHOR})?,? (?:et al\b|and (?:colleagues|co-?workers)\b)"
    rf"|\b(?:by|of|from|see) {_AUTHOR}(?: (?:and|&) {_AUTHOR})?,? \((?:19|20)\d\d[a-z]?\)"
)


def _authors(text: str) -> Iterator[Span]:
    """Those whom a text cites: "by Fields and Chase (1998)", "Lai et al."."""
    return (Span(*found.span()) for found in _AUTHORS.finditer(text))


def _all_large(text: str, start: int, end: int) -> bool:
    first = max(text.rfind(mark, 0, start) for mark in (".", "\n", "?", "!")) + 1
    lasts = [at for mark in (".", "\n", "?", "!") if (at := text.find(mark, end)) >= 0]
    around = text[first:start] + text[end : min(lasts, default=len(text))]
    words: list[str] = _LONG_WORD.findall(around)
    return sum(word[0].islower() for word in words) < _SMALL * max(1, len(words))


_CODE = re.compile(r"(?<![\w-])([A-Z])(\d{1,2})(?![\w-])")
#: so many codes of one letter in a text make a series of which no more than the share is found to be names
_MANY, _FEW = 5, 0.34


def _series(text: str, found: Iterable[Spotted]) -> frozenset[str]:
    """Codes that count times, groups or places: the T2 of T0, T1, T2 ... T12."""
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for one in _CODE.finditer(text):
        codes[one[1]].add(one[0])
    surfaces = {one.span.of(text) for one in found}
    return frozenset(
        code
        for held in codes.values()
        if len(held) >= _MANY and len(held & surfaces) <= _FEW * len(held)
        for code in held
    )
