"""Names and what many articles take them for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.extract import Extractor
from ingest.linking.familiar import Familiar, familiar, write
from ingest.linking.train.familiar import beginning, counted
from ingest.mention import Candidate, Recognised
from kg.errors import LexiconError
from kg.model import Document, Entity, Section, Span
from kg.vocabulary import Category


def named(entity: str) -> Recognised:
    """A name of this entity."""
    return Recognised(Span(0, 4), (Candidate(Entity(entity, "", Category.GENE), 1.0, ""),))


def test_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "familiar.tsv.zst"
    write(path, {("il 6", "HGNC:6018"): 7, ("il 4", "HGNC:6014"): 3})
    known = Familiar.read(path)
    assert known.articles(named("HGNC:6018"), "IL-6") == 7
    assert known.articles(named("HGNC:6014"), "IL-6") == 0


@pytest.mark.parametrize("damage", [lambda _: b"", lambda _: b"no archive", lambda whole: whole[:-8]])
def test_damaged_table_is_named(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "familiar.tsv.zst"
    write(path, {("tp 53", "HGNC:11998"): 7})
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(LexiconError, match=r"familiar\.tsv\.zst: no readable table"):
        Familiar.read(path)


def test_packaged_table_knows_common_names_and_not_rare_ones() -> None:
    common, rare = named("HGNC:6018"), named("litkg:gene.xy-12")
    assert familiar().articles(common, "IL-6") > 50
    assert familiar().articles(rare, "XY-12") == 0


def test_names_are_counted_once_an_article_and_not_where_the_text_defines_them() -> None:
    texts = ["TP53 binds MDM2. MDM2 inhibits TP53.", "TP53 falls.", "Tumour protein p53 (TP53) rises."]
    found = counted([Document(str(n), text) for n, text in enumerate(texts)], Extractor.load())
    assert found["mdm 2", "HGNC:6973"] == 1
    assert found["tp 53", "HGNC:11998"] == 2


def test_long_articles_are_cut_with_their_sections() -> None:
    document = Document("1", "a" * 50, sections=(Section("abstract", "", 0, 20), Section("body", "", 20, 50)))
    cut = beginning(document, 30)
    assert (len(cut.text), [section.end for section in cut.sections]) == (30, [20])
    assert beginning(document, 50) is document
