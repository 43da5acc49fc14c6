"""When are two spellings the same name? When they have the same key.

A key is a sequence of tokens: runs of letters, runs of digits, single Greek letters and a trailing "+". It
forgets case, accents, hyphens and spaces, spells Greek letters out, brings British spelling to American and
plural to singular: PD-1 = PD1 = "PD 1", TNF-α = TNFalpha, "T-cells" = "T cell", leukaemias = leukemia.
Keys are for comparing only; they are stems ("pancreas" becomes "pancrea") and never shown.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

GREEK: dict[str, str] = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψω",
        re.findall(
            "[a-z]+",
            "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma "
            "tau upsilon phi chi psi omega",
        ),
        strict=True,
    )
) | {"ς": "sigma", "ϕ": "phi", "ϵ": "epsilon"}

#: stands in a key for a gap that no name crosses, such as the end of a sentence
BARRIER = "|"

_GREEK_LETTER = "α-ωςϕϵ"
_TOKEN = re.compile(rf"[{_GREEK_LETTER}]|[^\W\d_{_GREEK_LETTER}]+|\d+|(?<=[\w(])\+")
_BREAK = re.compile(r"[;:!?](?:\s|$)|\s\(|\)\s|[<>=%&|•…]|\n\s*\n|\s{4,}|[.]\s|,\s.*,|\[|\]\s|[\"“”]")


def tokens(text: str) -> list[tuple[str, int, int]]:
    """The tokens of a text as (key form, start, end); offsets count code points of ``text``, half-open.

    >>> tokens("TNF-α")
    [('tnf', 0, 3), ('alpha', 4, 5)]
    """
    folded, offsets = fold(text)
    found = []
    for match in _TOKEN.finditer(folded):
        start, end = match.span()
        digit_follows = folded[end : end + 1].isdigit()
        if offsets is None:
            written = text[start:end]
        else:
            start, end = offsets[start], offsets[end - 1] + 1
            written = text[start:end]
            if fold(written)[0] != match.group():  # a character such as ½ or ﬁ is cut
                written = match.group()
        found.append((normal(written, digit_follows), start, end))
    return found


@lru_cache(maxsize=1 << 14)
def key(name: str) -> str:
    """The key of a name; empty if the name has neither letter nor digit.

    >>> key("PD-1") == key("PD1"), key("T-cells") == key("T cell"), key("TNFα") == key("TNF-alpha")
    (True, True, True)
    """
    return " ".join(norm for norm, _, _ in tokens(name))


def fold(text: str) -> tuple[str, list[int] | None]:
    """Lower-case text without accents, and the index in ``text`` of each of its characters (None: the same).

    >>> fold("Café")
    ('cafe', None)
    >>> fold("ﬁn")
    ('fin', [0, 0, 1])
    """
    if text.isascii():
        return text.lower(), None
    forms = {character: _fold_character(character) for character in set(text)}
    if all(len(form) == 1 for form in forms.values()):
        return text.translate({ord(old): new for old, new in forms.items()}), None
    pieces = [forms[character] for character in text]
    return "".join(pieces), [index for index, piece in enumerate(pieces) for _ in piece]


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    if character == "\N{MICRO SIGN}":
        return "μ"
    plain = unicodedata.normalize("NFKD", character).lower()
    return "".join(c for c in plain if not unicodedata.combining(c))


def is_break(gap: str, before: str) -> bool:
    """Whether no name goes across the characters ``gap`` that follow the word ``before``.

    >>> is_break(". ", "cells"), is_break(". ", "E"), is_break("-", "PD")
    (True, False, False)
    """
    if before == "+" and gap.startswith(")"):
        gap = gap[1:]
    if gap == ". " and len(before) == 1:
        return False
    return _BREAK.search(gap) is not None


# ---------------------------------------------------------------------------------------- one token


@lru_cache(maxsize=65536)
def normal(written: str, digit_follows: bool = False) -> str:
    """The key form of one token as written; ``digit_follows`` keeps the s of symbols such as Ptgs2.

    >>> [normal(word) for word in ("Cells", "MAPKs", "KRAS", "metastases", "tumours", "IFNgamma", "β")]
    ['cell', 'mapk', 'kras', 'metastasis', 'tumor', 'ifn gamma', 'beta']
    """
    folded = "".join(_fold_character(c) for c in written)
    if (spelled := GREEK.get(folded)) is not None:
        return spelled
    if len(folded) < 3 or not folded.isalpha():
        return folded
    word = folded if digit_follows else _singular(written, folded)
    return _split_greek(_american(word))


_IRREGULAR = {
    "alveoli": "alveolus", "bacilli": "bacillus", "bacteria": "bacterium", "bronchi": "bronchus",
    "children": "child", "cocci": "coccus", "criteria": "criterion", "dendrites": "dendrite",
    "diagnoses": "diagnosis", "emboli": "embolus", "feet": "foot", "foci": "focus", "fungi": "fungus",
    "ganglia": "ganglion", "glomeruli": "glomerulus", "hippocampi": "hippocampus", "larvae": "larva",
    "men": "man", "mice": "mouse", "microglia": "microglia", "mitochondria": "mitochondrion",
    "nuclei": "nucleus", "people": "people", "sera": "serum", "teeth": "tooth", "thrombi": "thrombus",
    "tubuli": "tubulus", "vertebrae": "vertebra", "villi": "villus", "women": "woman", "axes": "axis",
    "indices": "index", "matrices": "matrix", "cortices": "cortex", "syntheses": "synthesis",
    "pareses": "paresis", "theses": "thesis", "doses": "dose", "noses": "nose", "causes": "cause",
    "houses": "house", "abuses": "abuse", "pauses": "pause", "series": "series", "species": "species",
    "caries": "caries", "rabies": "rabies", "scabies": "scabies", "herpes": "herpes",
    "diabetes": "diabetes", "faeces": "feces", "feces": "feces", "pus": "pus", "always": "always",
    "lens": "lens",
}  # fmt: skip

_PLURAL_ENDINGS = (
    ("stases", "stasis"), ("yses", "ysis"), ("lyses", "lysis"), ("oses", "osis"), ("eses", "esis"),
    ("uses", "us"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("sses", "ss"), ("mata", "ma"),
    ("ies", "y"), ("ss", "ss"), ("us", "us"), ("is", "is"), ("s", ""),
)  # fmt: skip


def _singular(written: str, folded: str) -> str:
    if folded in _IRREGULAR:
        return _IRREGULAR[folded]
    if folded[-1] != "s":
        return folded[:-2] if folded.endswith("omata") else folded
    if written[:-1].isupper() and written[-1] == "s":  # DCs, MAPKs
        return folded[:-1]
    short = len(folded) < (8 if written.isupper() else 4)
    if short or (len(folded) < 6 and folded.endswith(("as", "ies", "xes"))):  # KRAS, Kras, dies
        return folded
    ending, singular = next((e, s) for e, s in _PLURAL_ENDINGS if folded.endswith(e))
    return folded[: -len(ending)] + singular


_BRITISH = {
    "tumour": "tumor", "colour": "color", "labour": "labor", "vapour": "vapor", "behaviour": "behavior",
    "favour": "favor", "haem": "hem", "aemi": "emi", "oedem": "edem", "oesoph": "esoph", "rrhoe": "rrhe",
    "oestr": "estr", "foet": "fet", "caec": "cec", "coel": "cel", "paedi": "pedi", "gynae": "gyne",
    "faec": "fec", "sulph": "sulf", "fibre": "fiber", "isation": "ization", "aetio": "etio",
    "anaest": "anest", "orthopaed": "orthoped",
}  # fmt: skip
_BRITISH_PIECE = re.compile("|".join(_BRITISH))


def _american(word: str) -> str:
    return _BRITISH_PIECE.sub(lambda match: _BRITISH[match.group()], word)


_JOINED_GREEK = re.compile(r"([a-z]{2,6}?|(?=kappab))(alpha|beta|gamma|delta|kappa)(b?)")


def _split_greek(word: str) -> str:
    if word[-5:] not in _GREEK_TAILS and word[-6:] != "kappab":
        return word
    match = _JOINED_GREEK.fullmatch(word)
    return " ".join(filter(None, match.groups())) if match else word


_GREEK_TAILS = {"alpha", "gamma", "delta", "kappa"} | {f"{c}beta" for c in "abcdefghijklmnopqrstuvwxyz"}
