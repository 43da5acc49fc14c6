"""The commands that look after a store: what is in it, is it whole, and how is it kept safe?"""

from __future__ import annotations

from pathlib import Path

import click

from kg.console import complain, folder_only, reading, store_option, writing
from kg.errors import LitkgError

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@store_option
def documents(store_path: Path | str) -> None:
    """List the documents of the graph: identifier, date, statements, title."""
    with reading(store_path) as store:
        for d in store.documents():
            title = f"[withdrawn] {d.title}" if d.withdrawn else d.title
            click.echo(f"{d.id}\t{d.date}\t{d.statements}\t{title}")


@click.command()
@click.argument("identifiers", nargs=-1, required=True)
@store_option
def remove(identifiers: tuple[str, ...], store_path: Path | str) -> None:
    """Take documents out of the graph, and what only they support."""
    failed = False
    with writing(store_path, create=False) as store:
        for identifier in identifiers:
            try:
                store.remove(identifier)
            except LitkgError as error:
                complain(str(error))
                failed = True
    if failed:
        raise click.exceptions.Exit(1)


@click.command()
@store_option
def stats(store_path: Path | str) -> None:
    """Count what the graph holds, and its bytes on disk."""
    from dataclasses import asdict

    with reading(store_path) as store:
        counted = store.stats()
        for name, number in asdict(counted).items():
            click.echo(f"{name}\t{number}")
        if size := store.size_on_disk:  # an endpoint does not tell
            click.echo(f"bytes\t{size}")
            click.echo(f"bytes_per_statement\t{round(size / max(1, counted.statements))}")


@click.command()
@store_option
def check(store_path: Path | str) -> None:
    """Check the graph against its SHACL shapes."""
    from kg.check import check as run

    with reading(store_path) as store:
        report = run(store)
    for violation in report.violations:
        click.echo(f"{violation.graph}\t{violation.focus}\t{violation.path}\t{violation.message}")
    click.echo(f"{report.graphs} graphs checked, {len(report.violations)} violations", err=True)
    if not report.conforms:
        raise click.exceptions.Exit(1)


@click.command()
@store_option
def verify(store_path: Path | str) -> None:
    """Check that all documents are whole and that what is derived follows from them."""
    from kg.verify import verify as run

    faults = 0
    with reading(store_path) as store:
        for fault in run(store):
            faults += 1
            click.echo(f"{fault.graph}\t{fault.message}")
        count = store.stats()
    click.echo(f"{count.documents} documents, {count.quads} quads verified, {faults} faults", err=True)
    if faults:
        raise click.exceptions.Exit(1)


@click.command()
@click.option(
    "--belief", type=click.FloatRange(0, 1), help="From this belief on a statement is shown as a fact; kept."
)
@store_option
def rebuild(belief: float | None, store_path: Path | str) -> None:
    """Make everything that is derived again from the documents."""
    with writing(store_path, create=False) as store:
        store.rebuild(belief)
        count = store.stats()
    click.echo(f"{count.statements} statements of {count.documents} documents rebuilt", err=True)


@click.command()
@click.argument("file", type=_FILE)
@store_option
def backup(file: Path, store_path: Path | str) -> None:
    """Write the graph to one FILE (compressed N-Quads, .nq.zst), also while it is being written to."""
    from kg.backup import backup as run

    with reading(store_path) as store:
        saved = run(store, file)
    click.echo(f"{file}: {saved.documents} documents, {saved.quads} quads, {saved.size} bytes", err=True)


@click.command()
@click.argument("file", type=_FILE)
@store_option
def restore(file: Path, store_path: Path | str) -> None:
    """Make a new graph of a backup; one that is there is never overwritten."""
    from kg.backup import restore as run

    folder = folder_only(store_path, "restore")
    saved = run(file, folder)
    click.echo(f"{folder}: {saved.documents} documents, {saved.quads} quads", err=True)


COMMANDS = (documents, remove, stats, check, verify, rebuild, backup, restore)
