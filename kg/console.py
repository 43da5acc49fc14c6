"""How do the commands open a store, and speak?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.store import Store

store_option = click.option(
    "--store",
    "store_path",
    envvar="LITKG_STORE",
    default="litkg-store",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder of the graph (also: LITKG_STORE).",
)


def complain(message: str) -> None:
    """Say on standard error, in one line, what could not be done."""
    click.echo(f"litkg: {' '.join(message.split())}", err=True)


@contextmanager
def writing(path: Path, *, create: bool = True) -> Iterator[Store]:
    """A store open for writing, made if there is none."""
    from kg.store import Store

    with Store.open(path, create=create) as store:
        yield store


@contextmanager
def reading(path: Path) -> Iterator[Store]:
    """A store as it was last published."""
    from kg.store import Store

    with Store.open(path, create=False, read_only=True) as store:
        yield store
