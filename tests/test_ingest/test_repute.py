"""What readers thought of names in other articles."""

from __future__ import annotations

from collections.abc import Callable
from math import log1p
from pathlib import Path

import pytest

from ingest.linking.repute import Repute, repute, write
from ingest.linking.train.trust import reputes, together
from kg.errors import LexiconError
from kg.model import Document

HYPOXIA, ABSENT = ("hypoxia", "HP:0012418"), ("no such name", "HP:0")
KNOWN = {HYPOXIA: (1, 9), ("hypoxemia", "HP:0012418"): (10, 0)}


def test_right_and_wrong_articles_of_entity_and_name() -> None:
    of_entity, passed, of_name, passed_so = Repute(KNOWN).of("Hypoxia", "HP:0012418")
    assert (of_entity, of_name) == pytest.approx((log1p(20), log1p(10)))
    assert passed_so < passed < 0.9


def test_nothing_known_is_neither_good_nor_bad() -> None:
    assert Repute(KNOWN).of(*ABSENT) == pytest.approx((0.0, 0.9, 0.0, 0.9))


def test_own_article_is_left_out() -> None:
    known = Repute({HYPOXIA: (1, 0)})
    assert known.of("hypoxia", "HP:0012418", {HYPOXIA: (1, 0)}) == Repute({}).of("hypoxia", "HP:0012418")


def test_articles_count_once_by_what_most_readers_say_there() -> None:
    document = Document("1", "Rel binds Rel and rel.")
    given = {
        ("0", "3", "GENE", "HGNC:9954"): True,
        ("10", "13", "GENE", "HGNC:9954"): False,
        ("18", "21", "GENE", "HGNC:9954"): False,
    }
    found = reputes(
        {"1": given, "2": {("0", "3", "GENE", "HGNC:9954"): True}}, [document, Document("2", "REL")]
    )
    assert together(found) == {("rel", "HGNC:9954"): (1, 1)}


@pytest.mark.parametrize("damage", [lambda _: b"", lambda whole: whole[:-8]])
def test_damaged_table_is_named(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "repute.tsv.zst"
    write(path, KNOWN)
    assert Repute.read(path).of("hypoxia", "HP:0012418") == Repute(KNOWN).of("hypoxia", "HP:0012418")
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(LexiconError, match=r"repute\.tsv\.zst: no readable table"):
        Repute.read(path)


def test_packaged_table_knows_what_readers_refused() -> None:
    refused, good = repute().of("hypoxia", "HP:0012418"), repute().of("IL-6", "HGNC:6018")
    assert refused[3] < 0.6 < good[3]
