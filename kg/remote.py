"""How is a graph kept on a SPARQL server as it is kept in a folder?

* One dataset holds one graph of litkg. ``urn:litkg:store`` in it is the graph that says so: version of the
  shape, base, and who writes. The derived graphs are in the default graph too, so that a query outside GRAPH
  sees what it sees in a folder. Where the server has no default graph to write to (Virtuoso), queries of litkg
  say of which graphs it is made.
* A change is one update, one operation of it, and is made only if the writer still holds the graph: the server
  does it or does not, and asking it afterwards tells which. What is too large for that is brought into graphs
  beside (``urn:litkg:staged/…``) and then put in place by one update; a writer that finds what was brought and
  not put in place drops it, or ends what was begun.
* Look-ups are collected: a computation is run with what is known, looks up what it lacks in one query for each
  shape of pattern, and is run again until it lacks nothing. A document takes some ten requests, not thousands.
"""

from __future__ import annotations

import json
import os
import socket
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.database import Results
from kg.endpoint import Endpoint
from kg.errors import IdentifierError, StoreError, StoreLockedError
from kg.folder import SCHEMA_VERSION, check_schema
from kg.identifiers import DEFAULT_BASE, checked_base
from kg.locking import describe, this_process

T = TypeVar("T")
Pattern = tuple[Any, Any, Any, Any]

CONTROL = NamedNode("urn:litkg:store")
_STAGED = "urn:litkg:staged/"
_PROPERTY = "urn:litkg:term/"
#: seconds that a writer who falls silent keeps others out
_LEASE = 120
#: quads of one update, and triples of one request to a graph beside
_AT_ONCE, _BATCH = 10_000, 20_000
#: the same of a server without default graph: Virtuoso takes no update of more than some 1,000 quads
_FEW_AT_ONCE = 200
#: patterns in one query
_ASKED = 500
_NAMES = "spog"
#: graphs that a server brings with it
_OF_SERVER = frozenset(
    NamedNode(iri)
    for iri in (
        "http://www.openlinksw.com/schemas/virtrdf#",
        "http://www.w3.org/ns/ldp#",
        "http://www.w3.org/2002/07/owl#",
        "http://localhost:8890/sparql",
        "http://localhost:8890/DAV/",
    )
)


class Remote:
    """The quads of an endpoint; a `kg.database.Database` that can be changed by who holds it."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self.address = endpoint.address
        self._token = ""
        self._cache: dict[Pattern, list[Quad]] = {}
        self._missing: set[Pattern] | None = None
        #: the graphs that the default graph shows, and whether they are written into one
        self.shown: Collection[NamedNode] = ()
        self._has_default = True

    # -- reading

    def quads_for_pattern(
        self, subject: Any, predicate: Any, object: Any, graph_name: Any = None, /
    ) -> Iterator[Quad]:
        """The quads of this pattern; while a computation is `settled`, those that are known."""
        pattern = (subject, predicate, object, graph_name)
        if pattern not in self._cache:
            if self._missing is None:
                return iter(self._look_up([pattern])[pattern])
            self._missing.add(pattern)
            return iter(())
        return iter(self._cache[pattern])

    def holds_outside(self, subject: Any, predicate: Any, object: Any, hidden: Collection[Any], /) -> bool:
        """Whether a graph that is not ``hidden`` holds this triple; true while that is not known yet."""
        return self._holds((subject, predicate, object, _Outside(frozenset(hidden))))

    def holds_within(self, subject: Any, predicate: Any, object: Any, graph_name: Any, /) -> bool:
        """Whether a graph holds a triple of this pattern; true while that is not known yet."""
        return self._holds((subject, predicate, object, _Within(graph_name)))

    def awaits(self, *pattern: Any) -> bool:
        """Whether this pattern is still to be looked up."""
        return self._missing is not None and pattern in self._missing

    def settled(self, compute: Callable[[], T]) -> T:
        """The result of a computation that only reads, with its look-ups collected."""
        self._cache = {}
        try:
            while True:
                missing: set[Pattern] = set()
                self._missing = missing
                try:
                    result = compute()
                    if not missing:
                        return result
                except Exception:  # whatever comes of quads that are not there yet
                    if not missing:
                        raise
                self._missing = None
                self._cache |= self._look_up(list(missing))
        finally:
            self._cache, self._missing = {}, None

    def named_graphs(self) -> Iterator[NamedNode]:
        """The names of all graphs but those that keep order here."""
        rows = self._rows("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
        return (row["g"] for row in rows if not _is_internal(row["g"]))

    def contains_named_graph(self, graph_name: Any, /) -> bool:
        """Whether there is a graph of this name."""
        return bool(self._endpoint.query(f"ASK {{ GRAPH {graph_name} {{ ?s ?p ?o }} }}"))

    def query(
        self, sparql: str, default_graphs: Iterable[str], named_graphs: Iterable[str], has_from: bool
    ) -> Results:
        """The server's answer to a query; ``has_from`` says whether it names its graphs itself."""
        if not (self._has_default or default_graphs or named_graphs or has_from):
            lines = (f"define input:default-graph-uri {graph}\n" for graph in sorted(self.shown, key=str))
            sparql = "".join(lines) + sparql
        return self._endpoint.query(sparql, default_graphs, named_graphs)

    def __contains__(self, quad: Quad, /) -> bool:
        return next(self.quads_for_pattern(*quad), None) is not None

    def __iter__(self) -> Iterator[Quad]:
        for graph in sorted(self.named_graphs(), key=str):
            yield from self.quads_for_pattern(None, None, None, graph)

    def __len__(self) -> int:
        rows = self._rows("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
        return sum(int(row["n"].value) for row in rows if row["g"] and not _is_internal(row["g"]))

    def _look_up(self, patterns: list[Pattern]) -> dict[Pattern, list[Quad]]:
        found: dict[Pattern, list[Quad]] = {pattern: [] for pattern in patterns}
        asked: dict[tuple[tuple[int, ...], _Outside | _Within | None], list[Pattern]] = defaultdict(list)
        for pattern in patterns:
            bound = tuple(at for at in range(4) if pattern[at] is not None)
            asked[bound, pattern[3] if isinstance(pattern[3], _Outside | _Within) else None].append(pattern)
        for (bound, where), alike in asked.items():
            if where:
                found |= self._existing(bound[:-1], where, alike)
                continue
            if bound == (3,):
                for pattern in alike:
                    found[pattern] = [_quad(t, pattern[3]) for t in self._endpoint.read(pattern[3])]
                continue
            for start in range(0, len(alike), _ASKED):
                batch = alike[start : start + _ASKED]
                for quad in self._matching(bound, batch):
                    key = tuple(part if at in bound else None for at, part in enumerate(quad))
                    if key not in found:  # Virtuoso gives back true and 1.0 that it was asked for as 1
                        key = next(p for p in batch if all(map(_equal, p, key)))
                        quad = Quad(quad.subject, quad.predicate, key[2], quad.graph_name)  # type: ignore[arg-type]
                    found[key].append(quad)  # type: ignore[index]
        return found

    def _holds(self, asked: Pattern) -> bool:
        if asked not in self._cache:
            if self._missing is None:
                return bool(self._look_up([asked])[asked])
            self._missing.add(asked)
            return True
        return bool(self._cache[asked])

    def _existing(
        self, bound: tuple[int, ...], where: _Outside | _Within, patterns: list[Pattern]
    ) -> dict[Pattern, list[Quad]]:
        """Those of the patterns that there are quads of, each with one that stands for them."""
        names = " ".join(f"?{_NAMES[at]}" for at in bound)
        found: dict[Pattern, list[Quad]] = {}
        for start in range(0, len(patterns), _ASKED):
            values = _values(bound, patterns[start : start + _ASKED])
            asked = f"SELECT {names} {{ {values} FILTER EXISTS {{ {where} }} }}"
            if not self._has_default:  # Virtuoso overlooks some of many rows then
                asked = f"SELECT DISTINCT {names} {{ {values} {where} }}"
            for row in self._rows(asked):
                s, p, o = (row[_NAMES[at]] if at in bound else None for at in range(3))
                found[s, p, o, where] = [Quad(CONTROL, CONTROL, CONTROL)]
        return found

    def _matching(self, bound: tuple[int, ...], patterns: list[Pattern]) -> Iterator[Quad]:
        values = _values(bound, patterns) if bound else ""
        for row in self._rows(f"SELECT ?s ?p ?o ?g {{ {values}GRAPH ?g {{ ?s ?p ?o }} }}"):
            if not _is_internal(row["g"]):
                yield Quad(row["s"], row["p"], row["o"], row["g"])

    def _rows(self, sparql: str) -> list[ox.QuerySolution]:
        found = self._endpoint.query(sparql)
        if not isinstance(found, ox.QuerySolutions):
            raise StoreError(f"{self.address}: no SPARQL server? It did not answer a SELECT with rows")
        return list(found)

    # -- what the graph says of itself

    def read_base(self, expected: str | None) -> str | None:
        """The base of the graph; None where the server holds nothing at all.

        :raises StoreError: if it holds something else, or a graph of another version or base
        """
        told = self._control()
        self._has_default = told.get("default_graph") != "none"
        if "schema" not in told:
            if next(self.named_graphs(), None) is not None:
                raise StoreError(f"{self.address}: holds other graphs, not a store; name an empty dataset")
            return None
        with suppress(ValueError):
            check_schema(int(told["schema"]), self.address)
        try:
            base = checked_base(told["base"])
        except (KeyError, IdentifierError):
            raise StoreError(
                f"{self.address}: damaged; make a new store and read the documents again"
            ) from None
        if expected is not None and expected != base:
            raise StoreError(
                f"{self.address}: its base is {base}, not {expected}; the base is fixed when a store is made"
            )
        return base

    def declare(self, base: str | None) -> None:
        """Make the empty dataset a store with this base."""
        told = (
            f'{_named("schema")} {SCHEMA_VERSION} ; {_named("base")} "{checked_base(base or DEFAULT_BASE)}"'
        )
        self._has_default = self._takes_default()
        if not self._has_default:
            told += f' ; {_named("default_graph")} "none"'
        self._endpoint.update(f"INSERT DATA {{ GRAPH {CONTROL} {{ {CONTROL} {told} }} }}")

    def _takes_default(self) -> bool:
        """Whether triples outside GRAPH can be written."""
        try:
            self._endpoint.update(f"INSERT DATA {{ {CONTROL} {_named('probe')} 1 }}")
        except StoreError as error:
            if "default graph" in str(error):
                return False
            raise
        self._endpoint.update(f"DELETE DATA {{ {CONTROL} {_named('probe')} 1 }}")
        return True

    def _written(self, graph: Any) -> bool:
        """Whether what a graph says is written into the default graph too."""
        return self._has_default and graph in self.shown

    def _control(self) -> dict[str, str]:
        rows = self._rows(f"SELECT ?p ?o {{ GRAPH {CONTROL} {{ {CONTROL} ?p ?o }} }}")
        return {row["p"].value.removeprefix(_PROPERTY): row["o"].value for row in rows}

    # -- who may write

    def hold(self) -> None:
        """Keep others from writing until `release`, or until this process is silent for two minutes.

        :raises StoreLockedError: if another process writes
        """
        token, now = uuid.uuid4().hex, int(time.time())
        holder = Literal(json.dumps(this_process()))
        dead = self._dead_token()
        old = f"{CONTROL} {_named('token')} ?t ; {_named('holder')} ?h ; {_named('until')} ?u"
        new = f'{CONTROL} {_named("token")} "{token}" ; {_named("holder")} {holder} ; {_named("until")} {now + _LEASE}'
        self._endpoint.update(
            f"DELETE {{ GRAPH {CONTROL} {{ {old} }} }} INSERT {{ GRAPH {CONTROL} {{ {new} }} }}\n"
            f"WHERE {{ OPTIONAL {{ GRAPH {CONTROL} {{ {old} }} }} "
            f'FILTER(!BOUND(?t) || ?u < {now} || STR(?t) = "{dead}") }}'
        )
        self._token = token
        self._confirm("token", token)
        self._clear_up()

    def release(self) -> None:
        """Let the next writer in; a second call does nothing."""
        if self._token:
            old = f"{CONTROL} {_named('token')} ?t ; {_named('holder')} ?h ; {_named('until')} ?u"
            token, self._token = self._token, ""
            with suppress(StoreError):  # the hold runs out by itself
                self._endpoint.update(
                    f"DELETE {{ GRAPH {CONTROL} {{ {old} }} }} WHERE {{ GRAPH {CONTROL} {{ {old} }} "
                    f'FILTER(STR(?t) = "{token}") }}'
                )
        self._endpoint.close()

    def _dead_token(self) -> str:
        """The token of a holder of this machine that is no more, "" if there is none."""
        told = self._control()
        with suppress(ValueError, KeyError, TypeError):
            holder = json.loads(told["holder"])
            if holder["host"] == socket.gethostname():
                try:
                    os.kill(int(holder["pid"]), 0)
                except ProcessLookupError:
                    return told["token"]
                except PermissionError:
                    pass
        return ""

    def _confirm(self, name: str, value: str) -> None:
        told = self._control()
        if told.get(name) != value:
            holder: dict[str, str] = {}
            with suppress(ValueError):
                holder = json.loads(told.get("holder", "{}"))
            self._token = ""
            raise StoreLockedError(
                f"{self.address}: {describe(holder)} is writing to this store; wait for it to end "
                f"(of one that has died, {_LEASE} seconds)"
            )

    # -- writing

    def exchange(self, removed: Collection[Quad], added: Collection[Quad]) -> None:
        """Put quads in place of others, all or nothing.

        :raises StoreLockedError: if another writer has taken over; nothing is changed then
        :raises StoreError: if the server cannot be reached or refuses
        """
        if not removed and not added:
            return
        if len(removed) + len(added) > (_AT_ONCE if self._has_default else _FEW_AT_ONCE):
            self.exchange_many(removed, added)
            return
        change = uuid.uuid4().hex
        self._endpoint.update(self._guarded(change, self._block(removed), self._block(added)))
        self._confirm("change", change)

    def _guarded(self, change: str, removed: str = "", added: str = "") -> str:
        """An update that does all this if this writer still holds the store, or else nothing."""
        new = f'{_named("change")} "{change}" ; {_named("until")} {int(time.time()) + _LEASE}'
        return (
            f"DELETE {{ {removed}\nGRAPH {CONTROL} {{ {CONTROL} {_named('change')} ?c ; {_named('until')} ?u }} }}\n"
            f"INSERT {{ {added}\nGRAPH {CONTROL} {{ {CONTROL} {new} }} }}\n"
            f"WHERE {{ {self._held()} GRAPH {CONTROL} {{ {CONTROL} {_named('until')} ?u }} "
            f"OPTIONAL {{ GRAPH {CONTROL} {{ {CONTROL} {_named('change')} ?c }} }} }}"
        )

    def _held(self) -> str:
        return f'GRAPH {CONTROL} {{ {CONTROL} {_named("token")} "{self._token}" }}'

    def _block(self, quads: Iterable[Quad]) -> str:
        graphs: dict[Any, list[str]] = defaultdict(list)
        for quad in quads:
            graphs[quad.graph_name].append(f"{quad.triple} .")
        blocks = [f"GRAPH {graph} {{\n{chr(10).join(triples)}\n}}" for graph, triples in graphs.items()]
        shown = ["\n".join(triples) for graph, triples in graphs.items() if self._written(graph)]
        return "\n".join(blocks + shown)

    def exchange_many(self, removed: Iterable[Quad], added: Iterable[Quad]) -> None:
        """The same for any number of quads, which need not fit into memory."""
        name = uuid.uuid4().hex
        for sign, quads in (("minus", removed), ("plus", added)):
            self._stage(f"{_STAGED}{name}/{sign}", quads)
        self._endpoint.update(self._putting(name))
        self._confirm("change", name)

    def _stage(self, start: str, quads: Iterable[Quad]) -> None:
        waiting: dict[NamedNode, list[Triple]] = defaultdict(list)
        beside: dict[NamedNode, NamedNode] = {}

        def send(target: NamedNode) -> None:
            if target not in beside:
                beside[target] = NamedNode(f"{start}/{len(beside)}")
                told = f"{beside[target]} {_named('target')} {target}"
                self._endpoint.update(f"INSERT DATA {{ GRAPH {CONTROL} {{ {told} }} }}")
            self._endpoint.write(beside[target], waiting.pop(target))

        for quad in quads:
            waiting[quad.graph_name].append(quad.triple)  # type: ignore[index]
            if len(waiting[quad.graph_name]) >= _BATCH:  # type: ignore[index]
                send(quad.graph_name)  # type: ignore[arg-type]
        for target in list(waiting):
            send(target)

    def _putting(self, name: str) -> str:
        """The update that puts in place what was brought under a name, and may be run twice."""
        steps = [
            f'INSERT {{ GRAPH {CONTROL} {{ {CONTROL} {_named("begun")} "{name}" }} }} WHERE {{ {self._held()} }}'
        ]
        brought = self._staged()[name]
        for sign, verb in (("minus", "DELETE"), ("plus", "INSERT")):
            for beside, target in brought:
                if f"/{sign}/" in beside.value:
                    default = "?s ?p ?o" if self._written(target) else ""
                    steps.append(
                        f"{verb} {{ GRAPH {target} {{ ?s ?p ?o }} {default} }} "
                        f"WHERE {{ {self._held()} GRAPH {beside} {{ ?s ?p ?o }} }}"
                    )
        steps.append(self._guarded(name))
        begun = f'GRAPH {CONTROL} {{ {CONTROL} {_named("begun")} "{name}" }}'
        steps.append(f"DELETE {{ {begun} }} WHERE {{ {self._held()} {begun} }}")
        return " ;\n".join([*steps, *self._dropping(brought)])

    def _dropping(self, brought: list[tuple[NamedNode, NamedNode]]) -> Iterator[str]:
        for beside, target in brought:
            yield f"DROP SILENT GRAPH {beside}"
            yield f"DELETE DATA {{ GRAPH {CONTROL} {{ {beside} {_named('target')} {target} }} }}"

    def _staged(self) -> dict[str, list[tuple[NamedNode, NamedNode]]]:
        """What was brought and not put in place: graphs beside and their targets, by name."""
        rows = self._rows(f"SELECT ?b ?t {{ GRAPH {CONTROL} {{ ?b {_named('target')} ?t }} }}")
        found: dict[str, list[tuple[NamedNode, NamedNode]]] = defaultdict(list)
        for row in rows:
            found[row["b"].value.removeprefix(_STAGED).partition("/")[0]].append((row["b"], row["t"]))
        return found

    def _clear_up(self) -> None:
        """End what a writer before has begun, and drop what it has only brought."""
        left, begun = self._staged(), self._control().get("begun")
        for name, brought in left.items():
            self._endpoint.update(
                self._putting(name) if name == begun else " ;\n".join(self._dropping(brought))
            )


def _quad(triple: Triple, graph: NamedNode) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, graph)


@dataclass(frozen=True, slots=True)
class _Outside:
    """Any graph but these."""

    hidden: frozenset[NamedNode]

    def __str__(self) -> str:
        graphs = ", ".join(sorted(map(str, (CONTROL, *self.hidden))))
        kept = f'?g NOT IN ({graphs}) && !STRSTARTS(STR(?g), "{_STAGED}")'
        return f"GRAPH ?g {{ ?s ?p ?o }} FILTER({kept})"


@dataclass(frozen=True, slots=True)
class _Within:
    """This graph."""

    graph: NamedNode

    def __str__(self) -> str:
        return f"GRAPH {self.graph} {{ ?s ?p ?o }}"


def _equal(asked: Any, told: Any) -> bool:
    """Whether two terms are the same, or two numbers or flags of one value."""
    if asked == told or not (isinstance(asked, Literal) and isinstance(told, Literal)):
        return bool(asked == told)
    flags = {"true": "1", "false": "0"}
    with suppress(ValueError):
        one, other = (float(flags.get(literal.value, literal.value)) for literal in (asked, told))
        return one == other
    return False


def _values(bound: tuple[int, ...], patterns: Iterable[Pattern]) -> str:
    names = " ".join(f"?{_NAMES[at]}" for at in bound)
    rows = " ".join(f"({' '.join(str(p[at]) for at in bound)})" for p in patterns)
    return f"VALUES ({names}) {{ {rows} }} "


def _is_internal(graph: Any) -> bool:
    return bool(graph == CONTROL or graph in _OF_SERVER or graph.value.startswith(_STAGED))


def _named(name: str) -> str:
    return f"<{_PROPERTY}{name}>"
