import json
import re
from pathlib import Path

import pytest
import zstandard
from pyoxigraph import Literal, NamedNode, Quad

from kg.backup import backup, restore
from kg.errors import StoreError
from kg.folder import damaged
from kg.store import Store
from kg.verify import verify
from tests.builders import told

A = "HGNC:18628 inhibits CL:0000084"
B = "HGNC:18628 binds CL:0000084"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "store", base="https://lab.org/kg/") as store:
        store.add(told("a", A, B), fingerprint="f1")
        store.add(told("b", A))
    return tmp_path / "store"


@pytest.fixture
def saved(path: Path, tmp_path: Path) -> Path:
    with Store.open(path, read_only=True) as store:
        backup(store, tmp_path / "kept.nq.zst")
    return tmp_path / "kept.nq.zst"


def quads(path: Path) -> set[Quad]:
    with Store.open(path, read_only=True) as store:
        return set(store.oxigraph)


def messages(path: Path) -> list[str]:
    with Store.open(path, read_only=True) as store:
        return [f"{fault.graph.rpartition('/')[2]}: {fault.message}" for fault in verify(store)]


# -- backup and restore


def test_backup_and_restore_give_the_same_quads_and_base(path: Path, saved: Path, tmp_path: Path) -> None:
    told_of = restore(saved, tmp_path / "new")
    assert quads(tmp_path / "new") == quads(path)
    assert (told_of.documents, told_of.quads) == (2, len(quads(path)))
    with Store.open(tmp_path / "new") as store:
        assert store.base == "https://lab.org/kg/"
        assert store.fingerprint("a") == "f1"


def test_backup_holds_what_was_published_while_a_writer_works(path: Path, tmp_path: Path) -> None:
    published = quads(path)
    with Store.open(path) as writer:
        writer.add(told("c", A))
        with Store.open(path, read_only=True) as store:
            backup(store, tmp_path / "kept.nq.zst")
    restore(tmp_path / "kept.nq.zst", tmp_path / "new")
    assert quads(tmp_path / "new") == published


def test_backup_is_plain_nquads_to_others(saved: Path, path: Path) -> None:
    lines = zstandard.ZstdDecompressor().stream_reader(saved.read_bytes()).read().decode().splitlines()
    assert json.loads(lines[0].removeprefix("# "))["base"] == "https://lab.org/kg/"
    assert json.loads(lines[-1].removeprefix("# ")) == {"quads": len(quads(path))}
    assert all(line.endswith(" .") for line in lines[1:-1])


def test_backup_that_cannot_be_written_leaves_the_old_one(path: Path, saved: Path) -> None:
    with Store.open(path, read_only=True) as store, pytest.raises(StoreError, match="cannot be written"):
        backup(store, saved.parent / "nowhere" / "kept.nq.zst")
    assert saved.exists()


def test_restore_never_overwrites(saved: Path, path: Path) -> None:
    before = quads(path)
    with pytest.raises(StoreError, match="a store is here already"):
        restore(saved, path)
    assert quads(path) == before


def repacked(saved: Path, change: object) -> Path:
    text = zstandard.ZstdDecompressor().stream_reader(saved.read_bytes()).read().decode()
    saved.write_bytes(zstandard.compress("".join(change(text.splitlines(keepends=True))).encode()))  # type: ignore[operator]
    return saved


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda lines: lines[:-1], "cut short"),
        (lambda lines: lines[:3] + lines[4:], "cut short"),
        (lambda lines: [*lines[:3], "rubbish\n", *lines[3:]], "damaged"),
        (lambda lines: lines[1:], "not a backup"),
        (lambda lines: [lines[0].replace('"schema": 1', '"schema": 2'), *lines[1:]], "newer litkg"),
        (lambda lines: [], "not a backup"),
    ],
    ids=["no-end", "a-quad-less", "no-quad", "no-head", "newer", "empty"],
)
def test_restore_refuses_a_damaged_or_newer_backup(
    saved: Path, tmp_path: Path, change: object, error: str
) -> None:
    with pytest.raises(StoreError, match=error):
        restore(repacked(saved, change), tmp_path / "new")
    assert not list(tmp_path.glob("new*"))


@pytest.mark.parametrize("kept", [10, 200, -20])
def test_restore_refuses_a_file_that_was_cut(saved: Path, tmp_path: Path, kept: int) -> None:
    saved.write_bytes(saved.read_bytes()[:kept])
    with pytest.raises(StoreError, match=r"cut short|not a backup"):
        restore(saved, tmp_path / "new")
    assert not list(tmp_path.glob("new*"))


def test_restore_refuses_flipped_bits(saved: Path, tmp_path: Path) -> None:
    data = bytearray(saved.read_bytes())
    data[len(data) // 2] ^= 4
    saved.write_bytes(data)
    with pytest.raises(StoreError, match=r"damaged|not a backup"):
        restore(saved, tmp_path / "new")


# -- verify


def test_verify_finds_nothing_in_a_sound_store(path: Path) -> None:
    assert messages(path) == []


def test_verify_respects_the_threshold_of_the_store(path: Path) -> None:
    with Store.open(path) as store:
        store.rebuild(0.99)
    assert messages(path) == []


def with_fault(path: Path, fault: str) -> None:
    with Store.open(path) as store:
        node, terms, inner = store.graph_of("a"), store.terms, store.oxigraph
        if fault == "half":
            inner.remove(next(inner.quads_for_pattern(None, terms.own["supports"], None, node)))
        elif fault == "spare":
            inner.add(Quad(node, terms.own["colour"], Literal("red"), node))
        elif fault == "dangling":
            for quad in list(inner.quads_for_pattern(terms.entity("CL:0000084"), None, None, node)):
                inner.remove(quad)
        elif fault == "belief":
            for quad in list(inner.quads_for_pattern(None, terms.own["belief"], None, terms.assembly)):
                inner.remove(quad)
        elif fault == "foreign":
            inner.add(Quad(node, NamedNode("urn:x"), node, terms.assembly))
        store.add(told("c", B))  # so that the store publishes


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        ("half", "a: not a whole document"),
        ("spare", "a: not a whole document: 0 quads are missing, 1 are too many"),
        ("dangling", "a: refers to CL:0000084 without describing it"),
        ("belief", "assembly: .*belief.* is missing; `litkg rebuild` mends it"),
        ("foreign", "assembly: .* follows from no document"),
    ],
)
def test_verify_tells_where_what_is_wrong(path: Path, fault: str, found: str) -> None:
    with_fault(path, fault)
    assert any(re.match(found, message) for message in messages(path))


def test_rebuild_mends_what_is_derived(path: Path) -> None:
    with_fault(path, "belief")
    with Store.open(path) as store:
        store.rebuild()
    assert messages(path) == []


# -- what the listing and the counts say


def test_withdrawn_documents_stay_visible_as_withdrawn(path: Path) -> None:
    with Store.open(path) as store:
        node = store.graph_of("a")
        store.oxigraph.add(Quad(node, store.terms.own["withdrawn"], Literal(True), node))
        assert [(d.id, d.withdrawn) for d in store.documents()] == [("a", True), ("b", False)]


def test_fingerprint_is_what_was_given_last(path: Path) -> None:
    with Store.open(path) as store:
        assert [store.fingerprint(name) for name in ("a", "b", "nowhere")] == ["f1", "", ""]
        assert store.add(told("a", A, B), fingerprint="f1") is False
        assert store.add(told("a", A, B), fingerprint="f2") is True
        assert store.fingerprint("a") == "f2"


def test_size_on_disk_counts_what_snapshots_share_once(path: Path) -> None:
    with Store.open(path, read_only=True) as store:
        everything = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
        assert 0 < store.size_on_disk < everything
    assert Store.in_memory().size_on_disk == 0


# -- at the command line


def litkg(*arguments: object) -> tuple[int, str]:
    from click.testing import CliRunner

    from kg.cli import main

    done = CliRunner().invoke(main, [str(argument) for argument in arguments])
    return done.exit_code, done.stderr


@pytest.mark.parametrize("command", ["stats", "verify", "check", "documents"])
def test_files_that_cannot_be_read_are_one_clear_error(path: Path, command: str) -> None:
    for file in path.glob("snapshots/*/*.sst"):
        data = bytearray(file.read_bytes())
        data[: len(data) // 2] = b"\x55" * (len(data) // 2)
        file.unlink()
        file.write_bytes(data)
    code, told = litkg(command, "--store", path)
    assert code == 1
    assert re.fullmatch(r"litkg: .*restore a backup .*\n", told)


def test_full_disk_is_not_taken_for_damage(tmp_path: Path) -> None:
    told = str(damaged(tmp_path, OSError("IO error: No space left on device: While appending to file: x")))
    assert "the disk is full; make room" in told
    assert "backup" not in told


def test_rebuild_says_what_it_did(path: Path) -> None:
    assert litkg("rebuild", "--store", path) == (0, "2 statements of 2 documents rebuilt\n")


@pytest.mark.parametrize("command", ["rebuild", "backup", "verify", "remove"])
def test_care_of_no_store_makes_none(tmp_path: Path, command: str) -> None:
    given = [tmp_path / "kept.nq.zst"] if command == "backup" else ["a"] if command == "remove" else []
    code, told = litkg(command, *given, "--store", tmp_path / "none")
    assert (code, "no store here" in told) == (1, True)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("schema", [0, 2, "x", None])
def test_store_of_another_shape_is_refused(path: Path, schema: object) -> None:
    manifest = json.loads((path / "litkg.json").read_text())
    (path / "litkg.json").write_text(json.dumps(manifest | {"schema": schema}))
    advice = "install a newer litkg" if schema == 2 else "read the documents into a new store"
    for command in (["stats"], ["rebuild"], ["remove", "a"]):
        code, told = litkg(*command, "--store", path)
        assert (code, advice in told) == (1, True)


def test_writer_at_work_keeps_care_out_but_not_readers(path: Path) -> None:
    with Store.open(path):
        code, told = litkg("rebuild", "--store", path)
        assert (code, "is writing to this store" in told, "since" in told) == (1, True, True)
        assert litkg("verify", "--store", path)[0] == 0


def test_report_that_cannot_be_written_is_told_before_anything_is_made(tmp_path: Path) -> None:
    code, _ = litkg("ingest", "-", "--report", tmp_path / "no" / "r.jsonl", "--store", tmp_path / "store")
    assert code == 2
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", [["serve"], ["restore", "kept.nq.zst"]])
def test_what_needs_a_folder_refuses_an_endpoint(command: list[str]) -> None:
    code, told = litkg(*command, "--store", "http://127.0.0.1:1")
    assert (code, "needs a folder" in told) == (1, True)
