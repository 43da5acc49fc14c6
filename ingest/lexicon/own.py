"""Which terms has the user added, and where are they kept?

A table of tab-separated columns under a header: ``name`` and ``category``, and where wanted ``id``,
``synonyms``, ``xrefs`` and ``parents``, several of one field separated by ``|``. It lies outside the package,
so that it outlives an upgrade: where ``LITKG_LEXICON`` says, else in ``litkg/terms.tsv`` under
``XDG_CONFIG_HOME``, else in ``~/.config/litkg/terms.tsv``.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.lexicon.key import key
from ingest.mention import own_identifier
from kg.errors import IdentifierError, LexiconError
from kg.vocabulary import Category

if TYPE_CHECKING:
    from kg.identifiers import Identifiers

COLUMNS = ("name", "category", "id", "synonyms", "xrefs", "parents")
#: a longer key is never looked for in a text
LONGEST_KEY = 50

_CURIE = re.compile(r"[A-Za-z][\w.-]*:[^\s|]+")
_CATEGORIES = {category.value.partition(":")[2].lower(): category for category in Category}


@dataclass(frozen=True, slots=True)
class OwnTerm:
    """A row of the user's table; an empty ``id`` was replaced by the graph's own identifier."""

    name: str
    category: Category
    id: str
    synonyms: tuple[str, ...] = ()
    xrefs: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The name and its synonyms."""
        return (self.name, *self.synonyms)


class OwnTermsError(LexiconError):
    """Rows of a table of terms are wrong; ``problems`` has one line for each."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(f"{problems[0]}{more}; nothing was taken from it")


def location() -> Path:
    """Where the user's terms are kept."""
    if chosen := os.environ.get("LITKG_LEXICON"):
        return Path(chosen).expanduser()
    settings = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    return Path(settings).expanduser() / "litkg" / "terms.tsv"


def read_terms(path: Path) -> tuple[OwnTerm, ...]:
    """The terms of a table; raises OwnTermsError if any row is wrong, LexiconError if it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise LexiconError(f"{path}: the table of terms cannot be read: {why}") from error
    rows = [(n, line.rstrip("\r")) for n, line in enumerate(text.split("\n"), 1)]
    rows = [(n, line) for n, line in rows if line.strip() and not line.startswith("#")]
    if not rows:
        return ()
    header = [name.strip().lower() for name in rows[0][1].split("\t")]
    if problem := _header_problem(header):
        raise OwnTermsError([f"{path}, line {rows[0][0]}: {problem}"])
    read = [(n, _row(dict(zip(header, line.split("\t"), strict=False)), len(line.split("\t")) > len(header)))
            for n, line in rows[1:]]  # fmt: skip
    if problems := [f"{path}, line {n}: {one}" for n, one in read if isinstance(one, str)]:
        raise OwnTermsError(problems)
    return tuple(one for _, one in read if isinstance(one, OwnTerm))


def _header_problem(header: list[str]) -> str | None:
    if unknown := [name for name in header if name not in COLUMNS]:
        return (
            f"{unknown[0]!r} is no column: the first line names some of {', '.join(COLUMNS)}, tab-separated"
        )
    missing = [name for name in ("name", "category") if name not in header]
    return f"the header has no column {missing[0]!r}" if missing else None


def _row(field: dict[str, str], surplus: bool) -> OwnTerm | str:
    """The term of a row, or what is wrong with the row."""
    if surplus:
        return "more fields than the header has columns"
    name, identifier = field["name"].strip(), field.get("id", "").strip()
    category = _CATEGORIES.get(field.get("category", "").strip().lower().removeprefix("biolink:"))
    if category is None:
        wanted = ", ".join(one.value.partition(":")[2] for one in Category)
        return f"{field.get('category', '').strip()!r} is no category: use one of {wanted}"
    synonyms, xrefs, parents = (_several(field.get(column, "")) for column in COLUMNS[3:])
    for one in (name, *synonyms):
        if problem := _name_problem(one):
            return problem
    for one in (identifier, *xrefs, *parents):
        if one and not _CURIE.fullmatch(one):
            return f"{one!r} is no identifier: write prefix:number, as in HGNC:18628"
    return OwnTerm(name, category, identifier or own_identifier(category, name), synonyms, xrefs, parents)


def _several(field: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in field.split("|") if one.strip()))


def _name_problem(name: str) -> str | None:
    if not name:
        return "the name is empty"
    if len(key(name).replace(" ", "")) < 2:
        return f"{name!r} is too short: a name has two letters or digits at least"
    if len(key(name)) > LONGEST_KEY:
        return f"{name[:30]!r}… is too long: at most {LONGEST_KEY} characters, Greek letters spelled out"
    return None


# ------------------------------------------------------------------------------------------ changing


def add_terms(new: Path, known: Callable[[str], bool], table: Path | None = None) -> int:
    """Add the terms of a table to the user's, all or none; how many rows were new.

    ``known`` tells whether the packaged lexicon has an identifier: a parent must be known to it or to the
    user's terms.
    """
    place = table or location()
    held = _held(place)
    added = [term for term in dict.fromkeys(read_terms(new)) if term not in held]
    identifiers = {term.id for term in (*held, *added)}
    from kg.identifiers import Identifiers  # a tenth of a second, and only here

    prefixes = Identifiers()
    problems = [
        f"{new}: {problem}"
        for term in added
        for problem in _references(term, prefixes, lambda one: one in identifiers or known(one))
    ]
    if problems:
        raise OwnTermsError(problems)
    _write([*held, *added], place)
    return len(added)


def _references(term: OwnTerm, prefixes: Identifiers, known: Callable[[str], bool]) -> Iterator[str]:
    for one in (term.id, *term.xrefs, *term.parents):
        try:
            prefixes.expand(one)
        except IdentifierError as error:
            yield f"{term.name!r}: {error}"
    for parent in term.parents:
        if not known(parent):
            yield f"{term.name!r}: the parent {parent} is in neither the lexicon nor this table"


def remove_terms(wanted: Iterable[str], table: Path | None = None) -> int:
    """Remove the rows of these names or identifiers; how many went. LexiconError if one has none."""
    place = table or location()
    held = _held(place)
    gone = set()
    for one in wanted:
        rows = [term for term in held if one == term.id or key(one) == key(term.name)]
        if not rows:
            raise LexiconError(f"{place} has no term {one!r}: litkg lexicon list shows what it has")
        gone.update(rows)
    _write([term for term in held if term not in gone], place)
    return len(gone)


def _held(place: Path) -> tuple[OwnTerm, ...]:
    return read_terms(place) if place.exists() else ()


def _write(terms: Iterable[OwnTerm], place: Path) -> None:
    """Replace the table in one step: a reader sees the old one or the new one."""
    text = "\n".join(["\t".join(COLUMNS), *map(row, terms)]) + "\n"
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="\n", dir=place.parent, delete=False
        ) as file:
            file.write(text)
        Path(file.name).replace(place)
    except OSError as error:
        raise LexiconError(f"{place}: the terms cannot be written: {error.strerror}") from error


def row(term: OwnTerm) -> str:
    """The line of a term in the table.

    >>> row(OwnTerm("Fooximab", Category.DRUG, "litkg:drug.fooximab", ("FX-1", "FX1")))
    'Fooximab\\tbiolink:Drug\\tlitkg:drug.fooximab\\tFX-1|FX1\\t\\t'
    """
    return "\t".join(_fields(term))


def _fields(term: OwnTerm) -> Iterator[str]:
    for value in astuple(term):
        yield value if isinstance(value, str) else "|".join(value)
