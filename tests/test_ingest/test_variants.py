"""One normal form for a sequence variant, however it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.linking.notation import parse_variant
from ingest.linking.variants import find_reference
from tests.timing import seconds

_LETTERS = "ACDEFGHIKLMNPQRSTVWY"
_THREE = dict(
    zip(
        _LETTERS,
        "Ala Cys Asp Glu Phe Gly His Ile Lys Leu Met Asn Pro Gln Arg Ser Thr Val Trp Tyr".split(),
        strict=True,
    )
)

NORMAL = {
    "V600E": "p|SUB|V|600|E",
    "p.(Val600Glu)": "p|SUB|V|600|E",
    "Val 600 Glu": "p|SUB|V|600|E",
    "Ile(146)-->Leu": "p|SUB|I|146|L",
    "arginine-to-glutamine at 140": "p|SUB|R|140|Q",
    "serine to glycine at position 51": "p|SUB|S|51|G",
    "arginine 150 proline": "p|SUB|R|150|P",
    "proline for arginine at position 150": "p|SUB|R|150|P",
    "codon 26, GAG-->GCG": "p|SUB|E|26|A",
    "Y67X": "p|SUB|Y|67|X",
    "p.Arg175*": "p|SUB|R|175|X",
    "E873stop": "p|SUB|E|873|X",
    "c.1799T>A": "c|SUB|T|1799|A",
    "1799T-->A": "c|SUB|T|1799|A",
    "1799 T → A": "c|SUB|T|1799|A",
    "-308G/A": "c|SUB|G|-308|A",
    "−3170G>A": "c|SUB|G|-3170|A",
    "G to A at position -3170": "c|SUB|G|-3170|A",
    "C677T": "c|SUB|C|677|T",
    "g.3318-34C>T": "g|SUB|C|3318-34|T",
    "IVS8 -2A>G": "c|SUB|A|IVS8-2|G",
    "IVS10+1, g-->t": "c|SUB|G|IVS10+1|T",
    "657del5": "c|DEL|657|5",
    "c.3385_3386delTT": "c|DEL|3385_3386|TT",
    "1782-83delAG": "c|DEL|1782_1783|AG",
    "3020insC": "c|INS|3020|C",
    "899dupC": "c|DUP|899|C|",
    "C deletion at nucleotide position 4548": "c|DEL|4548|C",
    "deletion of 37,410 bp": "c|DEL||37410",
    "14 bp insertion/deletion": "c|INDEL||14",
    "p.R58fs": "p|FS|R|58||",
    "p.A27fsX132": "p|FS|A|27||132",
    "histidine 158": "p|Allele|H|158",
    "(TTTA)11": "c|DUP||TTTA|11",
    "delta32": "c|DEL||32",
}


@pytest.mark.parametrize(("name", "normal"), NORMAL.items(), ids=NORMAL.keys())
def test_parse_variant_gives_the_normal_form(name: str, normal: str) -> None:
    variant = parse_variant(name)
    assert variant is not None
    assert variant.normal == normal


@pytest.mark.parametrize("name", ["", "mutation", "the wild type", "PD-1", "rs123", "x" * 500, "()", "600"])
def test_parse_variant_reads_nothing_into_other_words(name: str) -> None:
    assert parse_variant(name) is None


@given(st.sampled_from(_LETTERS), st.integers(1, 9999), st.sampled_from(_LETTERS))
def test_parse_variant_takes_all_protein_writings_for_one(before: str, position: int, after: str) -> None:
    long = f"{_THREE[before]}{position}{_THREE[after]}"
    writings = (f"p.{before}{position}{after}", f"p.{long}", long, f"p.({long})")
    found = {variant.normal for name in writings if (variant := parse_variant(name))}
    assert found == {f"p|SUB|{before}|{position}|{after}"}


@given(st.text(max_size=150))
def test_parse_variant_survives_any_text(name: str) -> None:
    variant = parse_variant(name)
    assert variant is None or variant.label


@pytest.mark.parametrize("unit", ["A", "(", "at the ", "1-", "glycine to ", "deletion of ", "single base "])
def test_parse_variant_takes_bounded_time(unit: str) -> None:
    assert seconds(lambda: parse_variant((unit * 120)[:120])) < 0.5


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("rs113488022", "rs113488022"),
        ("SNP rs 1799", "rs1799"),
        ("dbSNP: rs77375493", "rs77375493"),
        ("V600E", None),
        ("rs1", None),
    ],
)
def test_find_reference_reads_a_reference_number(name: str, number: str | None) -> None:
    assert find_reference(name) == number
