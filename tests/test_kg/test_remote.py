import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyoxigraph import Literal, NamedNode, Quad

import kg
from kg import remote
from kg.backup import backup, restore
from kg.endpoint import Endpoint
from kg.errors import QueryError, StoreError, StoreLockedError, UnknownDocumentError
from kg.remote import CONTROL, Remote, _equal
from kg.store import Store
from kg.terms import decimal, flag, number, text
from kg.verify import verify
from tests.benchmarks import crash
from tests.builders import told
from tests.endpoints import BadNetwork, oxigraph_server

A = "HGNC:18628 inhibits CL:0000084"
B = "HGNC:18628 binds CL:0000084"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with oxigraph_server() as address:
        yield address


@pytest.fixture
def address(server: str) -> str:
    Endpoint(server).update("DROP ALL")
    return server


def quads(address: str) -> set[Quad]:
    with Store.open(address, read_only=True) as store:
        return set(store.data)


def as_in_a_folder(*names: str) -> set[Quad]:
    store = Store.in_memory()
    for name in names:
        store.add(told(name, A, B))
    return set(store.data)


# -- the same behaviour


def test_endpoint_holds_the_same_quads_as_a_store_of_its_own(address: str) -> None:
    here = Store.in_memory()
    with Store.open(address) as there:
        for number in (*range(12), *range(5)):
            given = crash.contribution(f"text:{number}", number)
            assert there.add(given) == here.add(given)
        for number in (3, 7):
            here.remove(f"text:{number}")
            there.remove(f"text:{number}")
        assert set(there.data) == set(here.data)
        assert len(there.data) == len(here.data)
        assert there.stats() == here.stats()
        assert list(there.documents()) == list(here.documents())
        assert not list(verify(there))


def test_endpoint_replaces_keeps_and_forgets(address: str) -> None:
    with Store.open(address) as store:
        assert store.add(told("a", A), fingerprint="f") is True
        assert store.add(told("a", A), fingerprint="f") is False
        assert store.fingerprint("a") == "f"
        assert store.add(told("a", A, B)) is True
        assert quads(address) == as_in_a_folder("a")
        store.remove("a")
        assert quads(address) == as_in_a_folder()
        with pytest.raises(UnknownDocumentError):
            store.remove("a")


def test_queries_outside_graph_see_what_is_derived_once(address: str) -> None:
    with Store.open(address) as store:
        store.add(told("a", A))
        store.add(told("b", A))
        rows = list(store.query("SELECT ?x { ?x litkg:belief ?b }"))  # type: ignore[arg-type]
        assert len(rows) == 1
        assert bool(store.query("ASK { GRAPH ?g { ?s litkg:supports ?o } }")) is True
        with pytest.raises(QueryError, match="not a SPARQL"):
            store.query("SELECT nonsense")


def test_graph_reads_an_endpoint(address: str) -> None:
    with Store.open(address) as store:
        store.add(told("a", A))
    with kg.open(address) as graph:
        (found,) = graph.statements(object=graph.find("T cell")[0].id)
        assert graph.evidence(found)[0].document == "a"


def test_rebuild_mends_an_endpoint(address: str) -> None:
    with Store.open(address) as store:
        store.add(told("a", A, B))
        Endpoint(address).update(f"CLEAR GRAPH {store.terms.assembly}")
        assert list(verify(store))
        store.rebuild()
        assert not list(verify(store))
        default = set(store.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"))  # type: ignore[union-attr]
        assert default == {quad.triple for quad in store.data if quad.graph_name in store.terms.derived}


def test_backup_of_an_endpoint_is_restored_in_a_folder(address: str, tmp_path: Path) -> None:
    with Store.open(address, base="https://lab.org/kg/") as store:
        store.add(told("a", A, B))
        held = set(store.data)
        saved = backup(store, tmp_path / "kept.nq.zst")
    assert restore(tmp_path / "kept.nq.zst", tmp_path / "new").quads == saved.quads
    with Store.open(tmp_path / "new", read_only=True) as store:
        assert set(store.data) == held


def test_large_change_is_put_in_place_at_once(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "_AT_ONCE", 50)
    monkeypatch.setattr(remote, "_BATCH", 7)
    with Store.open(address) as store:
        store.add(told("a", A, B))
        store.add(told("b", A, B))
        store.add(told("b", A))
        store.add(told("b", A, B))
    assert quads(address) == as_in_a_folder("a", "b")
    assert not list(Endpoint(address).query("SELECT * { ?b <urn:litkg:term/target> ?t }"))  # type: ignore[arg-type]


# -- who may write, and where


def test_second_writer_of_an_endpoint_is_told_who_holds_it(address: str) -> None:
    with Store.open(address), pytest.raises(StoreLockedError, match=r"process \d+ on .*since 2"):
        Store.open(address)
    Store.open(address).close()


@pytest.mark.parametrize(
    "change", [{"pid": "999999999"}, {"host": "elsewhere"}], ids=["dead-here", "silent-elsewhere"]
)
def test_hold_of_a_writer_that_is_gone_is_taken_over(
    address: str, monkeypatch: pytest.MonkeyPatch, change: dict[str, str]
) -> None:
    old = Remote(Endpoint(address))
    old.declare(None)
    with monkeypatch.context() as patched:
        patched.setattr(remote, "this_process", lambda: {**remote_process(), **change})
        if "host" in change:
            patched.setattr(remote, "_LEASE", -1)
        old.hold()
    with Store.open(address) as store:
        store.add(told("a", A))
        spare = Quad(NamedNode("urn:x"), NamedNode("urn:x"), Literal("x"), NamedNode("urn:x"))
        for write in (old.exchange, old.exchange_many):
            with pytest.raises(StoreLockedError, match="is writing"):
                write([], [spare])
            old._token = "lost"
        assert spare not in store.data


def remote_process() -> dict[str, str]:
    from kg.locking import this_process

    return this_process()


def test_endpoint_with_other_graphs_is_refused(address: str) -> None:
    Endpoint(address).update("INSERT DATA { GRAPH <urn:mine> { <urn:a> <urn:b> 1 } }")
    with pytest.raises(StoreError, match="holds other graphs"):
        Store.open(address)


def test_endpoint_of_a_newer_shape_is_refused(address: str) -> None:
    Store.open(address).close()
    Endpoint(address).update(
        f"DELETE {{ GRAPH {CONTROL} {{ ?s ?p ?o }} }} INSERT {{ GRAPH {CONTROL} {{ ?s ?p 99 }} }} "
        f"WHERE {{ GRAPH {CONTROL} {{ ?s ?p ?o }} FILTER(STRENDS(STR(?p), 'schema')) }}"
    )
    with pytest.raises(StoreError, match="install a newer litkg"):
        Store.open(address)


@pytest.mark.parametrize("read_only", [True, False])
def test_endpoint_without_a_store_is_refused_to_readers(address: str, read_only: bool) -> None:
    with pytest.raises(StoreError, match="no store here"):
        Store.open(address, create=False, read_only=read_only)


def test_base_of_an_endpoint_is_fixed(address: str) -> None:
    Store.open(address, base="https://lab.org/kg/").close()
    with pytest.raises(StoreError, match=r"its base is https://lab\.org/kg/"):
        Store.open(address, base="https://other.org/")


def test_password_is_never_shown() -> None:
    with pytest.raises(StoreError) as caught:
        Endpoint("http://me:secret@127.0.0.1:1/x", retries=0).query("ASK {}")
    assert "127.0.0.1:1/x: no answer" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_address_names_its_parts_and_refuses_others() -> None:
    endpoint = Endpoint("http://host/ds#store=data&update=/other")
    assert endpoint._of(NamedNode("urn:x")) == "http://host/ds/data?graph=urn%3Ax"
    assert endpoint._update == "http://host/other"
    with pytest.raises(StoreError, match="'graphs' is no option"):
        Endpoint("http://host/#graphs=x")


# -- a network that breaks


@pytest.fixture
def network(address: str) -> Iterator[tuple[BadNetwork, Store]]:
    bad = BadNetwork(address)
    with bad() as between, Store.open(between) as store:
        store.add(told("a", A, B))
        yield bad, store


@pytest.mark.parametrize("lost", ["request", "answer"])
@pytest.mark.parametrize("at", range(1, 9))
def test_what_the_network_loses_is_sent_again(
    network: tuple[BadNetwork, Store], address: str, lost: str, at: int
) -> None:
    bad, store = network
    bad.lost, bad.seen = {at: lost}, 0
    assert store.add(told("b", A, B)) is True
    assert bad.seen >= at
    assert quads(address) == as_in_a_folder("a", "b")


@pytest.mark.parametrize("lost", ["request", "answer"])
@pytest.mark.parametrize("at_once", [10_000, 50], ids=["one-update", "staged"])
def test_document_is_whole_or_absent_when_the_network_breaks(
    address: str, monkeypatch: pytest.MonkeyPatch, lost: str, at_once: int
) -> None:
    monkeypatch.setattr(remote, "_AT_ONCE", at_once)
    monkeypatch.setattr(remote, "_BATCH", 20)
    for at in (*range(1, 10), 12, 15):
        Endpoint(address).update("DROP ALL")
        bad = BadNetwork(address)
        monkeypatch.setattr("kg.opening.Endpoint", lambda given: Endpoint(given, retries=0))
        with bad() as between:
            store = Store.open(between)
            store.add(told("a", A, B))
            bad.seen, bad.lost = 0, dict.fromkeys(range(at + 1, 99), "request") | {at: lost}
            with suppress(StoreError):
                store.add(told("b", A, B))
            bad.lost = {}
            store.close()
        with Store.open(address) as after:
            found = [document.id for document in after.documents()]
            assert set(after.data) == as_in_a_folder(*found)
            assert found in (["a"], ["a", "b"])


def test_unfinished_change_is_ended_by_the_next_writer(address: str) -> None:
    """On a server that takes the operations of an update one by one, and dies between two."""
    with Store.open(address) as store:
        store.add(told("a", A, B))
    old = Remote(Endpoint(address))
    old.hold()
    spare = Quad(NamedNode("urn:x"), NamedNode("urn:x"), Literal("x"), NamedNode("urn:x"))
    old._stage("urn:litkg:staged/n/plus", [spare])
    old._endpoint.update(old._putting("n").split(" ;\n")[0])
    old.release()
    with Store.open(address) as store:
        assert spare in store.data
    assert "n" not in json.dumps(sorted(Remote(Endpoint(address))._staged()))


class WithoutDefaultGraph(Endpoint):
    """Answers as Virtuoso does, as far as it is asked here."""

    def __init__(self) -> None:
        super().__init__("http://localhost:9")
        self.queries: list[str] = []
        self.updates: list[str] = []

    def query(self, sparql: str, *graphs: Iterable[str]) -> ox.QuerySolutions:
        self.queries.append(sparql)
        told = b'{"head": {"vars": ["p", "o", "g"]}, "results": {"bindings": []}}'
        found = ox.parse_query_results(told, ox.QueryResultsFormat.JSON)
        assert isinstance(found, ox.QuerySolutions)
        return found

    def update(self, sparql: str) -> None:
        if "GRAPH" not in sparql:
            raise StoreError("No plain default graph specified in the preamble")
        self.updates.append(sparql)


def test_server_without_default_graph_is_told_in_each_query_which_graphs_make_it() -> None:
    endpoint = WithoutDefaultGraph()
    remote = Remote(endpoint)
    remote.shown = [NamedNode("urn:litkg:graph/entities"), NamedNode("urn:litkg:graph/assembly")]
    remote.declare(None)
    assert '"none"' in endpoint.updates[0]
    assert "GRAPH" in remote._block(
        [Quad(remote.shown[0], remote.shown[0], remote.shown[0], remote.shown[0])]
    )
    remote.query("SELECT ?s { ?s ?p ?o }", (), (), has_from=False)
    *preamble, asked = endpoint.queries[-1].split("\n")
    assert preamble == [
        "define input:default-graph-uri <urn:litkg:graph/assembly>",
        "define input:default-graph-uri <urn:litkg:graph/entities>",
    ]
    remote.query(asked, (), (), has_from=True)
    assert endpoint.queries[-1] == asked


@pytest.mark.parametrize(
    ("asked", "told", "equal"),
    [
        (flag(True), number(1), True),
        (flag(True), number(0), False),
        (decimal(1.0), number(1), True),
        (text("1"), text("1"), True),
        (text("one"), number(1), False),
        (NamedNode("urn:a"), NamedNode("urn:b"), False),
        (None, None, True),
    ],
)
def test_terms_are_equal_by_value(asked: object, told: object, equal: bool) -> None:
    assert _equal(asked, told) is equal
