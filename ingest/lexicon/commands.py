"""What can a person do with the lexicon at the command line?"""

from __future__ import annotations

from pathlib import Path

import click

_PATH = click.Path(path_type=Path)
_TABLE = click.Path(path_type=Path, exists=True, dir_okay=False, readable=True)


@click.group()
def lexicon() -> None:
    """Names that are recognised: add your own, see where the packaged ones come from, compile them again."""


@lexicon.command()
@click.argument("table", type=_TABLE)
def add(table: Path) -> None:
    """Add the terms of a TABLE to yours; they take effect at once and win over the packaged ones.

    TABLE has tab-separated columns under a header: name and category, and where wanted id, synonyms, xrefs
    and parents, several of one field separated by "|". A term without id gets one of the graph's own; an id
    that the lexicon has gets the names. All rows are taken, or none.
    """
    from ingest.lexicon.lexicon import Lexicon
    from ingest.lexicon.own import OwnTermsError, add_terms, location

    packaged = Lexicon.packaged()
    try:
        added = add_terms(table, lambda identifier: packaged.find(identifier) is not None)
    except OwnTermsError as error:
        for problem in error.problems:
            click.echo(f"litkg: {problem}", err=True)
        raise click.exceptions.Exit(1) from error
    click.echo(f"{added} terms added to {location()}", err=True)


@lexicon.command("list")
def show() -> None:
    """Print your own terms as the table they are kept in."""
    from ingest.lexicon.own import COLUMNS, location, read_terms, row

    terms = read_terms(location()) if location().is_file() else ()
    click.echo("\t".join(COLUMNS))
    for term in terms:
        click.echo(row(term))
    click.echo(f"{len(terms)} terms in {location()}", err=True)


@lexicon.command()
@click.argument("names", nargs=-1, required=True)
def remove(names: tuple[str, ...]) -> None:
    """Remove your own terms of these NAMES or identifiers."""
    from ingest.lexicon.own import location, remove_terms

    click.echo(f"{remove_terms(names)} terms removed from {location()}", err=True)


@lexicon.command()
@click.option("--json", "as_json", is_flag=True, help="All counts, as JSON.")
def stats(as_json: bool) -> None:
    """Say what the packaged lexicon is made of: sources, releases, licences, counts."""
    from ingest.lexicon.report import report, statistics

    click.echo(statistics() if as_json else report())


@lexicon.command()
@click.option("--sources", type=_PATH, required=True, help="Folder of the source wheels.")
@click.option("--out", type=_PATH, required=True, help="Folder of the compiled files.")
@click.option("--download", is_flag=True, help="Fetch the wheels that are missing with pip (235 MB).")
def build(sources: Path, out: Path, download: bool) -> None:
    """Compile the lexicon from its sources (some six minutes, four gigabytes of memory)."""
    try:
        from ingest.lexicon.build.pipeline import build as compile_sources
    except ModuleNotFoundError as error:  # a builder's dependency
        raise click.ClickException(f"{error}: pip install 'litkg[lexicon]'") from error
    made = compile_sources(sources, out, download=download)
    click.echo(f"{made['terms']} terms, {made['keys']} names in {out}", err=True)
