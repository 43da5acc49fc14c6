"""What does ``litkg export`` do?"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Any

import click

from kg.console import reading, store_option
from kg.errors import LitkgError

_EXPORTED = (
    *("turtle", "trig", "nquads", "jsonld"),
    *("kgx", "kgx-jsonl", "graphml", "cx2", "sif", "parquet", "nanopubs"),  # kg.export.ROW_FORMATS
)


@click.command()
@click.argument("form", type=click.Choice(_EXPORTED), default="trig")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
@click.option("--document", help="Only what this document contributes (RDF forms).")
@click.option("--relation", help="Only statements of this relation (the other forms, as is what follows).")
@click.option("--category", help="Only about things of this category, such as biolink:Gene.")
@click.option("--min-belief", default=0.0, type=click.FloatRange(0, 1), help="Only believed so far.")
@click.option("--negated/--affirmed", default=None, help="Only denied, or only affirmed ones.")
@click.option("--hedged/--stated", default=None, help="Only supposed, or only stated ones.")
@click.option(
    "--rdf",
    default="1.1",
    show_default=True,
    type=click.Choice(["1.1", "1.2"]),
    help="1.2: statements also reify triples.",
)
@store_option
def export(
    form: str, output: Path | None, document: str | None, rdf: str, store_path: Path | str, **conditions: Any
) -> None:
    """Write the graph as RDF, KGX, GraphML, Cytoscape CX2, SIF, Parquet or nanopublications."""
    from kg.export import export as write_form
    from kg.export_rows import Selection

    write = partial(write_form, selection=Selection(**conditions), rdf=rdf)
    with reading(store_path) as store:
        if output is None:
            write(store, sys.stdout.buffer, form, document)
            return
        part = output.with_name(f"{output.name}.part")  # the old file stays until the new one is whole
        try:
            with part.open("wb") as out:
                write(store, out, form, document)
            part.replace(output)
        except OSError as error:
            raise LitkgError(f"{output}: cannot be written ({error.strerror})") from error
        finally:
            part.unlink(missing_ok=True)
