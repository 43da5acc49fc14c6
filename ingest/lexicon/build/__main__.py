"""Compile the lexicon: ``python -m ingest.lexicon.build --sources DIR --out DIR``.

The source wheels are downloaded with pip into DIR if they are not there (about 255 MB). Needs the extra
``lexicon``, some gigabytes of memory and about six minutes.
"""

from __future__ import annotations

import json
from itertools import chain
from pathlib import Path

import click

from ingest.lexicon.build.compile import write
from ingest.lexicon.build.drugs import read_drugs
from ingest.lexicon.build.extra import read_extra
from ingest.lexicon.build.genes import read_genes
from ingest.lexicon.build.merge import merge
from ingest.lexicon.build.mesh import read_headings, read_supplements
from ingest.lexicon.build.ontologies import read_ontologies
from ingest.lexicon.build.select import (
    reduce_parents,
    refer_cancers_to_neoplasms,
    select,
    yield_to_bodies,
)
from ingest.lexicon.build.sources import Sources


@click.command()
@click.option(
    "--sources", type=click.Path(path_type=Path), required=True, help="Folder of the source wheels."
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder of the compiled files.")
def main(sources: Path, out: Path) -> None:
    """Compile the lexicon from its sources."""
    wheels = Sources(sources)
    wheels.download_missing()
    extra = list(read_extra())
    reviewed = {(one.id, name) for one in extra for name in one.names}
    records = chain(
        read_genes(wheels),
        read_ontologies(wheels),
        read_headings(wheels),
        read_supplements(wheels),
        read_drugs(wheels),
        extra,
    )
    terms = list(select(merge(records)))
    yield_to_bodies(terms)
    refer_cancers_to_neoplasms(terms)
    reduce_parents(terms)
    statistics = write(terms, reviewed, out)
    (out / "statistics.json").write_text(json.dumps(statistics, indent=1) + "\n", encoding="utf-8")
    click.echo(json.dumps(statistics, indent=1))


if __name__ == "__main__":
    main()
