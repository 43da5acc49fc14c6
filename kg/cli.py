"""What can a person do at the command line? The one place that knows both the write side and the read side.

Data goes to standard output, talk to standard error. Exit codes: 0 all done; 1 something could not be done, and
one line says what (the rest was done); 2 the command line itself is wrong; 130 interrupted.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

import click

from kg.care import COMMANDS
from kg.console import complain, folder_only, reading, store_option, writing
from kg.errors import LitkgError, ReadError
from kg.export_command import export

if TYPE_CHECKING:
    from tqdm import tqdm

    from ingest.extract import Extraction, Extractor
    from kg.model import Document, Notice
    from kg.store import Store

#: a long run shows readers what it has so far, after so many documents or seconds
_PUBLISH_EVERY = 1000
_PUBLISH_SECONDS = 60
_THRESHOLD = 0.6  # ingest.extract.THRESHOLD, which is not imported before it is needed
_EXTRACTED = "text,html,markdown,pdf,pubmed,jats,feed,bioc,biocjson,pubtator,jsonl"
_WRITTEN = "json,bioc,biocjson,pubtator"


class _Commands(click.Group):
    """The commands, with every foreseen failure turned into one line and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except LitkgError as error:
            if isinstance(error.__cause__, BrokenPipeError):
                _stopwriting(ctx)
            complain(str(error))
            ctx.exit(1)
        except BrokenPipeError:
            _stopwriting(ctx)
        except OSError as error:
            complain(f"the output cannot be written: {error.strerror or error}")
            ctx.exit(1)
        except (KeyboardInterrupt, click.Abort):
            complain("interrupted; what was done before is kept")
            ctx.exit(130)


def _stopwriting(ctx: click.Context) -> NoReturn:
    """End quietly: the reader of our output, head or less, has seen enough."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    ctx.exit(0)


_from_option = click.option(
    "--from",
    "form",
    type=click.Choice(_EXTRACTED.split(",")),
    help="Format of the input, where it is not to be recognised from the content.",
)
_threshold_option = click.option(
    "--threshold",
    default=_THRESHOLD,
    show_default=True,
    type=click.FloatRange(0, 1),
    help="Leave out statements of a lower score.",
)
_coreference_option = click.option(
    "--coreference/--no-coreference",
    default=True,
    show_default=True,
    help='Follow "these cells" and "them" to what they stand for.',
)

_private_option = click.option(
    "--allow-private", is_flag=True, help="Fetch addresses of this machine and of private networks, too."
)


def _say_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        click.echo(f"litkg {_release()}")
        ctx.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_say_version,
    help="Say the version and exit.",
)
def main() -> None:
    """Reads articles, keeps what they claim as RDF, and leads every statement back to its sentence."""


class _LexiconCommands(click.Group):
    """The commands on the lexicon, loaded when they are wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        from ingest.lexicon.commands import lexicon

        return lexicon.list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        from ingest.lexicon.commands import lexicon

        return lexicon.get_command(ctx, cmd_name)


main.add_command(
    _LexiconCommands("lexicon", help="Names that are recognised: add your own; sources; compile them again.")
)


for _command in (*COMMANDS, export):
    main.add_command(_command)


@main.command()
@click.option(
    "--store",
    "store_path",
    default="litkg-demo",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder to make.",
)
def demo(store_path: Path) -> None:
    """Build a graph from a bundled article and ask it three questions."""
    from importlib import resources

    from kg.show import show_statements
    from queries.command import answer

    page = resources.files("ingest").joinpath("demo/article.html")
    with resources.as_file(page) as path, writing(store_path) as store:
        failed = _ingest(store, [str(path)], "html", _THRESHOLD, quiet=True)
        if failed:
            raise click.exceptions.Exit(1)
    with reading(store_path) as store:
        show_statements(store)
        for name, parameters in _DEMO_QUERIES:
            asked = " ".join(f"'{key}={value}'" for key, value in parameters.items())
            click.echo(
                click.style(f"\n$ litkg query --store {store_path} {name} {asked}".rstrip(), bold=True)
            )
            click.echo(answer(store, name, parameters, "table"))
    click.echo(f"\nThe graph is in {store_path}. Next:", err=True)
    click.echo(f"  litkg query --store {store_path}              the questions it can answer", err=True)
    click.echo(
        f"  litkg serve --store {store_path}              look at it in a browser, or with SPARQL", err=True
    )
    click.echo(f"  litkg export --store {store_path} turtle      take it elsewhere", err=True)
    click.echo("  litkg ingest ARTICLE…                         read your own articles", err=True)


_DEMO_QUERIES: tuple[tuple[str, dict[str, str]], ...] = (
    ("what-inhibits", {"entity": "T cell"}),
    ("what-do-cells-release", {"cell": "macrophage"}),
    ("linked-to-resistance", {}),
)


@main.command()
@click.argument("files", nargs=-1, required=True)
@_from_option
@_threshold_option
@click.option(
    "-j",
    "--jobs",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Processes that extract; one more writes. Each needs some 400 MB.",
)
@click.option("--again", is_flag=True, help="Extract also what the graph holds from just this content.")
@click.option(
    "--report",
    type=click.File("w", encoding="utf-8", lazy=False),
    help="A file for one JSON object a document.",
)
@_coreference_option
@_private_option
@store_option
def ingest(
    files: tuple[str, ...],
    form: str | None,
    threshold: float,
    coreference: bool,
    jobs: int,
    again: bool,
    report: IO[str] | None,
    allow_private: bool,
    store_path: Path | str,
) -> None:
    """Read articles and add what they claim to the graph (FILES may be addresses; "-": standard input).

    What the graph holds already is not extracted again, so an interrupted run can simply be repeated.
    """
    with writing(store_path) as store:
        failed = _ingest(
            store,
            files,
            form,
            threshold,
            jobs=jobs,
            again=again,
            report=report,
            coreference=coreference,
            allow_private=allow_private,
        )
    if failed:
        raise click.exceptions.Exit(1)


@main.command()
@click.argument("files", nargs=-1, required=True)
@_from_option
@_threshold_option
@_coreference_option
@_private_option
@click.option(
    "--format",
    "output",
    type=click.Choice(_WRITTEN.split(",")),
    default="json",
    show_default=True,
    help="json: JSON lines with everything; the others for programs that read BioC or PubTator.",
)
def extract(
    files: tuple[str, ...],
    form: str | None,
    threshold: float,
    coreference: bool,
    allow_private: bool,
    output: str,
) -> None:
    """Print what articles name and claim; no graph is touched."""
    from ingest.gather import gather
    from ingest.write import write

    failures: list[ReadError] = []
    with _progress(quiet=sys.stdout.isatty()) as progress:
        extracted = _extracted(
            gather(files, form, _release(), allow_private),
            _extractor(threshold, coreference),
            progress,
            failures,
        )
        for piece in write(extracted, output):
            click.echo(piece, nl=False)
    if failures:
        raise click.exceptions.Exit(1)


def _extracted(
    items: Iterable[Document | Notice | ReadError],
    extractor: Extractor,
    progress: tqdm[NoReturn],
    failures: list[ReadError],
) -> Iterator[Extraction]:
    """What was extracted of each document; what could not be read is told, and added to the failures."""
    from kg.model import Document

    for item in items:
        if isinstance(item, ReadError):
            progress.clear()
            complain(str(item))
            failures.append(item)
        elif isinstance(item, Document):
            yield extractor.extract(item)
            progress.update()


@main.command()
@click.argument("name", nargs=-1, required=True)
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 100))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a candidate.")
def lookup(name: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Show which entities a name may mean, best first, each with score and reason."""
    from ingest.lexicon import Lexicon
    from ingest.linking.linker import Linker

    text = " ".join(name)
    found = Linker(Lexicon.open()).lookup(text, limit)
    for candidate in found:
        entity = candidate.entity
        if as_json:
            record = {"id": entity.id, "label": entity.label, "category": entity.category.value}
            record |= {"score": candidate.score, "reason": candidate.reason, "xrefs": list(entity.xrefs)}  # type: ignore[dict-item]
            click.echo(json.dumps(record, ensure_ascii=False))
        else:
            kind = entity.category.removeprefix("biolink:")
            click.echo(f"{candidate.score:.2f}  {entity.id:<22} {entity.label}  [{kind}]")
            click.echo(f"      {candidate.reason}")
    if not found:
        raise LitkgError(f"the lexicon knows no name like {text!r}")


@main.command()
@click.argument("name", required=False)
@click.argument("parameters", nargs=-1)
@click.option("-e", "--sparql", help="A SPARQL query instead of a name.")
@click.option(
    "--format", "form", default="table", show_default=True, type=click.Choice(["table", "tsv", "csv", "json"])
)
@click.option("--show", is_flag=True, help="Print the query with its parameters instead of running it.")
@store_option
def query(
    name: str | None,
    parameters: tuple[str, ...],
    sparql: str | None,
    form: str,
    show: bool,
    store_path: Path | str,
) -> None:
    """Ask the graph: a question of the library by NAME with parameter=value, a file of SPARQL, or -e SPARQL.

    Without a name it lists the library.
    """
    from queries.command import answer, answer_free, describe, listing

    if sparql is None and name is None:
        click.echo(listing())
    elif show and name is not None:
        click.echo(describe(name))
    else:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # the engine does not let Python hear Ctrl-C
        with reading(store_path) as store:
            if sparql is not None:
                given = ((name,) if name is not None else ()) + parameters
                if given:
                    raise click.UsageError("-e takes no name and no parameters")
                click.echo(answer_free(store, sparql, form))
            elif name is not None:
                click.echo(answer(store, name, _pairs(parameters), form))


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 lets other machines in.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--timeout", default=10.0, show_default=True, help="Seconds that a SPARQL query may take.")
@click.option(
    "--workers", default=4, show_default=True, type=click.IntRange(1, 64), help="Queries at a time."
)
@click.option("--memory", default=2048, show_default=True, type=click.IntRange(256), help="MB for a query.")
@click.option("--rate", type=click.FloatRange(0), help="Requests a second of each client; 0: any number.")
@click.option(
    "--name", "names", multiple=True, metavar="HOST", help="Name it answers to, too, behind a proxy."
)
@click.option("--cors", multiple=True, metavar="ORIGIN", help="Site whose scripts may read; * for all.")
@click.option("--token-file", help="File with what lets clients write (also: LITKG_TOKEN); none: nobody can.")
@_threshold_option
@store_option
def serve(store_path: Path | str, threshold: float, **options: Any) -> None:
    """Serve the graph over HTTP: SPARQL endpoint, look-ups, web page."""
    from ingest.receive import Receiver
    from queries.serve import serve as run

    folder = folder_only(store_path, "serve")
    with reading(folder):
        pass  # say at once what is wrong with the store
    run(folder, receive=Receiver(folder, lambda: _extractor(threshold)), **options)


@main.command()
@click.option("--timeout", default=10.0, show_default=True, help="Seconds that a query may take.")
@click.option(
    "--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Queries at a time."
)
@click.option("--memory", default=2048, show_default=True, type=click.IntRange(256), help="MB for a query.")
@store_option
def mcp(store_path: Path | str, **options: Any) -> None:
    """Answer agents over the Model Context Protocol, on standard input and output; read only."""
    try:
        from queries.agents.server import serve_agents
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in ("mcp", "mcp_types"):
            raise
        raise LitkgError("mcp needs the package mcp; install it with: pip install 'litkg[mcp]'") from None
    folder = folder_only(store_path, "mcp")
    with reading(folder):
        pass  # say at once what is wrong with the store
    serve_agents(folder, **options)


def _extractor(threshold: float, coreference: bool = True) -> Extractor:
    from ingest.extract import Extractor

    return Extractor.load(_release(), threshold, coreference)


def _release() -> str:
    """The version of the installed package, 0 where it runs from a source tree."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("litkg")
    except PackageNotFoundError:
        return "0"


def _ingest(
    store: Store,
    files: tuple[str, ...] | list[str],
    form: str | None,
    threshold: float,
    *,
    jobs: int = 1,
    again: bool = False,
    report: IO[str] | None = None,
    quiet: bool = False,
    coreference: bool = True,
    allow_private: bool = False,
) -> int:
    """Add documents to the store; the number of those that could not be read."""
    from ingest.batch import Tally, ingest_all
    from ingest.gather import gather
    from ingest.report import line, summary

    tally, published, start = Tally(), time.monotonic(), time.monotonic()
    items = gather(files, form, _release(), allow_private)
    load = partial(_extractor, threshold, coreference)
    settings = f"threshold {threshold}" + ("" if coreference else ", no coreference")
    outcomes = ingest_all(store, items, load, settings, jobs=jobs, again=again)
    try:
        with _progress(quiet=quiet) as progress, closing(outcomes):
            for outcome in outcomes:
                tally.count(outcome)
                if outcome.error:
                    progress.clear()
                    complain(outcome.error)
                if report:
                    print(line(outcome), file=report, flush=True)
                if tally.done % _PUBLISH_EVERY == 0 or time.monotonic() - published > _PUBLISH_SECONDS:
                    store.publish()
                    published = time.monotonic()
                progress.set_postfix(statements=tally.statements, failed=tally.failed, refresh=False)
                progress.update()
    finally:
        if report:
            print(summary(tally, time.monotonic() - start), file=report, flush=True)
        if not quiet:
            complain(f"{tally}")
    return tally.failed


def _progress(*, quiet: bool = False) -> tqdm[Any]:
    """A bar on standard error, where a person watches and the output does not run across it."""
    from tqdm import tqdm

    watched = sys.stderr.isatty() and not quiet
    return tqdm(unit=" documents", file=sys.stderr, disable=not watched)


def _pairs(parameters: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for parameter in parameters:
        key, sign, value = parameter.partition("=")
        if not sign or not key:
            raise click.UsageError(f"{parameter!r} is no parameter: write name=value, as in entity=PD-1")
        found[key] = value
    return found


if __name__ == "__main__":
    main()
