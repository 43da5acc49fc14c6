"""What do the SPARQL test suites of the W3C ask, and is an answer the expected one?

The suites (https://github.com/w3c/rdf-tests) do not come with litkg: they are read from
``../shared/w3c-rdf-tests.tar.xz`` beside the checkout, or from the archive that W3C_TESTS names; tests skip where
there is none.
"""

from __future__ import annotations

import csv
import io
import os
import re
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat

from kg.terms import RDF, XSD, Namespace

ARCHIVE = Path(os.environ.get("W3C_TESTS") or Path(__file__).parents[2] / "shared" / "w3c-rdf-tests.tar.xz")
HOME = "https://w3c.github.io/rdf-tests/"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
_NUMBERS = [XSD[name] for name in ("integer", "decimal", "double", "float")]
_RESULTS = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}
Term = NamedNode | BlankNode | Literal | ox.Triple


@cache
def files() -> dict[str, bytes]:
    """Every file of the suites, by its address."""
    with tarfile.open(ARCHIVE) as archive:
        members = [member for member in archive.getmembers() if member.isfile()]
        return {HOME + m.name.removeprefix("./"): archive.extractfile(m).read() for m in members}  # type: ignore[union-attr]


class Manifest:
    """The tests that a manifest and those that it includes list."""

    def __init__(self, path: str) -> None:
        self.data = ox.Store()
        self.tests: list[NamedNode] = []
        self._read(HOME + path)

    def _read(self, address: str) -> None:
        read = ox.Store()
        read.extend(ox.parse(files()[address], RdfFormat.TURTLE, base_iri=address))
        self.data.extend(read)
        lists = {
            p: [q.object for q in read.quads_for_pattern(None, MF[p], None)] for p in ("entries", "include")
        }
        for first in lists["entries"]:
            self.tests += [test for test in self.items(first) if isinstance(test, NamedNode)]
        for first in lists["include"]:
            for included in self.items(first):
                self._read(included.value)  # type: ignore[union-attr]

    def items(self, node: object) -> Iterator[Term]:
        """The items of a list."""
        while node != RDF["nil"]:
            (value,) = self.values(node, RDF["first"])
            yield value
            (node,) = self.values(node, RDF["rest"])

    def values(self, node: object, predicate: NamedNode) -> list[Term]:
        """The values of a property."""
        return [quad.object for quad in self.data.quads_for_pattern(node, predicate, None)]  # type: ignore[arg-type]

    def value(self, node: object, predicate: NamedNode) -> Term | None:
        """The value of a property, if there is one."""
        return next(iter(self.values(node, predicate)), None)

    def text(self, node: object, predicate: NamedNode) -> str:
        """The text of the value of a property, "" if there is none."""
        found = self.value(node, predicate)
        return "" if found is None else found.value  # type: ignore[union-attr]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A query, the addresses of what it is asked of, and that of its answer."""

    name: str
    query: str
    default: tuple[str, ...]
    named: tuple[str, ...]
    result: str


def evaluations(path: str) -> list[Evaluation]:
    """The query evaluation tests of a manifest; SERVICE and entailment regimes are not offered."""
    manifest, found = Manifest(path), []
    for test in manifest.tests:
        kinds = manifest.values(test, RDF["type"])
        if MF["QueryEvaluationTest"] in kinds or MF["CSVResultFormatTest"] in kinds:
            action = manifest.value(test, MF["action"])
            graphs = [manifest.values(action, QT[name]) for name in ("data", "graphData")]
            default, named = (tuple(term.value for term in terms) for terms in graphs)  # type: ignore[union-attr]
            folder = Path(manifest.text(action, QT["query"])).parent
            name = f"{'/'.join(folder.parts[-2:])}#{test.value.rpartition('#')[2]}"
            query, result = manifest.text(action, QT["query"]), manifest.text(test, MF["result"])
            found.append(Evaluation(name, query, default, named, result))
    return found


def load(store: ox.Store, addresses: Iterable[str]) -> None:
    """Put each file into the graph that has its address as a name; graphs that a file names itself keep theirs."""
    for address in dict.fromkeys(addresses):
        kind = RdfFormat.from_extension(Path(address).suffix[1:])
        store.extend(
            Quad(
                q.subject,
                q.predicate,
                q.object,
                NamedNode(address) if q.graph_name == DefaultGraph() else q.graph_name,
            )
            for q in ox.parse(files()[address], kind, base_iri=address, rename_blank_nodes=True)
        )


# ------------------------------------------------------------------------------------------ answers


def expected(address: str, counted: bool = True) -> object:
    """What a file of results holds, in a form in which equal answers are equal."""
    suffix, content = Path(address).suffix, files()[address]
    if suffix == ".csv":
        return _lines(content)
    if suffix in _RESULTS:
        return answered(ox.parse_query_results(content, format=_RESULTS[suffix]), counted)
    kind = RdfFormat.from_extension(suffix[1:])
    graph = list(ox.parse(content, kind, base_iri=address))
    sets = [q.subject for q in graph if q.object == RS["ResultSet"]]
    return _result_set(graph, sets[0], counted) if sets else canonical(graph)


def answer(media: str, body: bytes, counted: bool = True) -> object:
    """What a reply holds, in the same form."""
    if media == "text/csv":
        return _lines(body)
    if kind := RdfFormat.from_media_type(media):
        return canonical(ox.parse(body, kind))
    form = ox.QueryResultsFormat.from_media_type(media)
    assert form, media
    return answered(ox.parse_query_results(body, format=form), counted)


def answered(results: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, counted: bool) -> object:
    """Solutions as a graph of rows with the number of times that each occurs, or a truth."""
    if isinstance(results, ox.QueryBoolean):
        return bool(results)
    assert isinstance(results, ox.QuerySolutions)
    names = [variable.value for variable in results.variables]
    return _rows(({(n, row[n]) for n in names if row[n] is not None} for row in results), counted)


def _rows(rows: Iterable[set[tuple[str, Term]]], counted: bool) -> object:
    found = Counter(frozenset((name, _plain(term)) for name, term in row) for row in rows)
    quads = []
    for row, times in found.items():
        node = BlankNode()
        quads.append(Quad(node, NamedNode("urn:times"), Literal(times if counted else 1)))
        quads += [Quad(node, NamedNode(f"urn:variable:{name}"), term) for name, term in row]
    return canonical(quads)


def _result_set(graph: list[Quad], node: object, counted: bool) -> object:
    store = ox.Store()
    store.extend(graph)

    def values(subject: object, predicate: NamedNode) -> list[Term]:
        return [q.object for q in store.quads_for_pattern(subject, predicate, None)]  # type: ignore[arg-type]

    if truth := values(node, RS["boolean"]):
        return truth[0].value == "true"  # type: ignore[union-attr]
    solutions = values(node, RS["solution"])
    rows = (
        {(values(b, RS["variable"])[0].value, values(b, RS["value"])[0]) for b in values(s, RS["binding"])}  # type: ignore[union-attr]
        for s in solutions
    )
    return _rows(rows, counted)


def canonical(quads: Iterable[Quad | ox.Triple]) -> object:
    """A graph, equal for equal graphs whatever their blank nodes are called."""
    dataset = ox.Dataset(Quad(q.subject, q.predicate, _plain(q.object), DefaultGraph()) for q in quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return frozenset(map(str, dataset))


def _plain(term: Term) -> Term:
    """Numbers and truths by value: 1.0 and 1.00 are one decimal."""
    if isinstance(term, Literal) and term.datatype == XSD["boolean"]:
        return Literal(term.value in ("true", "1"))
    if isinstance(term, Literal) and term.datatype in _NUMBERS:
        try:
            number = Decimal(term.value).normalize()
        except ArithmeticError:
            return term
        return Literal(f"{number:f}" if number.is_finite() else str(number), datatype=term.datatype)
    return term


def _lines(content: bytes) -> object:
    """Rows of CSV, whatever blank nodes are called there and however the columns are ordered."""
    rows = csv.DictReader(io.StringIO(content.decode(), newline=""))
    return Counter(frozenset((k, re.sub(r"^_:\w+", "_:", v)) for k, v in row.items()) for row in rows)
