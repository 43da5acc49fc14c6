import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import IdentifierError, QueryError, StoreError, StoreLockedError, UnknownDocumentError
from kg.folder import Folder
from kg.rdf_reader import canonical
from kg.store import Store
from tests.builders import told

A = "HGNC:18628 inhibits CL:0000084"
B = "HGNC:18628 binds CL:0000084"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store"


def test_store_keeps_documents_between_openings(path: Path) -> None:
    with Store.open(path) as store:
        store.add(told("a", A, B))
    with Store.open(path, read_only=True) as store:
        assert store.contribution("a") == canonical(told("a", A, B))
        assert [(d.id, d.statements) for d in store.documents()] == [("a", 2)]


def test_add_of_the_same_changes_nothing() -> None:
    store = Store.in_memory()
    assert store.add(told("a", A)) is True
    before = set(store.oxigraph)
    assert store.add(told("a", A)) is False
    assert set(store.oxigraph) == before


def test_add_replaces_what_the_document_said() -> None:
    store, other = Store.in_memory(), Store.in_memory()
    store.add(told("a", A))
    store.add(told("a", B))
    other.add(told("a", B))
    assert set(store.oxigraph) == set(other.oxigraph)


def test_add_replaces_the_document_under_its_former_iri() -> None:
    store = Store.in_memory()
    store.add(told("a", A))
    later = told("a", A)
    store.add(replace(later, document=replace(later.document, doi="10.1/a")))
    assert [document.iri for document in store.documents()] == ["https://doi.org/10.1/a"]


def test_remove_leaves_nothing_behind() -> None:
    store, empty = Store.in_memory(), Store.in_memory()
    store.add(told("a", A, B))
    store.remove("a")
    assert set(store.oxigraph) == set(empty.oxigraph)


def test_remove_keeps_what_others_say() -> None:
    store, other = Store.in_memory(), Store.in_memory()
    store.add(told("a", A, B))
    store.add(told("b", A))
    store.remove("a")
    other.add(told("b", A))
    assert set(store.oxigraph) == set(other.oxigraph)


@pytest.mark.parametrize("what", ["remove", "document_graph", "contribution"])
def test_unknown_document_is_an_error(what: str) -> None:
    with pytest.raises(UnknownDocumentError, match="'nowhere'"):
        getattr(Store.in_memory(), what)("nowhere")


def test_refused_contribution_changes_nothing() -> None:
    store = Store.in_memory()
    store.add(told("a", A))
    before = set(store.oxigraph)
    with pytest.raises(IdentifierError):
        store.add(told("a", "NOPE:1 inhibits CL:0000084"))
    given = told("b", A)
    with pytest.raises(StoreError, match="not Unicode text"):
        store.add(replace(given, document=replace(given.document, title="\ud800")))
    assert set(store.oxigraph) == before


def test_second_writer_is_told_who_holds_the_store(path: Path) -> None:
    with Store.open(path), pytest.raises(StoreLockedError, match=f"process {os.getpid()} on .* since 2"):
        Store.open(path)
    Store.open(path).close()


def test_lock_goes_with_a_dead_process(path: Path) -> None:
    code = "import os, sys; from kg.store import Store; s = Store.open(sys.argv[1]); os.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", code, path], cwd=ROOT, check=False)
    Store.open(path).close()


def test_reader_sees_what_was_published_while_a_writer_works(path: Path) -> None:
    with Store.open(path) as writer:
        writer.add(told("a", A))
        writer.publish()
        writer.add(told("b", B))
        with Store.open(path, read_only=True) as reader:
            assert [document.id for document in reader.documents()] == ["a"]
            for round in range(5):
                writer.add(told(f"c{round}", B))
                writer.publish()
            assert [document.id for document in reader.documents()] == ["a"]
            assert Folder(path).snapshots.latest() > reader.generation
    with Store.open(path, read_only=True) as reader:
        assert len(list(reader.documents())) == 7


def test_snapshots_that_nobody_reads_go(path: Path) -> None:
    with Store.open(path) as writer:
        for number in range(4):
            writer.add(told(str(number), A))
            writer.publish()
    assert [entry.name for entry in (path / "snapshots").iterdir()] == [str(Folder(path).snapshots.latest())]


def test_read_only_store_cannot_be_written(path: Path) -> None:
    Store.open(path).close()
    with Store.open(path, read_only=True) as reader, pytest.raises(StoreError, match="read-only"):
        reader.add(told("a", A))


def test_closed_store_says_so(path: Path) -> None:
    store = Store.open(path)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.stats()


def test_missing_store_is_an_error(path: Path) -> None:
    for options in ({"create": False}, {"read_only": True}):
        with pytest.raises(StoreError, match="no store here"):
            Store.open(path, **options)
    assert not path.exists()


def test_file_is_not_a_store(path: Path) -> None:
    path.write_text("hello")
    with pytest.raises(StoreError, match="a file, not a store"):
        Store.open(path)


def test_foreign_folder_is_not_a_store(path: Path) -> None:
    path.mkdir()
    (path / "thesis.docx").touch()
    with pytest.raises(StoreError, match="not a store"):
        Store.open(path)
    assert [entry.name for entry in path.iterdir()] == ["thesis.docx"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_read_only_folder_can_be_read_only(path: Path) -> None:
    with Store.open(path) as store:
        store.add(told("a", A))
    path.chmod(0o555)
    (path / "lock").unlink(missing_ok=True)
    with pytest.raises(StoreError, match="cannot be written"):
        Store.open(path)
    with Store.open(path, read_only=True) as store:
        assert len(list(store.documents())) == 1
    path.chmod(0o755)


def test_base_is_fixed_when_the_store_is_made(path: Path) -> None:
    with Store.open(path, base="https://lab.org/kg/") as store:
        store.add(told("a", A))
    with Store.open(path) as store:
        assert store.prefixes()["litkg"] == "https://lab.org/kg/term/"
        assert [document.iri for document in store.documents()] == ["https://lab.org/kg/document/a"]
    with pytest.raises(StoreError, match=r"its base is https://lab\.org/kg/"):
        Store.open(path, base="urn:other:")


@pytest.mark.parametrize(
    "manifest",
    ["", "[]", "{}", '{"schema": 1, "base": "junk"}', '{"schema": 99, "base": "urn:x:"}'],
    ids=["empty", "list", "object", "bad-base", "newer"],
)
def test_damaged_or_newer_manifest_is_an_error(path: Path, manifest: str) -> None:
    Store.open(path).close()
    (path / "litkg.json").write_text(manifest)
    with pytest.raises(StoreError, match=r"damaged|version 99"):
        Store.open(path)


def test_damaged_database_is_an_error(path: Path) -> None:
    Store.open(path).close()
    (path / "data" / "CURRENT").write_text("rubbish\n")
    with pytest.raises(StoreError, match=r"cannot be read .*restore a backup"):
        Store.open(path)


def test_stale_assembly_is_mended_on_opening(path: Path) -> None:
    with Store.open(path) as store:
        store.add(told("a", A))
        whole = set(store.oxigraph)
        store.oxigraph.clear_graph(store.terms.assembly)
    with Store.open(path) as store:
        assert set(store.oxigraph) == whole


@pytest.mark.parametrize("bad", ["SELEKT", "SELECT * WHERE { ?s nope:x ?o }", "SELECT ?s { ?s ?p"])
def test_malformed_query_is_an_error(bad: str) -> None:
    with pytest.raises(QueryError):
        Store.in_memory().query(bad)


def test_query_without_graph_gives_each_triple_once() -> None:
    store = Store.in_memory()
    for name in ("a", "b", "c"):
        store.add(told(name, A))
    count = "SELECT ?l { HGNC:18628 rdfs:label ?l . ?s litkg:relation rel:inhibits }"
    assert len(list(store.query(count))) == 1  # type: ignore[arg-type]


def test_query_honours_from() -> None:
    store = Store.in_memory()
    store.add(told("a", A))
    text = "SELECT ?t FROM <urn:litkg:document/a> { ?e biolink:supporting_text ?t }"
    assert len(list(store.query(text))) == 1  # type: ignore[arg-type]
    quoted = "SELECT ?s { ?s rdfs:label 'from' } # FROM <urn:litkg:document/a>"
    assert store._default_graph(quoted, None) is not None


def test_stats_count_what_is_there() -> None:
    store = Store.in_memory()
    store.add(told("a", A, B))
    store.add(told("b", A))
    stats = store.stats()
    assert (stats.documents, stats.statements, stats.evidence, stats.entities) == (2, 2, 3, 2)
    assert stats.quads == len(store.oxigraph)


WRITER = """
import sys
from kg.store import Store
from tests.builders import told
store = Store.open(sys.argv[1])
print("open", flush=True)
for turn in range(10**6):
    name = str(turn % 5)
    if turn % 7 == 6:
        store.add(told(name, "HGNC:18628 activates CL:0000084", negated=turn % 2 == 0))
    else:
        store.add(told(name, *(f"HGNC:{n} binds CL:0000084" for n in range(turn % 11))))
    print(name, turn, flush=True)
    if turn % 10 == 9:
        store.publish()
"""


def expected(turn: int) -> object:
    name = str(turn % 5)
    if turn % 7 == 6:
        return canonical(told(name, "HGNC:18628 activates CL:0000084", negated=turn % 2 == 0))
    return canonical(told(name, *(f"HGNC:{n} binds CL:0000084" for n in range(turn % 11))))


def test_killed_writer_leaves_whole_documents_and_a_right_assembly(path: Path) -> None:
    for kill in range(int(os.environ.get("LITKG_KILLS", "12"))):
        acknowledged = write_and_kill(path, delay=0.05 + 0.037 * (kill % 8))
        with Store.open(path, read_only=True) as reader:
            seen = {document.id: reader.contribution(document.id) for document in reader.documents()}
        for name, turn in acknowledged.items():
            assert seen[name] in (expected(turn), expected(turn + 5))
        with Store.open(path) as store:
            found = set(store.oxigraph)
            store.rebuild()
            assert set(store.oxigraph) == found


def write_and_kill(path: Path, delay: float) -> dict[str, int]:
    """The last turn that the writer reported for each document."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, path], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "open\n"
    time.sleep(delay)
    writer.kill()
    lines = [line.split() for line in writer.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    writer.stdout.close()
    writer.wait()
    return {name: int(turn) for name, turn in lines}
