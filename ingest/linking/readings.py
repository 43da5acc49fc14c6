"""What do the pieces of a written variant say: letters, bases, places, what was done?"""

from __future__ import annotations

import re
from collections.abc import Callable

from ingest.linking.variants import Variant

LETTER_OF = {
    "ala": "A", "arg": "R", "asn": "N", "asp": "D", "cys": "C", "gln": "Q", "glu": "E", "gly": "G", "his": "H",
    "ile": "I", "leu": "L", "lys": "K", "met": "M", "phe": "F", "pro": "P", "ser": "S", "thr": "T", "trp": "W",
    "tyr": "Y", "val": "V", "ter": "X", "stop": "X", "amber": "X", "ochre": "X", "opal": "X", "*": "X",
    "alanine": "A", "arginine": "R", "asparagine": "N", "aspartic acid": "D", "aspartate": "D", "cysteine": "C",
    "glutamine": "Q", "glutamic acid": "E", "glutamate": "E", "glycine": "G", "histidine": "H",
    "isoleucine": "I", "leucine": "L", "lysine": "K", "methionine": "M", "phenylalanine": "F", "proline": "P",
    "serine": "S", "threonine": "T", "tryptophan": "W", "tyrosine": "Y", "valine": "V", "stop codon": "X",
    "premature stop codon": "X", "termination codon": "X", "termination": "X",
}  # fmt: skip
BASE_OF = {
    "adenine": "A", "adenosine": "A", "cytosine": "C", "cytidine": "C", "guanine": "G", "guanosine": "G",
    "thymine": "T", "thymidine": "T", "uracil": "U",
}  # fmt: skip
NUMBER_OF = dict(zip("one two three four five six seven eight nine ten".split(), range(1, 11), strict=True))

Groups = dict[str, str]
Read = Callable[[Groups], "Variant | None"]


def _letter(word: str) -> str:
    return LETTER_OF.get(word.lower(), word.upper() if len(word) == 1 else "")


def _bases(word: str) -> str:
    return BASE_OF.get(word.lower(), word.upper())


def _place(position: str) -> str:
    return re.sub(r"\s", "", position)


def amino_change(found: Groups) -> Variant | None:
    """An amino acid that takes the place of another."""
    before, after = _letter(found["before"]), _letter(found["after"])
    return Variant("p", "SUB", _place(found["position"]), before, after) if before and after else None


def short_change(found: Groups) -> Variant | None:
    """R175H is of the protein, C677T of the gene: letters that are bases are taken for bases."""
    before, after = found["before"].upper(), _letter(found["after"])
    level = found.get("level") or _level(before + after, found["position"])
    return Variant(level, "SUB", _place(found["position"]), before, after) if after else None


def _level(letters: str, position: str) -> str:
    """Whether a change between letters that are both bases and amino acids is of the gene or the protein.

    Numbers of bases in such writing are large (C677T, G20210A); G12C and G13D are of the protein.
    """
    return "p" if not set(letters) <= set("ACGT") or (position.isdigit() and int(position) < 30) else "c"


def base_change(found: Groups) -> Variant | None:
    """A base that takes the place of another."""
    before, after = _bases(found["before"]), _bases(found["after"])
    return Variant(found.get("level") or "c", "SUB", _place(found["position"]), before, after)


_CODE = dict(
    zip(
        (a + b + c for a in "TCAG" for b in "TCAG" for c in "TCAG"),
        "FFLLSSSSYYXXCCXWLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG",
        strict=True,
    )
)


def codon_change(found: Groups) -> Variant | None:
    """An amino acid that takes the place of another, by their codons."""
    before, after = (_CODE.get(found[side].upper().replace("U", "T")) for side in ("before", "after"))
    return Variant("p", "SUB", found["position"], before, after) if before and after else None


def frame_shift(found: Groups) -> Variant | None:
    """A frame that shifts from a residue on."""
    after = _letter(found["after"])
    return Variant("p", "FS", _place(found["position"]), _letter(found["before"]), after, found["count"])


def length_change(found: Groups) -> Variant | None:
    """A deletion, insertion or duplication; letters that are no bases make it one of the protein."""
    kind = _length_kind(found["change"].lower())
    what = found.get("what", "")
    if what and what.isalpha() and what.lower() not in NUMBER_OF:
        what = _letter(what) if what.lower() in LETTER_OF else _bases(what)
    else:
        what = str(NUMBER_OF.get(what.lower(), what))
    what += {"k": "K", "m": "M"}.get(found.get("unit", "")[:1].lower(), "")
    protein = found.get("protein") or (what.isalpha() and not set(what.removesuffix("K")) <= set("ACGTU"))
    level = found.get("level") or ("p" if protein else "c")
    position = _range(_place(found.get("position", "")), found.get("last", ""), level)
    return Variant(level, kind, position, after=what) if position or what else None


def _length_kind(word: str) -> str:
    if word == "indel" or ("ins" in word and "del" in word):
        return "INDEL"
    return "DUP" if word.startswith("dup") else "INS" if word.startswith("ins") else "DEL"


def _range(first: str, last: str, level: str) -> str:
    """ "1782" and "83" as 1782_1783; an intron's offset stays as it is."""
    if not last:
        return first
    if last.isdigit() and len(last) < len(first):
        last = first[: -len(last)] + last
    return f"{first}_{last}"


def deleted_residue(found: Groups) -> Variant | None:
    """A residue that is left out, or several."""
    position = _range(found["position"], found.get("last", ""), "p")
    return Variant("p", "DEL", position, after="" if found.get("last") else _letter(found["before"]))


def residue(found: Groups) -> Variant | None:
    """What stands at a place of the protein."""
    letter = _letter(found["after"])
    return Variant("p", "Allele", _place(found["position"]), after=letter) if letter else None


def base(found: Groups) -> Variant | None:
    """What stands at a place of the gene."""
    return Variant("c", "Allele", _place(found["position"]), after=_bases(found["after"]))


def stop(found: Groups) -> Variant | None:
    """An end of the protein at a place."""
    return Variant("p", "Allele", found["position"], after="X")


def repeat(found: Groups) -> Variant | None:
    """A unit that is repeated."""
    return Variant("c", "DUP", found.get("position", ""), after=found["what"], count=found["count"])
