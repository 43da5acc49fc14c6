"""Which names does the project itself add to those of the sources?"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from ingest.lexicon.build.people import PEOPLE
from ingest.lexicon.build.record import Record, record
from ingest.lexicon.term import NameStatus
from kg.vocabulary import Category


def read_extra() -> Iterator[Record]:
    """The reviewed additions of ``extra.tsv``, and the everyday words for people."""
    table = files(__package__).joinpath("extra.tsv").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line.startswith("#"):
            continue
        identifier, category, label, names, same = [*line.split("\t"), ""][:5]
        made = record(identifier, label, Category(category))
        made.reviewed = True
        made.same.update(filter(None, same.split("|")))
        for name in names.split("|"):
            made.names[name] = NameStatus.LABEL if name == label else NameStatus.CURATED
        yield made
    people = record("NCBITaxon:9606", "Homo sapiens", Category.TAXON)
    for word in PEOPLE:
        people.names[word] = NameStatus.GENERATED
    yield people
