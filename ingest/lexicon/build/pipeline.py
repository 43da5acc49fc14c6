"""How do the sources become a compiled lexicon, step by step?"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

from ingest.lexicon.build.compile import write
from ingest.lexicon.build.drugs import read_drugs
from ingest.lexicon.build.extra import read_extra
from ingest.lexicon.build.genes import read_genes
from ingest.lexicon.build.merge import merge
from ingest.lexicon.build.mesh import read_headings, read_supplements
from ingest.lexicon.build.ontologies import read_ontologies
from ingest.lexicon.build.record import Record
from ingest.lexicon.build.rodents import SPECIES, read_rodents
from ingest.lexicon.build.select import (
    reduce_parents,
    refer_cancers_to_neoplasms,
    select,
    yield_to_bodies,
)
from ingest.lexicon.build.sources import Sources
from ingest.lexicon.lexicon import PACKAGED
from kg.errors import LexiconError

_PAPERS = ("SOURCES.tsv", "ATTRIBUTION.md")


def build(sources: Path, out: Path, *, download: bool = False) -> dict[str, object]:
    """Compile the wheels in ``sources`` into ``out`` and give its statistics.

    Needs the extra ``lexicon``, four gigabytes of memory and some six minutes; wheels that are missing are
    fetched first (235 MB) if ``download`` says so. Raises LexiconError if a source is missing or not the one
    that was pinned.
    """
    if find_spec("wordfreq") is None:
        raise LexiconError("compiling the lexicon needs wordfreq: pip install 'litkg[lexicon]'")
    wheels = Sources(sources)
    if download:
        wheels.download_missing()
    wheels.check()
    extra = list(read_extra())
    reviewed = {(one.id, name) for one in extra for name in one.names}
    statistics = write(terms(wheels, extra), reviewed, out)
    (out / "statistics.json").write_text(json.dumps(statistics, indent=1) + "\n", encoding="utf-8")
    for name in _PAPERS:
        if (out / name).resolve() != (PACKAGED / name).resolve():
            shutil.copyfile(PACKAGED / name, out / name)
    return statistics


def terms(wheels: Sources, extra: list[Record]) -> list[Record]:
    """Every term of the lexicon, merged and selected."""
    rodent_names = [one for one in extra if one.id.startswith(SPECIES)]
    records = chain(
        read_genes(wheels),
        read_ontologies(wheels),
        read_headings(wheels),
        read_supplements(wheels),
        read_drugs(wheels),
        (one for one in extra if not one.id.startswith(SPECIES)),
    )
    made = list(select(merge(records)))
    yield_to_bodies(made)
    refer_cancers_to_neoplasms(made)
    reduce_parents(made)
    return [*made, *_with_names(read_rodents(wheels, made), rodent_names)]


def _with_names(genes: Iterable[Record], reviewed: list[Record]) -> Iterator[Record]:
    further = {one.id: one.names for one in reviewed}
    for gene in genes:
        for name, status in further.get(gene.id, {}).items():
            gene.add(name, status)
        yield gene
