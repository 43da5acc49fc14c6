"""How do the commands open a store, and speak?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from kg.store import Store


class _Place(click.ParamType):  # type: ignore[type-arg,unused-ignore]
    """A folder, or the address of a SPARQL endpoint."""

    name = "folder or address"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path | str:
        is_address = isinstance(value, str) and value.startswith(("http://", "https://"))
        return value if is_address else Path(value)


store_option = click.option(
    "--store",
    "store_path",
    envvar="LITKG_STORE",
    default="litkg-store",
    show_default=True,
    type=_Place(),
    help="Folder of the graph, or address of a SPARQL endpoint (also: LITKG_STORE).",
)


def complain(message: str) -> None:
    """Say on standard error, in one line, what could not be done."""
    plain = "".join(letter if letter.isprintable() else " " for letter in message)  # names can hold escapes
    click.echo(f"litkg: {' '.join(plain.split())}", err=True)


def folder_only(place: Path | str, what: str) -> Path:
    """The folder of a store.

    :raises StoreError: if it is an endpoint, which cannot do ``what``
    """
    from kg.errors import StoreError

    if isinstance(place, str):
        raise StoreError(
            f"{what} needs a folder, not an endpoint; `litkg backup` and `restore` take a graph to one"
        )
    return place


@contextmanager
def writing(path: Path | str, *, create: bool = True) -> Iterator[Store]:
    """A store open for writing, made if there is none."""
    from kg.store import Store

    with _sound(path), Store.open(path, create=create) as store:
        yield store


@contextmanager
def reading(path: Path | str) -> Iterator[Store]:
    """A store as it was last published."""
    from kg.store import Store

    with _sound(path), Store.open(path, create=False, read_only=True) as store:
        yield store


@contextmanager
def _sound(path: Path | str) -> Iterator[None]:
    """Tell of files that turn out to be damaged while they are read."""
    try:
        yield
    except OSError as error:
        from kg.folder import damaged

        if "Corruption" in str(error):
            raise damaged(Path(path), error) from None
        raise
