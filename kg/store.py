"""Where is the graph kept, and how is it kept whole?

A store is a folder with an embedded Oxigraph database. A document, with all that follows from it for the
assembly, is written in one transaction: after a crash at any moment (``kill -9``) every document is there
whole or not at all, and the assembly fits. A power cut may cost the last documents, never part of one.
One process writes at a time. Readers see what was last published, as it was when they opened the store.

Instead of a folder a store can be a SPARQL endpoint (`kg.remote`): the same promises, but that readers see each
document as soon as it is written.
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad

from kg.assembly import ASSEMBLY_VERSION, THRESHOLD, Assembler, settings_quads
from kg.contents import DOCUMENTS, STATS, DocumentSummary, StoreStats, document_summary, store_stats
from kg.database import Database, Results
from kg.endpoint import is_endpoint
from kg.errors import QueryError, StoreError, UnknownDocumentError
from kg.folder import Folder, written
from kg.identifiers import DEFAULT_BASE, Identifiers
from kg.locking import WriterLock
from kg.model import Contribution
from kg.rdf import contribution_quads, vocabulary_quads
from kg.rdf_reader import Facts, read_contribution, read_statement, touched
from kg.remote import Remote
from kg.snapshots import release
from kg.sparql import declaring, has_from
from kg.terms import DCTERMS, Terms, flag, text
from kg.updates import batches, data_operations
from kg.view import View

if TYPE_CHECKING:
    from kg.column_changes import ColumnChanges

T = TypeVar("T")
#: what is to be taken away unless it is among what is to be there
Change = tuple[Set[Quad], Collection[Quad]]

_REBUILD_BATCH = 1000


class Store:
    """A graph that is kept; make one with `open`, or `in_memory` for a graph that is not kept."""

    def __init__(
        self,
        inner: ox.Store | Remote,
        base: str,
        *,
        folder: Folder | None = None,
        lock: WriterLock | None = None,
        snapshot: tuple[int, int] | None = None,
        read_only: bool = False,
        changes: ColumnChanges | None = None,
    ) -> None:
        self._inner: ox.Store | Remote | None = inner
        self._remote = inner if isinstance(inner, Remote) else None
        self._read_only = read_only or snapshot is not None
        self._folder = folder
        self._lock = lock
        self._snapshot = snapshot
        self._changes = changes
        self._writing = threading.RLock()
        self.base = base
        self.identifiers = Identifiers(base)
        self.terms = Terms(self.identifiers)
        if self._remote is not None:
            self._remote.shown = self.terms.derived

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        *,
        base: str | None = None,
        create: bool = True,
        read_only: bool = False,
    ) -> Store:
        """Open the store in a folder, or at the address of a SPARQL endpoint; for writing unless ``read_only``.

        :param path: a folder, or a string that starts with http:// or https:// (`kg.endpoint.Endpoint`)
        :param base: start of the graph's own IRIs; fixed when the store is made (``urn:litkg:`` if not given)
        :param create: whether to make a store where there is none; a read-only one is never made
        :raises StoreLockedError: if another process is writing
        :raises StoreError: if there is no store, or it is damaged, of another version or of another base
        """
        from kg.opening import open_endpoint, open_snapshot, open_writer  # which make stores

        if is_endpoint(path):
            return open_endpoint(str(path), base, create and not read_only, read_only)
        folder = Folder(path)
        if not folder.exists() and (read_only or not create):
            raise StoreError(
                f"{folder.path}: no store here; ingest an article to make one, or check the path"
            )
        return open_snapshot(folder, base) if read_only else open_writer(folder, base)

    @classmethod
    def in_memory(cls, base: str = DEFAULT_BASE) -> Store:
        """An empty store that goes with the process."""
        store = cls(ox.Store(), base)
        store.prepare()
        return store

    @property
    def read_only(self) -> bool:
        """Whether the store can only be read."""
        return self._read_only

    @property
    def address(self) -> str:
        """The address of the endpoint that keeps the store, "" for any other store."""
        return self._remote.address if self._remote is not None else ""

    @property
    def generation(self) -> int:
        """The number of the snapshot that is read, or was last published; 0 in memory."""
        if self._snapshot is not None:
            return self._snapshot[0]
        return self._folder.snapshots.latest() if self._folder else 0

    def view_path(self, name: str) -> Path | None:
        """Where something that is derived from the snapshot that is read may be kept; None if no snapshot is."""
        return self._folder.view_path(self.generation, name) if self._folder and self._snapshot else None

    @property
    def data(self) -> Database:
        """The quads, to be read by pattern.

        :raises StoreError: if the store is closed
        """
        if self._inner is None:
            raise StoreError("the store is closed; open it again")
        return self._inner

    @property
    def oxigraph(self) -> ox.Store:
        """The Oxigraph store itself, to read from. What is written past `add` and `remove` is not assembled.

        :raises StoreError: if the store is closed, or is an endpoint
        """
        if isinstance(self.data, Remote):
            raise StoreError(
                f"{self.address}: only a store in a folder can do this; `backup` and `restore` make one"
            )
        assert isinstance(self._inner, ox.Store)
        return self._inner

    def prefixes(self) -> dict[str, str]:
        """Prefixes for queries and exports, with this store's base."""
        return dict(self.identifiers.prefixes)

    def add(self, contribution: Contribution, *, fingerprint: str = "") -> bool:
        """Write a document, in place of what the store holds of it; False if that is the same.

        What it holds is the graph of the same IRI, and any other document with the same ``id``.

        :param fingerprint: of what the contribution was made from and by, to be asked for later
        :raises StoreError: if the store is read-only or cannot be written; nothing is changed then
        :raises IdentifierError: if the contribution has a malformed CURIE; nothing is changed then
        """
        quads = contribution_quads(contribution, self.identifiers, self.terms)
        node = NamedNode(self.identifiers.document(contribution.document))
        if fingerprint:
            quads.append(Quad(node, self.terms.own["fingerprint"], text(fingerprint), node))
        graphs = {node}
        return self._replace(graphs | self._graphs_of(contribution.document.id), quads)

    def remove(self, document_id: str) -> None:
        """Remove a document and all that only it supports.

        :raises UnknownDocumentError: if the store does not hold it
        """
        self._replace({self.graph_of(document_id)}, [])

    def fingerprint(self, document_id: str) -> str:
        """What `add` was given with the document; "" if that is nothing, or the store does not hold it."""
        graphs = self._graphs_of(document_id)
        found = [q for g in graphs for q in self._inner_quads(g, self.terms.own["fingerprint"])]
        return found[0].object.value if len(graphs) == len(found) == 1 else ""  # type: ignore[union-attr]

    def documents(self) -> Iterator[DocumentSummary]:
        """All documents, by id."""
        return map(document_summary, self._rows(DOCUMENTS))

    def graph_of(self, document_id: str) -> NamedNode:
        """The node of a document, which also names its graph.

        :raises UnknownDocumentError: if the store does not hold it
        """
        for graph in self._graphs_of(document_id):
            return graph
        raise UnknownDocumentError(f"the store holds no document {document_id!r}; `documents` lists them")

    def document_graph(self, document_id: str) -> list[Quad]:
        """The quads that a document contributes.

        :raises UnknownDocumentError: if the store does not hold it
        """
        return self._quads_of(self.graph_of(document_id))

    def contribution(self, document_id: str) -> Contribution:
        """What a document contributes, in the order of `kg.rdf_reader.canonical`.

        :raises UnknownDocumentError: if the store does not hold it
        """
        return read_contribution(self.document_graph(document_id), self.identifiers)

    def query(
        self,
        sparql: str,
        *,
        substitutions: Mapping[str, NamedNode | Literal] | None = None,
        prefixes: Mapping[str, str] | None = None,
        default_graphs: Iterable[str] | None = None,
        named_graphs: Iterable[str] | None = None,
    ) -> Results:
        """Run a SPARQL 1.1 query; the store's `prefixes` need not be declared.

        Outside GRAPH a pattern matches what the graph knows: the assembly, entity and vocabulary graphs, each
        triple once. ``GRAPH ?document { … }`` matches what each document says. FROM in the query, or
        ``default_graphs`` and ``named_graphs`` (IRIs), choose other graphs.

        The query runs in this process, cannot be interrupted and may reach the network by SERVICE: never
        give it a stranger's query.

        :param substitutions: terms for variables, by name without the question mark
        :raises QueryError: if the query is malformed
        """
        bound: dict[ox.Variable, Any] = {ox.Variable(n): term for n, term in (substitutions or {}).items()}
        if self._remote is not None:
            if bound:
                raise QueryError("an endpoint takes no substitutions; write VALUES into the query")
            declared = self.identifiers.prefixes if prefixes is None else prefixes
            chosen = default_graphs or (), named_graphs or ()
            return self._remote.query(declaring(sparql, declared), *chosen, has_from=has_from(sparql))
        try:
            return self.oxigraph.query(
                sparql,
                prefixes=dict(prefixes if prefixes is not None else self.identifiers.prefixes),
                default_graph=self._default_graph(sparql, default_graphs),
                named_graphs=None if named_graphs is None else [NamedNode(iri) for iri in named_graphs],
                substitutions=bound or None,
            )
        except SyntaxError as error:
            raise QueryError(f"not a SPARQL 1.1 query: {error.msg}") from None
        except ValueError as error:
            raise QueryError(f"not a query for this graph: {error}") from None
        except (OSError, RuntimeError) as error:
            raise StoreError(f"the query could not be run: {error}") from None

    def _default_graph(self, sparql: str, chosen: Iterable[str] | None) -> list[Any] | None:
        if chosen is not None:
            return [NamedNode(iri) for iri in chosen]
        if has_from(sparql):
            return None
        return sorted(self.terms.derived, key=str)

    def stats(self) -> StoreStats:
        """How much the store holds; counts some index entries, so seconds for millions of quads."""
        return store_stats(next(self._rows(STATS)), len(self.data))

    @property
    def size_on_disk(self) -> int:
        """Bytes of the store's folder, logs and snapshots included; 0 in memory and at an endpoint."""
        return self._folder.size() if self._folder else 0

    def rebuild(self, threshold: float | None = None) -> None:
        """Make the assembly and entity graphs again from the documents.

        :param threshold: the belief from which a statement is also a direct triple, kept in the store
        """
        with self._writing:
            threshold = self.threshold if threshold is None else threshold
            if self._remote is not None:
                self._rebuild_beside(self._remote, threshold)
                return
            stale = Quad(self.terms.assembly, self.terms.own["stale"], flag(True), self.terms.assembly)
            emptied = [f"CLEAR SILENT GRAPH {graph}" for graph in (self.terms.assembly, self.terms.entities)]
            self._update(
                [*emptied, *data_operations("INSERT", {stale, *settings_quads(self.terms, threshold)})]
            )
            if self._changes:
                self._changes.clear()
            self._assemble_all(Assembler(View(self.oxigraph, self.terms), threshold))
            self._commit({stale}, set())

    def afresh(self, folder: str | os.PathLike[str], threshold: float) -> Store:
        """A store in an empty folder with the documents of this one, whose derived graphs are made anew."""
        fresh = Store(ox.Store(os.fspath(folder)), self.base)
        for graph in self.data.named_graphs():
            if graph not in self.terms.derived:
                fresh.oxigraph.extend(self.data.quads_for_pattern(None, None, None, graph))
        fresh.rebuild(threshold)
        fresh.prepare()
        return fresh

    def _rebuild_beside(self, remote: Remote, threshold: float) -> None:
        """Make the derived graphs in a folder, and put what differs in place at once."""
        with tempfile.TemporaryDirectory(prefix="litkg-rebuild-") as folder:
            fresh = self.afresh(folder, threshold).oxigraph
            held = ox.Store(os.path.join(folder, "held"))
            for graph in self.terms.derived:
                held.extend(remote.quads_for_pattern(None, None, None, graph))
            derived = (q for q in fresh if q.graph_name in self.terms.derived)
            remote.exchange_many((q for q in held if q not in fresh), (q for q in derived if q not in held))
            del fresh, held, derived  # Oxigraph writes in the folder until they are gone

    @property
    def threshold(self) -> float:
        """The belief from which a statement is also a direct triple."""
        node, predicate = self.terms.assembly, self.terms.own["threshold"]
        found = next(self.data.quads_for_pattern(node, predicate, None, node), None)
        return float(found.object.value) if found else THRESHOLD  # type: ignore[union-attr]

    def publish(self) -> None:
        """Show readers that open the store from now on all that was written; `close` does so too."""
        with self._writing:
            if self._folder and not self.read_only and self._folder.unpublished:
                self._folder.publish(self.oxigraph)
                self._changes = self._changes and self._changes.published(self, self._folder)

    def close(self) -> None:
        """Publish, and let the next writer in; a second call does nothing.

        :raises StoreError: if readers cannot be shown what was written; the next to open the store will
        """
        with self._writing:
            if self._inner is None:
                return
            written = self._folder is not None and not self.read_only and self._folder.unpublished
            try:
                self.publish()
            finally:
                self._inner = None
                if written and self._folder:
                    self._folder.drop_old_logs()
                if self._lock:
                    self._lock.release()
                if self._snapshot:
                    release(self._snapshot[1])
                if self._remote is not None:
                    self._remote.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(*() if error is None else (StoreError,)):  # the first error is the one to tell
            self.close()

    def _replace(self, graphs: set[NamedNode], quads: list[Quad]) -> bool:
        """Put the quads in place of these document graphs, and the assembly right, in one transaction."""
        with self._writing:
            change = self._settled(lambda: self._change(graphs, quads))
            if change:
                self._exchange(*change)
            return change is not None

    def _settled(self, compute: Callable[[], T]) -> T:
        """The result of a computation that reads a lot and writes nothing."""
        return self._remote.settled(compute) if self._remote is not None else compute()

    def _change(self, graphs: set[NamedNode], quads: list[Quad]) -> tuple[Change, Change] | None:
        """What the derived graphs hold and what they should hold instead, and the same of these graphs.

        None if these graphs are as they should be.
        """
        new = set(quads)
        old = {quad for graph in graphs for quad in self._quads_of(graph)}
        if old == new:
            return None
        statements, entities = touched(old ^ new, old | new, self.terms)
        entities -= self._described(entities, old - new, new - old)
        assembler = Assembler(View(self.data, self.terms, graphs, new), self.threshold)
        return assembler.change(graphs, statements, entities), (old, quads)

    def _described(self, entities: set[NamedNode], removed: set[Quad], added: set[Quad]) -> set[NamedNode]:
        """Those of whom nothing is taken away and nothing said that the entity graph does not say: most, in the end."""
        graph = self.terms.entities
        told: dict[Any, set[Any]] = {node: set() for node in entities.difference(q.subject for q in removed)}
        for quad in added:
            if quad.subject in told:
                told[quad.subject].add((quad.predicate, quad.object))
        return {
            node
            for node, said in told.items()
            if said <= {(q.predicate, q.object) for q in self.data.quads_for_pattern(node, None, None, graph)}
        }

    def _assemble_all(self, assembler: Assembler) -> None:
        view, own = assembler.view, self.terms.own
        claimed = {
            q.object for q in view.match(None, own["supports"], None) if isinstance(q.object, NamedNode)
        }
        described = {
            q.subject for q in view.match(None, own["curie"], None) if isinstance(q.subject, NamedNode)
        }
        documents = {
            q.subject
            for q in view.match(None, DCTERMS["identifier"], None)
            if isinstance(q.subject, NamedNode)
        }
        for batch in batches(sorted(documents, key=str), _REBUILD_BATCH):
            self._exchange(assembler.sources.regroup(batch))
        for batch in batches(sorted(described, key=str), _REBUILD_BATCH):
            self._exchange(assembler.change((), (), batch))
        for batch in batches(sorted(claimed, key=str), _REBUILD_BATCH):
            statements = [read_statement(self._facts(node), node) for node in batch]
            self._exchange(assembler.change((), statements, ()))

    def _exchange(self, derived: Change, said: Change = (frozenset(), ())) -> None:
        """Put the second quads in place of the first, in the derived graphs and in those of documents.

        They are written in the order given: what has a subject in common is cheaper together.
        """
        (before, after), (old, new) = derived, said
        removed = (before - set(after)) | (old - set(new) if old else old)
        added = [*(quad for quad in new if quad not in old), *(quad for quad in after if quad not in before)]
        self._commit(removed, added)
        if self._changes:
            self._changes.note(before, after)

    def _facts(self, node: NamedNode) -> Facts:
        return Facts(self.data.quads_for_pattern(node, None, None, None), self.terms)

    def prepare(self) -> None:
        """Bring vocabulary and assembly up to this version of the software, and mend what was cut short.

        Opening a store does so.
        """
        node, own = self.terms.assembly, self.terms.own
        vocabulary, found = set(vocabulary_quads(self.terms)), set(self._quads_of(self.terms.vocabulary))
        self._commit(found - vocabulary, vocabulary - found)
        version = Quad(node, own["assembly_version"], Literal(ASSEMBLY_VERSION), node)
        stale = Quad(node, own["stale"], flag(True), node)
        if version not in self.data or stale in self.data:
            self.rebuild()

    def _commit(self, removed: Set[Quad], added: Collection[Quad]) -> None:
        """Remove and add quads in one transaction."""
        self._check_writable()
        if self._remote is not None:
            self._remote.exchange(removed, added)
        elif removed:
            self._update([*data_operations("DELETE", removed), *data_operations("INSERT", added)])
        elif added:
            with self._written():
                self.oxigraph.extend(added)  # one transaction, too, with nothing to write and to parse

    def _update(self, operations: list[str]) -> None:
        """Run update operations as one SPARQL update: in Oxigraph that is one transaction."""
        self._check_writable()
        with self._written():
            self.oxigraph.update(";\n".join(operations))

    def _written(self) -> AbstractContextManager[None]:
        """A context to write in: readers are not shown yet what is written, refusals become one error."""
        if self._folder:
            self._folder.unpublished = True
        return written(self._folder.path if self._folder else Path("memory"))

    def _check_writable(self) -> None:
        if self.read_only:
            raise StoreError("the store was opened read-only; open it for writing")

    def _graphs_of(self, document_id: str) -> set[NamedNode]:
        found = self.data.quads_for_pattern(None, DCTERMS["identifier"], text(document_id), None)
        return {quad.graph_name for quad in found if isinstance(quad.graph_name, NamedNode)}

    def _quads_of(self, graph: NamedNode) -> list[Quad]:
        return list(self.data.quads_for_pattern(None, None, None, graph))

    def _inner_quads(self, node: NamedNode, predicate: NamedNode) -> list[Quad]:
        return list(self.data.quads_for_pattern(node, predicate, None, node))

    def _rows(self, sparql: str) -> Iterator[ox.QuerySolution]:
        results = self.query(sparql)
        assert isinstance(results, ox.QuerySolutions)
        return iter(results)
